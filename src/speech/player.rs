//! The thread behind [`super::Voice`]: one utterance at a time, each by an `aplay` that is fed by `opusdec`.
//!
//! The player only takes orders, so it is never busy; a second thread feeds the sound card and tells when it is done.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use super::VoiceReport;
use super::library::Sound;
use crate::domain::voice::Volume;

/// What the recordings were made with; `opusdec` is told, so that a person's recording may have another.
const SAMPLES_A_SECOND: u32 = 24_000;

pub(super) enum Order {
    Say {
        number: u64,
        sounds: Vec<Sound>,
        volume: Volume,
    },
    Hush,
    /// The feeder of this turn has come to its end.
    Ended {
        turn: u64,
        outcome: Result<(), PlayError>,
    },
    Leave,
}

#[derive(Debug, thiserror::Error)]
pub(super) enum PlayError {
    #[error("{program} cannot be started: {reason}")]
    NotStarted { program: &'static str, reason: std::io::Error },
    #[error("aplay: {0}")]
    SoundCard(String),
}

pub(super) struct Player<Report> {
    alsa_config: Option<PathBuf>,
    /// For the feeders.
    orders: mpsc::Sender<Order>,
    report: Report,
    /// What was told last.
    works: Option<bool>,
    /// Counts the feeders, so that a late end is known as such.
    turn: u64,
    now: Option<Now>,
}

/// What is being said.
struct Now {
    turn: u64,
    /// `None` for the silence by which the sound card is looked for.
    number: Option<u64>,
    aplay: SoundCard,
}

/// A running `aplay`; shared, so that it can be ended while it is fed.
type SoundCard = Arc<Mutex<Child>>;

impl<Report: FnMut(VoiceReport)> Player<Report> {
    pub(super) fn new(
        alsa_config: Option<PathBuf>,
        orders: mpsc::Sender<Order>,
        report: Report,
    ) -> Self {
        Self { alsa_config, orders, report, works: None, turn: 0, now: None }
    }

    pub(super) fn work(mut self, orders: &mpsc::Receiver<Order>) {
        self.play(None, Vec::new(), Volume::Normal);
        for order in orders {
            match order {
                Order::Say { number, sounds, volume } => {
                    self.hush();
                    self.play(Some(number), sounds, volume);
                }
                Order::Hush => self.hush(),
                Order::Ended { turn, outcome } => self.ended(turn, &outcome),
                Order::Leave => break,
            }
        }
        self.hush();
    }

    fn play(&mut self, number: Option<u64>, sounds: Vec<Sound>, volume: Volume) {
        self.turn += 1;
        let turn = self.turn;
        let started = start_aplay(self.alsa_config.as_deref()).and_then(|mut child| {
            let (input, errors) = (child.stdin.take(), child.stderr.take());
            let aplay = Arc::new(Mutex::new(child));
            let (orders, shared) = (self.orders.clone(), Arc::clone(&aplay));
            let feeder = thread::Builder::new().name("voice-feeder".into()).spawn(move || {
                let fed = input.map_or(Ok(()), |input| feed(input, &sounds, volume));
                // closed when aplay ends; only then its lock may be held for the waiting
                let mut complaint = String::new();
                let _ = errors.map(|mut errors| errors.read_to_string(&mut complaint));
                let ended = wait(&shared, &complaint);
                let outcome = fed.and(ended);
                let _ = orders.send(Order::Ended { turn, outcome });
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
            Ok(aplay) => self.now = Some(Now { turn, number, aplay }),
            Err(error) => self.finish(number, &Err(error)),
        }
    }

    fn hush(&mut self) {
        if let Some(now) = self.now.take() {
            let _ = lock(&now.aplay).kill();
        }
    }

    fn ended(&mut self, turn: u64, outcome: &Result<(), PlayError>) {
        // the end of what was hushed or replaced is no news
        if let Some(now) = self.now.take_if(|now| now.turn == turn) {
            self.finish(now.number, outcome);
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

fn start_aplay(alsa_config: Option<&Path>) -> Result<Child, PlayError> {
    let mut aplay = Command::new("aplay");
    aplay.args(["--quiet", "--file-type=raw", "--format=S16_LE", "--channels=2"]);
    aplay.arg(format!("--rate={SAMPLES_A_SECOND}")).arg("-");
    if let Some(file) = alsa_config {
        aplay.env("ALSA_CONFIG_PATH", file);
    }
    aplay.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    aplay.spawn().map_err(|reason| PlayError::NotStarted { program: "aplay", reason })
}

/// Ends early, without an error of its own, when aplay takes no more: its exit status says why.
fn feed(mut input: ChildStdin, sounds: &[Sound], volume: Volume) -> Result<(), PlayError> {
    for sound in sounds {
        let samples = decode(&sound.file, volume)?;
        let silence = silence(sound.pause);
        if input.write_all(&samples).and_then(|()| input.write_all(&silence)).is_err() {
            break;
        }
    }
    Ok(())
}

/// Samples of 16 bits for two loudspeakers, whatever the recording has; a file that cannot be decoded is passed over.
pub(super) fn decode(file: &Path, volume: Volume) -> Result<Vec<u8>, PlayError> {
    let decibels = match volume {
        Volume::Quiet => "-14",
        Volume::Normal => "-6",
        Volume::Loud => "0",
    };
    let mut opusdec = Command::new("opusdec");
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
