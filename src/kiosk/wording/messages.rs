//! Boxes over the screen, and the machine out of service.

use super::form::{entry, field_problem};
use super::full_width;
use crate::domain::draft::FieldProblem;
use crate::domain::service_item::{Field, FieldKind, Rule, Severity};
use crate::domain::voice::{Part, Utterance};
use crate::kiosk::screens::Page;
use crate::kiosk::screens::out_of_service::{Advice, View as OutOfServiceView};
use crate::kiosk::screens::write_text::{Loss, NotDone, Way};
use crate::kiosk::session::Message;
use crate::sync::CallNews;

pub const FORM_IS_KEPT: &str = "您填的都还在，按“不用了，继续办”就回去。";

pub fn out_of_service(place: &str, items: usize) -> OutOfServiceView {
    let advice =
        |icon, words: &str, line: &str| Advice { icon, words: words.into(), line: line.into() };
    OutOfServiceView {
        place: place.into(),
        headline: "这台机器今天不能收新申请".into(),
        reason: "存放申请的地方打不开，请工作人员报修。".into(),
        comfort: "以前交的申请都没有动过。".into(),
        still: vec![advice("circle-check", "看有哪些事", &format!("{items} 项都能看"))],
        urgent: vec![
            advice("user-round", "找工作人员", "可以用纸先收"),
            advice("phone", "打 12345", "问一问、说一说都行"),
        ],
        page: Page::default(),
    }
}

/// Whether somebody at the city hall knows; never that somebody is on the way.
pub fn call_news(news: Option<CallNews>) -> (&'static str, &'static str, &'static str) {
    match news {
        None => ("hourglass", "正在告诉市民之家", "请在旁边等一等"),
        Some(CallNews::Told) => {
            ("circle-check", "已经告诉市民之家", "也请看看旁边有没有工作人员。")
        }
        Some(CallNews::NoLine) => (
            "wifi-off",
            "没有网络，请看看旁边有没有工作人员",
            "也可以打 12345。网通了马上告诉市民之家。",
        ),
        Some(CallNews::NotTaken) => {
            ("triangle-alert", "没能告诉市民之家，请看看旁边有没有工作人员", "也可以打 12345。")
        }
    }
}

pub(super) fn message(icon: &'static str, first: &str, second: &str) -> Message {
    Message {
        icon,
        first: first.into(),
        second: second.into(),
        safe: "知道了".into(),
        other: None,
        staff: false,
        said: Utterance::default(),
    }
}

fn says(message: Message, prompts: &[&str]) -> Message {
    Message { said: Utterance::of(prompts), ..message }
}

/// What only the staff can help with.
fn ask_staff(icon: &'static str, first: &str, second: &str) -> Message {
    Message { staff: true, ..message(icon, first, second) }
}

pub fn another_card() -> Message {
    let words = "等上一位按了“退出”或“好了”，请把身份证拿起来，再放一次。";
    says(message("users", "请先让上一位办完", words), &["message.another_card"])
}

pub fn card_unreadable(times: u8) -> Message {
    if times < 3 {
        let again = message("id-card", "没读出来", "请拿起来，重新放平，等一会儿。");
        says(again, &["message.card_unreadable"])
    } else {
        let staff = ask_staff("id-card", "这张卡读不出来", "请找工作人员，您的事照样办。");
        says(staff, &["message.card_unreadable_third"])
    }
}

pub fn card_disagrees() -> Message {
    let words = "卡里的信息对不上。请找工作人员，您的事照样办。";
    says(ask_staff("id-card", "这张卡读不出来", words), &["message.card_disagrees"])
}

/// Said once, when the card is taken in.
pub fn not_drawn(count: usize) -> Message {
    let (first, second) = stored_exactly(count);
    // longer than the box is wide: two lines of a half each, not one word left over
    let first = first.replace('，', "，\n");
    says(message("id-card", &first, &second), &["message.not_drawn"])
}

/// A mark stands for each character that no font has.
pub fn stored_exactly(count: usize) -> (String, String) {
    (
        format!("有 {count} 个字显示不出来，会照原样存下来"),
        "显示不出来的字用“〓”代替，送出去的还是您本来的字。".into(),
    )
}

pub fn not_ready(problem: &FieldProblem, kind: FieldKind) -> Message {
    let (first, said) = match (problem, kind) {
        (
            FieldProblem::Missing,
            FieldKind::Phone | FieldKind::BankAccount | FieldKind::IdNumber,
        ) => ("还没填号码".into(), Utterance::of(&["message.no_number"])),
        (FieldProblem::Missing, FieldKind::Number | FieldKind::Date) => {
            ("还没填".into(), Utterance::of(&["message.nothing_filled"]))
        }
        _ => (field_problem(kind, problem), said_of(kind, problem)),
    };
    Message {
        said: said.and(Part::prompt("message.fill_first")),
        ..message("circle-alert", &first, "填好了再按“下一步”。")
    }
}

