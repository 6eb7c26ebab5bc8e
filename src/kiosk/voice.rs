//! What is said of a screen: the question, what can be answered, what to press. Never a person's name and never a number
//! of a card; townships and villages are called by their names.

use jiff::civil::Date;

use super::screens::calling;
use super::screens::choose_item::{self, Shows};
use super::screens::fill_form::{self, ELSEWHERE, Kind};
use super::screens::go_on;
use super::screens::guide::{self, Door};
use super::screens::rate::{self, Asks};
use super::screens::submitted::{self, SlipState};
use super::screens::take_photo;
use super::screens::write_text::{self, EngineState, Engines, Refusal, Way};
use super::screens::{Screen, materials, my_cases, notice, read_card};
use super::session::{Machine, ReaderState, Setup, Visit};
use super::sight::TextSize;
use super::wording;
use crate::devices::PrinterTrouble;
use crate::devices::camera::Doubt;
use crate::domain::draft::{Member, Value};
use crate::domain::eligibility::{Standing, fitting_tier};
use crate::domain::guide::{Guide, HowLong};
use crate::domain::receipt::Promise;
use crate::domain::search::Index;
use crate::domain::service_item::{DayUnit, FieldKind};
use crate::domain::stage::{Stage, slip_owed};
use crate::domain::voice::{Part, Utterance, ask_clip, say_clip};
use crate::sync::CallNews;

/// Said of a screen to somebody who cannot read it.
pub fn of_screen(
    screen: &Screen,
    visit: Option<&Visit>,
    setup: &Setup,
    index: &Index,
    machine: &Machine,
    day: Date,
    size: TextSize,
) -> Utterance {
    match (screen, visit) {
        (Screen::ReadCard(state), Some(visit)) => match state.part {
            read_card::Part::Can => of_card(visit, setup, day),
            read_card::Part::NotYet => of_what_cannot_be_yet(*state, setup, visit, day, size),
        },
        (Screen::ChooseItem(state), _) => of_list(state, setup, index, day, size),
        (Screen::Guide(state), visit) => of_guide(state, setup, visit, day),
        (Screen::Notice(state), Some(_)) => of_notice(state),
        (Screen::Materials(state), Some(_)) => of_materials(state),
        (Screen::FillForm(state), Some(_)) => of_question(state, setup, size),
        (Screen::TakePhoto(state), Some(_)) => of_photo(state),
        (Screen::Sign(_), Some(_)) => {
            Utterance::of(&["screen.sign_promise", "screen.sign", "screen.sign_done"])
        }
        (Screen::Review(state), Some(_)) if state.busy => Utterance::of(&["screen.review_busy"]),
        (Screen::Review(state), Some(_)) if state.failed => Utterance::of(&["message.not_stored"]),
        (Screen::Review(state), Some(_)) if !state.on_last_page(size) => {
            Utterance::of(&["screen.review", "screen.review_change", "screen.review_next_page"])
        }
        (Screen::Review(_), Some(_)) => {
            Utterance::of(&["screen.review", "screen.review_change", "screen.review_submit"])
        }
        (Screen::Submitted(state), Some(visit)) => {
            let said = of_submitted(state);
            match go_on::left(setup, visit, &state.receipt.item, day) {
                Some(_) => said.and(Part::prompt("screen.submitted_go_on")),
                None => said,
            }
        }
        (Screen::GoOn(state), Some(visit)) => of_next_items(state, setup, visit, day),
        (Screen::Rate(state), Some(_)) => of_rating(state),
        (Screen::MyCases(_), Some(visit)) => of_cases(visit, day),
        (Screen::OutOfService(_), _) => Utterance::of(&[
            "screen.out_of_service",
            "screen.out_of_service_safe",
            "screen.out_of_service_staff",
        ])
        .then(of_point(setup)),
        (
            Screen::Welcome
            | Screen::ReadCard(_)
            | Screen::Notice(_)
            | Screen::FillForm(_)
            | Screen::WriteText(_)
            | Screen::Materials(_)
            | Screen::TakePhoto(_)
            | Screen::Sign(_)
            | Screen::Review(_)
            | Screen::Submitted(_)
            | Screen::GoOn(_)
            | Screen::Rate(_)
            | Screen::MyCases(_),
            _,
        ) => at_rest(machine, setup),
    }
}

