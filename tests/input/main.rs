//! Chinese text without a keyboard. Needs what `packaging/make-input-data.sh --strokes` makes.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it must be"
)]

mod handwriting;
mod pinyin;
