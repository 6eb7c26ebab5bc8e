//! `overrides.toml`: what one site changes about the catalogue without touching it.

use serde::Deserialize;
use toml::Spanned;

use super::{LeftOutItem, error::ConfigError, source::SourceFile};
use crate::domain::service_item::Catalogue;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overrides {
    /// Items that can be filed at this kiosk; the others show their guide only.
    pub open: Vec<String>,
}

impl Overrides {
    pub fn can_be_filed(&self, item_id: &str) -> bool {
        self.open.iter().any(|id| id == item_id)
    }
}

pub(super) fn read(
    source: &SourceFile,
    catalogue: &Catalogue,
    left_out: &[LeftOutItem],
) -> Result<Overrides, ConfigError> {
    let file: OverridesFile = source.parse()?;
    let mut open: Vec<String> = Vec::new();
    for id in file.filing.open {
        let is_broken = left_out.iter().any(|item| item.id == *id.get_ref());
        if catalogue.find_item(id.get_ref()).is_none() && !is_broken {
            return Err(source.unknown("item", &id));
        }
        if open.contains(id.get_ref()) {
            return Err(source.repeated("item", &id));
        }
        open.push(id.into_inner());
    }
    Ok(Overrides { open })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OverridesFile {
    filing: FilingFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FilingFile {
    open: Vec<Spanned<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_override_of_an_item_that_is_not_there_is_named() {
        let catalogue = Catalogue {
            version: String::new(),
            categories: Vec::new(),
            often: Vec::new(),
            facts: Vec::new(),
            items: Vec::new(),
        };
        for (text, expected) in [
            ("[filing]\nopen = []\n", Ok(())),
            (
                "[filing]\nopen = [\n  \"dibao\",\n]\n",
                Err("overrides.toml:3: field \"open\": unknown item \"dibao\""),
            ),
            ("[filing]\n", Err("overrides.toml:1: field \"open\": is missing")),
            (
                "[filing]\nopen = []\nshut = []\n",
                Err("overrides.toml:3: field \"shut\": unknown field"),
            ),
        ] {
            let read = read(&SourceFile::new("overrides.toml", text), &catalogue, &[]);
            let read = read.map(|_| ()).map_err(|error| error.to_string());
            assert_eq!(read, expected.map_err(str::to_owned));
        }
    }
}
