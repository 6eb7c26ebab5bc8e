//! Frames of an ID-card reader's security module (GA/T 467): building them and finding them in a stream.

use std::fmt;

/// What a security module can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Reset,
    Status,
    SamNumber,
    FindCard,
    SelectCard,
    /// Text and photo; fingerprints are never asked for.
    ReadBase,
}

/// The part of a frame between its length and its check byte.
#[derive(Clone, PartialEq, Eq)]
pub struct Frame {
    pub body: Vec<u8>,
}

/// What a stream of bytes turned out to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    Frame(Frame),
    Damaged(Damage),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    #[error("a frame claims the impossible length {0}")]
    Length(u16),
    #[error("the check byte of a frame is wrong")]
    Check,
}

/// Finds frames in bytes that come in any pieces, with any rubbish between them.
pub struct FrameParser {
    held: Vec<u8>,
    shortest: u16,
}

/// A module's answer.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    /// SW1 and SW2; zero in every frame seen.
    pub head: [u8; 2],
    /// SW3, the one that decides.
    pub status: u8,
    pub data: Vec<u8>,
}

/// Text and photo as a good answer to [`Command::ReadBase`] carries them.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseData {
    pub text: Vec<u8>,
    pub photo: Vec<u8>,
}

const PREAMBLE: [u8; 5] = [0xAA, 0xAA, 0xAA, 0x96, 0x69];
/// Preamble and length.
const HEAD: usize = PREAMBLE.len() + 2;
/// The longest frame of the standard: text, photo and two fingerprints.
const LONGEST: u16 = 0x090A;

impl Command {
    pub const ALL: [Self; 6] = [
        Self::Reset,
        Self::Status,
        Self::SamNumber,
        Self::FindCard,
        Self::SelectCard,
        Self::ReadBase,
    ];

    /// The whole frame that asks for it.
    pub fn request(self) -> Vec<u8> {
        frame(&self.code())
    }

    /// What a request that arrived asks for; `None` for a command we do not know.
    pub fn of_request(request: &Frame) -> Option<Self> {
        Self::ALL.into_iter().find(|command| request.body == command.code())
    }

    const fn code(self) -> [u8; 2] {
        match self {
            Self::Reset => [0x10, 0xFF],
            Self::Status => [0x11, 0xFF],
            Self::SamNumber => [0x12, 0xFF],
            Self::FindCard => [0x20, 0x01],
            Self::SelectCard => [0x20, 0x02],
            Self::ReadBase => [0x30, 0x01],
        }
    }
}

impl Reply {
    pub fn of_frame(frame: &Frame) -> Option<Self> {
        let (head, rest) = frame.body.split_first_chunk::<2>()?;
        let (status, data) = rest.split_first()?;
        Some(Self { head: *head, status: *status, data: data.to_vec() })
    }

    /// The whole frame that carries it.
    pub fn bytes(&self) -> Vec<u8> {
        let mut body = self.head.to_vec();
        body.push(self.status);
        body.extend_from_slice(&self.data);
        frame(&body)
    }
}

impl BaseData {
    /// Cuts by the two length fields, never by fixed numbers.
    pub fn of_data(data: &[u8]) -> Option<Self> {
        let (lengths, rest) = data.split_first_chunk::<4>()?;
        let [text_high, text_low, photo_high, photo_low] = *lengths;
        let text_length = usize::from(u16::from_be_bytes([text_high, text_low]));
        let photo_length = usize::from(u16::from_be_bytes([photo_high, photo_low]));
        let (text, photo) = rest.split_at_checked(text_length)?;
        (photo.len() == photo_length).then(|| Self { text: text.to_vec(), photo: photo.to_vec() })
    }

    /// The data of the answer; what a simulated reader sends.
    pub fn data(&self) -> Vec<u8> {
        let mut data = Vec::with_capacity(4 + self.text.len() + self.photo.len());
        data.extend_from_slice(&length_field(self.text.len()));
        data.extend_from_slice(&length_field(self.photo.len()));
        data.extend_from_slice(&self.text);
        data.extend_from_slice(&self.photo);
        data
    }
}

impl FrameParser {
    pub fn for_replies() -> Self {
        Self { held: Vec::new(), shortest: 4 }
    }

    /// Requests may be one byte of command and the check byte.
    pub fn for_requests() -> Self {
        Self { held: Vec::new(), shortest: 2 }
    }

