//! Binding of how a person sees the screens: the theme, and the box in which it is chosen.

use slint::Global as _;

use super::ui::{self, App, Sight, Theme};
use super::{Send, forward};
use crate::kiosk::event::Touch;
use crate::kiosk::session::Frame;
use crate::kiosk::sight::{self, TextSize};

pub(super) fn wire(app: &App, send: &Send) {
    let adapter = Sight::get(app);
    forward!(adapter, send,
        on_open() => Touch::Sight(sight::Touch::Open);
        on_choose(size) => Touch::Sight(sight::Touch::Size(chosen(size)));
        on_blacken(black) => Touch::Sight(sight::Touch::Black(black));
        on_close() => Touch::Sight(sight::Touch::Close);
    );
}

pub(super) fn show(app: &App, frame: &Frame) {
    let theme = Theme::get(app);
    theme.set_text_size(match frame.sight.text_size {
        TextSize::Normal => ui::TextSize::Normal,
        TextSize::Large => ui::TextSize::Large,
        TextSize::Largest => ui::TextSize::Largest,
    });
    theme.set_high_contrast(frame.sight.black);
    Sight::get(app).set_choosing(frame.choosing_sight);
}

fn chosen(size: ui::TextSize) -> TextSize {
    match size {
        ui::TextSize::Normal => TextSize::Normal,
        ui::TextSize::Large => TextSize::Large,
        ui::TextSize::Largest => TextSize::Largest,
    }
}
