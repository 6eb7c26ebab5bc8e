//! Every Chinese sentence of the city hall: its commands, what officers are told, and the words for the stages.

use std::net::SocketAddr;

use super::{
    ledger::{Call, Case, LedgerError, Papers, RatingLine, Stage},
    officer_command::CommandError,
    serve::ServeError,
};
use crate::api::v1::MaterialState;
use crate::domain::{
    number::ApplicationNumber,
    rating::{Level, Reason},
};

pub const ABOUT: &str = "市民之家网关：接收各服务点的申请，供工作人员受理、要求补正";
pub const SERVE: &str = "启动网关（只在本机监听）";
pub const LISTEN: &str = "监听地址，只能是本机，端口 0 表示自动选择";
pub const DATA: &str = "存放数据的文件夹";
pub const ON: &str = "按这一天办理业务，例如 2026-11-24（演示和测试用）";
pub const SERVER: &str = "正在运行的网关地址";
pub const LIST: &str = "列出全部申请";
pub const BY_NAME: &str = "按申请人姓名的拼音排，不按收到的先后";
pub const JSON: &str = "输出 JSON，供其他程序使用";
pub const ACCEPT: &str = "受理一件申请，生成受理编号";
pub const REFERENCE: &str = "申请号码（可带空格）或申请编号（UUID）";
pub const ASK_CORRECTION: &str = "要求补正，一次说清全部要补的内容";
pub const REASON: &str = "补正原因，申请人会看到";
pub const FIELD: &str = "要补正的栏目，可写多个";
pub const UNTIL: &str = "补正的最后一天，例如 2026-12-04";
pub const RATINGS: &str = "列出好差评：哪个服务点、哪件事、哪一天，不列是谁评的";
pub const CALLS: &str = "列出哪里有人叫人、还没有回应";
pub const ANSWER_CALL: &str = "回应一次叫人，回应后不再列出";
pub const CALL: &str = "叫人编号（UUID），列表最后一栏";

pub const NOT_A_REFERENCE: &str = "这既不是申请号码，也不是申请编号，请核对一下";
pub const NO_SUCH_CASE: &str = "没有找到这件申请，请核对号码";
pub const NO_SUCH_CALL: &str = "没有找到这次叫人，请核对编号";
pub const REASON_IS_MISSING: &str = "请写明补正原因";
pub const LAST_DATE_IS_MISSING: &str = "请写明补正的最后一天，例如 2026-12-04";
pub const LAST_DATE_IS_PAST: &str = "补正的最后一天已经过去了，请改一个日期";
pub const FIELDS_ARE_WRONG: &str = "要补正的栏目没有写对";

pub fn ambiguous_number(how_many: usize) -> String {
    format!("这个申请号码对应 {how_many} 件申请，请用申请编号指明是哪一件")
}

pub fn not_in_this_stage(stage: Stage) -> String {
    let what = match stage {
        Stage::Held => "材料还没有收齐，收齐后才能办理，请等服务点送完",
        Stage::Received => "刚收到，现在不能这样办理",
        Stage::Accepted => "已经受理，现在不能这样办理",
        Stage::CorrectionAsked => "正在等申请人补正，现在不能这样办理",
        Stage::Refused => "已经不予受理，不能再办理",
        Stage::Concluded => "已经办结，不能再办理",
    };
    format!("这件申请{what}")
}

pub fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Held => "待收齐",
        Stage::Received => "已收到",
        Stage::Accepted => "已受理",
        Stage::CorrectionAsked => "补正",
        Stage::Refused => "不予受理",
        Stage::Concluded => "办结",
    }
}

pub const NO_CASES: &str = "还没有申请";

/// The head of the officers' list, and under it one row for each case.
pub fn list_head() -> [String; 9] {
    ["申请号码", "申请人", "环节", "事项", "服务点", "收到时间", "受理编号", "材料", "申请编号"]
        .map(String::from)
}

