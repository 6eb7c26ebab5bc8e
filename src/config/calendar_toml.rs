//! `calendar/YYYY.toml`: the holidays of a year and the days that are worked instead, as the State Council's notice has them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use serde::Deserialize;
use toml::Spanned;

use super::error::ConfigError;
use super::source::SourceFile;
use crate::domain::working_days::{Calendar, CalendarYear};

/// The years that can be read, and what is wrong with the others: nobody counts with a year that contradicts itself.
#[derive(Debug)]
pub(super) struct ReadCalendar {
    pub(super) calendar: Calendar,
    pub(super) left_out: Vec<ConfigError>,
}

/// A folder without a file, or no folder, is a calendar without a year.
pub(super) fn load(dir: &Path) -> ReadCalendar {
    let mut left_out = Vec::new();
    let mut years = Vec::new();
    for path in paths(&dir.join("calendar")) {
        match SourceFile::read(&path).and_then(|source| read(&source)) {
            Ok(year) => years.push(year),
            Err(problem) => left_out.push(problem),
        }
    }
    ReadCalendar { calendar: Calendar::of_years(years), left_out }
}

/// The years in which a date may be promised on this day, and of which there is no data.
pub(super) fn doubts(dir: &Path, calendar: &Calendar, day: Date) -> Vec<ConfigError> {
    [day.year(), day.year().saturating_add(1)]
        .into_iter()
        .filter(|year| !calendar.has_year(*year))
        .map(|year| ConfigError::Unreadable {
            file: dir.join("calendar").join(format!("{year}.toml")).display().to_string(),
            reason: "no date that falls into this year can be promised by working days".into(),
        })
        .collect()
}

/// Sorted, so that the first error is the same on every machine.
fn paths(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    paths.sort();
    paths
}

fn read(source: &SourceFile) -> Result<(i16, CalendarYear), ConfigError> {
    let file: YearFile = source.parse()?;
    let number = *file.year.get_ref();
    if source.stem() != number.to_string() {
        let problem = format!("must be the file's name, \"{}\"", source.stem());
        return Err(source.wrong(file.year.span(), problem));
    }
    if file.notice.get_ref().is_empty() {
        return Err(source.wrong(file.notice.span(), "must not be empty"));
    }
    let mut year = CalendarYear::default();
    let mut worked = Vec::new();
    for holiday in &file.holiday {
        let first = day_of(source, &holiday.first, number)?;
        let last = day_of(source, &holiday.last, number)?;
        if last < first {
            return Err(source.wrong(holiday.last.span(), "is before the first day"));
        }
        for day in first.series(1.day()).take_while(|day| *day <= last) {
            if !year.holidays.insert(day) {
                let problem = format!("{day} is a holiday already");
                return Err(source.wrong(holiday.first.span(), problem));
            }
        }
        worked.extend(&holiday.work);
    }
    for written in worked {
        let day = day_of(source, written, number)?;
        check_make_up(source, written, day, &year.holidays)?;
        if !year.make_up_days.insert(day) {
            return Err(source.repeated("day", written));
        }
    }
    Ok((number, year))
}

fn day_of(source: &SourceFile, text: &Spanned<String>, year: i16) -> Result<Date, ConfigError> {
    let day = source.date(text)?;
    if day.year() == year {
        return Ok(day);
    }
    Err(source.wrong(text.span(), format!("{day} is a day of another year")))
}

