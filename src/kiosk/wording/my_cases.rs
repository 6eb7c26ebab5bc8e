//! What was filed here.

use jiff::civil::Date;

use super::short_date;
use crate::domain::stage::{JournalEntry, Stage, slip_owed};
use crate::kiosk::screens::my_cases::{Case, StageMark};
use crate::store::CaseRecord;

pub const NO_CASES: &str = "您在这个服务点还没有办过事";

pub fn case_count(count: usize) -> String {
    format!("一共 {count} 件")
}

pub fn case(case: &CaseRecord, day: Date) -> Case {
    let stage = Stage::of(&case.journal).unwrap_or(Stage::Queued);
    let mut shown = Case {
        id: case.application_id.clone(),
        name: case.receipt.item_name.clone(),
        number: case.receipt.application_number.grouped(),
        stages: stage_marks(&stage, &case.journal),
        remark: if slip_owed(&case.journal) {
            "回执还没打出来，请记下号码".into()
        } else {
            String::new()
        },
        ..Case::default()
    };
    match stage {
        Stage::Queued => shown.chip = "收好了，等网络送出".into(),
        Stage::Received => shown.chip = "市民之家已收到".into(),
        Stage::Accepted { acceptance_number } => {
            shown.chip = "已受理，市里开始办了".into();
            shown.remark = format!("受理编号 {acceptance_number}");
        }
        Stage::CorrectionAsked { reason, fields: _, last_date } => {
            shown.chip = "要补东西（补正）".into();
            shown.asked = format!("市民之家说：{reason}");
            shown.until = last_date.map_or_else(|| "请早点补".into(), |last| until(last, day));
            shown.what_to_do = "请找工作人员帮您补".into();
        }
        Stage::Refused { reason } => {
            shown.chip = "这里办不了".into();
            shown.remark = format!("市民之家说：{reason}。想问清楚请打 12345。");
        }
        Stage::Concluded { granted: true } => {
            shown.chip = "办好了".into();
            shown.chip_good = true;
        }
        Stage::Concluded { granted: false } => {
            shown.chip = "没有批准".into();
            shown.remark = "不同意的话，可以申请复查，请找工作人员或打 12345。".into();
        }
        Stage::SetAside { problem: _ } => {
            shown.chip = "存在机器里，要人看一下".into();
            shown.remark = "没送成，一样没丢。请找工作人员看一下。".into();
        }
    }
    shown
}

fn until(last: Date, day: Date) -> String {
    let left = day.until(last).map_or(0, |span| span.get_days());
    match left {
        ..0 => format!("{}已经过了，请快找工作人员", short_date(last)),
        0 => format!("今天（{}）是最后一天", short_date(last)),
        _ => format!("{}以前补好，还有 {left} 天", short_date(last)),
    }
}

/// What was decided on the spot never waited for the city hall: only what happened is shown.
fn stage_marks(stage: &Stage, journal: &[JournalEntry]) -> Vec<StageMark> {
    const WORDS: [&str; 4] = ["收好了", "送到了", "已受理", "办好了"];
    let reached = match stage {
        Stage::Queued | Stage::SetAside { .. } => 0,
        Stage::Received | Stage::CorrectionAsked { .. } | Stage::Refused { .. } => 1,
        Stage::Accepted { .. } => 2,
        Stage::Concluded { .. } => 3,
    };
    let ended = matches!(stage, Stage::Concluded { .. });
    let arrived = journal.iter().any(|entry| matches!(entry, JournalEntry::Received { .. }));
    let accepted = journal.iter().any(|entry| matches!(entry, JournalEntry::Accepted { .. }));
    let happened = [true, arrived, accepted, true];
    WORDS
        .iter()
        .enumerate()
        .zip(happened)
        .filter(|(_, happened)| !ended || *happened)
        .map(|(mark, _)| mark)
        .map(|(place, words)| StageMark {
            words: (*words).into(),
            done: place < reached || (ended && place == reached),
            now: place == reached && !ended,
        })
        .collect()
}
