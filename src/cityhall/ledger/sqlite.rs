//! The ledger in one SQLite file: a writer thread commits in groups, so that one fsync serves many requests.

mod calls;
mod ratings;

use std::{
    fs::{DirBuilder, File, TryLockError},
    os::unix::fs::DirBuilderExt,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use jiff::{Timestamp, civil::Date};
use rusqlite::{
    Connection, OpenFlags, OptionalExtension, Row, Transaction, TransactionBehavior, named_params,
    params,
};
use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;

use super::{
    Answer, Arrival, BlobArrival, Call, CallAnswered, CallArrival, CallTaking, Case, Custody,
    Decided, Decision, EventPage, Ledger, LedgerError, RatingArrival, RatingLine, RatingTaking,
    Stage, Taking, Whose,
};
use crate::{
    api::v1::{ChangeEvent, ChangeKind},
    cityhall::wire_time,
    domain::{names::masked_name, number::AcceptanceNumber, pinyin_order::name_key},
};

pub struct SqliteLedger {
    epoch: String,
    latest_event: watch::Receiver<u64>,
    jobs: mpsc::Sender<Job>,
    reader: Arc<Mutex<Connection>>,
    /// Two servers on one file would not tell each other's waiting kiosks the news.
    _only_one: File,
}

impl SqliteLedger {
    pub fn open(folder: &Path) -> Result<Self, LedgerError> {
        // facts about residents lie here: for this account only
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let only_one = lock(&folder.join("cityhall.lock"))?;
        let file = folder.join("cityhall.sqlite");
        let mut writer = Connection::open(&file)?;
        make_durable(&writer)?;
        migrate(&mut writer)?;
        let reader = Connection::open_with_flags(&file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let epoch = writer.query_row("SELECT epoch FROM city_hall", [], |row| row.get(0))?;
        let (news, latest_event) = watch::channel(last_event(&writer)?);
        let (jobs, waiting) = mpsc::channel(GROUP_LIMIT);
        thread::Builder::new()
            .name("ledger-writer".into())
            .spawn(move || keep_writing(writer, waiting, news))?;
        let reader = Arc::new(Mutex::new(reader));
        Ok(Self { epoch, latest_event, jobs, reader, _only_one: only_one })
    }

    /// Resolves after the commit that made the work durable.
    fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, LedgerError> + Send + 'static,
    ) -> Answer<'_, T> {
        let (tell, told) = oneshot::channel();
        let job: Job = Box::new(move |transaction| {
            let outcome = all_or_nothing(transaction, work);
            Box::new(move || {
                // nobody listens when the kiosk hung up meanwhile; it will ask again
                let _ = tell.send(outcome);
            })
        });
        Box::pin(async move {
            self.jobs.send(job).await.map_err(|_| LedgerError::GivenUp)?;
            told.await.map_err(|_| LedgerError::GivenUp)?
        })
    }

    fn read<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Connection) -> Result<T, LedgerError> + Send + 'static,
    ) -> Answer<'_, T> {
        let reader = Arc::clone(&self.reader);
        Box::pin(async move {
            tokio::task::spawn_blocking(move || {
                look(&reader.lock().unwrap_or_else(PoisonError::into_inner))
            })
            .await
            .map_err(|_| LedgerError::GivenUp)?
        })
    }
}

impl Ledger for SqliteLedger {
    fn epoch(&self) -> &str {
        &self.epoch
    }

    fn latest_event(&self) -> watch::Receiver<u64> {
        self.latest_event.clone()
    }

