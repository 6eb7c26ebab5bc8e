//! 工作日: on which days the offices work, and on which day a time limit ends.
//!
//! Working days leave out the holidays of the State Council's notice (行政许可法 art. 82: 期限以工作日计算，不含法定节假日) and the
//! weekends, but for the days that are worked instead (调休上班). Nothing is guessed: a year whose notice is not known has no working days to count.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};

use super::service_item::DayUnit;

/// The years of which the notice is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i16, CalendarYear>,
}

/// What the notice says about one year; every other day is worked from Monday to Friday.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CalendarYear {
    pub holidays: BTreeSet<Date>,
    /// Saturdays and Sundays on which the offices work (调休上班).
    pub make_up_days: BTreeSet<Date>,
}

/// The notice about this year is not known here, so nobody can say which of its days are worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearWithoutData {
    pub year: i16,
}

impl Calendar {
    pub fn of_years(years: impl IntoIterator<Item = (i16, CalendarYear)>) -> Self {
        Self { years: years.into_iter().collect() }
    }

    pub fn has_year(&self, year: i16) -> bool {
        self.years.contains_key(&year)
    }

    pub fn is_working_day(&self, day: Date) -> Result<bool, YearWithoutData> {
        let year = self.years.get(&day.year()).ok_or(YearWithoutData { year: day.year() })?;
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        Ok(if weekend { year.make_up_days.contains(&day) } else { !year.holidays.contains(&day) })
    }

    /// The day itself if the offices work on it, else the first on which they do.
    pub fn first_working_day(&self, from: Date) -> Result<Date, YearWithoutData> {
        let mut day = from;
        while !self.is_working_day(day)? {
            day = day.tomorrow().map_err(|_| YearWithoutData { year: day.year() })?;
        }
        Ok(day)
    }

    /// The last day of a time limit that begins on `start`. The day itself does not count, the next one does (民法典 art. 201);
    /// days of the calendar are counted as they come, the last one may be a holiday.
    pub fn deadline(&self, start: Date, days: u32, unit: DayUnit) -> Result<Date, YearWithoutData> {
        let mut day = start;
        let mut left = days;
        while left > 0 {
            // the last day there is comes long after every year that has data
            day = day.tomorrow().map_err(|_| YearWithoutData { year: day.year() })?;
            let counts = match unit {
                DayUnit::CalendarDay => true,
                DayUnit::WorkingDay => self.is_working_day(day)?,
            };
            left -= u32::from(counts);
        }
        Ok(day)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// A national day of three days with a Sunday before and a Saturday behind it.
    fn calendar() -> Calendar {
        let days =
            |days: &[(i8, i8)]| days.iter().map(|(month, day)| date(2026, *month, *day)).collect();
        let year = CalendarYear {
            holidays: days(&[(10, 1), (10, 2), (10, 3)]),
            make_up_days: days(&[(9, 27), (10, 10)]),
        };
        Calendar::of_years([(2026, year)])
    }

    #[test]
    fn a_time_limit_is_counted_from_the_next_day_over_the_days_that_are_worked() {
        use DayUnit::{CalendarDay, WorkingDay};
        for (start, days, unit, expected) in [
            (date(2026, 11, 24), 0, WorkingDay, date(2026, 11, 24)),
            (date(2026, 11, 24), 1, WorkingDay, date(2026, 11, 25)),
            // Friday: the weekend does not count
            (date(2026, 11, 27), 1, WorkingDay, date(2026, 11, 30)),
            (date(2026, 11, 24), 15, WorkingDay, date(2026, 12, 15)),
            // Friday, and the Sunday behind it is worked
            (date(2026, 9, 25), 1, WorkingDay, date(2026, 9, 27)),
            // over the holidays and their weekend
            (date(2026, 9, 30), 1, WorkingDay, date(2026, 10, 5)),
            (date(2026, 9, 30), 6, WorkingDay, date(2026, 10, 10)),
            (date(2026, 9, 30), 3, CalendarDay, date(2026, 10, 3)),
            // days of the calendar need no notice
            (date(2026, 12, 30), 5, CalendarDay, date(2027, 1, 4)),
        ] {
            assert_eq!(calendar().deadline(start, days, unit), Ok(expected), "{start} + {days}");
        }
    }

    #[test]
    fn a_year_without_its_notice_is_said_and_never_guessed() {
        let unknown = Err(YearWithoutData { year: 2027 });
        let deadline = |start| calendar().deadline(start, 3, DayUnit::WorkingDay);
        assert_eq!(deadline(date(2026, 12, 28)), Ok(date(2026, 12, 31)));
        assert_eq!(deadline(date(2026, 12, 29)), unknown);
        assert_eq!(deadline(date(2027, 5, 3)), unknown);
        assert_eq!(deadline(Date::MAX), Err(YearWithoutData { year: 9999 }));
    }
}
