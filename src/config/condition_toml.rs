//! Conditions as the catalogue writes them, held against what can be asked at that place.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use toml::{Spanned, Value};

use super::{error::ConfigError, source::SourceFile};
use crate::domain::condition::{Condition, Operand, Operator};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConditionFile {
    field: Spanned<String>,
    op: Spanned<String>,
    value: Spanned<Value>,
}

impl ConditionFile {
    pub(super) fn asks_about(&self) -> &Spanned<String> {
        &self.field
    }
}

/// Everything a condition may ask about at one place, and what its answer looks like.
#[derive(Clone, Default)]
pub(super) struct Scope {
    answers: BTreeMap<String, Answer>,
}

#[derive(Clone)]
pub(super) enum Answer {
    Bool,
    Number,
    Date,
    Text,
    OneOf(Vec<String>),
    /// A photo, a family or a paper: nothing to compare, only there or not.
    Thing,
}

impl Scope {
    pub(super) fn add(&mut self, key: &str, answer: Answer) {
        self.answers.insert(key.to_owned(), answer);
    }

    pub(super) fn add_unless_known(&mut self, key: &str, answer: Answer) {
        self.answers.entry(key.to_owned()).or_insert(answer);
    }
}

pub(super) fn read_all(
    source: &SourceFile,
    conditions: &[ConditionFile],
    scope: &Scope,
) -> Result<Vec<Condition>, ConfigError> {
    conditions.iter().map(|one| read(source, &one.field, &one.op, &one.value, scope)).collect()
}

pub(super) fn read(
    source: &SourceFile,
    field: &Spanned<String>,
    op: &Spanned<String>,
    value: &Spanned<Value>,
    scope: &Scope,
) -> Result<Condition, ConfigError> {
    let operator = source.one_of(op, "operator", &OPERATORS)?;
    let Some(answer) = scope.answers.get(field.get_ref()) else {
        return Err(source.unknown("fact or field", field));
    };
    let operand = read_operand(value.get_ref())
        .and_then(|operand| check(operator, &operand, answer, field.get_ref()).map(|()| operand))
        .map_err(|problem| source.wrong(value.span(), problem))?;
    Ok(Condition { field: field.get_ref().clone(), op: operator, value: operand })
}

fn read_operand(value: &Value) -> Result<Operand, String> {
    match value {
        Value::Boolean(value) => Ok(Operand::Bool(*value)),
        // ages, days and yuan are small enough for a float
        Value::Integer(value) => Ok(Operand::Number(*value as f64)),
        Value::Float(value) => Ok(Operand::Number(*value)),
        Value::String(value) => Ok(Operand::Text(value.clone())),
        Value::Array(values) => {
            values.iter().map(read_operand).collect::<Result<_, _>>().map(Operand::List)
        }
        Value::Datetime(_) | Value::Table(_) => {
            Err("must be a text, a number, true, false or a list of them".into())
        }
    }
}

/// A condition that can never be decided is a mistake, such as `age >= "80"`.
fn check(op: Operator, operand: &Operand, answer: &Answer, key: &str) -> Result<(), String> {
    match (op, operand) {
        (Operator::Exists, Operand::Bool(_)) => Ok(()),
        (Operator::Exists, _) => Err("must be true or false".into()),
        (Operator::Between, Operand::List(values)) if values.len() == 2 => {
            values.iter().try_for_each(|value| check_one(value, answer, key))
        }
        (Operator::Between, _) => Err("must be a list of two".into()),
        (Operator::In | Operator::NotIn | Operator::NoneOf, Operand::List(values)) => {
            values.iter().try_for_each(|value| check_one(value, answer, key))
        }
        (Operator::In | Operator::NotIn | Operator::NoneOf, _) => Err("must be a list".into()),
        (
            Operator::Eq
            | Operator::Ne
            | Operator::Lt
            | Operator::Lte
            | Operator::Gt
            | Operator::Gte,
            single,
        ) => check_one(single, answer, key),
    }
}

fn check_one(operand: &Operand, answer: &Answer, key: &str) -> Result<(), String> {
    match (answer, operand) {
        // the city's own settings have their type elsewhere
        (_, Operand::Text(text)) if text.starts_with("config.") => Ok(()),
        (Answer::Bool, Operand::Bool(_))
        | (Answer::Number, Operand::Number(_))
        | (Answer::Text, Operand::Text(_)) => Ok(()),
        (Answer::Date, Operand::Text(text)) if is_day(text) => Ok(()),
        (Answer::OneOf(values), Operand::Text(text)) if values.contains(text) => Ok(()),
        (Answer::OneOf(_), Operand::Text(text)) => {
            Err(format!("\"{text}\" is not an option of {key}"))
        }
        (Answer::Bool, _) => Err(format!("must be true or false for {key}")),
        (Answer::Number, _) => Err(format!("must be a number for {key}")),
        (Answer::Date, _) => Err(format!("must be a date, today or today-30d for {key}")),
        (Answer::Text | Answer::OneOf(_), _) => Err(format!("must be a text for {key}")),
        (Answer::Thing, _) => Err(format!("only \"exists\" can be asked about {key}")),
    }
}