/// The words somebody looked for are never said.
fn of_list(
    list: &choose_item::State,
    setup: &Setup,
    index: &Index,
    day: Date,
    size: TextSize,
) -> Utterance {
    let count = list.count(setup, index, day);
    let said: &[&str] = match (&list.shows, count) {
        (Shows::Events, _) => &["screen.choose_event", "screen.choose_event_search"],
        (Shows::OfEvent(_) | Shows::All, _) => &["screen.choose_item"],
        (Shows::Results(_), 0) => &["screen.search_nothing"],
        (Shows::Results(_), _) => &["screen.search_found"],
    };
    let said = Utterance::of(said);
    if count > list.on_a_page(size) {
        said.and(Part::prompt("screen.choose_item_pages"))
    } else {
        said
    }
}

/// Said by itself when a card has been read.
pub fn of_greeting() -> Utterance {
    Utterance::of(&["screen.read_card", "screen.read_card_touch"])
}

/// To whoever has listened.
pub fn of_goodbye() -> Utterance {
    Utterance::of(&["screen.goodbye"])
}

pub fn of_sight() -> Utterance {
    Utterance::of(&["screen.sight"])
}

pub fn of_idle() -> Utterance {
    Utterance::of(&["screen.idle"])
}

/// Never that somebody is on the way. Whoever telephones has to say where they are, so they hear it last.
pub fn of_call(state: &calling::State, setup: &Setup) -> Utterance {
    let told = match state.news {
        None => "call.telling_city_hall",
        Some(CallNews::Told) => "call.told_city_hall",
        Some(CallNews::NoLine) => "call.no_line",
        Some(CallNews::NotTaken) => "call.not_told",
    };
    Utterance::of(&["call.person", told, "call.number"]).then(of_point(setup))
}

/// Where this kiosk stands: 这里是大成桥镇二泉村服务点.
fn of_point(setup: &Setup) -> Utterance {
    let here = Utterance::of(&["screen.welcome_here"]);
    match setup.sites.find_village(&setup.point_code) {
        Some(village) => here
            .and(Part::place(&village.township_code))
            .and(Part::place(&village.code))
            .and(Part::prompt("part.point")),
        None => here.and(Part::place(&setup.point_code)).and(Part::prompt("part.centre")),
    }
}

fn at_rest(machine: &Machine, setup: &Setup) -> Utterance {
    let mut said = match (machine.reader, machine.reading) {
        (ReaderState::Gone, _) => Utterance::of(&["screen.welcome_reader_gone"]),
        (ReaderState::Unknown | ReaderState::Works, true) => {
            Utterance::of(&["screen.welcome_reading"])
        }
        (ReaderState::Unknown | ReaderState::Works, false) => {
            Utterance::of(&["screen.welcome", "screen.welcome_browse"]).then(of_point(setup))
        }
    };
    if machine.network == Some(false) {
        said = said.and(Part::prompt("screen.welcome_offline"));
    }
    said
}

fn of_card(visit: &Visit, setup: &Setup, day: Date) -> Utterance {
    let card = visit.card.as_ref();
    if card.expired_on(day) {
        return Utterance::of(&["message.card_expired", "screen.read_card_look_only"]);
    }
    let mut said = Utterance::of(&["screen.read_card"]);
    let first = visit.standings.iter().find(|(item, standing)| {
        matches!(standing, Standing::CanFile { .. }) && setup.can_be_filed(item)
    });
    if let Some((item, _)) = first
        && let Some(tier) = fitting_tier(item, card, day)
    {
        said = said
            .and(Part::Prompt(format!("item.{}", item.id)))
            .and(Part::prompt("reason.your_age"))
            .and(Part::Age(card.age_on(day).unsigned_abs().into()))
            .and(Part::prompt("screen.read_card_money"));
        if tier.unit == wording::A_MONTH {
            said = said.and(Part::prompt("part.per_month"));
        }
        said = said.and(Part::Money { fen: (tier.amount * 100.0).round() as u32 });
    }
    said = said.then(Utterance::of(&["screen.read_card_touch", "screen.read_card_cases"]));
    if read_card::counts(visit).1 > 0 {
        said = said.and(Part::prompt("screen.read_card_not_yet"));
    }
    if read_card::count_corrections(visit) > 0 {
        said = said.and(Part::prompt("screen.correction"));
    }
    if wording::validity_notice(card, day).is_some()
        && let Some(left) = card.days_left_on(day).and_then(|left| u32::try_from(left).ok())
    {
        said = said
            .and(Part::prompt("message.card_expires_in"))
            .and(Part::Days(left))
            .and(Part::prompt("message.card_renew"));
    }
    said
}

