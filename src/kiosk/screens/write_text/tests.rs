use super::view::{BAR_OF_WORDS, GAP, LINE, em, lines};
use super::*;
use crate::domain::draft::{Address, Value};
use crate::kiosk::screens::fill_form::tests::form;

const READY: Engines = Engines { keys: EngineState::Ready, ink: EngineState::Ready };

/// The panel of one field of 高龄津贴.
fn panel(key: &str) -> State {
    State::new(Box::new(form("advanced_age_allowance", key)))
}

fn back(purpose: Purpose) -> Box<fill_form::State> {
    let Purpose::Answer(form) = purpose else { panic!("back to no form") };
    form
}

/// What is looked for when the panel is closed.
fn looked_for(panel: State) -> String {
    let Purpose::Search(list) = panel.finish() else { panic!("no search") };
    list.query().to_owned()
}

#[test]
fn whoever_looks_for_an_item_need_not_choose_characters() {
    let search = || State::search(choose_item::State::default(), Way::Pinyin);
    let mut panel = search();
    assert_eq!(panel.not_done(), Some(NotDone::Empty));
    type_letters(&mut panel, "gljt");
    assert_eq!(panel.not_done(), None);
    assert!(view(&panel, Engines::default()).ready);
    assert_eq!(looked_for(panel), "gljt");

    // characters and letters together, and ink still has to be chosen
    let mut panel = search();
    panel.touch(Touch::Typed("长寿".into()));
    type_letters(&mut panel, "q");
    assert_eq!(looked_for(panel), "长寿q");
    let mut panel = search();
    panel.touch(Touch::Way(Way::Hand));
    panel.touch(Touch::Stroke(vec![(0.1, 0.5), (0.9, 0.5)]));
    assert_eq!(panel.not_done(), Some(NotDone::NotChosen(Way::Hand)));
}

#[test]
fn what_was_looked_for_is_there_to_be_changed_and_stays_when_nothing_is_written() {
    let list = choose_item::State::results("长寿钱");
    let mut panel = State::search(list, Way::Hand);
    assert_eq!(text(&panel), "长寿钱");
    panel.touch(Touch::StepBack);
    let Purpose::Search(list) = panel.give_up() else { panic!("no search") };
    assert_eq!(list.query(), "长寿钱");
}

/// The letters find items without it.
#[test]
fn whoever_looks_for_an_item_has_keys_where_no_engine_is() {
    let gone = EngineState::Gone(Trouble::Missing);
    let panel = State::search(choose_item::State::default(), Way::Pinyin);
    let shown = view(&panel, Engines { keys: gone, ink: gone });
    assert_eq!(shown.trouble, Default::default());
    assert!(!shown.bar_hint.is_empty());
}

fn candidates(words: &[&str]) -> Vec<Candidate> {
    let candidate = |text: &&str| Candidate { text: (*text).into(), rest: String::new() };
    words.iter().map(candidate).collect()
}

/// Takes the first candidate of an answer.
fn answer_and_choose(panel: &mut State, number: u64, candidates: Vec<Candidate>) {
    assert!(panel.take_question(number).is_some());
    panel.take_answer(number, candidates);
    panel.touch(Touch::Choose(format!("{number}:0")));
}

fn type_letters(panel: &mut State, letters: &str) {
    panel.touch(Touch::Way(Way::Pinyin));
    for letter in letters.chars() {
        panel.touch(Touch::Key(letter.to_string()));
    }
}

fn text(panel: &State) -> String {
    view(panel, READY).text
}

#[test]
fn letters_become_words_and_what_is_left_is_looked_up_again() {
    let mut panel = panel("current_address");
    type_letters(&mut panel, "ningxiangshi");
    assert_eq!(view(&panel, READY).pending, "ningxiangshi");

    let half = vec![Candidate { text: "宁乡".into(), rest: "shi".into() }];
    answer_and_choose(&mut panel, 1, half);

    assert_eq!(text(&panel), "宁乡");
    assert_eq!(view(&panel, READY).pending, "shi");
    assert!(panel.take_question(2) == Some(Written::Letters("shi".into())));
    panel.take_answer(2, candidates(&["市", "是"]));
    panel.touch(Touch::Choose("2:0".into()));
    assert_eq!(text(&panel), "宁乡市");
    assert!(panel.take_question(3).is_none(), "nothing is left to look up");
    let form = back(panel.finish());
    let stored = form.draft.value("current_address").unwrap().0;
    assert!(stored == Value::Address(Address::Written("宁乡市".into())));
}

