//! 一件事: several items for one person in one sitting. Each stays an application of its own; what was told once is not asked again.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::draft::{Value, problem_with};
use super::service_item::{Field, FieldKind, ServiceItem};

/// Items that people need together, in the order in which they are filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    pub id: String,
    /// The official name.
    pub name: String,
    /// What it is about, as people say it.
    pub say: String,
    pub icon: String,
    pub items: Vec<String>,
    /// Keys of fields that mean the same in different items.
    pub same: Vec<Vec<String>>,
}

/// What an item was filed with in this sitting; it goes when the person goes.
#[derive(Clone)]
pub struct Filed {
    pub item: Arc<ServiceItem>,
    pub values: Vec<(String, Value)>,
}

impl Filed {
    fn find(&self, key: &str) -> Option<(&Field, &Value)> {
        let (_, value) = self.values.iter().find(|(told, _)| told == key)?;
        Some((self.item.find_field(key)?, value))
    }
}

impl Bundle {
    pub fn has(&self, item_id: &str) -> bool {
        self.items.iter().any(|id| id == item_id)
    }

    /// Answers that the form of another item of the bundle begins with, by its own keys; the latest words count.
    pub fn shared(
        &self,
        filed: &[Filed],
        item: &ServiceItem,
        day: Date,
    ) -> BTreeMap<String, Value> {
        let mut shared = BTreeMap::new();
        for field in item.fields.iter().filter(|field| may_be_shared(field)) {
            let keys = self.keys_like(&field.key);
            let from = filed.iter().rev().filter(|one| {
                // once more the same is about somebody else: the other twin
                self.has(&one.item.id) && one.item.id != item.id
            });
            let mut told = from.flat_map(|one| keys.iter().filter_map(|key| one.find(key)));
            let fitting = told.find(|(asked, value)| {
                asked.kind == field.kind
                    && means_the_same(asked, field, value)
                    && problem_with(field, Some(value), day).is_none()
            });
            if let Some((_, value)) = fitting {
                shared.insert(field.key.clone(), value.clone());
            }
        }
        shared
    }

    /// The key itself, then what means the same.
    fn keys_like<'a>(&'a self, key: &'a str) -> Vec<&'a str> {
        let alike = self.same.iter().filter(|keys| keys.iter().any(|one| one == key)).flatten();
        std::iter::once(key).chain(alike.map(String::as_str)).collect()
    }
}

/// Nobody signs by having signed something else, and every item has papers of its own.
fn may_be_shared(field: &Field) -> bool {
    let own = matches!(field.kind, FieldKind::Signature | FieldKind::Attachment);
    !own && field.group != "sign" && !field.prefill.starts_with("id_card.")
}

/// The same word may stand for different things where two questions have one name.
fn means_the_same(asked: &Field, field: &Field, value: &Value) -> bool {
    let one_name = asked.key == field.key;
    let same_words = |chosen: &str| match (asked.find_choice(chosen), field.find_choice(chosen)) {
        (Some(here), Some(there)) => !one_name || here.label == there.label,
        (None, None) => field.options.is_empty(),
        (Some(_), None) | (None, Some(_)) => false,
    };
    match value {
        Value::Text(chosen) if field.kind == FieldKind::Choice => same_words(chosen),
        Value::Choices(chosen) => chosen.iter().all(|one| same_words(one)),
        Value::Bool(value) if !field.options.is_empty() => same_words(&value.to_string()),
        // words, numbers and days mean what they say
        Value::Text(_)
        | Value::Number(_)
        | Value::Date(_)
        | Value::Bool(_)
        | Value::Address(_)
        | Value::BankAccount(_)
        | Value::CardPhoto(_)
        | Value::Photo(_)
        | Value::Signature(_)
        | Value::Members(_) => true,
    }
}
