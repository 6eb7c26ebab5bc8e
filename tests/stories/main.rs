//! What happens at a kiosk, told as stories: real pseudo-terminals, real encrypted database, real city hall.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it must be"
)]

#[path = "../answers.rs"]
mod answers;
mod by_hand;
mod call;
mod city_hall;
mod cityhall_killed;
mod eligibility;
mod guide;
mod in_one_sitting;
mod listening;
mod nothing_stays_for_the_next;
mod notice;
mod photos;
mod power_cut;
mod rating;
mod real_window;
mod sealed_document;
mod starting;
mod support;
mod the_main_job;
mod township;
mod trouble;
mod writing;
