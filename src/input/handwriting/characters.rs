//! The characters the model knows, and those that stand first in a field.

use std::collections::HashSet;

use encoding_rs::GBK;

use crate::input::Vocabulary;

/// Surnames and characters of given names, written down by hand; the order says nothing.
const IN_NAMES: &str = include_str!("name_characters.txt");

/// So much likelier is a character that mainland schools and offices write every day than an old, Japanese or rare one
/// that looks like it: 奥 and 奧. A rare name that is drawn clearly still comes first.
const EVERYDAY: f32 = 4.0;

/// So much likelier is a character of the field's words than one that looks like it. A clear drawing outweighs it.
const FAVOUR: f32 = 8.0;

/// Between the parts of names of other peoples, as identity cards write it.
pub(super) const MIDDLE_DOT: char = '\u{B7}';

/// What each answer of the model means, and which are likelier where.
pub(super) struct Characters {
    /// by class; `None` is what no field of ours takes: letters, digits, kana, the blank between characters
    of_class: Vec<Option<char>>,
    in_names: HashSet<char>,
    in_places: HashSet<char>,
}

impl Characters {
    /// `list` has a character a line. The model counts from 1: its class 0 is the blank, and after the list comes the space.
    pub(super) fn new(list: &str, place_names: &[&str]) -> Self {
        let listed = list.strip_suffix('\n').unwrap_or(list).split('\n');
        let mut of_class = vec![None];
        of_class.extend(listed.map(|line| line.chars().next().filter(|one| is_wanted(*one))));
        of_class.push(None);
        let hanzi = |text: &str| text.chars().filter(|one| is_wanted(*one)).collect::<Vec<char>>();
        Self {
            of_class,
            in_names: hanzi(IN_NAMES).into_iter().collect(),
            in_places: place_names.iter().flat_map(|name| hanzi(name)).collect(),
        }
    }

    pub(super) fn class_count(&self) -> usize {
        self.of_class.len()
    }

    pub(super) fn of_class(&self) -> impl Iterator<Item = Option<char>> {
        self.of_class.iter().copied()
    }

    /// What a chance is multiplied with.
    pub(super) fn weight(&self, character: char, vocabulary: Vocabulary) -> f32 {
        let favoured = match vocabulary {
            Vocabulary::General => false,
            Vocabulary::Place => self.in_places.contains(&character),
            Vocabulary::Name => character == MIDDLE_DOT || self.in_names.contains(&character),
        };
        let everyday = if is_everyday(character) { EVERYDAY } else { 1.0 };
        if favoured { FAVOUR * EVERYDAY } else { everyday }
    }
}

/// Hanzi of Unicode's unified blocks and the dot of names.
fn is_wanted(character: char) -> bool {
    matches!(
        character,
        MIDDLE_DOT | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}'
    )
}

/// One of the 6,763 characters of GB 2312.
fn is_everyday(character: char) -> bool {
    gb_2312_row(character).is_some()
}

/// The first byte of a 汉字 of GB 2312, which GBK kept at their places: 0xB0 to 0xD7 are those in daily use.
pub fn gb_2312_row(character: char) -> Option<u8> {
    let mut letter = [0; 4];
    let (bytes, ..) = GBK.encode(character.encode_utf8(&mut letter));
    match *bytes {
        [row @ 0xB0..=0xF7, 0xA1..=0xFE] => Some(row),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hanzi_and_the_dot_of_names_are_kept_and_places_stay() {
        let known = Characters::new("!\n\u{3000}\n一\nあ\n·\n𬭶\n", &[]);
        let expected = [None, None, None, Some('一'), None, Some('·'), Some('𬭶'), None];
        assert_eq!(known.of_class().collect::<Vec<_>>(), expected);
        assert_eq!(known.class_count(), 8);
    }

    #[test]
    fn a_field_favours_its_own_characters() {
        let known = Characters::new("一\n", &["宁乡市", "灰汤镇"]);
        assert!(known.weight('汤', Vocabulary::Place) > known.weight('烫', Vocabulary::Place));
        assert!(known.weight('士', Vocabulary::Name) > known.weight('土', Vocabulary::Name));
        assert!(known.weight('堃', Vocabulary::Name) > known.weight('塑', Vocabulary::Name));
        assert_eq!(
            known.weight('汤', Vocabulary::General),
            known.weight('烫', Vocabulary::General)
        );
    }

    #[test]
    fn the_everyday_characters_are_those_of_gb_2312() {
        let count = ('\u{3400}'..='\u{9FFF}').filter(|one| is_everyday(*one)).count();
        assert_eq!(count, 6_763);
        assert!(is_everyday('奥') && !is_everyday('奧') && !is_everyday('堃') && !is_everyday('·'));
    }

    #[test]
    fn the_list_of_names_has_no_character_twice() {
        let mut seen = HashSet::new();
        let twice: String =
            IN_NAMES.chars().filter(|one| is_wanted(*one) && !seen.insert(*one)).collect();
        assert_eq!(twice, "");
        assert!(seen.len() > 500);
    }
}