    fn take_application(&self, arrival: Arrival) -> Answer<'_, Taking> {
        self.write(move |book| take_application(book, &arrival))
    }

    fn take_blob(&self, blob: BlobArrival) -> Answer<'_, Taking> {
        self.write(move |book| take_blob(book, &blob))
    }

    fn find_custody(&self, application: Uuid) -> Answer<'_, Option<Custody>> {
        self.read(move |book| find_custody(book, &application.to_string()))
    }

    fn events_for(&self, device: &str, after: u64, limit: u32) -> Answer<'_, EventPage> {
        let device = device.to_owned();
        self.read(move |book| events_for(book, &device, after, limit))
    }

    fn cases(&self, whose: Whose) -> Answer<'_, Vec<Case>> {
        self.read(move |book| cases(book, &whose))
    }

    fn cases_by_applicant(&self) -> Answer<'_, Vec<Case>> {
        self.read(|book| {
            let mut named = named_cases(book, &Whose::Everybody)?;
            named.sort_by_cached_key(|(name, _)| (name.is_none(), name.as_deref().map(name_key)));
            Ok(named.into_iter().map(|(_, case)| case).collect())
        })
    }

    fn decide(&self, application: Uuid, decision: Decision, at: Timestamp) -> Answer<'_, Decided> {
        self.write(move |book| decide(book, application, &decision, at))
    }

    fn take_rating(&self, rating: RatingArrival) -> Answer<'_, RatingTaking> {
        self.write(move |book| ratings::take_rating(book, &rating))
    }

    fn ratings(&self) -> Answer<'_, Vec<RatingLine>> {
        self.read(ratings::ratings)
    }

    fn take_call(&self, call: CallArrival) -> Answer<'_, CallTaking> {
        self.write(move |book| calls::take_call(book, &call))
    }

    fn open_calls(&self, since: Timestamp) -> Answer<'_, Vec<Call>> {
        self.read(move |book| calls::open_calls(book, since))
    }

    fn answer_call(&self, call: Uuid, at: Timestamp) -> Answer<'_, CallAnswered> {
        self.write(move |book| calls::answer_call(book, &call.to_string(), at))
    }
}

/// Works inside the group's transaction; what it returns is run after the commit, or never.
type Job = Box<dyn FnOnce(&mut Transaction<'_>) -> Reply + Send>;
type Reply = Box<dyn FnOnce() + Send>;

/// How many requests one fsync may serve.
const GROUP_LIMIT: usize = 256;

fn keep_writing(mut book: Connection, mut waiting: mpsc::Receiver<Job>, news: watch::Sender<u64>) {
    while let Some(first) = waiting.blocking_recv() {
        let mut group = vec![first];
        while group.len() < GROUP_LIMIT {
            match waiting.try_recv() {
                Ok(next) => group.push(next),
                Err(_) => break,
            }
        }
        match commit_together(&mut book, group).and_then(|()| last_event(&book)) {
            Ok(last) => {
                news.send_if_modified(|known| std::mem::replace(known, last) != last);
            }
            // the replies were dropped, so everybody in the group hears that nothing was written
            Err(error) => tracing::error!(%error, cause = ?error, "a group of writes failed"),
        }
    }
}

fn commit_together(book: &mut Connection, group: Vec<Job>) -> Result<(), LedgerError> {
    let mut transaction = book.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut replies = Vec::with_capacity(group.len());
    for job in group {
        replies.push(job(&mut transaction));
        // on a full disk SQLite itself rolls the whole transaction back
        if transaction.is_autocommit() {
            return Err(LedgerError::GivenUp);
        }
    }
    transaction.commit()?;
    replies.into_iter().for_each(|reply| reply());
    Ok(())
}

/// One request that fails must not take the others of its group along.
fn all_or_nothing<T>(
    transaction: &mut Transaction<'_>,
    work: impl FnOnce(&Connection) -> Result<T, LedgerError>,
) -> Result<T, LedgerError> {
    let savepoint = transaction.savepoint()?;
    let done = work(&savepoint)?;
    savepoint.commit()?;
    Ok(done)
}

/// Inserts first and looks second: of 64 requests with one id, one makes the row and 63 find it.
fn take_application(book: &Connection, arrival: &Arrival) -> Result<Taking, LedgerError> {
    let id = arrival.id.to_string();
    let is_new = book
        .prepare_cached(
            "UPDATE city_hall SET last_receipt = last_receipt + 1
             WHERE NOT EXISTS (SELECT 1 FROM application WHERE id = ?1)",
        )?
        .execute([&id])?
        == 1;
    if !is_new {
        return take_application_again(book, &id, &arrival.digest);
    }
    insert_application(book, &id, arrival)?;
    for digest in &arrival.blobs {
        book.prepare_cached("INSERT OR IGNORE INTO blob (application, digest) VALUES (?1, ?2)")?
            .execute([&id, digest])?;
    }
    book.prepare_cached(
        "INSERT INTO device (device, point) VALUES (?1, ?2)
         ON CONFLICT (device) DO UPDATE SET point = excluded.point",
    )?
    .execute([&arrival.device, &arrival.point])?;
    Ok(Taking::New(custody_after_arrival(book, &id, arrival.at)?))
}

fn insert_application(book: &Connection, id: &str, arrival: &Arrival) -> Result<(), LedgerError> {
    book.prepare_cached(
        "INSERT INTO application (id, receipt, application_number, item, point, device,
                                  supplements, digest, body, arrived_at)
         SELECT :id, last_receipt, :application_number, :item, :point, :device,
                :supplements, :digest, :body, :arrived_at
         FROM city_hall",
    )?
    .execute(named_params! {
        ":id": id,
        ":application_number": arrival.application_number.to_string(),
        ":item": arrival.item,
        ":point": arrival.point,
        ":device": arrival.device,
        ":supplements": arrival.supplements.map(|original| original.to_string()),
        ":digest": arrival.digest,
        ":body": arrival.body,
        ":arrived_at": wire_time(arrival.at),
    })?;
    Ok(())
}

