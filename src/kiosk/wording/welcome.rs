//! The rest screen.

use crate::devices::PaperState;
use crate::kiosk::screens::welcome::Status;
use crate::kiosk::session::{Machine, ReaderState};
use crate::kiosk::sight::TextSize;

/// The two lines of the green panel.
pub fn invitation(machine: &Machine) -> (String, String) {
    let (hero, lead) = match (machine.reader, machine.reading) {
        (ReaderState::Gone, _) => ("读卡器没接好\n请找工作人员", "您的事照样办，工作人员帮您输入"),
        (ReaderState::Works | ReaderState::Unknown, true) => {
            ("正在读卡\n请先别拿开", "屏幕上出现您的名字就好了")
        }
        (ReaderState::Works | ReaderState::Unknown, false) => {
            ("请把身份证\n放在读卡区", "放好了，就能看到您可以办什么")
        }
    };
    (hero.into(), lead.into())
}

/// 大成桥镇 · 二泉村服务点: in the largest words the village stands below its township, so that no name is cut in two.
pub fn place_in_lines(point_name: &str, size: TextSize) -> String {
    match size {
        TextSize::Normal | TextSize::Large => point_name.into(),
        TextSize::Largest => point_name.replace(" · ", "\n"),
    }
}

pub fn browse_all(count: usize) -> String {
    format!("按事情找，一共 {count} 项")
}

pub fn all_items(count: usize) -> String {
    format!("全部 {count} 项")
}

pub fn item_count(count: usize) -> String {
    format!("一共 {count} 项")
}

pub fn offline_notice() -> (String, String) {
    ("没有网络，照样办".into(), "申请先存在这台机器里，网通了自动送，时间算今天的".into())
}

/// Somebody who looks after the machine has to mend their files; the others work. Beside other signs there is no room for more.
pub fn broken_items(count: usize, alone: bool) -> Status {
    let mut words = format!("{count} 个事项的文件坏了");
    if alone {
        words.push_str("，请工作人员看一下");
    }
    Status { icon: "triangle-alert", words, good: false }
}

pub const NO_VOICE: &str = "喇叭没接好";

pub fn status_line(machine: &Machine) -> Vec<Status> {
    let status = |icon, words: &str, good| Status { icon, words: words.into(), good };
    let mut line = Vec::new();
    match machine.network {
        Some(true) => line.push(status("wifi", "网络正常", true)),
        Some(false) => line.push(status("wifi-off", "网络暂时断了", false)),
        None => {}
    }
    match machine.paper {
        Some(PaperState::Enough) => line.push(status("printer", "打印纸够用", true)),
        Some(PaperState::NearEnd) => line.push(status("printer", "打印纸快用完了", false)),
        Some(PaperState::Out) => line.push(status("printer", "打印纸用完了", false)),
        Some(PaperState::CoverOpen) => line.push(status("printer", "打印机盖子没盖好", false)),
        Some(PaperState::Gone) => line.push(status("printer", "打印机没接好", false)),
        None => {}
    }
    match machine.waiting {
        Some((0, 0)) => line.push(status("cloud-upload", "申请都已送到市民之家", true)),
        Some((0, set_aside)) => {
            let words = format!("{set_aside} 件没送成，请工作人员看一下");
            line.push(status("triangle-alert", &words, false));
        }
        Some((queued, _)) => {
            let words = format!("{queued} 件存在这台机器里，等网络");
            line.push(status("hourglass", &words, false));
        }
        None => {}
    }
    line
}
