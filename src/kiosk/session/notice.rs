//! 一次性告知: the few questions that decide what this person has to bring, the list, and the slip.

use std::sync::Arc;

use super::{Session, is_now};
use crate::domain::draft::Draft;
use crate::domain::notice::KeptNotice;
use crate::domain::service_item::ServiceItem;
use crate::kiosk::effect::Effect;
use crate::kiosk::event::Now;
use crate::kiosk::screens::fill_form::Purpose;
use crate::kiosk::screens::submitted::SlipState;
use crate::kiosk::screens::{Screen, fill_form, guide, notice};
use crate::kiosk::session::touches::Turn;
use crate::kiosk::{notice_slip, slip, wording};

impl Session {
    /// From the guide: the first question that decides, or at once what is asked of everybody.
    pub(super) fn ask_for_notice(&mut self, item: Arc<ServiceItem>, now: Now) -> Vec<Effect> {
        let Some(draft) = self.draft_for(item, now) else { return Vec::new() };
        self.ask_situation(draft, None)
    }

    fn ask_situation(&mut self, draft: Draft, after: Option<&str>) -> Vec<Effect> {
        match draft.next_situation(after).map(|field| field.key.clone()) {
            Some(key) => {
                let form = fill_form::State::at(draft, &key, Purpose::Notice);
                self.screen = Screen::FillForm(Box::new(form));
                Vec::new()
            }
            None => self.show_notice(draft),
        }
    }

    pub(super) fn next_situation(&mut self) -> Vec<Effect> {
        let Screen::FillForm(state) = &mut self.screen else { return Vec::new() };
        if let Some(problem) = state.find_problem() {
            self.message = Some(wording::not_ready(&problem, state.field().kind));
            return Vec::new();
        }
        let (draft, key) = (state.draft.clone(), state.key.clone());
        self.ask_situation(draft, Some(&key))
    }

    pub(super) fn previous_situation(&mut self) {
        let Screen::FillForm(state) = &mut self.screen else { return };
        let draft = state.draft.clone();
        match draft.previous_situation(&state.key).map(|field| field.key.clone()) {
            Some(key) => {
                let form = fill_form::State::at(draft, &key, Purpose::Notice);
                self.screen = Screen::FillForm(Box::new(form));
            }
            None => self.open_item(&draft.item().id.clone()),
        }
    }

    /// Shown, and kept under the card.
    fn show_notice(&mut self, draft: Draft) -> Vec<Effect> {
        let Some(visit) = &mut self.visit else { return Vec::new() };
        let kept = KeptNotice::of(&draft);
        visit.notices.retain(|one| one.item != kept.item);
        visit.notices.insert(0, kept.clone());
        let (visit, id_number) = (visit.number, visit.card.number.as_str().to_owned());
        self.screen = Screen::Notice(Box::new(notice::State::new(draft)));
        vec![Effect::KeepNotice { visit, id_number, notice: kept }]
    }

    /// As it was kept, with what holds today.
    pub(super) fn open_kept_notice(&mut self, item: &str, now: Now) {
        let Some(visit) = &self.visit else { return };
        let kept = visit.notices.iter().find(|one| one.item == item).cloned();
        let found = self.setup.items.iter().find(|one| one.id == item).cloned();
        let draft = found.and_then(|item| self.draft_for(item, now));
        if let (Some(kept), Some(mut draft)) = (kept, draft) {
            kept.answer_in(&mut draft);
            let state = notice::State { kept: true, ..notice::State::new(draft) };
            self.screen = Screen::Notice(Box::new(state));
        }
    }

    pub(super) fn notice_kept(&mut self, visit: u64, item: &str) {
        if let (Screen::Notice(state), true) = (&mut self.screen, is_now(&self.visit, visit))
            && state.draft.item().id == item
        {
            state.kept = true;
        }
    }

    pub(super) fn touch_notice(&mut self, touch: notice::Touch, now: Now) -> Vec<Effect> {
        let size = self.sight.text_size;
        let Screen::Notice(state) = &mut self.screen else { return Vec::new() };
        let pages = notice::page_count(state, size);
        match touch {
            notice::Touch::PreviousPage => self.turn_part(pages, Turn::Back),
            notice::Touch::NextPage => self.turn_part(pages, Turn::On),
            notice::Touch::Print => return self.print_notice(now),
            notice::Touch::Back => {
                let item = state.draft.item().id.clone();
                self.open_item(&item);
            }
            notice::Touch::Leave => self.wipe(),
        }
        Vec::new()
    }

    fn print_notice(&mut self, now: Now) -> Vec<Effect> {
        let day = now.local.date();
        let Screen::Notice(state) = &mut self.screen else { return Vec::new() };
        if state.is_printing() {
            return Vec::new(); // the second press of a trembling hand
        }
        let door = guide::door(state.draft.item(), &self.setup, self.visit.as_ref(), day);
        let mut paper = notice_slip::lay_out(&state.draft, &door, &self.setup);
        slip::mark(&mut paper, self.setup.can_be_drawn);
        self.prints += 1;
        state.slip = Some((self.prints, SlipState::Printing));
        vec![Effect::Print { job: self.prints, application_id: None, slip: paper }]
    }
}
