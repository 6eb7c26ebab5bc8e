//! What a receipt printer makes of the bytes it gets: ESC/POS commands in, slips of paper out.

use encoding_rs::GB18030;

use crate::devices::dots;
use crate::domain::slip::SlipSize;
use crate::wire::escpos::{CHARACTER_DOTS, Dots, Style};
use crate::wire::gb18030::{Repertoire, columns_of, printable};

/// A slip as it lies in the tray after the cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedSlip {
    /// The printed characters line by line; a picture is a line such as `[raster 576x246]`.
    pub text: String,
    pub image: Dots,
}

/// A paper web and the printer's idea of how the next line looks.
pub(super) struct Paper {
    columns: usize,
    repertoire: Repertoire,
    held: Vec<u8>,
    style: Style,
    pitch: usize,
    line: Vec<(char, Style)>,
    /// A picture of which more bands may come.
    raster: Option<Raster>,
    text: String,
    image: Dots,
    rows_printed: usize,
}

struct Raster {
    width: usize,
    rows: usize,
    last_band: usize,
}

const COLUMN_DOTS: usize = 12;
/// A picture longer than a band goes in bands of this many rows.
const BAND_ROWS: usize = 24;
/// One sixth of an inch, the pitch after a reset.
const DEFAULT_PITCH: usize = 30;

impl Paper {
    pub(super) fn new(columns: usize, repertoire: Repertoire) -> Self {
        Self {
            columns,
            repertoire,
            held: Vec::new(),
            style: Style::PLAIN,
            pitch: DEFAULT_PITCH,
            line: Vec::new(),
            raster: None,
            text: String::new(),
            image: Dots::new(columns * COLUMN_DOTS, 0),
            rows_printed: 0,
        }
    }

    /// Takes a byte; a slip when that byte ends the cut.
    pub(super) fn feed(&mut self, byte: u8) -> Option<PrintedSlip> {
        self.held.push(byte);
        let length = command_length(&self.held, self.repertoire)?;
        if self.held.len() < length {
            return None;
        }
        let command = std::mem::take(&mut self.held);
        self.obey(&command)
    }

    /// How much paper has gone by.
    pub(super) fn rows_printed(&self) -> usize {
        self.rows_printed
    }

    fn obey(&mut self, command: &[u8]) -> Option<PrintedSlip> {
        match command {
            [0x1B, b'@'] => {
                self.style = Style::PLAIN;
                self.pitch = DEFAULT_PITCH;
                self.line.clear();
            }
            [0x1B, b'a', place] => self.style.centred = place & 3 == 1,
            [0x1B, b'E', on] => self.style.bold = on & 1 == 1,
            [0x1B, b'3', pitch] => self.pitch = usize::from(*pitch),
            [0x1B, b'd', lines] => self.feed_lines(*lines),
            [0x1B, b'J', dots] => self.feed_dots(usize::from(*dots)),
            [0x1D, b'!', size] => self.style.double = *size == 0x11,
            [0x1D, b'V', ..] => return Some(self.cut()),
            [0x1D, b'v', b'0', _, width_low, width_high, _, _, data @ ..] => {
                self.band(usize::from(u16::from_le_bytes([*width_low, *width_high])), data);
            }
            [b'\n'] => self.end_line(),
            // Chinese characters on and off, and what means nothing by itself
            [0x1C, _] | [0x00 | b'\r'] => {}
            character => self.character(self.decoded(character)),
        }
        None
    }

