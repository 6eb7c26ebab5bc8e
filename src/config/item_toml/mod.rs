//! One service item's file → `ServiceItem`, with its form put into the order of asking.

mod doubts;

pub(super) use doubts::is_reachable;

use serde::Deserialize;
use toml::{Spanned, Value};

use super::{
    catalogue::Surroundings,
    condition_toml::{self, Answer, ConditionFile, Scope},
    error::ConfigError,
    field_toml::FieldFile,
    source::SourceFile,
};
use crate::domain::service_item::{
    CardUse, Choice, DayUnit, Field, Frequency, Here, ItemResult, LegalBasis, Material, PaperForm,
    PolicyEffect, PolicyNote, PromisedBasis, Rule, ServiceItem, Severity, Step, Tier, TimeLimit,
};

/// One item's file, and the rest of the catalogue that its words are held against.
pub(super) struct ItemReader<'a> {
    source: &'a SourceFile,
    around: &'a Surroundings,
}

/// An item with the places in its file that only the whole catalogue can check.
pub(super) struct ReadItem {
    pub(super) item: ServiceItem,
    pub(super) id: Spanned<String>,
    pub(super) short_name: Spanned<String>,
    pub(super) replaces: Vec<Spanned<String>>,
    pub(super) replaced_by: Spanned<String>,
}

impl<'a> ItemReader<'a> {
    pub(super) fn new(source: &'a SourceFile, around: &'a Surroundings) -> Self {
        Self { source, around }
    }

    pub(super) fn read(&self) -> Result<ReadItem, ConfigError> {
        let file: ItemFile = self.source.parse()?;
        self.check_names(&file)?;
        let active = self.is_active(&file)?;
        let repealed_on = self.source.date_or_none(&file.repealed_on)?;
        let delivery = self.delivery(&file)?;
        let form = self.form(&file)?;
        self.check_covers(&form, &file.material)?;
        let scope = self.scope(&form)?;
        let materials = self.materials(&file.material, &scope)?;
        let steps = self.steps(&file.step, &scope)?;
        let fields = self.fields(&form, &scope, &delivery)?;
        let tiers = self.tiers(&file.tier, &scope)?;
        let rules = self.rules(&file.rule, &with_materials(scope, &file.material))?;
        let item = ServiceItem {
            digest: self.around.digest_of(self.source),
            order: file.order,
            tile_line: file.tile_line.get_ref().clone(),
            category: self.around.category(self.source, &file.category)?,
            active,
            effective_from: self.source.date(&file.effective_from)?,
            repealed_on,
            frequency: self.source.one_of(&file.frequency, "frequency", &FREQUENCIES)?,
            statutory: self.time_limit(&file.statutory_days, &file.statutory_unit)?,
            promised: self.time_limit(&file.promised_days, &file.promised_unit)?,
            promised_basis: self.source.one_of(&file.promised_basis, "basis", &BASES)?,
            delivery: delivery.clone(),
            decider: self.decider(&file.decider)?,
            accepted_cards: self.all_known(&file.accepted_cards, "card", &CARDS)?,
            accept_levels: self.all_known(
                &file.accept_levels,
                "level",
                &self.around.meta.accept_levels,
            )?,
            materials,
            steps,
            fields,
            rules,
            tiers,
            policy_notes: self.policy_notes(&file.policy_note)?,
            here: Here::default(),
            id: file.id.get_ref().clone(),
            name: file.name,
            short_name: file.short_name.get_ref().clone(),
            icon: file.icon.into_inner(),
            replaces: file.replaces.iter().map(|id| id.get_ref().clone()).collect(),
            replaced_by: Some(file.replaced_by.get_ref().clone()).filter(|id| !id.is_empty()),
            article_2018_names: file.article_2018_names,
            item_type: file.item_type,
            keywords: file.keywords,
            scope: file.scope,
            conditions: file.conditions,
            immediate: file.immediate,
            time_note: file.time_note,
            fee: file.fee,
            fee_note: file.fee_note,
            department: file.department_now,
            consult: file.consult,
            proxy_allowed: file.proxy_allowed,
            home_visit: file.home_visit,
            max_visits: file.max_visits,
            legal: file.legal.into_iter().map(LegalBasis::from).collect(),
            results: file.result.into_iter().map(ItemResult::from).collect(),
        };
        Ok(ReadItem {
            item,
            id: file.id,
            short_name: file.short_name,
            replaces: file.replaces,
            replaced_by: file.replaced_by,
        })
    }

