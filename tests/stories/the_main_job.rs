//! Card → 高龄津贴 → slip → no network → second person → power cut → network: two applications, two slips.

use crate::answers::ABOUT_HERSELF;
use crate::support::{Beginning, Story, fills_the_allowance};

#[test]
fn two_people_hand_in_through_an_outage_and_a_power_cut_and_both_arrive_once() {
    let mut story = Story::begins();

    story.plays(include_str!("../../packaging/demo.story"));

    let applications = story.applications();
    assert_eq!(applications.len(), 2);
    assert_eq!(story.player.village.slips().len(), 2);
    let items: Vec<&str> = applications.iter().map(|one| one["item"].as_str().unwrap()).collect();
    assert_eq!(items, ["advanced_age_allowance", "elder_benefit_by_id"]);
}

#[test]
fn an_accepted_case_shows_its_acceptance_number_under_the_card() {
    let mut story = Story::begins();
    story.plays("card place wang_xiuying");
    story.plays(&fills_the_allowance());
    story.plays(
        "tap 交上去
         wait 已经送到市民之家 20s
         wait 回执打好了 20s
         city-hall accepts 1
         wait 市里开始办了 30s
         tap 好了
         tap 不评了，回首页
         card lift
         wait 请把身份证 5s",
    );

    // the reader only takes a card that has been lifted
    story.plays(
        "card place wang_xiuying
         expect 王*英，您好
         tap 我办过的事
         expect 已受理，市里开始办了",
    );

    let number = story.applications()[0]["acceptance_number"].as_str().unwrap().to_owned();
    assert!(number.starts_with("430182"), "{number}");
    story.plays(&format!("expect 受理编号 {number}"));
}

#[test]
fn before_march_2022_the_elders_card_is_filed_with_its_way_of_delivery() {
    let on = Some(jiff::civil::date(2021, 6, 1));
    let mut story = Story::begins_with(Beginning { on, ..Beginning::default() });

    story.plays(
        "card place wang_xiuying
         expect 女，78 岁
         expect-not 老人优待
         tap 老年优待证
         tap 开始办",
    );
    story.plays(ABOUT_HERSELF);
    story.plays("tap 住在自己家\ntap 下一步");
    let ways = story.look().labels();
    let way = ways.split(" · ").find(|label| label.contains("家")).unwrap().to_owned();
    story.plays(&format!("tap {way}\ntap 下一步\nexpect 没有就不填\ntap 下一步\ntap 下一步\ntap 先收下，后面补\nexpect 2021年6月1日\nsign\ntap 签好了"));
    while story.look().touchable("下一页").is_ok() {
        story.plays("tap 下一页");
    }
    story.plays(
        "tap 交上去
         expect 收好了，您可以放心
         expect 2104 0601 001
         wait 回执打好了 20s
         slips 1",
    );

    let slip = story.player.village.slips()[0].text.clone();
    assert!(slip.contains("2021年6月1日"), "{slip}");
    assert!(slip.contains("照片"), "the photo goes to the window: {slip}");
}

#[test]
fn the_elders_card_is_not_offered_from_march_2022_on() {
    let on = Some(jiff::civil::date(2022, 3, 1));
    let mut story = Story::begins_with(Beginning { on, ..Beginning::default() });

    story.plays(
        "card place wang_xiuying
         expect 女，78 岁
         expect 老人优待
         expect-not 老年优待证",
    );
}
