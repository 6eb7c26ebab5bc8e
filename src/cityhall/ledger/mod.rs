//! The city hall's book, as a trait: every acknowledged line is durable, every number is given once.

use std::{collections::BTreeMap, pin::Pin, time::Duration};

use jiff::{Timestamp, civil::Date};
use serde::Deserialize;
use tokio::sync::watch;
use uuid::Uuid;

use crate::{
    api::v1::{ChangeEvent, ChangeKind, MaterialEntry},
    domain::{
        number::{ApplicationNumber, NumberError},
        rating::{Level, Reason},
    },
};

pub mod sqlite;

/// SQLite beside the program for one city; PostgreSQL keeps the same promises (the contract below) for a province.
pub trait Ledger: Send + Sync {
    /// Random name of this database, made when it was created.
    fn epoch(&self) -> &str;

    /// The number of the last committed event; changes when there is news.
    fn latest_event(&self) -> watch::Receiver<u64>;

    fn take_application(&self, arrival: Arrival) -> Answer<'_, Taking>;

    fn take_blob(&self, blob: BlobArrival) -> Answer<'_, Taking>;

    fn find_custody(&self, application: Uuid) -> Answer<'_, Option<Custody>>;

    /// Events after `after` that concern the point at which the device stands, oldest first.
    /// An `after` beyond the last event is from before a backup was played back: then all are told again,
    /// because repeats do no harm and gaps do.
    fn events_for(&self, device: &str, after: u64, limit: u32) -> Answer<'_, EventPage>;

    /// In the order of arrival.
    fn cases(&self, whose: Whose) -> Answer<'_, Vec<Case>>;

    /// Everybody's, by the reading of the applicants' names, as an officer looks somebody up; who has none comes last.
    fn cases_by_applicant(&self) -> Answer<'_, Vec<Case>>;

    /// What an officer decides, as a new event; deciding the same again changes nothing.
    fn decide(&self, application: Uuid, decision: Decision, at: Timestamp) -> Answer<'_, Decided>;

    fn take_rating(&self, rating: RatingArrival) -> Answer<'_, RatingTaking>;

    /// In the order of arrival; without the application, so that nobody sees whose it is.
    fn ratings(&self) -> Answer<'_, Vec<RatingLine>>;

    fn take_call(&self, call: CallArrival) -> Answer<'_, CallTaking>;

    /// Those that came since then and that nobody has answered, in the order of arrival.
    fn open_calls(&self, since: Timestamp) -> Answer<'_, Vec<Call>>;

    /// An answered call is open no longer; answering it again changes nothing.
    fn answer_call(&self, call: Uuid, at: Timestamp) -> Answer<'_, CallAnswered>;
}

pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, LedgerError>> + Send + 'a>>;

/// An application that passed the checks at the door.
pub struct Arrival {
    pub id: Uuid,
    pub application_number: ApplicationNumber,
    pub item: String,
    pub point: String,
    pub device: String,
    pub supplements: Option<Uuid>,
    /// Names of the parts that belong to it, in the order of the document; one name may stand twice.
    pub blobs: Vec<String>,
    /// `sha-256:<hex>` of the body.
    pub digest: String,
    pub body: Vec<u8>,
    pub at: Timestamp,
}

/// A part whose bytes were found to match their digest.
pub struct BlobArrival {
    pub application: Uuid,
    pub digest: String,
    pub bytes: Vec<u8>,
    pub at: Timestamp,
}

/// What became of an arrival.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taking {
    New(Custody),
    /// The same bytes had come before.
    Again(Custody),
    /// Other bytes had come under this id.
    Conflict,
    /// A part that the document does not name.
    NotDeclared,
    /// A part of an application that never came.
    UnknownApplication,
}

/// What the city hall has in hand of one application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Custody {
    pub receipt: u64,
    /// Digests of the parts still to come.
    pub missing: Vec<String>,
}

/// A piece of the change feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventPage {
    pub events: Vec<ChangeEvent>,
    /// Number of the last event of the page; where it began when it is empty.
    pub last: u64,
    pub more: bool,
}

