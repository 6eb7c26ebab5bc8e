//! How journal entries and receipts are written in the database: JSON mirrors of domain values.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::error::StoreError;
use crate::domain::application::NextStep;
use crate::domain::number::ApplicationNumber;
use crate::domain::rating::{Level, Rating, Reason};
use crate::domain::receipt::{Promise, Receipt};
use crate::domain::service_item::DayUnit;
use crate::domain::stage::JournalEntry;
use crate::domain::working_days::YearWithoutData;

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum EntryRecord {
    Queued,
    Received { receipt: u64 },
    Accepted { acceptance_number: String },
    CorrectionAsked { reason: String, fields: Vec<String>, last_date: Option<String> },
    Supplemented,
    Refused { reason: String },
    Concluded { granted: bool },
    SetAside { problem: String },
    SlipPrinted,
    SlipOwed { trouble: String },
    Rated { level: String, reasons: Vec<String> },
}

#[derive(Serialize, Deserialize)]
struct ReceiptRecord {
    application_number: String,
    item: String,
    item_name: String,
    applicant: String,
    id_number: String,
    filed_at: String,
    point_name: String,
    device: String,
    next_steps: Vec<(String, String)>,
    result: Option<Vec<String>>,
    to_bring: Vec<String>,
    /// Absent in what earlier versions wrote.
    #[serde(default)]
    promise: Option<PromiseRecord>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum PromiseRecord {
    OnAcceptance,
    Within { days: u32, working: bool, accepted: String, last: String },
    WithinUnknown { days: u32, working: bool, year: i16 },
}

impl From<Promise> for PromiseRecord {
    fn from(promise: Promise) -> Self {
        let Promise::Within { days, unit, earliest } = promise else { return Self::OnAcceptance };
        let working = unit == DayUnit::WorkingDay;
        match earliest {
            Ok((accepted, last)) => {
                let (accepted, last) = (accepted.to_string(), last.to_string());
                Self::Within { days, working, accepted, last }
            }
            Err(YearWithoutData { year }) => Self::WithinUnknown { days, working, year },
        }
    }
}

impl PromiseRecord {
    fn read(self) -> Result<Promise, StoreError> {
        let unit = |working| if working { DayUnit::WorkingDay } else { DayUnit::CalendarDay };
        let day = |text: &str| text.parse::<Date>().map_err(row_error);
        Ok(match self {
            Self::OnAcceptance => Promise::OnAcceptance,
            Self::Within { days, working, accepted, last } => {
                let earliest = Ok((day(&accepted)?, day(&last)?));
                Promise::Within { days, unit: unit(working), earliest }
            }
            Self::WithinUnknown { days, working, year } => Promise::Within {
                days,
                unit: unit(working),
                earliest: Err(YearWithoutData { year }),
            },
        })
    }
}

pub(super) fn entry_to_text(entry: &JournalEntry) -> String {
    let record = match entry.clone() {
        JournalEntry::Queued => EntryRecord::Queued,
        JournalEntry::Received { receipt } => EntryRecord::Received { receipt },
        JournalEntry::Accepted { acceptance_number } => EntryRecord::Accepted { acceptance_number },
        JournalEntry::CorrectionAsked { reason, fields, last_date } => {
            let last_date = last_date.map(|date| date.to_string());
            EntryRecord::CorrectionAsked { reason, fields, last_date }
        }
        JournalEntry::Supplemented => EntryRecord::Supplemented,
        JournalEntry::Refused { reason } => EntryRecord::Refused { reason },
        JournalEntry::Concluded { granted } => EntryRecord::Concluded { granted },
        JournalEntry::SetAside { problem } => EntryRecord::SetAside { problem },
        JournalEntry::SlipPrinted => EntryRecord::SlipPrinted,
        JournalEntry::SlipOwed { trouble } => EntryRecord::SlipOwed { trouble },
        JournalEntry::Rated { rating } => EntryRecord::Rated {
            level: rating.level.word().into(),
            reasons: rating.reasons.iter().map(|reason| reason.word().into()).collect(),
        },
    };
    serde_json::to_string(&record).expect("texts and numbers are JSON")
}

pub(super) fn entry_from_text(text: &str) -> Result<JournalEntry, StoreError> {
    Ok(match from_json(text)? {
        EntryRecord::Queued => JournalEntry::Queued,
        EntryRecord::Received { receipt } => JournalEntry::Received { receipt },
        EntryRecord::Accepted { acceptance_number } => JournalEntry::Accepted { acceptance_number },
        EntryRecord::CorrectionAsked { reason, fields, last_date } => {
            let last_date = match last_date {
                Some(date) => Some(date.parse::<Date>().map_err(row_error)?),
                None => None,
            };
            JournalEntry::CorrectionAsked { reason, fields, last_date }
        }
        EntryRecord::Supplemented => JournalEntry::Supplemented,
        EntryRecord::Refused { reason } => JournalEntry::Refused { reason },
        EntryRecord::Concluded { granted } => JournalEntry::Concluded { granted },
        EntryRecord::SetAside { problem } => JournalEntry::SetAside { problem },
        EntryRecord::SlipPrinted => JournalEntry::SlipPrinted,
        EntryRecord::SlipOwed { trouble } => JournalEntry::SlipOwed { trouble },
        EntryRecord::Rated { level, reasons } => {
            let level = Level::parse(&level).ok_or_else(|| row_error("a level"))?;
            let reasons: Option<Vec<Reason>> =
                reasons.iter().map(|word| Reason::parse(word)).collect();
            let reasons = reasons.ok_or_else(|| row_error("a reason"))?;
            JournalEntry::Rated { rating: Rating { level, reasons } }
        }
    })
}

pub(super) fn receipt_to_text(receipt: &Receipt) -> String {
    let receipt = receipt.clone();
    let record = ReceiptRecord {
        application_number: receipt.application_number.to_string(),
        item: receipt.item,
        item_name: receipt.item_name,
        applicant: receipt.applicant,
        id_number: receipt.id_number,
        filed_at: receipt.filed_at.to_string(),
        point_name: receipt.point_name,
        device: receipt.device,
        next_steps: receipt.next_steps.into_iter().map(|step| (step.actor, step.name)).collect(),
        result: receipt.result,
        to_bring: receipt.to_bring,
        promise: receipt.promise.map(PromiseRecord::from),
    };
    serde_json::to_string(&record).expect("texts are JSON")
}

pub(super) fn receipt_from_text(text: &str) -> Result<Receipt, StoreError> {
    let record: ReceiptRecord = from_json(text)?;
    let steps = record.next_steps.into_iter();
    Ok(Receipt {
        application_number: ApplicationNumber::parse(&record.application_number)
            .map_err(row_error)?,
        item: record.item,
        item_name: record.item_name,
        applicant: record.applicant,
        id_number: record.id_number,
        filed_at: record.filed_at.parse::<DateTime>().map_err(row_error)?,
        point_name: record.point_name,
        device: record.device,
        next_steps: steps.map(|(actor, name)| NextStep { actor, name }).collect(),
        result: record.result,
        to_bring: record.to_bring,
        promise: record.promise.map(PromiseRecord::read).transpose()?,
    })
}

pub(super) fn answers_to_text(answers: &BTreeMap<String, String>) -> String {
    serde_json::to_string(answers).expect("texts are JSON")
}

pub(super) fn answers_from_text(text: &str) -> Result<BTreeMap<String, String>, StoreError> {
    from_json(text)
}

pub(super) fn day_from_text(text: &str) -> Result<Date, StoreError> {
    text.parse().map_err(row_error)
}

fn from_json<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(row_error)
}

