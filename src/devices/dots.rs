//! Text as dots, drawn with the fonts of the kiosk and the system: for characters that no printer has, and for pictures of paper.

use swash::scale::{Render, ScaleContext, Source, image::Image};
use swash::zeno::{Format, Transform};

use super::glyphs::{self, Face};
use crate::domain::slip::SlipSize;
use crate::wire::escpos::{CHARACTER_DOTS, DOUBLE_LINE_PITCH, Dots, LINE_PITCH};
use crate::wire::gb18030::{columns, columns_of};

/// A character that no font has; a job fails with it, for nobody may print an empty box for a name.
#[derive(Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no font has U+{:04X}", u32::from(*.character))]
pub struct NoGlyph {
    pub character: char,
}

/// The character may be of a name, and a name never reaches a log.
impl std::fmt::Debug for NoGlyph {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("NoGlyph").finish_non_exhaustive()
    }
}

/// Where the baseline is, in parts of the height of a character.
const ASCENT: f32 = 0.9;

/// One line of text in a printer's cells: a column is 12 dots wide, or 24 in the large size. The picture is
/// as high as the pitch of such lines and as wide as its text.
pub fn line(text: &str, size: SlipSize, bold: bool) -> Result<Dots, NoGlyph> {
    let faces = glyphs::faces(text, bold).map_err(|character| NoGlyph { character })?;
    let height = character_height(size);
    let column_width = height / 2;
    let mut dots = Dots::new(columns(text) * column_width, line_height(size));
    let mut context = ScaleContext::new();
    let mut x = 0;
    for (character, face) in text.chars().zip(faces) {
        let cell_width = columns_of(character) * column_width;
        if let Some(drawn) = draw(&mut context, face, height, cell_width) {
            put(&mut dots, &drawn.image, x, drawn.offset, height);
        }
        x += cell_width;
    }
    Ok(dots)
}

/// From the top of one line to the top of the next.
pub fn line_height(size: SlipSize) -> usize {
    match size {
        SlipSize::Small => usize::from(LINE_PITCH),
        SlipSize::Large => usize::from(DOUBLE_LINE_PITCH),
    }
}

/// The height of the characters themselves.
pub fn character_height(size: SlipSize) -> usize {
    match size {
        SlipSize::Small => CHARACTER_DOTS,
        SlipSize::Large => 2 * CHARACTER_DOTS,
    }
}

struct Drawn {
    image: Image,
    /// Of the origin inside the cell.
    offset: f32,
}

/// Draws a glyph in the middle of its cell; Latin letters wider than a column are squeezed into it.
fn draw(
    context: &mut ScaleContext,
    (font, glyph): Face,
    height: usize,
    cell_width: usize,
) -> Option<Drawn> {
    let (size, cell_width) = (float(height), float(cell_width));
    let advance = font.glyph_metrics(&[]).scale(size).advance_width(glyph);
    let squeeze = if advance > cell_width { cell_width / advance } else { 1.0 };
    let mut scaler = context.builder(font).size(size).hint(true).build();
    let image = Render::new(&[Source::Outline])
        .format(Format::Alpha)
        .transform(Some(Transform::scale(squeeze, 1.0)))
        .render(&mut scaler, glyph)?;
    Some(Drawn { image, offset: (cell_width - advance * squeeze) / 2.0 })
}

/// Takes what is at least half covered.
fn put(dots: &mut Dots, image: &Image, cell: usize, offset: f32, height: usize) {
    let width = image.placement.width as usize;
    let left = cell as i64 + offset.round() as i64 + i64::from(image.placement.left);
    let top = (float(height) * ASCENT).round() as i64 - i64::from(image.placement.top);
    for (row, coverages) in image.data.chunks(width.max(1)).enumerate() {
        for (column, _) in coverages.iter().enumerate().filter(|(_, coverage)| **coverage >= 128) {
            let place = (usize::try_from(left + column as i64), usize::try_from(top + row as i64));
            if let (Ok(x), Ok(y)) = place {
                dots.set(x, y);
            }
        }
    }
}

fn float(dots: usize) -> f32 {
    dots as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn black(dots: &Dots) -> usize {
        dots.rows().flatten().map(|byte| byte.count_ones() as usize).sum()
    }

    fn drawn(text: &str, bold: bool) -> Dots {
        line(text, SlipSize::Small, bold).unwrap()
    }

    #[test]
    fn a_line_is_as_wide_as_its_columns_and_as_high_as_the_pitch() {
        let small = drawn("宁乡 12", false);
        assert_eq!((small.width(), small.height()), (7 * 12, 32));
        let large = line("宁乡 12", SlipSize::Large, true).unwrap();
        assert_eq!((large.width(), large.height()), (7 * 24, 56));
        assert_eq!(black(&drawn("  ", false)), 0);
    }

    #[test]
    fn rare_characters_of_names_have_dots_and_look_different_from_each_other() {
        // the last two are in fonts of the system only
        let names =
            ["𠮷", "䶮", "㛃", "喆", "镕", "\u{2A6A5}", "\u{20001}"].map(|name| drawn(name, false));
        for (place, dots) in names.iter().enumerate() {
            assert!((40..400).contains(&black(dots)), "{place}: {}", black(dots));
            assert!(!names.iter().skip(place + 1).any(|other| other == dots));
        }
    }

    #[test]
    fn bold_is_blacker_and_a_line_that_bold_lacks_is_drawn_whole_in_regular() {
        assert!(black(&drawn("宁乡", true)) > black(&drawn("宁乡", false)));
        let only_in_regular = "囧㐂";
        assert_eq!(drawn(only_in_regular, true), drawn(only_in_regular, false));
    }

    #[test]
    fn a_character_that_no_font_has_is_named_and_never_an_empty_box() {
        for missing in ['\u{10FFFD}', '\u{FFFD}', '🫠'] {
            let text = format!("王{missing}");
            let error = line(&text, SlipSize::Small, false).unwrap_err();
            assert_eq!(error, NoGlyph { character: missing });
            assert_eq!(format!("{error:?}"), "NoGlyph { .. }", "a log has no character of a name");
        }
    }

    #[test]
    fn letters_stay_inside_their_cells() {
        for (place, letter) in "WMQ@gjpy0%".chars().enumerate() {
            let text: String = (0..10).map(|at| if at == place { letter } else { ' ' }).collect();
            let dots = drawn(&text, true);
            let outside = (0..dots.height()).any(|y| {
                (0..dots.width())
                    .any(|x| dots.get(x, y) && !(place * 12..place * 12 + 12).contains(&x))
            });
            assert!(!outside, "{letter}");
        }
    }
}
