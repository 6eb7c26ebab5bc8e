//! Takes applications and their parts: once per id, and with the same answer every time.

use std::collections::BTreeMap;

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use jiff::{Timestamp, civil::Date};
use serde_json::Value;
use uuid::Uuid;

use super::{
    CityHall,
    ledger::{Arrival, BlobArrival, Custody, Taking},
    problem::Refusal,
    router::Device,
};
use crate::{
    api::{
        digest::{content_digest, digest_name},
        v1::{
            ApplicationDocument, BlobEntry, CONTENT_DIGEST_HEADER, CustodyState, MissingBlob,
            Receipt, SCHEMA,
        },
    },
    domain::number::ApplicationNumber,
};

pub(super) async fn put_application(
    State(hall): State<CityHall>,
    _: Device,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Receipt>), Refusal> {
    if !has_content_digest_of(&headers, &body) {
        return Err(Refusal::DigestMismatch);
    }
    let arrival = check_document(&id, &body, hall.now())?;
    let (id, bytes) = (arrival.id, arrival.body.len());
    let taking = hall.ledger.take_application(arrival).await?;
    tracing::info!(application = %id, bytes, taking = taking_word(&taking), "application");
    receipt_for(&hall, id, taking)
}

pub(super) async fn put_blob(
    State(hall): State<CityHall>,
    _: Device,
    Path((id, digest)): Path<(String, String)>,
    body: Bytes,
) -> Result<(StatusCode, Json<Receipt>), Refusal> {
    let application = parse_id(&id).ok_or_else(|| invalid("the id in the path"))?;
    if !is_digest_name(&digest) {
        return Err(invalid("the digest in the path"));
    }
    if digest_name(&body) != digest {
        return Err(Refusal::DigestMismatch);
    }
    let bytes = body.len();
    let blob = BlobArrival { application, digest, bytes: body.into(), at: hall.now() };
    let taking = hall.ledger.take_blob(blob).await?;
    tracing::info!(%application, bytes, taking = taking_word(&taking), "blob");
    receipt_for(&hall, application, taking)
}

pub(super) async fn get_application(
    State(hall): State<CityHall>,
    _: Device,
    Path(id): Path<String>,
) -> Result<Json<Receipt>, Refusal> {
    let id = parse_id(&id).ok_or_else(|| invalid("the id in the path"))?;
    let custody = hall.ledger.find_custody(id).await?.ok_or(Refusal::UnknownApplication)?;
    Ok(Json(receipt(&hall, id, custody, false)))
}

fn receipt_for(
    hall: &CityHall,
    id: Uuid,
    taking: Taking,
) -> Result<(StatusCode, Json<Receipt>), Refusal> {
    match taking {
        Taking::New(custody) => Ok((StatusCode::CREATED, Json(receipt(hall, id, custody, false)))),
        Taking::Again(custody) => Ok((StatusCode::OK, Json(receipt(hall, id, custody, true)))),
        Taking::Conflict => Err(Refusal::ContentConflict),
        Taking::NotDeclared => Err(Refusal::BlobNotDeclared),
        Taking::UnknownApplication => Err(Refusal::UnknownApplication),
    }
}

fn receipt(hall: &CityHall, id: Uuid, custody: Custody, replay: bool) -> Receipt {
    let complete = custody.missing.is_empty();
    Receipt {
        id: id.to_string(),
        receipt: custody.receipt,
        state: if complete { CustodyState::Complete } else { CustodyState::Held },
        replay,
        epoch: hall.ledger.epoch().to_owned(),
        missing: custody.missing.into_iter().map(|digest| MissingBlob { digest }).collect(),
    }
}

/// For the log.
fn taking_word(taking: &Taking) -> &'static str {
    match taking {
        Taking::New(_) => "new",
        Taking::Again(_) => "again",
        Taking::Conflict => "conflict",
        Taking::NotDeclared => "not declared",
        Taking::UnknownApplication => "unknown application",
    }
}

/// RFC 9530 allows several algorithms in one field; ours must be among them and must fit.
pub(super) fn has_content_digest_of(headers: &HeaderMap, body: &[u8]) -> bool {
    let expected = content_digest(body);
    headers
        .get_all(CONTENT_DIGEST_HEADER)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|member| member.trim() == expected)
}

