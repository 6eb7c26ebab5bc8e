//! Every page of every item, from the tile to the number of the case, as an invented person comes to it.

use jiujin::config;
use jiujin::kiosk::play::{Player, Stage, rehearse};

use crate::visitor::{BIG_AND_SMALL, DAY, Visitor, shipped_config};

impl Stage for Visitor {
    fn player(&mut self) -> &mut Player {
        &mut self.player
    }

    fn sees(&mut self, page: &str, words: &str) -> anyhow::Result<()> {
        self.see_with(page, words, &BIG_AND_SMALL)
    }
}

/// So that several machines of a test run share the work: the items of which the place in the catalogue leaves `rest`.
pub(crate) fn every_page_of_every_item(size: (u32, u32), rest: usize, parts: usize) {
    let catalogue = config::load(&shipped_config()).unwrap().catalogue;
    let mut visitor = Visitor::at(size);
    visitor.player.hurries = true;
    for item in catalogue.offered_on(DAY).skip(rest).step_by(parts) {
        if let Err(error) = rehearse(&mut visitor, item, DAY) {
            panic!("{}: {error:#}\n{}", item.id, visitor.report());
        }
    }
    visitor.leaves();
}
