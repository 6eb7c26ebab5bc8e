//! A call for a person (叫人): where somebody needs help, never who.

use std::fmt;

use uuid::Uuid;

/// Made by the kiosk for each notice, so that the city hall counts a repetition once.
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

/// The exact bytes that are sent, again and again, while the notice stands. Nothing personal is in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedCall {
    pub id: CallId,
    pub body: Vec<u8>,
}
