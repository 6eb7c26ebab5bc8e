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
            Outcome::Done(photo) => {
                self.message = None; // a question about the sheets is answered: they are kept
                self.after_photo(draft, &subject, changing, Some(photo));
            }
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

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::config;
    use crate::devices::ReaderReport;
    use crate::devices::camera::{News, Picture, Refusal, Taken};
    use crate::domain::id_card::IdCard;
    use crate::domain::materials::MaterialState;
    use crate::domain::photo::MediaType;
    use crate::kiosk::event::{Event, OverlayTouch, Touch as AnyTouch};
    use crate::kiosk::screens::View;
    use crate::kiosk::screens::fill_form::tests::wang_xiuying;
    use crate::kiosk::screens::take_photo::{Rest, Shown, State, View as PhotoView};
    use crate::kiosk::session::tests::{after, session};

    /// Before the camera, for a paper of the hospital or for the first of its questions.
    fn before_the_camera(subject: Subject) -> Session {
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config");
        let configuration = config::load(&shipped).unwrap();
        let item =
            Arc::new(configuration.catalogue.find_item("chronic_outpatient").unwrap().clone());
        let (card, day) = (wang_xiuying(), jiff::civil::date(2026, 11, 24));
        let draft = Draft::for_item(item, "test", Arc::clone(&card), &configuration.sites, day);
        let mut session = session();
        let card = Box::new(IdCard::clone(&card));
        session.step(Event::Reader(ReaderReport::Card(Ok(card))), after(0));
        session.screen = Screen::TakePhoto(Box::new(State::new(draft, subject, false)));
        let effects = session.step(Event::Tick, after(0));
        let opens = |effect: &Effect| matches!(effect, Effect::Camera(Order::Open { opening: 1 }));
        assert!(effects.iter().any(opens));
        session
    }

    fn papers() -> Subject {
        Subject::Field("proof_files".into())
    }

    fn sees(session: &mut Session, opening: u64, news: News) -> Vec<Effect> {
        session.step(Event::Camera(Report { opening, news }), after(1))
    }

    fn touch(session: &mut Session, touch: Touch) -> Vec<Effect> {
        session.step(Event::Touch(AnyTouch::TakePhoto(touch)), after(1))
    }

    fn taken(what: &[u8]) -> News {
        let photo = Photo::new(what.to_vec(), MediaType::Jpeg, 1);
        let picture = Some(Picture::new(1, 1, vec![0; 3]));
        let untouched = photo.clone();
        News::Taken(Box::new(Taken { photo, untouched, quarters: 0, picture, doubt: None }))
    }

    fn view(session: &Session) -> PhotoView {
        let View::TakePhoto(view) = session.frame(after(1)).view else { panic!("no camera") };
        view
    }

    fn one_frame() -> News {
        News::Frame(Picture::new(1, 1, vec![0; 3]))
    }

    #[test]
    fn what_comes_late_never_reaches_the_next_opening() {
        let mut session = before_the_camera(papers());
        for opening in [0, 2] {
            sees(&mut session, opening, one_frame());
            assert!(view(&session).shown == Shown::Wait, "opening {opening}");
        }
        sees(&mut session, 1, taken(b"nobody has asked for it"));
        assert!(view(&session).shown == Shown::Wait);
        sees(&mut session, 1, one_frame());
        assert!(view(&session).shown == Shown::Camera);
    }

    #[test]
    fn whoever_leaves_closes_the_camera() {
        let mut session = before_the_camera(papers());
        let effects = touch(&mut session, Touch::Leave);
        assert!(effects.iter().any(|one| matches!(one, Effect::Camera(Order::Close))));
        assert!(sees(&mut session, 1, one_frame()).is_empty());
    }

    #[test]
    fn several_sheets_are_bound_and_become_one_answer() {
        let mut session = before_the_camera(papers());
        sees(&mut session, 1, one_frame());
        for sheet in [b"one", b"two"] {
            touch(&mut session, Touch::Capture);
            sees(&mut session, 1, taken(sheet));
            touch(&mut session, Touch::Another);
        }
        assert!(view(&session).rest == Rest::Enough);
        let effects = touch(&mut session, Touch::Enough);
        let bound = effects.iter().find_map(|effect| {
            let Effect::Camera(Order::Bind { sheets }) = effect else { return None };
            Some(sheets.len())
        });
        assert_eq!(bound, Some(2));
        let document = Photo::new(b"%PDF".to_vec(), MediaType::Pdf, 2);
        sees(&mut session, 1, News::Bound(document.clone()));
        let Screen::FillForm(state) = &session.screen else { panic!("no question follows") };
        assert!(state.draft.value("proof_files").unwrap().0 == Value::Photo(document));
        assert!(state.draft.is_photographed("hospital_record"), "the catalogue says so");
    }

    #[test]
    fn sheets_are_thrown_away_only_after_a_question() {
        let mut session = before_the_camera(papers());
        sees(&mut session, 1, one_frame());
        touch(&mut session, Touch::Capture);
        sees(&mut session, 1, taken(b"one"));
        touch(&mut session, Touch::Another);
        sees(&mut session, 1, News::Gone);
        touch(&mut session, Touch::Back);
        assert_eq!(session.message, Some(wording::sheets_given_up(1)));
        session.step(Event::Touch(AnyTouch::Overlay(OverlayTouch::Safe)), after(1));
        assert!(view(&session).rest == Rest::Enough, "the sheet is still there");
        touch(&mut session, Touch::Back);
        session.step(Event::Touch(AnyTouch::Overlay(OverlayTouch::Other)), after(1));
        assert!(!matches!(session.screen, Screen::TakePhoto(_)));
    }

    #[test]
    fn a_paper_of_the_materials_is_kept_with_the_form_or_goes_to_the_window() {
        let mut session = before_the_camera(Subject::Material("hospital_record".into()));
        sees(&mut session, 1, News::Gone);
        assert!(view(&session).rest == Rest::Original);
        sees(&mut session, 1, one_frame());
        touch(&mut session, Touch::Capture);
        sees(&mut session, 1, taken(b"a sheet"));
        touch(&mut session, Touch::Use);
        let Screen::Materials(state) = &session.screen else { panic!("not among the papers") };
        assert!(state.draft.photo_of("hospital_record").is_some());
        let again =
            State::new(state.draft.clone(), Subject::Material("hospital_record".into()), true);
        session.screen = Screen::TakePhoto(Box::new(again));
        session.step(Event::Tick, after(1));
        assert!(view(&session).rest == Rest::Keep);
        touch(&mut session, Touch::Original);
        let Screen::Materials(state) = &session.screen else { panic!("not among the papers") };
        assert!(state.draft.photo_of("hospital_record").is_none());
        let state = state.draft.needs()[0].state;
        assert_eq!(state, MaterialState::OriginalToWindow);
    }

    #[test]
    fn a_document_does_not_stand_among_sheets() {
        let mut session = before_the_camera(papers());
        sees(&mut session, 1, one_frame());
        touch(&mut session, Touch::Capture);
        sees(&mut session, 1, taken(b"one"));
        touch(&mut session, Touch::Another);
        touch(&mut session, Touch::Choose("0".into()));
        let photo = Photo::new(b"%PDF".to_vec(), MediaType::Pdf, 0);
        let untouched = photo.clone();
        let document = Taken { photo, untouched, quarters: 0, picture: None, doubt: None };
        sees(&mut session, 1, News::Taken(Box::new(document)));
        assert_eq!(session.message, Some(wording::photo_refused(Refusal::OnlyPictures)));
        assert!(view(&session).shown == Shown::Files);
    }

    /// A picture of 20 MB takes its time; nobody is asked whether they are still there meanwhile.
    #[test]
    fn the_idle_clock_stands_still_while_a_picture_is_worked_on_and_begins_anew_afterwards() {
        let mut session = before_the_camera(papers());
        sees(&mut session, 1, one_frame());
        touch(&mut session, Touch::Capture);
        session.step(Event::Tick, after(300));
        assert_eq!(session.frame(after(300)).countdown, None);
        session.step(Event::Camera(Report { opening: 1, news: taken(b"one") }), after(300));
        assert_eq!(session.frame(after(359)).countdown, None);
        assert_eq!(session.frame(after(360)).countdown, Some(20));
    }
}
