//! The kiosk's side of the story player: a window in memory, fingers and pictures on command.

use std::collections::HashSet;
use std::io::{BufRead as _, Write as _};
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;

use anyhow::Context as _;
use i_slint_backend_testing::{ElementHandle, ElementQuery, TestingBackend, TestingBackendOptions};
use slint::platform::{PointerEventButton, WindowEvent};
use slint::{ComponentHandle as _, LogicalPosition, SharedString};

use super::super::bind::{self, ui::App};
use super::super::event::Event;
use super::super::run::{Input, Shown};
use super::super::sight::Sight;
use super::super::timings::Timings;
use super::protocol::{Answer, Command, Element, Look};

/// The same renderer as on the glass, in real time, without a display.
pub fn use_memory_for_a_window() -> anyhow::Result<()> {
    let options = TestingBackendOptions {
        mock_time: false,
        threading: true,
        renderer_name: Some("software".into()),
    };
    slint::platform::set_platform(Box::new(TestingBackend::new(options)))
        .map_err(|error| anyhow::anyhow!("the window in memory: {error}"))
}

/// Draws the first frame, then obeys lines until there are no more: then the kiosk ends.
pub fn start(
    app: &App,
    inbox: SyncSender<Input>,
    timings: &Arc<Timings>,
    shown: &Arc<Shown>,
) -> anyhow::Result<()> {
    let weak = app.as_weak();
    slint::invoke_from_event_loop({
        let weak = weak.clone();
        move || {
            if let Some(app) = weak.upgrade() {
                let _ = app.window().take_snapshot();
            }
        }
    })?;
    let remote =
        Remote { app: weak, inbox, timings: Arc::clone(timings), shown: Arc::clone(shown) };
    std::thread::Builder::new()
        .name("remote".into())
        .spawn(move || {
            remote.obey();
            let _ = slint::quit_event_loop(); // the player has gone
        })
        .context("the remote control's thread")?;
    Ok(())
}

struct Remote {
    app: slint::Weak<App>,
    inbox: SyncSender<Input>,
    timings: Arc<Timings>,
    shown: Arc<Shown>,
}

impl Remote {
    fn obey(&self) {
        for line in std::io::stdin().lock().lines() {
            let Ok(line) = line else { return };
            let answer = match serde_json::from_str(&line) {
                Ok(command) => self.carry_out(command),
                Err(error) => Answer::Failed { why: format!("not a command: {error}") },
            };
            let text = serde_json::to_string(&answer).expect("answers are plain data");
            let mut out = std::io::stdout().lock();
            if writeln!(out, "{text}").and_then(|()| out.flush()).is_err() {
                return;
            }
        }
    }

    fn carry_out(&self, command: Command) -> Answer {
        match command {
            Command::Look => {
                let shown = self.shown.number(); // first: what comes while it is looked is looked at again
                let (said, started) = (self.shown.said(), self.shown.started());
                self.on_screen(move |app| Answer::Seen {
                    look: Look { said, started, ..look(app, shown) },
                })
            }
            Command::Press { x, y } => self.touch(vec![(x, y)]),
            Command::Drag { points } => self.touch(points),
            Command::Key { text } => self.on_screen(move |app| {
                press_keys(app, &text);
                Answer::Done
            }),
            Command::AwaitChange { seen, milliseconds } => Answer::Shown {
                number: self.shown.wait_beyond(seen, Duration::from_millis(milliseconds)),
            },
            Command::Picture { path } => self.on_screen(move |app| take_picture(app, &path)),
            Command::MoveClock { seconds } => {
                let by = Duration::from_secs(seconds);
                let _ = self.inbox.send(Input::MoveClock(by));
                self.settle();
                self.on_screen(move |_| {
                    bind::move_clock(by);
                    Answer::Done
                })
            }
            Command::See { text_size, high_contrast } => {
                let sight = Sight { text_size, black: high_contrast };
                let _ = self.inbox.send(Input::Event(Event::See(sight)));
                self.settle();
                Answer::Done
            }
            Command::Held => self.on_screen(|app| Answer::Text { text: bind::held(app) }),
            Command::NoteMemory { moment, limit_megabytes } => {
                self.timings.note_memory(&moment, limit_megabytes);
                Answer::Done
            }
            Command::NoteFrames => {
                self.timings.note_frames();
                Answer::Done
            }
            Command::Figures => Answer::Figures { figures: self.timings.figures() },
        }
    }

