//! A form being filled in: what the card answers, what is still to ask, what is wrong, and `check`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::application::{Application, Checked, MaterialRecord, NextStep};
use super::city::CitySettings;
use super::condition::{Fact, Facts, Truth, all_hold, day};
use super::derived;
use super::eligibility::{CardFacts, first_block, newly_told, remarks};
use super::id_card::IdCard;
use super::id_number::IdNumber;
use super::materials::{Hand, MaterialState, Need, Papers, needs, situation_questions};
use super::names::{ethnic_group, sex_name};
use super::photo::Photo;
use super::service_item::{CardUse, Field, FieldKind, Rule, ServiceItem};
use super::signature::Signature;
use super::site::Sites;

/// The answer to one field; shapes as decisions.md “Values in JSON” has them.
#[derive(Clone, PartialEq)]
pub enum Value {
    Text(String),
    /// In catalogue order.
    Choices(Vec<String>),
    /// A decimal as it was typed.
    Number(String),
    Date(Date),
    Bool(bool),
    Address(Address),
    /// Digits only.
    BankAccount(String),
    /// The raw photo of the card's chip.
    CardPhoto(Vec<u8>),
    /// Of a photo or an attachment: what was photographed or chosen here.
    Photo(Photo),
    Signature(Signature),
    /// The people of a household, in the order in which they were entered.
    Members(Vec<Member>),
}

/// One person of a household: the answers to the columns of the catalogue.
#[derive(Clone, Default, PartialEq)]
pub struct Member {
    answers: BTreeMap<String, Value>,
}

impl Member {
    pub fn value(&self, key: &str) -> Option<&Value> {
        self.answers.get(key)
    }

    pub fn name(&self) -> Option<&str> {
        self.text("name")
    }

    /// The value of the option that says what they are to the applicant.
    pub fn relation(&self) -> Option<&str> {
        self.text("relation")
    }

    fn text(&self, key: &str) -> Option<&str> {
        let Some(Value::Text(text)) = self.answers.get(key) else { return None };
        Some(text.as_str()).filter(|text| !text.is_empty())
    }

    pub fn answer(&mut self, key: &str, value: Value) {
        self.answers.insert(key.into(), value);
    }

    pub fn clear(&mut self, key: &str) {
        self.answers.remove(key);
    }

    /// What a card says of them; the rest is asked.
    pub fn take_card(&mut self, card: &IdCard) {
        self.answer("name", Value::Text(card.name.clone()));
        self.answer("id_number", Value::Text(card.number.as_str().into()));
    }

    /// By the keys of the columns.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.answers.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// The first thing that is wrong with one of the columns.
    pub fn find_problem(&self, columns: &[Field], today: Date) -> Option<(String, FieldProblem)> {
        columns.iter().find_map(|column| {
            let problem = problem_with(column, self.value(&column.key), today)?;
            Some((column.key.clone(), problem))
        })
    }
}

/// More do not live in one household; a larger one is for the staff.
pub const MOST_MEMBERS: usize = 20;

/// Where somebody lives, or where something is delivered.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// The line on the card.
    CardText(String),
    /// As a person wrote it: outside the city, or where nothing is picked.
    Written(String),
    /// Codes of the sites, and the rest in words.
    Picked { township: String, village: String, detail: String },
}

/// Where an answer came from; what the card says cannot be changed by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    Person,
    Card,
    /// Told for another item in the same sitting, and open to correction.
    Earlier,
    /// Computed from the card and the catalogue, and open to correction.
    Derived,
}

/// Why an answer cannot be taken, or why a form is not complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldProblem {
    Missing,
    /// So many digits are still to come.
    TooShort {
        missing: usize,
    },
    TooLong {
        most: usize,
    },
    /// A day before the first or behind the last that the catalogue allows.
    TooEarly {
        first: Date,
    },
    TooLate {
        last: Date,
    },
    /// A member of the household lacks an answer.
    Member {
        place: usize,
    },
    /// Does not look like what is asked for.
    Malformed,
    NotOffered,
    NotSigned,
    /// A rule of the catalogue stops here, in its own words.
    Blocked {
        message: String,
    },
}

