//! 05, 07: one question at a time: rows, digits, or a kind stop where the staff has to help.

use crate::domain::draft::{Draft, FieldProblem, Value, passes_luhn};
use crate::domain::pinyin_order::sort_key;
use crate::domain::service_item::{Field, FieldKind};
use crate::domain::site::Sites;
use crate::kiosk::screens::{Page, Place};
use crate::kiosk::session::{Setup, Visit};
use crate::kiosk::sight::TextSize;
use crate::kiosk::wording;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    Choose(String),
    /// A digit, or `⌫`.
    Key(String),
    Clear,
    PreviousPage,
    NextPage,
    Back,
    Next,
    Leave,
}

pub struct State {
    pub draft: Draft,
    /// The field that is asked.
    pub key: String,
    pub place: Place,
    /// Digits as they are typed.
    pub digits: String,
    /// In the village list: the township that has been chosen.
    pub township: Option<String>,
    /// Came from review: goes straight back there.
    pub changing: bool,
    /// The account has been looked at a second time.
    pub account_confirmed: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct View {
    pub title: String,
    pub person: String,
    pub step: String,
    pub progress: f32,
    pub kind: Kind,
    pub question: String,
    pub hint: String,
    pub choices: Vec<Choice>,
    pub listed: bool,
    pub page: Page,
    pub entry: String,
    pub ready: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Choices,
    Digits,
    /// Needs Chinese text, a camera or a second card: the staff fills it in.
    Stop,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    pub id: String,
    pub words: String,
    pub note: String,
    pub icon: String,
    pub chosen: bool,
}

impl State {
    pub fn at(draft: Draft, key: &str, changing: bool) -> Self {
        let digits = match draft.value(key) {
            Some((Value::BankAccount(number), _)) => number,
            Some((Value::Text(text), _)) => text,
            _ => String::new(), // only digits are typed here; rows show their own choice
        };
        Self {
            draft,
            key: key.into(),
            place: Place::default(),
            digits,
            township: None,
            changing,
            account_confirmed: false,
        }
    }

    pub fn field(&self) -> &Field {
        self.draft.item().find_field(&self.key).expect("a form only asks fields of its own item")
    }

    pub fn kind(&self) -> Kind {
        kind_of(self.field())
    }

    /// Villages come from the sites files: township first.
    pub fn asks_village(&self) -> bool {
        let field = self.field();
        field.kind == FieldKind::Choice && field.options.is_empty()
    }

    pub fn choose(&mut self, id: &str, sites: &Sites) {
        if self.asks_village() && self.township.is_none() {
            if sites.find_township(id).is_some() {
                self.township = Some(id.into());
                self.place = Place::default();
            }
            return;
        }
        // rows are shown for choices and yes/no only
        let value = if self.field().kind == FieldKind::Bool {
            Value::Bool(id == "true")
        } else {
            Value::Text(id.into())
        };
        let key = self.key.clone();
        self.draft.answer(&key, value);
    }

    pub fn type_key(&mut self, key: &str) {
        const LONGEST: usize = 19;
        if key == "⌫" {
            self.digits.pop();
        } else if key.chars().all(|one| one.is_ascii_digit())
            && self.digits.chars().count() < self.longest().unwrap_or(LONGEST)
        {
            self.digits.push_str(key);
        }
        self.take_digits();
    }

    pub fn clear_digits(&mut self) {
        self.digits.clear();
        self.take_digits();
    }

    /// What keeps 下一步 from being ready.
    pub fn find_problem(&self) -> Option<FieldProblem> {
        self.draft.find_problem(self.field())
    }

    /// A number that fails its check digit is only looked at again, never refused.
    pub fn account_needs_second_look(&self) -> bool {
        self.field().kind == FieldKind::BankAccount
            && !self.account_confirmed
            && !passes_luhn(&self.digits)
    }

    fn take_digits(&mut self) {
        self.account_confirmed = false;
        let key = self.key.clone();
        if self.digits.is_empty() {
            self.draft.clear(&key);
            return;
        }
        // a telephone is the other kind with a keypad
        let value = if self.field().kind == FieldKind::BankAccount {
            Value::BankAccount(self.digits.clone())
        } else {
            Value::Text(self.digits.clone())
        };
        self.draft.answer(&key, value);
    }

    fn longest(&self) -> Option<usize> {
        let phone = self.field().kind == FieldKind::Phone;
        phone.then(|| if self.digits.starts_with('0') { 12 } else { 11 })
    }

    pub fn turn_back(&mut self, setup: &Setup, size: TextSize) {
        self.place.turn_back(self.choices_on_a_page(setup, size));
    }

