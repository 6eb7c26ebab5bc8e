//! 02: what the card says this person can do today, soon, or not.

use std::sync::Arc;

use jiff::civil::Date;

use super::tile::Tile;
use crate::domain::eligibility::{Standing, fitting_tier};
use crate::domain::id_card::IdCard;
use crate::domain::service_item::ServiceItem;
use crate::domain::stage::Stage;
use crate::kiosk::screens::{Page, Place};
use crate::kiosk::session::{Setup, Visit};
use crate::kiosk::sight::TextSize;
use crate::kiosk::wording;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    PreviousPage,
    NextPage,
    /// The guide of an item.
    OpenItem(String),
    /// 去办: straight to its form.
    StartItem(String),
    MyCases,
    AllItems,
    Leave,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct State {
    pub place: Place,
}

#[derive(Clone, PartialEq)]
pub struct View {
    pub greeting: String,
    pub about: String,
    pub notice: Option<(String, String)>,
    /// Of the part that is shown.
    pub title: &'static str,
    /// How many, or which page of how many.
    pub count: String,
    pub page: Page,
    pub lead: Option<Tile>,
    pub tiles: Vec<Tile>,
    pub soon: Vec<Soon>,
    pub cannot: Vec<(String, String)>,
    pub cannot_line: String,
    pub cases_chip: String,
    pub all_items: String,
}

#[derive(Clone, PartialEq, Eq)]
pub struct Soon {
    pub name: String,
    pub icon: String,
    pub chip: String,
    pub line: String,
}

/// How many pages the screen has at a text size.
pub fn page_count(setup: &Setup, visit: &Visit, day: Date, size: TextSize) -> usize {
    split(whole(setup, visit, day, size), size).len()
}

pub fn view(state: State, setup: &Setup, visit: &Visit, day: Date, size: TextSize) -> View {
    let mut parts = split(whole(setup, visit, day, size), size);
    let (last, number) = (parts.len() - 1, state.place.page(1));
    let mut view = parts.swap_remove(number.min(last));
    view.page = wording::page(number.min(last), last + 1);
    if !view.page.words.is_empty() {
        view.count.clone_from(&view.page.words);
    }
    view
}

/// Everything at once, as it fits where words are of normal size.
fn whole(setup: &Setup, visit: &Visit, day: Date, size: TextSize) -> View {
    let card = visit.card.as_ref();
    let mut can: Vec<(&ServiceItem, bool)> = Vec::new();
    let mut soon: Vec<(&ServiceItem, u32, Date)> = Vec::new();
    let mut cannot: Vec<(String, String)> = Vec::new();
    for (item, standing) in &visit.standings {
        match standing {
            Standing::CanFile { doubt } => can.push((item, *doubt)),
            Standing::Soon { months, first_day } => soon.push((item, *months, *first_day)),
            Standing::Cannot { message, rule_code } => {
                let age = card.age_on(day);
                let reason = wording::cannot_reason(item, rule_code, message, age);
                cannot.push((item.short_name.clone(), reason));
            }
        }
    }
    let count = wording::can_file_count(can.len(), card, day);
    let lead = can
        .first()
        .filter(|(item, _)| setup.can_be_filed(item) && !card.expired_on(day))
        .and_then(|(item, _)| Some((*item, fitting_tier(item, card, day)?)))
        .map(|(item, tier)| Tile::with_line(item, &wording::money_line(card, tier, day)));
    let tiles = can
        .iter()
        .skip(usize::from(lead.is_some()))
        .take(6)
        .map(|(item, doubt)| Tile::with_line(item, wording::tile_line(item, *doubt)))
        .collect();
    View {
        greeting: wording::greeting(card),
        about: wording::about(card, day, size == TextSize::Normal),
        notice: wording::validity_notice(card, day),
        title: wording::can_file_title(card, day),
        count,
        page: Page::default(),
        lead,
        tiles,
        cannot_line: wording::cannot_line(&cannot),
        cannot,
        soon: soon_rows(&soon),
        cases_chip: wording::cases_chip(count_corrections(visit), visit.notices.len()),
        all_items: wording::all_items(setup.offered(day).len()),
    }
}

