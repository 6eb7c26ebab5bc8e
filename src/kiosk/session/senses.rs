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
                    voice::of_screen(&self.screen, visit, setup, &self.machine, day, size)
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
