//! 回执: the facts on a slip, whole from the start so that it can be printed again from them.

use jiff::civil::{Date, DateTime};

use super::application::{Application, NextStep};
use super::eligibility::{CardFacts, informing};
use super::names::masked_name;
use super::number::ApplicationNumber;
use super::service_item::{DayUnit, PromisedBasis, ServiceItem};
use super::working_days::{Calendar, YearWithoutData};

/// Everything a slip says about one application; names and numbers are masked already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub application_number: ApplicationNumber,
    pub item: String,
    pub item_name: String,
    pub applicant: String,
    pub id_number: String,
    /// Local time of filing on the business date.
    pub filed_at: DateTime,
    pub point_name: String,
    pub device: String,
    /// What happens next, at other desks.
    pub next_steps: Vec<NextStep>,
    /// Decided on the spot: what the result says.
    pub result: Option<Vec<String>>,
    /// Materials to bring as originals.
    pub to_bring: Vec<String>,
    /// How long it will take; `None` where nothing that may be shown was promised.
    pub promise: Option<Promise>,
}

/// 承诺时限, of which the time begins with the acceptance (受理): an officer accepts, so no day is certain when a case is filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    /// On the day of the acceptance itself.
    OnAcceptance,
    /// So many days after the acceptance.
    Within {
        days: u32,
        unit: DayUnit,
        /// The first day on which it can be accepted, and the last of the time limit if it is.
        earliest: Result<(Date, Date), YearWithoutData>,
    },
}

/// What may be told about the time an item takes that is filed on a day: only what has a source (decisions.md “A case”).
pub fn promise_of(item: &ServiceItem, day: Date, calendar: &Calendar) -> Option<Promise> {
    if item.promised_basis != PromisedBasis::Sourced {
        return None;
    }
    let (days, unit) = (item.promised.days?, item.promised.unit);
    if days == 0 {
        return Some(Promise::OnAcceptance);
    }
    Some(Promise::Within { days, unit, earliest: earliest_of(days, unit, day, calendar) })
}

/// The first day on which somebody can accept, and the last of the time limit from there.
fn earliest_of(
    days: u32,
    unit: DayUnit,
    day: Date,
    calendar: &Calendar,
) -> Result<(Date, Date), YearWithoutData> {
    let accepted = calendar.first_working_day(day)?;
    Ok((accepted, calendar.deadline(accepted, days, unit)?))
}

/// The receipt of an application in the moment it has been stored.
pub fn receipt_of(
    application: &Application,
    number: ApplicationNumber,
    filed_at: DateTime,
    point_name: &str,
    device: &str,
    calendar: &Calendar,
) -> Receipt {
    let item = application.item();
    let card = application.card();
    let facts = CardFacts { card, day: application.business_date() };
    let result = item
        .decided_on_the_spot()
        .then(|| informing(item, &facts).into_iter().map(Into::into).collect());
    Receipt {
        application_number: number,
        item: item.id.clone(),
        item_name: item.short_name.clone(),
        applicant: masked_name(&card.name),
        id_number: card.number.masked(),
        filed_at,
        point_name: point_name.into(),
        device: device.into(),
        next_steps: application.next_steps().to_vec(),
        result,
        to_bring: application.to_bring(),
        promise: promise_of(item, application.business_date(), calendar),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::working_days::CalendarYear;

    /// A Sunday, a Friday before a weekend, and the last days of the year whose successor nobody knows.
    #[test]
    fn the_time_begins_on_the_first_day_on_which_somebody_can_accept() {
        let calendar = Calendar::of_years([(2026, CalendarYear::default())]);
        let of = |day| earliest_of(3, DayUnit::WorkingDay, day, &calendar);
        assert_eq!(of(date(2026, 11, 24)), Ok((date(2026, 11, 24), date(2026, 11, 27))));
        assert_eq!(of(date(2026, 11, 22)), Ok((date(2026, 11, 23), date(2026, 11, 26))));
        assert_eq!(of(date(2026, 11, 27)), Ok((date(2026, 11, 27), date(2026, 12, 2))));
        assert_eq!(of(date(2026, 12, 30)), Err(YearWithoutData { year: 2027 }));
        // days of the calendar too: when somebody can accept is not known
        let next_year = earliest_of(30, DayUnit::CalendarDay, date(2027, 1, 3), &calendar);
        assert_eq!(next_year, Err(YearWithoutData { year: 2027 }));
        let this_year = earliest_of(30, DayUnit::CalendarDay, date(2026, 11, 21), &calendar);
        assert_eq!(this_year, Ok((date(2026, 11, 23), date(2026, 12, 23))));
    }
}
