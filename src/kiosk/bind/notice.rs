//! Binding of what a person has to bring.

use slint::Global as _;

use super::rows::row;
use super::ui::{App, Notification, NotificationView};
use super::{Send, forward, page, rows};
use crate::kiosk::event::Touch;
use crate::kiosk::screens::{View, notice};

pub(super) fn wire(app: &App, send: &Send) {
    let adapter = Notification::get(app);
    forward!(adapter, send,
        on_previous_page() => Touch::Notice(notice::Touch::PreviousPage);
        on_next_page() => Touch::Notice(notice::Touch::NextPage);
        on_print() => Touch::Notice(notice::Touch::Print);
        on_back() => Touch::Notice(notice::Touch::Back);
        on_leave() => Touch::Notice(notice::Touch::Leave);
    );
}

pub(super) fn show(app: &App, view: Option<&View>) {
    let shown = match view {
        Some(View::Notice(view)) => NotificationView {
            title: (&view.title).into(),
            person: (&view.person).into(),
            headline: (&view.headline).into(),
            state: view.state.into(),
            warns: view.warns,
            rows: rows(view.rows.iter().map(row)),
            busy: view.busy,
            page: page(&view.page),
        },
        Some(_) | None => NotificationView::default(),
    };
    Notification::get(app).set_view(shown);
}

pub(super) fn held(app: &App) -> String {
    format!("{:?}", Notification::get(app).get_view())
}
