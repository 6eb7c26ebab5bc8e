//! 好差评: taken once for an application from the kiosks, listed without whose it is.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    CHINA, CityHall,
    applications::{has_content_digest_of, invalid, parse_id},
    ledger::{RatingArrival, RatingLine, RatingTaking},
    problem::Refusal,
    router::Device,
};
use crate::{
    api::{
        digest::digest_name,
        v1::{RatingDocument, RatingReceipt},
    },
    domain::rating::{Level, Reason},
};

/// The same bytes get the same answer; only the status tells that they had come before.
pub(super) async fn put_rating(
    State(hall): State<CityHall>,
    _: Device,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<RatingReceipt>), Refusal> {
    if !has_content_digest_of(&headers, &body) {
        return Err(Refusal::DigestMismatch);
    }
    let arrival = check_rating(&id, &body, hall.now())?;
    let (status, received_at) = match hall.ledger.take_rating(arrival).await? {
        RatingTaking::New { received_at } => (StatusCode::CREATED, received_at),
        RatingTaking::Again { received_at } => (StatusCode::OK, received_at),
        RatingTaking::Conflict => return Err(Refusal::ContentConflict),
        RatingTaking::UnknownApplication => return Err(Refusal::UnknownApplication),
    };
    let epoch = hall.ledger.epoch().to_owned();
    Ok((status, Json(RatingReceipt { application: id, received_at, epoch })))
}

pub(super) async fn list(State(hall): State<CityHall>) -> Result<Json<Value>, Refusal> {
    let ratings = hall.ledger.ratings().await?;
    Ok(Json(json!({ "ratings": ratings.iter().map(as_json).collect::<Vec<_>>() })))
}

/// Says which field is wrong and never what stands in it.
fn check_rating(path_id: &str, body: &[u8], at: Timestamp) -> Result<RatingArrival, Refusal> {
    let document: RatingDocument =
        serde_json::from_slice(body).map_err(|_| invalid("not a rating"))?;
    let application = parse_id(&document.application).ok_or_else(|| invalid("/application"))?;
    if document.application != path_id {
        return Err(invalid("/application is not the id in the path"));
    }
    let level = Level::parse(&document.level).ok_or_else(|| invalid("/level"))?;
    let reasons: Option<Vec<Reason>> =
        document.reasons.iter().map(|word| Reason::parse(word)).collect();
    let reasons = reasons
        .filter(|reasons| reasons.is_sorted_by(|one, next| one < next))
        .filter(|reasons| reasons.is_empty() || level.is_low())
        .ok_or_else(|| invalid("/reasons"))?;
    let rated_at: Timestamp = document.rated_at.parse().map_err(|_| invalid("/rated_at"))?;
    let day = CHINA.to_datetime(rated_at).date();
    Ok(RatingArrival { application, level, reasons, day, digest: digest_name(body), at })
}

fn as_json(line: &RatingLine) -> Value {
    json!({
        "point": line.point,
        "item": line.item,
        "day": line.day,
        "level": line.level.word(),
        "reasons": line.reasons.iter().map(|reason| reason.word()).collect::<Vec<_>>(),
    })
}

/// The other way round, for the officer's program.
pub(super) fn line_of_json(json: &Value) -> Option<RatingLine> {
    let text = |key: &str| json.get(key).and_then(Value::as_str);
    let reasons = json.get("reasons")?.as_array()?;
    Some(RatingLine {
        point: text("point")?.into(),
        item: text("item")?.into(),
        day: text("day")?.into(),
        level: Level::parse(text("level")?)?,
        reasons: reasons.iter().map(|one| Reason::parse(one.as_str()?)).collect::<Option<_>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cityhall::router::testing::{Answer, Hall, Paper};

    fn rating(paper: &Paper) -> Value {
        json!({
            "application": paper.id,
            "level": "dissatisfied",
            "reasons": ["long_wait", "not_done"],
            "rated_at": "2026-11-24T10:42:00+08:00",
        })
    }

    async fn put(hall: &Hall, paper: &Paper, body: &Value) -> Answer {
        hall.put_bytes(&format!("{}/rating", paper.path()), body.to_string().into()).await
    }

    #[tokio::test]
    async fn a_rating_that_comes_again_is_one_rating_and_gets_the_same_answer() {
        let hall = Hall::new();
        let paper = Paper::new(&[]);
        hall.put(&paper).await;
        let first = put(&hall, &paper, &rating(&paper)).await;
        let hall = hall.restarted();
        let again = put(&hall, &paper, &rating(&paper)).await;
        assert_eq!((first.status, again.status), (201, 200));
        assert_eq!(again.body, first.body);
        let list = hall.get("/officer/ratings").await.body;
        assert_eq!(
            list,
            json!({ "ratings": [{
                "point": "430182119206",
                "item": "advanced_age_allowance",
                "day": "2026-11-24",
                "level": "dissatisfied",
                "reasons": ["long_wait", "not_done"],
            }] })
        );
        let line = &list["ratings"][0];
        assert_eq!(as_json(&line_of_json(line).unwrap()), *line);
        // whose it is stands nowhere in the list
        assert!(!list.to_string().contains(&paper.id) && !list.to_string().contains(paper.number));
    }

    #[tokio::test]
    async fn a_rating_that_is_quicker_than_its_application_comes_again_later() {
        let hall = Hall::new();
        let paper = Paper::new(&[]);
        let early = put(&hall, &paper, &rating(&paper)).await;
        assert_eq!(early.problem(), (404, "not-found", "after"));
        hall.put(&paper).await;
        assert_eq!(put(&hall, &paper, &rating(&paper)).await.status, 201);
    }

    #[tokio::test]
    async fn another_opinion_about_the_same_application_changes_nothing() {
        let hall = Hall::new();
        let paper = Paper::new(&[]);
        hall.put(&paper).await;
        put(&hall, &paper, &rating(&paper)).await;
        let before = hall.get("/officer/ratings").await.body;
        let mut other = rating(&paper);
        other["level"] = json!("very_dissatisfied");
        let conflict = put(&hall, &paper, &other).await;
        assert_eq!(conflict.problem(), (409, "content-conflict", "human"));
        assert_eq!(hall.get("/officer/ratings").await.body, before);
    }

    #[tokio::test]
    async fn a_rating_that_breaks_the_contract_is_not_taken() {
        let hall = Hall::new();
        let paper = Paper::new(&[]);
        hall.put(&paper).await;
        for (field, wrong) in [
            ("application", json!("7")),
            ("level", json!("good")),
            ("reasons", json!(["rude"])),
            ("reasons", json!(["not_done", "long_wait"])),
            ("reasons", json!(["long_wait", "long_wait"])),
            ("rated_at", json!("today")),
        ] {
            let mut document = rating(&paper);
            document[field] = wrong;
            let problem = put(&hall, &paper, &document).await;
            assert_eq!(problem.problem(), (422, "validation", "human"), "{field}");
            assert!(problem.body["detail"].as_str().unwrap().starts_with(&format!("/{field}")));
        }
        let mut content = rating(&paper);
        content["level"] = json!("satisfied");
        assert_eq!(put(&hall, &paper, &content).await.problem().0, 422, "content, and reasons");
        assert_eq!(hall.get("/officer/ratings").await.body, json!({ "ratings": [] }));
    }
}
