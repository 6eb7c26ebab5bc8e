//! The guide of one item, and what a person has to bring.

use jiff::civil::Date;

use super::read_card::{A_MONTH, months_left};
use super::{full_width, long_date};
use crate::devices::PrinterTrouble;
use crate::domain::condition::Truth;
use crate::domain::guide::{Element, Guide, GuideRule, HowLong};
use crate::domain::materials::{Exemption, MaterialState, Need};
use crate::domain::service_item::{
    CardUse, DayUnit, ItemResult, LegalBasis, Level, Material, PaperForm, PolicyEffect, PolicyNote,
    PromisedBasis, ServiceItem, Severity, Step, Tier, TimeLimit,
};
use crate::domain::voice::Utterance;
use crate::kiosk::screens::guide::{Chip, Door, Fact};
use crate::kiosk::screens::rows::{Mark, Row};
use crate::kiosk::screens::submitted::SlipState;
use crate::kiosk::session::Message;

pub const WHAT_TO_BRING: &str = "带什么";
/// Of a list that goes on behind.
pub const WHAT_TO_BRING_FIRST: &str = "带什么（后面还有）";
pub const HOW_AND_WHY: &str = "条件、怎么办、依据";

/// What comes of it: the amount where one is verified, else for whom it is.
pub fn guide_headline(guide: &Guide<'_>) -> String {
    let item = guide.item;
    if guide.ended_on.is_some() {
        return full_width(&item.name);
    }
    if let Some(tier) = guide.fitting {
        return match tier.unit.as_str() {
            A_MONTH => format!("您每月可以领 {} 元", tier.amount),
            unit => format!("您可以领 {} {unit}", tier.amount),
        };
    }
    match guide.amounts.first() {
        Some(tier) if item.tile_line.ends_with('领') => {
            format!("{} {} 元", item.tile_line, tier.amount)
        }
        Some(_) | None if item.tile_line.is_empty() => item.name.clone(),
        Some(_) | None => item.tile_line.clone(),
    }
}

/// For whom it is; of what has ended nobody needs to know for whom it was.
pub fn guide_lead(guide: &Guide<'_>) -> String {
    if guide.ended_on.is_some() { String::new() } else { full_width(&guide.item.scope) }
}

pub fn door_chip(door: &Door) -> Chip {
    let chip = |words: &str, icon, mark| Chip { words: words.into(), icon, mark };
    match door {
        Door::CardFirst => chip("先看看", "eye", Mark::Plain),
        Door::StaffFiles => chip("找工作人员办", "user-round", Mark::Plain),
        Door::Open { doubt: true, .. } => chip("要工作人员看一下", "circle-help", Mark::Wanting),
        Door::Open { sure: true, .. } => chip("您符合条件", "circle-check", Mark::Good),
        Door::Open { .. } => chip("您可以办", "circle-check", Mark::Good),
        Door::Soon { months, .. } => chip(&months_left(*months), "calendar-clock", Mark::Wanting),
        Door::Cannot { .. } => chip("暂时办不了", "circle-help", Mark::Open),
        Door::CardExpired => chip("身份证过期了", "calendar-clock", Mark::Wanting),
        Door::Ended { .. } => chip("不再办了", "clock", Mark::Open),
    }
}

pub fn door_icon(door: &Door) -> &'static str {
    match door {
        Door::CardFirst => "id-card",
        Door::StaffFiles => "user-round",
        Door::Open { .. } => "printer",
        Door::Soon { .. } | Door::CardExpired => "calendar-clock",
        Door::Cannot { .. } => "circle-help",
        Door::Ended { .. } => "clock",
    }
}

/// What stands in the way and what to do now; with an open door, what the slip is good for.
pub fn door_notice(door: &Door, guide: &Guide<'_>) -> (String, String) {
    let notice = |first: &str, second: &str| (first.to_owned(), second.to_owned());
    match door {
        Door::CardFirst => {
            notice("这件事这台机器能办", "请把身份证放在读卡区，先看您符不符合，再一步一步带您填。")
        }
        Door::StaffFiles => {
            notice("这件事要工作人员办", "今天要办的，请找工作人员；想先问清楚，可以打 12345。")
        }
        Door::Open { .. } => {
            notice("想先回家准备？", "打一张单子带回去，上面写着您要带什么、到哪里拿。")
        }
        Door::Soon { first_day, .. } => (
            format!("{}起可以办", long_date(*first_day)),
            "那时再带身份证来。先打一张单子，看看要准备什么。".into(),
        ),
        Door::Cannot { reason, rule_code: _ } => {
            (reason.clone(), "觉得不对，请找工作人员看一下，或打 12345。".into())
        }
        Door::CardExpired => {
            notice("过期的身份证不能交新申请", "先去派出所换证，换好了再来；急着办的请找工作人员。")
        }
        Door::Ended { on } => (
            format!("{}起不再办了", long_date(*on)),
            guide.repeal().map_or_else(String::new, |note| full_width(&note.text)),
        ),
    }
}

