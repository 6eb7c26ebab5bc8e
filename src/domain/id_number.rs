//! 公民身份号码 (GB 11643): 18 characters, check character, birth date and sex inside, masked when shown.

use std::fmt;

use jiff::civil::Date;

/// A number that is well formed: its check character is right and its birth date exists.
///
/// ```
/// use jiujin::domain::id_number::IdNumber;
/// let number = IdNumber::parse("430124194303120005").expect("an invented, valid number");
/// assert_eq!(number.masked(), "4301**********0005");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct IdNumber(String);

/// What is wrong with a number, in the order in which it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdNumberError {
    #[error("an identity number has 18 characters, this one has {0}")]
    Length(usize),
    #[error("only the last character may be an X, all others are digits")]
    NotDigits,
    #[error("the birth date in the number does not exist")]
    BirthDate,
    #[error("the check character is wrong")]
    CheckCharacter,
}

/// As the number and the card have it (GB/T 2261.1: 1 and 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    Male,
    Female,
}

impl IdNumber {
    /// Takes a small x for the check character and keeps a capital one.
    pub fn parse(text: &str) -> Result<Self, IdNumberError> {
        let text = text.trim().to_uppercase();
        let length = text.chars().count();
        if length != 18 {
            return Err(IdNumberError::Length(length));
        }
        let (body, check) = text.split_at_checked(17).ok_or(IdNumberError::NotDigits)?;
        if !body.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(IdNumberError::NotDigits);
        }
        birth_in(body).ok_or(IdNumberError::BirthDate)?;
        if check != check_character(body).to_string() {
            return Err(IdNumberError::CheckCharacter);
        }
        Ok(Self(text))
    }

    /// The whole number; for the application and the card key, never for a screen or a log.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn birth(&self) -> Date {
        self.0.get(..17).and_then(birth_in).expect("parse has seen the birth date")
    }

    /// The 17th digit: odd for men, even for women.
    pub fn sex(&self) -> Sex {
        match self.0.as_bytes().get(16) {
            Some(digit) if digit % 2 == 1 => Sex::Male,
            _ => Sex::Female,
        }
    }

    /// `4301**********0005`: four, ten stars, four.
    pub fn masked(&self) -> String {
        let first = self.0.get(..4).unwrap_or_default();
        let last = self.0.get(14..).unwrap_or_default();
        format!("{first}**********{last}")
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

fn birth_in(body: &str) -> Option<Date> {
    let year = body.get(6..10)?.parse().ok()?;
    let month = body.get(10..12)?.parse().ok()?;
    let day = body.get(12..14)?.parse().ok()?;
    Date::new(year, month, day).ok()
}

/// GB 11643, the same as ISO 7064 MOD 11-2.
fn check_character(body: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHARACTERS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let sum: u32 =
        body.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHARACTERS.get(sum as usize % 11).copied().expect("a rest of eleven is below eleven")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_the_published_table_are_taken_or_refused_with_the_reason() {
        // shared vectors; agreed with python id-validator
        for good in
            ["430182190001010017", "430124190002280023", "810000190001010034", "430124194303120005"]
        {
            assert!(IdNumber::parse(good).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("430182190001010016", IdNumberError::CheckCharacter),
            ("430182190002290014", IdNumberError::BirthDate),
            ("430182190013010013", IdNumberError::BirthDate),
            ("43018219000101001", IdNumberError::Length(17)),
            ("4301821900010100甲7", IdNumberError::NotDigits),
            ("43018219000101001x", IdNumberError::CheckCharacter),
        ] {
            assert_eq!(IdNumber::parse(bad), Err(why), "{bad}");
        }
    }

    #[test]
    fn a_number_tells_birth_and_sex_and_hides_itself() {
        let number = IdNumber::parse("430124194303120005").unwrap();
        assert_eq!(number.birth(), jiff::civil::date(1943, 3, 12));
        assert_eq!(number.sex(), Sex::Female);
        assert_eq!(format!("{number:?}"), "4301**********0005");
    }
}
