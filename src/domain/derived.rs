//! What follows from answers: `derived.…` of a form, and the facts about which rules ask (`how` in facts.toml).

use jiff::Unit;
use jiff::civil::Date;

use super::condition::Fact;
use super::decimal::Decimal;
use super::draft::{Address, Draft, Value};
use super::id_number::IdNumber;

/// The answer to a field that says `derived.<source>`; `None` while something it is made of is not known.
pub(super) fn value(draft: &Draft, source: &str) -> Option<Value> {
    match source {
        "phone" => told(draft, "phone"),
        "current_year" => Some(Value::Number(draft.day().year().to_string())),
        "age" => Some(Value::Number(draft.card().age_on(draft.day()).to_string())),
        "current_or_household_address" => {
            let on_card = Address::CardText(draft.card().address.clone());
            Some(told(draft, "current_address").unwrap_or(Value::Address(on_card)))
        }
        "child_birth" => birth_in_number(draft, "child_id_no").map(Value::Date),
        "amount" => year_of_pension(draft).map(Value::Number),
        "self_paid" => {
            let left = number(draft, "total_cost")?.minus(number(draft, "insured_paid")?)?;
            Some(Value::Number(left.to_string()))
        }
        _ => None, // refused when the item is read; see `made_of`
    }
}

/// The questions that a `derived.<source>` is made of; `None`: no such source.
pub fn made_of(source: &str) -> Option<&'static [&'static str]> {
    Some(match source {
        "phone" => &["phone"],
        "current_year" | "age" | "village_from_card_address" => &[],
        "current_or_household_address" => &["current_address"],
        "child_birth" => &["child_id_no"],
        "amount" => &["pay_kind", "level"],
        "self_paid" => &["total_cost", "insured_paid"],
        _ => return None,
    })
}

/// The keys that [`fact`] knows.
pub(super) const FACTS: [&str; 5] =
    ["child_age", "newborn_days", "arrive_days", "per_capita_income", "income_authorization"];

/// A fact that is no field of the form but follows from some.
pub(super) fn fact(draft: &Draft, key: &str) -> Option<Fact> {
    let count = |count: i32| Fact::Number(f64::from(count));
    match key {
        "child_age" => {
            let birth =
                birth_in_number(draft, "child_id_no").or_else(|| date(draft, "child_birth"))?;
            full_years(birth, draft.day()).map(count)
        }
        "newborn_days" => days_since(draft, "newborn_birth").map(count),
        "arrive_days" => days_since(draft, "arrive_date").map(count),
        "per_capita_income" => income_of_each(draft),
        "income_authorization" => {
            matches!(told(draft, "sign_all")?, Value::Signature(_)).then_some(Fact::Bool(true))
        }
        _ => None, // shared data does not exist at this kiosk yet
    }
}

/// The answer to a question that is asked as things stand.
fn told(draft: &Draft, key: &str) -> Option<Value> {
    let field = draft.item().find_field(key).filter(|field| draft.is_asked(field))?;
    draft.value(&field.key).map(|(value, _)| value)
}

fn number(draft: &Draft, key: &str) -> Option<Decimal> {
    let Some(Value::Number(text)) = told(draft, key) else { return None };
    Decimal::parse(&text)
}

fn date(draft: &Draft, key: &str) -> Option<Date> {
    let Some(Value::Date(day)) = told(draft, key) else { return None };
    Some(day)
}

fn birth_in_number(draft: &Draft, key: &str) -> Option<Date> {
    let Some(Value::Text(text)) = told(draft, key) else { return None };
    IdNumber::parse(&text).ok().map(|number| number.birth())
}

/// One year of 城乡居民养老保险 costs its level; what a make-up of years costs nobody here can say.
fn year_of_pension(draft: &Draft) -> Option<String> {
    let Some(Value::Text(kind)) = told(draft, "pay_kind") else { return None };
    let Some(Value::Text(level)) = told(draft, "level") else { return None };
    (kind != "makeup").then_some(Decimal::parse(&level)?.to_string())
}

/// `month_income` over the members of the household, with whoever files.
fn income_of_each(draft: &Draft) -> Option<Fact> {
    let Some(Value::Members(members)) = told(draft, "family_members") else { return None };
    let people = u32::try_from(members.len() + 1).ok()?;
    let fen = number(draft, "month_income")?.fen_for_each(people)?;
    Some(Fact::Number(fen as f64 / 100.0)) // compared, never shown
}

fn days_since(draft: &Draft, key: &str) -> Option<i32> {
    date(draft, key)?.until((Unit::Day, draft.day())).ok().map(|span| span.get_days())
}

/// Someone born on 29 February is a year older on 1 March.
fn full_years(birth: Date, day: Date) -> Option<i32> {
    let had_birthday = (day.month(), day.day()) >= (birth.month(), birth.day());
    let years = i32::from(day.year()) - i32::from(birth.year()) - i32::from(!had_birthday);
    (birth <= day).then_some(years)
}
