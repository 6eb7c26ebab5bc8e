//! 15: what became of what this person filed at this point, corrections first.

use jiff::civil::Date;

use crate::domain::stage::Stage;
use crate::kiosk::screens::{Page, Place};
use crate::kiosk::session::Visit;
use crate::kiosk::sight::TextSize;
use crate::kiosk::wording;
use crate::store::CaseRecord;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
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

pub fn view(state: State, visit: &Visit, day: Date, size: TextSize) -> View {
    let cases = in_order(visit);
    let (subtitle, none) = (wording::case_count(cases.len()), cases.is_empty());
    let (shown, page) = state.place.cut(cases, cases_on_a_page(size));
    View {
        person: wording::person(Some(visit)),
        subtitle,
        cases: shown.into_iter().map(|case| wording::case(case, day)).collect(),
        empty: if none { wording::NO_CASES.into() } else { String::new() },
        page,
    }
}
