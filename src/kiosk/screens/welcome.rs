//! 01: the rest screen, and in how many words the machine says how it is.

use super::tile::Tile;
use crate::domain::service_item::Frequency;
use crate::kiosk::event::Now;
use crate::kiosk::session::{Machine, ReaderState, Setup};
use crate::kiosk::sight::TextSize;
use crate::kiosk::wording;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    OpenItem(String),
    Browse,
}

#[derive(Clone, PartialEq)]
pub struct View {
    pub place: String,
    pub time: String,
    pub date: String,
    pub lunar_date: String,
    pub hero: String,
    pub lead: String,
    pub invites: bool,
    pub tiles: Vec<Tile>,
    pub all_items: String,
    pub offline: Option<(String, String)>,
    pub status: Vec<Status>,
}

/// One sign of the status line: words, never a number of bars.
#[derive(Clone, PartialEq, Eq)]
pub struct Status {
    pub icon: &'static str,
    pub words: String,
    pub good: bool,
}

/// The order in which the design shows what people come for most.
const MOST_USED: [&str; 6] = [
    "advanced_age_allowance",
    "benefit_eligibility_auth",
    "resident_medical_insurance",
    "social_security_card",
    "dibao",
    "policy_consult",
];

/// The largest words leave room for what is wrong only, and not for all of that.
fn status(machine: &Machine, broken: usize, mute: bool, size: TextSize) -> Vec<Status> {
    let mut line = wording::status_line(machine);
    if mute {
        line.push(Status { icon: "volume-2", words: wording::NO_VOICE.into(), good: false });
    }
    if broken > 0 {
        let alone = size == TextSize::Normal && line.iter().all(|status| status.good);
        line.retain(|status| !status.good);
        line.insert(0, wording::broken_items(broken, alone));
        line.truncate(if size == TextSize::Normal { 3 } else { 2 });
    }
    if size == TextSize::Largest && line.iter().any(|status| !status.good) {
        line.retain(|status| !status.good);
        line.truncate(2);
    }
    line
}

/// What the words leave room for.
const fn tiles(size: TextSize, offline: bool) -> usize {
    match (size, offline) {
        (TextSize::Normal, _) | (TextSize::Large, false) => 6,
        (TextSize::Large, true) | (TextSize::Largest, _) => 4,
    }
}

pub fn view(setup: &Setup, machine: &Machine, mute: bool, now: Now, size: TextSize) -> View {
    let offered = setup.offered(now.local.date());
    let (hero, lead) = wording::invitation(machine);
    let mut most_used: Vec<_> =
        MOST_USED.iter().filter_map(|id| offered.iter().find(|item| item.id == *id)).collect();
    // on another date, or under another catalogue, the most frequent items fill the places
    let others = offered.iter().filter(|item| item.frequency == Frequency::High);
    most_used.extend(others.filter(|item| !MOST_USED.contains(&item.id.as_str())));
    View {
        place: wording::place_in_lines(&setup.point_name, size),
        time: wording::time(now.local),
        date: wording::date_with_weekday(now.local.date()),
        lunar_date: wording::lunar_date(now.local.date()),
        hero,
        lead,
        invites: machine.reader != ReaderState::Gone,
        tiles: most_used
            .into_iter()
            .take(tiles(size, machine.network == Some(false)))
            .map(|item| Tile::of(item))
            .collect(),
        all_items: wording::browse_all(offered.len()),
        offline: (machine.network == Some(false)).then(wording::offline_notice),
        status: status(machine, setup.broken_items, mute, size),
    }
}
