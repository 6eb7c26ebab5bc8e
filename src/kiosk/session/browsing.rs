//! Somebody looks for an item: by its event of life, by a word, by letters; and reads what the card says of each.

use std::sync::Arc;

use jiff::civil::{Date, date};

use super::tests::{after, shipped_setup};
use super::{Session, StoreState};
use crate::devices::ReaderReport;
use crate::domain::application::ApplicationId;
use crate::domain::id_card::{IdCard, ValidTo};
use crate::domain::id_number::{IdNumber, Sex};
use crate::domain::rating::Level;
use crate::input::worker::{LookUp, Report};
use crate::input::{Candidate, InputError};
use crate::kiosk::effect::Effect;
use crate::kiosk::event::{Event, Touch};
use crate::kiosk::screens::choose_item::Shows;
use crate::kiosk::screens::fill_form::tests::wang_xiuying;
use crate::kiosk::screens::write_text::Way;
use crate::kiosk::screens::{
    Screen, View, choose_item, guide, rate, read_card, welcome, write_text,
};
use crate::kiosk::sight::{Sight, TextSize};
use crate::speech::VoiceReport;

const SIZES: [TextSize; 3] = [TextSize::Normal, TextSize::Large, TextSize::Largest];

fn session() -> Session {
    let mut session = Session::new(Arc::new(shipped_setup()));
    session.machine.store = StoreState::Open;
    session
}

fn touch(session: &mut Session, touch: Touch) -> Vec<Effect> {
    session.step(Event::Touch(touch), after(1))
}

fn list(session: &mut Session, to: choose_item::Touch) -> Vec<Effect> {
    touch(session, Touch::ChooseItem(to))
}

fn write(session: &mut Session, to: write_text::Touch) -> Vec<Effect> {
    touch(session, Touch::WriteText(to))
}

fn shown(session: &Session) -> choose_item::View {
    let View::ChooseItem(view) = session.frame(after(1)).view else { panic!("no list of items") };
    view
}

fn names(session: &Session) -> Vec<String> {
    shown(session).tiles.into_iter().map(|tile| tile.name).collect()
}

/// Nobody's card is there.
fn at_the_events() -> Session {
    let mut session = session();
    touch(&mut session, Touch::Welcome(welcome::Touch::Browse));
    session
}

fn types(session: &mut Session, letters: &str) -> Vec<LookUp> {
    let mut asked = Vec::new();
    for letter in letters.chars() {
        for effect in write(session, write_text::Touch::Key(letter.into())) {
            if let Effect::LookUp(question) = effect {
                asked.push(question);
            }
        }
    }
    asked
}

#[test]
fn letters_alone_find_an_item_without_a_card_and_without_an_engine() {
    let mut session = at_the_events();
    let effects = list(&mut session, choose_item::Touch::Write(Way::Pinyin));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::OpenInput)));
    types(&mut session, "gljt");
    let View::WriteText(panel) = session.frame(after(1)).view else { panic!("no panel") };
    assert_eq!(panel.candidates.first().map(|one| one.words.as_str()), Some("高龄津贴"));
    assert!(panel.ready);
    let effects = write(&mut session, write_text::Touch::Done);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::CloseInput)));
    assert_eq!(names(&session).first().map(String::as_str), Some("高龄津贴"));
    assert_eq!(shown(&session).query, "gljt");
}

#[test]
fn an_engine_that_is_late_or_fails_changes_nothing_for_the_words_of_the_catalogue() {
    let mut session = at_the_events();
    list(&mut session, choose_item::Touch::Write(Way::Pinyin));
    let asked = types(&mut session, "changshou").pop().unwrap();
    let candidates = |session: &Session| -> Vec<String> {
        let View::WriteText(panel) = session.frame(after(1)).view else { panic!("no panel") };
        panel.candidates.into_iter().map(|one| one.words).collect()
    };
    let own = candidates(&session);
    assert_eq!(own, ["长寿钱"]);
    let found = |text: &str| Candidate { text: text.into(), rest: String::new() };
    let LookUp { visit, sequence, .. } = asked;
    let late = Report::Candidates { visit, sequence: sequence - 1, candidates: vec![found("肠")] };
    session.step(Event::Input(late), after(1));
    assert_eq!(candidates(&session), own);
    let answer = vec![found("常熟"), found("长寿"), found("长寿钱")];
    let answer = Report::Candidates { visit, sequence, candidates: answer };
    session.step(Event::Input(answer), after(1));
    // its own words stay where they were; what goes on one of them comes before the others
    assert_eq!(candidates(&session), ["长寿钱", "长寿", "常熟"]);
    let error = InputError::Engine("it could not answer".into());
    let which = crate::input::worker::Which::Keys;
    session.step(Event::Input(Report::NoAnswer { which, visit, sequence, error }), after(1));
    assert_eq!(candidates(&session), own);
}

