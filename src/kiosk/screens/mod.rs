//! One file per screen: its state, its touches, its view.

pub mod calling;
pub mod choose_item;
pub mod fill_form;
pub mod go_on;
pub mod guide;
pub mod materials;
pub mod my_cases;
pub mod notice;
pub mod out_of_service;
pub mod rate;
pub mod read_card;
pub mod review;
pub mod rows;
pub mod sign;
pub mod submitted;
pub mod take_photo;
pub mod tile;
pub mod welcome;
pub mod write_text;

use super::legible::{self, CanBeDrawn};
use super::wording;

/// Where a person is in a list that is longer than the screen: the first row that is shown. Pages hold fewer rows when
/// the words are larger, the place stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place(usize);

impl Place {
    pub fn page(self, rows_on_a_page: usize) -> usize {
        self.0 / rows_on_a_page
    }

    pub fn turn_back(&mut self, rows_on_a_page: usize) {
        self.0 = self.page(rows_on_a_page).saturating_sub(1) * rows_on_a_page;
    }

    /// Stays on the last page of `count` rows.
    pub fn turn_on(&mut self, rows_on_a_page: usize, count: usize) {
        let next = (self.page(rows_on_a_page) + 1) * rows_on_a_page;
        if next < count {
            self.0 = next;
        }
    }

    /// A list has become shorter: the last page of `count` rows at most.
    pub fn stay_within(&mut self, rows_on_a_page: usize, count: usize) {
        self.0 = self.0.min(count.saturating_sub(1) / rows_on_a_page * rows_on_a_page);
    }

    /// The rows of the page and what is said about it.
    pub fn cut<T>(
        self,
        rows: impl IntoIterator<Item = T>,
        rows_on_a_page: usize,
    ) -> (Vec<T>, Page) {
        let rows: Vec<T> = rows.into_iter().collect();
        let (page, pages) = (self.page(rows_on_a_page), rows.len().div_ceil(rows_on_a_page).max(1));
        let shown = rows.into_iter().skip(page * rows_on_a_page).take(rows_on_a_page).collect();
        (shown, wording::page(page, pages))
    }
}

/// Which part of a list that is longer than the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub words: String,
    pub first: bool,
    pub last: bool,
}

/// The screen that is shown, with what only it knows.
pub enum Screen {
    Welcome,
    ReadCard(read_card::State),
    ChooseItem(choose_item::State),
    Guide(Box<guide::State>),
    Notice(Box<notice::State>),
    FillForm(Box<fill_form::State>),
    WriteText(Box<write_text::State>),
    Materials(Box<materials::State>),
    TakePhoto(Box<take_photo::State>),
    Sign(Box<sign::State>),
    Review(Box<review::State>),
    Submitted(Box<submitted::State>),
    GoOn(go_on::State),
    Rate(rate::State),
    MyCases(my_cases::State),
    OutOfService(out_of_service::State),
}

impl Screen {
    /// The word that the city hall is told when somebody asks for a person; part of the contract.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Welcome => "welcome",
            Self::ReadCard(_) => "read_card",
            Self::ChooseItem(_) => "choose_item",
            Self::Guide(_) => "guide",
            Self::Notice(_) => "notice",
            Self::FillForm(_) => "fill_form",
            Self::WriteText(_) => "write_text",
            Self::Materials(_) => "materials",
            Self::TakePhoto(_) => "take_photo",
            Self::Sign(_) => "sign",
            Self::Review(_) => "review",
            Self::Submitted(_) => "submitted",
            Self::GoOn(_) => "go_on",
            Self::Rate(_) => "rate",
            Self::MyCases(_) => "my_cases",
            Self::OutOfService(_) => "out_of_service",
        }
    }

    /// Answers that have not been handed in.
    pub fn has_open_form(&self) -> bool {
        match self {
            Self::FillForm(_)
            | Self::Materials(_)
            | Self::TakePhoto(_)
            | Self::Sign(_)
            | Self::Review(_) => true,
            Self::WriteText(state) => state.answers_a_form(),
            Self::Welcome
            | Self::ReadCard(_)
            | Self::ChooseItem(_)
            | Self::Guide(_)
            | Self::Notice(_)
            | Self::Submitted(_)
            | Self::GoOn(_)
            | Self::Rate(_)
            | Self::MyCases(_)
            | Self::OutOfService(_) => false,
        }
    }
}

