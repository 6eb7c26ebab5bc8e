#![doc = include_str!("ARCHITECTURE.md")]

// in the order in which an application flows
pub mod api;
#[cfg(feature = "cityhall")]
pub mod cityhall;
#[cfg(feature = "kiosk")]
pub mod config;
#[cfg(feature = "kiosk")]
pub mod devices;
pub mod domain;
#[cfg(feature = "kiosk")]
pub mod input;
#[cfg(feature = "kiosk")]
pub mod kiosk;
#[cfg(feature = "kiosk")]
pub mod speech;
#[cfg(feature = "kiosk")]
pub mod store;
#[cfg(feature = "kiosk")]
pub mod sync;
#[cfg(feature = "kiosk")]
pub mod wire;
