//! A photo, a scanned paper of one or several sheets, or a file from the person's own stick. Used for a question of the form
//! and for a paper of the item's materials.

use crate::devices::camera::{FileEntry, News, Order, Picture, Refusal, Taken};
use crate::domain::draft::{Draft, Value};
use crate::domain::photo::{MOST_PAGES, Photo};
use crate::domain::service_item::{Field, FieldKind, Material};
use crate::kiosk::screens::{Page, Place, fill_form};
use crate::kiosk::session::Visit;
use crate::kiosk::sight::TextSize;
use crate::kiosk::wording;

/// What the photo is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A question of the form, by its key.
    Field(String),
    /// A paper of the item, by its key.
    Material(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    Capture,
    Turn,
    /// 就用这张.
    Use,
    /// 再拍: this one is not wanted.
    Again,
    /// 再拍一张: this one is kept, and another sheet follows.
    Another,
    /// 就这些: no further sheet.
    Enough,
    /// What had been taken before stays.
    Keep,
    /// 从U盘选.
    Stick,
    /// A file, by its place in the list.
    Choose(String),
    /// 交原件到窗口.
    Original,
    PreviousPage,
    NextPage,
    Back,
    Leave,
}

/// What a touch leads to outside this screen.
pub enum Outcome {
    Stay,
    Order(Order),
    /// This is the answer.
    Done(Photo),
    /// The paper goes to the window.
    Original,
    /// Several sheets would be thrown away: asks first.
    Doubtful,
    Back,
    Leave,
}

pub struct State {
    pub draft: Draft,
    pub subject: Subject,
    /// Came from review or from the list of papers: goes straight back there.
    pub changing: bool,
    /// Given by the session when the camera is opened.
    pub opening: Option<u64>,
    stage: Stage,
    camera: CameraState,
    /// Of the camera, while it is looked through.
    live: Option<Picture>,
    /// Sheets that are wanted, in order.
    sheets: Vec<Photo>,
    files: Vec<FileEntry>,
    place: Place,
}

enum Stage {
    /// Through the camera, at what will be taken.
    Looking,
    /// At what was taken.
    Judging(Box<Taken>),
    /// At the files of a stick.
    Choosing,
    Waiting(Waiting),
}

/// For what the camera's thread is waited.
enum Waiting {
    Photo,
    Turn(Box<Taken>),
    Binding,
    List,
    File,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CameraState {
    Starting,
    Works,
    Gone,
}

/// What stands in the large box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The camera is starting, or something is being worked on.
    Wait,
    Camera,
    Sheet,
    Document,
    NoCamera,
    Files,
}

/// The way on that needs no new photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    None,
    Enough,
    Keep,
    Original,
}

#[derive(Clone, PartialEq)]
pub struct View {
    pub title: String,
    pub person: String,
    /// Empty for a paper of the materials, which is no question of the form.
    pub step: String,
    pub progress: f32,
    pub question: String,
    pub hint: String,
    pub warns: bool,
    pub shown: Shown,
    pub picture: Option<Picture>,
    /// What happened, that nothing is lost, what to do now: where there is no camera.
    pub trouble: Vec<String>,
    pub has_stick: bool,
    /// Another sheet may follow.
    pub several: bool,
    /// The photo should be taken again.
    pub doubtful: bool,
    pub rest: Rest,
    pub files: Vec<FileRow>,
    pub page: Page,
}

#[derive(Clone, PartialEq, Eq)]
pub struct FileRow {
    pub id: String,
    pub name: String,
    pub note: String,
    pub icon: &'static str,
}

pub const fn files_on_a_page(size: TextSize) -> usize {
    match size {
        TextSize::Normal | TextSize::Large => 6,
        TextSize::Largest => 4,
    }
}

impl State {
    pub fn new(draft: Draft, subject: Subject, changing: bool) -> Self {
        Self {
            draft,
            subject,
            changing,
            opening: None,
            stage: Stage::Looking,
            camera: CameraState::Starting,
            live: None,
            sheets: Vec::new(),
            files: Vec::new(),
            place: Place::default(),
        }
    }

    /// The question of the form, where it is one.
    pub fn field(&self) -> Option<&Field> {
        let Subject::Field(key) = &self.subject else { return None };
        self.draft.item().find_field(key)
    }

    fn material(&self) -> Option<&Material> {
        let Subject::Material(key) = &self.subject else { return None };
        self.draft.item().materials.iter().find(|material| material.key == *key)
    }

    /// A face, a place, a machine: no document will do, and one is enough.
    fn wants_one_picture(&self) -> bool {
        self.field().is_some_and(|field| field.kind == FieldKind::Photo)
    }

    /// A document is handed in alone.
    fn wants_pictures(&self) -> bool {
        self.wants_one_picture() || !self.sheets.is_empty()
    }

