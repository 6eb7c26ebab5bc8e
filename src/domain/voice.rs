//! What the kiosk says: a list of parts, and which recordings they become. Pure; what plays them is in `speech`.
//!
//! A part is a prompt of the list, or a number or a day: recorded whole where it is common, else put together from pieces. No part takes free text,
//! so neither a person's name nor a number of somebody's card can be said; [`Part::Digits`] is for numbers made by the kiosk
//! and for service numbers.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use jiff::civil::{Date, Time};

use super::service_item::{Field, ServiceItem};

/// Name of one recording: an id of `voices/prompts.toml`, such as `screen.welcome`, or one of those below.
pub type ClipId = String;

/// The recording of a township's or village's name, by its division code.
pub fn place_clip(code: &str) -> ClipId {
    format!("place.{code}")
}

/// The recording of a question of an item: `ask.dibao.reason`; of a block, `ask.applicant.phone`, it is one for all items.
pub fn ask_clip(item: &ServiceItem, field: &Field) -> ClipId {
    format!("ask.{}.{}", who_asks(item, field), field.key)
}

/// The recording of what can be answered: `say.dibao.reason.illness`.
pub fn say_clip(item: &ServiceItem, field: &Field, value: &str) -> ClipId {
    format!("say.{}.{}.{value}", who_asks(item, field), field.key)
}

/// The group of what only one item asks; every other group is a block's, or the household's.
const OWN_QUESTIONS: &str = "detail";

fn who_asks<'a>(item: &'a ServiceItem, field: &'a Field) -> &'a str {
    if field.group == OWN_QUESTIONS { &item.id } else { &field.group }
}

/// Every question and option of an item's form, and of the members of a household, with its words.
pub fn words_of_form(item: &ServiceItem) -> impl Iterator<Item = (ClipId, &str)> {
    let fields = item.fields.iter().flat_map(|field| std::iter::once(field).chain(&field.columns));
    fields.flat_map(move |field| {
        let options = field.options.iter();
        let options =
            options.map(move |option| (say_clip(item, field, &option.value), option.words()));
        std::iter::once((ask_clip(item, field), field.question())).chain(options)
    })
}

/// The dialect that has every recording; what another one lacks is heard in this.
pub const REFERENCE_DIALECT: &str = "putonghua";

/// How fast it is said; the slow one is spoken slowly, not stretched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Speed {
    Normal,
    Slow,
}

impl Speed {
    pub const ALL: [Self; 2] = [Self::Normal, Self::Slow];

    /// The folder below a dialect's.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Slow => "slow",
        }
    }
}

/// Three steps, as people press them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Volume {
    Quiet,
    Normal,
    Loud,
}

impl Volume {
    #[must_use]
    pub fn louder(self) -> Self {
        match self {
            Self::Quiet => Self::Normal,
            Self::Normal | Self::Loud => Self::Loud,
        }
    }

    #[must_use]
    pub fn quieter(self) -> Self {
        match self {
            Self::Loud => Self::Normal,
            Self::Normal | Self::Quiet => Self::Quiet,
        }
    }
}

/// Hours of the day in which the kiosk says nothing by itself; they may go over midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SilentHours {
    pub from: Time,
    pub until: Time,
}

impl SilentHours {
    pub fn hold_at(self, time: Time) -> bool {
        if self.from <= self.until {
            self.from <= time && time < self.until
        } else {
            self.from <= time || time < self.until
        }
    }
}

/// Who is heard in a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A machine's voice.
    Synthetic,
    /// A person's voice.
    Human,
}

/// One recording that is there and is what was shipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    /// Below the folder of voices: `putonghua/normal/screen.welcome.opus`.
    pub file: String,
    pub source: Source,
}

/// Every recording that can be played, by dialect, speed and prompt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Voices(pub BTreeMap<(String, Speed, ClipId), Recording>);

impl Voices {
    /// In the dialect, else in the reference; in the speed, else in the other one.
    pub fn find(&self, dialect: &str, speed: Speed, clip: &str) -> Option<&Recording> {
        let other = if speed == Speed::Normal { Speed::Slow } else { Speed::Normal };
        [dialect, REFERENCE_DIALECT]
            .into_iter()
            .flat_map(|dialect| [(dialect, speed), (dialect, other)])
            .find_map(|(dialect, speed)| self.0.get(&(dialect.into(), speed, clip.into())))
    }
}

