//! The thread of an ID-card reader: opens its port, keeps the conversation going, reports cards.

use std::convert::Infallible;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};

use super::port::{self, Arrived, Port};
use super::worker::Worker;
use crate::domain::id_card::{self, CardProblem, IdCard};
use crate::wire::id_card_reader::{Action, CardReply, Conversation, ReaderEvent, Unreadable};
use crate::wire::id_card_text::{self, CardText, ResidentText};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderSettings {
    pub port: String,
    /// Bits per second.
    pub rate: u32,
}

#[derive(Debug)]
pub enum ReaderReport {
    /// The reader answers; at the start and after it was gone.
    Ready {
        sam: String,
    },
    /// A card was put down; `at` is when the first byte of that news came in.
    CardFound {
        at: Instant,
    },
    Card(Result<Box<IdCard>, CardProblem>),
    /// The card has to be lifted and put down again.
    Unreadable,
    /// The reader cannot be used; it is looked for again without end.
    Gone,
}

/// Stops and closes the port when dropped.
pub struct ReaderThread {
    _worker: Worker<Infallible>,
}

/// A port that is gone (unplugged, renamed) is tried again after this time.
const REOPEN_PAUSE: Duration = Duration::from_secs(2);
/// How long one read may block; the thread stops no later than that.
const READ_PATIENCE: Duration = Duration::from_millis(100);
const WRITE_PATIENCE: Duration = Duration::from_millis(500);

/// `report` is called on the reader's thread and should hand over at once.
pub fn start(
    settings: ReaderSettings,
    report: impl Fn(ReaderReport) + Send + 'static,
) -> ReaderThread {
    let worker = Worker::start("id-card-reader", move |owner| {
        Reader { settings, report, gone: false }.run(&owner);
    });
    ReaderThread { _worker: worker }
}

struct Reader<Report> {
    settings: ReaderSettings,
    report: Report,
    /// Told, and not ready since.
    gone: bool,
}

/// The owner has let go of the reader.
struct Stopped;

impl<Report: Fn(ReaderReport)> Reader<Report> {
    fn run(mut self, owner: &Receiver<Infallible>) {
        loop {
            match port::open(&self.settings.port, self.settings.rate) {
                Ok(mut port) => match self.converse(port.as_mut(), owner) {
                    Ok(Stopped) => return,
                    Err(error) => tracing::warn!(%error, "the ID-card reader's port is gone"),
                },
                Err(error) if !self.gone => tracing::warn!(%error, "no ID-card reader"),
                Err(_) => {}
            }
            self.report_gone();
            if owner.recv_timeout(REOPEN_PAUSE) == Err(RecvTimeoutError::Disconnected) {
                return;
            }
        }
    }

    fn converse(
        &mut self,
        port: &mut dyn Port,
        owner: &Receiver<Infallible>,
    ) -> io::Result<Stopped> {
        let start = crate::devices::now();
        let mut conversation = Conversation::new(self.settings.rate);
        let mut buffer = [0; 2048];
        while owner.try_recv() != Err(TryRecvError::Disconnected) {
            match conversation.next(start.elapsed()) {
                Action::Send(request) => {
                    port.forget_input()?;
                    port.set_patience(WRITE_PATIENCE)?;
                    port.write_all(&request)?;
                }
                Action::WaitUntil(until) => {
                    let pause = until.saturating_sub(start.elapsed());
                    port.set_patience(pause.min(READ_PATIENCE))?;
                    if let Arrived::Bytes(count) = port::read(port, &mut buffer)? {
                        let arrived = buffer.get(..count).unwrap_or_default();
                        conversation.feed(arrived, start.elapsed());
                    }
                }
            }
            while let Some(event) = conversation.take_event() {
                self.tell(event, start);
            }
        }
        Ok(Stopped)
    }

    fn tell(&mut self, event: ReaderEvent, start: Instant) {
        match event {
            ReaderEvent::Ready { sam } => {
                tracing::info!(sam, "the ID-card reader is ready");
                self.gone = false;
                (self.report)(ReaderReport::Ready { sam });
            }
            ReaderEvent::Found { at } => {
                (self.report)(ReaderReport::CardFound { at: start + at });
            }
            ReaderEvent::Read(reply) => (self.report)(card_report(*reply)),
            ReaderEvent::Unreadable(Unreadable::NotAnIdCard) => {
                (self.report)(ReaderReport::Card(Err(CardProblem::OtherKind)));
            }
            ReaderEvent::Unreadable(
                Unreadable::LiftAndPutDown | Unreadable::Refused { status: _ },
            ) => (self.report)(ReaderReport::Unreadable),
            ReaderEvent::Silent => {
                tracing::warn!("the ID-card reader does not answer");
                self.report_gone();
            }
            ReaderEvent::Fault { status } => {
                tracing::error!(
                    status = format!("{status:02X}"),
                    "the ID-card reader's security module cannot work"
                );
                self.report_gone();
            }
        }
    }

