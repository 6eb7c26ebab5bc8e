//! 08: words written with the finger, in pinyin or stroke by stroke; what they are for waits behind it, unchanged until
//! 写好了: a question of the form, or the search for an item.

use zeroize::{Zeroize as _, ZeroizeOnDrop, Zeroizing};

use crate::domain::service_item::{Field, FieldKind};
use crate::input::{
    Candidate, InputError, MOST_LETTERS, MOST_STROKE_KEYS, Stroke, Vocabulary, Written,
};
use crate::kiosk::screens::{choose_item, fill_form};
use crate::kiosk::wording;

#[derive(Clone, PartialEq)]
pub enum Touch {
    Way(Way),
    /// A letter or `'` in pinyin; h s p n z among the strokes; on the page of marks what goes straight into the text.
    Key(String),
    /// The finger has left the box.
    Stroke(Stroke),
    UndoStroke,
    Rewrite,
    /// A candidate by its id: one that has been replaced meanwhile is not taken for another.
    Choose(String),
    PreviousCandidates,
    NextCandidates,
    /// Of a keyboard plugged in.
    Typed(String),
    StepBack,
    Clear,
    Done,
    GiveUp,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    #[default]
    Hand,
    Pinyin,
    Strokes,
    /// Digits and punctuation; needs no engine.
    Marks,
}

/// Of both engines, as far as the session knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Engines {
    /// Pinyin and strokes.
    pub keys: EngineState,
    pub ink: EngineState,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EngineState {
    #[default]
    Starting,
    Ready,
    Gone(Trouble),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    Missing,
    Damaged,
    Failed,
}

impl From<&InputError> for Trouble {
    fn from(error: &InputError) -> Self {
        match error {
            InputError::Missing(_) => Self::Missing,
            InputError::Damaged(_) => Self::Damaged,
            InputError::Engine(_) => Self::Failed,
        }
    }
}

/// Why something was not taken; nothing is lost by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such character in a form: an emoji, half-width katakana.
    Character,
    TooLong {
        most: usize,
    },
    Scribble,
    /// More letters or strokes than wait to be chosen.
    TooManyKeys(Way),
    /// What is written this way is to be chosen before something else is typed.
    NotChosen(Way),
}

/// What a touch would throw away; it is done when the person has said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// All of the text.
    Text,
    /// What the text has become since the panel was opened.
    Changes,
    /// What is written and not chosen.
    NotChosen,
}

/// Why 写好了 is not ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotDone {
    Empty,
    /// Something is written this way and no candidate chosen.
    NotChosen(Way),
}

/// What the words are for: where 写好了 and 不写了 lead back to.
pub enum Purpose {
    Answer(Box<fill_form::State>),
    Search(choose_item::State),
}

pub struct State {
    purpose: Purpose,
    pub way: Way,
    paper: Paper,
    /// The question that is asked now.
    asked: Option<u64>,
    /// The question that the candidates answer.
    answered: Option<u64>,
    /// What is written has changed since the last question.
    changed: bool,
    page: usize,
    /// How often the box has been emptied: the picture of the ink follows.
    emptied: u64,
    refusal: Option<Refusal>,
    /// Waits for the answer of the person.
    doubtful: Option<Touch>,
}

/// What a person wrote; overwritten when it is no longer needed.
#[derive(ZeroizeOnDrop)]
struct Paper {
    text: String,
    written: Written,
    candidates: Vec<Candidate>,
}

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

/// More is a scribble; the box takes no further stroke.
pub const MOST_STROKES: usize = 60;
/// From so many characters on, losing them is asked about: fewer are written again as fast as a question is read.
const WORTH_A_QUESTION: usize = 4;

impl State {
    /// Why the last thing was not taken.
    pub fn refusal(&self) -> Option<Refusal> {
        self.refusal
    }

    pub fn new(form: Box<fill_form::State>) -> Self {
        Self::of(Purpose::Answer(form), Way::default())
    }

    /// Over the list of items, with what was looked for last.
    pub fn search(list: choose_item::State, way: Way) -> Self {
        Self::of(Purpose::Search(list), way)
    }

    fn of(purpose: Purpose, way: Way) -> Self {
        // as large as it can become: a text that moves leaves a copy behind
        let mut text = String::with_capacity(4 * purpose.longest());
        text.push_str(&purpose.words());
        let written = empty_of(way);
        Self {
            purpose,
            way,
            paper: Paper { text, written, candidates: Vec::new() },
            asked: None,
            answered: None,
            changed: false,
            page: 0,
            emptied: 0,
            refusal: None,
            doubtful: None,
        }
    }

    pub fn vocabulary(&self) -> Vocabulary {
        match &self.purpose {
            Purpose::Answer(form) => vocabulary_of(form.field()),
            Purpose::Search(_) => Vocabulary::General,
        }
    }

    /// Answers that have not been handed in wait behind it.
    pub fn answers_a_form(&self) -> bool {
        matches!(self.purpose, Purpose::Answer(_))
    }

    /// What somebody who looks for an item has so far: the text, and the letters behind it.
    pub fn searched(&self) -> Option<(&str, &str)> {
        let letters = match &self.paper.written {
            Written::Letters(letters) => letters.as_str(),
            Written::Strokes(_) | Written::Ink(_) => "",
        };
        let searches = matches!(self.purpose, Purpose::Search(_));
        searches.then_some((self.paper.text.as_str(), letters))
    }