fn said_of(kind: FieldKind, problem: &FieldProblem) -> Utterance {
    match (problem, kind) {
        (FieldProblem::Missing, FieldKind::Text | FieldKind::TextArea | FieldKind::Address) => {
            Utterance::of(&["message.nothing_written"])
        }
        (FieldProblem::Missing | FieldProblem::NotOffered, _) => {
            Utterance::of(&["message.choose_one"])
        }
        (FieldProblem::TooShort { missing }, _) => Utterance::of(&["message.still_missing"])
            .and(Part::Places(u32::try_from(*missing).unwrap_or_default())),
        (FieldProblem::TooLong { .. }, _) => Utterance::of(&["message.too_long"]),
        (FieldProblem::Malformed, FieldKind::IdNumber) => {
            Utterance::of(&["message.id_number_wrong"])
        }
        (FieldProblem::Malformed, FieldKind::Date) => Utterance::of(&["message.no_such_day"]),
        (FieldProblem::Malformed, FieldKind::Number) => Utterance::of(&["message.amount_wrong"]),
        (FieldProblem::Malformed, _) => Utterance::of(&["message.number_wrong"]),
        (FieldProblem::TooEarly { .. } | FieldProblem::TooLate { .. }, _) => {
            Utterance::of(&["message.day_out_of_range"])
        }
        (FieldProblem::Member { .. }, _) => Utterance::of(&["message.member_open"]),
        (FieldProblem::NotSigned, _) => Utterance::of(&["message.not_signed"]),
        (FieldProblem::Blocked { .. }, _) => Utterance::of(&["message.blocked"]),
    }
}

pub fn not_signed() -> Message {
    let words = "请用手指在框里写上您的名字。";
    says(message("pen-line", "还没写名字", words), &["message.not_signed", "screen.sign"])
}

pub fn cannot_write() -> Message {
    let words = "请点“叫人”，工作人员来帮您按手印、作见证。您填的都还在。";
    says(ask_staff("user-round", "不会写字没关系", words), &["message.cannot_write"])
}

pub fn later_pages() -> Message {
    let words = "请按“下一页”看完，再交上去。";
    says(message("eye", "后面还有一页", words), &["message.later_pages"])
}

pub fn still_checking() -> Message {
    let words = "马上就好，好了会自己往下走。";
    says(message("hourglass", "机器正在准备", words), &["message.still_checking"])
}

pub fn blocked(problem: &FieldProblem, kind: FieldKind) -> Message {
    let words = "觉得不对，请找工作人员看一下。您填的都还在。";
    Message {
        said: said_of(kind, problem).and(Part::prompt("message.ask_staff")),
        ..ask_staff("circle-help", &field_problem(kind, problem), words)
    }
}

/// A rule of the item is known not to be met: said as soon as it is known, in the rule's own words.
pub fn stopped(rule: &str) -> Message {
    let way = "点错了就改一改；觉得不对，请找工作人员看一下。您填的都还在。";
    let second = format!("{}{way}", sentence(rule));
    Message {
        said: Utterance::of(&["message.blocked", "message.ask_staff"]),
        ..ask_staff("circle-help", "这样填，这件事办不了", &second)
    }
}

/// What rules have to say to a person who goes on; nothing where none speaks.
pub fn told(rules: &[&Rule]) -> Option<Message> {
    let words: String = rules.iter().map(|rule| sentence(&rule.message)).collect();
    let looks = rules.iter().any(|rule| rule.severity == Severity::Warn);
    let (first, said) = if looks {
        ("这一条要工作人员看一下", "message.told_staff")
    } else {
        ("有一句话告诉您", "message.told")
    };
    let told = says(message("megaphone", first, &format!("{words}{TOLD_GO_ON}")), &[said]);
    (!rules.is_empty()).then_some(told)
}

const TOLD_GO_ON: &str = "您接着填就行。";

/// The catalogue's words as a whole sentence.
fn sentence(words: &str) -> String {
    let words = full_width(words);
    if words.ends_with(['。', '！', '？']) { words } else { format!("{words}。") }
}

pub fn clear_all() -> Message {
    Message {
        icon: "eraser",
        first: "全部清掉吗？".into(),
        second: "清掉以后要重新点数字。".into(),
        safe: "不清".into(),
        other: Some("全部清掉".into()),
        staff: false,
        said: Utterance::of(&["message.clear_all"]),
    }
}

/// Before something that is written is thrown away.
pub fn loss(loss: Loss) -> Message {
    match loss {
        Loss::Text => Message { second: "清掉以后要重新写。".into(), ..clear_all() },
        // what it would say aloud is what clearing says: what is written goes
        Loss::Changes => Message {
            first: "刚写的不要了吗？".into(),
            second: "回去以后，刚写的就没有了；原来填的不变。".into(),
            safe: "接着写".into(),
            other: Some("不要了".into()),
            ..clear_all()
        },
        Loss::NotChosen => Message {
            icon: "pen-line",
            first: "还有字没选".into(),
            second: "换一种写法，没选的就没有了；选好的都还在。".into(),
            safe: "我再看看".into(),
            other: Some("不要了，换写法".into()),
            staff: false,
            said: Utterance::of(&["message.not_chosen"]),
        },
    }
}

pub fn not_done(why: NotDone) -> Message {
    match why {
        NotDone::Empty => {
            let words = "写好了再按。不想写，就按右上角的“不写了”。";
            says(message("pen-line", "还没写字", words), &["message.nothing_written"])
        }
        NotDone::NotChosen(way) => {
            let words = match way {
                Way::Hand => "请在上面点您要的字；不要了，就按“重写”。",
                Way::Pinyin | Way::Strokes | Way::Marks => {
                    "请在上面点您要的字；不要了，就按“退一步”。"
                }
            };
            says(message("pen-line", "还有字没选", words), &["message.not_chosen"])
        }
    }
}

pub fn account_second_look(digits: &str, field: &Field) -> Message {
    Message {
        icon: "circle-help",
        first: "请再核对一下账号".into(),
        second: entry(field, digits),
        safe: "我再看看".into(),
        other: Some("没错，就是它".into()),
        staff: false,
        said: Utterance::of(&["message.account_second_look"]),
    }
}
