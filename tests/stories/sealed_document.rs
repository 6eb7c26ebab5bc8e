//! The documents that leave the kiosk, written out by hand from the catalogue and decisions.md.

use std::sync::Arc;

use jiff::civil::date;
use jiujin::api::digest::digest_name;
use jiujin::api::seal::{Sender, seal};
use jiujin::config::{self, Configuration};
use jiujin::domain::application::ApplicationId;
use jiujin::domain::draft::{Draft, FieldProblem, Value};
use jiujin::domain::id_card::{CardText, IdCard};
use jiujin::domain::number::ApplicationNumber;
use jiujin::domain::photo::{MediaType, Photo};
use jiujin::domain::signature::{Signature, StrokePoint};
use serde_json::{Value as Json, json};

use crate::support::shipped_config;

const ID: &str = "01936f5e-8a2b-7c3d-9e4f-0123456789ab";

#[test]
fn the_allowance_of_an_old_lady_is_the_document_of_the_decisions_page() {
    let draft = signed(
        "advanced_age_allowance",
        wang_xiuying(),
        [
            ("phone_owner", text("self")),
            ("phone", text("13800000001")),
            ("lives_elsewhere", text("no")),
            ("is_proxy", Value::Bool(false)),
            ("apply_kind", text("new")),
            ("living_place", text("home")),
            ("account_way", text("other")),
            ("bank_account", Value::BankAccount("9999000000000000012".into())),
        ],
    );

    let document = sealed(draft);

    let strokes = br#"[[[0.1,0.2,0],[0.9,0.8,400]]]"#;
    let expected = json!({
        "id": ID,
        "schema": "app/1",
        "application_number": "210411240015",
        "item": "advanced_age_allowance",
        "item_version": "2026.11-draft3",
        "item_digest": document["item_digest"],
        "point": "430182119206",
        "device": "2104-1",
        "created_at": "2026-11-24T10:41:03+08:00",
        "business_date": "2026-11-24",
        "entered_by": {"kind": "self"},
        "identity": {"kind": "chip", "card": "resident", "sam": "05.03-20200101-0000012345-3456789012"},
        "blobs": [
            {"digest": digest_name(b"a picture"), "size": 9, "media_type": "image/png", "role": "signature_png"},
            {"digest": digest_name(strokes), "size": strokes.len(), "media_type": "application/json", "role": "signature_strokes"},
        ],
        "materials": {
            "id_card": {"state": "exempt", "why": "card_read"},
            "household_book": {"state": "missing"},
            "bank_card": {"state": "missing"},
            "form": {"state": "exempt", "why": "filled_here"},
        },
        "values": {
            "applicant_name": "王秀英",
            "id_no": "430124194303120005",
            "sex": "女",
            "ethnicity": "汉",
            "birth_date": "1943-03-12",
            "household_address": {"card_text": "湖南省宁乡市沙田乡沙田村甲组1号"},
            "village_code": village_code("沙田村"),
            "phone_owner": "self",
            "phone": "13800000001",
            "lives_elsewhere": "no",
            "is_proxy": false,
            "apply_kind": "new",
            "living_place": "home",
            "account_way": "other",
            "bank_holder": "王秀英",
            "bank_account": {"number": "9999000000000000012"},
            "commitment": true,
            "signature": {"digest_png": digest_name(b"a picture"), "digest_strokes": digest_name(strokes)},
        },
    });
    assert_eq!(document, expected);
    let digest = document["item_digest"].as_str().unwrap();
    assert!(digest.starts_with("sha-256:") && digest.len() == 8 + 64, "{digest}");
}

#[test]
fn who_wants_the_bus_card_sends_the_photo_of_the_card_as_it_came() {
    let draft = signed(
        "elder_benefit_by_id",
        wang_xiuying(),
        [
            ("phone_owner", text("none")),
            ("lives_elsewhere", text("no")),
            ("is_proxy", Value::Bool(false)),
            ("want_bus_card", text("yes")),
        ],
    );

    let document = sealed(draft);

    assert_eq!(
        document["values"]["photo"],
        json!({
            "digest": digest_name(b"WLf\0~\0 raw"),
            "size": 10,
            "media_type": "application/x-wlt",
            "role": "card_photo",
        })
    );
    assert_eq!(document["values"].get("phone"), None, "not shown is absent");
    assert_eq!(document["values"].get("has_old_card"), None, "left open is absent");
    assert_eq!(document["blobs"].as_array().unwrap().len(), 3);
    assert_eq!(document.get("materials"), None, "nothing has to be handed in");
    assert_eq!(document.get("remarks"), None);
}