/// The form of one person for one item. Dropping it forgets everything.
#[derive(Clone)]
pub struct Draft {
    item: Arc<ServiceItem>,
    item_version: String,
    card: Arc<IdCard>,
    day: Date,
    village_of_card: Option<String>,
    city: Arc<CitySettings>,
    answers: BTreeMap<String, Value>,
    /// What was told for another item of the bundle; whatever is answered here goes before it.
    earlier: BTreeMap<String, Value>,
    /// Cards of others, by the group of questions that they answer: the proxy's, the spouse's.
    other_cards: BTreeMap<String, Arc<IdCard>>,
    /// Materials that go to the window, by key.
    to_window: BTreeSet<String>,
    /// Papers that were photographed, by the key of the material.
    papers: BTreeMap<String, Photo>,
}

impl Draft {
    pub fn for_item(
        item: Arc<ServiceItem>,
        item_version: &str,
        card: Arc<IdCard>,
        sites: &Sites,
        day: Date,
    ) -> Self {
        let village_of_card =
            sites.village_in_address(&card.address).map(|village| village.code.clone());
        Self {
            item,
            item_version: item_version.into(),
            card,
            day,
            village_of_card,
            city: Arc::default(),
            answers: BTreeMap::new(),
            earlier: BTreeMap::new(),
            other_cards: BTreeMap::new(),
            to_window: BTreeSet::new(),
            papers: BTreeMap::new(),
        }
    }

    /// Under what city and point have set; without it none of that is known.
    #[must_use]
    pub fn under(mut self, city: Arc<CitySettings>) -> Self {
        self.city = city;
        self
    }

    /// Begins with what was told for another item in the same sitting.
    #[must_use]
    pub fn knowing(mut self, earlier: BTreeMap<String, Value>) -> Self {
        self.earlier = earlier;
        self
    }

    pub fn item(&self) -> &ServiceItem {
        &self.item
    }

    pub fn shared_item(&self) -> Arc<ServiceItem> {
        Arc::clone(&self.item)
    }

    pub fn card(&self) -> &IdCard {
        &self.card
    }

    /// What a field holds now and where it comes from.
    pub fn value(&self, key: &str) -> Option<(Value, Origin)> {
        if let Some(value) = self.answers.get(key) {
            return Some((value.clone(), Origin::Person));
        }
        self.known(self.item.find_field(key)?)
    }

    /// Without anybody's answer to this question: by the card, by other answers, or from what was told before.
    fn known(&self, field: &Field) -> Option<(Value, Origin)> {
        let earlier = || Some((self.earlier.get(&field.key)?.clone(), Origin::Earlier));
        self.prefill(field).or_else(earlier)
    }

    pub fn day(&self) -> Date {
        self.day
    }

    /// Another person's card answers what it can of a group of questions; review offers to change it.
    pub fn take_other_card(&mut self, group: &str, card: Arc<IdCard>) {
        let item = Arc::clone(&self.item);
        for field in item.fields.iter().filter(|field| takes_other_card(field, group)) {
            self.answers.remove(&field.key);
        }
        self.other_cards.insert(group.into(), card);
        self.unsign();
    }

    /// Takes an answer. Any change other than the signature itself unsigns the form.
    pub fn answer(&mut self, key: &str, value: Value) {
        let changed = self.answers.get(key) != Some(&value);
        if changed && !self.is_sign_field(key) {
            self.unsign();
        }
        self.answers.insert(key.into(), value);
    }

    pub fn clear(&mut self, key: &str) {
        let forgotten = self.earlier.remove(key).is_some();
        if (self.answers.remove(key).is_some() || forgotten) && !self.is_sign_field(key) {
            self.unsign();
        }
    }

