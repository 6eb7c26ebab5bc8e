//! 能不能办: the catalogue's rules over the facts a card gives, before any form.

use jiff::{ToSpan, civil::Date};

use super::condition::{Condition, Fact, Facts, Operator, Truth, all_hold};
use super::id_card::IdCard;
use super::names::sex_name;
use super::service_item::{Rule, ServiceItem, Severity, Tier};

/// How far ahead 快到了 looks.
const SOON_MONTHS: i32 = 12;

/// Where a person stands with one item today, by what the card says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// 可以办; a doubt means that somebody will have to look at it.
    CanFile { doubt: bool },
    /// 快到了: the first day on which the rules hold, and how many months that is, rounded up.
    Soon { months: u32, first_day: Date },
    /// 暂时办不了, because of this rule.
    Cannot { rule_code: String, message: String },
}

/// What a card says on a day, under the names the catalogue's rules use.
pub struct CardFacts<'a> {
    pub card: &'a IdCard,
    pub day: Date,
}

impl Facts for CardFacts<'_> {
    fn find_fact(&self, key: &str) -> Option<Fact> {
        match key {
            "always" => Some(Fact::Bool(true)),
            "age" => Some(Fact::Number(f64::from(self.card.age_on(self.day)))),
            "sex" => Some(Fact::Text(sex_name(self.card.sex).into())),
            "birth_date" => Some(Fact::Date(self.card.birth)),
            "months_to_age_80" => {
                Some(Fact::Number(f64::from(months_to_age(self.card, 80, self.day))))
            }
            // decisions.md “Forms”: only the address of the card decides, never the number's first digits
            "household_in_city" => Some(Fact::Bool(self.card.address.contains("宁乡"))),
            "hunan_household_or_resident" => {
                self.card.address.contains("湖南").then_some(Fact::Bool(true))
            }
            _ => None,
        }
    }

    fn today(&self) -> Date {
        self.day
    }
}

/// The standing of a person with an item on a day.
pub fn standing(item: &ServiceItem, card: &IdCard, day: Date) -> Standing {
    let facts = CardFacts { card, day };
    let Some(failed) = first_block(item, &facts) else {
        return Standing::CanFile { doubt: has_doubt(item, &facts) };
    };
    match first_day_allowed(item, failed, card, day) {
        Some(first_day) => Standing::Soon { months: months_rounded_up(day, first_day), first_day },
        None => {
            Standing::Cannot { rule_code: failed.code.clone(), message: failed.message.clone() }
        }
    }
}

/// The first `block` rule that is known not to be met; an unknown fact blocks no one.
pub fn first_block<'a>(item: &'a ServiceItem, facts: &impl Facts) -> Option<&'a Rule> {
    item.rules
        .iter()
        .filter(|rule| rule.severity == Severity::Block)
        .find(|rule| truth(rule, facts) == Some(Truth::Fails))
}

/// Rules at which an officer has to look: a `warn` that fails, and a `block` of which nobody here knows whether it is met.
pub fn remarks<'a>(item: &'a ServiceItem, facts: &impl Facts) -> Vec<&'a Rule> {
    item.rules
        .iter()
        .filter(|rule| match (rule.severity, truth(rule, facts)) {
            (Severity::Warn, Some(Truth::Fails)) => true,
            // a question of the form is unknown only where it is not asked
            (Severity::Block, Some(Truth::Unknown)) => item.find_field(&rule.check.field).is_none(),
            (Severity::Block | Severity::Warn | Severity::Info, _) => false,
        })
        .collect()
}

/// Rules with a message for the person that spoke not before and speak now: an `info` that holds, a `warn` that fails.
pub fn newly_told<'a>(
    item: &'a ServiceItem,
    before: Option<&impl Facts>,
    now: &impl Facts,
) -> Vec<&'a Rule> {
    let is_new = |rule: &&Rule| !before.is_some_and(|before| speaks(rule, before));
    item.rules.iter().filter(|rule| speaks(rule, now)).filter(is_new).collect()
}

fn speaks(rule: &Rule, facts: &impl Facts) -> bool {
    match rule.severity {
        Severity::Block => false, // stops, and says so itself
        Severity::Warn => truth(rule, facts) == Some(Truth::Fails),
        Severity::Info => truth(rule, facts) == Some(Truth::Holds),
    }
}

/// How each rule stands; `None` while it is not the rule's case, or not known to be.
pub fn rule_states<'a>(
    item: &'a ServiceItem,
    facts: &impl Facts,
) -> Vec<(&'a Rule, Option<Truth>)> {
    item.rules.iter().map(|rule| (rule, truth(rule, facts))).collect()
}

/// Messages of the `info` rules that hold, in catalogue order.
pub fn informing<'a>(item: &'a ServiceItem, facts: &impl Facts) -> Vec<&'a str> {
    item.rules
        .iter()
        .filter(|rule| rule.severity == Severity::Info)
        .filter(|rule| truth(rule, facts) == Some(Truth::Holds))
        .map(|rule| rule.message.as_str())
        .collect()
}

