//! 好差评: optional, once for a case, without a line and through a power cut.

use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::support::{Story, fills_the_allowance};

fn ratings(story: &Story) -> Vec<Json> {
    let list = story.player.village.officer(&["ratings", "--json"]).unwrap();
    serde_json::from_str(&list).unwrap()
}

/// Sending needs its time; nothing is said on the screen of it.
fn arrive(story: &Story, count: usize) -> Vec<Json> {
    for _ in 0..150 {
        let found = ratings(story);
        if found.len() >= count {
            assert_eq!(found.len(), count);
            return found;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    panic!("{count} ratings did not come");
}

fn hands_in(story: &mut Story) {
    story.plays("card place wang_xiuying");
    story.plays(&fills_the_allowance());
    story.plays("tap 交上去\nwait 回执打好了 20s\ntap 好了\nexpect 今天办得顺心吗？");
}

#[test]
fn a_press_is_enough_and_the_city_hall_does_not_see_whose_it_is() {
    let mut story = Story::begins();
    hands_in(&mut story);
    story.plays("tap 满意\nexpect 谢谢您\nwait 请把身份证 10s\nheld-not 王");
    let rated = arrive(&story, 1);
    assert_eq!(
        rated[0],
        json!({
            "point": "430182119206",
            "item": "advanced_age_allowance",
            "day": rated[0]["day"],
            "level": "satisfied",
            "reasons": [],
        })
    );
}

#[test]
fn whoever_is_not_content_says_why_without_a_line_and_it_survives_a_power_cut() {
    let mut story = Story::begins();
    story.plays("wait 网络正常 20s\nnetwork down");
    hands_in(&mut story);
    story.plays(
        "tap 不满意
         expect 哪里没办好？
         tap 没办成
         tap 等太久
         tap 好了
         expect 谢谢您
         wait 请把身份证 10s
         restart
         expect 请把身份证
         wait 1 件存在这台机器里 20s",
    );
    assert_eq!(ratings(&story), Vec::<Json>::new());
    story.plays("network up\nclock +20m\nwait 申请都已送到市民之家 30s\ncity-hall holds 1");
    let rated = arrive(&story, 1);
    assert_eq!(rated[0]["level"], "dissatisfied");
    assert_eq!(rated[0]["reasons"], json!(["long_wait", "not_done"]));
    // told once more after another cut, it is one
    story.plays("restart\nexpect 请把身份证\nclock +20m\nwait 申请都已送到市民之家 30s");
    assert_eq!(ratings(&story), rated);
}

/// A cut at the page of reasons, a walk away, and a press on 不评了.
#[test]
fn nothing_is_sent_of_a_rating_that_was_not_finished() {
    for leaves in ["restart", "clock +81s", "tap 不评了，回首页"] {
        let mut story = Story::begins();
        hands_in(&mut story);
        story.plays("wait 今天办得顺心吗？ 5s\ntap 非常不满意\nexpect 哪里没办好？\ntap 没听懂");
        story.plays(leaves);
        story.plays("expect 请把身份证\nwait 申请都已送到市民之家 30s\ncity-hall holds 1");
        assert_eq!(ratings(&story), Vec::<Json>::new(), "{leaves}");
    }
}