/// One thing that is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A prompt by its id.
    Prompt(ClipId),
    /// Digit by digit, 1 as 幺; anything that is no digit is passed over.
    Digits(String),
    /// 一百一十
    Number(u32),
    /// 第三个: said before an option.
    Ordinal(u32),
    /// 二零二六年
    Year(i16),
    /// 十二月四日; the year has its own part.
    Date(Date),
    /// 星期五
    Weekday(Date),
    /// 两天
    Days(u32),
    /// 三个月
    Months(u32),
    /// 两件
    Cases(u32),
    /// 三十三项
    Items(u32),
    /// 两样: papers
    Sorts(u32),
    /// 八十岁
    Age(u32),
    /// 还差三位: places of a number that are still to be filled in.
    Places(u32),
    /// In fen, so that nothing is rounded: 一百元, 十二元五角.
    Money { fen: u32 },
}

impl Part {
    pub fn prompt(id: impl Into<ClipId>) -> Self {
        Self::Prompt(id.into())
    }

    /// A township or village of the city's tables, by its code; no other name can be said.
    pub fn place(code: &str) -> Self {
        Self::Prompt(place_clip(code))
    }

    /// The recordings, in the order in which they are heard.
    pub fn clips(&self) -> Vec<ClipId> {
        if let Some(clip) = self.whole_clip() {
            return vec![clip];
        }
        let pieces = match self {
            Self::Prompt(id) => return vec![id.clone()],
            Self::Digits(digits) => return read_out(digits),
            Self::Date(day) => {
                return vec![format!("month.{}", day.month()), format!("day.{}", day.day())];
            }
            Self::Weekday(day) => {
                return vec![format!("weekday.{}", day.weekday().to_monday_one_offset())];
            }
            Self::Number(number) => number_pieces(*number),
            Self::Ordinal(number) => {
                [vec!["part.ordinal"], number_pieces(*number), vec!["part.ordinal_end"]].concat()
            }
            Self::Year(year) => year_pieces(*year),
            Self::Days(count) => counted(*count, "part.days"),
            Self::Months(count) => counted(*count, "part.months"),
            Self::Cases(count) => counted(*count, "part.cases"),
            Self::Items(count) => counted(*count, "part.items"),
            Self::Sorts(count) => counted(*count, "part.sorts"),
            Self::Age(years) => counted(*years, "part.age"),
            Self::Places(count) => counted(*count, "part.places"),
            Self::Money { fen } => money_pieces(*fen),
        };
        pieces.into_iter().map(Into::into).collect()
    }

    /// Its number and measure in one recording, if [`WHOLE`] or [`WHOLE_YUAN`] has the number.
    fn whole_clip(&self) -> Option<ClipId> {
        let (table, number) = match self {
            Self::Ordinal(number) => ("ordinal", *number),
            Self::Year(year) => ("year", u32::try_from(*year).ok()?),
            Self::Days(count) => ("days", *count),
            Self::Months(count) => ("months", *count),
            Self::Cases(count) => ("cases", *count),
            Self::Items(count) => ("items", *count),
            Self::Sorts(count) => ("sorts", *count),
            Self::Age(years) => ("age", *years),
            Self::Places(count) => ("places", *count),
            Self::Money { fen } => {
                let yuan = fen / 100;
                let recorded = fen % 100 == 0 && WHOLE_YUAN.contains(&yuan);
                return recorded.then(|| format!("yuan.{yuan}"));
            }
            Self::Prompt(_)
            | Self::Digits(_)
            | Self::Number(_)
            | Self::Date(_)
            | Self::Weekday(_) => return None,
        };
        let recorded =
            WHOLE.iter().any(|(name, numbers)| *name == table && numbers.contains(&number));
        recorded.then(|| format!("{table}.{number}"))
    }
}

/// What is said in one go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Utterance(pub Vec<Part>);

impl Utterance {
    /// Prompts only, by their ids.
    pub fn of(prompts: &[&str]) -> Self {
        Self(prompts.iter().map(|id| Part::prompt(*id)).collect())
    }

    #[must_use]
    pub fn and(mut self, part: Part) -> Self {
        self.0.push(part);
        self
    }

    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The recordings of all parts.
    pub fn clips(&self) -> Vec<ClipId> {
        self.0.iter().flat_map(Part::clips).collect()
    }
}

/// 0–9 in a number that is counted; in a number that is read out, 1 is [`YAO`].
const DIGITS: [&str; 10] = [
    "part.d0", "part.d1", "part.d2", "part.d3", "part.d4", "part.d5", "part.d6", "part.d7",
    "part.d8", "part.d9",
];
const YAO: &str = "part.yao";
const LIANG: &str = "part.liang";
const TEN: &str = "part.ten";
const HUNDRED: &str = "part.hundred";
const THOUSAND: &str = "part.thousand";
const TEN_THOUSAND: &str = "part.ten_thousand";

