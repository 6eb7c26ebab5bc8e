//! The thread of a receipt printer: asks how it is, prints slips, and says what became of each.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::dots::NoGlyph;
use super::port::{self, Arrived, Port};
use super::slip_encoder::{self, Paper, SlipError};
use super::worker::Worker;
use crate::domain::slip::{Slip, SlipLine};
use crate::wire::escpos;
use crate::wire::gb18030::Repertoire;
use crate::wire::line_time;
use crate::wire::printer_status::{PrinterStatus, StatusQuery};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrinterSettings {
    pub port: String,
    /// Bits per second.
    pub rate: u32,
    /// 48 on 80 mm paper, 32 on 58 mm.
    pub columns: usize,
    /// The longest GB 18030 code the printer is known to print: 2 (the rule for an unknown one) or 4.
    pub max_gb: u8,
    pub cutter: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrinterReport {
    Finished {
        job: u64,
        outcome: PrintOutcome,
        /// When the first byte of the slip went out.
        first_byte_at: Option<Instant>,
    },
    /// Told when it changes, and once at the start.
    Paper(PaperState),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrintOutcome {
    /// Everything was sent and the printer is well afterwards.
    Printed,
    /// No slip came out, or not the whole of it.
    NotPrinted(PrinterTrouble),
    /// Everything was sent and then the printer said nothing: ask the person.
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PrinterTrouble {
    #[error("the printer has no paper")]
    PaperOut,
    #[error("the printer's cover is open")]
    CoverOpen,
    #[error("the printer's cutter is stuck")]
    Cutter,
    #[error("the printer has an error or was switched off line")]
    Offline,
    #[error("the printer does not answer")]
    NoAnswer,
    #[error("the printer's port is gone")]
    Gone,
    #[error(transparent)]
    NoGlyph(#[from] NoGlyph),
    #[error("the content of a QR code is too long for the paper")]
    CodeTooLong,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperState {
    Enough,
    NearEnd,
    Out,
    CoverOpen,
    /// The printer cannot be used: unplugged, silent, or with an error.
    Gone,
}

/// Takes slips; stops and closes the port when dropped.
pub struct PrinterThread {
    worker: Worker<Order>,
}

struct Order {
    job: u64,
    slip: Slip,
}

/// How often an idle printer is asked how it is.
const POLL_INTERVAL: Duration = Duration::from_secs(3);
/// An idle printer may miss two questions (a hand on the feed button) before it counts as gone.
const MISSES: u8 = 3;
const ANSWER_PATIENCE: Duration = Duration::from_millis(500);
const WRITE_PATIENCE: Duration = Duration::from_secs(1);
/// Small enough for any printer's buffer, for no flow control is used.
const CHUNK: usize = 256;

/// `report` is called on the printer's thread and should hand over at once.
pub fn start(
    settings: PrinterSettings,
    report: impl Fn(PrinterReport) + Send + 'static,
) -> PrinterThread {
    let worker = Worker::start("receipt-printer", move |orders| {
        let printer = Printer {
            settings,
            report,
            port: None,
            settled: false,
            told: None,
            misses: 0,
            complained: false,
        };
        printer.run(&orders);
    });
    PrinterThread { worker }
}

impl PrinterThread {
    /// Prints in the order of asking; the answer is a [`PrinterReport::Finished`] with the same number.
    pub fn print(&self, job: u64, slip: Slip) {
        self.worker.order(Order { job, slip });
    }
}

struct Printer<Report> {
    settings: PrinterSettings,
    report: Report,
    port: Option<Box<dyn Port>>,
    /// No half command of an earlier slip can be waiting in the printer.
    settled: bool,
    told: Option<PaperState>,
    misses: u8,
    /// That the port cannot be opened is logged once.
    complained: bool,
}

impl<Report: Fn(PrinterReport)> Printer<Report> {
    fn run(mut self, orders: &Receiver<Order>) {
        let mut pause = Duration::ZERO;
        loop {
            match orders.recv_timeout(pause) {
                Ok(Order { job, slip }) => self.print(job, slip),
                Err(RecvTimeoutError::Timeout) => self.look(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
            pause = POLL_INTERVAL;
        }
    }

    fn print(&mut self, job: u64, slip: Slip) {
        let mut first_byte_at = None;
        let outcome = match self.try_to_print(&slip, &mut first_byte_at) {
            Ok(()) => PrintOutcome::Printed,
            Err(Failure::Certain(trouble)) => PrintOutcome::NotPrinted(trouble),
            Err(Failure::Uncertain) => PrintOutcome::Unknown,
        };
        wipe_slip(slip);
        tracing::info!(job, ?outcome, "a slip was given to the printer");
        (self.report)(PrinterReport::Finished { job, outcome, first_byte_at });
    }

    fn try_to_print(
        &mut self,
        slip: &Slip,
        first_byte_at: &mut Option<Instant>,
    ) -> Result<(), Failure> {
        let mut bytes = slip_encoder::encode(slip, &self.settings.paper())?;
        let result = self.send_and_confirm(&bytes, first_byte_at);
        wipe(&mut bytes);
        result
    }

    fn send_and_confirm(
        &mut self,
        bytes: &[u8],
        first_byte_at: &mut Option<Instant>,
    ) -> Result<(), Failure> {
        let before = self.status(ANSWER_PATIENCE);
        self.tell_status(before);
        usable(before?)?;
        self.settle()?;
        *first_byte_at = Some(crate::devices::now());
        // from here on a command may be cut off in its middle
        self.settled = false;
        self.send(bytes)?;
        self.settled = true;
        let on_the_line = line_time(bytes.len(), self.settings.rate);
        let after = self.status(ANSWER_PATIENCE + on_the_line);
        self.tell_status(after);
        usable(after.map_err(|_| Failure::Uncertain)?)?;
        Ok(())
    }

    /// Asks an idle printer how it is, and tells what has changed.
    fn look(&mut self) {
        let status = self.status(ANSWER_PATIENCE);
        match status {
            Err(PrinterTrouble::NoAnswer) if self.misses + 1 < MISSES => self.misses += 1,
            Ok(_) | Err(_) => self.tell_status(status),
        }
        if status.is_ok() && self.settle().is_err() {
            self.port = None;
        }
    }

    fn tell_status(&mut self, status: Result<PrinterStatus, PrinterTrouble>) {
        self.misses = 0;
        let state = status.map_or(PaperState::Gone, paper_state);
        if self.told != Some(state) {
            tracing::info!(?state, ?status, "the printer");
            self.told = Some(state);
            (self.report)(PrinterReport::Paper(state));
        }
    }

    fn status(&mut self, patience: Duration) -> Result<PrinterStatus, PrinterTrouble> {
        let answer = self.open().and_then(|port| ask_all(port, patience));
        if answer == Err(PrinterTrouble::Gone) {
            self.port = None;
        }
        answer
    }

    /// After an earlier program died in the middle of a slip, the printer may wait for the rest of a picture.
    fn settle(&mut self) -> Result<(), PrinterTrouble> {
        if !self.settled {
            self.send(&escpos::unstick())?;
            self.settled = true;
        }
        Ok(())
    }

    /// Writes no faster than the line carries it, so that nothing waits in the system's or an adapter's buffer.
    fn send(&mut self, bytes: &[u8]) -> Result<(), PrinterTrouble> {
        let rate = self.settings.rate;
        let port = self.open()?;
        let start = crate::devices::now();
        let mut sent = 0;
        let written = bytes.chunks(CHUNK).try_for_each(|chunk| {
            port.set_patience(WRITE_PATIENCE + line_time(CHUNK, rate))?;
            port.write_all(chunk)?;
            sent += chunk.len();
            thread::sleep(line_time(sent, rate).saturating_sub(start.elapsed()));
            Ok(())
        });
        let trouble = written.map_err(|error: io::Error| trouble_of(&error));
        if trouble == Err(PrinterTrouble::Gone) {
            self.port = None;
        }
        trouble
    }

    fn open(&mut self) -> Result<&mut dyn Port, PrinterTrouble> {
        if self.port.is_none() {
            self.settled = false;
            match port::open(&self.settings.port, self.settings.rate) {
                Ok(port) => self.port = Some(port),
                Err(error) if !self.complained => tracing::warn!(%error, "no printer"),
                Err(_) => {}
            }
            self.complained = self.port.is_none();
        }
        match &mut self.port {
            Some(port) => Ok(port.as_mut()),
            None => Err(PrinterTrouble::Gone),
        }
    }
}

impl PrinterSettings {
    fn paper(&self) -> Paper {
        Paper {
            columns: self.columns,
            repertoire: Repertoire::of(self.max_gb),
            cutter: self.cutter,
        }
    }
}

/// Why there is no slip, or whether nobody knows.
enum Failure {
    Certain(PrinterTrouble),
    Uncertain,
}

impl From<PrinterTrouble> for Failure {
    fn from(trouble: PrinterTrouble) -> Self {
        Self::Certain(trouble)
    }
}

impl From<SlipError> for Failure {
    fn from(error: SlipError) -> Self {
        Self::Certain(match error {
            SlipError::NoGlyph(missing) => PrinterTrouble::NoGlyph(missing),
            SlipError::CodeTooLong => PrinterTrouble::CodeTooLong,
        })
    }
}

/// Only the first answer may have to wait for bytes that are still on their way.
fn ask_all(port: &mut dyn Port, patience: Duration) -> Result<PrinterStatus, PrinterTrouble> {
    let mut status = PrinterStatus::default();
    ask(port, StatusQuery::Printer, &mut status, patience)?;
    ask(port, StatusQuery::OfflineCause, &mut status, ANSWER_PATIENCE)?;
    ask(port, StatusQuery::Paper, &mut status, ANSWER_PATIENCE)?;
    if status.error {
        ask(port, StatusQuery::ErrorCause, &mut status, ANSWER_PATIENCE)?;
    }
    Ok(status)
}

fn ask(
    port: &mut dyn Port,
    query: StatusQuery,
    status: &mut PrinterStatus,
    patience: Duration,
) -> Result<(), PrinterTrouble> {
    match try_to_ask(port, query, status, patience) {
        Ok(true) => Ok(()),
        Ok(false) => Err(PrinterTrouble::NoAnswer),
        Err(error) => Err(trouble_of(&error)),
    }
}

/// A line that takes no bytes for a while belongs to a printer that does nothing; anything else is no line.
fn trouble_of(error: &io::Error) -> PrinterTrouble {
    if error.kind() == io::ErrorKind::TimedOut {
        PrinterTrouble::NoAnswer
    } else {
        PrinterTrouble::Gone
    }
}

fn try_to_ask(
    port: &mut dyn Port,
    query: StatusQuery,
    status: &mut PrinterStatus,
    patience: Duration,
) -> io::Result<bool> {
    port.forget_input()?;
    port.set_patience(WRITE_PATIENCE)?;
    port.write_all(&query.bytes())?;
    let start = crate::devices::now();
    let mut buffer = [0; 16];
    loop {
        let left = patience.saturating_sub(start.elapsed());
        if left.is_zero() {
            return Ok(false);
        }
        port.set_patience(left)?;
        if let Arrived::Bytes(count) = port::read(port, &mut buffer)? {
            let arrived = buffer.get(..count).unwrap_or_default();
            if arrived.iter().any(|byte| status.take(query, *byte)) {
                return Ok(true);
            }
        }
    }
}

fn usable(status: PrinterStatus) -> Result<(), PrinterTrouble> {
    if status.cover_open {
        Err(PrinterTrouble::CoverOpen)
    } else if status.paper_out {
        Err(PrinterTrouble::PaperOut)
    } else if status.cutter_error {
        Err(PrinterTrouble::Cutter)
    } else if status.offline || status.error {
        Err(PrinterTrouble::Offline)
    } else {
        Ok(())
    }
}

fn paper_state(status: PrinterStatus) -> PaperState {
    match usable(status) {
        Ok(()) if status.paper_near_end => PaperState::NearEnd,
        Ok(()) => PaperState::Enough,
        Err(PrinterTrouble::CoverOpen) => PaperState::CoverOpen,
        Err(PrinterTrouble::PaperOut) => PaperState::Out,
        Err(_) => PaperState::Gone,
    }
}

/// A slip names a person; nothing of it stays in memory.
fn wipe_slip(slip: Slip) {
    for line in slip.lines {
        match line {
            SlipLine::Text(line) => wipe_text(line.text),
            SlipLine::Code { content, beside } => {
                wipe_text(content);
                beside.into_iter().for_each(|line| wipe_text(line.text));
            }
            SlipLine::Rule | SlipLine::Dashes => {}
        }
    }
}

fn wipe_text(text: String) {
    wipe(&mut text.into_bytes());
}

/// The black box keeps the compiler from leaving the zeros out.
fn wipe(bytes: &mut [u8]) {
    bytes.fill(0);
    std::hint::black_box(bytes);
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::devices::simulated::receipt_printer::SimulatedPrinter;
    use crate::wire::escpos::Encoder;

    /// A simulated printer, the real thread over a real pseudo-terminal, and what it reports.
    struct Bench {
        reports: mpsc::Receiver<PrinterReport>,
        thread: PrinterThread,
        printer: SimulatedPrinter,
    }

    impl Bench {
        fn new() -> Self {
            let bench = Self::around(SimulatedPrinter::start(115_200, 48, 2).unwrap());
            bench.tells_paper(PaperState::Enough);
            bench
        }

        fn around(printer: SimulatedPrinter) -> Self {
            let (told, reports) = mpsc::channel();
            let settings = PrinterSettings {
                port: printer.port().to_owned(),
                rate: 115_200,
                columns: 48,
                max_gb: 2,
                cutter: true,
            };
            let thread = start(settings, move |report| told.send(report).unwrap());
            Self { reports, thread, printer }
        }

        #[track_caller]
        fn report(&self) -> PrinterReport {
            self.reports.recv_timeout(Duration::from_secs(12)).unwrap()
        }

        #[track_caller]
        fn tells_paper(&self, state: PaperState) {
            assert_eq!(self.report(), PrinterReport::Paper(state));
        }

        #[track_caller]
        fn tells_finished(&self, job: u64, expected: PrintOutcome) -> Option<Instant> {
            match self.report() {
                PrinterReport::Finished { job: finished, outcome, first_byte_at } => {
                    assert_eq!((finished, outcome), (job, expected));
                    first_byte_at
                }
                PrinterReport::Paper(state) => panic!("{state:?}"),
            }
        }

        fn texts(&self) -> Vec<String> {
            self.printer.slips().into_iter().map(|slip| slip.text).collect()
        }
    }

    fn slip(text: &str) -> Slip {
        let mut slip = Slip::default();
        slip.text(text);
        slip
    }

    /// Takes some 1.6 s on the line.
    fn long_slip() -> Slip {
        let mut slip = Slip::default();
        for _ in 0..8 {
            slip.text("喆".repeat(24));
        }
        slip
    }

    const NO_PAPER: PrintOutcome = PrintOutcome::NotPrinted(PrinterTrouble::PaperOut);

    #[test]
    fn a_slip_is_printed_and_its_end_is_confirmed() {
        let bench = Bench::new();
        bench.thread.print(7, slip("收好了"));
        bench.thread.print(8, slip("𠮷䶮㛃"));
        assert!(bench.tells_finished(7, PrintOutcome::Printed).is_some());
        bench.tells_finished(8, PrintOutcome::Printed);
        assert_eq!(bench.texts(), ["收好了", "[raster 72x32]"]);
    }

    #[test]
    fn a_slip_takes_the_time_of_the_line_from_its_first_byte() {
        let bench = Bench::new();
        bench.thread.print(1, long_slip());
        let first = bench.tells_finished(1, PrintOutcome::Printed).unwrap();
        let taken = first.elapsed();
        assert!(taken.as_millis() >= 1500, "{taken:?}");
        assert_eq!(bench.texts().concat().matches("[raster 576x32]").count(), 8);
    }

    #[test]
    fn without_paper_nothing_is_sent_and_a_new_roll_is_noticed() {
        let bench = Bench::new();
        bench.printer.paper_out();
        bench.thread.print(1, slip("甲"));
        bench.tells_paper(PaperState::Out);
        assert_eq!(bench.tells_finished(1, NO_PAPER), None);

        bench.printer.paper_in();
        bench.tells_paper(PaperState::Enough);
        bench.thread.print(2, slip("乙"));
        bench.tells_finished(2, PrintOutcome::Printed);
        assert_eq!(bench.texts(), ["乙"]);
    }

    #[test]
    fn paper_that_runs_out_in_the_middle_is_no_slip() {
        let bench = Bench::new();
        bench.printer.paper_out_after(100);
        bench.thread.print(1, long_slip());
        bench.tells_paper(PaperState::Out);
        assert!(bench.tells_finished(1, NO_PAPER).is_some());
        assert_eq!(bench.texts(), [""; 0]);
    }

    #[test]
    fn an_open_cover_and_a_stuck_cutter_refuse_slips() {
        let bench = Bench::new();
        bench.printer.cover_open();
        bench.thread.print(1, slip("甲"));
        bench.tells_paper(PaperState::CoverOpen);
        bench.tells_finished(1, PrintOutcome::NotPrinted(PrinterTrouble::CoverOpen));
        bench.printer.cover_closed();
        bench.printer.cutter_stuck(true);
        bench.thread.print(2, slip("乙"));
        bench.tells_paper(PaperState::Gone);
        bench.tells_finished(2, PrintOutcome::NotPrinted(PrinterTrouble::Cutter));
        assert_eq!(bench.texts(), [""; 0]);
    }

    #[test]
    fn an_idle_printer_is_asked_and_its_paper_is_told_when_it_changes() {
        let bench = Bench::new();
        bench.printer.paper_low();
        bench.tells_paper(PaperState::NearEnd);
        bench.thread.print(1, slip("还够一张"));
        bench.tells_finished(1, PrintOutcome::Printed);
    }

    #[test]
    fn a_printer_that_does_not_answer_gets_no_slip_and_is_gone() {
        let bench = Bench::new();
        bench.printer.mute();
        bench.thread.print(1, slip("甲"));
        bench.tells_paper(PaperState::Gone);
        bench.tells_finished(1, PrintOutcome::NotPrinted(PrinterTrouble::NoAnswer));
        bench.printer.unmute();
        bench.tells_paper(PaperState::Enough);
    }

    #[test]
    fn an_idle_printer_that_falls_silent_is_gone_after_three_questions() {
        let bench = Bench::new();
        bench.printer.mute();
        let start = crate::devices::now();
        bench.tells_paper(PaperState::Gone);
        assert!(start.elapsed() > Duration::from_secs(6));
    }

    #[test]
    fn a_printer_that_falls_silent_in_the_middle_leaves_the_outcome_unknown() {
        let bench = Bench::new();
        bench.thread.print(1, long_slip());
        while bench.printer.rows_printed() == 0 {
            thread::sleep(Duration::from_millis(10));
        }
        bench.printer.mute();
        bench.tells_paper(PaperState::Gone);
        assert!(bench.tells_finished(1, PrintOutcome::Unknown).is_some());
        assert_eq!(bench.texts().len(), 1, "in truth it came out");
    }

    #[test]
    fn a_printer_that_is_unplugged_is_gone_at_once() {
        let Bench { reports, thread, printer } = Bench::new();
        drop(printer);
        thread.print(1, slip("甲"));
        let report = || reports.recv_timeout(Duration::from_secs(5)).unwrap();
        assert_eq!(report(), PrinterReport::Paper(PaperState::Gone));
        let outcome = PrintOutcome::NotPrinted(PrinterTrouble::Gone);
        assert_eq!(report(), PrinterReport::Finished { job: 1, outcome, first_byte_at: None });
        let start = crate::devices::now();
        drop(thread);
        assert!(start.elapsed() < Duration::from_millis(900));
    }

    #[test]
    fn a_program_that_died_in_the_middle_of_a_picture_does_not_spoil_the_next_slip() {
        let printer = SimulatedPrinter::start(115_200, 48, 2).unwrap();
        let mut encoder = Encoder::begin();
        encoder.raster(&crate::wire::escpos::Dots::new(576, 24));
        let bytes = encoder.into_bytes();
        let mut port = port::open(printer.port(), 115_200).unwrap();
        port.write_all(bytes.get(..900).unwrap()).unwrap();
        drop(port);

        let bench = Bench::around(printer);
        bench.tells_paper(PaperState::Enough);
        bench.thread.print(1, slip("甲"));
        bench.tells_finished(1, PrintOutcome::Printed);
        assert_eq!(bench.texts(), ["[raster 576x24]\n甲"]);
    }

    #[test]
    fn a_character_that_no_font_has_is_named_and_nothing_is_sent() {
        let bench = Bench::new();
        bench.thread.print(1, slip("王\u{10FFFD}"));
        let missing = NoGlyph { character: '\u{10FFFD}' };
        let outcome = PrintOutcome::NotPrinted(PrinterTrouble::NoGlyph(missing));
        assert_eq!(bench.tells_finished(1, outcome), None);
        assert_eq!(bench.texts(), [""; 0]);
    }

    #[test]
    fn what_is_wiped_is_zeros() {
        let mut bytes = b"secret".to_vec();
        wipe(&mut bytes);
        assert_eq!(bytes, [0; 6]);
    }
}