    /// The form goes on without it.
    pub fn can_do_without(&self) -> bool {
        self.field().is_none_or(|field| !field.required)
    }

    /// What is there already, from an earlier visit to this screen.
    fn kept(&self) -> Option<Photo> {
        match &self.subject {
            Subject::Material(key) => self.draft.photo_of(key).cloned(),
            Subject::Field(key) => match self.draft.value(key) {
                Some((Value::Photo(photo), _)) => Some(photo),
                Some(_) | None => None,
            },
        }
    }

    /// Time does not run out on what the machine is doing itself.
    pub fn is_busy(&self) -> bool {
        matches!(self.stage, Stage::Waiting(_))
    }

    pub fn is_judged(&self) -> Option<&Taken> {
        match &self.stage {
            Stage::Judging(taken) => Some(taken),
            Stage::Looking | Stage::Choosing | Stage::Waiting(_) => None,
        }
    }

    pub fn lists_files(&self) -> bool {
        matches!(self.stage, Stage::Choosing)
    }

    pub fn has_no_camera(&self) -> bool {
        self.camera == CameraState::Gone && matches!(self.stage, Stage::Looking)
    }

    pub fn sheets(&self) -> usize {
        self.sheets.len()
    }

    pub fn touch(&mut self, touch: &Touch, size: TextSize) -> Outcome {
        match touch {
            Touch::Leave => return Outcome::Leave,
            Touch::Back => return self.back(),
            _ if self.is_busy() => {} // the second press of a trembling hand
            Touch::Capture if self.camera == CameraState::Works => {
                return self.wait(Waiting::Photo, Order::Capture);
            }
            Touch::Capture => {}
            Touch::Turn => return self.turn(),
            Touch::Use => {
                if self.keep_sheet() {
                    return self.enough();
                }
            }
            Touch::Another => {
                self.keep_sheet();
            }
            Touch::Again => self.stage = Stage::Looking,
            Touch::Enough => return self.enough(),
            Touch::Keep => return self.kept().map_or(Outcome::Stay, Outcome::Done),
            Touch::Stick => return self.wait(Waiting::List, Order::List),
            Touch::Choose(id) => {
                if let Ok(place) = id.parse() {
                    return self.wait(Waiting::File, Order::TakeFile { place });
                }
            }
            Touch::Original => return Outcome::Original,
            Touch::PreviousPage => self.place.turn_back(files_on_a_page(size)),
            Touch::NextPage => self.place.turn_on(files_on_a_page(size), self.files.len()),
        }
        Outcome::Stay
    }

    fn wait(&mut self, waiting: Waiting, order: Order) -> Outcome {
        self.stage = Stage::Waiting(waiting);
        Outcome::Order(order)
    }

    fn turn(&mut self) -> Outcome {
        match std::mem::replace(&mut self.stage, Stage::Looking) {
            Stage::Judging(taken) if taken.picture.is_some() => {
                let (untouched, quarters) = (taken.untouched.clone(), (taken.quarters + 1) % 4);
                self.wait(Waiting::Turn(taken), Order::Turn { untouched, quarters })
            }
            other @ (Stage::Looking | Stage::Judging(_) | Stage::Choosing | Stage::Waiting(_)) => {
                self.stage = other;
                Outcome::Stay
            }
        }
    }

    /// The one that is looked at belongs to it.
    fn keep_sheet(&mut self) -> bool {
        match std::mem::replace(&mut self.stage, Stage::Looking) {
            Stage::Judging(taken) => {
                self.sheets.push(taken.photo);
                true
            }
            other @ (Stage::Looking | Stage::Choosing | Stage::Waiting(_)) => {
                self.stage = other;
                false
            }
        }
    }

    fn enough(&mut self) -> Outcome {
        match self.sheets.as_slice() {
            [] => Outcome::Stay,
            [one] => Outcome::Done(one.clone()),
            several => {
                let sheets = several.to_vec();
                self.wait(Waiting::Binding, Order::Bind { sheets })
            }
        }
    }

    /// One step within this screen, or out of it.
    fn back(&mut self) -> Outcome {
        match self.stage {
            Stage::Judging(_) | Stage::Choosing => {
                self.stage = Stage::Looking;
                Outcome::Stay
            }
            Stage::Looking | Stage::Waiting(_) if self.sheets.is_empty() => Outcome::Back,
            Stage::Looking | Stage::Waiting(_) => Outcome::Doubtful,
        }
    }

