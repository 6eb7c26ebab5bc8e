//! 03: items by event of life, by a word, or all of them; with a card and without.

use std::sync::Arc;

use jiff::civil::Date;
use zeroize::Zeroizing;

use super::write_text::Way;
use super::{Page, Place, tile::Tile};
use crate::domain::search::Index;
use crate::domain::service_item::{Category, ServiceItem};
use crate::kiosk::session::{Setup, Visit};
use crate::kiosk::sight::TextSize;
use crate::kiosk::wording;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    /// An event of life, by its id.
    OpenEvent(String),
    OpenItem(String),
    /// Opens the writing panel.
    Write(Way),
    /// Words that others often look for.
    LookFor(String),
    All,
    PreviousPage,
    NextPage,
    Back,
    Leave,
}

#[derive(Clone, Default, PartialEq, Eq)]
pub struct State {
    pub shows: Shows,
    pub place: Place,
}

/// Which of its lists.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Shows {
    #[default]
    Events,
    OfEvent(String),
    All,
    /// What a person wrote may be anything: it is overwritten when it is dropped.
    Results(Zeroizing<String>),
}

#[derive(Clone, PartialEq)]
pub struct View {
    pub title: String,
    pub person: String,
    pub subtitle: String,
    /// The field to write into is there.
    pub searches: bool,
    /// What was looked for; stands in the field.
    pub query: String,
    /// Events of life, on their page.
    pub events: Vec<Tile>,
    pub often: Vec<String>,
    pub tiles: Vec<Tile>,
    /// What to do when nothing was found.
    pub nothing: String,
    /// Names the button to the whole list; empty where it is shown.
    pub all_items: String,
    pub page: Page,
}

impl State {
    pub fn results(query: &str) -> Self {
        Self { shows: Shows::Results(Zeroizing::new(query.into())), place: Place::default() }
    }

    pub fn showing(shows: Shows) -> Self {
        Self { shows, place: Place::default() }
    }

    /// What was looked for; empty where nothing was.
    pub fn query(&self) -> &str {
        match &self.shows {
            Shows::Results(query) => query,
            Shows::Events | Shows::OfEvent(_) | Shows::All => "",
        }
    }

    /// How many are on a page: a field above takes the room of a row.
    pub fn on_a_page(&self, size: TextSize) -> usize {
        let above = matches!(self.shows, Shows::Events | Shows::Results(_));
        match (size, above) {
            (TextSize::Normal, false) => 12,
            (TextSize::Normal, true) => 9,
            (TextSize::Large, false) => 8,
            (TextSize::Large, true) => 6,
            (TextSize::Largest, false) => 4,
            (TextSize::Largest, true) => 3,
        }
    }

    /// All rows of the list, on whatever page.
    pub fn count(&self, setup: &Setup, index: &Index, day: Date) -> usize {
        match &self.shows {
            Shows::Events => setup.categories.len(),
            Shows::OfEvent(_) | Shows::All | Shows::Results(_) => {
                self.items(setup, index, day).len()
            }
        }
    }

    /// Is nothing found, whoever gives advice is offered.
    fn items<'a>(
        &self,
        setup: &'a Setup,
        index: &'a Index,
        day: Date,
    ) -> Vec<&'a Arc<ServiceItem>> {
        let offered = setup.offered(day);
        match &self.shows {
            Shows::Events => Vec::new(),
            Shows::All => offered,
            Shows::OfEvent(id) => {
                let mut items = offered;
                items.retain(|item| item.category == *id);
                items.sort_by_key(|item| (item.frequency, item.order));
                items
            }
            Shows::Results(query) => index.find(query, day),
        }
    }
}

pub fn view(
    state: &State,
    setup: &Setup,
    index: &Index,
    visit: Option<&Visit>,
    day: Date,
    size: TextSize,
) -> View {
    let items = state.items(setup, index, day);
    let on_a_page = state.on_a_page(size);
    let all = wording::all_items(setup.offered(day).len());
    let empty = View {
        title: wording::CHOOSE_EVENT.into(),
        person: wording::person(visit),
        subtitle: String::new(),
        searches: false,
        query: String::new(),
        events: Vec::new(),
        often: Vec::new(),
        tiles: Vec::new(),
        nothing: String::new(),
        all_items: String::new(),
        page: Page::default(),
    };
    let tile = |item: &Arc<ServiceItem>| tile(item, setup, day);
    match &state.shows {
        Shows::Events => {
            let (shown, page) = state.place.cut(&setup.categories, on_a_page);
            let often = match size {
                TextSize::Normal | TextSize::Large => setup.often.clone(),
                TextSize::Largest => Vec::new(),
            };
            View {
                subtitle: wording::CHOOSE_EVENT_HINT.into(),
                searches: true,
                events: shown.into_iter().map(event_tile).collect(),
                often,
                all_items: all,
                page,
                ..empty
            }
        }
        Shows::OfEvent(id) => {
            let event = setup.categories.iter().find(|one| one.id == *id);
            let subtitle = wording::item_count(items.len());
            let (shown, page) = state.place.cut(items, on_a_page);
            View {
                title: event.map(|one| one.say.clone()).unwrap_or_default(),
                subtitle,
                tiles: shown.into_iter().map(tile).collect(),
                all_items: all,
                page,
                ..empty
            }
        }
        Shows::All => {
            let subtitle = wording::item_count(items.len());
            let (shown, page) = state.place.cut(items, on_a_page);
            View {
                title: wording::CHOOSE_ITEM.into(),
                subtitle,
                tiles: shown.into_iter().map(tile).collect(),
                page,
                ..empty
            }
        }
        Shows::Results(query) if items.is_empty() => View {
            title: wording::NOTHING_FOUND.into(),
            searches: true,
            query: String::clone(query),
            nothing: wording::not_found(query),
            tiles: setup.adviser(day).into_iter().map(tile).collect(),
            all_items: all,
            page: wording::page(0, 1),
            ..empty
        },
        Shows::Results(query) => {
            let title = wording::found(items.len());
            let (shown, page) = state.place.cut(items, on_a_page);
            View {
                title,
                subtitle: wording::FOUND_HINT.into(),
                searches: true,
                query: String::clone(query),
                tiles: shown.into_iter().map(tile).collect(),
                all_items: all,
                page,
                ..empty
            }
        }
    }
}

fn event_tile(event: &Category) -> Tile {
    Tile {
        id: event.id.clone(),
        name: event.say.clone(),
        line: event.note.clone(),
        icon: event.icon.clone(),
    }
}

/// What has ended says so, and what there is instead.
fn tile(item: &Arc<ServiceItem>, setup: &Setup, day: Date) -> Tile {
    if item.offered_on(day) {
        return Tile::of(item);
    }
    Tile::with_line(item, &wording::ended_line(setup.successor(item)))
}
