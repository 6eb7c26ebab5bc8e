//! Pure: what is due, how long to wait, in which order. Time is a span since some start.

use std::collections::BTreeMap;
use std::time::Duration;

/// What is sent, by the id of the application.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Parcel {
    Application(String),
    /// 好差评; waits until the application is there.
    Rating(String),
}

/// When each parcel may be tried again, and when the line may.
#[derive(Debug, Default)]
pub(super) struct Plan {
    line_not_before: Duration,
    line_failures: u32,
    not_before: BTreeMap<Parcel, Duration>,
}

/// What to do now.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    Send(Parcel),
    WaitUntil(Duration),
    /// Nothing is waiting to be sent.
    Rest,
}

impl Plan {
    /// The first parcel that is due, in the order given; one that waits never holds up the others.
    pub(super) fn next(&self, waiting: &[Parcel], now: Duration) -> Step {
        let due_at = |parcel: &Parcel| {
            self.not_before.get(parcel).copied().unwrap_or_default().max(self.line_not_before)
        };
        match waiting.iter().find(|parcel| due_at(parcel) <= now) {
            Some(parcel) => Step::Send(parcel.clone()),
            None => waiting.iter().map(due_at).min().map_or(Step::Rest, Step::WaitUntil),
        }
    }

    /// `random` from 0 to 1 spreads the kiosks of a county over the whole pause.
    pub(super) fn line_failed(&mut self, now: Duration, random: f64) {
        self.line_not_before = now + jittered(pause_after(self.line_failures), random);
        self.line_failures = self.line_failures.saturating_add(1);
    }

    pub(super) fn line_works(&mut self) {
        self.line_failures = 0;
        self.line_not_before = Duration::ZERO;
    }

    pub(super) fn postpone(&mut self, parcel: &Parcel, tries: u32, now: Duration, random: f64) {
        self.not_before.insert(parcel.clone(), now + jittered(pause_after(tries), random));
    }

    pub(super) fn done(&mut self, parcel: &Parcel) {
        self.not_before.remove(parcel);
    }

    pub(super) fn line_not_before(&self) -> Duration {
        self.line_not_before
    }
}

/// Village lines drop for minutes, not for seconds: start at 2 s, double, stay at 15 min.
fn pause_after(failures: u32) -> Duration {
    const FIRST: Duration = Duration::from_secs(2);
    const LONGEST: Duration = Duration::from_secs(900);
    FIRST.saturating_mul(2_u32.saturating_pow(failures)).min(LONGEST)
}

/// Full jitter, but never no pause at all.
fn jittered(pause: Duration, random: f64) -> Duration {
    const SHORTEST: Duration = Duration::from_millis(200);
    pause.mul_f64(random.clamp(0.0, 1.0)).max(SHORTEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn application(id: &str) -> Parcel {
        Parcel::Application(id.into())
    }

    fn ids(ids: &[&str]) -> Vec<Parcel> {
        ids.iter().map(|id| application(id)).collect()
    }

    #[test]
    fn pauses_double_up_to_a_quarter_of_an_hour() {
        let seconds: Vec<u64> =
            [0, 1, 2, 8, 9, 40].iter().map(|failures| pause_after(*failures).as_secs()).collect();
        assert_eq!(seconds, [2, 4, 8, 512, 900, 900]);
    }

    #[test]
    fn one_application_that_must_wait_does_not_hold_up_the_next() {
        let mut plan = Plan::default();
        plan.postpone(&application("a"), 3, SECOND, 1.0);
        assert_eq!(plan.next(&ids(&["a", "b"]), 2 * SECOND), Step::Send(application("b")));
        assert_eq!(plan.next(&ids(&["a"]), 2 * SECOND), Step::WaitUntil(17 * SECOND));
        assert_eq!(plan.next(&ids(&["a"]), 17 * SECOND), Step::Send(application("a")));
        assert_eq!(plan.next(&[], SECOND), Step::Rest);
    }

    #[test]
    fn a_rating_that_must_wait_holds_up_nothing_and_an_application_not_its_rating() {
        let mut plan = Plan::default();
        let rating = Parcel::Rating("a".into());
        plan.postpone(&rating, 3, SECOND, 1.0);
        let both = [application("b"), rating.clone()];
        assert_eq!(plan.next(&both, 2 * SECOND), Step::Send(application("b")));
        plan.postpone(&application("a"), 3, SECOND, 1.0);
        plan.done(&rating);
        let both = [application("a"), rating.clone()];
        assert_eq!(plan.next(&both, 2 * SECOND), Step::Send(rating));
    }

    #[test]
    fn a_broken_line_holds_everything_and_always_comes_due_again() {
        let mut plan = Plan::default();
        let mut now = Duration::ZERO;
        for _ in 0..50 {
            plan.line_failed(now, 1.0);
            let Step::WaitUntil(due) = plan.next(&ids(&["a"]), now) else {
                panic!("a broken line means waiting")
            };
            assert!(due > now && due <= now + Duration::from_secs(900));
            now = due;
            assert_eq!(plan.next(&ids(&["a"]), now), Step::Send(application("a")));
        }
        plan.line_works();
        assert_eq!(plan.next(&ids(&["b"]), now), Step::Send(application("b")));
    }
}
