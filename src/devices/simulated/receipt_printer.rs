//! A simulated receipt printer: takes bytes at the pace of its line, answers how it is, and keeps its slips.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::paper::{Paper, PrintedSlip};
use super::pty::{Handle, Heard, Line};
use crate::wire::gb18030::Repertoire;

/// A printer behind a pseudo-terminal; it goes away when dropped.
pub struct SimulatedPrinter {
    port: String,
    mechanism: Arc<Mutex<Mechanism>>,
    handle: Mutex<Handle>,
}

/// What a hand can do to a printer, and what comes out of it.
#[derive(Default)]
struct Mechanism {
    supply: Supply,
    /// Rows of dots until the paper runs out.
    rows_left: Option<usize>,
    cover_open: bool,
    cutter_stuck: bool,
    mute: bool,
    rows_printed: usize,
    slips: Vec<PrintedSlip>,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Supply {
    #[default]
    Enough,
    Low,
    Out,
}

/// Finds real-time commands in the raw stream, wherever they stand.
#[derive(Default)]
enum RealTime {
    #[default]
    Nothing,
    /// DLE
    Escape,
    /// DLE EOT
    Status,
    /// DLE ENQ or DLE DC4
    Other,
}

enum Scanned {
    Print(u8),
    Query(u8),
}

/// What a printer that cannot print holds; more is lost.
const BUFFER: usize = 4096;

impl SimulatedPrinter {
    /// `max_gb` is the longest GB 18030 code the printer prints: 2 or 4.
    pub fn start(rate: u32, columns: usize, max_gb: u8) -> io::Result<Self> {
        let (line, waker) = Line::open(rate)?;
        let port = line.name().to_owned();
        let mechanism = Arc::new(Mutex::new(Mechanism::default()));
        let works = Works {
            line,
            paper: Paper::new(columns, Repertoire::of(max_gb)),
            real_time: RealTime::default(),
            waiting: VecDeque::new(),
            mechanism: Arc::clone(&mechanism),
        };
        let handle = Handle::start("simulated-printer", waker, move || works.run())?;
        Ok(Self { port, mechanism, handle: Mutex::new(handle) })
    }

    /// The name of the port to open.
    pub fn port(&self) -> &str {
        &self.port
    }

    pub fn paper_out(&self) {
        self.change(|mechanism| mechanism.supply = Supply::Out);
    }

    /// A new roll: what the printer has held back is printed now.
    pub fn paper_in(&self) {
        self.change(|mechanism| {
            mechanism.supply = Supply::Enough;
            mechanism.rows_left = None;
        });
    }

    pub fn paper_low(&self) {
        self.change(|mechanism| mechanism.supply = Supply::Low);
    }

    /// The paper runs out after this many more rows of dots, in the middle of a slip if need be.
    pub fn paper_out_after(&self, rows: usize) {
        self.change(|mechanism| mechanism.rows_left = Some(rows));
    }

    pub fn cover_open(&self) {
        self.change(|mechanism| mechanism.cover_open = true);
    }

    pub fn cover_closed(&self) {
        self.change(|mechanism| mechanism.cover_open = false);
    }

    pub fn cutter_stuck(&self, stuck: bool) {
        self.change(|mechanism| mechanism.cutter_stuck = stuck);
    }

    /// Prints, but answers nothing any more.
    pub fn mute(&self) {
        self.change(|mechanism| mechanism.mute = true);
    }

    pub fn unmute(&self) {
        self.change(|mechanism| mechanism.mute = false);
    }

    /// All slips since the start, the oldest first.
    pub fn slips(&self) -> Vec<PrintedSlip> {
        lock(&self.mechanism).slips.clone()
    }

    /// Rows of dots since the start; not zero once paper comes out.
    pub fn rows_printed(&self) -> usize {
        lock(&self.mechanism).rows_printed
    }

    fn change(&self, change: impl FnOnce(&mut Mechanism)) {
        change(&mut lock(&self.mechanism));
        self.handle.lock().unwrap_or_else(PoisonError::into_inner).wake();
    }
}

fn lock(mechanism: &Mutex<Mechanism>) -> MutexGuard<'_, Mechanism> {
    mechanism.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The printer's own side, on its thread.
struct Works {
    line: Line,
    paper: Paper,
    real_time: RealTime,
    waiting: VecDeque<u8>,
    mechanism: Arc<Mutex<Mechanism>>,
}

impl Works {
    fn run(mut self) -> io::Result<()> {
        loop {
            match self.line.listen()? {
                Heard::Bytes(bytes) => {
                    for byte in bytes {
                        self.take(byte)?;
                    }
                }
                Heard::Woken => self.print_waiting(),
                Heard::Ended => return Ok(()),
            }
        }
    }

