//! The sync thread: sends what is queued, listens for what the city hall did, and passes calls on, all at once.

use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{Notify, oneshot, watch};

use super::client::Client;
use super::error::{SyncError, Verdict};
use super::plan::{Parcel, Plan, Step};
use crate::api::read::progress;
use crate::api::v1::{CHANGES_LONGEST_WAIT_SECONDS, CustodyState, Receipt};
use crate::domain::call::SealedCall;
use crate::domain::stage::JournalEntry;
use crate::store::{Database, Delivery, Store, StoreError};

pub struct SyncSettings {
    /// `http://127.0.0.1:8600`
    pub city_hall: String,
    pub device: String,
}

/// What the kiosk is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyncReport {
    Network {
        up: bool,
    },
    /// How many applications wait to be sent, and how many a person has to look at.
    Waiting {
        queued: u32,
        set_aside: u32,
    },
    /// Something happened to cases of this point: whoever shows them should look again.
    CasesChanged,
    /// What became of a call for a person, by its number at this kiosk.
    Call {
        number: u64,
        news: CallNews,
    },
}

/// Whether the city hall knows that somebody asks for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallNews {
    Told,
    /// Tried again as long as the notice stands.
    NoLine,
    /// The city hall is there and could not take it.
    NotTaken,
}

/// A call is of the moment: not a pause that doubles, because in ten minutes nobody waits any more.
const CALL_PAUSE: Duration = Duration::from_secs(5);

/// A database that cannot be read is not asked again at once.
const QUEUE_TROUBLE_PAUSE: Duration = Duration::from_secs(60);

/// A handle to the sync thread, which ends with the handle.
pub struct Sync {
    wake: std::sync::Arc<Notify>,
    moved: watch::Sender<Duration>,
    call: watch::Sender<Option<StandingCall>>,
}

/// A call whose notice stands, with its number at this kiosk.
#[derive(Clone)]
struct StandingCall {
    number: u64,
    sealed: SealedCall,
}

impl Sync {
    pub fn start(
        settings: SyncSettings,
        store: Store,
        report: impl Fn(SyncReport) + Send + Clone + 'static,
    ) -> Self {
        let wake = std::sync::Arc::new(Notify::new());
        let (moved, clock_moves) = watch::channel(Duration::ZERO);
        let (call, standing_call) = watch::channel(None);
        let worker = Worker {
            client: Client::new(&settings.city_hall, &settings.device),
            store,
            wake: wake.clone(),
            clock: Clock { started: start_of_clock(), moved: clock_moves },
            report: std::sync::Arc::new(Reporter(std::sync::Mutex::new(Reports {
                report: Box::new(report),
                network: None,
                waiting: None,
            }))),
            line_back: std::sync::Arc::new(Notify::new()),
            call: standing_call,
        };
        std::thread::Builder::new()
            .name("sync".into())
            .spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .expect("the system gives a runtime its timers and sockets");
                runtime.block_on(worker.run());
            })
            .expect("the system can start one more thread");
        Self { wake, moved, call }
    }

    /// Something new is in the queue.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Somebody asks for a person: told to the city hall, again and again, until it knows or the call ends.
    /// Kept in memory only; a kiosk that restarts has no notice and no call.
    pub fn call(&self, number: u64, sealed: SealedCall) {
        self.call.send_replace(Some(StandingCall { number, sealed }));
    }

    /// Nobody waits any more: what the city hall does not know yet it need not know any more.
    pub fn end_call(&self) {
        self.call.send_replace(None);
    }

    /// The story player moved the clock: pauses end earlier by so much.
    pub fn move_clock(&self, by: Duration) {
        self.moved.send_modify(|moved| *moved += by);
    }
}

#[derive(Clone)]
struct Worker {
    client: Client,
    store: Store,
    wake: std::sync::Arc<Notify>,
    /// The sender got through: the listener need not wait any longer.
    line_back: std::sync::Arc<Notify>,
    call: watch::Receiver<Option<StandingCall>>,
    clock: Clock,
    report: std::sync::Arc<Reporter>,
}

impl Worker {
    async fn run(self) {
        let sender = self.clone().send_for_ever();
        let closed = self.clock.clone().closed();
        tokio::select! {
            () = sender => {}
            () = self.listen_for_ever() => {}
            () = self.call_for_ever() => {}
            () = closed => {}
        }
    }

