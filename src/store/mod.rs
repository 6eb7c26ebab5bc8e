//! The kiosk's memory: one encrypted SQLite file, written by one thread that others ask.

mod cases;
mod database;
mod error;
mod notices;
mod outbox;
mod ratings;
mod record;
mod secrets;
mod thread;

pub use cases::CaseRecord;
pub use database::{Database, Delivery, NewApplication};
pub use error::StoreError;
pub use secrets::{CardKey, Secret};
pub use thread::Store;
