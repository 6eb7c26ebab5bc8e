//! 读给我听: what is said, when, and when not.

use std::{fs, os::unix::fs::symlink, path::Path};

use crate::support::{Beginning, Story, shipped_config};

#[test]
fn an_old_lady_has_the_form_read_to_her() {
    let mut story = speaking_at_any_hour();
    story.plays(
        "card place wang_xiuying
        hear screen.read_card
        wait 您现在可以办 10s
        tap 去办
        expect 有电话能找到您吗？
        tap 读给我听
        hear ask.applicant.phone_owner
        hear say.applicant.phone_owner.none
        hear screen.fill_form_next
        tap 没有电话，到村里问
        hear say.applicant.phone_owner.none
        tap 下一步
        hear ask.applicant.lives_elsewhere
        tap 下一步
        hear message.choose_one
        hear message.fill_first",
    );
}

/// Her old card names no village of today. This point's own township and village come first.
#[test]
fn who_cannot_read_hears_the_townships_then_the_villages_then_the_one_that_was_pressed() {
    let mut story = speaking_at_any_hour();
    story.plays(
        "card place hundred
        wait 您现在可以办 10s
        tap 去办
        expect 您住在哪个村（社区）？
        tap 读给我听
        hear ask.applicant.village_code
        hear question.place
        hear ordinal.1
        hear place.430182119
        tap 大成桥镇
        hear place.430182119
        hear question.village
        hear ordinal.1
        hear place.430182119206
        tap 二泉村
        hear place.430182119206
        hear screen.fill_form_next
        tap 下一步
        hear ask.applicant.phone_owner",
    );
}

#[test]
fn who_has_heard_enough_hears_no_more_and_the_next_person_starts_in_silence() {
    let mut story = speaking_at_any_hour();
    story.plays(
        "tap 读给我听
        hear screen.welcome
        hear screen.welcome_here
        hear place.430182119
        hear place.430182119206
        hear part.point
        wait 再听一遍 10s
        card place liu_guangming
        hear screen.read_card
        hear screen.read_card_cases
        wait 您现在可以办 10s
        tap 退出
        wait 读给我听 10s",
    );
    let said = story.said();
    story.plays("card lift\ntap 没带身份证\nexpect 您家里有什么事？");
    assert_eq!(story.said(), said, "nobody has asked for it");
}

/// Within the idle time the card is that of whoever pressed the button; later it is another person's.
#[test]
fn who_listens_at_the_rest_screen_and_walks_off_does_not_make_the_next_person_listen() {
    let mut story = speaking_at_any_hour();
    story.plays(
        "tap 读给我听
        hear part.point
        wait 再听一遍 10s
        clock +81s
        wait 读给我听 10s",
    );
    let before = story.said().len();
    story.plays(
        "card place liu_guangming
        hear screen.read_card_touch
        wait 您现在可以办 10s
        tap 老人优待
        expect 开始办",
    );
    let greeting = ["screen.read_card", "screen.read_card_touch"];
    assert_eq!(story.said()[before..], greeting, "nothing more was asked for");
}

#[test]
fn the_number_is_read_digit_by_digit_and_what_became_of_the_slip_comes_behind_it() {
    let mut story = speaking_at_any_hour();
    story.plays(
        "card place liu_guangming
        wait 您现在可以办 10s
        tap 老人优待
        tap 开始办
        tap 知道了",
    );
    story.plays(crate::answers::ABOUT_HERSELF);
    story.plays(
        "expect 公交爱心卡
        tap 不要
        tap 下一步
        tap 没有
        tap 下一步
        sign
        tap 签好了
        tap 读给我听
        hear screen.review
        hear screen.review_next_page
        tap 下一页
        tap 交上去
        hear screen.submitted_number
        hear pair.21
        hear pair.04
        hear screen.submitted_again
        hear pair.21
        hear screen.submitted_printed
        tap 好了
        tap 不评了，回首页
        hear screen.goodbye",
    );
}

#[test]
fn in_the_silent_hours_only_a_press_makes_it_speak() {
    let mut story = silent("00:01", "00:00"); // all day but a minute
    story.plays(
        "card place wang_xiuying
        wait 您现在可以办 10s",
    );
    assert_eq!(story.said(), Vec::<String>::new());
    story.plays("tap 读给我听\nhear screen.read_card\nhear reason.your_age");
    let said = story.said();
    story.plays("tap 我办过的事\nexpect 还没有办过事");
    assert_eq!(story.said(), said);
}