/// An office does it, not this machine.
const ON_ACCEPTANCE: &str = "受理的当天就办好";

/// The four answers everybody asks for first.
pub fn guide_facts(guide: &Guide<'_>) -> Vec<Fact> {
    let item = guide.item;
    let how_long = match guide.how_long {
        HowLong::OnTheSpot => "当场办好".into(),
        HowLong::OnAcceptance => ON_ACCEPTANCE.into(),
        HowLong::Within(limit) => days(limit).unwrap_or_default(),
        HowLong::ToldLater => "受理后告诉您日期".into(),
    };
    let costs = match (is_free(item), item.fee_note.is_empty()) {
        (true, true) => "不要钱".into(),
        (true, false) => "办理不要钱".into(),
        (false, _) => item.fee.clone(),
    };
    let ways = match (guide.asks_for_papers(), item.max_visits) {
        (true, _) => "带齐材料来一趟".into(),
        (false, 0) => "不用再跑".into(),
        (false, visits) => format!("最多 {visits} 趟"),
    };
    let given = item.delivery.first().map_or_else(|| "看屏幕".into(), |way| way.words().into());
    let fact = |icon, label, words| Fact { icon, label, words };
    vec![
        fact("clock", "多久办好", how_long),
        fact("wallet", "要不要钱", costs),
        fact("map-pin", "要跑几趟", ways),
        fact("banknote", "怎么给", given),
    ]
}

/// How the catalogue writes that nothing is paid.
const FREE: &str = "免费";

pub fn element_name(element: Element) -> &'static str {
    match element {
        Element::Scope => "谁能办",
        Element::Conditions => "条件",
        Element::Materials => WHAT_TO_BRING,
        Element::Time => "要多久",
        Element::Steps => "怎么办",
        Element::Fee => "要不要钱",
        Element::Result => "办好了拿到什么",
        Element::Delivery => "怎么给您",
        Element::Consult => "问谁",
        Element::Basis => "依据",
    }
}

/// What is said of one standard element; there is always something.
pub fn element_rows(guide: &Guide<'_>, element: Element) -> Vec<Row> {
    let item = guide.item;
    let ended = guide.ended_on.is_some();
    match element {
        Element::Scope => {
            let mut rows = vec![Row::plain(full_width(&item.scope), "")];
            if !item.accept_levels.is_empty() {
                rows.push(Row::plain(where_filed(&item.accept_levels), by_proxy(item)));
            }
            rows
        }
        Element::Conditions => condition_rows(guide),
        Element::Materials => material_rows(guide),
        Element::Time if ended => vec![Row::plain("不再办了，没有时限", "")],
        Element::Time => time_rows(guide),
        Element::Steps if ended || item.steps.is_empty() => {
            vec![Row::plain("不再办了，不用走什么手续", "")]
        }
        Element::Steps => item.steps.iter().map(step_row).collect(),
        Element::Fee => {
            vec![Row::plain(fee(item), full_width(&item.fee_note))]
        }
        Element::Result if ended || item.results.is_empty() => {
            vec![Row::plain("不再发了", "以前发的还能不能用，看最后“有什么变化”。")]
        }
        Element::Result => {
            let row = |result: &ItemResult| {
                let electronic = if result.e_license { "，也有电子的" } else { "" };
                let line = format!("{}{electronic}", full_width(&result.validity));
                Row::plain(full_width(&result.name), line)
            };
            item.results.iter().map(row).collect()
        }
        Element::Delivery if ended || item.delivery.is_empty() => {
            vec![Row::plain("不再办了，没有要给的", "")]
        }
        Element::Delivery => {
            let ways: Vec<&str> = item.delivery.iter().map(|way| way.words()).collect();
            vec![Row::plain(ways.join("、"), "")]
        }
        Element::Consult => {
            let line = format!("管这件事的：{}", full_width(&item.department));
            vec![Row::plain(format!("打 {}，或者问这里的工作人员", item.consult), line)]
        }
        Element::Basis if item.legal.is_empty() => vec![Row::plain("还没有查到依据", "")],
        Element::Basis => item.legal.iter().map(basis_row).collect(),
    }
}