pub fn list_row(case: &Case) -> [String; 9] {
    [
        grouped(&case.application_number),
        case.applicant.clone().unwrap_or_else(|| "-".into()),
        stage(case.stage).into(),
        case.item.clone(),
        case.point.clone(),
        case.received_at.as_deref().map_or_else(|| "-".into(), minutes),
        case.acceptance_number.clone().unwrap_or_else(|| "-".into()),
        papers(&case.papers),
        case.id.to_string(),
    ]
}

/// What an officer has to see to: papers that are still to come, and what the machine could not settle.
fn papers(papers: &Papers) -> String {
    let count = |state| papers.materials.values().filter(|one| one.state == state).count();
    let parts = [
        (count(MaterialState::Missing), "缺", "样"),
        (count(MaterialState::OriginalToWindow), "窗口收", "样"),
        (papers.remarks.len(), "要看", "处"),
    ];
    let said = parts.iter().filter(|(count, ..)| *count > 0);
    let said: Vec<String> = said.map(|(count, what, of)| format!("{what}{count}{of}")).collect();
    if said.is_empty() { "-".into() } else { said.join(" ") }
}

pub fn accepted(case: &Case, before: bool) -> String {
    let number = grouped(&case.application_number);
    let acceptance_number = case.acceptance_number.as_deref().unwrap_or("-");
    let what = if before { "此前已经受理" } else { "已受理" };
    format!("{number} {what}，受理编号 {acceptance_number}")
}

pub fn correction_asked(case: &Case, before: bool) -> String {
    let number = grouped(&case.application_number);
    if before {
        format!("{number} 此前已经这样要求补正，没有重复通知")
    } else {
        format!("{number} 已要求补正，服务点会收到通知")
    }
}

pub const ALL_CALLS: &str =
    "连十分钟以前没人回应的也列出（机器前多半没人等了）；满一个月的不再保留";

pub const NO_RATINGS: &str = "还没有评价";

/// The head of the list of ratings, and under it one row for each.
pub fn rating_head() -> [String; 5] {
    ["日期", "服务点代码", "事项", "评价", "原因"].map(String::from)
}

pub fn rating_row(line: &RatingLine) -> [String; 5] {
    let reasons: Vec<&str> = line.reasons.iter().map(|reason| reason_word(*reason)).collect();
    [
        line.day.clone(),
        line.point.clone(),
        line.item.clone(),
        level_word(line.level).into(),
        if reasons.is_empty() { "-".into() } else { reasons.join("、") },
    ]
}

fn level_word(level: Level) -> &'static str {
    match level {
        Level::VerySatisfied => "非常满意",
        Level::Satisfied => "满意",
        Level::FairlySatisfied => "基本满意",
        Level::Dissatisfied => "不满意",
        Level::VeryDissatisfied => "非常不满意",
    }
}

fn reason_word(reason: Reason) -> &'static str {
    match reason {
        Reason::LongWait => "等太久",
        Reason::NotUnderstood => "没听懂",
        Reason::NotDone => "没办成",
    }
}

pub const NO_CALLS: &str = "现在没有人叫人";

/// The head of the list of open calls, and under it one row for each call.
pub fn call_head() -> [String; 6] {
    ["服务点", "从什么时候", "办到哪里", "服务点代码", "机器", "叫人编号"].map(String::from)
}

pub fn call_row(call: &Call) -> [String; 6] {
    [
        call.point_name.clone(),
        minutes(&call.created_at),
        screen(&call.screen).into(),
        call.point.clone(),
        call.device.clone(),
        call.id.to_string(),
    ]
}

/// A newer kiosk may have screens that are not known here.
fn screen(word: &str) -> &str {
    match word {
        "welcome" => "首页",
        "choose_item" => "找事项",
        "guide" => "看办事指南",
        "notice" => "看要带什么",
        "materials" => "交材料",
        "read_card" => "读卡以后",
        "fill_form" => "填表",
        "write_text" => "写字",
        "take_photo" => "拍照",
        "sign" => "签字",
        "review" => "核对",
        "submitted" => "办完了",
        "go_on" => "接着办",
        "rate" => "评价",
        "my_cases" => "看办过的事",
        "out_of_service" => "机器停用",
        other => other,
    }
}

