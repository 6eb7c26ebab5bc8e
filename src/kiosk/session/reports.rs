//! What reader, database, printer and line report.

use std::sync::Arc;

use super::{ReaderState, Session, StoreState, Visit, is_now};
use crate::devices::{PrintOutcome, PrinterReport, ReaderReport};
use crate::domain::application::ApplicationId;
use crate::domain::eligibility::{Standing, standing};
use crate::domain::id_card::{CardProblem, IdCard};
use crate::domain::receipt::Receipt;
use crate::domain::service_item::ServiceItem;
use crate::domain::stage::JournalEntry;
use crate::kiosk::effect::Effect;
use crate::kiosk::event::{Now, StoreReport};
use crate::kiosk::screens::submitted::SlipState;
use crate::kiosk::screens::{Place, Screen, read_card, submitted};
use crate::kiosk::{legible, slip, voice, wording};
use crate::sync::SyncReport;

impl Session {
    pub(super) fn reader(&mut self, report: ReaderReport, now: Now) -> Vec<Effect> {
        match report {
            ReaderReport::Ready { .. } => self.machine.reader = ReaderState::Works,
            ReaderReport::Gone => {
                self.machine.reader = ReaderState::Gone;
                self.machine.reading = false;
            }
            ReaderReport::CardFound { .. } => self.machine.reading = true,
            ReaderReport::Unreadable => {
                self.machine.reading = false;
                self.misread(now);
            }
            ReaderReport::Card(Err(problem)) => {
                self.machine.reading = false;
                tracing::warn!(%problem, "a card was read but cannot be taken");
                if self.visit.is_none() {
                    self.touched_at = now.since_start; // somebody is here, and has to read it
                    self.message = Some(wording::card_disagrees());
                }
            }
            // its number fits, and still nobody has it
            ReaderReport::Card(Ok(card)) if card.birth > now.local.date() => {
                return self.reader(ReaderReport::Card(Err(CardProblem::BirthToCome)), now);
            }
            ReaderReport::Card(Ok(card)) => {
                self.machine.reading = false;
                self.misreads = 0;
                return self.welcome_person(card, now);
            }
        }
        Vec::new()
    }

    fn misread(&mut self, now: Now) {
        if self.visit.is_none() {
            self.touched_at = now.since_start; // somebody is here, and has to read it
            self.misreads = self.misreads.saturating_add(1);
            self.message = Some(wording::card_unreadable(self.misreads));
        }
    }

    /// A card leads on from every screen without a person; else it only says that somebody is here.
    fn welcome_person(&mut self, card: Box<IdCard>, now: Now) -> Vec<Effect> {
        if matches!(&self.screen, Screen::Rate(state) if state.ends().is_some()) {
            self.forget_person(); // the next one need not wait for the end of the thanks
        }
        if let Some(visit) = &self.visit {
            if visit.card.number == card.number {
                self.touched_at = now.since_start; // the same card again counts as 我还在
            } else if let Screen::FillForm(state) = &mut self.screen
                && state.takes_other_card()
            {
                self.touched_at = now.since_start;
                state.take_other_card(Arc::from(card));
                if state.field().prefill.starts_with("id_card2.") {
                    self.next_question(); // the card has answered it
                }
            } else {
                self.message = Some(wording::another_card());
            }
            return Vec::new();
        }
        if self.machine.store == StoreState::Unusable {
            return Vec::new(); // out of service stays in sight
        }
        self.visits += 1;
        self.take_notice_away(); // one that was left standing never keeps the next person out
        self.touched_at = now.since_start;
        self.choosing_sight = false;
        let day = now.local.date();
        let mut standings: Vec<(Arc<ServiceItem>, Standing)> = self
            .setup
            .offered(day)
            .into_iter()
            .map(|item| (Arc::clone(item), standing(item, &card, day)))
            .collect();
        read_card::sort_by_use(&mut standings, &self.setup, &card, day);
        let id_number = card.number.as_str().to_owned();
        let missing = legible::count_missing(&card.name, self.setup.can_be_drawn)
            + legible::count_missing(&card.address, self.setup.can_be_drawn);
        self.message = (missing > 0).then(|| wording::not_drawn(missing));
        self.visit = Some(Visit {
            number: self.visits,
            card: Arc::from(card),
            standings,
            cases: Vec::new(),
            filed: Vec::new(),
            in_hand: None,
            notices: Vec::new(),
        });
        // who reads a guide lays the card down for this item: it goes on with their own guide
        let reads_guide = matches!(self.screen, Screen::Guide(_));
        if let Screen::Guide(state) = &mut self.screen {
            state.place = Place::default();
            state.back = None; // the list may be what somebody before has looked for
        } else {
            self.screen = Screen::ReadCard(read_card::State::default());
        }
        let mut effects = vec![Effect::FindCases { visit: self.visits, id_number, day }];
        if !reads_guide && !self.listening.silent_at(now.local.time()) && self.message.is_none() {
            effects.push(self.listening.greet(voice::of_greeting(), now.since_start));
        } else {
            effects.push(Effect::ProbeVoice); // nothing is said by which it would be known
        }
        effects
    }