/// Numbers with their measure that are recorded whole, by the table of `prompts.toml`: `age.80` is 八十岁. A lone syllable
/// is hard to speak well, so pieces are for the rest only. Dates and weekdays have no rest.
pub const WHOLE: [(&str, RangeInclusive<u32>); 12] = [
    ("year", 2026..=2046),
    ("month", 1..=12),
    ("day", 1..=31),
    ("weekday", 1..=7),
    ("days", 1..=90),
    ("months", 1..=12),
    ("age", 1..=115),
    ("cases", 1..=20),
    ("items", 1..=40),
    ("sorts", 1..=12),
    ("places", 1..=11),
    ("ordinal", 1..=9),
];

/// Amounts that are recorded whole: those of the catalogue.
pub const WHOLE_YUAN: [u32; 15] =
    [0, 2, 5, 10, 20, 80, 100, 120, 200, 228, 400, 500, 3000, 3600, 10_000];

/// All that other numbers may be put together from, to check that each is recorded.
pub const PIECES: [&str; 29] = [
    "part.d0",
    "part.d1",
    "part.d2",
    "part.d3",
    "part.d4",
    "part.d5",
    "part.d6",
    "part.d7",
    "part.d8",
    "part.d9",
    YAO,
    LIANG,
    TEN,
    HUNDRED,
    THOUSAND,
    TEN_THOUSAND,
    "part.ordinal",
    "part.ordinal_end",
    "part.year",
    "part.days",
    "part.months",
    "part.cases",
    "part.items",
    "part.sorts",
    "part.age",
    "part.places",
    "part.yuan",
    "part.jiao",
    "part.fen",
];

fn digit(value: u32) -> &'static str {
    usize::try_from(value % 10).ok().and_then(|at| DIGITS.get(at)).copied().unwrap_or("part.d0")
}

/// As people read out a telephone number, two digits to a recording: a lone syllable is hard to speak well.
fn read_out(digits: &str) -> Vec<ClipId> {
    let values: Vec<u32> = digits.chars().filter_map(|one| one.to_digit(10)).collect();
    let clip = |values: &[u32]| match values {
        [first, second] => format!("pair.{first}{second}"),
        [1] => YAO.into(),
        other => digit(other.iter().sum()).into(),
    };
    values.chunks(2).map(clip).collect()
}

/// Years are read digit by digit, but 1 stays 一.
fn year_pieces(year: i16) -> Vec<&'static str> {
    let digits = year.unsigned_abs().to_string();
    let mut pieces: Vec<_> = digits.chars().filter_map(|one| one.to_digit(10)).map(digit).collect();
    pieces.push("part.year");
    pieces
}

/// A lone 2 before what is counted is 两.
fn counted(count: u32, what: &'static str) -> Vec<&'static str> {
    let mut pieces = if count == 2 { vec![LIANG] } else { number_pieces(count) };
    pieces.push(what);
    pieces
}

fn money_pieces(fen: u32) -> Vec<&'static str> {
    let (yuan, jiao, fen) = (fen / 100, fen / 10 % 10, fen % 10);
    let mut pieces = Vec::new();
    if yuan > 0 || (jiao, fen) == (0, 0) {
        pieces.extend(counted(yuan, "part.yuan"));
    }
    if jiao > 0 {
        pieces.extend([digit(jiao), "part.jiao"]);
    }
    if fen > 0 {
        if yuan > 0 && jiao == 0 {
            pieces.push(digit(0));
        }
        pieces.extend([digit(fen), "part.fen"]);
    }
    pieces
}

/// As people count, up to the whole of `u32`: 一百一十, 一千零五, 两万零三十.
fn number_pieces(number: u32) -> Vec<&'static str> {
    const WAN: u32 = 10_000;
    let (high, low) = (number / WAN, number % WAN);
    if high == 0 {
        return below_ten_thousand(low, true);
    }
    let mut pieces = if high == 2 { vec![LIANG] } else { number_pieces(high) };
    pieces.push(TEN_THOUSAND);
    if low > 0 {
        if low < 1000 {
            pieces.push(digit(0));
        }
        pieces.extend(below_ten_thousand(low, false));
    }
    pieces
}

