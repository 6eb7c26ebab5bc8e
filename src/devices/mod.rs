//! The machines around the kiosk: an ID-card reader, a receipt printer and a camera, each with a thread of its own.

use std::time::Instant;

pub mod camera;
pub mod dots;
pub mod glyphs;
pub mod id_card_reader;
pub mod port;
pub mod receipt_printer;
pub mod simulated;
pub mod slip_encoder;
mod worker;

pub use id_card_reader::{ReaderReport, ReaderSettings, ReaderThread};
pub use receipt_printer::{
    PaperState, PrintOutcome, PrinterReport, PrinterSettings, PrinterThread, PrinterTrouble,
};

#[allow(clippy::disallowed_methods, reason = "the devices' threads are where bytes meet the clock")]
fn now() -> Instant {
    Instant::now()
}
