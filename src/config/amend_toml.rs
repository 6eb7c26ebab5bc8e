//! `[[amend]]` of `overrides.toml`: one value of one item, typed and checked as the item's own file is.

use serde::Deserialize;
use toml::{Spanned, Value};

use super::error::ConfigError;
use super::item_toml::{BASES, LONGEST_TILE_LINE, UNITS, number_of_days};
use super::source::SourceFile;
use crate::domain::service_item::{ServiceItem, Tier};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AmendFile {
    pub(super) item: Spanned<String>,
    /// As the item's file calls it; of a grade of money `tier.<key>.<field>`.
    field: Spanned<String>,
    value: Spanned<Value>,
    /// Who decided so: a document, a meeting; for whoever asks later.
    source: Spanned<String>,
}

impl AmendFile {
    /// What goes into the digest.
    pub(super) fn as_text(&self) -> String {
        let [field, source] = [&self.field, &self.source].map(|text| text.get_ref().as_str());
        format!("{field} = {} ({source})", self.value.get_ref())
    }
}

pub(super) struct Amender<'a> {
    pub(super) source: &'a SourceFile,
}

impl Amender<'_> {
    pub(super) fn apply(
        &self,
        amend: &AmendFile,
        item: &mut ServiceItem,
    ) -> Result<(), ConfigError> {
        if amend.source.get_ref().is_empty() {
            return Err(self.source.wrong(amend.source.span(), "must not be empty"));
        }
        let value = &amend.value;
        match amend.field.get_ref().as_str() {
            "promised_days" => item.promised.days = self.days(value)?,
            "promised_unit" => {
                item.promised.unit = self.source.one_of(&self.text(value)?, "unit", &UNITS)?;
            }
            "promised_basis" => {
                item.promised_basis = self.source.one_of(&self.text(value)?, "basis", &BASES)?;
            }
            "statutory_days" => item.statutory.days = self.days(value)?,
            "statutory_unit" => {
                item.statutory.unit = self.source.one_of(&self.text(value)?, "unit", &UNITS)?;
            }
            "immediate" => item.immediate = self.truth(value)?,
            "time_note" => item.time_note = self.text(value)?.into_inner(),
            "fee" => item.fee = self.text(value)?.into_inner(),
            "fee_note" => item.fee_note = self.text(value)?.into_inner(),
            "scope" => item.scope = self.text(value)?.into_inner(),
            "department_now" => item.department = self.text(value)?.into_inner(),
            "consult" => item.consult = self.filled(value)?,
            "tile_line" => item.tile_line = self.tile_line(value)?,
            "conditions" => item.conditions = self.texts(value)?,
            "keywords" => item.keywords = self.texts(value)?,
            other => match other.strip_prefix("tier.").and_then(|path| path.rsplit_once('.')) {
                Some((key, field)) => {
                    let tier = item.tiers.iter_mut().find(|tier| tier.key == key);
                    let unknown =
                        || self.source.wrong(amend.field.span(), format!("unknown tier \"{key}\""));
                    self.amend_tier(amend, tier.ok_or_else(unknown)?, field)?;
                }
                None => return Err(self.source.unknown("field", &amend.field)),
            },
        }
        Ok(())
    }

    fn amend_tier(
        &self,
        amend: &AmendFile,
        tier: &mut Tier,
        field: &str,
    ) -> Result<(), ConfigError> {
        let value = &amend.value;
        match field {
            "amount" => tier.amount = self.amount(value)?,
            "verified" => tier.verified = self.truth(value)?,
            "unit" => tier.unit = self.filled(value)?,
            "label" => tier.label = self.filled(value)?,
            "valid_from" => tier.valid_from = self.source.date(&self.text(value)?)?,
            "valid_to" => tier.valid_to = self.source.date_or_none(&self.text(value)?)?,
            _ => return Err(self.source.unknown("field", &amend.field)),
        }
        // who vouches for the amount now
        tier.source.clone_from(amend.source.get_ref());
        Ok(())
    }

    /// What `check-config` also doubts in an item's own file.
    pub(super) fn find_doubt(&self, amend: &AmendFile, item: &ServiceItem) -> Option<ConfigError> {
        let about_days = ["promised_days", "promised_unit", "statutory_days", "immediate"];
        if !about_days.contains(&amend.field.get_ref().as_str()) {
            return None;
        }
        let promised = item.promised.days.unwrap_or_default();
        let steps: u32 = item.steps.iter().map(|step| step.days).sum();
        let same_unit = item.promised.unit == item.statutory.unit;
        let problem = match item.statutory.days.filter(|_| same_unit) {
            _ if steps > promised => format!("the steps take {steps} days"),
            _ if item.immediate && promised != 0 => "immediate, so it must be 0".into(),
            Some(law) if promised > law => format!("longer than the law allows, {law}"),
            Some(_) | None => return None,
        };
        Some(self.source.wrong(amend.value.span(), problem))
    }

    fn days(&self, value: &Spanned<Value>) -> Result<Option<u32>, ConfigError> {
        let Value::Integer(days) = value.get_ref() else {
            return Err(self.source.wrong(value.span(), "must be a whole number"));
        };
        number_of_days(self.source, &Spanned::new(value.span(), *days))
    }

    fn truth(&self, value: &Spanned<Value>) -> Result<bool, ConfigError> {
        let truth = value.get_ref().as_bool();
        truth.ok_or_else(|| self.source.wrong(value.span(), "must be true or false"))
    }

    fn amount(&self, value: &Spanned<Value>) -> Result<f64, ConfigError> {
        let amount = match value.get_ref() {
            Value::Integer(yuan) => Some(*yuan as f64),
            Value::Float(yuan) => Some(*yuan),
            Value::String(_)
            | Value::Boolean(_)
            | Value::Datetime(_)
            | Value::Array(_)
            | Value::Table(_) => None,
        };
        let amount = amount.filter(|yuan| *yuan >= 0.0);
        amount.ok_or_else(|| self.source.wrong(value.span(), "must be an amount"))
    }

    fn text(&self, value: &Spanned<Value>) -> Result<Spanned<String>, ConfigError> {
        let text = value.get_ref().as_str();
        let text = text.ok_or_else(|| self.source.wrong(value.span(), "must be a text"))?;
        Ok(Spanned::new(value.span(), text.to_owned()))
    }

    fn filled(&self, value: &Spanned<Value>) -> Result<String, ConfigError> {
        let text = self.text(value)?.into_inner();
        if text.is_empty() {
            return Err(self.source.wrong(value.span(), "must not be empty"));
        }
        Ok(text)
    }

    fn tile_line(&self, value: &Spanned<Value>) -> Result<String, ConfigError> {
        let text = self.text(value)?.into_inner();
        if text.chars().count() > LONGEST_TILE_LINE {
            let problem = format!("longer than {LONGEST_TILE_LINE} characters");
            return Err(self.source.wrong(value.span(), problem));
        }
        Ok(text)
    }

    fn texts(&self, value: &Spanned<Value>) -> Result<Vec<String>, ConfigError> {
        let texts = value.get_ref().as_array().and_then(|values| {
            values.iter().map(|one| one.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
        });
        let texts = texts.filter(|texts| !texts.is_empty());
        texts.ok_or_else(|| self.source.wrong(value.span(), "must be a list of texts"))
    }
}