/// At the beginning 10–19 are 十, 十一 …; behind something larger 一十, 一十一 ….
fn below_ten_thousand(number: u32, at_beginning: bool) -> Vec<&'static str> {
    if number == 0 {
        return vec![digit(0)];
    }
    let mut pieces = Vec::new();
    let mut gap = false;
    for (size, unit) in [(1000, Some(THOUSAND)), (100, Some(HUNDRED)), (10, Some(TEN)), (1, None)] {
        let value = number / size % 10;
        if value == 0 {
            gap = !pieces.is_empty();
            continue;
        }
        if gap {
            pieces.push(digit(0));
            gap = false;
        }
        let alone = at_beginning && pieces.is_empty();
        match (size, value) {
            (10, 1) if alone => {}
            (1000, 2) => pieces.push(LIANG),
            _ => pieces.push(digit(value)),
        }
        pieces.extend(unit);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// The pieces as they sound.
    fn heard(part: Part) -> String {
        let words = [
            ("d0", "零"),
            ("d1", "一"),
            ("d2", "二"),
            ("d3", "三"),
            ("d4", "四"),
            ("d5", "五"),
            ("d6", "六"),
            ("d7", "七"),
            ("d8", "八"),
            ("d9", "九"),
            ("yao", "幺"),
            ("liang", "两"),
            ("ten", "十"),
            ("hundred", "百"),
            ("thousand", "千"),
            ("ten_thousand", "万"),
            ("ordinal", "第"),
            ("ordinal_end", "个"),
            ("year", "年"),
            ("days", "天"),
            ("months", "个月"),
            ("cases", "件"),
            ("items", "项"),
            ("age", "岁"),
            ("places", "位"),
            ("yuan", "元"),
            ("jiao", "角"),
            ("fen", "分"),
        ];
        let word = |clip: &String| {
            if let Some(pair) = clip.strip_prefix("pair.") {
                const READ: [&str; 10] =
                    ["零", "幺", "二", "三", "四", "五", "六", "七", "八", "九"];
                let value = |one: char| one.to_digit(10).unwrap() as usize;
                return pair.chars().map(|one| READ[value(one)]).collect::<String>();
            }
            let piece = clip.strip_prefix("part.").unwrap();
            words.iter().find(|(id, _)| *id == piece).unwrap_or_else(|| panic!("{clip}")).1.into()
        };
        Utterance(vec![part]).clips().iter().map(word).collect()
    }

    #[test]
    fn a_number_that_is_read_out_has_yao_for_one() {
        for (digits, expected) in [
            ("12345", "幺二三四五"),
            ("2104 1124 0584", "二幺零四幺幺二四零五八四"),
            ("110", "幺幺零"),
            ("", ""),
        ] {
            assert_eq!(heard(Part::Digits(digits.into())), expected);
        }
    }

    #[test]
    fn a_number_that_is_counted_is_said_as_people_count() {
        for (number, expected) in [
            (0, "零"),
            (1, "一"),
            (2, "二"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (33, "三十三"),
            (100, "一百"),
            (101, "一百零一"),
            (110, "一百一十"),
            (111, "一百一十一"),
            (200, "二百"),
            (1000, "一千"),
            (1005, "一千零五"),
            (1010, "一千零一十"),
            (2026, "两千零二十六"),
            (2500, "两千五百"),
            (10_000, "一万"),
            (12_000, "一万两千"),
            (20_030, "两万零三十"),
            (20_010, "两万零一十"),
            (100_000, "十万"),
            (3_050_600, "三百零五万零六百"),
        ] {
            assert_eq!(heard(Part::Number(number)), expected, "{number}");
        }
    }

    #[test]
    fn rare_days_ages_and_amounts_are_put_together_with_their_measure() {
        for (part, expected) in [
            (Part::Year(2011), "二零一一年"),
            (Part::Ordinal(12), "第十二个"),
            (Part::Days(102), "一百零二天"),
            (Part::Months(13), "十三个月"),
            (Part::Cases(0), "零件"),
            (Part::Items(110), "一百一十项"),
            (Part::Age(116), "一百一十六岁"),
            (Part::Places(12), "十二位"),
            (Part::Money { fen: 1250 }, "十二元五角"),
            (Part::Money { fen: 205 }, "两元零五分"),
            (Part::Money { fen: 50 }, "五角"),
            (Part::Money { fen: 20_100 }, "二百零一元"),
        ] {
            assert_eq!(heard(part.clone()), expected, "{part:?}");
        }
    }

    #[test]
    fn common_days_ages_and_amounts_are_heard_in_one_recording_and_a_date_in_two() {
        for (part, expected) in [
            (Part::Year(2026), "year.2026"),
            (Part::Date(date(2026, 12, 4)), "month.12 day.4"),
            (Part::Weekday(date(2026, 11, 23)), "weekday.1"),
            (Part::Weekday(date(2026, 12, 6)), "weekday.7"),
            (Part::Ordinal(2), "ordinal.2"),
            (Part::Days(2), "days.2"),
            (Part::Months(12), "months.12"),
            (Part::Cases(1), "cases.1"),
            (Part::Items(33), "items.33"),
            (Part::Age(80), "age.80"),
            (Part::Places(11), "places.11"),
            (Part::Money { fen: 10_000 }, "yuan.100"),
            (Part::Money { fen: 0 }, "yuan.0"),
        ] {
            assert_eq!(part.clips().join(" "), expected, "{part:?}");
        }
    }

    #[test]
    fn another_dialect_is_heard_where_it_is_recorded_and_the_reference_elsewhere() {
        let key = |dialect: &str, speed, clip: &str| (dialect.to_owned(), speed, clip.to_owned());
        let recorded = [
            key("putonghua", Speed::Normal, "screen.sign"),
            key("putonghua", Speed::Slow, "screen.sign"),
            key("putonghua", Speed::Normal, "screen.review"),
            key("ningxiang", Speed::Normal, "screen.sign"),
        ];
        let recording = |(dialect, speed, clip): (String, Speed, ClipId)| Recording {
            file: format!("{dialect}/{}/{clip}", speed.folder()),
            source: Source::Human,
        };
        let voices = Voices(recorded.map(|key| (key.clone(), recording(key))).into());
        for (dialect, speed, clip, expected) in [
            ("putonghua", Speed::Slow, "screen.sign", Some("putonghua/slow/screen.sign")),
            ("ningxiang", Speed::Normal, "screen.sign", Some("ningxiang/normal/screen.sign")),
            ("ningxiang", Speed::Slow, "screen.sign", Some("ningxiang/normal/screen.sign")),
            ("ningxiang", Speed::Slow, "screen.review", Some("putonghua/normal/screen.review")),
            ("nowhere", Speed::Slow, "screen.sign", Some("putonghua/slow/screen.sign")),
            ("ningxiang", Speed::Normal, "screen.welcome", None),
        ] {
            let found = voices.find(dialect, speed, clip).map(|found| found.file.as_str());
            assert_eq!(found, expected, "{dialect} {speed:?} {clip}");
        }
    }

    #[test]
    fn silent_hours_may_go_over_midnight() {
        let at = |hour, minute| Time::constant(hour, minute, 0, 0);
        let night = SilentHours { from: at(21, 0), until: at(7, 30) };
        let noon = SilentHours { from: at(12, 0), until: at(14, 0) };
        for (time, in_the_night, at_noon) in [
            (at(0, 0), true, false),
            (at(7, 29), true, false),
            (at(7, 30), false, false),
            (at(12, 0), false, true),
            (at(14, 0), false, false),
            (at(20, 59), false, false),
            (at(21, 0), true, false),
        ] {
            assert_eq!(night.hold_at(time), in_the_night, "{time}");
            assert_eq!(noon.hold_at(time), at_noon, "{time}");
        }
    }

    #[test]
    fn prompts_and_pieces_are_heard_in_their_order() {
        let said = Utterance::of(&["message.still_missing"]).and(Part::Places(3));
        assert_eq!(said.clips(), ["message.still_missing", "places.3"]);
        let twice = said.clone().then(said);
        assert_eq!(twice.clips().len(), 4);
    }

    #[test]
    fn whatever_is_put_together_is_put_together_from_the_listed_recordings() {
        let whole = |clip: &str| {
            let (table, number) = clip.split_once('.').unwrap();
            let Ok(number) = number.parse::<u32>() else { return false };
            (table == "yuan" && WHOLE_YUAN.contains(&number))
                || WHOLE.iter().any(|(name, numbers)| *name == table && numbers.contains(&number))
        };
        let listed = |part: Part| {
            for clip in part.clips() {
                assert!(PIECES.contains(&clip.as_str()) || whole(&clip), "{part:?}: {clip}");
            }
        };
        for number in (0..3000).chain([10_203, 99_999, 120_000, u32::MAX]) {
            let counted: [fn(u32) -> Part; 8] = [
                Part::Number,
                Part::Ordinal,
                Part::Days,
                Part::Months,
                Part::Cases,
                Part::Items,
                Part::Age,
                Part::Places,
            ];
            counted.into_iter().for_each(|part| listed(part(number)));
            listed(Part::Money { fen: number });
        }
        for year in 1900..2100 {
            listed(Part::Year(year));
        }
        for day in 0..366 {
            let day = date(2024, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap();
            listed(Part::Date(day));
            listed(Part::Weekday(day));
        }
    }
}
