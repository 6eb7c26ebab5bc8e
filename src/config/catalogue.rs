//! `catalogue/`: categories, facts, shared blocks, ways of delivery and every item of the kiosk.

#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use toml::Spanned;

use super::{
    condition_toml::{Answer, Scope},
    error::ConfigError,
    field_toml::{FieldFile, KINDS},
    item_toml::{ItemReader, ReadItem},
    source::SourceFile,
};
use crate::domain::service_item::{Catalogue, Category, Choice, FactDefinition};

pub(super) fn load(dir: &Path) -> Result<Catalogue, ConfigError> {
    CatalogueFiles::read(&dir.join("catalogue"))?.catalogue()
}

/// Every text of the folder, before anything is understood.
struct CatalogueFiles {
    meta: SourceFile,
    categories: SourceFile,
    facts: SourceFile,
    blocks: SourceFile,
    ways: SourceFile,
    items: Vec<SourceFile>,
}

impl CatalogueFiles {
    fn read(dir: &Path) -> Result<Self, ConfigError> {
        let file = |name: &str| SourceFile::read(&dir.join(name));
        Ok(Self {
            meta: file("meta.toml")?,
            categories: file("categories.toml")?,
            facts: file("facts.toml")?,
            blocks: file("blocks.toml")?,
            ways: file("delivery_ways.toml")?,
            items: item_paths(&dir.join("items"))?
                .iter()
                .map(|path| SourceFile::read(path))
                .collect::<Result<_, _>>()?,
        })
    }

    fn catalogue(self) -> Result<Catalogue, ConfigError> {
        let facts: FactsFile = self.facts.parse()?;
        check_members(&self.facts, &facts.member_column)?;
        let meta = self.meta.parse::<MetaFile>()?.meta;
        let categories = categories(&self.categories)?;
        let facts_scope = facts_scope(&self.facts, &facts.fact)?;
        let ways = ways(&self.ways, &meta)?;
        let blocks = blocks(&self.blocks)?;
        let around = Surroundings {
            meta,
            categories,
            facts_scope,
            ways,
            blocks,
            blocks_source: self.blocks,
        };
        let mut read = Vec::new();
        for source in &self.items {
            read.push((source, ItemReader::new(source, &around).read()?));
        }
        check_across(&read)?;
        let mut items: Vec<_> = read.into_iter().map(|(_, read)| read.item).collect();
        // the city numbers the active ones; ended ones have 0 and come last
        items.sort_by_key(|item| (!item.active, item.order, item.id.clone()));
        Ok(Catalogue {
            version: around.meta.catalogue_version,
            categories: around.categories,
            facts: facts.fact.into_iter().map(FactDefinition::from).collect(),
            items,
        })
    }
}

/// What every item is held against.
pub(super) struct Surroundings {
    pub(super) meta: Meta,
    categories: Vec<Category>,
    pub(super) facts_scope: Scope,
    pub(super) ways: Vec<Choice>,
    pub(super) blocks: Vec<Block>,
    pub(super) blocks_source: SourceFile,
}

impl Surroundings {
    pub(super) fn category(
        &self,
        source: &SourceFile,
        id: &Spanned<String>,
    ) -> Result<String, ConfigError> {
        let ids: Vec<&str> = self.categories.iter().map(|one| one.id.as_str()).collect();
        source.known(id, "category", &ids)
    }

    /// Over the item's file and the shared questions: the city hall sees which text was asked.
    pub(super) fn digest_of(&self, item: &SourceFile) -> String {
        let both = Sha256::new().chain_update(item.text()).chain_update(self.blocks_source.text());
        format!("sha-256:{}", hex::encode(both.finalize()))
    }
}

/// Questions that several items share.
pub(super) struct Block {
    pub(super) id: String,
    pub(super) fields: Vec<FieldFile>,
}

