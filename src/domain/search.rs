//! 找事项: from what somebody writes or types to service items. Compared is with names, short names, what the article of
//! 2018 calls it, the keywords of the catalogue (how people call it) and the spoken words of the life events.

use std::sync::Arc;

use jiff::civil::Date;

use super::pinyin_order::readings_of;
use super::service_item::{Category, ServiceItem};

/// A query is cut here: what is longer names nothing.
const LONGEST_QUERY: usize = 40;

/// Everything that can be found; made once from the catalogue.
pub struct Index {
    entries: Vec<Entry>,
}

struct Entry {
    item: Arc<ServiceItem>,
    terms: Vec<Term>,
}

/// One way to call an item.
struct Term {
    words: Vec<char>,
    /// What can be typed for each character.
    sounds: Vec<Vec<String>>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    ShortName,
    Name,
    Keyword,
    /// Of its life event: belongs to all items of it.
    Event,
}

/// How well an item fits, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Exactly one of its names or keywords.
    Called,
    /// A name begins so.
    Begins,
    Contains,
    /// Other characters of the same sound, or the letters of the sound.
    Sounds,
    /// All but one of the characters.
    OneMistake,
    /// The first letters of the characters, or some of them.
    Initials,
    OfEvent,
}

impl Index {
    pub fn new(items: &[Arc<ServiceItem>], categories: &[Category]) -> Self {
        let entry = |item: &Arc<ServiceItem>| {
            let mut terms = vec![
                Term::new(&item.short_name, Kind::ShortName),
                Term::new(&item.name, Kind::Name),
            ];
            let older = item.article_2018_names.iter().map(|name| Term::new(name, Kind::Name));
            terms.extend(older);
            terms.extend(item.keywords.iter().map(|word| Term::new(word, Kind::Keyword)));
            let event = categories.iter().filter(|one| one.id == item.category);
            terms.extend(event.map(|one| Term::new(&one.say, Kind::Event)));
            terms.retain(|term| !term.words.is_empty());
            Entry { item: Arc::clone(item), terms }
        };
        Self { entries: items.iter().map(entry).collect() }
    }

    /// The items that fit, the best first. What is offered on the day comes before what has ended; but whoever names
    /// something that has ended finds it, with what replaces it right behind.
    pub fn find(&self, query: &str, day: Date) -> Vec<&Arc<ServiceItem>> {
        let query = Query::new(query);
        let mut hits: Vec<_> = self
            .entries
            .iter()
            .filter_map(|entry| Some((entry.fit(&query)?, &entry.item)))
            .collect();
        hits.sort_by_key(|((fit, spare), item)| (*fit, *spare, item.frequency, item.order));
        // what a point hides, and what has not begun, nobody finds
        hits.retain(|(_, item)| item.offered_on(day) || item.ended_on(day).is_some());
        let ended = |item: &ServiceItem| !item.offered_on(day);
        let mut found: Vec<&Arc<ServiceItem>> =
            hits.iter().map(|(_, item)| *item).filter(|item| !ended(item)).collect();
        // a life event or a few letters name nothing that has ended
        let named = hits.iter().filter(|((fit, _), item)| ended(item) && *fit < Fit::OneMistake);
        for ((fit, _), item) in named {
            let successor = item.replaced_by.as_ref().and_then(|next| self.entry_of(next));
            let successor = successor.filter(|next| next.offered_on(day));
            let own_name = *fit == Fit::Called && is_named(item, &query);
            let mut place = found.len();
            if own_name {
                found.retain(|other| {
                    Some(other.id.as_str()) != successor.map(|one| one.id.as_str())
                });
                place = 0;
            }
            found.insert(place, item);
            if let Some(successor) = successor
                && !found.iter().any(|other| other.id == successor.id)
            {
                found.insert(place + 1, successor);
            }
        }
        found
    }

