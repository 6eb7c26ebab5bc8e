//! Invented cards for the simulated reader.

use crate::wire::id_card_frame::BaseData;
use crate::wire::id_card_text::{self, ResidentText};

/// A card that can be put on a [`super::id_card_reader::SimulatedReader`].
#[derive(Clone, PartialEq, Eq)]
pub struct SimulatedCard {
    base: BaseData,
}

/// What is written on a resident card, as text.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct CardFields {
    pub name: String,
    /// `1` male, `2` female.
    pub sex: String,
    /// Two digits of GB/T 3304.
    pub ethnicity: String,
    /// `YYYYMMDD`.
    pub birth: String,
    pub address: String,
    pub number: String,
    pub issuer: String,
    /// `YYYYMMDD`.
    pub valid_from: String,
    /// `YYYYMMDD`, or the two characters for a long-term card.
    pub valid_to: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a field of the card is longer than its place on the chip")]
pub struct FieldTooLong;

/// The beginning of a packed photo; the rest is filler that nobody can unpack.
const PHOTO_HEAD: [u8; 6] = [0x57, 0x4C, 0x66, 0x00, 0x7E, 0x00];
const PHOTO_LENGTH: usize = 1024;

impl SimulatedCard {
    pub fn from_fields(fields: CardFields) -> Result<Self, FieldTooLong> {
        let text = id_card_text::write(&fields.into()).ok_or(FieldTooLong)?;
        Ok(Self { base: BaseData { text, photo: filler_photo() } })
    }

    /// The same card marked as another kind: `I` and `Y` foreigners, `J` Hong Kong, Macau and Taiwan.
    pub fn marked(mut self, type_mark: char) -> Self {
        id_card_text::mark(&mut self.base.text, type_mark);
        self
    }

    /// The data of a good answer to the reading.
    pub(super) fn data(&self) -> Vec<u8> {
        self.base.data()
    }
}

impl From<CardFields> for ResidentText {
    fn from(fields: CardFields) -> Self {
        Self {
            name: fields.name,
            sex: fields.sex,
            ethnicity: fields.ethnicity,
            birth: fields.birth,
            address: fields.address,
            number: fields.number,
            issuer: fields.issuer,
            valid_from: fields.valid_from,
            valid_to: fields.valid_to,
        }
    }
}

fn filler_photo() -> Vec<u8> {
    let filler = (0_u8..=255).cycle().map(|byte| byte.wrapping_mul(31));
    PHOTO_HEAD.into_iter().chain(filler).take(PHOTO_LENGTH).collect()
}

/// The invented persons of the tests, by their names in `tests/fixtures/cards.json`.
#[cfg(test)]
pub(crate) fn invented(id: &str) -> CardFields {
    use crate::wire::vectors::{table, text};

    let file = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/cards.json"));
    let all: serde_json::Value = serde_json::from_str(file).unwrap();
    let card = table(&all, "cards").iter().find(|card| text(card, "id") == id).unwrap();
    let field = |name| text(card, name).to_owned();
    CardFields {
        name: field("name"),
        sex: field("sex"),
        ethnicity: field("ethnicity"),
        birth: field("birth"),
        address: field("address"),
        number: field("number"),
        issuer: field("issuer"),
        valid_from: field("valid_from"),
        valid_to: field("valid_to"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::id_card_text::CardText;

    #[test]
    fn every_invented_person_fits_on_a_card_and_reads_back() {
        for id in [
            "wang_xiuying",
            "liu_guangming",
            "he_yulan",
            "chen_fang",
            "ouyang_xiaoming",
            "rare",
            "child",
            "elsewhere",
            "elsewhere_80",
            "hundred",
        ] {
            let card = SimulatedCard::from_fields(invented(id)).unwrap();
            let base = BaseData::of_data(&card.data()).unwrap();
            assert_eq!(base.photo.len(), PHOTO_LENGTH);
            assert!(base.photo.starts_with(&PHOTO_HEAD));
            let expected = CardText::Resident(Box::new(invented(id).into()));
            assert_eq!(id_card_text::read(&base.text), Ok(expected), "{id}");
        }
    }

    #[test]
    fn a_card_can_be_marked_as_another_kind() {
        let card = SimulatedCard::from_fields(invented("rare")).unwrap().marked('J');
        let read = id_card_text::read(&card.base.text);
        assert_eq!(read, Ok(CardText::OtherKind { type_mark: 'J' }));
    }

    #[test]
    fn a_name_that_is_too_long_is_no_card() {
        let fields = CardFields { name: "王".repeat(16), ..invented("rare") };
        assert_eq!(SimulatedCard::from_fields(fields).err(), Some(FieldTooLong));
    }
}
