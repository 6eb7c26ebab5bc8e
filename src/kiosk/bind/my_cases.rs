//! Binding of the list of a person's cases.

use slint::Global as _;

use super::ui::{App, CaseView, MyCases, MyCasesView, StageView};
use super::{Send, forward, page, rows};
use crate::kiosk::event::Touch;
use crate::kiosk::screens::{View, my_cases};

pub(super) fn wire(app: &App, send: &Send) {
    let adapter = MyCases::get(app);
    forward!(adapter, send,
        on_previous_page() => Touch::MyCases(my_cases::Touch::PreviousPage);
        on_next_page() => Touch::MyCases(my_cases::Touch::NextPage);
        on_open_notice(item) => Touch::MyCases(my_cases::Touch::OpenNotice(item.into()));
        on_back() => Touch::MyCases(my_cases::Touch::Back);
        on_leave() => Touch::MyCases(my_cases::Touch::Leave);
    );
}

pub(super) fn show(app: &App, view: Option<&View>) {
    let shown = match view {
        Some(View::MyCases(view)) => MyCasesView {
            person: (&view.person).into(),
            subtitle: (&view.subtitle).into(),
            cases: rows(view.cases.iter().map(case)),
            empty: (&view.empty).into(),
            page: page(&view.page),
        },
        Some(_) | None => MyCasesView::default(),
    };
    MyCases::get(app).set_view(shown);
}

pub(super) fn held(app: &App) -> String {
    format!("{:?}", MyCases::get(app).get_view())
}

fn case(case: &my_cases::Case) -> CaseView {
    CaseView {
        id: (&case.id).into(),
        name: (&case.name).into(),
        number: (&case.number).into(),
        chip: (&case.chip).into(),
        chip_good: case.chip_good,
        asked: (&case.asked).into(),
        until: (&case.until).into(),
        what_to_do: (&case.what_to_do).into(),
        remark: (&case.remark).into(),
        notice: (&case.notice).into(),
        stages: rows(case.stages.iter().map(|stage| StageView {
            words: (&stage.words).into(),
            done: stage.done,
            now: stage.now,
        })),
    }
}
