//! Tiles of every list.

use super::ui::TileView;
use crate::kiosk::screens::tile::Tile;

pub(super) fn tile(tile: &Tile) -> TileView {
    TileView {
        id: (&tile.id).into(),
        name: (&tile.name).into(),
        line: (&tile.line).into(),
        icon: (&tile.icon).into(),
    }
}
