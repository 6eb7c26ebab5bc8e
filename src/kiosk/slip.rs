//! How a receipt is laid out on paper: pure, snapshot-tested, before any printer.

use super::wording::{self, full_width, slip as words};
use crate::domain::receipt::Receipt;
use crate::domain::slip::{BesideLine, Slip, SlipLine, SlipSize};
use crate::wire::gb18030::columns;

/// The receipt of an application; for a case decided on the spot, the notice of its result.
pub fn lay_out(receipt: &Receipt, columns: usize) -> Slip {
    let mut slip = Slip::default();
    let title = if receipt.result.is_some() { words::RESULT } else { words::RECEIPT };
    slip.centred(title, SlipSize::Large, true);
    let point = receipt.point_name.replace(" · ", "");
    slip.centred(format!("{} {point}", words::BRAND), SlipSize::Small, false);
    slip.rule();
    slip.text(words::NUMBER);
    slip.large(receipt.application_number.grouped());
    slip.rule();
    facts(&mut slip, receipt, columns);
    if receipt.result.is_none() {
        slip.rule();
        slip.bold(words::PROMISE);
        slip.rule();
    }
    match &receipt.result {
        Some(messages) => {
            result(&mut slip, messages, columns);
            next_steps(&mut slip, words::PASSED_ON, receipt, columns);
        }
        None => next_steps(&mut slip, words::NEXT, receipt, columns),
    }
    to_bring(&mut slip, receipt, columns);
    slip.dashes();
    slip.lines.push(progress_code(receipt));
    slip.dashes();
    slip.text(format!("{} {}    {}", words::MACHINE, receipt.device, words::KEEP));
    slip
}

/// `JJ1:<year>:<number>`: no person in it (decisions.md “A case”).
pub fn code_content(receipt: &Receipt) -> String {
    format!("JJ1:{}:{}", receipt.filed_at.year(), receipt.application_number)
}

fn facts(slip: &mut Slip, receipt: &Receipt, columns: usize) {
    let now = if receipt.result.is_some() { words::DONE } else { words::KEPT };
    let filed = receipt.filed_at;
    for (key, value) in [
        (words::WHAT, receipt.item_name.clone()),
        (words::WHO, format!("{}  {}", receipt.applicant, receipt.id_number)),
        (words::WHEN, format!("{} {}", wording::long_date(filed.date()), wording::time(filed))),
        (words::NOW, now.into()),
    ] {
        keyed(slip, key, &value, columns);
    }
}

fn next_steps(slip: &mut Slip, title: &str, receipt: &Receipt, width: usize) {
    if receipt.next_steps.is_empty() {
        return;
    }
    slip.bold(title);
    for (place, step) in receipt.next_steps.iter().enumerate() {
        let line = full_width(&format!("{}：{}", step.actor, step.name));
        hanging(slip, &format!("{}. ", place + 1), &line, width);
    }
}

fn result(slip: &mut Slip, messages: &[String], width: usize) {
    slip.bold(words::TOLD);
    for message in messages {
        hanging(slip, "· ", &full_width(message), width);
    }
}

fn to_bring(slip: &mut Slip, receipt: &Receipt, width: usize) {
    if receipt.to_bring.is_empty() {
        slip.bold(words::NOTHING_TO_BRING);
        return;
    }
    slip.bold(words::TO_BRING);
    for (place, material) in receipt.to_bring.iter().enumerate() {
        hanging(slip, &format!("{}. ", place + 1), &full_width(material), width);
    }
}

fn progress_code(receipt: &Receipt) -> SlipLine {
    let line = |text: &str, bold| BesideLine { text: text.into(), bold };
    SlipLine::Code {
        content: code_content(receipt),
        beside: vec![
            line(words::PROGRESS, true),
            line(words::BY_PHONE, false),
            line(words::BY_CARD, false),
            line(words::BY_CARD_2, false),
            line(words::BY_CALL, true),
        ],
    }
}

/// `key      value`, the value in its own column also where it wraps.
fn keyed(slip: &mut Slip, key: &str, value: &str, width: usize) {
    const KEY_COLUMNS: usize = 10;
    let gap = KEY_COLUMNS.saturating_sub(columns(key));
    hanging(slip, &format!("{key}{}", " ".repeat(gap)), value, width);
}

/// The lead stands once; wrapped lines stand under the text.
fn hanging(slip: &mut Slip, lead: &str, text: &str, width: usize) {
    let indent = " ".repeat(columns(lead));
    for (place, line) in wrap(text, width.saturating_sub(columns(lead))).into_iter().enumerate() {
        slip.text(format!("{}{line}", if place == 0 { lead } else { &indent }));
    }
}

/// Breaks between any two characters, but no line begins with a closing mark.
fn wrap(text: &str, width: usize) -> Vec<String> {
    const NEVER_FIRST: &str = "，。；：！？、）”》";
    let mut lines = vec![String::new()];
    let mut used = 0;
    for character in text.chars() {
        let mut bytes = [0; 4];
        let needed = columns(character.encode_utf8(&mut bytes));
        let Some(line) = lines.last_mut() else { break };
        if used + needed > width && !NEVER_FIRST.contains(character) {
            lines.push(character.to_string());
            used = needed;
        } else if used + needed > width {
            // takes the character before with it, so that the line stays inside
            let carried: String = line.pop().into_iter().chain([character]).collect();
            used = columns(&carried);
            lines.push(carried);
        } else {
            line.push(character);
            used += needed;
        }
    }
    lines
}
