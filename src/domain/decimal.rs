//! Amounts as they are typed: exact, with as many places as were written; never a float.

/// A decimal such as `12.50`: so many units of the last place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    units: i128,
    places: u32,
}

/// More places nobody types; the product of two stays far from the end of the numbers.
const MOST_PLACES: u32 = 8;

/// More digits in front of the point nobody has.
const MOST_DIGITS: usize = 15;

impl Decimal {
    /// Digits with at most one point between them.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, behind) = text.split_once('.').unwrap_or((text, ""));
        let places = u32::try_from(behind.len()).ok().filter(|places| *places <= MOST_PLACES)?;
        let digits = format!("{whole}{behind}");
        let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > MOST_DIGITS || !all_digits {
            return None;
        }
        Some(Self { units: digits.parse().ok()?, places })
    }

    /// `None` where less than nothing would be left.
    pub fn minus(self, other: Self) -> Option<Self> {
        let places = self.places.max(other.places);
        let units = self.at(places) - other.at(places);
        (units >= 0).then_some(Self { units, places })
    }

    /// Full fen for each of so many people; what is left over is nobody's.
    pub fn fen_for_each(self, people: u32) -> Option<i128> {
        let all = self.units.checked_mul(100)?.checked_div(10_i128.checked_pow(self.places)?)?;
        all.checked_div(people.into())
    }

    fn at(self, places: u32) -> i128 {
        self.units * 10_i128.pow(places.saturating_sub(self.places))
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let unit = 10_i128.pow(self.places);
        write!(f, "{}", self.units / unit)?;
        if self.places > 0 {
            let width = self.places as usize;
            write!(f, ".{:0width$}", self.units % unit)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn what_is_left_has_the_places_of_what_was_written() {
        for (all, part, left) in [
            ("100", "30", Some("70")),
            ("0.30", "0.1", Some("0.20")),
            ("1000.10", "999.99", Some("0.11")),
            ("12.5", "12.50", Some("0.00")),
            ("5", "5.01", None),
        ] {
            let found = decimal(all).minus(decimal(part)).map(|left| left.to_string());
            assert_eq!(found.as_deref(), left, "{all} - {part}");
        }
    }

    #[test]
    fn nobody_gets_a_part_of_a_fen() {
        for (all, people, fen) in
            [("2100", 3, 70_000), ("100", 3, 3_333), ("0.05", 2, 2), ("12.999", 1, 1_299)]
        {
            assert_eq!(decimal(all).fen_for_each(people), Some(fen), "{all} / {people}");
        }
        assert_eq!(decimal("1").fen_for_each(0), None);
    }

    #[test]
    fn what_is_no_amount_is_none() {
        for text in ["", ".5", "1.2.3", "-1", "1e3", "１", "12.123456789"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }
}
