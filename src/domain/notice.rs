//! 一次性告知: what is kept of a notice, so that the same card brings it back. Nothing of the person but the answers.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::draft::{Draft, Value};
use super::materials::situation_questions;
use super::service_item::{Field, FieldKind};

/// Longer than it takes to fetch any of the papers, and short enough that rules seldom change meanwhile.
pub const KEPT_DAYS: i32 = 90;

/// A notice of one person for one item; what it says is made anew from the catalogue when it is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptNotice {
    pub item: String,
    /// The business date on which it was made.
    pub day: Date,
    /// Answers of the situation questions, by field; several choices are joined by commas.
    pub answers: BTreeMap<String, String>,
}

impl KeptNotice {
    pub fn of(draft: &Draft) -> Self {
        let questions = situation_questions(draft.item(), draft);
        let answer = |field: &&Field| {
            let (value, _) = draft.value(&field.key)?;
            Some((field.key.clone(), words_of(&value)?))
        };
        Self {
            item: draft.item().id.clone(),
            day: draft.day(),
            answers: questions.iter().filter_map(answer).collect(),
        }
    }

    /// What is no answer any more, because the catalogue has changed, is left open.
    pub fn answer_in(&self, draft: &mut Draft) {
        for (key, words) in &self.answers {
            let value = draft.item().find_field(key).and_then(|field| value_of(field, words));
            if let Some(value) = value {
                draft.answer(key, value);
            }
        }
    }
}

fn words_of(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Choices(chosen) => Some(chosen.join(",")),
        // situation questions are answered by pressing a row
        Value::Number(_)
        | Value::Date(_)
        | Value::Address(_)
        | Value::BankAccount(_)
        | Value::CardPhoto(_)
        | Value::Photo(_)
        | Value::Signature(_)
        | Value::Members(_) => None,
    }
}

fn value_of(field: &Field, words: &str) -> Option<Value> {
    let offered = |one: &str| field.find_choice(one).is_some();
    if field.kind == FieldKind::Bool {
        return words.parse().ok().map(Value::Bool);
    }
    if field.kind == FieldKind::MultiChoice {
        let chosen: Vec<String> =
            words.split(',').filter(|one| offered(one)).map(Into::into).collect();
        return (!chosen.is_empty()).then_some(Value::Choices(chosen));
    }
    offered(words).then(|| Value::Text(words.into()))
}