fn of_what_cannot_be_yet(
    state: read_card::State,
    setup: &Setup,
    visit: &Visit,
    day: Date,
    size: TextSize,
) -> Utterance {
    let said = Utterance::of(&["screen.not_yet"]);
    if read_card::page_count(state, setup, visit, day, size) > 1 {
        said.and(Part::prompt("screen.choose_item_pages"))
    } else {
        said
    }
}

/// Whether it can be done, the answers everybody asks for, what to press.
fn of_guide(state: &guide::State, setup: &Setup, visit: Option<&Visit>, day: Date) -> Utterance {
    let said = Utterance(vec![Part::Prompt(format!("item.{}", state.item.id))]);
    let guide = Guide::of(&state.item, visit.map(|visit| visit.card.as_ref()), day);
    let door = guide::door(&state.item, setup, visit, day);
    let said = match &door {
        Door::CardFirst => return said.and(Part::prompt("screen.guide_card_first")),
        Door::StaffFiles => said.and(Part::prompt("screen.guide_staff")),
        Door::Open { doubt: true, .. } => {
            return answers(said.and(Part::prompt("screen.guide_doubt")), &guide)
                .and(Part::prompt("screen.guide_start"));
        }
        Door::Open { sure: true, .. } => {
            return answers(said.and(Part::prompt("screen.guide_fits")), &guide)
                .and(Part::prompt("screen.guide_start"));
        }
        Door::Open { .. } => {
            return answers(said.and(Part::prompt("screen.guide_can")), &guide)
                .and(Part::prompt("screen.guide_start"));
        }
        Door::Soon { months, first_day } => said
            .and(Part::prompt("screen.guide_soon"))
            .and(Part::Months(*months))
            .and(Part::Year(first_day.year()))
            .and(Part::Date(*first_day))
            .and(Part::prompt("screen.guide_from")),
        Door::Cannot { rule_code, .. } => said
            .and(Part::prompt("screen.guide_cannot"))
            .and(Part::Prompt(format!("reason.{rule_code}")))
            .and(Part::prompt("message.ask_staff")),
        Door::CardExpired => said.and(Part::prompt("screen.guide_card_expired")),
        Door::Ended { .. } => {
            let ended = said.and(Part::prompt("screen.guide_ended"));
            match setup.successor(&state.item) {
                Some(next) => ended
                    .and(Part::prompt("screen.guide_now"))
                    .and(Part::Prompt(format!("item.{}", next.id))),
                None => ended,
            }
        }
    };
    said.and(Part::prompt("screen.guide_call"))
}

/// How long, what it costs, and how many papers are still to come.
fn answers(said: Utterance, guide: &Guide<'_>) -> Utterance {
    let said = match guide.how_long {
        HowLong::OnTheSpot => said.and(Part::prompt("screen.guide_on_the_spot")),
        HowLong::OnAcceptance => said.and(Part::prompt("screen.submitted_same_day")),
        HowLong::Within(limit) => {
            let unit = match limit.unit {
                DayUnit::WorkingDay => "part.working_days",
                DayUnit::CalendarDay => "part.days",
            };
            said.and(Part::prompt("screen.guide_within"))
                .and(Part::Number(limit.days.unwrap_or_default()))
                .and(Part::prompt(unit))
        }
        HowLong::ToldLater => said.and(Part::prompt("screen.guide_told_later")),
    };
    let said = if wording::is_free(guide.item) {
        said.and(Part::prompt("screen.guide_free"))
    } else {
        said
    };
    still_missing(said, notice::count_missing(&guide.needs))
}

