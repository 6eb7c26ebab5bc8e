//! Every sentence of the kiosk with data in it: what happened, that nothing is lost, what to do now.

use jiff::civil::{Date, DateTime, Weekday};

use super::lunar;
use super::screens::Page;
use super::screens::fill_form::Choice as ChoiceRow;
use super::screens::item_page::Why;
use super::screens::my_cases::{Case, StageMark};
use super::screens::out_of_service::{Advice, View as OutOfServiceView};
use super::screens::submitted::{NextStep, SlipState};
use super::screens::welcome::Status;
use super::screens::write_text::{Loss, NotDone, Refusal, Trouble, Way};
use super::session::{Machine, Message, ReaderState, Visit};
use super::sight::TextSize;
use crate::devices::{PaperState, PrinterTrouble};
use crate::domain::draft::{Address, FieldProblem, Member, Value};
use crate::domain::id_card::{IdCard, ValidTo};
use crate::domain::names::{masked_account, masked_name, masked_phone, sex_name};
use crate::domain::receipt::Receipt;
use crate::domain::service_item::{Field, FieldKind, ServiceItem, Tier};
use crate::domain::site::Sites;
use crate::domain::stage::{JournalEntry, Stage, slip_owed};
use crate::domain::voice::{Part, Utterance};
use crate::input::{MOST_LETTERS, MOST_STROKE_KEYS, Written};
use crate::store::CaseRecord;
use crate::sync::CallNews;

pub const SIGN_QUESTION: &str = "请在框里写上您的名字";
pub const COMMITMENT: &str = "我填的都是真的，同意政府部门核对。写得不好看没关系。";
pub const STOP_HINT: &str = "您填的都还在。请点“叫人”；点错了就按“上一步”。";
pub const FORM_IS_KEPT: &str = "您填的都还在，按“不用了，继续办”就回去。";
pub const NO_CASES: &str = "您在这个服务点还没有办过事";
/// How the catalogue writes money that comes every month.
pub const A_MONTH: &str = "元/月";
const NO_PROMISE: &str = "多久能办好，按市里公布的来";

// ---- dates, times, pages ----

pub fn time(now: DateTime) -> String {
    format!("{:02}:{:02}", now.hour(), now.minute())
}

pub fn date_with_weekday(day: Date) -> String {
    format!("{}月{}日 星期{}", day.month(), day.day(), weekday(day.weekday()))
}

pub fn long_date(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// Without words where the calendar is not known.
pub fn lunar_date(day: Date) -> String {
    lunar::month_and_day(day).map_or_else(String::new, |(month, day)| format!("农历{month}{day}"))
}

fn short_date(day: Date) -> String {
    format!("{}月{}日", day.month(), day.day())
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "一",
        Weekday::Tuesday => "二",
        Weekday::Wednesday => "三",
        Weekday::Thursday => "四",
        Weekday::Friday => "五",
        Weekday::Saturday => "六",
        Weekday::Sunday => "日",
    }
}

/// Without words when everything fits on one page.
pub fn page(page: usize, count: usize) -> Page {
    let words =
        if count > 1 { format!("第 {} 页，共 {count} 页", page + 1) } else { String::new() };
    Page { words, first: page == 0, last: page + 1 >= count }
}

pub fn step(place: usize, total: usize) -> String {
    format!("第 {place} 题，共 {total} 题")
}

/// The catalogue writes half-width marks; a screen shows full ones.
pub fn full_width(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            ',' => '，',
            ';' => '；',
            ':' => '：',
            '(' => '（',
            ')' => '）',
            '?' => '？',
            other => other,
        })
        .collect()
}

// ---- the rest screen ----

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

// ---- the person ----

pub fn person(visit: Option<&Visit>) -> String {
    visit.map(|visit| masked_name(&visit.card.name)).unwrap_or_default()
}

pub fn greeting(card: &IdCard) -> String {
    format!("{}，您好", masked_name(&card.name))
}

/// How long the card holds is left out where there is no room for it; that it soon ends is said in a notice anyway.
pub fn about(card: &IdCard, day: Date, with_validity: bool) -> String {
    let mut parts = vec![format!("{}，{} 岁", sex_name(card.sex), card.age_on(day))];
    let local = card.address.contains("宁乡");
    parts.push(if local { "宁乡户口" } else { "外地户口，已迁来找工作人员" }.into());
    if local && with_validity && card.valid_to == ValidTo::LongTerm {
        parts.push("身份证长期有效".into());
    }
    parts.join(" · ")
}