    fn report_gone(&mut self) {
        if !self.gone {
            self.gone = true;
            (self.report)(ReaderReport::Gone);
        }
    }
}

fn card_report(reply: CardReply) -> ReaderReport {
    let sam = reply.sam.as_str();
    match id_card_text::read(&reply.text) {
        Ok(CardText::Resident(text)) => {
            tracing::info!(sam, "a resident card was read");
            let card = IdCard::from_text((*text).into(), reply.photo, reply.sam);
            ReaderReport::Card(card.map(Box::new))
        }
        Ok(CardText::OtherKind { type_mark }) => {
            tracing::info!(sam, %type_mark, "another kind of card was read");
            ReaderReport::Card(Err(CardProblem::OtherKind))
        }
        Err(error) => {
            tracing::warn!(sam, %error, "the text of a card is damaged");
            ReaderReport::Unreadable
        }
    }
}

impl From<ResidentText> for id_card::CardText {
    fn from(text: ResidentText) -> Self {
        Self {
            name: text.name,
            sex: text.sex,
            ethnicity: text.ethnicity,
            birth: text.birth,
            address: text.address,
            number: text.number,
            issuer: text.issuer,
            valid_from: text.valid_from,
            valid_to: text.valid_to,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::devices::simulated::cards::{CardFields, SimulatedCard, invented};
    use crate::devices::simulated::id_card_reader::{ReaderFault, SimulatedReader};

    const SAM: &str = "05.03-20200101-0000012345-3456789012";

    /// A simulated reader, the real thread over a real pseudo-terminal, and what it reports.
    struct Bench {
        reports: mpsc::Receiver<ReaderReport>,
        thread: ReaderThread,
        reader: SimulatedReader,
    }

    impl Bench {
        fn new() -> Self {
            Self::with(115_200, None)
        }

        fn with(rate: u32, fault: Option<ReaderFault>) -> Self {
            let reader = SimulatedReader::start(rate).unwrap();
            reader.set_fault(fault);
            let (told, reports) = mpsc::channel();
            let settings = ReaderSettings { port: reader.port().to_owned(), rate };
            let thread = start(settings, move |report| told.send(report).unwrap());
            Self { reports, thread, reader }
        }

        fn ready() -> Self {
            let bench = Self::new();
            bench.tells_ready();
            bench
        }

        #[track_caller]
        fn report(&self) -> ReaderReport {
            self.reports.recv_timeout(Duration::from_secs(10)).unwrap()
        }

        #[track_caller]
        fn tells_ready(&self) {
            let report = self.report();
            let ReaderReport::Ready { sam } = report else { panic!("{report:?}") };
            assert_eq!(sam, SAM);
        }

        #[track_caller]
        fn tells_found(&self) -> Instant {
            let report = self.report();
            let ReaderReport::CardFound { at } = report else { panic!("{report:?}") };
            at
        }

        #[track_caller]
        fn tells_card(&self) -> Result<Box<IdCard>, CardProblem> {
            self.tells_found();
            let report = self.report();
            let ReaderReport::Card(card) = report else { panic!("{report:?}") };
            card
        }

        #[track_caller]
        fn tells_nothing_for(&self, time: Duration) {
            let report = self.reports.recv_timeout(time);
            assert!(report.is_err(), "{report:?}");
        }
    }

    fn card(id: &str) -> SimulatedCard {
        SimulatedCard::from_fields(invented(id)).unwrap()
    }

    #[test]
    fn a_card_put_down_is_reported_once_with_everything_on_it() {
        let bench = Bench::ready();
        bench.reader.place(card("wang_xiuying"));
        let read = bench.tells_card().unwrap();
        let CardFields { name, address, number, .. } = invented("wang_xiuying");
        assert_eq!((&read.name, &read.address), (&name, &address));
        assert_eq!((read.number.as_str(), read.sam.as_str()), (number.as_str(), SAM));
        assert_eq!(read.photo.len(), 1024);
        bench.tells_nothing_for(Duration::from_millis(1200));
    }

    #[test]
    fn every_invented_person_is_read_one_after_the_other() {
        let bench = Bench::ready();
        for id in [
            "liu_guangming",
            "he_yulan",
            "chen_fang",
            "ouyang_xiaoming",
            "rare",
            "child",
            "elsewhere",
            "elsewhere_80",
            "hundred",
        ] {
            bench.reader.place(card(id));
            assert_eq!(bench.tells_card().unwrap().name, invented(id).name);
            bench.reader.lift();
        }
    }

    #[test]
    fn damage_on_the_line_is_put_right_and_nobody_notices() {
        for fault in [
            ReaderFault::WrongChecksum,
            ReaderFault::NoiseInside,
            ReaderFault::NoiseBefore,
            ReaderFault::OneByteAtATime,
        ] {
            let bench = Bench::with(115_200, Some(fault));
            bench.tells_ready();
            bench.reader.place(card("rare"));
            assert_eq!(bench.tells_card().unwrap().name, "𠮷䶮㛃", "{fault:?}");
            bench.tells_nothing_for(Duration::from_millis(500));
        }
    }

    #[test]
    fn a_card_that_cannot_be_read_has_to_be_lifted_and_put_down_again() {
        let bench = Bench::ready();
        bench.reader.set_fault(Some(ReaderFault::ReadAnswers(0x41)));
        bench.reader.place(card("chen_fang"));
        bench.tells_found();
        assert!(matches!(bench.report(), ReaderReport::Unreadable));
        bench.tells_nothing_for(Duration::from_millis(900));

        bench.reader.lift();
        bench.tells_nothing_for(Duration::from_millis(900));
        bench.reader.place(card("chen_fang"));
        assert_eq!(bench.tells_card().unwrap().name, "陈芳");
    }

    #[test]
    fn what_is_no_resident_card_is_said_so_and_a_card_that_disagrees_with_itself_is_a_problem() {
        let bench = Bench::ready();
        bench.reader.place(card("rare").marked('J'));
        assert_eq!(bench.tells_card(), Err(CardProblem::OtherKind));

        bench.reader.lift();
        bench.reader.set_fault(Some(ReaderFault::ReadAnswers(0x40)));
        bench.reader.place(card("child"));
        assert_eq!(bench.tells_card(), Err(CardProblem::OtherKind));
        bench.reader.lift();
        bench.tells_nothing_for(Duration::from_millis(900));

        let forged = CardFields { birth: "19430313".into(), ..invented("wang_xiuying") };
        bench.reader.place(SimulatedCard::from_fields(forged).unwrap());
        assert_eq!(bench.tells_card(), Err(CardProblem::BirthDisagrees));
    }

    #[test]
    fn a_reader_that_falls_silent_in_the_middle_is_gone_and_comes_back() {
        let bench = Bench::ready();
        bench.reader.set_fault(Some(ReaderFault::SilentInTheMiddle));
        bench.reader.place(card("he_yulan"));
        bench.tells_found();
        assert!(matches!(bench.report(), ReaderReport::Gone));
        bench.tells_ready();
        assert_eq!(bench.tells_card().unwrap().name, "贺玉兰");
    }

    #[test]
    fn a_reader_that_never_answers_is_gone_until_it_does() {
        let bench = Bench::with(115_200, Some(ReaderFault::Silent));
        assert!(matches!(bench.report(), ReaderReport::Gone));
        bench.reader.set_fault(None);
        bench.tells_ready();
    }

    #[test]
    fn a_reader_that_is_unplugged_is_gone_at_once_and_its_thread_stops_when_asked() {
        let Bench { reports, thread, reader } = Bench::ready();
        drop(reader);
        let report = reports.recv_timeout(Duration::from_secs(5)).unwrap();
        assert!(matches!(report, ReaderReport::Gone));
        let start = crate::devices::now();
        drop(thread);
        assert!(start.elapsed() < Duration::from_millis(900));
        assert!(reports.recv().is_err(), "the thread has ended");
    }

    #[test]
    fn a_port_that_does_not_exist_is_a_reader_that_is_gone() {
        let (told, reports) = mpsc::channel();
        let settings = ReaderSettings { port: "no such port".into(), rate: 115_200 };
        let _thread = start(settings, move |report| told.send(report).unwrap());
        let report = reports.recv_timeout(Duration::from_secs(1)).unwrap();
        assert!(matches!(report, ReaderReport::Gone));
        assert!(reports.recv_timeout(Duration::from_millis(2500)).is_err(), "it is told once");
    }

    #[test]
    fn a_program_that_was_killed_leaves_a_reader_that_the_next_one_can_use() {
        let bench = Bench::ready();
        bench.reader.place(card("rare"));
        bench.tells_found();
        drop(bench.thread);

        let (told, reports) = mpsc::channel();
        let settings = ReaderSettings { port: bench.reader.port().to_owned(), rate: 115_200 };
        let _thread = start(settings, move |report| told.send(report).unwrap());
        let report = reports.recv_timeout(Duration::from_secs(5)).unwrap();
        assert!(matches!(report, ReaderReport::Ready { .. }), "{report:?}");
    }

    #[test]
    fn the_news_of_a_card_comes_before_its_data_by_the_time_of_the_line() {
        let bench = Bench::with(19_200, None);
        bench.tells_ready();
        bench.reader.place(card("rare"));
        let found = bench.tells_found();
        assert!(matches!(bench.report(), ReaderReport::Card(Ok(_))));
        let taken = found.elapsed();
        assert!(taken.as_millis() >= 670, "{taken:?}");
    }

    #[test]
    fn a_report_shows_no_name_in_a_log() {
        let bench = Bench::ready();
        bench.reader.place(card("wang_xiuying"));
        bench.tells_found();
        let shown = format!("{:?}", bench.report());
        assert_eq!(shown, "Card(Ok(IdCard(4301**********0005)))");
    }
}