#[test]
fn keys_faster_than_the_engine_never_take_a_candidate_of_older_letters() {
    let mut panel = panel("current_address");
    type_letters(&mut panel, "n");
    assert!(panel.take_question(1).is_some());
    panel.take_answer(1, candidates(&["你", "能"]));
    type_letters(&mut panel, "ing");
    assert!(panel.take_question(2).is_some());

    panel.touch(Touch::Choose("1:0".into())); // the bar still shows the old ones
    assert_eq!(text(&panel), "");
    assert!(!view(&panel, READY).fresh);
    panel.take_answer(1, candidates(&["你"])); // and the old answer comes once more
    assert!(!view(&panel, READY).fresh);

    panel.take_answer(2, candidates(&["宁"]));
    panel.touch(Touch::Choose("1:0".into())); // pressed before the bar changed
    assert_eq!(text(&panel), "");
    panel.touch(Touch::Choose("2:0".into()));
    assert_eq!(text(&panel), "宁");
}

#[test]
fn a_scribble_of_sixty_strokes_is_taken_and_the_next_stroke_is_refused_in_words() {
    let mut panel = panel("current_address");
    panel.touch(Touch::Way(Way::Marks));
    panel.touch(Touch::Key("5".into()));
    panel.touch(Touch::Way(Way::Hand));
    let stroke = vec![(0.1, 0.1), (0.9, 0.9)];
    for _ in 0..60 {
        panel.touch(Touch::Stroke(stroke.clone()));
    }
    assert_eq!(view(&panel, READY).strokes, 60);
    assert!(!view(&panel, READY).warns);

    panel.touch(Touch::Stroke(stroke));

    let shown = view(&panel, READY);
    assert_eq!((shown.strokes, shown.warns, shown.text.as_str()), (60, true, "5"));
    assert!(shown.hint.contains("重写"), "{}", shown.hint);
    panel.touch(Touch::Rewrite);
    assert_eq!((view(&panel, READY).strokes, view(&panel, READY).warns), (0, false));
}

#[test]
fn one_dot_and_ink_outside_of_the_box_are_looked_up_as_they_are() {
    let mut panel = panel("current_address");
    let strokes = vec![vec![(0.5, 0.5)], vec![(-2.0, 0.3), (9.0, 4.0)]];
    panel.touch(Touch::Stroke(Vec::new())); // nothing at all
    assert!(panel.take_question(1).is_none());
    for stroke in &strokes {
        panel.touch(Touch::Stroke(stroke.clone()));
    }

    assert!(panel.take_question(1) == Some(Written::Ink(strokes)));
    panel.take_answer(1, Vec::new());
    assert_eq!(view(&panel, READY).bar_hint, wording::nothing_found(Way::Hand));
    panel.touch(Touch::UndoStroke);
    assert!(panel.take_question(2) == Some(Written::Ink(vec![vec![(0.5, 0.5)]])));
    panel.take_answer(2, candidates(&["丶"]));
    let before = view(&panel, READY).emptied;
    panel.touch(Touch::Choose("2:0".into()));
    let after = view(&panel, READY);
    assert_eq!((after.text.as_str(), after.strokes), ("丶", 0));
    assert_ne!(after.emptied, before, "the picture of the ink goes");
}

#[test]
fn emoji_and_half_width_katakana_of_a_usb_keyboard_are_refused_and_nothing_is_lost() {
    let mut panel = panel("proxy_name");
    panel.touch(Touch::Typed("王".into()));
    for refused in ["😀", "ｶﾀｶﾅ", "あ", "\u{E81E}", "👨\u{200D}👩", "\u{202E}"] {
        panel.touch(Touch::Typed(refused.into()));
        let shown = view(&panel, READY);
        assert_eq!((shown.text.as_str(), shown.warns), ("王", true), "{refused}");
        assert!(shown.hint.contains("别的都还在"));
    }
    panel.touch(Touch::Typed("五😀六".into()));
    assert_eq!((text(&panel), view(&panel, READY).warns), ("王五六".into(), true));
    // arrows and function keys are no characters
    panel.touch(Touch::Typed("\u{F700}\u{1B}".into()));
    assert_eq!((text(&panel), view(&panel, READY).warns), ("王五六".into(), false));
    // an engine that offers one does not get it into the bar
    type_letters(&mut panel, "xiao");
    assert!(panel.take_question(1).is_some());
    panel.take_answer(1, candidates(&["😄", "小"]));
    assert_eq!(view(&panel, READY).candidates.len(), 1);
}

