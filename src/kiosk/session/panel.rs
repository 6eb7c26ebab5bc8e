//! The writing panel: opened over a question, closed back into it; its engines are asked once for each change.

use jiff::civil::Date;

use super::{Session, Setup};
use crate::domain::search::Index;
use crate::input::worker::{LookUp, Report, Which};
use crate::input::{Candidate, Vocabulary};
use crate::kiosk::effect::Effect;
use crate::kiosk::screens::write_text::{EngineState, Purpose, Way};
use crate::kiosk::screens::{Screen, write_text};
use crate::kiosk::wording;

impl Session {
    pub(super) fn open_panel(&mut self) {
        let screen = std::mem::replace(&mut self.screen, Screen::Welcome);
        self.screen = if let Screen::FillForm(form) = screen {
            Screen::WriteText(Box::new(write_text::State::new(form)))
        } else {
            screen
        };
    }

    /// Over the list of items.
    pub(super) fn open_search(&mut self, way: Way) {
        let screen = std::mem::replace(&mut self.screen, Screen::Welcome);
        self.screen = if let Screen::ChooseItem(list) = screen {
            Screen::WriteText(Box::new(write_text::State::search(list, way)))
        } else {
            screen
        };
    }

    pub(super) fn touch_writing(&mut self, touch: write_text::Touch) {
        let Screen::WriteText(state) = &mut self.screen else { return };
        match state.doubt(&touch) {
            Some(loss) => self.message = Some(wording::loss(loss)),
            None => self.write(touch),
        }
    }

    /// The second answer to the question before something is thrown away.
    pub(super) fn write_in_spite(&mut self) {
        let Screen::WriteText(state) = &mut self.screen else { return };
        if let Some(touch) = state.take_doubtful() {
            self.write(touch);
        }
    }

    fn write(&mut self, touch: write_text::Touch) {
        let Screen::WriteText(state) = &mut self.screen else { return };
        if touch == write_text::Touch::GiveUp {
            self.close_panel(write_text::State::give_up);
        } else if touch == write_text::Touch::Done {
            match state.not_done() {
                Some(why) => self.message = Some(wording::not_done(why)),
                None => self.close_panel(write_text::State::finish),
            }
        } else {
            state.touch(touch);
        }
    }

    fn close_panel(&mut self, leave: impl FnOnce(write_text::State) -> Purpose) {
        let screen = std::mem::replace(&mut self.screen, Screen::Welcome);
        self.screen = if let Screen::WriteText(state) = screen {
            match leave(*state) {
                Purpose::Answer(form) => Screen::FillForm(form),
                Purpose::Search(list) => Screen::ChooseItem(list),
            }
        } else {
            screen
        };
    }

    /// Engines run while the panel is open; each change of what is written is looked up once.
    pub(super) fn follow_the_panel(&mut self, was_open: bool, day: Date) -> Vec<Effect> {
        let mut effects = Vec::new();
        let visit = self.visit_number();
        let Screen::WriteText(state) = &mut self.screen else {
            effects.extend(was_open.then_some(Effect::CloseInput));
            return effects;
        };
        effects.extend((!was_open).then_some(Effect::OpenInput));
        let sequence = self.look_ups + 1;
        if let Some(written) = state.take_question(sequence) {
            self.look_ups = sequence;
            let vocabulary = state.vocabulary();
            if let Some((text, letters)) = state.searched() {
                // the catalogue's own words need no engine: they stand there at once
                let own = own_words(&self.index.completions(text, letters, day));
                if !own.is_empty() {
                    state.take_answer(sequence, own);
                }
            }
            effects.push(Effect::LookUp(LookUp { visit, sequence, written, vocabulary }));
        }
        effects
    }

    pub(super) fn input(&mut self, report: Report, day: Date) {
        match report {
            Report::Ready { which } => self.set_engine(which, EngineState::Ready),
            Report::Failed { which, error } => {
                self.set_engine(which, EngineState::Gone((&error).into()));
            }
            Report::Candidates { visit, sequence, candidates } => {
                self.take_candidates(visit, sequence, candidates, day);
            }
            // as if nothing had been found: box and keys stay, and the next question may be answered
            Report::NoAnswer { visit, sequence, .. } => {
                self.take_candidates(visit, sequence, Vec::new(), day);
            }
        }
    }

