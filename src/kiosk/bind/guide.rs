//! Binding of the guide of one item.

use slint::Global as _;

use super::rows::{mark, row};
use super::ui::{App, FactView, Guide, GuidePrimary, GuideView};
use super::{Send, forward, page, rows};
use crate::kiosk::event::Touch;
use crate::kiosk::screens::{View, guide};

pub(super) fn wire(app: &App, send: &Send) {
    let adapter = Guide::get(app);
    forward!(adapter, send,
        on_previous_page() => Touch::Guide(guide::Touch::PreviousPage);
        on_next_page() => Touch::Guide(guide::Touch::NextPage);
        on_sources() => Touch::Guide(guide::Touch::Sources);
        on_notice() => Touch::Guide(guide::Touch::Notice);
        on_start() => Touch::Guide(guide::Touch::Start);
        on_successor() => Touch::Guide(guide::Touch::Successor);
        on_back() => Touch::Guide(guide::Touch::Back);
        on_leave() => Touch::Guide(guide::Touch::Leave);
    );
}

pub(super) fn show(app: &App, view: Option<&View>) {
    let shown = match view {
        Some(View::Guide(view)) => properties(view),
        Some(_) | None => GuideView::default(),
    };
    Guide::get(app).set_view(shown);
}

pub(super) fn held(app: &App) -> String {
    format!("{:?}", Guide::get(app).get_view())
}

fn properties(view: &guide::View) -> GuideView {
    GuideView {
        title: (&view.title).into(),
        person: (&view.person).into(),
        icon: (&view.icon).into(),
        headline: (&view.headline).into(),
        lead: (&view.lead).into(),
        chip: (&view.chip.words).into(),
        chip_icon: view.chip.icon.into(),
        chip_mark: mark(view.chip.mark),
        facts: rows(view.facts.iter().map(|fact| FactView {
            icon: fact.icon.into(),
            label: fact.label.into(),
            words: (&fact.words).into(),
        })),
        notice_icon: view.notice_icon.into(),
        notice_first: (&view.notice.0).into(),
        notice_second: (&view.notice.1).into(),
        part: view.part.into(),
        rows: rows(view.rows.iter().map(row)),
        shows_head: view.shows.head,
        shows_lead: view.shows.lead,
        shows_facts: view.shows.facts,
        shows_notice: view.shows.notice,
        shows_aside: view.shows.aside,
        offers_notice: view.offers_notice,
        offers_sources: view.sources.is_some(),
        sources: view.sources == Some(true),
        primary: match view.primary {
            guide::Primary::None => GuidePrimary::None,
            guide::Primary::Start => GuidePrimary::Start,
            guide::Primary::Notice => GuidePrimary::Notice,
            guide::Primary::CallStaff => GuidePrimary::CallStaff,
            guide::Primary::Successor => GuidePrimary::Successor,
        },
        primary_words: (&view.primary_words).into(),
        page: page(&view.page),
    }
}
