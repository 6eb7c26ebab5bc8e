//! 政务服务事项: what the catalogue says about one service item, its form, its rules and its papers.

use jiff::civil::Date;

use super::condition::Condition;

/// Everything the catalogue holds; items keep the order of the catalogue files.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalogue {
    /// Goes into every application as `item_version`.
    pub version: String,
    pub categories: Vec<Category>,
    /// What people often look for, in their words.
    pub often: Vec<String>,
    pub facts: Vec<FactDefinition>,
    pub items: Vec<ServiceItem>,
}

impl Catalogue {
    pub fn find_item(&self, id: &str) -> Option<&ServiceItem> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The items a resident is offered on a day, in catalogue order.
    pub fn offered_on(&self, day: Date) -> impl Iterator<Item = &ServiceItem> {
        self.items.iter().filter(move |item| item.offered_on(day))
    }
}

/// One of the nine groups a resident browses by: an event of life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    pub id: String,
    /// As documents say it.
    pub name: String,
    /// As people say it; on the tile.
    pub say: String,
    /// What belongs to it, in one line under it.
    pub note: String,
    /// Lucide icon name without path or ending.
    pub icon: String,
    pub order: u32,
}

/// A system fact that rules may refer to beside the form's own fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactDefinition {
    pub key: String,
    pub label: String,
    pub how: String,
}

/// One service item, active or ended.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceItem {
    pub id: String,
    /// `sha-256:…` over the item's file and the blocks it uses; travels with every application.
    pub digest: String,
    pub order: u32,
    pub name: String,
    /// Tile name, at most six characters.
    pub short_name: String,
    /// One spoken line under the tile name; may be empty.
    pub tile_line: String,
    /// Lucide icon name without path or ending.
    pub icon: String,
    pub category: String,
    pub active: bool,
    pub effective_from: Date,
    pub repealed_on: Option<Date>,
    pub here: Here,
    pub replaces: Vec<String>,
    pub replaced_by: Option<String>,
    /// What the article of 2018 calls it.
    pub article_2018_names: Vec<String>,
    pub item_type: String,
    pub frequency: Frequency,
    pub keywords: Vec<String>,
    pub scope: String,
    pub conditions: Vec<String>,
    pub statutory: TimeLimit,
    pub promised: TimeLimit,
    pub promised_basis: PromisedBasis,
    pub immediate: bool,
    pub time_note: String,
    pub fee: String,
    pub fee_note: String,
    /// 送达: the ways in which a result can be had, with their words.
    pub delivery: Vec<Choice>,
    pub department: String,
    pub decider: String,
    pub consult: String,
    pub accepted_cards: Vec<String>,
    pub accept_levels: Vec<String>,
    pub proxy_allowed: bool,
    /// Somebody comes to the house for it.
    pub home_visit: bool,
    /// How often a person has to come at most; 0: it is done where it is filed.
    pub max_visits: u32,
    pub legal: Vec<LegalBasis>,
    pub materials: Vec<Material>,
    pub steps: Vec<Step>,
    pub results: Vec<ItemResult>,
    /// Questions in the order they are asked: applicant, proxy, the item's own, bank, delivery, sign.
    pub fields: Vec<Field>,
    pub rules: Vec<Rule>,
    pub tiers: Vec<Tier>,
    pub policy_notes: Vec<PolicyNote>,
}

impl ServiceItem {
    pub fn offered_on(&self, day: Date) -> bool {
        let dated = self.effective_from <= day && self.repealed_on.is_none_or(|ended| day < ended);
        match self.here {
            Here::AsDated => dated,
            Here::Hidden => false,
            Here::Offered { from, until } => {
                dated
                    || (from.is_none_or(|first| first <= day)
                        && until.is_none_or(|last| day <= last))
            }
        }
    }

    /// Since when it is not filed any more, whatever a point may still offer.
    pub fn ended_on(&self, day: Date) -> Option<Date> {
        self.repealed_on.filter(|ended| *ended <= day && !self.offered_on(day))
    }

    pub fn find_field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// Decided by the village or the kiosk in the moment of filing (decisions.md, “A case”).
    pub fn decided_on_the_spot(&self) -> bool {
        let goes_on = |step: &Step| step.show_if.is_empty() && step.level != "village";
        self.promised.days == Some(0)
            && matches!(self.decider.as_str(), "village" | "kiosk")
            && !self.steps.iter().any(goes_on) // a question that others answer is not decided
    }
}

/// What this point changes about the days on which an item is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Here {
    #[default]
    AsDated,
    /// Not at this point.
    Hidden,
    /// Also on these days, both included: what has ended elsewhere, or begins here before.
    Offered { from: Option<Date>, until: Option<Date> },
}

/// How often people come for an item, the most frequent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Frequency {
    High,
    Medium,
    Low,
    None,
}

/// How many days; `None` where no law or promise names a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeLimit {
    pub days: Option<u32>,
    pub unit: DayUnit,
}

/// What the days of a time limit are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayUnit {
    WorkingDay,
    CalendarDay,
}

/// Only a sourced promise is ever shown to a resident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromisedBasis {
    Proposed,
    Sourced,
    None,
}

/// 法律依据 of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalBasis {
    pub title: String,
    pub number: String,
    pub article: String,
    pub note: String,
    pub seen: bool,
}

