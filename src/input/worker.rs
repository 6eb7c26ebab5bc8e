//! Each engine on a thread of its own: made when the panel first opens, kept afterwards, and only the newest
//! question is answered.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::{Candidate, Engine, InputError, MOST_CANDIDATES, Vocabulary, Written};

/// Makes an engine, on the thread it works on; asked again at the next opening of the panel if it could not.
pub type Factory = Box<dyn Fn() -> Result<Box<dyn Engine>, InputError> + Send>;

type Reporter = Arc<dyn Fn(Report) + Send + Sync>;

pub struct Engines {
    /// For [`Written::Letters`] and [`Written::Strokes`].
    pub keys: Factory,
    /// For [`Written::Ink`].
    pub ink: Factory,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    Keys,
    Ink,
}

/// A question, with whose it is: a late answer must not reach the next person, nor the next question.
pub struct LookUp {
    pub visit: u64,
    pub sequence: u64,
    pub written: Written,
    pub vocabulary: Vocabulary,
}

/// What an engine has to say.
pub enum Report {
    /// It works: said when it has started, and again at every opening of the panel.
    Ready {
        which: Which,
    },
    /// It could not start, or it panicked: it does not work until the panel is opened again.
    Failed {
        which: Which,
        error: InputError,
    },
    /// It failed at this one question and goes on working.
    NoAnswer {
        which: Which,
        visit: u64,
        sequence: u64,
        error: InputError,
    },
    Candidates {
        visit: u64,
        sequence: u64,
        candidates: Vec<Candidate>,
    },
}

/// Both engines. Dropping it ends their threads once they have answered.
pub struct Input {
    keys: Desk,
    ink: Desk,
}

impl Input {
    /// Nothing is started yet.
    pub fn new(engines: Engines, report: impl Fn(Report) + Send + Sync + 'static) -> Self {
        let report: Reporter = Arc::new(report);
        Self {
            keys: Desk::new(Which::Keys, engines.keys, Arc::clone(&report)),
            ink: Desk::new(Which::Ink, engines.ink, report),
        }
    }

    /// The panel opens: whatever does not run is started; the answer is a report.
    pub fn open(&mut self) {
        self.keys.open();
        self.ink.open();
    }

    /// A question that still waits for the same engine is forgotten.
    pub fn look_up(&self, question: LookUp) {
        let desk = match question.written {
            Written::Letters(_) | Written::Strokes(_) => &self.keys,
            Written::Ink(_) => &self.ink,
        };
        desk.in_tray.change(|tray| tray.question = Some(question));
    }

    /// The panel closes: no question waits any longer, and the engines forget what was written last.
    pub fn close(&self) {
        for desk in [&self.keys, &self.ink] {
            desk.in_tray.change(|tray| {
                tray.question = None;
                tray.closed = true;
            });
        }
    }
}

/// One engine, its thread and the one question that waits for it.
struct Desk {
    which: Which,
    in_tray: Arc<InTray>,
    /// Until the thread is started.
    idle: Option<(Factory, Reporter)>,
}

#[derive(Default)]
struct InTray {
    tray: Mutex<Tray>,
    changed: Condvar,
}

#[derive(Default)]
struct Tray {
    opened: bool,
    closed: bool,
    question: Option<LookUp>,
    ended: bool,
}

impl InTray {
    fn lock(&self) -> MutexGuard<'_, Tray> {
        self.tray.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut Tray)) {
        change(&mut self.lock());
        self.changed.notify_one();
    }

    /// What is there to do next; `None` at the end.
    fn next(&self) -> Option<Tray> {
        let idle = |tray: &mut Tray| {
            !tray.opened && !tray.closed && tray.question.is_none() && !tray.ended
        };
        let mut tray =
            self.changed.wait_while(self.lock(), idle).unwrap_or_else(PoisonError::into_inner);
        (!tray.ended).then(|| std::mem::take(&mut *tray))
    }
}