    fn set_engine(&mut self, which: Which, state: EngineState) {
        match which {
            Which::Keys => self.engines.keys = state,
            Which::Ink => self.engines.ink = state,
        }
        if let (Which::Ink, EngineState::Gone(_), Screen::WriteText(panel)) =
            (which, state, &mut self.screen)
        {
            panel.give_up_ink(); // the box is hidden now, and nobody will read what is in it
        }
    }

    fn take_candidates(
        &mut self,
        visit: u64,
        sequence: u64,
        candidates: Vec<Candidate>,
        day: Date,
    ) {
        if self.visit_number() != visit {
            return;
        }
        let Screen::WriteText(state) = &mut self.screen else { return };
        let candidates = match (state.searched(), state.vocabulary()) {
            (Some((text, letters)), _) => {
                let own = own_words(&self.index.completions(text, letters, day));
                known_words_first(own, candidates, text, &self.index)
            }
            (None, Vocabulary::Place) => own_places_first(candidates, &self.setup),
            (None, Vocabulary::General | Vocabulary::Name) => candidates,
        };
        state.take_answer(sequence, candidates);
    }

    /// Of whoever is here; 0 is nobody's, and looks for an item without a card.
    fn visit_number(&self) -> u64 {
        self.visit.as_ref().map_or(0, |visit| visit.number)
    }
}

fn own_words(words: &[String]) -> Vec<Candidate> {
    words.iter().map(|text| Candidate { text: text.clone(), rest: String::new() }).collect()
}

/// The catalogue's own words, then of the engine's candidates those that go on a word of the catalogue.
fn known_words_first(
    mut own: Vec<Candidate>,
    mut candidates: Vec<Candidate>,
    text: &str,
    index: &Index,
) -> Vec<Candidate> {
    candidates.retain(|one| !own.iter().any(|other| other.text == one.text));
    let rest = candidates.first().map(|first| first.rest.clone()).unwrap_or_default();
    candidates.sort_by_key(|one| {
        one.rest != rest || !index.knows(&format!("{text}{}", one.text)) // stable
    });
    own.extend(candidates);
    own
}

