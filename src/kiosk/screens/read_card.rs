//! 02: what the card says this person can do today, soon, or not and why; the most useful first.

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
    /// From what can be done to what cannot be done yet, and back.
    OtherPart,
    /// 去办: straight to its form.
    StartItem(String),
    MyCases,
    AllItems,
    Leave,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct State {
    pub part: Part,
    pub place: Place,
}

/// Which of the two lists: together they have every item that is offered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Part {
    #[default]
    Can,
    /// 快到了 and 暂时办不了, each with its reason.
    NotYet,
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
    /// Beside the tiles: what comes soon, and one of what cannot be.
    pub soon: Vec<Row>,
    pub cannot: Vec<Row>,
    pub cannot_line: String,
    /// On the part of what cannot be done yet.
    pub rows: Vec<Row>,
    /// Names the button to the other part; empty where there is nothing.
    pub other_part: String,
    pub cases_chip: String,
    pub all_items: String,
}

/// An item that cannot be filed today, and why.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    pub id: String,
    pub name: String,
    pub icon: String,
    /// 还差 3 个月, or that it cannot be.
    pub chip: String,
    pub line: String,
    pub soon: bool,
}

/// What the card says, item by item.
struct Lists<'a> {
    can: Vec<(&'a ServiceItem, bool)>,
    /// The first to come first.
    soon: Vec<(&'a ServiceItem, u32, Date)>,
    cannot: Vec<Row>,
}

/// How many pages the part has at a text size.
pub fn page_count(state: State, setup: &Setup, visit: &Visit, day: Date, size: TextSize) -> usize {
    parts(state.part, setup, visit, day, size).len()
}

/// How many items can be done today, and how many not yet.
pub fn counts(visit: &Visit) -> (usize, usize) {
    let can = |standing: &Standing| matches!(standing, Standing::CanFile { .. });
    let count = visit.standings.iter().filter(|(_, standing)| can(standing)).count();
    (count, visit.standings.len() - count)
}

pub fn view(state: State, setup: &Setup, visit: &Visit, day: Date, size: TextSize) -> View {
    let mut parts = parts(state.part, setup, visit, day, size);
    let (last, number) = (parts.len() - 1, state.place.page(1));
    let mut view = parts.swap_remove(number.min(last));
    view.page = wording::page(number.min(last), last + 1);
    if !view.page.words.is_empty() {
        view.count.clone_from(&view.page.words);
    }
    view
}

/// The pages of a part; never none.
fn parts(part: Part, setup: &Setup, visit: &Visit, day: Date, size: TextSize) -> Vec<View> {
    let lists = lists(visit, day);
    let empty = empty(part, setup, visit, day, size);
    match part {
        Part::Can => pages_of_tiles(can(&lists, empty, setup, visit, day), size),
        Part::NotYet => {
            let soon = lists.soon.iter().map(|(item, months, day)| Row {
                line: wording::come_back_on(*day),
                ..soon_row(item, *months)
            });
            let rows: Vec<Row> = soon.chain(lists.cannot).collect();
            let page = |rows: &[Row]| View { rows: rows.to_vec(), ..empty.clone() };
            let pages: Vec<View> = rows.chunks(rows_on_a_page(size)).map(page).collect();
            if pages.is_empty() { vec![empty] } else { pages }
        }
    }
}

const fn rows_on_a_page(size: TextSize) -> usize {
    match size {
        TextSize::Normal => 4,
        TextSize::Large => 3,
        TextSize::Largest => 2,
    }
}

fn lists(visit: &Visit, day: Date) -> Lists<'_> {
    let age = visit.card.age_on(day);
    let mut lists = Lists { can: Vec::new(), soon: Vec::new(), cannot: Vec::new() };
    for (item, standing) in &visit.standings {
        match standing {
            Standing::CanFile { doubt } => lists.can.push((item, *doubt)),
            Standing::Soon { months, first_day } => lists.soon.push((item, *months, *first_day)),
            Standing::Cannot { message, rule_code } => lists.cannot.push(Row {
                id: item.id.clone(),
                name: item.short_name.clone(),
                icon: item.icon.clone(),
                chip: wording::CANNOT.into(),
                line: wording::cannot_reason(item, rule_code, message, age),
                soon: false,
            }),
        }
    }
    lists.soon.sort_by_key(|(_, _, first_day)| *first_day); // stable: use decides for the same day
    lists
}