impl Desk {
    fn new(which: Which, factory: Factory, report: Reporter) -> Self {
        Self { which, in_tray: Arc::default(), idle: Some((factory, report)) }
    }

    fn open(&mut self) {
        self.in_tray.change(|tray| tray.opened = true);
        let Some((factory, report)) = self.idle.take() else { return };
        let (which, in_tray) = (self.which, Arc::clone(&self.in_tray));
        let name = match which {
            Which::Keys => "input-keys",
            Which::Ink => "input-ink",
        };
        let on_thread = Arc::clone(&report);
        let started = std::thread::Builder::new().name(name.into()).spawn(move || {
            let mut worker = Worker { which, factory, report: on_thread, engine: None };
            while let Some(work) = in_tray.next() {
                worker.serve(work);
            }
        });
        if let Err(error) = started {
            report(Report::Failed { which, error: InputError::Engine(error.to_string()) });
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.in_tray.change(|tray| tray.ended = true);
    }
}

/// Lives on the engine's thread.
struct Worker {
    which: Which,
    factory: Factory,
    report: Reporter,
    engine: Option<Box<dyn Engine>>,
}

impl Worker {
    fn serve(&mut self, work: Tray) {
        if let (true, Some(engine)) = (work.closed, &mut self.engine) {
            engine.forget();
        }
        if work.opened {
            self.start();
        }
        // without an engine there is no answer; that it is not there has been said
        if let (Some(question), true) = (work.question, self.engine.is_some()) {
            self.answer(question);
        }
    }

    fn start(&mut self) {
        let which = self.which;
        if self.engine.is_none() {
            match catch_unwind(AssertUnwindSafe(&self.factory)) {
                Ok(Ok(engine)) => self.engine = Some(engine),
                Ok(Err(error)) => return (self.report)(Report::Failed { which, error }),
                Err(_) => return self.report_panic(),
            }
        }
        (self.report)(Report::Ready { which });
    }

    fn answer(&mut self, question: LookUp) {
        let Some(engine) = &mut self.engine else { return };
        let LookUp { visit, sequence, written, vocabulary } = question;
        let look_up = AssertUnwindSafe(|| engine.candidates(&written, vocabulary));
        match catch_unwind(look_up) {
            Ok(Ok(mut candidates)) => {
                candidates.truncate(MOST_CANDIDATES);
                (self.report)(Report::Candidates { visit, sequence, candidates });
            }
            Ok(Err(error)) => {
                // its text may repeat what was written, and reports are logged
                let error = match error {
                    InputError::Engine(_) => InputError::Engine("it could not answer".into()),
                    lost @ (InputError::Missing(_) | InputError::Damaged(_)) => lost,
                };
                (self.report)(Report::NoAnswer { which: self.which, visit, sequence, error });
            }
            Err(_) => self.report_panic(),
        }
    }

