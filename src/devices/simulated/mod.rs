//! Devices that are not there: they live behind pseudo-terminals and speak as the real ones do, at their pace. The camera is
//! a file.

pub mod camera;
pub mod cards;
pub mod id_card_reader;
pub mod paper;
pub mod pty;
pub mod receipt_printer;
