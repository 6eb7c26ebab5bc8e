//! 12: stored. The number large, what happens next, and what became of the slip.

use std::sync::Arc;

use crate::devices::PrinterTrouble;
use crate::domain::application::ApplicationId;
use crate::domain::receipt::Receipt;
use crate::domain::service_item::ServiceItem;
use crate::domain::stage::Stage;
use crate::kiosk::screens::{Page, Place};
use crate::kiosk::session::Visit;
use crate::kiosk::sight::TextSize;
use crate::kiosk::wording;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    PreviousPage,
    NextPage,
    /// To what else is filed with it.
    GoOn,
    Done,
    Leave,
}

pub struct State {
    pub application_id: ApplicationId,
    pub receipt: Receipt,
    /// Which print job is this slip.
    pub job: u64,
    pub slip: SlipState,
    pub place: Place,
}

/// Number, day, and what comes next: all at once, or what comes next behind it, or one at a time.
pub const fn pages(size: TextSize) -> usize {
    match size {
        TextSize::Normal => 1,
        TextSize::Large => 2,
        TextSize::Largest => 3,
    }
}

/// The button stands in the place of the fourth; the paper has them all.
const STEPS_BESIDE_A_BUTTON: usize = 3;

/// What is known about the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlipState {
    Printing,
    Printed,
    /// Owed: the case is safe, the number stands on the screen.
    NotPrinted(PrinterTrouble),
    /// The printer cannot say.
    Unknown,
}

#[derive(Clone, PartialEq)]
pub struct View {
    pub title: String,
    pub person: String,
    pub headline: String,
    pub line: String,
    pub number: String,
    pub promise: String,
    pub slip_warns: bool,
    pub slip: (String, String),
    pub steps_title: String,
    pub steps: Vec<NextStep>,
    /// Empty: nothing else is filed with it.
    pub go_on: String,
    pub shows_number: bool,
    pub shows_promise: bool,
    pub shows_steps: bool,
    pub page: Page,
}

#[derive(Clone, PartialEq, Eq)]
pub struct NextStep {
    pub words: String,
    pub line: String,
    pub done: bool,
}

/// `left` is what this person can still file of the same bundle.
pub fn view(
    state: &State,
    visit: &Visit,
    left: &[&Arc<ServiceItem>],
    network: Option<bool>,
    size: TextSize,
) -> View {
    let page = wording::page(state.place.page(1), pages(size));
    let receipt = &state.receipt;
    let id = state.application_id.to_string();
    let stage = visit
        .cases
        .iter()
        .find(|case| case.application_id == id)
        .and_then(|case| Stage::of(&case.journal));
    let (steps_title, mut steps) = wording::next_steps(receipt, stage.as_ref(), network);
    if !left.is_empty() {
        steps.truncate(STEPS_BESIDE_A_BUTTON);
    }
    View {
        title: receipt.item_name.clone(),
        person: wording::person(Some(visit)),
        headline: wording::safely_stored(receipt).into(),
        line: wording::stored_line(receipt),
        number: receipt.application_number.grouped(),
        promise: wording::promise(receipt),
        slip_warns: matches!(state.slip, SlipState::NotPrinted(_) | SlipState::Unknown),
        slip: wording::slip_notice(state.slip),
        steps_title: steps_title.into(),
        steps,
        go_on: wording::go_on(left),
        shows_number: page.first,
        shows_promise: match size {
            TextSize::Normal | TextSize::Large => page.first,
            TextSize::Largest => !page.first && !page.last,
        },
        shows_steps: page.last,
        page,
    }
}
