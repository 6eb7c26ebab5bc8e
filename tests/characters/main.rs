//! Every character of GB 18030-2022 level 3: its bytes, and that some font draws it on screen and slip.
//!
//! Needs the fonts that `packaging/install-dependencies.sh` installs.
#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

use std::collections::{HashMap, HashSet};

use encoding_rs::GB18030;
use jiujin::devices::{dots, glyphs};
use jiujin::domain::slip::SlipSize;
use jiujin::kiosk::legible::count_missing;
use jiujin::wire::gb18030::{self, Repertoire};

/// The blocks of ideographs as of Unicode 11, with how many characters the standard counts in each.
const IDEOGRAPHS: [(char, char, usize); 7] = [
    ('\u{3400}', '\u{4DB5}', 6_582),
    ('\u{4E00}', '\u{9FEF}', 20_976),
    ('\u{20000}', '\u{2A6D6}', 42_711),
    ('\u{2A700}', '\u{2B734}', 4_149),
    ('\u{2B740}', '\u{2B81D}', 222),
    ('\u{2B820}', '\u{2CEA1}', 5_762),
    ('\u{2CEB0}', '\u{2EBE0}', 7_473),
];

/// Those of the compatibility block that are ideographs of their own.
const COMPATIBILITY: [u16; 12] = [
    0xFA0E, 0xFA0F, 0xFA11, 0xFA13, 0xFA14, 0xFA1F, 0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29,
];

/// The radicals of 康熙字典, and those that GBK has beside them.
const KANGXI: (char, char, usize) = ('\u{2F00}', '\u{2FD5}', 214);
const MORE_RADICALS: [u16; 14] = [
    0x2E81, 0x2E84, 0x2E88, 0x2E8B, 0x2E8C, 0x2E97, 0x2EA7, 0x2EAA, 0x2EAE, 0x2EB3, 0x2EB6, 0x2EB7,
    0x2EBB, 0x2ECA,
];

/// What stood at private code points in 2005 and got its own in 2022, and the one that changed already in 2005.
const CHANGED: [(u16, char); 19] = [
    (0xA8BC, '\u{1E3F}'),
    (0xA6D9, '\u{FE10}'),
    (0xA6DA, '\u{FE12}'),
    (0xA6DB, '\u{FE11}'),
    (0xA6DC, '\u{FE13}'),
    (0xA6DD, '\u{FE14}'),
    (0xA6DE, '\u{FE15}'),
    (0xA6DF, '\u{FE16}'),
    (0xA6EC, '\u{FE17}'),
    (0xA6ED, '\u{FE18}'),
    (0xA6F3, '\u{FE19}'),
    (0xFE59, '\u{9FB4}'),
    (0xFE61, '\u{9FB5}'),
    (0xFE66, '\u{9FB6}'),
    (0xFE67, '\u{9FB7}'),
    (0xFE6D, '\u{9FB8}'),
    (0xFE7E, '\u{9FB9}'),
    (0xFE90, '\u{9FBA}'),
    (0xFEA0, '\u{9FBB}'),
];

#[test]
fn the_set_is_as_large_as_the_standard_says() {
    for (first, last, count) in IDEOGRAPHS.into_iter().chain([KANGXI]) {
        assert_eq!((first..=last).count(), count, "from U+{:04X}", u32::from(first));
    }
    assert_eq!(ideographs().len(), 87_887);
    assert_eq!(radicals().len(), 228);
    let all: HashSet<char> = level_3().collect();
    assert_eq!(all.len(), 88_115, "no character twice");
}

#[test]
fn every_character_comes_back_from_its_bytes() {
    let mut of_bytes = HashMap::new();
    for character in level_3() {
        let bytes = bytes_of(character);
        assert_eq!(text_of(&bytes), character.to_string(), "U+{:04X}", u32::from(character));
        if let Some(other) = of_bytes.insert(bytes, character) {
            panic!("U+{:04X} has the bytes of U+{:04X}", u32::from(character), u32::from(other));
        }
    }
}

