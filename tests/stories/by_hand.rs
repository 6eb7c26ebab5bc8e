//! Items of different shape, told by hand: what a person touches, what the guide says, what the city hall gets.
//!
//! Three files of `by_hand/` for each item, for a clerk to read beside the catalogue: `ITEM.story`, `ITEM.guide.txt` and
//! `ITEM.json`. They are written from the catalogue and from decisions.md (“Values in JSON”), never copied from what the
//! kiosk does. In the documents `<…>` stands for what only the machine can know: the same words, the same value.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use jiujin::api::digest::digest_name;
use jiujin::domain::application::ApplicationId;
use jiujin::kiosk::play::protocol::{Element, Look};
use serde_json::Value as Json;

use crate::support::{Beginning, Story};

/// 低保: a household read from a card and typed, two signatures, a paper in each of three states, a car for the officer.
#[test]
fn a_household_asks_for_the_minimum() {
    is_as_told("dibao");
}

/// 丧葬补助: whoever died, another heir, a neighbour who files and an account.
#[test]
fn a_daughter_claims_what_her_father_left() {
    is_as_told("pension_death");
}

/// 残疾人证: a child, whoever files and her guardian by cards of their own, her face, sent to where she lives.
#[test]
fn a_childs_certificate_is_asked_for_by_her_guardian() {
    is_as_told("disability_certificate");
}

/// 耕地补贴: areas with a point, and what lies fallow is for the officer.
#[test]
fn a_farmer_reports_what_she_grows() {
    is_as_told("farmland_subsidy");
}

/// 采伐证: where, in the city's own villages; two sheets in one document; a promise is news, not a stop.
#[test]
fn trees_are_to_be_felled() {
    is_as_told("logging_permit");
}

/// 诉求反映: long words, no name, a place that may be left out.
#[test]
fn a_complaint_without_a_name() {
    is_as_told("appeal_report");
}

/// 建房审批: numbers with limits, a household, a building plot, four papers.
#[test]
fn a_house_is_to_be_built_anew() {
    is_as_told("homestead_house");
}

/// 医疗救助: money to the fen, and what is left to pay is computed.
#[test]
fn a_hospital_bill_is_too_high() {
    is_as_told("medical_aid");
}

/// 居住证: a card from elsewhere, a village that is asked, the one promise that has a source.
#[test]
fn a_man_from_elsewhere_lives_here() {
    is_as_told("residence_permit");
}

/// 生育登记: husband and wife by two cards, a day to come, the promise of the day of acceptance.
#[test]
fn a_second_child_is_expected() {
    is_as_told("birth_registration");
}

/// 失业登记: a rule for women says nothing to a man; whoever is old is looked at.
#[test]
fn an_old_man_without_work_registers() {
    is_as_told("unemployment_registration");
}

/// 老人优待: nothing to bring, the photo of the chip, done on the spot.
#[test]
fn an_old_lady_wants_the_bus_card() {
    is_as_told("elder_benefit_by_id");
}

/// 高龄津贴: not yet eighty, an address outside, an account that is looked at twice.
#[test]
fn a_man_of_almost_eighty_registers_for_the_allowance() {
    is_as_told("advanced_age_allowance");
}

/// 农机补贴: letters and marks, a photo and an invoice, a number plate that is asked because of the answer before.
#[test]
fn a_harvester_has_been_bought() {
    is_as_told("farm_machinery_subsidy");
}

fn is_as_told(item: &str) {
    let (touches, guide, document) =
        (told(item, "story"), told(item, "guide.txt"), told(item, "json"));
    let (to_the_guide, the_form) = touches.split_once("\ntap 开始办\n").unwrap();
    let mut story =
        Story::begins_with(Beginning { on: Some(date(2026, 11, 24)), ..Beginning::default() });
    story.player.hurries = true;

    story.plays(to_the_guide);
    says_what_is_told(&mut story, item, &guide);
    story.plays("tap 开始办");
    story.plays(the_form);
    hands_in(&mut story);

    let document: Json = serde_json::from_str(&document).unwrap();
    let arrived = story.document();
    let mut known = Known::default();
    known.compare(&document, &arrived, item);
    is_whole(&story, &arrived);
}

