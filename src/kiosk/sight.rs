//! How a person sees the screens: the size of the words and the ground they stand on. It lasts as long as the person is here.

pub use crate::config::TextSize;

/// What the screens look like now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sight {
    pub text_size: TextSize,
    /// Light words on a black ground.
    pub black: bool,
}

/// A press in the box behind 大字.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    Open,
    Size(TextSize),
    Black(bool),
    Close,
}
