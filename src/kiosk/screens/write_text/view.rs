//! What the writing panel shows, and what fits into its lines and its bar.

use super::{EngineState, Engines, Paper, State, Way, amount};
use crate::input::{Candidate, Written};
use crate::kiosk::wording;

#[derive(Clone, PartialEq)]
pub struct View {
    pub question: String,
    pub hint: String,
    /// The hint says why something was not taken.
    pub warns: bool,
    pub text: String,
    /// The text in at most two lines; the first is empty when one is enough, and in pinyin.
    pub first_line: String,
    pub last_line: String,
    /// Letters or strokes that are not chosen yet.
    pub pending: String,
    pub way: Way,
    pub candidates: Vec<CandidateView>,
    /// The candidates answer what is written now.
    pub fresh: bool,
    pub first_page: bool,
    pub last_page: bool,
    /// Stands in the bar when it is empty.
    pub bar_hint: String,
    /// Why this way cannot be used, and what goes on; empty: it can.
    pub trouble: (String, String),
    pub strokes: usize,
    pub emptied: u64,
    pub ready: bool,
}

#[derive(Clone, PartialEq)]
pub struct CandidateView {
    pub id: String,
    pub words: String,
    /// In the second row of the bar.
    pub below: bool,
    /// Both in drawing pixels of the 1920×1080 design.
    pub left: f32,
    pub width: f32,
}

pub fn view(state: &State, engines: Engines) -> View {
    let Paper { text, written, candidates } = &state.paper;
    let pending = wording::pending(written);
    let (first_line, last_line) = lines(text, &pending, state.way);
    let spots = state.spots();
    let all = candidates.iter().zip(&spots).enumerate();
    let shown = all.filter(|(_, (_, spot))| spot.page == state.page);
    View {
        question: state.purpose.question(),
        hint: state.refusal.map_or_else(|| state.purpose.hint(), wording::refusal),
        warns: state.refusal.is_some(),
        text: text.clone(),
        first_line,
        last_line,
        pending,
        way: state.way,
        candidates: shown
            .map(|(place, (candidate, spot))| CandidateView {
                id: state.id(place),
                words: candidate.text.clone(),
                below: spot.below,
                left: spot.left,
                width: spot.width,
            })
            .collect(),
        fresh: state.asked == state.answered,
        first_page: state.page == 0,
        last_page: spots.last().is_none_or(|last| last.page <= state.page),
        bar_hint: bar_hint(state, engines),
        trouble: trouble(state, engines),
        strokes: match written {
            Written::Ink(strokes) => strokes.len(),
            Written::Letters(_) | Written::Strokes(_) => 0,
        },
        emptied: state.emptied,
        ready: state.not_done().is_none(),
    }
}

fn bar_hint(state: &State, engines: Engines) -> String {
    let Some(engine) = engine_of(state.way, engines) else {
        return wording::bar_hint(state.way).into();
    };
    let nothing_found = amount(&state.paper.written) > 0 && state.asked == state.answered;
    match engine {
        EngineState::Starting => wording::GETTING_READY.into(),
        EngineState::Ready if nothing_found => wording::nothing_found(state.way).into(),
        EngineState::Ready => wording::bar_hint(state.way).into(),
        EngineState::Gone(_) if state.searched().is_some() && state.way == Way::Pinyin => {
            wording::SEARCH_BAR.into()
        }
        EngineState::Gone(_) => String::new(), // the notice says what to do instead
    }
}

fn trouble(state: &State, engines: Engines) -> (String, String) {
    // letters alone find items: the keys need no engine then
    if state.searched().is_some() && state.way == Way::Pinyin {
        return Default::default();
    }
    let (way, written) = (state.way, !state.paper.text.is_empty());
    let others = |state| matches!(state, EngineState::Starting | EngineState::Ready);
    match (engine_of(way, engines), way) {
        (Some(EngineState::Gone(trouble)), Way::Hand) => {
            wording::way_gone(way, trouble, others(engines.keys), written)
        }
        (Some(EngineState::Gone(trouble)), _) => {
            wording::way_gone(way, trouble, others(engines.ink), written)
        }
        (Some(EngineState::Starting | EngineState::Ready) | None, _) => Default::default(),
    }
}

pub fn engine_of(way: Way, engines: Engines) -> Option<EngineState> {
    match way {
        Way::Hand => Some(engines.ink),
        Way::Pinyin | Way::Strokes => Some(engines.keys),
        Way::Marks => None,
    }
}

/// A line of the field on the narrower screen, in characters: (1707 − 2 × (64 + 36)) / 56 px, with room for the caret.
pub(super) const LINE: f32 = 25.5;
/// The candidate bar there, its gap and the least width of a candidate, in drawing pixels. In pinyin, where words are long,
/// it has two rows of four words of four characters or more, and both page buttons stand above each other; otherwise one
/// row of eight characters beside them.
pub(super) const BAR_OF_WORDS: f32 = 1314.0;
const BAR_OF_CHARACTERS: f32 = 1202.0;
pub(super) const GAP: f32 = 16.0;
const LEAST: f32 = 128.0;
const CANDIDATE_SIZE: f32 = 52.0;
const PADDING: f32 = 22.0;

/// In the size of the font; Latin letters count as wide as the widest usual ones are.
pub(super) fn em(text: &str) -> f32 {
    text.chars()
        .map(|one| match one {
            'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.95,
            '\0'..='\u{FF}' => 0.66,
            _ => 1.0,
        })
        .sum()
}

pub(super) struct Spot {
    pub(super) page: usize,
    pub(super) below: bool,
    pub(super) left: f32,
    pub(super) width: f32,
}

/// Where each candidate stands in the bar, in their order.
pub(super) fn spots(candidates: &[Candidate], way: Way) -> Vec<Spot> {
    let (rows, bar) = match way {
        Way::Pinyin => (2, BAR_OF_WORDS),
        Way::Hand | Way::Strokes | Way::Marks => (1, BAR_OF_CHARACTERS),
    };
    let (mut row, mut left) = (0, 0.0);
    let mut spots = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let width = (em(&candidate.text) * CANDIDATE_SIZE + 2.0 * PADDING).clamp(LEAST, bar);
        if left + width > bar {
            (row, left) = (row + 1, 0.0);
        }
        spots.push(Spot { page: row / rows, below: row % rows == 1, left, width });
        left += width + GAP;
    }
    spots
}

/// The end of the text in at most two lines, the letters behind it. In pinyin there is one: the bar needs the room.
pub(super) fn lines(text: &str, pending: &str, way: Way) -> (String, String) {
    let mut lines = vec![String::new()];
    let mut filled = 0.0;
    let mut put = |word: &str, width: f32| {
        if filled + width > LINE {
            lines.push(String::new());
            filled = 0.0;
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(word);
        }
        filled += width;
    };
    for character in text.chars() {
        let word = character.to_string();
        put(&word, em(&word));
    }
    put("", em(pending).min(LINE)); // is drawn beside the last line, in another colour
    let cut = |line: String| std::iter::once('…').chain(line.chars().skip(1)).collect();
    let last = lines.pop().unwrap_or_default();
    let first = lines.pop().unwrap_or_default();
    match (way, first.is_empty(), lines.is_empty()) {
        (_, true, _) => (first, last),
        (Way::Pinyin, false, _) => (String::new(), cut(last)),
        (_, false, true) => (first, last),
        (_, false, false) => (cut(first), last),
    }
}
