//! What a township changes in its folder: promises with their source, and a catalogue that changes while a case waits.

use std::fs;
use std::path::Path;

use jiff::civil::{Date, date};
use jiujin::config;

use crate::support::{Beginning, Story, copy_of_the_config, fills_the_allowance};

/// The city has decided that fifteen working days are its promise.
const PROMISED: &str = r#"
[[amend]]
item = "advanced_age_allowance"
field = "promised_basis"
value = "sourced"
source = "市民政局 2026 年服务承诺"
"#;

fn begins_with(overrides: &str, on: Date) -> Story {
    let folder = tempfile::tempdir().unwrap();
    let config = copy_of_the_config(folder.path());
    let file = config.join("overrides.toml");
    fs::write(&file, fs::read_to_string(&file).unwrap() + overrides).unwrap();
    let (folder, config) = (Some(folder), Some(config));
    Story::begins_with(Beginning { folder, config, on: Some(on), ..Beginning::default() })
}

fn files_the_allowance(story: &mut Story) {
    story.plays("card place wang_xiuying");
    story.plays(&fills_the_allowance());
    story.plays("tap 交上去\nwait 收好了，您可以放心 20s\nwait 回执打好了 20s");
}

/// Tuesday the 24th of November and fifteen working days: the 15th of December, on the screen and on the paper.
#[test]
fn a_promise_with_a_source_is_shown_with_its_day() {
    let mut story = begins_with(PROMISED, date(2026, 11, 24));
    files_the_allowance(&mut story);
    story.plays("expect 受理后 15 个工作日内办好。11月24日受理，最晚12月15日");
    let slip = story.player.village.slips()[0].text.replace('\n', "");
    assert!(slip.contains("受理后 15 个工作日内办好。"), "{slip}");

    let mut story = begins_with("", date(2026, 11, 24));
    files_the_allowance(&mut story);
    story.plays("expect 多久能办好，按市里公布的来\nexpect-not 工作日");
}

/// From the 21st of December fifteen working days end in a year whose holidays nobody has announced here.
#[test]
fn a_year_whose_holidays_are_not_known_is_said() {
    let mut story = begins_with(PROMISED, date(2026, 12, 21));
    files_the_allowance(&mut story);
    story.plays("expect 2027年放假的日子还没有，哪天办好受理后告诉您\nexpect-not 最晚");
}

#[test]
fn what_was_amended_is_told_by_the_digest_of_the_case() {
    let mut digests = Vec::new();
    for overrides in ["", PROMISED] {
        let mut story = begins_with(overrides, date(2026, 11, 24));
        files_the_allowance(&mut story);
        story.plays("wait 已经送到市民之家 20s");
        digests.push(story.document()["item_digest"].clone());
    }
    assert_ne!(digests[0], digests[1]);
}

/// A case that waits for the line keeps the words under which it was filed; the next one has the new words.
#[test]
fn a_case_ends_under_the_catalogue_under_which_it_began() {
    let folder = tempfile::tempdir().unwrap();
    let config_folder = copy_of_the_config(folder.path());
    let digest = |folder: &Path| {
        let items = config::load(folder).unwrap().catalogue;
        items.find_item("advanced_age_allowance").unwrap().digest.clone()
    };
    let before = digest(&config_folder);
    let mut story = Story::begins_with(Beginning {
        folder: Some(folder),
        config: Some(config_folder.clone()),
        ..Beginning::default()
    });
    story.plays("network down");
    files_the_allowance(&mut story);

    story.player.village.kill_kiosk();
    changes(&config_folder.join("catalogue/meta.toml"), "2026.11-draft3", "2026.12");
    let item = config_folder.join("catalogue/items/advanced_age_allowance.toml");
    changes(&item, "short_name = \"高龄津贴\"", "short_name = \"长寿津贴\"");
    story.plays(
        "restart
         wait 请把身份证 10s
         expect 长寿津贴
         card lift
         card place wang_xiuying
         wait 您现在可以办 10s
         tap 我办过的事
         expect 高龄津贴
         expect-not 长寿津贴
         network up
         clock +20m
         wait 申请都已送到市民之家 60s",
    );

    let document = story.document();
    assert_eq!(document["item_version"], "2026.11-draft3");
    assert_eq!(document["item_digest"], before.as_str());
    assert_ne!(digest(&config_folder), before);
    assert!(story.player.village.slips()[0].text.contains("高龄津贴"));
}

fn changes(file: &Path, right: &str, wrong: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(right), "{} has {right}", file.display());
    fs::write(file, text.replace(right, wrong)).unwrap();
}

/// Whoever still has cards for the elderly may offer them, whatever ended elsewhere; what is hidden nobody finds.
#[test]
fn an_item_that_has_ended_is_offered_here_and_another_is_hidden() {
    let overrides = "\n[hide]\nitems = [\"logging_permit\"]\n\n[[offer]]\nitem = \"elder_preferential_card\"\nuntil = \"2026-12-31\"\n";
    let open = |story: &mut Story| story.plays("expect 一共 33 项");
    let mut story = {
        let folder = tempfile::tempdir().unwrap();
        let config = copy_of_the_config(folder.path());
        changes(&config.join("overrides.toml"), "  \"logging_permit\",\n", "");
        let file = config.join("overrides.toml");
        fs::write(&file, fs::read_to_string(&file).unwrap() + overrides).unwrap();
        let (folder, config) = (Some(folder), Some(config));
        Story::begins_with(Beginning { folder, config, ..Beginning::default() })
    };
    open(&mut story); // one more and one less
    story.plays(
        "card place wang_xiuying
         wait 您现在可以办 10s
         tap 全部 33 项
         tap 家有老人
         tap 老年优待证
         tap 开始办
         expect 有电话能找到您吗？",
    );
}
