//! One item that cannot be filed here and now: why, and what to do instead.

use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::service_item::ServiceItem;
use crate::kiosk::session::Visit;
use crate::kiosk::wording;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    Back,
    Leave,
}

pub struct State {
    pub item: Arc<ServiceItem>,
    pub why: Why,
}

/// Why the form does not open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The item can be filed here, with the card on the reader.
    CardFirst,
    /// This kiosk does not file this item yet.
    ComingSoon,
    Soon {
        months: u32,
        first_day: Date,
    },
    Cannot {
        reason: String,
    },
    /// Filing goes by the staff: the card has expired.
    CardExpired,
}

#[derive(Clone, PartialEq)]
pub struct View {
    pub title: String,
    pub person: String,
    pub icon: String,
    pub headline: String,
    pub scope: String,
    pub notice_icon: &'static str,
    pub notice: (String, String),
}

pub fn view(state: &State, visit: Option<&Visit>) -> View {
    let (headline, notice_icon, notice) = wording::item_page(&state.why);
    View {
        title: state.item.short_name.clone(),
        person: wording::person(visit),
        icon: state.item.icon.clone(),
        headline,
        scope: wording::full_width(&state.item.scope),
        notice_icon,
        notice,
    }
}
