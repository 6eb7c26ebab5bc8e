//! ESC/POS: the commands a slip needs, as bytes, and pictures as rows of dots.

use std::fmt;

/// A picture of black and white dots.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Dots {
    width: usize,
    /// One bit a dot, the highest bit the leftmost, 1 is black; each row begins a byte.
    rows: Vec<Vec<u8>>,
}

/// Writes commands one after the other.
pub struct Encoder {
    bytes: Vec<u8>,
    style: Style,
}

/// How the next line of the printer's own characters looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// 24 dots high, or 48.
    pub double: bool,
    pub bold: bool,
    pub centred: bool,
}

/// A printer's characters are this high, and a 汉字 is this wide; the double size has twice as many dots.
pub const CHARACTER_DOTS: usize = 24;
/// From one line of single size to the next, in dots.
pub const LINE_PITCH: u8 = 32;
/// The same for the double size.
pub const DOUBLE_LINE_PITCH: u8 = 56;

/// Serial printers hold 4 KiB or less.
const BAND_ROWS: usize = 24;
/// No picture is wider: 80 mm paper has 576 dots.
const WIDEST: usize = 640;
/// More than the longest command can still be waiting for.
const UNSTICK: usize = 8 + BAND_ROWS * WIDEST / 8;

impl Dots {
    pub fn new(width: usize, height: usize) -> Self {
        Self { width, rows: vec![vec![0; width.div_ceil(8)]; height] }
    }

    pub fn width(&self) -> usize {
        self.width
    }

    pub fn height(&self) -> usize {
        self.rows.len()
    }

    /// White outside the picture.
    pub fn get(&self, x: usize, y: usize) -> bool {
        let byte = self.rows.get(y).and_then(|row| row.get(x / 8));
        byte.is_some_and(|byte| byte & (0x80 >> (x % 8)) != 0)
    }

    /// Makes a dot black; outside the picture there is none.
    pub fn set(&mut self, x: usize, y: usize) {
        if x >= self.width {
            return;
        }
        if let Some(byte) = self.rows.get_mut(y).and_then(|row| row.get_mut(x / 8)) {
            *byte |= 0x80 >> (x % 8);
        }
    }

    pub fn fill(&mut self, x: usize, y: usize, width: usize, height: usize) {
        for row in y..y + height {
            for column in x..x + width {
                self.set(column, row);
            }
        }
    }

    /// Puts the black dots of another picture on this one.
    pub fn draw(&mut self, other: &Self, x: usize, y: usize) {
        for (row, column) in other.black() {
            self.set(x + column, y + row);
        }
    }

    /// Rows of white at the lower end.
    pub fn lengthen(&mut self, rows: usize) {
        self.rows.resize(self.rows.len() + rows, vec![0; self.width.div_ceil(8)]);
    }

    /// The packed rows from the top.
    pub fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.rows.iter().map(Vec::as_slice)
    }

    /// Without the white at the right, to whole bytes; what is white costs time on the line.
    pub fn trimmed(mut self) -> Self {
        let used =
            |row: &Vec<u8>| row.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        let bytes = self.rows.iter().map(used).max().unwrap_or(0).max(1);
        for row in &mut self.rows {
            row.truncate(bytes);
        }
        self.width = self.width.min(bytes * 8);
        self
    }

    fn black(&self) -> impl Iterator<Item = (usize, usize)> {
        let places = (0..self.height()).flat_map(|y| (0..self.width).map(move |x| (y, x)));
        places.filter(|(y, x)| self.get(*x, *y))
    }
}

impl fmt::Debug for Dots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Dots({}x{})", self.width, self.height())
    }
}

impl Style {
    pub const PLAIN: Self = Self { double: false, bold: false, centred: false };
}

impl Encoder {
    /// Resets the printer and switches its Chinese characters on, whatever it did before.
    pub fn begin() -> Self {
        let mut encoder = Self { bytes: vec![0x1B, b'@', 0x1C, b'&'], style: Style::PLAIN };
        encoder.line_pitch(LINE_PITCH);
        encoder
    }

    /// A line of the printer's own characters; the bytes are GB 18030 without control characters.
    pub fn line(&mut self, style: Style, text: &[u8]) {
        self.set_style(style);
        self.bytes.extend_from_slice(text);
        self.bytes.push(b'\n');
    }

    /// A picture by `GS v 0`, which every printer has, in bands that its buffer holds.
    pub fn raster(&mut self, picture: &Dots) {
        self.set_style(Style::PLAIN);
        for band in picture.rows.chunks(BAND_ROWS) {
            let [width_low, width_high] = little_endian(picture.width.div_ceil(8));
            let [rows_low, rows_high] = little_endian(band.len());
            self.bytes.extend([0x1D, b'v', b'0', 0, width_low, width_high, rows_low, rows_high]);
            let mut data = band.concat();
            clear_real_time_commands(&mut data);
            self.bytes.extend(data);
        }
    }

    /// Empty lines.
    pub fn feed(&mut self, lines: u8) {
        self.bytes.extend([0x1B, b'd', lines]);
    }

    pub fn feed_dots(&mut self, dots: u8) {
        self.bytes.extend([0x1B, b'J', dots]);
    }

