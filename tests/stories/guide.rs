//! What a guide says of the shipped catalogue: every element of every item, three items by hand, and who needs which paper.

use std::sync::Arc;

use jiff::civil::{Date, date};
use jiujin::config;
use jiujin::domain::draft::{Draft, Value};
use jiujin::domain::guide::{ELEMENTS, Element, Guide, HowLong};
use jiujin::domain::id_card::IdCard;
use jiujin::domain::materials::{Exemption, MaterialState, situation_questions};
use jiujin::domain::notice::KeptNotice;
use jiujin::domain::service_item::Catalogue;
use jiujin::kiosk::wording;

use crate::eligibility::card;
use crate::support::shipped_config;

const TODAY: Date = date(2026, 11, 24);

fn catalogue() -> Catalogue {
    config::load(&shipped_config()).unwrap().catalogue
}

/// 33 active and 7 ended: nothing of what the law wants told is left out anywhere, with a card and without.
#[test]
fn every_item_has_every_element_of_a_guide() {
    let catalogue = catalogue();
    assert_eq!(catalogue.items.len(), 40);
    let card = card("wang_xiuying");
    for item in &catalogue.items {
        for card in [None, Some(&card)] {
            let guide = Guide::of(item, card, TODAY);
            for element in ELEMENTS {
                let rows = wording::element_rows(&guide, element);
                assert!(!rows.is_empty(), "{}: nothing about {element:?}", item.id);
                let said = rows.iter().all(|row| !row.words.is_empty());
                assert!(said, "{}: an empty row about {element:?}", item.id);
            }
        }
    }
}

fn words(guide: &Guide<'_>, element: Element) -> Vec<String> {
    let rows = wording::element_rows(guide, element);
    rows.into_iter()
        .map(|row| {
            let line =
                if row.line.is_empty() { String::new() } else { format!("（{}）", row.line) };
            let chip = if row.chip.is_empty() { String::new() } else { format!("[{}] ", row.chip) };
            format!("{chip}{}{line}", row.words)
        })
        .collect()
}

/// Proposed days are no promise, and the law names none.
#[test]
fn the_allowance_of_a_woman_of_83_by_hand() {
    let catalogue = catalogue();
    let (item, card) =
        (catalogue.find_item("advanced_age_allowance").unwrap(), card("wang_xiuying"));
    let guide = Guide::of(item, Some(&card), TODAY);
    assert_eq!(wording::guide_headline(&guide), "您每月可以领 100 元");
    assert!(guide.is_sure());
    for (element, expected) in [
        (Element::Time, &["受理后告诉您日期", "法律没有写明天数"][..]),
        (
            Element::Materials,
            &[
                "[要带来] 居民户口簿（带原件和复印件，没有的找公安机关）",
                "[要带来] 社会保障卡或惠民惠农一卡通账户（带复印件，没有的找社保卡服务银行）",
                "[看情况] 委托书和代办人身份证（委托他人代办时）",
                "[免提交] 老年人居民身份证（读身份证就行，不用复印）",
                "[免提交] 高龄津贴申请表（这台机器替您填好）",
            ],
        ),
        (
            Element::Steps,
            &[
                "1. 村（社区）：申请受理（村（社区）：读卡核对年龄、户籍，采集账户并提交）",
                "2. 乡镇（街道）：审核录入（乡镇（街道）：比对人口数据，审批、录入、汇总上报）",
                "3. 市里：确认发放（市民政局：确认名单，商财政按季度社会化发放）",
            ],
        ),
        (Element::Fee, &["办理不要钱"]),
        (Element::Delivery, &["打到账号、发短信告诉我"]),
        (Element::Consult, &["打 12345，或者问这里的工作人员（管这件事的：宁乡市民政局）"]),
    ] {
        assert_eq!(words(&guide, element), expected, "{element:?}");
    }
    let conditions = words(&guide, Element::Conditions);
    assert!(conditions.contains(&"[符合] 宁乡户籍".into()), "{conditions:?}");
}