/// Says which field is wrong and never what stands in it.
fn check_document(path_id: &str, body: &[u8], at: Timestamp) -> Result<Arrival, Refusal> {
    let document = parse_document(body)?;
    let id = parse_id(&document.id).ok_or_else(|| invalid("/id"))?;
    if document.id != path_id {
        return Err(invalid("/id is not the id in the path"));
    }
    let application_number = ApplicationNumber::parse(&document.application_number)
        .ok()
        .filter(|number| number.to_string() == document.application_number)
        .ok_or_else(|| invalid("/application_number"))?;
    for (pointer, text) in [
        ("/item", &document.item),
        ("/item_version", &document.item_version),
        ("/point", &document.point),
        ("/device", &document.device),
    ] {
        if text.is_empty() {
            return Err(invalid(pointer));
        }
    }
    if !is_digest_name(&document.item_digest) {
        return Err(invalid("/item_digest"));
    }
    check_dates(&document)?;
    check_blobs(&document.blobs)?;
    let supplements = match &document.supplements {
        Some(original) => Some(parse_id(original).ok_or_else(|| invalid("/supplements"))?),
        None => None,
    };
    Ok(Arrival {
        id,
        application_number,
        item: document.item,
        point: document.point,
        device: document.device,
        supplements,
        blobs: document.blobs.into_iter().map(|blob| blob.digest).collect(),
        digest: digest_name(body),
        body: body.to_owned(),
        at,
    })
}

/// The schema is looked at first: a document of a newer kiosk may have any shape, and is not the kiosk's fault.
fn parse_document(body: &[u8]) -> Result<ApplicationDocument, Refusal> {
    let document: Value = serde_json::from_slice(body).map_err(|_| invalid("not JSON"))?;
    let schema = document.get("schema").and_then(Value::as_str);
    if schema.ok_or_else(|| invalid("/schema"))? != SCHEMA {
        return Err(Refusal::SchemaUnsupported);
    }
    // serde's own message would quote the value
    serde_json::from_slice(body).map_err(|error| {
        invalid(&format!(
            "not the shape of {SCHEMA}, line {} column {}",
            error.line(),
            error.column()
        ))
    })
}

fn check_dates(document: &ApplicationDocument) -> Result<(), Refusal> {
    document.created_at.parse::<Timestamp>().map_err(|_| invalid("/created_at"))?;
    document
        .business_date
        .parse::<Date>()
        .ok()
        .filter(|date| date.to_string() == document.business_date)
        .ok_or_else(|| invalid("/business_date"))?;
    Ok(())
}

/// One picture may stand in two places of a form; then both places must agree about it.
fn check_blobs(blobs: &[BlobEntry]) -> Result<(), Refusal> {
    let mut sizes = BTreeMap::new();
    for (position, blob) in blobs.iter().enumerate() {
        if !is_digest_name(&blob.digest) {
            return Err(invalid(&format!("/blobs/{position}/digest")));
        }
        if *sizes.entry(&blob.digest).or_insert(blob.size) != blob.size {
            return Err(invalid(&format!("/blobs/{position}/size")));
        }
    }
    Ok(())
}

pub(super) fn invalid(what: &str) -> Refusal {
    Refusal::Validation(what.into())
}

/// UUIDv7 in the one spelling of the contract, so that one id cannot have two rows.
pub(super) fn parse_id(text: &str) -> Option<Uuid> {
    let id = Uuid::parse_str(text).ok()?;
    (id.get_version_num() == 7 && id.to_string() == text).then_some(id)
}

