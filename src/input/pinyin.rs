//! Pinyin and the five strokes: librime with the tables that `packaging/pinyin/compile_tables.sh` makes.
//!
//! Nothing typed reaches the disk: no schema learns, librime writes no log, and the folder in which it may write cannot exist.

use std::{
    collections::HashSet,
    fs,
    marker::PhantomData,
    mem,
    ops::RangeInclusive,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    thread::{self, ThreadId},
};

use rime_api::{KeyEvent, Session, Traits};

use super::{Candidate, Engine, InputError, MOST_CANDIDATES, Vocabulary, Written, is_listed};

/// The first block of characters. The table of strokes puts what is complete before what is usual, so 𣎴 would stand before 本.
const USUAL: RangeInclusive<char> = '\u{4E00}'..='\u{9FFF}';

// keys of X11, which librime follows
const ESCAPE: i32 = 0xff1b;
const BACKSPACE: i32 = 0xff08;
const DOWN: i32 = 0xff54;

/// Lines of `sha256sum`: every file that was shipped.
const MANIFEST: &str = "SHA256SUMS";

/// librime would keep what it learns and its logs below this folder; below a device nothing can be made.
const NOWHERE: &str = "/dev/null";

/// With which tables and on which thread librime was set up, which happens once in a process.
static SET_UP: Mutex<Option<(PathBuf, ThreadId)>> = Mutex::new(None);

/// Looks words up for letters and strokes, on the thread that opened it. What was typed last stays in librime's memory, so
/// that the next letter is one key and not all of them; empty letters clear it.
pub struct Pinyin {
    general: Typing,
    place: Typing,
    name: Typing,
    strokes: Typing,
    compound_surnames: HashSet<String>,
    /// Every character that stands in the name of a place of the county.
    place_characters: HashSet<char>,
    one_thread: PhantomData<*const ()>,
}

impl Pinyin {
    /// `tables` is the folder that `compile_tables.sh` made; it is only read.
    pub fn open(tables: &Path) -> Result<Self, InputError> {
        check(tables)?;
        let surnames = read(&tables.join("compound_surnames.txt"))?;
        let places = read(&tables.join("opencc/own_places.txt"))?;
        set_up(tables)?;
        Ok(Self {
            general: Typing::with("kiosk_luna")?,
            place: Typing::with("kiosk_place")?,
            name: Typing::with("kiosk_name")?,
            strokes: Typing::with("kiosk_stroke")?,
            compound_surnames: String::from_utf8_lossy(&surnames)
                .lines()
                .map(str::to_owned)
                .collect(),
            place_characters: String::from_utf8_lossy(&places)
                .chars()
                .filter(|one| USUAL.contains(one))
                .collect(),
            one_thread: PhantomData,
        })
    }

    /// A name is taken one character a step: a sentence of several is no name, but 欧阳 is one surname.
    fn fits_a_name(&self, text: &str) -> bool {
        text.chars().count() == 1 || self.compound_surnames.contains(text)
    }

    /// Among single characters that stand beside each other, those of the county's places come first: 宁 before 您. The order
    /// is made here and not by weights in the tables, because a heavier character also makes other sentences.
    fn put_place_characters_first(&self, found: &mut [Candidate]) {
        let single = |one: &Candidate| one.text.chars().count() == 1;
        let beside = |one: &Candidate, next: &Candidate| {
            single(one) && single(next) && one.rest == next.rest
        };
        for run in found.chunk_by_mut(beside) {
            // stable
            run.sort_by_key(|one| {
                !one.text.chars().all(|one| self.place_characters.contains(&one))
            });
        }
    }
}

impl Engine for Pinyin {
    fn forget(&mut self) {
        for typing in [&mut self.general, &mut self.place, &mut self.name, &mut self.strokes] {
            typing.type_until("");
        }
    }

    fn candidates(
        &mut self,
        written: &Written,
        vocabulary: Vocabulary,
    ) -> Result<Vec<Candidate>, InputError> {
        // what is not typed into now is cleared
        let [mut general, mut place, mut name, mut strokes] = [""; 4];
        match (written, vocabulary) {
            (Written::Letters(letters), Vocabulary::General) => general = letters,
            (Written::Letters(letters), Vocabulary::Place) => place = letters,
            (Written::Letters(letters), Vocabulary::Name) => name = letters,
            (Written::Strokes(letters), _) => strokes = letters,
            (Written::Ink(_), _) => {}
        }
        let mut found = self.general.candidates(general)?;
        let mut places = self.place.candidates(place)?;
        self.put_place_characters_first(&mut places);
        found.append(&mut places);
        let mut by_strokes = self.strokes.candidates(strokes)?;
        by_strokes.sort_by_key(|one| !one.text.chars().all(|one| USUAL.contains(&one)));
        found.append(&mut by_strokes);
        let names = self.name.candidates(name)?;
        found.extend(names.into_iter().filter(|one| self.fits_a_name(&one.text)));
        Ok(found)
    }
}

/// A session of librime and what was typed into it.
struct Typing {
    session: Session,
    typed: String,
}

impl Typing {
    fn with(schema: &str) -> Result<Self, InputError> {
        let session = rime_api::create_session().map_err(engine)?;
        session.select_schema(schema).map_err(engine)?;
        Ok(Self { session, typed: String::new() })
    }

