//! The 256 bytes of text on an identity card's chip (GA/T 490): fixed fields of UTF-16, filled up with blanks.

use std::fmt;

/// What the text says; its type mark decides which card it is before anything else is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardText {
    Resident(Box<ResidentText>),
    /// Foreigners' cards are marked `I` (2017) and `Y` (2023), permits for Hong Kong, Macau and Taiwan `J`.
    OtherKind {
        type_mark: char,
    },
}

/// A resident card's fields as they stand on it, without the blanks at their ends.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ResidentText {
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
    /// `YYYYMMDD` or the two characters for a long-term card.
    pub valid_to: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextDamage {
    #[error("the text of a card has 256 bytes, this one has {0}")]
    Length(usize),
    #[error("half of a surrogate pair stands alone in the text of a card")]
    NotUtf16,
}

/// Where a field stands, in bytes.
#[derive(Clone, Copy)]
struct Field {
    at: usize,
    length: usize,
}

pub const TEXT_LENGTH: usize = 256;

const NAME: Field = Field { at: 0, length: 30 };
const SEX: Field = Field { at: 30, length: 2 };
const ETHNICITY: Field = Field { at: 32, length: 4 };
const BIRTH: Field = Field { at: 36, length: 16 };
const ADDRESS: Field = Field { at: 52, length: 70 };
const NUMBER: Field = Field { at: 122, length: 36 };
const ISSUER: Field = Field { at: 158, length: 30 };
const VALID_FROM: Field = Field { at: 188, length: 16 };
const VALID_TO: Field = Field { at: 204, length: 16 };
/// At the same place in all layouts.
const TYPE_MARK: Field = Field { at: 248, length: 2 };

/// Reads the text of a card; a name with a broken character is damage, for nobody may guess at a name.
pub fn read(text: &[u8]) -> Result<CardText, TextDamage> {
    if text.len() != TEXT_LENGTH {
        return Err(TextDamage::Length(text.len()));
    }
    match units(text, TYPE_MARK).next() {
        Some(0x20) => resident(text).map(|text| CardText::Resident(Box::new(text))),
        mark => {
            let mark = mark.and_then(|unit| char::from_u32(u32::from(unit)));
            let type_mark = mark.unwrap_or(char::REPLACEMENT_CHARACTER);
            Ok(CardText::OtherKind { type_mark })
        }
    }
}

/// The bytes of the number, to tell whether two readings are of the same card.
pub fn number_bytes(text: &[u8]) -> &[u8] {
    text.get(NUMBER.at..NUMBER.at + NUMBER.length).unwrap_or_default()
}

/// The other way round, for simulated cards; `None` when a field is longer than its place.
pub fn write(fields: &ResidentText) -> Option<Vec<u8>> {
    let mut text = [0x20, 0x00].repeat(TEXT_LENGTH / 2);
    for (field, value) in [
        (NAME, &fields.name),
        (SEX, &fields.sex),
        (ETHNICITY, &fields.ethnicity),
        (BIRTH, &fields.birth),
        (ADDRESS, &fields.address),
        (NUMBER, &fields.number),
        (ISSUER, &fields.issuer),
        (VALID_FROM, &fields.valid_from),
        (VALID_TO, &fields.valid_to),
    ] {
        put(&mut text, field, value)?;
    }
    Some(text)
}

/// Marks a text as that of another kind of card.
pub fn mark(text: &mut [u8], type_mark: char) {
    put(text, TYPE_MARK, &type_mark.to_string());
}

fn resident(text: &[u8]) -> Result<ResidentText, TextDamage> {
    Ok(ResidentText {
        name: field(text, NAME)?,
        sex: field(text, SEX)?,
        ethnicity: field(text, ETHNICITY)?,
        birth: field(text, BIRTH)?,
        address: field(text, ADDRESS)?,
        number: field(text, NUMBER)?,
        issuer: field(text, ISSUER)?,
        valid_from: field(text, VALID_FROM)?,
        valid_to: field(text, VALID_TO)?,
    })
}

/// Inner blanks stay: an address may have them.
fn field(text: &[u8], field: Field) -> Result<String, TextDamage> {
    let decoded: String = char::decode_utf16(units(text, field))
        .collect::<Result<String, _>>()
        .map_err(|_| TextDamage::NotUtf16)?;
    Ok(decoded.trim_end_matches([' ', '\0']).to_owned())
}

fn units(text: &[u8], field: Field) -> impl Iterator<Item = u16> {
    let bytes = text.get(field.at..field.at + field.length).unwrap_or_default();
    let (pairs, _) = bytes.as_chunks::<2>();
    pairs.iter().map(|pair| u16::from_le_bytes(*pair))
}

fn put(text: &mut [u8], field: Field, value: &str) -> Option<()> {
    let bytes: Vec<u8> = value.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let place = text.get_mut(field.at..field.at + field.length)?;
    place.get_mut(..bytes.len())?.copy_from_slice(&bytes);
    Some(())
}