    /// What is to be looked up, once for each change.
    pub fn take_question(&mut self, number: u64) -> Option<Written> {
        if !std::mem::take(&mut self.changed) || amount(&self.paper.written) == 0 {
            return None;
        }
        self.asked = Some(number);
        Some(self.paper.written.clone())
    }

    /// An answer to an older question is too late.
    pub fn take_answer(&mut self, number: u64, mut candidates: Vec<Candidate>) {
        if self.asked != Some(number) {
            return;
        }
        candidates.retain(|candidate| candidate.text.chars().all(is_taken));
        self.paper.candidates = candidates;
        self.answered = Some(number);
        self.page = 0;
    }

    pub fn not_done(&self) -> Option<NotDone> {
        match (amount(&self.paper.written), self.paper.text.is_empty()) {
            (0, false) => None,
            (0, true) => Some(NotDone::Empty),
            // an item is found by bare letters too
            _ if self.searched().is_some_and(|(_, letters)| !letters.is_empty()) => None,
            _ => Some(NotDone::NotChosen(self.way)),
        }
    }

    fn text_length(&self) -> usize {
        self.paper.text.chars().count()
    }

    /// A touch that would throw away what is written waits until the person has said so.
    pub fn doubt(&mut self, touch: &Touch) -> Option<Loss> {
        let leaves_this_way = matches!(touch, Touch::Way(way) if *way != self.way);
        let pending = amount(&self.paper.written);
        let loss = if *touch == Touch::Clear && self.text_length() >= WORTH_A_QUESTION {
            Loss::Text
        } else if *touch == Touch::GiveUp && self.changed_characters() >= WORTH_A_QUESTION {
            Loss::Changes
        } else if leaves_this_way && pending > 0 {
            Loss::NotChosen
        } else {
            return None; // throws nothing away, or little
        };
        self.doubtful = Some(touch.clone());
        Some(loss)
    }

    /// The person has said so.
    pub fn take_doubtful(&mut self) -> Option<Touch> {
        self.doubtful.take()
    }

    /// By how much the text differs from that of the form: what lies between the same beginning and the same end.
    fn changed_characters(&self) -> usize {
        let before: Vec<char> = self.purpose.words().chars().collect();
        let now: Vec<char> = self.paper.text.chars().collect();
        let same = |pairs: &mut dyn Iterator<Item = (&char, &char)>| {
            pairs.take_while(|(one, other)| one == other).count()
        };
        let beginning = same(&mut before.iter().zip(&now));
        let end =
            same(&mut before.iter().skip(beginning).rev().zip(now.iter().skip(beginning).rev()));
        before.len().max(now.len()) - beginning - end
    }

    /// Back with what was written.
    pub fn finish(self) -> Purpose {
        match self.purpose {
            Purpose::Answer(mut form) => {
                form.take_words(&self.paper.text);
                Purpose::Answer(form)
            }
            Purpose::Search(_) => {
                let letters = match &self.paper.written {
                    Written::Letters(letters) => letters.as_str(),
                    Written::Strokes(_) | Written::Ink(_) => "",
                };
                let query = Zeroizing::new(format!("{}{letters}", self.paper.text));
                Purpose::Search(choose_item::State::results(&query))
            }
        }
    }

    /// Back, and nothing has changed.
    pub fn give_up(self) -> Purpose {
        self.purpose
    }

    fn clear(&mut self) {
        self.paper.text.zeroize();
        self.start_anew();
        self.refusal = None;
    }

    /// Everything but 写好了, 不写了 and the questions before something is thrown away.
    pub fn touch(&mut self, touch: Touch) {
        self.refusal = None;
        match touch {
            Touch::Way(way) => self.go_by(way),
            Touch::Key(key) => key.chars().for_each(|key| self.press(key)),
            Touch::Stroke(stroke) => self.add_stroke(stroke),
            Touch::UndoStroke => self.undo_stroke(),
            Touch::Rewrite => self.start_anew(),
            Touch::Choose(id) => {
                self.choose(&id);
            }
            Touch::PreviousCandidates => self.page = self.page.saturating_sub(1),
            Touch::NextCandidates => {
                let last = self.spots().last().map_or(0, |spot| spot.page);
                self.page = (self.page + 1).min(last);
            }
            Touch::Typed(text) => text.chars().for_each(|typed| self.type_character(typed)),
            Touch::StepBack => self.step_back(),
            Touch::Clear => self.clear(),
            Touch::Done | Touch::GiveUp => {} // lead away: the session's
        }
    }

    fn go_by(&mut self, way: Way) {
        if way != self.way {
            self.way = way;
            self.start_anew();
        }
    }

    /// Empty box, no letters; the text stays.
    fn start_anew(&mut self) {
        self.write(empty_of(self.way));
        self.emptied += 1;
    }

    /// Strokes that no engine will read.
    pub fn give_up_ink(&mut self) {
        if matches!(self.paper.written, Written::Ink(_)) {
            self.start_anew();
        }
    }

    /// Everything that is written passes here, so that each change is looked up.
    fn write(&mut self, written: Written) {
        self.paper.written = written;
        self.changed = true;
        if amount(&self.paper.written) == 0 {
            self.paper.candidates.clear();
            (self.asked, self.answered) = (None, None);
        }
    }

