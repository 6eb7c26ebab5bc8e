//! Lines between player and kiosk: a command as JSON on the kiosk's standard input, an answer on its output.

use serde::{Deserialize, Serialize};

use super::super::sight::TextSize;
use super::super::timings::Figure;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// What is on the screen.
    Look,
    /// A finger at a point: down and up.
    Press {
        x: f32,
        y: f32,
    },
    /// A finger drawn along points.
    Drag {
        points: Vec<(f32, f32)>,
    },
    /// A USB keyboard.
    Key {
        text: String,
    },
    /// Answers when a frame after `seen` has been shown, or when the time is up.
    AwaitChange {
        seen: u64,
        milliseconds: u64,
    },
    /// A PNG of the window.
    Picture {
        path: String,
    },
    /// Pushes idle timer and back-off forward.
    MoveClock {
        seconds: u64,
    },
    /// Shows the screen as somebody with other eyes would have it; nobody has touched anything.
    See {
        text_size: TextSize,
        high_contrast: bool,
    },
    /// Everything the adapters of the screens hold, also what is not shown.
    Held,
    /// Measures memory at a moment that has a name.
    NoteMemory {
        moment: String,
        limit_megabytes: u32,
    },
    /// Turns what the frames so far have taken into figures.
    NoteFrames,
    Figures,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    Done,
    Seen { look: Look },
    Shown { number: u64 },
    Text { text: String },
    Figures { figures: Vec<Figure> },
    Failed { why: String },
}

/// The screen as elements, in the order in which they are painted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// Number of the last frame.
    pub shown: u64,
    pub width: f32,
    pub height: f32,
    pub elements: Vec<Element>,
    /// Every recording that was to be heard so far.
    pub said: Vec<String>,
    /// Every recording of which the sound card has taken the first.
    pub started: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Element {
    /// Component name and those it is made from, such as `PrimaryButton`, `Pressable`.
    pub kinds: Vec<String>,
    /// Lower case, empty: none.
    pub role: String,
    pub label: String,
    pub value: String,
    pub enabled: bool,
    pub checked: bool,
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
    pub opacity: f32,
}
