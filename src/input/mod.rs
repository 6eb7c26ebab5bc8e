//! Chinese without a keyboard: letters, five strokes or a finger on the glass become candidates.
//!
//! Nothing that is written here is learned, logged or left on disk.

use std::fmt;

/// What has been given so far for the next word; each touch replaces it as a whole, so that a late answer
/// never mixes with a newer question.
#[derive(Clone, PartialEq)]
pub enum Written {
    /// Lower-case letters of pinyin, as typed.
    Letters(String),
    /// The five kinds of strokes 一 丨 丿 丶 乙, as `h s p n z`.
    Strokes(String),
    /// A finger's strokes in the order drawn; the box is 0–1 wide and high, y downwards.
    Ink(Vec<Vec<(f32, f32)>>),
}

/// Only how much there is: the content may be somebody's name.
impl fmt::Debug for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Letters(letters) => write!(f, "{} letters", letters.len()),
            Self::Strokes(strokes) => write!(f, "{} stroke keys", strokes.len()),
            Self::Ink(strokes) => write!(f, "{} strokes of a finger", strokes.len()),
        }
    }
}

/// The words a field is likely to hold; they come first among the candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Vocabulary {
    General,
    /// The point's own villages, the county's, the province's.
    Place,
    /// Surnames and name characters, one character a step.
    Name,
}

/// What may be meant.
#[derive(Clone, PartialEq, Eq)]
pub struct Candidate {
    pub text: String,
    /// The letters or strokes that are still to be looked up once this is chosen; empty: none.
    pub rest: String,
}

/// Why a way of writing is not to be had now; the others go on.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    #[error("{file} is missing")]
    Missing { file: String },
    #[error("{file} is damaged: {why}")]
    Damaged { file: String, why: String },
    #[error("the engine refuses: {0}")]
    Engine(String),
}

/// One way of writing. Its candidates are the best first, at most [`MOST_CANDIDATES`].
pub trait Engine {
    fn candidates(
        &mut self,
        written: &Written,
        vocabulary: Vocabulary,
    ) -> Result<Vec<Candidate>, InputError>;
}

/// More than anyone pages through.
pub const MOST_CANDIDATES: usize = 50;