    fn press(&mut self, key: char) {
        let so_far = amount(&self.paper.written);
        match (self.way, &self.paper.written) {
            (Way::Marks, _) => {
                self.add(key.encode_utf8(&mut [0; 4]));
            }
            (Way::Pinyin, Written::Letters(letters)) if is_letter(key, letters) => {
                if so_far < MOST_LETTERS {
                    self.write(Written::Letters(format!("{letters}{key}")));
                } else {
                    self.refusal = Some(Refusal::TooManyKeys(self.way));
                }
            }
            (Way::Strokes, Written::Strokes(strokes)) if "hspnz".contains(key) => {
                if so_far < MOST_STROKE_KEYS {
                    self.write(Written::Strokes(format!("{strokes}{key}")));
                } else {
                    self.refusal = Some(Refusal::TooManyKeys(self.way));
                }
            }
            _ => {} // no key of this way
        }
    }

    fn add_stroke(&mut self, stroke: Stroke) {
        let Written::Ink(strokes) = &self.paper.written else { return };
        if stroke.is_empty() {
            return;
        }
        if strokes.len() >= MOST_STROKES {
            self.refusal = Some(Refusal::Scribble);
            return;
        }
        let mut strokes = strokes.clone();
        strokes.push(stroke);
        self.write(Written::Ink(strokes));
    }

    fn undo_stroke(&mut self) {
        let Written::Ink(strokes) = &self.paper.written else { return };
        if let Some((_, before)) = strokes.split_last() {
            self.write(Written::Ink(before.to_vec()));
        }
    }

    /// Whether it was taken.
    fn choose(&mut self, id: &str) -> bool {
        let place = (0..self.paper.candidates.len()).find(|place| self.id(*place) == id);
        if self.answered != self.asked {
            return false; // what is written is newer than what was pressed
        }
        let Some(mut candidate) = place.and_then(|place| self.paper.candidates.get(place)).cloned()
        else {
            return false;
        };
        if !self.add(&candidate.text) {
            return false;
        }
        let rest = std::mem::take(&mut candidate.rest);
        match self.way {
            Way::Pinyin => self.write(Written::Letters(rest)),
            Way::Strokes => self.write(Written::Strokes(rest)),
            Way::Hand | Way::Marks => self.start_anew(),
        }
        true
    }

    fn choose_first_in_sight(&mut self) -> bool {
        let first = self.spots().iter().position(|spot| spot.page == self.page);
        self.choose(&self.id(first.unwrap_or_default()))
    }

    /// What is still to be chosen comes before what a keyboard types next: as the space key, it takes the first in sight.
    fn settle(&mut self) -> bool {
        let open = |state: &Self| amount(&state.paper.written) > 0;
        let settled = !open(self) || (self.choose_first_in_sight() && !open(self));
        if !settled {
            self.refusal.get_or_insert(Refusal::NotChosen(self.way));
        }
        settled
    }

    /// Puts words behind the text, whole or not at all.
    fn add(&mut self, words: &str) -> bool {
        let most = self.purpose.longest();
        self.refusal = if !words.chars().all(is_taken) {
            Some(Refusal::Character)
        } else if self.text_length() + words.chars().count() > most {
            Some(Refusal::TooLong { most })
        } else {
            self.paper.text.push_str(words);
            None
        };
        self.refusal.is_none()
    }

    fn type_character(&mut self, typed: char) {
        match typed {
            ' ' | '\n' | '\r' => {
                let open = amount(&self.paper.written) > 0;
                if open && !self.choose_first_in_sight() {
                    self.refusal.get_or_insert(Refusal::NotChosen(self.way));
                }
            }
            'a'..='z' | 'A'..='Z' => {
                if self.way == Way::Pinyin || self.settle() {
                    self.go_by(Way::Pinyin);
                    self.press(typed.to_ascii_lowercase());
                }
            }
            '\'' if self.way == Way::Pinyin => self.press(typed),
            control if control.is_control() || ARROWS.contains(&control) => {}
            other => {
                // several at once: the first that is refused is said, those after it are still taken
                let refused = self.refusal;
                if self.settle() {
                    self.add(other.encode_utf8(&mut [0; 4]));
                }
                self.refusal = refused.or(self.refusal);
            }
        }
    }

    /// The last letter or stroke that was pressed, else the last character of the text. Ink has 撤一笔 of its own.
    fn step_back(&mut self) {
        match &self.paper.written {
            Written::Letters(keys) if !keys.is_empty() => {
                let keys = keys.get(..keys.len() - 1).unwrap_or_default().to_owned();
                self.write(Written::Letters(keys));
            }
            Written::Strokes(keys) if !keys.is_empty() => {
                let keys = keys.get(..keys.len() - 1).unwrap_or_default().to_owned();
                self.write(Written::Strokes(keys));
            }
            Written::Letters(_) | Written::Strokes(_) | Written::Ink(_) => {
                self.paper.text.pop();
            }
        }
    }

    /// Where each candidate stands.
    fn spots(&self) -> Vec<Spot> {
        spots(&self.paper.candidates, self.way)
    }

    fn id(&self, place: usize) -> String {
        format!("{}:{place}", self.answered.unwrap_or_default())
    }
}

impl Purpose {
    fn question(&self) -> String {
        match self {
            Self::Answer(form) => wording::question(form.field(), false),
            Self::Search(_) => wording::SEARCH_QUESTION.into(),
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::Answer(form) => wording::writing_hint(form.field()),
            Self::Search(_) => wording::SEARCH_HINT.into(),
        }
    }