#[test]
fn what_a_printer_is_given_are_those_bytes_or_nothing() {
    let mut to_printers = 0;
    for character in level_3() {
        let text = character.to_string();
        assert_eq!(gb18030::cleaned(&text), text, "U+{:04X}", u32::from(character));
        if let Ok(bytes) = gb18030::encode(&text, Repertoire::Gb18030) {
            assert_eq!(bytes, bytes_of(character));
            to_printers += 1;
        }
        if let Ok(bytes) = gb18030::encode(&text, Repertoire::Gb2312) {
            assert_eq!(bytes, bytes_of(character));
        }
    }
    assert!(to_printers > 70_000, "Extension A and B at least, not {to_printers}");
}

#[test]
fn characters_that_changed_their_code_point_have_the_one_of_2022() {
    for (bytes, character) in CHANGED {
        let bytes = bytes.to_be_bytes();
        assert_eq!(text_of(&bytes), character.to_string());
        assert_eq!(bytes_of(character), bytes);
        assert!(glyphs::can_be_drawn(character), "U+{:04X}", u32::from(character));
    }
}

#[test]
fn every_character_has_a_glyph() {
    let missing: Vec<char> = level_3().filter(|one| !glyphs::can_be_drawn(*one)).collect();
    assert_eq!(missing, Vec::<char>::new(), "of 88 115");
}

/// Every hundredth: that a font names a glyph does not say that there is ink in it.
#[test]
fn glyphs_have_ink_and_are_not_the_box_for_a_missing_one() {
    let black = |character: char| {
        let dots = dots::line(&character.to_string(), SlipSize::Large, false).unwrap();
        dots.rows().flatten().copied().collect::<Vec<u8>>()
    };
    let mut pictures = HashMap::new();
    for character in level_3().step_by(101) {
        let picture = black(character);
        assert!(picture.iter().any(|byte| *byte != 0), "U+{:04X} is blank", u32::from(character));
        if let Some(other) = pictures.insert(picture, character) {
            panic!("U+{:04X} looks as U+{:04X}", u32::from(character), u32::from(other));
        }
    }
}

#[test]
fn no_private_code_point_is_ever_drawn() {
    for (first, last) in
        [('\u{E000}', '\u{F8FF}'), ('\u{F0000}', '\u{FFFFD}'), ('\u{100000}', '\u{10FFFD}')]
    {
        for character in first..=last {
            assert!(!glyphs::can_be_drawn(character), "U+{:04X}", u32::from(character));
        }
    }
}

#[test]
fn half_width_katakana_is_drawn_and_so_are_pictures_that_a_font_has() {
    for drawn in ["ｶﾀｶﾅ", "阿依古丽·买买提", "😀"] {
        assert_eq!(count_missing(drawn, glyphs::can_be_drawn), 0);
        assert!(dots::line(drawn, SlipSize::Small, false).is_ok());
        assert_eq!(gb18030::encode(drawn, Repertoire::Gb2312).is_ok(), drawn.contains('·'));
    }
    for missing in ['🫠', '\u{E81E}', '\u{FFFD}'] {
        let text = format!("王{missing}");
        assert_eq!(count_missing(&text, glyphs::can_be_drawn), 1);
        assert_eq!(
            dots::line(&text, SlipSize::Small, false),
            Err(dots::NoGlyph { character: missing })
        );
    }
}

fn level_3() -> impl Iterator<Item = char> {
    ideographs().into_iter().chain(radicals())
}

fn ideographs() -> Vec<char> {
    let blocks = IDEOGRAPHS.into_iter().flat_map(|(first, last, _)| first..=last);
    blocks.chain(characters(&COMPATIBILITY)).collect()
}

fn radicals() -> Vec<char> {
    let (first, last, _) = KANGXI;
    (first..=last).chain(characters(&MORE_RADICALS)).collect()
}

fn characters(codes: &[u16]) -> impl Iterator<Item = char> {
    codes.iter().map(|code| char::from_u32(u32::from(*code)).unwrap())
}

fn bytes_of(character: char) -> Vec<u8> {
    let text = character.to_string();
    let (bytes, _, had_errors) = GB18030.encode(&text);
    assert!(!had_errors, "U+{:04X}", u32::from(character));
    bytes.into_owned()
}

fn text_of(bytes: &[u8]) -> String {
    let (text, had_errors) = GB18030.decode_without_bom_handling(bytes);
    assert!(!had_errors, "{bytes:02X?}");
    text.into_owned()
}