/// A sourced promise is said; what the law says is another thing; a rule about a form waits for it.
#[test]
fn the_residence_permit_by_hand() {
    let catalogue = catalogue();
    let item = catalogue.find_item("residence_permit").unwrap();
    let guide = Guide::of(item, None, TODAY);
    assert_eq!(
        words(&guide, Element::Time),
        [
            "承诺 3 个工作日（法定自受理起15日内制发（自然日）；湖南农村派出所一般3个工作日，居住登记当场办。）",
            "法律规定最多 15 天",
        ]
    );
    assert_eq!(
        words(&guide, Element::Fee),
        ["办理不要钱（首次申领和签注免费；补领、换领工本费以公安机关公布为准）"]
    );
    let scope = words(&guide, Element::Scope);
    assert_eq!(scope[1], "在村（社区）服务点、派出所都能办（可以请别人替您办）");
    let conditions = words(&guide, Element::Conditions);
    assert!(
        conditions.contains(&"[填表看] 居住满半年（填到那一题就知道）".into()),
        "{conditions:?}"
    );
    assert!(conditions.contains(&"[放卡看] 非本地户籍".into()), "{conditions:?}");
}

/// An item that has ended says since when, why, and what is done today.
#[test]
fn the_old_card_for_elders_by_hand() {
    let catalogue = catalogue();
    let item = catalogue.find_item("elder_preferential_card").unwrap();
    let guide = Guide::of(item, None, TODAY);
    assert_eq!(guide.ended_on, Some(date(2022, 3, 1)));
    assert_eq!(guide.repeal().unwrap().text, "湖南停止办理,身份证直接享受优待,旧证同等有效。");
    assert_eq!(item.replaced_by.as_deref(), Some("elder_benefit_by_id"));
    assert_eq!(words(&guide, Element::Materials), ["不再办了，不用带什么"]);
    assert_eq!(words(&guide, Element::Time), ["不再办了，没有时限"]);
    assert_eq!(Guide::of(item, None, date(2022, 2, 28)).ended_on, None);
}

#[test]
fn every_item_that_has_ended_says_what_changed() {
    let catalogue = catalogue();
    let ended: Vec<_> = catalogue.items.iter().filter(|item| !item.active).collect();
    assert_eq!(ended.len(), 7);
    for item in ended {
        let guide = Guide::of(item, None, TODAY);
        let on = guide.ended_on.unwrap();
        let notes: Vec<_> = item.policy_notes.iter().map(|note| note.date).collect();
        assert!(guide.repeal().is_some(), "{}: {on} is none of {notes:?}", item.id);
    }
}

#[test]
fn only_what_is_sourced_or_done_here_is_promised() {
    let catalogue = catalogue();
    for (id, expected) in [
        ("elder_benefit_by_id", HowLong::OnTheSpot),
        // the township registers, on the day of the acceptance
        ("birth_registration", HowLong::OnAcceptance),
        ("unemployment_registration", HowLong::OnAcceptance),
        ("pension_pay", HowLong::ToldLater),
        ("dibao", HowLong::ToldLater),
    ] {
        let item = catalogue.find_item(id).unwrap();
        assert_eq!(Guide::of(item, None, TODAY).how_long, expected, "{id}");
    }
}

// ---- materials ----

fn draft(item: &str, card: IdCard) -> Draft {
    let configuration = config::load(&shipped_config()).unwrap();
    let item = Arc::new(configuration.catalogue.find_item(item).unwrap().clone());
    Draft::for_item(item, "test", Arc::new(card), &configuration.sites, TODAY)
}

fn state_of(draft: &Draft, material: &str) -> Option<MaterialState> {
    draft.needs().iter().find(|need| need.material.key == material).map(|need| need.state)
}

#[test]
fn a_material_is_asked_for_exempt_or_missing_by_the_answers() {
    use MaterialState::{Depends, Exempt, Missing};
    let (read, filled) = (Exempt(Exemption::CardRead), Exempt(Exemption::FilledHere));
    let text = |value: &str| Value::Text(value.into());
    for (item, answers, material, expected) in [
        ("advanced_age_allowance", vec![], "id_card", Some(read)),
        ("advanced_age_allowance", vec![], "form", Some(filled)),
        // the city has a table of it, this kiosk has no line to it
        ("advanced_age_allowance", vec![], "household_book", Some(Missing)),
        ("advanced_age_allowance", vec![], "proxy_docs", Some(Depends)),
        ("advanced_age_allowance", vec![("is_proxy", Value::Bool(false))], "proxy_docs", None),
        (
            "advanced_age_allowance",
            vec![("is_proxy", Value::Bool(true))],
            "proxy_docs",
            Some(Missing),
        ),
        ("dibao", vec![("has_student", text("yes"))], "student", Some(Exempt(Exemption::LookedUp))),
        ("dibao", vec![("has_student", text("no"))], "student", None),
        ("dibao", vec![("reason", text("illness"))], "illness", Some(Missing)),
        ("dibao", vec![], "illness", Some(Depends)),
        ("dibao", vec![], "id_card", Some(Missing)),
        ("birth_registration", vec![], "id_card", Some(Missing)),
        ("homestead_house", vec![], "design", Some(Depends)),
        ("residence_permit", vec![], "guardian", None),
        // the question is not put, so the paper is not asked for
        ("residence_permit", vec![("apply_kind", text("register"))], "school_proof", None),
        ("residence_permit", vec![], "photo", Some(Missing)),
    ] {
        let mut draft = draft(item, card("wang_xiuying"));
        for (key, value) in answers {
            draft.answer(key, value);
        }
        assert_eq!(state_of(&draft, material), expected, "{item}: {material}");
    }
}

