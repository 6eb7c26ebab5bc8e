//! Rules while a form is filled in: who cannot file hears it at the first question that tells, news is said once, and
//! whatever follows from an answer is not asked.

use std::sync::Arc;

use jiff::civil::{Date, date};

use super::every_item::{DAY, Person, people};
use super::tests::{after, shipped, shipped_setup};
use crate::devices::ReaderReport;
use crate::domain::city::CitySettings;
use crate::domain::condition::{Fact, Facts as _};
use crate::domain::draft::{Draft, Member, Origin, Value};
use crate::domain::eligibility::remarks;
use crate::domain::id_card::IdCard;
use crate::domain::signature::Signature;
use crate::kiosk::event::{Event, OverlayTouch, StoreReport, Touch};
use crate::kiosk::screens::{Screen, fill_form, read_card};
use crate::kiosk::session::{Setup, StoreState};

/// 34 years old, of Ningxiang.
fn mother() -> IdCard {
    people().into_iter().nth(2).unwrap()
}

/// 62 years old, of Ningxiang.
fn man_of_62() -> IdCard {
    people().into_iter().nth(1).unwrap()
}

impl Person {
    /// Goes on to a question as people do, with any answer that fits.
    fn comes_to(&mut self, key: &str) {
        for _ in 0..200 {
            self.session.message = None;
            if self.state().key == key {
                return;
            }
            self.answers();
        }
        panic!("{key} is not asked");
    }

    fn types_and_goes_on(&mut self, digits: &str) {
        for key in digits.chars() {
            self.form(fill_form::Touch::Key(key.to_string()));
        }
        self.form(fill_form::Touch::Next);
    }

    fn chooses_and_goes_on(&mut self, id: &str) {
        self.form(fill_form::Touch::Choose(id.into()));
        self.form(fill_form::Touch::Next);
    }

    fn message(&self) -> (String, String) {
        let message = self.session.message.clone();
        message.map(|one| (one.first, one.second)).unwrap_or_default()
    }

    fn asked(&self) -> &str {
        &self.state().key
    }
}

fn draft(item: &str, card: IdCard, city: CitySettings) -> Draft {
    let configuration = shipped();
    let item = configuration.catalogue.find_item(item).unwrap().clone();
    let draft = Draft::for_item(Arc::new(item), "test", Arc::new(card), &configuration.sites, DAY);
    draft.under(Arc::new(city))
}

/// Her child was born on 1 January 2018: known with the number, seven questions before the end.
#[test]
fn a_child_that_is_too_old_is_told_at_the_question_that_tells_its_age() {
    let setup = Arc::new(shipped_setup());
    let mut mother = Person::opens(&setup, mother(), "childcare_subsidy");
    mother.comes_to("child_id_no");
    mother.types_and_goes_on("430124201801010012");
    let (first, second) = mother.message();
    assert_eq!(first, "这样填，这件事办不了");
    assert!(second.starts_with("孩子已满3周岁，不再发放"), "{second}");
    assert!(second.ends_with("请找工作人员看一下。您填的都还在。"), "{second}");
    assert_eq!(mother.asked(), "child_id_no");
    assert!(mother.session.message.as_ref().unwrap().staff);
    // the wrong child's number: she puts it right and goes on
    mother.touch(Touch::Overlay(OverlayTouch::Safe));
    for _ in 0..18 {
        mother.form(fill_form::Touch::Key("⌫".into()));
    }
    mother.types_and_goes_on("430124202505050014");
    assert_eq!(mother.asked(), "child_household_in_city", "{:?}", mother.message());
}

#[test]
fn news_is_told_behind_the_question_that_makes_it_so_and_not_again() {
    let setup = Arc::new(shipped_setup());
    let mut mother = Person::opens(&setup, mother(), "temp_relief");
    assert_eq!(mother.message(), Default::default());
    mother.comes_to("relief_type");
    mother.chooses_and_goes_on("urgent");
    let told = ("有一句话告诉您".into(), "急难型可先行救助、后补材料。您接着填就行。".into());
    assert_eq!(mother.message(), told);
    let next = mother.asked().to_owned();
    assert_ne!(next, "relief_type");
    mother.touch(Touch::Overlay(OverlayTouch::Safe));
    mother.answers();
    assert_eq!(mother.message(), Default::default());
}

