//! Words for people: masked names and phones, ethnic groups, sexes, card kinds.

use super::id_number::Sex;

/// Surnames of two characters that a mask keeps whole: those of the 百家姓 and a few that are met today. Left out are
/// those whose first character is itself a common surname (梁丘, 左丘, 单于, 谷梁): they would show more of a 梁丘明.
const COMPOUND_SURNAMES: [&str; 43] = [
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐", "夏侯",
    "端木", "长孙", "宇文", "南宫", "独孤", "闻人", "申屠", "轩辕", "万俟", "赫连", "澹台", "公冶",
    "宗政", "濮阳", "淳于", "太叔", "公羊", "钟离", "鲜于", "闾丘", "司空", "亓官", "司寇", "颛孙",
    "呼延", "百里", "东郭", "西门", "拓跋", "纳兰", "达奚",
];

/// Surnames that are read otherwise than the same characters are in words, with the tone as a number behind. Where the
/// dictionary of surnames of pinyin-pro 3.29.4 (MIT) differs from the readings of words of pypinyin 0.55.0 (MIT).
pub(super) const SURNAME_READINGS: [(&str, &[&str]); 51] = [
    ("万俟", &["mo4", "qi2"]),
    ("尉迟", &["yu4", "chi2"]),
    ("澹台", &["tan2", "tai2"]),
    ("令狐", &["ling2", "hu2"]),
    ("子车", &["zi3", "ju1"]),
    ("乐正", &["yue4", "zheng4"]),
    ("夹谷", &["jia2", "gu3"]),
    ("宰父", &["zai3", "fu3"]),
    ("段干", &["duan4", "gan1"]),
    ("句龙", &["gou1", "long2"]),
    ("华", &["hua4"]),
    ("葛", &["ge3"]),
    ("任", &["ren2"]),
    ("乐", &["yue4"]),
    ("卜", &["bu3"]),
    ("纪", &["ji3"]),
    ("缪", &["miao4"]),
    ("干", &["gan1"]),
    ("解", &["xie4"]),
    ("单", &["shan4"]),
    ("於", &["yu1"]),
    ("隗", &["wei3"]),
    ("宁", &["ning4"]),
    ("仇", &["qiu2"]),
    ("薄", &["bo2"]),
    ("能", &["nai4"]),
    ("翟", &["zhai2"]),
    ("燕", &["yan1"]),
    ("都", &["du1"]),
    ("阚", &["kan4"]),
    ("那", &["na1"]),
    ("曾", &["zeng1"]),
    ("乜", &["nie4"]),
    ("相", &["xiang4"]),
    ("查", &["zha1"]),
    ("盖", &["ge3"]),
    ("哈", &["ha3"]),
    ("肖", &["xiao1"]),
    ("区", &["ou1"]),
    ("覃", &["qin2"]),
    ("朴", &["piao2"]),
    ("繁", &["po2"]),
    ("员", &["yun4"]),
    ("句", &["gou1"]),
    ("要", &["yao1"]),
    ("过", &["guo1"]),
    ("折", &["she2"]),
    ("召", &["shao4"]),
    ("撒", &["sa3"]),
    ("甯", &["ning4"]),
    ("六", &["lu4"]),
];

/// Between the parts of names of other peoples: cards, keyboards and old files write different ones.
const MIDDLE_DOTS: [char; 6] =
    ['\u{B7}', '\u{2022}', '\u{2027}', '\u{22C5}', '\u{30FB}', '\u{FF65}'];

/// More stars would only tell how long a name is, and not fit the corner of a screen.
const MOST_STARS: usize = 3;

/// `王*`, `王*明`, `欧阳*明`, `阿***·**提`: enough to recognise oneself, not enough for the neighbour.
pub fn masked_name(name: &str) -> String {
    let parts: Vec<&str> = name.split(MIDDLE_DOTS).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [first, .., last] => {
            let beginning: String = first.chars().take(1).collect();
            let beginning = format!("{beginning}{}", stars_for_rest(first));
            match last.chars().next_back().filter(|_| last.chars().count() > 1) {
                Some(end) => format!("{beginning}·{}{end}", stars_for_rest(last)),
                None => format!("{beginning}·*"),
            }
        }
        [one] => masked_whole(one),
        [] => String::new(),
    }
}

