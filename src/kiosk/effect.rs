//! Everything the kiosk can cause, one closed list; each is answered by an event.

use jiff::civil::Date;

use crate::devices::camera;
use crate::domain::application::{Application, ApplicationId};
use crate::domain::notice::KeptNotice;
use crate::domain::rating::Rating;
use crate::domain::slip::Slip;
use crate::domain::voice::{Speed, Utterance, Volume};
use crate::input::worker::LookUp;

pub enum Effect {
    /// Look up what this card filed here, and its notices that are not too old on this business date.
    FindCases {
        visit: u64,
        id_number: String,
        day: Date,
    },
    /// Keep a notice, so that the same card brings it back; `NoticeKept` comes after the commit.
    KeepNotice {
        visit: u64,
        id_number: String,
        notice: KeptNotice,
    },
    /// Reserve a number, seal, store durably; `Saved` comes only after the commit.
    Submit {
        visit: u64,
        application: Box<Application>,
    },
    /// 好差评: stored with the case, once and whole, and sent behind it.
    Rate {
        application_id: ApplicationId,
        rating: Rating,
    },
    /// What becomes of the slip of an application is written down in its journal.
    Print {
        job: u64,
        application_id: Option<ApplicationId>,
        slip: Slip,
    },
    /// Something new is in the queue.
    WakeSync,
    /// Tell the city hall that somebody asks for a person, again and again until the call ends.
    Call {
        number: u64,
        screen: &'static str,
    },
    /// In place of what is being said.
    Say {
        number: u64,
        utterance: Utterance,
        speed: Speed,
        volume: Volume,
    },
    /// Silence at once.
    Hush,
    /// Find out whether anything could be heard.
    ProbeVoice,
    /// Nobody waits any more (不用了, or ten minutes); what has not been told need not be told any more.
    EndCall,
    /// The writing panel opens: engines that do not run are started.
    OpenInput,
    LookUp(LookUp),
    /// Nothing is looked up any longer.
    CloseInput,
    /// The screen that takes photos opens, orders and closes.
    Camera(camera::Order),
}