#[test]
fn what_goes_to_the_window_and_what_an_officer_has_to_look_at_are_in_the_document() {
    let mut draft = draft("appeal_report", wang_xiuying());
    for (key, value) in [
        ("phone_owner", text("none")),
        ("lives_elsewhere", text("no")),
        ("is_proxy", Value::Bool(false)),
        ("appeal_kind", text("help")),
        ("topic", text("road")),
        ("content", text("路灯坏了")),
        ("anonymous", text("yes")),
        ("want_written", text("yes")),
        ("has_evidence", text("yes")),
    ] {
        draft.answer(key, value);
    }
    draft.take_to_window("evidence");
    draft.sign(signature());

    let document = sealed(draft);

    assert_eq!(document["remarks"], json!(["anon_written"]));
    assert_eq!(
        document["materials"],
        json!({
            "id_card": {"state": "exempt", "why": "card_read"},
            "evidence": {"state": "original_to_window"},
        })
    );
}

/// The face is an answer, the household register a paper; a copy that has been photographed is not to be brought.
#[test]
fn a_photo_is_sealed_under_its_question_and_a_paper_under_its_material() {
    let photo = |bytes: &[u8], media_type| Photo::new(bytes.to_vec(), media_type, 1);
    let mut draft = draft("child_living_allowance", wang_xiuying());
    draft.answer("child_photo", Value::Photo(photo(b"a face", MediaType::Jpeg)));
    draft.attach("bank_card", photo(b"a card", MediaType::Pdf));
    assert!(draft.is_photographed("child_photo") && draft.is_photographed("bank_card"));
    draft.sign(signature());
    assert!(draft.is_signed());
    draft.attach("bank_card", photo(b"another card", MediaType::Pdf));
    assert!(!draft.is_signed(), "a paper belongs to what is signed");
    draft.detach("bank_card");
    assert_eq!(draft.photo_of("bank_card").map(Photo::pages), None);

    let mut draft = signed(
        "elder_benefit_by_id",
        wang_xiuying(),
        [
            ("phone_owner", text("none")),
            ("lives_elsewhere", text("no")),
            ("is_proxy", Value::Bool(false)),
            ("want_bus_card", text("yes")),
            ("photo", Value::Photo(photo(b"a face", MediaType::Jpeg))),
        ],
    );
    draft.attach("photo", photo(b"two sheets", MediaType::Pdf));
    draft.attach("proxy_docs", photo(b"not asked for", MediaType::Jpeg));
    draft.sign(signature());

    let document = sealed(draft);

    let entry = |bytes: &[u8], media_type: &str, role: &str| json!({"digest": digest_name(bytes), "size": bytes.len(), "media_type": media_type, "role": role});
    assert_eq!(document["values"]["photo"], entry(b"a face", "image/jpeg", "photo"));
    let material = entry(b"two sheets", "application/pdf", "material");
    assert_eq!(document["materials"]["photo"]["photo"], material);
    assert_eq!(document["materials"].get("proxy_docs"), None, "it was not asked for");
    let roles: Vec<&str> = document["blobs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|blob| blob["role"].as_str().unwrap())
        .collect();
    assert_eq!(roles, ["photo", "signature_png", "signature_strokes", "material"]);
}

#[test]
fn a_name_is_sealed_as_the_card_has_it_whether_or_not_a_font_draws_it() {
    for name in [
        "𠮷䶮㛃",
        "孙\u{E81E}",
        "王\u{20001}",
        "阿卜杜热合曼·买买提吐尔逊·穆罕默德阿卜杜拉艾合买提江托合提",
        "李😀",
        "ｶﾀｶﾅ",
    ] {
        let draft = signed(
            "elder_benefit_by_id",
            IdCard { name: name.into(), ..wang_xiuying() },
            [
                ("phone_owner", text("none")),
                ("lives_elsewhere", text("no")),
                ("is_proxy", Value::Bool(false)),
                ("want_bus_card", text("no")),
            ],
        );

        assert_eq!(sealed(draft)["values"]["applicant_name"], name);
    }
}

#[test]
fn changing_an_answer_takes_the_signature_away() {
    let mut draft = draft("elder_benefit_by_id", wang_xiuying());
    draft.answer("phone_owner", text("none"));
    draft.sign(signature());
    assert!(draft.is_signed());

    draft.answer("phone_owner", text("none"));
    assert!(draft.is_signed(), "the same answer changes nothing");
    draft.answer("phone_owner", text("family"));

    assert!(!draft.is_signed());
    let problems = draft.check().err().unwrap();
    assert!(problems.contains(&("signature".into(), FieldProblem::NotSigned)), "{problems:?}");
    assert!(problems.contains(&("phone".into(), FieldProblem::Missing)), "{problems:?}");
}

#[test]
fn telephones_and_accounts_are_checked_where_they_stand() {
    let mut draft = draft("advanced_age_allowance", wang_xiuying());
    draft.answer("phone_owner", text("self"));
    draft.answer("account_way", text("other"));
    let short = |missing| Some(FieldProblem::TooShort { missing });
    for (number, problem) in [
        ("138", short(8)),
        ("1380000000", short(1)),
        ("13800000001", None),
        ("12800000001", Some(FieldProblem::Malformed)),
        ("0731876543", None),
        ("0731876543211", Some(FieldProblem::Malformed)),
        ("073187654321", None),
        ("07318765", short(2)),
    ] {
        draft.answer("phone", text(number));
        let field = draft.item().find_field("phone").unwrap().clone();
        assert_eq!(draft.find_problem(&field), problem, "{number}");
    }
    for (number, problem) in [
        ("62170012345", short(1)),
        ("621700123456", None),
        ("6217001234567890123", None),
        ("62170012345678901234", Some(FieldProblem::TooLong { most: 19 })),
    ] {
        draft.answer("bank_account", Value::BankAccount(number.into()));
        let field = draft.item().find_field("bank_account").unwrap().clone();
        assert_eq!(draft.find_problem(&field), problem, "{number}");
    }
}

#[test]
fn a_rule_that_stops_stops_at_the_form_too() {
    let mut young = wang_xiuying();
    young.birth = date(1960, 3, 12); // no such card exists; only the rule is looked at
    let mut draft = draft("advanced_age_allowance", young);
    draft.sign(signature());

    let problems = draft.check().err().unwrap();

    let blocked = problems.iter().any(|(key, problem)| {
        key == "months_to_age_80" && matches!(problem, FieldProblem::Blocked { .. })
    });
    assert!(blocked, "{problems:?}");
}

fn sealed(draft: Draft) -> Json {
    let application = draft.check().unwrap_or_else(|problems| panic!("{problems:?}"));
    let number = ApplicationNumber::new("2104", date(2026, 11, 24), 1).unwrap();
    let sender =
        Sender { point: "430182119206", device: "2104-1", created_at: "2026-11-24T10:41:03+08:00" };
    let id = ApplicationId::parse(ID).unwrap();
    serde_json::from_slice(&seal(&application, id, number, &sender).body).unwrap()
}

/// Answered and signed.
fn signed<const N: usize>(item: &str, card: IdCard, answers: [(&str, Value); N]) -> Draft {
    let mut draft = draft(item, card);
    for (key, value) in answers {
        draft.answer(key, value);
    }
    draft.sign(signature());
    draft
}

fn draft(item: &str, card: IdCard) -> Draft {
    let Configuration { catalogue, sites, .. } = config::load(&shipped_config()).unwrap();
    let version = catalogue.version.clone();
    let item = Arc::new(catalogue.find_item(item).unwrap().clone());
    Draft::for_item(item, &version, Arc::new(card), &sites, date(2026, 11, 24))
}

fn village_code(name: &str) -> String {
    let sites = config::load(&shipped_config()).unwrap().sites;
    let township = sites.townships.iter().find(|one| one.name == "沙田乡").unwrap().code.clone();
    let mut villages = sites.villages_of(&township);
    villages.find(|village| village.short_name() == name).unwrap().code.clone()
}

fn wang_xiuying() -> IdCard {
    let text = CardText {
        name: "王秀英".into(),
        sex: "2".into(),
        ethnicity: "01".into(),
        birth: "19430312".into(),
        address: "湖南省宁乡市沙田乡沙田村甲组1号".into(),
        number: "430124194303120005".into(),
        issuer: "宁乡市公安局".into(),
        valid_from: "20080101".into(),
        valid_to: "长期".into(),
    };
    let sam = "05.03-20200101-0000012345-3456789012".to_owned();
    IdCard::from_text(text, b"WLf\0~\0 raw".to_vec(), sam).unwrap()
}

fn signature() -> Signature {
    let stroke =
        vec![StrokePoint { x: 0.1, y: 0.2, ms: 0 }, StrokePoint { x: 0.9, y: 0.8, ms: 400 }];
    Signature { strokes: vec![stroke], picture: b"a picture".to_vec() }
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}