/// Within 90 days of the end, and after it.
pub fn validity_notice(card: &IdCard, day: Date) -> Option<(String, String)> {
    const SOON_DAYS: i32 = 90;
    let ValidTo::Day(last) = card.valid_to else { return None };
    match card.days_left_on(day)? {
        ..0 => Some((
            "身份证过期了。能看，不能交新申请。".into(),
            "先去派出所换证，换好了再来；急着办的请找工作人员。".into(),
        )),
        left @ 0..=SOON_DAYS => Some((
            format!("您的身份证还有 {left} 天到期（{}）", long_date(last)),
            "今天照样能办事。请早点去派出所换新证。".into(),
        )),
        _ => None,
    }
}

/// With an expired card everything can be looked at and nothing filed.
pub fn can_file_title(card: &IdCard, day: Date) -> &'static str {
    if card.expired_on(day) { "您可以先看的事" } else { "您现在可以办" }
}

pub const SOON: &str = "快到了";
pub const CANNOT: &str = "暂时办不了";

pub fn can_file_count(count: usize, card: &IdCard, day: Date) -> String {
    if card.expired_on(day) {
        format!("共 {count} 项")
    } else {
        format!("共 {count} 项，最要紧的排在前面")
    }
}

pub fn money_line(card: &IdCard, tier: &Tier, day: Date) -> String {
    let amount = tier.amount;
    match tier.unit.as_str() {
        A_MONTH => format!("您今年{}岁，每月可以领 {amount} 元", card.age_on(day)),
        unit => format!("您今年{}岁，可以领 {amount} {unit}", card.age_on(day)),
    }
}

pub fn tile_line(item: &ServiceItem, doubt: bool) -> &str {
    if doubt { "要工作人员看一下" } else { &item.tile_line }
}

pub fn months_left(months: u32) -> String {
    format!("还差 {months} 个月")
}

pub fn come_back_on(day: Date) -> String {
    format!("{}起可以办，那时再来", long_date(day))
}

/// The rule's sentence, with the person's own number where it is about age.
pub fn cannot_reason(item: &ServiceItem, rule_code: &str, message: &str, age: i16) -> String {
    let rule = item.rules.iter().find(|rule| rule.code == rule_code);
    let about_age =
        rule.is_some_and(|rule| ["age", "months_to_age_80"].contains(&rule.check.field.as_str()));
    let sentence = full_width(message);
    if about_age { format!("{sentence}您今年{age}岁。") } else { sentence }
}

/// One line for all that is not possible: the first with its reason, then how many more.
pub fn cannot_line(cannot: &[(String, String)]) -> String {
    match cannot {
        [] => String::new(),
        [(name, _)] => format!("{name}，点“全部”可以看原因"),
        [(first, _), (second, _)] => {
            format!("{first}、{second}，点“全部”可以看原因")
        }
        [(first, _), (second, _), rest @ ..] => {
            format!("{first}、{second}等 {} 项，点“全部”可以看原因", rest.len() + 2)
        }
    }
}

pub fn corrections_chip(count: usize) -> String {
    if count == 0 { String::new() } else { format!("{count} 件要补") }
}

// ---- one item ----

pub fn item_page(why: &Why) -> (String, &'static str, (String, String)) {
    let page = |headline: &str, icon, first: String, second: &str| {
        (headline.to_owned(), icon, (first, second.to_owned()))
    };
    match why {
        Why::CardFirst => page(
            "请把身份证放在读卡区",
            "id-card",
            "这件事这台机器能办".into(),
            "放上身份证，机器会先看您符不符合，再一步一步带您填。",
        ),
        Why::ComingSoon => page(
            "即将开放",
            "clock",
            "这件事这台机器还不能自己办".into(),
            "今天要办的，请找工作人员；想先问清楚，可以打 12345。",
        ),
        Why::Soon { months, first_day } => page(
            &months_left(*months),
            "calendar-clock",
            format!("{}起可以办", long_date(*first_day)),
            "那时再带身份证来。想先问清楚，可以找工作人员或打 12345。",
        ),
        Why::Cannot { reason, rule_code: _ } => page(
            "暂时办不了",
            "circle-help",
            reason.clone(),
            "觉得不对，请找工作人员看一下，或打 12345。",
        ),
        Why::CardExpired => page(
            "身份证过期了",
            "calendar-clock",
            "过期的身份证不能交新申请".into(),
            "先去派出所换证，换好了再来；急着办的请找工作人员。",
        ),
    }
}

