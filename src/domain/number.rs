//! 申请号码 and 受理编号: the two numbers of a case, each with the check character that catches a slip of the pen.

use std::fmt;

use jiff::civil::Date;

/// 申请号码, made by a kiosk without any network: site (4), month and day (4), sequence of the day (3) and a
/// check digit by ISO 7064 MOD 11,10. It is for people and comes again every year; the key is the UUID.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApplicationNumber {
    digits: String,
}

impl ApplicationNumber {
    pub fn new(site_no: &str, day: Date, sequence: u16) -> Result<Self, NumberError> {
        if sequence > 999 {
            return Err(NumberError::SequenceUsedUp);
        }
        let body = format!("{site_no}{:02}{:02}{sequence:03}", day.month(), day.day());
        let check = mod_11_10_check_digit(&body).ok_or(NumberError::Shape)?;
        Self::parse(&format!("{body}{check}"))
    }

    /// As typed or read aloud: blanks anywhere are ignored.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let digits = without_blanks(text);
        if digits.len() != 12 {
            return Err(NumberError::Shape);
        }
        let (body, check) = digits.split_at_checked(11).ok_or(NumberError::Shape)?;
        let expected = mod_11_10_check_digit(body).ok_or(NumberError::Shape)?;
        let month_and_day = body.get(4..8).ok_or(NumberError::Shape)?;
        if !is_day_of_some_year(month_and_day) {
            return Err(NumberError::NoSuchDay);
        }
        if check != expected.to_string() {
            return Err(NumberError::CheckCharacter);
        }
        Ok(Self { digits })
    }

    /// `2104 1124 0584`, as it is printed and read aloud.
    pub fn grouped(&self) -> String {
        let mut grouped = String::with_capacity(14);
        for (position, digit) in self.digits.chars().enumerate() {
            if position == 4 || position == 8 {
                grouped.push(' ');
            }
            grouped.push(digit);
        }
        grouped
    }
}

/// Without blanks, as it travels and as it stands in the QR code.
impl fmt::Display for ApplicationNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.digits)
    }
}

/// 受理编号, made by the city hall: division code 430182 (GB/T 2260), the day, a sequence of six digits and a
/// check character by ISO 7064 MOD 11-2, which may be `X`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AcceptanceNumber {
    characters: String,
}

impl AcceptanceNumber {
    /// Ningxiang, the city whose city hall this is.
    const DIVISION: &str = "430182";

    pub fn new(day: Date, sequence: u32) -> Result<Self, NumberError> {
        if sequence > 999_999 {
            return Err(NumberError::SequenceUsedUp);
        }
        let body = format!(
            "{}{:04}{:02}{:02}{sequence:06}",
            Self::DIVISION,
            day.year(),
            day.month(),
            day.day()
        );
        let check = mod_11_2_check_character(&body).ok_or(NumberError::NoSuchDay)?;
        Self::parse(&format!("{body}{check}"))
    }

    /// Blanks are ignored and a small `x` is taken for the check character.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let characters = without_blanks(text).to_ascii_uppercase();
        if characters.len() != 21 {
            return Err(NumberError::Shape);
        }
        let (body, check) = characters.split_at_checked(20).ok_or(NumberError::Shape)?;
        let expected = mod_11_2_check_character(body).ok_or(NumberError::Shape)?;
        let day = body.strip_prefix(Self::DIVISION).and_then(|rest| rest.get(..8));
        if !is_day(day.ok_or(NumberError::Shape)?) {
            return Err(NumberError::NoSuchDay);
        }
        if !check.chars().eq([expected]) {
            return Err(NumberError::CheckCharacter);
        }
        Ok(Self { characters })
    }
}

impl fmt::Display for AcceptanceNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.characters)
    }
}

/// Why some characters are not a number of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    #[error("this is not the shape of such a number")]
    Shape,
    #[error("the number names a day that does not exist")]
    NoSuchDay,
    #[error("the check character does not fit the number")]
    CheckCharacter,
    #[error("the numbers of this day are used up")]
    SequenceUsedUp,
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

/// The number repeats yearly, so 29 February must stay possible: 2024 had one.
fn is_day_of_some_year(month_and_day: &str) -> bool {
    is_day(&format!("2024{month_and_day}"))
}

fn is_day(yyyymmdd: &str) -> bool {
    let part = |from: usize, to: usize| yyyymmdd.get(from..to);
    let year = part(0, 4).and_then(|digits| digits.parse().ok());
    let month = part(4, 6).and_then(|digits| digits.parse().ok());
    let day = part(6, 8).and_then(|digits| digits.parse().ok());
    match (year, month, day) {
        (Some(year), Some(month), Some(day)) => Date::new(year, month, day).is_ok(),
        _ => false,
    }
}

/// ISO 7064 MOD 11,10, the hybrid system for decimal digits. `None` when there is anything but ASCII digits.
fn mod_11_10_check_digit(digits: &str) -> Option<u32> {
    let mut product = 10;
    for character in digits.chars() {
        let sum = (product + character.to_digit(10)?) % 10;
        product = (if sum == 0 { 10 } else { sum } * 2) % 11;
    }
    Some((11 - product) % 10)
}

