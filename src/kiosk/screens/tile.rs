//! A tile: one service item in a list.

use crate::domain::service_item::ServiceItem;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tile {
    pub id: String,
    pub name: String,
    pub line: String,
    pub icon: String,
}

impl Tile {
    pub fn of(item: &ServiceItem) -> Self {
        Self::with_line(item, &item.tile_line)
    }

    pub fn with_line(item: &ServiceItem, line: &str) -> Self {
        Self {
            id: item.id.clone(),
            name: item.short_name.clone(),
            line: line.into(),
            icon: item.icon.clone(),
        }
    }
}