    /// A photo of one of the item's materials; it belongs to what is signed.
    pub fn attach(&mut self, material_key: &str, photo: Photo) {
        if self.papers.get(material_key) != Some(&photo) {
            self.unsign();
        }
        self.papers.insert(material_key.into(), photo);
    }

    pub fn photo_of(&self, material_key: &str) -> Option<&Photo> {
        self.papers.get(material_key)
    }

    /// The paper goes to the window instead.
    pub fn detach(&mut self, material_key: &str) {
        if self.papers.remove(material_key).is_some() {
            self.unsign();
        }
    }

    /// Whether a photo stands for this paper: one of its own, or that of a question about the same paper.
    pub fn is_photographed(&self, material_key: &str) -> bool {
        let covers = |field: &Field| field.covers.iter().any(|key| key == material_key);
        let taken = |field: &Field| matches!(self.answers.get(&field.key), Some(Value::Photo(_)));
        self.papers.contains_key(material_key)
            || self.shown_fields().into_iter().any(|field| covers(field) && taken(field))
    }

    /// The sentence above the box is the commitment: signing gives both (decisions.md “Forms”).
    pub fn sign(&mut self, signature: Signature) {
        for field in self.item.fields.iter().filter(|field| field.group == "sign") {
            let value = if field.kind == FieldKind::Signature {
                Value::Signature(signature.clone())
            } else {
                Value::Bool(true) // the commitment; nothing else stands in the sign block
            };
            self.answers.insert(field.key.clone(), value);
        }
    }

    pub fn is_signed(&self) -> bool {
        let signed = |key: &str| matches!(self.answers.get(key), Some(Value::Signature(_)));
        self.item.fields.iter().any(|field| field.group == "sign" && signed(&field.key))
    }

    /// Questions a person may still have to answer, in order; those whose condition is not known
    /// yet are counted, so that the total can only shrink.
    pub fn questions(&self) -> Vec<&Field> {
        self.item
            .fields
            .iter()
            .filter(|field| self.is_question(field) && self.shown(field) != Truth::Fails)
            .collect()
    }

    /// The first question behind `after` that is asked now; `None`: the form is at its end.
    pub fn next_question(&self, after: Option<&str>) -> Option<&Field> {
        let start = after.map_or(0, |key| self.place(key).map_or(0, |place| place + 1));
        let mut later = self.item.fields.iter().skip(start);
        later.find(|field| self.is_question(field) && self.is_asked(field))
    }

    pub fn previous_question(&self, before: Option<&str>) -> Option<&Field> {
        let end = before.and_then(|key| self.place(key)).unwrap_or(self.item.fields.len());
        let earlier: Vec<&Field> = self.item.fields.iter().take(end).collect();
        earlier.into_iter().rev().find(|field| self.is_question(field) && self.is_asked(field))
    }

    /// The next question that decides about materials, behind `after`.
    pub fn next_situation(&self, after: Option<&str>) -> Option<&Field> {
        let start = after.map_or(0, |key| self.place(key).map_or(0, |place| place + 1));
        let questions = situation_questions(&self.item, self);
        questions.into_iter().find(|field| self.place(&field.key).is_some_and(|at| at >= start))
    }

    pub fn previous_situation(&self, before: &str) -> Option<&Field> {
        let end = self.place(before).unwrap_or_default();
        let questions = situation_questions(&self.item, self);
        questions.into_iter().rev().find(|field| self.place(&field.key).is_some_and(|at| at < end))
    }

    /// Fields that belong into the application as things stand, in order.
    pub fn shown_fields(&self) -> Vec<&Field> {
        self.item.fields.iter().filter(|field| self.is_asked(field)).collect()
    }

    /// Whether a person may answer this field at the screen at all: what a card says stands.
    pub fn can_be_asked(&self, field: &Field) -> bool {
        field.group != "sign" && !matches!(self.prefill(field), Some((_, Origin::Card)))
    }