/// ISO 7064 MOD 11-2, the pure system that GB 11643 uses as well. `None` when there is anything but ASCII digits.
fn mod_11_2_check_character(digits: &str) -> Option<char> {
    let mut remainder = 0;
    for character in digits.chars() {
        remainder = (remainder + character.to_digit(10)?) * 2 % 11;
    }
    match (12 - remainder) % 11 {
        10 => Some('X'),
        digit => char::from_digit(digit, 10),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_check_characters_are_those_of_published_examples() {
        for (digits, check) in [("79462", 3), ("21041124058", 4)] {
            assert_eq!(mod_11_10_check_digit(digits), Some(check), "{digits}");
        }
        // the standard's own 0794 and 079, an ISNI, and the example number of GB 11643-1999
        for (digits, check) in [
            ("0794", '0'),
            ("079", 'X'),
            ("000000012103268", '3'),
            ("11010519491231002", 'X'),
            ("44052418800101001", '4'),
        ] {
            assert_eq!(mod_11_2_check_character(digits), Some(check), "{digits}");
        }
    }

    #[test]
    fn an_application_number_is_read_with_and_without_blanks() {
        for text in ["210411240584", "2104 1124 0584", " 2104\u{3000}1124 0584 "] {
            let number = ApplicationNumber::parse(text).unwrap();
            assert_eq!(number.to_string(), "210411240584");
            assert_eq!(number.grouped(), "2104 1124 0584");
        }
    }

    #[test]
    fn a_kiosk_makes_the_number_of_its_site_and_day() {
        let day = date(2026, 11, 24);
        for (sequence, number) in [(58, "210411240584"), (0, "210411240007"), (999, "210411249990")]
        {
            assert_eq!(ApplicationNumber::new("2104", day, sequence).unwrap().to_string(), number);
        }
        assert_eq!(ApplicationNumber::new("2104", day, 1000), Err(NumberError::SequenceUsedUp));
        for site_no in ["", "210", "21041", "21o4", "２１０４"] {
            assert_eq!(
                ApplicationNumber::new(site_no, day, 1),
                Err(NumberError::Shape),
                "{site_no}"
            );
        }
        assert!(ApplicationNumber::new("2104", date(2028, 2, 29), 1).is_ok());
    }

    #[test]
    fn a_wrong_application_number_is_told_apart_by_what_is_wrong() {
        for (text, error) in [
            ("", NumberError::Shape),
            ("21041124058", NumberError::Shape),
            ("2104112405840", NumberError::Shape),
            ("21041124058X", NumberError::CheckCharacter),
            ("2104112405O4", NumberError::Shape),
            ("210411240585", NumberError::CheckCharacter),
            ("210413240580", NumberError::NoSuchDay),
            ("二一〇四", NumberError::Shape),
        ] {
            assert_eq!(ApplicationNumber::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn every_single_wrong_digit_is_caught() {
        let number = "210411240584";
        for position in 0..12 {
            for wrong in '0'..='9' {
                let mut digits: Vec<char> = number.chars().collect();
                if digits[position] == wrong {
                    continue;
                }
                digits[position] = wrong;
                let text: String = digits.into_iter().collect();
                assert!(ApplicationNumber::parse(&text).is_err(), "{text}");
            }
        }
    }

    #[test]
    fn an_acceptance_number_is_made_for_a_day_and_read_again() {
        for (day, sequence, text) in [
            (date(2026, 11, 24), 1, "430182202611240000015"),
            (date(2026, 11, 24), 999_999, "430182202611249999996"),
        ] {
            let number = AcceptanceNumber::new(day, sequence).unwrap();
            assert_eq!(number.to_string(), text);
            assert_eq!(AcceptanceNumber::parse(text), Ok(number));
        }
        assert_eq!(
            AcceptanceNumber::new(date(2026, 11, 24), 1_000_000),
            Err(NumberError::SequenceUsedUp)
        );
    }

    #[test]
    fn an_acceptance_number_may_end_in_x_and_a_small_x_is_taken() {
        let day = date(2026, 11, 24);
        let number = (1..100)
            .map(|sequence| AcceptanceNumber::new(day, sequence).unwrap())
            .find(|number| number.to_string().ends_with('X'))
            .unwrap();
        let typed = number.to_string().to_lowercase();
        assert_eq!(AcceptanceNumber::parse(&typed), Ok(number));
    }

    #[test]
    fn a_wrong_acceptance_number_is_told_apart_by_what_is_wrong() {
        for (text, error) in [
            ("", NumberError::Shape),
            ("43018220261124000001", NumberError::Shape),
            ("430181202611240000011", NumberError::Shape),
            ("430182202613240000011", NumberError::NoSuchDay),
            ("43018220261124000001Y", NumberError::CheckCharacter),
        ] {
            assert_eq!(AcceptanceNumber::parse(text), Err(error), "{text}");
        }
    }
}
