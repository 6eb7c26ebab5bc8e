//! Questions of a form as the catalogue writes them, in blocks and in items.

use serde::Deserialize;
use toml::Spanned;

use super::{
    condition_toml::{self, Answer, ConditionFile, Scope},
    error::ConfigError,
    source::SourceFile,
};
use crate::domain::derived;
use crate::domain::service_item::{Choice, Field, FieldKind};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldFile {
    pub(super) key: Spanned<String>,
    label: String,
    #[serde(default)]
    ask: String,
    #[serde(default)]
    review: Option<Spanned<String>>,
    #[serde(rename = "type")]
    kind: Spanned<String>,
    required: bool,
    group: String,
    prefill: Spanned<String>,
    options: Spanned<Vec<ChoiceFile>>,
    pattern: Spanned<String>,
    min: Spanned<String>,
    max: Spanned<String>,
    max_len: usize,
    show_if: Vec<ConditionFile>,
    help: String,
    /// Which materials a photo or attachment stands for; absent: none.
    #[serde(default)]
    pub(super) covers: Vec<Spanned<String>>,
    /// An attachment that is spoken, not photographed.
    #[serde(default)]
    recorded: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChoiceFile {
    value: Spanned<String>,
    label: String,
    #[serde(default)]
    say: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    icon: String,
}

impl ChoiceFile {
    pub(super) fn read(&self) -> Choice {
        Choice {
            value: self.value.get_ref().clone(),
            label: self.label.clone(),
            say: self.say.clone(),
            note: self.note.clone(),
            icon: self.icon.clone(),
        }
    }
}

impl FieldFile {
    /// What conditions may compare the answer with. `ways` are all ways of delivery.
    pub(super) fn answer(
        &self,
        source: &SourceFile,
        ways: &[Choice],
    ) -> Result<Answer, ConfigError> {
        let values = if self.is_delivery() {
            ways.iter().map(|way| way.value.clone()).collect()
        } else {
            self.option_values()
        };
        Ok(match self.kind(source)? {
            FieldKind::Bool => Answer::Bool,
            FieldKind::Number => Answer::Number,
            FieldKind::Date => Answer::Date,
            FieldKind::Choice | FieldKind::MultiChoice if !values.is_empty() => {
                Answer::OneOf(values)
            }
            FieldKind::Choice
            | FieldKind::MultiChoice
            | FieldKind::Text
            | FieldKind::TextArea
            | FieldKind::Phone
            | FieldKind::IdNumber
            | FieldKind::BankAccount => Answer::Text,
            FieldKind::Address
            | FieldKind::Photo
            | FieldKind::Signature
            | FieldKind::Attachment
            | FieldKind::HouseholdMembers => Answer::Thing,
        })
    }

    /// `item_ways` are the item's own ways of delivery, offered where the form asks for one.
    pub(super) fn read(
        &self,
        source: &SourceFile,
        scope: &Scope,
        item_ways: &[Choice],
        columns: &[Field],
    ) -> Result<Field, ConfigError> {
        let kind = self.kind(source)?;
        self.check_prefill(source)?;
        self.check_options(source, kind)?;
        self.check_limits(source, kind)?;
        let review = self.review.as_ref().map_or("", |review| review.get_ref());
        let options = if self.is_delivery() { item_ways.to_vec() } else { self.choices() };
        Ok(Field {
            key: self.key.get_ref().clone(),
            label: self.label.clone(),
            ask: self.ask.clone(),
            review: review.to_owned(),
            kind,
            required: self.required,
            group: self.group.clone(),
            prefill: self.prefill.get_ref().clone(),
            options,
            pattern: self.pattern.get_ref().clone(),
            min: self.min.get_ref().clone(),
            max: self.max.get_ref().clone(),
            max_len: self.max_len,
            show_if: condition_toml::read_all(source, &self.show_if, scope)?,
            help: self.help.clone(),
            columns: if kind == FieldKind::HouseholdMembers {
                columns.to_vec()
            } else {
                Vec::new()
            },
            covers: self.read_covers(source, kind)?,
            recorded: self.recorded,
        })
    }

    /// The questions and facts on which it depends whether this one is shown.
    pub(super) fn asks_about(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.show_if.iter().map(ConditionFile::asks_about)
    }

    fn kind(&self, source: &SourceFile) -> Result<FieldKind, ConfigError> {
        source.one_of(&self.kind, "field type", &KINDS)
    }

    /// Whether the materials are there, the item's file knows.
    fn read_covers(
        &self,
        source: &SourceFile,
        kind: FieldKind,
    ) -> Result<Vec<String>, ConfigError> {
        let is_photo = matches!(kind, FieldKind::Photo | FieldKind::Attachment);
        if let Some(first) = self.covers.first().filter(|_| !is_photo) {
            return Err(
                source.wrong(first.span(), "only a photo or an attachment covers materials")
            );
        }
        Ok(self.covers.iter().map(|key| key.get_ref().clone()).collect())
    }

    fn is_delivery(&self) -> bool {
        self.key.get_ref() == "delivery"
    }

    fn option_values(&self) -> Vec<String> {
        self.options.get_ref().iter().map(|option| option.value.get_ref().clone()).collect()
    }

    fn choices(&self) -> Vec<Choice> {
        self.options.get_ref().iter().map(ChoiceFile::read).collect()
    }

    fn check_prefill(&self, source: &SourceFile) -> Result<(), ConfigError> {
        let prefill = self.prefill.get_ref();
        let origin = prefill.split_once('.').map_or(prefill.as_str(), |(origin, _)| origin);
        if prefill.is_empty() || PREFILLS.contains(&origin) {
            return Ok(());
        }
        Err(source.unknown("prefill", &self.prefill))
    }

    /// What follows from answers follows from earlier ones; `later`: the keys from this field on.
    pub(super) fn check_derived(
        &self,
        source: &SourceFile,
        later: &[&str],
    ) -> Result<(), ConfigError> {
        let Some(name) = self.prefill.get_ref().strip_prefix("derived.") else { return Ok(()) };
        let made_of =
            derived::made_of(name).ok_or_else(|| source.unknown("prefill", &self.prefill))?;
        match made_of.iter().find(|key| later.contains(key)) {
            None => Ok(()),
            Some(key) => {
                let problem = format!("\"{key}\" is not asked before");
                Err(source.wrong(self.prefill.span(), problem))
            }
        }
    }

    fn check_options(&self, source: &SourceFile, kind: FieldKind) -> Result<(), ConfigError> {
        let options = self.options.get_ref();
        for (index, option) in options.iter().enumerate() {
            let earlier = options.iter().take(index);
            if earlier.map(|one| one.value.get_ref()).any(|value| value == option.value.get_ref()) {
                return Err(source.repeated("option", &option.value));
            }
            if kind == FieldKind::Bool {
                source.known(&option.value, "option", &["true", "false"])?;
            }
        }
        let is_choice = matches!(kind, FieldKind::Choice | FieldKind::MultiChoice);
        let from_elsewhere = ["site.", "config.", "derived."]
            .iter()
            .any(|origin| self.prefill.get_ref().starts_with(origin));
        if is_choice && options.is_empty() && !from_elsewhere && !self.is_delivery() {
            return Err(source.wrong(self.options.span(), "nothing to choose from"));
        }
        Ok(())
    }

    fn check_limits(&self, source: &SourceFile, kind: FieldKind) -> Result<(), ConfigError> {
        let pattern = self.pattern.get_ref();
        // nearly all have none
        if !pattern.is_empty()
            && let Err(error) = regex_lite::Regex::new(pattern)
        {
            return Err(source.wrong(self.pattern.span(), format!("is no pattern: {error}")));
        }
        for limit in [&self.min, &self.max] {
            let text = limit.get_ref();
            if text.is_empty() {
                continue;
            }
            if kind == FieldKind::Number && text.parse::<f64>().is_err() {
                return Err(source.wrong(limit.span(), format!("\"{text}\" is not a number")));
            }
            if kind == FieldKind::Date && !condition_toml::is_day(text) {
                return Err(source.wrong(limit.span(), format!("\"{text}\" is not a date")));
            }
        }
        match &self.review {
            Some(review) if review.get_ref().chars().count() > LONGEST_REVIEW => {
                Err(source.wrong(review.span(), format!("longer than {LONGEST_REVIEW} characters")))
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// The widest label of a row on the review page.
const LONGEST_REVIEW: usize = 5;

const PREFILLS: [&str; 6] = ["id_card", "id_card2", "shared", "site", "config", "derived"];

pub(super) const KINDS: [(&str, FieldKind); 15] = [
    ("text", FieldKind::Text),
    ("textarea", FieldKind::TextArea),
    ("number", FieldKind::Number),
    ("date", FieldKind::Date),
    ("choice", FieldKind::Choice),
    ("multi_choice", FieldKind::MultiChoice),
    ("bool", FieldKind::Bool),
    ("phone", FieldKind::Phone),
    ("id_number", FieldKind::IdNumber),
    ("address", FieldKind::Address),
    ("bank_account", FieldKind::BankAccount),
    ("photo", FieldKind::Photo),
    ("signature", FieldKind::Signature),
    ("attachment", FieldKind::Attachment),
    ("household_members", FieldKind::HouseholdMembers),
];

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"key = "living_place"
label = "现居住情况"
ask = "您现在住在哪里？"
review = "住在哪里"
type = "choice"
required = true
group = "detail"
prefill = ""
options = [
  { value = "home", label = "在家居住", say = "住在自己家", icon = "house" },
  { value = "away", label = "在外地" },
]
pattern = ""
min = ""
max = ""
max_len = 0
show_if = [{ field = "age", op = "gte", value = 65 }]
help = ""
"#;

    fn read_text(text: &str) -> Result<Field, String> {
        let mut scope = Scope::default();
        scope.add("age", Answer::Number);
        let source = SourceFile::new("x.toml", text);
        let field =
            source.parse::<FieldFile>().and_then(|file| file.read(&source, &scope, &[], &[]));
        field.map_err(|error| error.to_string())
    }

    #[test]
    fn a_question_arrives_with_its_words() {
        let field = read_text(TEXT).unwrap();
        assert_eq!(field.question(), "您现在住在哪里？");
        assert_eq!(field.review_label(), "住在哪里");
        assert_eq!(field.kind, FieldKind::Choice);
        assert_eq!(field.find_choice("home").unwrap().words(), "住在自己家");
        assert_eq!(field.find_choice("home").unwrap().icon, "house");
        assert_eq!(field.find_choice("away").unwrap().words(), "在外地");
        assert_eq!(field.show_if.len(), 1);
    }

    #[test]
    fn a_wrong_question_is_named_with_its_line() {
        for (right, wrong, expected) in [
            ("review = \"住在哪里\"", "review = \"您住在哪里\"", Ok(())),
            (
                "review = \"住在哪里\"",
                "review = \"您现住在哪里\"",
                Err("x.toml:4: field \"review\": longer than 5 characters"),
            ),
            (
                "\"choice\"",
                "\"choise\"",
                Err("x.toml:5: field \"type\": unknown field type \"choise\""),
            ),
            (
                "prefill = \"\"",
                "prefill = \"card.name\"",
                Err("x.toml:8: field \"prefill\": unknown prefill \"card.name\""),
            ),
            ("\"away\"", "\"home\"", Err("x.toml:11: field \"value\": repeated option \"home\"")),
            ("\"choice\"", "\"bool\"", Err("x.toml:10: field \"value\": unknown option \"home\"")),
            ("say = ", "sy = ", Err("x.toml:10: field \"sy\": unknown field")),
            ("gte", "gtee", Err("x.toml:17: field \"op\": unknown operator \"gtee\"")),
            (
                "\"age\"",
                "\"old\"",
                Err("x.toml:17: field \"field\": unknown fact or field \"old\""),
            ),
            ("help = \"\"\n", "", Err("x.toml:1: field \"help\": is missing")),
        ] {
            let read = read_text(&TEXT.replacen(right, wrong, 1)).map(|_| ());
            assert_eq!(read, expected.map_err(str::to_owned), "{wrong}");
        }
    }

    #[test]
    fn limits_and_patterns_are_tried_at_the_start() {
        for (kind, pattern, min, expected) in [
            ("text", "^\\\\d{12,19}$", "", Ok(())),
            (
                "text",
                "^(\\\\d{12,19}$",
                "",
                Err("x.toml:10: field \"pattern\": is no pattern: \
                     found open group without closing ')'"),
            ),
            ("number", "", "0.5", Ok(())),
            ("number", "", "half", Err("x.toml:11: field \"min\": \"half\" is not a number")),
            ("date", "", "today", Ok(())),
            (
                "date",
                "",
                "2025-01-00",
                Err("x.toml:11: field \"min\": \"2025-01-00\" is not a date"),
            ),
            ("choice", "", "", Err("x.toml:9: field \"options\": nothing to choose from")),
        ] {
            let text = format!(
                "key = \"x\"\nlabel = \"x\"\n\nrequired = true\ngroup = \"detail\"\n\
                 prefill = \"\"\nshow_if = []\nhelp = \"\"\noptions = []\npattern = \"{pattern}\"\n\
                 min = \"{min}\"\nmax = \"\"\nmax_len = 0\ntype = \"{kind}\"\n"
            );
            let read = read_text(&text).map(|_| ());
            assert_eq!(read, expected.map_err(str::to_owned), "{kind} {pattern} {min}");
        }
    }
}
