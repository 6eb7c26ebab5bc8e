//! The catalogue: how long it takes to load, to look through, to be held against a card, and to be shown.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, ensure};
use jiff::civil::{Date, date};

use super::{ADDRESS, LONG_TERM, PEOPLE, QUERIES, WALK, instant, player, print};
use crate::config;
use crate::domain::eligibility::standing;
use crate::domain::id_card::{CardText, IdCard};
use crate::domain::search::Index;
use crate::domain::service_item::ServiceItem;
use crate::kiosk::play::protocol::Command;
use crate::kiosk::settings::CatalogueBenchArguments;
use crate::kiosk::timings::Figure;

const DAY: Date = date(2026, 11, 24);

const LOAD_MS: f64 = 30.0;
const MANY: usize = 1_000;
const LOAD_MANY_MS: f64 = 500.0;
const ELIGIBILITY_MS: f64 = 2.0;
const SEARCH_MS: f64 = 2.0;

/// How often each is measured; the middle one counts.
const TIMES: usize = 9;

pub(super) fn bench(arguments: &CatalogueBenchArguments) -> anyhow::Result<()> {
    let folder =
        std::env::temp_dir().join(format!("jiujin-bench-catalogue-{}", std::process::id()));
    let measured = measure(arguments, &folder);
    let _ = fs::remove_dir_all(&folder); // only what was made here
    measured
}

fn measure(arguments: &CatalogueBenchArguments, folder: &Path) -> anyhow::Result<()> {
    let (time, shipped) = middle(|| config::load(&arguments.config))?;
    let active = shipped.catalogue.items.iter().filter(|item| item.active).count();
    print(&Figure::at_most(&format!("load {active} items and the sites"), time, LOAD_MS, "ms"));

    let many = folder.join("many");
    multiply(&arguments.config, &many)?;
    let (time, read) = middle(|| config::load(&many))?;
    let count = read.catalogue.items.len();
    ensure!(count >= MANY, "{count} of {MANY} items could be read: {:?}", read.left_out.first());
    print(&Figure::at_most(&format!("load {count} items"), time, LOAD_MANY_MS, "ms"));

    let items: Vec<Arc<ServiceItem>> =
        shipped.catalogue.items.iter().cloned().map(Arc::new).collect();
    for (birth, number) in PEOPLE {
        let card = card(birth, number)?;
        let (time, _) = middle(|| {
            let offered = items.iter().filter(|item| item.offered_on(DAY));
            anyhow::Ok(offered.map(|item| standing(item, &card, DAY)).collect::<Vec<_>>())
        })?;
        let name = format!("all items for a card, {} years", card.age_on(DAY));
        print(&Figure::at_most(&name, time, ELIGIBILITY_MS, "ms"));
    }

    let categories = &shipped.catalogue.categories;
    let (time, index) = middle(|| anyhow::Ok(Index::new(&items, categories)))?;
    print(&Figure::measured("make the index of the search, once", time, "ms"));
    let mut longest: f64 = 0.0;
    for query in QUERIES {
        longest = longest.max(middle(|| anyhow::Ok(index.find(query, DAY).len()))?.0);
    }
    print(&Figure::at_most("search, the longest of all queries", longest, SEARCH_MS, "ms"));
    walk(arguments, &folder.join("state"))
}

/// Of a kiosk that is led through its screens at 1920×1080.
fn walk(arguments: &CatalogueBenchArguments, state: &Path) -> anyhow::Result<()> {
    let (config, input) = (&arguments.config, &arguments.input_data);
    let mut player = player(config, input, state, (1920, 1080))?;
    player.play(WALK)?;
    player.ask(&Command::NoteFrames)?;
    let figures = player.figures()?;
    let shown: Vec<_> =
        figures.iter().filter(|one| one.name.starts_with("screen change")).collect();
    ensure!(!shown.is_empty(), "no screen change was measured");
    shown.into_iter().for_each(print);
    Ok(())
}

/// In milliseconds, with what came out the last time.
fn middle<T, E: Into<anyhow::Error>>(
    mut work: impl FnMut() -> Result<T, E>,
) -> anyhow::Result<(f64, T)> {
    let mut times = Vec::with_capacity(TIMES);
    let mut last = None;
    for _ in 0..TIMES {
        let begin = instant();
        let done = work().map_err(Into::into)?;
        times.push(begin.elapsed().as_secs_f64() * 1e3);
        last = Some(done);
    }
    times.sort_by(f64::total_cmp);
    let time = times.get(TIMES / 2).copied().context("nothing was measured")?;
    Ok((time, last.context("nothing was measured")?))
}

/// A folder with copies of the active items under other ids and short names, until there are enough.
fn multiply(config: &Path, many: &Path) -> anyhow::Result<()> {
    for folder in ["", "sites", "catalogue", "catalogue/items"] {
        fs::create_dir_all(many.join(folder))?;
        for entry in fs::read_dir(config.join(folder))? {
            let path = entry?.path();
            if let (true, Some(name)) = (path.is_file(), path.file_name()) {
                fs::copy(&path, many.join(folder).join(name))?;
            }
        }
    }
    let items = many.join("catalogue/items");
    let mut originals = Vec::new();
    for entry in fs::read_dir(&items)? {
        let text = fs::read_to_string(entry?.path())?;
        originals.push(text);
    }
    let mut count = originals.len();
    let active = || originals.iter().filter(|text| text.contains("\nstatus = \"active\""));
    while count < MANY {
        for text in active().take(MANY - count) {
            count += 1;
            let id = format!("copy_{count}");
            let copy: String = text
                .lines()
                .map(|line| match line.split_once(" = ").map(|(key, _)| key) {
                    Some("id") => format!("id = \"{id}\"\n"),
                    Some("short_name") => format!("short_name = \"n{count}\"\n"),
                    Some("replaces") => "replaces = []\n".into(),
                    Some("replaced_by") => "replaced_by = \"\"\n".into(),
                    Some(_) | None => format!("{line}\n"),
                })
                .collect();
            fs::write(items.join(format!("{id}.toml")), copy)?;
        }
    }
    Ok(())
}

fn card(birth: &str, number: &str) -> anyhow::Result<IdCard> {
    let woman = number.as_bytes().get(16).is_some_and(|digit| digit % 2 == 0);
    let text = CardText {
        name: "X".into(),
        sex: if woman { "2" } else { "1" }.into(),
        ethnicity: "01".into(),
        birth: birth.into(),
        address: ADDRESS.into(),
        number: number.into(),
        issuer: String::new(),
        valid_from: "20200101".into(),
        valid_to: LONG_TERM.into(),
    };
    Ok(IdCard::from_text(text, Vec::new(), String::new())?)
}
