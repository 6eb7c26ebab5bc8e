//! 一次性告知: what this person has to bring, where it comes from, and what need not be brought.

use super::rows::{self, Room, Row};
use crate::domain::draft::Draft;
use crate::domain::materials::{MaterialState, Need};
use crate::kiosk::screens::submitted::SlipState;
use crate::kiosk::screens::{Page, Place};
use crate::kiosk::session::Visit;
use crate::kiosk::sight::TextSize;
use crate::kiosk::wording;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    PreviousPage,
    NextPage,
    Print,
    Back,
    Leave,
}

pub struct State {
    /// With the answers of the situation questions alone.
    pub draft: Draft,
    pub place: Place,
    /// It is on the disk.
    pub kept: bool,
    /// The last print job, and what became of it.
    pub slip: Option<(u64, SlipState)>,
}

impl State {
    pub fn new(draft: Draft) -> Self {
        Self { draft, place: Place::default(), kept: false, slip: None }
    }

    pub fn is_printing(&self) -> bool {
        self.slip_state() == Some(SlipState::Printing)
    }

    fn slip_state(&self) -> Option<SlipState> {
        self.slip.map(|(_, state)| state)
    }
}

#[derive(Clone, PartialEq)]
pub struct View {
    pub title: String,
    pub person: String,
    pub headline: String,
    pub state: &'static str,
    pub warns: bool,
    pub rows: Vec<Row>,
    pub busy: bool,
    pub page: Page,
}

/// The parts of a notice, in the order in which they are read; the same on the screen and on paper.
pub fn parts<'n, 'a>(needs: &'n [Need<'a>]) -> Vec<(&'static str, Vec<&'n Need<'a>>)> {
    type Belongs = fn(&Need<'_>) -> bool;
    let parts: [(&str, Belongs); 5] = [
        (wording::MISSING, |need| need.is_missing() && !need.is_for_proxy()),
        (wording::DEPENDS, |need| need.state == MaterialState::Depends && !need.is_for_proxy()),
        (wording::FOR_PROXY, |need| need.is_for_proxy() && !need.is_exempt()),
        (wording::HANDED, |need| {
            matches!(need.state, MaterialState::Photographed | MaterialState::OriginalToWindow)
        }),
        (wording::NOT_NEEDED, |need| need.is_exempt()),
    ];
    parts
        .into_iter()
        .map(|(name, belongs)| (name, needs.iter().filter(|need| belongs(need)).collect()))
        .filter(|(_, needs): &(_, Vec<_>)| !needs.is_empty())
        .collect()
}

/// Of what is asked of the person who comes in any case.
pub fn count_missing(needs: &[Need<'_>]) -> usize {
    needs.iter().filter(|need| need.is_missing() && !need.is_for_proxy()).count()
}

fn rows_of(draft: &Draft) -> Vec<Row> {
    let needs = draft.needs();
    let mut rows = Vec::new();
    for (name, needs) in parts(&needs) {
        rows.push(Row::heading(name));
        rows.extend(needs.into_iter().map(wording::notice_row));
    }
    if rows.is_empty() {
        rows.push(Row::plain(wording::notice_title(0), ""));
    }
    rows
}

pub fn page_count(state: &State, size: TextSize) -> usize {
    rows::pages(rows_of(&state.draft), size, Room::page(size)).len()
}

pub fn view(state: &State, visit: &Visit, size: TextSize) -> View {
    let mut pages = rows::pages(rows_of(&state.draft), size, Room::page(size));
    let (last, number) = (pages.len() - 1, state.place.page(1));
    let slip = state.slip_state();
    View {
        title: state.draft.item().short_name.clone(),
        person: wording::person(Some(visit)),
        headline: wording::notice_title(count_missing(&state.draft.needs())),
        state: wording::notice_state(state.kept, slip),
        warns: matches!(slip, Some(SlipState::NotPrinted(_) | SlipState::Unknown)),
        rows: pages.swap_remove(number.min(last)),
        busy: state.is_printing(),
        page: wording::page(number.min(last), last + 1),
    }
}