    /// An engine that panicked is not used again; the next opening makes a new one.
    fn report_panic(&mut self) {
        self.engine = None;
        let error = InputError::Engine("it panicked".into());
        (self.report)(Report::Failed { which: self.which, error });
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::time::Duration;

    use super::*;

    /// Answers with how much was written; holds each answer back until it is let go.
    struct Slow {
        begun: Sender<()>,
        go: Receiver<()>,
    }

    impl Engine for Slow {
        fn candidates(
            &mut self,
            written: &Written,
            _: Vocabulary,
        ) -> Result<Vec<Candidate>, InputError> {
            self.begun.send(()).unwrap();
            self.go.recv().unwrap();
            Ok(vec![candidate(&amount(written).to_string()); MOST_CANDIDATES + 6])
        }
    }

    /// Answers at once, fails at nothing written, panics at `zz`.
    struct Quick;

    impl Engine for Quick {
        fn candidates(
            &mut self,
            written: &Written,
            _: Vocabulary,
        ) -> Result<Vec<Candidate>, InputError> {
            assert!(*written != Written::Letters("zz".into()), "as broken as an engine can be");
            match amount(written) {
                0 => Err(InputError::Engine("nothing written".into())),
                some => Ok(vec![candidate(&some.to_string())]),
            }
        }
    }

    fn amount(written: &Written) -> usize {
        match written {
            Written::Letters(keys) | Written::Strokes(keys) => keys.len(),
            Written::Ink(strokes) => strokes.len(),
        }
    }

    fn candidate(text: &str) -> Candidate {
        Candidate { text: text.into(), rest: String::new() }
    }

    fn input(keys: Factory, ink: Factory) -> (Input, Receiver<Report>) {
        let (send, reports) = channel();
        (Input::new(Engines { keys, ink }, move |report| send.send(report).unwrap()), reports)
    }

    fn quick() -> Factory {
        Box::new(|| Ok(Box::new(Quick)))
    }

    /// Makes this one engine, and panics when it is asked for another.
    fn once(engine: impl Engine + Send + 'static) -> Factory {
        let engine = Mutex::new(Some(engine));
        Box::new(move || Ok(Box::new(engine.lock().unwrap().take().unwrap())))
    }

    /// With it, what says that it has begun an answer, and what lets the answer go.
    fn slow() -> (Slow, Receiver<()>, Sender<()>) {
        let (begun_send, begun) = channel();
        let (go, go_receive) = channel();
        (Slow { begun: begun_send, go: go_receive }, begun, go)
    }

    fn letters(sequence: u64, letters: &str) -> LookUp {
        let written = Written::Letters(letters.into());
        LookUp { visit: 1, sequence, written, vocabulary: Vocabulary::General }
    }

    /// In words, because engines of two threads report in any order.
    fn next(reports: &Receiver<Report>) -> String {
        match reports.recv_timeout(Duration::from_secs(10)).unwrap() {
            Report::Ready { which } => format!("{which:?} ready"),
            Report::Failed { which, error } => format!("{which:?} failed: {error}"),
            Report::NoAnswer { which, visit, sequence, error } => {
                format!("{visit}/{sequence}: {which:?} has no answer: {error}")
            }
            Report::Candidates { visit, sequence, candidates } => {
                format!("{visit}/{sequence}: {} × {}", candidates.len(), candidates[0].text)
            }
        }
    }

    fn both(reports: &Receiver<Report>) -> [String; 2] {
        let mut both = [next(reports), next(reports)];
        both.sort();
        both
    }

    #[test]
    fn keys_faster_than_the_engine_are_answered_once_with_the_newest() {
        let (slow, begun, go) = slow();
        let (mut input, reports) = input(once(slow), quick());
        input.open();
        assert_eq!(both(&reports), ["Ink ready", "Keys ready"]);

        input.look_up(letters(1, "n"));
        begun.recv().unwrap(); // the engine is busy with the first key
        for (sequence, typed) in (2..).zip(["ni", "nin", "ning", "ningx", "ningxi"]) {
            input.look_up(letters(sequence, typed));
        }
        go.send(()).unwrap();
        go.send(()).unwrap();

        assert_eq!(next(&reports), "1/1: 24 × 1", "no more than two dozen");
        assert_eq!(next(&reports), "1/6: 24 × 6", "all between are skipped");
        assert!(begun.recv().is_ok() && begun.try_recv().is_err());
    }

    #[test]
    fn what_waits_when_the_panel_closes_is_forgotten() {
        let (slow, begun, go) = slow();
        let (mut input, reports) = input(once(slow), quick());
        input.open();
        both(&reports);
        input.look_up(letters(1, "n"));
        begun.recv().unwrap();
        input.look_up(letters(2, "ni"));
        input.close();
        go.send(()).unwrap();
        assert_eq!(next(&reports), "1/1: 24 × 1");

        input.open();

        assert_eq!(both(&reports), ["Ink ready", "Keys ready"]); // kept, and nothing asked meanwhile
        assert!(begun.try_recv().is_err());
    }

    /// Says when it is told to forget.
    struct Forgetful(Sender<()>);

    impl Engine for Forgetful {
        fn candidates(&mut self, _: &Written, _: Vocabulary) -> Result<Vec<Candidate>, InputError> {
            Ok(vec![candidate("大")])
        }

        fn forget(&mut self) {
            self.0.send(()).unwrap();
        }
    }

    #[test]
    fn an_engine_forgets_when_the_panel_closes() {
        let (told, forgotten) = channel();
        let (mut input, reports) = input(once(Forgetful(told)), quick());
        input.open();
        let ready = |report| matches!(report, Report::Ready { which: Which::Keys });
        assert!(reports.iter().any(ready));
        input.close();
        assert_eq!(forgotten.recv_timeout(std::time::Duration::from_secs(10)), Ok(()));
    }

    #[test]
    fn an_engine_that_is_not_there_is_reported_and_looked_at_again_at_the_next_opening() {
        let there = Arc::new(Mutex::new(false));
        let seen = Arc::clone(&there);
        let model = PathBuf::from("handwriting/model.onnx");
        let ink: Factory = Box::new(move || {
            if *seen.lock().unwrap() {
                Ok(Box::new(Quick))
            } else {
                Err(InputError::Missing(model.clone()))
            }
        });
        let (mut input, reports) = input(quick(), ink);

        input.open();
        let missing = "Ink failed: handwriting/model.onnx is not there";
        assert_eq!(both(&reports), [missing, "Keys ready"]);
        // letters go on; ink has no answer
        let ink = |sequence| LookUp {
            written: Written::Ink(vec![vec![(0.5, 0.5)]]),
            ..letters(sequence, "")
        };
        input.look_up(ink(1));
        input.look_up(letters(2, "ni"));
        assert_eq!(next(&reports), "1/2: 1 × 2");

        *there.lock().unwrap() = true;
        input.open();
        assert_eq!(both(&reports), ["Ink ready", "Keys ready"]);
        input.look_up(ink(3));
        assert_eq!(next(&reports), "1/3: 1 × 1");
    }

    #[test]
    fn a_question_that_fails_is_reported_and_the_next_is_answered() {
        let (mut input, reports) = input(quick(), quick());
        input.open();
        both(&reports);

        input.look_up(letters(1, ""));
        assert_eq!(
            next(&reports),
            "1/1: Keys has no answer: the engine failed: it could not answer"
        );
        input.look_up(letters(2, "ni"));
        assert_eq!(next(&reports), "1/2: 1 × 2");

        // a panic takes the engine away until the panel is opened again
        input.look_up(letters(3, "zz"));
        assert_eq!(next(&reports), "Keys failed: the engine failed: it panicked");
        input.open();
        assert_eq!(both(&reports), ["Ink ready", "Keys ready"]);
        input.look_up(letters(4, "nin"));
        assert_eq!(next(&reports), "1/4: 1 × 3");
    }

    #[test]
    fn a_scribble_of_sixty_strokes_and_one_dot_reach_the_engine_whole() {
        let (mut input, reports) = input(quick(), quick());
        input.open();
        both(&reports);
        let stroke: Vec<(f32, f32)> = (0..200_u8).map(|at| (f32::from(at) / 100.0, 0.5)).collect();
        let outside = vec![vec![(-3.0, 9.0), (40.0, -7.0)]];
        for (sequence, strokes, answer) in [
            (1, vec![stroke; 60], "1/1: 1 × 60"),
            (2, vec![vec![(0.5, 0.5)]], "1/2: 1 × 1"),
            (3, outside, "1/3: 1 × 1"),
        ] {
            input.look_up(LookUp { written: Written::Ink(strokes), ..letters(sequence, "") });
            assert_eq!(next(&reports), answer);
        }
    }
}
