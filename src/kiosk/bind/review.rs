//! Binding of the review.

use slint::Global as _;

use super::ui::{App, Review, ReviewRowView, ReviewView};
use super::{Send, forward, page, rows};
use crate::kiosk::event::Touch;
use crate::kiosk::screens::{View, review};

pub(super) fn wire(app: &App, send: &Send) {
    let adapter = Review::get(app);
    forward!(adapter, send,
        on_change(id) => Touch::Review(review::Touch::Change(id.into()));
        on_previous_page() => Touch::Review(review::Touch::PreviousPage);
        on_next_page() => Touch::Review(review::Touch::NextPage);
        on_submit() => Touch::Review(review::Touch::Submit);
        on_back() => Touch::Review(review::Touch::Back);
        on_leave() => Touch::Review(review::Touch::Leave);
    );
}

pub(super) fn show(app: &App, view: Option<&View>) {
    let shown = match view {
        Some(View::Review(view)) => properties(view),
        Some(_) | None => ReviewView::default(),
    };
    Review::get(app).set_view(shown);
}

pub(super) fn held(app: &App) -> String {
    format!("{:?}", Review::get(app).get_view())
}

fn properties(view: &review::View) -> ReviewView {
    ReviewView {
        title: (&view.title).into(),
        person: (&view.person).into(),
        left: rows(view.left.iter().map(row)),
        right: rows(view.right.iter().map(row)),
        page: page(&view.page),
        busy: view.busy,
        notice_warns: view.notice_warns,
        notice_first: (&view.notice.0).into(),
        notice_second: (&view.notice.1).into(),
    }
}

fn row(row: &review::Row) -> ReviewRowView {
    ReviewRowView {
        id: (&row.id).into(),
        label: (&row.label).into(),
        value: (&row.value).into(),
        empty: row.empty,
        locked: row.locked,
        earlier: row.earlier,
    }
}
