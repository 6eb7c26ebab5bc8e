//! Reading aloud: who asked for it, what has been said, and when it stops. A touch always stops it.

use std::time::Duration;

use jiff::civil::Time;

use super::effect::Effect;
use super::voice;
use crate::domain::voice::{SilentHours, Speed, Utterance, Volume};
use crate::speech::VoiceReport;

/// Longer than the longest screen: a player that never comes to an end does not keep a person on the screen.
const LONGEST: Duration = Duration::from_secs(150);

/// A press on the loudspeaker or in the box behind 大字.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// 读给我听 or 再听一遍
    Read,
    /// 别念了: nothing more until it is asked for.
    Stop,
    Louder,
    Quieter,
    Slower(bool),
}

/// How the kiosk speaks to whoever comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tone {
    pub speed: Speed,
    pub volume: Volume,
}

impl Default for Tone {
    fn default() -> Self {
        Self { speed: Speed::Normal, volume: Volume::Normal }
    }
}

/// What the loudspeaker's button shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    /// Without a sound device there is no button; the staff is told on the rest screen.
    pub works: bool,
    pub speaking: bool,
    /// Somebody has listened before: 再听一遍.
    pub again: bool,
    pub slow: bool,
}

#[derive(Default)]
pub struct Listening {
    site: Tone,
    silent: Option<SilentHours>,
    tone: Tone,
    works: Option<bool>,
    /// Screens are read as they come.
    follows: bool,
    /// The last screen, as it was said.
    said: Utterance,
    /// What came while something was being said, and belongs behind it.
    rest: Option<Utterance>,
    speaking: Option<Speaking>,
    number: u64,
    falls_silent: bool,
}

#[derive(Clone, Copy)]
struct Speaking {
    number: u64,
    since: Duration,
    /// The idle clock stands still; not for the question whether anybody is there.
    holds_the_clock: bool,
}

impl Listening {
    /// As the site wants it; it was not known before.
    pub fn start(&mut self, site: Tone, silent: Option<SilentHours>) {
        if self.tone == self.site {
            self.tone = site; // else somebody has been quicker than the files
        }
        (self.site, self.silent) = (site, silent);
    }

    /// Somebody has asked for something the next person has not asked for.
    pub fn is_changed(&self) -> bool {
        self.follows || self.tone != self.site
    }

    /// When nothing is said without a press.
    pub fn silent_at(&self, time: Time) -> bool {
        self.silent.is_some_and(|hours| hours.hold_at(time))
    }

    pub fn view(&self) -> View {
        View {
            works: !self.is_mute(), // until it is known: nothing jumps away under a finger
            speaking: self.speaking.is_some(),
            again: self.follows,
            slow: self.tone.speed == Speed::Slow,
        }
    }

    /// Known to be silent.
    pub fn is_mute(&self) -> bool {
        self.works == Some(false)
    }

    /// Until when the idle clock stands still.
    pub fn speaks_until(&self, now: Duration) -> Option<Duration> {
        let speaking = self.speaking.filter(|speaking| speaking.holds_the_clock)?;
        let end = speaking.since + LONGEST;
        (now < end).then_some(end)
    }

    /// True once, when what is said has held the idle clock for too long.
    pub fn lets_the_clock_go(&mut self, now: Duration) -> bool {
        match &mut self.speaking {
            Some(speaking) if speaking.holds_the_clock && now >= speaking.since + LONGEST => {
                speaking.holds_the_clock = false;
                true
            }
            Some(_) | None => false,
        }
    }

    /// A finger anywhere on the glass.
    pub fn hush(&mut self) -> Option<Effect> {
        self.rest = None;
        self.speaking.take().map(|_| Effect::Hush)
    }

