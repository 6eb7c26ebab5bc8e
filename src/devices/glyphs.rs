//! Which font draws a character: the kiosk's own, or for rare names one of the system's, opened only when it is needed.

use std::sync::LazyLock;

use fontique::{Blob, Collection, CollectionOptions, SourceCache};
use swash::{FontRef, GlyphId};

static REGULAR: LazyLock<FontRef<'static>> = LazyLock::new(|| {
    bundled(include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/ui/fonts/jiujin-regular.otf")))
});
static BOLD: LazyLock<FontRef<'static>> = LazyLock::new(|| {
    bundled(include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/ui/fonts/jiujin-bold.otf")))
});

/// The families that the package depends on, in the order in which they are asked. Song faces come first: beside
/// them a character of HanaMin does not stand out. Together they have all of GB 18030-2022 level 3.
const FAMILIES: [&str; 4] = ["Noto Serif CJK SC", "Noto Sans CJK SC", "HanaMinA", "HanaMinB"];

/// Found the way the screen finds them. Mapped and never read whole: of 100 MB only the looked-at pages are loaded.
static SYSTEM: LazyLock<Vec<FontRef<'static>>> = LazyLock::new(open_system_fonts);

/// A glyph and the font that has it.
pub(super) type Face = (FontRef<'static>, GlyphId);

/// Whether screen and slip can show a character.
pub fn can_be_drawn(character: char) -> bool {
    !is_nobodys(character)
        && (find_face(*REGULAR, character).is_some() || find_system_face(character).is_some())
}

/// Bold has fewer characters than Regular; a line is drawn in one of them, never in both. A line with a character
/// that both lack is drawn in the system's Song faces as far as they go.
pub(super) fn faces(text: &str, bold: bool) -> Result<Vec<Face>, char> {
    if let Some(nobodys) = text.chars().find(|one| is_nobodys(*one)) {
        return Err(nobodys);
    }
    let of_one_font = |font: FontRef<'static>| {
        text.chars().map(|character| find_face(font, character)).collect::<Option<Vec<_>>>()
    };
    if let Some(faces) = bold.then(|| of_one_font(*BOLD)).flatten() {
        return Ok(faces);
    }
    if let Some(faces) = of_one_font(*REGULAR) {
        return Ok(faces);
    }
    text.chars()
        .map(|one| find_system_face(one).or_else(|| find_face(*REGULAR, one)).ok_or(one))
        .collect()
}

/// A code point for private use means something else in every font, and the replacement character that something was
/// lost: neither may stand for a part of a name.
fn is_nobodys(character: char) -> bool {
    matches!(
        character,
        '\u{FFFD}' | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}'
    )
}

fn find_face(font: FontRef<'static>, character: char) -> Option<Face> {
    Some(font.charmap().map(character)).filter(|glyph| *glyph != 0).map(|glyph| (font, glyph))
}

fn find_system_face(character: char) -> Option<Face> {
    SYSTEM.iter().find_map(|font| find_face(*font, character))
}

fn bundled(bytes: &'static [u8]) -> FontRef<'static> {
    FontRef::from_index(bytes, 0).expect("the bundled fonts are fonts")
}

fn open_system_fonts() -> Vec<FontRef<'static>> {
    let mut system = Collection::new(CollectionOptions { shared: false, system_fonts: true });
    let mut files = SourceCache::default();
    let mut fonts = Vec::new();
    for family in FAMILIES {
        let found = system.family_by_name(family).and_then(|found| {
            let font = found.default_font()?;
            let index = usize::try_from(font.index()).ok()?;
            // once, and for as long as the program runs
            let bytes: &'static Blob<u8> = Box::leak(Box::new(font.load(Some(&mut files))?));
            FontRef::from_index(bytes.as_ref(), index)
        });
        match found {
            Some(font) => fonts.push(font),
            None => tracing::error!(family, "a font for rare names is not installed"),
        }
    }
    fonts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_names_are_drawn_and_what_nobody_can_know_is_not() {
        for has in "王·𠮷䶮㛃龘〓".chars() {
            assert!(can_be_drawn(has), "{has}");
        }
        for lacks in
            ['\u{E000}', '\u{E81E}', '\u{F0000}', '\u{10FFFD}', '\u{FFFD}', '\u{FFFE}', '🫠']
        {
            assert!(!can_be_drawn(lacks), "U+{:04X}", u32::from(lacks));
        }
    }

    #[test]
    fn a_line_with_a_character_of_the_system_is_in_its_song_faces_and_no_other_line_opens_them() {
        let keys = |text: &str| {
            let faces = faces(text, false).unwrap();
            faces.into_iter().map(|(font, _)| font.key).collect::<Vec<_>>()
        };
        let own = keys("王𠮷");
        assert_eq!(own[0], own[1]);
        let rare = keys("王\u{2A703}\u{20001}");
        assert_eq!(rare[1], rare[2], "both are HanaMinB's");
        assert_ne!(rare[0], rare[1], "a usual character stays with the better Song face");
        assert_eq!(faces("王\u{E000}", true).err(), Some('\u{E000}'));
    }
}
