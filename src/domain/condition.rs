//! Conditions of the catalogue over facts: true, false, or not to be known here.

use std::cmp::Ordering;

use jiff::{ToSpan, civil::Date};

/// `field op value`, as the catalogue writes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    pub field: String,
    pub op: Operator,
    pub value: Operand,
}

/// How a condition compares; `none_of` fails as soon as one value is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Eq,
    Ne,
    Lt,
    Lte,
    Gt,
    Gte,
    Between,
    In,
    NotIn,
    NoneOf,
    Exists,
}

/// The right-hand side of a condition. A text may be `today`, `today-30d` or `config.…`.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Operand>),
}

/// What is known about one key at the moment of asking.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    Bool(bool),
    Number(f64),
    Text(String),
    Date(Date),
    Many(Vec<String>),
    /// The question was put and left empty.
    Empty,
}

/// Three answers: a fact that cannot be had turns no one away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    Holds,
    Fails,
    Unknown,
}

impl Truth {
    fn of(value: bool) -> Self {
        if value { Self::Holds } else { Self::Fails }
    }
}

/// Where conditions find their facts.
pub trait Facts {
    /// `None`: not known here and now.
    fn find_fact(&self, key: &str) -> Option<Fact>;
    /// The day the resident is at the counter.
    fn today(&self) -> Date;
}

impl Condition {
    pub fn truth(&self, facts: &impl Facts) -> Truth {
        let Some(fact) = facts.find_fact(&self.field) else { return Truth::Unknown };
        if self.op == Operator::Exists {
            let wanted = self.value != Operand::Bool(false);
            return Truth::of((fact != Fact::Empty) == wanted);
        }
        if fact == Fact::Empty {
            return Truth::Unknown;
        }
        let Some(value) = resolve(&self.value, facts) else { return Truth::Unknown };
        compare(&fact, self.op, &value, facts.today()).map_or(Truth::Unknown, Truth::of)
    }
}

/// All must hold; one that fails decides, one that is unknown leaves it open.
pub fn all_hold(conditions: &[Condition], facts: &impl Facts) -> Truth {
    let mut result = Truth::Holds;
    for condition in conditions {
        match condition.truth(facts) {
            Truth::Fails => return Truth::Fails,
            Truth::Unknown => result = Truth::Unknown,
            Truth::Holds => {}
        }
    }
    result
}

/// `config.…` values are facts under their own name; everything else stands for itself.
fn resolve(operand: &Operand, facts: &impl Facts) -> Option<Operand> {
    let Operand::Text(text) = operand else { return Some(operand.clone()) };
    if !text.starts_with("config.") {
        return Some(operand.clone());
    }
    match facts.find_fact(text)? {
        Fact::Bool(value) => Some(Operand::Bool(value)),
        Fact::Number(value) => Some(Operand::Number(value)),
        Fact::Text(value) => Some(Operand::Text(value)),
        Fact::Date(value) => Some(Operand::Text(value.to_string())),
        Fact::Many(_) | Fact::Empty => None,
    }
}

fn compare(fact: &Fact, op: Operator, value: &Operand, today: Date) -> Option<bool> {
    match op {
        Operator::Eq => order(fact, value, today).map(Ordering::is_eq),
        Operator::Ne => order(fact, value, today).map(Ordering::is_ne),
        Operator::Lt => order(fact, value, today).map(Ordering::is_lt),
        Operator::Lte => order(fact, value, today).map(Ordering::is_le),
        Operator::Gt => order(fact, value, today).map(Ordering::is_gt),
        Operator::Gte => order(fact, value, today).map(Ordering::is_ge),
        Operator::Between => match list(value) {
            [low, high] => {
                Some(order(fact, low, today)?.is_ge() && order(fact, high, today)?.is_le())
            }
            _ => None,
        },
        Operator::In => Some(is_among(fact, list(value), today)),
        Operator::NotIn | Operator::NoneOf => Some(!is_among(fact, list(value), today)),
        Operator::Exists => Some(true),
    }
}

