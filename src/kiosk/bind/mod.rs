//! One file per screen: its view → Slint properties, its callbacks → events.

mod calling;
mod choose_item;
mod fill_form;
mod go_on;
mod guide;
mod listening;
mod materials;
mod my_cases;
mod notice;
mod out_of_service;
mod overlay;
mod rate;
mod read_card;
mod review;
mod rows;
mod sight;
mod sign;
mod submitted;
mod take_photo;
mod tile;
mod welcome;
mod write_text;

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use slint::Global as _;

use super::event::Touch;
use super::screens::View;
use super::session::Frame;

pub mod ui {
    //! What the Slint compiler makes of `ui/app.slint`.
    #![allow(warnings, clippy::all, clippy::pedantic, reason = "written by the Slint compiler")]
    slint::include_modules!();
}

use ui::{App, ScreenName, Shell, Theme};

/// Where touches go.
pub type Send = Rc<dyn Fn(Touch)>;

/// A second press within this time is a trembling hand, not a wish (screens chapter, §5).
const SAME_PRESS: Duration = Duration::from_millis(600);

/// Connects every callback of the window to the events of the session.
pub fn wire(app: &App, send: &Send) {
    guard_double_presses(app, send);
    welcome::wire(app, send);
    read_card::wire(app, send);
    choose_item::wire(app, send);
    guide::wire(app, send);
    notice::wire(app, send);
    materials::wire(app, send);
    fill_form::wire(app, send);
    write_text::wire(app, send);
    take_photo::wire(app, send);
    sign::wire(app, send);
    review::wire(app, send);
    submitted::wire(app, send);
    go_on::wire(app, send);
    rate::wire(app, send);
    my_cases::wire(app, send);
    out_of_service::wire(app, send);
    calling::wire(app, send);
    overlay::wire(app, send);
    sight::wire(app, send);
    listening::wire(app, send);
}

/// Shows a frame. A screen that is left keeps nothing of what it showed.
pub fn show(app: &App, frame: &Frame) {
    let view = &frame.view;
    let pick = |name| if name == screen_name(view) { Some(view) } else { None };
    welcome::show(app, pick(ScreenName::Welcome));
    read_card::show(app, pick(ScreenName::ReadCard));
    choose_item::show(app, pick(ScreenName::ChooseItem));
    guide::show(app, pick(ScreenName::Guide));
    notice::show(app, pick(ScreenName::Notice));
    materials::show(app, pick(ScreenName::Materials));
    fill_form::show(app, pick(ScreenName::FillForm));
    write_text::show(app, pick(ScreenName::WriteText));
    take_photo::show(app, pick(ScreenName::TakePhoto));
    sign::show(app, pick(ScreenName::Sign));
    review::show(app, pick(ScreenName::Review));
    submitted::show(app, pick(ScreenName::Submitted));
    go_on::show(app, pick(ScreenName::GoOn));
    rate::show(app, pick(ScreenName::Rate));
    my_cases::show(app, pick(ScreenName::MyCases));
    out_of_service::show(app, pick(ScreenName::OutOfService));
    calling::show(app, frame);
    overlay::show(app, frame);
    sight::show(app, frame);
    listening::show(app, frame);
    Shell::get(app).set_screen(screen_name(view));
}

/// Sizes follow the window's height: 1.0 at 1920×1080, 0.75 at 1280×800.
pub fn scale(app: &App, height_px: u32) {
    Theme::get(app).set_unit(if height_px >= 1000 { 1.0 } else { 0.75 });
}

/// Everything the adapters hold, as text: what a test searches after a wipe.
pub fn held(app: &App) -> String {
    [
        welcome::held(app),
        read_card::held(app),
        choose_item::held(app),
        guide::held(app),
        notice::held(app),
        materials::held(app),
        fill_form::held(app),
        write_text::held(app),
        take_photo::held(app),
        sign::held(app),
        review::held(app),
        submitted::held(app),
        go_on::held(app),
        rate::held(app),
        my_cases::held(app),
        calling::held(app),
        overlay::held(app),
    ]
    .join("\n")
}

fn screen_name(view: &View) -> ScreenName {
    match view {
        View::Welcome(_) => ScreenName::Welcome,
        View::ReadCard(_) => ScreenName::ReadCard,
        View::ChooseItem(_) => ScreenName::ChooseItem,
        View::Guide(_) => ScreenName::Guide,
        View::Notice(_) => ScreenName::Notice,
        View::Materials(_) => ScreenName::Materials,
        View::FillForm(_) => ScreenName::FillForm,
        View::WriteText(_) => ScreenName::WriteText,
        View::TakePhoto(_) => ScreenName::TakePhoto,
        View::Sign(_) => ScreenName::Sign,
        View::Review(_) => ScreenName::Review,
        View::Submitted(_) => ScreenName::Submitted,
        View::GoOn(_) => ScreenName::GoOn,
        View::Rate(_) => ScreenName::Rate,
        View::MyCases(_) => ScreenName::MyCases,
        View::OutOfService(_) => ScreenName::OutOfService,
    }
}

fn guard_double_presses(app: &App, send: &Send) {
    let last: Rc<Cell<Option<Instant>>> = Rc::default();
    ui::Touch::get(app).on_allow(move || {
        let now = press_time();
        let counts = last.get().is_none_or(|last| now.duration_since(last) >= SAME_PRESS);
        if counts {
            last.set(Some(now));
        }
        counts
    });
    let send = Rc::clone(send);
    ui::Touch::get(app).on_noticed(move || send(Touch::Anywhere));
}

#[allow(clippy::disallowed_methods, reason = "a finger on the glass is where time enters")]
fn press_time() -> Instant {
    Instant::now() + MOVED.get()
}

thread_local! {
    /// How far the story player has pushed time forward.
    static MOVED: Cell<Duration> = const { Cell::new(Duration::ZERO) };
}

/// Called on the screen's thread.
pub fn move_clock(by: Duration) {
    MOVED.set(MOVED.get() + by);
}

/// `forward!(Global, app, send, on_callback(argument) => touch)`: a callback that only passes a touch on.
macro_rules! forward {
    ($global:expr, $send:expr, $($on:ident($($argument:ident),*) => $touch:expr;)+) => {
        $(
            let send = std::rc::Rc::clone($send);
            $global.$on(move |$($argument),*| send($touch));
        )+
    };
}
use forward;

fn page(page: &super::screens::Page) -> ui::PageView {
    ui::PageView { words: (&page.words).into(), first: page.first, last: page.last }
}

/// A Slint model of rows.
fn rows<T: Clone + 'static>(rows: impl IntoIterator<Item = T>) -> slint::ModelRc<T> {
    slint::ModelRc::new(slint::VecModel::from_iter(rows))
}
