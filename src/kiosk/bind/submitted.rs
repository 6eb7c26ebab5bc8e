//! Binding of the screen that says that it is stored.

use slint::Global as _;

use super::ui::{App, NextStepView, Submitted, SubmittedView};
use super::{Send, forward, page, rows};
use crate::kiosk::event::Touch;
use crate::kiosk::screens::{View, submitted};

pub(super) fn wire(app: &App, send: &Send) {
    let adapter = Submitted::get(app);
    forward!(adapter, send,
        on_done() => Touch::Submitted(submitted::Touch::Done);
        on_previous_page() => Touch::Submitted(submitted::Touch::PreviousPage);
        on_next_page() => Touch::Submitted(submitted::Touch::NextPage);
        on_go_on() => Touch::Submitted(submitted::Touch::GoOn);
        on_leave() => Touch::Submitted(submitted::Touch::Leave);
    );
}

pub(super) fn show(app: &App, view: Option<&View>) {
    let shown = match view {
        Some(View::Submitted(view)) => properties(view),
        Some(_) | None => SubmittedView::default(),
    };
    Submitted::get(app).set_view(shown);
}

pub(super) fn held(app: &App) -> String {
    format!("{:?}", Submitted::get(app).get_view())
}

fn properties(view: &submitted::View) -> SubmittedView {
    SubmittedView {
        title: (&view.title).into(),
        person: (&view.person).into(),
        headline: (&view.headline).into(),
        line: (&view.line).into(),
        number: (&view.number).into(),
        promise: (&view.promise).into(),
        slip_warns: view.slip_warns,
        slip_first: (&view.slip.0).into(),
        slip_second: (&view.slip.1).into(),
        steps_title: (&view.steps_title).into(),
        go_on: (&view.go_on).into(),
        shows_number: view.shows_number,
        shows_promise: view.shows_promise,
        shows_steps: view.shows_steps,
        page: page(&view.page),
        steps: rows(view.steps.iter().map(|step| NextStepView {
            words: (&step.words).into(),
            line: (&step.line).into(),
            done: step.done,
        })),
    }
}
