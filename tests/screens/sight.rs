//! Larger words and the black ground are two presses away on every screen, and go with the person who wanted them.

use crate::visitor::Visitor;

const TITLE: &str = "您现在可以办";

pub(crate) fn larger_words_and_a_black_ground_are_a_press_away(size: (u32, u32)) {
    let mut visitor = Visitor::at(size);
    visitor.plays(
        "card place wang_xiuying
        wait 您现在可以办 10s",
    );
    let (normal, paper) = (visitor.height_of(TITLE), visitor.corner());
    visitor.plays("tap 大字\nsee sight-box 字要多大？\ntap 最大\ntap 黑底白字\npicture sight-chosen\ntap 好了");
    assert!(visitor.height_of(TITLE) > 1.3 * normal);
    assert_eq!(visitor.corner(), [0; 3]);
    visitor.plays("tap 老人优待\ntap 开始办\ntap 知道了"); // the next screen looks the same
    assert_eq!(visitor.corner(), [0; 3]);
    visitor.plays(
        "tap 退出
        card lift
        card place liu_guangming
        wait 您现在可以办 10s",
    );
    assert_eq!((visitor.height_of(TITLE), visitor.corner()), (normal, paper), "the next person");
    visitor.leaves();
}

pub(crate) fn what_nobody_chose_comes_back_on_the_rest_screen(size: (u32, u32)) {
    let mut visitor = Visitor::at(size);
    visitor.plays("see rest-before 大家常办的事");
    let normal = visitor.height_of("大家常办的事");
    visitor.plays("tap 大字\ntap 大\ntap 好了");
    assert!(visitor.height_of("大家常办的事") > normal);
    visitor.plays("clock +61s\nexpect 您还在吗？\nclock +20s\nexpect 大家常办的事");
    assert_eq!(visitor.height_of("大家常办的事"), normal);
    visitor.leaves();
}