    /// What a printer lacks comes out as rubbish.
    fn decoded(&self, code: &[u8]) -> char {
        let (text, had_errors) = GB18030.decode_without_bom_handling(code);
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(one), None) if !had_errors && printable(one, self.repertoire) => one,
            _ => char::REPLACEMENT_CHARACTER,
        }
    }

    fn character(&mut self, character: char) {
        let next = (character, self.style);
        let used: usize = self.line.iter().map(cell_width).sum();
        if used + cell_width(&next) > self.columns * COLUMN_DOTS {
            self.end_line();
        }
        self.end_raster();
        self.line.push(next);
    }

    fn end_line(&mut self) {
        self.end_raster();
        let line = std::mem::take(&mut self.line);
        let highest = line.iter().map(|(_, style)| character_height(*style)).max().unwrap_or(0);
        let top = self.advance(self.pitch.max(highest));
        let used: usize = line.iter().map(cell_width).sum();
        let free = (self.columns * COLUMN_DOTS).saturating_sub(used);
        let centred = line.first().is_some_and(|(_, style)| style.centred);
        let mut left = if centred { free / 2 } else { 0 };
        for run in line.chunk_by(|(_, one), (_, other)| one == other) {
            let text: String = run.iter().map(|(character, _)| character).collect();
            if let Some((_, style)) = run.first() {
                let drawn = drawn(&text, *style);
                self.image.draw(&drawn, left, top);
                left += drawn.width();
            }
            self.text.push_str(&text);
        }
        self.text.push('\n');
    }

    fn feed_lines(&mut self, lines: u8) {
        let begun = !self.line.is_empty();
        if begun {
            self.end_line();
        }
        for _ in usize::from(begun)..usize::from(lines) {
            self.end_line();
        }
    }

    fn feed_dots(&mut self, dots: usize) {
        if !self.line.is_empty() {
            self.end_line();
        }
        self.end_raster();
        self.advance(dots);
    }

    fn band(&mut self, row_bytes: usize, data: &[u8]) {
        if !self.line.is_empty() {
            self.end_line();
        }
        let rows = data.len() / row_bytes.max(1);
        let top = self.advance(rows);
        for (row, bytes) in data.chunks(row_bytes.max(1)).enumerate() {
            let dots =
                bytes.iter().flat_map(|byte| (0..8).map(move |bit| byte & (0x80 >> bit) != 0));
            for (x, _) in dots.enumerate().filter(|(_, black)| *black) {
                self.image.set(x, top + row);
            }
        }
        let width = row_bytes * 8;
        match &mut self.raster {
            Some(raster) if raster.width == width && raster.last_band == BAND_ROWS => {
                raster.rows += rows;
                raster.last_band = rows;
            }
            Some(_) | None => {
                self.end_raster();
                self.raster = Some(Raster { width, rows, last_band: rows });
            }
        }
    }

    fn end_raster(&mut self) {
        if let Some(raster) = self.raster.take() {
            self.text.push_str(&format!("[raster {}x{}]\n", raster.width, raster.rows));
        }
    }

    fn cut(&mut self) -> PrintedSlip {
        if !self.line.is_empty() {
            self.end_line();
        }
        self.end_raster();
        let text = std::mem::take(&mut self.text).trim_end().to_owned();
        let blank = Dots::new(self.columns * COLUMN_DOTS, 0);
        PrintedSlip { text, image: std::mem::replace(&mut self.image, blank) }
    }

    /// Moves the paper on; the place where the new rows begin.
    fn advance(&mut self, rows: usize) -> usize {
        let top = self.image.height();
        self.image.lengthen(rows);
        self.rows_printed += rows;
        top
    }
}

/// The slips that bytes become, without a printer's line in between.
pub fn printed(bytes: &[u8], columns: usize, max_gb: u8) -> Vec<PrintedSlip> {
    let mut paper = Paper::new(columns, Repertoire::of(max_gb));
    bytes.iter().filter_map(|byte| paper.feed(*byte)).collect()
}

/// A picture of a slip for people and tests.
pub fn to_png(dots: &Dots) -> Vec<u8> {
    let mut bytes = Vec::new();
    let size = |length: usize| u32::try_from(length.max(1)).expect("paper is not that long");
    let mut encoder = png::Encoder::new(&mut bytes, size(dots.width()), size(dots.height()));
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let white_is_one: Vec<u8> = if dots.width() * dots.height() == 0 {
        vec![0xFF; dots.width().max(1).div_ceil(8) * dots.height().max(1)]
    } else {
        dots.rows().flatten().map(|byte| !byte).collect()
    };
    encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(&white_is_one))
        .expect("a picture is written to memory");
    bytes
}

/// How long the command is that these bytes begin; `None` while that cannot be told.
fn command_length(bytes: &[u8], repertoire: Repertoire) -> Option<usize> {
    match bytes {
        [] | [0x1B..=0x1D | 0x81..=0xFE] | [0x1D, b'V'] => None,
        [0x1B, b'a' | b'E' | b'3' | b'd' | b'J', ..] | [0x1D, b'!', ..] => Some(3),
        [0x1D, b'V', 0x41 | 0x42, ..] => Some(4),
        [0x1D, b'V', ..] => Some(3),
        [0x1D, b'v', b'0', _, width_low, width_high, rows_low, rows_high, ..] => {
            let row_bytes = usize::from(u16::from_le_bytes([*width_low, *width_high]));
            let rows = usize::from(u16::from_le_bytes([*rows_low, *rows_high]));
            Some(8 + row_bytes * rows)
        }
        [0x1D, b'v', ..] => None,
        [0x1B..=0x1D, _, ..] => Some(2),
        // a printer without four-byte codes takes two bytes for one character
        [0x81..=0xFE, 0x30..=0x39, ..] if repertoire == Repertoire::Gb18030 => Some(4),
        [0x81..=0xFE, _, ..] => Some(2),
        [_, ..] => Some(1),
    }
}

fn drawn(text: &str, style: Style) -> Dots {
    let size = if style.double { SlipSize::Large } else { SlipSize::Small };
    dots::line(text, size, style.bold).unwrap_or_else(|_| boxes(text, style))
}

/// Rubbish, for characters that cannot be drawn.
fn boxes(text: &str, style: Style) -> Dots {
    let height = character_height(style);
    let width: usize = text.chars().map(|character| cell_width(&(character, style))).sum();
    let mut dots = Dots::new(width, height);
    for left in (0..width).step_by(height / 2) {
        dots.fill(left + 2, 4, height / 2 - 4, height - 8);
    }
    dots
}

