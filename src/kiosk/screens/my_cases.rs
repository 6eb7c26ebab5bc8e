//! 15: what became of what this person filed at this point, corrections first.

use jiff::civil::Date;

use crate::domain::stage::Stage;
use crate::kiosk::screens::Page;
use crate::kiosk::session::Visit;
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
    pub page: usize,
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

const CASES_ON_A_PAGE: usize = 3;

pub fn page_count(visit: &Visit) -> usize {
    visit.cases.len().div_ceil(CASES_ON_A_PAGE).max(1)
}

pub fn view(state: State, visit: &Visit, day: Date) -> View {
    let mut cases: Vec<&CaseRecord> = visit.cases.iter().collect();
    let is_correction =
        |case: &CaseRecord| matches!(Stage::of(&case.journal), Some(Stage::CorrectionAsked { .. }));
    cases.sort_by_key(|case| !is_correction(case)); // stable: newest first within
    View {
        person: wording::person(Some(visit)),
        subtitle: wording::case_count(cases.len()),
        cases: cases
            .iter()
            .skip(state.page * CASES_ON_A_PAGE)
            .take(CASES_ON_A_PAGE)
            .map(|case| wording::case(case, day))
            .collect(),
        empty: if cases.is_empty() { wording::NO_CASES.into() } else { String::new() },
        page: wording::page(state.page, page_count(visit)),
    }
}