    pub(super) fn store(&mut self, report: StoreReport, now: Now) -> Vec<Effect> {
        match report {
            StoreReport::Opened => {
                self.machine.store = StoreState::Open;
                self.go_on_with_what_was_wanted(now);
                return self.look_up_cases(now); // a card may have been quicker than the check
            }
            StoreReport::CannotOpen => {
                self.machine.store = StoreState::Unusable;
                self.forget_person();
            }
            StoreReport::NoticeKept { visit, item } => self.notice_kept(visit, &item),
            StoreReport::Cases { visit, cases, notices } => {
                if let Some(current) = self.visit.as_mut().filter(|one| one.number == visit) {
                    current.cases = cases;
                    current.notices = notices;
                }
            }
            StoreReport::Rated => return vec![Effect::WakeSync],
            StoreReport::NotSaved { visit } => {
                if let (Screen::Review(state), true) =
                    (&mut self.screen, is_now(&self.visit, visit))
                {
                    self.touched_at = now.since_start; // the idle clock stood still while it was saved
                    state.busy = false;
                    state.failed = true;
                }
            }
            StoreReport::Saved { visit, application_id, receipt } => {
                return self.saved(visit, application_id, *receipt, now);
            }
        }
        Vec::new()
    }

    /// Only now, after the commit, does the screen say so; the slip is printed whoever is there.
    fn saved(
        &mut self,
        visit: u64,
        application_id: ApplicationId,
        receipt: Receipt,
        now: Now,
    ) -> Vec<Effect> {
        self.prints += 1;
        let mut paper = slip::lay_out(&receipt, self.setup.slip_columns);
        slip::mark(&mut paper, self.setup.can_be_drawn);
        let print =
            Effect::Print { job: self.prints, application_id: Some(application_id), slip: paper };
        let mut effects = vec![print, Effect::WakeSync];
        if let Some(visit) = self.visit.as_mut().filter(|one| one.number == visit) {
            visit.filed.extend(visit.in_hand.take());
            self.touched_at = now.since_start;
            self.screen = Screen::Submitted(Box::new(submitted::State {
                application_id,
                receipt,
                job: self.prints,
                slip: SlipState::Printing,
                place: Place::default(),
            }));
            effects.extend(self.look_up_cases(now));
        }
        effects
    }

    pub(super) fn printer(&mut self, report: PrinterReport, now: Now) -> Vec<Effect> {
        match report {
            PrinterReport::Paper(state) => self.machine.paper = Some(state),
            PrinterReport::Finished { job, outcome, first_byte_at: _ } => {
                let slip = match outcome {
                    PrintOutcome::Printed => SlipState::Printed,
                    PrintOutcome::NotPrinted(trouble) => SlipState::NotPrinted(trouble),
                    PrintOutcome::Unknown => SlipState::Unknown,
                };
                let filed = if let Screen::GoOn(state) = &mut self.screen {
                    Some(&mut state.from) // the person looks at what comes next
                } else if let Screen::Submitted(state) = &mut self.screen {
                    Some(state)
                } else {
                    None
                };
                if let Some(state) = filed
                    && state.job == job
                {
                    self.touched_at = now.since_start; // the idle clock stood still while printing
                    state.slip = slip;
                } else if let Screen::Notice(state) = &mut self.screen
                    && state.slip.is_some_and(|(printing, _)| printing == job)
                {
                    self.touched_at = now.since_start;
                    state.slip = Some((job, slip));
                }
            }
        }
        Vec::new()
    }

    pub(super) fn sync(&mut self, report: SyncReport, now: Now) -> Vec<Effect> {
        match report {
            SyncReport::Network { up } => self.machine.network = Some(up),
            SyncReport::Waiting { queued, set_aside } => {
                self.machine.waiting = Some((queued, set_aside));
            }
            SyncReport::CasesChanged => return self.look_up_cases(now),
            SyncReport::Call { number, news } => {
                if let Some(calling) = self.calling.as_mut().filter(|one| one.number == number) {
                    calling.news = Some(news);
                }
            }
        }
        Vec::new()
    }

    fn look_up_cases(&self, now: Now) -> Vec<Effect> {
        self.visit
            .as_ref()
            .map(|visit| Effect::FindCases {
                visit: visit.number,
                id_number: visit.card.number.as_str().to_owned(),
                day: now.local.date(),
            })
            .into_iter()
            .collect()
    }
}

/// What the journal says about a slip.
pub fn slip_entry(outcome: PrintOutcome) -> JournalEntry {
    match outcome {
        PrintOutcome::Printed => JournalEntry::SlipPrinted,
        PrintOutcome::NotPrinted(trouble) => {
            JournalEntry::SlipOwed { trouble: trouble.to_string() }
        }
        PrintOutcome::Unknown => JournalEntry::SlipOwed { trouble: "unknown".into() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kiosk::event::Event;
    use crate::kiosk::session::tests::{after, session};

    /// Nobody had touched it for five minutes, as is usual: the clock starts with the card.
    #[test]
    fn a_card_that_cannot_be_read_is_told_at_a_kiosk_at_rest() {
        let mut session = session();
        session.step(Event::Reader(ReaderReport::Unreadable), after(300));
        for seconds in [300, 359] {
            session.step(Event::Tick, after(seconds));
            let frame = session.frame(after(seconds));
            assert_eq!(frame.countdown, None, "after {seconds} s");
            assert!(frame.message.is_some(), "after {seconds} s");
        }
    }
}
