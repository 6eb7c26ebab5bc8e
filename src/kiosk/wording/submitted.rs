//! The case is stored.

use super::{full_width, time};
use crate::devices::PrinterTrouble;
use crate::domain::receipt::Receipt;
use crate::domain::stage::Stage;
use crate::kiosk::screens::submitted::{NextStep, SlipState};

pub(super) const NO_PROMISE: &str = "多久能办好，按市里公布的来";

pub fn safely_stored(receipt: &Receipt) -> &'static str {
    if receipt.result.is_some() {
        "办好了，您可以放心"
    } else {
        "收好了，您可以放心"
    }
}

pub fn stored_line(receipt: &Receipt) -> String {
    format!("{}的{}申请，{} 收到", receipt.applicant, receipt.item_name, time(receipt.filed_at))
}

pub fn promise(receipt: &Receipt) -> &'static str {
    if receipt.result.is_some() { "当场办好，不用等" } else { NO_PROMISE }
}

pub fn slip_notice(slip: SlipState) -> (String, String) {
    let (first, second) = match slip {
        SlipState::Printing => ("正在打印回执，请在下面取", "上面有申请号码和二维码，请收好"),
        SlipState::Printed => ("回执打好了，请在下面取", "上面有申请号码和二维码，请收好"),
        SlipState::Unknown => {
            ("回执出来了吗？", "没出来的话，请把号码抄下来或拍照，申请不受影响。")
        }
        SlipState::NotPrinted(trouble) => return slip_owed_notice(trouble),
    };
    (first.into(), second.into())
}

fn slip_owed_notice(trouble: PrinterTrouble) -> (String, String) {
    let first = match trouble {
        PrinterTrouble::PaperOut => "没有纸了，申请不受影响",
        PrinterTrouble::CoverOpen => "打印机盖子没盖好，申请不受影响",
        PrinterTrouble::Cutter | PrinterTrouble::Offline => "打印机停了，申请不受影响",
        PrinterTrouble::Gone | PrinterTrouble::NoAnswer => "打印机没接好，申请不受影响",
        PrinterTrouble::NoGlyph(_) | PrinterTrouble::CodeTooLong => "回执没打出来，申请不受影响",
    };
    (first.into(), "请把号码抄下来或拍照，带身份证来就能查到。".into())
}

/// What happens next; the first line tells live where the application is.
pub fn next_steps(
    receipt: &Receipt,
    stage: Option<&Stage>,
    network: Option<bool>,
) -> (&'static str, Vec<NextStep>) {
    if let Some(result) = &receipt.result {
        let told = result.iter().map(|message| NextStep {
            words: full_width(message),
            line: String::new(),
            done: true,
        });
        let passed_on = receipt.next_steps.iter().map(|step| NextStep {
            words: full_width(&step.name),
            line: full_width(&step.actor),
            done: false,
        });
        return ("告诉您的", told.chain(passed_on).take(4).collect());
    }
    let arrived = !matches!(stage, None | Some(Stage::Queued | Stage::SetAside { .. }));
    let first = if arrived {
        ("今天：申请收好了", "已经送到市民之家")
    } else if network == Some(false) {
        ("今天：存在这台机器里", "网通了自动送，时间算今天的")
    } else {
        ("今天：申请收好了", "正在送到市民之家")
    };
    let mut steps = vec![NextStep { words: first.0.into(), line: first.1.into(), done: true }];
    let accepted = matches!(stage, Some(Stage::Accepted { .. } | Stage::Concluded { .. }));
    steps.extend(receipt.next_steps.iter().take(3).map(|step| NextStep {
        words: full_width(&step.name),
        line: full_width(&step.actor),
        done: false,
    }));
    if accepted {
        steps.insert(
            1,
            NextStep { words: "已受理".into(), line: "市里开始办了".into(), done: true },
        );
    }
    steps.truncate(4);
    ("接下来", steps)
}