/// 材料: a paper or proof an item asks for, and what replaces it.
#[derive(Debug, Clone, PartialEq)]
pub struct Material {
    pub key: String,
    pub name: String,
    pub form: PaperForm,
    pub media: String,
    pub copies: u32,
    pub required: bool,
    /// Plain words for a conditional material; `show_if` is the same for the machine.
    pub when: String,
    pub show_if: Vec<Condition>,
    pub substitute: Vec<String>,
    /// Which cards have to be read where a card read replaces it: all of them.
    pub cards: Vec<CardUse>,
    pub exempt: bool,
    pub source: String,
    pub capture: String,
    pub note: String,
}

impl Material {
    /// Taken with a camera, not scanned from a paper.
    pub fn is_picture(&self) -> bool {
        self.capture == "camera"
    }
}

/// In what form a material is handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperForm {
    Original,
    Copy,
    OriginalAndCopy,
    Electronic,
    /// Nothing is handed in: the office looks it up.
    Nothing,
}

/// Where something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Village,
    Township,
    City,
    PoliceStation,
    Hospital,
    Bank,
}

impl Level {
    /// By the catalogue's words for who receives and who does a step; its loader lets no other word in.
    pub fn of(word: &str) -> Option<Self> {
        Some(match word {
            "village" => Self::Village,
            "township" => Self::Township,
            "city" | "city_department" => Self::City,
            "police_station" => Self::PoliceStation,
            "hospital" => Self::Hospital,
            "bank" => Self::Bank,
            _ => return None,
        })
    }
}

/// Whose card a material stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardUse {
    /// Of the person at the kiosk.
    Applicant,
    /// The picture in the chip of the applicant's card.
    ChipPhoto,
    /// Of who files for the applicant.
    Proxy,
    /// Of the husband or wife, or of the guardian: the second card that the item's own questions take.
    Second,
    /// Of everybody who lives in the household; the kiosk reads some of them and never knows that it read all.
    Household,
}

/// One step of the way an application takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub no: u32,
    pub name: String,
    pub level: String,
    pub actor: String,
    pub action: String,
    pub days: u32,
    /// All must hold for the step to be taken at all.
    pub show_if: Vec<Condition>,
}

/// What comes out in the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemResult {
    pub name: String,
    pub kind: String,
    pub validity: String,
    pub e_license: bool,
}

/// One question of a form, or one fact the card answers for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    pub key: String,
    pub label: String,
    /// The question as it is put to the resident; empty: the label is used.
    pub ask: String,
    /// The row's name on the review page, at most five characters; empty: the label is used.
    pub review: String,
    pub kind: FieldKind,
    pub required: bool,
    pub group: String,
    /// Where the answer comes from without asking, such as `id_card.name`.
    pub prefill: String,
    pub options: Vec<Choice>,
    /// Regular expression over the whole answer; empty: anything.
    pub pattern: String,
    pub min: String,
    pub max: String,
    /// In characters; 0: no limit.
    pub max_len: usize,
    /// All must hold for the field to be asked at all.
    pub show_if: Vec<Condition>,
    pub help: String,
    /// What is asked about each member of a household; empty for every other kind.
    pub columns: Vec<Field>,
    /// Keys of the materials for which the photo or attachment stands: the same paper.
    pub covers: Vec<String>,
    /// A recording of a voice, not a picture; no machine here takes one.
    pub recorded: bool,
}

impl Field {
    /// The sentence on the screen.
    pub fn question(&self) -> &str {
        if self.ask.is_empty() { &self.label } else { &self.ask }
    }

    /// The name of the row on the review page.
    pub fn review_label(&self) -> &str {
        if self.review.is_empty() { &self.label } else { &self.review }
    }

    pub fn find_choice(&self, value: &str) -> Option<&Choice> {
        self.options.iter().find(|choice| choice.value == value)
    }
}

/// What kind of answer a field takes (the catalogue's `field_types`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    Text,
    TextArea,
    Number,
    Date,
    Choice,
    MultiChoice,
    Bool,
    Phone,
    IdNumber,
    Address,
    BankAccount,
    Photo,
    Signature,
    Attachment,
    HouseholdMembers,
}

/// One answer a resident can pick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// The large words on the row; empty: the label is used.
    pub say: String,
    pub note: String,
    pub icon: String,
}

impl Choice {
    pub fn words(&self) -> &str {
        if self.say.is_empty() { &self.label } else { &self.say }
    }
}

/// A condition of an item, with the sentence for whoever meets or misses it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    pub code: String,
    pub label: String,
    /// The rule is looked at only when all of these hold.
    pub when: Vec<Condition>,
    pub check: Condition,
    pub severity: Severity,
    pub message: String,
    pub source: String,
}

/// What a rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Not met: stops kindly.
    Block,
    /// Not met: goes on and is marked for the officer.
    Warn,
    /// Met: the message is shown.
    Info,
}

/// One grade of an amount of money; only a verified one is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Tier {
    pub key: String,
    pub label: String,
    pub amount: f64,
    pub unit: String,
    pub conditions: Vec<Condition>,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub verified: bool,
    pub source: String,
}

impl Tier {
    /// Only a verified amount is ever shown, and only in its time.
    pub fn is_shown_on(&self, day: Date) -> bool {
        self.verified && self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

/// When and how the policy behind an item changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyNote {
    pub date: Date,
    pub effect: PolicyEffect,
    pub text: String,
}

/// What happened to the policy on that date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyEffect {
    Started,
    Changed,
    Repealed,
    Info,
}
