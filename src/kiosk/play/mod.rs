//! The story player: a parent process with simulated devices, and a kiosk as its child that cannot tell.

mod child;
mod demo;
mod line;
mod player;
pub mod protocol;
mod rehearsal;
pub mod remote;
pub mod screen;
mod story;
mod village;

pub use demo::demo;
pub use player::{Player, play};
pub use rehearsal::{Stage, rehearse, rehearse_on_the_command_line};
pub use story::{Instruction, StoryError, StoryLine};
pub use village::{Village, VillageSettings};
