//! What can go wrong with the kiosk's memory.

use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the key file {path} cannot be used: {why}")]
    Key { path: PathBuf, why: String },
    #[error("there is a database but its secret {path} is missing")]
    KeyLost { path: PathBuf },
    #[error("the point secret is not the one the cases of this database were filed under")]
    OtherPointSecret,
    #[error("the database was written by a newer program (schema {found}, this one knows {known})")]
    Newer { found: i64, known: i64 },
    #[error("the database does not pass its check: {finding}")]
    Damaged { finding: String },
    #[error("no more numbers today: the sequence of this machine is used up")]
    NumbersUsedUp,
    #[error("the database answered: {0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("a row of the database cannot be understood: {0}")]
    Row(String),
    #[error("the folder of the database cannot be used: {0}")]
    Folder(#[from] std::io::Error),
}