    /// What is wrong with one field as it stands.
    pub fn find_problem(&self, field: &Field) -> Option<FieldProblem> {
        let value = match self.value(&field.key) {
            // computed, as an age of 126: nobody could type anything truer
            Some((Value::Number(_), Origin::Derived)) => return None,
            value => value.map(|(value, _)| value),
        };
        problem_with(field, value.as_ref(), self.day)
    }

    /// The rule that is known to stop this, as far as the form has come.
    pub fn stopping_rule(&self) -> Option<&Rule> {
        first_block(&self.item, self)
    }

    /// Rules that speak since a question was answered: news that holds, and what an officer will look at. Without a
    /// question: those that speak from the card alone.
    pub fn told_since(&self, question: Option<&str>) -> Vec<&Rule> {
        let Some(key) = question else { return newly_told(&self.item, None::<&Self>, self) };
        let mut before = self.clone();
        before.clear(key);
        newly_told(&self.item, Some(&before), self)
    }

    /// The first problem of every shown field, then the first rule that blocks.
    pub fn check(self) -> Result<Application, Vec<(String, FieldProblem)>> {
        let shown: Vec<Field> = self.shown_fields().into_iter().cloned().collect();
        let mut problems: Vec<(String, FieldProblem)> = shown
            .iter()
            .filter_map(|field| Some((field.key.clone(), self.find_problem(field)?)))
            .collect();
        if let Some(rule) = first_block(&self.item, &HandedIn(&self)) {
            let blocked = FieldProblem::Blocked { message: rule.message.clone() };
            problems.push((rule.check.field.clone(), blocked));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let values = shown
            .iter()
            .filter_map(|field| Some((field.key.clone(), self.value(&field.key)?.0)))
            .collect();
        let checked = Checked {
            next_steps: self.next_steps(),
            materials: self.materials(),
            papers: self.papers_asked_for(),
            remarks: remarks(&self.item, &HandedIn(&self))
                .iter()
                .map(|rule| rule.code.clone())
                .collect(),
            values,
        };
        Ok(Application::from_checked(self.item, self.item_version, self.card, self.day, checked))
    }

    /// The steps at other desks that are taken for these answers.
    fn next_steps(&self) -> Vec<NextStep> {
        self.item
            .steps
            .iter()
            .filter(|step| step.level != "village")
            .filter(|step| all_hold(&step.show_if, self) == Truth::Holds)
            .map(|step| NextStep { actor: step.actor.clone(), name: step.name.clone() })
            .collect()
    }

    /// In the order of the catalogue; a paper that is not asked for as things stand stays out.
    fn papers_asked_for(&self) -> Vec<(String, Photo)> {
        self.item
            .materials
            .iter()
            .filter(|material| all_hold(&material.show_if, self) == Truth::Holds)
            .filter_map(|material| {
                Some((material.key.clone(), self.papers.get(&material.key)?.clone()))
            })
            .collect()
    }

    /// Every material that is asked of this person, as things stand.
    pub fn needs(&self) -> Vec<Need<'_>> {
        needs(&self.item, self)
    }

    /// 交原件到窗口. It is no answer: what is signed stays as it is.
    pub fn take_to_window(&mut self, material: &str) {
        self.to_window.insert(material.into());
    }

