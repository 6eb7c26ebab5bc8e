//! The way out: enqueue once, send until the city hall has every part, note what it says.

use rusqlite::{OptionalExtension as _, Transaction, params};

use super::database::{Database, Delivery, NewApplication};
use super::error::StoreError;
use super::record;
use crate::domain::stage::{JournalEntry, Stage};

impl Database {
    /// One transaction. Once this returns, a power cut loses nothing.
    pub fn enqueue(&mut self, new: &NewApplication) -> Result<(), StoreError> {
        let id = new.sealed.application_id.to_string();
        let transaction = self.connection.transaction()?;
        transaction.execute(
            "INSERT INTO application (id, application_number, item, card_key, body, receipt, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                id,
                new.receipt.application_number.to_string(),
                new.receipt.item,
                new.card_key.0,
                new.sealed.body,
                record::receipt_to_text(&new.receipt),
                new.created_at,
            ],
        )?;
        for blob in &new.sealed.blobs {
            transaction.execute(
                "INSERT OR IGNORE INTO blob (application_id, digest, media_type, bytes)
                 VALUES (?1, ?2, ?3, ?4)",
                params![id, blob.digest, blob.media_type, blob.bytes],
            )?;
        }
        for entry in &new.entries {
            append_to(&transaction, &id, &new.created_at, entry)?;
        }
        transaction.execute("INSERT INTO delivery (application_id) VALUES (?1)", [&id])?;
        transaction.commit()?;
        Ok(())
    }

    /// The applications the city hall does not hold completely yet, oldest first.
    pub fn undelivered(&self) -> Result<Vec<Delivery>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT application.id, body, tries FROM delivery
             JOIN application ON application.id = delivery.application_id
             ORDER BY application.rowid",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(Delivery { application_id: row.get(0)?, body: row.get(1)?, tries: row.get(2)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    pub fn count_undelivered(&self) -> Result<u32, StoreError> {
        Ok(self.connection.query_row("SELECT count(*) FROM delivery", [], |row| row.get(0))?)
    }

    pub fn blob(&self, application_id: &str, digest: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self
            .connection
            .query_row(
                "SELECT bytes FROM blob WHERE application_id = ?1 AND digest = ?2",
                [application_id, digest],
                |row| row.get(0),
            )
            .optional()?)
    }

    pub fn count_try(&mut self, application_id: &str) -> Result<(), StoreError> {
        self.connection.execute(
            "UPDATE delivery SET tries = tries + 1 WHERE application_id = ?1",
            [application_id],
        )?;
        Ok(())
    }

    /// The sender has nothing more to do: every part is there, or a person has to look at it.
    pub fn settle_delivery(
        &mut self,
        application_id: &str,
        at: &str,
        entry: &JournalEntry,
    ) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        transaction.execute("DELETE FROM delivery WHERE application_id = ?1", [application_id])?;
        append_once(&transaction, application_id, at, entry)?;
        transaction.commit()?;
        Ok(())
    }

    pub fn append(
        &mut self,
        application_id: &str,
        at: &str,
        entry: &JournalEntry,
    ) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        append_to(&transaction, application_id, at, entry)?;
        transaction.commit()?;
        Ok(())
    }

    /// What the city hall did, and the cursor behind it, in one transaction.
    pub fn apply_progress(
        &mut self,
        progress: &[(String, String, JournalEntry)],
        cursor: &str,
    ) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        for (application_id, at, entry) in progress {
            let ours: bool = transaction.query_row(
                "SELECT EXISTS (SELECT 1 FROM application WHERE id = ?1)",
                [application_id],
                |row| row.get(0),
            )?;
            if ours {
                append_once(&transaction, application_id, at, entry)?;
            }
        }
        transaction.execute(
            "INSERT INTO setting (name, value) VALUES ('change_cursor', ?1)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [cursor],
        )?;
        transaction.commit()?;
        Ok(())
    }

    /// Rebuilds the bookkeeping from the journal: whatever is still queued is sent again,
    /// which is always safe because the city hall answers a repetition with the same receipt.
    pub fn rebuild_deliveries(&mut self) -> Result<(), StoreError> {
        for (id, journal) in self.journals()? {
            let waiting = !journal.iter().any(|entry| {
                matches!(entry, JournalEntry::Received { .. } | JournalEntry::SetAside { .. })
            });
            if waiting && Stage::of(&journal).is_some() {
                self.connection.execute(
                    "INSERT OR IGNORE INTO delivery (application_id) VALUES (?1)",
                    [&id],
                )?;
            }
        }
        Ok(())
    }
}

pub(super) fn append_to(
    transaction: &Transaction<'_>,
    application_id: &str,
    at: &str,
    entry: &JournalEntry,
) -> Result<(), StoreError> {
    transaction.execute(
        "INSERT INTO journal (application_id, at, entry) VALUES (?1, ?2, ?3)",
        params![application_id, at, record::entry_to_text(entry)],
    )?;
    Ok(())
}

/// The feed and the receipt both tell of an arrival: a fact already known is not written again.
fn append_once(
    transaction: &Transaction<'_>,
    application_id: &str,
    at: &str,
    entry: &JournalEntry,
) -> Result<(), StoreError> {
    let mut statement =
        transaction.prepare_cached("SELECT entry FROM journal WHERE application_id = ?1")?;
    let texts: Vec<String> =
        statement.query_map([application_id], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut known = false;
    for text in texts {
        let earlier = record::entry_from_text(&text)?;
        known |= match (&earlier, entry) {
            (JournalEntry::Received { .. }, JournalEntry::Received { .. }) => true,
            (earlier, entry) => earlier == entry,
        };
    }
    if known { Ok(()) } else { append_to(transaction, application_id, at, entry) }
}
