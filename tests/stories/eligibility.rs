//! What a card alone says about the shipped catalogue; expected by hand from the items' rules.

use jiff::civil::{Date, date};
use jiujin::config;
use jiujin::domain::eligibility::{Standing, fitting_tier, standing};
use jiujin::domain::id_card::{CardText, IdCard};
use serde_json::Value as Json;

use crate::support::shipped_config;

const TODAY: Date = date(2026, 11, 24);

#[test]
fn invented_persons_are_told_what_they_can_do_today_soon_and_not() {
    let items = config::load(&shipped_config()).unwrap().catalogue;
    let can = |doubt| Standing::CanFile { doubt };
    let soon = |months, first_day| Standing::Soon { months, first_day };
    for (person, item, expected) in [
        ("wang_xiuying", "advanced_age_allowance", can(false)),
        ("wang_xiuying", "elder_benefit_by_id", can(false)),
        // 83: past the age of paying, so somebody should look
        ("wang_xiuying", "pension_pay", can(true)),
        // whether the income is low enough nobody here can know
        ("wang_xiuying", "dibao", can(true)),
        // 79 years and 10 months: registration begins two months before the birthday
        ("liu_guangming", "advanced_age_allowance", can(false)),
        ("he_yulan", "elder_benefit_by_id", soon(3, date(2027, 2, 20))),
        ("he_yulan", "pension_claim", soon(3, date(2027, 2, 20))),
        ("chen_fang", "unemployment_registration", can(false)),
        ("elsewhere", "elder_benefit_by_id", can(false)),
    ] {
        let item = items.find_item(item).unwrap();
        assert_eq!(standing(item, &card(person), TODAY), expected, "{person}: {}", item.id);
    }
    for (person, item, rule) in [
        ("he_yulan", "advanced_age_allowance", "age80"),
        ("chen_fang", "elder_benefit_by_id", "age60"),
        ("child", "pension_enroll", "age16"),
        ("elsewhere", "advanced_age_allowance", "household_in_city"),
        ("elsewhere_80", "advanced_age_allowance", "household_in_city"),
    ] {
        let item = items.find_item(item).unwrap();
        let found = standing(item, &card(person), TODAY);
        let Standing::Cannot { rule_code, .. } = found else {
            panic!("{person}: {} is {found:?}", item.id)
        };
        assert_eq!(rule_code, rule, "{person}");
    }
}

#[test]
fn registration_for_the_allowance_opens_on_the_day_two_months_before_eighty() {
    let items = config::load(&shipped_config()).unwrap().catalogue;
    let item = items.find_item("advanced_age_allowance").unwrap();
    let liu = card("liu_guangming"); // born 5 January 1947

    let opens = date(2026, 11, 5);
    let before = standing(item, &liu, date(2026, 11, 4));
    assert_eq!(before, Standing::Soon { months: 1, first_day: opens });
    assert_eq!(standing(item, &liu, opens), Standing::CanFile { doubt: false });
}

#[test]
fn the_verified_amount_follows_the_age() {
    let items = config::load(&shipped_config()).unwrap().catalogue;
    let item = items.find_item("advanced_age_allowance").unwrap();
    for (person, day, amount) in [
        ("wang_xiuying", TODAY, Some(100.0)),
        ("wang_xiuying", date(2033, 3, 11), Some(100.0)),
        ("wang_xiuying", date(2033, 3, 12), Some(200.0)),
        ("hundred", TODAY, Some(500.0)),
        ("liu_guangming", TODAY, None),
    ] {
        let tier = fitting_tier(item, &card(person), day);
        assert_eq!(tier.map(|tier| tier.amount), amount, "{person} on {day}");
    }
}

pub(crate) fn card(id: &str) -> IdCard {
    let cards: Json = serde_json::from_str(include_str!("../fixtures/cards.json")).unwrap();
    let persons = cards["cards"].as_array().unwrap();
    let person = persons.iter().find(|person| person["id"] == id).unwrap();
    let field = |name: &str| person[name].as_str().unwrap().to_owned();
    let text = CardText {
        name: field("name"),
        sex: field("sex"),
        ethnicity: field("ethnicity"),
        birth: field("birth"),
        address: field("address"),
        number: field("number"),
        issuer: field("issuer"),
        valid_from: field("valid_from"),
        valid_to: field("valid_to"),
    };
    IdCard::from_text(text, Vec::new(), String::new()).unwrap()
}
