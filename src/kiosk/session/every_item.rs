//! Every item that is open for filing, from the card to the press that hands it in, question by question as they come.

use std::sync::Arc;

use jiff::civil::{Date, date};

use super::Session;
use super::tests::{after, shipped_setup};
use crate::devices::ReaderReport;
use crate::devices::camera::{News, Picture, Report, Taken};
use crate::domain::application::Application;
use crate::domain::eligibility::{Standing, first_block, standing};
use crate::domain::id_card::IdCard;
use crate::domain::id_number::{IdNumber, Sex};
use crate::domain::photo::{MediaType, Photo};
use crate::domain::service_item::{Field, FieldKind, ServiceItem};
use crate::domain::signature::{Signature, StrokePoint};
use crate::kiosk::effect::Effect;
use crate::kiosk::event::{Event, OverlayTouch, Touch};
use crate::kiosk::screens::fill_form::tests::wang_xiuying;
use crate::kiosk::screens::{
    Screen, fill_form, guide, materials, read_card, review, sign, take_photo, write_text,
};
use crate::kiosk::session::{Setup, StoreState};

pub(super) const DAY: Date = date(2026, 11, 24);

/// One of them may file each item: 83, 62, 34 and 30 years old.
pub(super) fn people() -> Vec<IdCard> {
    let born = |birth: Date, number: &str, sex: Sex| IdCard {
        birth,
        sex,
        number: IdNumber::parse(number).unwrap(),
        ..IdCard::clone(&wang_xiuying())
    };
    let with_photo = |card: IdCard| IdCard { photo: vec![1; 1024], ..card };
    vec![
        IdCard::clone(&wang_xiuying()),
        born(date(1964, 5, 20), "430124196405200013", Sex::Male),
        born(date(1992, 8, 8), "430124199208080028", Sex::Female),
    ]
    .into_iter()
    .map(with_photo)
    .collect()
}

pub(super) struct Person {
    pub(super) session: Session,
    pub(super) item: Arc<ServiceItem>,
}

impl Person {
    pub(super) fn touch(&mut self, touch: Touch) -> Vec<Effect> {
        self.session.step(Event::Touch(touch), after(1))
    }

    pub(super) fn form(&mut self, touch: fill_form::Touch) {
        self.touch(Touch::FillForm(touch));
    }

    pub(super) fn state(&self) -> &fill_form::State {
        let Screen::FillForm(state) = &self.session.screen else { panic!("no question") };
        state
    }

    /// Answers what is asked until it is handed in.
    pub(super) fn files(&mut self) -> Application {
        for _ in 0..400 {
            let before = self.session.screen.word();
            match &self.session.screen {
                Screen::FillForm(_) => self.answers(),
                Screen::TakePhoto(_) => self.photographs(),
                Screen::Guide(_) => {
                    self.touch(Touch::Guide(guide::Touch::Start));
                }
                Screen::Materials(_) => {
                    self.touch(Touch::Materials(materials::Touch::Next));
                    self.touch(Touch::Overlay(OverlayTouch::Other));
                }
                Screen::Sign(_) => self.signs(),
                Screen::Review(_) => {
                    for _ in 0..20 {
                        self.touch(Touch::Review(review::Touch::NextPage));
                    }
                    let effects = self.touch(Touch::Review(review::Touch::Submit));
                    let filed = effects.into_iter().find_map(|effect| {
                        let Effect::Submit { application, .. } = effect else { return None };
                        Some(*application)
                    });
                    return filed.unwrap_or_else(|| self.gives_up("it cannot be handed in"));
                }
                Screen::Welcome
                | Screen::OutOfService(_)
                | Screen::ReadCard(_)
                | Screen::ChooseItem(_)
                | Screen::Notice(_)
                | Screen::WriteText(_)
                | Screen::Submitted(_)
                | Screen::GoOn(_)
                | Screen::Rate(_)
                | Screen::MyCases(_) => self.gives_up(&format!("lost at {before}")),
            }
        }
        self.gives_up("it has no end")
    }

    fn gives_up(&self, why: &str) -> ! {
        let asked = if let Screen::FillForm(state) = &self.session.screen {
            format!("{} ({:?})", state.field().key, state.kind())
        } else {
            self.session.screen.word().into()
        };
        let said = self.session.message.as_ref().map(|message| message.first.clone());
        panic!("{}: {why}: at {asked}, {said:?}", self.item.id);
    }

    pub(super) fn answers(&mut self) {
        let key = self.state().field().key.clone();
        match self.state().kind() {
            fill_form::Kind::Choices => self.chooses(),
            fill_form::Kind::Digits => self.types(),
            fill_form::Kind::Words => self.writes(),
            fill_form::Kind::Stop => self.gives_up("the staff has to help"),
        }
        if matches!(&self.session.screen, Screen::FillForm(state) if state.find_problem().is_some())
        {
            // a township leads to its villages, a new member to the first question about them
            let asks_on = self.state().asks_village() || self.state().field().key != key;
            if asks_on || self.state().kind() == fill_form::Kind::Words {
                return;
            }
            self.gives_up("no answer fits");
        }
        self.form(fill_form::Touch::Next);
        if self.session.message.take().is_some_and(|message| message.other.is_some()) {
            self.touch(Touch::Overlay(OverlayTouch::Other));
        }
    }