fn still_missing(said: Utterance, missing: usize) -> Utterance {
    match u32::try_from(missing) {
        Ok(0) | Err(_) => said.and(Part::prompt("screen.nothing_to_bring")),
        Ok(missing) => said.and(Part::prompt("screen.to_bring")).and(Part::Sorts(missing)),
    }
}

/// How many papers, and that they are written on the screen: the names of papers are not recorded.
fn of_notice(state: &notice::State) -> Utterance {
    let said = Utterance::of(&["screen.notice"]);
    let said = still_missing(said, notice::count_missing(&state.draft.needs()));
    match state.slip.map(|(_, slip)| slip) {
        None | Some(SlipState::Printing) => said.and(Part::prompt("screen.notice_print")),
        Some(SlipState::Printed) => said.and(Part::prompt("screen.notice_printed")),
        Some(SlipState::Unknown | SlipState::NotPrinted(_)) => {
            said.and(Part::prompt("screen.notice_not_printed"))
        }
    }
}

fn of_materials(state: &materials::State) -> Utterance {
    match u32::try_from(state.count_missing()) {
        Ok(0) | Err(_) => Utterance::of(&["screen.materials_complete"]),
        Ok(missing) => Utterance::of(&["screen.to_bring"])
            .and(Part::Sorts(missing))
            .and(Part::prompt("screen.materials"))
            .and(Part::prompt("message.come_later")),
    }
}

/// The question alone.
fn asked(state: &fill_form::State) -> Utterance {
    if let Some(place) = state.member_to_change() {
        return Utterance(vec![member_ordinal(place), Part::prompt("question.member")]);
    }
    if state.asks_detail() {
        return Utterance::of(&["question.detail"]);
    }
    match (state.asks_village(), &state.township) {
        (true, Some(township)) => {
            Utterance(vec![Part::place(township), Part::prompt("question.village")])
        }
        (true, None) | (false, _) => {
            Utterance(vec![Part::Prompt(ask_clip(state.draft.item(), state.field()))])
        }
    }
}

fn of_question(state: &fill_form::State, setup: &Setup, size: TextSize) -> Utterance {
    let field = state.field();
    let asked = asked(state);
    match state.kind() {
        Kind::Choices if state.lists_members() => of_members(state, setup, size, asked),
        Kind::Choices => {
            let asks_township = state.asks_village() && state.township.is_none();
            let (choices, page) = state.choices_in_sight(setup, size);
            let how = if asks_township {
                Some("question.place")
            } else {
                state.takes_several().then_some("question.several")
            };
            let asked = how.into_iter().fold(asked, |asked, how| asked.and(Part::prompt(how)));
            let mut said = (1_u32..).zip(&choices).fold(asked, |said, (number, choice)| {
                said.and(Part::Ordinal(number)).and(option(state, &choice.id))
            });
            if !page.last {
                said = said.and(Part::prompt("screen.choose_item_pages"));
            }
            if asks_township { said } else { said.and(Part::prompt("screen.fill_form_next")) }
        }
        Kind::Words if field.required || !state.words().is_empty() => {
            asked.and(Part::prompt("question.text"))
        }
        Kind::Words => {
            asked.and(Part::prompt("question.text")).and(Part::prompt("question.optional"))
        }
        Kind::Digits => {
            let how =
                if field.kind == FieldKind::Date { "question.date" } else { "question.digits" };
            let asked = asked.and(Part::prompt(how));
            let done = if field.kind == FieldKind::Number {
                "question.number_done"
            } else {
                "question.digits_done"
            };
            match (state.find_problem(), state.digits.is_empty()) {
                (None, true) => asked.and(Part::prompt("question.optional")),
                (None, false) => asked.and(Part::prompt(done)),
                (Some(_), _) => asked,
            }
        }
        Kind::Stop => asked.then(Utterance::of(&[
            "screen.fill_form_stop",
            "message.your_answers_stay",
            "screen.fill_form_stop_back",
        ])),
    }
}

