//! The paper as lines, before any printer: what `kiosk/slip.rs` lays out and a printer driver prints.

/// One printed paper, from the first line to the cut.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Slip {
    pub lines: Vec<SlipLine>,
}

/// One piece of the paper, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlipLine {
    Text(TextLine),
    /// A solid line over the whole width.
    Rule,
    /// A dashed line over the whole width.
    Dashes,
    /// A QR code at the left and words beside it; drawn as dots, for few printers agree on a QR command.
    Code {
        content: String,
        beside: Vec<BesideLine>,
    },
}

/// One line of text; one column is half a 汉字 of the small size, 48 columns on 80 mm paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLine {
    pub text: String,
    pub size: SlipSize,
    pub bold: bool,
    pub align: Align,
}

/// A line of words beside a QR code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BesideLine {
    pub text: String,
    pub bold: bool,
}

/// Printers' own characters know two heights: 24 dots and 48.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlipSize {
    Small,
    Large,
}

/// Where a line of text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Centre,
}

impl Slip {
    pub fn text(&mut self, text: impl Into<String>) -> &mut Self {
        self.push(text, SlipSize::Small, false, Align::Left)
    }

    pub fn bold(&mut self, text: impl Into<String>) -> &mut Self {
        self.push(text, SlipSize::Small, true, Align::Left)
    }

    pub fn large(&mut self, text: impl Into<String>) -> &mut Self {
        self.push(text, SlipSize::Large, true, Align::Left)
    }

    pub fn centred(&mut self, text: impl Into<String>, size: SlipSize, bold: bool) -> &mut Self {
        self.push(text, size, bold, Align::Centre)
    }

    pub fn rule(&mut self) -> &mut Self {
        self.lines.push(SlipLine::Rule);
        self
    }

    pub fn dashes(&mut self) -> &mut Self {
        self.lines.push(SlipLine::Dashes);
        self
    }

    fn push(
        &mut self,
        text: impl Into<String>,
        size: SlipSize,
        bold: bool,
        align: Align,
    ) -> &mut Self {
        self.lines.push(SlipLine::Text(TextLine { text: text.into(), size, bold, align }));
        self
    }
}
