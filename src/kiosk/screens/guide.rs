//! 04: the guide of one item: whether this person can do it, what it takes, and everything the law wants told.

use std::sync::Arc;

use jiff::civil::Date;

use super::rows::{self, Mark, Room, Row};
use crate::domain::eligibility::{Standing, standing};
use crate::domain::guide::{ELEMENTS, Element, Guide};
use crate::domain::service_item::ServiceItem;
use crate::kiosk::screens::{Page, Place, Screen};
use crate::kiosk::session::{Setup, Visit};
use crate::kiosk::sight::TextSize;
use crate::kiosk::wording;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    PreviousPage,
    NextPage,
    /// 看依据, and back.
    Sources,
    /// What this person has to bring, and the slip.
    Notice,
    Start,
    /// What came in place of an item that has ended.
    Successor,
    Back,
    Leave,
}

pub struct State {
    pub item: Arc<ServiceItem>,
    pub place: Place,
    /// Rules say where they come from.
    pub sources: bool,
    /// Where the person came from, if that is not the first screen.
    pub back: Option<Box<Screen>>,
}

/// What stands between this person and the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Door {
    /// The item can be filed here, with a card on the reader.
    CardFirst,
    /// This kiosk does not file this item: the staff does.
    StaffFiles,
    /// It can be filed now; `doubt`: somebody has to look; `sure`: every rule that stops is known to be met.
    Open {
        doubt: bool,
        sure: bool,
    },
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
    /// Nobody files this any more.
    Ended {
        on: Date,
    },
}

pub fn door(item: &ServiceItem, setup: &Setup, visit: Option<&Visit>, day: Date) -> Door {
    if let Some(on) = item.ended_on(day) {
        return Door::Ended { on };
    }
    let can_be_filed = setup.can_be_filed(item);
    let Some(visit) = visit else {
        return if can_be_filed { Door::CardFirst } else { Door::StaffFiles };
    };
    let card = visit.card.as_ref();
    match standing(item, card, day) {
        Standing::Soon { months, first_day } => Door::Soon { months, first_day },
        Standing::Cannot { message, rule_code } => {
            let reason = wording::cannot_reason(item, &rule_code, &message, card.age_on(day));
            Door::Cannot { rule_code, reason }
        }
        Standing::CanFile { .. } if !can_be_filed => Door::StaffFiles,
        Standing::CanFile { .. } if card.expired_on(day) => Door::CardExpired,
        Standing::CanFile { doubt } => {
            Door::Open { doubt, sure: Guide::of(item, Some(card), day).is_sure() }
        }
    }
}

/// The filled button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Primary {
    #[default]
    None,
    Start,
    Notice,
    CallStaff,
    Successor,
}

#[derive(Clone, PartialEq)]
pub struct View {
    pub title: String,
    pub person: String,
    pub icon: String,
    pub headline: String,
    pub lead: String,
    pub chip: Chip,
    pub facts: Vec<Fact>,
    pub notice_icon: &'static str,
    pub notice: (String, String),
    /// Of the list on this page.
    pub part: &'static str,
    pub rows: Vec<Row>,
    pub shows: Shows,
    /// The notice of what to bring is offered beside the list.
    pub offers_notice: bool,
    /// 看依据 is offered; true: sources stand there already.
    pub sources: Option<bool>,
    pub primary: Primary,
    pub primary_words: String,
    pub page: Page,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chip {
    pub words: String,
    pub icon: &'static str,
    pub mark: Mark,
}

/// One of the four answers under the head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    pub icon: &'static str,
    pub label: &'static str,
    pub words: String,
}

/// Which parts a page has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shows {
    pub head: bool,
    pub lead: bool,
    pub facts: bool,
    pub notice: bool,
    /// Beside the list, where words are of normal size.
    pub aside: bool,
}

/// One page: what of the overview it shows, and its rows.
struct Sheet {
    shows: Shows,
    part: &'static str,
    rows: Vec<Row>,
    is_materials: bool,
}

/// Where the overview has its list, in drawing pixels: below the facts, or below the taller notice.
const CORNER: Room = Room { width: 860, height: 356 };
const LOWER_CORNER: Room = Room { width: 860, height: 320 };

pub fn page_count(
    state: &State,
    setup: &Setup,
    visit: Option<&Visit>,
    day: Date,
    size: TextSize,
) -> usize {
    let door = door(&state.item, setup, visit, day);
    let guide = Guide::of(&state.item, visit.map(|visit| visit.card.as_ref()), day);
    sheets(&guide, &door, state.sources, size).len()
}

