//! One item that cannot be filed here and now: why, and what to do instead.

use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::service_item::ServiceItem;
use crate::kiosk::screens::{Page, Place};
use crate::kiosk::session::Visit;
use crate::kiosk::sight::TextSize;
use crate::kiosk::wording;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    PreviousPage,
    NextPage,
    Back,
    Leave,
}

pub struct State {
    pub item: Arc<ServiceItem>,
    pub why: Why,
    pub place: Place,
}

/// At the largest text size: why, then whom the item is for.
pub const fn pages(size: TextSize, item: &ServiceItem) -> usize {
    match size {
        TextSize::Normal | TextSize::Large => 1,
        TextSize::Largest => 1 + !item.scope.is_empty() as usize,
    }
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
        rule_code: String,
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
    /// Which of the two parts; both at once where there is room.
    pub shows_why: bool,
    pub shows_scope: bool,
    pub page: Page,
    /// The notice sends people to the staff: the next step is to call them.
    pub asks_staff: bool,
}

pub fn view(state: &State, visit: Option<&Visit>, size: TextSize) -> View {
    let pages = pages(size, &state.item);
    let page = wording::page(state.place.page(1).min(pages - 1), pages);
    let (headline, notice_icon, notice) = wording::item_page(&state.why);
    View {
        title: state.item.short_name.clone(),
        person: wording::person(visit),
        icon: state.item.icon.clone(),
        headline,
        scope: wording::full_width(&state.item.scope),
        notice_icon,
        notice,
        shows_why: page.first,
        shows_scope: page.last,
        page,
        asks_staff: match state.why {
            Why::ComingSoon | Why::Cannot { .. } | Why::CardExpired => true,
            Why::CardFirst | Why::Soon { .. } => false,
        },
    }
}