#[test]
fn letters_of_a_usb_keyboard_are_pinyin_and_space_takes_the_first_candidate() {
    let mut panel = panel("proxy_name");
    panel.touch(Touch::Typed("W".into()));
    panel.touch(Touch::Typed("ang".into()));
    assert_eq!((panel.way, view(&panel, READY).pending.as_str()), (Way::Pinyin, "wang"));
    assert!(panel.take_question(1).is_some());
    panel.take_answer(1, candidates(&["王", "汪"]));

    panel.touch(Touch::Typed(" ".into()));

    assert_eq!(text(&panel), "王");
    panel.touch(Touch::Typed(" ".into()));
    assert_eq!(text(&panel), "王", "no candidate, no blank");
}

#[test]
fn a_name_of_thirty_characters_with_a_middle_dot_fits_and_one_more_is_refused_in_words() {
    let mut panel = panel("proxy_name");
    let name = "阿卜杜热合曼·买买提吐尔逊江·阿不都克里木·艾合买提江·";
    assert_eq!(name.chars().count(), 28);
    panel.touch(Touch::Typed(name.into()));
    panel.touch(Touch::Typed("某某".into()));
    assert!(!view(&panel, READY).warns);

    type_letters(&mut panel, "moumou");
    answer_and_choose(&mut panel, 1, candidates(&["某某"]));

    let shown = view(&panel, READY);
    assert_eq!((shown.text.as_str(), shown.warns), (format!("{name}某某").as_str(), true));
    assert!(shown.hint.contains("最多写 30 个字"), "{}", shown.hint);
    assert_eq!(shown.pending, "moumou", "what was typed is still there");
    assert_eq!(panel.not_done(), Some(NotDone::NotChosen(Way::Pinyin)));
    // both lines of the field together are the name
    panel.touch(Touch::Way(Way::Hand));
    let shown = view(&panel, READY);
    assert_eq!(format!("{}{}", shown.first_line, shown.last_line), format!("{name}某某"));
    assert_eq!(panel.not_done(), None);
}

#[test]
fn of_a_long_text_the_end_is_shown_and_all_is_kept() {
    let long = "甲乙丙丁戊己庚辛壬癸".repeat(9);
    let (first, last) = lines(&long, "hspn", Way::Strokes);
    assert!(first.starts_with('…') && em(&first) <= LINE, "{first}");
    assert!(last.ends_with('癸') && em(&last) + em("hspn") <= LINE, "{last}");
    let (first, last) = lines(&long, "ningxiang", Way::Pinyin);
    assert_eq!(first, "", "pinyin has one line");
    assert!(last.starts_with('…') && last.ends_with('癸'), "{last}");
    assert!(em(&last) + em("ningxiang") <= LINE, "{last}");
    for way in [Way::Hand, Way::Pinyin] {
        assert_eq!(lines("宁乡", "shi", way), (String::new(), "宁乡".into()));
    }
}

/// How many candidates each page shows.
fn pages(words: &[&str], way: Way) -> Vec<usize> {
    let spots = spots(&candidates(words), way);
    let last = spots.last().map_or(0, |spot| spot.page);
    (0..=last).map(|page| spots.iter().filter(|spot| spot.page == page).count()).collect()
}

#[test]
fn eight_candidates_or_more_stand_on_a_page_and_none_is_lost() {
    for words in ["王", "宁乡", "宁乡市", "二泉村民"] {
        let pages = pages(&[words; 24], Way::Pinyin);
        assert!(pages.iter().rev().skip(1).all(|page| *page >= 8), "{words}: {pages:?}");
    }
    // three and four characters mixed, in whatever order
    let mixed =
        ["宁乡市", "高龄津贴", "老年人", "优待证件", "高龄津贴", "沙田乡", "养老院", "惠民补贴"];
    assert_eq!(pages(&mixed, Way::Pinyin), [8]);
    for way in [Way::Hand, Way::Strokes] {
        assert_eq!(pages(&["王"; 24], way), [8, 8, 8]);
    }
    let long = ["老年优待证", "宁", "高龄津贴", "宁乡市", "大成桥镇二泉村"].repeat(4);
    for way in [Way::Hand, Way::Pinyin] {
        assert_eq!(pages(&long, way).iter().sum::<usize>(), 20);
    }
}

