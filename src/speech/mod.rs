//! The voice of the kiosk: plays recordings one after the other on a thread of its own, and never makes anybody wait.
//!
//! A kiosk without recordings, without a sound card, or without one of the two programs that play (`opusdec`, `aplay`),
//! is silent and says so once in a report; it tries again whenever something is to be said, and when it is asked to.

mod library;
mod player;

use std::path::PathBuf;
use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use crate::domain::voice::{ClipId, Speed, Utterance, Voices, Volume};
use library::Library;
use player::{Order, Player, Programs};

/// What the voice speaks with.
pub struct Recordings {
    /// The folder of recordings, `kiosk-config/voices`.
    pub folder: PathBuf,
    /// A folder in it; what it lacks is heard in the reference dialect.
    pub dialect: String,
    pub voices: Voices,
}

/// What the voice tells its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VoiceReport {
    /// Nothing can be heard: no sound card, or nothing to play or to play with. Told at the start and when it changes.
    NoSoundDevice,
    /// What is said can be heard. Told at the start and when it changes.
    Works,
    /// The sound card has taken the first of this recording: not told of what was hushed or replaced in its first
    /// two thirds of a second, which may or may not have been heard.
    Started { clip: ClipId },
    /// The utterance of this number has come to its end, heard or not; not told when it was hushed or replaced.
    Finished { number: u64 },
}

/// The thread that speaks; it falls silent when it is dropped.
pub struct Voice {
    /// Without a bound, since the kiosk never waits for it: a press or a screen is one order, a recording another.
    orders: mpsc::Sender<Order>,
    thread: Option<JoinHandle<()>>,
}

/// Starts the thread, which first reads what there is to speak with (`None`: there is nothing) and finds out whether it
/// can be heard. `alsa_config` is an ALSA configuration in place of the machine's: another sound card, or a file in tests.
pub fn start(
    alsa_config: Option<PathBuf>,
    read: impl FnOnce() -> Option<Recordings> + Send + 'static,
    report: impl FnMut(VoiceReport) + Send + 'static,
) -> Voice {
    start_with(Programs::default(), alsa_config, read, report)
}

fn start_with(
    programs: Programs,
    alsa_config: Option<PathBuf>,
    read: impl FnOnce() -> Option<Recordings> + Send + 'static,
    report: impl FnMut(VoiceReport) + Send + 'static,
) -> Voice {
    let (orders, taken) = mpsc::channel();
    let sender = orders.clone();
    let started = thread::Builder::new().name("voice".into()).spawn(move || {
        let library = read().map(|read| Library::new(read.folder, read.dialect, read.voices));
        Player::new(programs, alsa_config, library, sender, report).work(&taken);
    });
    let thread = started
        .inspect_err(|error| tracing::error!(%error, "the thread of the voice cannot be started"))
        .ok();
    Voice { orders, thread }
}

impl Voice {
    /// Says this now, in place of what is being said. `number` comes back in [`VoiceReport::Finished`].
    /// False when there is no thread that could say anything or report.
    pub fn say(&self, number: u64, utterance: Utterance, speed: Speed, volume: Volume) -> bool {
        self.order(Order::Say { number, utterance, speed, volume })
    }

    /// Silence at once.
    pub fn hush(&self) {
        self.order(Order::Hush);
    }

    /// Finds out, without a sound, whether anything could be heard; the report comes if that has changed.
    pub fn probe(&self) {
        self.order(Order::Probe);
    }

    fn order(&self, order: Order) -> bool {
        self.orders.send(order).is_ok()
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
            Self::around(tempfile::tempdir().unwrap(), "", Programs::default())
        }

        fn without_a_sound_card() -> Self {
            let card = tempfile::tempdir().unwrap();
            Self::around(card, ".of_another_name", Programs::default())
        }

        /// Whoever reads `heard` in the folder decides how fast the sound card plays.
        fn with_pipe() -> Self {
            let card = tempfile::tempdir().unwrap();
            let (file, mode) = (card.path().join("heard"), rustix::fs::Mode::RWXU);
            rustix::fs::mkfifoat(rustix::fs::CWD, &file, mode).unwrap();
            Self::around(card, "", Programs::default())
        }

