//! What can go wrong on the line, and what it means for the next attempt.

use crate::api::v1::Retry;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SyncError {
    #[error("the city hall cannot be reached")]
    Unreachable,
    #[error("something that is not the city hall answered with status {status}")]
    NotACityHall { status: u16 },
    #[error("the city hall answered {status} without saying why")]
    ServerTrouble { status: u16 },
    #[error("the city hall says {kind}")]
    Problem { kind: String, retry: Retry },
    #[error("what the city hall said could not be written down")]
    NotWrittenDown,
    #[error("a part of the application is not in the database: {digest}")]
    PartLost { digest: String },
}

/// What the sender does with an application after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The line is to blame: nothing else is tried before the pause is over.
    WaitForTheLine,
    /// Only this application waits; the others go on.
    TryAgainLater,
    /// The same bytes will not be taken: a person has to look at it.
    SetAside,
}

impl SyncError {
    /// The problem's `retry` decides, never the status class (sync.md B.2).
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Unreachable | Self::NotACityHall { .. } => Verdict::WaitForTheLine,
            Self::ServerTrouble { .. }
            | Self::Problem { retry: Retry::After, .. }
            | Self::NotWrittenDown => Verdict::TryAgainLater,
            Self::Problem { retry: Retry::Never | Retry::Human, .. } | Self::PartLost { .. } => {
                Verdict::SetAside
            }
        }
    }
}