    fn take(&mut self, byte: u8) -> io::Result<()> {
        for scanned in self.real_time.scan(byte) {
            match scanned {
                Scanned::Query(number) => {
                    let answer = lock(&self.mechanism).answer(number);
                    self.line.say(answer.as_slice())?;
                }
                Scanned::Print(byte) => {
                    if self.waiting.len() < BUFFER {
                        self.waiting.push_back(byte);
                    }
                    self.print_waiting();
                }
            }
        }
        Ok(())
    }

    fn print_waiting(&mut self) {
        let mut mechanism = lock(&self.mechanism);
        while mechanism.can_print() {
            let Some(byte) = self.waiting.pop_front() else { return };
            let before = self.paper.rows_printed();
            let slip = self.paper.feed(byte);
            mechanism.used(self.paper.rows_printed() - before);
            mechanism.slips.extend(slip);
        }
    }
}

impl Mechanism {
    fn can_print(&self) -> bool {
        self.supply != Supply::Out && !self.cover_open && !self.cutter_stuck
    }

    fn used(&mut self, rows: usize) {
        self.rows_printed += rows;
        if let Some(left) = &mut self.rows_left {
            *left = left.saturating_sub(rows);
            if *left == 0 {
                self.rows_left = None;
                self.supply = Supply::Out;
            }
        }
    }

    /// The answer to `DLE EOT n`.
    fn answer(&self, number: u8) -> Option<u8> {
        const FIXED: u8 = 0x12;
        let bits = |when: bool, bits: u8| if when { bits } else { 0 };
        let out = self.supply == Supply::Out;
        let answer = match number {
            1 => bits(!self.can_print(), 0x08),
            2 => bits(self.cover_open, 0x04) | bits(out, 0x20) | bits(self.cutter_stuck, 0x40),
            3 => bits(self.cutter_stuck, 0x08),
            4 => bits(self.supply != Supply::Enough, 0x0C) | bits(out, 0x60),
            _ => return None,
        };
        (!self.mute).then_some(FIXED | answer)
    }
}

impl RealTime {
    fn scan(&mut self, byte: u8) -> Vec<Scanned> {
        match (std::mem::take(self), byte) {
            (Self::Nothing, 0x10) => {
                *self = Self::Escape;
                vec![]
            }
            (Self::Nothing, byte) => vec![Scanned::Print(byte)],
            (Self::Escape, 0x10) => {
                *self = Self::Escape;
                vec![Scanned::Print(0x10)]
            }
            (Self::Escape, 0x04) => {
                *self = Self::Status;
                vec![]
            }
            (Self::Escape, 0x05 | 0x14) => {
                *self = Self::Other;
                vec![]
            }
            (Self::Escape, byte) => vec![Scanned::Print(0x10), Scanned::Print(byte)],
            (Self::Status, number) => vec![Scanned::Query(number)],
            (Self::Other, _) => vec![],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::printer_status::{PrinterStatus, StatusQuery};

    fn status(mechanism: &Mechanism) -> PrinterStatus {
        let mut status = PrinterStatus::default();
        for query in StatusQuery::ALL {
            assert!(status.take(query, mechanism.answer(query.number()).unwrap()));
        }
        status
    }

    #[test]
    fn a_printer_says_what_a_hand_has_done_to_it() {
        let fine = PrinterStatus::default();
        let out = Mechanism { supply: Supply::Out, ..Mechanism::default() };
        let low = Mechanism { supply: Supply::Low, ..Mechanism::default() };
        let open = Mechanism { cover_open: true, ..Mechanism::default() };
        let stuck = Mechanism { cutter_stuck: true, ..Mechanism::default() };
        assert_eq!(status(&Mechanism::default()), fine);
        assert_eq!(status(&low), PrinterStatus { paper_near_end: true, ..fine });
        let expected =
            PrinterStatus { offline: true, paper_out: true, paper_near_end: true, ..fine };
        assert_eq!(status(&out), expected);
        assert_eq!(status(&open), PrinterStatus { offline: true, cover_open: true, ..fine });
        let expected = PrinterStatus { offline: true, error: true, cutter_error: true, ..fine };
        assert_eq!(status(&stuck), expected);
        let mute = Mechanism { mute: true, ..Mechanism::default() };
        assert_eq!(mute.answer(1), None);
    }

    #[test]
    fn real_time_commands_are_found_anywhere_and_never_printed() {
        let mut scanner = RealTime::default();
        let mut printed = Vec::new();
        let mut asked = Vec::new();
        let raw =
            [b'a', 0x10, 0x04, 0x01, b'b', 0x10, 0x10, 0x04, 0x04, 0x10, 0x05, 0x02, 0x10, b'c'];
        for scanned in raw.into_iter().flat_map(|byte| scanner.scan(byte)) {
            match scanned {
                Scanned::Print(byte) => printed.push(byte),
                Scanned::Query(number) => asked.push(number),
            }
        }
        assert_eq!(printed, [b'a', b'b', 0x10, 0x10, b'c']);
        assert_eq!(asked, [1, 4]);
    }
}
