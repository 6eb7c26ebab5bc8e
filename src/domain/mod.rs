//! What the field talks about: pure values and rules, without clock, file, database or screen.

pub mod application;
pub mod bundle;
pub mod call;
pub mod city;
pub mod condition;
pub mod decimal;
mod derived;
pub mod draft;
pub mod eligibility;
pub mod id_card;
pub mod id_number;
pub mod names;
pub mod number;
pub mod photo;
pub mod pinyin_order;
pub mod rating;
pub mod reach;
pub mod receipt;
pub mod search;
pub mod service_item;
pub mod signature;
pub mod site;
pub mod slip;
pub mod stage;
pub mod voice;
pub mod working_days;