pub fn call_answered(call: &Call, before: bool) -> String {
    let place = &call.point_name;
    if before {
        format!("{place}这次叫人此前已经回应")
    } else {
        format!("{place}这次叫人已记为回应")
    }
}

pub fn command_trouble(error: &CommandError) -> String {
    match error {
        CommandError::Server(url) => format!("网关地址 {url} 不对，例如 http://127.0.0.1:8600"),
        CommandError::Unreachable(_) => "连不上网关，请先启动：cityhall serve --data 文件夹".into(),
        CommandError::NotACityHall => "这个地址上运行的不是市民之家网关，请核对 --server".into(),
        CommandError::Refused(problem) if problem.detail.is_empty() => {
            format!("没有办成：{}（{}）", problem.title, problem.status)
        }
        CommandError::Refused(problem) => format!("没有办成：{}", problem.detail),
        CommandError::Output(error) => format!("结果写不出来：{error}"),
    }
}

pub fn serve_trouble(error: &ServeError) -> String {
    match error {
        ServeError::NotLoopback(address) => not_loopback(*address),
        ServeError::Listen { address, source } => format!("不能在 {address} 上监听：{source}"),
        ServeError::Ledger(error) => ledger_trouble(error),
        ServeError::Io(error) => format!("网关意外停止：{error}"),
    }
}

fn not_loopback(address: SocketAddr) -> String {
    format!(
        "不能在 {address} 上监听：设备登记功能完成之前，网关只在本机（127.0.0.1 或 ::1）提供服务，\
         以免没有登记的机器读到群众的信息"
    )
}

fn ledger_trouble(error: &LedgerError) -> String {
    match error {
        LedgerError::Folder(error) => format!("数据文件夹用不了：{error}"),
        LedgerError::InUse => "另一个网关正在使用这个数据文件夹".into(),
        LedgerError::NewerSchema { .. } => {
            "数据是更新版本的程序写的，请换用新版本，数据没有改动".into()
        }
        LedgerError::NoWriteAheadLog(_) => {
            "数据文件夹所在的磁盘不支持安全写入，请换一个位置".into()
        }
        LedgerError::Database(error) => format!("数据库出错：{error}"),
        LedgerError::Damaged(_) => "数据库的内容不对，请先备份再联系技术人员".into(),
        LedgerError::Number(_) => "今天的受理编号用完了".into(),
        LedgerError::GivenUp => "没有写进数据库，请再试一次".into(),
    }
}

/// As it stands on the slip.
fn grouped(application_number: &str) -> String {
    ApplicationNumber::parse(application_number)
        .map_or_else(|_| application_number.to_owned(), |number| number.grouped())
}

/// `2026-11-24 10:41`: seconds and offset help nobody in a list.
fn minutes(time: &str) -> String {
    time.get(..16).unwrap_or(time).replace('T', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_the_list_shows_the_number_as_the_slip_does_and_the_stage_in_words() {
        let case = Case {
            id: "01932b5e-7c00-7000-8000-000000000001".parse().unwrap(),
            application_number: "210411240584".into(),
            applicant: Some("王*英".into()),
            item: "advanced_age_allowance".into(),
            point: "430182119206".into(),
            stage: Stage::Received,
            received_at: Some("2026-11-24T10:41:03+08:00".into()),
            acceptance_number: None,
            papers: serde_json::from_value(serde_json::json!({
                "materials": {
                    "bank_card": { "state": "missing" },
                    "id_card": { "state": "exempt", "why": "card_read" },
                },
                "remarks": ["age_range"],
            }))
            .unwrap(),
        };
        assert_eq!(
            list_row(&case),
            [
                "2104 1124 0584",
                "王*英",
                "已收到",
                "advanced_age_allowance",
                "430182119206",
                "2026-11-24 10:41",
                "-",
                "缺1样 要看1处",
                "01932b5e-7c00-7000-8000-000000000001"
            ]
        );
    }
}
