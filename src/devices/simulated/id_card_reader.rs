//! A simulated ID-card reader: the whole protocol of a security module, with cards that are put down and lifted.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::cards::SimulatedCard;
use super::pty::{Handle, Heard, Line};
use crate::wire::id_card_frame::{Command, FrameParser, Received, Reply};

/// A reader behind a pseudo-terminal; it goes away when dropped.
pub struct SimulatedReader {
    port: String,
    field: Arc<Mutex<Field>>,
    _handle: Handle,
}

/// What can go wrong with a reader or its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReaderFault {
    /// The next card is sent with a wrong check byte, once.
    WrongChecksum,
    /// The next card is sent with a byte too many in its middle, once.
    NoiseInside,
    /// The next reading is not answered, once.
    SilentInTheMiddle,
    /// The next reading is answered with this status, once.
    ReadAnswers(u8),
    /// Every answer has rubbish in front of it.
    NoiseBefore,
    /// Every answer comes in single bytes.
    OneByteAtATime,
    /// No question is answered.
    Silent,
}

/// What lies on the reader.
#[derive(Default)]
struct Field {
    card: Option<SimulatedCard>,
    /// A card has to leave the field after it was read well, else the next find fails.
    was_read: bool,
    step: Step,
    fault: Option<ReaderFault>,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Step {
    #[default]
    Idle,
    Found,
    Selected,
}

/// `05.03-20200101-0000012345-3456789012`, an invented number.
const SAM_NUMBER: [u8; 16] = [
    0x05, 0x00, 0x03, 0x00, 0xA5, 0x3A, 0x34, 0x01, 0x39, 0x30, 0x00, 0x00, 0x14, 0x6A, 0x0A, 0xCE,
];

impl SimulatedReader {
    /// A reader with nothing on it, on a line with this many bits per second.
    pub fn start(rate: u32) -> io::Result<Self> {
        let (line, waker) = Line::open(rate)?;
        let port = line.name().to_owned();
        let field = Arc::new(Mutex::new(Field::default()));
        let shared = Arc::clone(&field);
        let device = move || answer_questions(line, &shared);
        let handle = Handle::start("simulated-reader", waker, device)?;
        Ok(Self { port, field, _handle: handle })
    }

    /// The name of the port to open.
    pub fn port(&self) -> &str {
        &self.port
    }

    pub fn place(&self, card: SimulatedCard) {
        let mut field = lock(&self.field);
        field.card = Some(card);
        field.was_read = false;
        field.step = Step::Idle;
    }

    pub fn lift(&self) {
        let mut field = lock(&self.field);
        field.card = None;
        field.was_read = false;
        field.step = Step::Idle;
    }

    pub fn set_fault(&self, fault: Option<ReaderFault>) {
        lock(&self.field).fault = fault;
    }
}

fn lock(field: &Mutex<Field>) -> MutexGuard<'_, Field> {
    field.lock().unwrap_or_else(PoisonError::into_inner)
}

fn answer_questions(mut line: Line, field: &Mutex<Field>) -> io::Result<()> {
    let mut parser = FrameParser::for_requests();
    loop {
        let bytes = match line.listen()? {
            Heard::Bytes(bytes) => bytes,
            Heard::Woken => continue,
            Heard::Ended => return Ok(()),
        };
        for received in parser.feed(&bytes) {
            let (answer, byte_by_byte) = lock(field).answer(&received);
            if byte_by_byte {
                line.say_byte_by_byte(&answer)?;
            } else {
                line.say(&answer)?;
            }
        }
    }
}

impl Field {
    /// The bytes to send, and whether each by itself.
    fn answer(&mut self, received: &Received) -> (Vec<u8>, bool) {
        let command = match received {
            Received::Frame(request) => Command::of_request(request),
            Received::Damaged(_) => return (plain(0x10).bytes(), false),
        };
        let good = match command {
            Some(command) => self.do_as_asked(command),
            None => plain(0x21),
        };
        match self.fault {
            None => (good.bytes(), false),
            Some(fault) => self.spoilt(good, command == Some(Command::ReadBase), fault),
        }
    }

    fn do_as_asked(&mut self, command: Command) -> Reply {
        match command {
            Command::Reset | Command::Status => plain(0x90),
            Command::SamNumber => reply(0x90, &SAM_NUMBER),
            Command::FindCard => {
                self.step = Step::Idle;
                if self.card.is_none() || self.was_read {
                    return plain(0x80);
                }
                self.step = Step::Found;
                reply(0x9F, &[0; 4])
            }
            Command::SelectCard => {
                if self.card.is_none() || self.step == Step::Idle {
                    return plain(0x81);
                }
                self.step = Step::Selected;
                reply(0x90, &[0; 8])
            }
            Command::ReadBase => match &self.card {
                Some(card) if self.step == Step::Selected => {
                    self.was_read = true;
                    reply(0x90, &card.data())
                }
                Some(_) | None => plain(0x41),
            },
        }
    }