pub fn view(
    state: &State,
    setup: &Setup,
    visit: Option<&Visit>,
    day: Date,
    size: TextSize,
) -> View {
    let door = door(&state.item, setup, visit, day);
    let guide = Guide::of(&state.item, visit.map(|visit| visit.card.as_ref()), day);
    let mut sheets = sheets(&guide, &door, state.sources, size);
    let (last, number) = (sheets.len() - 1, state.place.page(1));
    let sheet = sheets.swap_remove(number.min(last));
    let successor = setup.successor(&state.item);
    let (primary, primary_words) = match (&door, successor) {
        (Door::Open { .. }, _) => (Primary::Start, String::new()),
        (Door::Soon { .. } | Door::Cannot { .. }, _) => (Primary::Notice, String::new()),
        (Door::StaffFiles | Door::CardExpired, _) => (Primary::CallStaff, String::new()),
        (Door::Ended { .. }, Some(next)) => (Primary::Successor, wording::look_at(next)),
        (Door::Ended { .. }, None) | (Door::CardFirst, _) => (Primary::None, String::new()),
    };
    let listed = sheet.rows.iter().any(|row| !row.source.is_empty());
    View {
        title: state.item.short_name.clone(),
        person: wording::person(visit),
        icon: state.item.icon.clone(),
        headline: wording::guide_headline(&guide),
        lead: wording::guide_lead(&guide),
        chip: wording::door_chip(&door),
        facts: wording::guide_facts(&guide),
        notice_icon: wording::door_icon(&door),
        notice: wording::door_notice(&door, &guide),
        part: sheet.part,
        rows: sheet.rows,
        shows: sheet.shows,
        offers_notice: sheet.is_materials
            && visit.is_some()
            && primary != Primary::Notice
            && !matches!(door, Door::Ended { .. }),
        sources: listed.then_some(state.sources),
        primary,
        primary_words,
        page: wording::page(number.min(last), last + 1),
    }
}

/// What gives way when the words grow: the list, then the facts, then what is said beside them.
fn sheets(guide: &Guide<'_>, door: &Door, sources: bool, size: TextSize) -> Vec<Sheet> {
    let materials = wording::material_rows(guide);
    let part = wording::WHAT_TO_BRING;
    let sheet = |shows, rows| Sheet { shows, part, rows, is_materials: true };
    // what stops is said before anything else; who only has to come with a card or to the staff reads on
    let stops = match door {
        Door::Soon { .. } | Door::Cannot { .. } | Door::CardExpired | Door::Ended { .. } => true,
        Door::CardFirst | Door::StaffFiles | Door::Open { .. } => false,
    };
    let says = stops || matches!(door, Door::CardFirst | Door::StaffFiles);
    let head = Shows { head: true, ..Shows::default() };
    let mut sheets = Vec::new();
    match size {
        TextSize::Normal => {
            let room = if stops { LOWER_CORNER } else { CORNER };
            let mut corners = rows::pages(materials.clone(), size, room);
            let all = corners.len() == 1;
            let shows = Shows { lead: true, facts: !stops, notice: stops, aside: true, ..head };
            let mut overview = sheet(shows, corners.swap_remove(0));
            if !all {
                overview.part = wording::WHAT_TO_BRING_FIRST;
            }
            sheets.push(overview);
            if !all {
                let pages = rows::pages(materials, size, Room::page(size));
                sheets.extend(pages.into_iter().map(|rows| sheet(Shows::default(), rows)));
            }
        }
        TextSize::Large | TextSize::Largest => {
            let one = size == TextSize::Large && !says;
            sheets.push(Sheet {
                shows: Shows { lead: !stops, facts: one, notice: stops, ..head },
                part: "",
                rows: Vec::new(),
                is_materials: false,
            });
            if !stops && !one {
                let shows = Shows { facts: true, notice: says, ..Shows::default() };
                sheets.push(Sheet { shows, part: "", rows: Vec::new(), is_materials: false });
            }
            let pages = rows::pages(materials, size, Room::page(size));
            sheets.extend(pages.into_iter().map(|rows| sheet(Shows::default(), rows)));
        }
    }
    let details = rows::pages(detail_rows(guide, sources), size, Room::page(size));
    sheets.extend(details.into_iter().map(|rows| Sheet {
        shows: Shows::default(),
        part: wording::HOW_AND_WHY,
        rows,
        is_materials: false,
    }));
    sheets
}

/// Every standard element but the materials, which have pages of their own, and what changed.
fn detail_rows(guide: &Guide<'_>, sources: bool) -> Vec<Row> {
    let mut rows = Vec::new();
    for element in ELEMENTS.into_iter().filter(|element| *element != Element::Materials) {
        rows.push(Row::heading(wording::element_name(element)));
        rows.extend(wording::element_rows(guide, element));
    }
    rows.extend(wording::change_rows(guide));
    if sources {
        for row in rows.iter_mut().filter(|row| !row.source.is_empty()) {
            row.line = wording::source(&row.source);
        }
    }
    rows
}
