//! The talk with an ID-card reader as a pure state machine: what to send, how long to wait, what happened.
//!
//! Status, module number, then find a card every 400 ms; a found card is selected and read at once.

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use super::id_card_frame::{BaseData, Command, FrameParser, Received, Reply, sam_number};
use super::id_card_text::number_bytes;
use super::line_time;

/// One reader's state; its owner sends what [`Conversation::next`] says and feeds what arrives.
pub struct Conversation {
    rate: u32,
    parser: FrameParser,
    phase: Phase,
    /// How often the present question has been asked without a sensible answer.
    tries: u8,
    /// The module number, once the reader is ready.
    sam: Option<String>,
    /// A failure was told and the reader has not been ready since.
    lost: bool,
    /// The module was reset and has done nothing sensible since; the next trouble is a fault.
    was_reset: bool,
    polled_at: Duration,
    lying: Lying,
    last_read: Option<LastRead>,
    events: VecDeque<ReaderEvent>,
}

/// What to do now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Drop what has arrived so far (a late answer to an earlier question), then send this.
    Send(Vec<u8>),
    /// Feed what arrives until then, and ask again at the latest then.
    WaitUntil(Duration),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReaderEvent {
    /// The reader answers; also after a failure.
    Ready {
        sam: String,
    },
    /// A card has been put down; `at` is when the first byte of that news arrived.
    Found {
        at: Duration,
    },
    Read(Box<CardReply>),
    Unreadable(Unreadable),
    /// The reader gives no sensible answer any more; the conversation starts again by itself.
    Silent,
    /// The security module says that it cannot work; the conversation starts again by itself.
    Fault {
        status: u8,
    },
}

/// Why a card that was put down could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// Helps: lifting the card and putting it down again.
    LiftAndPutDown,
    /// Card and module reject each other. The same help, but twice in a row is a case for the staff.
    Refused { status: u8 },
    /// Something else than an identity card.
    NotAnIdCard,
}

/// A card as it was read.
#[derive(Clone, PartialEq, Eq)]
pub struct CardReply {
    /// 256 bytes.
    pub text: Vec<u8>,
    /// As packed by the chip.
    pub photo: Vec<u8>,
    pub sam: String,
}

enum Phase {
    Due { command: Command, at: Duration },
    Asked(Asked),
}

struct Asked {
    command: Command,
    deadline: Duration,
    first_byte: Option<Duration>,
    last_byte: Duration,
    damaged: bool,
}

/// The card that lies on the reader now, as far as we know.
#[derive(Default)]
struct Lying {
    found_at: Duration,
    told: bool,
    failed_selects: u8,
    /// The same person's card may have jumped: say nothing until its number is known.
    soon_after_a_reading: bool,
    /// After a failed reading the card has to be lifted; a second look comes no sooner.
    leave_alone_until: Option<Duration>,
}

struct LastRead {
    number: Vec<u8>,
    at: Duration,
}

/// What a status byte asks of us (the table of GA/T 467's module).
enum Verdict {
    Done,
    CardFound,
    NoCard,
    SelectFailed,
    Unreadable(Unreadable),
    AskAgain,
    ResetOnce,
    Fault,
}

/// Vendors ask for more than 300 ms.
const POLL_INTERVAL: Duration = Duration::from_millis(400);
/// The first answer of some modules is wrong, and lines have noise.
const TRIES: u8 = 3;
/// Silence after damaged bytes means that the rest has gone by.
const QUIET: Duration = Duration::from_millis(50);
/// The same number within this time is the same laying-down.
const SAME_CARD: Duration = Duration::from_secs(3);
/// Before a reader that failed is talked to again.
const RESTART_PAUSE: Duration = Duration::from_secs(1);

impl Conversation {
    /// `rate` is the line's, in bits per second; a slow line gets longer time-outs.
    pub fn new(rate: u32) -> Self {
        Self {
            rate: rate.max(1),
            parser: FrameParser::for_replies(),
            phase: Phase::Due { command: Command::Status, at: Duration::ZERO },
            tries: 0,
            sam: None,
            lost: false,
            was_reset: false,
            polled_at: Duration::ZERO,
            lying: Lying::default(),
            last_read: None,
            events: VecDeque::new(),
        }
    }