fn masked_whole(name: &str) -> String {
    let compound = COMPOUND_SURNAMES.iter().any(|one| name.starts_with(one));
    let surname_length = if compound && name.chars().count() > 2 { 2 } else { 1 };
    let surname: String = name.chars().take(surname_length).collect();
    let given: Vec<char> = name.chars().skip(surname_length).collect();
    match given.as_slice() {
        [] => surname,
        [_] => format!("{surname}*"),
        [hidden @ .., last] => format!("{surname}{}{last}", stars(hidden.len())),
    }
}

/// For all characters but the one that is shown.
fn stars_for_rest(part: &str) -> String {
    stars(part.chars().count().saturating_sub(1))
}

fn stars(hidden: usize) -> String {
    "*".repeat(hidden.min(MOST_STARS))
}

/// `138****1234`; a land line keeps its last four digits only.
pub fn masked_phone(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    let last: String = digits.iter().skip(digits.len().saturating_sub(4)).collect();
    if digits.len() == 11 && digits.first() == Some(&'1') {
        let first: String = digits.iter().take(3).collect();
        format!("{first}****{last}")
    } else {
        format!("****{last}")
    }
}

/// `**** 8816`.
pub fn masked_account(number: &str) -> String {
    let length = number.chars().count();
    format!("**** {}", number.chars().skip(length.saturating_sub(4)).collect::<String>())
}

pub fn sex_name(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "男",
        Sex::Female => "女",
    }
}

/// GB/T 3304; an unknown code is shown as it is.
pub fn ethnic_group(code: &str) -> String {
    const NAMES: [&str; 56] = [
        "汉",
        "蒙古",
        "回",
        "藏",
        "维吾尔",
        "苗",
        "彝",
        "壮",
        "布依",
        "朝鲜",
        "满",
        "侗",
        "瑶",
        "白",
        "土家",
        "哈尼",
        "哈萨克",
        "傣",
        "黎",
        "傈僳",
        "佤",
        "畲",
        "高山",
        "拉祜",
        "水",
        "东乡",
        "纳西",
        "景颇",
        "柯尔克孜",
        "土",
        "达斡尔",
        "仫佬",
        "羌",
        "布朗",
        "撒拉",
        "毛南",
        "仡佬",
        "锡伯",
        "阿昌",
        "普米",
        "塔吉克",
        "怒",
        "乌孜别克",
        "俄罗斯",
        "鄂温克",
        "德昂",
        "保安",
        "裕固",
        "京",
        "塔塔尔",
        "独龙",
        "鄂伦春",
        "赫哲",
        "门巴",
        "珞巴",
        "基诺",
    ];
    let place: Option<usize> = code.parse().ok();
    match place {
        Some(97) => "其他".into(),
        Some(98) => "外国血统中国籍人士".into(),
        Some(number) => number
            .checked_sub(1)
            .and_then(|index| NAMES.get(index))
            .map_or_else(|| code.into(), |name| (*name).into()),
        None => code.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_phones_are_masked_as_decided() {
        for (name, shown) in [
            ("王明", "王*"),
            ("王小明", "王*明"),
            ("欧阳小明", "欧阳*明"),
            ("欧阳明", "欧阳*"),
            ("欧阳", "欧*"),
            ("𠮷䶮㛃", "𠮷*㛃"),
            ("古丽娜尔", "古**尔"),
            ("王", "王"),
            ("𠮷野", "𠮷*"),
            ("万俟明", "万俟*"),
            ("梁丘明", "梁*明"),
            ("阿依古丽·买买提", "阿***·**提"),
            ("阿依古丽•买买提", "阿***·**提"),
            ("巴·图", "巴·*"),
            ("才·仁·卓玛", "才·*玛"),
            ("阿卜杜热合曼阿卜杜拉", "阿***拉"),
            ("阿卜杜热合曼·买买提吐尔逊·穆罕默德阿卜杜拉艾合买提江托合提", "阿***·***提"),
            ("·", ""),
        ] {
            assert_eq!(masked_name(name), shown);
        }
        assert_eq!(masked_phone("13800000001"), "138****0001");
        assert_eq!(masked_phone("0731-87654321"), "****4321");
        assert_eq!(masked_account("9999000000000000012"), "**** 0012");
    }

    #[test]
    fn ethnic_groups_follow_the_standard_and_unknown_codes_stay_digits() {
        for (code, name) in [
            ("01", "汉"),
            ("15", "土家"),
            ("46", "德昂"),
            ("56", "基诺"),
            ("97", "其他"),
            ("81", "81"),
        ] {
            assert_eq!(ethnic_group(code), name);
        }
    }
}
