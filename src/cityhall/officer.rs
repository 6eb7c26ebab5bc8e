//! What an officer's program asks of the running server: the list, 受理, 补正. Refusing and concluding will stand here.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Path, Query, State},
};
use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    CityHall,
    ledger::{Case, Decided, Decision, Stage, Whose},
    problem::Refusal,
    wording,
};
use crate::domain::number::ApplicationNumber;

/// In the order of arrival, or with `?by=name` as names are looked up.
pub(super) async fn list(
    State(hall): State<CityHall>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Json<Value>, Refusal> {
    let by_name = query.get("by").is_some_and(|order| order == "name");
    let cases = if by_name {
        hall.ledger.cases_by_applicant().await?
    } else {
        hall.ledger.cases(Whose::Everybody).await?
    };
    Ok(Json(json!({ "applications": cases.iter().map(case_as_json).collect::<Vec<_>>() })))
}

/// A PUT, because accepting twice is accepting once; and because a browser sends none to a stranger unasked.
pub(super) async fn accept(
    State(hall): State<CityHall>,
    Path(reference): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let case = the_case(&hall, &reference).await?;
    decide(&hall, case.id, Decision::Accept { day: hall.business_date() }).await
}

pub(super) async fn ask_correction(
    State(hall): State<CityHall>,
    Path(reference): Path<String>,
    Json(request): Json<Value>,
) -> Result<Json<Value>, Refusal> {
    let correction = check_correction(&request, hall.business_date())?;
    let case = the_case(&hall, &reference).await?;
    decide(&hall, case.id, correction).await
}

async fn decide(hall: &CityHall, id: Uuid, decision: Decision) -> Result<Json<Value>, Refusal> {
    let (case, repeated) = match hall.ledger.decide(id, decision, hall.now()).await? {
        Decided::Now(case) => (case, false),
        Decided::Before(case) => (case, true),
        Decided::NotInThisStage(stage) => return Err(Refusal::NotInThisStage(stage)),
        Decided::UnknownApplication => return Err(Refusal::NoSuchCase),
    };
    tracing::info!(application = %case.id, stage = case.stage.word(), repeated, "decided");
    Ok(Json(json!({ "application": case_as_json(&case), "repeated": repeated })))
}

/// Exactly one, or the officer has to choose.
async fn the_case(hall: &CityHall, reference: &str) -> Result<Case, Refusal> {
    let cases = hall.ledger.cases(parse_reference(reference)?).await?;
    match <[Case; 1]>::try_from(cases) {
        Ok([only]) => Ok(only),
        Err(none) if none.is_empty() => Err(Refusal::NoSuchCase),
        Err(several) => Err(Refusal::AmbiguousNumber(several)),
    }
}

fn parse_reference(reference: &str) -> Result<Whose, Refusal> {
    if let Ok(number) = ApplicationNumber::parse(reference) {
        return Ok(Whose::Number(number));
    }
    Uuid::parse_str(reference.trim()).map(Whose::Id).map_err(|_| Refusal::NotAReference)
}

fn check_correction(request: &Value, today: Date) -> Result<Decision, Refusal> {
    let text = |key: &str| request.get(key).and_then(Value::as_str).map_or("", str::trim);
    let reason = text("reason");
    if reason.is_empty() {
        return Err(Refusal::Correction(wording::REASON_IS_MISSING));
    }
    let last_date: Date = text("last_date")
        .parse()
        .map_err(|_| Refusal::Correction(wording::LAST_DATE_IS_MISSING))?;
    if last_date < today {
        return Err(Refusal::Correction(wording::LAST_DATE_IS_PAST));
    }
    let fields = match request.get("fields") {
        Some(fields) => texts(fields).ok_or(Refusal::Correction(wording::FIELDS_ARE_WRONG))?,
        None => Vec::new(),
    };
    Ok(Decision::AskCorrection { reason: reason.to_owned(), fields, last_date })
}

fn texts(list: &Value) -> Option<Vec<String>> {
    let text = |value: &Value| value.as_str().filter(|text| !text.is_empty()).map(String::from);
    list.as_array()?.iter().map(text).collect()
}

pub(super) fn case_as_json(case: &Case) -> Value {
    json!({
        "id": case.id.to_string(),
        "application_number": case.application_number,
        "applicant": case.applicant,
        "item": case.item,
        "point": case.point,
        "stage": case.stage.word(),
        "received_at": case.received_at,
        "acceptance_number": case.acceptance_number,
        "materials": case.papers.materials,
        "remarks": case.papers.remarks,
    })
}

/// The other way round, for the officer's program.
pub(super) fn case_of_json(json: &Value) -> Option<Case> {
    let text = |key: &str| json.get(key).and_then(Value::as_str).map(String::from);
    let stage = text("stage")?;
    Some(Case {
        id: Uuid::parse_str(&text("id")?).ok()?,
        application_number: text("application_number")?,
        applicant: text("applicant"),
        item: text("item")?,
        point: text("point")?,
        stage: Stage::ALL.into_iter().find(|known| known.word() == stage)?,
        received_at: text("received_at"),
        acceptance_number: text("acceptance_number"),
        papers: serde_json::from_value(json.clone()).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cityhall::router::testing::{Hall, Paper};

    #[tokio::test]
    async fn an_officer_sees_what_has_come_and_how_far_it_is() {
        let hall = Hall::new();
        let (held, received) = (Paper::new(&["a"]), Paper::new(&[]));
        hall.put(&held).await;
        hall.put(&received).await;
        let list = hall.get("/officer/applications").await;
        let line = |id: &str, stage: &str, received_at: Value| {
            json!({
                "id": id,
                "application_number": "210411240584",
                "applicant": "王*花",
                "item": "advanced_age_allowance",
                "point": "430182119206",
                "stage": stage,
                "received_at": received_at,
                "acceptance_number": null,
                "materials": {},
                "remarks": [],
            })
        };
        assert_eq!(
            list.body["applications"],
            json!([
                line(&held.id, "held", json!(null)),
                line(&received.id, "received", json!("2026-11-24T10:41:03+08:00")),
            ])
        );
    }

    #[tokio::test]
    async fn accepting_gives_a_number_and_accepting_again_gives_the_same() {
        let hall = Hall::new();
        hall.put(&Paper::new(&[])).await;
        for (reference, repeated) in
            [("210411240584", false), ("2104%201124%200584", true), ("210411240584", true)]
        {
            let answer = hall.accept(reference).await;
            assert_eq!(answer.status, 200);
            assert_eq!(answer.body["repeated"], repeated);
            let case = &answer.body["application"];
            assert_eq!(case["acceptance_number"], "430182202611240000015");
            assert_eq!(case["stage"], "accepted");
        }
        let news = hall.changes("2104-1", "").await;
        assert_eq!(news.kinds(), ["received", "accepted"]);
        assert_eq!(news.body["events"][1]["acceptance_number"], "430182202611240000015");
    }

    #[tokio::test]
    async fn what_is_not_complete_cannot_be_decided_and_the_officer_reads_why() {
        let hall = Hall::new();
        let paper = Paper::new(&["a"]);
        hall.put(&paper).await;
        let answer = hall.accept(&paper.id).await;
        assert_eq!(answer.problem(), (409, "not-in-this-stage", "human"));
        assert_eq!(answer.body["detail"], "这件申请材料还没有收齐，收齐后才能办理，请等服务点送完");
    }

    #[tokio::test]
    async fn a_correction_reaches_the_kiosk_as_the_officer_wrote_it() {
        let hall = Hall::new();
        hall.put(&Paper::new(&[])).await;
        let asked = json!({
            "reason": "存折照片看不清", "fields": ["bank_account"], "last_date": "2026-12-04"
        });
        for repeated in [false, true] {
            let answer = hall.ask_correction("210411240584", asked.clone()).await;
            assert_eq!(answer.status, 200);
            assert_eq!(answer.body["repeated"], repeated);
            assert_eq!(answer.body["application"]["stage"], "correction_asked");
        }
        let news = hall.changes("2104-1", "").await;
        assert_eq!(news.kinds(), ["received", "correction_asked"]);
        for member in ["reason", "fields", "last_date"] {
            assert_eq!(news.body["events"][1][member], asked[member], "{member}");
        }
    }

    #[tokio::test]
    async fn a_correction_needs_a_reason_and_a_day_that_is_still_to_come() {
        let hall = Hall::new();
        hall.put(&Paper::new(&[])).await;
        for (correction, detail) in [
            (json!({}), wording::REASON_IS_MISSING),
            (json!({ "reason": "  " }), wording::REASON_IS_MISSING),
            (json!({ "reason": "看不清" }), wording::LAST_DATE_IS_MISSING),
            (json!({ "reason": "看不清", "last_date": "明天" }), wording::LAST_DATE_IS_MISSING),
            (json!({ "reason": "看不清", "last_date": "2026-11-23" }), wording::LAST_DATE_IS_PAST),
            (
                json!({ "reason": "看不清", "last_date": "2026-11-24", "fields": "phone" }),
                wording::FIELDS_ARE_WRONG,
            ),
        ] {
            let answer = hall.ask_correction("210411240584", correction).await;
            assert_eq!(answer.problem(), (422, "validation", "human"), "{detail}");
            assert_eq!(answer.body["detail"], detail);
        }
        let today = json!({ "reason": "看不清", "last_date": "2026-11-24" });
        assert_eq!(hall.ask_correction("210411240584", today).await.status, 200);
    }

    #[tokio::test]
    async fn a_number_of_several_applications_lets_the_officer_choose() {
        let hall = Hall::new();
        let (last_year, this_year) = (Paper::new(&[]), Paper::new(&[]));
        hall.put(&last_year).await;
        hall.put(&this_year).await;
        let answer = hall.accept("210411240584").await;
        assert_eq!(answer.problem(), (300, "ambiguous-number", "human"));
        let candidates = answer.body["candidates"].as_array().unwrap();
        let ids: Vec<_> = candidates.iter().map(|case| &case["id"]).collect();
        assert_eq!(ids, [&last_year.id, &this_year.id]);
        assert_eq!(hall.accept(&this_year.id).await.status, 200);
    }

    #[tokio::test]
    async fn a_number_that_was_never_given_is_not_found_and_a_mistyped_one_is_told_apart() {
        let hall = Hall::new();
        let unknown = hall.accept("210411240002").await;
        assert_eq!(unknown.problem(), (422, "validation", "human"));
        let unknown = hall.accept("210411240007").await;
        assert_eq!(unknown.problem(), (404, "not-found", "human"));
        let unknown = hall.accept(&Paper::new(&[]).id).await;
        assert_eq!(unknown.problem(), (404, "not-found", "human"));
    }

    #[test]
    fn a_line_of_the_list_is_read_as_it_was_written() {
        for stage in Stage::ALL {
            let case = Case {
                id: Uuid::now_v7(),
                application_number: "210411240584".into(),
                applicant: Some("王*英".into()),
                item: "advanced_age_allowance".into(),
                point: "430182119206".into(),
                stage,
                received_at: Some("2026-11-24T10:41:03+08:00".into()),
                acceptance_number: None,
                papers: serde_json::from_value(json!({
                    "materials": { "bank_card": { "state": "missing" } },
                    "remarks": ["age_range"],
                }))
                .unwrap(),
            };
            assert_eq!(case_of_json(&case_as_json(&case)), Some(case));
        }
    }
}