/// What is to be done before the camera; of a file never its name.
fn of_photo(state: &take_photo::State) -> Utterance {
    if let Some(taken) = state.is_judged() {
        return Utterance::of(match (taken.doubt, &taken.picture) {
            (Some(Doubt::Blurred), _) => &["message.photo_blurred"],
            (Some(Doubt::Dark), _) => &["message.photo_dark"],
            (None, Some(_)) => &["screen.take_photo_taken"],
            (None, None) => &["screen.take_photo_document"],
        });
    }
    if state.is_busy() {
        return Utterance::of(&["screen.take_photo_wait"]);
    }
    if state.lists_files() {
        return Utterance::of(&["screen.take_photo_files"]);
    }
    if state.has_no_camera() {
        return Utterance::of(&["screen.take_photo_no_camera", "message.your_answers_stay"]);
    }
    let asked = match state.field() {
        Some(field) => Part::Prompt(ask_clip(state.draft.item(), field)),
        None => Part::prompt("question.paper"),
    };
    let how = match (state.sheets(), state.field().map(|field| field.kind)) {
        (0, Some(FieldKind::Photo)) => "screen.take_photo_picture",
        (0, _) => "screen.take_photo_paper",
        (_, _) => "screen.take_photo_next_sheet",
    };
    Utterance(vec![asked, Part::prompt(how)])
}

/// The people of a household, by their place and what they are to the person who files; never by their names.
fn of_members(
    state: &fill_form::State,
    setup: &Setup,
    size: TextSize,
    asked: Utterance,
) -> Utterance {
    let (choices, page) = state.choices_in_sight(setup, size);
    let members = state.members();
    let asks_about_one = state.member_to_change().is_some();
    let mut said = if asks_about_one { asked } else { asked.and(Part::prompt("question.members")) };
    for (number, choice) in (1_u32..).zip(&choices) {
        let place = choice.id.parse::<usize>().ok();
        said = match place.and_then(|place| Some((place, members.get(place)?))) {
            Some((place, member)) => {
                said.and(member_ordinal(place)).and(member_words(state, member))
            }
            None if asks_about_one => {
                said.and(Part::Ordinal(number)).and(option(state, &choice.id))
            }
            None => said.and(option(state, &choice.id)),
        };
    }
    if !page.last {
        said = said.and(Part::prompt("screen.choose_item_pages"));
    }
    if asks_about_one || members.is_empty() {
        said
    } else {
        said.and(Part::prompt("screen.fill_form_next"))
    }
}

fn member_ordinal(place: usize) -> Part {
    Part::Ordinal(u32::try_from(place + 1).unwrap_or(u32::MAX))
}

fn member_words(state: &fill_form::State, member: &Member) -> Part {
    let columns = &state.whole_field().columns;
    let relation = columns.iter().find(|column| column.key == "relation");
    match (relation, member.value("relation")) {
        (Some(relation), Some(Value::Text(value))) if !state.member_is_open(member) => {
            Part::Prompt(say_clip(state.draft.item(), relation, value))
        }
        _ => Part::prompt("option.member.open"), // somebody of whom nothing more can be said
    }
}

/// What was chosen is said back, all of it where several may be chosen, then what to press.
pub fn of_choice(state: &fill_form::State, setup: &Setup) -> Option<Utterance> {
    if state.kind() != Kind::Choices {
        return None;
    }
    let choices = state.all_choices(setup);
    let chosen = choices.iter().filter(|choice| choice.chosen);
    let words: Vec<Part> = chosen.map(|choice| option(state, &choice.id)).collect();
    if words.is_empty() {
        return None;
    }
    Some(Utterance(words).and(Part::prompt("screen.fill_form_next")))
}

fn option(state: &fill_form::State, id: &str) -> Part {
    if state.lists_members() {
        return Part::Prompt(format!("option.member.{id}"));
    }
    if state.asks_village() {
        return if id == ELSEWHERE { Part::prompt("option.elsewhere") } else { Part::place(id) };
    }
    let field = state.field();
    match (field.find_choice(id), id) {
        (Some(_), _) => Part::Prompt(say_clip(state.draft.item(), field, id)),
        (None, "true") => Part::prompt("option.yes"),
        (None, _) => Part::prompt("option.no"),
    }
}