// ---- the form ----

pub fn question(field: &Field, inside_township: bool) -> String {
    if inside_township {
        "是哪个村（社区）？".into()
    } else {
        full_width(field.question())
    }
}

pub fn choice_hint(field: &Field) -> String {
    if field.help.is_empty() || field.options.is_empty() {
        "选一个就行，选错了可以再改".into()
    } else {
        full_width(&field.help)
    }
}

pub const NOT_FILLED: &str = "没填（可以不填）";
pub const SEVERAL_HINT: &str = "可以选几个，再点一下就不选";
pub const DETAIL_QUESTION: &str = "哪个组、几号？";

pub fn elsewhere(id: &str) -> ChoiceRow {
    ChoiceRow { id: id.into(), words: "不在宁乡".into(), ..ChoiceRow::default() }
}

pub fn members_hint(one_of_them: bool) -> String {
    if one_of_them {
        "选一个".into()
    } else {
        "把家里人的身份证放上来，名字和号码就不用填".into()
    }
}

pub fn add_member(id: &str) -> ChoiceRow {
    ChoiceRow {
        id: id.into(),
        words: "加一个人".into(),
        icon: "users".into(),
        ..ChoiceRow::default()
    }
}

pub fn member_menu([change, remove, keep]: [&str; 3]) -> Vec<ChoiceRow> {
    [
        (change, "改一改", "pen-line"),
        (remove, "从名单里去掉", "user-round-minus"),
        (keep, "不动", "undo-2"),
    ]
    .map(|(id, words, icon)| ChoiceRow {
        id: id.into(),
        words: words.into(),
        icon: icon.into(),
        ..ChoiceRow::default()
    })
    .into()
}

/// Masked: the list is read from a distance.
pub fn member_row(place: usize, member: &Member, columns: &[Field], today: Date) -> ChoiceRow {
    let open = member.find_problem(columns, today).is_some();
    ChoiceRow {
        id: place.to_string(),
        words: member_name(member),
        note: if open { "还没填完".into() } else { relation_of(member, columns) },
        icon: "user-round".into(),
        chosen: false,
    }
}

pub fn member_question(member: &Member) -> String {
    format!("{}，要改什么？", member_name(member))
}

fn member_name(member: &Member) -> String {
    member.name().map_or_else(|| "没写名字".into(), masked_name)
}

fn relation_of(member: &Member, columns: &[Field]) -> String {
    let Some(relation) = member.relation() else { return String::new() };
    let options = columns.iter().flat_map(|column| &column.options);
    let found = options.clone().find(|option| option.value == relation);
    found.map_or_else(String::new, |option| option.words().into())
}

pub fn yes_and_no() -> Vec<ChoiceRow> {
    [("true", "是"), ("false", "不是")]
        .map(|(id, words)| ChoiceRow { id: id.into(), words: words.into(), ..ChoiceRow::default() })
        .into()
}

pub fn digits_hint(field: &Field, digits: &str, problem: Option<&FieldProblem>) -> String {
    match problem {
        None if digits.is_empty() => "没有就不填，按“下一步”".into(),
        None if field.kind == FieldKind::Number => "填好了，请对一遍".into(),
        None => "位数够了，请对一遍".into(),
        Some(FieldProblem::Missing) if field.help.is_empty() && field.kind == FieldKind::Date => {
            "点右边的数字：年四位，月两位，日两位".into()
        }
        Some(FieldProblem::Missing) if field.help.is_empty() => "点右边的数字".into(),
        Some(FieldProblem::Missing) => full_width(&field.help),
        Some(problem) => field_problem(field.kind, problem),
    }
}

