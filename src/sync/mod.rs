//! Bringing kiosk and city hall into step: what is queued goes out once, answers come in by cursor.

mod client;
mod error;
mod plan;
mod worker;

pub use error::SyncError;
pub use worker::{CallNews, Sync, SyncReport, SyncSettings};