#[test]
fn what_an_officer_has_to_look_at_is_said_and_goes_on() {
    let setup = Arc::new(shipped_setup());
    // of his age from the card alone, before the first question
    let mut man = Person::opens(&setup, man_of_62(), "unemployment_registration");
    let (first, second) = man.message();
    assert_eq!(first, "这一条要工作人员看一下");
    assert!(second.starts_with("已到或接近法定退休年龄"), "{second}");
    man.touch(Touch::Overlay(OverlayTouch::Safe));
    assert!(matches!(man.session.screen, Screen::FillForm(_)));
}

#[test]
fn what_holds_whoever_comes_is_told_when_the_form_opens() {
    let setup = Arc::new(shipped_setup());
    let person = Person::opens(&setup, mother(), "appeal_report");
    assert!(person.message().1.contains("110、119、120"), "{:?}", person.message());
}

/// By hand: 2,100 yuan of four people are 525 each; the standard is what the city says, and nothing while it does not.
#[test]
fn the_income_of_each_is_compared_with_the_standard_that_the_city_has_set() {
    for (standard, income, expected) in [
        (None, "2100", vec![]),
        (Some(525.0), "2100", vec!["income"]),
        (Some(525.01), "2100", vec![]),
        (Some(525.0), "2099.99", vec![]),
    ] {
        let city = CitySettings { dibao_standard: standard, ..CitySettings::default() };
        let mut draft = draft("dibao", mother(), city);
        draft.answer("family_members", Value::Members(vec![Member::default(); 3]));
        draft.answer("month_income", Value::Number(income.into()));
        draft.answer("sign_all", signature());
        let codes: Vec<&str> =
            remarks(draft.item(), &draft).iter().map(|rule| rule.code.as_str()).collect();
        assert_eq!(codes, expected, "{income} under {standard:?}");
    }
}

/// The power has just come back: nothing is stored yet, and a press is not lost.
#[test]
fn a_press_before_the_store_is_open_is_waited_for_and_goes_with_whoever_leaves() {
    let setup = Arc::new(shipped_setup());
    for stays in [true, false] {
        let mut early = Person::opens(&setup, mother(), "appeal_report");
        early.form(fill_form::Touch::Leave);
        early.session.machine.store = StoreState::Checking;
        early.session.step(Event::Reader(ReaderReport::Card(Ok(Box::new(mother())))), after(1));
        early.touch(Touch::ReadCard(read_card::Touch::StartItem("appeal_report".into())));
        assert_eq!(early.message().0, "机器正在准备");
        if !stays {
            early.touch(Touch::Overlay(OverlayTouch::Safe));
        }
        early.session.step(Event::Store(StoreReport::Opened), after(2));
        assert_eq!(matches!(early.session.screen, Screen::FillForm(_)), stays);
    }
}

fn signature() -> Value {
    Value::Signature(Signature { strokes: Vec::new(), picture: Vec::new() })
}

#[test]
fn a_block_of_which_nobody_here_knows_is_for_the_officer() {
    let codes = |draft: &Draft| -> Vec<String> {
        remarks(draft.item(), draft).iter().map(|rule| rule.code.clone()).collect()
    };
    // whether somebody is enrolled only shared data tells
    assert_eq!(codes(&draft("pension_pay", mother(), CitySettings::default())), ["enrolled"]);
    // a question that is not asked is no doubt: who lives abroad has not died
    let mut abroad = draft("pension_death", mother(), CitySettings::default());
    abroad.answer("end_reason", Value::Text("abroad".into()));
    assert!(codes(&abroad).is_empty());
}