/// The levels at which the item is taken in.
pub fn where_filed(levels: &[String]) -> String {
    let name = |level: &String| {
        Some(match Level::of(level)? {
            Level::Village => "村（社区）服务点",
            Level::Township => "乡镇（街道）政务服务中心",
            Level::City => "市里的窗口",
            Level::PoliceStation => "派出所",
            Level::Hospital => "医院",
            Level::Bank => "银行网点",
        })
    };
    let places: Vec<&str> = levels.iter().filter_map(name).collect();
    format!("在{}都能办", places.join("、"))
}

fn by_proxy(item: &ServiceItem) -> &'static str {
    if item.proxy_allowed { "可以请别人替您办" } else { "" }
}

/// The conditions as the catalogue has them, then how each rule stands with the card.
fn condition_rows(guide: &Guide<'_>) -> Vec<Row> {
    if guide.ended_on.is_some() {
        return vec![Row::plain("不再办了，没有条件", "")];
    }
    let mut rows: Vec<Row> = guide
        .item
        .conditions
        .iter()
        .map(|condition| Row::plain(full_width(condition), ""))
        .collect();
    rows.extend(guide.rules.iter().map(|rule| rule_row(rule, guide.personal)));
    rows.extend(guide.told.iter().map(|message| Row::plain(full_width(message), "")));
    if rows.is_empty() {
        rows.push(Row::plain("没有另外的条件", ""));
    }
    rows
}

fn rule_row(one: &GuideRule<'_>, personal: bool) -> Row {
    let rule = one.rule;
    let (chip, mark, line) = match (one.truth, rule.severity) {
        (Some(Truth::Holds), _) => ("符合", Mark::Good, String::new()),
        (Some(Truth::Fails), Severity::Block) => {
            ("不符合", Mark::Wanting, full_width(&rule.message))
        }
        (Some(Truth::Fails), Severity::Warn | Severity::Info) => {
            ("要看", Mark::Wanting, format!("要工作人员看一下：{}", full_width(&rule.message)))
        }
        (Some(Truth::Unknown) | None, _) if one.waits_for_form => {
            ("填表看", Mark::Open, "填到那一题就知道".into())
        }
        (Some(Truth::Unknown) | None, _) if personal => {
            ("要看", Mark::Open, "机器查不到，要工作人员看一下".into())
        }
        (Some(Truth::Unknown) | None, _) => ("放卡看", Mark::Open, String::new()),
    };
    Row {
        words: full_width(&rule.label),
        line,
        chip,
        mark,
        source: rule.source.clone(),
        ..Row::default()
    }
}

pub fn is_free(item: &ServiceItem) -> bool {
    item.fee == FREE
}

/// What is paid, without the note.
pub fn fee(item: &ServiceItem) -> String {
    if is_free(item) { "办理不要钱".into() } else { full_width(&item.fee) }
}

/// Where a rule comes from.
pub fn source(source: &str) -> String {
    format!("依据：{}", full_width(source))
}

fn time_rows(guide: &Guide<'_>) -> Vec<Row> {
    let item = guide.item;
    let by_law = match days(item.statutory) {
        Some(days) if item.statutory.days == Some(0) => days,
        Some(days) => format!("法律规定最多 {days}"),
        None => "法律没有写明天数".into(),
    };
    let promised = match guide.how_long {
        HowLong::OnTheSpot => "这里当场办好".into(),
        HowLong::OnAcceptance => ON_ACCEPTANCE.into(),
        HowLong::Within(limit) => {
            days(limit).map_or_else(String::new, |days| format!("承诺 {days}"))
        }
        HowLong::ToldLater => "受理后告诉您日期".into(),
    };
    // what the note says of a proposed promise is no promise yet
    let note = match item.promised_basis {
        PromisedBasis::Sourced => full_width(&item.time_note),
        PromisedBasis::Proposed | PromisedBasis::None => String::new(),
    };
    vec![Row::plain(promised, note), Row::plain(by_law, "")]
}

