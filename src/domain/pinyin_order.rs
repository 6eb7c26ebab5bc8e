//! The order in which people look for places and for people: by the reading of each character.

use pinyin::ToPinyin;

use super::names::SURNAME_READINGS;

/// What a name is sorted by. Characters without a known reading come last, in the order of their code points.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey(Vec<(Reading, char)>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reading {
    /// With the number of its tone: `zeng1`.
    Known(&'static str),
    None,
}

/// Readings are those of words; a surname may have another, so people have [`name_key`].
pub fn sort_key(place: &str) -> SortKey {
    SortKey(place.chars().map(|character| (reading(character), character)).collect())
}

/// The same for the name of a person: 曾 is read zeng at its beginning, 单 shan, 尉迟 yu chi.
pub fn name_key(name: &str) -> SortKey {
    let as_surname = SURNAME_READINGS.iter().find(|(surname, _)| name.starts_with(surname));
    let read_so = as_surname.map_or::<&[&str], _>(&[], |(_, readings)| readings);
    let readings = read_so.iter().map(|one| Some(Reading::Known(one)));
    let characters = name.chars().zip(readings.chain(std::iter::repeat(None)));
    let key = characters.map(|(one, known)| (known.unwrap_or_else(|| reading(one)), one));
    SortKey(key.collect())
}

fn reading(character: char) -> Reading {
    character.to_pinyin().map_or(Reading::None, |one| Reading::Known(one.with_tone_num_end()))
}

/// The reading of a character as it is typed: no tone, v for ü. `None` for what is no Chinese character.
pub fn letters_of(character: char) -> Option<String> {
    let plain = character.to_pinyin()?.with_tone_num_end().replace('ü', "v");
    Some(plain.chars().filter(char::is_ascii_lowercase).collect())
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
    fn people_are_sorted_by_the_readings_of_surnames() {
        let sorted = |names: &str| {
            let mut names: Vec<&str> = names.split(' ').collect();
            names.sort_by_key(|name| name_key(name));
            names.join(" ")
        };
        // as places they would stand at c, d, j, w, z
        assert_eq!(
            sorted("张三 曾国藩 查良镛 单田芳 解缙 尉迟恭 阳光 安"),
            "安 单田芳 解缙 阳光 尉迟恭 曾国藩 查良镛 张三"
        );
        assert_eq!(sorted("李单 李丹 李山"), "李丹 李单 李山"); // a given name is read as words are
    }

    #[test]
    fn two_characters_of_a_surname_are_looked_at_before_one() {
        for (place, (surname, readings)) in SURNAME_READINGS.iter().enumerate() {
            assert_eq!(surname.chars().count(), readings.len(), "{surname}");
            let hidden = SURNAME_READINGS[..place].iter().any(|(one, _)| surname.starts_with(one));
            assert!(!hidden, "{surname} is never found");
        }
    }

    #[test]
    fn a_character_without_a_reading_comes_last_and_always_at_the_same_place() {
        assert_eq!(sorted("\u{2EBE0}塘 𠮷塘 左塘 安塘"), "安塘 左塘 𠮷塘 \u{2EBE0}塘");
        assert_ne!(sort_key("王英"), sort_key("王瑛"));
    }
}
