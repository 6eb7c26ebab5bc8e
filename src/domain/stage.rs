//! What happened to an application, as an append-only journal, and the stage it adds up to.

use jiff::civil::Date;

use super::rating::Rating;

/// One fact; none is ever changed or taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalEntry {
    /// 待上报: stored durably at the kiosk.
    Queued,
    /// 已收到: the city hall holds every part; its receipt number.
    Received { receipt: u64 },
    /// 已受理, by an officer.
    Accepted { acceptance_number: String },
    /// 补正.
    CorrectionAsked { reason: String, fields: Vec<String>, last_date: Option<Date> },
    /// A supplement has been filed in answer to a correction.
    Supplemented,
    /// 不予受理.
    Refused { reason: String },
    /// 办结.
    Concluded { granted: bool },
    /// The city hall will not take these bytes; a person has to look at it.
    SetAside { problem: String },
    /// The slip came out, as far as the printer can say.
    SlipPrinted,
    /// The slip did not come out and is owed.
    SlipOwed { trouble: String },
    /// 好差评: what the person thought of it; the stage is not moved by it.
    Rated { rating: Rating },
}

/// Where an application stands; computed, never stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    Queued,
    Received,
    Accepted { acceptance_number: String },
    CorrectionAsked { reason: String, fields: Vec<String>, last_date: Option<Date> },
    Refused { reason: String },
    Concluded { granted: bool },
    SetAside { problem: String },
}

impl Stage {
    /// `None` for an empty journal. A late or repeated entry is a fact already known.
    pub fn of<'a>(journal: impl IntoIterator<Item = &'a JournalEntry>) -> Option<Self> {
        let mut stage = None;
        let mut accepted: Option<String> = None;
        for entry in journal {
            if let JournalEntry::Accepted { acceptance_number } = entry {
                accepted = Some(acceptance_number.clone());
            }
            stage = Self::after(stage, entry, accepted.as_deref());
        }
        stage
    }

    fn after(stage: Option<Self>, entry: &JournalEntry, accepted: Option<&str>) -> Option<Self> {
        match (stage, entry) {
            (None, JournalEntry::Queued) => Some(Self::Queued),
            // what is decided stays decided; what the kiosk set aside may still have arrived
            (Some(end @ (Self::Concluded { .. } | Self::Refused { .. })), _) => Some(end),
            (stage, JournalEntry::Received { .. }) => match stage {
                None | Some(Self::Queued | Self::SetAside { .. }) => Some(Self::Received),
                further => further,
            },
            (_, JournalEntry::Accepted { acceptance_number }) => {
                Some(Self::Accepted { acceptance_number: acceptance_number.clone() })
            }
            (_, JournalEntry::CorrectionAsked { reason, fields, last_date }) => {
                Some(Self::CorrectionAsked {
                    reason: reason.clone(),
                    fields: fields.clone(),
                    last_date: *last_date,
                })
            }
            // back to where it was asked
            (Some(Self::CorrectionAsked { .. }), JournalEntry::Supplemented) => {
                Some(accepted.map_or(Self::Received, |number| Self::Accepted {
                    acceptance_number: number.into(),
                }))
            }
            (_, JournalEntry::Refused { reason }) => Some(Self::Refused { reason: reason.clone() }),
            (_, JournalEntry::Concluded { granted }) => Some(Self::Concluded { granted: *granted }),
            (Some(Self::Queued), JournalEntry::SetAside { problem }) => {
                Some(Self::SetAside { problem: problem.clone() })
            }
            (
                stage,
                JournalEntry::Queued
                | JournalEntry::Supplemented
                | JournalEntry::SetAside { .. }
                | JournalEntry::SlipPrinted
                | JournalEntry::SlipOwed { .. }
                | JournalEntry::Rated { .. },
            ) => stage,
        }
    }
}

/// Owed until it has come out, also when nobody can say because the power failed.
pub fn slip_owed(journal: &[JournalEntry]) -> bool {
    !journal.contains(&JournalEntry::SlipPrinted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received() -> JournalEntry {
        JournalEntry::Received { receipt: 7 }
    }

    fn accepted() -> JournalEntry {
        JournalEntry::Accepted { acceptance_number: "430182202611240000019".into() }
    }

    fn asked() -> JournalEntry {
        JournalEntry::CorrectionAsked {
            reason: "电话打不通".into(),
            fields: vec![],
            last_date: None,
        }
    }

    #[test]
    fn the_stage_is_the_sum_of_what_happened() {
        let accepted_stage = Stage::Accepted { acceptance_number: "430182202611240000019".into() };
        let asked_stage =
            Stage::CorrectionAsked {
                reason: "电话打不通".into(), fields: vec![], last_date: None
            };
        let granted = Stage::Concluded { granted: true };
        for (journal, stage) in [
            (vec![JournalEntry::Queued], Stage::Queued),
            (vec![JournalEntry::Queued, received()], Stage::Received),
            (vec![JournalEntry::Queued, received(), received()], Stage::Received),
            (vec![JournalEntry::Queued, received(), accepted()], accepted_stage.clone()),
            // the acceptance may overtake the receipt
            (vec![JournalEntry::Queued, accepted(), received()], accepted_stage.clone()),
            (vec![JournalEntry::Queued, received(), asked()], asked_stage),
            (
                vec![JournalEntry::Queued, received(), asked(), JournalEntry::Supplemented],
                Stage::Received,
            ),
            (
                vec![JournalEntry::Queued, accepted(), asked(), JournalEntry::Supplemented],
                accepted_stage,
            ),
            // decided on the spot: a later receipt does not move it back
            (
                vec![JournalEntry::Queued, JournalEntry::Concluded { granted: true }, received()],
                granted,
            ),
        ] {
            assert_eq!(Stage::of(&journal), Some(stage), "{journal:?}");
        }
        assert_eq!(Stage::of(&[]), None);
    }

    #[test]
    fn a_slip_is_owed_until_it_has_come_out() {
        let owed = JournalEntry::SlipOwed { trouble: "paper out".into() };
        assert!(slip_owed(&[JournalEntry::Queued, owed.clone()]));
        assert!(!slip_owed(&[JournalEntry::Queued, owed, JournalEntry::SlipPrinted]));
    }
}