    fn check_names(&self, file: &ItemFile) -> Result<(), ConfigError> {
        if file.id.get_ref() != self.source.stem() {
            let problem = format!("must be the file's name, \"{}\"", self.source.stem());
            return Err(self.source.wrong(file.id.span(), problem));
        }
        for (text, longest) in
            [(&file.short_name, LONGEST_SHORT_NAME), (&file.tile_line, LONGEST_TILE_LINE)]
        {
            if text.get_ref().chars().count() > longest {
                let problem = format!("longer than {longest} characters");
                return Err(self.source.wrong(text.span(), problem));
            }
        }
        for text in [&file.short_name, &file.icon] {
            if text.get_ref().is_empty() {
                return Err(self.source.wrong(text.span(), "must not be empty"));
            }
        }
        Ok(())
    }

    fn is_active(&self, file: &ItemFile) -> Result<bool, ConfigError> {
        let words = [("active", true), ("repealed", false)];
        let active = self.source.one_of(&file.status, "status", &words)?;
        if active == file.repealed_on.get_ref().is_empty() {
            return Ok(active);
        }
        let problem = "a repealed item has a date here, an active one has none";
        Err(self.source.wrong(file.repealed_on.span(), problem))
    }

    fn time_limit(
        &self,
        days: &Spanned<i64>,
        unit: &Spanned<String>,
    ) -> Result<TimeLimit, ConfigError> {
        let unit = self.source.one_of(unit, "unit", &UNITS)?;
        Ok(TimeLimit { days: number_of_days(self.source, days)?, unit })
    }

    fn decider(&self, word: &Spanned<String>) -> Result<String, ConfigError> {
        if word.get_ref() == "none" {
            return Ok(word.get_ref().clone());
        }
        self.source.known(word, "level", &self.around.meta.levels)
    }

    fn all_known(
        &self,
        words: &[Spanned<String>],
        what: &str,
        list: &[impl AsRef<str>],
    ) -> Result<Vec<String>, ConfigError> {
        words.iter().map(|word| self.source.known(word, what, list)).collect()
    }

    /// The item's ways of delivery with their words, in the item's order.
    fn delivery(&self, file: &ItemFile) -> Result<Vec<Choice>, ConfigError> {
        let way = |word: &Spanned<String>| {
            let found = self.around.ways.iter().find(|way| way.value == *word.get_ref());
            found.cloned().ok_or_else(|| self.source.unknown("delivery way", word))
        };
        file.delivery.iter().map(way).collect()
    }

    /// Applicant, proxy, the item's own fields, bank, delivery, sign (decisions.md, “Forms”).
    fn form<'f>(&'f self, file: &'f ItemFile) -> Result<Vec<Written<'f>>, ConfigError> {
        for (index, id) in file.form_blocks.iter().enumerate() {
            if !self.around.blocks.iter().any(|block| block.id == *id.get_ref()) {
                return Err(self.source.unknown("block", id));
            }
            if !ASKED_BEFORE.iter().chain(&ASKED_AFTER).any(|known| known == id.get_ref()) {
                let problem = format!("no place in the form for block \"{}\"", id.get_ref());
                return Err(self.source.wrong(id.span(), problem));
            }
            if file.form_blocks.iter().take(index).any(|one| one.get_ref() == id.get_ref()) {
                return Err(self.source.repeated("block", id));
            }
        }
        let own = file.field.iter().map(|field| Written { source: self.source, field });
        let before = ASKED_BEFORE.iter().flat_map(|id| self.block(file, id));
        let after = ASKED_AFTER.iter().flat_map(|id| self.block(file, id));
        let form: Vec<Written> = before.chain(own).chain(after).collect();
        for (index, written) in form.iter().enumerate() {
            let key = &written.field.key;
            if form.iter().take(index).any(|one| one.field.key.get_ref() == key.get_ref()) {
                return Err(written.source.repeated("field", key));
            }
        }
        Ok(form)
    }