    /// What the words of the catalogue offer to somebody who has `text` already and types on: the rest of each word.
    pub fn completions(&self, text: &str, letters: &str, day: Date) -> Vec<String> {
        const MOST: usize = 6;
        let (text, typed) = (normal(text), normal(letters));
        if typed.is_empty() {
            return Vec::new();
        }
        let mut rests: Vec<(bool, usize, String)> = Vec::new();
        for entry in self.entries.iter().filter(|entry| entry.item.offered_on(day)) {
            let terms = entry.terms.iter();
            for term in terms.filter(|one| matches!(one.kind, Kind::ShortName | Kind::Keyword)) {
                let Some(rest) = term.words.strip_prefix(text.as_slice()) else { continue };
                let sounds = term.sounds.get(text.len()..).unwrap_or_default();
                let Some(spelled) = spell(sounds, &typed) else { continue };
                let word: String = rest.iter().collect();
                if !rests.iter().any(|(_, _, known)| *known == word) {
                    rests.push((spelled.abbreviated, rest.len(), word));
                }
            }
        }
        rests.sort_by_key(|(abbreviated, length, _)| (*abbreviated, *length));
        rests.into_iter().take(MOST).map(|(_, _, word)| word).collect()
    }

    /// Whether these characters stand in a word of the catalogue.
    pub fn knows(&self, words: &str) -> bool {
        let words = normal(words);
        !words.is_empty()
            && self.entries.iter().flat_map(|entry| &entry.terms).any(|term| {
                term.kind != Kind::Event && position(&term.words, &words, char::eq).is_some()
            })
    }

    fn entry_of(&self, id: &str) -> Option<&Arc<ServiceItem>> {
        self.entries.iter().map(|entry| &entry.item).find(|item| item.id == id)
    }
}

/// By its short name, its name or what the article of 2018 calls it: not by a keyword.
fn is_named(item: &ServiceItem, query: &Query) -> bool {
    let own = [&item.short_name, &item.name];
    own.into_iter().any(|name| normal(name) == query.words)
}

/// What was written, as it is compared.
struct Query {
    words: Vec<char>,
    /// Only where letters are in it; characters between them by their usual reading.
    letters: Option<Vec<char>>,
    sounds: Vec<Vec<String>>,
}

impl Query {
    fn new(text: &str) -> Self {
        let words: Vec<char> = normal(text).into_iter().take(LONGEST_QUERY).collect();
        let sounds: Vec<Vec<String>> = words.iter().copied().map(sounds).collect();
        let typed = words.iter().any(char::is_ascii_lowercase);
        let usual = |sounds: &Vec<String>| sounds.first().cloned().unwrap_or_default();
        let letters = typed.then(|| sounds.iter().map(usual).collect::<String>().chars().collect());
        Self { words, letters, sounds }
    }
}

impl Entry {
    /// The best fit of all its terms; of two the one that leaves fewer characters over.
    fn fit(&self, query: &Query) -> Option<(Fit, usize)> {
        self.terms.iter().filter_map(|term| term.fit(query)).min()
    }
}

impl Term {
    fn new(text: &str, kind: Kind) -> Self {
        let words = normal(text);
        let sounds = words.iter().copied().map(sounds).collect();
        Self { words, sounds, kind }
    }

    fn fit(&self, query: &Query) -> Option<(Fit, usize)> {
        let asked = query.words.as_slice();
        if asked.is_empty() {
            return None;
        }
        let spare = self.words.len().abs_diff(asked.len());
        let fit = if self.words == asked {
            Fit::Called
        } else if self.kind != Kind::Keyword && self.words.starts_with(asked) {
            Fit::Begins
        } else if position(&self.words, asked, char::eq).is_some()
            || (self.words.len() >= 2 && position(asked, &self.words, char::eq).is_some())
        {
            Fit::Contains
        } else if let Some(letters) = &query.letters {
            let from = (0..self.sounds.len())
                .filter_map(|from| Some((spell(self.sounds.get(from..)?, letters)?, from)));
            let (spelled, from) =
                from.min_by_key(|(spelled, from)| (spelled.abbreviated, *from, spelled.rest))?;
            let fit = if spelled.abbreviated { Fit::Initials } else { Fit::Sounds };
            return Some((self.of_kind(fit), from + spelled.rest));
        } else if asked.len() >= 2 && self.sounds_like(query) {
            Fit::Sounds
        } else if asked.len() >= 3 && spare == 0 && mistakes(&self.words, asked) == 1 {
            Fit::OneMistake
        } else {
            return None;
        };
        Some((self.of_kind(fit), spare))
    }

    fn sounds_like(&self, query: &Query) -> bool {
        let share =
            |one: &Vec<String>, other: &Vec<String>| one.iter().any(|one| other.contains(one));
        position(&self.sounds, &query.sounds, share).is_some()
    }

    fn of_kind(&self, fit: Fit) -> Fit {
        if self.kind == Kind::Event { Fit::OfEvent } else { fit }
    }
}

