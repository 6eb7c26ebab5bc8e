//! From question to question, the signature, the review, 提交.

use std::sync::Arc;

use super::Session;
use crate::domain::bundle::Filed;
use crate::domain::draft::{Draft, FieldProblem, Value};
use crate::domain::service_item::FieldKind;
use crate::kiosk::effect::Effect;
use crate::kiosk::screens::fill_form::Purpose;
use crate::kiosk::screens::take_photo::Subject;
use crate::kiosk::screens::{Screen, fill_form, materials, review, sign, take_photo};
use crate::kiosk::wording;

impl Session {
    /// Shows the next question behind `after`; at the end the materials that are wanted, then the signature.
    pub(super) fn ask_on(&mut self, draft: Draft, after: Option<&str>) {
        let next = draft.next_question(after).map(|field| field.key.clone());
        self.screen = match next {
            Some(key) => question(draft, &key, Purpose::File),
            None if materials::is_needed(&draft) => {
                Screen::Materials(Box::new(materials::State::new(draft)))
            }
            None => Screen::Sign(Box::new(sign::State::of_the_application(draft))),
        };
    }

    pub(super) fn ask_signature(&mut self, draft: Draft) {
        self.screen = Screen::Sign(Box::new(sign::State::of_the_application(draft)));
    }

    pub(super) fn touch_form(&mut self, touch: fill_form::Touch) -> Vec<Effect> {
        let (setup, size) = (Arc::clone(&self.setup), self.sight.text_size);
        let Screen::FillForm(state) = &mut self.screen else { return Vec::new() };
        if state.purpose == Purpose::Notice {
            match touch {
                fill_form::Touch::Back => {
                    self.previous_situation();
                    return Vec::new();
                }
                fill_form::Touch::Next => return self.next_situation(),
                fill_form::Touch::Choose(_)
                | fill_form::Touch::Key(_)
                | fill_form::Touch::Clear
                | fill_form::Touch::Write
                | fill_form::Touch::PreviousPage
                | fill_form::Touch::NextPage
                | fill_form::Touch::Leave => {}
            }
        }
        let Screen::FillForm(state) = &mut self.screen else { return Vec::new() };
        match touch {
            fill_form::Touch::Choose(id) => state.choose(&id, &setup.sites),
            fill_form::Touch::Key(key) => state.type_key(&key),
            fill_form::Touch::Clear if state.digits.len() >= 4 => {
                self.message = Some(wording::clear_all());
            }
            fill_form::Touch::Clear => state.clear_digits(),
            fill_form::Touch::Write if state.kind() == fill_form::Kind::Words => self.open_panel(),
            fill_form::Touch::Write => {} // pressed while another question came
            fill_form::Touch::PreviousPage => state.turn_back(&setup, size),
            fill_form::Touch::NextPage => state.turn_on(&setup, size),
            fill_form::Touch::Back => self.previous_question(),
            fill_form::Touch::Next => self.next_question(),
            fill_form::Touch::Leave => self.wipe(),
        }
        Vec::new()
    }

    pub(super) fn next_question(&mut self) {
        let Screen::FillForm(state) = &mut self.screen else { return };
        if let Some(problem) = state.find_problem() {
            self.message = Some(wording::not_ready(&problem, state.field().kind));
            return;
        }
        if state.account_needs_second_look() {
            self.message = Some(wording::account_second_look(&state.digits, state.field()));
            return;
        }
        if state.go_on() {
            return;
        }
        let (draft, key, changing) =
            (state.draft.clone(), state.key.clone(), state.purpose == Purpose::Change);
        if let Some(rule) = draft.stopping_rule() {
            self.message = Some(wording::stopped(&rule.message)); // before twenty more questions
            return;
        }
        let told = wording::told(&draft.told_since(Some(&key)));
        self.after_answer(draft, &key, changing);
        if told.is_some() {
            self.message = told;
        }
    }

    /// The next question, or where the person came from.
    pub(super) fn after_answer(&mut self, draft: Draft, key: &str, changing: bool) {
        if !changing {
            self.ask_on(draft, Some(key));
            return;
        }
        // back to review, unless the new answer opened another question or took the signature away
        let open = draft
            .questions()
            .into_iter()
            .find(|field| draft.is_asked(field) && draft.find_problem(field).is_some())
            .map(|field| field.key.clone());
        self.screen = match open {
            Some(key) => question(draft, &key, Purpose::Change),
            None if draft.is_signed() => Screen::Review(Box::new(review::State::new(draft))),
            // another answer may ask for another paper
            None if materials::is_needed(&draft) => {
                Screen::Materials(Box::new(materials::State::new(draft)))
            }
            None => Screen::Sign(Box::new(sign::State::of_the_application(draft))),
        };
    }

    /// Opens the form of an item, with what its rules say of the card alone: in the guide it stands on a later page.
    pub(super) fn start_form(&mut self, draft: Draft) {
        let told = wording::told(&draft.told_since(None));
        self.ask_on(draft, None);
        if told.is_some() {
            self.message = told;
        }
    }

    fn previous_question(&mut self) {
        let Screen::FillForm(state) = &mut self.screen else { return };
        if state.go_back() {
            return;
        }
        let (draft, key) = (state.draft.clone(), state.key.clone());
        let changing = state.purpose == Purpose::Change;
        self.before_question(draft, &key, changing);
    }

