//! The loop: events in, effects out. The screen's thread draws, the kiosk's thread decides.

use std::collections::HashMap;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};
use slint::{ComponentHandle as _, Global as _, PhysicalSize};

use super::bind::{self, ui};
use super::effect::Effect;
use super::event::{Event, Now, StoreReport, Touch};
use super::listening::Tone;
use super::play::remote;
use super::screens::{View, review};
use super::session::{Frame, Session, Setup, slip_entry};
use super::settings::{RunArguments, Settings};
use super::timings::Timings;
use crate::api::seal::{Sender, seal, seal_call, seal_rating};
use crate::config::{self, VoiceDefaults};
use crate::devices::camera::{self, CameraSettings, CameraThread};
use crate::devices::{
    PrinterReport, PrinterSettings, PrinterThread, ReaderReport, ReaderSettings, ReaderThread,
    id_card_reader, receipt_printer, simulated,
};
use crate::domain::application::{Application, ApplicationId};
use crate::domain::call::CallId;
use crate::domain::number::ApplicationNumber;
use crate::domain::rating::Rating;
use crate::domain::receipt::{Receipt, receipt_of};
use crate::domain::site::Sites;
use crate::domain::stage::JournalEntry;
use crate::domain::voice::ClipId;
use crate::input::{self, handwriting::Handwriting, pinyin::Pinyin};
use crate::speech::{self, Recordings, Voice, VoiceReport};
use crate::store::{Database, NewApplication, Store, StoreError};
use crate::sync::{Sync, SyncSettings};

/// What reaches the kiosk's thread.
pub enum Input {
    Event(Event),
    /// The first frame is on the glass: now there is time for everything else.
    Painted,
    /// The story player pushes time forward.
    MoveClock(Duration),
    /// Answers when everything before it has been shown.
    Settled(SyncSender<()>),
}

/// The limit of memory while nobody writes.
const MEMORY_MB: u32 = 64;

/// Bounded: whoever floods the kiosk waits.
const INBOX: usize = 1024;

/// Counts what has been shown or started to sound, and wakes who waits for the next.
#[derive(Default)]
pub struct Shown {
    number: Mutex<u64>,
    changed: Condvar,
    /// What has been said, by the names of the recordings.
    said: Mutex<Vec<ClipId>>,
    /// What the sound card has taken of it.
    started: Mutex<Vec<ClipId>>,
}

