//! `catalogue/`: categories, facts, shared blocks, ways of delivery and every item of the kiosk.

#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    num::NonZero,
    panic::resume_unwind,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use toml::Spanned;

use super::{
    condition_toml::{Answer, Scope},
    error::ConfigError,
    field_toml::{ChoiceFile, FieldFile, KINDS},
    item_toml::{ItemReader, ReadItem, is_reachable},
    source::SourceFile,
};
use crate::domain::search::Index;
use crate::domain::service_item::{
    Catalogue, Category, Choice, FactDefinition, Field, ServiceItem,
};

pub(super) fn load(dir: &Path) -> Result<ReadCatalogue, ConfigError> {
    CatalogueFiles::read(&dir.join("catalogue"))?.catalogue()
}

/// The items that are right, and what is wrong with the others: a broken item takes no other with it.
#[derive(Debug)]
pub(super) struct ReadCatalogue {
    pub(super) catalogue: Catalogue,
    pub(super) left_out: Vec<LeftOutItem>,
}

/// An item that cannot be offered, by the name of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOutItem {
    pub id: String,
    pub why: ConfigError,
}

/// Every text of the folder, before anything is understood.
pub(super) struct CatalogueFiles {
    meta: SourceFile,
    categories: SourceFile,
    facts: SourceFile,
    blocks: SourceFile,
    ways: SourceFile,
    /// By the name of the file, also those that cannot be read.
    items: Vec<(String, Result<SourceFile, ConfigError>)>,
}

impl CatalogueFiles {
    pub(super) fn read(dir: &Path) -> Result<Self, ConfigError> {
        let file = |name: &str| SourceFile::read(&dir.join(name));
        Ok(Self {
            meta: file("meta.toml")?,
            categories: file("categories.toml")?,
            facts: file("facts.toml")?,
            blocks: file("blocks.toml")?,
            ways: file("delivery_ways.toml")?,
            items: item_paths(&dir.join("items"))?
                .iter()
                .map(|path| (stem(path), SourceFile::read(path)))
                .collect(),
        })
    }

    /// Every text that can be read.
    pub(super) fn texts(&self) -> impl Iterator<Item = &SourceFile> {
        let shared = [&self.meta, &self.categories, &self.facts, &self.blocks, &self.ways];
        shared.into_iter().chain(self.items.iter().filter_map(|(_, source)| source.as_ref().ok()))
    }

    /// Everything but the items themselves.
    pub(super) fn surroundings(
        self,
    ) -> Result<(Surroundings, Vec<FactFile>, ItemSources), ConfigError> {
        let facts: FactsFile = self.facts.parse()?;
        let columns = columns(&self.facts, &facts.member_column)?;
        let meta = self.meta.parse::<MetaFile>()?.meta;
        let (categories, often) = categories(&self.categories)?;
        let facts_scope = facts_scope(&self.facts, &facts.fact)?;
        let ways = ways(&self.ways, &meta)?;
        let blocks = blocks(&self.blocks)?;
        let around = Surroundings {
            meta,
            categories,
            often,
            facts_scope,
            ways,
            blocks,
            columns,
            categories_source: self.categories,
            facts_source: self.facts,
            blocks_source: self.blocks,
            meta_source: self.meta,
        };
        Ok((around, facts.fact, self.items))
    }

    pub(super) fn catalogue(self) -> Result<ReadCatalogue, ConfigError> {
        let (around, facts, sources) = self.surroundings()?;
        let (mut read, mut left_out) = (Vec::new(), Vec::new());
        for one in read_items(&sources, &around) {
            match one {
                Ok(item) => read.push(item),
                Err(why) => left_out.push(why),
            }
        }
        let known: Vec<&str> = sources.iter().map(|(id, _)| id.as_str()).collect();
        let troubles = check_across(&read, &known);
        read.retain(|(_, one)| !troubles.iter().any(|trouble| trouble.id == *one.id.get_ref()));
        left_out.extend(troubles);
        let mut items: Vec<_> = read.into_iter().map(|(_, read)| read.item).collect();
        // the city numbers the active ones; ended ones have 0 and come last
        items.sort_by_key(|item| (!item.active, item.order, item.id.clone()));
        let catalogue = Catalogue {
            version: around.meta.catalogue_version,
            categories: around.categories,
            often: around.often.into_iter().map(Spanned::into_inner).collect(),
            facts: facts.into_iter().map(FactDefinition::from).collect(),
            items,
        };
        Ok(ReadCatalogue { catalogue, left_out })
    }
}

pub(super) type ItemSources = Vec<(String, Result<SourceFile, ConfigError>)>;

type Read<'s> = Result<(&'s SourceFile, ReadItem), LeftOutItem>;

