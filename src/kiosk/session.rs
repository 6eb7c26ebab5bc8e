//! `step(event) → effects`: the kiosk as a pure machine. No clock, no file, no device, no screen.

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;

use super::effect::Effect;
use super::event::{Event, Now, OverlayTouch, StoreReport, Touch};
use super::legible::{self, CanBeDrawn};
use super::listening::Listening;
use super::screens::{
    Place, Screen, View, calling, choose_item, fill_form, item_page, my_cases, out_of_service,
    read_card, review, sign, submitted, welcome, write_text,
};
use super::sight::{self, Sight, TextSize};
use super::{slip, voice, wording};
use crate::devices::{PaperState, PrintOutcome, PrinterReport, ReaderReport};
use crate::domain::application::ApplicationId;
use crate::domain::draft::{Draft, FieldProblem};
use crate::domain::eligibility::{Standing, standing};
use crate::domain::id_card::IdCard;
use crate::domain::receipt::Receipt;
use crate::domain::service_item::{FieldKind, ServiceItem};
use crate::domain::site::Sites;
use crate::domain::stage::JournalEntry;
use crate::domain::voice::Utterance;
use crate::input::worker::{LookUp, Report, Which};
use crate::input::{Candidate, Vocabulary};
use crate::store::CaseRecord;
use crate::sync::{CallNews, SyncReport};

/// What does not change while the kiosk runs.
pub struct Setup {
    pub items: Vec<Arc<ServiceItem>>,
    pub catalogue_version: String,
    /// Ids of the items that can be filed here; the others open a page.
    pub open: Vec<String>,
    pub sites: Arc<Sites>,
    pub point_code: String,
    pub point_name: String,
    pub slip_columns: usize,
    pub idle: Duration,
    pub countdown: Duration,
    pub can_be_drawn: CanBeDrawn,
    /// Of the screens while nobody has chosen another.
    pub sight: Sight,
}

impl Setup {
    pub fn offered(&self, day: Date) -> Vec<&Arc<ServiceItem>> {
        self.items.iter().filter(|item| item.offered_on(day)).collect()
    }

    pub fn can_be_filed(&self, item: &ServiceItem) -> bool {
        item.self_service && self.open.contains(&item.id)
    }
}

/// One person at the machine; dropping it forgets the person.
pub struct Visit {
    pub number: u64,
    pub card: Arc<IdCard>,
    pub standings: Vec<(Arc<ServiceItem>, Standing)>,
    pub cases: Vec<CaseRecord>,
}

/// How the machine is, as far as it knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Machine {
    pub network: Option<bool>,
    /// Applications that wait for the line, and those a person has to look at.
    pub waiting: Option<(u32, u32)>,
    pub paper: Option<PaperState>,
    pub reader: ReaderState,
    /// A card has been found and is being read.
    pub reading: bool,
    pub store: StoreState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReaderState {
    #[default]
    Unknown,
    Works,
    Gone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StoreState {
    /// No new case starts until the database has passed its check.
    #[default]
    Checking,
    Open,
    Unusable,
}

/// One sentence over the screen, with one or two answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub icon: &'static str,
    pub first: String,
    pub second: String,
    pub safe: String,
    pub other: Option<String>,
    /// It says to ask the staff: offers to call them.
    pub staff: bool,
    /// The same to somebody who listens.
    pub said: Utterance,
}

#[derive(Clone, Copy)]
enum Turn {
    Back,
    On,
}

/// What the whole window shows.
#[derive(Clone, PartialEq)]
pub struct Frame {
    pub view: View,
    /// Seconds left before everything is wiped.
    pub countdown: Option<u64>,
    pub message: Option<Message>,
    pub sight: Sight,
    /// The box in which it is chosen.
    pub choosing_sight: bool,
    pub listening: super::listening::View,
    /// Over the whole screen, under message and countdown.
    pub calling: Option<calling::View>,
}

pub struct Session {
    setup: Arc<Setup>,
    machine: Machine,
    screen: Screen,
    visit: Option<Visit>,
    message: Option<Message>,
    /// The notice of somebody who asks for a person.
    calling: Option<calling::State>,
    calls: u64,
    visits: u64,
    prints: u64,
    look_ups: u64,
    engines: write_text::Engines,
    misreads: u8,
    touched_at: Duration,
    sight: Sight,
    choosing_sight: bool,
    listening: Listening,
}

impl Session {
    pub fn new(setup: Arc<Setup>) -> Self {
        Self {
            sight: setup.sight,
            choosing_sight: false,
            listening: Listening::default(),
            setup,
            machine: Machine::default(),
            screen: Screen::Welcome,
            visit: None,
            message: None,
            calling: None,
            calls: 0,
            visits: 0,
            prints: 0,
            look_ups: 0,
            engines: write_text::Engines::default(),
            misreads: 0,
            touched_at: Duration::ZERO,
        }
    }

