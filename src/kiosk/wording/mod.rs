//! Every sentence of the kiosk with data in it: what happened, that nothing is lost, what to do now. A file for each screen.

mod choose_item;
mod form;
mod go_on;
mod guide;
mod messages;
mod my_cases;
mod rate;
mod read_card;
mod review;
pub mod slip;
mod submitted;
mod take_photo;
mod welcome;
mod write_text;

pub use choose_item::*;
pub use form::*;
pub use go_on::*;
pub use guide::*;
pub use messages::*;
pub use my_cases::*;
pub use rate::*;
pub use read_card::*;
pub use review::*;
pub use submitted::*;
pub use take_photo::*;
pub use welcome::*;
pub use write_text::*;

use jiff::civil::{Date, DateTime, Weekday};

use crate::kiosk::lunar;
use crate::kiosk::screens::Page;

pub fn time(now: DateTime) -> String {
    format!("{:02}:{:02}", now.hour(), now.minute())
}

pub fn date_with_weekday(day: Date) -> String {
    format!("{}月{}日 星期{}", day.month(), day.day(), weekday(day.weekday()))
}

pub fn long_date(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// Without words where the calendar is not known.
pub fn lunar_date(day: Date) -> String {
    lunar::month_and_day(day).map_or_else(String::new, |(month, day)| format!("农历{month}{day}"))
}

pub(super) fn short_date(day: Date) -> String {
    format!("{}月{}日", day.month(), day.day())
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "一",
        Weekday::Tuesday => "二",
        Weekday::Wednesday => "三",
        Weekday::Thursday => "四",
        Weekday::Friday => "五",
        Weekday::Saturday => "六",
        Weekday::Sunday => "日",
    }
}

/// Without words when everything fits on one page.
pub fn page(page: usize, count: usize) -> Page {
    let words =
        if count > 1 { format!("第 {} 页，共 {count} 页", page + 1) } else { String::new() };
    Page { words, first: page == 0, last: page + 1 >= count }
}

pub fn step(place: usize, total: usize) -> String {
    format!("第 {place} 题，共 {total} 题")
}

/// The catalogue writes half-width marks; a screen shows full ones.
pub fn full_width(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            ',' => '，',
            ';' => '；',
            ':' => '：',
            '(' => '（',
            ')' => '）',
            '?' => '？',
            other => other,
        })
        .collect()
}
