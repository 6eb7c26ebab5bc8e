//! A plain list of every item that is offered, twelve to a page.

use jiff::civil::Date;

use super::{Page, tile::Tile};
use crate::kiosk::session::{Setup, Visit};
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
    pub page: usize,
}

#[derive(Clone, PartialEq)]
pub struct View {
    pub person: String,
    pub subtitle: String,
    pub tiles: Vec<Tile>,
    pub page: Page,
}

const TILES_ON_A_PAGE: usize = 12;

pub fn page_count(setup: &Setup, day: Date) -> usize {
    setup.offered(day).len().div_ceil(TILES_ON_A_PAGE)
}

pub fn view(state: State, setup: &Setup, visit: Option<&Visit>, day: Date) -> View {
    let offered = setup.offered(day);
    View {
        person: wording::person(visit),
        subtitle: wording::item_count(offered.len()),
        tiles: offered
            .iter()
            .skip(state.page * TILES_ON_A_PAGE)
            .take(TILES_ON_A_PAGE)
            .map(|item| Tile::of(item))
            .collect(),
        page: wording::page(state.page, page_count(setup, day)),
    }
}