/// Of candidates that use up as much as the first, those with which a name begins come before the others: first the names of
/// the point's own township and its villages, then those of the other townships.
fn own_places_first(mut candidates: Vec<Candidate>, setup: &Setup) -> Vec<Candidate> {
    let Some(rest) = candidates.first().map(|first| first.rest.clone()) else { return candidates };
    let townships = &setup.sites.townships;
    let own = townships.iter().find(|one| setup.point_code.starts_with(&one.code));
    let villages = own.into_iter().flat_map(|own| setup.sites.villages_of(&own.code));
    let mut own_names: Vec<String> = villages.map(|village| village.short_name()).collect();
    own_names.extend(own.map(|own| own.name.clone()));
    // stable
    candidates.sort_by_key(|candidate| {
        let text = candidate.text.as_str();
        let fits = candidate.rest == rest && text.chars().count() > 1;
        if fits && own_names.iter().any(|name| name.starts_with(text)) {
            0
        } else if fits && townships.iter().any(|one| one.name.starts_with(text)) {
            1
        } else {
            2
        }
    });
    candidates
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use crate::input::InputError;
    use crate::kiosk::event::{Event, OverlayTouch, Touch};
    use crate::kiosk::screens::View;
    use crate::kiosk::screens::fill_form::tests::{form, wang_xiuying};
    use crate::kiosk::session::Visit;
    use crate::kiosk::session::tests::{after, session, setup};

    /// Somebody in the panel of the question where they live, and engines that work.
    fn in_the_panel() -> Session {
        let mut session = session();
        session.visit = Some(Visit {
            number: 1,
            card: wang_xiuying(),
            standings: Vec::new(),
            cases: Vec::new(),
            filed: Vec::new(),
            in_hand: None,
            notices: Vec::new(),
        });
        session.screen =
            Screen::FillForm(Box::new(form("advanced_age_allowance", "current_address")));
        session.open_panel();
        for which in [Which::Keys, Which::Ink] {
            session.step(Event::Input(Report::Ready { which }), after(1));
        }
        session
    }

    fn touch(session: &mut Session, touch: write_text::Touch) -> Vec<Effect> {
        session.step(Event::Touch(Touch::WriteText(touch)), after(2))
    }

    fn answer(session: &mut Session, answer: OverlayTouch) {
        session.step(Event::Touch(Touch::Overlay(answer)), after(3));
    }

    fn shown(session: &Session) -> write_text::View {
        let View::WriteText(view) = session.frame(after(4)).view else { panic!("no panel") };
        view
    }

    fn one_stroke() -> write_text::Touch {
        write_text::Touch::Stroke(vec![(0.1, 0.5), (0.9, 0.5)])
    }

    /// The box is hidden then: what is in it could neither be chosen nor taken away.
    #[test]
    fn ink_that_no_engine_will_read_does_not_stand_in_the_way() {
        let mut session = in_the_panel();
        touch(&mut session, one_stroke());
        assert_eq!(shown(&session).strokes, 1);
        let error = InputError::Missing("model".into());
        let report = Report::Failed { which: Which::Ink, error };
        session.step(Event::Input(report), after(4));
        assert_eq!(shown(&session).strokes, 0);
    }

    #[test]
    fn an_engine_without_an_answer_takes_neither_box_nor_keys_away() {
        let mut session = in_the_panel();
        let effects = touch(&mut session, one_stroke());
        let asked = effects.iter().find_map(|effect| {
            let Effect::LookUp(question) = effect else { return None };
            Some((question.visit, question.sequence))
        });
        let (visit, sequence) = asked.unwrap();
        let error = InputError::Engine("it could not answer".into());
        let report = Report::NoAnswer { which: Which::Ink, visit, sequence, error };
        session.step(Event::Input(report), after(2));

        let view = shown(&session);
        assert_eq!(view.trouble, Default::default());
        assert_eq!(view.bar_hint, wording::nothing_found(Way::Hand));
    }

    #[test]
    fn ink_that_is_not_chosen_goes_only_when_the_person_says_so() {
        let mut session = in_the_panel();
        touch(&mut session, one_stroke());
        touch(&mut session, write_text::Touch::Way(Way::Marks));
        assert!(session.message.is_some());
        answer(&mut session, OverlayTouch::Safe);
        assert_eq!((shown(&session).way, shown(&session).strokes), (Way::Hand, 1));

        touch(&mut session, write_text::Touch::Way(Way::Marks));
        answer(&mut session, OverlayTouch::Other);
        assert_eq!((shown(&session).way, shown(&session).strokes), (Way::Marks, 0));
    }

    #[test]
    fn many_characters_are_given_up_only_when_the_person_says_so() {
        let mut session = in_the_panel();
        touch(&mut session, write_text::Touch::Typed("二泉村组".into()));
        touch(&mut session, write_text::Touch::GiveUp);
        answer(&mut session, OverlayTouch::Safe);
        assert_eq!(shown(&session).text, "二泉村组");

        touch(&mut session, write_text::Touch::GiveUp);
        answer(&mut session, OverlayTouch::Other);
        let Screen::FillForm(form) = &session.screen else { panic!("no form") };
        assert_eq!((form.key.as_str(), form.words().as_str()), ("current_address", ""));
    }

    #[test]
    fn places_of_the_points_own_township_come_first_in_a_field_for_places() {
        let shipped = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config");
        let sites = crate::config::load(&shipped).unwrap().sites;
        let setup = Setup { sites: Arc::new(sites), ..setup() };
        let candidate = |text: &str, rest: &str| Candidate { text: text.into(), rest: rest.into() };
        let sorted = |found: Vec<Candidate>| -> Vec<String> {
            own_places_first(found, &setup).iter().map(|one| one.text.clone()).collect()
        };
        let found = vec![candidate("余新", ""), candidate("玉新", ""), candidate("玉", "xin")];
        assert_eq!(sorted(found), ["玉新", "余新", "玉"]);
        // a township's name counts from its beginning on, and the own one before the others
        let found = vec![candidate("达成", ""), candidate("大成", ""), candidate("大", "cheng")];
        assert_eq!(sorted(found), ["大成", "达成", "大"]);
        let found = vec![candidate("倒", "lin"), candidate("倒林", ""), candidate("道林镇", "")];
        assert_eq!(sorted(found), ["倒", "倒林", "道林镇"], "what uses up less stays first");
        let found = vec![candidate("倒林", ""), candidate("道林", "")];
        assert_eq!(sorted(found), ["道林", "倒林"]);
    }
}
