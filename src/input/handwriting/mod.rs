//! Characters written with a finger, in any order of strokes, one at a time or a short word in one go.
//!
//! The strokes are drawn as a small grey picture and read by PP-OCRv6 small, a recognition model for lines of text
//! (Apache-2.0, PaddlePaddle), by tract: pure Rust, no network, nothing kept.

mod characters;
pub mod generated;
mod model;
mod raster;
mod reading;

pub use characters::gb_2312_row;

use std::{
    path::Path,
    time::{Duration, Instant},
};

use self::{
    characters::{Characters, MIDDLE_DOT},
    model::{CHARACTERS, MODEL, Model, read_shipped},
    raster::{Drawing, MOST_HEIGHT},
    reading::{Guess, Look},
};
use super::{Candidate, Engine, InputError, MOST_CANDIDATES, Vocabulary, Written};

/// Pixels of the strip, wide enough for a short word. One plan for both takes half the memory of two.
const WIDTH: usize = 128;

/// How many of them a word may fill before it is drawn lower.
const MOST_WORD_WIDTH: f32 = 118.0;

/// A drawing so many times wider than high may be a word; a character such as 四 is drawn wide too, so both are read.
const MAY_BE_A_WORD: f32 = 1.4;

/// And so many times wider hardly any character is, except a single stroke 一: read as one only if it is no word.
const IS_A_WORD: f32 = 2.2;

/// A word the model is so sure of comes before all single characters: it sees each of them very clearly, too.
const SURE: f32 = 0.5;

/// How far an unclear drawing is turned for a second and third look, in radians: 14 degrees.
const TURNED: f32 = 0.25;

/// Further looks begin only before this; a wide drawing is looked at twice each time, and all of it must stay below 50 ms.
const LONGEST: Duration = Duration::from_millis(30);

/// Second choices of a word; more would push the characters out of the bar.
const MOST_WORDS: usize = 6;

/// A finger that only touched the box, in heights of the box.
const TAP: f32 = 0.05;

/// The recognition model with the characters it knows. Made and used on one thread; holds about 60 MB.
pub struct Handwriting {
    model: Model,
    known: Characters,
}

impl Handwriting {
    /// `folder` is what `packaging/handwriting/fetch_model.sh` fills; the characters of `place_names` come first in a
    /// field of places. Takes about a second.
    pub fn open(folder: &Path, place_names: &[&str]) -> Result<Self, InputError> {
        let list = read_shipped(folder, CHARACTERS)?;
        let list =
            String::from_utf8(list).map_err(|error| InputError::Engine(error.to_string()))?;
        let onnx = read_shipped(folder, MODEL)?;
        let model = Model::load(&onnx, WIDTH)?;
        Ok(Self { model, known: Characters::new(&list, place_names) })
    }

    fn read(&self, drawing: &Drawing, vocabulary: Vocabulary) -> Result<Vec<Guess>, InputError> {
        let ratio = drawing.width / drawing.height.max(f32::EPSILON);
        let mut words = Vec::new();
        if drawing.stroke_count() > 1 && ratio >= MAY_BE_A_WORD {
            let chances = self.model.run(&drawing.strip(WIDTH, MOST_WORD_WIDTH))?;
            words = reading::words(&chances, &self.known, vocabulary, MOST_WORDS);
        }
        if ratio >= IS_A_WORD && !words.is_empty() {
            return Ok(words);
        }
        let characters = self.read_character(drawing, vocabulary)?;
        let sure = words.first().is_some_and(|word| word.chance >= SURE);
        let (first, then) = if sure { (words, characters) } else { (characters, words) };
        Ok(take_turns(first, then))
    }

    /// A drawing that is not clear is also looked at turned to either side: an unsteady hand often writes askew. A slow
    /// machine looks less often.
    fn read_character(
        &self,
        drawing: &Drawing,
        vocabulary: Vocabulary,
    ) -> Result<Vec<Guess>, InputError> {
        let begin = instant();
        let mut looks = vec![self.look(drawing)?];
        let one_look = begin.elapsed();
        if looks.iter().any(|look| !look.is_clear(&self.known)) {
            for angle in [TURNED, -TURNED] {
                if begin.elapsed() + one_look <= LONGEST {
                    looks.push(self.look(&drawing.turned(angle))?);
                }
            }
        }
        Ok(reading::characters(&looks, &self.known, vocabulary, MOST_CANDIDATES))
    }

    fn look(&self, drawing: &Drawing) -> Result<Look, InputError> {
        Ok(Look::of(&self.model.run(&drawing.strip(WIDTH, MOST_HEIGHT))?))
    }
}

#[allow(clippy::disallowed_methods, reason = "how long a look takes is known only to the clock")]
fn instant() -> Instant {
    Instant::now()
}

/// One of each, so that the best of both stand on the first page.
fn take_turns(first: Vec<Guess>, then: Vec<Guess>) -> Vec<Guess> {
    let (mut first, mut then) = (first.into_iter(), then.into_iter());
    let mut all = Vec::with_capacity(MOST_CANDIDATES);
    while all.len() < MOST_CANDIDATES {
        let pair = [first.next(), then.next()];
        if pair.iter().all(Option::is_none) {
            break;
        }
        all.extend(pair.into_iter().flatten());
    }
    all.truncate(MOST_CANDIDATES);
    all
}

impl Engine for Handwriting {
    /// Letters and strokes of the keys are not its business: no candidates.
    fn candidates(
        &mut self,
        written: &Written,
        vocabulary: Vocabulary,
    ) -> Result<Vec<Candidate>, InputError> {
        let Written::Ink(ink) = written else { return Ok(Vec::new()) };
        let Some(drawing) = Drawing::of(ink) else { return Ok(Vec::new()) };
        if drawing.width.max(drawing.height) < TAP {
            // read as a picture a tap is a large blot; in a name it is the dot between two parts
            let dot = Candidate { text: MIDDLE_DOT.into(), rest: String::new() };
            return Ok(if vocabulary == Vocabulary::Name { vec![dot] } else { Vec::new() });
        }
        let guesses = self.read(&drawing, vocabulary)?;
        Ok(guesses
            .into_iter()
            .map(|guess| Candidate { text: guess.text, rest: String::new() })
            .collect())
    }
}
