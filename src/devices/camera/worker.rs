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
                Ok(order) => {
                    // a picture that breaks a decoder takes nobody's form with it
                    let done = catch_unwind(AssertUnwindSafe(|| self.obey(order)));
                    if done.is_err() {
                        self.tell(News::Refused(Refusal::Broken));
                    }
                }
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

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, channel};

    use super::*;
    use crate::devices::simulated::camera::{Scene, opener, paint};

    const PATIENCE: Duration = Duration::from_secs(20);

    /// A camera that is a file in a folder of its own.
    struct Desk {
        folder: tempfile::TempDir,
        camera: CameraThread,
        news: Receiver<Report>,
    }

    impl Desk {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let (tell, news) = channel();
            let settings = CameraSettings {
                open: opener(&folder.path().join("camera.jpg")),
                files: Some(folder.path().join("sticks")),
            };
            let camera = start(settings, move |report| drop(tell.send(report)));
            Self { folder, camera, news }
        }

        fn sees(&self, scene: Scene) {
            let beside = self.folder.path().join("new");
            std::fs::write(&beside, paint(scene)).unwrap();
            std::fs::rename(beside, self.folder.path().join("camera.jpg")).unwrap();
        }

        fn next(&self) -> Report {
            self.news.recv_timeout(PATIENCE).unwrap()
        }
    }

    #[test]
    fn a_camera_that_is_plugged_in_is_seen_captured_and_missed_when_it_goes() {
        let desk = Desk::new();
        desk.camera.order(Order::Open { opening: 7 });
        assert!(matches!(desk.next(), Report { opening: 7, news: News::Gone }));
        desk.sees(Scene::Sheet);
        assert!(matches!(desk.next(), Report { opening: 7, news: News::Frame(_) }));
        desk.camera.order(Order::Capture);
        let Report { news: News::Taken(taken), .. } = desk.next() else { panic!("nothing taken") };
        assert_eq!((taken.doubt, taken.photo.pages()), (None, 1));
        std::fs::remove_file(desk.folder.path().join("camera.jpg")).unwrap();
        assert!(matches!(desk.next(), Report { opening: 7, news: News::Gone }));
        desk.camera.order(Order::Capture);
        desk.camera.order(Order::Open { opening: 8 });
        assert!(matches!(desk.next(), Report { opening: 8, news: News::Gone }));
    }

    #[test]
    fn the_same_picture_is_shown_once_and_nothing_comes_after_the_screen_is_closed() {
        let desk = Desk::new();
        desk.sees(Scene::Sheet);
        desk.camera.order(Order::Open { opening: 1 });
        assert!(matches!(desk.next().news, News::Frame(_)));
        assert!(desk.news.recv_timeout(Duration::from_millis(300)).is_err(), "nothing has moved");
        desk.camera.order(Order::Close);
        while desk.news.recv_timeout(Duration::from_millis(300)).is_ok() {} // was on its way
        desk.sees(Scene::Face);
        assert!(desk.news.recv_timeout(Duration::from_millis(300)).is_err());
    }

    #[test]
    fn what_one_person_had_listed_the_next_cannot_take() {
        let desk = Desk::new();
        desk.sees(Scene::Sheet);
        std::fs::create_dir(desk.folder.path().join("sticks")).unwrap();
        std::fs::write(desk.folder.path().join("sticks/a.jpg"), paint(Scene::Sheet)).unwrap();
        desk.camera.order(Order::Open { opening: 1 });
        desk.camera.order(Order::List);
        desk.camera.order(Order::TakeFile { place: 0 });
        desk.camera.order(Order::Open { opening: 2 });
        desk.camera.order(Order::TakeFile { place: 0 });
        let mut seen = Vec::new();
        while seen.last() != Some(&"refused") {
            seen.push(match desk.next().news {
                News::Frame(_) => continue,
                News::Gone => "gone",
                News::Taken(_) => "taken",
                News::Bound(_) => "bound",
                News::Files(files) if files.len() == 1 => "one file",
                News::Files(_) => "files",
                News::Refused(_) => "refused",
            });
        }
        assert_eq!(seen, ["one file", "taken", "refused"]);
    }
}
