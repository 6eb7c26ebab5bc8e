//! 09: the materials of the application, missing ones first. What is missing stops nobody.

use crate::domain::draft::Draft;
use crate::domain::materials::{MaterialState, Need};
use crate::domain::service_item::Material;
use crate::kiosk::screens::{Page, Place};
use crate::kiosk::session::Visit;
use crate::kiosk::sight::TextSize;
use crate::kiosk::wording;

use super::rows::Mark;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    PreviousPage,
    NextPage,
    /// 现在拍, 改成拍照 or 重新拍; by the material's key.
    Photograph(String),
    /// 交原件到窗口; by the material's key.
    ToWindow(String),
    Back,
    Next,
    Leave,
}

pub struct State {
    pub draft: Draft,
    pub place: Place,
    /// The order in which the rows stood when the screen opened: nothing jumps away under the finger.
    order: Vec<String>,
}

impl State {
    pub fn new(draft: Draft) -> Self {
        let order = shown(&draft).iter().map(|need| need.material.key.clone()).collect();
        Self { draft, place: Place::default(), order }
    }

    pub fn count_missing(&self) -> usize {
        count_missing(&self.draft)
    }

    fn rows(&self) -> Vec<Need<'_>> {
        let mut needs = shown(&self.draft);
        needs.sort_by_key(|need| self.order.iter().position(|key| *key == need.material.key));
        needs
    }

    pub fn count_rows(&self) -> usize {
        self.rows().len()
    }
}

/// What nobody knows to be asked for is left to the officer.
fn shown(draft: &Draft) -> Vec<Need<'_>> {
    let mut needs = draft.needs();
    needs.retain(|need| need.state != MaterialState::Depends);
    needs
}

fn count_missing(draft: &Draft) -> usize {
    draft.needs().iter().filter(|need| need.is_missing()).count()
}

/// There is something to do: a material that is neither exempt nor photographed.
pub fn is_needed(draft: &Draft) -> bool {
    draft.needs().iter().any(Need::is_brought)
}

#[derive(Clone, PartialEq)]
pub struct View {
    pub title: String,
    pub person: String,
    pub headline: String,
    pub complete: bool,
    pub rows: Vec<Row>,
    pub page: Page,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub key: String,
    pub icon: &'static str,
    pub name: String,
    pub line: String,
    pub chip: &'static str,
    pub mark: Mark,
    pub missing: bool,
    pub photo: PhotoButton,
    /// Can be brought to the window instead.
    pub to_window: bool,
    /// The one filled button.
    pub first: bool,
}

/// What the camera can do for a material.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PhotoButton {
    #[default]
    None,
    /// 现在拍
    Take,
    /// 改成拍照: it was to go to the window.
    Instead,
    /// 重新拍
    Again,
}

pub const fn rows_on_a_page(size: TextSize) -> usize {
    match size {
        TextSize::Normal => 5,
        TextSize::Large => 4,
        TextSize::Largest => 3,
    }
}

pub fn view(state: &State, visit: &Visit, size: TextSize) -> View {
    let missing = state.count_missing();
    let rows = state.rows();
    let count = rows.len();
    let first = rows.iter().find(|need| need.is_missing()).map(|need| need.material.key.clone());
    let (shown, page) = state.place.cut(rows, rows_on_a_page(size));
    View {
        title: state.draft.item().short_name.clone(),
        person: wording::person(Some(visit)),
        headline: wording::materials_title(count, missing),
        complete: missing == 0,
        rows: shown
            .iter()
            .map(|need| {
                let told = wording::material_row(need);
                Row {
                    key: need.material.key.clone(),
                    icon: icon(need.material),
                    name: told.words,
                    line: if need.is_missing() {
                        wording::missing_line(&told.line)
                    } else {
                        told.line
                    },
                    chip: told.chip,
                    mark: told.mark,
                    missing: need.is_missing(),
                    photo: match need.state {
                        MaterialState::Missing => PhotoButton::Take,
                        MaterialState::OriginalToWindow => PhotoButton::Instead,
                        // a photo that answers a question is looked at there
                        MaterialState::Photographed
                            if state.draft.photo_of(&need.material.key).is_some() =>
                        {
                            PhotoButton::Again
                        }
                        MaterialState::Photographed
                        | MaterialState::Exempt(_)
                        | MaterialState::Depends => PhotoButton::None,
                    },
                    to_window: need.is_missing(),
                    first: first.as_ref() == Some(&need.material.key),
                }
            })
            .collect(),
        page,
    }
}

fn icon(material: &Material) -> &'static str {
    match material.capture.as_str() {
        "card_reader" => "id-card",
        "camera" => "image-plus",
        _ => "file-text", // scanned, or written by a system
    }
}