    fn block<'f>(&'f self, file: &ItemFile, id: &str) -> impl Iterator<Item = Written<'f>> {
        let used = file.form_blocks.iter().any(|one| one.get_ref() == id);
        let block = self.around.blocks.iter().find(|block| used && block.id == id);
        let fields = block.map_or(&[][..], |block| &block.fields);
        fields.iter().map(|field| Written { source: &self.around.blocks_source, field })
    }

    /// System facts, and the fields of this form, which go first where both have a name.
    fn scope(&self, form: &[Written]) -> Result<Scope, ConfigError> {
        let mut scope = self.around.facts_scope.clone();
        for Written { source, field } in form {
            scope.add(field.key.get_ref(), field.answer(source, &self.around.ways)?);
        }
        Ok(scope)
    }

    /// A question may depend on earlier ones only: so none can go in a circle, and no answer opens what is behind it.
    fn fields(
        &self,
        form: &[Written],
        scope: &Scope,
        delivery: &[Choice],
    ) -> Result<Vec<Field>, ConfigError> {
        let read = |(place, written): (usize, &Written)| {
            let later: Vec<&str> =
                form.iter().skip(place).map(|one| one.field.key.get_ref().as_str()).collect();
            for asked in written.field.asks_about() {
                if later.contains(&asked.get_ref().as_str()) {
                    let problem = format!("\"{}\" is not asked before", asked.get_ref());
                    return Err(written.source.wrong(asked.span(), problem));
                }
            }
            written.field.check_derived(written.source, &later)?;
            written.field.read(written.source, scope, delivery, &self.around.columns)
        };
        form.iter().enumerate().map(read).collect()
    }

    /// A photo stands for papers of this item only, and for each paper there is one photo.
    fn check_covers(
        &self,
        form: &[Written],
        materials: &[MaterialFile],
    ) -> Result<(), ConfigError> {
        let mut covered: Vec<&str> = Vec::new();
        for Written { source, field } in form {
            for key in &field.covers {
                if !materials.iter().any(|material| material.key.get_ref() == key.get_ref()) {
                    return Err(source.unknown("material", key));
                }
                if covered.contains(&key.get_ref().as_str()) {
                    return Err(source.repeated("material", key));
                }
                covered.push(key.get_ref());
            }
        }
        Ok(())
    }

    fn materials(
        &self,
        files: &[MaterialFile],
        scope: &Scope,
    ) -> Result<Vec<Material>, ConfigError> {
        self.source.check_unique("material", files.iter().map(|file| &file.key))?;
        files.iter().map(|file| self.material(file, scope)).collect()
    }

    fn material(&self, file: &MaterialFile, scope: &Scope) -> Result<Material, ConfigError> {
        let required = [("required", true), ("conditional", false)];
        let required = self.source.one_of(&file.required, "requirement", &required)?;
        if required != file.when.get_ref().is_empty() {
            let problem = "a conditional material says when, a required one does not";
            return Err(self.source.wrong(file.when.span(), problem));
        }
        Ok(Material {
            key: file.key.get_ref().clone(),
            name: file.name.clone(),
            form: self.source.one_of(&file.form, "form", &MATERIAL_FORMS)?,
            media: self.source.known(&file.media, "media", &MEDIA)?,
            copies: file.copies,
            required,
            when: file.when.get_ref().clone(),
            show_if: condition_toml::read_all(self.source, &file.show_if, scope)?,
            substitute: file.substitute.clone(),
            cards: self.cards(file)?,
            exempt: file.exempt,
            source: file.source.clone(),
            capture: self.source.known(&file.capture, "capture", &CAPTURES)?,
            note: file.note.clone(),
        })
    }

    /// Without a word: the card of the person at the kiosk.
    fn cards(&self, file: &MaterialFile) -> Result<Vec<CardUse>, ConfigError> {
        if file.cards.is_empty() {
            return Ok(vec![CardUse::Applicant]);
        }
        file.cards.iter().map(|card| self.source.one_of(card, "card", &CARD_USES)).collect()
    }

    fn steps(&self, files: &[StepFile], scope: &Scope) -> Result<Vec<Step>, ConfigError> {
        let step = |file: &StepFile| {
            Ok(Step {
                no: file.no,
                name: file.name.clone(),
                level: self.source.known(&file.level, "level", &self.around.meta.levels)?,
                actor: file.actor.clone(),
                action: file.action.clone(),
                days: file.days,
                show_if: condition_toml::read_all(self.source, &file.show_if, scope)?,
            })
        };
        files.iter().map(step).collect()
    }

    fn rules(&self, files: &[RuleFile], scope: &Scope) -> Result<Vec<Rule>, ConfigError> {
        self.source.check_unique("rule", files.iter().map(|file| &file.code))?;
        let rule = |file: &RuleFile| {
            let RuleFile { field, op, value, message, .. } = file;
            if message.get_ref().is_empty() {
                return Err(self.source.wrong(message.span(), "must not be empty"));
            }
            Ok(Rule {
                code: file.code.get_ref().clone(),
                label: file.label.clone(),
                when: condition_toml::read_all(self.source, &file.when, scope)?,
                check: condition_toml::read(self.source, field, op, value, scope)?,
                severity: self.source.one_of(&file.severity, "severity", &SEVERITIES)?,
                message: message.get_ref().clone(),
                source: file.source.clone(),
            })
        };
        files.iter().map(rule).collect()
    }

    fn tiers(&self, files: &[TierFile], scope: &Scope) -> Result<Vec<Tier>, ConfigError> {
        self.source.check_unique("tier", files.iter().map(|file| &file.key))?;
        let tier = |file: &TierFile| {
            Ok(Tier {
                key: file.key.get_ref().clone(),
                label: file.label.clone(),
                amount: file.amount,
                unit: file.unit.clone(),
                conditions: condition_toml::read_all(self.source, &file.conditions, scope)?,
                valid_from: self.source.date(&file.valid_from)?,
                valid_to: self.source.date_or_none(&file.valid_to)?,
                verified: file.verified,
                source: file.source.clone(),
            })
        };
        files.iter().map(tier).collect()
    }

    fn policy_notes(&self, files: &[PolicyNoteFile]) -> Result<Vec<PolicyNote>, ConfigError> {
        let note = |file: &PolicyNoteFile| {
            let effect = self.source.one_of(&file.effect, "effect", &EFFECTS)?;
            Ok(PolicyNote { date: self.source.date(&file.date)?, effect, text: file.text.clone() })
        };
        files.iter().map(note).collect()
    }
}

