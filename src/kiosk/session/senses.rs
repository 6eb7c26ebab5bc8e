//! What is said of all that is in sight, and how large and on which ground it is seen.

use super::Session;
use crate::domain::voice::Utterance;
use crate::kiosk::effect::Effect;
use crate::kiosk::event::Now;
use crate::kiosk::screens::Screen;
use crate::kiosk::sight::{self, TextSize};
use crate::kiosk::voice;

impl Session {
    /// What is said of all that is in sight.
    pub(super) fn spoken(&self, now: Now) -> Utterance {
        if self.countdown_left(now).is_some() {
            return voice::of_idle();
        }
        if self.choosing_sight {
            return voice::of_sight();
        }
        match (&self.message, self.notice()) {
            (Some(message), _) => message.said.clone(),
            (None, Some(calling)) => voice::of_call(calling, &self.setup),
            (None, None) => {
                let day = now.local.date();
                let (visit, setup) = (self.visit.as_ref(), self.setup.as_ref());
                let size = self.sight.text_size;
                let engines = self.engines;
                if let Screen::WriteText(state) = &self.screen {
                    voice::of_writing(state, engines)
                } else {
                    let (index, machine) = (&self.index, &self.machine);
                    voice::of_screen(&self.screen, visit, setup, index, machine, day, size)
                }
            }
        }
    }

    pub(super) fn touch_sight(&mut self, touch: sight::Touch, now: Now) -> Option<Effect> {
        let told = match touch {
            sight::Touch::Open => {
                self.choosing_sight = true;
                return None;
            }
            sight::Touch::Close => {
                self.choosing_sight = false;
                return None;
            }
            sight::Touch::Size(size) => {
                self.sight.text_size = size;
                match size {
                    TextSize::Normal => "size.normal",
                    TextSize::Large => "size.large",
                    TextSize::Largest => "size.largest",
                }
            }
            sight::Touch::Black(black) => {
                self.sight.black = black;
                if black { "contrast.dark" } else { "contrast.light" }
            }
        };
        self.listening.tell(Utterance::of(&[told]), now.since_start)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::devices::ReaderReport;
    use crate::domain::id_card::IdCard;
    use crate::domain::voice::SilentHours;
    use crate::kiosk::event::{Event, Touch};
    use crate::kiosk::listening::{self, Tone};
    use crate::kiosk::screens::{View, fill_form, welcome};
    use crate::kiosk::session::tests::{after, session};
    use crate::speech::VoiceReport;

    fn at_rest(session: &Session, seconds: u64) -> bool {
        matches!(session.frame(after(seconds)).view, View::Welcome(_))
    }

    fn countdown(session: &mut Session, seconds: u64) -> Option<u64> {
        session.step(Event::Tick, after(seconds));
        session.frame(after(seconds)).countdown
    }

    /// Somebody has all items read out, from the first second on.
    fn reads_the_items() -> Session {
        let mut session = session();
        session.step(Event::Touch(Touch::Welcome(welcome::Touch::Browse)), after(1));
        session.step(Event::Touch(Touch::Listening(listening::Touch::Read)), after(1));
        session
    }

    #[test]
    fn after_a_long_reading_the_idle_clock_starts_from_its_beginning() {
        for seconds in [61, 90] {
            let mut session = reads_the_items();
            let end = 1 + seconds;
            let finished = Event::Voice(VoiceReport::Finished { number: 1 });
            session.step(finished, after(end));
            assert_eq!(countdown(&mut session, end), None, "a reading of {seconds} s");
            assert_eq!(countdown(&mut session, end + 59), None, "a reading of {seconds} s");
            assert_eq!(countdown(&mut session, end + 60), Some(20), "a reading of {seconds} s");
            assert!(!at_rest(&session, end + 79));
        }
    }

    #[test]
    fn the_end_of_the_question_whether_anybody_is_there_is_no_sign_of_life() {
        let mut session = reads_the_items();
        session.step(Event::Voice(VoiceReport::Finished { number: 1 }), after(1));
        assert_eq!(countdown(&mut session, 61), Some(20));
        session.step(Event::Voice(VoiceReport::Finished { number: 2 }), after(64));
        assert_eq!(countdown(&mut session, 64), Some(17));
    }

    #[test]
    fn a_reading_that_never_ends_leaves_time_for_the_question_whether_anybody_is_there() {
        let mut session = reads_the_items();
        assert_eq!(session.next_tick(after(2)), Some(Duration::from_secs(151)));
        assert_eq!(countdown(&mut session, 151), None);
        assert_eq!(countdown(&mut session, 210), None);
        assert_eq!(countdown(&mut session, 211), Some(20));
        session.step(Event::Tick, after(230));
        assert!(!at_rest(&session, 230));
        session.step(Event::Tick, after(231));
        assert!(at_rest(&session, 231));
    }

    #[test]
    fn when_a_card_is_laid_and_nothing_may_be_said_the_loudspeaker_is_looked_at_all_the_same() {
        let silent = SilentHours {
            from: jiff::civil::time(10, 0, 0, 0),
            until: jiff::civil::time(11, 0, 0, 0),
        };
        for (silent, probes) in [(None, false), (Some(silent), true)] {
            let mut session = session();
            session.step(Event::VoiceRead { tone: Tone::default(), silent }, after(0));
            let card = IdCard::clone(&fill_form::tests::wang_xiuying());
            let card = Event::Reader(ReaderReport::Card(Ok(Box::new(card))));
            let effects = session.step(card, after(1));
            let says = effects.iter().any(|effect| matches!(effect, Effect::Say { .. }));
            let looks = effects.iter().any(|effect| matches!(effect, Effect::ProbeVoice));
            assert_eq!((says, looks), (!probes, probes));
        }
    }

    #[test]
    fn who_listens_at_the_rest_screen_and_goes_is_forgotten() {
        for touch in [listening::Touch::Read, listening::Touch::Slower(true)] {
            let mut session = session();
            session.step(Event::Touch(Touch::Listening(touch)), after(1));
            session.step(Event::Voice(VoiceReport::Finished { number: 1 }), after(9));
            let during = session.frame(after(9)).listening;
            assert!(during.again || during.slow);
            assert_eq!(countdown(&mut session, 69), Some(20));
            session.step(Event::Tick, after(89));
            let view = session.frame(after(89)).listening;
            assert!(!view.again && !view.slow, "{touch:?}");
            assert_eq!(session.next_tick(after(90)), None);
        }
    }
}
