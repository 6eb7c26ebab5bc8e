//! What a touch does on the screens that lead somewhere; form, panel and call have their own files.

use std::sync::Arc;

use super::{Session, StoreState};
use crate::domain::draft::Draft;
use crate::domain::service_item::ServiceItem;
use crate::kiosk::effect::Effect;
use crate::kiosk::event::{Now, OverlayTouch, Touch};
use crate::kiosk::screens::choose_item::Shows;
use crate::kiosk::screens::read_card::Part;
use crate::kiosk::screens::{
    Place, Screen, calling, choose_item, go_on, guide, materials, my_cases, out_of_service, rate,
    read_card, submitted, take_photo, welcome,
};
use crate::kiosk::{voice, wording};

#[derive(Clone, Copy)]
pub(super) enum Turn {
    Back,
    On,
}

impl Session {
    pub(super) fn touch(&mut self, touch: Touch, now: Now) -> Vec<Effect> {
        match touch {
            Touch::Anywhere => {}
            Touch::CallPerson => return self.call_person(now),
            Touch::Calling(calling::Touch::Close) => self.calling = None,
            Touch::Overlay(touch) => self.touch_overlay(touch),
            Touch::Sight(touch) => return self.touch_sight(touch, now).into_iter().collect(),
            Touch::Listening(touch) => {
                let screen = self.spoken(now);
                return self.listening.touch(touch, screen, now.since_start);
            }
            Touch::Welcome(touch) => match touch {
                welcome::Touch::OpenItem(id) => self.open_item(&id),
                welcome::Touch::Browse => self.browse(),
            },
            Touch::OutOfService(touch) => self.touch_out_of_service(touch),
            Touch::ReadCard(touch) => self.touch_read_card(touch, now),
            Touch::ChooseItem(touch) => self.touch_choose_item(touch, now),
            Touch::Guide(touch) => return self.touch_guide(touch, now),
            Touch::Notice(touch) => return self.touch_notice(touch, now),
            Touch::MyCases(touch) => self.touch_my_cases(touch, now),
            Touch::FillForm(touch) => return self.touch_form(touch),
            Touch::Materials(touch) => self.touch_materials(touch),
            Touch::WriteText(touch) => self.touch_writing(touch),
            Touch::TakePhoto(touch) => return self.touch_photo(&touch).into_iter().collect(),
            Touch::Sign(touch) => self.touch_sign(touch),
            Touch::Review(touch) => return self.touch_review(touch),
            Touch::GoOn(touch) => self.touch_go_on(touch, now),
            Touch::Submitted(touch) => {
                return self.touch_submitted(touch, now).into_iter().collect();
            }
            Touch::Rate(touch) => return self.touch_rate(touch, now).into_iter().collect(),
        }
        Vec::new()
    }

    fn touch_read_card(&mut self, touch: read_card::Touch, now: Now) {
        let size = self.sight.text_size;
        let Screen::ReadCard(state) = &self.screen else { return };
        let state = *state;
        let pages = self.visit.as_ref().map_or(1, |visit| {
            read_card::page_count(state, &self.setup, visit, now.local.date(), size)
        });
        match touch {
            read_card::Touch::OpenItem(id) => self.open_item(&id),
            read_card::Touch::StartItem(id) => self.start_item(&id, now),
            read_card::Touch::OtherPart => {
                let part = match state.part {
                    Part::Can => Part::NotYet,
                    Part::NotYet => Part::Can,
                };
                let place = Place::default();
                self.screen = Screen::ReadCard(read_card::State { part, place });
            }
            read_card::Touch::MyCases => {
                self.screen = Screen::MyCases(my_cases::State::default());
            }
            read_card::Touch::AllItems => self.browse(),
            read_card::Touch::PreviousPage => self.turn_part(pages, Turn::Back),
            read_card::Touch::NextPage => self.turn_part(pages, Turn::On),
            read_card::Touch::Leave => self.wipe(),
        }
    }