    /// What nobody knows to be asked for is left out: the officer asks.
    fn materials(&self) -> Vec<MaterialRecord> {
        let known = |need: &&Need<'_>| need.state != MaterialState::Depends;
        let record = |need: &Need<'_>| MaterialRecord {
            key: need.material.key.clone(),
            name: need.material.name.clone(),
            state: need.state,
            original_wanted: need.wants_original(),
        };
        self.needs().iter().filter(known).map(record).collect()
    }

    fn place(&self, key: &str) -> Option<usize> {
        self.item.fields.iter().position(|field| field.key == key)
    }

    fn is_sign_field(&self, key: &str) -> bool {
        self.item.find_field(key).is_some_and(|field| field.group == "sign")
    }

    fn unsign(&mut self) {
        let item = Arc::clone(&self.item);
        for field in item.fields.iter().filter(|field| field.group == "sign") {
            self.answers.remove(&field.key);
        }
    }

    fn shown(&self, field: &Field) -> Truth {
        all_hold(&field.show_if, self)
    }

    pub fn is_asked(&self, field: &Field) -> bool {
        self.shown(field) == Truth::Holds
    }

    /// Filled from the card: a locked row, no question. Optional text and photos: not asked here.
    fn is_question(&self, field: &Field) -> bool {
        let writing = matches!(
            field.kind,
            FieldKind::Text | FieldKind::TextArea | FieldKind::Photo | FieldKind::Attachment
        );
        field.group != "sign" && self.known(field).is_none() && (field.required || !writing)
    }

    fn prefill(&self, field: &Field) -> Option<(Value, Origin)> {
        if let Some(of_card) = field.prefill.strip_prefix("id_card2.") {
            let card = self.other_cards.get(&field.group)?;
            let value = match of_card {
                "name" => Value::Text(card.name.clone()),
                "number" => Value::Text(card.number.as_str().into()),
                "address" => Value::Address(Address::CardText(card.address.clone())),
                _ => return None,
            };
            return Some((value, Origin::Derived)); // the wrong relative's card may have been laid down
        }
        let source = field.prefill.as_str();
        let card = &self.card;
        let from_card = |value| Some((value, Origin::Card));
        match source {
            "id_card.name" => from_card(Value::Text(card.name.clone())),
            "id_card.number" => from_card(Value::Text(card.number.as_str().into())),
            "id_card.sex" => from_card(Value::Text(sex_name(card.sex).into())),
            "id_card.ethnicity" => from_card(Value::Text(ethnic_group(&card.ethnicity))),
            "id_card.birth" => from_card(Value::Date(card.birth)),
            "id_card.address" => from_card(self.card_address()),
            "id_card.photo" if !card.photo.is_empty() => {
                from_card(Value::CardPhoto(card.photo.clone()))
            }
            "derived.village_from_card_address" => {
                self.village_of_card.clone().map(|code| (Value::Text(code), Origin::Derived))
            }
            // who lives elsewhere is asked: where the machine stands says nothing about it
            "site.village_code" => {
                self.village_of_card.clone().map(|code| (Value::Text(code), Origin::Derived))
            }
            "site.address" => {
                let address = Address::Written(self.city.site_address.clone()?);
                Some((Value::Address(address), Origin::Derived))
            }
            _ => self.computed(field).map(|value| (value, Origin::Derived)),
        }
    }

    /// From other answers, or the one option that the city has left; shared data does not exist at this kiosk yet.
    fn computed(&self, field: &Field) -> Option<Value> {
        if let Some(source) = field.prefill.strip_prefix("derived.") {
            return derived::value(self, source);
        }
        let only = field.prefill.starts_with("config.") && field.options.len() == 1;
        field.options.first().filter(|_| only).map(|option| Value::Text(option.value.clone()))
    }

    fn card_address(&self) -> Value {
        Value::Address(Address::CardText(self.card.address.clone()))
    }
}

impl Facts for Draft {
    fn find_fact(&self, key: &str) -> Option<Fact> {
        if let Some(field) = self.item.find_field(key) {
            if self.shown(field) == Truth::Fails {
                return Some(Fact::Empty);
            }
            return self.value(key).map(|(value, _)| fact_of(&value));
        }
        if self.photo_of(key).is_some() {
            return Some(Fact::Bool(true)); // a rule may ask whether a paper is there
        }
        CardFacts { card: &self.card, day: self.day }
            .find_fact(key)
            .or_else(|| derived::fact(self, key))
            .or_else(|| self.city.find_fact(key, self.day))
    }

    fn today(&self) -> Date {
        self.day
    }
}

/// A form that nobody goes on with: a question without an answer was left empty.
struct HandedIn<'a>(&'a Draft);