fn take_application_again(
    book: &Connection,
    id: &str,
    digest: &str,
) -> Result<Taking, LedgerError> {
    let same: bool = book
        .prepare_cached("SELECT digest = ?2 FROM application WHERE id = ?1")?
        .query_row([id, digest], |row| row.get(0))?;
    if !same {
        return Ok(Taking::Conflict);
    }
    let custody =
        find_custody(book, id)?.ok_or(LedgerError::Damaged("a row that has just been"))?;
    Ok(Taking::Again(custody))
}

fn take_blob(book: &Connection, blob: &BlobArrival) -> Result<Taking, LedgerError> {
    let id = blob.application.to_string();
    let Some(custody) = find_custody(book, &id)? else {
        return Ok(Taking::UnknownApplication);
    };
    let filled = book
        .prepare_cached(
            "UPDATE blob SET bytes = ?3, arrived_at = ?4
             WHERE application = ?1 AND digest = ?2 AND bytes IS NULL",
        )?
        .execute(params![id, blob.digest, blob.bytes, wire_time(blob.at)])?
        == 1;
    if filled {
        return Ok(Taking::New(custody_after_arrival(book, &id, blob.at)?));
    }
    let declared = book
        .prepare_cached("SELECT 1 FROM blob WHERE application = ?1 AND digest = ?2")?
        .exists([&id, &blob.digest])?;
    Ok(if declared { Taking::Again(custody) } else { Taking::NotDeclared })
}

/// When nothing is missing any more, the application is received, in the same transaction and once.
fn custody_after_arrival(
    book: &Connection,
    id: &str,
    at: Timestamp,
) -> Result<Custody, LedgerError> {
    let custody =
        find_custody(book, id)?.ok_or(LedgerError::Damaged("a row that has just been"))?;
    if custody.missing.is_empty() {
        append_event(book, &event(id, ChangeKind::Received, at))?;
    }
    Ok(custody)
}

