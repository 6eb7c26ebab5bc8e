//! Calls for a person (叫人): taken once per id from the kiosks, listed and answered by officers.

use std::collections::BTreeMap;

use axum::{
    Json,
    body::Bytes,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
};
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    CityHall,
    applications::{has_content_digest_of, invalid, parse_id},
    ledger::{CALLS_KEPT, Call, CallAnswered, CallArrival, CallTaking},
    problem::Refusal,
    router::Device,
    wire_time,
};
use crate::{
    api::{
        digest::digest_name,
        v1::{CallDocument, CallReceipt},
    },
    domain::call::LONGEST,
};

/// The same bytes get the same answer; only the status tells that they had come before.
pub(super) async fn put_call(
    State(hall): State<CityHall>,
    _: Device,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<CallReceipt>), Refusal> {
    if !has_content_digest_of(&headers, &body) {
        return Err(Refusal::DigestMismatch);
    }
    let arrival = check_call(&id, &body, hall.now())?;
    let (status, call) = match hall.ledger.take_call(arrival).await? {
        CallTaking::New(call) => (StatusCode::CREATED, call),
        CallTaking::Again(call) => (StatusCode::OK, call),
        CallTaking::Conflict => return Err(Refusal::ContentConflict),
    };
    if status == StatusCode::CREATED {
        // the notice to whoever watches the city hall
        tracing::warn!(call = %call.id, point = call.point, "somebody asks for a person");
    }
    Ok((status, Json(receipt(&hall, call))))
}

/// Calls that nobody has answered and behind which somebody may still wait; with `all=true` the older ones too.
pub(super) async fn list(
    State(hall): State<CityHall>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Json<Value>, Refusal> {
    let all = query.get("all").is_some_and(|all| all == "true");
    let since = hall.now() - if all { CALLS_KEPT } else { LONGEST };
    let calls = hall.ledger.open_calls(since).await?;
    Ok(Json(json!({ "calls": calls.iter().map(call_as_json).collect::<Vec<_>>() })))
}

/// A PUT, because answering twice is answering once.
pub(super) async fn answer(
    State(hall): State<CityHall>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let id = Uuid::parse_str(id.trim()).map_err(|_| Refusal::NoSuchCall)?;
    let (call, repeated) = match hall.ledger.answer_call(id, hall.now()).await? {
        CallAnswered::Now(call) => (call, false),
        CallAnswered::Before(call) => (call, true),
        CallAnswered::UnknownCall => return Err(Refusal::NoSuchCall),
    };
    tracing::info!(call = %call.id, repeated, "answered");
    Ok(Json(json!({ "call": call_as_json(&call), "repeated": repeated })))
}

fn receipt(hall: &CityHall, call: Call) -> CallReceipt {
    CallReceipt {
        id: call.id.to_string(),
        received_at: call.received_at,
        epoch: hall.ledger.epoch().to_owned(),
    }
}

/// The longest text of a call in characters: there is no room to tell a story in it.
const LONGEST_TEXT: usize = 80;

/// Says which field is wrong and never what stands in it.
fn check_call(path_id: &str, body: &[u8], at: Timestamp) -> Result<CallArrival, Refusal> {
    let json: Value = serde_json::from_slice(body).map_err(|_| invalid("not JSON"))?;
    let text = |field: &str| {
        json.get(field)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty() && text.chars().count() <= LONGEST_TEXT)
            .map(String::from)
            .ok_or_else(|| invalid(&format!("/{field}")))
    };
    let document = CallDocument {
        id: text("id")?,
        point: text("point")?,
        point_name: text("point_name")?,
        device: text("device")?,
        created_at: text("created_at")?,
        screen: text("screen")?,
    };
    let id = parse_id(&document.id).ok_or_else(|| invalid("/id"))?;
    if document.id != path_id {
        return Err(invalid("/id is not the id in the path"));
    }
    let created_at: Timestamp = document.created_at.parse().map_err(|_| invalid("/created_at"))?;
    if !is_screen_word(&document.screen) {
        return Err(invalid("/screen"));
    }
    Ok(CallArrival {
        call: Call {
            id,
            point: document.point,
            point_name: document.point_name,
            device: document.device,
            screen: document.screen,
            created_at: wire_time(created_at),
            received_at: wire_time(at),
        },
        digest: digest_name(body),
    })
}

