//! Binding of what can be filed next.

use slint::Global as _;

use super::ui::{App, GoOn, GoOnView};
use super::{Send, forward, rows, tile::tile};
use crate::kiosk::event::Touch;
use crate::kiosk::screens::{View, go_on};

pub(super) fn wire(app: &App, send: &Send) {
    let adapter = GoOn::get(app);
    forward!(adapter, send,
        on_open_item(id) => Touch::GoOn(go_on::Touch::OpenItem(id.into()));
        on_back() => Touch::GoOn(go_on::Touch::Back);
        on_leave() => Touch::GoOn(go_on::Touch::Leave);
    );
}

pub(super) fn show(app: &App, view: Option<&View>) {
    let shown = match view {
        Some(View::GoOn(view)) => GoOnView {
            title: (&view.title).into(),
            person: (&view.person).into(),
            icon: (&view.icon).into(),
            question: (&view.question).into(),
            hint: (&view.hint).into(),
            tiles: rows(view.tiles.iter().map(tile)),
        },
        Some(_) | None => GoOnView::default(),
    };
    GoOn::get(app).set_view(shown);
}

pub(super) fn held(app: &App) -> String {
    format!("{:?}", GoOn::get(app).get_view())
}
