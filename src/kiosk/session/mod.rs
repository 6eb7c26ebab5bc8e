//! `step(event) → effects`: the kiosk as a pure machine. No clock, no file, no device, no screen.

#[cfg(test)]
mod browsing;
mod call;
#[cfg(test)]
mod every_field;
#[cfg(test)]
mod every_item;
mod form;
#[cfg(test)]
mod in_one_sitting;
mod notice;
mod panel;
mod photo;
mod reports;
#[cfg(test)]
mod rules;
mod senses;
mod touches;

pub use reports::slip_entry;

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;

use crate::devices::PaperState;
use crate::domain::bundle::{Bundle, Filed};
use crate::domain::call::LONGEST;
use crate::domain::city::CitySettings;
use crate::domain::eligibility::Standing;
use crate::domain::id_card::IdCard;
use crate::domain::notice::KeptNotice;
use crate::domain::search::Index;
use crate::domain::service_item::{Category, ServiceItem};
use crate::domain::site::Sites;
use crate::domain::voice::Utterance;
use crate::domain::working_days::Calendar;
use crate::kiosk::effect::Effect;
use crate::kiosk::event::{Event, Now, Touch};
use crate::kiosk::legible::CanBeDrawn;
use crate::kiosk::listening::Listening;
use crate::kiosk::screens::{
    self, Screen, View, calling, choose_item, fill_form, go_on, guide, materials, my_cases,
    out_of_service, rate, read_card, review, sign, submitted, take_photo, welcome, write_text,
};
use crate::kiosk::sight::Sight;
use crate::kiosk::voice;
use crate::store::CaseRecord;

/// What does not change while the kiosk runs.
pub struct Setup {
    pub items: Vec<Arc<ServiceItem>>,
    /// The events of life by which people browse.
    pub categories: Vec<Category>,
    /// What others often look for, in their words.
    pub often: Vec<String>,
    pub catalogue_version: String,
    /// Ids of the items that can be filed here; the others open a page.
    pub open: Vec<String>,
    /// 一件事: items that are filed in one sitting.
    pub bundles: Vec<Bundle>,
    /// Items whose files are broken: they are left out, and the staff is told.
    pub broken_items: usize,
    pub sites: Arc<Sites>,
    /// What the city and this point have set for rules and forms.
    pub city: Arc<CitySettings>,
    /// By which promised days are counted.
    pub calendar: Calendar,
    pub point_code: String,
    pub point_name: String,
    /// As it stands on slips.
    pub device: String,
    pub slip_columns: usize,
    /// Files of a person's own can be chosen.
    pub has_stick: bool,
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

    /// Where somebody is told what there is: the first item of 咨询 (`consult`), where there is one.
    pub fn adviser(&self, day: Date) -> Option<&Arc<ServiceItem>> {
        self.items.iter().find(|item| item.category == "consult" && item.offered_on(day))
    }

    /// What there is today in place of an item that has ended.
    pub fn successor(&self, ended: &ServiceItem) -> Option<&Arc<ServiceItem>> {
        let next = ended.replaced_by.as_ref()?;
        self.items.iter().find(|item| item.id == *next)
    }

    pub fn can_be_filed(&self, item: &ServiceItem) -> bool {
        self.open.contains(&item.id)
    }
}

