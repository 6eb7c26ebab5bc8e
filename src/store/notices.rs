//! 一次告知单: kept for the card they were made for, forgotten when they are filed or old.

use jiff::{ToSpan, civil::Date};
use rusqlite::{Transaction, params};

use super::database::Database;
use super::error::StoreError;
use super::record;
use super::secrets::CardKey;
use crate::domain::notice::{KEPT_DAYS, KeptNotice};

impl Database {
    /// In place of an earlier one for the same item.
    pub fn keep_notice(&mut self, card: &CardKey, notice: &KeptNotice) -> Result<(), StoreError> {
        self.connection.execute(
            "INSERT OR REPLACE INTO notice (card_key, item, day, answers) VALUES (?1, ?2, ?3, ?4)",
            params![
                card.0,
                notice.item,
                notice.day.to_string(),
                record::answers_to_text(&notice.answers)
            ],
        )?;
        Ok(())
    }

    /// The newest first. Whatever is too old on this business date is forgotten, whosoever it is.
    pub fn notices_of(
        &mut self,
        card: &CardKey,
        today: Date,
    ) -> Result<Vec<KeptNotice>, StoreError> {
        if let Ok(oldest) = today.checked_sub(KEPT_DAYS.days()) {
            self.connection.execute("DELETE FROM notice WHERE day < ?1", [oldest.to_string()])?;
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT item, day, answers FROM notice WHERE card_key = ?1 ORDER BY day DESC, rowid DESC",
        )?;
        let rows: Vec<(String, String, String)> = statement
            .query_map([&card.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<Result<_, _>>()?;
        rows.into_iter()
            .map(|(item, day, answers)| {
                Ok(KeptNotice {
                    item,
                    day: record::day_from_text(&day)?,
                    answers: record::answers_from_text(&answers)?,
                })
            })
            .collect()
    }
}

/// In the transaction that files the item.
pub(super) fn forget_notice(
    transaction: &Transaction<'_>,
    card: &CardKey,
    item: &str,
) -> Result<(), StoreError> {
    transaction
        .execute("DELETE FROM notice WHERE card_key = ?1 AND item = ?2", params![card.0, item])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use jiff::civil::date;

    use super::super::secrets::Secret;
    use super::*;

    fn open(folder: &Path) -> Database {
        let secret = |name: &str| Secret::load_or_create(&folder.join(name)).unwrap();
        Database::open(&folder.join("jiujin.db"), &secret("key"), secret("point")).unwrap()
    }

    fn notice(item: &str, day: Date, answer: &str) -> KeptNotice {
        let answers = BTreeMap::from([("has_disabled".to_owned(), answer.to_owned())]);
        KeptNotice { item: item.into(), day, answers }
    }

    #[test]
    fn a_card_finds_the_newest_notice_of_each_item_after_a_new_start_and_no_other_card_does() {
        let folder = tempfile::tempdir().unwrap();
        let (monday, tuesday) = (date(2026, 11, 23), date(2026, 11, 24));
        {
            let mut database = open(folder.path());
            let hers = database.card_key("430124194303120005");
            database.keep_notice(&hers, &notice("dibao", monday, "no")).unwrap();
            database.keep_notice(&hers, &notice("tekun", monday, "no")).unwrap();
            database.keep_notice(&hers, &notice("dibao", tuesday, "yes")).unwrap();
        }
        let mut database = open(folder.path());
        let (hers, his) =
            (database.card_key("430124194303120005"), database.card_key("430124194701050014"));
        assert_eq!(
            database.notices_of(&hers, tuesday).unwrap(),
            [notice("dibao", tuesday, "yes"), notice("tekun", monday, "no")]
        );
        assert_eq!(database.notices_of(&his, tuesday).unwrap(), []);
    }

    #[test]
    fn after_ninety_days_a_notice_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let mut database = open(folder.path());
        let card = database.card_key("430124194303120005");
        database.keep_notice(&card, &notice("dibao", date(2026, 1, 1), "no")).unwrap();
        for (day, kept) in [(date(2026, 4, 1), 1), (date(2026, 4, 2), 0), (date(2026, 1, 2), 0)] {
            assert_eq!(database.notices_of(&card, day).unwrap().len(), kept, "{day}");
        }
    }

    #[test]
    fn what_is_filed_is_no_notice_any_more() {
        let folder = tempfile::tempdir().unwrap();
        let mut database = open(folder.path());
        let card = database.card_key("430124194303120005");
        let day = date(2026, 11, 24);
        database.keep_notice(&card, &notice("dibao", day, "no")).unwrap();
        database.keep_notice(&card, &notice("tekun", day, "no")).unwrap();
        let transaction = database.connection.transaction().unwrap();
        forget_notice(&transaction, &card, "dibao").unwrap();
        transaction.commit().unwrap();
        assert_eq!(database.notices_of(&card, day).unwrap(), [notice("tekun", day, "no")]);
    }
}