#[test]
fn a_card_that_is_laid_down_counts_at_once() {
    use MaterialState::{Exempt, Missing, OriginalToWindow};
    let read = Some(Exempt(Exemption::CardRead));
    let mut allowance = draft("advanced_age_allowance", card("wang_xiuying"));
    allowance.answer("is_proxy", Value::Bool(true));
    assert_eq!(state_of(&allowance, "proxy_docs"), Some(Missing));
    allowance.take_other_card("proxy", Arc::new(card("chen_fang")));
    assert_eq!(state_of(&allowance, "proxy_docs"), read);

    let mut birth = draft("birth_registration", card("chen_fang"));
    birth.take_other_card("proxy", Arc::new(card("he_yulan")));
    assert_eq!(state_of(&birth, "id_card"), Some(Missing), "her neighbour's is not her husband's");
    birth.take_other_card("detail", Arc::new(card("ouyang_xiaoming")));
    assert_eq!(state_of(&birth, "id_card"), read);

    let mut permit = draft("residence_permit", IdCard { photo: vec![1], ..card("elsewhere") });
    assert_eq!(state_of(&permit, "photo"), read, "the picture in the chip");
    permit.answer("apply_kind", Value::Text("permit".into()));
    assert_eq!(state_of(&permit, "address_proof"), Some(Missing));
    permit.take_to_window("address_proof");
    assert_eq!(state_of(&permit, "address_proof"), Some(OriginalToWindow));
}

#[test]
fn what_is_missing_stands_first() {
    let draft = draft("dibao", card("wang_xiuying"));
    let states: Vec<MaterialState> = draft.needs().iter().map(|need| need.state).collect();
    let first_other = states.iter().position(|state| *state != MaterialState::Missing).unwrap();
    assert!(first_other > 0);
    assert!(!states[first_other..].contains(&MaterialState::Missing), "{states:?}");
}

#[test]
fn only_what_decides_about_papers_is_asked_and_whether_somebody_else_comes_is_not() {
    for (item, expected) in [
        ("dibao", &["reason", "has_disabled", "has_student"][..]),
        ("advanced_age_allowance", &[]),
        ("policy_consult", &["need_personal"]),
    ] {
        let draft = draft(item, card("wang_xiuying"));
        let mut asked: Vec<&str> = situation_questions(draft.item(), &draft)
            .iter()
            .map(|field| field.key.as_str())
            .collect();
        let mut expected = expected.to_vec();
        asked.sort_unstable();
        expected.sort_unstable();
        assert_eq!(asked, expected, "{item}");
    }
}

/// An option that the catalogue no longer has is asked again; nothing but answers is kept.
#[test]
fn a_kept_notice_brings_its_answers_back() {
    let mut first = draft("dibao", card("wang_xiuying"));
    first.answer("reason", Value::Text("illness".into()));
    first.answer("has_student", Value::Text("no".into()));
    first.answer("month_income", Value::Number("1200".into()));
    let kept = KeptNotice::of(&first);
    let keys: Vec<&str> = kept.answers.keys().map(String::as_str).collect();
    assert_eq!(keys, ["has_student", "reason"]);

    let mut again = draft("dibao", card("wang_xiuying"));
    kept.answer_in(&mut again);
    assert_eq!(state_of(&again, "illness"), Some(MaterialState::Missing));
    assert_eq!(state_of(&again, "student"), None);

    let mut old = kept;
    old.answers.insert("reason".into(), "gone".into());
    let mut third = draft("dibao", card("wang_xiuying"));
    old.answer_in(&mut third);
    assert_eq!(state_of(&third, "illness"), Some(MaterialState::Depends));
}