impl Facts for HandedIn<'_> {
    fn find_fact(&self, key: &str) -> Option<Fact> {
        let is_field = self.0.item.find_field(key).is_some();
        self.0.find_fact(key).or_else(|| is_field.then_some(Fact::Empty))
    }

    fn today(&self) -> Date {
        self.0.day
    }
}

impl Papers for Draft {
    fn is_read(&self, card: CardUse) -> bool {
        let of_card = CardFacts { card: &self.card, day: self.day };
        match card {
            CardUse::Applicant | CardUse::ChipPhoto => of_card.is_read(card),
            CardUse::Proxy => self.other_cards.contains_key(PROXY),
            CardUse::Second => self.other_cards.keys().any(|group| group != PROXY),
            CardUse::Household => false,
        }
    }

    fn handed(&self, material: &str) -> Option<Hand> {
        if self.is_photographed(material) {
            return Some(Hand::Photographed);
        }
        self.to_window.contains(material).then_some(Hand::OriginalToWindow)
    }
}

/// The group of questions about whoever files for the applicant.
const PROXY: &str = "proxy";

fn fact_of(value: &Value) -> Fact {
    match value {
        Value::Text(text) | Value::BankAccount(text) => Fact::Text(text.clone()),
        Value::Choices(chosen) => Fact::Many(chosen.clone()),
        Value::Number(text) => text.parse().map_or(Fact::Empty, Fact::Number),
        Value::Date(date) => Fact::Date(*date),
        Value::Bool(value) => Fact::Bool(*value),
        Value::Address(Address::CardText(text) | Address::Written(text)) => {
            Fact::Text(text.clone())
        }
        Value::Address(Address::Picked { detail, .. }) => Fact::Text(detail.clone()),
        Value::Members(members) if members.is_empty() => Fact::Empty,
        Value::Members(_) => Fact::Bool(true),
        Value::CardPhoto(_) | Value::Photo(_) | Value::Signature(_) => Fact::Bool(true),
    }
}

/// A field that another person's card answers in part.
pub fn takes_other_card(field: &Field, group: &str) -> bool {
    field.group == group && field.prefill.starts_with("id_card2.")
}

/// What is wrong with an answer, or with there being none.
pub fn problem_with(field: &Field, value: Option<&Value>, today: Date) -> Option<FieldProblem> {
    match value {
        None if field.required && field.kind == FieldKind::Signature => {
            Some(FieldProblem::NotSigned)
        }
        None if field.required => Some(FieldProblem::Missing),
        None => None,
        Some(value) => problem_of(field, value, today),
    }
}

fn problem_of(field: &Field, value: &Value, today: Date) -> Option<FieldProblem> {
    match value {
        Value::Text(text) if field.kind == FieldKind::Phone => phone_problem(field, text),
        Value::Text(text) if field.kind == FieldKind::IdNumber => id_problem(text, today),
        Value::BankAccount(number) => account_problem(number),
        Value::Text(text) | Value::Address(Address::Written(text)) => text_problem(field, text),
        Value::Number(text) => number_problem(field, text),
        Value::Choices(chosen) if chosen.is_empty() => {
            field.required.then_some(FieldProblem::Missing)
        }
        Value::Choices(chosen) => chosen
            .iter()
            .any(|one| field.find_choice(one).is_none())
            .then_some(FieldProblem::NotOffered),
        Value::Date(date) => day_problem(field, *date, today),
        Value::Address(Address::Picked { detail, .. }) => text_problem(field, detail),
        Value::Members(members) => members_problem(field, members, today),
        // a face is looked at: where a photo is asked, no document will do
        Value::Photo(photo)
            if field.kind == FieldKind::Photo && !photo.media_type().is_picture() =>
        {
            Some(FieldProblem::Malformed)
        }
        Value::Bool(_)
        | Value::Address(Address::CardText(_))
        | Value::CardPhoto(_)
        | Value::Photo(_)
        | Value::Signature(_) => None,
    }
}

/// Nothing that anybody files for happened before it.
const EARLIEST_DAY: Date = jiff::civil::date(1900, 1, 1);

