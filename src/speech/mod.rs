//! The voice of the kiosk: plays recordings one after the other on a thread of its own, and never makes anybody wait.
//!
//! A kiosk without a sound card, or without the two programs that play (`opusdec`, `aplay`), is silent and says so once
//! in a report; it tries again whenever something is to be said.

mod library;
mod player;

use std::path::PathBuf;
use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use crate::domain::voice::{Speed, Utterance, Voices, Volume};
use library::Library;
use player::{Order, Player};

/// What the voice is started with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceSettings {
    /// The folder of recordings, `kiosk-config/voices`.
    pub folder: PathBuf,
    /// A folder in it; what it lacks is heard in the reference dialect.
    pub dialect: String,
    /// An ALSA configuration in place of the machine's: another sound card, or a file in tests.
    pub alsa_config: Option<PathBuf>,
}

/// What the voice tells its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoiceReport {
    /// Nothing can be heard: no sound card, or nothing to play with. Told at the start and when it changes.
    NoSoundDevice,
    /// What is said can be heard. Told at the start and when it changes.
    Works,
    /// The utterance of this number has come to its end, heard or not; not told when it was hushed or replaced.
    Finished { number: u64 },
}

/// The thread that speaks; it falls silent when it is dropped.
pub struct Voice {
    library: Library,
    orders: mpsc::Sender<Order>,
    thread: Option<JoinHandle<()>>,
}

/// Starts the thread, which first finds out whether there is a sound card.
pub fn start(
    settings: VoiceSettings,
    voices: Voices,
    report: impl FnMut(VoiceReport) + Send + 'static,
) -> Voice {
    let (orders, taken) = mpsc::channel();
    let player = Player::new(settings.alsa_config, orders.clone(), report);
    let started = thread::Builder::new().name("voice".into()).spawn(move || player.work(&taken));
    let thread = started
        .inspect_err(|error| tracing::error!(%error, "the thread of the voice cannot be started"))
        .ok();
    Voice { library: Library::new(settings.folder, settings.dialect, voices), orders, thread }
}

impl Voice {
    /// Says this now, in place of what is being said. `number` comes back in [`VoiceReport::Finished`].
    pub fn say(&self, number: u64, utterance: &Utterance, speed: Speed, volume: Volume) {
        let sounds = self.library.sounds(utterance, speed);
        self.order(Order::Say { number, sounds, volume });
    }

    /// Silence at once.
    pub fn hush(&self) {
        self.order(Order::Hush);
    }

    /// An order to a thread that has ended is lost.
    fn order(&self, order: Order) {
        let _ = self.orders.send(order);
    }
}