    fn spoilt(&mut self, good: Reply, reading: bool, fault: ReaderFault) -> (Vec<u8>, bool) {
        let mut bytes = good.bytes();
        if fault.happens_once() && !reading {
            return (bytes, false);
        }
        match fault {
            ReaderFault::NoiseBefore => {
                bytes.splice(0..0, [0x00, 0xFF, 0xAA, 0xAA]);
            }
            ReaderFault::Silent => bytes.clear(),
            ReaderFault::OneByteAtATime => {}
            ReaderFault::WrongChecksum => {
                if let Some(check) = bytes.last_mut() {
                    *check ^= 0x55;
                }
            }
            ReaderFault::NoiseInside => bytes.insert(bytes.len() / 2, 0x5A),
            ReaderFault::SilentInTheMiddle => {
                self.was_read = false;
                bytes.clear();
            }
            ReaderFault::ReadAnswers(status) => {
                self.was_read = false;
                bytes = plain(status).bytes();
            }
        }
        if fault.happens_once() {
            self.fault = None;
        }
        (bytes, fault == ReaderFault::OneByteAtATime)
    }
}

impl ReaderFault {
    fn happens_once(self) -> bool {
        match self {
            Self::WrongChecksum
            | Self::NoiseInside
            | Self::SilentInTheMiddle
            | Self::ReadAnswers(_) => true,
            Self::NoiseBefore | Self::OneByteAtATime | Self::Silent => false,
        }
    }
}

fn plain(status: u8) -> Reply {
    reply(status, &[])
}

fn reply(status: u8, data: &[u8]) -> Reply {
    Reply { head: [0, 0], status, data: data.to_vec() }
}

#[cfg(test)]
mod tests {
    use super::super::cards::invented;
    use super::*;
    use crate::wire::vectors::{hex, table, text, vectors};

    fn with_card() -> Field {
        let card = SimulatedCard::from_fields(invented("rare")).unwrap();
        Field { card: Some(card), ..Field::default() }
    }

    fn ask(field: &mut Field, command: Command) -> Vec<u8> {
        let received = FrameParser::for_requests().feed(&command.request());
        field.answer(received.first().unwrap()).0
    }

    fn published(name: &str) -> Vec<u8> {
        let all = vectors();
        let found = table(&all, "replies").iter().find(|one| text(one, "name") == name).unwrap();
        hex(text(found, "hex"))
    }

    #[test]
    fn an_empty_reader_answers_as_published() {
        let mut field = Field::default();
        assert_eq!(ask(&mut field, Command::Status), published("ok empty"));
        assert_eq!(ask(&mut field, Command::SamNumber), published("SAM number"));
        assert_eq!(ask(&mut field, Command::FindCard), published("find none"));
        assert_eq!(ask(&mut field, Command::SelectCard), published("select fail"));
        assert_eq!(ask(&mut field, Command::ReadBase), published("read fail"));
    }

    #[test]
    fn a_card_is_found_until_it_was_read_and_again_when_it_was_lifted() {
        let mut field = with_card();
        assert_eq!(ask(&mut field, Command::ReadBase), published("read fail"), "not selected");
        assert_eq!(ask(&mut field, Command::FindCard), published("find ok"));
        assert_eq!(ask(&mut field, Command::SelectCard), published("select ok"));
        assert_eq!(ask(&mut field, Command::ReadBase).len(), 1295);
        assert_eq!(ask(&mut field, Command::FindCard), published("find none"));
        field = with_card();
        assert_eq!(ask(&mut field, Command::FindCard), published("find ok"));
    }

    #[test]
    fn a_question_that_comes_damaged_or_is_unknown_is_refused() {
        let mut field = Field::default();
        let mut request = Command::Status.request();
        *request.last_mut().unwrap() ^= 1;
        let damaged = FrameParser::for_requests().feed(&request);
        assert_eq!(field.answer(damaged.first().unwrap()).0, published("bad checksum at SAM"));
        let unknown = FrameParser::for_requests().feed(&hex("AAAAAA96690003301023"));
        assert_eq!(field.answer(unknown.first().unwrap()).0, published("bad command"));
    }

    #[test]
    fn a_fault_of_the_reading_waits_for_the_reading_and_happens_once() {
        for fault in
            [ReaderFault::WrongChecksum, ReaderFault::NoiseInside, ReaderFault::SilentInTheMiddle]
        {
            let mut field = Field { fault: Some(fault), ..with_card() };
            assert_eq!(ask(&mut field, Command::FindCard), published("find ok"));
            ask(&mut field, Command::SelectCard);
            let good = plain(0x90);
            let spoilt = ask(&mut field, Command::ReadBase);
            let received = FrameParser::for_replies().feed(&spoilt);
            assert!(
                !received.iter().any(|one| matches!(one, Received::Frame(_))),
                "{fault:?} {good:?}"
            );
            assert_eq!(field.fault, None);
        }
    }
}