    fn touch_guide(&mut self, touch: guide::Touch, now: Now) -> Vec<Effect> {
        let (day, size) = (now.local.date(), self.sight.text_size);
        let Screen::Guide(state) = &mut self.screen else { return Vec::new() };
        let pages = guide::page_count(state, &self.setup, self.visit.as_ref(), day, size);
        let item = Arc::clone(&state.item);
        match touch {
            guide::Touch::PreviousPage => self.turn_part(pages, Turn::Back),
            guide::Touch::NextPage => self.turn_part(pages, Turn::On),
            guide::Touch::Sources => {
                state.sources = !state.sources;
                let pages = guide::page_count(state, &self.setup, self.visit.as_ref(), day, size);
                state.place.stay_within(1, pages);
            }
            guide::Touch::Notice => return self.ask_for_notice(item, now),
            guide::Touch::Start => self.start_item(&item.id, now),
            guide::Touch::Successor => {
                if let Some(next) = self.setup.successor(&item) {
                    let next = next.id.clone();
                    self.open_item(&next);
                }
            }
            guide::Touch::Back => match state.back.take() {
                Some(back) => self.screen = *back,
                None => self.back_to_start(),
            },
            guide::Touch::Leave => self.wipe(),
        }
        Vec::new()
    }

    fn touch_out_of_service(&mut self, touch: out_of_service::Touch) {
        let pages = out_of_service::pages(self.sight.text_size);
        match touch {
            out_of_service::Touch::Browse => self.browse(),
            out_of_service::Touch::PreviousPage => self.turn_part(pages, Turn::Back),
            out_of_service::Touch::NextPage => self.turn_part(pages, Turn::On),
        }
    }

    fn touch_submitted(&mut self, touch: submitted::Touch, now: Now) -> Option<Effect> {
        let pages = submitted::pages(self.sight.text_size);
        match touch {
            submitted::Touch::PreviousPage => self.turn_part(pages, Turn::Back),
            submitted::Touch::NextPage => self.turn_part(pages, Turn::On),
            submitted::Touch::GoOn => self.go_on(now),
            submitted::Touch::Done => {
                let Screen::Submitted(state) = &self.screen else { return None };
                self.screen = Screen::Rate(rate::State::of(state.application_id));
            }
            submitted::Touch::Leave => return self.say_goodbye(now),
        }
        None
    }

    /// To the one item that is left of the bundle, or to the choice between several.
    fn go_on(&mut self, now: Now) {
        let (Screen::Submitted(state), Some(visit)) = (&self.screen, &self.visit) else { return };
        let day = now.local.date();
        let left = go_on::left(&self.setup, visit, &state.receipt.item, day);
        let left: Vec<String> =
            left.into_iter().flat_map(|(_, left)| left).map(|item| item.id.clone()).collect();
        match left.as_slice() {
            [] => {}
            [only] => self.start_item(only, now),
            _ => {
                let screen = std::mem::replace(&mut self.screen, Screen::Welcome);
                if let Screen::Submitted(from) = screen {
                    self.screen = Screen::GoOn(go_on::State { from });
                }
            }
        }
    }

    fn touch_go_on(&mut self, touch: go_on::Touch, now: Now) {
        match touch {
            go_on::Touch::OpenItem(id) => self.start_item(&id, now),
            go_on::Touch::Back => {
                let screen = std::mem::replace(&mut self.screen, Screen::Welcome);
                if let Screen::GoOn(go_on::State { from }) = screen {
                    self.screen = Screen::Submitted(from);
                }
            }
            go_on::Touch::Leave => self.wipe(),
        }
    }

    fn touch_rate(&mut self, touch: rate::Touch, now: Now) -> Option<Effect> {
        let Screen::Rate(state) = &mut self.screen else { return None };
        if touch == rate::Touch::Skip {
            return self.say_goodbye(now);
        }
        let application_id = state.application_id;
        let rating = state.touch(touch, now.since_start)?;
        Some(Effect::Rate { application_id, rating })
    }

    /// Everything is wiped, and whoever has listened hears that it is the end.
    fn say_goodbye(&mut self, now: Now) -> Option<Effect> {
        let listened = self.listening.view().again;
        self.wipe();
        let speaks = listened && !self.listening.silent_at(now.local.time());
        speaks.then(|| self.listening.greet(voice::of_goodbye(), now.since_start))
    }