#[test]
fn whoever_looks_at_an_item_comes_back_to_the_list_they_came_from() {
    let mut session = at_the_events();
    list(&mut session, choose_item::Touch::LookFor("老人钱".into()));
    let found = names(&session);
    assert_eq!(found.first().map(String::as_str), Some("高龄津贴"));
    list(&mut session, choose_item::Touch::OpenItem("advanced_age_allowance".into()));
    assert!(matches!(session.screen, Screen::Guide(_)));
    touch(&mut session, Touch::Guide(guide::Touch::Back));
    assert_eq!(names(&session), found);
    list(&mut session, choose_item::Touch::Back);
    assert_eq!(shown(&session).events.len(), 9);
    list(&mut session, choose_item::Touch::Back);
    assert!(matches!(session.screen, Screen::Welcome));
}

#[test]
fn every_event_of_life_leads_to_its_items_and_together_they_are_all() {
    let mut session = at_the_events();
    let mut found = 0;
    for event in shown(&session).events {
        list(&mut session, choose_item::Touch::OpenEvent(event.id.clone()));
        let view = shown(&session);
        assert_eq!(view.title, event.name);
        assert!(!view.tiles.is_empty() && view.page.last, "{}", event.name);
        found += view.tiles.len();
        list(&mut session, choose_item::Touch::Back);
    }
    assert_eq!(found, 33);
    for word in shown(&session).often {
        list(&mut session, choose_item::Touch::LookFor(word.clone()));
        assert!(!names(&session).is_empty(), "{word}");
        list(&mut session, choose_item::Touch::Back);
    }
}

#[test]
fn when_nothing_is_found_it_is_said_and_whoever_gives_advice_is_there() {
    let mut session = at_the_events();
    for nonsense in ["火箭许可", "xqzwv", "，。", "hello", "\u{2B736}\u{2B736}", &"长".repeat(200)]
    {
        list(&mut session, choose_item::Touch::LookFor(nonsense.into()));
        let view = shown(&session);
        assert!(view.nothing.starts_with("没找到“"), "{nonsense}");
        assert!(view.nothing.chars().count() < 60, "{}", view.nothing);
        assert_eq!(names(&session), ["政策咨询"], "{nonsense}");
        list(&mut session, choose_item::Touch::NextPage);
        list(&mut session, choose_item::Touch::Back);
    }
}

#[test]
fn what_has_ended_is_found_by_name_and_says_so() {
    let mut session = at_the_events();
    list(&mut session, choose_item::Touch::LookFor("老年优待证".into()));
    let tiles = shown(&session).tiles;
    assert_eq!(tiles[0].name, "老年优待证");
    assert_eq!(tiles[1].name, "老人优待", "right behind it");
    assert!(tiles[0].line.contains("停办") && tiles[0].line.contains("老人优待"));
    list(&mut session, choose_item::Touch::OpenItem("elder_preferential_card".into()));
    let View::Guide(ended) = session.frame(after(0)).view else { panic!("no guide") };
    assert!(ended.notice.0.contains("2022年3月1日"), "{}", ended.notice.0);
    assert_eq!(ended.primary, guide::Primary::Successor);
    touch(&mut session, Touch::Guide(guide::Touch::Successor));
    let View::Guide(now) = session.frame(after(0)).view else { panic!("no guide") };
    assert_eq!(now.title, "老人优待");
}

#[test]
fn what_somebody_looked_for_goes_with_them() {
    for how in 0..4 {
        let mut session = at_the_events();
        list(&mut session, choose_item::Touch::LookFor("王秀英".into()));
        assert_eq!(shown(&session).query, "王秀英");
        match how {
            0 => drop(list(&mut session, choose_item::Touch::Leave)),
            1 => drop(session.step(Event::Tick, after(90))),
            2 => {
                list(&mut session, choose_item::Touch::Write(Way::Hand));
                session.step(Event::Tick, after(90));
            }
            _ => {
                list(&mut session, choose_item::Touch::OpenItem("dibao".into()));
                session.step(Event::Tick, after(90));
            }
        }
        assert!(matches!(session.screen, Screen::Welcome), "{how}");
    }
}