#[test]
fn candidates_stand_in_two_rows_inside_the_bar_and_do_not_touch() {
    let words = ["高龄津贴", "宁", "大成桥镇二泉村", "宁乡市"].repeat(6);
    let spots = spots(&candidates(&words), Way::Pinyin);
    assert!(spots.iter().any(|spot| spot.below));
    for pair in spots.windows(2) {
        let [one, next] = pair else { continue };
        assert!(next.left + next.width <= BAR_OF_WORDS);
        let new_row = (one.page, one.below) != (next.page, next.below);
        assert!(new_row || next.left >= one.left + one.width + GAP);
    }
}

#[test]
fn whatever_holds_words_of_a_person_is_overwritten_when_it_is_dropped() {
    fn is_overwritten<T: ZeroizeOnDrop>() {}
    is_overwritten::<Paper>();
    is_overwritten::<Written>();
    is_overwritten::<Candidate>();
}

#[test]
fn no_letter_more_than_the_most_is_taken() {
    let mut panel = panel("current_address");
    type_letters(&mut panel, &"ning".repeat(7));
    let shown = view(&panel, READY);
    assert_eq!((shown.pending, shown.warns), ("ning".repeat(6), true), "24 letters");
    assert!(shown.hint.contains("最多 24 个字母"), "{}", shown.hint);
    assert!(panel.take_question(1) == Some(Written::Letters("ning".repeat(6))));
    panel.touch(Touch::StepBack);
    panel.touch(Touch::Key("x".into()));
    let shown = view(&panel, READY);
    assert_eq!((shown.pending, shown.warns), ("ning".repeat(5) + "ninx", false));

    panel.touch(Touch::Way(Way::Strokes));
    for _ in 0..=MOST_STROKE_KEYS {
        panel.touch(Touch::Key("h".into()));
    }
    let shown = view(&panel, READY);
    assert_eq!(shown.pending.chars().count(), MOST_STROKE_KEYS);
    assert!(shown.warns && shown.hint.contains("笔画"), "{}", shown.hint);
}

#[test]
fn a_mark_of_a_usb_keyboard_takes_the_first_candidate_in_sight_and_is_never_swallowed_in_silence() {
    let mut panel = panel("current_address");
    type_letters(&mut panel, "er");
    assert!(panel.take_question(1).is_some());
    panel.touch(Touch::Typed("5".into())); // the answer is still out
    let shown = view(&panel, READY);
    assert_eq!((shown.text.as_str(), shown.pending.as_str(), shown.warns), ("", "er", true));
    assert!(shown.hint.contains("还有字没选"), "{}", shown.hint);
    panel.touch(Touch::Typed(" ".into()));
    assert!(view(&panel, READY).warns, "nor is a blank");

    let words: Vec<String> = (0..24).map(|one| format!("二泉村组{one}")).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    panel.take_answer(1, candidates(&words));
    panel.touch(Touch::NextCandidates);
    let in_sight = view(&panel, READY).candidates[0].words.clone();
    assert_ne!(in_sight, words[0]);
    panel.touch(Touch::Typed("5".into()));
    assert_eq!(text(&panel), in_sight + "5");
    assert!(!view(&panel, READY).warns);
}

#[test]
fn letters_of_a_usb_keyboard_do_not_throw_ink_away() {
    let mut panel = panel("current_address");
    panel.touch(Touch::Stroke(vec![(0.1, 0.5), (0.9, 0.5)]));
    assert!(panel.take_question(1).is_some());
    panel.touch(Touch::Typed("n".into()));
    let shown = view(&panel, READY);
    assert_eq!((shown.way, shown.strokes, shown.warns), (Way::Hand, 1, true));

    panel.take_answer(1, candidates(&["一"]));
    panel.touch(Touch::Typed("n".into()));
    let shown = view(&panel, READY);
    assert_eq!((shown.text.as_str(), shown.pending.as_str()), ("一", "n"));
}

