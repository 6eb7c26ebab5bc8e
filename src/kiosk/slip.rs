//! How a receipt is laid out on paper: pure, snapshot-tested, before any printer.

use super::legible::{self, CanBeDrawn};
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
        for line in wrap(&wording::promise(receipt), columns) {
            slip.bold(line);
        }
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

/// Marks what no font draws, and says so below the line: paper shows neither blanks nor boxes for a name.
pub fn mark(slip: &mut Slip, can_be_drawn: CanBeDrawn) {
    let lines = std::mem::take(&mut slip.lines);
    for mut line in lines {
        let missing = match &mut line {
            SlipLine::Text(line) => legible::mark(&mut line.text, can_be_drawn),
            SlipLine::Code { content: _, beside } => {
                beside.iter_mut().map(|line| legible::mark(&mut line.text, can_be_drawn)).sum()
            }
            SlipLine::Rule | SlipLine::Dashes => 0,
        };
        slip.lines.push(line);
        if missing > 0 {
            slip.text(words::not_drawn(missing));
        }
    }
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
pub(super) fn keyed(slip: &mut Slip, key: &str, value: &str, width: usize) {
    const KEY_COLUMNS: usize = 10;
    let gap = KEY_COLUMNS.saturating_sub(columns(key));
    hanging(slip, &format!("{key}{}", " ".repeat(gap)), value, width);
}

/// The lead stands once; wrapped lines stand under the text.
pub(super) fn hanging(slip: &mut Slip, lead: &str, text: &str, width: usize) {
    let indent = " ".repeat(columns(lead));
    for (place, line) in wrap(text, width.saturating_sub(columns(lead))).into_iter().enumerate() {
        slip.text(format!("{}{line}", if place == 0 { lead } else { &indent }));
    }
}

/// Breaks between any two characters, but never inside a number and never before a closing mark.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in pieces(text) {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() || columns(line) + columns(&piece) <= width {
            line.push_str(&piece);
        } else {
            line.truncate(line.trim_end().len());
            lines.push(piece.trim_start().into());
        }
    }
    lines
}

/// What stays together: a run of ASCII, or a character with the closing marks behind it.
fn pieces(text: &str) -> Vec<String> {
    const NEVER_FIRST: &str = "，。；：！？、）”》";
    let mut pieces: Vec<String> = Vec::new();
    for character in text.chars() {
        let number = |character: char| character.is_ascii_graphic();
        let joins = pieces.last().is_some_and(|piece| {
            NEVER_FIRST.contains(character)
                || (number(character) && piece.chars().next_back().is_some_and(number))
        });
        match pieces.last_mut() {
            Some(piece) if joins => piece.push(character),
            Some(_) | None => pieces.push(character.into()),
        }
    }
    pieces
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::application::NextStep;
    use crate::domain::number::ApplicationNumber;

    fn receipt() -> Receipt {
        Receipt {
            application_number: ApplicationNumber::parse("2104 1124 0015").unwrap(),
            item: "advanced_age_allowance".into(),
            item_name: "高龄津贴".into(),
            applicant: "王*英".into(),
            id_number: "4301**********0005".into(),
            filed_at: date(2026, 11, 24).at(10, 41, 3, 0),
            point_name: "大成桥镇 · 二泉村服务点".into(),
            device: "2104-1".into(),
            next_steps: vec![
                NextStep { actor: "乡镇(街道)".into(), name: "审核录入".into() },
                NextStep { actor: "市民政局".into(), name: "确认发放".into() },
            ],
            result: None,
            to_bring: vec!["居民户口簿".into(), "社会保障卡或惠民惠农一卡通账户".into()],
            promise: None,
        }
    }

    fn decided_on_the_spot() -> Receipt {
        Receipt {
            item_name: "老人优待".into(),
            applicant: "𠮷*㛃".into(),
            next_steps: vec![NextStep {
                actor: "乡镇(街道)政务服务中心".into(),
                name: "转交登记".into(),
            }],
            result: Some(vec!["年满65周岁,凭身份证可免费乘坐长沙公交、地铁。".into()]),
            to_bring: Vec::new(),
            ..receipt()
        }
    }

    #[test]
    fn slips_look_as_they_did() {
        insta::with_settings!({ snapshot_path => "../../tests/snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!("slip_receipt", as_text(&lay_out(&receipt(), 48)));
            insta::assert_snapshot!("slip_receipt_58mm", as_text(&lay_out(&receipt(), 32)));
            insta::assert_snapshot!("slip_on_the_spot", as_text(&lay_out(&decided_on_the_spot(), 48)));
        });
    }

    #[test]
    fn a_name_that_no_font_draws_is_marked_and_the_paper_says_so() {
        let receipt = Receipt { applicant: "孙*\u{E81E}".into(), ..receipt() };
        let mut slip = lay_out(&receipt, 48);
        let before = slip.clone();
        mark(&mut slip, |_| true);
        assert_eq!(slip, before);
        mark(&mut slip, |one| one != '\u{E81E}');
        let text = as_text(&slip);
        let who =
            "Small  是谁的    孙*〓  4301**********0005\nSmall  （1 个字打不出来，原样存好了）\n";
        assert!(text.contains(who), "{text}");
    }

    #[test]
    fn every_line_fits_the_paper_and_no_line_begins_with_a_closing_mark() {
        let long = "甲，乙。".repeat(40);
        for width in [32, 48] {
            for line in wrap(&long, width) {
                assert!(columns(&line) <= width, "{line}");
                assert!(!line.starts_with(['，', '。']), "{line}");
            }
        }
    }

    #[test]
    fn the_code_names_year_and_number_and_nobody() {
        assert_eq!(code_content(&receipt()), "JJ1:2026:210411240015");
    }

    pub(crate) fn as_text(slip: &Slip) -> String {
        let line = |line: &SlipLine| match line {
            SlipLine::Text(text) => {
                format!("{:?} {}{}", text.size, if text.bold { "*" } else { " " }, text.text)
            }
            SlipLine::Rule => "――――".into(),
            SlipLine::Dashes => "- - -".into(),
            SlipLine::Code { content, beside } => {
                let words: Vec<&str> = beside.iter().map(|one| one.text.as_str()).collect();
                format!("[{content}] {}", words.join(" / "))
            }
        };
        slip.lines.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}
