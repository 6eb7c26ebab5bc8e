//! What the card says, and what can be done with it.

use jiff::civil::Date;

use super::{full_width, long_date};
use crate::domain::id_card::{IdCard, ValidTo};
use crate::domain::names::{masked_name, sex_name};
use crate::domain::service_item::{ServiceItem, Tier};
use crate::kiosk::screens::read_card::Row;
use crate::kiosk::session::Visit;

/// How the catalogue writes money that comes every month.
pub const A_MONTH: &str = "元/月";

pub fn person(visit: Option<&Visit>) -> String {
    visit.map(|visit| masked_name(&visit.card.name)).unwrap_or_default()
}

pub fn greeting(card: &IdCard) -> String {
    format!("{}，您好", masked_name(&card.name))
}

/// How long the card holds is left out where there is no room for it; that it soon ends is said in a notice anyway.
pub fn about(card: &IdCard, day: Date, with_validity: bool) -> String {
    let mut parts = vec![format!("{}，{} 岁", sex_name(card.sex), card.age_on(day))];
    let local = card.address.contains("宁乡");
    parts.push(if local { "宁乡户口" } else { "外地户口，已迁来找工作人员" }.into());
    if local && with_validity && card.valid_to == ValidTo::LongTerm {
        parts.push("身份证长期有效".into());
    }
    parts.join(" · ")
}

/// Within 90 days of the end, and after it.
pub fn validity_notice(card: &IdCard, day: Date) -> Option<(String, String)> {
    const SOON_DAYS: i32 = 90;
    let ValidTo::Day(last) = card.valid_to else { return None };
    match card.days_left_on(day)? {
        ..0 => Some((
            "身份证过期了。能看，不能交新申请。".into(),
            "先去派出所换证，换好了再来；急着办的请找工作人员。".into(),
        )),
        left @ 0..=SOON_DAYS => Some((
            format!("您的身份证还有 {left} 天到期（{}）", long_date(last)),
            "今天照样能办事。请早点去派出所换新证。".into(),
        )),
        _ => None,
    }
}

/// With an expired card everything can be looked at and nothing filed.
pub fn can_file_title(card: &IdCard, day: Date) -> &'static str {
    if card.expired_on(day) { "您可以先看的事" } else { "您现在可以办" }
}

pub const CANNOT: &str = "暂时办不了";
pub const NOT_YET: &str = "还不能办的";

/// Leads to what cannot be done yet; empty where there is nothing of it.
pub fn not_yet_button(count: usize) -> String {
    if count == 0 { String::new() } else { format!("还不能办的 {count} 项") }
}

/// And back.
pub fn can_button(count: usize) -> String {
    if count == 0 { String::new() } else { format!("可以办的 {count} 项") }
}

pub fn can_file_count(count: usize, card: &IdCard, day: Date) -> String {
    if card.expired_on(day) {
        format!("共 {count} 项")
    } else {
        format!("共 {count} 项，最要紧的排在前面")
    }
}

pub fn money_line(card: &IdCard, tier: &Tier, day: Date) -> String {
    let amount = tier.amount;
    match tier.unit.as_str() {
        A_MONTH => format!("您今年{}岁，每月可以领 {amount} 元", card.age_on(day)),
        unit => format!("您今年{}岁，可以领 {amount} {unit}", card.age_on(day)),
    }
}

pub fn tile_line(item: &ServiceItem, doubt: bool) -> &str {
    if doubt { "要工作人员看一下" } else { &item.tile_line }
}

pub fn months_left(months: u32) -> String {
    format!("还差 {months} 个月")
}

pub fn come_back_on(day: Date) -> String {
    format!("{}起可以办，那时再来", long_date(day))
}

/// The rule's sentence, with the person's own number where it is about age.
pub fn cannot_reason(item: &ServiceItem, rule_code: &str, message: &str, age: i16) -> String {
    let rule = item.rules.iter().find(|rule| rule.code == rule_code);
    let about_age =
        rule.is_some_and(|rule| ["age", "months_to_age_80"].contains(&rule.check.field.as_str()));
    let sentence = full_width(message);
    if about_age { format!("{sentence}您今年{age}岁。") } else { sentence }
}

/// One line for all that is not possible: the first two, then how many in all.
pub fn cannot_line(cannot: &[Row]) -> String {
    match cannot {
        [] => String::new(),
        [one] => format!("{}，点右上角看原因", one.name),
        [first, second] => format!("{}、{}，点右上角看原因", first.name, second.name),
        [first, second, ..] => {
            let count = cannot.len();
            format!("{}、{}等 {count} 项，点右上角看原因", first.name, second.name)
        }
    }
}

/// What is most urgent behind 我办过的事.
pub fn cases_chip(corrections: usize, notices: usize) -> String {
    match (corrections, notices) {
        (0, 0) => String::new(),
        (0, _) => "有告知单".into(),
        (count, _) => format!("{count} 件要补"),
    }
}
