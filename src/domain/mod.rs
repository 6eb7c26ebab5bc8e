//! What the field talks about: pure values and rules, without clock, file, database or screen.

pub mod application;
pub mod call;
pub mod condition;
pub mod draft;
pub mod eligibility;
pub mod guide;
pub mod id_card;
pub mod id_number;
pub mod materials;
pub mod names;
pub mod notice;
pub mod number;
pub mod photo;
pub mod pinyin_order;
pub mod reach;
pub mod receipt;
pub mod service_item;
pub mod signature;
pub mod site;
pub mod slip;
pub mod stage;
pub mod voice;
