//! Binding of the materials of an application.

use slint::Global as _;

use super::rows::mark;
use super::ui::{App, MaterialView, Materials, MaterialsView, PhotoButton};
use super::{Send, forward, page, rows};
use crate::kiosk::event::Touch;
use crate::kiosk::screens::{View, materials};

pub(super) fn wire(app: &App, send: &Send) {
    let adapter = Materials::get(app);
    forward!(adapter, send,
        on_photograph(key) => Touch::Materials(materials::Touch::Photograph(key.into()));
        on_to_window(key) => Touch::Materials(materials::Touch::ToWindow(key.into()));
        on_previous_page() => Touch::Materials(materials::Touch::PreviousPage);
        on_next_page() => Touch::Materials(materials::Touch::NextPage);
        on_back() => Touch::Materials(materials::Touch::Back);
        on_next() => Touch::Materials(materials::Touch::Next);
        on_leave() => Touch::Materials(materials::Touch::Leave);
    );
}

pub(super) fn show(app: &App, view: Option<&View>) {
    let shown = match view {
        Some(View::Materials(view)) => MaterialsView {
            title: (&view.title).into(),
            person: (&view.person).into(),
            headline: (&view.headline).into(),
            complete: view.complete,
            rows: rows(view.rows.iter().map(row)),
            page: page(&view.page),
        },
        Some(_) | None => MaterialsView::default(),
    };
    Materials::get(app).set_view(shown);
}

pub(super) fn held(app: &App) -> String {
    format!("{:?}", Materials::get(app).get_view())
}

fn row(row: &materials::Row) -> MaterialView {
    MaterialView {
        key: (&row.key).into(),
        icon: row.icon.into(),
        name: (&row.name).into(),
        line: (&row.line).into(),
        chip: row.chip.into(),
        mark: mark(row.mark),
        missing: row.missing,
        photo: match row.photo {
            materials::PhotoButton::None => PhotoButton::None,
            materials::PhotoButton::Take => PhotoButton::Take,
            materials::PhotoButton::Instead => PhotoButton::Instead,
            materials::PhotoButton::Again => PhotoButton::Again,
        },
        to_window: row.to_window,
        first: row.first,
    }
}