    /// The first row with which no rule stops the person.
    fn chooses(&mut self) {
        let rows = self.state().all_choices(&self.session.setup);
        if self.state().lists_members() {
            if self.state().members().is_empty() {
                self.form(fill_form::Touch::Choose("add".into()));
            }
            return;
        }
        for row in &rows {
            self.form(fill_form::Touch::Choose(row.id.clone()));
            let Screen::FillForm(state) = &self.session.screen else { return };
            if first_block(&self.item, &state.draft).is_none() {
                return;
            }
            if state.takes_several() {
                self.form(fill_form::Touch::Choose(row.id.clone()));
            }
        }
        self.gives_up("every row is stopped by a rule");
    }

    fn types(&mut self) {
        let field = self.state().field().clone();
        for digits in samples(&field) {
            while !self.state().digits.is_empty() {
                self.form(fill_form::Touch::Key("⌫".into()));
            }
            for key in digits.chars() {
                self.form(fill_form::Touch::Key(key.to_string()));
            }
            let state = self.state();
            if state.find_problem().is_none() && first_block(&self.item, &state.draft).is_none() {
                return;
            }
        }
        self.gives_up("no number fits");
    }

    fn writes(&mut self) {
        self.form(fill_form::Touch::Write);
        for words in ["湖南省宁乡市大成桥镇", "张三"] {
            self.touch(Touch::WriteText(write_text::Touch::Clear));
            self.touch(Touch::Overlay(OverlayTouch::Other));
            self.touch(Touch::WriteText(write_text::Touch::Way(write_text::Way::Marks)));
            self.touch(Touch::WriteText(write_text::Touch::Typed(words.into())));
            self.touch(Touch::WriteText(write_text::Touch::Done));
            let Screen::FillForm(state) = &self.session.screen else { continue };
            if state.find_problem().is_none() {
                return;
            }
            self.form(fill_form::Touch::Write);
        }
    }

    /// One sheet, as the camera's thread gives it back.
    fn photographs(&mut self) {
        let picture = Picture::new(2, 1, vec![255; 6]);
        self.sees(News::Frame(picture.clone()));
        self.touch(Touch::TakePhoto(take_photo::Touch::Capture));
        let photo = Photo::new(b"a sheet".to_vec(), MediaType::Jpeg, 1);
        let taken = Taken {
            untouched: photo.clone(),
            photo,
            quarters: 0,
            picture: Some(picture),
            doubt: None,
        };
        self.sees(News::Taken(Box::new(taken)));
        self.touch(Touch::TakePhoto(take_photo::Touch::Use));
    }

    fn sees(&mut self, news: News) {
        let Screen::TakePhoto(state) = &self.session.screen else { panic!("no camera") };
        let opening = state.opening.unwrap();
        self.session.step(Event::Camera(Report { opening, news }), after(1));
    }

    fn signs(&mut self) {
        let stroke = (0..20_u16).map(|step| StrokePoint {
            x: f32::from(step) / 25.0,
            y: 0.5,
            ms: u32::from(step) * 10,
        });
        let signature = Signature { strokes: vec![stroke.collect()], picture: vec![0; 8] };
        self.touch(Touch::Sign(sign::Touch::Done { signature, aspect: 4.0 }));
    }
}

/// Numbers of which one fits the field.
fn samples(field: &Field) -> Vec<String> {
    let fixed: &[&str] = match field.kind {
        FieldKind::Phone => &["13800138000"],
        FieldKind::IdNumber => &["430124199208080028", "430124201801010012", "430124202505050014"],
        FieldKind::BankAccount => &["6222020200000000006"],
        FieldKind::Number => &["1", "2", "60", "2026", "0"],
        FieldKind::Date => &["20261120", "20260101", "20200101", "19990101", "20270101"],
        FieldKind::Text
        | FieldKind::TextArea
        | FieldKind::Choice
        | FieldKind::MultiChoice
        | FieldKind::Bool
        | FieldKind::Address
        | FieldKind::Photo
        | FieldKind::Signature
        | FieldKind::Attachment
        | FieldKind::HouseholdMembers => &[],
    };
    fixed.iter().map(|one| (*one).to_owned()).collect()
}

impl Person {
    /// With the card on the reader and the form of an item before them.
    pub(super) fn opens(setup: &Arc<Setup>, card: IdCard, id: &str) -> Self {
        let item = setup.items.iter().find(|item| item.id == id).unwrap();
        let mut session = Session::new(Arc::clone(setup));
        session.machine.store = StoreState::Open;
        session.step(Event::Reader(ReaderReport::Card(Ok(Box::new(card)))), after(0));
        let mut person = Self { session, item: Arc::clone(item) };
        person.touch(Touch::ReadCard(read_card::Touch::OpenItem(id.into())));
        person.touch(Touch::Guide(guide::Touch::Start));
        person
    }
}

#[test]
fn every_open_item_can_be_filed_by_touch_alone() {
    let setup = Arc::new(shipped_setup());
    let mut filed = 0;
    for item in setup.offered(DAY).into_iter().filter(|item| setup.can_be_filed(item)) {
        let may_file =
            |card: &IdCard| matches!(standing(item, card, DAY), Standing::CanFile { .. });
        let card = people().into_iter().find(may_file);
        let card = card.unwrap_or_else(|| panic!("{}: nobody may file it", item.id));
        let mut person = Person::opens(&setup, card, &item.id);
        let application = person.files();
        assert_eq!(application.item().id, item.id);
        let answered =
            |field: &Field| application.values().iter().any(|(key, _)| *key == field.key);
        let required =
            item.fields.iter().filter(|field| field.required && field.show_if.is_empty());
        for field in required {
            assert!(answered(field), "{}: {} is not in it", item.id, field.key);
        }
        filed += 1;
    }
    assert_eq!(filed, 33, "items were filed");
}