    /// What stands there already.
    fn words(&self) -> String {
        match self {
            Self::Answer(form) => form.words(),
            Self::Search(list) => list.query().into(),
        }
    }

    /// How many characters it takes.
    fn longest(&self) -> usize {
        match self {
            Self::Answer(form) => longest(form.field()),
            Self::Search(_) => LONGEST_SEARCH,
        }
    }
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

fn empty_of(way: Way) -> Written {
    match way {
        Way::Hand => Written::Ink(Vec::new()),
        Way::Pinyin | Way::Marks => Written::Letters(String::new()),
        Way::Strokes => Written::Strokes(String::new()),
    }
}

fn amount(written: &Written) -> usize {
    match written {
        Written::Letters(keys) | Written::Strokes(keys) => keys.len(),
        Written::Ink(strokes) => strokes.len(),
    }
}

/// A syllable is never empty: `'` stands only behind a letter.
fn is_letter(key: char, before: &str) -> bool {
    key.is_ascii_lowercase() || (key == '\'' && before.ends_with(|one: char| one != '\''))
}

// ---- the field ----

/// Nothing is called by more.
const LONGEST_SEARCH: usize = 20;

/// How many characters a field takes.
fn longest(field: &Field) -> usize {
    match (field.max_len, field.kind) {
        (0, FieldKind::Address) => 100,
        (0, FieldKind::TextArea) => 500,
        (0, _) => 60,
        (most, _) => most,
    }
}

/// Persons who are not called `…_name`, and names that are no person's.
const OF_PERSONS: [&str; 3] = ["bank_holder", "care_person", "guardian_care"];
const OF_NO_PERSON: [&str; 2] = ["machine_name", "org_name"];
/// Texts that are a place.
const OF_PLACES: [&str; 2] = ["birth_place", "living_detail"];

fn vocabulary_of(field: &Field) -> Vocabulary {
    let key = field.key.as_str();
    let person = field.prefill.ends_with(".name") || key.ends_with("_name");
    if field.kind == FieldKind::Address || OF_PLACES.contains(&key) {
        Vocabulary::Place
    } else if OF_PERSONS.contains(&key) || (person && !OF_NO_PERSON.contains(&key)) {
        Vocabulary::Name
    } else {
        Vocabulary::General
    }
}

/// Keys that are no characters, as the window reports them (arrows, function keys).
const ARROWS: std::ops::RangeInclusive<char> = '\u{F700}'..='\u{F8FF}';

/// What a form takes: Chinese characters, digits, letters, and the marks of both.
fn is_taken(character: char) -> bool {
    matches!(character,
        ' '..='~'
        | '·' | '—' | '…' | '‘' | '’' | '“' | '”' | '№' | '℃' | '×'
        | '\u{2E80}'..='\u{2FDF}' // radicals
        | '\u{3000}'..='\u{3011}' | '\u{3014}'..='\u{3017}' | '\u{3021}'..='\u{3029}'
        | '\u{31C0}'..='\u{31EF}' // strokes
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF01}'..='\u{FF5E}' | '\u{FFE5}'
        | '\u{20000}'..='\u{323AF}')
}

// ---- what fits ----

/// A line of the field on the narrower screen, in characters: (1707 − 2 × (64 + 36)) / 56 px, with room for the caret.
const LINE: f32 = 25.5;
/// The candidate bar there, its gap and the least width of a candidate, in drawing pixels. In pinyin, where words are long,
/// it has two rows of four words of four characters or more, and both page buttons stand above each other; otherwise one
/// row of eight characters beside them.
const BAR_OF_WORDS: f32 = 1314.0;
const BAR_OF_CHARACTERS: f32 = 1202.0;
const GAP: f32 = 16.0;
const LEAST: f32 = 128.0;
const CANDIDATE_SIZE: f32 = 52.0;
const PADDING: f32 = 22.0;

/// In the size of the font; Latin letters count as wide as the widest usual ones are.
fn em(text: &str) -> f32 {
    text.chars()
        .map(|one| match one {
            'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.95,
            '\0'..='\u{FF}' => 0.66,
            _ => 1.0,
        })
        .sum()
}

struct Spot {
    page: usize,
    below: bool,
    left: f32,
    width: f32,
}