    /// What to do now.
    pub fn next(&mut self, now: Duration) -> Action {
        loop {
            match &self.phase {
                Phase::Due { at, .. } if now < *at => return Action::WaitUntil(*at),
                Phase::Due { command, .. } => return self.ask(*command, now),
                Phase::Asked(asked) if now < asked.until() => {
                    return Action::WaitUntil(asked.until());
                }
                Phase::Asked(asked) => {
                    let (command, heard) = (asked.command, asked.first_byte.is_some());
                    if heard {
                        tracing::debug!(?command, "a damaged answer from the ID-card reader");
                        self.try_again(command, now);
                    } else {
                        self.no_answer(command, now);
                    }
                }
            }
        }
    }

    /// Takes what arrived; the module never speaks first, so bytes without a question are noise.
    pub fn feed(&mut self, bytes: &[u8], now: Duration) {
        let Phase::Asked(asked) = &mut self.phase else { return };
        if bytes.is_empty() {
            return;
        }
        let first_byte = *asked.first_byte.get_or_insert(now);
        asked.last_byte = now;
        let command = asked.command;
        for received in self.parser.feed(bytes) {
            match received {
                Received::Frame(frame) => {
                    if let Some(reply) = Reply::of_frame(&frame) {
                        return self.answered(command, &reply, first_byte, now);
                    }
                }
                Received::Damaged(_) => asked.damaged = true,
            }
        }
    }

    pub fn take_event(&mut self) -> Option<ReaderEvent> {
        self.events.pop_front()
    }

    fn ask(&mut self, command: Command, now: Duration) -> Action {
        self.parser.reset();
        if command == Command::FindCard {
            self.polled_at = now;
        }
        let deadline = now + self.patience(command);
        self.phase = Phase::Asked(Asked {
            command,
            deadline,
            first_byte: None,
            last_byte: now,
            damaged: false,
        });
        Action::Send(command.request())
    }

    fn answered(&mut self, command: Command, reply: &Reply, first_byte: Duration, now: Duration) {
        if reply.head != [0, 0] {
            tracing::warn!(head = ?reply.head, "unusual first status bytes from the ID-card reader");
        }
        match Verdict::of(reply.status) {
            Verdict::Done => self.done(command, &reply.data, now),
            Verdict::CardFound if command == Command::FindCard => self.card_found(first_byte, now),
            Verdict::CardFound => self.try_again(command, now),
            Verdict::NoCard => self.no_card(command, now),
            Verdict::SelectFailed => self.select_failed(now),
            Verdict::Unreadable(why) => self.unreadable(why, now),
            Verdict::AskAgain if self.tries + 1 < TRIES => self.try_again(command, now),
            Verdict::AskAgain | Verdict::ResetOnce if !self.was_reset => {
                tracing::warn!(status = reply.status, "the ID-card reader's module is reset");
                self.was_reset = true;
                self.go(Command::Reset, now);
            }
            Verdict::AskAgain | Verdict::ResetOnce | Verdict::Fault => {
                self.fault(reply.status, now);
            }
        }
    }

    fn done(&mut self, command: Command, data: &[u8], now: Duration) {
        match command {
            Command::Reset => self.go(Command::Status, now),
            Command::Status => self.go(Command::SamNumber, now),
            Command::SamNumber => match sam_number(data) {
                Some(sam) => self.ready(sam, now),
                None => self.try_again(command, now),
            },
            // 9F is the good answer to it; 90 answers something else
            Command::FindCard => self.try_again(command, now),
            Command::SelectCard => self.go(Command::ReadBase, now),
            Command::ReadBase => match BaseData::of_data(data) {
                Some(base) => self.card_read(base, now),
                None => self.try_again(command, now),
            },
        }
    }

    fn ready(&mut self, sam: String, now: Duration) {
        if self.lost || self.sam.is_none() {
            self.events.push_back(ReaderEvent::Ready { sam: sam.clone() });
        }
        self.lost = false;
        self.sam = Some(sam);
        self.go(Command::FindCard, now);
    }

    fn card_found(&mut self, at: Duration, now: Duration) {
        if self.lying.leave_alone_until.is_some_and(|until| now < until) {
            return self.poll(now);
        }
        self.lying.leave_alone_until = None;
        self.lying.found_at = at;
        self.lying.soon_after_a_reading = self.last_read_within(SAME_CARD, now);
        if !self.lying.soon_after_a_reading {
            self.tell_found();
        }
        self.go(Command::SelectCard, now);
    }

