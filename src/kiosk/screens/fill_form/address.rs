//! An address: township and village picked from the sites, then the rest in words.

use super::{Choice, State};
use crate::domain::draft::{Address, Value};
use crate::domain::pinyin_order::sort_key;
use crate::domain::service_item::FieldKind;
use crate::domain::site::Sites;
use crate::kiosk::session::Setup;
use crate::kiosk::wording;

/// An address that no list of this city has.
pub const ELSEWHERE: &str = "elsewhere";

/// Township and village are picked; the rest, or an address outside the city, is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum AddressStep {
    #[default]
    Pick,
    Write,
}

impl State {
    /// Villages come from the sites files: township first.
    pub fn asks_village(&self) -> bool {
        let field = self.field();
        match field.kind {
            FieldKind::Choice => field.options.is_empty(),
            FieldKind::Address => self.address == AddressStep::Pick,
            FieldKind::Text
            | FieldKind::TextArea
            | FieldKind::Number
            | FieldKind::Date
            | FieldKind::MultiChoice
            | FieldKind::Bool
            | FieldKind::Phone
            | FieldKind::IdNumber
            | FieldKind::BankAccount
            | FieldKind::Photo
            | FieldKind::Signature
            | FieldKind::Attachment
            | FieldKind::HouseholdMembers => false,
        }
    }

    pub(super) fn pick_village(&mut self, id: &str, sites: &Sites) {
        let (Some(township), Some(_)) = (self.township.clone(), sites.find_village(id)) else {
            return;
        };
        let detail = match self.value() {
            Some(Value::Address(Address::Picked { detail, .. })) => detail,
            _ => String::new(),
        };
        let picked = Address::Picked { township, village: id.into(), detail };
        self.answer(Some(Value::Address(picked)));
        self.address = AddressStep::Write;
    }

    /// What is left of an address when its village is known.
    pub fn asks_detail(&self) -> bool {
        self.field().kind == FieldKind::Address
            && self.address == AddressStep::Write
            && matches!(self.value(), Some(Value::Address(Address::Picked { .. })))
    }

    /// The point's own township and village come first; townships are in the city's order, villages in that of pinyin.
    pub(super) fn places(&self, setup: &Setup) -> Vec<Choice> {
        let row = |id: &str, words: String| Choice { id: id.into(), words, ..Choice::default() };
        let mut rows: Vec<Choice> = match &self.township {
            None => {
                let townships = setup.sites.townships.iter();
                townships.map(|township| row(&township.code, township.name.clone())).collect()
            }
            Some(code) => {
                let villages = setup.sites.villages_of(code);
                let mut rows: Vec<Choice> =
                    villages.map(|village| row(&village.code, village.short_name())).collect();
                rows.sort_by_cached_key(|row| sort_key(&row.words));
                rows
            }
        };
        rows.sort_by_key(|row| !setup.point_code.starts_with(&row.id)); // stable
        if self.township.is_none() && self.field().kind == FieldKind::Address {
            // on the first page, behind the point's own township: whoever comes from afar need not look through all
            rows.insert(rows.len().min(1), wording::elsewhere(ELSEWHERE));
        }
        rows
    }
}