/// One person at the machine; dropping it forgets the person.
pub struct Visit {
    pub number: u64,
    pub card: Arc<IdCard>,
    pub standings: Vec<(Arc<ServiceItem>, Standing)>,
    pub cases: Vec<CaseRecord>,
    /// What was filed in this sitting, for the next item of its bundle.
    pub filed: Vec<Filed>,
    /// On its way to the disk.
    pub in_hand: Option<Filed>,
    /// 一次告知单, the newest first.
    pub notices: Vec<KeptNotice>,
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
    /// Over the items of the setup.
    index: Index,
    machine: Machine,
    screen: Screen,
    visit: Option<Visit>,
    message: Option<Message>,
    /// Somebody asks for a person.
    calling: Option<calling::State>,
    calls: u64,
    visits: u64,
    prints: u64,
    look_ups: u64,
    openings: u64,
    engines: write_text::Engines,
    /// The item that was pressed before the store was open.
    wanted: Option<String>,
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
            index: Index::new(&setup.items, &setup.categories),
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
            openings: 0,
            engines: write_text::Engines::default(),
            wanted: None,
            misreads: 0,
            touched_at: Duration::ZERO,
        }
    }

    pub fn step(&mut self, event: Event, now: Now) -> Vec<Effect> {
        let called = self.calling.is_some();
        let message = self.message.clone();
        let was_open = self.camera_opening();
        let was_writing = matches!(self.screen, Screen::WriteText(_));
        let mut effects = Vec::new();
        if self.listening.lets_the_clock_go(now.since_start) {
            self.touched_at = now.since_start; // nobody is wiped without having been asked
        }
        if matches!(event, Event::Touch(_)) {
            effects.extend(self.listening.hush()); // whoever touches has heard enough
        }
        let chose = matches!(event, Event::Touch(Touch::FillForm(fill_form::Touch::Choose(_))));
        effects.extend(self.take(event, now));
        if called && self.calling.is_none() {
            effects.push(Effect::EndCall);
        }
        if self.message.is_some() && self.message != message {
            self.choosing_sight = false; // one box at a time, and news is not kept waiting
        }
        effects.extend(self.follow_the_panel(was_writing, now.local.date()));
        effects.extend(self.follow_the_camera(was_open));
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
            Event::Sync(report) => self.sync(report, now),
            Event::VoiceRead { tone, silent } => {
                self.listening.start(tone, silent);
                Vec::new()
            }
            Event::Voice(report) => {
                let (held, rest) = self.listening.hear(report, now.since_start);
                if held {
                    self.touched_at = now.since_start; // the idle clock stood still
                }
                rest.into_iter().collect()
            }
            Event::See(sight) => {
                self.sight = sight;
                Vec::new()
            }
            Event::Input(report) => {
                self.input(report, now.local.date());
                Vec::new()
            }
            Event::Camera(report) => self.camera(report, now).into_iter().collect(),
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
            .notice()
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
        let call_ends = self.calling.as_ref().map(|calling| calling.since + LONGEST);
        call_ends.into_iter().chain(self.next_idle_tick(now)).min()
    }

    fn next_idle_tick(&self, now: Now) -> Option<Duration> {
        if let Some(end) = self.listening.speaks_until(now.since_start) {
            return Some(end);
        }
        if let Some(end) = self.thanks_end() {
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
                let (index, visit) = (&self.index, visit.as_ref());
                View::ChooseItem(choose_item::view(state, setup, index, visit, day, size))
            }
            (Screen::Guide(state), visit) => {
                View::Guide(Box::new(guide::view(state, setup, visit.as_ref(), day, size)))
            }
            (Screen::Notice(state), Some(visit)) => {
                View::Notice(screens::notice::view(state, visit, size))
            }
            (Screen::Materials(state), Some(visit)) => {
                View::Materials(materials::view(state, visit, size))
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
            (Screen::WriteText(state), visit) if visit.is_some() || !state.answers_a_form() => {
                View::WriteText(write_text::view(state, self.engines))
            }
            (Screen::TakePhoto(state), Some(visit)) => {
                View::TakePhoto(take_photo::view(state, visit, setup.has_stick, size))
            }
            (Screen::Sign(state), Some(visit)) => View::Sign(sign::view(state, visit, now)),
            (Screen::Review(state), Some(visit)) => {
                View::Review(review::view(state, visit, &setup.sites, size))
            }
            (Screen::Submitted(state), Some(visit)) => {
                let left = go_on::left(setup, visit, &state.receipt.item, day);
                let left = left.map(|(_, left)| left).unwrap_or_default();
                View::Submitted(submitted::view(state, visit, &left, self.machine.network, size))
            }
            (Screen::GoOn(state), Some(visit)) => View::GoOn(go_on::view(state, setup, visit, day)),
            (Screen::Rate(state), Some(_)) => View::Rate(rate::view(state, size)),
            (Screen::MyCases(state), Some(visit)) => {
                View::MyCases(my_cases::view(*state, setup, visit, day, size))
            }
            // a screen about a person cannot outlive the person
            (Screen::Welcome | Screen::WriteText(_), _)
            | (
                Screen::ReadCard(_)
                | Screen::Notice(_)
                | Screen::FillForm(_)
                | Screen::Materials(_)
                | Screen::TakePhoto(_)
                | Screen::Sign(_)
                | Screen::Review(_)
                | Screen::Submitted(_)
                | Screen::GoOn(_)
                | Screen::Rate(_)
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

    // ---- idle and wipe ----

    /// Nothing to lose on the rest screens; nothing runs out while the machine itself is busy.
    fn idle_runs(&self) -> bool {
        match &self.screen {
            Screen::Welcome | Screen::OutOfService(_) => {
                self.message.is_some()
                    || self.choosing_sight
                    || self.sight != self.setup.sight
                    || self.listening.is_changed()
            }
            Screen::Review(state) => !state.busy,
            Screen::TakePhoto(state) => !state.is_busy(),
            Screen::Submitted(state) => state.slip != submitted::SlipState::Printing,
            Screen::Rate(state) => state.ends().is_none(), // the thanks end by themselves
            Screen::Notice(state) => !state.is_printing(),
            Screen::GoOn(_)
            | Screen::ReadCard(_)
            | Screen::ChooseItem(_)
            | Screen::Guide(_)
            | Screen::FillForm(_)
            | Screen::WriteText(_)
            | Screen::Materials(_)
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

    fn thanks_end(&self) -> Option<Duration> {
        if let Screen::Rate(state) = &self.screen { state.ends() } else { None }
    }

    fn pass_time(&mut self, now: Now) {
        let idle = now.since_start.saturating_sub(self.touched_at);
        let speaks = self.listening.speaks_until(now.since_start).is_some();
        if self.thanks_end().is_some_and(|end| now.since_start >= end) && !speaks {
            self.forget_person();
        }
        if self.idle_runs() && !speaks && idle >= self.setup.idle + self.setup.countdown {
            self.forget_person(); // the notice stands on: whoever can help may still come
        }
        let call_is_over =
            self.calling.as_ref().is_some_and(|calling| now.since_start >= calling.since + LONGEST);
        if call_is_over {
            self.calling = None;
        }
    }

    /// The person leaves, and a notice in sight with them; a call behind it may be somebody else's and stands.
    fn wipe(&mut self) {
        if self.notice().is_some() {
            self.calling = None;
        }
        self.forget_person();
    }

    /// Everything of the person goes with the visit, the screen and the message.
    fn forget_person(&mut self) {
        self.visit = None;
        self.message = None;
        self.wanted = None;
        self.sight = self.setup.sight;
        self.choosing_sight = false;
        self.listening.forget();
        self.misreads = 0;
        self.back_to_start();
    }
}

fn is_now(visit: &Option<Visit>, number: u64) -> bool {
    visit.as_ref().is_some_and(|visit| visit.number == number)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::config::{self, Configuration};

    pub(crate) fn setup() -> Setup {
        Setup {
            items: Vec::new(),
            categories: Vec::new(),
            often: Vec::new(),
            catalogue_version: "2026.11".into(),
            open: Vec::new(),
            bundles: Vec::new(),
            sites: Arc::new(Sites { townships: Vec::new(), villages: Vec::new() }),
            broken_items: 0,
            city: Arc::default(),
            calendar: Calendar::default(),
            point_code: "430182119206".into(),
            point_name: "大成桥镇 · 二泉村服务点".into(),
            device: "2104-1".into(),
            slip_columns: 48,
            has_stick: true,
            idle: Duration::from_secs(60),
            countdown: Duration::from_secs(20),
            can_be_drawn: |_| true,
            sight: Sight::default(),
        }
    }

    pub(crate) fn shipped() -> Configuration {
        let shipped = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config");
        config::load(&shipped).unwrap()
    }

    /// The shipped catalogue, as a kiosk has it.
    pub(crate) fn shipped_setup() -> Setup {
        let configuration = shipped();
        let catalogue = configuration.catalogue;
        Setup {
            items: catalogue.items.into_iter().map(Arc::new).collect(),
            categories: catalogue.categories,
            often: catalogue.often,
            open: configuration.overrides.open,
            bundles: configuration.bundles,
            sites: Arc::new(configuration.sites),
            ..setup()
        }
    }

    pub(super) fn session() -> Session {
        Session::new(Arc::new(setup()))
    }

    pub(super) fn after(seconds: u64) -> Now {
        let local = jiff::civil::date(2026, 11, 24).at(10, 41, 0, 0);
        Now { since_start: Duration::from_secs(seconds), local }
    }
}
