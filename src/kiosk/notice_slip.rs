//! How a 一次告知单 is laid out on paper: what is missing with a box to tick, where to get it, what not to bring, where to go.

use super::screens::guide::Door;
use super::screens::notice::{count_missing, parts};
use super::session::Setup;
use super::slip::{hanging, keyed};
use super::wording::{self, full_width, slip as words};
use crate::domain::draft::Draft;
use crate::domain::materials::{MaterialState, Need};
use crate::domain::names::masked_name;
use crate::domain::service_item::ServiceItem;
use crate::domain::slip::{Slip, SlipLine, SlipSize};

/// With what holds on the day of the draft.
pub fn lay_out(draft: &Draft, door: &Door, setup: &Setup) -> Slip {
    let (item, columns) = (draft.item(), setup.slip_columns);
    let mut slip = Slip::default();
    slip.centred(words::NOTICE, SlipSize::Large, true);
    let point = setup.point_name.replace(" · ", "");
    slip.centred(format!("{} {point}", words::BRAND), SlipSize::Small, false);
    slip.rule();
    for (key, value) in [
        (words::WHAT, item.short_name.clone()),
        (words::WHO, who(draft, door)),
        (words::PRINTED, wording::long_date(draft.day())),
    ] {
        keyed(&mut slip, key, &value, columns);
    }
    slip.rule();
    let needs = draft.needs();
    slip.large(wording::notice_title(count_missing(&needs)));
    for (place, (name, needs)) in parts(&needs).into_iter().enumerate() {
        part(&mut slip, name, &needs, place, columns);
    }
    slip.dashes();
    where_to_go(&mut slip, item, columns);
    slip.rule();
    basis(&mut slip, item, columns);
    hanging(&mut slip, "", &format!("{} {}", words::MACHINE, setup.device), columns);
    hanging(&mut slip, "", words::MAY_CHANGE, columns);
    slip
}

fn who(draft: &Draft, door: &Door) -> String {
    let card = draft.card();
    let (name, age) = (masked_name(&card.name), card.age_on(draft.day()));
    words::person(&name, age, &wording::door_chip(door).words)
}

/// A box for each thing to fetch; what is there or need not be brought stands in one line.
fn part(slip: &mut Slip, name: &str, needs: &[&Need<'_>], place: usize, columns: usize) {
    let fetched = needs
        .iter()
        .any(|need| matches!(need.state, MaterialState::Missing | MaterialState::Depends));
    // the first part is what the large line above counts
    if place > 0 || !fetched {
        slip.dashes();
        slip.bold(name);
    }
    if !fetched {
        let names: Vec<String> = needs.iter().map(|need| full_width(&need.material.name)).collect();
        hanging(slip, "", &names.join("、"), columns);
        return;
    }
    for need in needs {
        let row = wording::notice_row(need);
        hanging_bold(slip, words::BOX, &row.words, columns);
        hanging(slip, words::BELOW_A_BOX, &row.line, columns);
    }
}

fn hanging_bold(slip: &mut Slip, lead: &str, text: &str, columns: usize) {
    let from = slip.lines.len();
    hanging(slip, lead, text, columns);
    for line in slip.lines.iter_mut().skip(from) {
        if let SlipLine::Text(line) = line {
            line.bold = true;
        }
    }
}

fn where_to_go(slip: &mut Slip, item: &ServiceItem, columns: usize) {
    hanging(slip, words::WHERE, &wording::where_filed(&item.accept_levels), columns);
    if item.home_visit {
        hanging(slip, words::AT_HOME, &words::ask_for_a_visit(&item.consult), columns);
    }
    hanging(slip, words::COSTS, &wording::fee(item), columns);
    hanging(slip, words::ASK, &words::call(&item.consult), columns);
}

/// Only what somebody has read.
fn basis(slip: &mut Slip, item: &ServiceItem, columns: usize) {
    for basis in item.legal.iter().filter(|basis| basis.seen) {
        let named = [&basis.title, &basis.number, &basis.article]
            .into_iter()
            .filter(|part| !part.is_empty())
            .map(|part| full_width(part));
        hanging(slip, words::BASIS, &named.collect::<Vec<_>>().join(" "), columns);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::date;

    use super::*;
    use crate::domain::draft::Value;
    use crate::kiosk::screens::fill_form::tests::{form, wang_xiuying};
    use crate::kiosk::session::tests::{setup, shipped};
    use crate::kiosk::slip::tests::as_text;
    use crate::wire::gb18030::columns;

    #[test]
    fn notices_look_as_they_did() {
        let open = Door::Open { doubt: false, sure: true };
        let allowance = form("advanced_age_allowance", "apply_kind").draft;
        let mut dibao = form("dibao", "reason").draft;
        for (key, value) in [("reason", "illness"), ("has_disabled", "yes"), ("has_student", "yes")]
        {
            dibao.answer(key, Value::Text(value.into()));
        }
        let soon = Door::Soon { months: 3, first_day: date(2027, 2, 20) };
        insta::with_settings!({ snapshot_path => "../../tests/snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!("notice_allowance", as_text(&lay_out(&allowance, &open, &setup())));
            let narrow = Setup { slip_columns: 32, ..setup() };
            insta::assert_snapshot!("notice_dibao_58mm", as_text(&lay_out(&dibao, &soon, &narrow)));
        });
    }

    #[test]
    fn no_line_of_any_notice_is_wider_than_its_paper() {
        let configuration = shipped();
        let card = wang_xiuying();
        let day = date(2026, 11, 24);
        for item in configuration.catalogue.items {
            let item = Arc::new(item);
            let draft = Draft::for_item(item, "test", Arc::clone(&card), &configuration.sites, day);
            for slip_columns in [32, 48] {
                let narrow = Setup { slip_columns, ..setup() };
                let open = Door::Open { doubt: true, sure: false };
                let slip = lay_out(&draft, &open, &narrow);
                for line in &slip.lines {
                    let SlipLine::Text(line) = line else { continue };
                    let wide = if line.size == SlipSize::Large { 2 } else { 1 };
                    let fits = columns(&line.text) * wide <= slip_columns;
                    assert!(fits, "{} of {slip_columns}: {}", draft.item().id, line.text);
                }
            }
        }
    }

    #[test]
    fn paper_names_only_what_somebody_has_read() {
        let draft = form("dibao", "reason").draft;
        let open = Door::Open { doubt: false, sure: true };
        let text = as_text(&lay_out(&draft, &open, &setup()));
        assert!(text.contains("社会救助暂行办法"), "{text}");
        assert!(!text.contains("民发〔2021〕57号"), "not seen: {text}");
    }
}
