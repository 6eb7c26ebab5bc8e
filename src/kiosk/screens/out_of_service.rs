//! 16b: no new cases at this machine; what still works, and where to go.

use jiff::civil::Date;

use crate::kiosk::screens::{Page, Place};
use crate::kiosk::session::Setup;
use crate::kiosk::sight::TextSize;
use crate::kiosk::wording;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    PreviousPage,
    NextPage,
    Browse,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct State {
    pub place: Place,
}

/// What still works, and where to go: beside each other, or one after the other.
pub const fn pages(size: TextSize) -> usize {
    match size {
        TextSize::Normal => 1,
        TextSize::Large | TextSize::Largest => 2,
    }
}

#[derive(Clone, PartialEq)]
pub struct View {
    pub place: String,
    pub headline: String,
    pub reason: String,
    pub comfort: String,
    pub still: Vec<Advice>,
    pub urgent: Vec<Advice>,
    pub page: Page,
}

#[derive(Clone, PartialEq, Eq)]
pub struct Advice {
    pub icon: &'static str,
    pub words: String,
    pub line: String,
}

pub fn view(state: State, setup: &Setup, day: Date, size: TextSize) -> View {
    let page = wording::page(state.place.page(1), pages(size));
    let mut view = wording::out_of_service(&setup.point_name, setup.offered(day).len());
    if !page.first {
        view.still.clear();
    }
    if !page.last {
        view.urgent.clear();
    }
    View { page, ..view }
}
