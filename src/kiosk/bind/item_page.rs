//! Binding of the page of one item.

use slint::Global as _;

use super::ui::{App, ItemPage, ItemPageView};
use super::{Send, forward, page};
use crate::kiosk::event::Touch;
use crate::kiosk::screens::{View, item_page};

pub(super) fn wire(app: &App, send: &Send) {
    let adapter = ItemPage::get(app);
    forward!(adapter, send,
        on_previous_page() => Touch::ItemPage(item_page::Touch::PreviousPage);
        on_next_page() => Touch::ItemPage(item_page::Touch::NextPage);
        on_back() => Touch::ItemPage(item_page::Touch::Back);
        on_leave() => Touch::ItemPage(item_page::Touch::Leave);
    );
}

pub(super) fn show(app: &App, view: Option<&View>) {
    let shown = match view {
        Some(View::ItemPage(view)) => ItemPageView {
            title: (&view.title).into(),
            person: (&view.person).into(),
            icon: (&view.icon).into(),
            headline: (&view.headline).into(),
            scope: (&view.scope).into(),
            notice_icon: view.notice_icon.into(),
            notice_first: (&view.notice.0).into(),
            notice_second: (&view.notice.1).into(),
            shows_why: view.shows_why,
            shows_scope: view.shows_scope,
            page: page(&view.page),
            asks_staff: view.asks_staff,
        },
        Some(_) | None => ItemPageView::default(),
    };
    ItemPage::get(app).set_view(shown);
}

pub(super) fn held(app: &App) -> String {
    format!("{:?}", ItemPage::get(app).get_view())
}
