//! The thread behind [`super::Voice`]: one utterance at a time, each by an `aplay` that is fed by `opusdec`.
//!
//! The player only takes orders, so it is never busy; a second thread feeds the sound card and tells when it is done.
//! There is never a second feeder: a driver that lets no `aplay` go costs one child and one thread, however much is said.

use std::collections::VecDeque;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::VoiceReport;
use super::library::{Library, Sound};
use crate::domain::voice::{ClipId, Speed, Utterance, Volume};

/// What the recordings were made with; `opusdec` is told, so that a person's recording may have another.
const SAMPLES_A_SECOND: u32 = 24_000;

/// So long an `aplay` that was ended may take to go, before the sound card counts as hung.
const LONGEST_END: Duration = Duration::from_secs(2);

pub(super) enum Order {
    Say {
        number: u64,
        utterance: Utterance,
        speed: Speed,
        volume: Volume,
    },
    Hush,
    /// Find out whether anything could be heard.
    Probe,
    /// The sound card has taken the first of this recording.
    Started {
        clip: ClipId,
    },
    /// The feeder has come to its end.
    Ended {
        outcome: Result<(), PlayError>,
    },
    Leave,
}

#[derive(Debug, thiserror::Error)]
pub(super) enum PlayError {
    #[error("{program} cannot be started: {reason}")]
    NotStarted { program: &'static str, reason: io::Error },
    #[error("aplay: {0}")]
    SoundCard(String),
    #[error("the sound card hangs: an aplay that was ended is still there")]
    Hangs,
    #[error("there are no recordings")]
    NoRecordings,
}

/// The two programs that play.
#[derive(Debug, Clone)]
pub(super) struct Programs {
    pub(super) aplay: PathBuf,
    pub(super) opusdec: PathBuf,
}

impl Default for Programs {
    fn default() -> Self {
        Self { aplay: "aplay".into(), opusdec: "opusdec".into() }
    }
}

pub(super) struct Player<Report> {
    programs: Programs,
    alsa_config: Option<PathBuf>,
    /// `None` when they could not be read.
    library: Option<Library>,
    /// For the feeders.
    orders: Sender<Order>,
    report: Report,
    /// What was told last.
    works: Option<bool>,
    now: Option<Now>,
    /// The feeder that was started last has not come to its end.
    feeding: bool,
    /// Waits for that end.
    next: Option<Saying>,
    /// That end has been waited for in vain.
    hangs: bool,
}

/// What is being said.
struct Now {
    /// `None` for the silence by which the sound card is looked for.
    number: Option<u64>,
    aplay: SoundCard,
}

/// What is to be said.
struct Saying {
    number: Option<u64>,
    sounds: Vec<Sound>,
    volume: Volume,
}

impl Saying {
    fn nothing() -> Self {
        Self { number: None, sounds: Vec::new(), volume: Volume::Normal }
    }
}

/// A running `aplay`; shared, so that it can be ended while it is fed.
type SoundCard = Arc<Mutex<Child>>;

impl<Report: FnMut(VoiceReport)> Player<Report> {
    pub(super) fn new(
        programs: Programs,
        alsa_config: Option<PathBuf>,
        library: Option<Library>,
        orders: Sender<Order>,
        report: Report,
    ) -> Self {
        Self {
            programs,
            alsa_config,
            library,
            orders,
            report,
            works: None,
            now: None,
            feeding: false,
            next: None,
            hangs: false,
        }
    }

    pub(super) fn work(mut self, orders: &Receiver<Order>) {
        self.begin(Saying::nothing());
        loop {
            let order = match self.next {
                Some(_) => orders.recv_timeout(LONGEST_END),
                None => orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match order {
                Ok(Order::Say { number, utterance, speed, volume }) => {
                    self.hush();
                    let sounds =
                        self.library.as_ref().map(|library| library.sounds(&utterance, speed));
                    let sounds = sounds.unwrap_or_default();
                    self.begin(Saying { number: Some(number), sounds, volume });
                }
                Ok(Order::Hush) => self.hush(),
                Ok(Order::Probe) => {
                    if self.now.is_none() && self.next.is_none() {
                        self.begin(Saying::nothing());
                    }
                }
                Ok(Order::Started { clip }) => {
                    // that something hushed or replaced had begun is no news
                    if self.now.is_some() {
                        (self.report)(VoiceReport::Started { clip });
                    }
                }
                Ok(Order::Ended { outcome }) => self.ended(&outcome),
                Ok(Order::Leave) | Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    self.hangs = true;
                    if let Some(next) = self.next.take() {
                        self.finish(next.number, &Err(PlayError::Hangs));
                    }
                }
            }
        }
        self.hush();
    }