impl fmt::Debug for ResidentText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResidentText(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::wire::vectors::{hex, table, text, vectors};

    fn invented() -> ResidentText {
        ResidentText {
            name: "𠮷䶮㛃".into(),
            sex: "2".into(),
            ethnicity: "15".into(),
            birth: "19550707".into(),
            address: "湖南省宁乡市沩山乡同庆村戊组5号".into(),
            number: "430124195507070008".into(),
            issuer: "宁乡市公安局".into(),
            valid_from: "20091111".into(),
            valid_to: "长期".into(),
        }
    }

    #[test]
    fn every_published_resident_card_reads_as_expected() {
        let all = vectors();
        let mut seen = 0;
        for card in table(&all, "cards").iter().filter(|card| text(card, "kind") == "resident") {
            let Ok(CardText::Resident(read)) = read(&hex(text(card, "text_hex"))) else {
                panic!("{}", text(card, "name"))
            };
            for (name, value) in [
                ("name", &read.name),
                ("sex", &read.sex),
                ("ethnic", &read.ethnicity),
                ("birth", &read.birth),
                ("address", &read.address),
                ("number", &read.number),
                ("authority", &read.issuer),
                ("valid_from", &read.valid_from),
                ("valid_to", &read.valid_to),
            ] {
                let expected = card.get("expected").and_then(|expected| expected.get(name));
                if let Some(expected) = expected.and_then(Value::as_str) {
                    assert_eq!(value, expected, "{name}");
                    seen += 1;
                }
            }
        }
        assert_eq!(seen, 23);
    }

    #[test]
    fn cards_of_other_kinds_are_told_by_their_mark_and_nothing_else_is_read() {
        let all = vectors();
        let mut marks = String::new();
        for card in table(&all, "cards").iter().filter(|card| text(card, "kind") != "resident") {
            let read = read(&hex(text(card, "text_hex"))).unwrap();
            let CardText::OtherKind { type_mark } = read else { panic!("{}", text(card, "name")) };
            assert_eq!(type_mark.to_string(), text(card, "kind"));
            marks.push(type_mark);
        }
        assert_eq!(marks, "JJIY");
        assert_eq!(read(&[0; 256]), Ok(CardText::OtherKind { type_mark: '\0' }));
    }

    #[test]
    fn characters_outside_the_first_plane_come_as_pairs_and_come_back_whole() {
        let bytes = write(&invented()).unwrap();
        assert_eq!(bytes.len(), TEXT_LENGTH);
        assert_eq!(read(&bytes), Ok(CardText::Resident(Box::new(invented()))));
    }

    #[test]
    fn inner_blanks_stay_and_blanks_and_zeros_at_the_end_go() {
        let fields = ResidentText { address: "甲村 乙组\0\0".into(), ..invented() };
        let Ok(CardText::Resident(read)) = read(&write(&fields).unwrap()) else { panic!() };
        assert_eq!(read.address, "甲村 乙组");
    }

    #[test]
    fn a_broken_character_or_a_wrong_length_is_damage() {
        let mut bytes = write(&invented()).unwrap();
        bytes.splice(0..2, [0x20, 0x00]);
        assert_eq!(read(&bytes), Err(TextDamage::NotUtf16));
        assert_eq!(read(&bytes.split_off(1)), Err(TextDamage::Length(255)));
    }

    #[test]
    fn a_field_that_does_not_fit_is_not_written() {
        assert!(write(&ResidentText { name: "王".repeat(15), ..invented() }).is_some());
        assert!(write(&ResidentText { name: "王".repeat(16), ..invented() }).is_none());
        assert!(write(&ResidentText { name: "𠮷".repeat(8), ..invented() }).is_none());
    }

    #[test]
    fn the_published_texts_are_written_byte_for_byte() {
        let all = vectors();
        for card in table(&all, "cards").iter().filter(|card| text(card, "kind") == "resident") {
            let bytes = hex(text(card, "text_hex"));
            let Ok(CardText::Resident(fields)) = read(&bytes) else { panic!() };
            assert_eq!(write(&fields), Some(bytes));
        }
    }

    #[test]
    fn a_text_shows_nothing_in_a_log() {
        let shown = format!("{:?}", CardText::Resident(Box::new(invented())));
        assert_eq!(shown, "Resident(ResidentText(…))");
    }

    proptest! {
        #[test]
        fn any_bytes_can_be_looked_at(bytes in proptest::collection::vec(any::<u8>(), 250..260)) {
            let _ = read(&bytes);
        }

        #[test]
        fn any_name_that_fits_comes_back(name in "[^ \\x00]{1,7}") {
            let fields = ResidentText { name, ..invented() };
            let bytes = write(&fields).unwrap();
            prop_assert_eq!(read(&bytes), Ok(CardText::Resident(Box::new(fields))));
        }
    }
}