/// `2025-01-01`, `today` or `today-30d`.
pub(super) fn is_day(text: &str) -> bool {
    let shift = text.strip_prefix("today").map(|shift| shift.strip_suffix('d').unwrap_or(shift));
    match shift {
        Some("") => text == "today",
        Some(days) => days.parse::<i64>().is_ok() && text.ends_with('d'),
        None => text.parse::<Date>().is_ok(),
    }
}

const OPERATORS: [(&str, Operator); 11] = [
    ("eq", Operator::Eq),
    ("ne", Operator::Ne),
    ("lt", Operator::Lt),
    ("lte", Operator::Lte),
    ("gt", Operator::Gt),
    ("gte", Operator::Gte),
    ("between", Operator::Between),
    ("in", Operator::In),
    ("not_in", Operator::NotIn),
    ("none_of", Operator::NoneOf),
    ("exists", Operator::Exists),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Condition, String> {
        let mut scope = Scope::default();
        scope.add("age", Answer::Number);
        scope.add("is_proxy", Answer::Bool);
        scope.add("event_date", Answer::Date);
        scope.add("place", Answer::OneOf(vec!["home".into(), "away".into()]));
        scope.add("photo", Answer::Thing);
        let source = SourceFile::new("x.toml", text);
        let file: ConditionFile = source.parse().map_err(|error| error.to_string())?;
        read(&source, &file.field, &file.op, &file.value, &scope).map_err(|error| error.to_string())
    }

    #[test]
    fn what_can_be_decided_is_taken() {
        let two = |low, high| Operand::List(vec![Operand::Number(low), Operand::Number(high)]);
        let text = |text: &str| Operand::Text(text.into());
        for (field, op, value, operator, operand) in [
            ("age", "gte", "80", Operator::Gte, Operand::Number(80.0)),
            ("age", "lt", "0.5", Operator::Lt, Operand::Number(0.5)),
            ("age", "between", "[80, 89]", Operator::Between, two(80.0, 89.0)),
            ("age", "lt", "\"config.limit\"", Operator::Lt, text("config.limit")),
            ("is_proxy", "eq", "true", Operator::Eq, Operand::Bool(true)),
            ("event_date", "lt", "\"today-30d\"", Operator::Lt, text("today-30d")),
            ("event_date", "lte", "\"today\"", Operator::Lte, text("today")),
            ("event_date", "gte", "\"2015-12-31\"", Operator::Gte, text("2015-12-31")),
            ("place", "not_in", "[\"away\"]", Operator::NotIn, Operand::List(vec![text("away")])),
            ("photo", "exists", "true", Operator::Exists, Operand::Bool(true)),
        ] {
            let written = format!("field = \"{field}\"\nop = \"{op}\"\nvalue = {value}\n");
            let expected = Condition { field: field.into(), op: operator, value: operand };
            assert_eq!(read_text(&written), Ok(expected), "{written}");
        }
    }

    #[test]
    fn what_can_never_be_decided_is_refused() {
        for (field, op, value, expected) in [
            ("age", "gtee", "80", "x.toml:2: field \"op\": unknown operator \"gtee\""),
            ("agee", "gte", "80", "x.toml:1: field \"field\": unknown fact or field \"agee\""),
            ("age", "gte", "\"80\"", "x.toml:3: field \"value\": must be a number for age"),
            ("age", "between", "[80]", "x.toml:3: field \"value\": must be a list of two"),
            ("age", "in", "80", "x.toml:3: field \"value\": must be a list"),
            ("age", "gte", "[80]", "x.toml:3: field \"value\": must be a number for age"),
            (
                "age",
                "gte",
                "2026-11-24",
                "x.toml:3: field \"value\": \
                 must be a text, a number, true, false or a list of them",
            ),
            (
                "is_proxy",
                "eq",
                "\"yes\"",
                "x.toml:3: field \"value\": must be true or false for is_proxy",
            ),
            (
                "event_date",
                "lt",
                "\"today-30\"",
                "x.toml:3: field \"value\": must be a date, today or today-30d for event_date",
            ),
            (
                "event_date",
                "lt",
                "\"2015-12-32\"",
                "x.toml:3: field \"value\": must be a date, today or today-30d for event_date",
            ),
            (
                "place",
                "in",
                "[\"home\", \"hom\"]",
                "x.toml:3: field \"value\": \"hom\" is not an option of place",
            ),
            ("place", "eq", "1", "x.toml:3: field \"value\": must be a text for place"),
            (
                "photo",
                "eq",
                "\"yes\"",
                "x.toml:3: field \"value\": only \"exists\" can be asked about photo",
            ),
            ("photo", "exists", "\"yes\"", "x.toml:3: field \"value\": must be true or false"),
        ] {
            let written = format!("field = \"{field}\"\nop = \"{op}\"\nvalue = {value}\n");
            assert_eq!(read_text(&written), Err(expected.into()), "{written}");
        }
    }
}