/// What gives way when the words grow: first what comes soon and what cannot be, then tiles, to pages of their own.
fn split(mut whole: View, size: TextSize) -> Vec<View> {
    let crowded = whole.notice.is_some();
    let (first, later, reasons) = match size {
        TextSize::Normal => {
            // beside what comes soon there is room for one reason, else for one line
            let shown = usize::from(!whole.soon.is_empty());
            whole.cannot.truncate(shown);
            return vec![whole];
        }
        TextSize::Large => (if crowded { 4 } else { 6 } - 2 * lead_rows(&whole), 6, 2),
        TextSize::Largest => (if crowded { 2 } else { 3 } - lead_rows(&whole), 3, 2),
    };
    let empty = View {
        notice: None,
        lead: None,
        tiles: Vec::new(),
        soon: Vec::new(),
        cannot: Vec::new(),
        cannot_line: String::new(),
        ..whole.clone()
    };
    let mut tiles = std::mem::take(&mut whole.tiles);
    let (soon, mut cannot) = (std::mem::take(&mut whole.soon), std::mem::take(&mut whole.cannot));
    let cannot_line = std::mem::take(&mut whole.cannot_line);
    whole.tiles = tiles.drain(..first.min(tiles.len())).collect();
    let mut parts = vec![whole];
    parts.extend(tiles.chunks(later).map(|some| View { tiles: some.to_vec(), ..empty.clone() }));
    if !soon.is_empty() {
        parts.push(View { title: wording::SOON, soon, ..empty.clone() });
    }
    if !cannot.is_empty() {
        let cannot_line = if cannot.len() > reasons { cannot_line } else { String::new() };
        cannot.truncate(reasons);
        parts.push(View { title: wording::CANNOT, cannot, cannot_line, ..empty });
    }
    parts
}

/// The one thing to do first takes the room of a row of tiles.
fn lead_rows(view: &View) -> usize {
    usize::from(view.lead.is_some())
}

/// Sorted by use to this person: money due, what the kiosk can file, what needs no second look,
/// the person's time of life, habit.
pub fn sort_by_use(
    standings: &mut [(Arc<ServiceItem>, Standing)],
    setup: &Setup,
    card: &IdCard,
    day: Date,
) {
    let age = card.age_on(day);
    standings.sort_by_key(|(item, standing)| {
        let can_be_filed = setup.can_be_filed(item);
        let due = fitting_tier(item, card, day).is_some() && can_be_filed;
        let doubt = *standing == Standing::CanFile { doubt: true };
        let rank = time_of_life_rank(&item.category, age);
        (!due, !can_be_filed, rank, doubt, item.frequency, item.order)
    });
}

/// What the catalogue's categories mean at an age; a category it does not know comes last.
fn time_of_life_rank(category: &str, age: i16) -> usize {
    const OLD: [&str; 9] = [
        "elderly",
        "social_insurance",
        "relief",
        "disability",
        "consult",
        "household",
        "farm_forest_housing",
        "employment",
        "family",
    ];
    const GROWN: [&str; 9] = [
        "social_insurance",
        "employment",
        "family",
        "farm_forest_housing",
        "household",
        "relief",
        "disability",
        "consult",
        "elderly",
    ];
    const CHILD: [&str; 9] = [
        "family",
        "household",
        "social_insurance",
        "disability",
        "relief",
        "consult",
        "farm_forest_housing",
        "employment",
        "elderly",
    ];
    let order = match age {
        ..16 => CHILD,
        16..60 => GROWN,
        _ => OLD,
    };
    order.iter().position(|known| *known == category).unwrap_or(order.len())
}

fn soon_rows(soon: &[(&ServiceItem, u32, Date)]) -> Vec<Soon> {
    const ROWS: usize = 3;
    let shown = soon.iter().take(ROWS);
    let next = soon.iter().skip(1).take(ROWS - 1).map(Some).chain(std::iter::once(None));
    shown
        .zip(next)
        .map(|((item, months, day), next)| Soon {
            name: item.short_name.clone(),
            icon: item.icon.clone(),
            chip: wording::months_left(*months),
            // the day is said once for neighbours that share it
            line: match next {
                Some((_, _, next_day)) if next_day == day => String::new(),
                Some(_) | None => wording::come_back_on(*day),
            },
        })
        .collect()
}

pub fn count_corrections(visit: &Visit) -> usize {
    visit
        .cases
        .iter()
        .filter(|case| matches!(Stage::of(&case.journal), Some(Stage::CorrectionAsked { .. })))
        .count()
}