    pub fn touch(&mut self, touch: Touch, screen: Utterance, now: Duration) -> Vec<Effect> {
        match touch {
            Touch::Stop => {
                self.follows = false;
                Vec::new()
            }
            Touch::Read => {
                self.follows = true;
                self.said = screen.clone();
                vec![self.say(screen, now)]
            }
            Touch::Louder | Touch::Quieter => {
                let before = self.tone.volume;
                let louder = touch == Touch::Louder;
                self.tone.volume = if louder { before.louder() } else { before.quieter() };
                let told = match (louder, self.tone.volume == before) {
                    (true, false) => "sound.louder",
                    (true, true) => "sound.loudest",
                    (false, false) => "sound.quieter",
                    (false, true) => "sound.quietest",
                };
                vec![self.say(Utterance::of(&[told]), now)]
            }
            Touch::Slower(slow) => {
                self.tone.speed = if slow { Speed::Slow } else { Speed::Normal };
                let told = if slow { "sound.slow" } else { "sound.normal" };
                vec![self.say(Utterance::of(&[told]), now)]
            }
        }
    }

    /// What a press did, to whoever listens.
    pub fn tell(&mut self, told: Utterance, now: Duration) -> Option<Effect> {
        self.follows.then(|| self.say(told, now))
    }

    /// Said without being asked for.
    pub fn greet(&mut self, greeting: Utterance, now: Duration) -> Effect {
        self.say(greeting, now)
    }

    /// After each step: another screen is read to whoever listens; what was only added comes behind.
    pub fn follow(&mut self, screen: Utterance, now: Duration) -> Option<Effect> {
        if !self.follows || screen == self.said {
            return None;
        }
        if !screen.0.is_empty() && self.said.0.starts_with(&screen.0) {
            self.said = screen; // something has gone: what is left has been said
            return None;
        }
        let added = screen.0.strip_prefix(self.said.0.as_slice()).map(<[_]>::to_vec);
        let behind = added.filter(|_| !self.said.0.is_empty());
        self.said = screen.clone();
        match behind {
            Some(added) if self.speaking.is_some() => {
                let mut rest = self.rest.take().unwrap_or_default();
                rest.0.extend(added);
                self.rest = Some(rest);
                None
            }
            Some(added) => Some(self.say(Utterance(added), now)),
            None => Some(self.say(screen, now)),
        }
    }

    /// True when something has come to its end for which the idle clock stood still.
    pub fn hear(&mut self, report: VoiceReport, now: Duration) -> (bool, Option<Effect>) {
        match report {
            VoiceReport::Works => self.works = Some(true),
            VoiceReport::NoSoundDevice => self.works = Some(false),
            VoiceReport::Started { clip: _ } => {} // heard or not, the screen shows the same
            VoiceReport::Finished { number } => {
                if let Some(ended) = self.speaking.take_if(|speaking| speaking.number == number) {
                    let rest = self.rest.take().map(|rest| self.say(rest, now));
                    return (ended.holds_the_clock, rest);
                }
            }
        }
        (false, None)
    }

    /// The next person has not asked for anything.
    pub fn forget(&mut self) {
        self.tone = self.site;
        self.follows = false;
        self.said = Utterance::default();
        self.rest = None;
        self.falls_silent |= self.speaking.take().is_some();
    }

    /// What [`Self::forget`] left to be done.
    pub fn fall_silent(&mut self) -> Option<Effect> {
        std::mem::take(&mut self.falls_silent).then_some(Effect::Hush)
    }