/// It leads on from every screen without a person, the panel too.
#[test]
fn a_card_takes_the_search_of_the_person_before_away() {
    let mut session = at_the_events();
    list(&mut session, choose_item::Touch::LookFor("低保".into()));
    list(&mut session, choose_item::Touch::Write(Way::Pinyin));
    let asked = types(&mut session, "dibao").pop().unwrap();
    let effects = lays(&mut session, IdCard::clone(&wang_xiuying()));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::CloseInput)));
    assert!(matches!(session.screen, Screen::ReadCard(_)));
    // nor do they stand behind the guide that somebody lays a card on
    let mut at_a_guide = at_the_events();
    list(&mut at_a_guide, choose_item::Touch::LookFor("低保".into()));
    list(&mut at_a_guide, choose_item::Touch::OpenItem("dibao".into()));
    lays(&mut at_a_guide, IdCard::clone(&wang_xiuying()));
    assert!(matches!(at_a_guide.screen, Screen::Guide(_)));
    touch(&mut at_a_guide, Touch::Guide(guide::Touch::Back));
    assert!(matches!(at_a_guide.screen, Screen::ReadCard(_)));
    // and an answer to them does not reach the next one's panel
    touch(&mut session, Touch::ReadCard(read_card::Touch::AllItems));
    assert_eq!(shown(&session).query, "");
    list(&mut session, choose_item::Touch::Write(Way::Pinyin));
    let candidates = vec![Candidate { text: "底".into(), rest: String::new() }];
    let LookUp { visit, sequence, .. } = asked;
    session.step(Event::Input(Report::Candidates { visit, sequence, candidates }), after(1));
    let View::WriteText(panel) = session.frame(after(1)).view else { panic!("no panel") };
    assert!(panel.candidates.is_empty() && panel.text.is_empty());
}

// ---- after the card ----

fn lays(session: &mut Session, card: IdCard) -> Vec<Effect> {
    session.step(Event::Reader(ReaderReport::Card(Ok(Box::new(card)))), after(0))
}

fn born(birth: Date, number: &str, sex: Sex) -> IdCard {
    let number = IdNumber::parse(number).unwrap();
    IdCard { birth, sex, number, ..IdCard::clone(&wang_xiuying()) }
}

fn people() -> Vec<(&'static str, IdCard)> {
    let wang = IdCard::clone(&wang_xiuying());
    vec![
        ("83", wang.clone()),
        ("59", born(date(1967, 2, 20), "430124196702200001", Sex::Female)),
        ("a child", born(date(2025, 4, 30), "43012420250430000X", Sex::Female)),
        ("126", born(date(1900, 1, 1), "430182190001010017", Sex::Male)),
        ("of another county", IdCard { address: "湖南省长沙市岳麓区".into(), ..wang.clone() }),
        ("expired", IdCard { valid_to: ValidTo::Day(date(2026, 3, 1)), ..wang }),
    ]
}

/// Every item that is offered stands on one of the two lists, once, whatever the size of the words, and can be opened.
#[test]
fn everything_is_within_reach_after_the_card() {
    for (who, card) in people() {
        for size in SIZES {
            let mut session = session();
            lays(&mut session, card.clone());
            session.step(Event::See(Sight { text_size: size, black: false }), after(0));
            let mut seen: Vec<String> = Vec::new();
            for part in ["can", "not yet"] {
                loop {
                    let View::ReadCard(view) = session.frame(after(0)).view else {
                        panic!("{who}: no card")
                    };
                    seen.extend(view.lead.iter().chain(&view.tiles).map(|tile| tile.id.clone()));
                    seen.extend(view.rows.iter().map(|row| row.id.clone()));
                    assert!(view.rows.iter().all(|row| !row.line.is_empty()), "{who}: no reason");
                    if view.page.last {
                        break;
                    }
                    touch(&mut session, Touch::ReadCard(read_card::Touch::NextPage));
                }
                if part == "can" {
                    touch(&mut session, Touch::ReadCard(read_card::Touch::OtherPart));
                }
            }
            let count = seen.len();
            seen.sort();
            seen.dedup();
            assert_eq!((count, seen.len()), (33, 33), "{who} at {size:?}");
        }
    }
}

#[test]
fn what_cannot_be_done_yet_opens_with_its_reason_and_leads_back_to_its_page() {
    let mut session = session();
    lays(&mut session, people().remove(1).1);
    touch(&mut session, Touch::ReadCard(read_card::Touch::OtherPart));
    touch(&mut session, Touch::ReadCard(read_card::Touch::NextPage));
    let View::ReadCard(before) = session.frame(after(0)).view else { panic!("no card") };
    touch(&mut session, Touch::ReadCard(read_card::Touch::OpenItem(before.rows[0].id.clone())));
    assert!(matches!(session.screen, Screen::Guide(_)));
    touch(&mut session, Touch::Guide(guide::Touch::Back));
    let View::ReadCard(back) = session.frame(after(0)).view else { panic!("no card") };
    assert!(back == before);
}

