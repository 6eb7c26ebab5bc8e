//! Binding of rows that are read.

use super::ui::{RowMark, RowView};
use crate::kiosk::screens::rows::{Mark, Row};

pub(super) fn row(row: &Row) -> RowView {
    RowView {
        heading: row.heading,
        words: (&row.words).into(),
        line: (&row.line).into(),
        chip: row.chip.into(),
        mark: mark(row.mark),
    }
}

pub(super) fn mark(mark: Mark) -> RowMark {
    match mark {
        Mark::Plain => RowMark::Plain,
        Mark::Good => RowMark::Good,
        Mark::Wanting => RowMark::Wanting,
        Mark::Open => RowMark::Open,
    }
}
