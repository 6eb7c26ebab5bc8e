//! 好差评: how somebody says it went, in the five levels of 国办发〔2019〕51号; the last two count as 差评.

use std::fmt;

/// What was pressed, from the best to the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// 非常满意
    VerySatisfied,
    /// 满意
    Satisfied,
    /// 基本满意
    FairlySatisfied,
    /// 不满意
    Dissatisfied,
    /// 非常不满意
    VeryDissatisfied,
}

/// Why somebody was not content; they may say none or several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// 等太久
    LongWait,
    /// 没听懂
    NotUnderstood,
    /// 没办成
    NotDone,
}

/// One for an application, whole or not at all.
#[derive(Clone, PartialEq, Eq)]
pub struct Rating {
    pub level: Level,
    /// In the order of [`Reason::ALL`]; only of the two lowest levels.
    pub reasons: Vec<Reason>,
}

/// What somebody thinks does not belong into a log.
impl fmt::Debug for Rating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rating(…)")
    }
}

impl Level {
    pub const ALL: [Self; 5] = [
        Self::VerySatisfied,
        Self::Satisfied,
        Self::FairlySatisfied,
        Self::Dissatisfied,
        Self::VeryDissatisfied,
    ];

    /// 差评: the person may say why.
    pub fn is_low(self) -> bool {
        match self {
            Self::VerySatisfied | Self::Satisfied | Self::FairlySatisfied => false,
            Self::Dissatisfied | Self::VeryDissatisfied => true,
        }
    }

    /// The word of the contract and of the journal.
    pub fn word(self) -> &'static str {
        match self {
            Self::VerySatisfied => "very_satisfied",
            Self::Satisfied => "satisfied",
            Self::FairlySatisfied => "fairly_satisfied",
            Self::Dissatisfied => "dissatisfied",
            Self::VeryDissatisfied => "very_dissatisfied",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }
}

impl Reason {
    pub const ALL: [Self; 3] = [Self::LongWait, Self::NotUnderstood, Self::NotDone];

    /// The word of the contract and of the journal.
    pub fn word(self) -> &'static str {
        match self {
            Self::LongWait => "long_wait",
            Self::NotUnderstood => "not_understood",
            Self::NotDone => "not_done",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_as_it_was_written() {
        for level in Level::ALL {
            assert_eq!(Level::parse(level.word()), Some(level));
        }
        for reason in Reason::ALL {
            assert_eq!(Reason::parse(reason.word()), Some(reason));
        }
        assert_eq!((Level::parse("good"), Reason::parse("")), (None, None));
        assert_eq!(Level::ALL.iter().filter(|level| level.is_low()).count(), 2);
    }
}
