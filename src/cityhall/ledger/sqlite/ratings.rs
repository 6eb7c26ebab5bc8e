//! How it went (好差评): once for an application.

use rusqlite::{Connection, Row, params};

use super::{fields_of_json, find_custody};
use crate::cityhall::ledger::{LedgerError, RatingArrival, RatingLine, RatingTaking};
use crate::cityhall::wire_time;
use crate::domain::rating::{Level, Reason};

/// Inserts first and looks second, as with applications.
pub(super) fn take_rating(
    book: &Connection,
    rating: &RatingArrival,
) -> Result<RatingTaking, LedgerError> {
    let id = rating.application.to_string();
    if find_custody(book, &id)?.is_none() {
        return Ok(RatingTaking::UnknownApplication);
    }
    let words: Vec<&str> = rating.reasons.iter().map(|reason| reason.word()).collect();
    let is_new =
        book.prepare_cached(
            "INSERT OR IGNORE INTO rating (application, digest, level, reasons, day, received_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            id,
            rating.digest,
            rating.level.word(),
            serde_json::json!(words).to_string(),
            rating.day.to_string(),
            wire_time(rating.at),
        ])? == 1;
    let (digest, received_at): (String, String) = book
        .prepare_cached("SELECT digest, received_at FROM rating WHERE application = ?1")?
        .query_row([&id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(match (is_new, digest == rating.digest) {
        (true, _) => RatingTaking::New { received_at },
        (false, true) => RatingTaking::Again { received_at },
        (false, false) => RatingTaking::Conflict,
    })
}

pub(super) fn ratings(book: &Connection) -> Result<Vec<RatingLine>, LedgerError> {
    book.prepare_cached(
        "SELECT point, item, day, level, rating.reasons AS reasons FROM rating
         JOIN application ON application.id = rating.application ORDER BY rating.rowid",
    )?
    .query_and_then([], rating_of)?
    .collect()
}

fn rating_of(row: &Row<'_>) -> Result<RatingLine, LedgerError> {
    let damaged = || LedgerError::Damaged("a rating");
    let words = fields_of_json(&row.get::<_, String>("reasons")?)?;
    let reasons = words.iter().map(|word| Reason::parse(word)).collect::<Option<_>>();
    Ok(RatingLine {
        point: row.get("point")?,
        item: row.get("item")?,
        day: row.get("day")?,
        level: Level::parse(&row.get::<_, String>("level")?).ok_or_else(damaged)?,
        reasons: reasons.ok_or_else(damaged)?,
    })
}