    /// Screens that show one part after the other when the words are large.
    pub(super) fn turn_part(&mut self, pages: usize, turn: Turn) {
        let place = match &mut self.screen {
            Screen::ReadCard(state) => &mut state.place,
            Screen::Guide(state) => &mut state.place,
            Screen::Notice(state) => &mut state.place,
            Screen::Submitted(state) => &mut state.place,
            Screen::OutOfService(state) => &mut state.place,
            Screen::Welcome
            | Screen::ChooseItem(_)
            | Screen::FillForm(_)
            | Screen::WriteText(_)
            | Screen::Materials(_)
            | Screen::TakePhoto(_)
            | Screen::Sign(_)
            | Screen::Review(_)
            | Screen::GoOn(_)
            | Screen::Rate(_)
            | Screen::MyCases(_) => return,
        };
        match turn {
            Turn::Back => place.turn_back(1),
            Turn::On => place.turn_on(1, pages),
        }
    }

    fn touch_overlay(&mut self, touch: OverlayTouch) {
        match touch {
            OverlayTouch::StillHere => {}
            OverlayTouch::GiveUp => self.wipe(),
            OverlayTouch::Safe => self.message = None,
            OverlayTouch::Other => {
                // only the form, its panel and its camera ask questions with two answers
                let clear = self.message.take() == Some(wording::clear_all());
                if let Screen::Materials(state) = &self.screen {
                    let draft = state.draft.clone();
                    self.ask_signature(draft);
                } else if matches!(self.screen, Screen::WriteText(_)) {
                    self.write_in_spite();
                } else if matches!(self.screen, Screen::TakePhoto(_)) {
                    self.give_up_sheets();
                } else if let Screen::FillForm(state) = &mut self.screen {
                    if clear {
                        state.clear_digits();
                    } else {
                        state.account_confirmed = true;
                        self.next_question();
                    }
                }
            }
        }
    }

    fn browse(&mut self) {
        self.list(choose_item::State::default());
    }

    fn list(&mut self, list: choose_item::State) {
        self.screen = Screen::ChooseItem(list);
    }

    /// The first screen of whoever is here.
    pub(super) fn back_to_start(&mut self) {
        self.screen = match (&self.visit, self.machine.store) {
            (Some(_), _) => Screen::ReadCard(read_card::State::default()),
            (None, StoreState::Unusable) => Screen::OutOfService(out_of_service::State::default()),
            (None, StoreState::Checking | StoreState::Open) => Screen::Welcome,
        };
    }

    fn touch_choose_item(&mut self, touch: choose_item::Touch, now: Now) {
        let (setup, day) = (Arc::clone(&self.setup), now.local.date());
        let Screen::ChooseItem(state) = &mut self.screen else { return };
        let on_a_page = state.on_a_page(self.sight.text_size);
        match touch {
            choose_item::Touch::OpenEvent(id) => {
                self.list(choose_item::State::showing(Shows::OfEvent(id)));
            }
            choose_item::Touch::All => self.list(choose_item::State::showing(Shows::All)),
            choose_item::Touch::LookFor(words) => self.list(choose_item::State::results(&words)),
            choose_item::Touch::Write(way) => self.open_search(way),
            choose_item::Touch::OpenItem(id) => self.open_item(&id),
            choose_item::Touch::PreviousPage => state.place.turn_back(on_a_page),
            choose_item::Touch::NextPage => {
                let count = state.count(&setup, &self.index, day);
                state.place.turn_on(on_a_page, count);
            }
            choose_item::Touch::Back if state.shows == Shows::Events => self.back_to_start(),
            choose_item::Touch::Back => self.browse(),
            choose_item::Touch::Leave => self.wipe(),
        }
    }

    fn touch_my_cases(&mut self, touch: my_cases::Touch, now: Now) {
        let on_a_page = my_cases::cases_on_a_page(self.sight.text_size);
        let cases = self.visit.as_ref().map_or(0, my_cases::count_rows);
        let Screen::MyCases(state) = &mut self.screen else { return };
        match touch {
            my_cases::Touch::PreviousPage => state.place.turn_back(on_a_page),
            my_cases::Touch::NextPage => state.place.turn_on(on_a_page, cases),
            my_cases::Touch::OpenNotice(item) => self.open_kept_notice(&item, now),
            my_cases::Touch::Back => self.back_to_start(),
            my_cases::Touch::Leave => self.wipe(),
        }
    }

