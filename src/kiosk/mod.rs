//! The application a resident touches.

pub mod bench;
pub mod bind;
pub mod check_config;
pub mod effect;
pub mod event;
mod ink;
pub mod legible;
pub mod listening;
mod lunar;
pub mod notice_slip;
pub mod play;
pub mod run;
pub mod screens;
pub mod session;
pub mod settings;
pub mod sight;
pub mod slip;
pub mod timings;
pub mod voice;
pub mod wording;
