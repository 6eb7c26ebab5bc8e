//! The writing panel: opened over a question, closed back into it; its engines are asked once for each change.

use super::{Session, Setup, is_now};
use crate::input::worker::{LookUp, Report, Which};
use crate::input::{Candidate, Vocabulary};
use crate::kiosk::effect::Effect;
use crate::kiosk::screens::{Screen, fill_form, write_text};
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

    pub(super) fn touch_writing(&mut self, touch: write_text::Touch) {
        let Screen::WriteText(state) = &mut self.screen else { return };
        if touch == write_text::Touch::GiveUp {
            self.close_panel(|state| state.form);
        } else if touch == write_text::Touch::Done {
            match state.not_done() {
                Some(why) => self.message = Some(wording::not_done(why)),
                None => self.close_panel(write_text::State::finish),
            }
        } else if touch == write_text::Touch::Clear && state.text_length() >= 4 {
            self.message = Some(wording::clear_writing());
        } else {
            state.touch(touch);
        }
    }

    fn close_panel(&mut self, form: impl FnOnce(write_text::State) -> Box<fill_form::State>) {
        let screen = std::mem::replace(&mut self.screen, Screen::Welcome);
        self.screen = if let Screen::WriteText(state) = screen {
            Screen::FillForm(form(*state))
        } else {
            screen
        };
    }

    /// Engines run while the panel is open; each change of what is written is looked up once.
    pub(super) fn follow_the_panel(&mut self, was_open: bool) -> Vec<Effect> {
        let mut effects = Vec::new();
        let (Screen::WriteText(state), Some(visit)) = (&mut self.screen, &self.visit) else {
            effects.extend(was_open.then_some(Effect::CloseInput));
            return effects;
        };
        effects.extend((!was_open).then_some(Effect::OpenInput));
        let sequence = self.look_ups + 1;
        if let Some(written) = state.take_question(sequence) {
            self.look_ups = sequence;
            let vocabulary = state.vocabulary();
            effects.push(Effect::LookUp(LookUp {
                visit: visit.number,
                sequence,
                written,
                vocabulary,
            }));
        }
        effects
    }

    pub(super) fn input(&mut self, report: Report) {
        let engine = match &report {
            Report::Ready { which } => Some((*which, write_text::EngineState::Ready)),
            Report::Failed { which, error } => {
                Some((*which, write_text::EngineState::Gone(error.into())))
            }
            Report::Candidates { .. } => None,
        };
        match engine {
            Some((Which::Keys, state)) => self.engines.keys = state,
            Some((Which::Ink, state)) => self.engines.ink = state,
            None => {}
        }
        if let Report::Candidates { visit, sequence, candidates } = report
            && is_now(&self.visit, visit)
            && let Screen::WriteText(state) = &mut self.screen
        {
            let candidates = match state.vocabulary() {
                Vocabulary::Place => own_places_first(candidates, &self.setup),
                Vocabulary::General | Vocabulary::Name => candidates,
            };
            state.take_answer(sequence, candidates);
        }
    }
}

/// Of candidates that use up as much as the first, the villages of the point's own township come before the others.
fn own_places_first(mut candidates: Vec<Candidate>, setup: &Setup) -> Vec<Candidate> {
    let Some(rest) = candidates.first().map(|first| first.rest.clone()) else { return candidates };
    let township = setup.sites.townships.iter().find(|one| setup.point_code.starts_with(&one.code));
    let own: Vec<_> =
        township.into_iter().flat_map(|one| setup.sites.villages_of(&one.code)).collect();
    candidates.sort_by_key(|candidate| {
        let is_own = own.iter().any(|village| village.is_called(&candidate.text));
        !(candidate.rest == rest && is_own) // stable
    });
    candidates
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use crate::kiosk::session::tests::setup;

    #[test]
    fn villages_of_the_points_own_township_come_first_in_a_field_for_places() {
        let shipped = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config");
        let sites = crate::config::load(&shipped).unwrap().sites;
        let setup = Setup { sites: Arc::new(sites), ..setup() };
        let candidate = |text: &str, rest: &str| Candidate { text: text.into(), rest: rest.into() };
        let found = vec![candidate("余新", ""), candidate("玉新", ""), candidate("玉", "xin")];
        let sorted = own_places_first(found, &setup);
        let order: Vec<&str> = sorted.iter().map(|one| one.text.as_str()).collect();
        assert_eq!(order, ["玉新", "余新", "玉"]);
    }
}