fn days(limit: TimeLimit) -> Option<String> {
    let days = limit.days?;
    Some(match (days, limit.unit) {
        (0, _) => "当场办好".into(),
        (days, DayUnit::WorkingDay) => format!("{days} 个工作日"),
        (days, DayUnit::CalendarDay) => format!("{days} 天"),
    })
}

fn step_row(step: &Step) -> Row {
    let level = Level::of(&step.level).map_or("", |level| match level {
        Level::Village => "村（社区）",
        Level::Township => "乡镇（街道）",
        Level::City => "市里",
        Level::PoliceStation => "派出所",
        Level::Hospital => "医院",
        Level::Bank => "银行",
    });
    let words = format!("{}. {}：{}", step.no, level, full_width(&step.name));
    Row::plain(words, full_width(&format!("{}：{}", step.actor, step.action)))
}

fn basis_row(basis: &LegalBasis) -> Row {
    let mut line: Vec<String> = [&basis.number, &basis.article, &basis.note]
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(|part| full_width(part))
        .collect();
    if !basis.seen {
        line.push("还没有核对原文".into());
    }
    Row::plain(full_width(&basis.title), line.join("，"))
}

/// When and how it changed, the newest first, and the amounts that are verified today.
pub fn change_rows(guide: &Guide<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    if !guide.amounts.is_empty() {
        rows.push(Row::heading("现在的标准"));
        let amount = |tier: &&Tier| {
            Row::plain(
                format!("{}：{} {}", full_width(&tier.label), tier.amount, tier.unit),
                source(&tier.source),
            )
        };
        rows.extend(guide.amounts.iter().map(amount));
    }
    if !guide.item.policy_notes.is_empty() {
        rows.push(Row::heading("有什么变化"));
        let mut notes: Vec<_> = guide.item.policy_notes.iter().rev().collect();
        notes.sort_by_key(|note| std::cmp::Reverse(note.date)); // the catalogue is not always in order
        let change =
            |note: &PolicyNote| Row::plain(change(note.date, note.effect), full_width(&note.text));
        rows.extend(notes.into_iter().map(change));
    }
    rows
}

fn change(day: Date, effect: PolicyEffect) -> String {
    let day = long_date(day);
    match effect {
        PolicyEffect::Started => format!("{day}开始"),
        PolicyEffect::Changed => format!("{day}改了"),
        PolicyEffect::Repealed => format!("{day}停办"),
        PolicyEffect::Info => day,
    }
}

/// The button that leads from an item that has ended to the one that came in its place.
pub fn look_at(next: &ServiceItem) -> String {
    format!("看{}", next.short_name)
}

// ---- materials ----

/// Every material that is asked for or may be, the missing ones first.
pub fn material_rows(guide: &Guide<'_>) -> Vec<Row> {
    if guide.ended_on.is_some() {
        return vec![Row::plain("不再办了，不用带什么", "")];
    }
    if guide.needs.is_empty() {
        return vec![Row::plain("什么都不用带", "")];
    }
    guide.needs.iter().map(material_row).collect()
}

pub fn material_row(need: &Need<'_>) -> Row {
    let (chip, mark) = match need.state {
        MaterialState::Exempt(_) => ("免提交", Mark::Good),
        MaterialState::Photographed => ("已拍照", Mark::Good),
        MaterialState::OriginalToWindow => ("交原件", Mark::Plain),
        MaterialState::Missing => ("要带来", Mark::Wanting),
        MaterialState::Depends => ("看情况", Mark::Open),
    };
    Row {
        words: full_width(&need.material.name),
        line: material_line(need),
        chip,
        mark,
        ..Row::default()
    }
}

/// As it stands on a notice: what whoever comes instead has to bring is told as if they came.
pub fn notice_row(need: &Need<'_>) -> Row {
    if need.is_for_proxy() && need.state == MaterialState::Depends {
        let missing = Need { material: need.material, state: MaterialState::Missing };
        return Row { mark: Mark::Open, ..material_row(&missing) };
    }
    material_row(need)
}