    /// Everything that is complete now; what is not waits for the next bytes.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Received> {
        self.held.extend_from_slice(bytes);
        std::iter::from_fn(|| self.next_received()).collect()
    }

    /// Forgets a half frame.
    pub fn reset(&mut self) {
        self.held.clear();
    }

    fn next_received(&mut self) -> Option<Received> {
        self.skip_to_preamble();
        let [high, low] = *self.held.get(PREAMBLE.len()..HEAD)? else { return None };
        let length = u16::from_be_bytes([high, low]);
        if !(self.shortest..=LONGEST).contains(&length) {
            self.drop_first(1);
            return Some(Received::Damaged(Damage::Length(length)));
        }
        let end = HEAD + usize::from(length);
        let (check, covered) = self.held.get(PREAMBLE.len()..end)?.split_last()?;
        if xor(covered) != *check {
            self.drop_first(1);
            return Some(Received::Damaged(Damage::Check));
        }
        let body = covered.get(2..)?.to_vec();
        self.drop_first(end);
        Some(Received::Frame(Frame { body }))
    }

    /// Looks at every place: after a mismatch the search goes on one byte further, so that
    /// `AA AA AA AA AA 96 69` still locks.
    fn skip_to_preamble(&mut self) {
        let starts = |from: &usize| {
            let rest = self.held.get(*from..).unwrap_or_default();
            rest.starts_with(&PREAMBLE) || PREAMBLE.starts_with(rest)
        };
        let start = (0..self.held.len()).find(starts).unwrap_or(self.held.len());
        self.drop_first(start);
    }

    fn drop_first(&mut self, count: usize) {
        self.held.drain(..count.min(self.held.len()));
    }
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Frame({} bytes)", self.body.len())
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reply({:02X}, {} bytes)", self.status, self.data.len())
    }
}

impl fmt::Debug for BaseData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BaseData({} + {} bytes)", self.text.len(), self.photo.len())
    }
}

/// A module's number as it is printed on its label: `05.03-20200101-0000012345-3456789012`.
pub fn sam_number(data: &[u8]) -> Option<String> {
    let [a0, a1, b0, b1, d0, d1, d2, d3, s0, s1, s2, s3, t0, t1, t2, t3] = *data else {
        return None;
    };
    let maker = u16::from_le_bytes([a0, a1]);
    let kind = u16::from_le_bytes([b0, b1]);
    let date = u32::from_le_bytes([d0, d1, d2, d3]);
    let first = u32::from_le_bytes([s0, s1, s2, s3]);
    let second = u32::from_le_bytes([t0, t1, t2, t3]);
    Some(format!("{maker:02}.{kind:02}-{date:08}-{first:010}-{second:010}"))
}

fn frame(body: &[u8]) -> Vec<u8> {
    let mut frame = PREAMBLE.to_vec();
    frame.extend_from_slice(&length_field(body.len() + 1));
    frame.extend_from_slice(body);
    let check = xor(frame.get(PREAMBLE.len()..).unwrap_or_default());
    frame.push(check);
    frame
}

fn length_field(length: usize) -> [u8; 2] {
    u16::try_from(length).expect("no part of a frame is longer than its length field").to_be_bytes()
}

