//! Asking for a person. The screen below stays as it is, with everything on it.

use super::Session;
use crate::kiosk::effect::Effect;
use crate::kiosk::event::Now;
use crate::kiosk::screens::calling;
use crate::sync::CallNews;

impl Session {
    /// The screen below stays as it is, with everything on it; one notice is one call.
    pub(super) fn call_person(&mut self, now: Now) -> Vec<Effect> {
        if self.notice().is_some() {
            return Vec::new();
        }
        self.message = None; // it has been read: its button led here
        self.calls += 1;
        let known_to_be_down = self.machine.network == Some(false);
        // takes the place of a call whose notice a card has taken away
        self.calling = Some(calling::State {
            in_sight: true,
            number: self.calls,
            since: now.since_start,
            news: known_to_be_down.then_some(CallNews::NoLine),
        });
        vec![Effect::Call { number: self.calls, screen: self.screen.word() }]
    }

    /// The call whose notice lies over the screen.
    pub(super) fn notice(&self) -> Option<&calling::State> {
        self.calling.as_ref().filter(|calling| calling.in_sight)
    }

    /// Whoever asked for a person still waits; the machine is free for whoever comes.
    pub(super) fn take_notice_away(&mut self) {
        if let Some(calling) = &mut self.calling {
            calling.in_sight = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::devices::ReaderReport;
    use crate::domain::id_card::{CardText, IdCard};
    use crate::kiosk::event::{Event, Touch};
    use crate::kiosk::screens::read_card;
    use crate::kiosk::session::tests::{after, session};
    use crate::sync::SyncReport;

    fn call(session: &mut Session, seconds: u64) -> Vec<Effect> {
        session.step(Event::Touch(Touch::CallPerson), after(seconds))
    }

    fn close(session: &mut Session, seconds: u64) -> Vec<Effect> {
        let touch = Touch::Calling(calling::Touch::Close);
        session.step(Event::Touch(touch), after(seconds))
    }

    fn hear(session: &mut Session, number: u64, news: CallNews) {
        session.step(Event::Sync(SyncReport::Call { number, news }), after(1));
    }

    fn first_line(session: &Session) -> Option<String> {
        session.frame(after(1)).calling.map(|view| view.first)
    }

    #[test]
    fn one_notice_is_one_call_however_often_it_is_pressed() {
        let mut session = session();
        let effects = call(&mut session, 1);
        assert!(matches!(effects.as_slice(), [Effect::Call { number: 1, screen: "welcome" }]));
        assert!(call(&mut session, 2).is_empty());
        assert!(matches!(close(&mut session, 3).as_slice(), [Effect::EndCall]));
        assert!(close(&mut session, 4).is_empty());
        let effects = call(&mut session, 5);
        assert!(matches!(effects.as_slice(), [Effect::Call { number: 2, screen: "welcome" }]));
    }

    #[test]
    fn the_notice_says_what_became_of_this_call_and_not_of_an_earlier_one() {
        let mut session = session();
        call(&mut session, 1);
        close(&mut session, 1);
        call(&mut session, 1);
        hear(&mut session, 1, CallNews::Told);
        assert_eq!(first_line(&session).as_deref(), Some("正在告诉市民之家"));
        hear(&mut session, 2, CallNews::NotTaken);
        let not_taken = "没能告诉市民之家，请看看旁边有没有工作人员";
        assert_eq!(first_line(&session).as_deref(), Some(not_taken));
        hear(&mut session, 2, CallNews::Told);
        assert_eq!(first_line(&session).as_deref(), Some("已经告诉市民之家"));
        close(&mut session, 2);
        hear(&mut session, 2, CallNews::Told);
        assert_eq!(first_line(&session), None);
    }

    #[test]
    fn without_a_line_the_notice_says_so_before_it_is_tried() {
        let mut session = session();
        session.step(Event::Sync(SyncReport::Network { up: false }), after(1));
        call(&mut session, 1);
        let no_line = "没有网络，请看看旁边有没有工作人员";
        assert_eq!(first_line(&session).as_deref(), Some(no_line));
    }

    #[test]
    fn a_card_takes_the_notice_away_and_the_call_stands_for_its_ten_minutes() {
        let mut session = session();
        call(&mut session, 5);
        let effects = lay_card(&mut session, 6);
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::EndCall)));
        assert_eq!(first_line(&session), None);

        session.step(Event::Touch(Touch::ReadCard(read_card::Touch::Leave)), after(7));
        assert_eq!(session.next_tick(after(8)), Some(Duration::from_secs(605)));
        let effects = session.step(Event::Tick, after(605));
        assert!(matches!(effects.as_slice(), [Effect::EndCall]));
    }

    #[test]
    fn after_a_card_the_button_calls_anew() {
        let mut session = session();
        call(&mut session, 5);
        lay_card(&mut session, 6);
        let effects = call(&mut session, 7);
        let anew =
            |effect: &Effect| matches!(effect, Effect::Call { number: 2, screen: "read_card" });
        assert!(effects.iter().any(anew));
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::EndCall)));
        assert_eq!(first_line(&session).as_deref(), Some("正在告诉市民之家"));
    }

    fn lay_card(session: &mut Session, seconds: u64) -> Vec<Effect> {
        let text = CardText {
            name: "王秀英".into(),
            sex: "2".into(),
            ethnicity: "01".into(),
            birth: "19430312".into(),
            address: "湖南省宁乡市".into(),
            number: "430124194303120005".into(),
            issuer: "宁乡市公安局".into(),
            valid_from: "20200101".into(),
            valid_to: "长期".into(),
        };
        let card = Box::new(IdCard::from_text(text, Vec::new(), String::new()).unwrap());
        session.step(Event::Reader(ReaderReport::Card(Ok(card))), after(seconds))
    }

    #[test]
    fn the_notice_ends_by_itself_after_ten_minutes_and_the_call_with_it() {
        let mut session = session();
        call(&mut session, 5);
        assert_eq!(session.next_tick(after(6)), Some(Duration::from_secs(605)));
        assert!(session.step(Event::Tick, after(604)).is_empty());
        let effects = session.step(Event::Tick, after(605));
        assert!(matches!(effects.as_slice(), [Effect::EndCall]));
        assert_eq!(first_line(&session), None);
        assert_eq!(session.next_tick(after(606)), None);
    }
}
