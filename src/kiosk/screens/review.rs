//! 11: everything once more, and the press after which it is handed in.

use crate::domain::draft::{Draft, Origin};
use crate::domain::service_item::Field;
use crate::domain::site::Sites;
use crate::kiosk::screens::{Page, Place, fill_form};
use crate::kiosk::session::Visit;
use crate::kiosk::sight::TextSize;
use crate::kiosk::wording;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    Change(String),
    PreviousPage,
    NextPage,
    Submit,
    Back,
    Leave,
}

pub struct State {
    pub draft: Draft,
    pub place: Place,
    /// Between the press and the commit no second press counts.
    pub busy: bool,
    /// The last attempt did not reach the disk.
    pub failed: bool,
}

impl State {
    pub fn new(draft: Draft) -> Self {
        Self { draft, place: Place::default(), busy: false, failed: false }
    }

    pub fn turn_back(&mut self, size: TextSize) {
        self.place.turn_back(rows_on_a_page(size));
    }

    pub fn turn_on(&mut self, size: TextSize) {
        self.place.turn_on(rows_on_a_page(size), rows(&self.draft).len());
    }

    pub fn on_last_page(&self, size: TextSize) -> bool {
        self.place.cut(rows(&self.draft), rows_on_a_page(size)).1.last
    }
}

#[derive(Clone, PartialEq)]
pub struct View {
    pub title: String,
    pub person: String,
    pub left: Vec<Row>,
    pub right: Vec<Row>,
    pub page: Page,
    pub busy: bool,
    pub notice_warns: bool,
    pub notice: (String, String),
}

#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    pub id: String,
    pub label: String,
    pub value: String,
    /// Nothing is told yet, and nothing has to be.
    pub empty: bool,
    pub locked: bool,
    /// Told for another item before.
    pub earlier: bool,
}

const fn rows_on_a_page(size: TextSize) -> usize {
    match size {
        TextSize::Normal => 8,
        TextSize::Large => 4,
        TextSize::Largest => 3,
    }
}

/// Two cards beside each other hold four rows each; larger words need the whole width.
const ROWS_IN_A_CARD: usize = 4;

pub fn view(state: &State, visit: &Visit, sites: &Sites, size: TextSize) -> View {
    let (fields, page) = state.place.cut(rows(&state.draft), rows_on_a_page(size));
    let notice = wording::review_notice(state.failed, page.last);
    let mut on_page = fields.into_iter().map(|field| row(&state.draft, field, sites));
    View {
        title: state.draft.item().short_name.clone(),
        person: wording::person(Some(visit)),
        left: on_page.by_ref().take(ROWS_IN_A_CARD).collect(),
        right: on_page.collect(),
        page,
        busy: state.busy,
        notice_warns: state.failed,
        notice,
    }
}

/// What a person can check: every answer, and of the card what the catalogue gives a short label.
fn rows(draft: &Draft) -> Vec<&Field> {
    let mut fields = draft.shown_fields();
    fields.retain(|field| {
        let shown_of_card = !field.review.is_empty();
        match draft.value(&field.key) {
            Some((_, Origin::Card)) => shown_of_card,
            Some((_, Origin::Person | Origin::Earlier | Origin::Derived)) => field.group != "sign",
            // not asked, or left empty: it can still be told
            None => {
                !field.required && fill_form::can_be_entered(field) && draft.can_be_asked(field)
            }
        }
    });
    fields
}

fn row(draft: &Draft, field: &Field, sites: &Sites) -> Row {
    let value = draft.value(&field.key);
    let locked = matches!(value, Some((_, Origin::Card)));
    let earlier = matches!(value, Some((_, Origin::Earlier)));
    Row {
        id: field.key.clone(),
        label: field.review_label().into(),
        empty: value.is_none(),
        value: value.map_or_else(
            || wording::NOT_FILLED.into(),
            |(value, _)| wording::value(field, &value, sites),
        ),
        locked: locked || !draft.can_be_asked(field),
        earlier,
    }
}
