//! Binding of the lists of items, and of the search.

use slint::Global as _;

use super::ui::{App, ChooseItem, ChooseItemView};
use super::{Send, forward, page, rows, tile::tile};
use crate::kiosk::event::Touch;
use crate::kiosk::screens::write_text::Way;
use crate::kiosk::screens::{View, choose_item};

pub(super) fn wire(app: &App, send: &Send) {
    let adapter = ChooseItem::get(app);
    forward!(adapter, send,
        on_open_event(id) => Touch::ChooseItem(choose_item::Touch::OpenEvent(id.into()));
        on_write() => Touch::ChooseItem(choose_item::Touch::Write(Way::Pinyin));
        on_write_by_hand() => Touch::ChooseItem(choose_item::Touch::Write(Way::Hand));
        on_look_for(words) => Touch::ChooseItem(choose_item::Touch::LookFor(words.into()));
        on_all() => Touch::ChooseItem(choose_item::Touch::All);
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
            title: (&view.title).into(),
            person: (&view.person).into(),
            subtitle: (&view.subtitle).into(),
            searches: view.searches,
            query: (&view.query).into(),
            events: rows(view.events.iter().map(tile)),
            often: rows(view.often.iter().map(slint::SharedString::from)),
            nothing: (&view.nothing).into(),
            all_items: (&view.all_items).into(),
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