    async fn send_for_ever(self) {
        let mut plan = Plan::default();
        loop {
            let queue = ask(&self.store, |database| {
                Ok((database.undelivered()?, database.undelivered_ratings()?))
            });
            let (waiting, ratings) = match queue.await {
                Ok(queue) => queue,
                Err(error) => {
                    tracing::error!(%error, "the queue cannot be read");
                    let later = self.clock.now() + QUEUE_TROUBLE_PAUSE;
                    self.clock.clone().wait_until(later).await;
                    continue;
                }
            };
            let queued = waiting.len().try_into().unwrap_or(u32::MAX);
            let set_aside =
                ask(&self.store, |database| database.count_set_aside()).await.unwrap_or_default();
            self.report.send(SyncReport::Waiting { queued, set_aside });
            let id = |delivery: &Delivery| delivery.application_id.clone();
            let mut parcels: Vec<Parcel> =
                waiting.iter().map(id).map(Parcel::Application).collect();
            parcels.extend(ratings.iter().map(id).map(Parcel::Rating));
            match plan.next(&parcels, self.clock.now()) {
                Step::Rest => self.wake.notified().await,
                Step::WaitUntil(due) => {
                    tokio::select! {
                        () = self.clock.clone().wait_until(due) => {}
                        // a new application, or the line is back: worth one try at once
                        () = self.wake.notified() => plan.line_works(),
                    }
                }
                Step::Send(Parcel::Application(id)) => {
                    if let Some(delivery) =
                        waiting.into_iter().find(|delivery| delivery.application_id == id)
                    {
                        self.send_one(&mut plan, delivery).await;
                    }
                }
                Step::Send(Parcel::Rating(id)) => {
                    if let Some(delivery) =
                        ratings.into_iter().find(|delivery| delivery.application_id == id)
                    {
                        self.send_rating(&mut plan, delivery).await;
                    }
                }
            }
        }
    }

    async fn send_one(&self, plan: &mut Plan, delivery: Delivery) {
        let (id, tries) = (delivery.application_id.clone(), delivery.tries);
        let parcel = Parcel::Application(id.clone());
        let result = self.deliver(delivery).await;
        let now = self.clock.now();
        match result {
            Ok(receipt) => {
                plan.line_works();
                plan.done(&parcel);
                self.line_back.notify_waiters();
                self.report.send(SyncReport::Network { up: true });
                tracing::info!(%id, receipt = receipt.receipt, "received by the city hall");
                let entry = JournalEntry::Received { receipt: receipt.receipt };
                self.settle(plan, id, entry).await;
            }
            Err(error) => {
                tracing::warn!(%id, tries, %error, "not delivered");
                match error.verdict() {
                    Verdict::WaitForTheLine => {
                        self.report.send(SyncReport::Network { up: false });
                        plan.line_failed(now, random());
                    }
                    Verdict::TryAgainLater => {
                        plan.postpone(&parcel, tries, now, random());
                        let counted = id.clone();
                        log(ask(&self.store, move |database| database.count_try(&counted)).await);
                    }
                    Verdict::SetAside => {
                        plan.done(&parcel);
                        let entry = JournalEntry::SetAside { problem: error.to_string() };
                        self.settle(plan, id, entry).await;
                    }
                }
            }
        }
    }

    /// Facts first, then whatever the city hall says is missing.
    async fn deliver(&self, delivery: Delivery) -> Result<Receipt, SyncError> {
        let id = delivery.application_id;
        let mut receipt = self.client.put_application(&id, delivery.body).await?;
        for missing in std::mem::take(&mut receipt.missing) {
            let (application, digest) = (id.clone(), missing.digest.clone());
            let bytes = ask(&self.store, move |database| database.blob(&application, &digest))
                .await
                .ok()
                .flatten()
                .ok_or_else(|| SyncError::PartLost { digest: missing.digest.clone() })?;
            receipt = self.client.put_blob(&id, &missing.digest, bytes).await?;
        }
        match receipt.state {
            CustodyState::Complete => Ok(receipt),
            // parts were lost on the way: the next round asks again what is missing
            CustodyState::Held => Err(SyncError::ServerTrouble { status: 200 }),
        }
    }

