//! The database file: open, migrate, check; numbers and settings.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::error::StoreError;
use super::secrets::{CardKey, Secret};
use crate::domain::application::SealedRequest;
use crate::domain::receipt::Receipt;
use crate::domain::stage::JournalEntry;

/// Each script brings the schema one version on; a published one is never edited.
const MIGRATIONS: [&str; 3] = [
    include_str!("schema/001_application_and_journal.sql"),
    include_str!("schema/002_rating.sql"),
    include_str!("schema/003_notice.sql"),
];

/// The open database. One writer: the file is locked for this process alone.
pub struct Database {
    pub(super) connection: Connection,
    point_secret: Secret,
}

/// What is written in the one transaction after which nothing is lost.
pub struct NewApplication {
    pub sealed: SealedRequest,
    pub receipt: Receipt,
    /// Of `Database::card_key`.
    pub card_key: CardKey,
    /// RFC 3339, real clock.
    pub created_at: String,
    /// `Queued`, and whatever is decided in the same moment.
    pub entries: Vec<JournalEntry>,
}

/// One application, or its rating, on its way, as the sender needs it.
pub struct Delivery {
    pub application_id: String,
    pub body: Vec<u8>,
    pub tries: u32,
}

impl Database {
    /// The point secret must be the one the cases were filed under, else nobody would find them.
    pub fn open(file: &Path, key: &Secret, point_secret: Secret) -> Result<Self, StoreError> {
        let mut connection = Connection::open(file)?;
        // a raw key: a passphrase would cost 0.9 s at every start
        connection.pragma_update(None, "key", format!("x'{}'", key.hex()))?;
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "secure_delete", true)?;
        // a small WAL leaves room to work on a nearly full disk
        connection.pragma_update(None, "wal_autocheckpoint", 64)?;
        migrate(&mut connection)?;
        let database = Self { connection, point_secret };
        database.check_point_secret()?;
        Ok(database)
    }

    /// What finds a person's cases again.
    pub fn card_key(&self, id_number: &str) -> CardKey {
        CardKey::of(&self.point_secret, id_number)
    }

    fn check_point_secret(&self) -> Result<(), StoreError> {
        let fingerprint = self.point_secret.fingerprint();
        let first: String = self.connection.query_row(
            "INSERT INTO setting (name, value) VALUES ('point_secret_fingerprint', ?1)
             ON CONFLICT (name) DO UPDATE SET value = value RETURNING value",
            [&fingerprint],
            |row| row.get(0),
        )?;
        if first == fingerprint { Ok(()) } else { Err(StoreError::OtherPointSecret) }
    }

    pub fn quick_check(&self) -> Result<(), StoreError> {
        let finding: String =
            self.connection.query_row("PRAGMA quick_check", [], |row| row.get(0))?;
        if finding == "ok" { Ok(()) } else { Err(StoreError::Damaged { finding }) }
    }

    /// The next sequence of a business date, durable before it is used; gaps are allowed.
    pub fn reserve_sequence(&mut self, day: &str, start: u16) -> Result<u16, StoreError> {
        const LAST: u16 = 999;
        let sequence: u16 = self.connection.query_row(
            "INSERT INTO number_sequence (day, last) VALUES (?1, ?2 + 1)
             ON CONFLICT (day) DO UPDATE SET last = last + 1 RETURNING last",
            params![day, start],
            |row| row.get(0),
        )?;
        if sequence > LAST { Err(StoreError::NumbersUsedUp) } else { Ok(sequence) }
    }

    pub fn find_setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(self
            .connection
            .query_row("SELECT value FROM setting WHERE name = ?1", [name], |row| row.get(0))
            .optional()?)
    }
}

fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let known = MIGRATIONS.len() as i64;
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    let done = usize::try_from(found).unwrap_or_default();
    for (index, script) in MIGRATIONS.iter().enumerate().skip(done) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(script)?;
        transaction.pragma_update(None, "user_version", index as i64 + 1)?;
        transaction.commit()?;
    }
    Ok(())
}
