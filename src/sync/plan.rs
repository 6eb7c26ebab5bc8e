//! Pure: what is due, how long to wait, in which order. Time is a span since some start.

use std::collections::BTreeMap;
use std::time::Duration;

/// When each application may be tried again, and when the line may.
#[derive(Debug, Default)]
pub(super) struct Plan {
    line_not_before: Duration,
    line_failures: u32,
    not_before: BTreeMap<String, Duration>,
}

/// What to do now.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    Send(String),
    WaitUntil(Duration),
    /// Nothing is waiting to be sent.
    Rest,
}

impl Plan {
    /// The oldest application that is due; one that waits never holds up the others.
    pub(super) fn next(&self, waiting: &[String], now: Duration) -> Step {
        let due_at = |id: &String| {
            self.not_before.get(id).copied().unwrap_or_default().max(self.line_not_before)
        };
        match waiting.iter().find(|id| due_at(id) <= now) {
            Some(id) => Step::Send(id.clone()),
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

    pub(super) fn postpone(&mut self, id: &str, tries: u32, now: Duration, random: f64) {
        self.not_before.insert(id.into(), now + jittered(pause_after(tries), random));
    }

    pub(super) fn done(&mut self, id: &str) {
        self.not_before.remove(id);
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

    fn ids(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| (*id).into()).collect()
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
        plan.postpone("a", 3, SECOND, 1.0);
        assert_eq!(plan.next(&ids(&["a", "b"]), 2 * SECOND), Step::Send("b".into()));
        assert_eq!(plan.next(&ids(&["a"]), 2 * SECOND), Step::WaitUntil(17 * SECOND));
        assert_eq!(plan.next(&ids(&["a"]), 17 * SECOND), Step::Send("a".into()));
        assert_eq!(plan.next(&[], SECOND), Step::Rest);
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
            assert_eq!(plan.next(&ids(&["a"]), now), Step::Send("a".into()));
        }
        plan.line_works();
        assert_eq!(plan.next(&ids(&["b"]), now), Step::Send("b".into()));
    }
}
