//! 05, 07: one question at a time: rows, digits, words, or a kind stop where the staff has to help.

mod address;
mod household;

use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::draft::{
    Address, Draft, FieldProblem, MOST_MEMBERS, Member, Value, passes_luhn, problem_with,
    takes_other_card,
};
use crate::domain::id_card::IdCard;
use crate::domain::materials::situation_questions;
use crate::domain::service_item::{Field, FieldKind};
use crate::domain::site::Sites;
use crate::kiosk::screens::{Page, Place};
use crate::kiosk::session::{Setup, Visit};
use crate::kiosk::sight::TextSize;
use crate::kiosk::wording;

use address::AddressStep;
pub use address::ELSEWHERE;
use household::AtMember;

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
    /// Where in an address the person is.
    address: AddressStep,
    /// Who of the household is being entered.
    member: Option<AtMember>,
    pub purpose: Purpose,
    /// The account has been looked at a second time.
    pub account_confirmed: bool,
}

/// Why a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// One after the other, to file.
    File,
    /// Came from review: goes straight back there.
    Change,
    /// Decides what has to be brought; nothing is filed.
    Notice,
}

/// The option of a list that excludes the others.
const NOTHING_OF_IT: &str = "none";

#[derive(Clone, Debug, PartialEq)]
pub struct View {
    pub title: String,
    pub subtitle: &'static str,
    pub person: String,
    pub step: String,
    pub progress: f32,
    pub kind: Kind,
    pub question: String,
    pub hint: String,
    pub choices: Vec<Choice>,
    /// Several may be chosen.
    pub several: bool,
    pub listed: bool,
    /// Its rows have two lines.
    pub tall: bool,
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
    /// Needs what no kiosk has, such as a microphone: the staff fills it in.
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

/// Characters in one line of a row in two columns, beside an icon and at large text.
const ONE_LINE: usize = 7;

/// A day as it is typed: year, month, day.
const DAY: &str = "%Y%m%d";
const LONGEST_DAY: usize = 8;

/// A whole day that exists.
fn day(digits: &str) -> Option<Date> {
    (digits.len() == LONGEST_DAY).then(|| Date::strptime(DAY, digits).ok()).flatten()
}

impl State {
    pub fn at(draft: Draft, key: &str, purpose: Purpose) -> Self {
        let mut state = Self {
            draft,
            key: key.into(),
            place: Place::default(),
            digits: String::new(),
            township: None,
            address: AddressStep::default(),
            member: None,
            purpose,
            account_confirmed: false,
        };
        match state.value() {
            Some(Value::Address(Address::Picked { township, .. })) => {
                state.township = Some(township);
                state.address = AddressStep::Write;
            }
            Some(Value::Address(Address::Written(_))) => state.address = AddressStep::Write,
            _ => {} // the other kinds have one step
        }
        state.take_up();
        state
    }

    /// Digits that are there already, for whoever comes back to a keypad.
    fn take_up(&mut self) {
        self.place = Place::default();
        self.account_confirmed = false;
        self.digits = match (self.kind(), self.value()) {
            (Kind::Digits, Some(Value::BankAccount(digits) | Value::Text(digits))) => digits,
            (Kind::Digits, Some(Value::Number(digits))) => digits,
            (Kind::Digits, Some(Value::Date(day))) => day.strftime(DAY).to_string(),
            _ => String::new(), // rows show their own choice, words are in the draft
        };
    }

    /// What is asked now: a field of the item, or a column of a household's member.
    pub fn field(&self) -> &Field {
        let field = self.whole_field();
        let column = self.member.and_then(|member| member.column);
        column.and_then(|column| field.columns.get(column)).unwrap_or(field)
    }

    /// The field of the item, also while one of its columns is asked.
    pub fn whole_field(&self) -> &Field {
        self.draft.item().find_field(&self.key).expect("a form only asks fields of its own item")
    }

