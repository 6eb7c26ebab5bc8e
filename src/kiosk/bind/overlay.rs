//! Binding of what lies over every screen: the idle countdown and messages.

use slint::Global as _;

use super::ui::{App, MessageView, Overlay, OverlayView};
use super::{Send, forward};
use crate::kiosk::event::{OverlayTouch, Touch};
use crate::kiosk::session::Frame;

pub(super) fn wire(app: &App, send: &Send) {
    let adapter = Overlay::get(app);
    forward!(adapter, send,
        on_still_here() => Touch::Overlay(OverlayTouch::StillHere);
        on_give_up() => Touch::Overlay(OverlayTouch::GiveUp);
        on_safe() => Touch::Overlay(OverlayTouch::Safe);
        on_other() => Touch::Overlay(OverlayTouch::Other);
    );
}

pub(super) fn show(app: &App, frame: &Frame) {
    let message = frame.message.as_ref().map(|message| MessageView {
        icon: message.icon.into(),
        first: (&message.first).into(),
        second: (&message.second).into(),
        safe: (&message.safe).into(),
        other: message.other.as_deref().unwrap_or_default().into(),
        staff: message.staff,
    });
    Overlay::get(app).set_view(OverlayView {
        countdown: frame.countdown.and_then(|left| i32::try_from(left).ok()).unwrap_or(-1),
        message: message.unwrap_or_default(),
    });
}

pub(super) fn held(app: &App) -> String {
    format!("{:?}", Overlay::get(app).get_view())
}