pub fn words_hint(field: &Field, problem: Option<&FieldProblem>) -> String {
    match problem {
        None | Some(FieldProblem::Missing) if !field.help.is_empty() => full_width(&field.help),
        None | Some(FieldProblem::Missing) if field.required => {
            "手写、拼音、笔画，哪样会就用哪样".into()
        }
        None | Some(FieldProblem::Missing) => "没有就不填，按“下一步”".into(),
        Some(problem) => field_problem(field.kind, problem),
    }
}

/// As much of a text as the field of the form holds; all of it is kept.
pub fn written(text: &str) -> String {
    const MOST: usize = 80;
    if text.chars().count() <= MOST {
        return text.into();
    }
    text.chars().take(MOST - 1).chain(['…']).collect()
}

/// A telephone in 3-4-4 with a line for each missing place, an account in fours, a day with its words.
pub fn entry(field: &Field, digits: &str) -> String {
    let grouped = |groups: &[(usize, &str)]| {
        let mut places = digits.chars().chain(std::iter::repeat('_'));
        groups
            .iter()
            .map(|(length, behind)| places.by_ref().take(*length).collect::<String>() + behind)
            .collect::<String>()
    };
    if field.kind == FieldKind::Date {
        return grouped(&[(4, "年"), (2, "月"), (2, "日")]);
    }
    if field.kind == FieldKind::IdNumber {
        return grouped(&[(6, " "), (8, " "), (4, "")]);
    }
    if field.kind == FieldKind::Number {
        return if digits.is_empty() { "_".into() } else { digits.into() };
    }
    // how long a land line or an account will be nobody knows
    let typed = digits.chars().count();
    let (groups, wanted): (&[usize], usize) =
        match (field.kind == FieldKind::Phone, digits.starts_with('0')) {
            (true, false) => (&[3, 4, 4], 11),
            (true, true) => (&[4, 4, 4], typed),
            (false, _) => (&[4, 4, 4, 4, 3], typed),
        };
    let mut places = digits.chars().chain(std::iter::repeat('_')).take(wanted);
    let grouped: Vec<String> = groups
        .iter()
        .map(|length| places.by_ref().take(*length).collect::<String>())
        .filter(|group| !group.is_empty())
        .collect();
    grouped.join(" ")
}

pub fn field_problem(kind: FieldKind, problem: &FieldProblem) -> String {
    let words = matches!(kind, FieldKind::Text | FieldKind::TextArea | FieldKind::Address);
    match problem {
        FieldProblem::Missing if words => "还没写".into(),
        FieldProblem::Missing if kind == FieldKind::HouseholdMembers => {
            "还没有加人，请点“加一个人”".into()
        }
        FieldProblem::Member { place } => format!("第 {} 个人还没填完", place + 1),
        FieldProblem::TooEarly { first } => format!("太早了，最早是{}", long_date(*first)),
        FieldProblem::TooLate { last } => format!("太晚了，最晚是{}", long_date(*last)),
        FieldProblem::TooLong { most } if kind == FieldKind::HouseholdMembers => {
            format!("这台机器最多记 {most} 个人，请找工作人员")
        }
        FieldProblem::Missing | FieldProblem::NotOffered => "请先点一个".into(),
        FieldProblem::TooShort { missing } => format!("还差 {missing} 位"),
        FieldProblem::TooLong { most } if words => format!("太长了，最多写 {most} 个字"),
        FieldProblem::TooLong { most } => format!("太长了，最多 {most} 位"),
        FieldProblem::Malformed if kind == FieldKind::IdNumber => {
            "身份证号不对，请照着卡再看一遍".into()
        }
        FieldProblem::Malformed if kind == FieldKind::Date => "没有这一天，请再看一遍".into(),
        FieldProblem::Malformed if kind == FieldKind::Number => "这个数不对，请再看一遍".into(),
        FieldProblem::Malformed if words => "写得不对，请再看一遍".into(),
        FieldProblem::Malformed => "号码不对，请再看一遍".into(),
        FieldProblem::NotSigned => "还没写名字".into(),
        FieldProblem::Blocked { message } => full_width(message),
    }
}

