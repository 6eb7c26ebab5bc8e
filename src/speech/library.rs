//! Which files are played for what is said, and the pauses between them.

use std::path::PathBuf;
use std::time::Duration;

use crate::domain::voice::{ClipId, Part, Speed, Utterance, Voices};

/// One recording, and how long nothing is heard after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sound {
    pub(super) clip: ClipId,
    pub(super) file: PathBuf,
    pub(super) pause: Duration,
}

pub(super) struct Library {
    folder: PathBuf,
    dialect: String,
    voices: Voices,
}

impl Library {
    pub(super) fn new(folder: PathBuf, dialect: String, voices: Voices) -> Self {
        Self { folder, dialect, voices }
    }

    /// A part that is not recorded in full is left out whole: half a number is worse than none.
    pub(super) fn sounds(&self, utterance: &Utterance, speed: Speed) -> Vec<Sound> {
        utterance.0.iter().filter_map(|part| self.sounds_of(part, speed)).flatten().collect()
    }

    fn sounds_of(&self, part: &Part, speed: Speed) -> Option<Vec<Sound>> {
        // a recording has a breath of its own at both ends
        let (between_pieces, between_parts) = match speed {
            Speed::Normal => (Duration::ZERO, Duration::from_millis(150)),
            Speed::Slow => (Duration::from_millis(100), Duration::from_millis(300)),
        };
        let mut sounds = Vec::new();
        for clip in part.clips() {
            let Some(recording) = self.voices.find(&self.dialect, speed, &clip) else {
                tracing::warn!(clip, "no recording");
                return None;
            };
            let file = self.folder.join(&recording.file);
            sounds.push(Sound { clip, file, pause: between_pieces });
        }
        if let Some(last) = sounds.last_mut() {
            last.pause = between_parts;
        }
        Some(sounds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::voice::{Recording, Source};

    fn library(clips: &[&str]) -> Library {
        let voices = clips.iter().map(|clip| {
            let file = format!("putonghua/normal/{clip}.opus");
            let key = ("putonghua".to_owned(), Speed::Normal, (*clip).to_owned());
            (key, Recording { file, source: Source::Synthetic })
        });
        Library::new("voices".into(), "putonghua".into(), Voices(voices.collect()))
    }

    #[test]
    fn half_a_number_is_not_said() {
        let library = library(&["message.still_missing", "part.ten", "part.d3", "part.places"]);
        let said = |utterance: Utterance| -> Vec<String> {
            let sounds = library.sounds(&utterance, Speed::Normal);
            let name = |sound: &Sound| sound.file.file_stem().unwrap().to_str().unwrap().to_owned();
            sounds.iter().map(name).collect()
        };
        let missing = || Utterance::of(&["message.still_missing"]);
        assert_eq!(
            said(missing().and(Part::Places(13))),
            ["message.still_missing", "part.ten", "part.d3", "part.places"]
        );
        // 四 is not recorded, so neither 十 nor 位 is heard
        assert_eq!(said(missing().and(Part::Places(14))), ["message.still_missing"]);
    }

    #[test]
    fn pieces_of_a_number_follow_at_once_and_parts_after_a_pause() {
        let library = library(&["part.d3", "pair.31"]);
        let said = Utterance(vec![Part::Digits("313".into()), Part::Digits("3".into())]);
        let pauses = |speed| -> Vec<u128> {
            library.sounds(&said, speed).iter().map(|sound| sound.pause.as_millis()).collect()
        };
        assert_eq!(pauses(Speed::Normal), [0, 150, 150]);
        assert_eq!(pauses(Speed::Slow), [100, 300, 300]);
    }
}
