//! How journal entries and receipts are written in the database: JSON mirrors of domain values.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::error::StoreError;
use crate::domain::application::NextStep;
use crate::domain::number::ApplicationNumber;
use crate::domain::receipt::Receipt;
use crate::domain::stage::JournalEntry;

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
