//! The notice of somebody who asks for a person (叫人): lies over the screen, which stays as it is.

use std::time::Duration;

use crate::kiosk::wording;
use crate::sync::CallNews;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// 不用了，继续办
    Close,
}

/// A call that stands: 不用了 or [`crate::domain::call::LONGEST`] ends it, a card only takes its notice away.
pub struct State {
    /// The notice lies over the screen.
    pub in_sight: bool,
    /// Counts from the start of the kiosk; news of an earlier call is not taken for this one.
    pub number: u64,
    /// Since the start of the program.
    pub since: Duration,
    /// Nothing while the city hall has not been reached yet.
    pub news: Option<CallNews>,
}

/// What is to be read from across the room.
#[derive(Clone, PartialEq, Eq)]
pub struct View {
    pub place: String,
    pub icon: &'static str,
    pub first: String,
    pub second: String,
    /// What had been filled in is still there; empty where there was nothing.
    pub comfort: &'static str,
}

pub fn view(state: &State, place: &str, form_is_open: bool) -> View {
    let (icon, first, second) = wording::call_news(state.news);
    View {
        place: place.into(),
        icon,
        first: first.into(),
        second: second.into(),
        comfort: if form_is_open { wording::FORM_IS_KEPT } else { "" },
    }
}
