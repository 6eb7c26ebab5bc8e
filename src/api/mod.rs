//! The contract between kiosk and city hall.

pub mod digest;
pub mod read;
pub mod seal;
pub mod v1;
