//! Binding of the form: one question a screen.

use slint::Global as _;

use super::ui::{App, ChoiceView, ExtraKey, FillForm, FillFormView, QuestionKind};
use super::{Send, forward, page, rows};
use crate::kiosk::event::Touch;
use crate::kiosk::screens::{View, fill_form};

pub(super) fn wire(app: &App, send: &Send) {
    let adapter = FillForm::get(app);
    forward!(adapter, send,
        on_choose(id) => Touch::FillForm(fill_form::Touch::Choose(id.into()));
        on_key(key) => Touch::FillForm(fill_form::Touch::Key(key.into()));
        on_write() => Touch::FillForm(fill_form::Touch::Write);
        on_clear() => Touch::FillForm(fill_form::Touch::Clear);
        on_previous_page() => Touch::FillForm(fill_form::Touch::PreviousPage);
        on_next_page() => Touch::FillForm(fill_form::Touch::NextPage);
        on_back() => Touch::FillForm(fill_form::Touch::Back);
        on_next() => Touch::FillForm(fill_form::Touch::Next);
        on_leave() => Touch::FillForm(fill_form::Touch::Leave);
    );
}

pub(super) fn show(app: &App, view: Option<&View>) {
    let shown = match view {
        Some(View::FillForm(view)) => properties(view),
        Some(_) | None => FillFormView::default(),
    };
    FillForm::get(app).set_view(shown);
}

pub(super) fn held(app: &App) -> String {
    format!("{:?}", FillForm::get(app).get_view())
}

fn properties(view: &fill_form::View) -> FillFormView {
    FillFormView {
        title: (&view.title).into(),
        subtitle: view.subtitle.into(),
        person: (&view.person).into(),
        step: (&view.step).into(),
        progress: view.progress,
        kind: match view.kind {
            fill_form::Kind::Choices => QuestionKind::Choices,
            fill_form::Kind::Digits => QuestionKind::Digits,
            fill_form::Kind::Words => QuestionKind::Words,
            fill_form::Kind::Stop => QuestionKind::Stop,
        },
        question: (&view.question).into(),
        hint: (&view.hint).into(),
        choices: rows(view.choices.iter().map(|choice| ChoiceView {
            id: (&choice.id).into(),
            words: (&choice.words).into(),
            note: (&choice.note).into(),
            icon: (&choice.icon).into(),
            chosen: choice.chosen,
        })),
        several: view.several,
        listed: view.listed,
        tall: view.tall,
        page: page(&view.page),
        entry: (&view.entry).into(),
        extra_key: match view.extra_key {
            fill_form::ExtraKey::None => ExtraKey::None,
            fill_form::ExtraKey::X => ExtraKey::X,
            fill_form::ExtraKey::Point => ExtraKey::Point,
        },
        ready: view.ready,
    }
}
