//! Binding of the screen that takes photos: pixels of the camera's thread are copied to the glass and cleared when it is left.

use std::cell::RefCell;

use slint::{Global as _, Image, Rgb8Pixel, SharedPixelBuffer};

use super::ui::{App, FileView, PhotoRest, PhotoShown, TakePhoto, TakePhotoView};
use super::{Send, forward, page, rows};
use crate::devices::camera::Picture;
use crate::kiosk::event::Touch;
use crate::kiosk::screens::View;
use crate::kiosk::screens::take_photo::{self, Rest, Shown};

thread_local! {
    /// What is on the glass: the same picture is not copied again.
    static SHOWN: RefCell<Option<Picture>> = const { RefCell::new(None) };
}

pub(super) fn wire(app: &App, send: &Send) {
    let adapter = TakePhoto::get(app);
    forward!(adapter, send,
        on_capture() => Touch::TakePhoto(take_photo::Touch::Capture);
        on_turn() => Touch::TakePhoto(take_photo::Touch::Turn);
        on_use_this() => Touch::TakePhoto(take_photo::Touch::Use);
        on_again() => Touch::TakePhoto(take_photo::Touch::Again);
        on_another() => Touch::TakePhoto(take_photo::Touch::Another);
        on_enough() => Touch::TakePhoto(take_photo::Touch::Enough);
        on_keep() => Touch::TakePhoto(take_photo::Touch::Keep);
        on_stick() => Touch::TakePhoto(take_photo::Touch::Stick);
        on_choose(id) => Touch::TakePhoto(take_photo::Touch::Choose(id.into()));
        on_original() => Touch::TakePhoto(take_photo::Touch::Original);
        on_previous_page() => Touch::TakePhoto(take_photo::Touch::PreviousPage);
        on_next_page() => Touch::TakePhoto(take_photo::Touch::NextPage);
        on_back() => Touch::TakePhoto(take_photo::Touch::Back);
        on_leave() => Touch::TakePhoto(take_photo::Touch::Leave);
    );
}

pub(super) fn show(app: &App, view: Option<&View>) {
    let adapter = TakePhoto::get(app);
    match view {
        Some(View::TakePhoto(view)) => {
            adapter.set_view(properties(view));
            show_picture(&adapter, view.picture.as_ref());
        }
        Some(_) | None => {
            adapter.set_view(TakePhotoView::default());
            show_picture(&adapter, None);
        }
    }
}

fn show_picture(adapter: &TakePhoto<'_>, picture: Option<&Picture>) {
    SHOWN.with_borrow_mut(|shown| {
        if shown.as_ref() != picture {
            adapter.set_picture(picture.map_or_else(Image::default, image));
            *shown = picture.cloned();
        }
    });
}

fn image(picture: &Picture) -> Image {
    Image::from_rgb8(SharedPixelBuffer::<Rgb8Pixel>::clone_from_slice(
        picture.pixels(),
        picture.width,
        picture.height,
    ))
}

pub(super) fn held(app: &App) -> String {
    let adapter = TakePhoto::get(app);
    let size = adapter.get_picture().size();
    format!("{:?} picture: {}x{}", adapter.get_view(), size.width, size.height)
}

fn properties(view: &take_photo::View) -> TakePhotoView {
    TakePhotoView {
        title: (&view.title).into(),
        person: (&view.person).into(),
        step: (&view.step).into(),
        progress: view.progress,
        question: (&view.question).into(),
        hint: (&view.hint).into(),
        warns: view.warns,
        shown: match view.shown {
            Shown::Wait => PhotoShown::Wait,
            Shown::Camera => PhotoShown::Camera,
            Shown::Sheet => PhotoShown::Sheet,
            Shown::Document => PhotoShown::Document,
            Shown::NoCamera => PhotoShown::NoCamera,
            Shown::Files => PhotoShown::Files,
        },
        trouble: rows(view.trouble.iter().map(Into::into)),
        has_stick: view.has_stick,
        several: view.several,
        doubtful: view.doubtful,
        rest: match view.rest {
            Rest::None => PhotoRest::None,
            Rest::Enough => PhotoRest::Enough,
            Rest::Keep => PhotoRest::Keep,
            Rest::Original => PhotoRest::Original,
        },
        files: rows(view.files.iter().map(|file| FileView {
            id: (&file.id).into(),
            name: (&file.name).into(),
            note: (&file.note).into(),
            icon: file.icon.into(),
        })),
        page: page(&view.page),
    }
}