    /// What the camera's thread says; the answer to the question is `Done`.
    pub fn take(&mut self, news: News) -> Result<Outcome, Refusal> {
        match news {
            News::Frame(picture) => {
                self.camera = CameraState::Works;
                self.live = Some(picture);
            }
            News::Gone => {
                self.camera = CameraState::Gone;
                self.live = None;
                if matches!(self.stage, Stage::Waiting(Waiting::Photo)) {
                    self.stage = Stage::Looking;
                }
            }
            News::Taken(taken) if taken.picture.is_none() && self.wants_pictures() => {
                self.step_back();
                return Err(Refusal::OnlyPictures);
            }
            News::Taken(taken) => {
                if self.is_busy() {
                    self.stage = Stage::Judging(taken);
                }
            }
            News::Bound(photo) => {
                if matches!(self.stage, Stage::Waiting(Waiting::Binding)) {
                    return Ok(Outcome::Done(photo));
                }
            }
            News::Files(files) => {
                if matches!(self.stage, Stage::Waiting(Waiting::List)) {
                    self.files = files;
                    self.place = Place::default();
                    self.stage = Stage::Choosing;
                }
            }
            News::Refused(refusal) => {
                self.step_back();
                return Err(refusal);
            }
        }
        Ok(Outcome::Stay)
    }
}

impl State {
    /// To where the order was given that came to nothing.
    fn step_back(&mut self) {
        let stage = std::mem::replace(&mut self.stage, Stage::Looking);
        self.stage = match stage {
            Stage::Waiting(Waiting::Turn(taken)) => Stage::Judging(taken),
            Stage::Waiting(Waiting::File) => Stage::Choosing,
            Stage::Waiting(Waiting::Binding) => {
                self.sheets.pop();
                Stage::Looking
            }
            Stage::Waiting(Waiting::Photo | Waiting::List) | Stage::Looking => Stage::Looking,
            unmoved @ (Stage::Judging(_) | Stage::Choosing) => unmoved,
        };
    }

    /// Another sheet of the same paper may follow the one that is looked at.
    fn may_go_on(&self) -> bool {
        let document = self.is_judged().is_some_and(|taken| taken.picture.is_none());
        !self.wants_one_picture() && !document && self.sheets.len() + 1 < MOST_PAGES
    }

    fn rest(&self) -> Rest {
        if !self.sheets.is_empty() {
            Rest::Enough
        } else if self.kept().is_some() {
            Rest::Keep
        } else if self.camera == CameraState::Gone && self.can_do_without() {
            Rest::Original
        } else {
            Rest::None
        }
    }

    fn shown(&self) -> Shown {
        match &self.stage {
            Stage::Waiting(_) => Shown::Wait,
            Stage::Choosing => Shown::Files,
            Stage::Judging(taken) if taken.picture.is_some() => Shown::Sheet,
            Stage::Judging(_) => Shown::Document,
            Stage::Looking => match self.camera {
                CameraState::Starting => Shown::Wait,
                CameraState::Works => Shown::Camera,
                CameraState::Gone => Shown::NoCamera,
            },
        }
    }

    fn picture(&self) -> Option<Picture> {
        match &self.stage {
            Stage::Judging(taken) => taken.picture.clone(),
            Stage::Looking => self.live.clone(),
            Stage::Choosing | Stage::Waiting(_) => None,
        }
    }

    /// The files of the page that is shown, with their places in the list.
    pub fn files_in_sight(&self, size: TextSize) -> (Vec<(usize, &FileEntry)>, Page) {
        if !self.lists_files() {
            return (Vec::new(), Page::default());
        }
        self.place.cut(self.files.iter().enumerate(), files_on_a_page(size))
    }
}

pub fn view(state: &State, visit: &Visit, has_stick: bool, size: TextSize) -> View {
    let (files, page) = state.files_in_sight(size);
    let (step, progress) = match &state.subject {
        Subject::Field(key) => fill_form::progress(&state.draft, key, fill_form::Purpose::File),
        Subject::Material(_) => (String::new(), 0.0),
    };
    let shown = state.shown();
    let judged = state.is_judged();
    let doubt = judged.and_then(|taken| taken.doubt);
    let rest = state.rest();
    View {
        title: state.draft.item().short_name.clone(),
        person: wording::person(Some(visit)),
        step,
        progress,
        question: match (state.field(), state.material()) {
            (Some(field), _) => wording::question(field, false),
            (None, Some(_) | None) => wording::PAPER_QUESTION.into(),
        },
        hint: match doubt {
            Some(doubt) => wording::photo_doubt(doubt, !state.wants_one_picture()),
            None => wording::photo_hint(
                shown,
                state.sheets.len(),
                state.wants_one_picture(),
                state.files.is_empty(),
                state.material().map(|material| material.name.as_str()),
            ),
        },
        warns: doubt.is_some(),
        shown,
        picture: state.picture(),
        trouble: wording::no_camera(state.sheets.len(), has_stick, rest == Rest::Original),
        has_stick,
        several: state.may_go_on(),
        doubtful: doubt.is_some(),
        rest,
        files: files
            .into_iter()
            .map(|(place, file)| FileRow {
                id: place.to_string(),
                name: wording::file_name(&file.name),
                note: wording::file_note(file),
                icon: if file.is_picture { "image-plus" } else { "file-text" },
            })
            .collect(),
        page,
    }
}