    /// The guide of an item, also of one that has ended; back leads to where the person was.
    pub(super) fn open_item(&mut self, id: &str) {
        let Some(item) = self.setup.items.iter().find(|item| item.id == id).cloned() else {
            return;
        };
        let came_from = std::mem::replace(&mut self.screen, Screen::Welcome);
        let returns =
            matches!(came_from, Screen::ReadCard(_) | Screen::ChooseItem(_) | Screen::Guide(_));
        self.screen = Screen::Guide(Box::new(guide::State {
            item,
            place: Place::default(),
            sources: false,
            back: returns.then(|| Box::new(came_from)),
        }));
    }

    /// 去办 and 开始办 go straight to the form; whatever stands against it is said by the guide.
    fn start_item(&mut self, id: &str, now: Now) {
        let day = now.local.date();
        let Some(item) = self.setup.items.iter().find(|item| item.id == id).cloned() else {
            return;
        };
        let door = guide::door(&item, &self.setup, self.visit.as_ref(), day);
        match (door, self.draft_for(item, now)) {
            (guide::Door::Open { .. }, Some(draft)) if self.machine.store == StoreState::Open => {
                self.start_form(draft);
            }
            (guide::Door::Open { .. }, _) => {
                self.message = Some(wording::still_checking());
                self.wanted = Some(id.into());
            }
            (
                guide::Door::CardFirst
                | guide::Door::StaffFiles
                | guide::Door::Soon { .. }
                | guide::Door::Cannot { .. }
                | guide::Door::CardExpired
                | guide::Door::Ended { .. },
                _,
            ) => self.open_item(id),
        }
    }

    /// The store is open: whoever still reads that the machine is getting ready goes on without a second press.
    pub(super) fn go_on_with_what_was_wanted(&mut self, now: Now) {
        let Some(id) = self.wanted.take() else { return };
        if self.visit.is_some() && self.message == Some(wording::still_checking()) {
            self.message = None;
            self.start_item(&id, now);
        }
    }

    /// An empty form of the person who is here.
    pub(super) fn draft_for(&self, item: Arc<ServiceItem>, now: Now) -> Option<Draft> {
        let card = Arc::clone(&self.visit.as_ref()?.card);
        let version = &self.setup.catalogue_version;
        let (visit, day) = (self.visit.as_ref()?, now.local.date());
        let bundles = self.setup.bundles.iter().filter(|bundle| bundle.has(&item.id));
        let earlier = bundles.flat_map(|bundle| bundle.shared(&visit.filed, &item, day)).collect();
        let draft = Draft::for_item(item, version, card, &self.setup.sites, day)
            .under(Arc::clone(&self.setup.city))
            .knowing(earlier);
        Some(draft)
    }

    fn touch_materials(&mut self, touch: materials::Touch) {
        let on_a_page = materials::rows_on_a_page(self.sight.text_size);
        let Screen::Materials(state) = &mut self.screen else { return };
        match touch {
            materials::Touch::PreviousPage => state.place.turn_back(on_a_page),
            materials::Touch::NextPage => {
                let count = state.count_rows();
                state.place.turn_on(on_a_page, count);
            }
            materials::Touch::ToWindow(key) => state.draft.take_to_window(&key),
            materials::Touch::Photograph(key) => {
                let subject = take_photo::Subject::Material(key);
                let camera = take_photo::State::new(state.draft.clone(), subject, true);
                self.screen = Screen::TakePhoto(Box::new(camera));
            }
            materials::Touch::Next => {
                let (missing, draft) = (state.count_missing(), state.draft.clone());
                if missing > 0 {
                    self.message = Some(wording::come_later(missing));
                } else {
                    self.ask_signature(draft);
                }
            }
            materials::Touch::Back => {
                let draft = state.draft.clone();
                self.last_question(draft);
            }
            materials::Touch::Leave => self.wipe(),
        }
    }
}