/// Sorted, so that the first error is the same on every machine.
fn item_paths(dir: &Path) -> Result<Vec<PathBuf>, ConfigError> {
    let unreadable = |reason| ConfigError::Unreadable { file: dir.display().to_string(), reason };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn categories(source: &SourceFile) -> Result<Vec<Category>, ConfigError> {
    let file: CategoriesFile = source.parse()?;
    source.check_unique("category", file.category.iter().map(|one| &one.id))?;
    let mut categories: Vec<Category> = file
        .category
        .into_iter()
        .map(|one| Category { id: one.id.into_inner(), name: one.name, order: one.order })
        .collect();
    categories.sort_by_key(|category| category.order);
    Ok(categories)
}

fn facts_scope(source: &SourceFile, facts: &[FactFile]) -> Result<Scope, ConfigError> {
    source.check_unique("fact", facts.iter().map(|fact| &fact.key))?;
    let mut scope = Scope::default();
    for fact in facts {
        let answer = match fact.kind.get_ref().as_str() {
            "bool" => Answer::Bool,
            "number" => Answer::Number,
            "date" => Answer::Date,
            "text" => Answer::Text,
            _ => return Err(source.unknown("fact type", &fact.kind)),
        };
        scope.add(fact.key.get_ref(), answer);
    }
    Ok(scope)
}

fn check_members(source: &SourceFile, columns: &[MemberColumnFile]) -> Result<(), ConfigError> {
    source.check_unique("column", columns.iter().map(|column| &column.key))?;
    for column in columns {
        source.one_of(&column.kind, "field type", &KINDS)?;
    }
    Ok(())
}

fn ways(source: &SourceFile, meta: &Meta) -> Result<Vec<Choice>, ConfigError> {
    let file: WaysFile = source.parse()?;
    source.check_unique("delivery way", file.way.iter().map(|way| &way.value))?;
    let way = |file: WayFile| {
        let value = source.known(&file.value, "delivery way", &meta.delivery_ways)?;
        let WayFile { label, say, note, icon, .. } = file;
        Ok(Choice { value, label, say, note, icon })
    };
    file.way.into_iter().map(way).collect()
}

fn blocks(source: &SourceFile) -> Result<Vec<Block>, ConfigError> {
    let file: BlocksFile = source.parse()?;
    source.check_unique("block", file.block.iter().map(|block| &block.id))?;
    let block = |file: BlockFile| Block { id: file.id.into_inner(), fields: file.field };
    Ok(file.block.into_iter().map(block).collect())
}

/// What no file can know alone: who replaces whom, and no two tiles with one name.
fn check_across(read: &[(&SourceFile, ReadItem)]) -> Result<(), ConfigError> {
    let by_id: BTreeMap<&str, &ReadItem> =
        read.iter().map(|(_, read)| (read.id.get_ref().as_str(), read)).collect();
    let mut short_names: Vec<&str> = Vec::new();
    for (source, one) in read {
        let next = one.replaced_by.get_ref();
        if !next.is_empty() && !by_id.contains_key(next.as_str()) {
            return Err(source.unknown("item", &one.replaced_by));
        }
        for old in &one.replaces {
            let Some(replaced) = by_id.get(old.get_ref().as_str()) else {
                return Err(source.unknown("item", old));
            };
            if replaced.replaced_by.get_ref() != one.id.get_ref() {
                let problem = format!("\"{}\" does not say that it is replaced", old.get_ref());
                return Err(source.wrong(old.span(), problem));
            }
        }
        if !one.item.active {
            continue;
        }
        if short_names.contains(&one.short_name.get_ref().as_str()) {
            return Err(source.repeated("short name", &one.short_name));
        }
        short_names.push(one.short_name.get_ref());
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MetaFile {
    meta: Meta,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "the lists also tell the city which words the files may use")]
pub(super) struct Meta {
    catalogue_version: String,
    city: String,
    as_of: String,
    active_count: u32,
    consult: String,
    field_types: Vec<String>,
    operators: Vec<String>,
    severities: Vec<String>,
    pub(super) levels: Vec<String>,
    accepted_cards: Vec<String>,
    pub(super) accept_levels: Vec<String>,
    delivery_ways: Vec<String>,
    fee_free_text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoriesFile {
    category: Vec<CategoryFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryFile {
    id: Spanned<String>,
    name: String,
    order: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FactsFile {
    fact: Vec<FactFile>,
    member_column: Vec<MemberColumnFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FactFile {
    key: Spanned<String>,
    label: String,
    #[serde(rename = "type")]
    kind: Spanned<String>,
    how: String,
}

impl From<FactFile> for FactDefinition {
    fn from(file: FactFile) -> Self {
        Self { key: file.key.into_inner(), label: file.label, how: file.how }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "no form shows the table of a household's members yet")]
struct MemberColumnFile {
    key: Spanned<String>,
    label: String,
    #[serde(rename = "type")]
    kind: Spanned<String>,
    required: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WaysFile {
    way: Vec<WayFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WayFile {
    value: Spanned<String>,
    label: String,
    say: String,
    note: String,
    icon: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BlocksFile {
    block: Vec<BlockFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BlockFile {
    id: Spanned<String>,
    #[expect(dead_code, reason = "for those who read the file")]
    name: String,
    field: Vec<FieldFile>,
}