    /// As soon as the last feeder has gone.
    fn begin(&mut self, saying: Saying) {
        if self.library.is_none() {
            self.finish(saying.number, &Err(PlayError::NoRecordings));
        } else if self.hangs {
            self.finish(saying.number, &Err(PlayError::Hangs));
        } else if self.feeding {
            self.next = Some(saying);
        } else {
            self.play(saying);
        }
    }

    fn play(&mut self, saying: Saying) {
        let Saying { number, sounds, volume } = saying;
        let started = start_aplay(&self.programs.aplay, self.alsa_config.as_deref());
        let started = started.and_then(|mut child| {
            let (input, errors) = (child.stdin.take(), child.stderr.take());
            let aplay = Arc::new(Mutex::new(child));
            let (orders, shared) = (self.orders.clone(), Arc::clone(&aplay));
            let opusdec = self.programs.opusdec.clone();
            let feeder = thread::Builder::new().name("voice-feeder".into()).spawn(move || {
                let started = |clip| {
                    let _ = orders.send(Order::Started { clip });
                };
                let fed = input.map_or(Ok(VecDeque::new()), |input| {
                    Feed { input, written: 0, waiting: VecDeque::new(), started: &started }
                        .feed(&opusdec, &sounds, volume)
                });
                // closed when aplay ends; only then its lock may be held for the waiting
                let mut complaint = String::new();
                let _ = errors.map(|mut errors| errors.read_to_string(&mut complaint));
                let ended = wait(&shared, &complaint);
                let outcome = fed.and_then(|waiting| {
                    ended?;
                    waiting.into_iter().for_each(|(_, clip)| started(clip));
                    Ok(())
                });
                let _ = orders.send(Order::Ended { outcome });
            });
            match feeder {
                Ok(_) => Ok(aplay),
                Err(reason) => {
                    let _ = lock(&aplay).kill();
                    Err(PlayError::NotStarted { program: "a thread", reason })
                }
            }
        });
        match started {
            Ok(aplay) => {
                self.feeding = true;
                self.now = Some(Now { number, aplay });
            }
            Err(error) => self.finish(number, &Err(error)),
        }
    }

    fn hush(&mut self) {
        self.next = None;
        if let Some(now) = self.now.take() {
            let _ = lock(&now.aplay).kill();
        }
    }

    fn ended(&mut self, outcome: &Result<(), PlayError>) {
        self.feeding = false;
        let hung = std::mem::take(&mut self.hangs);
        // the end of what was hushed or replaced is no news
        if let Some(now) = self.now.take() {
            self.finish(now.number, outcome);
        }
        if let Some(next) = self.next.take() {
            self.play(next);
        } else if hung {
            self.play(Saying::nothing());
        }
    }

    fn finish(&mut self, number: Option<u64>, outcome: &Result<(), PlayError>) {
        if let Err(error) = outcome {
            tracing::warn!(%error, "nothing is heard");
        }
        let works = outcome.is_ok();
        if self.works.replace(works) != Some(works) {
            (self.report)(if works { VoiceReport::Works } else { VoiceReport::NoSoundDevice });
        }
        if let Some(number) = number {
            (self.report)(VoiceReport::Finished { number });
        }
    }
}

fn start_aplay(program: &Path, alsa_config: Option<&Path>) -> Result<Child, PlayError> {
    let mut aplay = Command::new(program);
    aplay.args(["--quiet", "--file-type=raw", "--format=S16_LE", "--channels=2"]);
    aplay.arg(format!("--rate={SAMPLES_A_SECOND}")).arg("-");
    if let Some(file) = alsa_config {
        aplay.env("ALSA_CONFIG_PATH", file);
    }
    aplay.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    aplay.spawn().map_err(|reason| PlayError::NotStarted { program: "aplay", reason })
}

/// What goes into one `aplay`.
struct Feed<'a> {
    input: ChildStdin,
    written: usize,
    /// Recordings that may still lie in the pipe whole, and where each begins.
    waiting: VecDeque<(usize, ClipId)>,
    started: &'a dyn Fn(ClipId),
}

