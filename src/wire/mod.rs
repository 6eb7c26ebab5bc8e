//! Bytes and what they mean: no port, no clock, no thread; time is how long it has been since some start.

use std::time::Duration;

pub mod escpos;
pub mod gb18030;
pub mod id_card_frame;
pub mod id_card_reader;
pub mod id_card_text;
pub mod printer_status;
#[cfg(test)]
pub(crate) mod vectors;

/// A start bit, eight data bits and a stop bit for each byte.
pub fn line_time(bytes: usize, rate: u32) -> Duration {
    let bits = u64::try_from(bytes).unwrap_or(u64::MAX).saturating_mul(10);
    Duration::from_micros(bits.saturating_mul(1_000_000) / u64::from(rate.max(1)))
}
