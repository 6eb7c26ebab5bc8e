//! Answers of the city hall → domain values.

use crate::domain::application::ApplicationId;
use crate::domain::stage::JournalEntry;

use super::v1::{CallReceipt, ChangeEvent, ChangeKind, Changes, Problem, RatingReceipt, Receipt};

/// One thing the city hall did to one application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    pub application_id: ApplicationId,
    /// RFC 3339, the city hall's clock.
    pub at: String,
    pub entry: JournalEntry,
}

/// `None` where the body is not what the contract says.
pub fn receipt(body: &[u8]) -> Option<Receipt> {
    serde_json::from_slice(body).ok()
}

/// `None` where the body is not what the contract says.
pub fn call_receipt(body: &[u8]) -> Option<CallReceipt> {
    serde_json::from_slice(body).ok()
}

/// `None` where the body is not what the contract says.
pub fn rating_receipt(body: &[u8]) -> Option<RatingReceipt> {
    serde_json::from_slice(body).ok()
}

/// `None` where the body is not what the contract says.
pub fn changes(body: &[u8]) -> Option<Changes> {
    serde_json::from_slice(body).ok()
}

/// `None` where a refusal does not say why.
pub fn problem(body: &[u8]) -> Option<Problem> {
    serde_json::from_slice(body).ok()
}

/// `None` for an event that does not make sense: it is passed over, never guessed.
pub fn progress(event: &ChangeEvent) -> Option<Progress> {
    let entry = match event.kind {
        // the receipt itself carries the number; the feed only repeats that it happened
        ChangeKind::Received => JournalEntry::Received { receipt: 0 },
        ChangeKind::Accepted => {
            JournalEntry::Accepted { acceptance_number: event.acceptance_number.clone()? }
        }
        ChangeKind::CorrectionAsked => JournalEntry::CorrectionAsked {
            reason: event.reason.clone()?,
            fields: event.fields.clone().unwrap_or_default(),
            last_date: event.last_date.as_deref().and_then(|date| date.parse().ok()),
        },
        ChangeKind::Refused => JournalEntry::Refused { reason: event.reason.clone()? },
        ChangeKind::Concluded => JournalEntry::Concluded { granted: event.granted? },
    };
    Some(Progress {
        application_id: ApplicationId::parse(&event.application)?,
        at: event.at.clone(),
        entry,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_without_what_it_needs_is_passed_over() {
        let event = |json: &str| progress(&serde_json::from_str(json).unwrap());
        let id = "01936f5e-8a2b-7c3d-9e4f-0123456789ab";
        let accepted = event(&format!(
            r#"{{"application":"{id}","kind":"accepted","at":"2026-11-24T10:00:00+08:00","acceptance_number":"430182202611240000019"}}"#
        ));
        assert!(matches!(accepted, Some(Progress { entry: JournalEntry::Accepted { .. }, .. })));
        assert_eq!(event(&format!(r#"{{"application":"{id}","kind":"accepted","at":"x"}}"#)), None);
        assert_eq!(event(r#"{"application":"1","kind":"received","at":"x"}"#), None);
    }
}