/// Screens of newer kiosks are taken too; small letters leave no room for a name or a number.
fn is_screen_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

fn call_as_json(call: &Call) -> Value {
    json!({
        "id": call.id.to_string(),
        "point": call.point,
        "point_name": call.point_name,
        "device": call.device,
        "screen": call.screen,
        "created_at": call.created_at,
        "received_at": call.received_at,
    })
}

/// The other way round, for the officer's program.
pub(super) fn call_of_json(json: &Value) -> Option<Call> {
    let text = |key: &str| json.get(key).and_then(Value::as_str).map(String::from);
    Some(Call {
        id: Uuid::parse_str(&text("id")?).ok()?,
        point: text("point")?,
        point_name: text("point_name")?,
        device: text("device")?,
        screen: text("screen")?,
        created_at: text("created_at")?,
        received_at: text("received_at")?,
    })
}

#[cfg(test)]
pub(super) mod testing {
    use super::*;

    /// A call as a kiosk seals it.
    pub(crate) fn call(id: &str) -> Value {
        json!({
            "id": id,
            "point": "430182119206",
            "point_name": "道林镇 · 善山岭村服务点",
            "device": "2104-1",
            "created_at": "2026-11-24T10:40:58+08:00",
            "screen": "fill_form",
        })
    }
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Method};

    use super::{testing::call, *};
    use crate::{
        api::v1::CALL_LIMIT_BYTES,
        cityhall::router::testing::{Answer, Hall, request},
    };

    async fn put(hall: &Hall, id: &str, body: &Value) -> Answer {
        hall.put_bytes(&format!("/v1/calls/{id}"), body.to_string().into()).await
    }

    async fn open_ids(hall: &Hall) -> Vec<String> {
        let list = hall.get("/officer/calls").await;
        let calls = list.body["calls"].as_array().unwrap();
        calls.iter().map(|call| call["id"].as_str().unwrap().to_owned()).collect()
    }

    async fn answer(hall: &Hall, id: &str) -> Answer {
        let path = format!("/officer/calls/{id}/answer");
        hall.ask(request(Method::PUT, &path, Body::empty())).await
    }

    fn new_id() -> String {
        Uuid::now_v7().to_string()
    }

    #[tokio::test]
    async fn a_call_that_comes_again_is_one_call_and_gets_the_same_answer() {
        let hall = Hall::new();
        let id = new_id();
        let first = put(&hall, &id, &call(&id)).await;
        let hall = hall.restarted();
        let again = put(&hall, &id, &call(&id)).await;
        assert_eq!((first.status, again.status), (201, 200));
        assert_eq!(first.body["received_at"], "2026-11-24T10:41:03+08:00");
        assert_eq!(again.body, first.body);
        let mut listed = call(&id);
        listed["received_at"] = first.body["received_at"].clone();
        let list = hall.get("/officer/calls?all=true").await;
        assert_eq!(list.body, json!({ "calls": [listed] }));
    }

    #[tokio::test]
    async fn another_content_under_the_same_id_goes_to_a_person_and_changes_nothing() {
        let hall = Hall::new();
        let id = new_id();
        put(&hall, &id, &call(&id)).await;
        let before = hall.get("/officer/calls").await.body;
        let mut edited = call(&id);
        edited["screen"] = json!("review");
        let conflict = put(&hall, &id, &edited).await;
        assert_eq!(conflict.problem(), (409, "content-conflict", "human"));
        assert_eq!(hall.get("/officer/calls").await.body, before);
    }

    #[tokio::test]
    async fn an_answered_call_is_open_no_longer_and_stays_so_when_it_comes_again() {
        let hall = Hall::new();
        let (first, second) = (new_id(), new_id());
        for id in [&first, &second] {
            put(&hall, id, &call(id)).await;
        }
        assert_eq!(open_ids(&hall).await, [first.as_str(), &second]);
        for repeated in [false, true] {
            let answer = answer(&hall, &first).await;
            assert_eq!((answer.status, &answer.body["repeated"]), (200, &json!(repeated)));
            assert_eq!(answer.body["call"]["id"], first.as_str());
        }
        assert_eq!(put(&hall, &first, &call(&first)).await.status, 200);
        assert_eq!(open_ids(&hall).await, [second]);
        for id in [&new_id(), "7"] {
            let nobody = answer(&hall, id).await;
            assert_eq!(nobody.problem(), (404, "not-found", "human"), "{id}");
        }
    }

    #[tokio::test]
    async fn after_ten_minutes_nobody_waits_and_only_the_whole_list_still_has_the_call() {
        let mut hall = Hall::new();
        let id = new_id();
        put(&hall, &id, &call(&id)).await;
        let at = |hall: &mut Hall, now: fn() -> Timestamp| hall.state.clock = now;
        at(&mut hall, || "2026-11-24T10:51:03+08:00".parse().unwrap());
        assert_eq!(open_ids(&hall).await, [id.as_str()]);
        at(&mut hall, || "2026-11-24T10:51:04+08:00".parse().unwrap());
        assert_eq!(open_ids(&hall).await, Vec::<String>::new());
        let all = hall.get("/officer/calls?all=true").await;
        assert_eq!(all.body["calls"][0]["id"], id.as_str());
    }

    #[tokio::test]
    async fn a_call_that_breaks_the_contract_goes_to_a_person_who_is_told_where() {
        let hall = Hall::new();
        let id = new_id();
        for (field, wrong) in [
            ("id", json!(new_id())),
            ("id", json!("01932b5e-7c00-4000-8000-000000000001")),
            ("point", json!("")),
            ("point", json!(430182)),
            ("point_name", json!(null)),
            ("point_name", json!("村".repeat(81))),
            ("device", json!("")),
            ("created_at", json!("today")),
            ("screen", json!("王小花")),
            ("screen", json!("430181194411240026")),
        ] {
            let mut document = call(&id);
            document[field] = wrong;
            let problem = put(&hall, &id, &document).await;
            assert_eq!(problem.problem(), (422, "validation", "human"), "{field}");
            let detail = problem.body["detail"].as_str().unwrap();
            assert!(detail.starts_with(&format!("/{field}")), "{field}: {detail}");
            assert!(!problem.body.to_string().contains("小花"));
        }
        for body in ["", "[]", "{}", "叫人"] {
            let problem = hall.put_bytes(&format!("/v1/calls/{id}"), body.into()).await;
            assert_eq!(problem.problem(), (422, "validation", "human"), "{body}");
        }
        let long = vec![b' '; CALL_LIMIT_BYTES + 1];
        let problem = hall.put_bytes(&format!("/v1/calls/{id}"), long).await;
        assert_eq!(problem.problem(), (413, "too-large", "human"));
        let bare = request(Method::PUT, &format!("/v1/calls/{id}"), call(&id).to_string().into());
        assert_eq!(hall.ask(bare).await.problem(), (422, "digest-mismatch", "after"));
        assert_eq!(open_ids(&hall).await, Vec::<String>::new());
    }

    #[tokio::test]
    async fn a_screen_of_a_newer_kiosk_is_taken() {
        let hall = Hall::new();
        let id = new_id();
        let mut document = call(&id);
        document["screen"] = json!("take_photo");
        assert_eq!(put(&hall, &id, &document).await.status, 201);
    }
}