    pub fn kind(&self) -> Kind {
        let picks = self.field().kind == FieldKind::Address && self.address == AddressStep::Pick;
        if picks { Kind::Choices } else { kind_of(self.field()) }
    }

    /// Several rows may be chosen.
    pub fn takes_several(&self) -> bool {
        self.field().kind == FieldKind::MultiChoice
    }

    /// The answer to what is asked now.
    fn value(&self) -> Option<Value> {
        match self.member {
            Some(AtMember { place, column: Some(_) }) => {
                self.members().get(place)?.value(&self.field().key).cloned()
            }
            Some(AtMember { column: None, .. }) | None => {
                self.draft.value(&self.key).map(|(value, _)| value)
            }
        }
    }

    fn answer(&mut self, value: Option<Value>) {
        let key = self.key.clone();
        let Some(AtMember { place, column: Some(_) }) = self.member else {
            match value {
                Some(value) => self.draft.answer(&key, value),
                None => self.draft.clear(&key),
            }
            return;
        };
        let column = self.field().key.clone();
        let mut members = self.members();
        if let Some(member) = members.get_mut(place) {
            match value {
                Some(value) => member.answer(&column, value),
                None => member.clear(&column),
            }
        }
        self.draft.answer(&key, Value::Members(members));
    }

    pub fn choose(&mut self, id: &str, sites: &Sites) {
        if self.lists_members() {
            self.choose_member(id);
            return;
        }
        if self.asks_village() && self.township.is_none() {
            if id == ELSEWHERE {
                self.answer(None);
                self.address = AddressStep::Write;
            } else if sites.find_township(id).is_some() {
                self.township = Some(id.into());
            }
            self.place = Place::default();
            return;
        }
        if self.field().kind == FieldKind::Address {
            self.pick_village(id, sites);
            return;
        }
        let value = match self.field().kind {
            FieldKind::Bool => Value::Bool(id == "true"),
            FieldKind::MultiChoice => self.with_or_without(id),
            FieldKind::Text
            | FieldKind::TextArea
            | FieldKind::Number
            | FieldKind::Date
            | FieldKind::Choice
            | FieldKind::Phone
            | FieldKind::IdNumber
            | FieldKind::Address
            | FieldKind::BankAccount
            | FieldKind::Photo
            | FieldKind::Signature
            | FieldKind::Attachment
            | FieldKind::HouseholdMembers => Value::Text(id.into()), // rows stand for choices only
        };
        self.answer(Some(value));
    }

    /// In the order of the catalogue; “none of these” excludes the rest.
    fn with_or_without(&self, id: &str) -> Value {
        let mut chosen = match self.value() {
            Some(Value::Choices(chosen)) => chosen,
            _ => Vec::new(), // nothing is chosen yet
        };
        if chosen.iter().any(|one| one == id) {
            chosen.retain(|one| one != id);
        } else {
            chosen.push(id.into());
            chosen.retain(|one| (one == NOTHING_OF_IT) == (id == NOTHING_OF_IT));
        }
        let options = self.field().options.iter().map(|option| option.value.clone());
        Value::Choices(options.filter(|option| chosen.contains(option)).collect())
    }

    /// To the next step within the same question; false: the question is at its end.
    pub fn go_on(&mut self) -> bool {
        let Some(AtMember { place, column }) = self.member else { return false };
        let last = self.whole_field().columns.len().saturating_sub(1);
        self.member = match column {
            Some(column) if column < last => Some(AtMember { place, column: Some(column + 1) }),
            Some(_) | None => None,
        };
        self.take_up();
        true
    }

