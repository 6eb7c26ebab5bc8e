//! How wide words are in the fonts that are bundled, and into how many lines they break.

use swash::{FontRef, GlyphId, scale::ScaleContext};

const REGULAR: &[u8] = include_bytes!("../../ui/fonts/jiujin-regular.otf");
const BOLD: &[u8] = include_bytes!("../../ui/fonts/jiujin-bold.otf");

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// Characters of a text that the bundled Regular cannot draw.
pub(crate) fn without_glyph(text: &str) -> String {
    let characters = font(REGULAR).charmap();
    text.chars().filter(|one| !one.is_whitespace() && characters.map(*one) == 0).collect()
}

/// The widest line, where the text itself breaks.
pub(crate) fn width(text: &str, weight: Weight, size: f32) -> f32 {
    text.lines().map(|line| line_width(line, weight, size)).fold(0.0, f32::max)
}

/// Width and height of what is black of one line.
pub(crate) fn ink(line: &str, weight: Weight, size: f32) -> (f32, f32) {
    let mut context = ScaleContext::new();
    let mut pen = 0.0;
    let (mut left, mut right) = (f32::MAX, f32::MIN);
    let (mut low, mut high) = (f32::MAX, f32::MIN);
    for character in line.chars() {
        let (font, glyph) = glyph(character, weight);
        let outline = context.builder(font).size(size).build().scale_outline(glyph);
        if let Some(bounds) = outline.filter(|_| !character.is_whitespace()).map(|one| one.bounds())
        {
            (left, right) = (left.min(pen + bounds.min.x), right.max(pen + bounds.max.x));
            (low, high) = (low.min(bounds.min.y), high.max(bounds.max.y));
        }
        pen += advance(character, weight) * size;
    }
    ((right - left).max(0.0), (high - low).max(0.0))
}

/// How many lines a text takes that may break at a width.
pub(crate) fn line_count(text: &str, weight: Weight, size: f32, width: f32) -> usize {
    text.lines().map(|line| wrapped(line, weight, size, width)).sum::<usize>().max(1)
}

fn wrapped(line: &str, weight: Weight, size: f32, width: f32) -> usize {
    let mut lines = 1;
    let mut filled = 0.0;
    for piece in pieces(line) {
        let needed = line_width(piece.trim_end(), weight, size);
        if filled > 0.0 && filled + needed > width {
            lines += 1;
            filled = 0.0;
        }
        filled += line_width(piece, weight, size);
    }
    lines
}

/// What a line never breaks inside of: a Latin word or number, a character with the mark that closes or opens it.
fn pieces(line: &str) -> Vec<&str> {
    let characters: Vec<(usize, char)> = line.char_indices().collect();
    let mut breaks = vec![0];
    for pair in characters.windows(2) {
        let [(_, before), (place, after)] = pair else { continue };
        let word = !is_wide(*before) && !is_wide(*after) && !before.is_whitespace();
        let marked = CLOSING.contains(*after) || OPENING.contains(*before) || after.is_whitespace();
        if !word && !marked {
            breaks.push(*place);
        }
    }
    breaks.push(line.len());
    breaks.windows(2).map(|pair| &line[pair[0]..pair[1]]).collect()
}

const CLOSING: &str = "，。、；：？！）”’》…%";
const OPENING: &str = "（“‘《";

fn is_wide(character: char) -> bool {
    character >= '\u{2E80}'
}

fn line_width(line: &str, weight: Weight, size: f32) -> f32 {
    line.chars().map(|character| advance(character, weight) * size).sum()
}

/// In em.
fn advance(character: char, weight: Weight) -> f32 {
    let (font, glyph) = glyph(character, weight);
    font.glyph_metrics(&[]).scale(1.0).advance_width(glyph)
}

/// A character that Bold lacks is drawn in Regular; wide characters are equally wide in both.
fn glyph(character: char, weight: Weight) -> (FontRef<'static>, GlyphId) {
    let bold = font(BOLD);
    match bold.charmap().map(character) {
        glyph if glyph != 0 && weight == Weight::Bold => (bold, glyph),
        _ => (font(REGULAR), font(REGULAR).charmap().map(character)),
    }
}

fn font(bytes: &'static [u8]) -> FontRef<'static> {
    FontRef::from_index(bytes, 0).expect("the bundled fonts are fonts")
}

#[test]
fn widths_are_those_of_the_design() {
    let em = |text, weight| (width(text, weight, 1000.0)).round();
    assert_eq!(em("王𠮷䶮㛃", Weight::Bold), 4000.0);
    assert_eq!(em("0", Weight::Regular), 555.0);
    assert_eq!(em("2104", Weight::Bold), 4.0 * 590.0);
    assert_eq!(without_glyph("王 𠮷䶮㛃 12345\u{E000}"), "\u{E000}");
}

#[test]
fn lines_break_as_a_printer_breaks_them() {
    let lines = |text| line_count(text, Weight::Regular, 10.0, 40.5);
    assert_eq!(lines("请把身份"), 1);
    assert_eq!(lines("请把身份证"), 2);
    assert_eq!(lines("请把身份，证放在"), 3, "no line begins with a comma");
    assert_eq!(lines("请把12345"), 2, "a number stays whole");
    assert_eq!(lines("请把\n身份证"), 2);
}
