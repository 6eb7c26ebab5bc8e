//! What the city hall did since a kiosk last asked; the request stays open until there is something to tell.

use std::{collections::BTreeMap, pin::pin, time::Duration};

use axum::{
    Json,
    extract::{Query, State},
};

use super::{CityHall, ledger::EventPage, problem::Refusal, router::Device, wire_time};
use crate::api::v1::{CHANGES_LIMIT, CHANGES_LONGEST_WAIT_SECONDS, Changes, SCHEMA, Session};

/// Needs no device: it is how a kiosk finds out whether this is a city hall at all.
pub(super) async fn get_session(State(hall): State<CityHall>) -> Json<Session> {
    Json(Session {
        server_time: wire_time(hall.now()),
        epoch: hall.ledger.epoch().to_owned(),
        api: vec!["1".into()],
        schemas: vec![SCHEMA.into()],
    })
}

pub(super) async fn get_changes(
    State(hall): State<CityHall>,
    Device(device): Device,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Json<Changes>, Refusal> {
    let question = Question::read(&query, hall.ledger.epoch())?;
    let page = wait_for_news(&hall, &device, &question).await?;
    Ok(Json(Changes {
        next: write_cursor(hall.ledger.epoch(), page.last),
        events: page.events,
        more: page.more,
    }))
}

async fn wait_for_news(
    hall: &CityHall,
    device: &str,
    question: &Question,
) -> Result<EventPage, Refusal> {
    // listens before it looks, so that nothing slips in between
    let mut news = hall.ledger.latest_event();
    news.mark_unchanged();
    let mut time_is_up = pin!(tokio::time::sleep(question.wait));
    let mut closed = pin!(hall.closed());
    loop {
        let page = hall.ledger.events_for(device, question.after, question.limit).await?;
        if !page.events.is_empty() {
            return Ok(page);
        }
        tokio::select! {
            changed = news.changed() => if changed.is_err() { return Ok(page) },
            () = &mut time_is_up => return Ok(page),
            () = &mut closed => return Ok(page),
        }
    }
}

struct Question {
    after: u64,
    limit: u32,
    wait: Duration,
}

impl Question {
    fn read(query: &BTreeMap<String, String>, epoch: &str) -> Result<Self, Refusal> {
        let number = |name: &str, otherwise: u32| match query.get(name) {
            Some(text) => text.parse().map_err(|_| Refusal::Validation(name.into())),
            None => Ok(otherwise),
        };
        let wait = number("wait", 0)?.min(CHANGES_LONGEST_WAIT_SECONDS);
        Ok(Self {
            after: read_cursor(query.get("cursor").map_or("", String::as_str), epoch)?,
            limit: number("limit", CHANGES_LIMIT)?.clamp(1, CHANGES_LIMIT),
            wait: Duration::from_secs(wait.into()),
        })
    }
}

fn write_cursor(epoch: &str, last: u64) -> String {
    format!("{epoch}.{last}")
}

/// A cursor of another database says nothing about this one, so its owner is told everything from the beginning.
fn read_cursor(cursor: &str, epoch: &str) -> Result<u64, Refusal> {
    if cursor.is_empty() {
        return Ok(0);
    }
    let (written_by, last) = cursor
        .split_once('.')
        .and_then(|(epoch, last)| Some((epoch, last.parse().ok()?)))
        .ok_or_else(|| Refusal::Validation("cursor".into()))?;
    Ok(if written_by == epoch { last } else { 0 })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::cityhall::router::testing::{Hall, Paper};

    #[tokio::test]
    async fn a_kiosk_learns_which_city_hall_it_has_found() {
        let hall = Hall::new();
        let answer = hall.get("/v1/session").await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.body["server_time"], "2026-11-24T10:41:03+08:00");
        assert_eq!(answer.body["epoch"].as_str(), answer.headers["jiujin-epoch"].to_str().ok());
        assert_eq!(answer.body["schemas"], json!(["app/1"]));
    }

    #[tokio::test]
    async fn a_kiosk_is_told_what_concerns_its_point_and_nothing_else() {
        let hall = Hall::new();
        let here = Paper::new(&[]);
        let there = Paper { point: "430182119207", device: "2105-1", ..Paper::new(&[]) };
        hall.put(&here).await;
        hall.put(&there).await;
        for (device, applications) in
            [("2104-1", vec![&here.id]), ("2105-1", vec![&there.id]), ("2106-1", vec![])]
        {
            let answer = hall.changes(device, "wait=0").await;
            let events = answer.body["events"].as_array().unwrap();
            let told: Vec<_> = events.iter().map(|event| &event["application"]).collect();
            assert_eq!(told, applications, "{device}");
            assert_eq!(answer.body["more"], false);
        }
    }

    #[tokio::test]
    async fn a_kiosk_that_follows_the_cursor_is_told_everything_once_and_in_order() {
        let hall = Hall::new();
        let mut sent = Vec::new();
        for _ in 0..5 {
            let paper = Paper::new(&[]);
            hall.put(&paper).await;
            sent.push(paper.id);
        }
        let (mut told, mut cursor) = (Vec::new(), String::new());
        for more in [true, true, false, false] {
            let answer = hall.changes("2104-1", &format!("limit=2&cursor={cursor}")).await;
            assert_eq!(answer.body["more"], more);
            cursor = answer.body["next"].as_str().unwrap().into();
            for event in answer.body["events"].as_array().unwrap() {
                told.push(event["application"].as_str().unwrap().to_owned());
            }
        }
        assert_eq!(told, sent);
    }

    #[tokio::test]
    async fn a_waiting_kiosk_is_answered_the_moment_something_happens_at_its_point() {
        let hall = Hall::new();
        hall.put(&Paper::new(&[])).await;
        let first = hall.changes("2104-1", "").await;
        let cursor = first.body["next"].as_str().unwrap().to_owned();
        let waiting = tokio::spawn({
            let hall = hall.clone();
            async move { hall.changes("2104-1", &format!("wait=25&cursor={cursor}")).await }
        });
        let elsewhere = Paper { point: "430182119207", device: "2105-1", ..Paper::new(&[]) };
        hall.put(&elsewhere).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert!(!waiting.is_finished(), "news of another point are no reason to answer");

        let paper = Paper::new(&[]);
        hall.put(&paper).await;
        let answer = tokio::time::timeout(Duration::from_secs(5), waiting).await.unwrap().unwrap();

        assert_eq!(answer.body["events"][0]["application"], paper.id.as_str());
        assert_eq!(answer.kinds(), ["received"]);
    }

    #[tokio::test]
    async fn a_kiosk_that_waits_in_vain_keeps_its_cursor() {
        let hall = Hall::new();
        hall.put(&Paper::new(&[])).await;
        let first = hall.changes("2104-1", "").await;
        let cursor = first.body["next"].as_str().unwrap();
        let query = format!("wait=1&cursor={cursor}");
        let too_short = Duration::from_millis(700);
        assert!(tokio::time::timeout(too_short, hall.changes("2104-1", &query)).await.is_err());
        let answer = hall.changes("2104-1", &query).await;
        assert_eq!(answer.body, json!({ "events": [], "next": cursor, "more": false }));
    }

    #[tokio::test]
    async fn a_city_hall_that_ends_lets_nobody_wait() {
        let hall = Hall::new();
        let waiting = tokio::spawn({
            let hall = hall.clone();
            async move { hall.changes("2104-1", "wait=25").await }
        });
        tokio::time::sleep(Duration::from_millis(100)).await;
        hall.state.close();
        let answer = tokio::time::timeout(Duration::from_secs(5), waiting).await.unwrap().unwrap();
        assert_eq!(answer.status, 200);
    }

    #[tokio::test]
    async fn a_cursor_that_is_none_is_sent_back() {
        let hall = Hall::new();
        for query in ["cursor=7", "cursor=a.b", "cursor=.", "limit=many", "wait=-1"] {
            let answer = hall.changes("2104-1", query).await;
            assert_eq!(answer.problem(), (422, "validation", "human"), "{query}");
        }
    }

    #[tokio::test]
    async fn a_kiosk_with_the_cursor_of_another_database_is_told_everything_again() {
        let hall = Hall::new();
        hall.put(&Paper::new(&[])).await;
        let epoch = hall.state.ledger.epoch().to_owned();
        for cursor in ["of another database.7".to_owned(), format!("{epoch}.7")] {
            let cursor = cursor.replace(' ', "-");
            let answer = hall.changes("2104-1", &format!("cursor={cursor}")).await;
            assert_eq!(answer.kinds(), ["received"], "{cursor}");
        }
    }

    #[test]
    fn limit_and_wait_have_their_ceilings() {
        for (query, limit, wait) in [
            (&[][..], 200, 0),
            (&[("limit", "1"), ("wait", "7")], 1, 7),
            (&[("limit", "0"), ("wait", "26")], 1, 25),
            (&[("limit", "100000"), ("wait", "4000000000")], 200, 25),
        ] {
            let query = query.iter().map(|(key, value)| (key.to_string(), value.to_string()));
            let question = Question::read(&query.collect(), "epoch").unwrap();
            assert_eq!((question.limit, question.wait.as_secs()), (limit, wait));
        }
    }
}
