//! The city hall's gateway: takes every application once, lets officers answer it, tells the kiosks what became of it.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date, tz};
use tokio::sync::watch;

mod applications;
mod calls;
mod changes;
pub mod ledger;
mod officer;
pub mod officer_command;
mod problem;
mod ratings;
mod router;
pub mod serve;
pub mod wording;

pub use router::router;

use ledger::Ledger;

/// Asked at the edge only, so that a test can stop the clock.
pub type Clock = fn() -> Timestamp;

/// What every request is answered from.
#[derive(Clone)]
pub struct CityHall {
    ledger: Arc<dyn Ledger>,
    clock: Clock,
    business_date: Option<Date>,
    closing: watch::Sender<bool>,
}

impl CityHall {
    pub fn new(ledger: impl Ledger + 'static, clock: Clock) -> Self {
        let (closing, _) = watch::channel(false);
        Self { ledger: Arc::new(ledger), clock, business_date: None, closing }
    }

    /// Does the day's business on another day than the clock says (`--on`).
    pub fn on(mut self, business_date: Option<Date>) -> Self {
        self.business_date = business_date;
        self
    }

    /// Answers at once everybody who waits for news, so that the server can end.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    async fn closed(&self) {
        // an error would mean that the sender is gone, and the sender is in `self`
        let _ = self.closing.subscribe().wait_for(|closing| *closing).await;
    }

    fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// The day that goes into a 受理编号 and that a last date is compared with.
    fn business_date(&self) -> Date {
        self.business_date.unwrap_or_else(|| CHINA.to_datetime(self.now()).date())
    }
}

/// China keeps one time all year and in every province; no time-zone table is needed for it.
const CHINA: tz::Offset = tz::offset(8);

/// RFC 3339 in whole seconds with `+08:00`, as every timestamp of the contract is written.
fn wire_time(timestamp: Timestamp) -> String {
    format!("{:.0}", timestamp.display_with_offset(CHINA))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_the_clock_on_a_wall_in_china_shows_it() {
        let moment: Timestamp = "2026-11-24T02:41:03.987654Z".parse().unwrap();
        assert_eq!(wire_time(moment), "2026-11-24T10:41:03+08:00");
    }
}