/// What a screen shows; plain data for the binding of the same name.
#[derive(Clone, PartialEq)]
pub enum View {
    Welcome(welcome::View),
    ReadCard(read_card::View),
    ChooseItem(choose_item::View),
    Guide(Box<guide::View>),
    Notice(notice::View),
    Materials(materials::View),
    FillForm(fill_form::View),
    WriteText(write_text::View),
    TakePhoto(take_photo::View),
    Sign(sign::View),
    Review(review::View),
    Submitted(submitted::View),
    GoOn(go_on::View),
    Rate(rate::View),
    MyCases(my_cases::View),
    OutOfService(out_of_service::View),
}

impl View {
    /// Marks what no font draws in words that come from a card, a keyboard or the city hall; all other words are
    /// ours and have glyphs. Review says that what is stored is exact.
    pub fn mark(&mut self, can_be_drawn: CanBeDrawn) {
        let mark = |text: &mut String| legible::mark(text, can_be_drawn);
        match self {
            Self::ReadCard(view) => {
                mark(&mut view.greeting);
            }
            Self::ChooseItem(view) => {
                mark(&mut view.person);
                mark(&mut view.query);
                mark(&mut view.nothing);
            }
            Self::Guide(view) => {
                mark(&mut view.person);
            }
            Self::Notice(view) => {
                mark(&mut view.person);
            }
            Self::Materials(view) => {
                mark(&mut view.person);
            }
            Self::FillForm(view) => {
                mark(&mut view.person);
                // a hint that says what is wrong is more urgent
                if mark(&mut view.entry) > 0 && view.ready {
                    view.hint = wording::written_not_drawn();
                }
            }
            Self::WriteText(view) => {
                let written = mark(&mut view.text);
                mark(&mut view.first_line);
                mark(&mut view.last_line);
                let offered: usize =
                    view.candidates.iter_mut().map(|candidate| mark(&mut candidate.words)).sum();
                if offered > 0 && !view.warns {
                    view.hint = wording::candidate_not_drawn();
                } else if written > 0 && !view.warns {
                    view.hint = wording::written_not_drawn();
                }
            }
            Self::TakePhoto(view) => {
                mark(&mut view.person);
                for file in &mut view.files {
                    mark(&mut file.name);
                }
            }
            Self::Sign(view) => {
                mark(&mut view.person);
                mark(&mut view.signed_by);
            }
            Self::Review(view) => {
                mark(&mut view.person);
                let rows = view.left.iter_mut().chain(&mut view.right);
                let missing = rows.map(|row| mark(&mut row.value)).sum();
                if missing > 0 && !view.notice_warns {
                    view.notice = wording::stored_exactly(missing);
                }
            }
            Self::Submitted(view) => {
                mark(&mut view.person);
                mark(&mut view.line);
            }
            Self::GoOn(view) => {
                mark(&mut view.person);
            }
            Self::MyCases(view) => {
                mark(&mut view.person);
                for case in &mut view.cases {
                    mark(&mut case.asked);
                    mark(&mut case.remark);
                }
            }
            Self::Welcome(_) | Self::Rate(_) | Self::OutOfService(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fill_form::tests::form;
    use super::write_text::{Engines, State, Touch};
    use super::*;

    #[test]
    fn a_character_without_a_glyph_is_explained_where_it_stands() {
        let mut panel = State::new(Box::new(form("advanced_age_allowance", "current_address")));
        panel.touch(Touch::Typed("\u{2B736}家湾".into()));
        let mut view = View::WriteText(write_text::view(&panel, Engines::default()));
        view.mark(|one| one < '\u{20000}');
        let View::WriteText(view) = view else { panic!("no panel") };
        assert_eq!((view.text.as_str(), view.hint), ("〓家湾", wording::written_not_drawn()));
    }
}