fn find_custody(book: &Connection, id: &str) -> Result<Option<Custody>, LedgerError> {
    let receipt = book
        .prepare_cached("SELECT receipt FROM application WHERE id = ?1")?
        .query_row([id], |row| row.get::<_, i64>(0))
        .optional()?;
    let Some(receipt) = receipt else { return Ok(None) };
    let missing = book
        .prepare_cached(
            "SELECT digest FROM blob WHERE application = ?1 AND bytes IS NULL ORDER BY rowid",
        )?
        .query_map([id], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(Some(Custody { receipt: number(receipt)?, missing }))
}

/// The number comes from the same transaction, so a reader never sees a later event before an earlier one.
fn append_event(book: &Connection, event: &ChangeEvent) -> Result<(), LedgerError> {
    book.prepare_cached("UPDATE city_hall SET last_event = last_event + 1")?.execute([])?;
    book.prepare_cached(
        "INSERT INTO event (seq, application, point, kind, at, acceptance_number, reason, fields,
                            last_date, granted)
         SELECT last_event, application.id, application.point, :kind, :at, :acceptance_number,
                :reason, :fields, :last_date, :granted
         FROM city_hall, application WHERE application.id = :application",
    )?
    .execute(named_params! {
        ":application": event.application,
        ":kind": kind_word(event.kind),
        ":at": event.at,
        ":acceptance_number": event.acceptance_number,
        ":reason": event.reason,
        ":fields": event.fields.as_deref().map(fields_as_json),
        ":last_date": event.last_date,
        ":granted": event.granted,
    })?;
    Ok(())
}

fn events_for(
    book: &Connection,
    device: &str,
    after: u64,
    limit: u32,
) -> Result<EventPage, LedgerError> {
    let mut select = book.prepare_cached(
        "SELECT application, kind, at, acceptance_number, reason, fields, last_date, granted, seq
         FROM event
         WHERE point = (SELECT point FROM device WHERE device = ?1) AND seq > ?2
         ORDER BY seq LIMIT ?3",
    )?;
    let after = if after > last_event(book)? { 0 } else { after };
    let one_more = i64::from(limit) + 1;
    let mut rows = select.query(params![device, i64::try_from(after).ok(), one_more])?;
    let mut page = EventPage { events: Vec::new(), last: after, more: false };
    while let Some(row) = rows.next()? {
        if page.events.len() == usize::try_from(limit).unwrap_or(usize::MAX) {
            page.more = true;
            break;
        }
        page.events.push(event_of(row)?);
        page.last = number(row.get("seq")?)?;
    }
    Ok(page)
}

fn event_of(row: &Row<'_>) -> Result<ChangeEvent, LedgerError> {
    let fields: Option<String> = row.get("fields")?;
    Ok(ChangeEvent {
        application: row.get("application")?,
        kind: kind_of(&row.get::<_, String>("kind")?)?,
        at: row.get("at")?,
        acceptance_number: row.get("acceptance_number")?,
        reason: row.get("reason")?,
        fields: fields.as_deref().map(fields_of_json).transpose()?,
        last_date: row.get("last_date")?,
        granted: row.get("granted")?,
    })
}

fn cases(book: &Connection, whose: &Whose) -> Result<Vec<Case>, LedgerError> {
    Ok(named_cases(book, whose)?.into_iter().map(|(_, case)| case).collect())
}

/// With the whole name of the applicant, which goes no further.
fn named_cases(
    book: &Connection,
    whose: &Whose,
) -> Result<Vec<(Option<String>, Case)>, LedgerError> {
    let (condition, wanted) = match whose {
        Whose::Everybody => ("?1 IS NULL", None),
        Whose::Id(id) => ("id = ?1", Some(id.to_string())),
        Whose::Number(number) => ("application_number = ?1", Some(number.to_string())),
    };
    book.prepare_cached(&format!(
        "SELECT id, application_number, item, point, body,
                (SELECT kind FROM event WHERE application = id ORDER BY seq DESC LIMIT 1)
                    AS last_event,
                (SELECT at FROM event WHERE application = id AND kind = 'received')
                    AS received_at,
                (SELECT acceptance_number FROM event WHERE application = id AND kind = 'accepted')
                    AS acceptance_number,
                iif(json_valid(CAST(body AS TEXT)),
                    json_extract(CAST(body AS TEXT), '$.values.applicant_name'), NULL)
                    AS applicant_name
         FROM application WHERE {condition} ORDER BY receipt"
    ))?
    .query_and_then([wanted], named_case_of)?
    .collect()
}