    pub fn step(&mut self, event: Event, now: Now) -> Vec<Effect> {
        let before = self.call_number();
        let was_writing = matches!(self.screen, Screen::WriteText(_));
        let mut effects = Vec::new();
        if matches!(event, Event::Touch(_)) {
            effects.extend(self.listening.hush()); // whoever touches has heard enough
        }
        let chose = matches!(event, Event::Touch(Touch::FillForm(fill_form::Touch::Choose(_))));
        effects.extend(self.take(event, now));
        if before.is_some() && self.call_number() != before {
            effects.push(Effect::EndCall); // whatever took the notice away
        }
        effects.extend(self.follow_the_panel(was_writing));
        effects.extend(self.listening.fall_silent());
        if !self.listening.silent_at(now.local.time()) {
            let screen = self.spoken(now);
            let another = self.listening.follow(screen, now.since_start);
            // a township leads to its villages: they are read, and no village that was chosen before
            if chose
                && another.is_none()
                && let Screen::FillForm(state) = &self.screen
                && let Some(told) = voice::of_choice(state, &self.setup)
            {
                effects.extend(self.listening.tell(told, now.since_start));
            }
            effects.extend(another);
        }
        effects
    }

    fn take(&mut self, event: Event, now: Now) -> Vec<Effect> {
        match event {
            Event::Touch(touch) => {
                self.touched_at = now.since_start;
                self.touch(touch, now)
            }
            Event::Reader(report) => self.reader(report, now),
            Event::Printer(report) => self.printer(report, now),
            Event::Store(report) => self.store(report, now),
            Event::Sync(report) => self.sync(report),
            Event::VoiceRead { tone, silent } => {
                self.listening.start(tone, silent);
                Vec::new()
            }
            Event::Voice(report) => {
                let (ended, rest) = self.listening.hear(report, now.since_start);
                if ended && self.countdown_left(now).is_none() {
                    self.touched_at = now.since_start; // the idle clock stood still
                }
                rest.into_iter().collect()
            }
            Event::See(sight) => {
                self.sight = sight;
                Vec::new()
            }
            Event::Input(report) => {
                self.input(report);
                Vec::new()
            }
            Event::Tick => {
                self.pass_time(now);
                Vec::new()
            }
        }
    }

    pub fn frame(&self, now: Now) -> Frame {
        let mut view = self.view(now);
        view.mark(self.setup.can_be_drawn);
        let calling = self
            .calling
            .as_ref()
            .map(|state| calling::view(state, &self.setup.point_name, self.screen.has_open_form()));
        Frame {
            view,
            countdown: self.countdown_left(now),
            message: self.message.clone(),
            sight: self.sight,
            choosing_sight: self.choosing_sight,
            listening: self.listening.view(),
            calling,
        }
    }

    /// When time alone will change something.
    pub fn next_tick(&self, now: Now) -> Option<Duration> {
        let call_ends = self.calling.as_ref().map(|calling| calling.since + calling::LONGEST);
        call_ends.into_iter().chain(self.next_idle_tick(now)).min()
    }

    fn next_idle_tick(&self, now: Now) -> Option<Duration> {
        if let Some(end) = self.listening.speaks_until(now.since_start) {
            return Some(end);
        }
        if !self.idle_runs() {
            return None;
        }
        let warn_at = self.touched_at + self.setup.idle;
        if now.since_start < warn_at {
            return Some(warn_at);
        }
        let into = now.since_start.saturating_sub(warn_at);
        Some(warn_at + Duration::from_secs(into.as_secs() + 1))
    }

    fn view(&self, now: Now) -> View {
        let day = now.local.date();
        let setup = self.setup.as_ref();
        let size = self.sight.text_size;
        match (&self.screen, &self.visit) {
            (Screen::ChooseItem(state), visit) => {
                View::ChooseItem(choose_item::view(*state, setup, visit.as_ref(), day, size))
            }
            (Screen::ItemPage(state), visit) => {
                View::ItemPage(item_page::view(state, visit.as_ref(), size))
            }
            (Screen::OutOfService(state), _) => {
                View::OutOfService(out_of_service::view(*state, setup, day, size))
            }
            (Screen::ReadCard(state), Some(visit)) => {
                View::ReadCard(read_card::view(*state, setup, visit, day, size))
            }
            (Screen::FillForm(state), Some(visit)) => {
                View::FillForm(fill_form::view(state, setup, visit, size))
            }
            (Screen::WriteText(state), Some(_)) => {
                View::WriteText(write_text::view(state, self.engines))
            }
            (Screen::Sign(state), Some(visit)) => View::Sign(sign::view(state, visit, now)),
            (Screen::Review(state), Some(visit)) => {
                View::Review(review::view(state, visit, &setup.sites, size))
            }
            (Screen::Submitted(state), Some(visit)) => {
                View::Submitted(submitted::view(state, visit, self.machine.network, size))
            }
            (Screen::MyCases(state), Some(visit)) => {
                View::MyCases(my_cases::view(*state, visit, day, size))
            }
            // a screen about a person cannot outlive the person
            (Screen::Welcome, _)
            | (
                Screen::ReadCard(_)
                | Screen::FillForm(_)
                | Screen::WriteText(_)
                | Screen::Sign(_)
                | Screen::Review(_)
                | Screen::Submitted(_)
                | Screen::MyCases(_),
                None,
            ) => View::Welcome(welcome::view(
                setup,
                &self.machine,
                self.listening.is_mute(),
                now,
                size,
            )),
        }
    }