/// Money that is due first, then what the kiosk can file, then the time of life, then habit.
#[test]
fn the_most_useful_comes_first() {
    for (who, first) in [
        ("83", &["高龄津贴", "老人优待", "养老补贴"][..]),
        ("59", &["养老参保", "社保卡"]),
        ("a child", &["生育登记", "育儿补贴"]),
    ] {
        let mut session = session();
        let (_, card) = people().into_iter().find(|(name, _)| *name == who).unwrap();
        lays(&mut session, card);
        let visit = session.visit.as_ref().unwrap();
        let can = visit.standings.iter().filter(|(_, standing)| {
            matches!(standing, crate::domain::eligibility::Standing::CanFile { .. })
        });
        let names: Vec<&str> =
            can.take(first.len()).map(|(item, _)| item.short_name.as_str()).collect();
        assert_eq!(names, first, "{who}");
    }
}

#[test]
fn with_an_expired_card_nothing_is_filed_and_everything_can_be_looked_at() {
    let mut session = session();
    lays(&mut session, people().remove(5).1);
    touch(
        &mut session,
        Touch::ReadCard(read_card::Touch::OpenItem("advanced_age_allowance".into())),
    );
    let View::Guide(guide) = session.frame(after(0)).view else { panic!("the form opens") };
    assert_eq!(guide.primary, guide::Primary::CallStaff);
    touch(&mut session, Touch::Guide(guide::Touch::Start));
    assert!(matches!(session.screen, Screen::Guide(_)));
}

#[test]
fn a_card_of_somebody_who_is_not_born_yet_is_refused() {
    let mut session = session();
    let card = born(date(2027, 1, 5), "430124202701050003", Sex::Female);
    lays(&mut session, card);
    assert!(session.visit.is_none() && matches!(session.screen, Screen::Welcome));
    assert!(session.message.is_some(), "and it is said");
}

// ---- 好差评 ----

fn at_the_rating() -> Session {
    let mut session = session();
    lays(&mut session, IdCard::clone(&wang_xiuying()));
    session.step(Event::Voice(VoiceReport::Finished { number: 1 }), after(1)); // it has greeted
    session.screen = Screen::Rate(rate::State::of(ApplicationId::new()));
    session
}

fn rates(session: &mut Session, to: rate::Touch) -> usize {
    let effects = touch(session, Touch::Rate(to));
    effects.iter().filter(|effect| matches!(effect, Effect::Rate { .. })).count()
}

fn is_wiped(session: &Session) -> bool {
    session.visit.is_none() && matches!(session.screen, Screen::Welcome)
}

#[test]
fn a_press_rates_once_and_two_seconds_later_everything_is_wiped() {
    let mut session = at_the_rating();
    assert_eq!(rates(&mut session, rate::Touch::Level(Level::Satisfied)), 1);
    assert_eq!(rates(&mut session, rate::Touch::Level(Level::Satisfied)), 0, "a second press");
    assert_eq!(session.next_tick(after(1)), Some(std::time::Duration::from_secs(3)));
    session.step(Event::Tick, after(2));
    assert!(!is_wiped(&session));
    session.step(Event::Tick, after(3));
    assert!(is_wiped(&session));
}

#[test]
fn whoever_says_nothing_is_asked_whether_they_are_there_and_wiped_without_a_rating() {
    for low in [false, true] {
        let mut session = at_the_rating();
        if low {
            assert_eq!(rates(&mut session, rate::Touch::Level(Level::Dissatisfied)), 0);
        }
        let mut effects = session.step(Event::Tick, after(62));
        assert!(session.frame(after(62)).countdown.is_some());
        effects.extend(session.step(Event::Tick, after(90)));
        assert!(is_wiped(&session));
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::Rate { .. })));
    }
}

#[test]
fn whoever_does_not_want_to_rate_goes_home_and_the_next_card_need_not_wait_for_the_thanks() {
    let mut session = at_the_rating();
    assert_eq!(rates(&mut session, rate::Touch::Skip), 0);
    assert!(is_wiped(&session));

    let mut session = at_the_rating();
    rates(&mut session, rate::Touch::Level(Level::Satisfied));
    lays(&mut session, people().remove(1).1);
    let View::ReadCard(view) = session.frame(after(1)).view else { panic!("not welcomed") };
    assert!(view.about.contains("59"), "{}", view.about);
}

#[test]
fn the_list_of_all_can_be_leafed_through_at_every_size() {
    for size in SIZES {
        let mut session = at_the_events();
        session.step(Event::See(Sight { text_size: size, black: false }), after(0));
        list(&mut session, choose_item::Touch::All);
        let mut seen = names(&session).len();
        while !shown(&session).page.last {
            list(&mut session, choose_item::Touch::NextPage);
            seen += names(&session).len();
        }
        assert_eq!(seen, 33, "{size:?}");
        let Screen::ChooseItem(state) = &session.screen else { panic!("no list") };
        assert!(state.shows == Shows::All);
    }
}
