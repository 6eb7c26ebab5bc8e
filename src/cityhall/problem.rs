//! Everything that is not done, as RFC 9457 answers; `retry` tells the kiosk what to do about it.

use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header::CONTENT_TYPE},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{
    CityHall,
    ledger::{Case, LedgerError, Stage},
    officer::case_as_json,
    wording,
};
use crate::api::v1::{DEVICE_HEADER, EPOCH_HEADER, PROBLEM_MEDIA_TYPE, Problem, Retry, SCHEMA};

/// Why a request was not done. Never carries a value out of a document: a problem may end up in a log.
#[derive(Debug)]
pub(super) enum Refusal {
    ContentConflict,
    DigestMismatch,
    /// Which part of the request, and what about it.
    Validation(String),
    SchemaUnsupported,
    BlobNotDeclared,
    UnknownApplication,
    DeviceMissing,
    Ledger(LedgerError),
    /// To an officer: what was typed is neither a number nor an id.
    NotAReference,
    /// To an officer: no such application.
    NoSuchCase,
    /// To an officer: no such call.
    NoSuchCall,
    /// To an officer: the number fits several applications.
    AmbiguousNumber(Vec<Case>),
    /// To an officer: not while the application is at this stage.
    NotInThisStage(Stage),
    /// To an officer: what is wrong with the correction, in Chinese.
    Correction(&'static str),
    /// Found by the framework before any of our code ran.
    Status(StatusCode),
}

impl Refusal {
    fn problem(&self) -> Problem {
        let (kind, status, retry) = self.kind();
        Problem {
            kind: format!("urn:jiujin:problem:{kind}"),
            title: self.title().into(),
            status: status.as_u16(),
            detail: self.detail(),
            retry,
        }
    }

    fn kind(&self) -> (&'static str, StatusCode, Retry) {
        match self {
            Self::ContentConflict => ("content-conflict", StatusCode::CONFLICT, Retry::Human),
            Self::DigestMismatch => {
                ("digest-mismatch", StatusCode::UNPROCESSABLE_ENTITY, Retry::After)
            }
            Self::Validation(_) | Self::NotAReference | Self::Correction(_) => {
                ("validation", StatusCode::UNPROCESSABLE_ENTITY, Retry::Human)
            }
            // the city hall will be updated, so the kiosk keeps what it has
            Self::SchemaUnsupported => {
                ("schema-unsupported", StatusCode::UNPROCESSABLE_ENTITY, Retry::After)
            }
            Self::BlobNotDeclared => ("blob-not-declared", StatusCode::CONFLICT, Retry::Human),
            // the document will come first when the kiosk starts over
            Self::UnknownApplication => ("not-found", StatusCode::NOT_FOUND, Retry::After),
            Self::NoSuchCase | Self::NoSuchCall => {
                ("not-found", StatusCode::NOT_FOUND, Retry::Human)
            }
            Self::DeviceMissing => ("device-missing", StatusCode::BAD_REQUEST, Retry::Human),
            Self::Ledger(_) => ("unavailable", StatusCode::SERVICE_UNAVAILABLE, Retry::After),
            Self::AmbiguousNumber(_) => {
                ("ambiguous-number", StatusCode::MULTIPLE_CHOICES, Retry::Human)
            }
            Self::NotInThisStage(_) => ("not-in-this-stage", StatusCode::CONFLICT, Retry::Human),
            Self::Status(status) => kind_of_status(*status),
        }
    }

    fn title(&self) -> &'static str {
        match self {
            Self::ContentConflict => "Other content came under this id before",
            Self::DigestMismatch => "The content does not match its digest",
            Self::Validation(_) | Self::NotAReference | Self::Correction(_) => {
                "The request does not keep to the contract"
            }
            Self::SchemaUnsupported => "This schema is not known here yet",
            Self::BlobNotDeclared => "The application does not name this part",
            Self::UnknownApplication | Self::NoSuchCase => "No such application",
            Self::NoSuchCall => "No such call",
            Self::DeviceMissing => "The request does not say which device is speaking",
            Self::Ledger(_) => "The ledger cannot be used at the moment",
            Self::AmbiguousNumber(_) => "Several applications have this number",
            Self::NotInThisStage(_) => "Not at this stage of the application",
            Self::Status(status) => status.canonical_reason().unwrap_or("The request failed"),
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::Validation(what) => what.clone(),
            Self::SchemaUnsupported => format!("known here: {SCHEMA}"),
            Self::DeviceMissing => format!("header {DEVICE_HEADER} is missing or empty"),
            Self::NotAReference => wording::NOT_A_REFERENCE.into(),
            Self::NoSuchCase => wording::NO_SUCH_CASE.into(),
            Self::NoSuchCall => wording::NO_SUCH_CALL.into(),
            Self::AmbiguousNumber(candidates) => wording::ambiguous_number(candidates.len()),
            Self::NotInThisStage(stage) => wording::not_in_this_stage(*stage),
            Self::Correction(what) => (*what).into(),
            Self::ContentConflict
            | Self::DigestMismatch
            | Self::BlobNotDeclared
            | Self::UnknownApplication
            | Self::Ledger(_)
            | Self::Status(_) => String::new(),
        }
    }
}