/// Which cases are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    Everybody,
    Id(Uuid),
    /// May be several: the number comes again every year.
    Number(ApplicationNumber),
}

/// One line of the officers' list; the person stands in it masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub id: Uuid,
    pub application_number: String,
    /// `王*英`; nothing where the document names nobody.
    pub applicant: Option<String>,
    pub item: String,
    pub point: String,
    pub stage: Stage,
    /// RFC 3339; nothing while parts are missing.
    pub received_at: Option<String>,
    pub acceptance_number: Option<String>,
    /// What the application says about its papers, and which rules the machine wants looked at.
    pub papers: Papers,
}

/// Read from the document as it came; nothing where it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Papers {
    #[serde(default)]
    pub materials: BTreeMap<String, MaterialEntry>,
    #[serde(default)]
    pub remarks: Vec<String>,
}

/// How far the city hall is with an application: what its last event says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The facts are there, parts are missing.
    Held,
    Received,
    Accepted,
    CorrectionAsked,
    Refused,
    Concluded,
}

impl Stage {
    pub const ALL: [Self; 6] = [
        Self::Held,
        Self::Received,
        Self::Accepted,
        Self::CorrectionAsked,
        Self::Refused,
        Self::Concluded,
    ];

    pub fn after(last_event: Option<ChangeKind>) -> Self {
        match last_event {
            None => Self::Held,
            Some(ChangeKind::Received) => Self::Received,
            Some(ChangeKind::Accepted) => Self::Accepted,
            Some(ChangeKind::CorrectionAsked) => Self::CorrectionAsked,
            Some(ChangeKind::Refused) => Self::Refused,
            Some(ChangeKind::Concluded) => Self::Concluded,
        }
    }

    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Received => "received",
            Self::Accepted => "accepted",
            Self::CorrectionAsked => "correction_asked",
            Self::Refused => "refused",
            Self::Concluded => "concluded",
        }
    }
}

/// What an officer can decide; refusing and concluding will stand here too. No `Debug`: a reason may name a person.
#[derive(Clone, PartialEq, Eq)]
pub enum Decision {
    /// 受理, on a business date.
    Accept { day: Date },
    /// 补正: everything that is missing is told at once (Administrative Licensing Law, art. 32).
    AskCorrection { reason: String, fields: Vec<String>, last_date: Date },
}

impl Decision {
    /// Nothing is decided before every part is there, and nothing after the end.
    pub fn may_follow(&self, stage: Stage) -> bool {
        match self {
            Self::Accept { .. } | Self::AskCorrection { .. } => match stage {
                Stage::Received | Stage::Accepted | Stage::CorrectionAsked => true,
                Stage::Held | Stage::Refused | Stage::Concluded => false,
            },
        }
    }
}

/// What became of an officer's decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decided {
    Now(Case),
    /// The same had been decided before; nothing was added.
    Before(Case),
    NotInThisStage(Stage),
    UnknownApplication,
}

/// A rating that passed the checks at the door.
pub struct RatingArrival {
    pub application: Uuid,
    pub level: Level,
    pub reasons: Vec<Reason>,
    /// `2026-11-24`, the kiosk's clock.
    pub day: Date,
    /// `sha-256:<hex>` of the body.
    pub digest: String,
    pub at: Timestamp,
}

/// What became of a rating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RatingTaking {
    New {
        /// RFC 3339, our clock.
        received_at: String,
    },
    /// The same bytes had come before, at this time.
    Again {
        received_at: String,
    },
    /// The application has been rated otherwise.
    Conflict,
    UnknownApplication,
}

/// One line of the list of ratings: the point, the item and the day, never whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingLine {
    pub point: String,
    pub item: String,
    pub day: String,
    pub level: Level,
    pub reasons: Vec<Reason>,
}

/// A call that passed the checks at the door.
pub struct CallArrival {
    pub call: Call,
    /// `sha-256:<hex>` of the body.
    pub digest: String,
}

