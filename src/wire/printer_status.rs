//! What a receipt printer says about itself: one byte for each real-time question `DLE EOT n`.

/// The four questions every ESC/POS printer answers, even when it is offline or busy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusQuery {
    Printer,
    OfflineCause,
    ErrorCause,
    Paper,
}

/// What the answers so far say; a question that was not asked leaves its part false.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PrinterStatus {
    pub offline: bool,
    pub cover_open: bool,
    pub paper_out: bool,
    pub paper_near_end: bool,
    /// Some error; [`StatusQuery::ErrorCause`] tells which.
    pub error: bool,
    pub cutter_error: bool,
    /// Helps: repairing it.
    pub unrecoverable_error: bool,
    /// Helps: removing a jam, or waiting until the head has cooled down.
    pub recoverable_error: bool,
}

impl StatusQuery {
    pub const ALL: [Self; 4] = [Self::Printer, Self::OfflineCause, Self::ErrorCause, Self::Paper];

    /// `DLE EOT n`. Send it at command borders only: printers act on it in the middle of a picture too.
    pub const fn bytes(self) -> [u8; 3] {
        [0x10, 0x04, self.number()]
    }

    pub const fn number(self) -> u8 {
        match self {
            Self::Printer => 1,
            Self::OfflineCause => 2,
            Self::ErrorCause => 3,
            Self::Paper => 4,
        }
    }
}

impl PrinterStatus {
    /// Takes a byte as the answer to a question; `false` when it is no such answer.
    ///
    /// The pattern `0xx1xx10` tells answers from flow control (11, 13) and other reports.
    pub fn take(&mut self, query: StatusQuery, byte: u8) -> bool {
        if byte & 0b1001_0011 != 0b0001_0010 {
            return false;
        }
        let has = |bits: u8| byte & bits != 0;
        match query {
            // bit 2 is the cash drawer, on some printers always 1: not read
            StatusQuery::Printer => self.offline = has(0x08),
            StatusQuery::OfflineCause => {
                self.cover_open = has(0x04);
                self.paper_out |= has(0x20);
                self.error = has(0x40);
            }
            StatusQuery::ErrorCause => {
                self.cutter_error = has(0x08);
                self.unrecoverable_error = has(0x20);
                self.recoverable_error = has(0x04 | 0x40);
            }
            StatusQuery::Paper => {
                self.paper_near_end = has(0x0C);
                self.paper_out |= has(0x60);
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::vectors::{hex, table, text, vectors};

    fn taken(query: StatusQuery, byte: u8) -> PrinterStatus {
        let mut status = PrinterStatus::default();
        assert!(status.take(query, byte), "{byte:02X}");
        status
    }

    #[test]
    fn the_published_answers_mean_what_they_are_said_to_mean() {
        let fine = PrinterStatus::default();
        let all = vectors();
        let mut seen = 0;
        for one in table(all.get("escpos").unwrap(), "status") {
            let asked = hex(text(one, "query"));
            let query = StatusQuery::ALL.into_iter().find(|query| query.bytes() == *asked);
            let Some(query) = query else { continue };
            let expected = match text(one, "meaning") {
                "online, drawer pin low"
                | "online, drawer pin high"
                | "no offline cause"
                | "paper ok" => fine,
                "offline" => PrinterStatus { offline: true, ..fine },
                "cover open" => PrinterStatus { cover_open: true, ..fine },
                "printing stopped, paper end" => PrinterStatus { paper_out: true, ..fine },
                "error occurred" => PrinterStatus { error: true, ..fine },
                "auto-cutter error" => PrinterStatus { cutter_error: true, ..fine },
                "unrecoverable error" => PrinterStatus { unrecoverable_error: true, ..fine },
                "near end" => PrinterStatus { paper_near_end: true, ..fine },
                "near end and paper out" => {
                    PrinterStatus { paper_near_end: true, paper_out: true, ..fine }
                }
                _ => PrinterStatus { recoverable_error: true, ..fine },
            };
            let [byte] = *hex(text(one, "reply")) else { panic!("one byte") };
            assert_eq!(taken(query, byte), expected, "{one}");
            seen += 1;
        }
        assert_eq!(seen, 13);
    }

    #[test]
    fn flow_control_and_other_reports_are_no_answers() {
        for byte in [0x00, 0x03, 0x0C, 0x0F, 0x11, 0x13, 0x14, 0x37, 0x5F, 0x80, 0x92, 0xFF] {
            for query in StatusQuery::ALL {
                let mut status = PrinterStatus::default();
                assert!(!status.take(query, byte), "{byte:02X}");
                assert_eq!(status, PrinterStatus::default());
            }
        }
    }

    #[test]
    fn paper_that_is_out_by_one_answer_stays_out_by_the_next() {
        let mut status = PrinterStatus::default();
        status.take(StatusQuery::OfflineCause, 0x32);
        status.take(StatusQuery::Paper, 0x12);
        assert!(status.paper_out);
    }
}
