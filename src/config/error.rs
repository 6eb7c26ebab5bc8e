//! What can be wrong with a configuration file, and where in it.

/// Names the file, the line and the field, so that a township can mend it without a programmer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("{file}: cannot be read: {reason}")]
    Unreadable { file: String, reason: String },
    #[error("{file}:{line}: {problem}")]
    Malformed { file: String, line: usize, problem: String },
    #[error("{file}:{line}: field \"{field}\": {problem}")]
    Wrong { file: String, line: usize, field: String, problem: String },
}
