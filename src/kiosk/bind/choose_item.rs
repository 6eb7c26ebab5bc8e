//! Binding of the list of items.

use slint::Global as _;

use super::ui::{App, ChooseItem, ChooseItemView};
use super::{Send, forward, page, rows, tile::tile};
use crate::kiosk::event::Touch;
use crate::kiosk::screens::{View, choose_item};

pub(super) fn wire(app: &App, send: &Send) {
    let adapter = ChooseItem::get(app);
    forward!(adapter, send,
        on_open_item(id) => Touch::ChooseItem(choose_item::Touch::OpenItem(id.into()));
        on_previous_page() => Touch::ChooseItem(choose_item::Touch::PreviousPage);
        on_next_page() => Touch::ChooseItem(choose_item::Touch::NextPage);
        on_back() => Touch::ChooseItem(choose_item::Touch::Back);
        on_leave() => Touch::ChooseItem(choose_item::Touch::Leave);
    );
}

pub(super) fn show(app: &App, view: Option<&View>) {
    let shown = match view {
        Some(View::ChooseItem(view)) => ChooseItemView {
            person: (&view.person).into(),
            subtitle: (&view.subtitle).into(),
            tiles: rows(view.tiles.iter().map(tile)),
            page: page(&view.page),
        },
        Some(_) | None => ChooseItemView::default(),
    };
    ChooseItem::get(app).set_view(shown);
}

pub(super) fn held(app: &App) -> String {
    format!("{:?}", ChooseItem::get(app).get_view())
}