fn check_make_up(
    source: &SourceFile,
    written: &Spanned<String>,
    day: Date,
    holidays: &BTreeSet<Date>,
) -> Result<(), ConfigError> {
    if holidays.contains(&day) {
        let problem = format!("{day} is a holiday and worked at the same time");
        return Err(source.wrong(written.span(), problem));
    }
    if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
        return Err(source.wrong(written.span(), format!("{day} is worked anyhow")));
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YearFile {
    year: Spanned<i16>,
    /// Number of the notice, for whoever compares.
    notice: Spanned<String>,
    holiday: Vec<HolidayFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayFile {
    #[expect(dead_code, reason = "for those who read the file")]
    name: String,
    first: Spanned<String>,
    last: Spanned<String>,
    /// Saturdays and Sundays that are worked for it.
    work: Vec<Spanned<String>>,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::service_item::DayUnit;
    use crate::domain::working_days::YearWithoutData;

    const TEXT: &str = r#"year = 2026
notice = "国办发明电〔2025〕7号"
[[holiday]]
name = "国庆节"
first = "2026-10-01"
last = "2026-10-07"
work = ["2026-09-20", "2026-10-10"]
"#;

    /// By hand from the two notices: 15 working days over New Year and over the Spring Festival.
    #[test]
    fn the_shipped_calendar_counts_over_the_holidays_as_the_notices_have_them() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config");
        let ReadCalendar { calendar, left_out } = load(&dir);
        assert_eq!(left_out, []);
        let deadline = |start, days| calendar.deadline(start, days, DayUnit::WorkingDay);
        for (start, days, expected) in [
            (date(2026, 11, 24), 15, date(2026, 12, 15)),
            // 31 December, then Sunday the 4th is worked
            (date(2025, 12, 30), 2, date(2026, 1, 4)),
            // Saturday the 14th is worked, then nothing until the 24th
            (date(2026, 2, 13), 2, date(2026, 2, 24)),
            (date(2026, 2, 13), 6, date(2026, 2, 28)),
            // the longest one: Sunday before, eight days off, Saturday behind
            (date(2025, 9, 26), 4, date(2025, 10, 9)),
            (date(2025, 9, 26), 6, date(2025, 10, 11)),
        ] {
            assert_eq!(deadline(start, days), Ok(expected), "{days} from {start}");
        }
        assert_eq!(deadline(date(2026, 12, 24), 10), Err(YearWithoutData { year: 2027 }));
        assert_eq!(deadline(date(2024, 12, 30), 1), Err(YearWithoutData { year: 2024 }));
    }

    #[test]
    fn a_year_that_contradicts_itself_is_named_with_its_line() {
        for (right, wrong, expected) in [
            (
                "year = 2026",
                "year = 2027",
                "2026.toml:1: field \"year\": must be the file's name, \"2026\"",
            ),
            (
                "\"国办发明电〔2025〕7号\"",
                "\"\"",
                "2026.toml:2: field \"notice\": must not be empty",
            ),
            (
                "2026-10-01",
                "2025-10-01",
                "2026.toml:5: field \"first\": 2025-10-01 is a day of another year",
            ),
            ("2026-10-07", "2026-09-30", "2026.toml:6: field \"last\": is before the first day"),
            (
                "2026-10-07",
                "10月7日",
                "2026.toml:6: field \"last\": \"10月7日\" is not a date like 2026-11-24",
            ),
            (
                "2026-10-10",
                "2026-10-07",
                "2026.toml:7: field \"work\": 2026-10-07 is a holiday and worked at the same time",
            ),
            (
                "2026-10-10",
                "2026-10-12",
                "2026.toml:7: field \"work\": 2026-10-12 is worked anyhow",
            ),
            (
                "2026-10-10",
                "2026-09-20",
                "2026.toml:7: field \"work\": repeated day \"2026-09-20\"",
            ),
            ("name", "title", "2026.toml:4: field \"title\": unknown field"),
        ] {
            let source = SourceFile::new("2026.toml", TEXT.replacen(right, wrong, 1));
            assert_eq!(read(&source).unwrap_err().to_string(), expected);
        }
        let twice = format!(
            "{TEXT}[[holiday]]\nname = \"中秋节\"\nfirst = \"2026-10-07\"\nlast = \"2026-10-08\"\nwork = []\n"
        );
        let problem = read(&SourceFile::new("2026.toml", twice)).unwrap_err().to_string();
        assert_eq!(problem, "2026.toml:10: field \"first\": 2026-10-07 is a holiday already");
    }

    #[test]
    fn a_calendar_that_ends_this_year_is_said_before_the_year_is_over() {
        let calendar = Calendar::of_years([(2026, CalendarYear::default())]);
        let named = |day| -> Vec<String> {
            doubts(Path::new("x"), &calendar, day).iter().map(ToString::to_string).collect()
        };
        let missing = |year| {
            format!(
                "x/calendar/{year}.toml: cannot be read: no date that falls into this year can be promised by working days"
            )
        };
        assert_eq!(named(date(2026, 11, 24)), [missing(2027)]);
        assert_eq!(named(date(2027, 1, 1)), [missing(2027), missing(2028)]);
        assert_eq!(named(date(2025, 12, 31)), [missing(2025)]);
    }
}