    /// Down at the first point, along the others, up at the last; then until all of it is shown.
    fn touch(&self, points: Vec<(f32, f32)>) -> Answer {
        let answer = self.on_screen(move |app| {
            let window = app.window();
            let mut last = LogicalPosition::default();
            for (place, (x, y)) in points.into_iter().enumerate() {
                last = LogicalPosition::new(x, y);
                window.dispatch_event(WindowEvent::PointerMoved { position: last });
                if place == 0 {
                    let button = PointerEventButton::Left;
                    window.dispatch_event(WindowEvent::PointerPressed { position: last, button });
                }
            }
            let button = PointerEventButton::Left;
            window.dispatch_event(WindowEvent::PointerReleased { position: last, button });
            window.dispatch_event(WindowEvent::PointerExited);
            Answer::Done
        });
        self.settle();
        answer
    }

    /// Until the kiosk's thread has seen everything sent so far and its frame is shown.
    fn settle(&self) {
        let (answer, settled) = sync_channel(1);
        if self.inbox.send(Input::Settled(answer)).is_ok() {
            let _ = settled.recv_timeout(Duration::from_secs(5));
        }
    }

    fn on_screen(&self, work: impl FnOnce(&App) -> Answer + Send + 'static) -> Answer {
        let (answer, answered) = sync_channel(1);
        let posted = self.app.upgrade_in_event_loop(move |app| {
            let _ = answer.send(work(&app));
        });
        match posted {
            Ok(()) => answered
                .recv_timeout(Duration::from_secs(10))
                .unwrap_or(Answer::Failed { why: "the screen does not answer".into() }),
            Err(error) => Answer::Failed { why: format!("the window has gone: {error}") },
        }
    }
}

/// What is to be seen.
fn look(app: &App, shown: u64) -> Look {
    let size = app.window().size();
    let handles = ElementQuery::from_root(app).match_descendants().find_all();
    let mut elements: Vec<Element> = handles.iter().filter_map(element).collect();
    // the search reports what stands in conditional elements several times: once is enough
    let mut seen = HashSet::new();
    elements.retain(|one| {
        let place = [one.x, one.y, one.width, one.height].map(f32::to_bits);
        seen.insert((one.kinds.clone(), one.label.clone(), one.value.clone(), place))
    });
    let (width, height) = (size.width as f32, size.height as f32);
    Look { shown, width, height, elements, said: Vec::new(), started: Vec::new() }
}

fn element(handle: &ElementHandle) -> Option<Element> {
    let (place, size) = (handle.absolute_position(), handle.size());
    if size.width <= 0.0 || size.height <= 0.0 {
        return None;
    }
    let mut kinds: Vec<String> = handle.type_name().into_iter().map(Into::into).collect();
    kinds.extend(handle.bases().into_iter().flatten().map(String::from));
    Some(Element {
        kinds,
        role: handle
            .accessible_role()
            .map(|role| format!("{role:?}").to_lowercase())
            .unwrap_or_default(),
        label: handle.accessible_label().map(Into::into).unwrap_or_default(),
        value: handle.accessible_value().map(Into::into).unwrap_or_default(),
        enabled: handle.accessible_enabled().unwrap_or(true),
        checked: handle.accessible_checked().unwrap_or(false),
        x: place.x,
        y: place.y,
        width: size.width,
        height: size.height,
        opacity: handle.computed_opacity(),
    })
}

fn press_keys(app: &App, text: &str) {
    for character in text.chars() {
        let text = SharedString::from(character);
        app.window().dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
        app.window().dispatch_event(WindowEvent::KeyReleased { text });
    }
}

fn take_picture(app: &App, path: &str) -> Answer {
    let taken = app.window().take_snapshot().map_err(anyhow::Error::from).and_then(|picture| {
        let file = std::fs::File::create(path)?;
        let mut encoder =
            png::Encoder::new(std::io::BufWriter::new(file), picture.width(), picture.height());
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.write_header()?.write_image_data(picture.as_bytes())?;
        Ok(())
    });
    match taken {
        Ok(()) => Answer::Done,
        Err(error) => Answer::Failed { why: format!("{path}: {error}") },
    }
}