#[test]
fn louder_quieter_and_slower_say_so() {
    let mut story = speaking_at_any_hour();
    story.plays(
        "tap 大字
        tap 大声一点
        hear sound.louder
        tap 大声一点
        hear sound.loudest
        tap 小声一点
        hear sound.quieter
        tap 说慢一点
        hear sound.slow
        expect 说快一点
        tap 好了",
    );
}

#[test]
fn without_a_loudspeaker_it_is_silent_and_the_staff_is_told() {
    let mut story = speaking_at_any_hour();
    story.plays(
        "wait 读给我听 10s
        loudspeaker out
        restart
        wait 喇叭没接好 20s
        expect-not 读给我听
        card place wang_xiuying
        wait 您现在可以办 10s
        expect-not 读给我听
        tap 退出
        card lift
        loudspeaker in
        card place liu_guangming
        wait 读给我听 20s",
    );
}

/// Nothing is said at night, so nothing else would tell.
#[test]
fn a_loudspeaker_that_comes_back_at_night_is_found_when_a_card_is_laid() {
    let mut story = silent("00:01", "00:00"); // all day but a minute
    story.plays(
        "loudspeaker out
        restart
        wait 喇叭没接好 20s
        loudspeaker in
        card place wang_xiuying
        wait 您现在可以办 10s
        wait 读给我听 20s",
    );
    assert_eq!(story.said(), Vec::<String>::new());
}

#[test]
fn what_cannot_be_heard_has_not_started() {
    let mut story = speaking_at_any_hour();
    story.plays(
        "loudspeaker out
        restart
        wait 喇叭没接好 20s
        card place wang_xiuying
        wait 您现在可以办 10s",
    );
    let hear = story.player.play("hear screen.read_card");
    assert!(hear.is_err(), "it was said and could not be heard");
    assert!(story.said().contains(&"screen.read_card".into()));
}

#[test]
fn a_sound_card_that_goes_away_while_it_speaks_changes_nothing_else() {
    let mut story = speaking_at_any_hour();
    story.plays(
        "card place wang_xiuying
        wait 您现在可以办 10s
        tap 读给我听
        hear reason.your_age
        loudspeaker out
        tap 去办
        expect 有电话能找到您吗？
        tap 没有电话，到村里问
        tap 下一步
        expect 和身份证上不一样吗？
        tap 退出
        wait 喇叭没接好 20s",
    );
}

fn speaking_at_any_hour() -> Story {
    silent("", "")
}

/// With the shipped configuration, but silent hours of its own.
fn silent(from: &str, until: &str) -> Story {
    let shipped = shipped_config();
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config");
    let voices = config.join("voices");
    fs::create_dir_all(&voices).unwrap();
    link_all(&shipped, &config, "voices");
    link_all(&shipped.join("voices"), &voices, "settings.toml");
    let settings = format!(
        "dialect = \"putonghua\"\nspeed = \"normal\"\nvolume = \"normal\"\n\
         silent_from = \"{from}\"\nsilent_until = \"{until}\"\n"
    );
    fs::write(voices.join("settings.toml"), settings).unwrap();
    Story::begins_with(Beginning {
        config: Some(config),
        folder: Some(folder),
        ..Beginning::default()
    })
}

fn link_all(from: &Path, to: &Path, but: &str) {
    for entry in fs::read_dir(from).unwrap() {
        let name = entry.unwrap().file_name();
        if name != but {
            symlink(from.join(&name), to.join(&name)).unwrap();
        }
    }
}

#[test]
fn who_never_listened_hears_the_box_that_needs_an_answer_and_makes_it_larger() {
    let mut story = speaking_at_any_hour();
    story.plays(
        "card place wang_xiuying
         wait 您现在可以办 10s
         tap 去办
         tap 下一步
         expect 请先点一个
         tap 读给我听
         hear message.choose_one
         tap 大字
         expect 字要多大？
         expect-not 请先点一个
         tap 最大
         tap 好了
         expect-not 字要多大？
         expect 请先点一个
         tap 知道了
         tap 大字
         expect 字要多大？
         card place liu_guangming
         expect 请先让上一位办完
         expect-not 字要多大？",
    );
}
