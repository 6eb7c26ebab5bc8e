//! A plain list of every item that is offered, a page at a time.

use jiff::civil::Date;

use super::{Page, Place, tile::Tile};
use crate::kiosk::session::{Setup, Visit};
use crate::kiosk::sight::TextSize;
use crate::kiosk::wording;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    OpenItem(String),
    PreviousPage,
    NextPage,
    Back,
    Leave,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct State {
    pub place: Place,
}

#[derive(Clone, PartialEq)]
pub struct View {
    pub person: String,
    pub subtitle: String,
    pub tiles: Vec<Tile>,
    pub page: Page,
}

pub const fn tiles_on_a_page(size: TextSize) -> usize {
    match size {
        TextSize::Normal => 12,
        TextSize::Large => 8,
        TextSize::Largest => 4,
    }
}

pub fn view(state: State, setup: &Setup, visit: Option<&Visit>, day: Date, size: TextSize) -> View {
    let offered = setup.offered(day);
    let subtitle = wording::item_count(offered.len());
    let (shown, page) = state.place.cut(offered, tiles_on_a_page(size));
    View {
        person: wording::person(visit),
        subtitle,
        tiles: shown.into_iter().map(|item| Tile::of(item)).collect(),
        page,
    }
}