/// Somebody at a point asks for a person (叫人); no person in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    pub id: Uuid,
    pub point: String,
    pub point_name: String,
    pub device: String,
    /// How far the person had come: a word for a screen.
    pub screen: String,
    /// RFC 3339, the kiosk's clock.
    pub created_at: String,
    /// RFC 3339, our clock.
    pub received_at: String,
}

/// How long a call is kept, answered or not: a month later nobody asks any more whether somebody came.
pub(super) const CALLS_KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// What became of the arrival of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallTaking {
    New(Call),
    /// The same bytes had come before.
    Again(Call),
    /// Other bytes had come under this id.
    Conflict,
}

/// What became of an officer's answer to a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallAnswered {
    Now(Call),
    /// It had been answered before.
    Before(Call),
    UnknownCall,
}

#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error("the folder of the ledger cannot be used")]
    Folder(#[from] std::io::Error),
    #[error("another city hall is at work in this folder")]
    InUse,
    #[error("the ledger was written by a newer program (schema {found}, this one knows {known})")]
    NewerSchema { found: u32, known: u32 },
    #[error("the ledger cannot keep a write-ahead log here (journal mode {0})")]
    NoWriteAheadLog(String),
    #[error("the ledger's database failed")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("the ledger holds something it cannot have written: {0}")]
    Damaged(&'static str),
    #[error("no acceptance number can be made")]
    Number(#[from] NumberError),
    #[error("the ledger gave the request up; nothing of it was written")]
    GivenUp,
}

/// What every engine of the ledger promises; PostgreSQL will have to keep it too.
#[cfg(test)]
pub(crate) mod contract {
    use jiff::civil::date;

    use super::*;
    use crate::domain::number::AcceptanceNumber;

    /// `fresh` opens an empty ledger.
    pub(crate) async fn ledger_contract<L: Ledger + 'static>(fresh: impl Fn() -> L) {
        receipts_have_no_gaps_and_repeats_burn_none(&fresh()).await;
        of_many_at_once_with_one_id_one_makes_the_row(fresh()).await;
        other_bytes_under_one_id_are_a_conflict(&fresh()).await;
        parts_in_every_order_complete_an_application_once(&fresh()).await;
        parts_that_belong_nowhere_are_not_kept(&fresh()).await;
        events_go_to_the_machines_of_their_point(&fresh()).await;
        events_come_in_pages_and_none_is_left_out(&fresh()).await;
        whoever_waits_sees_the_number_of_the_last_event_move(&fresh()).await;
        acceptance_numbers_are_given_once_and_count_by_day(&fresh()).await;
        a_correction_may_be_asked_before_and_after_accepting(&fresh()).await;
        nothing_is_decided_while_parts_are_missing(&fresh()).await;
        a_number_that_comes_again_finds_every_case(&fresh()).await;
        applicants_are_listed_by_the_reading_of_their_surnames(&fresh()).await;
        a_call_is_taken_once_and_open_until_it_is_answered(&fresh()).await;
        an_application_is_rated_once_and_nobody_sees_whose_it_is(&fresh()).await;
    }

    const MONDAY: Date = date(2026, 11, 23);
    const TUESDAY: Date = date(2026, 11, 24);

    fn now() -> Timestamp {
        "2026-11-24T10:41:03+08:00".parse().unwrap()
    }

    fn arrival(blobs: &[&str]) -> Arrival {
        let id = Uuid::now_v7();
        Arrival {
            id,
            application_number: ApplicationNumber::new("2104", TUESDAY, 58).unwrap(),
            item: "advanced_age_allowance".into(),
            point: "430182119206".into(),
            device: "2104-1".into(),
            supplements: None,
            blobs: blobs.iter().map(|digest| (*digest).into()).collect(),
            digest: format!("digest of {id}"),
            body: id.to_string().into(),
            at: now(),
        }
    }

    fn again(first: &Arrival) -> Arrival {
        Arrival {
            id: first.id,
            digest: first.digest.clone(),
            body: first.body.clone(),
            blobs: first.blobs.clone(),
            ..arrival(&[])
        }
    }

    async fn take(ledger: &impl Ledger, blobs: &[&str]) -> Uuid {
        let arrival = arrival(blobs);
        let id = arrival.id;
        assert!(matches!(ledger.take_application(arrival).await.unwrap(), Taking::New(_)));
        id
    }

    async fn take_part(ledger: &impl Ledger, application: Uuid, digest: &str) -> Taking {
        let (digest, bytes) = (digest.into(), digest.into());
        ledger.take_blob(BlobArrival { application, digest, bytes, at: now() }).await.unwrap()
    }

    async fn events(ledger: &impl Ledger) -> Vec<ChangeEvent> {
        ledger.events_for("2104-1", 0, 200).await.unwrap().events
    }

    async fn kinds(ledger: &impl Ledger) -> Vec<ChangeKind> {
        events(ledger).await.iter().map(|event| event.kind).collect()
    }

    async fn decide(ledger: &impl Ledger, id: Uuid, decision: Decision) -> Decided {
        ledger.decide(id, decision, now()).await.unwrap()
    }

    fn correction(reason: &str) -> Decision {
        Decision::AskCorrection {
            reason: reason.into(),
            fields: vec!["phone".into(), "bank_account".into()],
            last_date: date(2026, 12, 4),
        }
    }

    fn custody(receipt: u64, missing: &[&str]) -> Custody {
        Custody { receipt, missing: missing.iter().map(|digest| (*digest).into()).collect() }
    }

    async fn an_application_is_rated_once_and_nobody_sees_whose_it_is(ledger: &impl Ledger) {
        let rating = |application: Uuid, level: Level, digest: &str| RatingArrival {
            application,
            level,
            reasons: if level.is_low() { vec![Reason::LongWait] } else { Vec::new() },
            day: TUESDAY,
            digest: digest.into(),
            at: now(),
        };
        let (nobody, low) = (Uuid::now_v7(), Level::Dissatisfied);
        let early = ledger.take_rating(rating(nobody, low, "a")).await.unwrap();
        assert_eq!(early, RatingTaking::UnknownApplication);
        let id = take(ledger, &[]).await;
        let first = ledger.take_rating(rating(id, low, "a")).await.unwrap();
        let RatingTaking::New { received_at } = first else { panic!("{first:?}") };
        let again = ledger.take_rating(rating(id, low, "a")).await.unwrap();
        assert_eq!(again, RatingTaking::Again { received_at });
        let other = ledger.take_rating(rating(id, Level::Satisfied, "b")).await.unwrap();
        assert_eq!(other, RatingTaking::Conflict);
        let line = RatingLine {
            point: "430182119206".into(),
            item: "advanced_age_allowance".into(),
            day: "2026-11-24".into(),
            level: low,
            reasons: vec![Reason::LongWait],
        };
        assert_eq!(ledger.ratings().await.unwrap(), [line]);
        assert_eq!(kinds(ledger).await, [ChangeKind::Received], "no kiosk is told");
    }

    async fn receipts_have_no_gaps_and_repeats_burn_none(ledger: &impl Ledger) {
        for receipt in 1..=3 {
            let first = arrival(&[]);
            let repeat = again(&first);
            let id = first.id;
            let taking = ledger.take_application(first).await.unwrap();
            assert_eq!(taking, Taking::New(custody(receipt, &[])));
            let taking = ledger.take_application(repeat).await.unwrap();
            assert_eq!(taking, Taking::Again(custody(receipt, &[])));
            let found = ledger.find_custody(id).await.unwrap();
            assert_eq!(found, Some(custody(receipt, &[])));
        }
        assert_eq!(ledger.find_custody(Uuid::now_v7()).await.unwrap(), None);
        assert_eq!(kinds(ledger).await, [ChangeKind::Received; 3]);
    }

    async fn of_many_at_once_with_one_id_one_makes_the_row<L: Ledger + 'static>(ledger: L) {
        let ledger = std::sync::Arc::new(ledger);
        let first = arrival(&[]);
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..64 {
            let (ledger, arrival) = (ledger.clone(), again(&first));
            tasks.spawn(async move { ledger.take_application(arrival).await.unwrap() });
        }
        let takings = tasks.join_all().await;
        let new = takings.iter().filter(|taking| **taking == Taking::New(custody(1, &[]))).count();
        let again =
            takings.iter().filter(|taking| **taking == Taking::Again(custody(1, &[]))).count();
        assert_eq!((new, again), (1, 63));
        assert_eq!(ledger.cases(Whose::Everybody).await.unwrap().len(), 1);
    }

    async fn other_bytes_under_one_id_are_a_conflict(ledger: &impl Ledger) {
        let first = arrival(&[]);
        let other = Arrival { digest: "another digest".into(), ..again(&first) };
        ledger.take_application(first).await.unwrap();
        assert_eq!(ledger.take_application(other).await.unwrap(), Taking::Conflict);
        let next = ledger.take_application(arrival(&[])).await.unwrap();
        assert_eq!(next, Taking::New(custody(2, &[])), "a conflict burns no receipt");
    }

    async fn parts_in_every_order_complete_an_application_once(ledger: &impl Ledger) {
        for order in ["abc", "acb", "bac", "bca", "cab", "cba"] {
            let before = events(ledger).await.len();
            // the same picture stands in two places of the form
            let id = take(ledger, &["a", "b", "c", "a"]).await;
            for (position, part) in order.chars().enumerate() {
                assert_eq!(events(ledger).await.len(), before, "{order}");
                let Taking::New(custody) = take_part(ledger, id, &part.to_string()).await else {
                    panic!("{order}: {part} was taken before")
                };
                assert_eq!(custody.missing.len(), 2 - position, "{order}");
                let repeat = take_part(ledger, id, &part.to_string()).await;
                assert_eq!(repeat, Taking::Again(custody), "{order}");
            }
            assert_eq!(events(ledger).await.len(), before + 1, "{order}");
            assert_eq!(events(ledger).await.last().unwrap().application, id.to_string());
        }
    }

    async fn parts_that_belong_nowhere_are_not_kept(ledger: &impl Ledger) {
        let unknown = take_part(ledger, Uuid::now_v7(), "a").await;
        assert_eq!(unknown, Taking::UnknownApplication);
        let id = take(ledger, &["a"]).await;
        assert_eq!(take_part(ledger, id, "b").await, Taking::NotDeclared);
        let other = take(ledger, &["b"]).await;
        assert!(matches!(take_part(ledger, other, "b").await, Taking::New(_)));
        let found = ledger.find_custody(id).await.unwrap();
        assert_eq!(found, Some(custody(1, &["a"])), "a part of one completes no other");
    }

    async fn events_go_to_the_machines_of_their_point(ledger: &impl Ledger) {
        let here = take(ledger, &[]).await;
        let mut elsewhere = arrival(&[]);
        (elsewhere.point, elsewhere.device) = ("430182119207".into(), "2105-1".into());
        let there = elsewhere.id;
        ledger.take_application(elsewhere).await.unwrap();
        let second_machine = Arrival { device: "2104-2".into(), ..arrival(&[]) };
        let also_here = second_machine.id;
        ledger.take_application(second_machine).await.unwrap();
        for (device, applications) in [
            ("2104-1", vec![here, also_here]),
            ("2104-2", vec![here, also_here]),
            ("2105-1", vec![there]),
            ("never seen", vec![]),
        ] {
            let page = ledger.events_for(device, 0, 200).await.unwrap();
            let told: Vec<_> = page.events.into_iter().map(|event| event.application).collect();
            let expected: Vec<_> = applications.iter().map(Uuid::to_string).collect();
            assert_eq!(told, expected, "{device}");
        }
    }

    async fn events_come_in_pages_and_none_is_left_out(ledger: &impl Ledger) {
        let mut ids = Vec::new();
        for _ in 0..7 {
            ids.push(take(ledger, &[]).await.to_string());
        }
        let (mut told, mut after) = (Vec::new(), 0);
        for (length, more) in [(3, true), (3, true), (1, false), (0, false)] {
            let page = ledger.events_for("2104-1", after, 3).await.unwrap();
            assert_eq!((page.events.len(), page.more), (length, more));
            after = page.last;
            told.extend(page.events.into_iter().map(|event| event.application));
        }
        assert_eq!(told, ids);
        let beyond_the_end = ledger.events_for("2104-1", 8, 200).await.unwrap();
        assert_eq!(beyond_the_end.events.len(), 7);
    }

    async fn whoever_waits_sees_the_number_of_the_last_event_move(ledger: &impl Ledger) {
        let mut latest = ledger.latest_event();
        let id = take(ledger, &["a"]).await;
        assert_eq!(*latest.borrow_and_update(), 0, "held is no news");
        take_part(ledger, id, "a").await;
        latest.changed().await.unwrap();
        assert_eq!(*latest.borrow_and_update(), 1);
    }

    async fn acceptance_numbers_are_given_once_and_count_by_day(ledger: &impl Ledger) {
        for (day, sequence) in [(MONDAY, 1), (MONDAY, 2), (TUESDAY, 1), (MONDAY, 3)] {
            let number = AcceptanceNumber::new(day, sequence).unwrap().to_string();
            let id = take(ledger, &[]).await;
            let Decided::Now(case) = decide(ledger, id, Decision::Accept { day }).await else {
                panic!("{number} was not given")
            };
            assert_eq!(case.acceptance_number.as_ref(), Some(&number));
            assert_eq!(case.stage, Stage::Accepted);
            let repeat = decide(ledger, id, Decision::Accept { day: TUESDAY }).await;
            assert_eq!(repeat, Decided::Before(case));
            let event = events(ledger).await.pop().unwrap();
            assert_eq!(event.acceptance_number, Some(number));
        }
        let unknown = decide(ledger, Uuid::now_v7(), Decision::Accept { day: MONDAY }).await;
        assert_eq!(unknown, Decided::UnknownApplication);
    }

    async fn a_correction_may_be_asked_before_and_after_accepting(ledger: &impl Ledger) {
        use ChangeKind::{Accepted, CorrectionAsked, Received};
        let id = take(ledger, &[]).await;
        for (decision, stage) in [
            (correction("电话号码不对"), Stage::CorrectionAsked),
            (Decision::Accept { day: TUESDAY }, Stage::Accepted),
            (correction("存折看不清"), Stage::CorrectionAsked),
        ] {
            let Decided::Now(case) = decide(ledger, id, decision.clone()).await else {
                panic!("not decided")
            };
            assert_eq!(case.stage, stage);
            assert_eq!(decide(ledger, id, decision).await, Decided::Before(case));
        }
        assert_eq!(kinds(ledger).await, [Received, CorrectionAsked, Accepted, CorrectionAsked]);
        let asked = events(ledger).await.pop().unwrap();
        assert_eq!(asked.reason.as_deref(), Some("存折看不清"));
        assert_eq!(asked.fields, Some(vec!["phone".into(), "bank_account".into()]));
        assert_eq!(asked.last_date.as_deref(), Some("2026-12-04"));
    }

    async fn nothing_is_decided_while_parts_are_missing(ledger: &impl Ledger) {
        let id = take(ledger, &["a"]).await;
        for decision in [Decision::Accept { day: TUESDAY }, correction("电话号码不对")] {
            assert_eq!(decide(ledger, id, decision).await, Decided::NotInThisStage(Stage::Held));
        }
        assert_eq!(kinds(ledger).await, []);
    }

    async fn a_number_that_comes_again_finds_every_case(ledger: &impl Ledger) {
        let (last_year, this_year) = (take(ledger, &[]).await, take(ledger, &["a"]).await);
        let number = ApplicationNumber::new("2104", TUESDAY, 58).unwrap();
        let found = ledger.cases(Whose::Number(number)).await.unwrap();
        let facts: Vec<_> = found.iter().map(|case| (case.id, case.stage)).collect();
        assert_eq!(facts, [(last_year, Stage::Received), (this_year, Stage::Held)]);
        let found = ledger.cases(Whose::Id(this_year)).await.unwrap();
        assert_eq!(found.iter().map(|case| case.id).collect::<Vec<_>>(), [this_year]);
        let other = ApplicationNumber::new("2104", TUESDAY, 59).unwrap();
        assert_eq!(ledger.cases(Whose::Number(other)).await.unwrap(), []);
    }
    async fn applicants_are_listed_by_the_reading_of_their_surnames(ledger: &impl Ledger) {
        for name in ["张三", "曾国藩", "", "单田芳", "王秀英"] {
            let document = format!(r#"{{"values":{{"applicant_name":"{name}"}}}}"#);
            let named = Arrival { body: document.into(), ..arrival(&[]) };
            ledger.take_application(named).await.unwrap();
        }
        take(ledger, &[]).await; // names nobody at all
        let listed = ledger.cases_by_applicant().await.unwrap();
        let names: Vec<_> = listed.iter().map(|case| case.applicant.as_deref()).collect();
        let expected = ["单*芳", "王*英", "曾*藩", "张*"].map(Some);
        assert_eq!(names, [&expected[..], &[None, None]].concat());
    }

    async fn a_call_is_taken_once_and_open_until_it_is_answered(ledger: &impl Ledger) {
        let call = |received_at: &str| Call {
            id: Uuid::now_v7(),
            point: "430182119206".into(),
            point_name: "道林镇 · 善山岭村服务点".into(),
            device: "2104-1".into(),
            screen: "fill_form".into(),
            created_at: "2026-11-24T10:41:00+08:00".into(),
            received_at: received_at.into(),
        };
        let arrival = |call: &Call| CallArrival {
            call: call.clone(),
            digest: format!("digest of {}", call.id),
        };
        const EVER: &str = "1970-01-01T00:00:00Z";
        let open = async |since: &str| ledger.open_calls(since.parse().unwrap()).await.unwrap();
        let first = call("2026-11-24T10:41:03+08:00");
        let second = call("2026-11-24T10:41:04+08:00");
        for one in [&first, &second] {
            let taking = ledger.take_call(arrival(one)).await.unwrap();
            assert_eq!(taking, CallTaking::New(one.clone()));
        }
        let later = Call { received_at: "2026-11-24T10:59:00+08:00".into(), ..first.clone() };
        let repeat = ledger.take_call(arrival(&later)).await.unwrap();
        assert_eq!(repeat, CallTaking::Again(first.clone()), "it came when it came first");
        let other = CallArrival { digest: "another digest".into(), ..arrival(&first) };
        assert_eq!(ledger.take_call(other).await.unwrap(), CallTaking::Conflict);
        assert_eq!(open(EVER).await, [first.clone(), second.clone()]);
        assert_eq!(open("2026-11-24T10:41:04+08:00").await, std::slice::from_ref(&second));

        let answer = |id| ledger.answer_call(id, now());
        assert_eq!(answer(first.id).await.unwrap(), CallAnswered::Now(first.clone()));
        assert_eq!(answer(first.id).await.unwrap(), CallAnswered::Before(first.clone()));
        assert_eq!(answer(Uuid::now_v7()).await.unwrap(), CallAnswered::UnknownCall);
        let repeat = ledger.take_call(arrival(&first)).await.unwrap();
        assert_eq!(
            repeat,
            CallTaking::Again(first.clone()),
            "a late repetition does not open it again"
        );
        assert_eq!(open(EVER).await, std::slice::from_ref(&second));

        let in_time = call("2026-12-24T10:41:04+08:00");
        ledger.take_call(arrival(&in_time)).await.unwrap();
        assert_eq!(answer(first.id).await.unwrap(), CallAnswered::UnknownCall, "a month ago");
        assert_eq!(open(EVER).await, [second, in_time], "a month to the second is kept");
    }
}
