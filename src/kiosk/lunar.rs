//! The date of the lunar calendar, by which old people count.

use jiff::civil::Date;
use tyme4rs::tyme::Culture as _;
use tyme4rs::tyme::solar::SolarDay;

/// Years whose months have been compared with published tables; outside there is nothing to say.
const KNOWN_YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// Month and day as they are said, with the mark of a leap month.
pub(super) fn month_and_day(day: Date) -> Option<(String, String)> {
    if !KNOWN_YEARS.contains(&day.year()) {
        return None;
    }
    let (year, month, day) = (day.year().into(), day.month(), day.day());
    let place = |number: i8| usize::try_from(number).ok();
    let lunar = SolarDay::new(year, place(month)?, place(day)?).ok()?.get_lunar_day();
    Some((lunar.get_lunar_month().get_name(), lunar.get_name()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dates_are_those_of_the_published_calendar() {
        for (day, lunar) in [
            (date(1949, 10, 1), "八月初十"),
            (date(2000, 2, 5), "正月初一"),
            (date(2023, 3, 22), "闰二月初一"),
            (date(2024, 2, 9), "十二月三十"), // 除夕
            (date(2024, 2, 10), "正月初一"),
            (date(2025, 1, 28), "十二月廿九"), // 除夕 of a short month
            (date(2025, 1, 29), "正月初一"),
            (date(2025, 7, 24), "六月三十"),
            (date(2025, 7, 25), "闰六月初一"),
            (date(2025, 8, 23), "七月初一"),
            (date(2025, 10, 6), "八月十五"),
            (date(2026, 2, 16), "十二月廿九"), // 除夕
            (date(2026, 2, 17), "正月初一"),
            (date(2026, 11, 24), "十月十六"),
            (date(2033, 12, 22), "闰十一月初一"), // where careless calendars differ
        ] {
            let (month, name) = month_and_day(day).unwrap();
            assert_eq!(format!("{month}{name}"), lunar, "{day}");
        }
    }

    #[test]
    fn every_day_of_the_known_years_has_a_name_and_no_other() {
        let mut day = date(1900, 1, 1);
        while day <= date(2100, 12, 31) {
            assert!(month_and_day(day).is_some(), "{day}");
            day = day.tomorrow().unwrap();
        }
        assert_eq!(month_and_day(date(1899, 12, 31)), None);
        assert_eq!(month_and_day(date(9999, 12, 31)), None);
        assert_eq!(month_and_day(date(-9999, 1, 1)), None);
    }
}
