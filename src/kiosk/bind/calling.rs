//! Binding of the notice that asks for a person, and of the button 叫人 of every screen.

use slint::Global as _;

use super::ui::{App, CallPerson, Calling, CallingView};
use super::{Send, forward};
use crate::kiosk::event::Touch;
use crate::kiosk::screens::calling;
use crate::kiosk::session::Frame;

pub(super) fn wire(app: &App, send: &Send) {
    let button = CallPerson::get(app);
    forward!(button, send,
        on_call() => Touch::CallPerson;
    );
    let adapter = Calling::get(app);
    forward!(adapter, send,
        on_close() => Touch::Calling(calling::Touch::Close);
    );
}

pub(super) fn show(app: &App, frame: &Frame) {
    let shown = frame.calling.as_ref().map(|view| CallingView {
        stands: true,
        place: (&view.place).into(),
        icon: view.icon.into(),
        first: (&view.first).into(),
        second: (&view.second).into(),
        comfort: view.comfort.into(),
    });
    Calling::get(app).set_view(shown.unwrap_or_default());
}

pub(super) fn held(app: &App) -> String {
    format!("{:?}", Calling::get(app).get_view())
}
