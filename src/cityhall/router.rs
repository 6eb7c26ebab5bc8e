//! Which path does what; a value, so that tests need no port.

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRequestParts},
    http::request::Parts,
    middleware,
    routing::{get, post, put},
};

use super::{CityHall, applications, calls, changes, officer, problem, problem::Refusal};
use crate::api::v1::{BLOB_LIMIT_BYTES, CALL_LIMIT_BYTES, DEVICE_HEADER, DOCUMENT_LIMIT_BYTES};

pub fn router(state: CityHall) -> Router {
    let applications = put(applications::put_application)
        .get(applications::get_application)
        .layer(DefaultBodyLimit::max(DOCUMENT_LIMIT_BYTES));
    let blobs = put(applications::put_blob).layer(DefaultBodyLimit::max(BLOB_LIMIT_BYTES));
    let put_call = put(calls::put_call).layer(DefaultBodyLimit::max(CALL_LIMIT_BYTES));
    Router::new()
        .route("/v1/session", get(changes::get_session))
        .route("/v1/changes", get(changes::get_changes))
        .route("/v1/applications/{id}", applications)
        .route("/v1/applications/{id}/blobs/{digest}", blobs)
        .route("/v1/calls/{id}", put_call)
        .route("/officer/applications", get(officer::list))
        .route("/officer/applications/{reference}/acceptance", put(officer::accept))
        .route("/officer/applications/{reference}/correction", post(officer::ask_correction))
        .route("/officer/calls", get(calls::list))
        .route("/officer/calls/{id}/answer", put(calls::answer))
        .layer(middleware::from_fn_with_state(state.clone(), problem::finish))
        .with_state(state)
}

/// The machine that is speaking, by its header; a certificate will prove it when enrolment exists.
pub(super) struct Device(pub(super) String);

impl<S: Sync> FromRequestParts<S> for Device {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Refusal> {
        parts
            .headers
            .get(DEVICE_HEADER)
            .and_then(|value| value.to_str().ok())
            .filter(|device| !device.is_empty())
            .map(|device| Self(device.to_owned()))
            .ok_or(Refusal::DeviceMissing)
    }
}

/// A city hall in a temporary folder with a stopped clock, and the papers a kiosk sends it.
#[cfg(test)]
pub(super) mod testing {
    use axum::{
        body::{Body, to_bytes},
        http::{HeaderMap, Method, Request, header::CONTENT_TYPE},
    };
    use serde_json::{Value, json};
    use tempfile::TempDir;
    use tower::ServiceExt as _;
    use uuid::Uuid;

    use super::*;
    use crate::{
        api::{
            digest::{content_digest, digest_name},
            v1::{CONTENT_DIGEST_HEADER, EPOCH_HEADER, PROBLEM_MEDIA_TYPE},
        },
        cityhall::ledger::sqlite::SqliteLedger,
    };

    #[derive(Clone)]
    pub(crate) struct Hall {
        pub(crate) state: CityHall,
        folder: std::sync::Arc<TempDir>,
    }

    impl Hall {
        pub(crate) fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let ledger = SqliteLedger::open(folder.path()).unwrap();
            let state = CityHall::new(ledger, || "2026-11-24T10:41:03+08:00".parse().unwrap());
            Self { state, folder: folder.into() }
        }

        /// The process ends and another one opens the same folder.
        pub(crate) fn restarted(self) -> Self {
            let Self { state, folder } = self;
            drop(state);
            let ledger = SqliteLedger::open(folder.path()).unwrap();
            Self {
                state: CityHall::new(ledger, || "2026-11-25T08:00:00+08:00".parse().unwrap()),
                folder,
            }
        }

        pub(crate) async fn ask(&self, request: Request<Body>) -> Answer {
            let answer = router(self.state.clone()).oneshot(request).await.unwrap();
            let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
            let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
            let answer = Answer { status, headers, body };
            answer.is_one_of_ours();
            answer
        }

        pub(crate) async fn get(&self, path: &str) -> Answer {
            self.ask(request(Method::GET, path, Body::empty())).await
        }

        pub(crate) async fn put(&self, paper: &Paper) -> Answer {
            self.put_bytes(&paper.path(), paper.document()).await
        }

        pub(crate) async fn put_bytes(&self, path: &str, bytes: Vec<u8>) -> Answer {
            let digest = content_digest(&bytes);
            let mut request = request(Method::PUT, path, bytes.into());
            request.headers_mut().insert(CONTENT_DIGEST_HEADER, digest.parse().unwrap());
            self.ask(request).await
        }

        pub(crate) async fn put_part(&self, paper: &Paper, part: &str) -> Answer {
            let path = format!("{}/blobs/{}", paper.path(), digest_name(part.as_bytes()));
            self.ask(request(Method::PUT, &path, Body::from(part.to_owned()))).await
        }

        pub(crate) async fn changes(&self, device: &str, query: &str) -> Answer {
            let path = format!("/v1/changes?{query}");
            let mut request = request(Method::GET, &path, Body::empty());
            request.headers_mut().insert(DEVICE_HEADER, device.parse().unwrap());
            self.ask(request).await
        }