fn named_case_of(row: &Row<'_>) -> Result<(Option<String>, Case), LedgerError> {
    let id: String = row.get("id")?;
    let last_event: Option<String> = row.get("last_event")?;
    let body: Vec<u8> = row.get("body")?;
    // what is no text is no name: one document does not take the list away
    let name = row.get_ref("applicant_name")?.as_str().ok().map(String::from);
    let name = name.filter(|name| !name.is_empty());
    let case = Case {
        id: Uuid::parse_str(&id).map_err(|_| LedgerError::Damaged("an id"))?,
        application_number: row.get("application_number")?,
        applicant: name.as_deref().map(masked_name),
        item: row.get("item")?,
        point: row.get("point")?,
        stage: Stage::after(last_event.as_deref().map(kind_of).transpose()?),
        received_at: row.get("received_at")?,
        acceptance_number: row.get("acceptance_number")?,
        // a document of a newer kiosk may say it in words that are not known here
        papers: serde_json::from_slice(&body).unwrap_or_default(),
    };
    Ok((name, case))
}

fn decide(
    book: &Connection,
    application: Uuid,
    decision: &Decision,
    at: Timestamp,
) -> Result<Decided, LedgerError> {
    let find_case = || Ok::<_, LedgerError>(cases(book, &Whose::Id(application))?.pop());
    let Some(case) = find_case()? else { return Ok(Decided::UnknownApplication) };
    if decided_before(book, &case, decision)? {
        return Ok(Decided::Before(case));
    }
    if !decision.may_follow(case.stage) {
        return Ok(Decided::NotInThisStage(case.stage));
    }
    append_event(book, &event_of_decision(book, &case, decision, at)?)?;
    let case = find_case()?.ok_or(LedgerError::Damaged("a row that has just been"))?;
    Ok(Decided::Now(case))
}

/// An officer whose answer got lost decides again; that must not make a second number or a second notice.
fn decided_before(
    book: &Connection,
    case: &Case,
    decision: &Decision,
) -> Result<bool, LedgerError> {
    match decision {
        Decision::Accept { .. } => Ok(case.acceptance_number.is_some()),
        Decision::AskCorrection { reason, fields, last_date } => Ok(book
            .prepare_cached(
                "SELECT kind = 'correction_asked' AND reason = ?2 AND fields = ?3 AND last_date = ?4
                 FROM event WHERE application = ?1 ORDER BY seq DESC LIMIT 1",
            )?
            .query_row(
                params![case.id.to_string(), reason, fields_as_json(fields), last_date.to_string()],
                |row| row.get::<_, Option<bool>>(0),
            )
            .optional()?
            .flatten()
            .unwrap_or(false)),
    }
}

fn event_of_decision(
    book: &Connection,
    case: &Case,
    decision: &Decision,
    at: Timestamp,
) -> Result<ChangeEvent, LedgerError> {
    let id = case.id.to_string();
    Ok(match decision {
        Decision::Accept { day } => ChangeEvent {
            acceptance_number: Some(next_acceptance_number(book, *day)?.to_string()),
            ..event(&id, ChangeKind::Accepted, at)
        },
        Decision::AskCorrection { reason, fields, last_date } => ChangeEvent {
            reason: Some(reason.clone()),
            fields: Some(fields.clone()),
            last_date: Some(last_date.to_string()),
            ..event(&id, ChangeKind::CorrectionAsked, at)
        },
    })
}

fn next_acceptance_number(book: &Connection, day: Date) -> Result<AcceptanceNumber, LedgerError> {
    let sequence: u32 = book
        .prepare_cached(
            "INSERT INTO acceptance_day (day, last_sequence) VALUES (?1, 1)
             ON CONFLICT (day) DO UPDATE SET last_sequence = last_sequence + 1
             RETURNING last_sequence",
        )?
        .query_row([day.to_string()], |row| row.get(0))?;
    Ok(AcceptanceNumber::new(day, sequence)?)
}

