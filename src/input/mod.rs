//! Chinese text without a keyboard: what a finger wrote or which letters it pressed, turned into words to choose from.
//!
//! One contract for all engines: [`Engine::candidates`] is given everything written since the panel was last empty and answers
//! at most [`MOST_CANDIDATES`] candidates, best first. Engines keep nothing of it: the next call says all again.

pub mod accent;
pub mod handwriting;
pub mod pinyin;
pub mod worker;

use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// The bar of the panel shows a page of these; more than two dozen nobody looks through.
pub const MOST_CANDIDATES: usize = 24;

/// Letters that wait to be chosen: enough for a word or a short phrase. A longer run of mere first letters would make librime
/// think for a quarter of a second a key; the next words are typed when these have been chosen.
pub const MOST_LETTERS: usize = 24;

/// No character has more strokes; a key held down must not go on for ever.
pub const MOST_STROKE_KEYS: usize = 60;

/// Whether a list, as `sha256sum` writes it, has this name with the digest of these bytes.
fn is_listed(list: &str, name: &str, bytes: &[u8]) -> bool {
    let wanted = format!("{}  {name}", hex::encode(Sha256::digest(bytes)));
    list.lines().any(|line| line == wanted)
}

/// Points of one stroke, from pen down to pen up. `x` and `y` are in heights of the writing box (y 0..1 from the top, x 0..width/height);
/// points outside are allowed, the box does not cut a stroke.
pub type Stroke = Vec<(f32, f32)>;

/// What stands in the panel and is not yet chosen. Overwritten when it is dropped, wherever that is.
#[derive(Clone, PartialEq, Zeroize, ZeroizeOnDrop)]
pub enum Written {
    /// lower-case letters a–z and `'`, at most [`MOST_LETTERS`]
    Letters(String),
    /// the five strokes as letters of rime's stroke schema: h 一, s 丨, p 丿, n 丶, z 乙; at most [`MOST_STROKE_KEYS`]
    Strokes(String),
    /// in the order written
    Ink(Vec<Stroke>),
}

/// Which words come first in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vocabulary {
    General,
    /// the point's own villages and its county first
    Place,
    /// surnames and name characters, one character a step
    Name,
}

/// One entry of the candidate bar. Overwritten when it is dropped, wherever that is.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Candidate {
    /// what goes into the field
    pub text: String,
    /// what of the letters or strokes is still to be converted after it was taken; empty for ink
    pub rest: String,
}

#[derive(Debug, thiserror::Error)]
pub enum InputError {
    #[error("{0} is not there")]
    Missing(std::path::PathBuf),
    #[error("{0} is not what was shipped")]
    Damaged(std::path::PathBuf),
    #[error("the engine failed: {0}")]
    Engine(String),
}

/// Pinyin with strokes, or handwriting. Made on the thread it works on (librime lives once in a process and on one thread).
pub trait Engine {
    fn candidates(
        &mut self,
        written: &Written,
        vocabulary: Vocabulary,
    ) -> Result<Vec<Candidate>, InputError>;

    /// The panel is closed: nothing of what was written last stays.
    fn forget(&mut self) {}
}
