//! Binding of the loudspeaker's button and of what the voice is asked for in the box behind 大字.

use slint::Global as _;

use super::ui::{App, Listen};
use super::{Send, forward};
use crate::kiosk::event::Touch;
use crate::kiosk::listening;
use crate::kiosk::session::Frame;

pub(super) fn wire(app: &App, send: &Send) {
    let adapter = Listen::get(app);
    forward!(adapter, send,
        on_read() => Touch::Listening(listening::Touch::Read);
        on_stop() => Touch::Listening(listening::Touch::Stop);
        on_louder() => Touch::Listening(listening::Touch::Louder);
        on_quieter() => Touch::Listening(listening::Touch::Quieter);
        on_slower(slow) => Touch::Listening(listening::Touch::Slower(slow));
    );
}

pub(super) fn show(app: &App, frame: &Frame) {
    let adapter = Listen::get(app);
    let view = frame.listening;
    adapter.set_works(view.works);
    adapter.set_speaking(view.speaking);
    adapter.set_again(view.again);
    adapter.set_slow(view.slow);
}
