//! Whether conditions of the catalogue can ever hold together: finds questions nobody is asked and rules that never speak.

use jiff::civil::Date;

use super::condition::{Condition, Fact, Facts, Operand, Operator, Truth};
use super::service_item::{Field, FieldKind};

/// Conditions that hold at the same time, with those that the shown fields among them bring along.
pub fn with_what_must_be_shown(conditions: &[Condition], fields: &[Field]) -> Vec<Condition> {
    let mut all: Vec<Condition> = Vec::new();
    let mut open: Vec<Condition> = conditions.to_vec();
    while let Some(condition) = open.pop() {
        if all.contains(&condition) {
            continue;
        }
        // a field that is not shown is empty, and only the question whether it is there has an answer then
        let may_be_hidden = condition.op == Operator::Exists;
        let field = fields.iter().find(|field| field.key == condition.field && !may_be_hidden);
        open.extend(field.into_iter().flat_map(|field| field.show_if.clone()));
        all.push(condition);
    }
    all
}

/// Some answer to each question makes all of them hold.
pub fn can_hold(conditions: &[Condition], fields: &[Field]) -> bool {
    conditions.iter().all(|one| {
        let of_key: Vec<&Condition> =
            conditions.iter().filter(|other| other.field == one.field).collect();
        answers_to(&one.field, &of_key, fields).is_none_or(|answers| {
            answers
                .into_iter()
                .any(|fact| of_key.iter().all(|one| truth(one, &fact) == Truth::Holds))
        })
    })
}

/// While `conditions` hold, some answer makes `check` fail.
pub fn can_fail(check: &Condition, conditions: &[Condition], fields: &[Field]) -> bool {
    let mut of_key: Vec<&Condition> =
        conditions.iter().filter(|other| other.field == check.field).collect();
    of_key.push(check);
    let answers = answers_to(&check.field, &of_key, fields);
    of_key.pop();
    answers.is_none_or(|answers| {
        answers.into_iter().any(|fact| {
            of_key.iter().all(|one| truth(one, &fact) == Truth::Holds)
                && truth(check, &fact) == Truth::Fails
        })
    })
}

/// One answer of every sort that the conditions tell apart; `None` where they cannot be listed.
fn answers_to(key: &str, conditions: &[&Condition], fields: &[Field]) -> Option<Vec<Fact>> {
    let operands: Vec<&Operand> =
        conditions.iter().flat_map(|condition| flat(&condition.value)).collect();
    let field = fields.iter().find(|field| field.key == key);
    let kind = field.map(|field| field.kind);
    if matches!(kind, Some(FieldKind::MultiChoice | FieldKind::Date)) || conditions.is_empty() {
        return None;
    }
    let mut answers = vec![Fact::Empty];
    for operand in operands {
        match operand {
            Operand::Bool(_) => answers.extend([Fact::Bool(true), Fact::Bool(false)]),
            Operand::Number(number) => answers.extend(
                [-1.0, -0.5, 0.0, 0.5, 1.0].map(|distance| Fact::Number(number + distance)),
            ),
            Operand::Text(text) if text.starts_with("config.") || text.starts_with("today") => {
                return None;
            }
            Operand::Text(text) if text.parse::<Date>().is_ok() => return None,
            Operand::Text(text) => answers.push(Fact::Text(text.clone())),
            Operand::List(_) => {} // never inside another
        }
    }
    match field {
        Some(field) if !field.options.is_empty() => {
            answers.retain(|answer| !matches!(answer, Fact::Text(_)));
            let options = field.options.iter().map(|option| Fact::Text(option.value.clone()));
            answers.extend(options);
        }
        Some(_) | None => answers.push(Fact::Text(String::from("\u{0}another"))),
    }
    Some(answers)
}

fn flat(operand: &Operand) -> Vec<&Operand> {
    if let Operand::List(values) = operand { values.iter().collect() } else { vec![operand] }
}

fn truth(condition: &Condition, fact: &Fact) -> Truth {
    condition.truth(&Just(fact))
}

/// The one answer that is tried.
struct Just<'a>(&'a Fact);

impl Facts for Just<'_> {
    fn find_fact(&self, _key: &str) -> Option<Fact> {
        Some(self.0.clone())
    }

    fn today(&self) -> Date {
        Date::constant(2026, 1, 1) // no condition on a day is tried
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::service_item::Choice;

    fn when(field: &str, op: Operator, value: Operand) -> Condition {
        Condition { field: field.into(), op, value }
    }

    fn question(key: &str, options: &[&str], show_if: Vec<Condition>) -> Field {
        let option = |value: &&str| Choice {
            value: (*value).into(),
            label: String::new(),
            say: String::new(),
            note: String::new(),
            icon: String::new(),
        };
        Field {
            key: key.into(),
            label: key.into(),
            ask: String::new(),
            review: String::new(),
            kind: if options.is_empty() { FieldKind::Number } else { FieldKind::Choice },
            required: true,
            group: "detail".into(),
            prefill: String::new(),
            options: options.iter().map(option).collect(),
            pattern: String::new(),
            min: String::new(),
            max: String::new(),
            max_len: 0,
            show_if,
            help: String::new(),
            columns: Vec::new(),
            covers: Vec::new(),
            recorded: false,
        }
    }

    #[test]
    fn what_cannot_be_true_of_one_answer_is_found() {
        let text = |text: &str| Operand::Text(text.into());
        let number = Operand::Number;
        let fields = [
            question("living", &["home", "away"], Vec::new()),
            question("nights", &[], vec![when("living", Operator::Eq, text("away"))]),
        ];
        for (conditions, possible) in [
            (
                vec![
                    when("age", Operator::Gte, number(60.0)),
                    when("age", Operator::Lt, number(61.0)),
                ],
                true,
            ),
            (
                vec![
                    when("age", Operator::Gt, number(80.0)),
                    when("age", Operator::Lt, number(60.0)),
                ],
                false,
            ),
            (
                vec![when(
                    "living",
                    Operator::NotIn,
                    Operand::List(vec![text("home"), text("away")]),
                )],
                false,
            ),
            (vec![when("living", Operator::Ne, text("home"))], true),
            (
                vec![
                    when("nights", Operator::Gt, number(3.0)),
                    when("living", Operator::Eq, text("home")),
                ],
                false,
            ),
            (
                vec![when("sex", Operator::Eq, text("男")), when("sex", Operator::Eq, text("女"))],
                false,
            ),
            (
                vec![
                    when("day", Operator::Gte, text("2025-01-01")),
                    when("day", Operator::Lt, text("2024-01-01")),
                ],
                true,
            ),
        ] {
            let all = with_what_must_be_shown(&conditions, &fields);
            assert_eq!(can_hold(&all, &fields), possible, "{conditions:?}");
        }
    }

    #[test]
    fn a_check_that_every_answer_passes_is_found() {
        let text = |text: &str| Operand::Text(text.into());
        let fields = [question("living", &["home", "away"], Vec::new())];
        let all = Operand::List(vec![text("home"), text("away")]);
        assert!(!can_fail(&when("living", Operator::In, all), &[], &fields));
        let home = when("living", Operator::Eq, text("home"));
        assert!(can_fail(&home, &[], &fields));
        assert!(!can_fail(&home, std::slice::from_ref(&home), &fields));
    }
}