        pub(crate) async fn accept(&self, reference: &str) -> Answer {
            let path = format!("/officer/applications/{reference}/acceptance");
            self.ask(request(Method::PUT, &path, Body::empty())).await
        }

        pub(crate) async fn ask_correction(&self, reference: &str, body: Value) -> Answer {
            let path = format!("/officer/applications/{reference}/correction");
            let mut request = request(Method::POST, &path, body.to_string().into());
            request.headers_mut().insert(CONTENT_TYPE, "application/json".parse().unwrap());
            self.ask(request).await
        }
    }

    pub(crate) fn request(method: Method, path: &str, body: Body) -> Request<Body> {
        Request::builder()
            .method(method)
            .uri(path)
            .header(DEVICE_HEADER, "2104-1")
            .body(body)
            .unwrap()
    }

    #[derive(Debug)]
    pub(crate) struct Answer {
        pub(crate) status: u16,
        pub(crate) headers: HeaderMap,
        pub(crate) body: Value,
    }

    impl Answer {
        /// Whatever happens, a kiosk can tell our answers from a login page, and a problem says what to do.
        fn is_one_of_ours(&self) {
            assert_eq!(self.headers.get(EPOCH_HEADER).map(|epoch| epoch.len()), Some(32));
            if self.status >= 300 {
                assert_eq!(self.headers.get(CONTENT_TYPE).unwrap(), PROBLEM_MEDIA_TYPE);
                assert_eq!(self.body["status"], self.status);
            }
        }

        /// Status, the last word of the type, and `retry`.
        pub(crate) fn problem(&self) -> (u16, &str, &str) {
            let kind = self.body["type"].as_str().unwrap();
            let kind = kind.strip_prefix("urn:jiujin:problem:").unwrap();
            (self.status, kind, self.body["retry"].as_str().unwrap())
        }

        pub(crate) fn kinds(&self) -> Vec<&str> {
            let events = self.body["events"].as_array().unwrap();
            events.iter().map(|event| event["kind"].as_str().unwrap()).collect()
        }
    }

    /// An application as a kiosk seals it; its parts are named by what is in them.
    #[derive(Clone)]
    pub(crate) struct Paper {
        pub(crate) id: String,
        pub(crate) number: &'static str,
        pub(crate) point: &'static str,
        pub(crate) device: &'static str,
        pub(crate) parts: Vec<&'static str>,
        pub(crate) name: &'static str,
    }

    impl Paper {
        pub(crate) fn new(parts: &[&'static str]) -> Self {
            Self {
                id: Uuid::now_v7().to_string(),
                number: "210411240584",
                point: "430182119206",
                device: "2104-1",
                parts: parts.into(),
                name: "王小花",
            }
        }

        pub(crate) fn path(&self) -> String {
            format!("/v1/applications/{}", self.id)
        }

        pub(crate) fn json(&self) -> Value {
            let blob = |part: &&str| {
                json!({
                    "digest": digest_name(part.as_bytes()),
                    "size": part.len(),
                    "media_type": "image/png",
                    "role": "signature_png",
                })
            };
            json!({
                "id": self.id,
                "schema": "app/1",
                "application_number": self.number,
                "item": "advanced_age_allowance",
                "item_version": "2026.11-draft3",
                "item_digest": digest_name(b"the item"),
                "point": self.point,
                "device": self.device,
                "created_at": "2026-11-24T10:41:03+08:00",
                "business_date": "2026-11-24",
                "entered_by": { "kind": "self" },
                "identity": { "kind": "chip", "card": "resident", "sam": "05.03-20240101" },
                "blobs": self.parts.iter().map(blob).collect::<Vec<_>>(),
                "values": { "applicant_name": self.name, "phone_owner": "none" },
            })
        }

        pub(crate) fn document(&self) -> Vec<u8> {
            self.json().to_string().into()
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::{
        body::Body,
        http::{Method, Request},
    };

    use super::testing::{Hall, Paper, request};

    #[tokio::test]
    async fn an_unknown_path_and_an_unknown_method_get_a_problem_that_waits_for_an_update() {
        let hall = Hall::new();
        assert_eq!(hall.get("/v2/applications").await.problem(), (404, "not-found", "after"));
        let delete = request(Method::DELETE, &Paper::new(&[]).path(), Body::empty());
        assert_eq!(hall.ask(delete).await.problem(), (405, "not-found", "after"));
    }

    #[tokio::test]
    async fn a_request_that_does_not_say_which_device_is_speaking_is_sent_back() {
        let hall = Hall::new();
        let paper = Paper::new(&[]);
        for (method, path) in [
            (Method::PUT, paper.path()),
            (Method::GET, paper.path()),
            (Method::PUT, format!("{}/blobs/sha-256:00", paper.path())),
            (Method::GET, "/v1/changes".into()),
            (Method::PUT, format!("/v1/calls/{}", paper.id)),
        ] {
            let nobody = Request::builder().method(method).uri(&path).body(Body::empty()).unwrap();
            let problem = hall.ask(nobody).await;
            assert_eq!(problem.problem(), (400, "device-missing", "human"), "{path}");
        }
    }
}
