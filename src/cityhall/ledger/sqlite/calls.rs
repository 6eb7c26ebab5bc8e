//! Where somebody asks for a person (叫人).

use jiff::Timestamp;
use rusqlite::{Connection, Row, named_params};
use uuid::Uuid;

use crate::cityhall::ledger::{
    CALLS_KEPT, Call, CallAnswered, CallArrival, CallTaking, LedgerError,
};
use crate::cityhall::wire_time;

pub(super) fn take_call(
    book: &Connection,
    arrival: &CallArrival,
) -> Result<CallTaking, LedgerError> {
    let call = &arrival.call;
    let id = call.id.to_string();
    let is_new = book
        .prepare_cached(
            "INSERT INTO call (id, digest, point, point_name, device, screen, created_at, received_at)
             VALUES (:id, :digest, :point, :point_name, :device, :screen, :created_at, :received_at)
             ON CONFLICT (id) DO NOTHING",
        )?
        .execute(named_params! {
            ":id": id,
            ":digest": arrival.digest,
            ":point": call.point,
            ":point_name": call.point_name,
            ":device": call.device,
            ":screen": call.screen,
            ":created_at": call.created_at,
            ":received_at": call.received_at,
        })?
        == 1;
    if is_new {
        forget_old_calls(book, &call.received_at)?;
        return Ok(CallTaking::New(call.clone()));
    }
    let same: bool = book
        .prepare_cached("SELECT digest = ?2 FROM call WHERE id = ?1")?
        .query_row([&id, &arrival.digest], |row| row.get(0))?;
    if !same {
        return Ok(CallTaking::Conflict);
    }
    let first = find_call(book, &id)?.ok_or(LedgerError::Damaged("a row that has just been"))?;
    Ok(CallTaking::Again(first))
}

/// All our moments are written with one offset, so they sort as text.
pub(super) fn open_calls(book: &Connection, since: Timestamp) -> Result<Vec<Call>, LedgerError> {
    book.prepare_cached(
        "SELECT * FROM call WHERE answered_at IS NULL AND received_at >= ?1 ORDER BY received_at, id",
    )?
    .query_and_then([wire_time(since)], call_of)?
    .collect()
}

fn forget_old_calls(book: &Connection, received_at: &str) -> Result<(), LedgerError> {
    let at: Timestamp = received_at.parse().map_err(|_| LedgerError::Damaged("a moment"))?;
    book.prepare_cached("DELETE FROM call WHERE received_at < ?1")?
        .execute([wire_time(at - CALLS_KEPT)])?;
    Ok(())
}

pub(super) fn answer_call(
    book: &Connection,
    id: &str,
    at: Timestamp,
) -> Result<CallAnswered, LedgerError> {
    let Some(call) = find_call(book, id)? else { return Ok(CallAnswered::UnknownCall) };
    let now = book
        .prepare_cached("UPDATE call SET answered_at = ?2 WHERE id = ?1 AND answered_at IS NULL")?
        .execute([id, &wire_time(at)])?
        == 1;
    Ok(if now { CallAnswered::Now(call) } else { CallAnswered::Before(call) })
}

fn find_call(book: &Connection, id: &str) -> Result<Option<Call>, LedgerError> {
    book.prepare_cached("SELECT * FROM call WHERE id = ?1")?
        .query_and_then([id], call_of)?
        .next()
        .transpose()
}

fn call_of(row: &Row<'_>) -> Result<Call, LedgerError> {
    let id: String = row.get("id")?;
    Ok(Call {
        id: Uuid::parse_str(&id).map_err(|_| LedgerError::Damaged("an id"))?,
        point: row.get("point")?,
        point_name: row.get("point_name")?,
        device: row.get("device")?,
        screen: row.get("screen")?,
        created_at: row.get("created_at")?,
        received_at: row.get("received_at")?,
    })
}