impl Shown {
    pub fn number(&self) -> u64 {
        *self.number.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The number after `seen`, or the same when time is up.
    pub fn wait_beyond(&self, seen: u64, longest: Duration) -> u64 {
        let number = self.number.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (number, _) = self
            .changed
            .wait_timeout_while(number, longest, |number| *number <= seen)
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *number
    }

    /// Every recording that was to be heard so far.
    pub fn said(&self) -> Vec<ClipId> {
        self.said.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Every recording of which the sound card has taken the first.
    pub fn started(&self) -> Vec<ClipId> {
        self.started.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    fn note_started(&self, clip: ClipId) {
        self.started.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(clip);
        self.count();
    }

    fn note_said(&self, clips: Vec<ClipId>) {
        self.said.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend(clips);
    }

    fn count(&self) {
        *self.number.lock().unwrap_or_else(std::sync::PoisonError::into_inner) += 1;
        self.changed.notify_all();
    }
}

/// `kiosk run`: returns when the window is closed or whoever controls it has gone.
pub fn run(arguments: &RunArguments) -> anyhow::Result<()> {
    let settings = arguments.kiosk.load()?;
    if arguments.controlled.is_some() {
        remote::use_memory_for_a_window()?;
    }
    let app = ui::App::new()
        .context("the window cannot be opened: is there a display (DISPLAY or WAYLAND_DISPLAY)?")?;
    let (inbox, events) = sync_channel(INBOX);
    let timings = Arc::new(Timings::default());
    let shown = Arc::new(Shown::default());
    size_window(&app, arguments);
    wire_window(&app, &inbox, &timings, arguments.kiosk.timings);
    let mut worker = Worker::new(settings, inbox.clone(), &app, &timings, &shown);
    worker.controlled = arguments.controlled.is_some();
    worker.draw_snapshots = arguments.controlled.is_some() && arguments.kiosk.timings;
    bind::show(&app, &worker.first_frame());
    app.show()?;
    std::thread::Builder::new().name("kiosk".into()).spawn(move || worker.run(&events))?;
    if arguments.controlled.is_some() {
        remote::start(&app, inbox, &timings, &shown)?;
    }
    slint::run_event_loop_until_quit()?;
    Ok(())
}

fn size_window(app: &ui::App, arguments: &RunArguments) {
    let window = app.window();
    match arguments.controlled.or(arguments.windowed) {
        Some((width, height)) => {
            window.set_size(PhysicalSize::new(width, height));
            bind::scale(app, height);
        }
        None => {
            window.set_fullscreen(true);
            let weak = app.as_weak();
            // how large the screen is, is known only once the window is there
            ui::Shell::get(app).on_resized(move || {
                if let Some(app) = weak.upgrade() {
                    bind::scale(&app, app.window().size().height);
                }
            });
        }
    }
}

fn wire_window(
    app: &ui::App,
    inbox: &SyncSender<Input>,
    timings: &Arc<Timings>,
    print_figures: bool,
) {
    let send = inbox.clone();
    let taken = Arc::clone(timings);
    bind::wire(
        app,
        &(std::rc::Rc::new(move |touch| {
            if matches!(touch, Touch::Review(review::Touch::Submit)) {
                taken.submitted(instant());
            }
            let _ = send.send(Input::Event(Event::Touch(touch))); // fails only while ending
        }) as bind::Send),
    );
    let (painted, inbox) = (Arc::clone(timings), inbox.clone());
    ui::Shell::get(app).on_painted(move |frame| {
        let (painted, inbox) = (Arc::clone(&painted), inbox.clone());
        // asked while the frame is drawn; what follows in the loop comes after it is on the glass
        let _ = slint::invoke_from_event_loop(move || {
            if painted.painted(frame, instant()) {
                let _ = inbox.send(Input::Painted);
                if print_figures {
                    report(&painted);
                }
            }
        });
        slint::Color::from_rgb_u8(0xF7, 0xF4, 0xEE)
    });
}

#[allow(clippy::print_stderr, reason = "figures are for the person who asked for them")]
fn report(timings: &Timings) {
    for figure in timings.figures() {
        eprintln!("{figure}");
    }
}

/// The engines of the writing panel, with their data below `data`; the county's places come first where a place is asked.
fn engines(data: &Path, sites: Arc<Sites>) -> input::worker::Engines {
    let (tables, model) = (data.join("pinyin"), data.join("handwriting"));
    input::worker::Engines {
        keys: Box::new(move || Ok(Box::new(Pinyin::open(&tables)?))),
        ink: Box::new(move || {
            let places: Vec<String> = sites.places().map(|(_, name)| name).collect();
            let places: Vec<&str> = places.iter().map(String::as_str).collect();
            Ok(Box::new(Handwriting::open(&model, &places)?))
        }),
    }
}

/// Everything the kiosk's thread owns.
struct Worker {
    settings: Settings,
    session: Session,
    clock: Clock,
    inbox: SyncSender<Input>,
    app: slint::Weak<ui::App>,
    timings: Arc<Timings>,
    shown: Arc<Shown>,
    last: Option<Frame>,
    frames: i32,
    draw_snapshots: bool,
    /// By the story player, who is told what was said.
    controlled: bool,
    visits: u32,
    machine: Option<Peripherals>,
    jobs: HashMap<u64, ApplicationId>,
    writing: input::worker::Input,
}

/// Store, devices and line; started after the first paint.
struct Peripherals {
    store: Store,
    sync: Sync,
    voice: Voice,
    printer: PrinterThread,
    camera: CameraThread,
    _reader: ReaderThread,
}

impl Worker {
    fn new(
        settings: Settings,
        inbox: SyncSender<Input>,
        app: &ui::App,
        timings: &Arc<Timings>,
        shown: &Arc<Shown>,
    ) -> Self {
        let report = inbox.clone();
        let engines = engines(&settings.input_data, Arc::clone(&settings.setup.sites));
        let writing = input::worker::Input::new(engines, move |said| {
            match &said {
                input::worker::Report::Failed { which, error } => {
                    tracing::error!(?which, %error, "an engine of the writing panel does not work");
                }
                input::worker::Report::NoAnswer { which, error, .. } => {
                    tracing::warn!(?which, %error, "an engine of the writing panel has no answer");
                }
                input::worker::Report::Ready { .. } | input::worker::Report::Candidates { .. } => {}
            }
            let _ = report.send(Input::Event(Event::Input(said))); // fails only while ending
        });
        Self {
            writing,
            session: Session::new(Arc::clone(&settings.setup)),
            clock: Clock { started: instant(), moved: Duration::ZERO, on: settings.on },
            settings,
            inbox,
            app: app.as_weak(),
            timings: Arc::clone(timings),
            shown: Arc::clone(shown),
            last: None,
            frames: 0,
            draw_snapshots: false,
            controlled: false,
            visits: 0,
            machine: None,
            jobs: HashMap::new(),
        }
    }

    fn first_frame(&mut self) -> Frame {
        let frame = self.session.frame(self.clock.now());
        self.last = Some(frame.clone());
        frame
    }

    fn run(mut self, events: &Receiver<Input>) {
        loop {
            match events.recv_timeout(self.next_tick()) {
                Ok(Input::Event(event)) => self.step(event),
                Ok(Input::Painted) => self.start_machine(),
                Ok(Input::MoveClock(by)) => {
                    self.clock.moved += by;
                    if let Some(machine) = &self.machine {
                        machine.sync.move_clock(by);
                    }
                    self.step(Event::Tick);
                }
                Ok(Input::Settled(answer)) => self.answer_when_shown(answer),
                Err(RecvTimeoutError::Timeout) => self.step(Event::Tick),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// The idle timer's next second or the clock's next minute, whichever is first.
    fn next_tick(&self) -> Duration {
        let now = self.clock.now();
        let second = u64::try_from(now.local.second()).unwrap_or_default();
        let minute = Duration::from_secs(60_u64.saturating_sub(second).max(1));
        self.session
            .next_tick(now)
            .map_or(minute, |due| due.saturating_sub(now.since_start).min(minute))
    }

    fn step(&mut self, event: Event) {
        self.measure(&event);
        if let Event::Printer(PrinterReport::Finished { job, outcome, first_byte_at: _ }) = &event
            && let Some(id) = self.jobs.remove(job)
        {
            self.note(id, slip_entry(*outcome));
        }
        let (was_someone, begun) = (!self.at_rest(), instant());
        let effects = self.session.step(event, self.clock.now());
        for effect in effects {
            self.perform(effect);
        }
        self.show(begun);
        if was_someone && self.at_rest() {
            self.visits += 1;
            self.timings.note_memory(&format!("after visit {}", self.visits), MEMORY_MB);
        }
    }

    fn at_rest(&self) -> bool {
        matches!(self.last.as_ref().map(|frame| &frame.view), Some(View::Welcome(_)))
    }

    fn measure(&self, event: &Event) {
        if let Event::Reader(ReaderReport::CardFound { at }) = event {
            self.timings.card_found(*at);
        }
        if let Event::Printer(PrinterReport::Finished { first_byte_at: Some(at), .. }) = event {
            self.timings.slip_began(*at);
        }
    }

    fn show(&mut self, begun: Instant) {
        let frame = self.session.frame(self.clock.now());
        if self.last.as_ref() == Some(&frame) {
            return;
        }
        self.frames += 1;
        let number = self.frames;
        if matches!(frame.view, View::ReadCard(_)) {
            self.timings.card_shown_by(number);
        }
        self.last = Some(frame.clone());
        let (shown, draw) = (Arc::clone(&self.shown), self.draw_snapshots);
        // the way between the threads is no work
        let (before, timings) = (begun.elapsed(), Arc::clone(&self.timings));
        let posted = self.app.upgrade_in_event_loop(move |app| {
            let begun = instant();
            bind::show(&app, &frame);
            ui::Shell::get(&app).set_frame(number);
            let work = before + begun.elapsed();
            let drawing = draw.then(|| {
                let begun = instant();
                let _ = app.window().take_snapshot(); // stands for the glass
                begun.elapsed()
            });
            timings.frame_shown(work, drawing);
            shown.count();
        });
        if posted.is_err() {
            tracing::debug!("the window has gone");
        }
    }

    fn answer_when_shown(&self, answer: SyncSender<()>) {
        let _ = slint::invoke_from_event_loop(move || {
            let _ = answer.try_send(());
        });
    }

    // ---- effects ----

    fn perform(&mut self, effect: Effect) {
        let Some(machine) = &self.machine else { return };
        match effect {
            Effect::OpenInput => self.writing.open(),
            Effect::LookUp(question) => self.writing.look_up(question),
            Effect::CloseInput => self.writing.close(),
            Effect::Camera(order) => machine.camera.order(order),
            Effect::FindCases { visit, id_number, day } => {
                let report = self.reporter();
                machine.store.ask(
                    move |database| {
                        let card = database.card_key(&id_number);
                        Ok::<_, StoreError>((
                            database.cases_of(&card)?,
                            database.notices_of(&card, day)?,
                        ))
                    },
                    move |found| match found {
                        Ok((cases, notices)) => {
                            report(Event::Store(StoreReport::Cases { visit, cases, notices }));
                        }
                        Err(error) => tracing::error!(%error, "cases cannot be looked up"),
                    },
                );
            }
            Effect::KeepNotice { visit, id_number, notice } => {
                let report = self.reporter();
                let item = notice.item.clone();
                machine.store.ask(
                    move |database| {
                        let card = database.card_key(&id_number);
                        database.keep_notice(&card, &notice)
                    },
                    move |kept| match kept {
                        Ok(()) => report(Event::Store(StoreReport::NoticeKept { visit, item })),
                        Err(error) => tracing::error!(%error, "a notice was not kept"),
                    },
                );
            }
            Effect::Submit { visit, application } => {
                self.submit(&machine.store, visit, application)
            }
            Effect::Rate { application_id, rating } => self.rate(application_id, rating),
            Effect::Print { job, application_id, slip } => {
                machine.printer.print(job, slip);
                if let Some(id) = application_id {
                    self.jobs.insert(job, id);
                }
            }
            Effect::WakeSync => machine.sync.wake(),
            Effect::Say { number, utterance, speed, volume } => {
                if self.controlled {
                    self.shown.note_said(utterance.clips());
                }
                if !machine.voice.say(number, utterance, speed, volume) {
                    // not by way of the inbox: this thread alone empties it
                    self.step(Event::Voice(VoiceReport::NoSoundDevice));
                    self.step(Event::Voice(VoiceReport::Finished { number }));
                }
            }
            Effect::Hush => machine.voice.hush(),
            Effect::ProbeVoice => machine.voice.probe(),
            Effect::Call { number, screen } => {
                let setup = &self.settings.setup;
                let sender = Sender {
                    point: &setup.point_code,
                    device: &self.settings.configuration.kiosk.device_id,
                    created_at: &self.clock.timestamp(),
                };
                let sealed = seal_call(CallId::new(), screen, &setup.point_name, &sender);
                machine.sync.call(number, sealed);
            }
            Effect::EndCall => machine.sync.end_call(),
        }
    }

    fn submit(&self, store: &Store, visit: u64, application: Box<Application>) {
        let report = self.reporter();
        let filing = Filing {
            application,
            setup: Arc::clone(&self.settings.setup),
            site_no: self.settings.configuration.kiosk.site_no.clone(),
            device: self.settings.configuration.kiosk.device_id.clone(),
            sequence_start: self.settings.configuration.kiosk.sequence_start,
            now: self.clock.now(),
            created_at: self.clock.timestamp(),
        };
        store.ask(
            move |database| filing.file(database),
            move |filed| match filed {
                Ok((application_id, receipt)) => {
                    let receipt = Box::new(receipt);
                    report(Event::Store(StoreReport::Saved { visit, application_id, receipt }));
                }
                Err(error) => {
                    tracing::error!(%error, "an application was not stored");
                    report(Event::Store(StoreReport::NotSaved { visit }));
                }
            },
        );
    }

    /// Who is gone already is not told when it fails; the case is not touched by it.
    fn rate(&self, id: ApplicationId, rating: Rating) {
        let Some(machine) = &self.machine else { return };
        let at = self.clock.timestamp();
        let body = seal_rating(id, &rating, &at);
        let wake = self.reporter();
        machine.store.ask(
            move |database| database.rate(&id.to_string(), &at, &rating, &body),
            move |stored| match stored {
                Ok(()) => wake(Event::Store(StoreReport::Rated)),
                Err(error) => tracing::error!(%error, "a rating was not stored"),
            },
        );
    }

    fn note(&self, id: ApplicationId, entry: JournalEntry) {
        let Some(machine) = &self.machine else { return };
        let at = self.clock.timestamp();
        machine.store.ask(
            move |database| database.append(&id.to_string(), &at, &entry),
            |noted| {
                if let Err(error) = noted {
                    tracing::error!(%error, "the fate of a slip was not noted");
                }
            },
        );
    }

    fn reporter(&self) -> impl Fn(Event) + Send + Clone + 'static {
        let inbox = self.inbox.clone();
        move |event| {
            let _ = inbox.send(Input::Event(event)); // fails only while the kiosk is ending
        }
    }

    // ---- start of store, devices and line ----

    /// What is wrong with the recordings never stops the kiosk: it is silent, and the staff is told.
    fn start_voice(&self) -> Voice {
        let (folder, setup) = (self.settings.voices.clone(), Arc::clone(&self.settings.setup));
        let told = self.reporter();
        let tell = move |site: &VoiceDefaults| {
            let tone = Tone { speed: site.speed, volume: site.volume };
            told(Event::VoiceRead { tone, silent: site.silent });
        };
        let read = move || match config::load_voices(
            &folder,
            &setup.sites,
            setup.items.iter().map(Arc::as_ref),
            tell,
        ) {
            Ok(read) => {
                for left_out in &read.left_out {
                    tracing::warn!(file = left_out.file, why = ?left_out.why, "a recording is left out");
                }
                Some(Recordings { folder, dialect: read.defaults.dialect, voices: read.voices })
            }
            Err(error) => {
                tracing::error!(%error, "the kiosk has no voice");
                None
            }
        };
        let report = self.reporter();
        let watched = self.controlled.then(|| Arc::clone(&self.shown));
        speech::start(self.settings.alsa_config.clone(), read, move |news| match (news, &watched) {
            (VoiceReport::Started { clip }, Some(shown)) => shown.note_started(clip),
            (VoiceReport::Started { clip: _ }, None) => {}
            (news, _) => report(Event::Voice(news)),
        })
    }

    fn start_machine(&mut self) {
        let configuration = &self.settings.configuration;
        let kiosk = &configuration.kiosk;
        let key_file = self.settings.state.join(&kiosk.database_key_file);
        let report = self.reporter();
        let secret_file = self.settings.state.join(&kiosk.point_secret_file);
        let state = &self.settings.state;
        let store = Store::start(state, &key_file, &secret_file, move |opened| match opened {
            Ok(()) => report(Event::Store(StoreReport::Opened)),
            Err(error) => {
                tracing::error!(%error, "the database cannot be used");
                report(Event::Store(StoreReport::CannotOpen));
            }
        });
        let report = self.reporter();
        let sync = Sync::start(
            SyncSettings {
                city_hall: kiosk.city_hall_url.clone(),
                device: kiosk.device_id.clone(),
            },
            store.clone(),
            move |news| report(Event::Sync(news)),
        );
        let report = self.reporter();
        let reader = &configuration.devices.id_reader;
        let reader = id_card_reader::start(
            ReaderSettings { port: reader.port.clone(), rate: reader.rate },
            move |news| report(Event::Reader(news)),
        );
        let report = self.reporter();
        let printer = &configuration.devices.printer;
        let printer = receipt_printer::start(
            PrinterSettings {
                port: printer.port.clone(),
                rate: printer.rate,
                columns: printer.columns as usize,
                max_gb: printer.max_gb,
                cutter: printer.cutter,
            },
            move |news| report(Event::Printer(news)),
        );
        let report = self.reporter();
        let devices = &configuration.devices;
        let camera = camera::start(
            CameraSettings {
                open: match &self.settings.camera_picture {
                    Some(picture) => simulated::camera::opener(picture),
                    None => camera::opener(devices.camera.as_ref().map(|camera| &*camera.device)),
                },
                files: devices.photos.as_ref().map(|photos| photos.folder.clone()),
            },
            move |news| report(Event::Camera(news)),
        );
        let voice = self.start_voice();
        self.machine = Some(Peripherals { store, sync, voice, printer, camera, _reader: reader });
        self.timings.note_memory("at the rest screen", MEMORY_MB);
    }
}

/// One application on its way to the disk; runs on the store's thread.
struct Filing {
    application: Box<Application>,
    setup: Arc<Setup>,
    site_no: String,
    device: String,
    sequence_start: u32,
    now: Now,
    created_at: String,
}

impl Filing {
    fn file(self, database: &mut Database) -> Result<(ApplicationId, Receipt), StoreError> {
        let day = self.application.business_date();
        let start = u16::try_from(self.sequence_start).unwrap_or_default();
        let sequence = database.reserve_sequence(&day.to_string(), start)?;
        let number = ApplicationNumber::new(&self.site_no, day, sequence)
            .map_err(|error| StoreError::Row(error.to_string()))?;
        let application_id = ApplicationId::new();
        let sender = Sender {
            point: &self.setup.point_code,
            device: &self.device,
            created_at: &self.created_at,
        };
        let sealed = seal(&self.application, application_id, number.clone(), &sender);
        let name = &self.setup.point_name;
        let receipt = receipt_of(
            &self.application,
            number,
            self.now.local,
            name,
            &self.device,
            &self.setup.calendar,
        );
        let mut entries = vec![JournalEntry::Queued];
        if self.application.item().decided_on_the_spot() {
            entries.push(JournalEntry::Concluded { granted: true });
        }
        database.enqueue(&NewApplication {
            sealed,
            receipt: receipt.clone(),
            card_key: database.card_key(self.application.card().number.as_str()),
            created_at: self.created_at,
            entries,
        })?;
        Ok((application_id, receipt))
    }
}

/// The two clocks: monotonic, which the story player can push, and the wall, with the business date.
struct Clock {
    started: Instant,
    moved: Duration,
    on: Option<Date>,
}

impl Clock {
    fn now(&self) -> Now {
        let wall = wall();
        let local = match self.on {
            Some(day) => day.to_datetime(wall.time()),
            None => wall.datetime(),
        };
        Now { since_start: self.started.elapsed() + self.moved, local }
    }

    /// RFC 3339 of the real clock.
    fn timestamp(&self) -> String {
        wall().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "the loop is the edge where the kiosk meets the clock"
)]
fn wall() -> Zoned {
    // one offset in all of China, no summer time
    Timestamp::now().to_zoned(TimeZone::fixed(jiff::tz::offset(8)))
}

#[allow(
    clippy::disallowed_methods,
    reason = "the loop is the edge where the kiosk meets the clock"
)]
fn instant() -> Instant {
    Instant::now()
}
