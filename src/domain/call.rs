//! A call for a person (叫人): where somebody needs help, never who.

use std::{fmt, time::Duration};

use uuid::Uuid;

/// A call is of the moment: ten minutes after the press nobody waits any more at the kiosk; the city hall counts from the arrival.
pub const LONGEST: Duration = Duration::from_secs(600);

/// Made by the kiosk for each call, so that the city hall counts a repetition once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallId(Uuid);

impl CallId {
    pub fn new() -> Self {
        Self(Uuid::now_v7())
    }
}

impl Default for CallId {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Display for CallId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// The exact bytes that are sent, again and again, while the call stands. Nothing personal is in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedCall {
    pub id: CallId,
    pub body: Vec<u8>,
}