/// The verified grade of money that fits the person on a day.
pub fn fitting_tier<'a>(item: &'a ServiceItem, card: &IdCard, day: Date) -> Option<&'a Tier> {
    let facts = CardFacts { card, day };
    item.tiers.iter().find(|tier| {
        tier.is_shown_on(day)
            && !tier.conditions.is_empty()
            && all_hold(&tier.conditions, &facts) == Truth::Holds
    })
}

/// `None` while it is not the rule's case, or not known to be.
fn truth(rule: &Rule, facts: &impl Facts) -> Option<Truth> {
    match all_hold(&rule.when, facts) {
        Truth::Holds => Some(rule.check.truth(facts)),
        Truth::Fails | Truth::Unknown => None,
    }
}

/// A `warn` rule that fails, or a rule on shared data that nobody here can look up.
fn has_doubt(item: &ServiceItem, facts: &impl Facts) -> bool {
    item.rules.iter().any(|rule| match (rule.severity, truth(rule, facts)) {
        (Severity::Warn, Some(Truth::Fails)) => true,
        (Severity::Block | Severity::Warn, Some(Truth::Unknown)) => {
            item.find_field(&rule.check.field).is_none()
        }
        (Severity::Block | Severity::Warn, _) | (Severity::Info, _) => false,
    })
}

/// What no year changes, or what years only bring nearer, is looked at on the last day first: most people are far away.
fn first_day_allowed(item: &ServiceItem, failed: &Rule, card: &IdCard, day: Date) -> Option<Date> {
    let last = day.checked_add(SOON_MONTHS.months()).ok()?;
    let fails_at_last = truth(failed, &CardFacts { card, day: last }) == Some(Truth::Fails);
    if failed.when.is_empty() && only_comes_nearer(&failed.check) && fails_at_last {
        return None;
    }
    day.series(1.day())
        .take_while(|candidate| *candidate <= last)
        .find(|candidate| first_block(item, &CardFacts { card, day: *candidate }).is_none())
}

/// Where such a condition fails on a day, it failed on every day before.
fn only_comes_nearer(check: &Condition) -> bool {
    match (check.field.as_str(), check.op) {
        ("sex" | "household_in_city" | "hunan_household_or_resident", _) => true,
        ("age", op) => matches!(op, Operator::Gte | Operator::Gt),
        ("months_to_age_80", op) => matches!(op, Operator::Lte | Operator::Lt),
        _ => false, // days of the calendar come and go
    }
}

/// Months until a birthday, rounded up; zero or less once it has been.
fn months_to_age(card: &IdCard, age: i16, day: Date) -> i32 {
    let birthday = birthday_on(card.birth, age);
    if day >= birthday {
        let since = day.since((jiff::Unit::Month, birthday)).map_or(0, |span| span.get_months());
        -since
    } else {
        i32::try_from(months_rounded_up(day, birthday)).unwrap_or(i32::MAX)
    }
}

/// Someone born on 29 February has the birthday on 1 March in other years.
fn birthday_on(birth: Date, age: i16) -> Date {
    let year = birth.year().saturating_add(age);
    Date::new(year, birth.month(), birth.day())
        .or_else(|_| Date::new(year, 3, 1))
        .unwrap_or(Date::MAX)
}

/// The smallest number of months that reaches `last` from `first`.
fn months_rounded_up(first: Date, last: Date) -> u32 {
    (0..=1200_i32)
        .find(|months| first.checked_add(months.months()).is_ok_and(|day| day >= last))
        .and_then(|months| u32::try_from(months).ok())
        .unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::condition::{Condition, Operand, Operator};
    use crate::domain::id_card::CardText;

    fn card(birth: &str, number: &str, sex: &str, address: &str) -> IdCard {
        let text = CardText {
            name: "某某".into(),
            sex: sex.into(),
            ethnicity: "01".into(),
            birth: birth.into(),
            address: address.into(),
            number: number.into(),
            issuer: "宁乡市公安局".into(),
            valid_from: "20100101".into(),
            valid_to: "长期".into(),
        };
        IdCard::from_text(text, vec![], String::new()).unwrap()
    }

    #[test]
    fn months_to_eighty_are_rounded_up_so_that_registration_begins_two_months_before() {
        let person = card("19470105", "430124194701050014", "1", "湖南省宁乡市双凫铺镇");
        for (day, months) in [
            (date(2026, 11, 4), 3),
            (date(2026, 11, 5), 2),
            (date(2026, 11, 24), 2),
            (date(2027, 1, 4), 1),
            (date(2027, 1, 5), 0),
            (date(2027, 2, 10), -1),
        ] {
            assert_eq!(months_to_age(&person, 80, day), months, "{day}");
        }
    }

    #[test]
    fn a_woman_two_months_and_twenty_seven_days_before_sixty_is_told_three_months() {
        let person = card("19670220", "430124196702200001", "2", "湖南省宁乡市灰汤镇");
        let facts = CardFacts { card: &person, day: date(2026, 11, 24) };
        let sixty =
            Condition { field: "age".into(), op: Operator::Gte, value: Operand::Number(60.0) };
        assert_eq!(sixty.truth(&facts), Truth::Fails);
        assert_eq!(months_rounded_up(date(2026, 11, 24), date(2027, 2, 20)), 3);
    }
}