    // ---- touches ----

    fn touch(&mut self, touch: Touch, now: Now) -> Vec<Effect> {
        match touch {
            Touch::Anywhere => {}
            Touch::CallPerson => return self.call_person(now),
            Touch::Calling(calling::Touch::Close) => self.calling = None,
            Touch::Overlay(touch) => self.touch_overlay(touch),
            Touch::Sight(touch) => return self.touch_sight(touch, now).into_iter().collect(),
            Touch::Listening(touch) => {
                let screen = self.spoken(now);
                return self.listening.touch(touch, screen, now.since_start);
            }
            Touch::Welcome(touch) => match touch {
                welcome::Touch::OpenItem(id) => self.open_item(&id, now),
                welcome::Touch::Browse => self.browse(),
            },
            Touch::OutOfService(touch) => self.touch_out_of_service(touch),
            Touch::ReadCard(touch) => self.touch_read_card(touch, now),
            Touch::ChooseItem(touch) => self.touch_choose_item(touch, now),
            Touch::ItemPage(touch) => self.touch_item_page(touch),
            Touch::MyCases(touch) => self.touch_my_cases(touch),
            Touch::FillForm(touch) => self.touch_form(touch),
            Touch::WriteText(touch) => self.touch_writing(touch),
            Touch::Sign(touch) => self.touch_sign(touch),
            Touch::Review(touch) => return self.touch_review(touch),
            Touch::Submitted(touch) => {
                return self.touch_submitted(touch, now).into_iter().collect();
            }
        }
        Vec::new()
    }

    // ---- the voice ----

