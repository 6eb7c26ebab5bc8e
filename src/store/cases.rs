//! Looking back: a person's cases at this point, and the journals they add up from.

use std::collections::BTreeMap;

use super::database::Database;
use super::error::StoreError;
use super::record;
use super::secrets::CardKey;
use crate::domain::receipt::Receipt;
use crate::domain::stage::JournalEntry;

/// One case with everything that happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRecord {
    pub application_id: String,
    pub receipt: Receipt,
    pub journal: Vec<JournalEntry>,
}

impl Database {
    /// The cases of one card, newest first.
    pub fn cases_of(&self, card: &CardKey) -> Result<Vec<CaseRecord>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, receipt FROM application WHERE card_key = ?1 ORDER BY rowid DESC",
        )?;
        let rows: Vec<(String, String)> = statement
            .query_map([&card.0], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        rows.into_iter()
            .map(|(application_id, receipt)| {
                Ok(CaseRecord {
                    receipt: record::receipt_from_text(&receipt)?,
                    journal: self.journal_of(&application_id)?,
                    application_id,
                })
            })
            .collect()
    }

    fn journal_of(&self, application_id: &str) -> Result<Vec<JournalEntry>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT entry FROM journal WHERE application_id = ?1 ORDER BY seq")?;
        let texts: Vec<String> =
            statement.query_map([application_id], |row| row.get(0))?.collect::<Result<_, _>>()?;
        texts.iter().map(|text| record::entry_from_text(text)).collect()
    }

    pub(super) fn journals(&self) -> Result<BTreeMap<String, Vec<JournalEntry>>, StoreError> {
        let mut statement =
            self.connection.prepare("SELECT application_id, entry FROM journal ORDER BY seq")?;
        let rows: Vec<(String, String)> = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let mut journals: BTreeMap<String, Vec<JournalEntry>> = BTreeMap::new();
        for (id, text) in rows {
            journals.entry(id).or_default().push(record::entry_from_text(&text)?);
        }
        Ok(journals)
    }
}
