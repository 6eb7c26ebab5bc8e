//! Every field of every item, with each kind of answer that cannot be taken, and the sentence that is said to it.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::every_item::DAY;
use super::tests::shipped;
use crate::domain::draft::{Address, FieldProblem, Member, Value, problem_with};
use crate::domain::service_item::{Field, FieldKind};
use crate::kiosk::wording;

/// An answer, what is wrong with it, and what the screen says to it; no sentence: it can be taken.
type Case = (&'static str, Option<Value>, Option<(FieldProblem, String)>);

fn wrong(problem: FieldProblem, sentence: impl Into<String>) -> Option<(FieldProblem, String)> {
    Some((problem, sentence.into()))
}

fn text(text: &str) -> Option<Value> {
    Some(Value::Text(text.into()))
}

fn long(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// GB 11643: the last character of 17 digits, so that a number is wrong in one thing only.
fn with_check_character(body: &str) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 =
        body.chars().zip(WEIGHTS).map(|(digit, weight)| digit.to_digit(10).unwrap() * weight).sum();
    let check = "10X98765432".chars().nth((sum % 11) as usize).unwrap();
    format!("{body}{check}")
}

fn cases(field: &Field) -> Vec<Case> {
    let mut cases = Vec::new();
    if field.required {
        let (problem, sentence) = match field.kind {
            FieldKind::Text | FieldKind::TextArea | FieldKind::Address => {
                (FieldProblem::Missing, "还没写")
            }
            FieldKind::Phone | FieldKind::IdNumber | FieldKind::BankAccount => {
                (FieldProblem::Missing, "还没填号码")
            }
            FieldKind::Number | FieldKind::Date => (FieldProblem::Missing, "还没填"),
            FieldKind::HouseholdMembers => (FieldProblem::Missing, "还没有加人，请点“加一个人”"),
            FieldKind::Signature => (FieldProblem::NotSigned, "还没写名字"),
            FieldKind::Choice | FieldKind::MultiChoice | FieldKind::Bool => {
                (FieldProblem::Missing, "请先点一个")
            }
            // what is said of a photo is the business of the camera
            FieldKind::Photo | FieldKind::Attachment => (FieldProblem::Missing, ""),
        };
        cases.push(("empty", None, wrong(problem, sentence)));
    }
    match field.kind {
        FieldKind::Text | FieldKind::TextArea => of_words(field, &mut cases),
        FieldKind::Number => of_number(field, &mut cases),
        FieldKind::Date => of_date(field, &mut cases),
        FieldKind::Phone => {
            let one = FieldProblem::TooShort { missing: 1 };
            cases.push(("short", text("1380013800"), wrong(one, "还差 1 位")));
            let sentence = "号码不对，请再看一遍";
            cases.push(("no such", text("12345678901"), wrong(FieldProblem::Malformed, sentence)));
        }
        FieldKind::IdNumber => of_id_number(&mut cases),
        FieldKind::BankAccount => {
            let account = |digits: usize| Some(Value::BankAccount("6".repeat(digits)));
            let short = FieldProblem::TooShort { missing: 1 };
            cases.push(("short", account(11), wrong(short, "还差 1 位")));
            let too_long = FieldProblem::TooLong { most: 19 };
            cases.push(("long", account(20), wrong(too_long, "太长了，最多 19 位")));
        }
        FieldKind::Choice if !field.options.is_empty() => {
            cases.push(("unknown", text("?"), wrong(FieldProblem::NotOffered, "请先点一个")));
        }
        FieldKind::MultiChoice => {
            let unknown = Some(Value::Choices(vec!["?".into()]));
            cases.push(("unknown", unknown, wrong(FieldProblem::NotOffered, "请先点一个")));
        }
        FieldKind::Address => {
            // an address may be as long as it is
            let address = Address::Written("号".repeat(200));
            cases.push(("200 characters", Some(Value::Address(address)), None));
        }
        FieldKind::HouseholdMembers => of_household(&mut cases),
        FieldKind::Choice
        | FieldKind::Bool
        | FieldKind::Photo
        | FieldKind::Signature
        | FieldKind::Attachment => {}
    }
    cases
}

fn of_words(field: &Field, cases: &mut Vec<Case>) {
    if field.max_len > 0 {
        let (most, sentence) = (field.max_len, format!("太长了，最多写 {} 个字", field.max_len));
        let words = text(&"字".repeat(most + 1));
        cases.push(("long", words, wrong(FieldProblem::TooLong { most }, sentence)));
        cases.push(("as long as may be", text(&"1".repeat(most)), None));
    }
    if !field.pattern.is_empty() {
        cases.pop(); // whether so many ones fit a pattern nobody knows
        let sentence = "写得不对，请再看一遍";
        cases.push(("pattern", text("〇"), wrong(FieldProblem::Malformed, sentence)));
    }
}

fn of_number(field: &Field, cases: &mut Vec<Case>) {
    let number = |number: String| Some(Value::Number(number));
    let malformed = || wrong(FieldProblem::Malformed, "这个数不对，请再看一遍");
    cases.push(("two points", number("1.2.3".into()), malformed()));
    if let Ok(max) = field.max.parse::<i64>() {
        cases.push(("more than the most", number(format!("{max}.01")), malformed()));
        cases.push(("the most", number(max.to_string()), None));
    }
    if let Ok(min) = field.min.parse::<i64>() {
        cases.push(("less than the least", number((min - 1).to_string()), malformed()));
    }
}

fn of_date(field: &Field, cases: &mut Vec<Case>) {
    let day = |day| Some(Value::Date(day));
    let early = |first: Date| {
        wrong(FieldProblem::TooEarly { first }, format!("太早了，最早是{}", long(first)))
    };
    let late =
        |last: Date| wrong(FieldProblem::TooLate { last }, format!("太晚了，最晚是{}", long(last)));
    let first = if field.min == "today" { DAY } else { date(1900, 1, 1) };
    cases.push(("too early", day(first.yesterday().unwrap()), early(first)));
    if field.max == "today" {
        cases.push(("still to come", day(DAY.tomorrow().unwrap()), late(DAY)));
        cases.push(("in a hundred years", day(DAY.checked_add(100.years()).unwrap()), late(DAY)));
        cases.push(("today", day(DAY), None));
    }
}

fn of_id_number(cases: &mut Vec<Case>) {
    let sentence = "身份证号不对，请照着卡再看一遍";
    let malformed = || wrong(FieldProblem::Malformed, sentence);
    let right = with_check_character("43012419920808002");
    assert_eq!(right, "430124199208080028"); // of the people of the tests
    let short = FieldProblem::TooShort { missing: 1 };
    cases.push(("short", text(&right[..17]), wrong(short, "还差 1 位")));
    cases.push(("check character", text("430124199208080027"), malformed()));
    let future = with_check_character("43012420270101001");
    cases.push(("born in the future", text(&future), malformed()));
    let no_day = with_check_character("43012419930230001");
    cases.push(("born on a day that is none", text(&no_day), malformed()));
    cases.push(("right", text(&right), None));
}

fn of_household(cases: &mut Vec<Case>) {
    let member = |number: usize| {
        let mut member = Member::default();
        member.answer("name", Value::Text(format!("第{number}人")));
        member.answer("relation", Value::Text("child".into()));
        member
    };
    let household = |count: usize| Some(Value::Members((0..count).map(member).collect()));
    cases.push(("15 people", household(15), None));
    cases.push(("20 people", household(20), None));
    let sentence = "这台机器最多记 20 个人，请找工作人员";
    let too_many = FieldProblem::TooLong { most: 20 };
    cases.push(("21 people", household(21), wrong(too_many, sentence)));
    let nameless = Some(Value::Members(vec![member(0), Member::default()]));
    let open = FieldProblem::Member { place: 1 };
    cases.push(("somebody without a name", nameless, wrong(open, "第 2 个人还没填完")));
}

#[test]
fn every_field_answers_what_it_cannot_take_with_its_sentence() {
    let items = shipped().catalogue.items;
    let mut pairs = 0;
    for item in &items {
        let columns = item.fields.iter().flat_map(|field| &field.columns);
        for field in item.fields.iter().chain(columns) {
            for (kind, value, expected) in cases(field) {
                let place = format!("{}: {}: {kind}", item.id, field.key);
                let found = problem_with(field, value.as_ref(), DAY);
                assert_eq!(found, expected.as_ref().map(|(problem, _)| problem.clone()), "{place}");
                if let Some((problem, sentence)) = expected {
                    let said = wording::not_ready(&problem, field.kind);
                    assert!(
                        sentence.is_empty() || said.first == sentence,
                        "{place}: {}",
                        said.first
                    );
                    assert!(!said.first.is_empty() && !said.said.clips().is_empty(), "{place}");
                }
                pairs += 1;
            }
        }
    }
    assert!(pairs >= 1500, "{pairs} pairs of a field and an answer");
}
