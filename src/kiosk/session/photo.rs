//! Taking photos: the camera is open while their screen is, and what was taken becomes an answer or a paper of the form.

use super::Session;
use crate::devices::camera::{Order, Report};
use crate::domain::draft::{Draft, Value};
use crate::domain::photo::Photo;
use crate::kiosk::effect::Effect;
use crate::kiosk::event::Now;
use crate::kiosk::screens::take_photo::{Outcome, Subject, Touch};
use crate::kiosk::screens::{Screen, materials};
use crate::kiosk::wording;

impl Session {
    pub(super) fn touch_photo(&mut self, touch: &Touch) -> Option<Effect> {
        let size = self.sight.text_size;
        let Screen::TakePhoto(state) = &mut self.screen else { return None };
        let outcome = state.touch(touch, size);
        self.follow(outcome)
    }

    /// The second answer to the question before sheets are thrown away.
    pub(super) fn give_up_sheets(&mut self) {
        self.follow(Outcome::Back);
    }

    fn follow(&mut self, outcome: Outcome) -> Option<Effect> {
        let Screen::TakePhoto(state) = &self.screen else { return None };
        let (draft, subject) = (state.draft.clone(), state.subject.clone());
        let changing = state.changing;
        match outcome {
            Outcome::Stay => {}
            Outcome::Order(order) => return Some(Effect::Camera(order)),
            Outcome::Done(photo) => self.after_photo(draft, &subject, changing, Some(photo)),
            Outcome::Original => self.after_photo(draft, &subject, changing, None),
            Outcome::Doubtful => self.message = Some(wording::sheets_given_up(state.sheets())),
            Outcome::Back => self.before_photo(draft, &subject, changing),
            Outcome::Leave => self.wipe(),
        }
        None
    }

    /// `None`: the paper goes to the window.
    fn after_photo(
        &mut self,
        mut draft: Draft,
        subject: &Subject,
        changing: bool,
        photo: Option<Photo>,
    ) {
        match (subject, photo) {
            (Subject::Field(key), Some(photo)) => draft.answer(key, Value::Photo(photo)),
            (Subject::Field(key), None) => draft.clear(key),
            (Subject::Material(key), Some(photo)) => draft.attach(key, photo),
            (Subject::Material(key), None) => {
                draft.detach(key);
                draft.take_to_window(key);
            }
        }
        match subject {
            Subject::Field(key) => self.after_answer(draft, key, changing),
            Subject::Material(_) => self.show_papers(draft),
        }
    }

    fn before_photo(&mut self, draft: Draft, subject: &Subject, changing: bool) {
        match subject {
            Subject::Field(key) => self.before_question(draft, key, changing),
            Subject::Material(_) => self.show_papers(draft),
        }
    }

    /// Where papers are listed.
    fn show_papers(&mut self, draft: Draft) {
        self.screen = Screen::Materials(Box::new(materials::State::new(draft)));
    }

    /// Of an opening that is over nothing is taken any more: it may have been somebody else's.
    pub(super) fn camera(&mut self, report: Report, now: Now) -> Option<Effect> {
        let Screen::TakePhoto(state) = &mut self.screen else { return None };
        if state.opening != Some(report.opening) {
            return None;
        }
        if state.is_busy() {
            self.touched_at = now.since_start; // the idle clock stood still
        }
        match state.take(report.news) {
            Ok(outcome) => self.follow(outcome),
            Err(refusal) => {
                self.message = Some(wording::photo_refused(refusal));
                None
            }
        }
    }

    /// The number of the opening that was in sight before.
    pub(super) fn camera_opening(&self) -> Option<u64> {
        let Screen::TakePhoto(state) = &self.screen else { return None };
        state.opening
    }

    /// One opening for each time the screen is shown.
    pub(super) fn follow_the_camera(&mut self, was_open: Option<u64>) -> Option<Effect> {
        let Screen::TakePhoto(state) = &mut self.screen else {
            return was_open.map(|_| Effect::Camera(Order::Close));
        };
        if state.opening.is_some() {
            return None;
        }
        self.openings += 1;
        state.opening = Some(self.openings);
        Some(Effect::Camera(Order::Open { opening: self.openings }))
    }
}
