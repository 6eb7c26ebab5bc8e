//! 15: what became of what this person filed at this point, corrections first.

use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::draft::Draft;
use crate::domain::notice::KeptNotice;
use crate::domain::stage::Stage;
use crate::kiosk::screens::read_card::count_corrections;
use crate::kiosk::screens::{Page, Place, notice};
use crate::kiosk::session::{Setup, Visit};
use crate::kiosk::sight::TextSize;
use crate::kiosk::wording;
use crate::store::CaseRecord;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    PreviousPage,
    NextPage,
    /// A notice that was kept, by its item.
    OpenNotice(String),
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
    pub cases: Vec<Case>,
    pub empty: String,
    pub page: Page,
}

#[derive(Clone, PartialEq, Eq, Default)]
pub struct Case {
    pub id: String,
    pub name: String,
    pub number: String,
    pub chip: String,
    pub chip_good: bool,
    pub asked: String,
    pub until: String,
    pub what_to_do: String,
    pub remark: String,
    pub stages: Vec<StageMark>,
    /// A notice: the item it is about.
    pub notice: String,
}

#[derive(Clone, PartialEq, Eq)]
pub struct StageMark {
    pub words: String,
    pub done: bool,
    pub now: bool,
}

pub const fn cases_on_a_page(size: TextSize) -> usize {
    match size {
        TextSize::Normal => 3,
        TextSize::Large => 2,
        TextSize::Largest => 1,
    }
}

/// Corrections first, the newest first within.
pub fn in_order(visit: &Visit) -> Vec<&CaseRecord> {
    let mut cases: Vec<&CaseRecord> = visit.cases.iter().collect();
    let is_correction =
        |case: &CaseRecord| matches!(Stage::of(&case.journal), Some(Stage::CorrectionAsked { .. }));
    cases.sort_by_key(|case| !is_correction(case)); // stable
    cases
}

/// Cases and notices together.
pub fn count_rows(visit: &Visit) -> usize {
    visit.cases.len() + visit.notices.len()
}

pub fn view(state: State, setup: &Setup, visit: &Visit, day: Date, size: TextSize) -> View {
    let subtitle = wording::case_count(visit.cases.len());
    let corrections = count_corrections(visit);
    let mut rows: Vec<Case> =
        in_order(visit).into_iter().map(|case| wording::case(case, day)).collect();
    // what has to be done comes before what is only remembered
    let notices = visit.notices.iter().filter_map(|kept| row_of(kept, setup, visit, day));
    rows.splice(corrections..corrections, notices);
    let none = rows.is_empty();
    let (shown, page) = state.place.cut(rows, cases_on_a_page(size));
    View {
        person: wording::person(Some(visit)),
        subtitle,
        cases: shown,
        empty: if none { wording::NO_CASES.into() } else { String::new() },
        page,
    }
}

/// With how much is missing today.
fn row_of(kept: &KeptNotice, setup: &Setup, visit: &Visit, day: Date) -> Option<Case> {
    let item = setup.items.iter().find(|item| item.id == kept.item)?;
    let card = Arc::clone(&visit.card);
    let version = &setup.catalogue_version;
    let mut draft = Draft::for_item(Arc::clone(item), version, card, &setup.sites, day);
    kept.answer_in(&mut draft);
    Some(Case {
        id: kept.item.clone(),
        name: item.short_name.clone(),
        number: wording::notice_of(kept.day),
        remark: wording::kept_notice(notice::count_missing(&draft.needs())),
        notice: kept.item.clone(),
        ..Case::default()
    })
}