/// Where each candidate stands in the bar, in their order.
fn spots(candidates: &[Candidate], way: Way) -> Vec<Spot> {
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
fn lines(text: &str, pending: &str, way: Way) -> (String, String) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::draft::{Address, Value};
    use crate::kiosk::screens::fill_form::tests::form;

    const READY: Engines = Engines { keys: EngineState::Ready, ink: EngineState::Ready };

    /// The panel of one field of 高龄津贴.
    fn panel(key: &str) -> State {
        State::new(Box::new(form("advanced_age_allowance", key)))
    }

    fn back(purpose: Purpose) -> Box<fill_form::State> {
        let Purpose::Answer(form) = purpose else { panic!("back to no form") };
        form
    }

    /// What is looked for when the panel is closed.
    fn looked_for(panel: State) -> String {
        let Purpose::Search(list) = panel.finish() else { panic!("no search") };
        list.query().to_owned()
    }

    #[test]
    fn whoever_looks_for_an_item_need_not_choose_characters() {
        let search = || State::search(choose_item::State::default(), Way::Pinyin);
        let mut panel = search();
        assert_eq!(panel.not_done(), Some(NotDone::Empty));
        type_letters(&mut panel, "gljt");
        assert_eq!(panel.not_done(), None);
        assert!(view(&panel, Engines::default()).ready);
        assert_eq!(looked_for(panel), "gljt");

        // characters and letters together, and ink still has to be chosen
        let mut panel = search();
        panel.touch(Touch::Typed("长寿".into()));
        type_letters(&mut panel, "q");
        assert_eq!(looked_for(panel), "长寿q");
        let mut panel = search();
        panel.touch(Touch::Way(Way::Hand));
        panel.touch(Touch::Stroke(vec![(0.1, 0.5), (0.9, 0.5)]));
        assert_eq!(panel.not_done(), Some(NotDone::NotChosen(Way::Hand)));
    }

    #[test]
    fn what_was_looked_for_is_there_to_be_changed_and_stays_when_nothing_is_written() {
        let list = choose_item::State::results("长寿钱");
        let mut panel = State::search(list, Way::Hand);
        assert_eq!(text(&panel), "长寿钱");
        panel.touch(Touch::StepBack);
        let Purpose::Search(list) = panel.give_up() else { panic!("no search") };
        assert_eq!(list.query(), "长寿钱");
    }

    /// The letters find items without it.
    #[test]
    fn whoever_looks_for_an_item_has_keys_where_no_engine_is() {
        let gone = EngineState::Gone(Trouble::Missing);
        let panel = State::search(choose_item::State::default(), Way::Pinyin);
        let shown = view(&panel, Engines { keys: gone, ink: gone });
        assert_eq!(shown.trouble, Default::default());
        assert!(!shown.bar_hint.is_empty());
    }

    fn candidates(words: &[&str]) -> Vec<Candidate> {
        let candidate = |text: &&str| Candidate { text: (*text).into(), rest: String::new() };
        words.iter().map(candidate).collect()
    }

    /// Takes the first candidate of an answer.
    fn answer_and_choose(panel: &mut State, number: u64, candidates: Vec<Candidate>) {
        assert!(panel.take_question(number).is_some());
        panel.take_answer(number, candidates);
        panel.touch(Touch::Choose(format!("{number}:0")));
    }

    fn type_letters(panel: &mut State, letters: &str) {
        panel.touch(Touch::Way(Way::Pinyin));
        for letter in letters.chars() {
            panel.touch(Touch::Key(letter.to_string()));
        }
    }

    fn text(panel: &State) -> String {
        view(panel, READY).text
    }

    #[test]
    fn letters_become_words_and_what_is_left_is_looked_up_again() {
        let mut panel = panel("current_address");
        type_letters(&mut panel, "ningxiangshi");
        assert_eq!(view(&panel, READY).pending, "ningxiangshi");

        let half = vec![Candidate { text: "宁乡".into(), rest: "shi".into() }];
        answer_and_choose(&mut panel, 1, half);

        assert_eq!(text(&panel), "宁乡");
        assert_eq!(view(&panel, READY).pending, "shi");
        assert!(panel.take_question(2) == Some(Written::Letters("shi".into())));
        panel.take_answer(2, candidates(&["市", "是"]));
        panel.touch(Touch::Choose("2:0".into()));
        assert_eq!(text(&panel), "宁乡市");
        assert!(panel.take_question(3).is_none(), "nothing is left to look up");
        let form = back(panel.finish());
        let stored = form.draft.value("current_address").unwrap().0;
        assert!(stored == Value::Address(Address::Written("宁乡市".into())));
    }

    #[test]
    fn keys_faster_than_the_engine_never_take_a_candidate_of_older_letters() {
        let mut panel = panel("current_address");
        type_letters(&mut panel, "n");
        assert!(panel.take_question(1).is_some());
        panel.take_answer(1, candidates(&["你", "能"]));
        type_letters(&mut panel, "ing");
        assert!(panel.take_question(2).is_some());

        panel.touch(Touch::Choose("1:0".into())); // the bar still shows the old ones
        assert_eq!(text(&panel), "");
        assert!(!view(&panel, READY).fresh);
        panel.take_answer(1, candidates(&["你"])); // and the old answer comes once more
        assert!(!view(&panel, READY).fresh);

        panel.take_answer(2, candidates(&["宁"]));
        panel.touch(Touch::Choose("1:0".into())); // pressed before the bar changed
        assert_eq!(text(&panel), "");
        panel.touch(Touch::Choose("2:0".into()));
        assert_eq!(text(&panel), "宁");
    }

    #[test]
    fn a_scribble_of_sixty_strokes_is_taken_and_the_next_stroke_is_refused_in_words() {
        let mut panel = panel("current_address");
        panel.touch(Touch::Way(Way::Marks));
        panel.touch(Touch::Key("5".into()));
        panel.touch(Touch::Way(Way::Hand));
        let stroke = vec![(0.1, 0.1), (0.9, 0.9)];
        for _ in 0..60 {
            panel.touch(Touch::Stroke(stroke.clone()));
        }
        assert_eq!(view(&panel, READY).strokes, 60);
        assert!(!view(&panel, READY).warns);

        panel.touch(Touch::Stroke(stroke));

        let shown = view(&panel, READY);
        assert_eq!((shown.strokes, shown.warns, shown.text.as_str()), (60, true, "5"));
        assert!(shown.hint.contains("重写"), "{}", shown.hint);
        panel.touch(Touch::Rewrite);
        assert_eq!((view(&panel, READY).strokes, view(&panel, READY).warns), (0, false));
    }

    #[test]
    fn one_dot_and_ink_outside_of_the_box_are_looked_up_as_they_are() {
        let mut panel = panel("current_address");
        let strokes = vec![vec![(0.5, 0.5)], vec![(-2.0, 0.3), (9.0, 4.0)]];
        panel.touch(Touch::Stroke(Vec::new())); // nothing at all
        assert!(panel.take_question(1).is_none());
        for stroke in &strokes {
            panel.touch(Touch::Stroke(stroke.clone()));
        }

        assert!(panel.take_question(1) == Some(Written::Ink(strokes)));
        panel.take_answer(1, Vec::new());
        assert_eq!(view(&panel, READY).bar_hint, wording::nothing_found(Way::Hand));
        panel.touch(Touch::UndoStroke);
        assert!(panel.take_question(2) == Some(Written::Ink(vec![vec![(0.5, 0.5)]])));
        panel.take_answer(2, candidates(&["丶"]));
        let before = view(&panel, READY).emptied;
        panel.touch(Touch::Choose("2:0".into()));
        let after = view(&panel, READY);
        assert_eq!((after.text.as_str(), after.strokes), ("丶", 0));
        assert_ne!(after.emptied, before, "the picture of the ink goes");
    }

    #[test]
    fn emoji_and_half_width_katakana_of_a_usb_keyboard_are_refused_and_nothing_is_lost() {
        let mut panel = panel("proxy_name");
        panel.touch(Touch::Typed("王".into()));
        for refused in ["😀", "ｶﾀｶﾅ", "あ", "\u{E81E}", "👨\u{200D}👩", "\u{202E}"] {
            panel.touch(Touch::Typed(refused.into()));
            let shown = view(&panel, READY);
            assert_eq!((shown.text.as_str(), shown.warns), ("王", true), "{refused}");
            assert!(shown.hint.contains("别的都还在"));
        }
        panel.touch(Touch::Typed("五😀六".into()));
        assert_eq!((text(&panel), view(&panel, READY).warns), ("王五六".into(), true));
        // arrows and function keys are no characters
        panel.touch(Touch::Typed("\u{F700}\u{1B}".into()));
        assert_eq!((text(&panel), view(&panel, READY).warns), ("王五六".into(), false));
        // an engine that offers one does not get it into the bar
        type_letters(&mut panel, "xiao");
        assert!(panel.take_question(1).is_some());
        panel.take_answer(1, candidates(&["😄", "小"]));
        assert_eq!(view(&panel, READY).candidates.len(), 1);
    }

    #[test]
    fn letters_of_a_usb_keyboard_are_pinyin_and_space_takes_the_first_candidate() {
        let mut panel = panel("proxy_name");
        panel.touch(Touch::Typed("W".into()));
        panel.touch(Touch::Typed("ang".into()));
        assert_eq!((panel.way, view(&panel, READY).pending.as_str()), (Way::Pinyin, "wang"));
        assert!(panel.take_question(1).is_some());
        panel.take_answer(1, candidates(&["王", "汪"]));

        panel.touch(Touch::Typed(" ".into()));

        assert_eq!(text(&panel), "王");
        panel.touch(Touch::Typed(" ".into()));
        assert_eq!(text(&panel), "王", "no candidate, no blank");
    }

    #[test]
    fn a_name_of_thirty_characters_with_a_middle_dot_fits_and_one_more_is_refused_in_words() {
        let mut panel = panel("proxy_name");
        let name = "阿卜杜热合曼·买买提吐尔逊江·阿不都克里木·艾合买提江·";
        assert_eq!(name.chars().count(), 28);
        panel.touch(Touch::Typed(name.into()));
        panel.touch(Touch::Typed("某某".into()));
        assert!(!view(&panel, READY).warns);

        type_letters(&mut panel, "moumou");
        answer_and_choose(&mut panel, 1, candidates(&["某某"]));

        let shown = view(&panel, READY);
        assert_eq!((shown.text.as_str(), shown.warns), (format!("{name}某某").as_str(), true));
        assert!(shown.hint.contains("最多写 30 个字"), "{}", shown.hint);
        assert_eq!(shown.pending, "moumou", "what was typed is still there");
        assert_eq!(panel.not_done(), Some(NotDone::NotChosen(Way::Pinyin)));
        // both lines of the field together are the name
        panel.touch(Touch::Way(Way::Hand));
        let shown = view(&panel, READY);
        assert_eq!(format!("{}{}", shown.first_line, shown.last_line), format!("{name}某某"));
        assert_eq!(panel.not_done(), None);
    }

    #[test]
    fn of_a_long_text_the_end_is_shown_and_all_is_kept() {
        let long = "甲乙丙丁戊己庚辛壬癸".repeat(9);
        let (first, last) = lines(&long, "hspn", Way::Strokes);
        assert!(first.starts_with('…') && em(&first) <= LINE, "{first}");
        assert!(last.ends_with('癸') && em(&last) + em("hspn") <= LINE, "{last}");
        let (first, last) = lines(&long, "ningxiang", Way::Pinyin);
        assert_eq!(first, "", "pinyin has one line");
        assert!(last.starts_with('…') && last.ends_with('癸'), "{last}");
        assert!(em(&last) + em("ningxiang") <= LINE, "{last}");
        for way in [Way::Hand, Way::Pinyin] {
            assert_eq!(lines("宁乡", "shi", way), (String::new(), "宁乡".into()));
        }
    }

    /// How many candidates each page shows.
    fn pages(words: &[&str], way: Way) -> Vec<usize> {
        let spots = spots(&candidates(words), way);
        let last = spots.last().map_or(0, |spot| spot.page);
        (0..=last).map(|page| spots.iter().filter(|spot| spot.page == page).count()).collect()
    }

    #[test]
    fn eight_candidates_or_more_stand_on_a_page_and_none_is_lost() {
        for words in ["王", "宁乡", "宁乡市", "二泉村民"] {
            let pages = pages(&[words; 24], Way::Pinyin);
            assert!(pages.iter().rev().skip(1).all(|page| *page >= 8), "{words}: {pages:?}");
        }
        // three and four characters mixed, in whatever order
        let mixed = [
            "宁乡市",
            "高龄津贴",
            "老年人",
            "优待证件",
            "高龄津贴",
            "沙田乡",
            "养老院",
            "惠民补贴",
        ];
        assert_eq!(pages(&mixed, Way::Pinyin), [8]);
        for way in [Way::Hand, Way::Strokes] {
            assert_eq!(pages(&["王"; 24], way), [8, 8, 8]);
        }
        let long = ["老年优待证", "宁", "高龄津贴", "宁乡市", "大成桥镇二泉村"].repeat(4);
        for way in [Way::Hand, Way::Pinyin] {
            assert_eq!(pages(&long, way).iter().sum::<usize>(), 20);
        }
    }

    #[test]
    fn candidates_stand_in_two_rows_inside_the_bar_and_do_not_touch() {
        let words = ["高龄津贴", "宁", "大成桥镇二泉村", "宁乡市"].repeat(6);
        let spots = spots(&candidates(&words), Way::Pinyin);
        assert!(spots.iter().any(|spot| spot.below));
        for pair in spots.windows(2) {
            let [one, next] = pair else { continue };
            assert!(next.left + next.width <= BAR_OF_WORDS);
            let new_row = (one.page, one.below) != (next.page, next.below);
            assert!(new_row || next.left >= one.left + one.width + GAP);
        }
    }

    #[test]
    fn whatever_holds_words_of_a_person_is_overwritten_when_it_is_dropped() {
        fn is_overwritten<T: ZeroizeOnDrop>() {}
        is_overwritten::<Paper>();
        is_overwritten::<Written>();
        is_overwritten::<Candidate>();
    }

    #[test]
    fn no_letter_more_than_the_most_is_taken() {
        let mut panel = panel("current_address");
        type_letters(&mut panel, &"ning".repeat(7));
        let shown = view(&panel, READY);
        assert_eq!((shown.pending, shown.warns), ("ning".repeat(6), true), "24 letters");
        assert!(shown.hint.contains("最多 24 个字母"), "{}", shown.hint);
        assert!(panel.take_question(1) == Some(Written::Letters("ning".repeat(6))));
        panel.touch(Touch::StepBack);
        panel.touch(Touch::Key("x".into()));
        let shown = view(&panel, READY);
        assert_eq!((shown.pending, shown.warns), ("ning".repeat(5) + "ninx", false));

        panel.touch(Touch::Way(Way::Strokes));
        for _ in 0..=MOST_STROKE_KEYS {
            panel.touch(Touch::Key("h".into()));
        }
        let shown = view(&panel, READY);
        assert_eq!(shown.pending.chars().count(), MOST_STROKE_KEYS);
        assert!(shown.warns && shown.hint.contains("笔画"), "{}", shown.hint);
    }

    #[test]
    fn a_mark_of_a_usb_keyboard_takes_the_first_candidate_in_sight_and_is_never_swallowed_in_silence()
     {
        let mut panel = panel("current_address");
        type_letters(&mut panel, "er");
        assert!(panel.take_question(1).is_some());
        panel.touch(Touch::Typed("5".into())); // the answer is still out
        let shown = view(&panel, READY);
        assert_eq!((shown.text.as_str(), shown.pending.as_str(), shown.warns), ("", "er", true));
        assert!(shown.hint.contains("还有字没选"), "{}", shown.hint);
        panel.touch(Touch::Typed(" ".into()));
        assert!(view(&panel, READY).warns, "nor is a blank");

        let words: Vec<String> = (0..24).map(|one| format!("二泉村组{one}")).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        panel.take_answer(1, candidates(&words));
        panel.touch(Touch::NextCandidates);
        let in_sight = view(&panel, READY).candidates[0].words.clone();
        assert_ne!(in_sight, words[0]);
        panel.touch(Touch::Typed("5".into()));
        assert_eq!(text(&panel), in_sight + "5");
        assert!(!view(&panel, READY).warns);
    }

    #[test]
    fn letters_of_a_usb_keyboard_do_not_throw_ink_away() {
        let mut panel = panel("current_address");
        panel.touch(Touch::Stroke(vec![(0.1, 0.5), (0.9, 0.5)]));
        assert!(panel.take_question(1).is_some());
        panel.touch(Touch::Typed("n".into()));
        let shown = view(&panel, READY);
        assert_eq!((shown.way, shown.strokes, shown.warns), (Way::Hand, 1, true));

        panel.take_answer(1, candidates(&["一"]));
        panel.touch(Touch::Typed("n".into()));
        let shown = view(&panel, READY);
        assert_eq!((shown.text.as_str(), shown.pending.as_str()), ("一", "n"));
    }

    #[test]
    fn what_would_throw_away_something_written_is_asked_first() {
        let mut panel = panel("current_address");
        let asks = |panel: &mut State, touch| panel.doubt(&touch);
        // another way: whatever is not chosen
        assert_eq!(asks(&mut panel, Touch::Way(Way::Marks)), None, "nothing is written");
        panel.touch(Touch::Stroke(vec![(0.1, 0.5), (0.9, 0.5)]));
        assert_eq!(asks(&mut panel, Touch::Way(Way::Hand)), None, "the same way");
        assert_eq!(asks(&mut panel, Touch::Way(Way::Marks)), Some(Loss::NotChosen));
        assert!(panel.take_doubtful() == Some(Touch::Way(Way::Marks)));
        panel.touch(Touch::Rewrite);
        // 清空 and 不写了: from four characters on
        panel.touch(Touch::Typed("二泉村".into()));
        assert_eq!(asks(&mut panel, Touch::GiveUp), None);
        panel.touch(Touch::Typed("组".into()));
        assert_eq!(asks(&mut panel, Touch::GiveUp), Some(Loss::Changes));
        assert_eq!(asks(&mut panel, Touch::Clear), Some(Loss::Text));

        // what the form has already is not lost by 不写了, what is taken away from it is
        let mut again = State::new(back(panel.finish()));
        assert_eq!(asks(&mut again, Touch::GiveUp), None);
        for _ in 0..4 {
            again.touch(Touch::StepBack);
        }
        assert_eq!(asks(&mut again, Touch::GiveUp), Some(Loss::Changes));
        again.touch(Touch::Typed("二泉村五组".into()));
        assert_eq!(asks(&mut again, Touch::GiveUp), None, "one character differs");
    }

    #[test]
    fn a_field_says_which_words_come_first() {
        for (key, vocabulary) in [
            ("current_address", Vocabulary::Place),
            ("living_detail", Vocabulary::Place),
            ("proxy_name", Vocabulary::Name),
            ("bank_branch", Vocabulary::General),
        ] {
            assert_eq!(panel(key).vocabulary(), vocabulary, "{key}");
        }
    }

    #[test]
    fn a_model_that_is_missing_or_damaged_is_said_and_the_other_ways_go_on() {
        let mut panel = panel("proxy_name");
        for (trouble, said) in [(Trouble::Missing, "没有装手写"), (Trouble::Damaged, "手写坏了")]
        {
            let engines = Engines { ink: EngineState::Gone(trouble), ..READY };
            let (first, second) = view(&panel, engines).trouble;
            assert!(first.contains(said) && second.contains("“拼音”或“笔画”"), "{first} {second}");
            assert_eq!(view(&panel, engines).bar_hint, "");
        }
        let nothing = Engines {
            ink: EngineState::Gone(Trouble::Missing),
            keys: EngineState::Gone(Trouble::Failed),
        };
        let said = |panel: &State| view(panel, nothing).trouble.1;
        assert!(said(&panel).contains("“数字标点”还能用") && said(&panel).contains("“叫人”"));
        // what is kept is said where something is
        assert!(!said(&panel).contains("都还在"));
        panel.touch(Touch::Typed("王".into()));
        assert!(said(&panel).contains("都还在"));
        assert_eq!(view(&panel, READY).trouble, Default::default());
        assert_eq!(view(&panel, Engines::default()).bar_hint, wording::GETTING_READY);
    }

    #[test]
    fn with_the_finger_a_step_back_takes_a_character_and_undo_takes_a_stroke() {
        let mut panel = panel("proxy_name");
        panel.touch(Touch::Typed("王五".into()));
        panel.touch(Touch::Stroke(vec![(0.1, 0.1), (0.9, 0.1)]));
        panel.touch(Touch::Stroke(vec![(0.5, 0.1), (0.5, 0.9)]));

        panel.touch(Touch::StepBack);
        assert_eq!((text(&panel).as_str(), view(&panel, READY).strokes), ("王", 2));
        panel.touch(Touch::UndoStroke);
        assert_eq!((text(&panel).as_str(), view(&panel, READY).strokes), ("王", 1));
        panel.touch(Touch::UndoStroke);
        panel.touch(Touch::UndoStroke);
        assert_eq!((text(&panel).as_str(), view(&panel, READY).strokes), ("王", 0));
    }

    #[test]
    fn a_step_back_takes_the_last_letter_then_the_last_character() {
        let mut panel = panel("proxy_name");
        panel.touch(Touch::Typed("王五".into()));
        panel.touch(Touch::Way(Way::Strokes));
        panel.touch(Touch::Key("h".into()));
        panel.touch(Touch::Key("s".into()));
        assert_eq!(view(&panel, READY).pending, "一丨");
        for (pending, text_then) in [("一", "王五"), ("", "王五"), ("", "王"), ("", ""), ("", "")]
        {
            panel.touch(Touch::StepBack);
            assert_eq!(
                (view(&panel, READY).pending, text(&panel)),
                (pending.into(), text_then.into())
            );
        }
        assert_eq!(panel.not_done(), Some(NotDone::Empty));
    }
}