/// Small letters, half width, nothing but characters and digits: marks and blanks name nothing.
fn normal(text: &str) -> Vec<char> {
    text.chars()
        .map(|one| match one {
            '\u{FF01}'..='\u{FF5E}' => {
                char::from_u32(u32::from(one) - 0xFEE0).unwrap_or(one) // full width
            }
            other => other,
        })
        .filter(|one| one.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// A letter or a digit is typed as itself.
fn sounds(character: char) -> Vec<String> {
    let readings = readings_of(character);
    if readings.is_empty() { vec![character.to_string()] } else { readings }
}

/// Where `part` stands in `whole`.
fn position<T>(whole: &[T], part: &[T], same: impl Fn(&T, &T) -> bool) -> Option<usize> {
    let stands = |window: &[T]| window.iter().zip(part).all(|(one, other)| same(one, other));
    whole.windows(part.len().max(1)).position(stands)
}

fn mistakes(one: &[char], other: &[char]) -> usize {
    one.iter().zip(other).filter(|(one, other)| one != other).count()
}

/// How letters spell the beginning of a word.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Spelled {
    /// Some character only by its first letter; the last one may always break off.
    abbreviated: bool,
    /// Characters that are left over.
    rest: usize,
}

/// Each character in full or by its first letter, until the letters are used up.
fn spell(sounds: &[Vec<String>], letters: &[char]) -> Option<Spelled> {
    let (first, rest) = sounds.split_first()?;
    let mut best: Option<Spelled> = None;
    let mut keep = |found: Option<Spelled>| best = best.into_iter().chain(found).min();
    for sound in first {
        let full: Vec<char> = sound.chars().collect();
        if let Some(behind) = letters.strip_prefix(full.as_slice()) {
            keep(if behind.is_empty() {
                Some(Spelled { abbreviated: false, rest: rest.len() })
            } else {
                spell(rest, behind)
            });
        } else if letters.len() > 1 && full.starts_with(letters) {
            keep(Some(Spelled { abbreviated: false, rest: rest.len() }));
        }
        if full.len() > 1
            && let Some(behind) = full.get(..1).and_then(|initial| letters.strip_prefix(initial))
        {
            let further = if behind.is_empty() {
                Some(Spelled { abbreviated: true, rest: rest.len() })
            } else {
                spell(rest, behind)
            };
            keep(further.map(|found| Spelled { abbreviated: true, ..found }));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::civil::date;

    use super::*;

    const DAY: Date = date(2026, 11, 24);

    fn items() -> (Vec<Arc<ServiceItem>>, Index) {
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config");
        let catalogue = crate::config::load(&shipped).unwrap().catalogue;
        let items: Vec<_> = catalogue.items.into_iter().map(Arc::new).collect();
        let index = Index::new(&items, &catalogue.categories);
        (items, index)
    }

    fn found(index: &Index, query: &str) -> Vec<String> {
        index.find(query, DAY).iter().map(|item| item.short_name.clone()).collect()
    }

    #[test]
    fn every_keyword_of_the_catalogue_finds_its_item_among_the_first_three() {
        let (items, index) = items();
        let mut asked = 0;
        for item in &items {
            for word in &item.keywords {
                let found = index.find(word, DAY);
                let place = found.iter().position(|one| one.id == item.id);
                let most = if item.active { 3 } else { found.len() };
                assert!(
                    place.is_some_and(|place| place < most),
                    "“{word}” finds {} at {place:?}",
                    item.short_name
                );
                asked += 1;
            }
        }
        assert!(asked > 150, "{asked} keywords");
    }

    /// Nine tiles are on a page.
    #[test]
    fn the_letters_of_every_short_name_find_it_on_the_first_page() {
        let (items, index) = items();
        for item in items.iter().filter(|item| item.active) {
            let readings: Vec<String> = item
                .short_name
                .chars()
                .filter_map(|one| readings_of(one).first().cloned())
                .collect();
            let initials: String = readings.iter().filter_map(|one| one.chars().next()).collect();
            for letters in [readings.concat(), readings.concat().to_uppercase(), initials] {
                let found = found(&index, &letters);
                let place = found.iter().position(|name| *name == item.short_name);
                assert!(
                    place.is_some_and(|place| place < 9),
                    "{letters} finds {} at {place:?}",
                    item.short_name
                );
            }
        }
    }

    #[test]
    fn what_people_say_finds_what_they_mean_first() {
        let (_, index) = items();
        for (said, meant) in [
            ("长寿钱", "高龄津贴"),
            ("老人钱", "高龄津贴"),
            ("changshouqian", "高龄津贴"),
            ("zhangshouqian", "高龄津贴"),
            ("gaolingjintie", "高龄津贴"),
            ("gaoling", "高龄津贴"),
            ("gljt", "高龄津贴"),
            ("GLJT", "高龄津贴"),
            ("高龄", "高龄津贴"),
            ("高零津贴", "高龄津贴"),
            ("我要办低保", "低保"),
            ("吃低保", "低保"),
            ("dibao", "低保"),
            ("di保", "低保"),
            ("交医保", "居民医保"),
            ("４０５０", "就业困难"),
            ("建房", "建房审批"),
            ("养老认正", "养老认证"),
            ("暂住证", "居住证"),
            ("五保", "特困供养"),
            ("老人 走了。", "丧葬补助"),
        ] {
            let found = found(&index, said);
            let among_the_first = found.iter().take(2).any(|name| name == meant);
            assert!(among_the_first, "“{said}” finds {found:?}");
        }
        assert_eq!(found(&index, "长寿钱").first().map(String::as_str), Some("高龄津贴"));
    }

    #[test]
    fn a_life_event_finds_all_that_belongs_to_it() {
        let (_, index) = items();
        let farm = found(&index, "种田");
        for name in ["耕地补贴", "农机补贴", "采伐证", "建房审批"] {
            assert!(farm.iter().any(|found| found == name), "{farm:?}");
        }
    }

    #[test]
    fn what_has_ended_is_found_by_its_name_with_what_replaces_it_right_behind() {
        let (items, index) = items();
        for item in items.iter().filter(|item| !item.active) {
            let found = index.find(&item.short_name, DAY);
            let place = found.iter().position(|one| one.id == item.id).unwrap();
            assert_eq!(place, 0, "{}", item.short_name);
            if let Some(next) = &item.replaced_by {
                assert_eq!(found[1].id, *next, "{}", item.short_name);
                assert_eq!(found.iter().filter(|one| one.id == *next).count(), 1);
            }
        }
        // on a day on which it was offered it is as any other
        let then = index.find("老年优待证", date(2021, 6, 1));
        assert_eq!(then.first().map(|item| item.short_name.as_str()), Some("老年优待证"));
        // and what a point hides nobody finds, by no word
        let mut some = items.clone();
        for item in some.iter_mut().filter(|item| item.id == "logging_permit") {
            Arc::make_mut(item).here = crate::domain::service_item::Here::Hidden;
        }
        let without = Index::new(&some, &[]);
        assert!(without.find("采伐证", DAY).iter().all(|item| item.id != "logging_permit"));
        // few letters name nothing that has ended
        assert!(!found(&index, "l").iter().any(|name| name == "老年优待证"));
    }

    #[test]
    fn whatever_is_written_is_no_trouble_and_nonsense_finds_nothing() {
        let (_, index) = items();
        for nothing in
            ["", " ", "，。？", "😀", "\u{2B736}", "hello world", "qwxzv", "\u{0}", "％￥#"]
        {
            assert_eq!(found(&index, nothing), Vec::<String>::new(), "{nothing:?}");
        }
        let long = "长".repeat(200);
        assert_eq!(found(&index, &long), Vec::<String>::new());
        for long in ["a".repeat(200), "低保".repeat(100), "𠮷㛃".repeat(100), "gl".repeat(100)]
        {
            found(&index, &long);
        }
    }

    #[test]
    fn words_of_the_catalogue_are_offered_while_somebody_types() {
        let (_, index) = items();
        let offered = |text: &str, letters: &str| index.completions(text, letters, DAY);
        assert_eq!(offered("", "gljt"), ["高龄津贴"]);
        assert!(offered("", "changshou").contains(&"长寿钱".to_owned()));
        assert!(offered("长寿", "q").contains(&"钱".to_owned()));
        assert!(offered("", "lao").len() >= 3);
        assert_eq!(offered("", "qwxzv"), Vec::<String>::new());
        assert_eq!(offered("长寿", ""), Vec::<String>::new());
        assert!(index.knows("寿钱") && !index.knows("寿命") && !index.knows(""));
    }
}
