//! The way out: enqueue once, send until the city hall has every part, note what it says.

use rusqlite::{OptionalExtension as _, Transaction, params};

use super::database::{Database, Delivery, NewApplication};
use super::error::StoreError;
use super::notices::forget_notice;
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
        forget_notice(&transaction, &new.card_key, &new.receipt.item)?;
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

    /// What the city hall will not take as it is and a person has to look at.
    pub fn count_set_aside(&self) -> Result<u32, StoreError> {
        Ok(self.connection.query_row(
            "SELECT count(*) FROM application WHERE EXISTS (
               SELECT 1 FROM journal WHERE application_id = application.id
               AND entry ->> 'kind' = 'set_aside')
             AND NOT EXISTS (
               SELECT 1 FROM journal WHERE application_id = application.id
               AND entry ->> 'kind' = 'received')",
            [],
            |row| row.get(0),
        )?)
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

#[cfg(test)]
pub(super) mod tests {
    use std::path::Path;

    use jiff::civil::date;

    use super::super::secrets::{CardKey, Secret};
    use super::*;
    use crate::domain::application::{ApplicationId, NextStep, SealedBlob, SealedRequest};
    use crate::domain::number::ApplicationNumber;
    use crate::domain::receipt::{Promise, Receipt};
    use crate::domain::service_item::DayUnit;

    pub(crate) fn open(folder: &Path) -> Database {
        let key = Secret::load_or_create(&folder.join("database.key")).unwrap();
        Database::open(&folder.join("jiujin.db"), &key, point_secret(folder)).unwrap()
    }

    fn point_secret(folder: &Path) -> Secret {
        Secret::load_or_create(&folder.join("point.secret")).unwrap()
    }

    fn card_key(folder: &Path) -> CardKey {
        CardKey::of(&point_secret(folder), "430124194303120005")
    }

    pub(crate) fn application(folder: &Path, id: ApplicationId) -> NewApplication {
        NewApplication {
            sealed: SealedRequest {
                application_id: id,
                body: b"{exact bytes}".to_vec(),
                blobs: vec![SealedBlob {
                    digest: "sha-256:00".into(),
                    media_type: "image/png".into(),
                    role: "signature_png".into(),
                    bytes: b"ink".to_vec(),
                }],
            },
            receipt: Receipt {
                application_number: ApplicationNumber::new("2104", date(2026, 11, 24), 1).unwrap(),
                item: "advanced_age_allowance".into(),
                item_name: "高龄津贴".into(),
                applicant: "王*英".into(),
                id_number: "4301**********0005".into(),
                filed_at: date(2026, 11, 24).at(10, 41, 3, 0),
                point_name: "二泉村服务点".into(),
                device: "2104-1".into(),
                next_steps: vec![NextStep { actor: "市民政局".into(), name: "确认".into() }],
                result: None,
                to_bring: vec!["户口簿".into()],
                promise: Some(Promise::Within {
                    days: 15,
                    unit: DayUnit::WorkingDay,
                    earliest: Ok((date(2026, 11, 24), date(2026, 12, 15))),
                }),
            },
            card_key: card_key(folder),
            created_at: "2026-11-24T10:41:03+08:00".into(),
            entries: vec![JournalEntry::Queued],
        }
    }

    #[test]
    fn what_was_enqueued_is_there_after_a_new_start_byte_for_byte_and_found_by_its_card() {
        let folder = tempfile::tempdir().unwrap();
        let id = ApplicationId::new();
        let new = application(folder.path(), id);
        open(folder.path()).enqueue(&new).unwrap();

        let database = open(folder.path());

        let waiting = database.undelivered().unwrap();
        assert_eq!(waiting.len(), 1);
        assert_eq!(waiting[0].body, b"{exact bytes}");
        let blob = database.blob(&id.to_string(), "sha-256:00").unwrap();
        assert_eq!(blob.as_deref(), Some(&b"ink"[..]));
        let cases = database.cases_of(&new.card_key).unwrap();
        assert_eq!(cases.len(), 1);
        assert_eq!(cases[0].receipt, new.receipt);
        assert_eq!(cases[0].journal, [JournalEntry::Queued]);
    }

    #[test]
    fn a_receipt_and_the_feed_tell_of_one_arrival_and_the_sender_rests() {
        let folder = tempfile::tempdir().unwrap();
        let id = ApplicationId::new();
        let new = application(folder.path(), id);
        let mut database = open(folder.path());
        database.enqueue(&new).unwrap();

        let arrived = JournalEntry::Received { receipt: 7 };
        database.settle_delivery(&id.to_string(), "t", &arrived).unwrap();
        let again = JournalEntry::Received { receipt: 0 };
        let somebody_elses = (ApplicationId::new().to_string(), "t".into(), again.clone());
        let feed = [(id.to_string(), "t".to_owned(), again), somebody_elses];
        database.apply_progress(&feed, "cursor-2").unwrap();

        let cases = database.cases_of(&new.card_key).unwrap();
        assert_eq!(cases[0].journal, [JournalEntry::Queued, arrived]);
        assert_eq!(database.undelivered().unwrap().len(), 0);
        assert_eq!(database.find_setting("change_cursor").unwrap().as_deref(), Some("cursor-2"));
    }

