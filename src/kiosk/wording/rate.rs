//! 好差评.

use crate::domain::rating::{Level, Reason};
use crate::kiosk::screens::rate::Asks;

pub const RATING: &str = "好差评";
pub const RATING_NOTE: &str = "工作人员看不到是谁点的，也不影响您办事";

/// The sentence and the line under it.
pub fn rating(asks: &Asks) -> (&'static str, &'static str) {
    match asks {
        Asks::Level => ("今天办得顺心吗？", "点一个脸就行，不想点也可以"),
        Asks::Why { .. } => ("哪里没办好？", "可以点几个，不点也行，最后按“好了”"),
        Asks::Nothing { .. } => ("谢谢您", "您的评价收好了"),
    }
}

pub fn level(level: Level) -> &'static str {
    match level {
        Level::VerySatisfied => "非常满意",
        Level::Satisfied => "满意",
        Level::FairlySatisfied => "基本满意",
        Level::Dissatisfied => "不满意",
        Level::VeryDissatisfied => "非常不满意",
    }
}

pub fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::LongWait => "等太久",
        Reason::NotUnderstood => "没听懂",
        Reason::NotDone => "没办成",
    }
}
