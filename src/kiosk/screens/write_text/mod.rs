//! 08: words written with the finger, in pinyin or stroke by stroke; what they are for waits behind it, unchanged until
//! 写好了: a question of the form, or the search for an item.

#[cfg(test)]
mod tests;
mod view;

use zeroize::{Zeroize as _, ZeroizeOnDrop, Zeroizing};

use crate::domain::service_item::{Field, FieldKind};
use crate::input::{
    Candidate, InputError, MOST_LETTERS, MOST_STROKE_KEYS, Stroke, Vocabulary, Written,
};
use crate::kiosk::screens::{choose_item, fill_form};
use crate::kiosk::wording;

use view::{Spot, spots};
pub use view::{View, engine_of, view};

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
