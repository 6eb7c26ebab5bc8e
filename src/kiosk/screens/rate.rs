//! 13: 好差评. One press is enough; whoever is not content may say why; whoever wants nothing of it goes home.

use std::time::Duration;

use crate::domain::application::ApplicationId;
use crate::domain::rating::{Level, Rating, Reason};
use crate::kiosk::sight::TextSize;
use crate::kiosk::wording;

/// How long the thanks stand before everything is wiped.
pub const THANKS: Duration = Duration::from_secs(2);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    Level(Level),
    /// Chosen, or not any more.
    Reason(Reason),
    Done,
    Skip,
}

pub struct State {
    pub application_id: ApplicationId,
    pub asks: Asks,
}

/// How far the person is. Nothing is stored before the last press.
#[derive(Clone, PartialEq, Eq)]
pub enum Asks {
    Level,
    Why {
        level: Level,
        reasons: Vec<Reason>,
    },
    /// It is on its way to the disk; nobody is asked any more.
    Nothing {
        since: Duration,
    },
}

#[derive(Clone, PartialEq)]
pub struct View {
    pub title: &'static str,
    pub headline: &'static str,
    /// Goes where words are largest.
    pub hint: &'static str,
    pub levels: Vec<LevelView>,
    pub reasons: Vec<ReasonView>,
    pub note: &'static str,
    pub thanks: bool,
}

#[derive(Clone, PartialEq, Eq)]
pub struct LevelView {
    pub id: &'static str,
    pub words: &'static str,
    pub icon: &'static str,
}

#[derive(Clone, PartialEq, Eq)]
pub struct ReasonView {
    pub id: &'static str,
    pub words: &'static str,
    pub chosen: bool,
}

impl State {
    pub fn of(application_id: ApplicationId) -> Self {
        Self { application_id, asks: Asks::Level }
    }

    /// The rating, once it is whole.
    pub fn touch(&mut self, touch: Touch, now: Duration) -> Option<Rating> {
        let rating = match (touch, &mut self.asks) {
            (Touch::Level(level), Asks::Level) if level.is_low() => {
                self.asks = Asks::Why { level, reasons: Vec::new() };
                return None;
            }
            (Touch::Level(level), Asks::Level) => Rating { level, reasons: Vec::new() },
            (Touch::Reason(reason), Asks::Why { reasons, .. }) => {
                if reasons.contains(&reason) {
                    reasons.retain(|one| *one != reason);
                } else {
                    reasons.push(reason);
                    reasons.sort_unstable();
                }
                return None;
            }
            (Touch::Done, Asks::Why { level, reasons }) => {
                Rating { level: *level, reasons: std::mem::take(reasons) }
            }
            // pressed while another part came, or the session's own
            (Touch::Level(_) | Touch::Reason(_) | Touch::Done | Touch::Skip, _) => return None,
        };
        self.asks = Asks::Nothing { since: now };
        Some(rating)
    }

    /// When the thanks have stood long enough.
    pub fn ends(&self) -> Option<Duration> {
        match self.asks {
            Asks::Level | Asks::Why { .. } => None,
            Asks::Nothing { since } => Some(since + THANKS),
        }
    }
}

pub fn view(state: &State, size: TextSize) -> View {
    let (headline, hint) = wording::rating(&state.asks);
    let hint = match size {
        TextSize::Normal | TextSize::Large => hint,
        TextSize::Largest => "",
    };
    let mut view = View {
        title: wording::RATING,
        headline,
        hint,
        levels: Vec::new(),
        reasons: Vec::new(),
        note: wording::RATING_NOTE,
        thanks: false,
    };
    match &state.asks {
        Asks::Level => view.levels = Level::ALL.iter().map(|level| level_view(*level)).collect(),
        Asks::Why { reasons, .. } => {
            view.reasons = Reason::ALL
                .iter()
                .map(|reason| ReasonView {
                    id: reason.word(),
                    words: wording::reason(*reason),
                    chosen: reasons.contains(reason),
                })
                .collect();
        }
        Asks::Nothing { .. } => {
            view.thanks = true;
            view.note = "";
        }
    }
    view
}

fn level_view(level: Level) -> LevelView {
    let icon = match level {
        Level::VerySatisfied => "laugh",
        Level::Satisfied => "smile",
        Level::FairlySatisfied => "meh",
        Level::Dissatisfied => "frown",
        Level::VeryDissatisfied => "angry",
    };
    LevelView { id: level.word(), words: wording::level(level), icon }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state() -> State {
        State::of(ApplicationId::new())
    }

    #[test]
    fn one_press_is_enough_and_a_second_is_none() {
        let mut state = state();
        let rating = state.touch(Touch::Level(Level::Satisfied), Duration::ZERO).unwrap();
        assert!(rating.level == Level::Satisfied && rating.reasons.is_empty());
        assert!(state.touch(Touch::Level(Level::VerySatisfied), Duration::ZERO).is_none());
        assert!(state.touch(Touch::Done, Duration::ZERO).is_none());
        assert_eq!(state.ends(), Some(THANKS));
    }

    #[test]
    fn whoever_is_not_content_may_say_why_none_or_several_and_changes_their_mind() {
        for (pressed, expected) in [
            (vec![], vec![]),
            (vec![Reason::NotDone, Reason::LongWait], vec![Reason::LongWait, Reason::NotDone]),
            (vec![Reason::LongWait, Reason::LongWait], vec![]),
        ] {
            let mut state = state();
            assert!(state.touch(Touch::Level(Level::Dissatisfied), Duration::ZERO).is_none());
            assert_eq!(state.ends(), None, "nothing is stored yet");
            for reason in pressed {
                assert!(state.touch(Touch::Reason(reason), Duration::ZERO).is_none());
            }
            let rating = state.touch(Touch::Done, Duration::ZERO).unwrap();
            assert!(rating == Rating { level: Level::Dissatisfied, reasons: expected });
        }
    }

    #[test]
    fn nothing_is_chosen_before_somebody_presses() {
        let view = view(&state(), TextSize::Normal);
        assert_eq!(view.levels.len(), 5);
        assert!(view.reasons.is_empty() && !view.thanks);
    }
}