/// In the order of the files. No item needs another, so the cores share them; most of the time goes into TOML itself.
fn read_items<'s>(sources: &'s ItemSources, around: &Surroundings) -> Vec<Read<'s>> {
    let read = |(id, source): &'s (String, Result<SourceFile, ConfigError>)| {
        let source = source.as_ref().map_err(ConfigError::clone);
        source
            .and_then(|source| Ok((source, ItemReader::new(source, around).read()?)))
            .map_err(|why| LeftOutItem { id: id.clone(), why })
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let share = sources.len().div_ceil(cores).max(1);
    thread::scope(|scope| {
        let readers: Vec<_> = sources
            .chunks(share)
            .map(|part| scope.spawn(move || part.iter().map(read).collect::<Vec<_>>()))
            .collect();
        let done = readers.into_iter().map(thread::ScopedJoinHandle::join);
        done.flat_map(|part| part.unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

/// What every item is held against.
pub(super) struct Surroundings {
    pub(super) meta: Meta,
    categories: Vec<Category>,
    often: Vec<Spanned<String>>,
    pub(super) facts_scope: Scope,
    pub(super) ways: Vec<Choice>,
    pub(super) blocks: Vec<Block>,
    /// Asked about each member of a household.
    pub(super) columns: Vec<Field>,
    categories_source: SourceFile,
    facts_source: SourceFile,
    pub(super) blocks_source: SourceFile,
    meta_source: SourceFile,
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

    /// What only the whole list shows: its numbering, its count, and the names of 2018.
    pub(super) fn doubts(&self, catalogue: &Catalogue, sources: &ItemSources) -> Vec<ConfigError> {
        let mut doubts = Vec::new();
        let active: Vec<_> = catalogue.items.iter().filter(|item| item.active).collect();
        for (place, item) in active.iter().enumerate() {
            let source = sources.iter().find(|(id, _)| *id == item.id);
            let Some((_, Ok(source))) = source else { continue };
            let orders = active.iter().take(place).map(|one| one.order);
            if orders.clone().any(|order| order == item.order) {
                doubts.push(source.wrong_key("order", "repeated"));
            } else if item.order == 0 || item.order as usize > active.len() {
                let problem = format!("the active items are numbered 1 to {}", active.len());
                doubts.push(source.wrong_key("order", problem));
            }
        }
        if active.len() != self.meta.active_count as usize {
            let problem = format!("{} items are active", active.len());
            doubts.push(self.meta_source.wrong_key("active_count", problem));
        }
        for field in self.blocks.iter().flat_map(|block| &block.fields) {
            let in_items: Vec<_> = catalogue
                .items
                .iter()
                .filter_map(|item| Some((item.find_field(field.key.get_ref())?, item)))
                .collect();
            if !in_items.iter().any(|(field, item)| is_reachable(field, item)) {
                let problem = "never shown in any item";
                doubts.push(self.blocks_source.wrong(field.key.span(), problem));
            }
        }
        self.doubt_life_events(catalogue, &mut doubts);
        for name in &self.meta.article_2018_names {
            let has_it = |item: &&&ServiceItem| item.article_2018_names.contains(name.get_ref());
            if !active.iter().any(|item| has_it(&item)) {
                let problem = format!("no active item has the name \"{}\"", name.get_ref());
                doubts.push(self.meta_source.wrong(name.span(), problem));
            }
        }
        doubts
    }

    /// A tile that leads nowhere, and words by which nothing is found.
    fn doubt_life_events(&self, catalogue: &Catalogue, doubts: &mut Vec<ConfigError>) {
        let source = &self.categories_source;
        let active: Vec<Arc<ServiceItem>> =
            catalogue.items.iter().filter(|item| item.active).cloned().map(Arc::new).collect();
        for category in &self.categories {
            if !active.iter().any(|item| item.category == category.id) {
                let problem = format!("no active item belongs to \"{}\"", category.id);
                doubts.push(source.wrong_key("id", problem));
            }
        }
        let index = Index::new(&active, &[]);
        for word in &self.often {
            let day = active.iter().map(|item| item.effective_from).max().unwrap_or_default();
            if index.find(word.get_ref(), day).is_empty() {
                let problem = format!("nothing is found by \"{}\"", word.get_ref());
                doubts.push(source.wrong(word.span(), problem));
            }
        }
    }

    /// Over the item's file and what it shares with others: the city hall sees which text was asked.
    pub(super) fn digest_of(&self, item: &SourceFile) -> String {
        let all = Sha256::new()
            .chain_update(item.text())
            .chain_update(self.blocks_source.text())
            .chain_update(self.facts_source.text());
        format!("sha-256:{}", hex::encode(all.finalize()))
    }
}

/// Questions that several items share.
pub(super) struct Block {
    pub(super) id: String,
    pub(super) fields: Vec<FieldFile>,
}

/// Sorted, so that the first error is the same on every machine.
fn item_paths(dir: &Path) -> Result<Vec<PathBuf>, ConfigError> {
    let unreadable = |reason: std::io::Error| ConfigError::Unreadable {
        file: dir.display().to_string(),
        reason: reason.to_string(),
    };
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

/// The file's name without its ending: the id of the item in it.
fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Longer ones run out of their tile, and of their row, at the largest text that shows them.
const LONGEST_SAY: usize = 8;
const LONGEST_NOTE: usize = 12;
const LONGEST_ROW: usize = 24;
const LONGEST_ICON: usize = 40;

fn categories(source: &SourceFile) -> Result<(Vec<Category>, Vec<Spanned<String>>), ConfigError> {
    let file: CategoriesFile = source.parse()?;
    source.check_unique("category", file.category.iter().map(|one| &one.id))?;
    source.check_unique("word", file.often.iter())?;
    for one in &file.category {
        for (text, most) in
            [(&one.say, LONGEST_SAY), (&one.note, LONGEST_NOTE), (&one.icon, LONGEST_ICON)]
        {
            let length = text.get_ref().chars().count();
            if length == 0 || length > most {
                return Err(source.wrong(text.span(), format!("1 to {most} characters")));
            }
        }
    }
    let row: usize = file.often.iter().map(|word| word.get_ref().chars().count()).sum();
    if row > LONGEST_ROW {
        let problem = format!("{row} characters; the row holds {LONGEST_ROW}");
        return Err(source.wrong_key("often", problem));
    }
    let mut categories: Vec<Category> = file
        .category
        .into_iter()
        .map(|one| Category {
            id: one.id.into_inner(),
            name: one.name,
            say: one.say.into_inner(),
            note: one.note.into_inner(),
            icon: one.icon.into_inner(),
            order: one.order,
        })
        .collect();
    categories.sort_by_key(|category| category.order);
    Ok((categories, file.often))
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

/// As fields, so that they are asked and checked as every other question.
fn columns(source: &SourceFile, files: &[MemberColumnFile]) -> Result<Vec<Field>, ConfigError> {
    source.check_unique("column", files.iter().map(|column| &column.key))?;
    let column = |file: &MemberColumnFile| {
        Ok(Field {
            key: file.key.get_ref().clone(),
            label: file.label.clone(),
            ask: file.ask.clone(),
            review: String::new(),
            kind: source.one_of(&file.kind, "field type", &KINDS)?,
            required: file.required,
            group: "member".into(),
            prefill: String::new(),
            options: file.options.iter().map(ChoiceFile::read).collect(),
            pattern: String::new(),
            min: String::new(),
            max: String::new(),
            max_len: file.max_len,
            show_if: Vec::new(),
            help: String::new(),
            columns: Vec::new(),
            covers: Vec::new(),
            recorded: false,
        })
    };
    files.iter().map(column).collect()
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

/// What no file can know alone: who replaces whom, and no two tiles with one name. `known` has the broken items too.
fn check_across(read: &[(&SourceFile, ReadItem)], known: &[&str]) -> Vec<LeftOutItem> {
    let by_id: BTreeMap<&str, &ReadItem> =
        read.iter().map(|(_, read)| (read.id.get_ref().as_str(), read)).collect();
    let mut short_names: Vec<&str> = Vec::new();
    let mut left_out = Vec::new();
    for (source, one) in read {
        if let Err(why) = check_successors(source, one, &by_id, known) {
            left_out.push(LeftOutItem { id: one.id.get_ref().clone(), why });
            continue;
        }
        if !one.item.active {
            continue;
        }
        if short_names.contains(&one.short_name.get_ref().as_str()) {
            let why = source.repeated("short name", &one.short_name);
            left_out.push(LeftOutItem { id: one.id.get_ref().clone(), why });
            continue;
        }
        short_names.push(one.short_name.get_ref());
    }
    left_out
}

fn check_successors(
    source: &SourceFile,
    one: &ReadItem,
    by_id: &BTreeMap<&str, &ReadItem>,
    known: &[&str],
) -> Result<(), ConfigError> {
    let next = one.replaced_by.get_ref();
    if !next.is_empty() && !known.contains(&next.as_str()) {
        return Err(source.unknown("item", &one.replaced_by));
    }
    for old in &one.replaces {
        if !known.contains(&old.get_ref().as_str()) {
            return Err(source.unknown("item", old));
        }
        let says_so = |old: &ReadItem| old.replaced_by.get_ref() == one.id.get_ref();
        // one that is broken says nothing, and is told of itself
        if !by_id.get(old.get_ref().as_str()).is_none_or(|old| says_so(old)) {
            let problem = format!("\"{}\" does not say that it is replaced", old.get_ref());
            return Err(source.wrong(old.span(), problem));
        }
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
    pub(super) consult: String,
    field_types: Vec<String>,
    operators: Vec<String>,
    severities: Vec<String>,
    pub(super) levels: Vec<String>,
    accepted_cards: Vec<String>,
    pub(super) accept_levels: Vec<String>,
    delivery_ways: Vec<String>,
    /// Names of the article of 2018 that an active item of today has to answer.
    article_2018_names: Vec<Spanned<String>>,
    fee_free_text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoriesFile {
    often: Vec<Spanned<String>>,
    category: Vec<CategoryFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryFile {
    id: Spanned<String>,
    name: String,
    say: Spanned<String>,
    note: Spanned<String>,
    icon: Spanned<String>,
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
pub(super) struct FactFile {
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
struct MemberColumnFile {
    key: Spanned<String>,
    label: String,
    ask: String,
    #[serde(rename = "type")]
    kind: Spanned<String>,
    required: bool,
    #[serde(default)]
    options: Vec<ChoiceFile>,
    #[serde(default)]
    max_len: usize,
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