fn list(value: &Operand) -> &[Operand] {
    if let Operand::List(values) = value { values } else { std::slice::from_ref(value) }
}

fn is_among(fact: &Fact, values: &[Operand], today: Date) -> bool {
    let equal = |fact: &Fact| {
        values.iter().any(|value| order(fact, value, today).is_some_and(Ordering::is_eq))
    };
    if let Fact::Many(chosen) = fact {
        chosen.iter().any(|one| equal(&Fact::Text(one.clone())))
    } else {
        equal(fact)
    }
}

fn order(fact: &Fact, value: &Operand, today: Date) -> Option<Ordering> {
    match (fact, value) {
        (Fact::Bool(left), Operand::Bool(right)) => Some(left.cmp(right)),
        (Fact::Number(left), Operand::Number(right)) => left.partial_cmp(right),
        (Fact::Date(left), Operand::Text(right)) => Some(left.cmp(&day(right, today)?)),
        (Fact::Text(left), Operand::Text(right)) => Some(left.as_str().cmp(right)),
        _ => None,
    }
}

/// `2025-01-01`, `today` or `today-30d`.
pub fn day(text: &str, today: Date) -> Option<Date> {
    let Some(shift) = text.strip_prefix("today") else { return text.parse().ok() };
    if shift.is_empty() {
        return Some(today);
    }
    let days: i64 = shift.strip_suffix('d')?.parse().ok()?;
    today.checked_add(days.days()).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    struct Known(Vec<(&'static str, Fact)>);

    impl Facts for Known {
        fn find_fact(&self, key: &str) -> Option<Fact> {
            self.0.iter().find(|(known, _)| *known == key).map(|(_, fact)| fact.clone())
        }
        fn today(&self) -> Date {
            date(2026, 11, 24)
        }
    }

    fn when(field: &str, op: Operator, value: Operand) -> Condition {
        Condition { field: field.into(), op, value }
    }

    #[test]
    fn each_operator_answers_as_the_catalogue_means_it() {
        let text = |text: &str| Operand::Text(text.into());
        let facts = Known(vec![
            ("age", Fact::Number(83.0)),
            ("living_place", Fact::Text("home".into())),
            ("assets", Fact::Many(vec!["car".into()])),
            ("event_date", Fact::Date(date(2026, 10, 1))),
            ("is_proxy", Fact::Bool(false)),
            ("photo", Fact::Empty),
            ("config.dibao_standard", Fact::Number(700.0)),
            ("income", Fact::Number(650.0)),
        ]);
        let ages = Operand::List(vec![Operand::Number(80.0), Operand::Number(89.0)]);
        let places = Operand::List(vec![text("institution"), text("outside")]);
        let riches = Operand::List(vec![text("house2"), text("car")]);
        for (condition, expected) in [
            (when("age", Operator::Gte, Operand::Number(80.0)), Truth::Holds),
            (when("age", Operator::Lt, Operand::Number(60.0)), Truth::Fails),
            (when("age", Operator::Between, ages), Truth::Holds),
            (when("living_place", Operator::In, places.clone()), Truth::Fails),
            (when("living_place", Operator::NotIn, places), Truth::Holds),
            (when("assets", Operator::NoneOf, riches), Truth::Fails),
            (when("event_date", Operator::Lte, text("today")), Truth::Holds),
            (when("event_date", Operator::Lt, text("today-30d")), Truth::Holds),
            (when("event_date", Operator::Gt, text("2026-10-01")), Truth::Fails),
            (when("is_proxy", Operator::Eq, Operand::Bool(true)), Truth::Fails),
            (when("photo", Operator::Exists, Operand::Bool(true)), Truth::Fails),
            (when("age", Operator::Exists, Operand::Bool(true)), Truth::Holds),
            (when("income", Operator::Lt, text("config.dibao_standard")), Truth::Holds),
            (when("is_enrolled", Operator::Eq, Operand::Bool(true)), Truth::Unknown),
            (when("income", Operator::Lt, text("config.not_set")), Truth::Unknown),
        ] {
            assert_eq!(condition.truth(&facts), expected, "{condition:?}");
        }
    }
}
