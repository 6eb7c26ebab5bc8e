//! A slip as the bytes of one printer: its own characters where it has them all, a picture of the line where not.

use qrcode::{Color, EcLevel, QrCode};

use super::dots::{self, NoGlyph};
use crate::domain::slip::{Align, BesideLine, Slip, SlipLine, SlipSize, TextLine};
use crate::wire::escpos::{Dots, Encoder, Style};
use crate::wire::gb18030::{self, Repertoire};

/// What the printer and its paper can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paper {
    /// 48 on 80 mm paper, 32 on 58 mm.
    pub columns: usize,
    pub repertoire: Repertoire,
    /// Without one the paper is only fed far enough to be torn.
    pub cutter: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SlipError {
    #[error(transparent)]
    NoGlyph(#[from] NoGlyph),
    #[error("the content of a QR code is too long for the paper")]
    CodeTooLong,
}

const COLUMN_DOTS: usize = 12;
const RULE_DOTS: usize = 3;
const DASH_DOTS: usize = 9;
const DASH_GAP_DOTS: usize = 6;
/// White below a rule, so that it does not touch the next line.
const BELOW_RULE_DOTS: u8 = 8;
const MODULE_DOTS: usize = 6;
const CODE_MARGIN_DOTS: usize = 12;
const BESIDE_GAP_DOTS: usize = 12;
/// With less room than this the words go below the code.
const LEAST_BESIDE_COLUMNS: usize = 8;
const FEED_BEFORE_CUT: u8 = 1;
const FEED_BEFORE_TEAR: u8 = 5;

pub fn encode(slip: &Slip, paper: &Paper) -> Result<Vec<u8>, SlipError> {
    let mut encoder = Encoder::begin();
    for line in &slip.lines {
        match line {
            SlipLine::Text(line) => text(&mut encoder, line, paper)?,
            SlipLine::Rule => rule(&mut encoder, paper.width(), 0),
            SlipLine::Dashes => rule(&mut encoder, paper.width(), DASH_GAP_DOTS),
            SlipLine::Code { content, beside } => encoder.raster(&code(content, beside, paper)?),
        }
    }
    if paper.cutter {
        encoder.feed(FEED_BEFORE_CUT);
        encoder.cut();
    } else {
        encoder.feed(FEED_BEFORE_TEAR);
    }
    Ok(encoder.into_bytes())
}

impl Paper {
    fn width(&self) -> usize {
        self.columns * COLUMN_DOTS
    }
}

fn text(encoder: &mut Encoder, line: &TextLine, paper: &Paper) -> Result<(), SlipError> {
    let fits = match line.size {
        SlipSize::Small => paper.columns,
        SlipSize::Large => paper.columns / 2,
    };
    let style = Style {
        double: line.size == SlipSize::Large,
        bold: line.bold,
        centred: line.align == Align::Centre,
    };
    let pieces = wrapped(&gb18030::cleaned(&line.text), fits);
    let encoded: Result<Vec<_>, _> =
        pieces.iter().map(|piece| gb18030::encode(piece, paper.repertoire)).collect();
    match encoded {
        Ok(lines) => lines.iter().for_each(|bytes| encoder.line(style, bytes)),
        // all of the line becomes a picture, for two faces in one line look broken
        Err(_) => {
            for piece in &pieces {
                encoder.raster(&picture(piece, line, paper.width())?);
            }
        }
    }
    Ok(())
}

/// The white that a centred line needs at its left is part of the picture: not every printer centres pictures.
fn picture(text: &str, line: &TextLine, width: usize) -> Result<Dots, NoGlyph> {
    let drawn = dots::line(text, line.size, line.bold)?;
    let left = match line.align {
        Align::Left => 0,
        Align::Centre => width.saturating_sub(drawn.width()) / 2,
    };
    let mut picture = Dots::new(width, drawn.height());
    picture.draw(&drawn, left, 0);
    Ok(picture.trimmed())
}

fn rule(encoder: &mut Encoder, width: usize, gap: usize) {
    let mut dots = Dots::new(width, RULE_DOTS);
    for start in (0..width).step_by(DASH_DOTS + gap) {
        dots.fill(start, 0, DASH_DOTS, RULE_DOTS);
    }
    encoder.raster(&dots);
    encoder.feed_dots(BELOW_RULE_DOTS);
}

/// Drawn by us: printers' own QR commands differ, and words cannot stand beside those.
fn code(content: &str, beside: &[BesideLine], paper: &Paper) -> Result<Dots, SlipError> {
    let code = qr(content)?;
    if code.width() > paper.width() {
        return Err(SlipError::CodeTooLong);
    }
    let left = code.width() + BESIDE_GAP_DOTS;
    let room = paper.width().saturating_sub(left) / COLUMN_DOTS;
    if room >= LEAST_BESIDE_COLUMNS {
        let words = words(beside, room)?;
        let height = code.height().max(words.height());
        let mut picture = Dots::new(paper.width(), height);
        picture.draw(&code, 0, (height - code.height()) / 2);
        picture.draw(&words, left, (height - words.height()) / 2);
        Ok(picture)
    } else {
        let words = words(beside, paper.columns)?;
        let mut picture = Dots::new(paper.width(), code.height() + words.height());
        picture.draw(&code, 0, 0);
        picture.draw(&words, 0, code.height());
        Ok(picture)
    }
}

fn words(lines: &[BesideLine], columns: usize) -> Result<Dots, NoGlyph> {
    let mut block = Dots::new(columns * COLUMN_DOTS, 0);
    for line in lines {
        for piece in wrapped(&gb18030::cleaned(&line.text), columns) {
            let drawn = dots::line(&piece, SlipSize::Small, line.bold)?;
            let top = block.height();
            block.lengthen(drawn.height());
            block.draw(&drawn, 0, top);
        }
    }
    Ok(block)
}

fn qr(content: &str) -> Result<Dots, SlipError> {
    let code = QrCode::with_error_correction_level(content, EcLevel::M)
        .map_err(|_| SlipError::CodeTooLong)?;
    let modules = code.width();
    let side = modules * MODULE_DOTS + 2 * CODE_MARGIN_DOTS;
    let mut dots = Dots::new(side, side);
    for (place, colour) in code.to_colors().into_iter().enumerate() {
        if colour == Color::Dark {
            let x = CODE_MARGIN_DOTS + place % modules * MODULE_DOTS;
            let y = CODE_MARGIN_DOTS + place / modules * MODULE_DOTS;
            dots.fill(x, y, MODULE_DOTS, MODULE_DOTS);
        }
    }
    Ok(dots)
}

/// Breaks where the line is full, but not inside a number or a word; an empty text is one empty line.
fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let mut pieces = Vec::new();
    let mut piece = String::new();
    for unit in characters.chunk_by(|one, next| one.is_ascii_graphic() && next.is_ascii_graphic()) {
        let unit: String = unit.iter().collect();
        let full = |piece: &str, more: &str| {
            !piece.is_empty() && gb18030::columns(piece) + gb18030::columns(more) > columns
        };
        if full(&piece, &unit) {
            pieces.push(std::mem::take(&mut piece));
        }
        if unit == " " && piece.is_empty() && !pieces.is_empty() {
            continue;
        }
        for character in unit.chars() {
            // only a word longer than the line
            if full(&piece, character.encode_utf8(&mut [0; 4])) {
                pieces.push(std::mem::take(&mut piece));
            }
            piece.push(character);
        }
    }
    pieces.push(piece);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::devices::simulated::paper::{PrintedSlip, printed};

    const WIDE: Paper = Paper { columns: 48, repertoire: Repertoire::Gb2312, cutter: true };

    fn on_paper(slip: &Slip, paper: &Paper, max_gb: u8) -> PrintedSlip {
        let bytes = encode(slip, paper).unwrap();
        let slips = printed(&bytes, paper.columns, max_gb);
        let [slip] = slips.as_slice() else { panic!("{} slips", slips.len()) };
        slip.clone()
    }

    fn beside(lines: &[&str]) -> Vec<BesideLine> {
        lines.iter().map(|text| BesideLine { text: (*text).into(), bold: false }).collect()
    }

    fn example() -> Slip {
        let mut slip = Slip::default();
        slip.centred("申请回执", SlipSize::Large, true)
            .centred("就近办 · 沙田乡沙田村服务点", SlipSize::Small, false)
            .rule()
            .text("申请号码")
            .large("2104 1124 0584")
            .rule()
            .bold("是谁的  王*英  4301**********0005")
            .dashes();
        slip.lines.push(SlipLine::Code {
            content: "JJ1:2026:210411240584".into(),
            beside: beside(&["看办到哪了", "手机扫左边；", "没手机：带身份证到这个服务点。"]),
        });
        slip.text("请收好，别晒别烫");
        slip
    }

    #[test]
    fn a_slip_is_the_printers_own_characters_with_pictures_where_it_has_none() {
        let slip = on_paper(&example(), &WIDE, 2);
        let expected = "申请回执
就近办 · 沙田乡沙田村服务点
[raster 576x3]
申请号码
2104 1124 0584
[raster 576x3]
是谁的  王*英  4301**********0005
[raster 576x3]
[raster 576x150]
请收好，别晒别烫";
        assert_eq!(slip.text, expected);
    }

    #[test]
    fn a_line_with_a_rare_name_is_a_picture_and_its_neighbours_are_not() {
        let mut slip = Slip::default();
        slip.text("申请人").text("𠮷䶮㛃").text("签名");
        let printed = on_paper(&slip, &WIDE, 2);
        assert_eq!(printed.text, "申请人\n[raster 72x32]\n签名");
        let drawn = dots::line("𠮷䶮㛃", SlipSize::Small, false).unwrap();
        let same =
            (0..32).all(|y| (0..72).all(|x| printed.image.get(x, y + 32) == drawn.get(x, y)));
        assert!(same, "the picture stands where the line would");

        let paper = Paper { repertoire: Repertoire::Gb18030, ..WIDE };
        assert_eq!(on_paper(&slip, &paper, 4).text, "申请人\n𠮷䶮㛃\n签名");
    }

    #[test]
    fn pictures_of_lines_are_as_large_and_as_far_to_the_middle_as_text() {
        let mut slip = Slip::default();
        slip.centred("喆", SlipSize::Large, true);
        let printed = on_paper(&slip, &WIDE, 2);
        assert_eq!(printed.text, "[raster 312x56]");
        let black = |x: usize| (0..56).any(|y| printed.image.get(x, y));
        assert!((264..312).any(black) && !(0..264).any(black) && !(312..576).any(black));
    }

    #[test]
    fn long_lines_are_broken_for_text_and_pictures_alike() {
        let mut slip = Slip::default();
        slip.large("一二三四五六七八九十甲乙丙");
        assert_eq!(on_paper(&slip, &WIDE, 2).text, "一二三四五六七八九十甲乙\n丙");
        let mut slip = Slip::default();
        slip.large("一二三四五六七八九十甲喆丙");
        let pictures = on_paper(&slip, &WIDE, 2).text;
        assert_eq!(pictures, "[raster 576x56]\n[raster 48x56]");
    }

    #[test]
    fn a_number_is_not_broken_and_a_broken_line_does_not_begin_with_a_blank() {
        for (text, pieces) in [
            ("或打 12345", vec!["或打 ", "12345"]),
            ("或打了  12345", vec!["或打了 ", "12345"]),
            ("123456789", vec!["1234567", "89"]),
            ("一二三四", vec!["一二三", "四"]),
            ("", vec![""]),
        ] {
            assert_eq!(wrapped(text, 7), pieces, "{text}");
        }
    }

    #[test]
    fn the_code_on_the_paper_is_the_code_of_the_standard() {
        let printed = on_paper(&example(), &WIDE, 2);
        let code =
            QrCode::with_error_correction_level("JJ1:2026:210411240584", EcLevel::M).unwrap();
        let top = 56 + 32 + 11 + 32 + 56 + 11 + 32 + 11;
        let modules = code.width();
        for (place, colour) in code.to_colors().into_iter().enumerate() {
            let x = 12 + place % modules * 6;
            let y = top + 12 + place / modules * 6;
            for (right, down) in [(0, 0), (5, 0), (3, 3), (0, 5), (5, 5)] {
                let dot = printed.image.get(x + right, y + down);
                assert_eq!(dot, colour == Color::Dark, "module {place}");
            }
        }
        let margin = (0..12).flat_map(|x| (0..150).map(move |y| (x, top + y)));
        assert!(margin.into_iter().all(|(x, y)| !printed.image.get(x, y)));
    }

    #[test]
    fn on_narrow_paper_long_words_go_on_in_the_next_line_and_no_room_puts_them_below() {
        let narrow = Paper { columns: 32, ..WIDE };
        assert_eq!(on_paper(&example(), &narrow, 2).image.width(), 384);
        let mut slip = Slip::default();
        let content = "x".repeat(120);
        slip.lines.push(SlipLine::Code { content, beside: beside(&["没手机：带身份证"]) });
        let code_alone = 45 * 6 + 24;
        let expected = format!("[raster 384x{}]", code_alone + 32);
        assert_eq!(on_paper(&slip, &narrow, 2).text, expected);
    }

    #[test]
    fn what_cannot_be_printed_fails_with_its_reason() {
        let mut slip = Slip::default();
        slip.text("王\u{10FFFD}");
        let missing = NoGlyph { character: '\u{10FFFD}' };
        assert_eq!(encode(&slip, &WIDE), Err(SlipError::NoGlyph(missing)));

        for content in ["x".repeat(620), "x".repeat(10_000)] {
            let mut slip = Slip::default();
            slip.lines.push(SlipLine::Code { content, beside: vec![] });
            assert_eq!(encode(&slip, &WIDE), Err(SlipError::CodeTooLong));
        }
    }

    #[test]
    fn a_name_cannot_give_the_printer_orders() {
        let mut plain = Slip::default();
        plain.text("王V五").text("");
        let mut wicked = Slip::default();
        wicked.text("王\u{1D}V\u{0}\n五\u{10}\u{4}").text("\u{1B}");
        assert_eq!(encode(&wicked, &WIDE), encode(&plain, &WIDE));
    }

    #[test]
    fn a_printer_without_a_cutter_feeds_the_slip_out() {
        let mut slip = Slip::default();
        slip.text("甲");
        let bytes = encode(&slip, &Paper { cutter: false, ..WIDE }).unwrap();
        assert!(bytes.ends_with(&[0x1B, b'd', 5]));
        let bytes = encode(&slip, &WIDE).unwrap();
        assert!(bytes.ends_with(&[0x1D, b'V', 0x42, 0]));
    }
}
