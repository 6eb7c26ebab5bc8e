//! Binding of the rest screen.

use slint::Global as _;

use super::ui::{App, StatusView, Welcome, WelcomeView};
use super::{Send, forward, rows, tile::tile};
use crate::kiosk::event::Touch;
use crate::kiosk::screens::{View, welcome};

pub(super) fn wire(app: &App, send: &Send) {
    let adapter = Welcome::get(app);
    forward!(adapter, send,
        on_open_item(id) => Touch::Welcome(welcome::Touch::OpenItem(id.into()));
        on_browse() => Touch::Welcome(welcome::Touch::Browse);
    );
}

pub(super) fn show(app: &App, view: Option<&View>) {
    let shown = match view {
        Some(View::Welcome(view)) => properties(view),
        Some(_) | None => WelcomeView::default(),
    };
    Welcome::get(app).set_view(shown);
}

pub(super) fn held(app: &App) -> String {
    format!("{:?}", Welcome::get(app).get_view())
}

fn properties(view: &welcome::View) -> WelcomeView {
    let (offline_first, offline_second) = view.offline.clone().unwrap_or_default();
    WelcomeView {
        place: (&view.place).into(),
        time: (&view.time).into(),
        date: (&view.date).into(),
        lunar_date: (&view.lunar_date).into(),
        hero: (&view.hero).into(),
        lead: (&view.lead).into(),
        invites: view.invites,
        tiles: rows(view.tiles.iter().map(tile)),
        all_items: (&view.all_items).into(),
        offline_first: offline_first.into(),
        offline_second: offline_second.into(),
        status: rows(view.status.iter().map(|status| StatusView {
            icon: status.icon.into(),
            words: (&status.words).into(),
            good: status.good,
        })),
    }
}
