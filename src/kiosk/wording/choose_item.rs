//! Lists of items: by event of life, by a word, all.

use std::sync::Arc;

use crate::domain::service_item::ServiceItem;

pub const CHOOSE_EVENT: &str = "您家里有什么事？";
pub const CHOOSE_EVENT_HINT: &str = "点一个，再选要办的";
pub const CHOOSE_ITEM: &str = "您想办什么事？";
pub const NOTHING_FOUND: &str = "没找到";
pub const FOUND_HINT: &str = "最像的排在前面";

pub fn found(count: usize) -> String {
    format!("找到 {count} 项")
}

/// What was written may be long; its beginning says which one is meant.
pub fn not_found(query: &str) -> String {
    const LONGEST: usize = 12;
    let mut shown: String = query.chars().take(LONGEST).collect();
    if query.chars().count() > LONGEST {
        shown.push('…');
    }
    format!("没找到“{shown}”。换个说法，或者问工作人员、打 12345。")
}

/// Under the name of an item that has ended.
pub fn ended_line(successor: Option<&Arc<ServiceItem>>) -> String {
    match successor {
        Some(next) => format!("停办，看“{}”", next.short_name),
        None => "停办".into(),
    }
}
