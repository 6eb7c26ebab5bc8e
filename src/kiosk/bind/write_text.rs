//! Binding of the writing panel: ink is kept and drawn here, next to the glass; each stroke that ends is told.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use slint::{ComponentHandle as _, Global as _, Image};

use super::ui::{App, CandidateView, WriteText, WriteTextView, WritingWay};
use super::{Send, forward, press_time, rows};
use crate::kiosk::event::Touch;
use crate::kiosk::ink::Ink;
use crate::kiosk::screens::View;
use crate::kiosk::screens::write_text::{self, MOST_STROKES, Way};

thread_local! {
    /// The box on the screen; there is one glass and one thread that draws.
    static INK: Rc<RefCell<Ink>> = Rc::new(RefCell::new(Ink::of_a_character()));
    /// How often the session had emptied the box when it was last shown.
    static EMPTIED: Cell<u64> = const { Cell::new(0) };
}

pub(super) fn wire(app: &App, send: &Send) {
    let adapter = WriteText::get(app);
    forward!(adapter, send,
        on_way(way) => Touch::WriteText(write_text::Touch::Way(way_of(way)));
        on_key(key) => Touch::WriteText(write_text::Touch::Key(key.into()));
        on_rewrite() => Touch::WriteText(write_text::Touch::Rewrite);
        on_choose(id) => Touch::WriteText(write_text::Touch::Choose(id.into()));
        on_previous_candidates() => Touch::WriteText(write_text::Touch::PreviousCandidates);
        on_next_candidates() => Touch::WriteText(write_text::Touch::NextCandidates);
        on_step_back() => Touch::WriteText(write_text::Touch::StepBack);
        on_typed(text) => Touch::WriteText(write_text::Touch::Typed(text.into()));
        on_clear() => Touch::WriteText(write_text::Touch::Clear);
        on_done() => Touch::WriteText(write_text::Touch::Done);
        on_give_up() => Touch::WriteText(write_text::Touch::GiveUp);
    );
    let ink = INK.with(Rc::clone);
    wire_pen(app, send, &ink);
    wire_undo(app, send, &ink);
}

pub(super) fn show(app: &App, view: Option<&View>) {
    let adapter = WriteText::get(app);
    let (shown, emptied) = match view {
        Some(View::WriteText(view)) => (properties(view), Some(view.emptied)),
        Some(_) | None => (WriteTextView::default(), None),
    };
    adapter.set_view(shown);
    if emptied.is_none_or(|emptied| emptied != EMPTIED.get()) {
        EMPTIED.set(emptied.unwrap_or_default());
        // the screen lets go of the picture first: what is shared would be copied and the copy overwritten
        adapter.set_ink(Image::default());
        INK.with(|ink| ink.borrow_mut().forget());
        adapter.set_inked(false);
    }
}

pub(super) fn held(app: &App) -> String {
    let strokes = INK.with(|ink| ink.borrow().strokes().len());
    format!("{:?} strokes: {strokes}", WriteText::get(app).get_view())
}

fn wire_pen(app: &App, send: &Send, ink: &Rc<RefCell<Ink>>) {
    let adapter = WriteText::get(app);
    let (weak, pen, notice) = (app.as_weak(), Rc::clone(ink), Rc::clone(send));
    adapter.on_pen_down(move |x, y, width, height| {
        notice(Touch::Anywhere);
        let mut ink = pen.borrow_mut();
        if ink.strokes().len() < MOST_STROKES {
            ink.pen_down((x, y), (width as u32, height as u32), press_time());
            drop(ink);
            refresh(&weak, &pen);
        } else {
            // one more is told and not drawn: the session says that it is too much
            notice(Touch::WriteText(write_text::Touch::Stroke(vec![(x, y)])));
        }
    });
    let (weak, pen) = (app.as_weak(), Rc::clone(ink));
    adapter.on_pen_moved(move |x, y| {
        pen.borrow_mut().pen_moved((x, y), press_time());
        refresh(&weak, &pen);
    });
    let (pen, send) = (Rc::clone(ink), Rc::clone(send));
    adapter.on_pen_up(move || {
        if pen.borrow_mut().pen_up() {
            let stroke = pen.borrow().last_stroke();
            send(Touch::WriteText(write_text::Touch::Stroke(stroke)));
        }
    });
}

/// The same stroke is undone here and there: both know the same strokes in the same order.
fn wire_undo(app: &App, send: &Send, ink: &Rc<RefCell<Ink>>) {
    let adapter = WriteText::get(app);
    let (weak, ink, send) = (app.as_weak(), Rc::clone(ink), Rc::clone(send));
    adapter.on_undo_stroke(move || {
        ink.borrow_mut().undo();
        refresh(&weak, &ink);
        send(Touch::WriteText(write_text::Touch::UndoStroke));
    });
}

fn refresh(weak: &slint::Weak<App>, ink: &Rc<RefCell<Ink>>) {
    let Some(app) = weak.upgrade() else { return };
    let ink = ink.borrow();
    let adapter = WriteText::get(&app);
    adapter.set_ink(ink.picture().map_or_else(Image::default, Image::from_rgba8));
    adapter.set_inked(!ink.strokes().is_empty());
}

fn way_of(way: WritingWay) -> Way {
    match way {
        WritingWay::Hand => Way::Hand,
        WritingWay::Pinyin => Way::Pinyin,
        WritingWay::Strokes => Way::Strokes,
        WritingWay::Marks => Way::Marks,
    }
}

fn properties(view: &write_text::View) -> WriteTextView {
    WriteTextView {
        question: (&view.question).into(),
        hint: (&view.hint).into(),
        warns: view.warns,
        text: (&view.text).into(),
        first_line: (&view.first_line).into(),
        last_line: (&view.last_line).into(),
        pending: (&view.pending).into(),
        way: match view.way {
            Way::Hand => WritingWay::Hand,
            Way::Pinyin => WritingWay::Pinyin,
            Way::Strokes => WritingWay::Strokes,
            Way::Marks => WritingWay::Marks,
        },
        candidates: rows(view.candidates.iter().map(|candidate| CandidateView {
            id: (&candidate.id).into(),
            words: (&candidate.words).into(),
            below: candidate.below,
            left: candidate.left,
            width: candidate.width,
        })),
        fresh: view.fresh,
        first_page: view.first_page,
        last_page: view.last_page,
        bar_hint: (&view.bar_hint).into(),
        trouble: (&view.trouble.0).into(),
        trouble_line: (&view.trouble.1).into(),
        ready: view.ready,
    }
}
