//! Readings of characters: the order in which people look for places, and what they type when they look for an item.

use pinyin::{Pinyin, ToPinyin, ToPinyinMulti};

/// What a name is sorted by. Characters without a known reading come last, in the order of their code points.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey(Vec<(Reading, char)>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reading {
    /// With the number of its tone: `zeng1`.
    Known(&'static str),
    None,
}

/// Readings are those of words; a surname may have another, so this is not for names of people.
pub fn sort_key(place: &str) -> SortKey {
    SortKey(place.chars().map(|character| (reading(character), character)).collect())
}

fn reading(character: char) -> Reading {
    character.to_pinyin().map_or(Reading::None, |one| Reading::Known(one.with_tone_num_end()))
}

/// The reading of a character as it is typed: no tone, v for ü. `None` for what is no Chinese character.
pub fn letters_of(character: char) -> Option<String> {
    Some(typed(character.to_pinyin()?))
}

/// Every reading of a character as it is typed, the usual one first: 长 is `zhang` and `chang`. Empty for what is no
/// Chinese character.
pub fn readings_of(character: char) -> Vec<String> {
    let mut readings: Vec<String> = Vec::new();
    for one in character.to_pinyin_multi().into_iter().flatten() {
        let letters = typed(one);
        if !letters.is_empty() && !readings.contains(&letters) {
            readings.push(letters);
        }
    }
    readings
}

fn typed(reading: Pinyin) -> String {
    let plain = reading.with_tone_num_end().replace('ü', "v");
    plain.chars().filter(char::is_ascii_lowercase).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn readings_are_typed_without_tones() {
        for (character, letters) in [('宁', "ning"), ('乡', "xiang"), ('女', "nv"), ('绿', "lv")]
        {
            assert_eq!(letters_of(character).as_deref(), Some(letters));
        }
        assert_eq!(letters_of('·'), None);
        assert_eq!(letters_of('1'), None);
    }

    #[test]
    fn a_character_has_all_its_readings() {
        assert!(readings_of('长').contains(&"chang".into()));
        assert!(readings_of('长').contains(&"zhang".into()));
        assert_eq!(readings_of('钱'), ["qian"]);
        assert!(readings_of('4').is_empty());
    }

    use super::*;

    fn sorted(places: &str) -> String {
        let mut places: Vec<&str> = places.split(' ').collect();
        places.sort_by_key(|place| sort_key(place));
        places.join(" ")
    }

    #[test]
    fn places_are_sorted_by_the_readings_of_words() {
        assert_eq!(sorted("解放村 华宝村 乐安村 繁荣村"), "繁荣村 华宝村 解放村 乐安村");
    }

    #[test]
    fn a_character_without_a_reading_comes_last_and_always_at_the_same_place() {
        assert_eq!(sorted("\u{2EBE0}塘 𠮷塘 左塘 安塘"), "安塘 左塘 𠮷塘 \u{2EBE0}塘");
        assert_ne!(sort_key("王英"), sort_key("王瑛"));
    }
}
