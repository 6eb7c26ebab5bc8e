//! 05, 07: one question at a time: rows, digits, words, or a kind stop where the staff has to help.

use jiff::civil::Date;

use crate::domain::draft::{Address, Draft, FieldProblem, Value, passes_luhn};
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
    /// A digit, `X` of an identity number, the point of an amount, or `⌫`.
    Key(String),
    Clear,
    /// Opens the writing panel.
    Write,
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
    /// Digits as they are typed; empty where something else is asked.
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
    pub extra_key: ExtraKey,
    pub ready: bool,
}

/// What stands in the place of 清空 on the keypad.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExtraKey {
    #[default]
    None,
    X,
    Point,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Choices,
    Digits,
    /// Written in the panel.
    Words,
    /// Needs a camera or a list of people: the staff fills it in.
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

/// A day as it is typed: year, month, day.
const DAY: &str = "%Y%m%d";
const LONGEST_DAY: usize = 8;

/// A whole day that exists.
fn day(digits: &str) -> Option<Date> {
    (digits.len() == LONGEST_DAY).then(|| Date::strptime(DAY, digits).ok()).flatten()
}

impl State {
    pub fn at(draft: Draft, key: &str, changing: bool) -> Self {
        let field = draft.item().find_field(key);
        let value = draft.value(key).map(|(value, _)| value);
        // rows show their own choice, and words must not stay here when they are written anew
        let asks_digits = field.is_some_and(|field| kind_of(field) == Kind::Digits);
        let digits = match value.filter(|_| asks_digits) {
            Some(Value::BankAccount(digits) | Value::Text(digits) | Value::Number(digits)) => {
                digits
            }
            Some(Value::Date(day)) => day.strftime(DAY).to_string(),
            _ => String::new(), // not yet answered
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
        let place = self.digits.chars().count();
        let takes = match key {
            "X" => self.extra_key() == ExtraKey::X && place == 17,
            "." => self.extra_key() == ExtraKey::Point && place > 0 && !self.digits.contains('.'),
            digits => digits.chars().all(|one| one.is_ascii_digit()),
        };
        if key == "⌫" {
            self.digits.pop();
        } else if takes && place < self.longest() {
            self.digits.push_str(key);
        }
        self.take_digits();
    }

    fn extra_key(&self) -> ExtraKey {
        let kind = self.field().kind;
        if kind == FieldKind::IdNumber {
            ExtraKey::X
        } else if kind == FieldKind::Number {
            ExtraKey::Point
        } else {
            ExtraKey::None
        }
    }

    pub fn clear_digits(&mut self) {
        self.digits.clear();
        self.take_digits();
    }

    /// What keeps 下一步 from being ready.
    pub fn find_problem(&self) -> Option<FieldProblem> {
        let field = self.field();
        if field.kind == FieldKind::Date && !self.digits.is_empty() && day(&self.digits).is_none() {
            let missing = LONGEST_DAY.saturating_sub(self.digits.chars().count());
            return Some(match missing {
                0 => FieldProblem::Malformed,
                missing => FieldProblem::TooShort { missing },
            });
        }
        self.draft.find_problem(field)
    }

    /// What has been written into this field.
    pub fn words(&self) -> String {
        match self.draft.value(&self.key) {
            Some((Value::Text(text) | Value::Address(Address::Written(text)), _)) => text,
            _ => String::new(), // nothing yet, or the line of the card, which is not changed by hand
        }
    }

    /// What the writing panel gives back.
    pub fn take_words(&mut self, words: &str) {
        let value = if self.field().kind == FieldKind::Address {
            Value::Address(Address::Written(words.into()))
        } else {
            Value::Text(words.into())
        };
        let key = self.key.clone();
        self.draft.answer(&key, value);
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
        let digits = self.digits.clone();
        let kind = self.field().kind;
        let value = if kind == FieldKind::BankAccount {
            Some(Value::BankAccount(digits))
        } else if kind == FieldKind::Number {
            Some(Value::Number(digits))
        } else if kind == FieldKind::Date {
            day(&digits).map(Value::Date)
        } else {
            Some(Value::Text(digits)) // telephones and identity numbers
        };
        match value {
            Some(value) => self.draft.answer(&key, value),
            None => self.draft.clear(&key),
        }
    }

    fn longest(&self) -> usize {
        const ACCOUNT: usize = 19;
        let land_line = self.digits.starts_with('0');
        let by_kind = [
            (FieldKind::Phone, if land_line { 12 } else { 11 }),
            (FieldKind::IdNumber, 18),
            (FieldKind::Date, LONGEST_DAY),
            (FieldKind::Number, 10),
        ];
        let found = by_kind.into_iter().find(|(kind, _)| *kind == self.field().kind);
        found.map_or(ACCOUNT, |(_, longest)| longest)
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

    /// Those of the page that is shown, on the screen and to whoever listens.
    pub fn choices_in_sight(&self, setup: &Setup, size: TextSize) -> (Vec<Choice>, Page) {
        self.place.cut(self.all_choices(setup), self.choices_on_a_page(setup, size))
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
        FieldKind::Phone
        | FieldKind::BankAccount
        | FieldKind::IdNumber
        | FieldKind::Number
        | FieldKind::Date => Kind::Digits,
        FieldKind::Text | FieldKind::TextArea | FieldKind::Address => Kind::Words,
        FieldKind::MultiChoice
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
        Kind::Choices => state.choices_in_sight(setup, size),
        Kind::Digits | Kind::Words | Kind::Stop => (Vec::new(), Page::default()),
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
            Kind::Words => wording::words_hint(field, state.find_problem().as_ref()),
            Kind::Stop => wording::STOP_HINT.into(),
        },
        choices,
        listed: state.listed(setup),
        page,
        entry: match kind {
            Kind::Words => wording::written(&state.words()),
            Kind::Choices | Kind::Digits | Kind::Stop => wording::entry(field, &state.digits),
        },
        extra_key: state.extra_key(),
        ready: state.find_problem().is_none() && kind != Kind::Stop,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use jiff::civil::date;

    use super::*;
    use crate::config;
    use crate::domain::id_card::{IdCard, ValidTo};
    use crate::domain::id_number::{IdNumber, Sex};

    /// An item of the shipped catalogue at one of its questions.
    pub(crate) fn form(item: &str, key: &str) -> State {
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config");
        let configuration = config::load(&shipped).unwrap();
        let item = Arc::new(configuration.catalogue.find_item(item).unwrap().clone());
        let (card, day) = (wang_xiuying(), date(2026, 11, 24));
        State::at(Draft::for_item(item, "test", card, &configuration.sites, day), key, false)
    }

    pub(crate) fn wang_xiuying() -> Arc<IdCard> {
        Arc::new(IdCard {
            name: "王秀英".into(),
            sex: Sex::Female,
            ethnicity: "01".into(),
            birth: date(1943, 3, 12),
            address: "湖南省宁乡市".into(),
            number: IdNumber::parse("430124194303120005").unwrap(),
            issuer: "宁乡市公安局".into(),
            valid_from: date(2009, 11, 11),
            valid_to: ValidTo::LongTerm,
            photo: Vec::new(),
            sam: String::new(),
        })
    }

    fn typed(item: &str, key: &str, digits: &str) -> State {
        let mut form = form(item, key);
        assert_eq!(form.kind(), Kind::Digits, "{key}");
        for key in digits.chars() {
            form.type_key(&key.to_string());
        }
        form
    }

    #[test]
    fn a_day_is_eight_digits_and_must_exist() {
        for (digits, problem, shown) in [
            ("", Some(FieldProblem::Missing), "____年__月__日"),
            ("2026113", Some(FieldProblem::TooShort { missing: 1 }), "2026年11月3_日"),
            ("20260230", Some(FieldProblem::Malformed), "2026年02月30日"),
            ("202611249", None, "2026年11月24日"),
        ] {
            let form = typed("birth_registration", "marriage_date", digits);
            assert_eq!(form.find_problem(), problem, "{digits}");
            assert_eq!(wording::entry(form.field(), &form.digits), shown);
            let again = State::at(form.draft.clone(), "marriage_date", false);
            assert_eq!(again.digits.len(), if problem.is_none() { 8 } else { 0 });
        }
    }

    #[test]
    fn only_a_field_of_digits_has_digits() {
        let mut words = form("advanced_age_allowance", "proxy_name");
        words.take_words("王五");
        let again = State::at(words.draft, "proxy_name", true);
        assert_eq!((again.digits.as_str(), again.words().as_str()), ("", "王五"));
        let digits = typed("dibao", "month_income", "12");
        assert_eq!(State::at(digits.draft, "month_income", true).digits, "12");
    }

    #[test]
    fn an_amount_has_one_point_and_the_limits_of_its_field() {
        for (keys, digits, problem) in [
            (".12.5.0", "12.50", None),
            ("100000", "100000", None),
            ("100001", "100001", Some(FieldProblem::Malformed)),
            ("1X2", "12", None),
        ] {
            let form = typed("dibao", "month_income", keys);
            assert_eq!((form.digits.as_str(), form.find_problem()), (digits, problem));
            let stored = form.draft.value("month_income").unwrap().0;
            assert!(stored == Value::Number(digits.into()));
        }
    }

    #[test]
    fn an_identity_number_has_its_x_only_at_the_end_and_its_check_character_is_looked_at() {
        for (keys, digits, problem) in [
            ("X43012", "43012", Some(FieldProblem::TooShort { missing: 13 })),
            ("43012419430312000X", "43012419430312000X", Some(FieldProblem::Malformed)),
            ("4301241943031200059", "430124194303120005", None),
        ] {
            let form = typed("advanced_age_allowance", "proxy_id_no", keys);
            assert_eq!((form.digits.as_str(), form.find_problem()), (digits, problem));
        }
    }
}