    /// Feeds the last line past the cutter and cuts, leaving a corner.
    pub fn cut(&mut self) {
        self.bytes.extend([0x1D, b'V', 0x42, 0]);
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    fn set_style(&mut self, style: Style) {
        if style.centred != self.style.centred {
            self.bytes.extend([0x1B, b'a', u8::from(style.centred)]);
        }
        if style.bold != self.style.bold {
            self.bytes.extend([0x1B, b'E', u8::from(style.bold)]);
        }
        if style.double != self.style.double {
            self.bytes.extend([0x1D, b'!', if style.double { 0x11 } else { 0 }]);
            self.line_pitch(if style.double { DOUBLE_LINE_PITCH } else { LINE_PITCH });
        }
        self.style = style;
    }

    fn line_pitch(&mut self, dots: u8) {
        self.bytes.extend([0x1B, b'3', dots]);
    }
}

/// Brings a printer out of a command that was cut off, when the program died in the middle of a picture:
/// zeros fill the command up and mean nothing by themselves.
pub fn unstick() -> Vec<u8> {
    let mut bytes = vec![0; UNSTICK];
    bytes.extend([0x1B, b'@']);
    bytes
}

/// Printers look for `DLE EOT`, `DLE ENQ` and `DLE DC4` in the raw stream and act on them in the middle of a
/// picture; one dot less does a picture no harm.
fn clear_real_time_commands(data: &mut [u8]) {
    for at in 1..data.len() {
        if let Some([lead @ 0x10, 0x04 | 0x05 | 0x14]) = data.get_mut(at - 1..=at) {
            *lead = 0;
        }
    }
}

fn little_endian(number: usize) -> [u8; 2] {
    u16::try_from(number).expect("a picture is narrower than the paper").to_le_bytes()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::wire::vectors::hex;

    #[test]
    fn a_dot_is_black_where_it_was_set_and_nowhere_else() {
        let mut dots = Dots::new(10, 2);
        dots.set(0, 0);
        dots.set(9, 1);
        dots.set(10, 0);
        dots.set(0, 2);
        let rows: Vec<&[u8]> = dots.rows().collect();
        assert_eq!(rows, [[0x80, 0], [0, 0x40]]);
        assert!(dots.get(9, 1) && !dots.get(8, 1) && !dots.get(99, 99));
    }

    #[test]
    fn pictures_can_be_put_on_pictures_and_cut_to_what_is_black() {
        let mut small = Dots::new(2, 2);
        small.fill(0, 0, 2, 2);
        let mut large = Dots::new(40, 4);
        large.draw(&small, 12, 3);
        assert!(large.get(12, 3) && large.get(13, 3) && !large.get(14, 3));
        let trimmed = large.trimmed();
        assert_eq!((trimmed.width(), trimmed.height()), (16, 4));
        assert_eq!(Dots::new(40, 4).trimmed().width(), 8);
    }

    #[test]
    fn a_line_of_text_is_the_published_bytes() {
        let mut encoder = Encoder::begin();
        let title = Style { double: true, bold: false, centred: true };
        encoder.line(title, &hex("C4FECFE7"));
        encoder.line(Style { double: false, ..title }, &hex("D2B5CEF1"));
        encoder.line(Style { bold: true, ..Style::PLAIN }, b"NX2026");
        encoder.line(Style { bold: true, ..Style::PLAIN }, b"000123");
        encoder.feed(3);
        encoder.cut();
        let expected =
            "1B40 1C26 1B3320  1B6101 1D2111 1B3338 C4FECFE7 0A  1D2100 1B3320 D2B5CEF1 0A
            1B6100 1B4501 4E5832303236 0A 303030313233 0A  1B6403  1D564200";
        assert_eq!(encoder.into_bytes(), hex(expected));
    }

    #[test]
    fn a_picture_goes_in_bands_of_24_rows() {
        let mut encoder = Encoder::begin();
        let before = encoder.bytes.len();
        encoder.raster(&Dots::new(576, 50));
        let bytes = encoder.into_bytes().split_off(before);
        let bands: Vec<&[u8]> = bytes.chunks(8 + 24 * 72).collect();
        let heads: Vec<&[u8]> = bands.iter().map(|band| band.get(..8).unwrap()).collect();
        let head = |rows| [0x1D, 0x76, 0x30, 0, 72, 0, rows, 0];
        assert_eq!(heads, [head(24), head(24), head(2)]);
        assert_eq!(bands.last().unwrap().len(), 8 + 2 * 72);
    }

    #[test]
    fn real_time_commands_are_taken_out_of_pictures_across_rows_too() {
        let mut data = hex("10 04 01  10 10 05  00 10 14  10 00 04  10");
        clear_real_time_commands(&mut data);
        assert_eq!(data, hex("00 04 01  10 00 05  00 00 14  10 00 04  10"));

        let mut dots = Dots::new(8, 2);
        dots.rows = vec![vec![0x10], vec![0x04]];
        let mut encoder = Encoder::begin();
        encoder.raster(&dots);
        assert!(encoder.into_bytes().ends_with(&[0x00, 0x04]));
    }

    #[test]
    fn zeros_and_a_reset_bring_a_printer_out_of_any_band() {
        let bytes = unstick();
        assert!(bytes.len() > 8 + 24 * 72 + 2);
        assert!(bytes.ends_with(&[0, 0x1B, 0x40]));
    }

    proptest! {
        #[test]
        fn no_picture_whatever_gives_a_real_time_command(
            rows in proptest::collection::vec(
                proptest::collection::vec(prop_oneof![Just(0x10), Just(0x04), Just(0x05), Just(0x14), any::<u8>()], 3),
                1..60,
            ),
        ) {
            let mut encoder = Encoder::begin();
            encoder.raster(&Dots { width: 24, rows });
            encoder.cut();
            let bytes = encoder.into_bytes();
            prop_assert!(!bytes.array_windows().any(|pair| matches!(pair, [0x10, 0x04 | 0x05 | 0x14])));
        }
    }
}
