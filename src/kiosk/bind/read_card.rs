//! Binding of the screen after a card has been read.

use slint::Global as _;

use super::ui::{App, NotYetView, ReadCard, ReadCardView, TileView};
use super::{Send, forward, page, rows, tile::tile};
use crate::kiosk::event::Touch;
use crate::kiosk::screens::{View, read_card};

pub(super) fn wire(app: &App, send: &Send) {
    let adapter = ReadCard::get(app);
    forward!(adapter, send,
        on_open_item(id) => Touch::ReadCard(read_card::Touch::OpenItem(id.into()));
        on_other_part() => Touch::ReadCard(read_card::Touch::OtherPart);
        on_start_item(id) => Touch::ReadCard(read_card::Touch::StartItem(id.into()));
        on_my_cases() => Touch::ReadCard(read_card::Touch::MyCases);
        on_all_items() => Touch::ReadCard(read_card::Touch::AllItems);
        on_previous_page() => Touch::ReadCard(read_card::Touch::PreviousPage);
        on_next_page() => Touch::ReadCard(read_card::Touch::NextPage);
        on_leave() => Touch::ReadCard(read_card::Touch::Leave);
    );
}

pub(super) fn show(app: &App, view: Option<&View>) {
    let shown = match view {
        Some(View::ReadCard(view)) => properties(view),
        Some(_) | None => ReadCardView::default(),
    };
    ReadCard::get(app).set_view(shown);
}

pub(super) fn held(app: &App) -> String {
    format!("{:?}", ReadCard::get(app).get_view())
}

fn properties(view: &read_card::View) -> ReadCardView {
    let (notice_first, notice_second) = view.notice.clone().unwrap_or_default();
    ReadCardView {
        greeting: (&view.greeting).into(),
        about: (&view.about).into(),
        notice_first: notice_first.into(),
        notice_second: notice_second.into(),
        title: view.title.into(),
        count: (&view.count).into(),
        page: page(&view.page),
        lead: view.lead.as_ref().map_or_else(TileView::default, tile),
        tiles: rows(view.tiles.iter().map(tile)),
        soon: rows(view.soon.iter().map(row)),
        cannot: rows(view.cannot.iter().map(row)),
        rows: rows(view.rows.iter().map(row)),
        other_part: (&view.other_part).into(),
        cannot_line: (&view.cannot_line).into(),
        cases_chip: (&view.cases_chip).into(),
        all_items: (&view.all_items).into(),
    }
}

fn row(row: &read_card::Row) -> NotYetView {
    NotYetView {
        id: (&row.id).into(),
        name: (&row.name).into(),
        icon: (&row.icon).into(),
        chip: (&row.chip).into(),
        line: (&row.line).into(),
        soon: row.soon,
    }
}