/// `min` and `max` of a day may be `today` or `today-30d`.
fn day_problem(field: &Field, date: Date, today: Date) -> Option<FieldProblem> {
    let limit = |text: &str| day(text, today);
    let first = limit(&field.min).unwrap_or(EARLIEST_DAY);
    if date < first {
        return Some(FieldProblem::TooEarly { first });
    }
    let last = limit(&field.max).filter(|last| date > *last)?;
    Some(FieldProblem::TooLate { last })
}

fn members_problem(field: &Field, members: &[Member], today: Date) -> Option<FieldProblem> {
    if members.is_empty() {
        return field.required.then_some(FieldProblem::Missing);
    }
    if members.len() > MOST_MEMBERS {
        return Some(FieldProblem::TooLong { most: MOST_MEMBERS });
    }
    let wrong = |member: &Member| member.find_problem(&field.columns, today).is_some();
    members.iter().position(wrong).map(|place| FieldProblem::Member { place })
}

fn text_problem(field: &Field, text: &str) -> Option<FieldProblem> {
    if text.is_empty() {
        return field.required.then_some(FieldProblem::Missing);
    }
    if field.max_len > 0 && text.chars().count() > field.max_len {
        return Some(FieldProblem::TooLong { most: field.max_len });
    }
    let offered = field.options.is_empty() || field.find_choice(text).is_some();
    if field.kind == FieldKind::Choice && !offered {
        return Some(FieldProblem::NotOffered);
    }
    (!matches_pattern(field, text)).then_some(FieldProblem::Malformed)
}

/// A mobile number has 11 digits, a land line 10 to 12 with its area code.
fn phone_problem(field: &Field, text: &str) -> Option<FieldProblem> {
    let wanted = if text.starts_with('0') { 10 } else { 11 };
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if digits < wanted {
        return Some(FieldProblem::TooShort { missing: wanted - digits });
    }
    (!matches_pattern(field, text)).then_some(FieldProblem::Malformed)
}

/// Whether its check character is right is known only at the end.
fn id_problem(text: &str, today: Date) -> Option<FieldProblem> {
    let is_right = |number: IdNumber| number.birth() <= today; // nobody is born tomorrow
    match text.chars().count() {
        short @ 0..18 => Some(FieldProblem::TooShort { missing: 18 - short }),
        _ => (!IdNumber::parse(text).is_ok_and(is_right)).then_some(FieldProblem::Malformed),
    }
}

/// Not below the field's `min` nor above its `max`; what is no number there is no limit.
fn number_problem(field: &Field, text: &str) -> Option<FieldProblem> {
    let limit = |text: &str| text.parse::<f64>().ok();
    let fits = limit(text).is_some_and(|number| {
        limit(&field.min).is_none_or(|min| min <= number)
            && limit(&field.max).is_none_or(|max| number <= max)
    });
    (!fits).then_some(FieldProblem::Malformed)
}

/// 12 to 19 digits; the Luhn check only asks for a second look (decisions.md “Forms”).
fn account_problem(number: &str) -> Option<FieldProblem> {
    match number.chars().count() {
        short @ 0..12 => Some(FieldProblem::TooShort { missing: 12 - short }),
        12..=19 => None,
        _ => Some(FieldProblem::TooLong { most: 19 }),
    }
}

/// ISO/IEC 7812-1 annex B; old passbooks need not pass it.
pub fn passes_luhn(number: &str) -> bool {
    let sum: u32 = number
        .chars()
        .rev()
        .filter_map(|character| character.to_digit(10))
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, doubled @ 10..) => doubled - 9,
            (_, doubled) => doubled,
        })
        .sum();
    sum.is_multiple_of(10)
}

fn matches_pattern(field: &Field, text: &str) -> bool {
    if field.pattern.is_empty() {
        return true;
    }
    regex_lite::Regex::new(&field.pattern)
        .expect("the catalogue loader has compiled every pattern")
        .is_match(text)
}