fn told(item: &str, kind: &str) -> String {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/stories/by_hand")
        .join(format!("{item}.{kind}"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn hands_in(story: &mut Story) {
    story.plays("expect 都对吗？对了就交上去");
    while story.look().touchable("下一页").is_ok() {
        story.plays("tap 下一页");
    }
    story.plays(
        "tap 交上去
        wait 您可以放心 20s
        tap 好了
        tap 不评了，回首页
        wait 申请都已送到市民之家 60s
        city-hall holds 1",
    );
}

// ---- the guide ----

/// Read as a person reads it: the first page, then page by page to the end.
fn says_what_is_told(story: &mut Story, item: &str, guide: &str) {
    let (overview, elements) = guide.split_once("\n\n").unwrap();
    let first = story.look();
    for words in overview.lines().flat_map(|line| line.split(" · ")) {
        let there: Vec<&str> = first.readable().collect();
        assert!(there.contains(&words), "{item}: “{words}” is not on the first page: {there:?}");
    }
    let mut rows = Vec::new();
    // papers that do not fit on the first page stand on pages of their own, all of them
    let mut look = first;
    if look.shows("带什么（后面还有）") {
        story.plays("tap 下一页");
        look = story.look();
    }
    loop {
        read_page(&look, &mut rows);
        if look.touchable("下一页").is_err() {
            break;
        }
        story.plays("tap 下一页");
        look = story.look();
    }
    let expected: Vec<&str> = elements.lines().filter(|line| !line.is_empty()).collect();
    for (place, expected) in expected.iter().enumerate() {
        let found = rows.get(place).map_or("nothing more", String::as_str);
        assert_eq!(
            found,
            *expected,
            "{item}: line {} of the guide; it says:\n{}",
            place + 1,
            rows.join("\n")
        );
    }
    assert_eq!(rows.len(), expected.len(), "{item}: the guide goes on: {:?}", rows.last());
}

/// The rows of one page as the files have them; a part that goes on from the page before has its heading only once.
fn read_page(look: &Look, rows: &mut Vec<String>) {
    let card = look.elements.iter().find(|one| one.is("RowCard")).unwrap();
    let inside = |one: &&Element| {
        one.is_text()
            && one.y >= card.y
            && one.y < card.y + card.height
            && one.x < card.x + card.width
    };
    if rows.is_empty() {
        rows.push("== 带什么".into());
        assert!(look.shows("带什么"));
    }
    let mut words = rows.len() - 1;
    for text in look.elements.iter().filter(inside) {
        assert!(look.is_inside(text), "“{}” is cut off", text.label);
        if text.is("HeadingText") {
            let heading = format!("== {}", text.label);
            if rows.iter().rev().find(|row| row.starts_with("== ")) != Some(&heading) {
                rows.push(heading);
            }
        } else if text.is("BodyText") {
            words = rows.len();
            rows.push(text.label.clone());
        } else if text.is("SmallText") {
            rows.push(format!("  {}", text.label));
        } else if text.is("StrongSmallText") {
            rows[words] = format!("{} [{}]", rows[words], text.label);
        }
    }
}

// ---- the document ----

/// What stands for what in a document: `<…>` → what the machine put there.
#[derive(Default)]
struct Known(BTreeMap<String, Json>);

impl Known {
    fn compare(&mut self, expected: &Json, found: &Json, place: &str) {
        match (expected, found) {
            (Json::String(word), _) if word.starts_with('<') && word.ends_with('>') => {
                let before = self.0.entry(word.clone()).or_insert_with(|| found.clone());
                assert_eq!(before, found, "{place}: {word} is not the same everywhere");
            }
            (Json::Object(expected), Json::Object(found)) => {
                let keys = |object: &serde_json::Map<String, Json>| {
                    object.keys().cloned().collect::<std::collections::BTreeSet<_>>()
                };
                let (told, there) = (keys(expected), keys(found));
                let missing: Vec<_> = told.difference(&there).collect();
                let more: Vec<_> = there.difference(&told).collect();
                assert!(missing.is_empty(), "{place}: {missing:?} is not there");
                assert!(more.is_empty(), "{place}: nobody has told of {more:?}");
                for (key, value) in expected {
                    self.compare(value, &found[key], &format!("{place}.{key}"));
                }
            }
            (Json::Array(expected), Json::Array(found)) => {
                assert_eq!(expected.len(), found.len(), "{place}: {found:?}");
                for (at, (expected, found)) in expected.iter().zip(found).enumerate() {
                    self.compare(expected, found, &format!("{place}[{at}]"));
                }
            }
            (expected, found) => assert_eq!(found, expected, "{place}"),
        }
    }
}

/// What only the machine can know is well made, and every part that the document names is at the city hall.
fn is_whole(story: &Story, document: &Json) {
    let text = |value: &Json| value.as_str().unwrap().to_owned();
    let id = text(&document["id"]);
    assert!(ApplicationId::parse(&id).is_some() && id.as_bytes()[14] == b'7', "{id} is no UUIDv7");
    let created_at = text(&document["created_at"]);
    assert!(created_at.parse::<jiff::Timestamp>().is_ok(), "{created_at}");
    let item = text(&document["item_digest"]);
    assert!(item.starts_with("sha-256:") && item.len() == 8 + 64, "{item}");
    for entry in document["blobs"].as_array().unwrap() {
        let blob = story.blob(entry["digest"].as_str().unwrap());
        assert_eq!(entry["digest"], digest_name(&blob));
        assert_eq!(entry["size"], blob.len());
        let begins: &[u8] = match entry["media_type"].as_str().unwrap() {
            "image/png" => b"\x89PNG\r\n",
            "image/jpeg" => b"\xFF\xD8\xFF",
            "application/pdf" => b"%PDF-",
            "application/json" => b"[[[",
            "application/x-wlt" => b"WLf\0",
            other => panic!("{other}"),
        };
        assert!(blob.starts_with(begins), "{entry}");
    }
}