    fn card_read(&mut self, base: BaseData, now: Duration) {
        self.was_reset = false;
        let number = number_bytes(&base.text).to_vec();
        let same = self.last_read.as_ref().is_some_and(|last| last.number == number);
        if !(same && self.lying.soon_after_a_reading) {
            self.tell_found();
            let sam = self.sam.clone().unwrap_or_default();
            let reply = CardReply { text: base.text, photo: base.photo, sam };
            self.events.push_back(ReaderEvent::Read(Box::new(reply)));
        }
        self.last_read = Some(LastRead { number, at: now });
        self.lying = Lying::default();
        self.poll(now);
    }

    /// No card, or a card that was read and not lifted; nobody is told the one from the other.
    fn no_card(&mut self, command: Command, now: Duration) {
        match command {
            Command::SelectCard | Command::ReadBase => {
                self.unreadable(Unreadable::LiftAndPutDown, now);
            }
            Command::Reset | Command::Status | Command::SamNumber => self.try_again(command, now),
            Command::FindCard => {
                self.was_reset = false;
                self.lying = Lying::default();
                if !self.last_read_within(SAME_CARD, now) {
                    // a number is not kept longer than the guard needs it
                    self.last_read = None;
                }
                self.poll(now);
            }
        }
    }

    fn select_failed(&mut self, now: Duration) {
        self.lying.failed_selects += 1;
        if self.lying.failed_selects < TRIES {
            self.poll(now);
        } else {
            self.unreadable(Unreadable::LiftAndPutDown, now);
        }
    }

    fn unreadable(&mut self, why: Unreadable, now: Duration) {
        tracing::info!(?why, "a card could not be read");
        self.tell_found();
        self.events.push_back(ReaderEvent::Unreadable(why));
        self.lying = Lying { leave_alone_until: Some(now + SAME_CARD), ..Lying::default() };
        self.poll(now);
    }

    /// Nothing at all came: at the start of the talk that may be a slow module, in its middle it is a dead one.
    fn no_answer(&mut self, command: Command, now: Duration) {
        match command {
            Command::SelectCard | Command::ReadBase => self.silent(now),
            Command::Reset | Command::Status | Command::SamNumber | Command::FindCard => {
                self.try_again(command, now);
            }
        }
    }

    fn try_again(&mut self, command: Command, now: Duration) {
        self.tries += 1;
        if self.tries < TRIES {
            self.phase = Phase::Due { command, at: now };
            return;
        }
        match command {
            Command::SelectCard | Command::ReadBase => {
                self.unreadable(Unreadable::LiftAndPutDown, now);
            }
            Command::Reset | Command::Status | Command::SamNumber | Command::FindCard => {
                self.silent(now);
            }
        }
    }

    fn silent(&mut self, now: Duration) {
        self.start_again(ReaderEvent::Silent, now);
    }

    fn fault(&mut self, status: u8, now: Duration) {
        self.start_again(ReaderEvent::Fault { status }, now);
    }

    fn start_again(&mut self, event: ReaderEvent, now: Duration) {
        if !self.lost {
            self.events.push_back(event);
        }
        self.lost = true;
        self.lying = Lying::default();
        self.go(Command::Status, now + RESTART_PAUSE);
    }

    fn tell_found(&mut self) {
        if !self.lying.told {
            self.lying.told = true;
            self.events.push_back(ReaderEvent::Found { at: self.lying.found_at });
        }
    }

    fn last_read_within(&self, time: Duration, now: Duration) -> bool {
        self.last_read.as_ref().is_some_and(|last| now.saturating_sub(last.at) < time)
    }

    fn poll(&mut self, now: Duration) {
        self.go(Command::FindCard, now.max(self.polled_at + POLL_INTERVAL));
    }

    fn go(&mut self, command: Command, at: Duration) {
        self.tries = 0;
        self.phase = Phase::Due { command, at };
    }