/// A status that axum chose: an unknown path, a method, a body over its limit.
fn kind_of_status(status: StatusCode) -> (&'static str, StatusCode, Retry) {
    let (kind, retry) = match status {
        StatusCode::PAYLOAD_TOO_LARGE => ("too-large", Retry::Human),
        // a kiosk that is newer than this city hall waits for the update
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => ("not-found", Retry::After),
        status if status.is_server_error() => ("unavailable", Retry::After),
        _ => ("bad-request", Retry::Human),
    };
    (kind, status, retry)
}

impl From<LedgerError> for Refusal {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let problem = self.problem();
        if let Self::Ledger(error) = &self {
            tracing::error!(%error, cause = ?error, "the ledger failed");
        } else {
            tracing::info!(problem = problem.kind, status = problem.status, "refused");
        }
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::BAD_REQUEST);
        let mut body = serde_json::json!(problem);
        if let (Self::AmbiguousNumber(candidates), Some(members)) = (&self, body.as_object_mut()) {
            let candidates = candidates.iter().map(case_as_json).collect();
            members.insert("candidates".into(), candidates);
        }
        let media_type = HeaderValue::from_static(PROBLEM_MEDIA_TYPE);
        (status, [(CONTENT_TYPE, media_type)], Json(body)).into_response()
    }
}

/// The last hand on every answer: whatever the framework refused by itself takes our form,
/// and every answer names the epoch, by which a kiosk tells a city hall from a login page.
pub(super) async fn finish(State(hall): State<CityHall>, request: Request, next: Next) -> Response {
    let answer = next.run(request).await;
    let status = answer.status();
    let ours = answer
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|media_type| media_type == PROBLEM_MEDIA_TYPE);
    let mut answer = if (status.is_client_error() || status.is_server_error()) && !ours {
        Refusal::Status(status).into_response()
    } else {
        answer
    };
    let epoch = HeaderValue::from_str(hall.ledger.epoch()).expect("an epoch is hexadecimal");
    answer.headers_mut().insert(EPOCH_HEADER, epoch);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_has_the_type_the_status_and_the_retry_of_the_contract() {
        for (refusal, kind, status, retry) in [
            (Refusal::ContentConflict, "content-conflict", 409, Retry::Human),
            (Refusal::Validation("/id".into()), "validation", 422, Retry::Human),
            (Refusal::DigestMismatch, "digest-mismatch", 422, Retry::After),
            (Refusal::BlobNotDeclared, "blob-not-declared", 409, Retry::Human),
            (Refusal::SchemaUnsupported, "schema-unsupported", 422, Retry::After),
            (Refusal::Status(StatusCode::PAYLOAD_TOO_LARGE), "too-large", 413, Retry::Human),
            (Refusal::UnknownApplication, "not-found", 404, Retry::After),
            (Refusal::DeviceMissing, "device-missing", 400, Retry::Human),
            (Refusal::Ledger(LedgerError::GivenUp), "unavailable", 503, Retry::After),
            (Refusal::Status(StatusCode::BAD_REQUEST), "bad-request", 400, Retry::Human),
            (Refusal::Status(StatusCode::INTERNAL_SERVER_ERROR), "unavailable", 500, Retry::After),
        ] {
            let problem = refusal.problem();
            assert_eq!(problem.kind, format!("urn:jiujin:problem:{kind}"));
            assert_eq!((problem.status, problem.retry), (status, retry), "{kind}");
        }
    }
}