impl Drop for Voice {
    fn drop(&mut self) {
        self.order(Order::Leave);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::io::{Read as _, Write as _};
    use std::path::Path;
    use std::time::Duration;

    use super::*;
    use crate::domain::voice::{Part, REFERENCE_DIALECT, Recording, Source};

    /// A voice with the shipped recordings, whose sound card is a file in a folder of its own.
    struct Bench {
        voice: Option<Voice>,
        reports: mpsc::Receiver<VoiceReport>,
        library: Library,
        card: tempfile::TempDir,
    }

    const PROMPTS: [&str; 5] =
        ["screen.sign", "screen.review", "message.still_missing", "places.3", "part.yao"];

    impl Bench {
        fn new() -> Self {
            Self::around(tempfile::tempdir().unwrap(), "")
        }

        /// Whoever reads `heard` in the folder decides how fast the sound card plays.
        fn with_pipe() -> Self {
            let card = tempfile::tempdir().unwrap();
            let (file, mode) = (card.path().join("heard"), rustix::fs::Mode::RWXU);
            rustix::fs::mkfifoat(rustix::fs::CWD, &file, mode).unwrap();
            Self::around(card, "")
        }

        fn around(card: tempfile::TempDir, broken: &str) -> Self {
            let heard = card.path().join("heard");
            let config = format!(
                "pcm.nowhere {{ type null }}\n\
                 pcm.!default{broken} {{ type file slave.pcm nowhere file \"{}\" format raw }}\n",
                heard.display()
            );
            let alsa_config = card.path().join("asound.conf");
            fs::write(&alsa_config, config).unwrap();
            let settings = || VoiceSettings {
                folder: Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config/voices"),
                dialect: REFERENCE_DIALECT.into(),
                alsa_config: Some(alsa_config.clone()),
            };
            let (told, reports) = mpsc::channel();
            let voice = start(settings(), voices(), move |report| told.send(report).unwrap());
            let library = Library::new(settings().folder, settings().dialect, voices());
            Self { voice: Some(voice), reports, library, card }
        }

        fn say(&self, number: u64, utterance: &Utterance) {
            let voice = self.voice.as_ref().unwrap();
            voice.say(number, utterance, Speed::Normal, Volume::Loud);
        }

        #[track_caller]
        fn tells(&self, expected: VoiceReport) {
            assert_eq!(self.reports.recv_timeout(Duration::from_secs(20)), Ok(expected));
        }

        fn heard(&self) -> Vec<u8> {
            fs::read(self.heard_file()).unwrap()
        }

        fn heard_file(&self) -> PathBuf {
            self.card.path().join("heard")
        }

        /// What would be heard if nothing came in between.
        fn samples(&self, utterance: &Utterance) -> Vec<u8> {
            let sounds = self.library.sounds(utterance, Speed::Normal);
            assert!(!sounds.is_empty());
            let samples = sounds.iter().flat_map(|sound| {
                let samples = player::decode(&sound.file, Volume::Loud).unwrap();
                assert!(samples.len() > 10_000, "{}", sound.file.display());
                [samples, player::silence(sound.pause)].concat()
            });
            samples.collect()
        }
    }

    fn voices() -> Voices {
        let recording = |clip: &str| {
            let file = format!("{REFERENCE_DIALECT}/normal/{clip}.opus");
            let key = (REFERENCE_DIALECT.to_owned(), Speed::Normal, clip.to_owned());
            (key, Recording { file, source: Source::Synthetic })
        };
        Voices(PROMPTS.iter().map(|clip| recording(clip)).collect())
    }

    /// More than a pipe and a sound card's buffer take in.
    fn long() -> Utterance {
        let many = (0..10).map(|_| Part::prompt("screen.review"));
        Utterance(many.collect())
    }

    fn three_places() -> Utterance {
        Utterance::of(&["message.still_missing"]).and(Part::Places(3))
    }

    #[test]
    fn the_recordings_are_heard_whole_and_in_their_order() {
        let bench = Bench::new();
        bench.tells(VoiceReport::Works);
        bench.say(7, &three_places());
        bench.tells(VoiceReport::Finished { number: 7 });
        let (heard, expected) = (bench.heard(), bench.samples(&three_places()));
        assert!(heard.starts_with(&expected));
        // the sound card's last buffer is filled up with silence
        assert!(heard[expected.len()..].iter().all(|byte| *byte == 0));
    }

    #[test]
    fn after_hush_nothing_more_is_heard() {
        let bench = Bench::with_pipe();
        drop(File::open(bench.heard_file()).unwrap());
        // either is right: the silence of the start went into a pipe that was closed again
        let _ = bench.reports.recv_timeout(Duration::from_secs(20)).unwrap();

        bench.say(1, &long());
        let mut heard = File::open(bench.heard_file()).unwrap();
        let mut beginning = vec![0; 20_000];
        heard.read_exact(&mut beginning).unwrap();
        assert!(bench.samples(&long()).starts_with(&beginning));
        bench.voice.as_ref().unwrap().hush();
        let mut rest = Vec::new();
        heard.read_to_end(&mut rest).unwrap();
        assert!(beginning.len() + rest.len() < bench.samples(&long()).len() / 2);
    }

    #[test]
    fn what_is_said_replaces_what_is_being_said() {
        const END: &[u8] = b"end!";
        let bench = Bench::with_pipe();
        drop(File::open(bench.heard_file()).unwrap());
        let _ = bench.reports.recv_timeout(Duration::from_secs(20)).unwrap();

        bench.say(1, &long());
        // open for writing too, so that there is no end between the two
        let mut heard = File::options().read(true).write(true).open(bench.heard_file()).unwrap();
        heard.read_exact(&mut [0; 20_000]).unwrap();
        bench.say(2, &three_places());
        let mut writer = heard.try_clone().unwrap();
        let reader = thread::spawn(move || {
            let (mut all, mut some) = (Vec::new(), [0; 4096]);
            while !all.ends_with(END) {
                let length = heard.read(&mut some).unwrap();
                all.extend_from_slice(&some[..length]);
            }
            all
        });
        let finished = |report: &VoiceReport| matches!(report, VoiceReport::Finished { .. });
        assert_eq!(bench.reports.iter().find(finished), Some(VoiceReport::Finished { number: 2 }));
        writer.write_all(END).unwrap();
        let all = reader.join().unwrap();
        let second = bench.samples(&three_places());
        assert!(all.windows(second.len()).any(|part| part == second), "the second is heard whole");
        assert!(all.len() < bench.samples(&long()).len() / 2, "the first is not");
    }

    #[test]
    fn without_a_sound_card_it_is_silent_says_so_once_and_never_waits() {
        let bench = Bench::around(tempfile::tempdir().unwrap(), ".of_another_name");
        bench.tells(VoiceReport::NoSoundDevice);
        for number in 1..4 {
            bench.say(number, &long());
            bench.tells(VoiceReport::Finished { number });
        }
        assert!(!bench.heard_file().exists());
    }

    #[test]
    fn a_sound_card_that_comes_back_is_used_again() {
        let bench = Bench::around(tempfile::tempdir().unwrap(), ".of_another_name");
        bench.tells(VoiceReport::NoSoundDevice);
        let config = bench.card.path().join("asound.conf");
        let gone = fs::read_to_string(&config).unwrap();

        fs::write(&config, gone.replace(".of_another_name", "")).unwrap();
        bench.say(1, &three_places());
        bench.tells(VoiceReport::Works);
        bench.tells(VoiceReport::Finished { number: 1 });
        assert!(bench.heard().starts_with(&bench.samples(&three_places())));

        fs::write(&config, gone).unwrap();
        bench.say(2, &three_places());
        bench.tells(VoiceReport::NoSoundDevice);
        bench.tells(VoiceReport::Finished { number: 2 });
    }

    #[test]
    fn a_sound_card_that_goes_in_the_middle_ends_what_is_said() {
        let bench = Bench::with_pipe();
        drop(File::open(bench.heard_file()).unwrap());
        let at_start = bench.reports.recv_timeout(Duration::from_secs(20)).unwrap();

        bench.say(1, &long());
        let mut heard = File::open(bench.heard_file()).unwrap();
        heard.read_exact(&mut [0; 20_000]).unwrap();
        drop(heard);
        if at_start == VoiceReport::Works {
            bench.tells(VoiceReport::NoSoundDevice);
        }
        bench.tells(VoiceReport::Finished { number: 1 });
    }

    #[test]
    fn letting_go_of_the_voice_ends_it_at_once() {
        let mut bench = Bench::with_pipe();
        drop(File::open(bench.heard_file()).unwrap());
        let _ = bench.reports.recv_timeout(Duration::from_secs(20)).unwrap();
        bench.say(1, &long());
        let mut heard = File::open(bench.heard_file()).unwrap();
        heard.read_exact(&mut [0; 20_000]).unwrap();
        bench.voice = None;
        let mut rest = Vec::new();
        heard.read_to_end(&mut rest).unwrap();
        assert!(rest.len() < bench.samples(&long()).len() / 2);
    }
}
