//! Questions, hints and answers of a form.

use jiff::civil::Date;

use super::take_photo::photo_taken;
use super::{full_width, long_date, lunar_date};
use crate::domain::draft::{Address, FieldProblem, Member, Value};
use crate::domain::names::{masked_account, masked_name, masked_phone};
use crate::domain::service_item::{Field, FieldKind};
use crate::domain::site::Sites;
use crate::kiosk::screens::fill_form::{Choice as ChoiceRow, Purpose};

pub const STOP_HINT: &str = "您填的都还在。请点“叫人”；点错了就按“上一步”。";

pub fn question(field: &Field, inside_township: bool) -> String {
    if inside_township {
        "是哪个村（社区）？".into()
    } else {
        full_width(field.question())
    }
}

pub fn choice_hint(field: &Field) -> String {
    if !field.required && field.help.is_empty() {
        "没有就不填，按“下一步”".into()
    } else if field.help.is_empty() || field.options.is_empty() {
        "选一个就行，选错了可以再改".into()
    } else {
        full_width(&field.help)
    }
}

/// Below the item's name.
pub fn form_subtitle(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::File | Purpose::Change => "填表",
        Purpose::Notice => "看看要带什么",
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
        None if field.kind == FieldKind::Date => day_hint(digits),
        None => "位数够了，请对一遍".into(),
        Some(FieldProblem::Missing) if field.help.is_empty() && field.kind == FieldKind::Date => {
            "点右边的数字：年四位，月两位，日两位".into()
        }
        Some(FieldProblem::Missing) if field.help.is_empty() => "点右边的数字".into(),
        Some(FieldProblem::Missing) => full_width(&field.help),
        Some(problem) => field_problem(field.kind, problem),
    }
}

/// Old people count by the lunar calendar: they see whether it is the day they mean.
fn day_hint(digits: &str) -> String {
    let lunar = Date::strptime("%Y%m%d", digits).map(lunar_date).unwrap_or_default();
    if lunar.is_empty() {
        "填好了，请对一遍".into()
    } else {
        format!("就是{lunar}，请对一遍")
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
        Value::Photo(photo) => photo_taken(photo),
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