fn event(application: &str, kind: ChangeKind, at: Timestamp) -> ChangeEvent {
    ChangeEvent {
        application: application.to_owned(),
        kind,
        at: wire_time(at),
        acceptance_number: None,
        reason: None,
        fields: None,
        last_date: None,
        granted: None,
    }
}

fn kind_word(kind: ChangeKind) -> &'static str {
    Stage::after(Some(kind)).word()
}

fn kind_of(word: &str) -> Result<ChangeKind, LedgerError> {
    use ChangeKind::{Accepted, Concluded, CorrectionAsked, Received, Refused};
    [Received, Accepted, CorrectionAsked, Refused, Concluded]
        .into_iter()
        .find(|kind| kind_word(*kind) == word)
        .ok_or(LedgerError::Damaged("the kind of an event"))
}

fn fields_as_json(fields: &[String]) -> String {
    serde_json::Value::from(fields).to_string()
}

fn fields_of_json(text: &str) -> Result<Vec<String>, LedgerError> {
    serde_json::from_str(text).map_err(|_| LedgerError::Damaged("the fields of a correction"))
}

/// SQLite counts in signed numbers.
fn number(count: i64) -> Result<u64, LedgerError> {
    u64::try_from(count).map_err(|_| LedgerError::Damaged("a negative number"))
}

fn last_event(book: &Connection) -> Result<u64, LedgerError> {
    number(book.query_row("SELECT last_event FROM city_hall", [], |row| row.get(0))?)
}

fn lock(file: &Path) -> Result<File, LedgerError> {
    let file = File::options().create(true).truncate(false).write(true).open(file)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(LedgerError::InUse),
        Err(TryLockError::Error(error)) => Err(LedgerError::Folder(error)),
    }
}

/// FULL: a commit is on the disk before anybody hears of it. The log stays short, so a full disk can be freed again.
fn make_durable(book: &Connection) -> Result<(), LedgerError> {
    let mode: String = book.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(LedgerError::NoWriteAheadLog(mode));
    }
    book.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA wal_autocheckpoint = 250;
         PRAGMA journal_size_limit = 4194304;",
    )?;
    Ok(())
}

/// In order, each in its own transaction; a published step is never edited.
const SCHEMA: [&str; 3] = [
    include_str!("schema/001_applications.sql"),
    include_str!("schema/002_calls.sql"),
    include_str!("schema/003_ratings.sql"),
];