    /// One step back within the same question; false: the question before comes.
    pub fn go_back(&mut self) -> bool {
        if let Some(AtMember { place, column }) = self.member {
            self.member = match column {
                Some(column) if column > 0 => Some(AtMember { place, column: Some(column - 1) }),
                Some(_) | None => None,
            };
            if self.member.is_none() {
                let mut members = self.members();
                members.retain(|member| member.all().next().is_some()); // one that nobody filled in
                self.answer_members(members);
            }
        } else if self.field().kind == FieldKind::Address && self.address == AddressStep::Write {
            self.address = AddressStep::Pick;
        } else if self.township.take().is_none() {
            return false;
        }
        self.take_up();
        true
    }

    /// Whether the card of another person answers something here.
    pub fn takes_other_card(&self) -> bool {
        let field = self.whole_field();
        field.kind == FieldKind::HouseholdMembers || takes_other_card(field, &field.group)
    }

    /// A relative's card: a row of the household, or the answers of this group of questions.
    pub fn take_other_card(&mut self, card: Arc<IdCard>) {
        if self.whole_field().kind != FieldKind::HouseholdMembers {
            let group = self.whole_field().group.clone();
            self.draft.take_other_card(&group, card);
            self.take_up();
            return;
        }
        let mut members = self.members();
        // the same card again opens its row; while somebody else's row is open, the next card is the next relative
        let number = Value::Text(card.number.as_str().to_owned());
        let known = members.iter().position(|one| one.value("id_number") == Some(&number));
        let without_number = |at: &AtMember| {
            members.get(at.place).is_some_and(|member| member.value("id_number").is_none())
        };
        let open = self.member.filter(without_number).map(|at| at.place);
        let place = known.or(open).unwrap_or(members.len());
        if place == members.len() && place < MOST_MEMBERS {
            members.push(Member::default());
        }
        if let Some(member) = members.get_mut(place) {
            member.take_card(&card);
            let columns = &self.whole_field().columns;
            let open = columns.iter().position(|column| member.value(&column.key).is_none());
            self.member = Some(AtMember { place, column: Some(open.unwrap_or_default()) });
            self.answer_members(members);
        }
        self.take_up();
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
        match self.member {
            Some(AtMember { column: Some(_), .. }) => {
                problem_with(field, self.value().as_ref(), self.draft.day())
            }
            Some(AtMember { column: None, .. }) => Some(FieldProblem::Missing),
            // begun is not left out
            None if field.kind == FieldKind::Address
                && self.address == AddressStep::Pick
                && (field.required || self.township.is_some()) =>
            {
                Some(FieldProblem::Missing)
            }
            None => self.draft.find_problem(field),
        }
    }

    /// What has been written into this field.
    pub fn words(&self) -> String {
        match self.value() {
            Some(
                Value::Text(text)
                | Value::Address(Address::Written(text) | Address::Picked { detail: text, .. }),
            ) => text,
            _ => String::new(), // nothing yet, or the line of the card, which is not changed by hand
        }
    }

    /// What the writing panel gives back.
    pub fn take_words(&mut self, words: &str) {
        let words = words.to_owned();
        let value = match (self.field().kind, self.value()) {
            (
                FieldKind::Address,
                Some(Value::Address(Address::Picked { township, village, .. })),
            ) => Value::Address(Address::Picked { township, village, detail: words }),
            (FieldKind::Address, _) => Value::Address(Address::Written(words)),
            _ => Value::Text(words),
        };
        self.answer(Some(value));
    }

    /// A number that fails its check digit is only looked at again, never refused.
    pub fn account_needs_second_look(&self) -> bool {
        self.field().kind == FieldKind::BankAccount
            && !self.account_confirmed
            && !passes_luhn(&self.digits)
    }