/// Why it need not be handed in, when it is asked for, or what to bring and where to get it.
pub fn material_line(need: &Need<'_>) -> String {
    let material = need.material;
    match need.state {
        MaterialState::Exempt(Exemption::CardRead) => {
            if material.cards.contains(&CardUse::ChipPhoto) {
                "用身份证里的照片，不用另外照".into()
            } else {
                "读身份证就行，不用复印".into()
            }
        }
        MaterialState::Exempt(Exemption::FilledHere) => "这台机器替您填好".into(),
        MaterialState::Exempt(Exemption::LookedUp) => "工作人员去查，不要您交".into(),
        MaterialState::Photographed if need.wants_original() => {
            "拍好了；原件去窗口时带上，给工作人员看一下".into()
        }
        MaterialState::Photographed => "拍好了".into(),
        MaterialState::OriginalToWindow => "把原件交给窗口的工作人员".into(),
        MaterialState::Depends => full_width(&material.when),
        MaterialState::Missing => match material.cards.as_slice() {
            [CardUse::Proxy] => "来人的身份证放在机器上读一下".into(),
            [CardUse::Second] => "他的身份证放在机器上读一下".into(),
            [CardUse::Applicant, CardUse::Second] => "两个人的身份证都放在机器上读一下".into(),
            [CardUse::Household] => "全家的身份证都带来".into(),
            _ => format!("{}，{}", what_paper(material), where_from(&material.source)),
        },
    }
}

fn what_paper(material: &Material) -> &'static str {
    match material.form {
        PaperForm::Original => "带原件",
        PaperForm::Copy => "带复印件",
        PaperForm::OriginalAndCopy => "带原件和复印件",
        PaperForm::Electronic if material.is_picture() => "要照片",
        PaperForm::Electronic => "要填一张表",
        PaperForm::Nothing => "不用带",
    }
}

fn where_from(source: &str) -> String {
    match source {
        "本人" | "反映人" | "申请人" | "购机者" | "家属" => "您自己准备".into(),
        "系统生成" => "向工作人员要".into(),
        source => format!("没有的找{}", full_width(source)),
    }
}

// ---- 一次告知单 ----

/// How many of what is asked for is still missing.
pub fn notice_title(missing: usize) -> String {
    if missing == 0 { "什么都不用带".into() } else { format!("您还缺 {missing} 样") }
}

pub const MISSING: &str = "要带来的";
pub const DEPENDS: &str = "看情况，可能要带";
pub const FOR_PROXY: &str = "要是别人替您来，再加";
pub const NOT_NEEDED: &str = "这些不用带";
pub const HANDED: &str = "已经有的";

/// What became of the notice: kept, and on paper or not.
pub fn notice_state(kept: bool, slip: Option<SlipState>) -> &'static str {
    match (slip, kept) {
        (Some(SlipState::Printing), _) => "正在打印，请在下面取",
        (Some(SlipState::Printed), _) => "打好了，请在下面取",
        (Some(SlipState::NotPrinted(PrinterTrouble::PaperOut)), true) => {
            "没有纸了。记在机器里了，下次放身份证还能看到"
        }
        (Some(SlipState::NotPrinted(_)), true) => "没打出来。记在机器里了，下次放身份证还能看到",
        (Some(SlipState::NotPrinted(_)), false) => "没打出来。请工作人员看一下打印机",
        (Some(SlipState::Unknown), _) => "出来了吗？没出来，请工作人员看一下打印机",
        (None, true) => "记在机器里了，下次放身份证还能看到",
        (None, false) => "",
    }
}

/// A notice that was kept, among what was filed.
pub fn kept_notice(missing: usize) -> String {
    if missing == 0 {
        "什么都不用带，可以来办".into()
    } else {
        format!("还缺 {missing} 样")
    }
}

pub fn notice_of(day: Date) -> String {
    format!("一次告知单，{}", super::short_date(day))
}

// ---- what the materials screen says ----

pub fn materials_title(count: usize, missing: usize) -> String {
    if missing == 0 {
        "材料齐了".into()
    } else {
        format!("{count} 样材料，还缺 {missing} 样")
    }
}

/// What to bring, of a paper that is missing.
pub fn missing_line(line: &str) -> String {
    format!("还缺：{line}")
}

/// 容缺: missing papers stop nobody.
pub fn come_later(missing: usize) -> Message {
    Message {
        icon: "file-text",
        first: format!("还缺 {missing} 样材料"),
        second: "先收下，差的后面补。回执上写着要带什么。".into(),
        safe: "我再看看".into(),
        other: Some("先收下，后面补".into()),
        staff: false,
        said: Utterance::of(&["message.come_later"]),
    }
}