/// -1 where no law or promise names a number.
pub(super) fn number_of_days(
    source: &SourceFile,
    days: &Spanned<i64>,
) -> Result<Option<u32>, ConfigError> {
    if *days.get_ref() == -1 {
        return Ok(None);
    }
    let wrong = || source.wrong(days.span(), "must be a number of days, or -1 for none");
    u32::try_from(*days.get_ref()).map(Some).map_err(|_| wrong())
}

/// A question together with the file it stands in: the item's own, or the shared blocks.
struct Written<'a> {
    source: &'a SourceFile,
    field: &'a FieldFile,
}

/// A rule may also ask whether a paper is there.
fn with_materials(mut scope: Scope, materials: &[MaterialFile]) -> Scope {
    for material in materials {
        scope.add_unless_known(material.key.get_ref(), Answer::Thing);
    }
    scope
}

const LONGEST_SHORT_NAME: usize = 6;
pub(super) const LONGEST_TILE_LINE: usize = 10;

const ASKED_BEFORE: [&str; 3] = ["applicant", "contact", "proxy"];
const ASKED_AFTER: [&str; 3] = ["bank", "delivery", "sign"];

const CARDS: [&str; 3] = ["resident", "hmt", "foreigner"];
const MATERIAL_FORMS: [(&str, PaperForm); 5] = [
    ("original", PaperForm::Original),
    ("copy", PaperForm::Copy),
    ("original_and_copy", PaperForm::OriginalAndCopy),
    ("electronic_form", PaperForm::Electronic),
    ("none", PaperForm::Nothing),
];
const CARD_USES: [(&str, CardUse); 5] = [
    ("applicant", CardUse::Applicant),
    ("chip_photo", CardUse::ChipPhoto),
    ("proxy", CardUse::Proxy),
    ("second", CardUse::Second),
    ("household", CardUse::Household),
];
const MEDIA: [&str; 3] = ["paper", "electronic", "either"];
const CAPTURES: [&str; 4] = ["card_reader", "scanner", "camera", "system"];
const FREQUENCIES: [(&str, Frequency); 4] = [
    ("high", Frequency::High),
    ("medium", Frequency::Medium),
    ("low", Frequency::Low),
    ("none", Frequency::None),
];
pub(super) const UNITS: [(&str, DayUnit); 2] =
    [("working_day", DayUnit::WorkingDay), ("calendar_day", DayUnit::CalendarDay)];
