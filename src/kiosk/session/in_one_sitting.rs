//! 一件事: a mother files one thing after the other, and tells nothing twice.

use std::sync::Arc;

use jiff::civil::date;

use super::every_item::{Person, people};
use super::tests::{after, shipped_setup};
use crate::domain::application::{Application, ApplicationId};
use crate::domain::draft::{Origin, Value};
use crate::domain::number::ApplicationNumber;
use crate::domain::receipt::receipt_of;
use crate::domain::working_days::Calendar;
use crate::kiosk::event::{Event, StoreReport, Touch};
use crate::kiosk::screens::{Screen, View, go_on, rate, submitted};
use crate::kiosk::session::Setup;

fn setup() -> Arc<Setup> {
    Arc::new(shipped_setup())
}

/// As the store reports it when it is on the disk.
fn is_stored(person: &mut Person, application: &Application) {
    let number = ApplicationNumber::parse("210411240015").unwrap();
    let filed_at = date(2026, 11, 24).at(10, 41, 3, 0);
    let receipt =
        receipt_of(application, number, filed_at, "服务点", "2104-1", &Calendar::default());
    let visit = person.session.visit.as_ref().unwrap().number;
    let (application_id, receipt) = (ApplicationId::new(), Box::new(receipt));
    let saved = StoreReport::Saved { visit, application_id, receipt };
    person.session.step(Event::Store(saved), after(2));
}

fn go_on_button(person: &Person) -> String {
    let View::Submitted(view) = person.session.frame(after(2)).view else { panic!("not stored") };
    view.go_on
}

fn rows(person: &Person) -> Vec<String> {
    let View::GoOn(view) = person.session.frame(after(2)).view else { panic!("no choice") };
    view.tiles.into_iter().map(|tile| tile.id).collect()
}

/// By hand: of the four items two more can be filed here alone (the birth into the household needs photographs).
#[test]
fn a_mother_goes_on_with_what_else_a_birth_needs_and_tells_nothing_twice() {
    let setup = setup();
    let fileable = |id: &&str| setup.open.iter().any(|open| open == id);
    let expected: Vec<&str> =
        ["household_birth", "resident_medical_insurance", "childcare_subsidy"]
            .into_iter()
            .filter(fileable)
            .collect();
    let mother = people().into_iter().nth(2).unwrap();
    let mut mother = Person::opens(&setup, mother, "birth_registration");
    let first = mother.files();
    is_stored(&mut mother, &first);
    assert_eq!(go_on_button(&mother), format!("接着办 {} 件", expected.len()));

    mother.touch(Touch::Submitted(submitted::Touch::GoOn));
    assert_eq!(rows(&mother), expected);
    mother.touch(Touch::GoOn(go_on::Touch::Back));
    assert_eq!(go_on_button(&mother), format!("接着办 {} 件", expected.len()));
    mother.touch(Touch::Submitted(submitted::Touch::GoOn));
    mother.touch(Touch::GoOn(go_on::Touch::OpenItem("childcare_subsidy".into())));

    // who she is, her telephone, where she lives and that she comes herself: told already
    assert_eq!(mother.state().key, "applicant_relation");
    let told = |person: &Person, key: &str| person.state().draft.value(key).map(|(_, from)| from);
    for key in ["phone_owner", "phone", "lives_elsewhere", "is_proxy", "child_order"] {
        let of_first = first.values().iter().any(|(told, _)| told == key || key == "child_order");
        assert_eq!(told(&mother, key), of_first.then_some(Origin::Earlier), "{key}");
    }
    assert!(!mother.state().draft.is_signed(), "every case is signed for itself");

    let order = |application: &Application, key: &str| {
        application.values().iter().find(|(told, _)| told == key).map(|(_, value)| value.clone())
    };
    mother.item = Arc::new(mother.state().draft.item().clone());
    let second = mother.files();
    assert!(order(&second, "child_order") == order(&first, "birth_order"));
    assert!(order(&second, "phone") == order(&first, "phone"));
    assert!(matches!(order(&second, "signature"), Some(Value::Signature(_))));
    is_stored(&mut mother, &second);
    assert!(!go_on_button(&mother).is_empty());

    // the next person begins with nothing
    mother.touch(Touch::Submitted(submitted::Touch::Done));
    mother.touch(Touch::Rate(rate::Touch::Skip));
    assert!(mother.session.visit.is_none());
    assert!(matches!(mother.session.screen, Screen::Welcome));
}

#[test]
fn an_item_of_no_bundle_leads_nowhere_else() {
    let setup = setup();
    let mother = people().into_iter().nth(2).unwrap();
    let mut mother = Person::opens(&setup, mother, "temp_relief");
    let filed = mother.files();
    is_stored(&mut mother, &filed);
    assert_eq!(go_on_button(&mother), "");
}

/// Nobody is sent to a form that would say no.
#[test]
fn what_the_card_rules_out_is_not_offered() {
    let setup = setup();
    let mother = people().into_iter().nth(2).unwrap();
    let mut elsewhere = Person::opens(&setup, mother, "birth_registration");
    let filed = elsewhere.files();
    let visit = elsewhere.session.visit.as_mut().unwrap();
    visit.standings.retain(|(item, _)| item.id != "childcare_subsidy");
    is_stored(&mut elsewhere, &filed);
    elsewhere.touch(Touch::Submitted(submitted::Touch::GoOn));
    if let Screen::GoOn(_) = &elsewhere.session.screen {
        assert!(!rows(&elsewhere).contains(&"childcare_subsidy".into()));
    } else {
        assert!(!matches!(&elsewhere.session.screen, Screen::FillForm(form)
            if form.draft.item().id == "childcare_subsidy"));
    }
}