#[test]
fn what_follows_from_answers_is_filled_in_and_not_asked() {
    let number = |text: &str| Value::Number(text.into());
    let text = |text: &str| Value::Text(text.into());
    for (item, answers, key, expected) in [
        ("childcare_subsidy", vec![], "child_birth", None),
        (
            "childcare_subsidy",
            vec![("child_id_no", text("430124202505050014"))],
            "child_birth",
            Some(Value::Date(date(2025, 5, 5))),
        ),
        (
            "medical_aid",
            vec![("total_cost", number("10000.10")), ("insured_paid", number("9999.99"))],
            "self_paid",
            Some(number("0.11")),
        ),
        // more was paid than it cost: somebody has to look
        (
            "medical_aid",
            vec![("total_cost", number("1")), ("insured_paid", number("2"))],
            "self_paid",
            None,
        ),
        (
            "pension_pay",
            vec![("pay_kind", text("annual")), ("level", text("300"))],
            "amount",
            Some(number("300")),
        ),
        // so many years, and nobody here knows which
        ("pension_pay", vec![("pay_kind", text("makeup")), ("level", text("300"))], "amount", None),
        ("social_security_card", vec![], "holder_age", Some(number("34"))),
        ("residence_permit", vec![], "current_detail", None),
    ] {
        let mut draft = draft(item, mother(), CitySettings::default());
        for (key, value) in answers {
            draft.answer(key, value);
        }
        let found = draft.value(key);
        assert!(found.as_ref().map(|(value, _)| value) == expected.as_ref(), "{item}: {key}");
        assert!(found.is_none_or(|(_, origin)| origin == Origin::Derived));
        let asked = draft.questions().iter().any(|field| field.key == key);
        assert_eq!(asked, expected.is_none(), "{item}: {key} is asked");
    }
}

#[test]
fn facts_that_follow_from_days_are_those_of_the_day_at_the_counter() {
    let day = |draft: &mut Draft, key: &str, day: Date| draft.answer(key, Value::Date(day));
    let mut insurance = draft("resident_medical_insurance", mother(), CitySettings::default());
    insurance.answer("member_type", Value::Text("newborn".into()));
    assert_eq!(insurance.find_fact("newborn_days"), None);
    day(&mut insurance, "newborn_birth", date(2026, 8, 26));
    assert_eq!(insurance.find_fact("newborn_days"), Some(Fact::Number(90.0)));
    assert_eq!(insurance.find_fact("in_collection_period"), None);

    let mut permit = draft("residence_permit", mother(), CitySettings::default());
    day(&mut permit, "arrive_date", date(2026, 5, 25));
    assert_eq!(permit.find_fact("arrive_days"), Some(Fact::Number(183.0)));

    let mut child = draft("childcare_subsidy", mother(), CitySettings::default());
    day(&mut child, "child_birth", date(2023, 11, 25));
    assert_eq!(child.find_fact("child_age"), Some(Fact::Number(2.0)));
    day(&mut child, "child_birth", date(2023, 11, 24));
    assert_eq!(child.find_fact("child_age"), Some(Fact::Number(3.0)));

    for (period, expected) in [
        ((date(2026, 9, 1), date(2026, 11, 24)), true),
        ((date(2026, 11, 25), date(2026, 12, 31)), false),
    ] {
        let city = CitySettings { collection_period: Some(period), ..CitySettings::default() };
        let insurance = draft("resident_medical_insurance", mother(), city);
        let found = insurance.find_fact("in_collection_period");
        assert_eq!(found, Some(Fact::Bool(expected)), "{period:?}");
    }
}

#[test]
fn where_the_city_leaves_one_option_nobody_is_asked() {
    let mut setup = shipped_setup();
    for item in &mut setup.items {
        if item.id == "resident_medical_insurance" {
            let item = Arc::make_mut(item);
            let field = item.fields.iter_mut().find(|field| field.key == "insure_year").unwrap();
            field.options.retain(|option| option.value == "2027");
        }
    }
    let setup: Arc<Setup> = Arc::new(setup);
    let person = Person::opens(&setup, mother(), "resident_medical_insurance");
    let draft = &person.state().draft;
    assert!(draft.value("insure_year") == Some((Value::Text("2027".into()), Origin::Derived)));
    assert!(!draft.questions().iter().any(|field| field.key == "insure_year"));
}