    #[test]
    fn what_the_city_hall_will_not_take_is_counted_until_it_has_arrived_after_all() {
        let folder = tempfile::tempdir().unwrap();
        let mut database = open(folder.path());
        let id = ApplicationId::new();
        database.enqueue(&application(folder.path(), id)).unwrap();
        assert_eq!(database.count_set_aside().unwrap(), 0);

        let refused = JournalEntry::SetAside { problem: "validation".into() };
        database.settle_delivery(&id.to_string(), "t", &refused).unwrap();
        assert_eq!(database.count_set_aside().unwrap(), 1);
        assert_eq!(database.undelivered().unwrap().len(), 0);

        database.append(&id.to_string(), "t", &JournalEntry::Received { receipt: 1 }).unwrap();
        assert_eq!(database.count_set_aside().unwrap(), 0);
    }

    #[test]
    fn deliveries_are_rebuilt_from_the_journal() {
        let folder = tempfile::tempdir().unwrap();
        let mut database = open(folder.path());
        let (waiting, arrived) = (ApplicationId::new(), ApplicationId::new());
        database.enqueue(&application(folder.path(), waiting)).unwrap();
        database.enqueue(&application(folder.path(), arrived)).unwrap();
        let entry = JournalEntry::Received { receipt: 1 };
        database.settle_delivery(&arrived.to_string(), "t", &entry).unwrap();
        database.connection.execute("DELETE FROM delivery", []).unwrap();

        database.rebuild_deliveries().unwrap();

        let ids: Vec<String> = database
            .undelivered()
            .unwrap()
            .into_iter()
            .map(|delivery| delivery.application_id)
            .collect();
        assert_eq!(ids, [waiting.to_string()]);
    }

    #[test]
    fn neither_the_journal_nor_a_sealed_body_can_be_changed() {
        let folder = tempfile::tempdir().unwrap();
        let mut database = open(folder.path());
        database.enqueue(&application(folder.path(), ApplicationId::new())).unwrap();

        for forbidden in [
            "UPDATE journal SET entry = '{}'",
            "DELETE FROM journal",
            "UPDATE application SET body = x'00'",
        ] {
            assert!(database.connection.execute(forbidden, []).is_err(), "{forbidden}");
        }
    }

    #[test]
    fn the_same_application_is_enqueued_once() {
        let folder = tempfile::tempdir().unwrap();
        let mut database = open(folder.path());
        let new = application(folder.path(), ApplicationId::new());

        database.enqueue(&new).unwrap();

        assert!(database.enqueue(&new).is_err());
        assert_eq!(database.undelivered().unwrap().len(), 1);
        assert_eq!(database.cases_of(&new.card_key).unwrap()[0].journal.len(), 1);
    }

    #[test]
    fn sequences_of_a_day_go_on_after_a_new_start_and_a_second_machine_begins_at_501() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(open(folder.path()).reserve_sequence("2026-11-24", 0).unwrap(), 1);
        let mut database = open(folder.path());
        assert_eq!(database.reserve_sequence("2026-11-24", 0).unwrap(), 2);
        assert_eq!(database.reserve_sequence("2026-11-25", 0).unwrap(), 1);
        assert_eq!(database.reserve_sequence("2026-11-26", 500).unwrap(), 501);
        let trouble = database.reserve_sequence("2026-11-27", 999);
        assert!(matches!(trouble, Err(StoreError::NumbersUsedUp)));
    }

    #[test]
    fn without_the_right_key_the_file_is_noise_and_with_two_kiosks_the_second_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let first = open(folder.path());
        let path = folder.path().join("jiujin.db");
        let key = Secret::load_or_create(&folder.path().join("database.key")).unwrap();
        let secret = || point_secret(folder.path());
        assert!(Database::open(&path, &key, secret()).is_err(), "one kiosk at a time");
        drop(first);

        let wrong = Secret::load_or_create(&folder.path().join("another.key")).unwrap();
        assert!(Database::open(&path, &wrong, secret()).is_err());
        let other_point = Database::open(&path, &key, wrong);
        assert!(matches!(other_point, Err(StoreError::OtherPointSecret)));
        assert!(open(folder.path()).quick_check().is_ok(), "nothing was harmed");
    }

    #[test]
    fn a_database_of_a_newer_program_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let database = open(folder.path());
        database.connection.pragma_update(None, "user_version", 99).unwrap();
        drop(database);

        let key = Secret::load_or_create(&folder.path().join("database.key")).unwrap();
        let secret = point_secret(folder.path());
        let opened = Database::open(&folder.path().join("jiujin.db"), &key, secret);

        assert!(matches!(opened, Err(StoreError::Newer { found: 99, known: 3 })));
    }
}