pub fn value(field: &Field, value: &Value, sites: &Sites) -> String {
    match value {
        Value::Text(text) if field.kind == FieldKind::IdNumber => masked_id(text),
        Value::Text(text) if field.kind == FieldKind::Phone => masked_phone(text),
        Value::Text(code) if field.kind == FieldKind::Choice && field.options.is_empty() => {
            sites.find_village(code).map_or_else(|| code.clone(), |village| village.short_name())
        }
        Value::Text(text) if field.kind == FieldKind::Choice => choice_words(field, text),
        Value::Text(text) => text.clone(),
        Value::Choices(chosen) => {
            chosen.iter().map(|one| choice_words(field, one)).collect::<Vec<_>>().join("、")
        }
        Value::Number(decimal) => decimal.clone(),
        Value::Date(day) => long_date(*day),
        Value::Bool(value) => field.find_choice(&value.to_string()).map_or_else(
            || if *value { "是".into() } else { "不是".into() },
            |choice| choice.words().into(),
        ),
        Value::Address(Address::CardText(line) | Address::Written(line)) => line.clone(),
        Value::Address(Address::Picked { township, village, detail }) => {
            let township = sites.find_township(township).map_or("", |one| one.name.as_str());
            let village = sites.find_village(village).map(|one| one.short_name());
            format!("{township}{}{detail}", village.unwrap_or_default())
        }
        Value::Members(members) => {
            let names: Vec<String> = members.iter().map(member_name).collect();
            format!("{}人：{}", members.len(), names.join("、"))
        }
        Value::BankAccount(number) => masked_account(number),
        Value::CardPhoto(_) => "用身份证里的照片".into(),
        Value::Signature(_) => "签好了".into(),
    }
}

fn choice_words(field: &Field, value: &str) -> String {
    field.find_choice(value).map_or_else(|| value.into(), |choice| choice.words().into())
}

/// A number that came from the card is well formed; anything else is hidden whole.
fn masked_id(number: &str) -> String {
    crate::domain::id_number::IdNumber::parse(number)
        .map_or_else(|_| "*".repeat(number.chars().count()), |number| number.masked())
}

// ---- the writing panel ----

pub const GETTING_READY: &str = "正在准备，马上就好";

pub fn nothing_found(way: Way) -> &'static str {
    match way {
        Way::Hand => "没有认出这个字，请点“重写”再写一遍",
        Way::Pinyin | Way::Strokes | Way::Marks => "没有找到这个字，请点“退一步”再试试",
    }
}

/// Letters as they are, strokes as they are written; ink stands in its box.
pub fn pending(written: &Written) -> String {
    match written {
        Written::Letters(letters) => letters.clone(),
        Written::Strokes(strokes) => strokes
            .chars()
            .map(|stroke| match stroke {
                'h' => '一',
                's' => '丨',
                'p' => '丿',
                'n' => '丶',
                _ => '乙',
            })
            .collect(),
        Written::Ink(_) => String::new(),
    }
}

pub fn writing_hint(field: &Field) -> String {
    if field.help.is_empty() {
        "写好了，按右下角的“写好了”".into()
    } else {
        full_width(&field.help)
    }
}

/// What stands in the empty bar.
pub fn bar_hint(way: Way) -> &'static str {
    match way {
        Way::Hand => "在下面写一个字，写完在这里点它",
        Way::Pinyin => "按拼音，字会出在这里",
        Way::Strokes => "按写字的先后点笔画，字会出在这里",
        Way::Marks => "点一下就写上去",
    }
}

pub fn refusal(refusal: Refusal) -> String {
    match refusal {
        Refusal::Character => "这个符号表格里不能用，没有写上去；别的都还在".into(),
        Refusal::TooLong { most } => format!("最多写 {most} 个字，这些写不下；前面写的都还在"),
        Refusal::Scribble => "笔画太多了，请点“重写”，一次写一个字；前面写的都还在".into(),
        Refusal::TooManyKeys(Way::Strokes) => {
            format!("最多 {MOST_STROKE_KEYS} 笔，请先在上面点您要的字；笔画都还在")
        }
        Refusal::TooManyKeys(Way::Hand | Way::Pinyin | Way::Marks) => {
            format!("最多 {MOST_LETTERS} 个字母，请先在上面点您要的字；写的都还在")
        }
        Refusal::NotChosen(Way::Hand) => "还有字没选，请先点您要的字；不要了，就按“重写”".into(),
        Refusal::NotChosen(Way::Pinyin | Way::Strokes | Way::Marks) => {
            "还有字没选，请先点您要的字；不要了，就按“退一步”".into()
        }
    }
}

