//! 一件事: what the same person can file next, without telling everything again.

use std::sync::Arc;

use jiff::civil::Date;

use super::submitted;
use super::tile::Tile;
use crate::domain::bundle::Bundle;
use crate::domain::eligibility::Standing;
use crate::domain::service_item::ServiceItem;
use crate::kiosk::session::{Setup, Visit};
use crate::kiosk::wording;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    OpenItem(String),
    Back,
    Leave,
}

/// The way back: what was just filed, and what becomes of its slip.
pub struct State {
    pub from: Box<submitted::State>,
}

#[derive(Clone, PartialEq)]
pub struct View {
    pub title: String,
    pub person: String,
    pub icon: String,
    pub question: String,
    pub hint: String,
    pub tiles: Vec<Tile>,
}

/// The bundle of an item that was just filed, with what this person can still file of it here and today.
pub fn left<'a>(
    setup: &'a Setup,
    visit: &Visit,
    item_id: &str,
    day: Date,
) -> Option<(&'a Bundle, Vec<&'a Arc<ServiceItem>>)> {
    let may_be_filed = |item: &&Arc<ServiceItem>| {
        let filed = visit.filed.iter().any(|filed| filed.item.id == item.id);
        let stands = visit.standings.iter().any(|(one, standing)| {
            one.id == item.id && matches!(standing, Standing::CanFile { .. })
        });
        !filed && stands && item.offered_on(day) && setup.can_be_filed(item)
    };
    setup.bundles.iter().filter(|bundle| bundle.has(item_id)).find_map(|bundle| {
        let find = |id: &String| setup.items.iter().find(|item| item.id == *id);
        let left: Vec<_> = bundle.items.iter().filter_map(find).filter(may_be_filed).collect();
        (!left.is_empty()).then_some((bundle, left))
    })
}

pub fn view(state: &State, setup: &Setup, visit: &Visit, day: Date) -> View {
    let found = left(setup, visit, &state.from.receipt.item, day);
    let (title, icon) = found.as_ref().map_or(("", ""), |(bundle, _)| (&bundle.say, &bundle.icon));
    let (title, icon) = (title.to_owned(), icon.to_owned());
    let left = found.map(|(_, left)| left).unwrap_or_default();
    View {
        title,
        person: wording::person(Some(visit)),
        icon,
        question: wording::GO_ON_QUESTION.into(),
        hint: wording::GO_ON_HINT.into(),
        tiles: left.into_iter().map(|item| Tile::of(item)).collect(),
    }
}