    /// The question before, or where the person came from.
    pub(super) fn before_question(&mut self, draft: Draft, key: &str, changing: bool) {
        if changing && draft.is_signed() {
            self.screen = Screen::Review(Box::new(review::State::new(draft)));
            return;
        }
        let before = draft.previous_question(Some(key)).map(|field| field.key.clone());
        match before {
            Some(key) => self.screen = question(draft, &key, Purpose::File),
            None => self.back_to_start(),
        }
    }

    /// The last question of the form once more.
    pub(super) fn last_question(&mut self, draft: Draft) {
        match draft.previous_question(None).map(|field| field.key.clone()) {
            Some(key) => self.screen = question(draft, &key, Purpose::File),
            None => self.back_to_start(),
        }
    }

    pub(super) fn touch_sign(&mut self, touch: sign::Touch) {
        let Screen::Sign(state) = &mut self.screen else { return };
        match touch {
            sign::Touch::Done { signature, aspect } => {
                if sign::is_signature(&signature, aspect) {
                    let mut draft = state.draft.clone();
                    if let Some(key) = state.field.clone() {
                        draft.answer(&key, Value::Signature(signature));
                        self.ask_on(draft, Some(&key));
                        return;
                    }
                    draft.sign(signature);
                    self.screen = Screen::Review(Box::new(review::State::new(draft)));
                } else {
                    self.message = Some(wording::not_signed());
                }
            }
            sign::Touch::NotYet => self.message = Some(wording::not_signed()),
            sign::Touch::CannotWrite => self.message = Some(wording::cannot_write()),
            sign::Touch::Back => {
                let draft = state.draft.clone();
                if state.field.is_none() && materials::is_needed(&draft) {
                    self.screen = Screen::Materials(Box::new(materials::State::new(draft)));
                    return;
                }
                let here = state.field.as_deref();
                let before = draft.previous_question(here).map(|field| field.key.clone());
                match before {
                    Some(key) => self.screen = question(draft, &key, Purpose::File),
                    None => self.back_to_start(),
                }
            }
            sign::Touch::Leave => self.wipe(),
        }
    }

    pub(super) fn touch_review(&mut self, touch: review::Touch) -> Vec<Effect> {
        let size = self.sight.text_size;
        let Screen::Review(state) = &mut self.screen else { return Vec::new() };
        if state.busy {
            return Vec::new(); // handed in already: the second press of a trembling hand
        }
        match touch {
            review::Touch::Change(key) => {
                self.screen = question(state.draft.clone(), &key, Purpose::Change);
            }
            review::Touch::PreviousPage => state.turn_back(size),
            review::Touch::NextPage => state.turn_on(size),
            review::Touch::Submit if !state.on_last_page(size) => {
                self.message = Some(wording::later_pages());
            }
            review::Touch::Submit => return self.submit(),
            review::Touch::Back => {
                let draft = state.draft.clone();
                self.screen = Screen::Sign(Box::new(sign::State::of_the_application(draft)));
            }
            review::Touch::Leave => self.wipe(),
        }
        Vec::new()
    }

    fn submit(&mut self) -> Vec<Effect> {
        let (Screen::Review(state), Some(visit)) = (&mut self.screen, &mut self.visit) else {
            return Vec::new();
        };
        match state.draft.clone().check() {
            Ok(application) => {
                let values = application.values().to_vec();
                visit.in_hand = Some(Filed { item: state.draft.shared_item(), values });
                state.busy = true;
                state.failed = false;
                vec![Effect::Submit { visit: visit.number, application: Box::new(application) }]
            }
            Err(problems) => {
                self.show_problem(problems);
                Vec::new()
            }
        }
    }

    /// A rule that stops is said; a field that is not right is asked again.
    fn show_problem(&mut self, problems: Vec<(String, FieldProblem)>) {
        let Some((key, problem)) = problems.into_iter().next() else { return };
        let Screen::Review(state) = &self.screen else { return };
        let draft = state.draft.clone();
        let kind = draft.item().find_field(&key).map_or(FieldKind::Choice, |field| field.kind);
        match &problem {
            FieldProblem::NotSigned => {
                self.screen = Screen::Sign(Box::new(sign::State::of_the_application(draft)))
            }
            FieldProblem::Blocked { message } => {
                self.message = Some(wording::stopped(message));
                return;
            }
            FieldProblem::Missing
            | FieldProblem::TooShort { .. }
            | FieldProblem::TooLong { .. }
            | FieldProblem::TooEarly { .. }
            | FieldProblem::TooLate { .. }
            | FieldProblem::Member { .. }
            | FieldProblem::Malformed
            | FieldProblem::NotOffered => {
                if draft.item().find_field(&key).is_some() {
                    self.screen = question(draft, &key, Purpose::Change);
                }
            }
        }
        self.message = Some(wording::blocked(&problem, kind));
    }
}

/// The screen that asks one field.
fn question(draft: Draft, key: &str, purpose: Purpose) -> Screen {
    let field = draft.item().find_field(key);
    if field.is_some_and(|field| field.kind == FieldKind::Signature) {
        return Screen::Sign(Box::new(sign::State { draft, field: Some(key.into()) }));
    }
    if field.is_some_and(fill_form::is_photographed) {
        let (subject, changing) = (Subject::Field(key.into()), purpose == Purpose::Change);
        return Screen::TakePhoto(Box::new(take_photo::State::new(draft, subject, changing)));
    }
    Screen::FillForm(Box::new(fill_form::State::at(draft, key, purpose)))
}
