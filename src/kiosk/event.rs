//! Everything that can happen to a kiosk, one closed list.

use jiff::civil::DateTime;
use std::time::Duration;

use super::listening;
use super::screens::{
    calling, choose_item, fill_form, go_on, guide, materials, my_cases, notice, out_of_service,
    rate, read_card, review, sign, submitted, take_photo, welcome, write_text,
};
use super::sight;
use crate::devices::{PrinterReport, ReaderReport, camera};
use crate::domain::application::ApplicationId;
use crate::domain::notice::KeptNotice;
use crate::domain::receipt::Receipt;
use crate::domain::voice::SilentHours;
use crate::input;
use crate::speech::VoiceReport;
use crate::store::CaseRecord;
use crate::sync::SyncReport;

pub enum Event {
    Touch(Touch),
    Reader(ReaderReport),
    Printer(PrinterReport),
    Store(StoreReport),
    Sync(SyncReport),
    Voice(VoiceReport),
    /// How the site wants the voice.
    VoiceRead {
        tone: listening::Tone,
        silent: Option<SilentHours>,
    },
    /// The story player looks with other eyes.
    See(sight::Sight),
    /// What an engine of the writing panel says.
    Input(input::worker::Report),
    /// What the camera sees, and what became of an order to it.
    Camera(camera::Report),
    /// Time has passed: a second of the countdown, a minute of the clock.
    Tick,
}

/// A finger on the glass, by screen.
pub enum Touch {
    /// Something was touched that leads nowhere: somebody is there.
    Anywhere,
    /// 叫人, on whichever screen.
    CallPerson,
    Calling(calling::Touch),
    Welcome(welcome::Touch),
    ReadCard(read_card::Touch),
    ChooseItem(choose_item::Touch),
    Guide(guide::Touch),
    Notice(notice::Touch),
    FillForm(fill_form::Touch),
    WriteText(write_text::Touch),
    Materials(materials::Touch),
    TakePhoto(take_photo::Touch),
    Sign(sign::Touch),
    Review(review::Touch),
    Submitted(submitted::Touch),
    GoOn(go_on::Touch),
    Rate(rate::Touch),
    MyCases(my_cases::Touch),
    OutOfService(out_of_service::Touch),
    Overlay(OverlayTouch),
    Sight(sight::Touch),
    Listening(listening::Touch),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverlayTouch {
    StillHere,
    GiveUp,
    /// The filled answer of a message.
    Safe,
    Other,
}

/// What the store thread answers. A visit's number keeps a late answer from the next person.
pub enum StoreReport {
    /// The database has passed its check.
    Opened,
    CannotOpen,
    Cases {
        visit: u64,
        cases: Vec<CaseRecord>,
        /// 一次告知单, the newest first.
        notices: Vec<KeptNotice>,
    },
    /// A notice is on the disk.
    NoticeKept {
        visit: u64,
        item: String,
    },
    Saved {
        visit: u64,
        application_id: ApplicationId,
        receipt: Box<Receipt>,
    },
    NotSaved {
        visit: u64,
    },
    /// A rating is stored and may be sent.
    Rated,
}

/// The two clocks an event carries.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// Since the start of the program; never goes back.
    pub since_start: Duration,
    /// The business date with the time of day.
    pub local: DateTime,
}