/// `sha-256:` and 64 small hexadecimal digits.
fn is_digest_name(text: &str) -> bool {
    text.strip_prefix("sha-256:").is_some_and(|hex| {
        hex.len() == 64 && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Method};
    use serde_json::json;

    use super::*;
    use crate::{
        api::v1::{BLOB_LIMIT_BYTES, DOCUMENT_LIMIT_BYTES},
        cityhall::router::testing::{Hall, Paper, request},
    };

    #[tokio::test(flavor = "multi_thread")]
    async fn of_64_requests_at_once_with_one_id_one_makes_the_row_and_all_get_one_receipt() {
        let hall = Hall::new();
        let paper = Paper::new(&[]);
        let mut kiosks = tokio::task::JoinSet::new();
        for _ in 0..64 {
            let (hall, paper) = (hall.clone(), paper.clone());
            kiosks.spawn(async move { hall.put(&paper).await });
        }

        let answers = kiosks.join_all().await;

        let with = |status| answers.iter().filter(|answer| answer.status == status).count();
        assert_eq!((with(201), with(200)), (1, 63));
        for answer in &answers {
            assert_eq!(answer.body["receipt"], 1);
            assert_eq!(answer.body["replay"], answer.status == 200);
        }
        let list = hall.get("/officer/applications").await;
        assert_eq!(list.body["applications"].as_array().unwrap().len(), 1);
    }

    #[tokio::test]
    async fn an_application_whose_answer_was_lost_gets_the_same_receipt_when_it_comes_again() {
        let hall = Hall::new();
        let paper = Paper::new(&[]);
        let lost = hall.put(&paper).await;
        hall.put(&Paper::new(&[])).await;

        let hall = hall.restarted();
        let answer = hall.put(&paper).await;

        assert_eq!((lost.status, answer.status), (201, 200));
        assert_eq!(lost.body["replay"], false);
        let mut expected = lost.body;
        expected["replay"] = true.into();
        assert_eq!(answer.body, expected);
        let news = hall.changes("2104-1", "").await;
        assert_eq!(news.kinds(), ["received", "received"]);
    }

    #[tokio::test]
    async fn another_content_under_the_same_id_goes_to_a_person_and_changes_nothing() {
        let hall = Hall::new();
        let paper = Paper::new(&[]);
        let first = hall.put(&paper).await;
        let edited = Paper { name: "王大花", ..paper.clone() };

        let answer = hall.put(&edited).await;

        assert_eq!(answer.problem(), (409, "content-conflict", "human"));
        assert!(!answer.body.to_string().contains("王"));
        assert_eq!(hall.put(&paper).await.body["receipt"], first.body["receipt"]);
    }

    #[tokio::test]
    async fn an_application_is_held_until_every_part_is_there_and_received_once() {
        for order in [["a", "b", "c"], ["c", "a", "b"], ["b", "c", "a"]] {
            let hall = Hall::new();
            let paper = Paper::new(&["a", "b", "c", "a"]);
            let facts = hall.put(&paper).await;
            assert_eq!((facts.status, &facts.body["state"]), (201, &json!("held")));
            assert_eq!(facts.body["missing"].as_array().unwrap().len(), 3);
            for part in order {
                assert!(hall.changes("2104-1", "").await.kinds().is_empty());
                assert_eq!(hall.put_part(&paper, part).await.status, 201);
                let again = hall.put_part(&paper, part).await;
                assert_eq!((again.status, &again.body["replay"]), (200, &json!(true)));
            }
            let asked = hall.get(&paper.path()).await;
            assert_eq!((asked.status, &asked.body["state"]), (200, &json!("complete")));
            assert_eq!(asked.body["missing"], json!([]));
            assert_eq!(hall.put(&paper).await.body["state"], "complete");
            assert_eq!(hall.changes("2104-1", "").await.kinds(), ["received"]);
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn parts_that_come_all_at_once_and_twice_still_complete_it_once() {
        let hall = Hall::new();
        let parts = ["a", "b", "c", "d", "e", "f", "g", "h"];
        let paper = Paper::new(&parts);
        hall.put(&paper).await;
        let mut kiosks = tokio::task::JoinSet::new();
        for part in parts.into_iter().chain(parts) {
            let (hall, paper) = (hall.clone(), paper.clone());
            kiosks.spawn(async move { hall.put_part(&paper, part).await });
        }

        let answers = kiosks.join_all().await;

        let new = answers.iter().filter(|answer| answer.status == 201);
        assert_eq!(new.count(), 8);
        assert_eq!(hall.changes("2104-1", "").await.kinds(), ["received"]);
    }

    #[tokio::test]
    async fn a_part_is_taken_only_where_it_belongs_and_only_whole() {
        let hall = Hall::new();
        let paper = Paper::new(&["a"]);
        let early = hall.put_part(&paper, "a").await;
        assert_eq!(early.problem(), (404, "not-found", "after"));
        hall.put(&paper).await;
        let stranger = hall.put_part(&paper, "b").await;
        assert_eq!(stranger.problem(), (409, "blob-not-declared", "human"));
        let path = format!("{}/blobs/{}", paper.path(), digest_name(b"a"));
        let damaged = hall.put_bytes(&path, b"A".to_vec()).await;
        assert_eq!(damaged.problem(), (422, "digest-mismatch", "after"));
        let path = format!("{}/blobs/sha-256:ABC", paper.path());
        let misspelt = hall.put_bytes(&path, b"a".to_vec()).await;
        assert_eq!(misspelt.problem(), (422, "validation", "human"));
        let whole = hall.put_part(&paper, "a").await;
        assert_eq!(whole.body["state"], "complete");
    }

    #[tokio::test]
    async fn a_body_that_does_not_fit_its_digest_is_asked_for_again() {
        let hall = Hall::new();
        let paper = Paper::new(&[]);
        for header in [None, Some("sha-256=:AAAA:".to_owned()), Some(content_digest(b"other"))] {
            let mut request = request(Method::PUT, &paper.path(), paper.document().into());
            if let Some(header) = header {
                request.headers_mut().insert(CONTENT_DIGEST_HEADER, header.parse().unwrap());
            }
            let answer = hall.ask(request).await;
            assert_eq!(answer.problem(), (422, "digest-mismatch", "after"));
        }
        let several = format!("md5=:AAAA:, {}", content_digest(&paper.document()));
        let mut request = request(Method::PUT, &paper.path(), paper.document().into());
        request.headers_mut().insert(CONTENT_DIGEST_HEADER, several.parse().unwrap());
        assert_eq!(hall.ask(request).await.status, 201);
    }

    #[tokio::test]
    async fn a_document_that_breaks_the_contract_goes_to_a_person_who_is_told_where() {
        let hall = Hall::new();
        let paper = Paper::new(&["a"]);
        for (pointer, wrong) in [
            ("/id", json!("01932b5e-7c00-7000-8000-000000000001")),
            ("/id", json!(paper.id.to_uppercase())),
            ("/id", json!("01932b5e-7c00-4000-8000-000000000001")),
            ("/schema", json!(1)),
            ("/application_number", json!("210411240585")),
            ("/application_number", json!("2104 1124 0584")),
            ("/item", json!("")),
            ("/item_version", json!("")),
            ("/item_digest", json!("sha-256:ABC")),
            ("/point", json!("")),
            ("/device", json!("")),
            ("/created_at", json!("today")),
            ("/business_date", json!("2026-11-24T00:00:00")),
            ("/blobs/0/digest", json!("md5:00")),
            ("/supplements", json!("the other one")),
        ] {
            let mut document = paper.json();
            document["supplements"] = json!(null);
            *document.pointer_mut(pointer).unwrap() = wrong;
            let answer = hall.put_bytes(&paper.path(), document.to_string().into()).await;
            assert_eq!(answer.problem(), (422, "validation", "human"), "{pointer}");
            let detail = answer.body["detail"].as_str().unwrap();
            assert!(detail.starts_with(pointer), "{pointer}: {detail}");
        }
        for body in ["", "王小花", "[]", "{\"schema\":\"app/1\"}", "{}"] {
            let answer = hall.put_bytes(&paper.path(), body.into()).await;
            assert_eq!(answer.problem(), (422, "validation", "human"), "{body}");
            assert!(!answer.body.to_string().contains("王小花"));
        }
        let list = hall.get("/officer/applications").await;
        assert_eq!(list.body["applications"], json!([]));
    }

    #[tokio::test]
    async fn a_value_of_the_wrong_shape_is_never_quoted() {
        let hall = Hall::new();
        let paper = Paper::new(&[]);
        let mut document = paper.json();
        document["values"] = json!("430181194411240026");
        let answer = hall.put_bytes(&paper.path(), document.to_string().into()).await;
        assert_eq!(answer.problem(), (422, "validation", "human"));
        assert!(!answer.body.to_string().contains("430181194411240026"));
    }

    #[tokio::test]
    async fn a_document_of_a_newer_kiosk_waits_whatever_shape_it_has() {
        let hall = Hall::new();
        let paper = Paper::new(&[]);
        let answer = hall.put_bytes(&paper.path(), b"{\"schema\":\"app/9\"}".to_vec()).await;
        assert_eq!(answer.problem(), (422, "schema-unsupported", "after"));
    }

    #[tokio::test]
    async fn a_body_may_be_as_long_as_the_contract_says_and_no_longer() {
        let hall = Hall::new();
        let mut paper = Paper::new(&[]);
        let mut document = paper.document();
        document.resize(DOCUMENT_LIMIT_BYTES, b' ');
        assert_eq!(hall.put_bytes(&paper.path(), document.clone()).await.status, 201);
        document.push(b' ');
        let answer = hall.put_bytes(&paper.path(), document).await;
        assert_eq!(answer.problem(), (413, "too-large", "human"));

        let longest: &'static str = "a".repeat(BLOB_LIMIT_BYTES).leak();
        let longer: &'static str = "b".repeat(BLOB_LIMIT_BYTES + 1).leak();
        paper = Paper::new(&[longest, longer]);
        hall.put(&paper).await;
        assert_eq!(hall.put_part(&paper, longest).await.status, 201);
        let answer = hall.put_part(&paper, longer).await;
        assert_eq!(answer.problem(), (413, "too-large", "human"));
    }

    #[tokio::test]
    async fn an_application_that_never_came_is_not_found() {
        let hall = Hall::new();
        let answer = hall.get(&Paper::new(&[]).path()).await;
        assert_eq!(answer.problem(), (404, "not-found", "after"));
        let answer = hall.ask(request(Method::GET, "/v1/applications/7", Body::empty())).await;
        assert_eq!(answer.problem(), (422, "validation", "human"));
    }
}