pub(super) const BASES: [(&str, PromisedBasis); 3] = [
    ("proposed", PromisedBasis::Proposed),
    ("sourced", PromisedBasis::Sourced),
    ("none", PromisedBasis::None),
];
const SEVERITIES: [(&str, Severity); 3] =
    [("block", Severity::Block), ("warn", Severity::Warn), ("info", Severity::Info)];
const EFFECTS: [(&str, PolicyEffect); 4] = [
    ("started", PolicyEffect::Started),
    ("changed", PolicyEffect::Changed),
    ("repealed", PolicyEffect::Repealed),
    ("info", PolicyEffect::Info),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "some keys are notes for the city, which no screen shows")]
struct ItemFile {
    id: Spanned<String>,
    order: u32,
    name: String,
    short_name: Spanned<String>,
    tile_line: Spanned<String>,
    icon: Spanned<String>,
    category: Spanned<String>,
    status: Spanned<String>,
    effective_from: Spanned<String>,
    repealed_on: Spanned<String>,
    replaces: Vec<Spanned<String>>,
    replaced_by: Spanned<String>,
    article_2018_names: Vec<String>,
    article_2018_relation: String,
    item_type: String,
    frequency: Spanned<String>,
    keywords: Vec<String>,
    scope: String,
    conditions: Vec<String>,
    statutory_days: Spanned<i64>,
    statutory_unit: Spanned<String>,
    promised_days: Spanned<i64>,
    promised_unit: Spanned<String>,
    promised_basis: Spanned<String>,
    immediate: bool,
    time_note: String,
    fee: String,
    fee_amount: f64,
    fee_note: String,
    delivery: Vec<Spanned<String>>,
    department_2018: String,
    department_now: String,
    decider: Spanned<String>,
    consult: String,
    accepted_cards: Vec<Spanned<String>>,
    accept_levels: Vec<Spanned<String>>,
    village_accept: String,
    self_service: bool,
    assisted: bool,
    home_visit: bool,
    proxy_allowed: bool,
    mobile_online: bool,
    max_visits: u32,
    typical_applicant: String,
    form_blocks: Vec<Spanned<String>>,
    to_confirm: Vec<String>,
    confidence: String,
    sources: Vec<String>,
    legal: Vec<LegalFile>,
    material: Vec<MaterialFile>,
    step: Vec<StepFile>,
    result: Vec<ResultFile>,
    field: Vec<FieldFile>,
    rule: Vec<RuleFile>,
    tier: Vec<TierFile>,
    policy_note: Vec<PolicyNoteFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LegalFile {
    title: String,
    number: String,
    article: String,
    note: String,
    seen: bool,
}

impl From<LegalFile> for LegalBasis {
    fn from(file: LegalFile) -> Self {
        let LegalFile { title, number, article, note, seen } = file;
        Self { title, number, article, note, seen }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MaterialFile {
    key: Spanned<String>,
    name: String,
    form: Spanned<String>,
    media: Spanned<String>,
    copies: u32,
    required: Spanned<String>,
    when: Spanned<String>,
    show_if: Vec<ConditionFile>,
    substitute: Vec<String>,
    /// Absent: the applicant's.
    #[serde(default)]
    cards: Vec<Spanned<String>>,
    exempt: bool,
    source: String,
    capture: Spanned<String>,
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepFile {
    no: u32,
    name: String,
    level: Spanned<String>,
    actor: String,
    action: String,
    days: u32,
    /// Absent: the step is always taken.
    #[serde(default)]
    show_if: Vec<ConditionFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResultFile {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    validity: String,
    e_license: bool,
}

impl From<ResultFile> for ItemResult {
    fn from(file: ResultFile) -> Self {
        let ResultFile { name, kind, validity, e_license } = file;
        Self { name, kind, validity, e_license }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    code: Spanned<String>,
    label: String,
    when: Vec<ConditionFile>,
    field: Spanned<String>,
    op: Spanned<String>,
    value: Spanned<Value>,
    severity: Spanned<String>,
    message: Spanned<String>,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TierFile {
    key: Spanned<String>,
    label: String,
    amount: f64,
    unit: String,
    conditions: Vec<ConditionFile>,
    valid_from: Spanned<String>,
    valid_to: Spanned<String>,
    verified: bool,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyNoteFile {
    date: Spanned<String>,
    effect: Spanned<String>,
    text: String,
}
