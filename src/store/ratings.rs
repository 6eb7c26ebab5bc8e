//! 好差评 on its way: stored once, sent behind its application.

use rusqlite::params;

use super::database::{Database, Delivery};
use super::error::StoreError;
use super::outbox::append_to;
use crate::domain::rating::Rating;
use crate::domain::stage::JournalEntry;

impl Database {
    /// One transaction: whole or not at all. A second one for the same application is an error.
    pub fn rate(
        &mut self,
        application_id: &str,
        at: &str,
        rating: &Rating,
        body: &[u8],
    ) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        transaction.execute(
            "INSERT INTO rating (application_id, body) VALUES (?1, ?2)",
            params![application_id, body],
        )?;
        let entry = JournalEntry::Rated { rating: rating.clone() };
        append_to(&transaction, application_id, at, &entry)?;
        transaction.commit()?;
        Ok(())
    }

    /// Those whose application the city hall holds completely, oldest first.
    pub fn undelivered_ratings(&self) -> Result<Vec<Delivery>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT application_id, body, tries FROM rating
             WHERE settled = 0 AND EXISTS (
               SELECT 1 FROM journal WHERE journal.application_id = rating.application_id
               AND entry ->> 'kind' = 'received')
             ORDER BY rating.rowid",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(Delivery { application_id: row.get(0)?, body: row.get(1)?, tries: row.get(2)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    pub fn count_rating_try(&mut self, application_id: &str) -> Result<(), StoreError> {
        self.connection.execute(
            "UPDATE rating SET tries = tries + 1 WHERE application_id = ?1",
            [application_id],
        )?;
        Ok(())
    }

    /// The sender has nothing more to do with it.
    pub fn settle_rating(&mut self, application_id: &str) -> Result<(), StoreError> {
        self.connection
            .execute("UPDATE rating SET settled = 1 WHERE application_id = ?1", [application_id])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::outbox::tests::{application, open};
    use super::*;
    use crate::domain::application::ApplicationId;
    use crate::domain::rating::{Level, Reason};
    use crate::domain::stage::Stage;

    fn bad() -> Rating {
        Rating { level: Level::Dissatisfied, reasons: vec![Reason::LongWait, Reason::NotDone] }
    }

    #[test]
    fn a_rating_is_taken_once_whole_and_is_there_after_a_new_start() {
        let folder = tempfile::tempdir().unwrap();
        let id = ApplicationId::new();
        let new = application(folder.path(), id);
        let id = id.to_string();
        let mut database = open(folder.path());
        database.enqueue(&new).unwrap();
        database.rate(&id, "t", &bad(), b"{first}").unwrap();
        let other = Rating { level: Level::VerySatisfied, reasons: Vec::new() };
        assert!(database.rate(&id, "t", &other, b"{second}").is_err());
        assert!(database.rate("nobody's", "t", &other, b"{}").is_err());
        drop(database);

        let mut database = open(folder.path());
        let journal = database.cases_of(&new.card_key).unwrap()[0].journal.clone();
        let rated = JournalEntry::Rated { rating: bad() };
        assert!(journal == [JournalEntry::Queued, rated], "one, and nothing of the second");
        assert_eq!(Stage::of(&journal), Some(Stage::Queued), "what somebody thinks moves nothing");
        for forbidden in ["UPDATE rating SET body = x'00'", "DELETE FROM rating"] {
            assert!(database.connection.execute(forbidden, []).is_err(), "{forbidden}");
        }
        database.settle_rating(&id).unwrap();
    }

    #[test]
    fn a_rating_waits_for_its_application_and_is_sent_once() {
        let folder = tempfile::tempdir().unwrap();
        let mut database = open(folder.path());
        let (first, second) = (ApplicationId::new(), ApplicationId::new());
        for id in [first, second] {
            database.enqueue(&application(folder.path(), id)).unwrap();
            database.rate(&id.to_string(), "t", &bad(), id.to_string().as_bytes()).unwrap();
        }
        assert!(database.undelivered_ratings().unwrap().is_empty());

        let arrived = JournalEntry::Received { receipt: 1 };
        database.settle_delivery(&second.to_string(), "t", &arrived).unwrap();
        let waiting = database.undelivered_ratings().unwrap();
        assert_eq!(waiting.len(), 1);
        assert_eq!(waiting[0].body, second.to_string().as_bytes());

        database.count_rating_try(&second.to_string()).unwrap();
        assert_eq!(database.undelivered_ratings().unwrap()[0].tries, 1);
        database.settle_rating(&second.to_string()).unwrap();
        drop(database);
        assert!(open(folder.path()).undelivered_ratings().unwrap().is_empty());
    }

    /// What the program of before wrote is kept.
    #[test]
    fn a_database_of_before_the_ratings_takes_them() {
        let folder = tempfile::tempdir().unwrap();
        let id = ApplicationId::new();
        let mut database = open(folder.path());
        database.enqueue(&application(folder.path(), id)).unwrap();
        database
            .connection
            .execute_batch("DROP TABLE rating; DROP TABLE notice; PRAGMA user_version = 1;")
            .unwrap();
        drop(database);

        let mut database = open(folder.path());
        database.rate(&id.to_string(), "t", &bad(), b"{}").unwrap();
        assert_eq!(database.undelivered().unwrap().len(), 1);
    }
}
