//! What can be filed next.

use std::sync::Arc;

use crate::domain::service_item::ServiceItem;

pub const GO_ON_QUESTION: &str = "接着办哪一件？";
pub const GO_ON_HINT: &str = "刚才填过的不用再填。每一件各有各的号码。";

/// On the button below what was just filed; nothing where nothing is left.
pub fn go_on(left: &[&Arc<ServiceItem>]) -> String {
    match left {
        [] => String::new(),
        [one] => format!("接着办：{}", one.short_name),
        more => format!("接着办 {} 件", more.len()),
    }
}
