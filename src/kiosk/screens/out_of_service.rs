//! 16b: no new cases at this machine; what still works, and where to go.

use jiff::civil::Date;

use crate::kiosk::session::Setup;
use crate::kiosk::wording;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    Browse,
}

#[derive(Clone, PartialEq)]
pub struct View {
    pub place: String,
    pub headline: String,
    pub reason: String,
    pub comfort: String,
    pub still: Vec<Advice>,
    pub urgent: Vec<Advice>,
}

#[derive(Clone, PartialEq, Eq)]
pub struct Advice {
    pub icon: &'static str,
    pub words: String,
    pub line: String,
}

pub fn view(setup: &Setup, day: Date) -> View {
    wording::out_of_service(&setup.point_name, setup.offered(day).len())
}