        fn around(card: tempfile::TempDir, broken: &str, programs: Programs) -> Self {
            let heard = card.path().join("heard");
            let config = format!(
                "pcm.nowhere {{ type null }}\n\
                 pcm.!default{broken} {{ type file slave.pcm nowhere file \"{}\" format raw }}\n",
                heard.display()
            );
            let alsa_config = card.path().join("asound.conf");
            fs::write(&alsa_config, config).unwrap();
            let (told, reports) = mpsc::channel();
            let tell = move |report| told.send(report).unwrap();
            let voice = start_with(programs, Some(alsa_config), || Some(recordings()), tell);
            let Recordings { folder, dialect, voices } = recordings();
            let library = Library::new(folder, dialect, voices);
            Self { voice: Some(voice), reports, library, card }
        }

        fn say(&self, number: u64, utterance: &Utterance) {
            let voice = self.voice.as_ref().unwrap();
            assert!(voice.say(number, utterance.clone(), Speed::Normal, Volume::Loud));
        }

        #[track_caller]
        fn tells(&self, expected: VoiceReport) {
            assert_eq!(self.reports.recv_timeout(Duration::from_secs(60)), Ok(expected));
        }

        #[track_caller]
        fn starts(&self, clips: &[&str]) {
            for clip in clips {
                self.tells(VoiceReport::Started { clip: (*clip).into() });
            }
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
                let samples =
                    player::decode(Path::new("opusdec"), &sound.file, Volume::Loud).unwrap();
                assert!(samples.len() > 10_000, "{}", sound.file.display());
                [samples, player::silence(sound.pause)].concat()
            });
            samples.collect()
        }
    }

    fn recordings() -> Recordings {
        Recordings {
            folder: Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config/voices"),
            dialect: REFERENCE_DIALECT.into(),
            voices: voices(),
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
        bench.starts(&["message.still_missing", "places.3"]);
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
        let _ = bench.reports.recv_timeout(Duration::from_secs(60)).unwrap();

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
        let _ = bench.reports.recv_timeout(Duration::from_secs(60)).unwrap();

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
        let bench = Bench::without_a_sound_card();
        bench.tells(VoiceReport::NoSoundDevice);
        // short enough for a pipe to take it whole, and long
        for (number, utterance) in (1..).zip([Utterance::of(&["part.yao"]), long(), long()]) {
            bench.say(number, &utterance);
            bench.tells(VoiceReport::Finished { number });
        }
        assert!(!bench.heard_file().exists());
    }

    #[test]
    fn a_sound_card_that_comes_back_is_used_again() {
        let bench = Bench::without_a_sound_card();
        bench.tells(VoiceReport::NoSoundDevice);
        let config = bench.card.path().join("asound.conf");
        let gone = fs::read_to_string(&config).unwrap();

        fs::write(&config, gone.replace(".of_another_name", "")).unwrap();
        bench.say(1, &three_places());
        bench.starts(&["message.still_missing", "places.3"]);
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
        let at_start = bench.reports.recv_timeout(Duration::from_secs(60)).unwrap();

        bench.say(1, &long());
        let mut heard = File::open(bench.heard_file()).unwrap();
        heard.read_exact(&mut [0; 20_000]).unwrap();
        drop(heard);
        let started = |report: &VoiceReport| matches!(report, VoiceReport::Started { .. });
        let mut told = bench.reports.iter().filter(|report| !started(report));
        if at_start == VoiceReport::Works {
            assert_eq!(told.next(), Some(VoiceReport::NoSoundDevice));
        }
        assert_eq!(told.next(), Some(VoiceReport::Finished { number: 1 }));
    }

    #[test]
    fn a_sound_card_is_looked_for_without_a_word() {
        let bench = Bench::without_a_sound_card();
        bench.tells(VoiceReport::NoSoundDevice);
        let config = bench.card.path().join("asound.conf");
        let gone = fs::read_to_string(&config).unwrap();
        fs::write(&config, gone.replace(".of_another_name", "")).unwrap();
        bench.voice.as_ref().unwrap().probe();
        bench.tells(VoiceReport::Works);
        assert_eq!(bench.heard().iter().find(|byte| **byte != 0), None);
    }

    #[test]
    fn either_of_the_two_programs_missing_is_known_at_the_start() {
        let not_there = || "/nowhere/of_this_name".into();
        for programs in [
            Programs { aplay: not_there(), ..Programs::default() },
            Programs { opusdec: not_there(), ..Programs::default() },
        ] {
            let bench = Bench::around(tempfile::tempdir().unwrap(), "", programs);
            bench.tells(VoiceReport::NoSoundDevice);
            bench.say(1, &three_places());
            bench.tells(VoiceReport::Finished { number: 1 });
        }
    }

    #[test]
    fn without_recordings_it_is_silent_and_says_so() {
        let (told, reports) = mpsc::channel();
        let voice = start(None, || None, move |report| told.send(report).unwrap());
        assert!(voice.say(1, three_places(), Speed::Normal, Volume::Loud));
        drop(voice);
        let all: Vec<VoiceReport> = reports.iter().collect();
        assert_eq!(all, [VoiceReport::NoSoundDevice, VoiceReport::Finished { number: 1 }]);
    }

    /// Stands for a driver that lets no program go: killed, it leaves somebody behind who holds its pipes.
    const HANGS: &str = r#"#!/bin/sh
[ -e "$0.well" ] && exec cat >/dev/null
(read -r _ <"$0.gate") &
echo started >>"$0.starts"
echo >"$0.hangs"
"#;

    #[test]
    fn a_sound_card_that_hangs_costs_one_child_however_much_is_said() {
        let card = tempfile::tempdir().unwrap();
        let aplay = card.path().join("aplay");
        let beside = |name: &str| card.path().join(format!("aplay.{name}"));
        let (gate, well, starts) = (beside("gate"), beside("well"), beside("starts"));
        let hangs = beside("hangs");
        for pipe in [&gate, &hangs] {
            rustix::fs::mkfifoat(rustix::fs::CWD, pipe, rustix::fs::Mode::RWXU).unwrap();
        }
        // by a shell: a program that this process has open for writing cannot be started
        let write = r#"printf %s "$1" >"$2" && chmod +x "$2""#;
        let shell = ["-c", write, "sh", HANGS];
        let written = std::process::Command::new("sh").args(shell).arg(&aplay).status().unwrap();
        assert!(written.success());

        let bench = Bench::around(card, "", Programs { aplay, ..Programs::default() });
        assert_eq!(fs::read_to_string(hangs).unwrap(), "\n"); // the look for the card hangs by now
        bench.say(1, &three_places());
        bench.tells(VoiceReport::NoSoundDevice);
        bench.tells(VoiceReport::Finished { number: 1 });
        for number in 2..9 {
            bench.say(number, &three_places());
            bench.tells(VoiceReport::Finished { number });
        }
        assert_eq!(fs::read_to_string(&starts).unwrap(), "started\n");

        fs::write(well, "").unwrap();
        drop(File::options().write(true).open(gate).unwrap()); // and the driver lets go
        bench.tells(VoiceReport::Works);
    }

    #[test]
    fn letting_go_of_the_voice_ends_it_at_once() {
        let mut bench = Bench::with_pipe();
        drop(File::open(bench.heard_file()).unwrap());
        let _ = bench.reports.recv_timeout(Duration::from_secs(60)).unwrap();
        bench.say(1, &long());
        let mut heard = File::open(bench.heard_file()).unwrap();
        heard.read_exact(&mut [0; 20_000]).unwrap();
        bench.voice = None;
        let mut rest = Vec::new();
        heard.read_to_end(&mut rest).unwrap();
        assert!(rest.len() < bench.samples(&long()).len() / 2);
    }
}