fn row_error(error: impl std::fmt::Display) -> StoreError {
    StoreError::Row(error.to_string())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn receipt(promise: Option<Promise>) -> Receipt {
        Receipt {
            application_number: ApplicationNumber::parse("210411240015").unwrap(),
            item: "residence_permit".into(),
            item_name: "居住证".into(),
            applicant: "王*英".into(),
            id_number: "4301**********0005".into(),
            filed_at: date(2026, 11, 24).at(10, 41, 3, 0),
            point_name: "二泉村服务点".into(),
            device: "2104-1".into(),
            next_steps: Vec::new(),
            result: None,
            to_bring: Vec::new(),
            promise,
        }
    }

    #[test]
    fn what_was_promised_comes_back_as_it_was_said() {
        let within = |unit, earliest| Some(Promise::Within { days: 3, unit, earliest });
        for promise in [
            None,
            Some(Promise::OnAcceptance),
            within(DayUnit::WorkingDay, Ok((date(2026, 11, 24), date(2026, 11, 27)))),
            within(DayUnit::CalendarDay, Err(YearWithoutData { year: 2027 })),
        ] {
            let receipt = receipt(promise);
            let text = receipt_to_text(&receipt);
            assert_eq!(receipt_from_text(&text).unwrap(), receipt, "{text}");
        }
    }

    #[test]
    fn a_receipt_of_an_earlier_version_promises_nothing() {
        let text = receipt_to_text(&receipt(None)).replace(",\"promise\":null", "");
        assert!(!text.contains("promise"), "{text}");
        assert_eq!(receipt_from_text(&text).unwrap(), receipt(None));
    }
}
