//! Binding of 好差评.

use slint::Global as _;

use super::ui::{App, FaceView, Rate, RateView, WhyView};
use super::{Send, forward, rows};
use crate::domain::rating::{Level, Reason};
use crate::kiosk::event::Touch;
use crate::kiosk::screens::{View, rate};

pub(super) fn wire(app: &App, send: &Send) {
    let adapter = Rate::get(app);
    forward!(adapter, send,
        on_done() => Touch::Rate(rate::Touch::Done);
        on_skip() => Touch::Rate(rate::Touch::Skip);
    );
    let told = std::rc::Rc::clone(send);
    adapter.on_level(move |word| {
        if let Some(level) = Level::parse(&word) {
            told(Touch::Rate(rate::Touch::Level(level)));
        }
    });
    let told = std::rc::Rc::clone(send);
    adapter.on_why(move |word| {
        if let Some(reason) = Reason::parse(&word) {
            told(Touch::Rate(rate::Touch::Reason(reason)));
        }
    });
}

pub(super) fn show(app: &App, view: Option<&View>) {
    let shown = match view {
        Some(View::Rate(view)) => properties(view),
        Some(_) | None => RateView::default(),
    };
    Rate::get(app).set_view(shown);
}

pub(super) fn held(app: &App) -> String {
    format!("{:?}", Rate::get(app).get_view())
}

fn properties(view: &rate::View) -> RateView {
    RateView {
        title: view.title.into(),
        headline: view.headline.into(),
        hint: view.hint.into(),
        levels: rows(view.levels.iter().map(|level| FaceView {
            id: level.id.into(),
            words: level.words.into(),
            icon: level.icon.into(),
        })),
        reasons: rows(view.reasons.iter().map(|reason| WhyView {
            id: reason.id.into(),
            words: reason.words.into(),
            chosen: reason.chosen,
        })),
        note: view.note.into(),
        thanks: view.thanks,
    }
}
