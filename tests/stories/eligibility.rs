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

/// Two of them are invented for their birthdays: one is sixty today, one tomorrow.
#[test]
fn who_may_do_what_by_the_card_alone() {
    let items = config::load(&shipped_config()).unwrap().catalogue;
    let here = "湖南省宁乡市灰汤镇偕乐社区丙组9号";
    let people = [
        ("wang_xiuying", card("wang_xiuying")),
        ("liu_guangming", card("liu_guangming")),
        ("he_yulan", card("he_yulan")),
        ("chen_fang", card("chen_fang")),
        ("child", card("child")),
        ("elsewhere", card("elsewhere")),
        ("hundred", card("hundred")),
        ("woman 52", born("19740501", "2", here)),
        ("man 59", born("19670601", "1", here)),
        ("boy 15", born("20101220", "1", here)),
        ("sixty today", born("19661124", "1", here)),
        ("sixty tomorrow", born("19661125", "2", here)),
        ("sixty in a year", born("19671124", "2", here)),
        ("sixty in a year and a day", born("19671125", "2", here)),
        ("126", born("19000101", "2", here)),
        ("born 1933", born("19330101", "1", here)),
        ("born 1932", born("19321231", "1", here)),
        ("woman 34 of Changsha", born("19920808", "2", "湖南省长沙市岳麓区某某路1号")),
    ];
    for (person, item, expected) in [
        ("wang_xiuying", "elder_care_subsidy", Told::Can),
        ("wang_xiuying", "fp_reward_rural", Told::Can),
        ("wang_xiuying", "pension_claim", Told::Can),
        ("wang_xiuying", "tekun", Told::Can),
        ("wang_xiuying", "disability_subsidies", Told::Can),
        ("wang_xiuying", "policy_consult", Told::Can),
        ("wang_xiuying", "benefit_eligibility_auth", Told::CanDoubtful),
        ("wang_xiuying", "pension_enroll", Told::CanDoubtful),
        ("wang_xiuying", "unemployment_registration", Told::CanDoubtful),
        ("wang_xiuying", "residence_permit", Told::CanDoubtful),
        ("wang_xiuying", "resident_medical_insurance", Told::CanDoubtful),
        ("liu_guangming", "fp_reward_rural", Told::Can),
        ("liu_guangming", "elder_benefit_by_id", Told::Can),
        ("he_yulan", "fp_reward_rural", Told::Soon(3)),
        ("he_yulan", "elder_care_subsidy", Told::Soon(3)),
        ("he_yulan", "pension_enroll", Told::Can),
        ("he_yulan", "unemployment_registration", Told::CanDoubtful),
        ("chen_fang", "advanced_age_allowance", Told::Cannot("age80")),
        ("chen_fang", "pension_claim", Told::Cannot("age60")),
        ("chen_fang", "employment_difficulty", Told::Can),
        ("chen_fang", "birth_registration", Told::Can),
        ("chen_fang", "childcare_subsidy", Told::CanDoubtful),
        ("chen_fang", "homestead_house", Told::Can),
        ("chen_fang", "farm_machinery_subsidy", Told::CanDoubtful),
        ("child", "unemployment_registration", Told::Cannot("age16")),
        ("child", "employment_difficulty", Told::Cannot("age16")),
        ("child", "elder_benefit_by_id", Told::Cannot("age60")),
        ("child", "child_living_allowance", Told::CanDoubtful),
        ("child", "temp_relief", Told::Can),
        ("elsewhere", "dibao", Told::Cannot("household_in_city")),
        ("elsewhere", "fp_reward_rural", Told::Cannot("household_in_city")),
        ("elsewhere", "elder_care_subsidy", Told::Cannot("household_in_city")),
        ("elsewhere", "residence_permit", Told::Can),
        ("elsewhere", "farmland_subsidy", Told::CanDoubtful),
        ("elsewhere", "only_child_certificate", Told::CanDoubtful),
        ("elsewhere", "pension_claim", Told::Can),
        ("elsewhere", "birth_registration", Told::CanDoubtful),
        ("hundred", "advanced_age_allowance", Told::Can),
        ("hundred", "fp_reward_rural", Told::Cannot("birth1933")),
        ("woman 52", "unemployment_registration", Told::CanDoubtful),
        ("woman 52", "pension_enroll", Told::Can),
        ("man 59", "unemployment_registration", Told::Can),
        ("man 59", "pension_claim", Told::Soon(7)),
        ("boy 15", "pension_enroll", Told::Soon(1)),
        ("boy 15", "employment_difficulty", Told::Soon(1)),
        ("boy 15", "pension_claim", Told::Cannot("age60")),
        ("sixty today", "elder_benefit_by_id", Told::Can),
        ("sixty today", "pension_enroll", Told::CanDoubtful),
        ("sixty tomorrow", "elder_benefit_by_id", Told::Soon(1)),
        ("sixty tomorrow", "pension_enroll", Told::Can),
        ("sixty in a year", "pension_claim", Told::Soon(12)),
        ("sixty in a year and a day", "pension_claim", Told::Cannot("age60")),
        ("126", "advanced_age_allowance", Told::Can),
        ("126", "fp_reward_rural", Told::Cannot("birth1933")),
        ("126", "unemployment_registration", Told::CanDoubtful),
        ("born 1933", "fp_reward_rural", Told::Can),
        ("born 1932", "fp_reward_rural", Told::Cannot("birth1933")),
        ("woman 34 of Changsha", "birth_registration", Told::Can),
        ("woman 34 of Changsha", "dibao", Told::Cannot("household_in_city")),
        ("woman 34 of Changsha", "residence_permit", Told::Can),
    ] {
        let (_, card) = people.iter().find(|(name, _)| *name == person).unwrap();
        let item = items.find_item(item).unwrap();
        let told = match standing(item, card, TODAY) {
            Standing::CanFile { doubt: false } => Told::Can,
            Standing::CanFile { doubt: true } => Told::CanDoubtful,
            Standing::Soon { months, .. } => Told::Soon(months),
            Standing::Cannot { rule_code, .. } => Told::Cannot(rule_code.leak()),
        };
        assert_eq!(told, expected, "{person}: {}", item.id);
    }
}

/// How an expectation is written down.
#[derive(Debug, PartialEq)]
enum Told {
    Can,
    CanDoubtful,
    Soon(u32),
    Cannot(&'static str),
}

/// A card with a number that fits its birthday and its sex.
fn born(birth: &str, sex: &str, address: &str) -> IdCard {
    let digits = format!("430124{birth}00{sex}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: usize = digits
        .chars()
        .zip(weights)
        .map(|(digit, weight)| digit.to_digit(10).unwrap() as usize * weight)
        .sum();
    let check = "10X98765432".chars().nth(sum % 11).unwrap();
    let text = CardText {
        name: "某某".into(),
        sex: sex.into(),
        ethnicity: "01".into(),
        birth: birth.into(),
        address: address.into(),
        number: format!("{digits}{check}"),
        issuer: "宁乡市公安局".into(),
        valid_from: "20200101".into(),
        valid_to: "20400101".into(),
    };
    IdCard::from_text(text, Vec::new(), String::new()).unwrap()
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
