//! Text for printers with Chinese characters of their own: which they have, their bytes and their width.

use encoding_rs::GB18030;

/// The characters a printer has in itself; whatever else a line holds makes it a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repertoire {
    /// ASCII and GB 2312: what every Chinese printer has, so the rule for an unknown one.
    Gb2312,
    /// The two-byte part of GB 18030, and the rare 汉字 whose code has four bytes.
    Gb18030,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the printer has no U+{:04X}", u32::from(*.character))]
pub struct Unprintable {
    pub character: char,
}

impl Repertoire {
    /// `max_gb` is the longest code, in bytes, that the printer is known to understand.
    pub fn of(max_gb: u8) -> Self {
        if max_gb >= 4 { Self::Gb18030 } else { Self::Gb2312 }
    }
}

/// Text that can do a printer no harm: without control characters, with marks and blanks that printers
/// lack replaced by those they have.
pub fn cleaned(text: &str) -> String {
    text.chars().filter_map(tidied).collect()
}

/// Whether a printer has the character; `cleaned` text is meant.
pub fn printable(character: char, repertoire: Repertoire) -> bool {
    code(character, repertoire).is_some()
}

/// The bytes for `cleaned` text.
pub fn encode(text: &str, repertoire: Repertoire) -> Result<Vec<u8>, Unprintable> {
    let mut bytes = Vec::with_capacity(text.len());
    for character in text.chars() {
        bytes.extend(code(character, repertoire).ok_or(Unprintable { character })?);
    }
    Ok(bytes)
}

