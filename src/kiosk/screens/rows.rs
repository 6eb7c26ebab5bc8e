//! Rows of words that are longer than a screen, cut into pages by how many lines they take.

use crate::kiosk::sight::TextSize;

/// One row of a list that is read, not pressed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The name of a part of the list.
    pub heading: bool,
    pub words: String,
    /// Smaller, below the words; may be empty.
    pub line: String,
    /// Short word at the right; empty: none.
    pub chip: &'static str,
    pub mark: Mark,
    /// Where the row's sentence comes from, shown in place of its line to whoever asks.
    pub source: String,
}

/// How a row stands; each has a shape beside its colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    #[default]
    Plain,
    Good,
    Wanting,
    Open,
}

impl Row {
    pub fn heading(words: &str) -> Self {
        Self { heading: true, words: words.into(), ..Self::default() }
    }

    pub fn plain(words: impl Into<String>, line: impl Into<String>) -> Self {
        Self { words: words.into(), line: line.into(), ..Self::default() }
    }
}

/// The room for rows, in drawing pixels of 1920×1080; widths are those of the narrower of the two screens.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    pub width: usize,
    pub height: usize,
}

impl Room {
    /// Below a title with a button beside it, down to the footer.
    pub const fn page(size: TextSize) -> Self {
        match size {
            TextSize::Normal | TextSize::Large => Self { width: 1427, height: 588 },
            TextSize::Largest => Self { width: 1427, height: 552 },
        }
    }
}

/// Between rows.
const GAP: usize = 16;

/// Drawing pixels of body, small and heading text; the roles of `ui/theme.slint`.
const fn sizes(size: TextSize) -> (usize, usize, usize) {
    match size {
        TextSize::Normal => (32, 28, 40),
        TextSize::Large => (40, 34, 48),
        TextSize::Largest => (48, 42, 56),
    }
}

/// A chip of three characters, its icon, its edges and the gap before it.
const fn chip_width(size: TextSize) -> usize {
    match size {
        TextSize::Normal => 210,
        TextSize::Large => 230,
        TextSize::Largest => 260,
    }
}

/// Fills pages from top to bottom. A part that goes on has its heading again, and no heading ends a page.
pub fn pages(rows: Vec<Row>, size: TextSize, room: Room) -> Vec<Vec<Row>> {
    let mut pages: Vec<Vec<Row>> = vec![Vec::new()];
    let (mut used, mut part) = (0, None::<Row>);
    for (place, row) in rows.iter().enumerate() {
        let after = if row.heading { rows.get(place + 1) } else { None };
        let needed = height(row, size, room) + after.map_or(0, |after| height(after, size, room));
        if row.heading {
            part = Some(row.clone());
        }
        if used > 0 && used + needed > room.height {
            pages.push(Vec::new());
            used = 0;
            if let (false, Some(part), Some(page)) = (row.heading, &part, pages.last_mut()) {
                used += height(part, size, room);
                page.push(part.clone());
            }
        }
        used += height(row, size, room);
        if let Some(page) = pages.last_mut() {
            page.push(row.clone());
        }
    }
    pages
}

/// With the gap below it.
fn height(row: &Row, size: TextSize, room: Room) -> usize {
    let (body, small, heading) = sizes(size);
    if row.heading {
        return lines(&row.words, heading, room.width) * line_height(heading) + GAP;
    }
    let width = room.width - if row.chip.is_empty() { 0 } else { chip_width(size) };
    lines(&row.words, body, width) * line_height(body)
        + lines(&row.line, small, width) * line_height(small)
        + GAP
}

/// Natural line height is 1.45 em.
const fn line_height(size: usize) -> usize {
    (size * 145).div_ceil(100)
}

/// A character that may not begin a line takes its neighbour along: the last place of each line is left free.
fn lines(text: &str, size: usize, width: usize) -> usize {
    let tenths: usize =
        text.chars().map(|one| if one.is_ascii() { size * 6 } else { size * 10 }).sum();
    tenths.div_ceil((width - size) * 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(words: &str) -> Row {
        Row::plain(words, "")
    }

    #[test]
    fn nothing_is_lost_and_a_part_that_goes_on_has_its_heading_again() {
        let mut rows = vec![Row::heading("条件")];
        rows.extend((0..30).map(|number| row(&format!("第{number}条"))));
        let size = TextSize::Normal;
        let pages = pages(rows.clone(), size, Room::page(size));
        assert!(pages.len() > 2, "{}", pages.len());
        for page in &pages {
            assert!(page[0].heading && !page.last().unwrap().heading);
            let used: usize = page.iter().map(|row| height(row, size, Room::page(size))).sum();
            assert!(used <= Room::page(size).height, "{used}");
        }
        let told: Vec<&Row> = pages.iter().flatten().filter(|row| !row.heading).collect();
        assert_eq!(told, rows[1..].iter().collect::<Vec<_>>());
    }

    #[test]
    fn a_heading_goes_with_what_it_stands_over() {
        let size = TextSize::Largest;
        let long = "长".repeat(150);
        let rows = vec![row(&long), Row::heading("依据"), row(&long)];
        let pages = pages(rows, size, Room::page(size));
        let headings: Vec<usize> =
            pages.iter().map(|page| page.iter().filter(|row| row.heading).count()).collect();
        assert_eq!(headings, [0, 1]);
    }
}