impl Feed<'_> {
    /// Ends early, without an error of its own, when aplay takes no more: its exit status says why. What is still
    /// waiting has been heard if aplay ends well.
    fn feed(
        mut self,
        opusdec: &Path,
        sounds: &[Sound],
        volume: Volume,
    ) -> Result<VecDeque<(usize, ClipId)>, PlayError> {
        if sounds.is_empty() {
            find(opusdec)?;
        }
        for sound in sounds {
            let samples = decode(opusdec, &sound.file, volume)?;
            if !samples.is_empty() {
                self.waiting.push_back((self.written, sound.clip.clone()));
            }
            if self.write(&samples).and_then(|()| self.write(&silence(sound.pause))).is_err() {
                break;
            }
        }
        Ok(self.waiting)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        const PIPE: usize = 64 * 1024; // man 7 pipe
        for some in bytes.chunks(4096) {
            self.input.write_all(some)?;
            self.written += some.len();
            // more than a pipe holds: aplay has taken the first of it, and it reads only once it has the sound card
            while let Some((_, clip)) =
                self.waiting.pop_front_if(|(start, _)| self.written > *start + PIPE)
            {
                (self.started)(clip);
            }
        }
        Ok(())
    }
}

/// Without a recording to decode: whether there is anything to decode with.
fn find(opusdec: &Path) -> Result<(), PlayError> {
    let mut version = Command::new(opusdec);
    version.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = version.status().and_then(|status| match status.success() {
        true => Ok(()),
        false => Err(io::Error::other(status.to_string())),
    });
    status.map_err(|reason| PlayError::NotStarted { program: "opusdec", reason })
}

/// Samples of 16 bits for two loudspeakers, whatever the recording has; a file that cannot be decoded is passed over.
pub(super) fn decode(opusdec: &Path, file: &Path, volume: Volume) -> Result<Vec<u8>, PlayError> {
    let decibels = match volume {
        Volume::Quiet => "-14",
        Volume::Normal => "-6",
        Volume::Loud => "0",
    };
    let mut opusdec = Command::new(opusdec);
    opusdec.args(["--quiet", "--no-dither", "--force-stereo"]);
    opusdec.args(["--gain", decibels, "--rate"]).arg(SAMPLES_A_SECOND.to_string());
    opusdec.arg(file).arg("-").stdin(Stdio::null());
    let output =
        opusdec.output().map_err(|reason| PlayError::NotStarted { program: "opusdec", reason })?;
    if !output.status.success() {
        tracing::warn!(file = %file.display(), "cannot be decoded");
        return Ok(Vec::new());
    }
    Ok(output.stdout)
}

pub(super) fn silence(pause: Duration) -> Vec<u8> {
    const BYTES_A_SAMPLE: u128 = 4; // two loudspeakers
    let samples = pause.as_millis() * u128::from(SAMPLES_A_SECOND) / 1000;
    vec![0; usize::try_from(samples * BYTES_A_SAMPLE).unwrap_or(0)]
}

fn wait(aplay: &SoundCard, complaint: &str) -> Result<(), PlayError> {
    match lock(aplay).wait() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(PlayError::SoundCard(format!("{status}: {}", complaint.trim()))),
        Err(reason) => Err(PlayError::SoundCard(reason.to_string())),
    }
}

/// A panic of the other thread leaves the child as it was.
fn lock(aplay: &SoundCard) -> MutexGuard<'_, Child> {
    aplay.lock().unwrap_or_else(PoisonError::into_inner)
}