/// Half a 汉字 is one column; whatever is not ASCII takes two.
pub fn columns(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

pub fn columns_of(character: char) -> usize {
    if character.is_ascii() { 1 } else { 2 }
}

fn tidied(character: char) -> Option<char> {
    match character {
        '\t' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => Some(' '),
        '\u{2010}'..='\u{2013}' | '\u{2212}' => Some('-'),
        '\u{2015}' => Some('\u{2014}'),
        // middle dots of several scripts, in names such as 买买提·吐尔逊
        '\u{2022}' | '\u{2027}' | '\u{22C5}' | '\u{30FB}' | '\u{FF65}' => Some('\u{B7}'),
        '\u{A5}' => Some('\u{FFE5}'),
        // soft hyphen, joiners, marks of direction, variation selectors: nothing to see
        '\u{AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{E0100}'..='\u{E01EF}' => None,
        control if control.is_control() => None,
        other => Some(other),
    }
}

/// GB 18030 and never GBK, whose encoder writes `&#13312;` for what it lacks.
fn code(character: char, repertoire: Repertoire) -> Option<Vec<u8>> {
    let mut buffer = [0; 4];
    let (bytes, _, had_errors) = GB18030.encode(character.encode_utf8(&mut buffer));
    if had_errors {
        return None;
    }
    let has = match (bytes.as_ref(), repertoire) {
        ([0x20..=0x7E], _) => true,
        ([lead, trail], Repertoire::Gb2312) => in_gb2312(*lead, *trail),
        ([_, _], Repertoire::Gb18030) => !('\u{E000}'..='\u{F8FF}').contains(&character),
        ([_, _, _, _], Repertoire::Gb18030) => is_rare_hanzi(character),
        _ => false,
    };
    has.then(|| bytes.into_owned())
}

/// GB 2312 row by row: GBK and GB 18030 put more between its rows, which older printers lack.
fn in_gb2312(lead: u8, trail: u8) -> bool {
    match lead {
        0xA1 | 0xA3 | 0xB0..=0xD6 | 0xD8..=0xF7 => (0xA1..=0xFE).contains(&trail),
        0xA2 => matches!(trail, 0xB1..=0xE2 | 0xE5..=0xEE | 0xF1..=0xFC),
        0xA4 => (0xA1..=0xF3).contains(&trail),
        0xA5 => (0xA1..=0xF6).contains(&trail),
        0xA6 => matches!(trail, 0xA1..=0xB8 | 0xC1..=0xD8),
        0xA7 => matches!(trail, 0xA1..=0xC1 | 0xD1..=0xF1),
        0xA8 => matches!(trail, 0xA1..=0xBA | 0xC5..=0xE9),
        0xA9 => (0xA4..=0xEF).contains(&trail),
        0xD7 => (0xA1..=0xF9).contains(&trail),
        _ => false,
    }
}

/// Extension A, the additions after U+9FA5, Extension B: the 汉字 with four bytes.
fn is_rare_hanzi(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4DBF}' | '\u{9FA6}'..='\u{9FFF}' | '\u{20000}'..='\u{2A6DF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::wire::vectors::{hex, table, text, vectors};

    #[test]
    fn the_published_characters_have_the_published_bytes() {
        let all = vectors();
        for one in table(&all, "gb18030") {
            let bytes = encode(text(one, "char"), Repertoire::Gb18030);
            assert_eq!(bytes, Ok(hex(text(one, "hex"))), "{one}");
        }
    }

    #[test]
    fn an_unknown_printer_has_gb2312_and_ascii_only() {
        for has in [
            "宁乡市花明楼镇",
            "A z~",
            "王*英 4301**********0005",
            "——“”《》…·①㈠Ⅷ",
            "￥１２，。",
            "ＡＢЖαāㄅ",
        ] {
            let missing = has.chars().find(|one| !printable(*one, Repertoire::Gb2312));
            assert_eq!(missing, None, "{has}");
        }
        for lacks in "喆镕㐀䶮龦𠮷㛃€ⅷḿ\u{E000}\u{FFFD}😀".chars() {
            assert!(!printable(lacks, Repertoire::Gb2312), "{lacks}");
        }
    }

    #[test]
    fn a_printer_with_four_bytes_has_rare_names_and_still_no_private_or_picture_characters() {
        for has in "喆镕㐀䶮龦𠮷㛃€".chars() {
            assert!(printable(has, Repertoire::Gb18030), "{has}");
        }
        for lacks in ['\u{E000}', '\u{FFFD}', '😀', '\u{1B}'] {
            assert!(!printable(lacks, Repertoire::Gb18030), "{lacks:?}");
        }
        assert_eq!(Repertoire::of(4), Repertoire::Gb18030);
        assert_eq!(Repertoire::of(2), Repertoire::Gb2312);
        assert_eq!(Repertoire::of(0), Repertoire::Gb2312);
    }

    #[test]
    fn what_a_printer_lacks_is_named() {
        let error = encode("张𠮷", Repertoire::Gb2312).unwrap_err();
        assert_eq!(error, Unprintable { character: '𠮷' });
        assert_eq!(error.to_string(), "the printer has no U+20BB7");
    }

    #[test]
    fn a_name_or_an_address_cannot_give_a_printer_orders() {
        assert_eq!(cleaned("王\u{1B}@\u{10}\u{4}\u{1}五\r\n\u{7F}\u{85}"), "王@五");
        assert!(!printable('\n', Repertoire::Gb18030));
    }

    #[test]
    fn blanks_dashes_and_dots_are_made_such_as_printers_have() {
        for (from, to) in [
            ("甲\u{A0}乙\t丙\u{2009}丁", "甲 乙 丙 丁"),
            ("买买提•吐尔逊・阿", "买买提·吐尔逊·阿"),
            ("1–2−3—4―5", "1-2-3—4—5"),
            ("¥5", "￥5"),
            ("葛\u{E0100}\u{200B}城\u{FE0F}", "葛城"),
        ] {
            assert_eq!(cleaned(from), to);
        }
    }

    #[test]
    fn a_hanzi_is_two_columns_wide() {
        for (text, wide) in [("", 0), ("abc", 3), ("宁乡", 4), ("𠮷a·", 5)] {
            assert_eq!(columns(text), wide, "{text}");
        }
    }

    #[test]
    fn gb2312_has_as_many_characters_as_its_standard_says() {
        let all = ('\u{A0}'..='\u{FFFF}').filter(|one| printable(*one, Repertoire::Gb2312));
        assert_eq!(all.count(), 6763 + 682);
    }

    proptest! {
        #[test]
        fn no_text_whatever_yields_a_control_byte(text in any::<String>()) {
            let clean = cleaned(&text);
            let bytes = encode(&clean, Repertoire::Gb18030).unwrap_or_default();
            prop_assert!(bytes.iter().all(|byte| *byte >= 0x20 && *byte != 0x7F));
            prop_assert_eq!(cleaned(&clean), clean);
        }

        #[test]
        fn what_is_encoded_decodes_to_the_same_text(text in "[ -~一-龥㐀-䶵]{0,40}") {
            let bytes = encode(&text, Repertoire::Gb18030).unwrap();
            let (decoded, had_errors) = GB18030.decode_without_bom_handling(&bytes);
            prop_assert!(!had_errors);
            prop_assert_eq!(decoded.as_ref(), text.as_str());
        }
    }
}