/// What stands on every page of a part.
fn empty(part: Part, setup: &Setup, visit: &Visit, day: Date, size: TextSize) -> View {
    let card = visit.card.as_ref();
    let (can, not_yet) = counts(visit);
    let (title, count, other_part) = match part {
        Part::Can => (
            wording::can_file_title(card, day),
            wording::can_file_count(can, card, day),
            wording::not_yet_button(not_yet),
        ),
        Part::NotYet => (wording::NOT_YET, wording::item_count(not_yet), wording::can_button(can)),
    };
    View {
        greeting: wording::greeting(card),
        about: wording::about(card, day, size == TextSize::Normal),
        notice: None,
        title,
        count,
        page: Page::default(),
        lead: None,
        tiles: Vec::new(),
        soon: Vec::new(),
        cannot: Vec::new(),
        cannot_line: String::new(),
        rows: Vec::new(),
        other_part,
        cases_chip: wording::cases_chip(count_corrections(visit), visit.notices.len()),
        all_items: wording::all_items(setup.offered(day).len()),
    }
}

/// Everything that can be done at once, before it is cut into pages.
fn can(lists: &Lists<'_>, empty: View, setup: &Setup, visit: &Visit, day: Date) -> View {
    let card = visit.card.as_ref();
    let lead = lists
        .can
        .first()
        .filter(|(item, _)| setup.can_be_filed(item) && !card.expired_on(day))
        .and_then(|(item, _)| Some((*item, fitting_tier(item, card, day)?)))
        .map(|(item, tier)| Tile::with_line(item, &wording::money_line(card, tier, day)));
    let tiles = lists
        .can
        .iter()
        .skip(usize::from(lead.is_some()))
        .map(|(item, doubt)| Tile::with_line(item, wording::tile_line(item, *doubt)))
        .collect();
    let notice = wording::validity_notice(card, day);
    View {
        lead,
        tiles,
        cannot_line: wording::cannot_line(&lists.cannot),
        cannot: lists.cannot.clone(),
        soon: rows_beside(&lists.soon, if notice.is_some() { 2 } else { 3 }),
        notice,
        ..empty
    }
}

/// The first page has the most useful of all; what gives way when the words grow are tiles, to pages of their own, and what
/// stands beside them.
fn pages_of_tiles(mut whole: View, size: TextSize) -> Vec<View> {
    let crowded = whole.notice.is_some();
    let (first, later) = match size {
        TextSize::Normal => {
            // beside what comes soon there is room for one reason, else for one line
            let shown = usize::from(!whole.soon.is_empty());
            whole.cannot.truncate(shown);
            (6, 9)
        }
        TextSize::Large => (if crowded { 4 } else { 6 } - 2 * lead_rows(&whole), 6),
        TextSize::Largest => (if crowded { 2 } else { 3 } - lead_rows(&whole), 3),
    };
    if size != TextSize::Normal {
        whole.soon.clear();
        whole.cannot.clear();
        whole.cannot_line.clear();
    }
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
    whole.tiles = tiles.drain(..first.min(tiles.len())).collect();
    let mut pages = vec![whole];
    pages.extend(tiles.chunks(later).map(|some| View { tiles: some.to_vec(), ..empty.clone() }));
    pages
}

/// The one thing to do first takes the room of a row of tiles.
fn lead_rows(view: &View) -> usize {
    usize::from(view.lead.is_some())
}

/// Sorted by use to this person: money due, what the kiosk can file, the person's time of life, habit, and of equals first
/// what needs no second look.
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
        (!due, !can_be_filed, rank, item.frequency, doubt, item.order)
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

fn soon_row(item: &ServiceItem, months: u32) -> Row {
    Row {
        id: item.id.clone(),
        name: item.short_name.clone(),
        icon: item.icon.clone(),
        chip: wording::months_left(months),
        line: String::new(),
        soon: true,
    }
}

fn rows_beside(soon: &[(&ServiceItem, u32, Date)], most: usize) -> Vec<Row> {
    let shown = soon.iter().take(most);
    let next = soon.iter().skip(1).take(most - 1).map(Some).chain(std::iter::once(None));
    shown
        .zip(next)
        .map(|((item, months, day), next)| Row {
            // the day is said once for neighbours that share it
            line: match next {
                Some((_, _, next_day)) if next_day == day => String::new(),
                Some(_) | None => wording::come_back_on(*day),
            },
            ..soon_row(item, *months)
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