    fn take_digits(&mut self) {
        self.account_confirmed = false;
        if self.digits.is_empty() {
            self.answer(None);
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
        self.answer(value);
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

    fn question(&self) -> String {
        let members = self.members();
        let who = self.member.and_then(|at| members.get(at.place));
        match (who, self.field().kind) {
            (Some(member), FieldKind::HouseholdMembers) => wording::member_question(member),
            _ if self.asks_detail() => wording::DETAIL_QUESTION.into(),
            _ => wording::question(self.field(), self.asks_village() && self.township.is_some()),
        }
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

    /// Some words need two lines of a row in two columns.
    fn tall(&self, setup: &Setup) -> bool {
        let is_long = |choice: &Choice| choice.words.chars().count() > ONE_LINE;
        self.listed(setup) && self.all_choices(setup).iter().any(is_long)
    }

    fn choices_on_a_page(&self, setup: &Setup, size: TextSize) -> usize {
        match (self.listed(setup), size) {
            (false, TextSize::Normal | TextSize::Large) => 4,
            (false, TextSize::Largest) => 3,
            (true, TextSize::Normal | TextSize::Large) if self.tall(setup) => 6,
            (true, TextSize::Normal | TextSize::Large) => 8,
            (true, TextSize::Largest) => 6,
        }
    }

    /// Those of the page that is shown, on the screen and to whoever listens.
    pub fn choices_in_sight(&self, setup: &Setup, size: TextSize) -> (Vec<Choice>, Page) {
        self.place.cut(self.all_choices(setup), self.choices_on_a_page(setup, size))
    }

    pub fn all_choices(&self, setup: &Setup) -> Vec<Choice> {
        if self.lists_members() {
            return self.member_rows();
        }
        let chosen = match self.value() {
            Some(Value::Text(value)) => vec![value],
            Some(Value::Bool(value)) => vec![value.to_string()],
            Some(Value::Choices(chosen)) => chosen,
            Some(Value::Address(Address::Picked { township, village, .. })) => {
                vec![township, village]
            }
            _ => Vec::new(),
        };
        let mut choices =
            if self.asks_village() { self.places(setup) } else { choices_of(self.field()) };
        for choice in &mut choices {
            choice.chosen = chosen.contains(&choice.id);
        }
        choices
    }
}

/// A person can answer it here, without the staff: on this screen or on the one that takes photos.
pub fn can_be_entered(field: &Field) -> bool {
    kind_of(field) != Kind::Stop || is_photographed(field)
}

/// The camera answers it; what is recorded by a microphone no machine here takes.
pub fn is_photographed(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Photo | FieldKind::Attachment) && !field.recorded
}

/// Which question it is and how far one is, in words and from 0 to 1; what the staff has to fill in is not counted among
/// what is still to answer.
pub fn progress(draft: &Draft, key: &str, purpose: Purpose) -> (String, f32) {
    let mut questions = match purpose {
        Purpose::File | Purpose::Change => draft.questions(),
        Purpose::Notice => situation_questions(draft.item(), draft),
    };
    questions.retain(|question| can_be_entered(question));
    let total = questions.len();
    let place = questions.iter().position(|question| question.key == key).unwrap_or(total);
    let total = total.max(place + 1);
    (wording::step(place + 1, total), (place + 1) as f32 / total as f32)
}

/// How a field is answered at this screen.
fn kind_of(field: &Field) -> Kind {
    match field.kind {
        FieldKind::Choice
        | FieldKind::Bool
        | FieldKind::MultiChoice
        | FieldKind::HouseholdMembers => Kind::Choices,
        FieldKind::Phone
        | FieldKind::BankAccount
        | FieldKind::IdNumber
        | FieldKind::Number
        | FieldKind::Date => Kind::Digits,
        FieldKind::Text | FieldKind::TextArea | FieldKind::Address => Kind::Words,
        // signing and taking photos have screens of their own
        FieldKind::Photo | FieldKind::Signature | FieldKind::Attachment => Kind::Stop,
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
    let (step, progress) = progress(&state.draft, &state.key, state.purpose);
    let kind = state.kind();
    let (choices, page) = match kind {
        Kind::Choices => state.choices_in_sight(setup, size),
        Kind::Digits | Kind::Words | Kind::Stop => (Vec::new(), Page::default()),
    };
    View {
        title: state.draft.item().short_name.clone(),
        subtitle: wording::form_subtitle(state.purpose),
        person: wording::person(Some(visit)),
        step,
        progress,
        kind,
        question: state.question(),
        hint: match kind {
            _ if state.lists_members() => wording::members_hint(state.member.is_some()),
            Kind::Choices if state.takes_several() => wording::SEVERAL_HINT.into(),
            Kind::Choices => wording::choice_hint(field),
            Kind::Digits => {
                wording::digits_hint(field, &state.digits, state.find_problem().as_ref())
            }
            Kind::Words => wording::words_hint(field, state.find_problem().as_ref()),
            Kind::Stop => wording::STOP_HINT.into(),
        },
        choices,
        several: state.takes_several(),
        listed: state.listed(setup),
        tall: state.tall(setup),
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
        State::at(
            Draft::for_item(item, "test", card, &configuration.sites, day),
            key,
            Purpose::File,
        )
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

    /// Her neighbour's card lay there instead of her daughter's: the number can still be put right.
    #[test]
    fn what_another_persons_card_answers_is_not_asked_and_can_be_changed() {
        let mut form = form("advanced_age_allowance", "proxy_name");
        form.draft.answer("is_proxy", Value::Bool(true));
        assert!(form.takes_other_card());
        form.take_other_card(wang_xiuying());
        let asked: Vec<&str> =
            form.draft.questions().iter().map(|field| field.key.as_str()).collect();
        assert!(!asked.contains(&"proxy_name") && !asked.contains(&"proxy_id_no"), "{asked:?}");
        let field = form.draft.item().find_field("proxy_id_no").unwrap();
        assert!(form.draft.can_be_asked(field));
        let mut again = State::at(form.draft.clone(), "proxy_id_no", Purpose::Change);
        assert_eq!(again.digits, "430124194303120005");
        again.type_key("⌫");
        assert_eq!(again.find_problem(), Some(FieldProblem::TooShort { missing: 1 }));
    }

    /// One card after the other, the first once more, and a name that was written before its card came.
    #[test]
    fn every_relatives_card_is_a_row_of_its_own() {
        let card = |name: &str, number: &str| {
            let number = IdNumber::parse(number).unwrap();
            Arc::new(IdCard { name: name.into(), number, ..IdCard::clone(&wang_xiuying()) })
        };
        let mut form = form("dibao", "family_members");
        form.take_other_card(card("王小明", "430124199208080028"));
        form.take_other_card(card("王大明", "430124194701050014"));
        form.take_other_card(card("王小明", "430124199208080028"));
        let names = |form: &State| -> Vec<String> {
            let name = |member: &Member| match member.value("name") {
                Some(Value::Text(name)) => Some(name.clone()),
                _ => None,
            };
            form.members().iter().filter_map(name).collect()
        };
        assert_eq!(names(&form), ["王小明", "王大明"]);
        let mut written = self::form("dibao", "family_members");
        let mut member = Member::default();
        member.answer("name", Value::Text("王小敏".into()));
        written.answer_members(vec![member]);
        written.member = Some(AtMember { place: 0, column: Some(1) });
        written.take_other_card(card("王小明", "430124199208080028"));
        assert_eq!(names(&written), ["王小明"], "her card puts it right");
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
            let again = State::at(form.draft.clone(), "marriage_date", Purpose::File);
            assert_eq!(again.digits.len(), if problem.is_none() { 8 } else { 0 });
        }
    }

    #[test]
    fn only_a_field_of_digits_has_digits() {
        let mut words = form("advanced_age_allowance", "proxy_name");
        words.take_words("王五");
        let again = State::at(words.draft, "proxy_name", Purpose::Change);
        assert_eq!((again.digits.as_str(), again.words().as_str()), ("", "王五"));
        let digits = typed("dibao", "month_income", "12");
        assert_eq!(State::at(digits.draft, "month_income", Purpose::Change).digits, "12");
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
