//! What a resident identity card says, once it has been found to agree with itself.

use std::fmt;

use jiff::civil::Date;

use super::id_number::{IdNumber, IdNumberError, Sex};

/// A resident card whose number, birth date and sex agree.
#[derive(Clone, PartialEq, Eq)]
pub struct IdCard {
    pub name: String,
    pub sex: Sex,
    /// Two digits of GB/T 3304.
    pub ethnicity: String,
    pub birth: Date,
    pub address: String,
    pub number: IdNumber,
    pub issuer: String,
    pub valid_from: Date,
    pub valid_to: ValidTo,
    /// The photo of the chip as it came, still packed (`application/x-wlt`).
    pub photo: Vec<u8>,
    /// The printed form of the security module's number that read the card.
    pub sam: String,
}

/// The last day of a card; cards of people over 46 have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValidTo {
    Day(Date),
    LongTerm,
}

/// The chip's fields as text, before anyone has looked whether they agree.
#[derive(Clone, PartialEq, Eq)]
pub struct CardText {
    pub name: String,
    /// `1` male, `2` female.
    pub sex: String,
    pub ethnicity: String,
    /// `YYYYMMDD`.
    pub birth: String,
    pub address: String,
    pub number: String,
    pub issuer: String,
    pub valid_from: String,
    /// `YYYYMMDD` or `长期`.
    pub valid_to: String,
}

/// Why what was read is no card that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CardProblem {
    #[error("the card has no name")]
    NoName,
    #[error("the identity number on the card is wrong: {0}")]
    Number(#[from] IdNumberError),
    #[error("the birth date and the number of the card disagree")]
    BirthDisagrees,
    #[error("the birth date is still to come")]
    BirthToCome,
    #[error("the sex and the number of the card disagree")]
    SexDisagrees,
    #[error("the validity of the card cannot be read")]
    Validity,
    #[error("this kind of card is not a resident card")]
    OtherKind,
}

impl IdCard {
    /// The only way to a card: what disagrees with itself goes to the staff and is not guessed.
    pub fn from_text(text: CardText, photo: Vec<u8>, sam: String) -> Result<Self, CardProblem> {
        if text.name.is_empty() {
            return Err(CardProblem::NoName);
        }
        let number = IdNumber::parse(&text.number)?;
        if compact_date(&text.birth) != Some(number.birth()) {
            return Err(CardProblem::BirthDisagrees);
        }
        let sex = match text.sex.as_str() {
            "1" => Sex::Male,
            "2" => Sex::Female,
            _ => return Err(CardProblem::SexDisagrees),
        };
        if sex != number.sex() {
            return Err(CardProblem::SexDisagrees);
        }
        let valid_to = if text.valid_to == "长期" {
            ValidTo::LongTerm
        } else {
            ValidTo::Day(compact_date(&text.valid_to).ok_or(CardProblem::Validity)?)
        };
        Ok(Self {
            name: text.name,
            sex,
            ethnicity: text.ethnicity,
            birth: number.birth(),
            address: text.address,
            number,
            issuer: text.issuer,
            valid_from: compact_date(&text.valid_from).ok_or(CardProblem::Validity)?,
            valid_to,
            photo,
            sam,
        })
    }

    /// Full years on a day; someone born on 29 February is a year older on 1 March.
    pub fn age_on(&self, day: Date) -> i16 {
        let had_birthday = (day.month(), day.day()) >= (self.birth.month(), self.birth.day());
        day.year() - self.birth.year() - i16::from(!had_birthday)
    }

    pub fn expired_on(&self, day: Date) -> bool {
        matches!(self.valid_to, ValidTo::Day(last) if last < day)
    }

    /// Days until the card expires; `None` for a long-term card.
    pub fn days_left_on(&self, day: Date) -> Option<i32> {
        match self.valid_to {
            ValidTo::Day(last) => day.until(last).ok().map(|span| span.get_days()),
            ValidTo::LongTerm => None,
        }
    }
}

impl fmt::Debug for IdCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdCard({:?})", self.number)
    }
}

impl fmt::Debug for CardText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardText(…)")
    }
}

fn compact_date(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year = text.get(..4)?.parse().ok()?;
    let month = text.get(4..6)?.parse().ok()?;
    let day = text.get(6..)?.parse().ok()?;
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn text() -> CardText {
        CardText {
            name: "王秀英".into(),
            sex: "2".into(),
            ethnicity: "01".into(),
            birth: "19430312".into(),
            address: "湖南省宁乡市沙田乡沙田村甲组1号".into(),
            number: "430124194303120005".into(),
            issuer: "宁乡市公安局".into(),
            valid_from: "20080101".into(),
            valid_to: "长期".into(),
        }
    }

    #[test]
    fn a_card_whose_number_birth_and_sex_disagree_is_not_a_card() {
        let read = |text| IdCard::from_text(text, vec![], String::new()).map(|card| card.birth);
        assert_eq!(read(text()), Ok(date(1943, 3, 12)));
        let birth = CardText { birth: "19430313".into(), ..text() };
        assert_eq!(read(birth), Err(CardProblem::BirthDisagrees));
        let sex = CardText { sex: "1".into(), ..text() };
        assert_eq!(read(sex), Err(CardProblem::SexDisagrees));
        let number = CardText { number: "430124194303120006".into(), ..text() };
        assert_eq!(read(number), Err(CardProblem::Number(IdNumberError::CheckCharacter)));
        let validity = CardText { valid_to: "永远".into(), ..text() };
        assert_eq!(read(validity), Err(CardProblem::Validity));
        let nobody = CardText { name: String::new(), ..text() };
        assert_eq!(read(nobody), Err(CardProblem::NoName));
    }

    #[test]
    fn age_counts_birthdays_and_a_leap_day_child_has_it_on_the_first_of_march() {
        let leap = CardText {
            name: "欧阳小明".into(),
            sex: "1".into(),
            birth: "19960229".into(),
            number: "430124199602290015".into(),
            valid_to: "20260301".into(),
            ..text()
        };
        let card = IdCard::from_text(leap, vec![], String::new()).unwrap();
        assert_eq!(card.age_on(date(2026, 2, 28)), 29);
        assert_eq!(card.age_on(date(2026, 3, 1)), 30);
        assert!(!card.expired_on(date(2026, 3, 1)));
        assert!(card.expired_on(date(2026, 3, 2)));
        assert_eq!(card.days_left_on(date(2026, 2, 27)), Some(2));
    }

    #[test]
    fn a_card_shows_no_name_in_a_log() {
        let card = IdCard::from_text(text(), vec![], String::new()).unwrap();
        assert_eq!(format!("{card:?}"), "IdCard(4301**********0005)");
    }
}
