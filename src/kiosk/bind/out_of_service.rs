//! Binding of the screen of a machine that takes no new cases.

use slint::Global as _;

use super::ui::{AdviceView, App, OutOfService, OutOfServiceView};
use super::{Send, forward, page, rows};
use crate::kiosk::event::Touch;
use crate::kiosk::screens::{View, out_of_service};

pub(super) fn wire(app: &App, send: &Send) {
    let adapter = OutOfService::get(app);
    forward!(adapter, send,
        on_previous_page() => Touch::OutOfService(out_of_service::Touch::PreviousPage);
        on_next_page() => Touch::OutOfService(out_of_service::Touch::NextPage);
        on_browse() => Touch::OutOfService(out_of_service::Touch::Browse);
    );
}

pub(super) fn show(app: &App, view: Option<&View>) {
    let shown = match view {
        Some(View::OutOfService(view)) => OutOfServiceView {
            place: (&view.place).into(),
            headline: (&view.headline).into(),
            reason: (&view.reason).into(),
            comfort: (&view.comfort).into(),
            still: rows(view.still.iter().map(advice)),
            urgent: rows(view.urgent.iter().map(advice)),
            page: page(&view.page),
        },
        Some(_) | None => OutOfServiceView::default(),
    };
    OutOfService::get(app).set_view(shown);
}

fn advice(advice: &out_of_service::Advice) -> AdviceView {
    AdviceView {
        icon: advice.icon.into(),
        words: (&advice.words).into(),
        line: (&advice.line).into(),
    }
}