fn migrate(book: &mut Connection) -> Result<(), LedgerError> {
    let found: u32 = book.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let mut known = 0;
    for (version, step) in (1..).zip(SCHEMA) {
        known = version;
        if version > found {
            let transaction = book.transaction_with_behavior(TransactionBehavior::Immediate)?;
            transaction.execute_batch(step)?;
            transaction.pragma_update(None, "user_version", version)?;
            transaction.commit()?;
        }
    }
    if found > known { Err(LedgerError::NewerSchema { found, known }) } else { Ok(()) }
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(Box::new(error))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::cityhall::ledger::contract::ledger_contract;

    #[tokio::test]
    async fn sqlite_keeps_the_promises_of_the_ledger() {
        let folder = tempfile::tempdir().unwrap();
        let opened = Cell::new(0);
        ledger_contract(|| {
            opened.set(opened.get() + 1);
            SqliteLedger::open(&folder.path().join(opened.get().to_string())).unwrap()
        })
        .await;
    }

    #[test]
    fn a_ledger_that_is_opened_again_has_the_same_epoch_and_another_one_has_another() {
        let folder = tempfile::tempdir().unwrap();
        let epoch_in =
            |name: &str| SqliteLedger::open(&folder.path().join(name)).unwrap().epoch().to_owned();
        let first = epoch_in("ningxiang");
        assert_eq!(first.len(), 32);
        assert_eq!(epoch_in("ningxiang"), first);
        assert_ne!(epoch_in("another"), first);
    }

    #[test]
    fn two_city_halls_cannot_work_in_one_folder() {
        let folder = tempfile::tempdir().unwrap();
        let first = SqliteLedger::open(folder.path()).unwrap();
        assert!(matches!(SqliteLedger::open(folder.path()), Err(LedgerError::InUse)));
        drop(first);
        assert!(SqliteLedger::open(folder.path()).is_ok());
    }

    #[test]
    fn a_ledger_of_a_newer_program_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        drop(SqliteLedger::open(folder.path()).unwrap());
        let book = Connection::open(folder.path().join("cityhall.sqlite")).unwrap();
        book.pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(
            SqliteLedger::open(folder.path()),
            Err(LedgerError::NewerSchema { found: 99, known: 3 })
        ));
    }

    #[tokio::test]
    async fn a_ledger_of_before_the_calls_keeps_its_name_and_takes_calls() {
        let folder = tempfile::tempdir().unwrap();
        let book = Connection::open(folder.path().join("cityhall.sqlite")).unwrap();
        book.execute_batch(SCHEMA[0]).unwrap();
        book.pragma_update(None, "user_version", 1).unwrap();
        let epoch: String =
            book.query_row("SELECT epoch FROM city_hall", [], |row| row.get(0)).unwrap();
        drop(book);
        let ledger = SqliteLedger::open(folder.path()).unwrap();
        assert_eq!(ledger.epoch(), epoch);
        assert_eq!(ledger.open_calls(Timestamp::UNIX_EPOCH).await.unwrap(), []);
    }

    #[test]
    fn every_commit_waits_for_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let book = Connection::open(folder.path().join("book")).unwrap();
        make_durable(&book).unwrap();
        let ask = |pragma: &str| {
            book.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i64>(0)).unwrap()
        };
        let full = 2;
        assert_eq!(ask("synchronous"), full);
        assert_eq!(ask("foreign_keys"), 1);
    }

    #[test]
    fn a_request_that_fails_takes_nobody_of_its_group_along() {
        let folder = tempfile::tempdir().unwrap();
        let mut book = Connection::open(folder.path().join("book")).unwrap();
        migrate(&mut book).unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let job = |name: &'static str, sql: &'static str| -> Job {
            let heard = Arc::clone(&heard);
            Box::new(move |transaction| {
                let outcome = all_or_nothing(transaction, |book| Ok(book.execute_batch(sql)?));
                Box::new(move || heard.lock().unwrap().push((name, outcome.is_ok())))
            })
        };
        let count = "UPDATE city_hall SET last_event = last_event + 1;";
        let fail = "UPDATE city_hall SET last_event = 1000; INSERT INTO nowhere VALUES (1);";
        commit_together(&mut book, vec![job("a", count), job("b", fail), job("c", count)]).unwrap();
        assert_eq!(last_event(&book).unwrap(), 2);
        assert_eq!(*heard.lock().unwrap(), [("a", true), ("b", false), ("c", true)]);
    }

    #[test]
    fn when_the_database_gives_the_group_up_nobody_hears_that_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let mut book = Connection::open(folder.path().join("book")).unwrap();
        migrate(&mut book).unwrap();
        let heard = Arc::new(Mutex::new(0));
        let job = |sql: &'static str| -> Job {
            let heard = Arc::clone(&heard);
            Box::new(move |transaction| {
                let _ = transaction.execute_batch(sql);
                Box::new(move || *heard.lock().unwrap() += 1)
            })
        };
        let count = "UPDATE city_hall SET last_event = last_event + 1;";
        // what SQLite does by itself on a full disk
        let given_up = commit_together(&mut book, vec![job(count), job("ROLLBACK"), job(count)]);
        assert!(matches!(given_up, Err(LedgerError::GivenUp)));
        assert_eq!(last_event(&book).unwrap(), 0);
        assert_eq!(*heard.lock().unwrap(), 0);
    }
}