    pub fn turn_on(&mut self, setup: &Setup, size: TextSize) {
        let count = self.all_choices(setup).len();
        self.place.turn_on(self.choices_on_a_page(setup, size), count);
    }

    /// More than a handful stand in two columns.
    fn listed(&self, setup: &Setup) -> bool {
        self.all_choices(setup).len() > 4
    }

    fn choices_on_a_page(&self, setup: &Setup, size: TextSize) -> usize {
        match (self.listed(setup), size) {
            (false, TextSize::Normal | TextSize::Large) => 4,
            (false, TextSize::Largest) => 3,
            (true, TextSize::Normal | TextSize::Large) => 8,
            (true, TextSize::Largest) => 6,
        }
    }

    pub fn all_choices(&self, setup: &Setup) -> Vec<Choice> {
        let chosen = match self.draft.value(&self.key) {
            Some((Value::Text(value), _)) => Some(value),
            Some((Value::Bool(value), _)) => Some(value.to_string()),
            _ => None,
        };
        let mut choices =
            if self.asks_village() { self.places(setup) } else { choices_of(self.field()) };
        for choice in &mut choices {
            choice.chosen = chosen.as_deref() == Some(choice.id.as_str());
        }
        choices
    }

    /// The point's own township and village come first; townships are in the city's order, villages in that of pinyin.
    fn places(&self, setup: &Setup) -> Vec<Choice> {
        let row = |id: &str, words: String| Choice { id: id.into(), words, ..Choice::default() };
        let mut rows: Vec<Choice> = match &self.township {
            None => {
                let townships = setup.sites.townships.iter();
                townships.map(|township| row(&township.code, township.name.clone())).collect()
            }
            Some(code) => {
                let villages = setup.sites.villages_of(code);
                let mut rows: Vec<Choice> =
                    villages.map(|village| row(&village.code, village.short_name())).collect();
                rows.sort_by_cached_key(|row| sort_key(&row.words));
                rows
            }
        };
        rows.sort_by_key(|row| !setup.point_code.starts_with(&row.id)); // stable
        rows
    }
}

/// How a field is answered at this screen.
fn kind_of(field: &Field) -> Kind {
    match field.kind {
        FieldKind::Choice | FieldKind::Bool => Kind::Choices,
        FieldKind::Phone | FieldKind::BankAccount => Kind::Digits,
        FieldKind::Text
        | FieldKind::TextArea
        | FieldKind::Number
        | FieldKind::Date
        | FieldKind::MultiChoice
        | FieldKind::IdNumber
        | FieldKind::Address
        | FieldKind::Photo
        | FieldKind::Signature
        | FieldKind::Attachment
        | FieldKind::HouseholdMembers => Kind::Stop,
    }
}

fn choices_of(field: &Field) -> Vec<Choice> {
    if field.kind == FieldKind::Bool && field.options.is_empty() {
        return wording::yes_and_no();
    }
    field
        .options
        .iter()
        .map(|choice| Choice {
            id: choice.value.clone(),
            words: choice.words().into(),
            note: choice.note.clone(),
            icon: choice.icon.clone(),
            chosen: false,
        })
        .collect()
}

pub fn view(state: &State, setup: &Setup, visit: &Visit, size: TextSize) -> View {
    let field = state.field();
    let mut questions = state.draft.questions();
    // a stop ends the form here, so it is not counted among what is still to answer
    questions.retain(|question| kind_of(question) != Kind::Stop);
    let total = questions.len();
    let place = questions.iter().position(|question| question.key == state.key).unwrap_or(total);
    let kind = state.kind();
    let (choices, page) = match kind {
        Kind::Choices => {
            let on_a_page = state.choices_on_a_page(setup, size);
            state.place.cut(state.all_choices(setup), on_a_page)
        }
        Kind::Digits | Kind::Stop => (Vec::new(), Page::default()),
    };
    View {
        title: state.draft.item().short_name.clone(),
        person: wording::person(Some(visit)),
        step: wording::step(place + 1, total.max(place + 1)),
        progress: (place + 1) as f32 / total.max(place + 1) as f32,
        kind,
        question: wording::question(field, state.asks_village() && state.township.is_some()),
        hint: match kind {
            Kind::Choices => wording::choice_hint(field),
            Kind::Digits => {
                wording::digits_hint(field, &state.digits, state.find_problem().as_ref())
            }
            Kind::Stop => wording::STOP_HINT.into(),
        },
        choices,
        listed: state.listed(setup),
        page,
        entry: wording::entry(field, &state.digits),
        ready: state.find_problem().is_none() && kind != Kind::Stop,
    }
}