    /// How long an answer may take, the time of its bytes on the line included.
    fn patience(&self, command: Command) -> Duration {
        let (module_ms, bytes) = match command {
            Command::FindCard => (500, 15),
            Command::SelectCard => (800, 19),
            Command::ReadBase => (3000, 1295),
            Command::Reset | Command::Status | Command::SamNumber => (1500, 27),
        };
        Duration::from_millis(module_ms) + line_time(bytes + 10, self.rate)
    }
}

impl Asked {
    fn until(&self) -> Duration {
        if self.damaged { self.deadline.min(self.last_byte + QUIET) } else { self.deadline }
    }
}

impl Verdict {
    fn of(status: u8) -> Self {
        match status {
            0x90 => Self::Done,
            0x9F => Self::CardFound,
            0x80 => Self::NoCard,
            0x81 => Self::SelectFailed,
            // 91: a part of the base data is not on the card
            0x41 | 0x91 => Self::Unreadable(Unreadable::LiftAndPutDown),
            0x31..=0x33 => Self::Unreadable(Unreadable::Refused { status }),
            0x40 => Self::Unreadable(Unreadable::NotAnIdCard),
            0x10 | 0x11 => Self::AskAgain,
            0x21 | 0x23 | 0x60 | 0x66 => Self::Fault,
            // 24 and 47 by the table, all others because nobody knows them
            _ => Self::ResetOnce,
        }
    }
}