/// What was written is on the screen and never said.
pub fn of_writing(state: &write_text::State, engines: Engines) -> Utterance {
    let how = match state.way {
        Way::Hand => "screen.write_text_hand",
        Way::Pinyin => "screen.write_text_pinyin",
        Way::Strokes => "screen.write_text_strokes",
        Way::Marks => "screen.write_text_marks",
    };
    // whoever looks for an item needs no engine for letters
    let needs_engine = state.searched().is_none() || state.way != Way::Pinyin;
    let engine = write_text::engine_of(state.way, engines).filter(|_| needs_engine);
    if matches!(engine, Some(EngineState::Gone(_))) {
        let another =
            [engines.keys, engines.ink].iter().any(|one| !matches!(one, EngineState::Gone(_)));
        let gone = if another { "message.way_gone" } else { "message.way_gone_staff" };
        return Utterance::of(&[gone]);
    }
    let refused = match state.refusal() {
        None if state.searched().is_some() => {
            return Utterance::of(&["screen.search", how, "screen.write_text_done"]);
        }
        None => return Utterance::of(&[how, "screen.write_text_done"]),
        Some(Refusal::Character) => "message.mark_refused",
        Some(Refusal::TooLong { .. }) => "message.no_room",
        Some(Refusal::Scribble) => "message.scribble",
        Some(Refusal::TooManyKeys(_) | Refusal::NotChosen(_)) => "message.not_chosen",
    };
    Utterance::of(&[refused])
}

/// The number twice; what became of the slip comes last, because it is known last.
fn of_submitted(state: &submitted::State) -> Utterance {
    let on_the_spot = state.receipt.result.is_some();
    let first = if on_the_spot { "screen.submitted_on_the_spot" } else { "screen.submitted" };
    let digits = state.receipt.application_number.grouped();
    let groups: Vec<Part> = digits.split(' ').map(|four| Part::Digits(four.into())).collect();
    let number = Utterance(groups);
    let mut said = Utterance::of(&[first, "screen.submitted_number"])
        .then(number.clone())
        .and(Part::prompt("screen.submitted_again"))
        .then(number);
    if !on_the_spot {
        said = said.then(of_promise(state.receipt.promise));
    }
    match state.slip {
        SlipState::Printing => said,
        SlipState::Printed => {
            said.then(Utterance::of(&["screen.submitted_printed", "screen.submitted_done"]))
        }
        SlipState::Unknown => said.and(Part::prompt("screen.submitted_slip_unknown")),
        SlipState::NotPrinted(trouble) => said
            .and(Part::prompt(match trouble {
                PrinterTrouble::PaperOut => "message.paper_out",
                PrinterTrouble::CoverOpen => "message.cover_open",
                PrinterTrouble::Cutter | PrinterTrouble::Offline => "message.printer_stopped",
                PrinterTrouble::Gone | PrinterTrouble::NoAnswer => "message.printer_gone",
                PrinterTrouble::NoGlyph(_) | PrinterTrouble::CodeTooLong => "message.slip_failed",
            }))
            .and(Part::prompt("screen.submitted_copy_number")),
    }
}

fn of_next_items(state: &go_on::State, setup: &Setup, visit: &Visit, day: Date) -> Utterance {
    let left = go_on::left(setup, visit, &state.from.receipt.item, day);
    let left = left.map(|(_, left)| left).unwrap_or_default();
    (1_u32..).zip(left).fold(
        Utterance::of(&["screen.go_on", "screen.go_on_known"]),
        |said, (number, item)| {
            said.and(Part::Ordinal(number)).and(Part::Prompt(format!("item.{}", item.id)))
        },
    )
}