    /// What cannot be written down is sent again after a long pause: the city hall knows it already.
    async fn settle(&self, plan: &mut Plan, id: String, entry: JournalEntry) {
        const MANY_TRIES: u32 = 8;
        let (at, noted) = (now_text(), id.clone());
        let settled =
            ask(&self.store, move |database| database.settle_delivery(&noted, &at, &entry)).await;
        match settled {
            Ok(()) => self.report.send(SyncReport::CasesChanged),
            Err(error) => {
                tracing::error!(%id, %error, "an arrival could not be written down");
                plan.postpone(&Parcel::Application(id), MANY_TRIES, self.clock.now(), 1.0);
            }
        }
    }

    /// What the city hall will not take is let go: nobody is asked about it, and the case is not touched by it.
    async fn send_rating(&self, plan: &mut Plan, delivery: Delivery) {
        let (id, tries) = (delivery.application_id, delivery.tries);
        let parcel = Parcel::Rating(id.clone());
        let (now, noted) = (self.clock.now(), id.clone());
        let settled = match self.client.put_rating(&id, delivery.body).await {
            Ok(()) => {
                plan.line_works();
                self.report.send(SyncReport::Network { up: true });
                tracing::info!(%id, "its rating is at the city hall");
                ask(&self.store, move |database| database.settle_rating(&noted)).await
            }
            Err(error) => {
                tracing::warn!(%id, tries, %error, "its rating is not delivered");
                match error.verdict() {
                    Verdict::WaitForTheLine => {
                        self.report.send(SyncReport::Network { up: false });
                        plan.line_failed(now, random());
                        return;
                    }
                    Verdict::TryAgainLater => {
                        plan.postpone(&parcel, tries, now, random());
                        ask(&self.store, move |database| database.count_rating_try(&noted)).await
                    }
                    Verdict::SetAside => {
                        ask(&self.store, move |database| database.settle_rating(&noted)).await
                    }
                }
            }
        };
        if settled.is_err() {
            const MANY_TRIES: u32 = 8;
            plan.postpone(&parcel, MANY_TRIES, self.clock.now(), 1.0); // it is repeated, and counts once
        }
        log(settled);
    }

    async fn listen_for_ever(&self) {
        let mut plan = Plan::default();
        let mut wait_seconds = 0; // the first question only asks whether anybody is there
        loop {
            match self.listen_once(wait_seconds).await {
                Ok(()) => {
                    if plan.line_not_before() > Duration::ZERO {
                        self.wake.notify_one();
                    }
                    plan.line_works();
                    self.report.send(SyncReport::Network { up: true });
                    wait_seconds = CHANGES_LONGEST_WAIT_SECONDS;
                }
                Err(error) => {
                    tracing::debug!(%error, "no news from the city hall");
                    if error.verdict() == Verdict::WaitForTheLine {
                        self.report.send(SyncReport::Network { up: false });
                    }
                    wait_seconds = 0;
                    plan.line_failed(self.clock.now(), random());
                    tokio::select! {
                        () = self.clock.clone().wait_until(plan.line_not_before()) => {}
                        () = self.line_back.notified() => {}
                    }
                }
            }
        }
    }

    async fn listen_once(&self, wait_seconds: u32) -> Result<(), SyncError> {
        let cursor = ask(&self.store, |database| database.find_setting("change_cursor"))
            .await
            .ok()
            .flatten()
            .unwrap_or_default();
        let changes = self.client.changes(&cursor, wait_seconds).await?;
        if changes.next == cursor {
            return Ok(());
        }
        let news: Vec<(String, String, JournalEntry)> = changes
            .events
            .iter()
            .filter_map(progress)
            .map(|progress| (progress.application_id.to_string(), progress.at, progress.entry))
            .collect();
        let some = !news.is_empty();
        let next = changes.next;
        let applied = ask(&self.store, move |database| database.apply_progress(&news, &next)).await;
        if let Err(error) = applied {
            tracing::error!(%error, "the city hall's news cannot be written down");
            return Err(SyncError::NotWrittenDown);
        }
        if some {
            self.report.send(SyncReport::CasesChanged);
        }
        Ok(())
    }

