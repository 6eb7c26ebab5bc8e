//! The thread `camera`: orders in, frames and photos out. Asleep while no screen wants a photo.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};

use super::develop::{Sheet, develop, develop_file, turn};
use super::{Camera, CameraSettings, Frame, News, Order, Refusal, Report, sheets, stick};
use crate::devices::now;
use crate::devices::worker::Worker;

/// Frames for the screen come no faster.
const BETWEEN_FRAMES: Duration = Duration::from_millis(100);
/// A camera that has gone may be plugged in again.
const BETWEEN_TRIES: Duration = Duration::from_secs(1);

/// Dropping it lets go of the camera.
pub struct CameraThread {
    worker: Worker<Order>,
}

impl CameraThread {
    pub fn order(&self, order: Order) {
        self.worker.order(order);
    }
}

pub fn start(settings: CameraSettings, report: impl Fn(Report) + Send + 'static) -> CameraThread {
    let work = move |orders| Darkroom::new(settings, report).work(&orders);
    CameraThread { worker: Worker::start("camera", work) }
}

struct Darkroom<Tell> {
    settings: CameraSettings,
    report: Tell,
    opening: Option<u64>,
    camera: Option<Box<dyn Camera>>,
    /// Has been said, and is not said again until it works.
    gone: bool,
    last: Option<Frame>,
    shown_at: Option<Instant>,
    /// What was listed last.
    listed: Vec<PathBuf>,
}

impl<Tell: Fn(Report)> Darkroom<Tell> {
    fn new(settings: CameraSettings, report: Tell) -> Self {
        Self {
            settings,
            report,
            opening: None,
            camera: None,
            gone: false,
            last: None,
            shown_at: None,
            listed: Vec::new(),
        }
    }

    fn work(mut self, orders: &Receiver<Order>) {
        loop {
            let order = match (self.opening, &self.camera) {
                (None, _) => orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
                (Some(_), None) => orders.recv_timeout(BETWEEN_TRIES),
                (Some(_), Some(_)) => orders.try_recv().map_err(|error| match error {
                    TryRecvError::Empty => RecvTimeoutError::Timeout,
                    TryRecvError::Disconnected => RecvTimeoutError::Disconnected,
                }),
            };
            match order {
                Ok(order) => self.obey(order),
                Err(RecvTimeoutError::Timeout) => self.look(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn tell(&self, news: News) {
        if let Some(opening) = self.opening {
            (self.report)(Report { opening, news });
        }
    }

    fn obey(&mut self, order: Order) {
        match order {
            Order::Open { opening } => {
                self.forget();
                self.opening = Some(opening);
                self.look();
            }
            Order::Close => {
                self.forget();
                self.opening = None;
                self.let_go();
            }
            Order::Capture => match self.next_frame() {
                Some(frame) => {
                    let taken = sheet_of(&frame).ok_or(Refusal::Broken).and_then(develop);
                    self.answer(taken.map(|taken| News::Taken(Box::new(taken))));
                }
                None => self.say_gone(),
            },
            Order::Turn { untouched, quarters } => {
                self.answer(turn(untouched, quarters).map(|taken| News::Taken(Box::new(taken))));
            }
            Order::Bind { sheets } => self.answer(sheets::bind(&sheets).map(News::Bound)),
            Order::List => {
                let found = self.settings.files.as_deref().map(stick::list).unwrap_or_default();
                let entries = found.iter().map(|one| one.entry.clone()).collect();
                self.listed = found.into_iter().map(|one| one.path).collect();
                self.tell(News::Files(entries));
            }
            Order::TakeFile { place } => {
                let path = self.listed.get(place).ok_or(Refusal::StickGone);
                let taken = path.and_then(|path| stick::read(path)).and_then(develop_file);
                self.answer(taken.map(|taken| News::Taken(Box::new(taken))));
            }
        }
    }

    fn answer(&self, done: Result<News, Refusal>) {
        self.tell(done.unwrap_or_else(News::Refused));
    }

    /// Nothing of one person is there for the next.
    fn forget(&mut self) {
        self.last = None;
        self.shown_at = None;
        self.listed.clear();
        self.gone = false;
    }

    /// Shows what the camera sees, if it is another picture than the last.
    fn look(&mut self) {
        let Some(frame) = self.next_frame() else {
            self.say_gone();
            return;
        };
        let soon = self.shown_at.is_some_and(|at| now().duration_since(at) < BETWEEN_FRAMES);
        if soon || self.last.as_ref() == Some(&frame) {
            return;
        }
        self.shown_at = Some(now());
        if let Some(sheet) = sheet_of(&frame) {
            self.tell(News::Frame(sheet.preview()));
        }
        self.last = Some(frame);
    }

    fn say_gone(&mut self) {
        if !self.gone {
            tracing::warn!("there is no camera, or it has vanished");
            self.tell(News::Gone);
        }
        self.gone = true;
    }

    /// Opens the camera where it is not open; one that fails is let go of and tried again later.
    fn next_frame(&mut self) -> Option<Frame> {
        if self.camera.is_none() {
            let opened = catch_unwind(AssertUnwindSafe(|| (self.settings.open)()));
            self.camera = match opened {
                Ok(Ok(camera)) => Some(camera),
                Ok(Err(error)) => {
                    tracing::debug!(%error, "the camera cannot be opened");
                    None
                }
                Err(_) => None,
            };
        }
        let camera = self.camera.as_mut()?;
        let frame = catch_unwind(AssertUnwindSafe(|| camera.next_frame()));
        match frame {
            Ok(Ok(frame)) => {
                self.gone = false;
                Some(frame)
            }
            Ok(Err(error)) => {
                tracing::debug!(%error, "the camera gives no frame");
                self.let_go();
                None
            }
            Err(_) => {
                self.let_go();
                None
            }
        }
    }

    /// The driver's own clearing up may fail where the device is gone: that ends this camera and not the thread.
    fn let_go(&mut self) {
        self.last = None;
        let camera = self.camera.take();
        let _ = catch_unwind(AssertUnwindSafe(move || drop(camera)));
    }
}

fn sheet_of(frame: &Frame) -> Option<Sheet> {
    match frame {
        Frame::Jpeg(bytes) => Sheet::decode(bytes).ok(),
        Frame::Pixels { width, height, pixels } => {
            Sheet::from_pixels(*width, *height, pixels.to_vec())
        }
    }
}
