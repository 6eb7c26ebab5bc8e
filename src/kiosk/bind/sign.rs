//! Binding of the signature: strokes are kept and drawn here, next to the glass, until they are done.

use std::cell::RefCell;
use std::rc::Rc;

use slint::{ComponentHandle as _, Global as _, Image};

use super::ui::{App, Sign, SignView};
use super::{Send, forward, press_time};
use crate::kiosk::event::Touch;
use crate::kiosk::ink::Ink;
use crate::kiosk::screens::{View, sign};

thread_local! {
    /// The box on the screen; there is one glass and one thread that draws.
    static INK: Rc<RefCell<Ink>> = Rc::default();
}

pub(super) fn wire(app: &App, send: &Send) {
    let adapter = Sign::get(app);
    forward!(adapter, send,
        on_cannot_write() => Touch::Sign(sign::Touch::CannotWrite);
        on_back() => Touch::Sign(sign::Touch::Back);
        on_leave() => Touch::Sign(sign::Touch::Leave);
    );
    let ink = INK.with(Rc::clone);
    wire_pen(app, send, &ink);
    let weak = app.as_weak();
    adapter.on_erase({
        let ink = Rc::clone(&ink);
        move || {
            ink.borrow_mut().erase();
            refresh(&weak, &ink);
        }
    });
    let send = Rc::clone(send);
    adapter.on_done(move || send(Touch::Sign(done(&ink.borrow()))));
}

pub(super) fn show(app: &App, view: Option<&View>) {
    let adapter = Sign::get(app);
    match view {
        Some(View::Sign(view)) => adapter.set_view(SignView {
            title: (&view.title).into(),
            person: (&view.person).into(),
            question: (&view.question).into(),
            commitment: (&view.commitment).into(),
            signed_by: (&view.signed_by).into(),
            date: (&view.date).into(),
        }),
        Some(_) | None => {
            adapter.set_view(SignView::default());
            // the screen lets go of the picture first: what is shared would be copied and the copy overwritten
            adapter.set_ink(Image::default());
            INK.with(|ink| ink.borrow_mut().forget());
            adapter.set_inked(false);
        }
    }
}

pub(super) fn held(app: &App) -> String {
    let strokes = INK.with(|ink| ink.borrow().strokes().len());
    format!("{:?} strokes: {strokes}", Sign::get(app).get_view())
}

fn wire_pen(app: &App, send: &Send, ink: &Rc<RefCell<Ink>>) {
    let adapter = Sign::get(app);
    let (weak, pen, notice) = (app.as_weak(), Rc::clone(ink), Rc::clone(send));
    adapter.on_pen_down(move |x, y, width, height| {
        notice(Touch::Anywhere);
        let mut ink = pen.borrow_mut();
        ink.pen_down((x, y), (width as u32, height as u32), press_time());
        drop(ink);
        refresh(&weak, &pen);
    });
    let (weak, pen) = (app.as_weak(), Rc::clone(ink));
    adapter.on_pen_moved(move |x, y| {
        pen.borrow_mut().pen_moved((x, y), press_time());
        refresh(&weak, &pen);
    });
    let (weak, pen) = (app.as_weak(), Rc::clone(ink));
    adapter.on_pen_up(move || {
        pen.borrow_mut().pen_up();
        refresh(&weak, &pen);
    });
}

fn refresh(weak: &slint::Weak<App>, ink: &Rc<RefCell<Ink>>) {
    let Some(app) = weak.upgrade() else { return };
    let ink = ink.borrow();
    let adapter = Sign::get(&app);
    adapter.set_ink(ink.picture().map_or_else(Image::default, Image::from_rgba8));
    adapter.set_inked(sign::is_signature(&ink.signature_without_picture(), ink.aspect()));
}

fn done(ink: &Ink) -> sign::Touch {
    if ink.strokes().is_empty() {
        return sign::Touch::NotYet;
    }
    sign::Touch::Done { signature: ink.signature(), aspect: ink.aspect() }
}