    /// Needs no database: a kiosk that is out of service can still ask for a person.
    async fn call_for_ever(&self) {
        let mut calls = self.call.clone();
        loop {
            let standing = calls.borrow_and_update().clone();
            tokio::select! {
                () = self.tell(standing) => {}
                changed = calls.changed() => if changed.is_err() { return },
            }
        }
    }

    /// Ends only when it is dropped: with the notice, or for the next call.
    async fn tell(&self, standing: Option<StandingCall>) {
        if let Some(call) = standing {
            while !self.tell_once(&call).await {
                let again = self.clock.now() + CALL_PAUSE;
                tokio::select! {
                    () = self.clock.clone().wait_until(again) => {}
                    () = self.line_back.notified() => {}
                }
            }
        }
        std::future::pending().await
    }

    /// True when there is nothing more to try.
    async fn tell_once(&self, call: &StandingCall) -> bool {
        let id = call.sealed.id;
        let (news, done) = match self.client.put_call(&call.sealed).await {
            Ok(()) => {
                tracing::info!(%id, "the city hall knows that somebody asks for a person");
                self.line_back.notify_waiters();
                self.report.send(SyncReport::Network { up: true });
                (CallNews::Told, true)
            }
            Err(error) => {
                tracing::warn!(%id, %error, "the city hall does not know yet that somebody asks for a person");
                match error.verdict() {
                    Verdict::WaitForTheLine => {
                        self.report.send(SyncReport::Network { up: false });
                        (CallNews::NoLine, false)
                    }
                    Verdict::TryAgainLater => (CallNews::NotTaken, false),
                    Verdict::SetAside => (CallNews::NotTaken, true),
                }
            }
        };
        self.report.send(SyncReport::Call { number: call.number, news });
        done
    }
}

/// Passes a report on only when it says something new.
struct Reporter(std::sync::Mutex<Reports>);

struct Reports {
    report: Box<dyn Fn(SyncReport) + Send>,
    network: Option<SyncReport>,
    waiting: Option<SyncReport>,
}

impl Reporter {
    fn send(&self, report: SyncReport) {
        let mut reports = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let last = match report {
            SyncReport::Network { .. } => &mut reports.network,
            SyncReport::Waiting { .. } => &mut reports.waiting,
            SyncReport::CasesChanged | SyncReport::Call { .. } => return (reports.report)(report),
        };
        if last.as_ref() != Some(&report) {
            *last = Some(report.clone());
            (reports.report)(report);
        }
    }
}

/// A clock that the story player can push forward.
#[derive(Clone)]
struct Clock {
    started: std::time::Instant,
    moved: watch::Receiver<Duration>,
}

impl Clock {
    fn now(&self) -> Duration {
        self.started.elapsed() + *self.moved.borrow()
    }

    async fn wait_until(mut self, due: Duration) {
        while let Some(rest) = due.checked_sub(self.now()).filter(|rest| !rest.is_zero()) {
            tokio::select! {
                () = tokio::time::sleep(rest) => {}
                changed = self.moved.changed() => if changed.is_err() { return },
            }
        }
    }

    /// The handle is gone: the thread ends.
    async fn closed(mut self) {
        while self.moved.changed().await.is_ok() {}
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "the worker is the edge where back-off meets the clock"
)]
fn start_of_clock() -> std::time::Instant {
    std::time::Instant::now()
}

#[allow(clippy::disallowed_methods, reason = "the worker is the edge that dates what it received")]
fn now_text() -> String {
    Timestamp::now().to_string()
}

async fn ask<T: Send + 'static>(
    store: &Store,
    work: impl FnOnce(&mut Database) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let (answer, answered) = oneshot::channel();
    store.ask(work, move |result| {
        let _ = answer.send(result); // nobody waits any more only when the kiosk is ending
    });
    match answered.await {
        Ok(result) => result,
        // the database could not be opened: nothing to send, ever
        Err(_) => std::future::pending().await,
    }
}

fn log(result: Result<(), StoreError>) {
    if let Err(error) = result {
        tracing::error!(%error, "the database did not take a note of the sender");
    }
}

fn random() -> f64 {
    let mut bytes = [0; 4];
    match getrandom::fill(&mut bytes) {
        Ok(()) => f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX),
        Err(_) => 1.0, // without randomness the longest pause is the polite one
    }
}