/// What happened, that nothing is lost, what to do now.
pub fn way_gone(
    way: Way,
    trouble: Trouble,
    other_works: bool,
    something_written: bool,
) -> (String, String) {
    let name = match way {
        Way::Hand => "手写",
        Way::Pinyin | Way::Marks => "拼音",
        Way::Strokes => "笔画",
    };
    let first = match trouble {
        Trouble::Missing => format!("这台机器还没有装{name}"),
        Trouble::Damaged => format!("{name}坏了，这会儿用不了"),
        Trouble::Failed => format!("{name}这会儿用不了"),
    };
    let second = match (other_works, way) {
        (true, Way::Hand) => "请点下面的“拼音”或“笔画”，一样能写。",
        (true, _) => "请点下面的“手写”，一样能写。",
        (false, _) => "“数字标点”还能用；要写字，请点“叫人”。",
    };
    let kept = if something_written { "写好的都还在。" } else { "" };
    (first, format!("{kept}{second}"))
}

/// A candidate that no font draws.
pub fn candidate_not_drawn() -> String {
    "“〓”是屏幕显示不出来的字，选了会照原样存下来".into()
}

/// The same when it has been chosen and stands in the field.
pub fn written_not_drawn() -> String {
    "“〓”是屏幕显示不出来的字，会照原样存下来".into()
}

// ---- signature and review ----

pub fn signed_by(name: &str) -> String {
    format!("签名：{name}")
}

pub fn review_notice(failed: bool, last_page: bool) -> (String, String) {
    if failed {
        return (
            "刚才没收成，您填的都在。".into(),
            "请再按一次“交上去”；还不行就请找工作人员。".into(),
        );
    }
    let second = if last_page {
        "交了以后发现有错，可以再补。"
    } else {
        "后面还有一页，请接着看。"
    };
    ("按下“交上去”之前，什么都不会送出去。".into(), second.into())
}

// ---- submitted ----

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

// ---- my cases ----

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

// ---- out of service and messages ----

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

fn message(icon: &'static str, first: &str, second: &str) -> Message {
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
    let words = "马上就好，请过几秒再按一次。";
    says(message("hourglass", "机器正在准备", words), &["message.still_checking"])
}

pub fn blocked(problem: &FieldProblem, kind: FieldKind) -> Message {
    let words = "觉得不对，请找工作人员看一下。您填的都还在。";
    Message {
        said: said_of(kind, problem).and(Part::prompt("message.ask_staff")),
        ..ask_staff("circle-help", &field_problem(kind, problem), words)
    }
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

// ---- the slip ----

pub mod slip {
    //! Words on paper; the layout is in `kiosk/slip.rs`.

    pub const RECEIPT: &str = "申请回执";
    pub const RESULT: &str = "告知单";
    pub const BRAND: &str = "就近办";
    pub const NUMBER: &str = "申请号码";
    pub const WHAT: &str = "办什么";
    pub const WHO: &str = "是谁的";
    pub const WHEN: &str = "收到";
    pub const NOW: &str = "现在";
    pub const KEPT: &str = "收好了，存在这台机器里，网通了自动送";
    pub const DONE: &str = "当场办好";
    pub const NEXT: &str = "接下来";
    pub const PASSED_ON: &str = "还要转交的";
    pub const TOLD: &str = "告诉您的";
    pub const TO_BRING: &str = "要您做的：交原件到窗口";
    pub const NOTHING_TO_BRING: &str = "要您做的：不用再来。电话换了说一声。";
    pub const PROMISE: &str = super::NO_PROMISE;
    pub const PROGRESS: &str = "看办到哪了";
    pub const BY_PHONE: &str = "手机扫左边；";
    pub const BY_CARD: &str = "没手机：带身份证";
    pub const BY_CARD_2: &str = "到这个服务点，";
    pub const BY_CALL: &str = "或打 12345";
    pub const KEEP: &str = "请收好，别晒别烫";
    pub const MACHINE: &str = "机器";

    /// Below a line with marks.
    pub fn not_drawn(count: usize) -> String {
        format!("（{count} 个字打不出来，原样存好了）")
    }
}