#[test]
fn what_would_throw_away_something_written_is_asked_first() {
    let mut panel = panel("current_address");
    let asks = |panel: &mut State, touch| panel.doubt(&touch);
    // another way: whatever is not chosen
    assert_eq!(asks(&mut panel, Touch::Way(Way::Marks)), None, "nothing is written");
    panel.touch(Touch::Stroke(vec![(0.1, 0.5), (0.9, 0.5)]));
    assert_eq!(asks(&mut panel, Touch::Way(Way::Hand)), None, "the same way");
    assert_eq!(asks(&mut panel, Touch::Way(Way::Marks)), Some(Loss::NotChosen));
    assert!(panel.take_doubtful() == Some(Touch::Way(Way::Marks)));
    panel.touch(Touch::Rewrite);
    // 清空 and 不写了: from four characters on
    panel.touch(Touch::Typed("二泉村".into()));
    assert_eq!(asks(&mut panel, Touch::GiveUp), None);
    panel.touch(Touch::Typed("组".into()));
    assert_eq!(asks(&mut panel, Touch::GiveUp), Some(Loss::Changes));
    assert_eq!(asks(&mut panel, Touch::Clear), Some(Loss::Text));

    // what the form has already is not lost by 不写了, what is taken away from it is
    let mut again = State::new(back(panel.finish()));
    assert_eq!(asks(&mut again, Touch::GiveUp), None);
    for _ in 0..4 {
        again.touch(Touch::StepBack);
    }
    assert_eq!(asks(&mut again, Touch::GiveUp), Some(Loss::Changes));
    again.touch(Touch::Typed("二泉村五组".into()));
    assert_eq!(asks(&mut again, Touch::GiveUp), None, "one character differs");
}

#[test]
fn a_field_says_which_words_come_first() {
    for (key, vocabulary) in [
        ("current_address", Vocabulary::Place),
        ("living_detail", Vocabulary::Place),
        ("proxy_name", Vocabulary::Name),
        ("bank_branch", Vocabulary::General),
    ] {
        assert_eq!(panel(key).vocabulary(), vocabulary, "{key}");
    }
}

#[test]
fn a_model_that_is_missing_or_damaged_is_said_and_the_other_ways_go_on() {
    let mut panel = panel("proxy_name");
    for (trouble, said) in [(Trouble::Missing, "没有装手写"), (Trouble::Damaged, "手写坏了")]
    {
        let engines = Engines { ink: EngineState::Gone(trouble), ..READY };
        let (first, second) = view(&panel, engines).trouble;
        assert!(first.contains(said) && second.contains("“拼音”或“笔画”"), "{first} {second}");
        assert_eq!(view(&panel, engines).bar_hint, "");
    }
    let nothing = Engines {
        ink: EngineState::Gone(Trouble::Missing),
        keys: EngineState::Gone(Trouble::Failed),
    };
    let said = |panel: &State| view(panel, nothing).trouble.1;
    assert!(said(&panel).contains("“数字标点”还能用") && said(&panel).contains("“叫人”"));
    // what is kept is said where something is
    assert!(!said(&panel).contains("都还在"));
    panel.touch(Touch::Typed("王".into()));
    assert!(said(&panel).contains("都还在"));
    assert_eq!(view(&panel, READY).trouble, Default::default());
    assert_eq!(view(&panel, Engines::default()).bar_hint, wording::GETTING_READY);
}

#[test]
fn with_the_finger_a_step_back_takes_a_character_and_undo_takes_a_stroke() {
    let mut panel = panel("proxy_name");
    panel.touch(Touch::Typed("王五".into()));
    panel.touch(Touch::Stroke(vec![(0.1, 0.1), (0.9, 0.1)]));
    panel.touch(Touch::Stroke(vec![(0.5, 0.1), (0.5, 0.9)]));

    panel.touch(Touch::StepBack);
    assert_eq!((text(&panel).as_str(), view(&panel, READY).strokes), ("王", 2));
    panel.touch(Touch::UndoStroke);
    assert_eq!((text(&panel).as_str(), view(&panel, READY).strokes), ("王", 1));
    panel.touch(Touch::UndoStroke);
    panel.touch(Touch::UndoStroke);
    assert_eq!((text(&panel).as_str(), view(&panel, READY).strokes), ("王", 0));
}

#[test]
fn a_step_back_takes_the_last_letter_then_the_last_character() {
    let mut panel = panel("proxy_name");
    panel.touch(Touch::Typed("王五".into()));
    panel.touch(Touch::Way(Way::Strokes));
    panel.touch(Touch::Key("h".into()));
    panel.touch(Touch::Key("s".into()));
    assert_eq!(view(&panel, READY).pending, "一丨");
    for (pending, text_then) in [("一", "王五"), ("", "王五"), ("", "王"), ("", ""), ("", "")]
    {
        panel.touch(Touch::StepBack);
        assert_eq!((view(&panel, READY).pending, text(&panel)), (pending.into(), text_then.into()));
    }
    assert_eq!(panel.not_done(), Some(NotDone::Empty));
}