impl fmt::Debug for CardReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CardReply({} + {} bytes)", self.text.len(), self.photo.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::vectors::{hex, table, text, vectors};

    /// A conversation and a clock; the reader's part is played by the test.
    struct Bench {
        conversation: Conversation,
        now: Duration,
    }

    const SAM: &str = "05.03-20200101-0000012345-3456789012";
    const MS: Duration = Duration::from_millis(1);

    impl Bench {
        fn new() -> Self {
            Self { conversation: Conversation::new(115_200), now: Duration::ZERO }
        }

        /// A reader that has said its number and is being asked for cards.
        fn ready() -> Self {
            let mut bench = Self::new();
            bench.asked(Command::Status).answers(&reply("ok empty"));
            bench.asked(Command::SamNumber).answers(&reply("SAM number"));
            assert_eq!(bench.event(), Some(ReaderEvent::Ready { sam: SAM.into() }));
            bench
        }

        /// Waits until the conversation sends something, which must be this.
        #[track_caller]
        fn asked(&mut self, command: Command) -> &mut Self {
            loop {
                match self.conversation.next(self.now) {
                    Action::Send(bytes) => {
                        assert_eq!(bytes, command.request(), "expected {command:?}");
                        return self;
                    }
                    Action::WaitUntil(until) => {
                        assert!(until > self.now);
                        self.now = until;
                    }
                }
            }
        }

        fn answers(&mut self, bytes: &[u8]) -> &mut Self {
            self.now += 20 * MS;
            self.conversation.feed(bytes, self.now);
            self
        }

        fn event(&mut self) -> Option<ReaderEvent> {
            self.conversation.take_event()
        }

        fn reads(&mut self, card: &[u8]) -> &mut Self {
            self.asked(Command::FindCard).answers(&reply("find ok"));
            self.asked(Command::SelectCard).answers(&reply("select ok"));
            self.asked(Command::ReadBase).answers(card)
        }

        fn sees_no_card(&mut self) -> &mut Self {
            self.asked(Command::FindCard).answers(&reply("find none"))
        }

        #[track_caller]
        fn tells_found_and_read(&mut self) {
            assert!(matches!(self.event(), Some(ReaderEvent::Found { .. })));
            assert!(matches!(self.event(), Some(ReaderEvent::Read(_))));
            assert_eq!(self.event(), None);
        }
    }

    fn reply(name: &str) -> Vec<u8> {
        let all = vectors();
        let found = table(&all, "replies").iter().find(|one| text(one, "name") == name).unwrap();
        hex(text(found, "hex"))
    }

    fn status(status: u8) -> Vec<u8> {
        Reply { head: [0, 0], status, data: vec![] }.bytes()
    }

    fn card(name: &str) -> Vec<u8> {
        let all = vectors();
        let found = table(&all, "cards").iter().find(|one| text(one, "name") == name).unwrap();
        hex(text(found, "frame_30_01"))
    }

    fn plain() -> Vec<u8> {
        card("resident-plain")
    }

    fn with_wrong_check(mut bytes: Vec<u8>) -> Vec<u8> {
        let last = bytes.last_mut().unwrap();
        *last ^= 0x55;
        bytes
    }

    #[test]
    fn a_card_put_down_is_found_selected_and_read_once() {
        let mut bench = Bench::ready();
        bench.sees_no_card().sees_no_card();
        bench.reads(&plain());
        assert!(matches!(bench.event(), Some(ReaderEvent::Found { .. })));
        let Some(ReaderEvent::Read(read)) = bench.event() else { panic!("a card") };
        assert_eq!((read.text.len(), read.photo.len(), read.sam.as_str()), (256, 1024, SAM));

        // it lies there and the module keeps saying 80
        for _ in 0..20 {
            bench.sees_no_card();
            assert_eq!(bench.event(), None);
        }
    }

    #[test]
    fn every_published_card_is_read_in_one_piece_and_byte_by_byte() {
        let all = vectors();
        for published in table(&all, "cards") {
            let frame = hex(text(published, "frame_30_01"));
            let mut bench = Bench::ready();
            bench.reads(&frame).tells_found_and_read();

            let mut bench = Bench::ready();
            bench.asked(Command::FindCard).answers(&reply("find ok"));
            bench.asked(Command::SelectCard).answers(&reply("select ok"));
            bench.asked(Command::ReadBase);
            for byte in &frame {
                bench.conversation.feed(std::slice::from_ref(byte), bench.now);
            }
            bench.tells_found_and_read();
        }
    }

    #[test]
    fn a_card_counts_from_the_first_byte_of_the_news() {
        let mut bench = Bench::ready();
        bench.asked(Command::FindCard);
        let first = bench.now + 7 * MS;
        for (place, byte) in reply("find ok").iter().enumerate() {
            let at = first + MS * u32::try_from(place).unwrap();
            bench.conversation.feed(std::slice::from_ref(byte), at);
        }
        assert_eq!(bench.event(), Some(ReaderEvent::Found { at: first }));
    }

    #[test]
    fn cards_are_asked_for_every_four_tenths_of_a_second() {
        let mut bench = Bench::ready();
        bench.asked(Command::FindCard);
        let first = bench.now;
        bench.answers(&reply("find none")).asked(Command::FindCard);
        assert_eq!(bench.now - first, 400 * MS);
    }

    #[test]
    fn the_same_number_within_three_seconds_is_the_same_event() {
        let mut bench = Bench::ready();
        bench.reads(&plain()).tells_found_and_read();
        bench.sees_no_card();
        bench.reads(&plain());
        assert_eq!(bench.event(), None, "the card jumped");

        bench.sees_no_card();
        bench.now += Duration::from_secs(3);
        bench.sees_no_card();
        bench.reads(&plain()).tells_found_and_read();
    }

    #[test]
    fn another_number_within_three_seconds_is_another_card() {
        let mut bench = Bench::ready();
        bench.reads(&plain()).tells_found_and_read();
        bench.sees_no_card();
        bench.reads(&card("resident-longterm-rarechar")).tells_found_and_read();
    }

    #[test]
    fn a_number_is_forgotten_when_the_guard_no_longer_needs_it() {
        let mut bench = Bench::ready();
        bench.reads(&plain()).sees_no_card();
        assert!(bench.conversation.last_read.is_some());
        bench.now += SAME_CARD;
        bench.sees_no_card();
        assert!(bench.conversation.last_read.is_none());
    }

    #[test]
    fn the_first_question_is_asked_three_times_before_the_reader_counts_as_silent() {
        let mut bench = Bench::new();
        bench.asked(Command::Status).asked(Command::Status).asked(Command::Status);
        assert_eq!(bench.event(), None);
        bench.asked(Command::Status);
        assert_eq!(bench.event(), Some(ReaderEvent::Silent));
        bench.asked(Command::Status).asked(Command::Status).asked(Command::Status);
        assert_eq!(bench.event(), None, "it is told once");

        bench.answers(&reply("ok empty"));
        bench.asked(Command::SamNumber).answers(&reply("SAM number"));
        assert_eq!(bench.event(), Some(ReaderEvent::Ready { sam: SAM.into() }));
    }

    #[test]
    fn a_reader_that_falls_silent_in_the_middle_is_told_and_started_again() {
        let mut bench = Bench::ready();
        bench.asked(Command::FindCard).answers(&reply("find ok"));
        assert!(matches!(bench.event(), Some(ReaderEvent::Found { .. })));
        bench.asked(Command::SelectCard).answers(&reply("select ok"));
        bench.asked(Command::ReadBase).asked(Command::Status);
        assert_eq!(bench.event(), Some(ReaderEvent::Silent));

        bench.answers(&reply("ok empty"));
        bench.asked(Command::SamNumber).answers(&reply("SAM number"));
        assert!(matches!(bench.event(), Some(ReaderEvent::Ready { .. })));
        bench.reads(&plain()).tells_found_and_read();
    }

    #[test]
    fn noise_around_an_answer_does_no_harm() {
        let mut bench = Bench::ready();
        bench.asked(Command::FindCard).answers(b"\x00\xFF\xAA\xAA");
        bench.answers(&[reply("find ok"), b"noise".to_vec()].concat());
        bench.asked(Command::SelectCard).answers(b"CMD_ERROR").answers(&reply("select ok"));
        bench.asked(Command::ReadBase).answers(&plain()).tells_found_and_read();
    }

    #[test]
    fn a_damaged_answer_is_asked_for_again_as_soon_as_the_line_is_quiet() {
        let mut bench = Bench::ready();
        bench.reads(&with_wrong_check(plain()));
        let heard = bench.now;
        bench.asked(Command::ReadBase);
        assert_eq!(bench.now - heard, QUIET);
        bench.answers(&plain()).tells_found_and_read();
    }

    #[test]
    fn a_byte_too_many_inside_an_answer_is_damage() {
        let mut bench = Bench::ready();
        let mut noisy = plain();
        noisy.insert(700, 0x5A);
        bench.reads(&noisy);
        bench.asked(Command::ReadBase).answers(&plain()).tells_found_and_read();
    }

    #[test]
    fn three_damaged_answers_mean_lift_the_card_and_put_it_down_again() {
        let mut bench = Bench::ready();
        bench.reads(&with_wrong_check(plain()));
        bench.asked(Command::ReadBase).answers(&with_wrong_check(plain()));
        bench.asked(Command::ReadBase).answers(plain().get(..400).unwrap());
        bench.asked(Command::FindCard);
        assert!(matches!(bench.event(), Some(ReaderEvent::Found { .. })));
        let unreadable = ReaderEvent::Unreadable(Unreadable::LiftAndPutDown);
        assert_eq!(bench.event(), Some(unreadable));
    }

    #[test]
    fn a_card_that_could_not_be_read_is_left_alone_until_it_was_lifted() {
        let mut bench = Bench::ready();
        bench.reads(&reply("read fail"));
        assert!(matches!(bench.event(), Some(ReaderEvent::Found { .. })));
        let unreadable = ReaderEvent::Unreadable(Unreadable::LiftAndPutDown);
        assert_eq!(bench.event(), Some(unreadable));
        bench.asked(Command::FindCard).answers(&reply("find ok"));
        bench.asked(Command::FindCard).answers(&reply("find ok"));
        assert_eq!(bench.event(), None);

        bench.sees_no_card();
        bench.reads(&plain()).tells_found_and_read();
    }

    #[test]
    fn a_card_that_cannot_be_read_soon_after_another_is_told_as_found_first() {
        let mut bench = Bench::ready();
        bench.reads(&plain()).tells_found_and_read();
        bench.sees_no_card();
        bench.reads(&reply("read fail"));
        assert!(matches!(bench.event(), Some(ReaderEvent::Found { .. })));
        assert!(matches!(bench.event(), Some(ReaderEvent::Unreadable(_))));
    }

    #[test]
    fn each_refusal_of_a_card_has_its_reason() {
        for (code, why) in [
            (0x31, Unreadable::Refused { status: 0x31 }),
            (0x32, Unreadable::Refused { status: 0x32 }),
            (0x33, Unreadable::Refused { status: 0x33 }),
            (0x40, Unreadable::NotAnIdCard),
            (0x41, Unreadable::LiftAndPutDown),
            (0x80, Unreadable::LiftAndPutDown),
        ] {
            let mut bench = Bench::ready();
            bench.reads(&status(code));
            assert!(matches!(bench.event(), Some(ReaderEvent::Found { .. })));
            assert_eq!(bench.event(), Some(ReaderEvent::Unreadable(why)), "{code:02X}");
        }
    }

    #[test]
    fn a_failed_select_goes_back_to_finding_and_the_card_is_told_once() {
        let mut bench = Bench::ready();
        for _ in 0..3 {
            bench.asked(Command::FindCard).answers(&reply("find ok"));
            bench.asked(Command::SelectCard).answers(&reply("select fail"));
        }
        assert!(matches!(bench.event(), Some(ReaderEvent::Found { .. })));
        let unreadable = ReaderEvent::Unreadable(Unreadable::LiftAndPutDown);
        assert_eq!(bench.event(), Some(unreadable));
        assert_eq!(bench.event(), None);
    }

    #[test]
    fn a_module_that_cannot_work_is_a_fault_told_once() {
        for code in [0x21, 0x23, 0x60, 0x66] {
            let mut bench = Bench::new();
            bench.asked(Command::Status).answers(&status(code));
            assert_eq!(bench.event(), Some(ReaderEvent::Fault { status: code }));
            bench.asked(Command::Status).answers(&status(code));
            assert_eq!(bench.event(), None);
        }
    }

    #[test]
    fn an_unknown_trouble_resets_the_module_once_and_is_a_fault_the_second_time() {
        for code in [0x24, 0x47, 0x05, 0xEE] {
            let mut bench = Bench::ready();
            bench.reads(&status(code));
            bench.asked(Command::Reset).answers(&reply("ok empty"));
            bench.asked(Command::Status).answers(&reply("ok empty"));
            bench.asked(Command::SamNumber).answers(&reply("SAM number"));
            assert!(matches!(bench.event(), Some(ReaderEvent::Found { .. })));
            assert_eq!(bench.event(), None, "a reset that helps is nobody's business");
            bench.reads(&status(code));
            assert_eq!(bench.event(), Some(ReaderEvent::Fault { status: code }), "{code:02X}");
        }
    }

    #[test]
    fn a_question_that_arrived_damaged_is_asked_three_times_then_the_module_is_reset() {
        for code in [0x10, 0x11] {
            let mut bench = Bench::ready();
            for _ in 0..3 {
                bench.asked(Command::FindCard).answers(&status(code));
            }
            bench.asked(Command::Reset);
        }
    }

    #[test]
    fn a_late_answer_does_not_answer_the_next_question() {
        let mut bench = Bench::ready();
        bench.asked(Command::FindCard).answers(&reply("find ok"));
        bench.asked(Command::SelectCard).answers(&reply("find ok"));
        bench.asked(Command::SelectCard).answers(&reply("select ok"));
        bench.asked(Command::ReadBase).answers(&reply("ok empty"));
        bench.asked(Command::ReadBase).answers(&plain()).tells_found_and_read();
    }

    #[test]
    fn a_slow_line_gets_the_time_its_bytes_need() {
        let waits = |rate| {
            let mut bench = Bench { conversation: Conversation::new(rate), ..Bench::ready() };
            bench.asked(Command::Status).answers(&reply("ok empty"));
            bench.asked(Command::SamNumber).answers(&reply("SAM number"));
            bench.asked(Command::FindCard).answers(&reply("find ok"));
            bench.asked(Command::SelectCard).answers(&reply("select ok"));
            bench.asked(Command::ReadBase);
            let Action::WaitUntil(until) = bench.conversation.next(bench.now) else { panic!() };
            until - bench.now
        };
        assert_eq!(waits(115_200).as_millis(), 3113);
        assert_eq!(waits(9600).as_millis(), 4359);
    }

    #[test]
    fn bytes_that_nobody_asked_for_are_noise() {
        let mut bench = Bench::ready();
        bench.conversation.feed(&reply("find ok"), bench.now);
        bench.asked(Command::FindCard);
        assert_eq!(bench.event(), None);
    }

    #[test]
    fn a_card_shows_nothing_of_itself_in_a_log() {
        let mut bench = Bench::ready();
        bench.reads(&plain());
        bench.event();
        let shown = format!("{:?}", bench.event().unwrap());
        assert_eq!(shown, "Read(CardReply(256 + 1024 bytes))");
    }
}