fn xor(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum ^ byte)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::wire::vectors::{hex, table, text, vectors};

    fn feed_all(bytes: &[u8]) -> Vec<Received> {
        FrameParser::for_replies().feed(bytes)
    }

    fn statuses(received: &[Received]) -> Vec<u8> {
        let reply = |one: &Received| match one {
            Received::Frame(frame) => Reply::of_frame(frame).map(|reply| reply.status),
            Received::Damaged(_) => None,
        };
        received.iter().filter_map(reply).collect()
    }

    fn fault(name: &str) -> Vec<u8> {
        let all = vectors();
        let found = table(&all, "faults").iter().find(|fault| text(fault, "name") == name).unwrap();
        hex(text(found, "hex"))
    }

    #[test]
    fn our_requests_are_the_published_frames() {
        let all = vectors();
        for (command, name) in [
            (Command::Reset, "reset SAM"),
            (Command::Status, "SAM status"),
            (Command::SamNumber, "SAM number"),
            (Command::FindCard, "find card"),
            (Command::SelectCard, "select card"),
            (Command::ReadBase, "read base"),
        ] {
            let published =
                table(&all, "commands").iter().find(|one| text(one, "name") == name).unwrap();
            assert_eq!(command.request(), hex(text(published, "hex")), "{name}");
        }
    }

    #[test]
    fn every_published_request_is_found_and_ours_are_recognised() {
        let all = vectors();
        for command in table(&all, "commands") {
            let bytes = hex(text(command, "hex"));
            let received = FrameParser::for_requests().feed(&bytes);
            assert!(matches!(received.as_slice(), [Received::Frame(_)]), "{command}");
        }
        for command in Command::ALL {
            let received = FrameParser::for_requests().feed(&command.request());
            let [Received::Frame(request)] = received.as_slice() else { panic!("{command:?}") };
            assert_eq!(Command::of_request(request), Some(command));
        }
    }

    #[test]
    fn every_published_reply_is_found_in_one_piece_and_byte_by_byte() {
        let all = vectors();
        let replies = table(&all, "replies").iter().map(|reply| hex(text(reply, "hex")));
        let cards = table(&all, "cards").iter().flat_map(|card| {
            ["frame_30_01", "frame_30_10_fp0", "frame_30_10_fp512", "frame_30_10_fp1024"]
                .map(|frame| hex(text(card, frame)))
        });
        for bytes in replies.chain(cards) {
            let whole = feed_all(&bytes);
            let [Received::Frame(frame)] = whole.as_slice() else {
                panic!("{} bytes", bytes.len())
            };
            assert_eq!(Reply::of_frame(frame).unwrap().bytes(), bytes);
            let mut parser = FrameParser::for_replies();
            let drops: Vec<Received> =
                bytes.iter().flat_map(|byte| parser.feed(std::slice::from_ref(byte))).collect();
            assert_eq!(drops, whole);
        }
    }

    #[test]
    fn a_frame_may_be_cut_in_two_at_any_place() {
        let all = vectors();
        let bytes = hex(text(table(&all, "cards").first().unwrap(), "frame_30_01"));
        for cut in 0..=bytes.len() {
            let (front, back) = bytes.split_at(cut);
            let mut parser = FrameParser::for_replies();
            let mut received = parser.feed(front);
            received.extend(parser.feed(back));
            assert_eq!(statuses(&received), [0x90], "cut at {cut}");
        }
    }

    #[test]
    fn rubbish_before_a_frame_is_skipped_and_glued_frames_are_two() {
        assert_eq!(statuses(&feed_all(&fault("noise then frame"))), [0x80]);
        assert_eq!(statuses(&feed_all(&fault("three AA too many"))), [0x80]);
        assert_eq!(statuses(&feed_all(&fault("two frames glued"))), [0x9F, 0x90]);
    }

    #[test]
    fn damage_is_told_and_the_next_frame_is_still_found() {
        let good = Reply { head: [0, 0], status: 0x80, data: vec![] }.bytes();
        for (name, damage) in [("bad xor", Damage::Check), ("huge length", Damage::Length(0xFFFF))]
        {
            let mut parser = FrameParser::for_replies();
            assert_eq!(parser.feed(&fault(name)), [Received::Damaged(damage)], "{name}");
            assert_eq!(statuses(&parser.feed(&good)), [0x80], "{name}");
        }
    }

    #[test]
    fn a_half_frame_waits_and_a_handheld_time_out_frame_never_completes_by_itself() {
        assert_eq!(feed_all(&fault("truncated")), []);
        let mut parser = FrameParser::for_replies();
        assert_eq!(parser.feed(&fault("vendor time-out frame prefix")), []);
        parser.reset();
        let good = Reply { head: [0, 0], status: 0x80, data: vec![] }.bytes();
        assert_eq!(statuses(&parser.feed(&good)), [0x80]);
    }

    #[test]
    fn lengths_outside_the_standard_are_refused() {
        for length in [0_u16, 3, 0x090B, 0xFFFF] {
            let [high, low] = length.to_be_bytes();
            let bytes = [PREAMBLE.as_slice(), &[high, low]].concat();
            assert_eq!(feed_all(&bytes), [Received::Damaged(Damage::Length(length))]);
        }
    }

    #[test]
    fn base_data_is_cut_by_its_length_fields() {
        let base = BaseData { text: vec![1; 256], photo: vec![2; 1024] };
        assert_eq!(BaseData::of_data(&base.data()), Some(base.clone()));
        let mut short = base.data();
        short.pop();
        assert_eq!(BaseData::of_data(&short), None);
        let mut long = base.data();
        long.push(0);
        assert_eq!(BaseData::of_data(&long), None);
        assert_eq!(BaseData::of_data(&[0, 1]), None);
    }

    #[test]
    fn a_module_number_is_written_as_on_its_label() {
        let all = vectors();
        let reply = table(&all, "replies")
            .iter()
            .find(|reply| text(reply, "name") == "SAM number")
            .unwrap();
        let received = feed_all(&hex(text(reply, "hex")));
        let [Received::Frame(frame)] = received.as_slice() else { panic!("one frame") };
        let data = Reply::of_frame(frame).unwrap().data;
        assert_eq!(sam_number(&data).as_deref(), Some(text(reply, "meaning")));
        assert_eq!(sam_number(&[0; 15]), None);
    }

    #[test]
    fn a_frame_tells_a_log_nothing_but_its_length() {
        let frame = Frame { body: b"secret".to_vec() };
        assert_eq!(format!("{:?}", Received::Frame(frame)), "Frame(Frame(6 bytes))");
        let reply = Reply { head: [0, 0], status: 0x90, data: b"secret".to_vec() };
        assert_eq!(format!("{reply:?}"), "Reply(90, 6 bytes)");
    }

    proptest! {
        #[test]
        fn any_reply_comes_back_from_any_pieces_with_any_rubbish_before_it(
            data in proptest::collection::vec(any::<u8>(), 0..600),
            rubbish in proptest::collection::vec(0_u8..0xAA, 0..40),
            piece in 1_usize..50,
        ) {
            let reply = Reply { head: [0, 0], status: 0x90, data };
            let bytes = [rubbish, reply.bytes()].concat();
            let mut parser = FrameParser::for_replies();
            let received: Vec<Received> =
                bytes.chunks(piece).flat_map(|piece| parser.feed(piece)).collect();
            let [Received::Frame(frame)] = received.as_slice() else { panic!("one frame") };
            prop_assert_eq!(Reply::of_frame(frame), Some(reply));
        }

        #[test]
        fn no_bytes_at_all_can_upset_the_parser(
            bytes in proptest::collection::vec(any::<u8>(), 0..3000),
        ) {
            feed_all(&bytes);
        }
    }
}