    fn candidates(&mut self, letters: &str) -> Result<Vec<Candidate>, InputError> {
        // a digit would choose a candidate
        let letters: String =
            letters.chars().filter(|one| one.is_ascii_lowercase() || *one == '\'').collect();
        self.type_until(&letters);
        if letters.is_empty() { Ok(Vec::new()) } else { self.read_list() }
    }

    /// As few keys as possible: a letter more or less is one key, which also puts the highlight back to the first.
    fn type_until(&mut self, wanted: &str) {
        let more = wanted.strip_prefix(self.typed.as_str()).filter(|more| !more.is_empty());
        let less = self.typed.strip_prefix(wanted).filter(|less| less.len() == 1);
        match (more, less) {
            (Some(more), _) => self.type_letters(more),
            (_, Some(_)) => self.press(BACKSPACE),
            (None, None) => {
                self.press(ESCAPE);
                self.type_letters(wanted);
            }
        }
        wanted.clone_into(&mut self.typed);
    }

    fn type_letters(&self, letters: &str) {
        for letter in letters.bytes() {
            self.press(letter.into());
        }
    }

    /// librime tells only of the highlighted candidate how many letters it uses, so the highlight goes down the list.
    fn read_list(&self) -> Result<Vec<Candidate>, InputError> {
        let mut list: Vec<Candidate> = Vec::new();
        while list.len() < MOST_CANDIDATES {
            let context = self.session.context().ok_or_else(|| engine("it shows no context"))?;
            let menu = context.menu();
            let place = menu.page_no * menu.page_size + menu.highlighted_candidate_index;
            let highlighted = menu.candidates.get(menu.highlighted_candidate_index);
            let Some(candidate) = highlighted.filter(|_| place == list.len()) else {
                break; // there are no more
            };
            let composition = context.composition();
            let line = composition.preedit.unwrap_or_default();
            let rest = line.get(composition.sel_end..).unwrap_or_default().trim_start_matches('\'');
            list.push(Candidate { text: candidate.text.to_owned(), rest: rest.to_owned() });
            self.press(DOWN);
        }
        Ok(list)
    }

    fn press(&self, key_code: i32) {
        self.session.process_key(KeyEvent { key_code, modifiers: 0 });
    }
}

fn set_up(tables: &Path) -> Result<(), InputError> {
    let tables = tables.canonicalize().map_err(|_| InputError::Missing(tables.to_owned()))?;
    let mut set_up = SET_UP.lock().unwrap_or_else(PoisonError::into_inner);
    let thread = thread::current().id();
    match &*set_up {
        Some(earlier) if *earlier == (tables.clone(), thread) => return Ok(()),
        Some(_) => {
            return Err(engine("it is already set up with other tables or on another thread"));
        }
        None => {}
    }
    let folder = tables.to_str().ok_or_else(|| engine("the path of the tables is no UTF-8"))?;
    let mut traits = Traits::new();
    traits
        .set_shared_data_dir(folder)
        .set_user_data_dir(NOWHERE)
        .set_distribution_name("kiosk")
        .set_distribution_code_name("kiosk")
        .set_distribution_version("1")
        .set_app_name("rime.kiosk")
        .set_log_dir("")
        .set_min_log_level(3);
    rime_api::setup(&mut traits);
    rime_api::initialize(&mut traits);
    // librime goes on using the name it was given here (seen: a log file named by freed memory)
    mem::forget(traits);
    *set_up = Some((tables, thread));
    Ok(())
}

/// What librime opens: each must be in the manifest, because librime trusts what it maps.
const NEEDED: [&str; 14] = [
    "build/default.yaml",
    "build/kiosk.table.bin",
    "build/kiosk_luna.prism.bin",
    "build/kiosk_luna.schema.yaml",
    "build/kiosk_name.prism.bin",
    "build/kiosk_name.schema.yaml",
    "build/kiosk_name.table.bin",
    "build/kiosk_place.prism.bin",
    "build/kiosk_place.schema.yaml",
    "build/kiosk_place.table.bin",
    "build/kiosk_stroke.prism.bin",
    "build/stroke.table.bin",
    "compound_surnames.txt",
    "opencc/own_places.txt",
];

/// Every file of the manifest is there and is what was shipped; librime maps them and would trust them.
fn check(tables: &Path) -> Result<(), InputError> {
    let manifest = tables.join(MANIFEST);
    let lines = read(&manifest)?;
    let lines = String::from_utf8_lossy(&lines);
    let listed = |name: &&str| lines.lines().any(|line| line.ends_with(&format!("  {name}")));
    if !NEEDED.iter().all(listed) {
        return Err(InputError::Damaged(manifest)); // a list that is cut short would check nothing
    }
    for line in lines.lines() {
        let (_, name) =
            line.split_once("  ").ok_or_else(|| InputError::Damaged(manifest.clone()))?;
        let path = tables.join(name);
        if !is_listed(&lines, name, &read(&path)?) {
            return Err(InputError::Damaged(path));
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, InputError> {
    fs::read(path).map_err(|_| InputError::Missing(path.to_owned()))
}

fn engine(why: impl ToString) -> InputError {
    InputError::Engine(why.to_string())
}