fn character_height(style: Style) -> usize {
    if style.double { 2 * CHARACTER_DOTS } else { CHARACTER_DOTS }
}

fn cell_width((character, style): &(char, Style)) -> usize {
    columns_of(*character) * character_height(*style) / 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::vectors::{hex, text, vectors};

    fn printed(bytes: &[u8], max_gb: u8) -> Vec<PrintedSlip> {
        super::printed(bytes, 48, max_gb)
    }

    #[test]
    fn text_comes_out_line_by_line_and_a_cut_ends_the_slip() {
        let bytes = hex("1B40 1C26 1B6101 1D2111 C4FECFE7 0A 1D2100 1B6100 4E58 0A 1B6403 1D564200
            41 0A 1D5600");
        let slips = printed(&bytes, 2);
        let texts: Vec<&str> = slips.iter().map(|slip| slip.text.as_str()).collect();
        assert_eq!(texts, ["宁乡\nNX", "A"]);
        let heights: Vec<usize> = slips.iter().map(|slip| slip.image.height()).collect();
        assert_eq!(heights, [48 + 4 * 30, 30]);
    }

    #[test]
    fn the_published_receipt_prints_its_lines_on_a_printer_with_four_byte_codes() {
        let all = vectors();
        let receipt = all.get("escpos").unwrap();
        let bytes = hex(text(receipt, "receipt_hex"));
        // up to its own QR and bar codes, which our slips do not use
        let end = bytes.windows(3).position(|three| three == [0x1D, 0x28, 0x6B]).unwrap();
        let mut paper = Paper::new(48, Repertoire::Gb18030);
        for byte in bytes.iter().take(end) {
            assert_eq!(paper.feed(*byte), None);
        }
        let lines = receipt.get("receipt_text").and_then(serde_json::Value::as_array).unwrap();
        for line in lines {
            assert!(paper.text.contains(line.as_str().unwrap()), "{line}\n{}", paper.text);
        }
    }

    #[test]
    fn a_printer_without_four_byte_codes_prints_rubbish_for_them() {
        let bytes = hex("9534B235 0A 1D5600");
        assert_eq!(printed(&bytes, 4).first().unwrap().text, "𠮷");
        assert_eq!(printed(&bytes, 2).first().unwrap().text, "\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn a_full_line_goes_on_in_the_next() {
        let bytes = [vec![b'x'; 50], hex("0A 1D5600")].concat();
        let expected = format!("{}\nxx", "x".repeat(48));
        assert_eq!(printed(&bytes, 2).first().unwrap().text, expected);
    }

    #[test]
    fn bands_of_one_picture_are_one_picture() {
        let band = |rows: usize| {
            let row = u8::try_from(rows).unwrap();
            [vec![0x1D, b'v', b'0', 0, 2, 0, row, 0], vec![0x80; 2 * rows]].concat()
        };
        let bytes = [band(24), band(24), band(6), band(3), hex("1B4A08"), band(3), hex("1D5600")];
        let slips = printed(&bytes.concat(), 2);
        let slip = slips.first().unwrap();
        assert_eq!(slip.text, "[raster 16x54]\n[raster 16x3]\n[raster 16x3]");
        assert_eq!(slip.image.height(), 54 + 3 + 8 + 3);
        assert!(slip.image.get(0, 53) && slip.image.get(8, 0) && !slip.image.get(1, 0));
        assert!(!slip.image.get(0, 58) && slip.image.get(0, 65));
    }

    #[test]
    fn centred_lines_stand_in_the_middle_of_the_picture() {
        let slips = printed(&hex("1B6101 4D 0A 1D5600"), 2);
        let image = &slips.first().unwrap().image;
        let black = |x: usize| (0..30).any(|y| image.get(x, y));
        assert!((282..294).any(black) && !(0..282).any(black) && !(294..576).any(black));
    }

    #[test]
    fn zeros_finish_a_command_that_was_cut_off() {
        let cut_off = hex("1D763000 4800 1800 FFFF");
        let next = hex("1C26 41 0A 1D5600");
        let bytes = [cut_off, crate::wire::escpos::unstick(), next].concat();
        assert_eq!(printed(&bytes, 2).first().unwrap().text, "[raster 576x24]\nA");
    }

    #[test]
    fn a_picture_is_a_png_with_black_dots() {
        let mut dots = Dots::new(10, 2);
        dots.set(9, 1);
        let bytes = to_png(&dots);
        let decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        let mut reader = decoder.read_info().unwrap();
        let mut rows = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut rows).unwrap();
        assert_eq!((info.width, info.height, info.bit_depth), (10, 2, png::BitDepth::One));
        assert_eq!(rows.get(2..), Some([0xFF, 0xBF].as_slice()));
        assert!(!to_png(&Dots::default()).is_empty());
    }
}