/// How many days there are is on the screen; the voice says on which day they end.
fn of_promise(promise: Option<Promise>) -> Utterance {
    match promise {
        None => Utterance::of(&["screen.submitted_no_promise"]),
        Some(Promise::OnAcceptance) => Utterance::of(&["screen.submitted_same_day"]),
        Some(Promise::Within { earliest: Ok((accepted, last)), .. }) => {
            Utterance(vec![Part::Date(accepted)])
                .and(Part::prompt("screen.submitted_if_accepted"))
                .and(Part::Date(last))
                .and(Part::prompt("screen.submitted_result"))
        }
        Some(Promise::Within { earliest: Err(_), .. }) => {
            Utterance::of(&["screen.submitted_day_later"])
        }
    }
}

fn of_rating(state: &rate::State) -> Utterance {
    match &state.asks {
        Asks::Level => Utterance::of(&["screen.rate", "screen.rate_levels", "screen.rate_skip"]),
        Asks::Why { .. } => Utterance::of(&["screen.rate_why", "screen.rate_done"]),
        Asks::Nothing { .. } => of_goodbye(),
    }
}

fn days_until(last: Date, day: Date) -> Option<u32> {
    u32::try_from(day.until(last).ok()?.get_days()).ok()
}

fn of_cases(visit: &Visit, day: Date) -> Utterance {
    if visit.cases.is_empty() {
        return Utterance::of(&["screen.my_cases_none"]);
    }
    let count = u32::try_from(visit.cases.len()).unwrap_or(u32::MAX);
    let mut said =
        Utterance::of(&["screen.my_cases", "screen.my_cases_count"]).and(Part::Cases(count));
    for case in my_cases::in_order(visit) {
        let Some(stage) = Stage::of(&case.journal) else { continue };
        let (word, behind) = match &stage {
            Stage::Queued => ("queued", None),
            Stage::Received => ("received", None),
            Stage::Accepted { .. } => ("accepted", None),
            Stage::CorrectionAsked { .. } => ("correction_asked", Some("screen.correction_staff")),
            Stage::Refused { .. } => ("refused", Some("screen.guide_call")),
            Stage::Concluded { granted: true } => ("granted", None),
            Stage::Concluded { granted: false } => ("not_granted", Some("case.review_again")),
            Stage::SetAside { .. } => ("set_aside", None),
        };
        said = said
            .and(Part::Prompt(format!("item.{}", case.receipt.item)))
            .and(Part::Prompt(format!("case.{word}")));
        if let Stage::CorrectionAsked { last_date: Some(last), .. } = &stage
            && *last >= day
        {
            said = said
                .and(Part::prompt("screen.correction_until"))
                .and(Part::Date(*last))
                .and(Part::Weekday(*last));
            if let Some(left) = days_until(*last, day).filter(|left| *left > 0) {
                said = said.and(Part::prompt("screen.correction_days_left")).and(Part::Days(left));
            }
        }
        if let Some(behind) = behind {
            said = said.and(Part::prompt(behind));
        }
        if slip_owed(&case.journal) {
            said = said.and(Part::prompt("message.slip_owed"));
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;
    use std::sync::Arc;

    use regex_lite::Regex;

    use super::*;
    use crate::config;
    use crate::domain::voice::ClipId;
    use crate::kiosk::screens::fill_form::tests::form;
    use crate::kiosk::session::tests::setup;

    fn prompts() -> BTreeMap<ClipId, String> {
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config");
        let configuration = config::load(&shipped).unwrap();
        let (sites, items) = (&configuration.sites, &configuration.catalogue.items);
        config::load_voices(&shipped.join("voices"), sites, items, |_| ()).unwrap().prompts
    }

    #[test]
    fn screen_and_voice_say_the_same_of_how_long_it_takes() {
        let said = &prompts()["screen.submitted_no_promise"];
        assert_eq!(said.trim_end_matches('。'), wording::NO_PROMISE);
    }

    fn heard(state: &fill_form::State) -> String {
        of_question(state, &setup(), TextSize::Normal).clips().join(" ")
    }

    /// A husband of whom all is known that must be, and somebody of whom nothing is.
    #[test]
    fn the_people_of_a_household_are_told_apart_without_their_names() {
        let mut form = form("dibao", "family_members");
        assert_eq!(heard(&form), "ask.dibao.family_members question.members option.member.add");
        let mut husband = Member::default();
        for (column, value) in [("name", "某某"), ("relation", "spouse")] {
            husband.answer(column, Value::Text(value.into()));
        }
        let members = vec![husband, Member::default()];
        form.draft.answer("family_members", Value::Members(members));
        assert_eq!(
            heard(&form),
            "ask.dibao.family_members question.members ordinal.1 say.member.relation.spouse \
             ordinal.2 option.member.open option.member.add screen.fill_form_next"
        );
        form.choose("1", &setup().sites);
        assert_eq!(
            heard(&form),
            "ordinal.2 question.member ordinal.1 option.member.change ordinal.2 \
             option.member.remove ordinal.3 option.member.keep"
        );
        assert_eq!(of_choice(&form, &setup()), None);
        form.choose("change", &setup().sites);
        assert_eq!(heard(&form), "ask.member.name question.text");
    }

    #[test]
    fn where_several_can_be_chosen_all_that_are_chosen_are_said_back() {
        let mut form = form("dibao", "assets");
        assert!(heard(&form).starts_with(
            "ask.dibao.assets question.several ordinal.1 say.dibao.assets.house2 ordinal.2"
        ));
        for (touched, expected) in [
            ("car", Some("say.dibao.assets.car screen.fill_form_next")),
            ("house2", Some("say.dibao.assets.house2 say.dibao.assets.car screen.fill_form_next")),
            ("none", Some("say.dibao.assets.none screen.fill_form_next")),
            ("none", None),
        ] {
            form.choose(touched, &setup().sites);
            let said = of_choice(&form, &setup()).map(|said| said.clips().join(" "));
            assert_eq!(said.as_deref(), expected, "{touched}");
        }
    }

    #[test]
    fn an_address_is_asked_by_township_by_village_and_then_by_its_number() {
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config");
        let sites = config::load(&shipped).unwrap().sites;
        let mut form = form("dibao", "current_address");
        let of_city = Setup { sites: Arc::new(sites.clone()), ..setup() };
        let first = of_question(&form, &of_city, TextSize::Normal).clips().join(" ");
        let asked = "ask.applicant.current_address question.place ordinal.1 place.430182119 \
                     ordinal.2 option.elsewhere ";
        assert!(first.starts_with(asked), "{first}");
        form.choose("430182119", &sites);
        form.choose("430182119206", &sites);
        assert_eq!(heard(&form), "question.detail question.text");
    }

    #[test]
    fn who_comes_to_a_question_for_the_staff_hears_what_is_asked() {
        let stop = heard(&form("policy_consult", "voice_note"));
        let asked = "ask.policy_consult.voice_note screen.fill_form_stop ";
        assert!(stop.starts_with(asked), "{stop}");
    }

    /// Of the whole folder: a prompt may be named in any file of it.
    fn sources_below(folder: &Path) -> Vec<String> {
        let mut sources = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources.extend(sources_below(&path));
            } else {
                sources.push(std::fs::read_to_string(path).unwrap());
            }
        }
        sources
    }

    #[test]
    fn every_prompt_that_is_named_can_be_said() {
        let prompts = prompts();
        let tables = "screen|size|contrast|message|call|case|sound|question|option|reason|part";
        let name = Regex::new(&format!("\"((?:{tables})\\.[a-z0-9_]+)\"")).unwrap();
        let mut found = 0;
        let sources = sources_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/kiosk"));
        for source in &sources {
            for named in name.captures_iter(source) {
                found += 1;
                assert!(prompts.contains_key(&named[1]), "{} is no prompt", &named[1]);
            }
        }
        for prompt in prompts.keys() {
            let (table, _) = prompt.split_once('.').unwrap();
            let fixed = ["screen", "size", "contrast", "message", "call", "sound", "question"]
                .contains(&table);
            let said = sources.iter().any(|source| source.contains(&format!("\"{prompt}\"")));
            assert!(!fixed || said, "{prompt} is recorded and never said");
        }
        assert!(found > 60, "{found} prompts found: the pattern no longer fits");
    }
}