    /// What is said of all that is in sight.
    fn spoken(&self, now: Now) -> Utterance {
        if self.countdown_left(now).is_some() {
            return voice::of_idle();
        }
        match (&self.message, &self.calling) {
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

    fn touch_sight(&mut self, touch: sight::Touch, now: Now) -> Option<Effect> {
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

    fn touch_read_card(&mut self, touch: read_card::Touch, now: Now) {
        let size = self.sight.text_size;
        let pages = self
            .visit
            .as_ref()
            .map_or(1, |visit| read_card::page_count(&self.setup, visit, now.local.date(), size));
        match touch {
            read_card::Touch::OpenItem(id) => self.open_item(&id, now),
            read_card::Touch::MyCases => {
                self.screen = Screen::MyCases(my_cases::State::default());
            }
            read_card::Touch::AllItems => self.browse(),
            read_card::Touch::PreviousPage => self.turn_part(pages, Turn::Back),
            read_card::Touch::NextPage => self.turn_part(pages, Turn::On),
            read_card::Touch::Leave => self.wipe(),
        }
    }

    fn touch_item_page(&mut self, touch: item_page::Touch) {
        let Screen::ItemPage(state) = &self.screen else { return };
        let pages = item_page::pages(self.sight.text_size, &state.item);
        match touch {
            item_page::Touch::PreviousPage => self.turn_part(pages, Turn::Back),
            item_page::Touch::NextPage => self.turn_part(pages, Turn::On),
            item_page::Touch::Back => self.back_to_start(),
            item_page::Touch::Leave => self.wipe(),
        }
    }

    fn touch_out_of_service(&mut self, touch: out_of_service::Touch) {
        let pages = out_of_service::pages(self.sight.text_size);
        match touch {
            out_of_service::Touch::Browse => self.browse(),
            out_of_service::Touch::PreviousPage => self.turn_part(pages, Turn::Back),
            out_of_service::Touch::NextPage => self.turn_part(pages, Turn::On),
        }
    }

    fn touch_submitted(&mut self, touch: submitted::Touch, now: Now) -> Option<Effect> {
        let pages = submitted::pages(self.sight.text_size);
        match touch {
            submitted::Touch::PreviousPage => self.turn_part(pages, Turn::Back),
            submitted::Touch::NextPage => self.turn_part(pages, Turn::On),
            submitted::Touch::Done | submitted::Touch::Leave => {
                let listened = self.listening.view().again;
                self.wipe();
                let goodbye = voice::of_goodbye();
                let speaks = listened && !self.listening.silent_at(now.local.time());
                return speaks.then(|| self.listening.greet(goodbye, now.since_start));
            }
        }
        None
    }

    /// Screens that show one part after the other when the words are large.
    fn turn_part(&mut self, pages: usize, turn: Turn) {
        let place = match &mut self.screen {
            Screen::ReadCard(state) => &mut state.place,
            Screen::ItemPage(state) => &mut state.place,
            Screen::Submitted(state) => &mut state.place,
            Screen::OutOfService(state) => &mut state.place,
            Screen::Welcome
            | Screen::ChooseItem(_)
            | Screen::FillForm(_)
            | Screen::WriteText(_)
            | Screen::Sign(_)
            | Screen::Review(_)
            | Screen::MyCases(_) => return,
        };
        match turn {
            Turn::Back => place.turn_back(1),
            Turn::On => place.turn_on(1, pages),
        }
    }

    fn touch_overlay(&mut self, touch: OverlayTouch) {
        match touch {
            OverlayTouch::StillHere => {}
            OverlayTouch::GiveUp => self.wipe(),
            OverlayTouch::Safe => self.message = None,
            OverlayTouch::Other => {
                // only the form and its panel ask questions with two answers
                let clear = self.message.take() == Some(wording::clear_all());
                if let Screen::WriteText(state) = &mut self.screen {
                    state.clear();
                } else if let Screen::FillForm(state) = &mut self.screen {
                    if clear {
                        state.clear_digits();
                    } else {
                        state.account_confirmed = true;
                        self.next_question();
                    }
                }
            }
        }
    }

    // ---- asking for a person ----

    /// The screen below stays as it is, with everything on it; one notice is one call.
    fn call_person(&mut self, now: Now) -> Vec<Effect> {
        if self.calling.is_some() {
            return Vec::new();
        }
        self.message = None; // it has been read: its button led here
        self.calls += 1;
        let known_to_be_down = self.machine.network == Some(false);
        self.calling = Some(calling::State {
            number: self.calls,
            since: now.since_start,
            news: known_to_be_down.then_some(CallNews::NoLine),
        });
        vec![Effect::Call { number: self.calls, screen: self.screen.word() }]
    }

    fn call_number(&self) -> Option<u64> {
        self.calling.as_ref().map(|calling| calling.number)
    }

    fn browse(&mut self) {
        self.screen = Screen::ChooseItem(choose_item::State::default());
    }

    /// The first screen of whoever is here.
    fn back_to_start(&mut self) {
        self.screen = match (&self.visit, self.machine.store) {
            (Some(_), _) => Screen::ReadCard(read_card::State::default()),
            (None, StoreState::Unusable) => Screen::OutOfService(out_of_service::State::default()),
            (None, StoreState::Checking | StoreState::Open) => Screen::Welcome,
        };
    }

    fn touch_choose_item(&mut self, touch: choose_item::Touch, now: Now) {
        let on_a_page = choose_item::tiles_on_a_page(self.sight.text_size);
        let offered = self.setup.offered(now.local.date()).len();
        let Screen::ChooseItem(state) = &mut self.screen else { return };
        match touch {
            choose_item::Touch::OpenItem(id) => self.open_item(&id, now),
            choose_item::Touch::PreviousPage => state.place.turn_back(on_a_page),
            choose_item::Touch::NextPage => state.place.turn_on(on_a_page, offered),
            choose_item::Touch::Back => self.back_to_start(),
            choose_item::Touch::Leave => self.wipe(),
        }
    }

    fn touch_my_cases(&mut self, touch: my_cases::Touch) {
        let on_a_page = my_cases::cases_on_a_page(self.sight.text_size);
        let cases = self.visit.as_ref().map_or(0, |visit| visit.cases.len());
        let Screen::MyCases(state) = &mut self.screen else { return };
        match touch {
            my_cases::Touch::PreviousPage => state.place.turn_back(on_a_page),
            my_cases::Touch::NextPage => state.place.turn_on(on_a_page, cases),
            my_cases::Touch::Back => self.back_to_start(),
            my_cases::Touch::Leave => self.wipe(),
        }
    }

    /// 去办 goes straight to the form; whatever stands against it is said on a page.
    fn open_item(&mut self, id: &str, now: Now) {
        let day = now.local.date();
        let Some(item) = self.setup.items.iter().find(|item| item.id == id).cloned() else {
            return;
        };
        let can_be_filed = self.setup.can_be_filed(&item);
        let why = match &self.visit {
            None if can_be_filed => Some(item_page::Why::CardFirst),
            None => Some(item_page::Why::ComingSoon),
            Some(visit) => match standing(&item, &visit.card, day) {
                Standing::Soon { months, first_day } => {
                    Some(item_page::Why::Soon { months, first_day })
                }
                Standing::Cannot { message, rule_code } => {
                    let age = visit.card.age_on(day);
                    let reason = wording::cannot_reason(&item, &rule_code, &message, age);
                    Some(item_page::Why::Cannot { rule_code, reason })
                }
                Standing::CanFile { .. } if !can_be_filed => Some(item_page::Why::ComingSoon),
                Standing::CanFile { .. } if visit.card.expired_on(day) => {
                    Some(item_page::Why::CardExpired)
                }
                Standing::CanFile { .. } => None,
            },
        };
        match (why, &self.visit) {
            (Some(why), _) => {
                self.screen =
                    Screen::ItemPage(item_page::State { item, why, place: Place::default() })
            }
            (None, Some(visit)) if self.machine.store == StoreState::Open => {
                let version = &self.setup.catalogue_version;
                let card = Arc::clone(&visit.card);
                let draft = Draft::for_item(item, version, card, &self.setup.sites, day);
                self.ask_on(draft, None);
            }
            (None, _) => self.message = Some(wording::still_checking()),
        }
    }

    // ---- form, signature, review ----

    /// Shows the next question behind `after`, or the signature when there is none.
    fn ask_on(&mut self, draft: Draft, after: Option<&str>) {
        let next = draft.next_question(after).map(|field| field.key.clone());
        self.screen = match next {
            Some(key) => Screen::FillForm(Box::new(fill_form::State::at(draft, &key, false))),
            None => Screen::Sign(Box::new(sign::State { draft })),
        };
    }

    fn touch_form(&mut self, touch: fill_form::Touch) {
        let (setup, size) = (Arc::clone(&self.setup), self.sight.text_size);
        let Screen::FillForm(state) = &mut self.screen else { return };
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
    }

    fn next_question(&mut self) {
        let Screen::FillForm(state) = &mut self.screen else { return };
        if let Some(problem) = state.find_problem() {
            self.message = Some(wording::not_ready(&problem, state.field().kind));
            return;
        }
        if state.account_needs_second_look() {
            self.message = Some(wording::account_second_look(&state.digits, state.field()));
            return;
        }
        let (draft, key, changing) = (state.draft.clone(), state.key.clone(), state.changing);
        if !changing {
            self.ask_on(draft, Some(&key));
            return;
        }
        // back to review, unless the new answer opened another question or took the signature away
        let open = draft
            .questions()
            .into_iter()
            .find(|field| draft.is_asked(field) && draft.find_problem(field).is_some())
            .map(|field| field.key.clone());
        self.screen = match open {
            Some(key) => Screen::FillForm(Box::new(fill_form::State::at(draft, &key, true))),
            None if draft.is_signed() => Screen::Review(Box::new(review::State::new(draft))),
            None => Screen::Sign(Box::new(sign::State { draft })),
        };
    }

    fn previous_question(&mut self) {
        let Screen::FillForm(state) = &mut self.screen else { return };
        if state.township.take().is_some() {
            state.place = Place::default();
            return;
        }
        let draft = state.draft.clone();
        if state.changing && draft.is_signed() {
            self.screen = Screen::Review(Box::new(review::State::new(draft)));
            return;
        }
        let before = draft.previous_question(Some(&state.key)).map(|field| field.key.clone());
        match before {
            Some(key) => {
                self.screen = Screen::FillForm(Box::new(fill_form::State::at(draft, &key, false)));
            }
            None => self.back_to_start(),
        }
    }

    // ---- the writing panel ----

    fn open_panel(&mut self) {
        let screen = std::mem::replace(&mut self.screen, Screen::Welcome);
        self.screen = if let Screen::FillForm(form) = screen {
            Screen::WriteText(Box::new(write_text::State::new(form)))
        } else {
            screen
        };
    }

    fn touch_writing(&mut self, touch: write_text::Touch) {
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
    fn follow_the_panel(&mut self, was_open: bool) -> Vec<Effect> {
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

    fn input(&mut self, report: Report) {
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

    fn touch_sign(&mut self, touch: sign::Touch) {
        let Screen::Sign(state) = &mut self.screen else { return };
        match touch {
            sign::Touch::Done { signature, aspect } => {
                if sign::is_signature(&signature, aspect) {
                    let mut draft = state.draft.clone();
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
                let before = draft.previous_question(None).map(|field| field.key.clone());
                match before {
                    Some(key) => {
                        let form = fill_form::State::at(draft, &key, false);
                        self.screen = Screen::FillForm(Box::new(form));
                    }
                    None => self.back_to_start(),
                }
            }
            sign::Touch::Leave => self.wipe(),
        }
    }

    fn touch_review(&mut self, touch: review::Touch) -> Vec<Effect> {
        let size = self.sight.text_size;
        let Screen::Review(state) = &mut self.screen else { return Vec::new() };
        if state.busy {
            return Vec::new(); // handed in already: the second press of a trembling hand
        }
        match touch {
            review::Touch::Change(key) => {
                let form = fill_form::State::at(state.draft.clone(), &key, true);
                self.screen = Screen::FillForm(Box::new(form));
            }
            review::Touch::PreviousPage => state.turn_back(size),
            review::Touch::NextPage => state.turn_on(size),
            review::Touch::Submit if !state.on_last_page(size) => {
                self.message = Some(wording::later_pages());
            }
            review::Touch::Submit => return self.submit(),
            review::Touch::Back => {
                let draft = state.draft.clone();
                self.screen = Screen::Sign(Box::new(sign::State { draft }));
            }
            review::Touch::Leave => self.wipe(),
        }
        Vec::new()
    }

    fn submit(&mut self) -> Vec<Effect> {
        let (Screen::Review(state), Some(visit)) = (&mut self.screen, &self.visit) else {
            return Vec::new();
        };
        match state.draft.clone().check() {
            Ok(application) => {
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
            FieldProblem::NotSigned => self.screen = Screen::Sign(Box::new(sign::State { draft })),
            FieldProblem::Blocked { .. } => {}
            FieldProblem::Missing
            | FieldProblem::TooShort { .. }
            | FieldProblem::TooLong { .. }
            | FieldProblem::Malformed
            | FieldProblem::NotOffered => {
                if draft.item().find_field(&key).is_some() {
                    let form = fill_form::State::at(draft, &key, true);
                    self.screen = Screen::FillForm(Box::new(form));
                }
            }
        }
        self.message = Some(wording::blocked(&problem, kind));
    }

    // ---- reports ----

    fn reader(&mut self, report: ReaderReport, now: Now) -> Vec<Effect> {
        match report {
            ReaderReport::Ready { .. } => self.machine.reader = ReaderState::Works,
            ReaderReport::Gone => {
                self.machine.reader = ReaderState::Gone;
                self.machine.reading = false;
            }
            ReaderReport::CardFound { .. } => self.machine.reading = true,
            ReaderReport::Unreadable => {
                self.machine.reading = false;
                self.misread();
            }
            ReaderReport::Card(Err(problem)) => {
                self.machine.reading = false;
                tracing::warn!(%problem, "a card was read but cannot be taken");
                if self.visit.is_none() {
                    self.message = Some(wording::card_disagrees());
                }
            }
            ReaderReport::Card(Ok(card)) => {
                self.machine.reading = false;
                self.misreads = 0;
                return self.welcome_person(card, now);
            }
        }
        Vec::new()
    }

    fn misread(&mut self) {
        if self.visit.is_none() {
            self.misreads = self.misreads.saturating_add(1);
            self.message = Some(wording::card_unreadable(self.misreads));
        }
    }

    /// A card leads on from every screen without a person; else it only says that somebody is here.
    fn welcome_person(&mut self, card: Box<IdCard>, now: Now) -> Vec<Effect> {
        if let Some(visit) = &self.visit {
            if visit.card.number == card.number {
                self.touched_at = now.since_start; // the same card again counts as 我还在
            } else {
                self.message = Some(wording::another_card());
            }
            return Vec::new();
        }
        if self.machine.store == StoreState::Unusable {
            return Vec::new(); // out of service stays in sight
        }
        self.visits += 1;
        self.calling = None; // a notice that was left standing never keeps the next person out
        self.touched_at = now.since_start;
        self.choosing_sight = false;
        let day = now.local.date();
        let mut standings: Vec<(Arc<ServiceItem>, Standing)> = self
            .setup
            .offered(day)
            .into_iter()
            .map(|item| (Arc::clone(item), standing(item, &card, day)))
            .collect();
        read_card::sort_by_use(&mut standings, &self.setup, &card, day);
        let id_number = card.number.as_str().to_owned();
        let missing = legible::count_missing(&card.name, self.setup.can_be_drawn)
            + legible::count_missing(&card.address, self.setup.can_be_drawn);
        self.message = (missing > 0).then(|| wording::not_drawn(missing));
        self.visit = Some(Visit {
            number: self.visits,
            card: Arc::from(card),
            standings,
            cases: Vec::new(),
        });
        self.screen = Screen::ReadCard(read_card::State::default());
        let mut effects = vec![Effect::FindCases { visit: self.visits, id_number }];
        if !self.listening.silent_at(now.local.time()) && self.message.is_none() {
            effects.push(self.listening.greet(voice::of_greeting(), now.since_start));
        }
        effects
    }

    fn store(&mut self, report: StoreReport, now: Now) -> Vec<Effect> {
        match report {
            StoreReport::Opened => {
                self.machine.store = StoreState::Open;
                return self.look_up_cases(); // a card may have been quicker than the check
            }
            StoreReport::CannotOpen => {
                self.machine.store = StoreState::Unusable;
                self.forget_person();
            }
            StoreReport::Cases { visit, cases } => {
                if let Some(current) = self.visit.as_mut().filter(|one| one.number == visit) {
                    current.cases = cases;
                }
            }
            StoreReport::NotSaved { visit } => {
                if let (Screen::Review(state), true) =
                    (&mut self.screen, is_now(&self.visit, visit))
                {
                    state.busy = false;
                    state.failed = true;
                }
            }
            StoreReport::Saved { visit, application_id, receipt } => {
                return self.saved(visit, application_id, *receipt, now);
            }
        }
        Vec::new()
    }

    /// Only now, after the commit, does the screen say so; the slip is printed whoever is there.
    fn saved(
        &mut self,
        visit: u64,
        application_id: ApplicationId,
        receipt: Receipt,
        now: Now,
    ) -> Vec<Effect> {
        self.prints += 1;
        let mut paper = slip::lay_out(&receipt, self.setup.slip_columns);
        slip::mark(&mut paper, self.setup.can_be_drawn);
        let print = Effect::Print { job: self.prints, application_id, slip: paper };
        let mut effects = vec![print, Effect::WakeSync];
        if is_now(&self.visit, visit) {
            self.touched_at = now.since_start;
            self.screen = Screen::Submitted(Box::new(submitted::State {
                application_id,
                receipt,
                job: self.prints,
                slip: submitted::SlipState::Printing,
                place: Place::default(),
            }));
            effects.extend(self.look_up_cases());
        }
        effects
    }

    fn printer(&mut self, report: PrinterReport, now: Now) -> Vec<Effect> {
        match report {
            PrinterReport::Paper(state) => self.machine.paper = Some(state),
            PrinterReport::Finished { job, outcome, first_byte_at: _ } => {
                if let Screen::Submitted(state) = &mut self.screen
                    && state.job == job
                {
                    self.touched_at = now.since_start; // the idle clock stood still while printing
                    state.slip = match outcome {
                        PrintOutcome::Printed => submitted::SlipState::Printed,
                        PrintOutcome::NotPrinted(trouble) => {
                            submitted::SlipState::NotPrinted(trouble)
                        }
                        PrintOutcome::Unknown => submitted::SlipState::Unknown,
                    };
                }
            }
        }
        Vec::new()
    }

    fn sync(&mut self, report: SyncReport) -> Vec<Effect> {
        match report {
            SyncReport::Network { up } => self.machine.network = Some(up),
            SyncReport::Waiting { queued, set_aside } => {
                self.machine.waiting = Some((queued, set_aside));
            }
            SyncReport::CasesChanged => return self.look_up_cases(),
            SyncReport::Call { number, news } => {
                if let Some(calling) = self.calling.as_mut().filter(|one| one.number == number) {
                    calling.news = Some(news);
                }
            }
        }
        Vec::new()
    }

    fn look_up_cases(&self) -> Vec<Effect> {
        self.visit
            .as_ref()
            .map(|visit| Effect::FindCases {
                visit: visit.number,
                id_number: visit.card.number.as_str().to_owned(),
            })
            .into_iter()
            .collect()
    }

    // ---- idle and wipe ----

    /// Nothing to lose on the rest screens; nothing runs out while the machine itself is busy.
    fn idle_runs(&self) -> bool {
        match &self.screen {
            Screen::Welcome | Screen::OutOfService(_) => {
                self.message.is_some() || self.choosing_sight || self.sight != self.setup.sight
            }
            Screen::Review(state) => !state.busy,
            Screen::Submitted(state) => state.slip != submitted::SlipState::Printing,
            Screen::ReadCard(_)
            | Screen::ChooseItem(_)
            | Screen::ItemPage(_)
            | Screen::FillForm(_)
            | Screen::WriteText(_)
            | Screen::Sign(_)
            | Screen::MyCases(_) => true,
        }
    }

    fn countdown_left(&self, now: Now) -> Option<u64> {
        if !self.idle_runs() || self.listening.speaks_until(now.since_start).is_some() {
            return None;
        }
        let idle = now.since_start.saturating_sub(self.touched_at);
        let into = idle.checked_sub(self.setup.idle)?;
        Some(self.setup.countdown.saturating_sub(into).as_secs_f64().ceil() as u64)
    }

    fn pass_time(&mut self, now: Now) {
        let idle = now.since_start.saturating_sub(self.touched_at);
        let speaks = self.listening.speaks_until(now.since_start).is_some();
        if self.idle_runs() && !speaks && idle >= self.setup.idle + self.setup.countdown {
            self.forget_person(); // the notice stands on: whoever can help may still come
        }
        let call_is_over = self
            .calling
            .as_ref()
            .is_some_and(|calling| now.since_start >= calling.since + calling::LONGEST);
        if call_is_over {
            self.calling = None;
        }
    }

    /// The person leaves, and the notice with them.
    fn wipe(&mut self) {
        self.calling = None;
        self.forget_person();
    }

    /// Everything of the person goes with the visit, the screen and the message.
    fn forget_person(&mut self) {
        self.visit = None;
        self.message = None;
        self.sight = self.setup.sight;
        self.choosing_sight = false;
        self.listening.forget();
        self.misreads = 0;
        self.back_to_start();
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

fn is_now(visit: &Option<Visit>, number: u64) -> bool {
    visit.as_ref().is_some_and(|visit| visit.number == number)
}

/// What the journal says about a slip.
pub fn slip_entry(outcome: PrintOutcome) -> JournalEntry {
    match outcome {
        PrintOutcome::Printed => JournalEntry::SlipPrinted,
        PrintOutcome::NotPrinted(trouble) => {
            JournalEntry::SlipOwed { trouble: trouble.to_string() }
        }
        PrintOutcome::Unknown => JournalEntry::SlipOwed { trouble: "unknown".into() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session() -> Session {
        Session::new(Arc::new(Setup {
            items: Vec::new(),
            catalogue_version: "2026.11".into(),
            open: Vec::new(),
            sites: Arc::new(Sites { townships: Vec::new(), villages: Vec::new() }),
            point_code: "430182119206".into(),
            point_name: "大成桥镇 · 二泉村服务点".into(),
            slip_columns: 48,
            idle: Duration::from_secs(60),
            countdown: Duration::from_secs(20),
            can_be_drawn: |_| true,
            sight: Sight::default(),
        }))
    }

    fn after(seconds: u64) -> Now {
        let local = jiff::civil::date(2026, 11, 24).at(10, 41, 0, 0);
        Now { since_start: Duration::from_secs(seconds), local }
    }

    fn call(session: &mut Session, seconds: u64) -> Vec<Effect> {
        session.step(Event::Touch(Touch::CallPerson), after(seconds))
    }

    fn close(session: &mut Session, seconds: u64) -> Vec<Effect> {
        let touch = Touch::Calling(calling::Touch::Close);
        session.step(Event::Touch(touch), after(seconds))
    }

    fn hear(session: &mut Session, number: u64, news: CallNews) {
        session.step(Event::Sync(SyncReport::Call { number, news }), after(1));
    }

    fn first_line(session: &Session) -> Option<String> {
        session.frame(after(1)).calling.map(|view| view.first)
    }

    #[test]
    fn one_notice_is_one_call_however_often_it_is_pressed() {
        let mut session = session();
        let effects = call(&mut session, 1);
        assert!(matches!(effects.as_slice(), [Effect::Call { number: 1, screen: "welcome" }]));
        assert!(call(&mut session, 2).is_empty());
        assert!(matches!(close(&mut session, 3).as_slice(), [Effect::EndCall]));
        assert!(close(&mut session, 4).is_empty());
        let effects = call(&mut session, 5);
        assert!(matches!(effects.as_slice(), [Effect::Call { number: 2, screen: "welcome" }]));
    }

    #[test]
    fn the_notice_says_what_became_of_this_call_and_not_of_an_earlier_one() {
        let mut session = session();
        call(&mut session, 1);
        close(&mut session, 1);
        call(&mut session, 1);
        hear(&mut session, 1, CallNews::Told);
        assert_eq!(first_line(&session).as_deref(), Some("正在告诉市民之家"));
        hear(&mut session, 2, CallNews::NotTaken);
        let not_taken = "没能告诉市民之家，请看看旁边有没有工作人员";
        assert_eq!(first_line(&session).as_deref(), Some(not_taken));
        hear(&mut session, 2, CallNews::Told);
        assert_eq!(first_line(&session).as_deref(), Some("已经告诉市民之家"));
        close(&mut session, 2);
        hear(&mut session, 2, CallNews::Told);
        assert_eq!(first_line(&session), None);
    }

    #[test]
    fn without_a_line_the_notice_says_so_before_it_is_tried() {
        let mut session = session();
        session.step(Event::Sync(SyncReport::Network { up: false }), after(1));
        call(&mut session, 1);
        let no_line = "没有网络，请看看旁边有没有工作人员";
        assert_eq!(first_line(&session).as_deref(), Some(no_line));
    }

    #[test]
    fn the_notice_ends_by_itself_after_ten_minutes_and_the_call_with_it() {
        let mut session = session();
        call(&mut session, 5);
        assert_eq!(session.next_tick(after(6)), Some(Duration::from_secs(605)));
        assert!(session.step(Event::Tick, after(604)).is_empty());
        let effects = session.step(Event::Tick, after(605));
        assert!(matches!(effects.as_slice(), [Effect::EndCall]));
        assert_eq!(first_line(&session), None);
        assert_eq!(session.next_tick(after(606)), None);
    }

    #[test]
    fn villages_of_the_points_own_township_come_first_in_a_field_for_places() {
        let shipped = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config");
        let sites = crate::config::load(&shipped).unwrap().sites;
        let setup = Setup {
            sites: Arc::new(sites),
            ..Setup {
                items: Vec::new(),
                catalogue_version: String::new(),
                open: Vec::new(),
                sites: Arc::new(Sites { townships: Vec::new(), villages: Vec::new() }),
                point_code: "430182119206".into(),
                point_name: String::new(),
                slip_columns: 48,
                idle: Duration::ZERO,
                countdown: Duration::ZERO,
                can_be_drawn: |_| true,
                sight: Sight::default(),
            }
        };
        let candidate = |text: &str, rest: &str| Candidate { text: text.into(), rest: rest.into() };
        let found = vec![candidate("余新", ""), candidate("玉新", ""), candidate("玉", "xin")];
        let sorted = own_places_first(found, &setup);
        let order: Vec<&str> = sorted.iter().map(|one| one.text.as_str()).collect();
        assert_eq!(order, ["玉新", "余新", "玉"]);
    }
}
