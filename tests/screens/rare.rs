//! Rare names on the glass: each character has ink of its own, and what no font draws is marked and said.

use std::collections::HashMap;

use crate::{answers::ABOUT_HERSELF, visitor::Visitor};

/// A box for a missing character would look the same for each of them, and the blank is there to be different from.
#[test]
fn rare_characters_are_drawn_and_look_different_from_each_other() {
    let mut visitor = Visitor::at((1280, 800));
    let mut pictures = HashMap::new();
    // the kiosk's own font; then HanaMinA; then HanaMinB alone
    let characters = ['\u{3000}', '䶮', '𬭶', '𪚥', '\u{2A703}', '\u{20001}', '\u{2EBE0}'];
    // the reader tells cards apart by their numbers
    for (character, number) in characters.into_iter().zip(NUMBERS.into_iter().cycle()) {
        visitor.places_card_of(&format!("王某{character}"), number);
        let pixels = visitor.pixels_of(&format!("王*{character}，您好"));
        if let Some(other) = pictures.insert(pixels, character) {
            panic!("{character:?} looks as {other:?}");
        }
        visitor.plays("tap 退出");
    }
}

pub(crate) fn a_character_that_no_font_draws_is_marked_and_said(size: (u32, u32)) {
    let mut visitor = Visitor::at(size);
    visitor.places_card_of("孙某\u{E81E}", NUMBERS[0]);
    visitor.plays(
        "see message-not-drawn 有 1 个字显示不出来
        tap 知道了
        see card-with-a-mark 孙*〓，您好",
    );
    fills_the_benefit(&mut visitor);
    visitor.plays(
        "see sign-with-a-mark 签名：孙某〓
        sign
        tap 签好了
        see review-with-a-mark 都对吗？
        expect 孙*〓
        tap 下一页
        tap 交上去
        wait 回执打好了 20s
        see submitted-with-a-mark 孙*〓",
    );
    let slips = visitor.player.village.slips();
    let said = "孙*〓  4301**********0008\n（1 个字打不出来，原样存好了）";
    assert!(slips[0].text.contains(said), "{}", slips[0].text);
    visitor.leaves();
}

pub(crate) fn a_long_name_with_a_middle_dot_fits_everywhere(size: (u32, u32)) {
    let mut visitor = Visitor::at(size);
    visitor.places_card_of("阿卜杜热合曼·买买提吐尔逊江", NUMBERS[0]); // a card has room for 15
    visitor.plays("see card-long-name 阿***·***江，您好");
    fills_the_benefit(&mut visitor);
    visitor.plays(
        "see sign-long-name 签名：阿卜杜热合曼·买买提吐尔逊江
        sign
        tap 签好了
        see review-long-name 都对吗？
        tap 下一页
        see review-long-name-2 第 2 页
        tap 交上去
        wait 回执打好了 20s
        see submitted-long-name 阿***·***江",
    );
    let slips = visitor.player.village.slips();
    assert!(slips[0].text.contains("阿***·***江  4301**********0008"), "{}", slips[0].text);
    visitor.leaves();
}

/// Of two women of cards.json, over 65.
const NUMBERS: [&str; 2] = ["430124195507070008", "430124194303120005"];

fn fills_the_benefit(visitor: &mut Visitor) {
    visitor.plays("tap 老人优待\ntap 开始办\ntap 知道了");
    visitor.plays(ABOUT_HERSELF);
    visitor.plays(
        "expect 公交爱心卡
        tap 不要
        tap 下一步
        tap 没有
        tap 下一步",
    );
}