    fn say(&mut self, utterance: Utterance, now: Duration) -> Effect {
        self.number += 1;
        self.rest = None;
        self.speaking = Some(Speaking {
            number: self.number,
            since: now,
            holds_the_clock: utterance != voice::of_idle(),
        });
        let Tone { speed, volume } = self.tone;
        Effect::Say { number: self.number, utterance, speed, volume }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Duration = Duration::from_secs(9);

    fn screen(prompts: &[&str]) -> Utterance {
        Utterance::of(prompts)
    }

    fn reads(prompts: &[&str]) -> Listening {
        let mut listening = Listening::default();
        listening.hear(VoiceReport::Works, NOW);
        assert_eq!(said(listening.touch(Touch::Read, screen(prompts), NOW).pop()), prompts);
        listening
    }

    /// What is to be heard after an effect.
    fn said(effect: Option<Effect>) -> Vec<String> {
        match effect {
            Some(Effect::Say { utterance, .. }) => utterance.clips(),
            Some(_) | None => Vec::new(),
        }
    }

    #[test]
    fn a_touch_stops_it_and_stop_keeps_it_silent() {
        let mut listening = reads(&["screen.sign"]);
        assert!(listening.view().speaking);
        assert!(matches!(listening.hush(), Some(Effect::Hush)));
        assert!(listening.touch(Touch::Stop, screen(&["screen.sign"]), NOW).is_empty());
        assert!(!listening.view().again);
        assert_eq!(said(listening.follow(screen(&["screen.review"]), NOW)), Vec::<String>::new());
    }

    #[test]
    fn another_screen_is_read_in_place_of_the_last_and_the_same_is_not_read_again() {
        let mut listening = reads(&["screen.sign"]);
        assert_eq!(said(listening.follow(screen(&["screen.sign"]), NOW)), Vec::<String>::new());
        assert_eq!(said(listening.follow(screen(&["screen.review"]), NOW)), ["screen.review"]);
    }

    #[test]
    fn what_is_added_to_a_screen_waits_until_the_rest_has_been_said() {
        let mut listening = reads(&["screen.submitted"]);
        let more = screen(&["screen.submitted", "screen.submitted_printed"]);
        assert_eq!(said(listening.follow(more, NOW)), Vec::<String>::new());
        let (ended, rest) = listening.hear(VoiceReport::Finished { number: 1 }, NOW);
        assert!(ended);
        assert_eq!(said(rest), ["screen.submitted_printed"]);
    }

    #[test]
    fn the_end_of_something_earlier_is_not_the_end_of_this() {
        let mut listening = reads(&["screen.sign"]);
        listening.touch(Touch::Read, screen(&["screen.sign"]), NOW);
        assert!(!listening.hear(VoiceReport::Finished { number: 1 }, NOW).0);
        assert!(listening.view().speaking);
    }

    #[test]
    fn the_idle_clock_stands_still_while_it_speaks_but_not_for_ever_and_not_for_its_own_question() {
        let mut listening = reads(&["screen.sign"]);
        assert_eq!(listening.speaks_until(NOW), Some(NOW + LONGEST));
        assert_eq!(listening.speaks_until(NOW + LONGEST), None);
        assert!(!listening.lets_the_clock_go(NOW));
        assert!(listening.lets_the_clock_go(NOW + LONGEST));
        assert!(!listening.lets_the_clock_go(NOW + LONGEST), "once");
        listening.follow(voice::of_idle(), NOW);
        assert_eq!(listening.speaks_until(NOW), None);
        assert!(!listening.hear(VoiceReport::Finished { number: 2 }, NOW).0);
        assert!(!listening.view().speaking);
    }

    #[test]
    fn who_was_quicker_than_the_files_keeps_the_chosen_tone() {
        let site = Tone { speed: Speed::Slow, volume: Volume::Quiet };
        let mut listening = Listening::default();
        listening.start(site, None);
        assert!(!listening.is_changed());
        let mut listening = Listening::default();
        listening.touch(Touch::Louder, Utterance::default(), NOW);
        listening.start(site, None);
        assert_eq!(listening.tone.volume, Volume::Normal.louder());
        assert!(listening.is_changed());
        listening.forget();
        assert_eq!(listening.tone, site);
        assert!(!listening.is_changed());
    }

    #[test]
    fn the_next_person_finds_the_tone_of_the_site_and_silence() {
        let mut listening = reads(&["screen.sign"]);
        listening.touch(Touch::Slower(true), Utterance::default(), NOW);
        listening.forget();
        assert!(matches!(listening.fall_silent(), Some(Effect::Hush)));
        assert!(listening.fall_silent().is_none());
        let view = listening.view();
        assert!(!view.slow && !view.again && !view.speaking);
    }
}
