//! Asking for a person (叫人): seen at the point and, with a line, at the city hall; never a dead end, nothing lost.

use serde_json::Value as Json;

use crate::support::{Beginning, Story, signs_again};

/// What an officer sees: calls that nobody has answered.
fn open_calls(story: &Story) -> Vec<Json> {
    let list = story.player.village.officer(&["calls", "--json"]).unwrap();
    serde_json::from_str(&list).unwrap()
}

#[test]
fn an_elder_on_the_form_calls_and_goes_on_where_she_was() {
    let mut story = Story::begins();
    story.plays(
        "card place wang_xiuying
         tap 去办
         tap 我自己的电话
         tap 下一步
         type 电话号码是多少？ 138
         tap 叫人
         expect 请工作人员来一下
         wait 已经告诉市民之家 20s
         expect 12345
         expect 您填的都还在
         expect-not 王
         expect-not 138",
    );

    let calls = open_calls(&story);
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0]["screen"], "fill_form");
    let place = calls[0]["point_name"].as_str().unwrap();
    story.plays(&format!("expect {place}"));
    for personal in ["王", "秀英", "0005", "138"] {
        // an id and a clock may hold any digits
        let told = ["point", "point_name", "device", "screen"].map(|key| calls[0][key].to_string());
        assert!(!told.concat().contains(personal), "{personal}: {told:?}");
    }
    assert_eq!(calls[0].as_object().unwrap().len(), 7, "nothing else is told: {}", calls[0]);
    let table = story.player.village.officer(&["calls"]).unwrap();
    assert!(table.contains(place) && table.contains("填表"), "{table}");

    let id = calls[0]["id"].as_str().unwrap();
    story.player.village.officer(&["answer-call", id]).unwrap();
    assert_eq!(open_calls(&story), Vec::<Json>::new());
    story.plays(
        "tap 不用了，继续办
         expect 电话号码是多少？
         expect 还差 8 位
         type 电话号码是多少？ 00000001
         tap 下一步
         expect 和身份证上不一样吗？
         expect-not 请工作人员来一下",
    );
}

#[test]
fn without_a_line_the_notice_says_whom_to_ask_and_tells_the_city_hall_when_it_can() {
    let mut story = Story::begins();
    story.plays(
        "network down
         tap 叫人
         wait 没有网络，请看看旁边有没有工作人员 20s
         expect 请工作人员来一下
         expect 12345",
    );
    assert_eq!(open_calls(&story), Vec::<Json>::new());

    story.plays("network up\nclock +10s\nwait 已经告诉市民之家 30s\nexpect 12345");

    let calls = open_calls(&story);
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0]["screen"], "welcome");
}

#[test]
fn two_presses_of_a_trembling_hand_call_once() {
    let mut story = Story::begins();
    story.plays("card place wang_xiuying\nexpect 您好");

    story.player.double_tap("叫人").unwrap();

    story.plays("wait 已经告诉市民之家 20s\nexpect 请工作人员来一下");
    assert_eq!(open_calls(&story).len(), 1);
}

#[test]
fn a_call_whose_notice_was_closed_is_not_told_later() {
    let mut story = Story::begins();
    story.plays(
        "network down
         tap 叫人
         wait 没有网络，请看看旁边有没有工作人员 20s
         tap 不用了，继续办
         expect 请把身份证
         network up
         clock +10s
         wait 网络正常 30s
         clock +10s",
    );

    // the next call arrives alone
    story.plays("tap 没带身份证\ntap 叫人\nwait 已经告诉市民之家 20s");
    let calls = open_calls(&story);
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0]["screen"], "choose_item");
}

#[test]
fn a_power_cut_takes_the_notice_away_and_leaves_no_half_call() {
    let mut story = Story::begins();
    story.plays(
        "network down
         card place wang_xiuying
         tap 去办
         tap 叫人
         wait 没有网络，请看看旁边有没有工作人员 20s
         restart
         expect 请把身份证
         expect-not 请工作人员来一下
         network up
         clock +20s
         wait 网络正常 30s
         clock +10s
         tap 叫人
         wait 已经告诉市民之家 20s
         restart
         expect 请把身份证
         expect-not 请工作人员来一下",
    );
    let calls = open_calls(&story);
    assert_eq!(calls.len(), 1, "of the two notices the city hall was told one: {calls:?}");
    assert_eq!(calls[0]["screen"], "welcome");
}

#[test]
fn whoever_walks_away_from_the_notice_is_forgotten_and_the_notice_stands_on() {
    let mut story = Story::begins();

    story.plays(
        "card place wang_xiuying
         tap 去办
         tap 我自己的电话
         tap 叫人
         clock +61s
         expect 您还在吗？
         tap 我还在
         expect 请工作人员来一下
         clock +61s
         clock +20s
         expect-not 您还在吗？
         expect 请工作人员来一下
         expect-not 您填的都还在
         held-not 王
         held-not 0005
         clock +8m
         expect-not 请工作人员来一下
         expect 请把身份证",
    );
}

#[test]
fn a_notice_that_was_left_standing_keeps_nobody_out() {
    let mut story = Story::begins();

    story.plays(
        "tap 叫人
         expect 请工作人员来一下
         card place wang_xiuying
         expect 王*英，您好
         expect-not 请工作人员来一下",
    );
}

#[test]
fn where_a_sentence_sends_to_the_staff_a_button_calls_them_and_the_signature_stays() {
    let mut story = Story::begins();
    story.plays(&signs_again());

    story.plays(
        "tap 不会写字
         expect 不会写字没关系
         tap 叫人
         expect 请工作人员来一下
         expect-not 王
         tap 不用了，继续办
         expect-not 不会写字没关系
         tap 签好了
         expect 都对吗？对了就交上去",
    );
}

#[test]
fn a_machine_that_takes_no_applications_still_calls() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("state")).unwrap();
    std::fs::write(folder.path().join("state/jiujin.db"), "not readable without its key").unwrap();
    let mut story = Story::begins_with(Beginning { folder: Some(folder), ..Beginning::default() });

    story.plays(
        "expect 这台机器今天不能收新申请
         tap 叫人
         wait 已经告诉市民之家 20s
         tap 不用了，继续办
         expect 这台机器今天不能收新申请",
    );

    assert_eq!(open_calls(&story)[0]["screen"], "out_of_service");
}

/// A keyboard that somebody plugged in, or keys held down while a box asks.
#[test]
fn no_key_reaches_what_a_box_covers() {
    let mut story = Story::begins();
    story.plays(
        "card place wang_xiuying
         tap 去办
         tap 我自己的电话
         tap 下一步
         type 电话号码是多少？ 13800000001
         tap 下一步
         tap 不一样，住在别处
         tap 下一步
         tap 不在宁乡
         tap 点这里写
         key 号附一号
         expect 号附一号
         tap 清空
         expect 全部清掉吗？
         key 井边
         tap 不清
         expect-not 井边
         tap 叫人
         expect 请工作人员来一下
         key 井边
         tap 不用了，继续办
         expect-not 井边
         clock +61s
         expect 您还在吗？
         key 井
         expect-not 井边
         expect 号附一号
         key 老屋
         expect 老屋",
    );
}
