//! The device's end of a pseudo-terminal, with the pace of a serial line and a way to be woken.

use std::fs::File;
use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::os::fd::OwnedFd;
use std::thread::{self, JoinHandle};
use std::time::Instant;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::{OFlags, fcntl_setfl};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, ioctl_tiocnxcl, tcgetattr, tcsetattr};

use crate::wire::line_time;

/// A line with a device at this end and a name for the other.
pub(super) struct Line {
    master: File,
    /// Held open, so that the line does not hang up when the kiosk is killed.
    slave: OwnedFd,
    name: String,
    wake: PipeReader,
    rate: u32,
    /// Until when the bytes that came in have been on the wire, and the same for those that went out.
    busy_in: Instant,
    busy_out: Instant,
}

/// Wakes or ends the thread of a simulated device; dropping it ends the thread.
pub(super) struct Handle {
    wake: Option<PipeWriter>,
    thread: Option<JoinHandle<()>>,
}

/// What a device waited for.
pub(super) enum Heard {
    Bytes(Vec<u8>),
    Woken,
    Ended,
}

/// About as much as a device's own electronics takes at a time.
const PIECE: usize = 32;

impl Line {
    pub(super) fn open(rate: u32) -> io::Result<(Self, PipeWriter)> {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
        grantpt(&master)?;
        unlockpt(&master)?;
        // what nobody listens to is lost on a wire; it must not stop the device
        fcntl_setfl(&master, OFlags::NONBLOCK | OFlags::RDWR)?;
        let name = ptsname(&master, Vec::new())?
            .into_string()
            .map_err(|_| io::Error::other("the name of a pseudo-terminal is ASCII"))?;
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let slave = rustix::fs::open(name.as_str(), flags, rustix::fs::Mode::empty())?;
        let mut settings = tcgetattr(&slave)?;
        settings.make_raw();
        tcsetattr(&slave, OptionalActions::Now, &settings)?;
        let (wake, waker) = io::pipe()?;
        let now = crate::devices::now();
        let master = File::from(master);
        let line = Self { master, slave, name, wake, rate, busy_in: now, busy_out: now };
        Ok((line, waker))
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Waits for bytes, for as long as they take on the wire, or until it is woken.
    pub(super) fn listen(&mut self) -> io::Result<Heard> {
        loop {
            let mut waited =
                [PollFd::new(&self.wake, PollFlags::IN), PollFd::new(&self.master, PollFlags::IN)];
            match poll(&mut waited, None) {
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
            let [woken, spoken] = waited.map(|one| !one.revents().is_empty());
            if woken {
                let count = self.wake.read(&mut [0; 16])?;
                return Ok(if count == 0 { Heard::Ended } else { Heard::Woken });
            }
            if spoken && let Some(bytes) = self.take()? {
                return Ok(Heard::Bytes(bytes));
            }
        }
    }

    /// Sends at the pace of the line.
    pub(super) fn say(&mut self, bytes: &[u8]) -> io::Result<()> {
        bytes.chunks(PIECE).try_for_each(|piece| self.say_piece(piece))
    }

    /// Sends each byte by itself.
    pub(super) fn say_byte_by_byte(&mut self, bytes: &[u8]) -> io::Result<()> {
        bytes.chunks(1).try_for_each(|byte| self.say_piece(byte))
    }

    fn take(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut buffer = [0; PIECE];
        let count = match self.master.read(&mut buffer) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(None),
            count => count?,
        };
        // the port of a killed program would stay closed to all others as long as we hold our end
        ioctl_tiocnxcl(&self.slave)?;
        self.busy_in = self.busy_in.max(crate::devices::now()) + line_time(count, self.rate);
        sleep_until(self.busy_in);
        Ok(Some(buffer.get(..count).unwrap_or_default().to_vec()))
    }

    /// A byte is there when all of it has come over the wire.
    fn say_piece(&mut self, piece: &[u8]) -> io::Result<()> {
        self.busy_out =
            self.busy_out.max(crate::devices::now()) + line_time(piece.len(), self.rate);
        sleep_until(self.busy_out);
        match self.master.write_all(piece) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(()),
            written => written,
        }
    }
}

impl Handle {
    pub(super) fn start(
        name: &str,
        waker: PipeWriter,
        device: impl FnOnce() -> io::Result<()> + Send + 'static,
    ) -> io::Result<Self> {
        let thread = thread::Builder::new().name(name.to_owned()).spawn(move || {
            if let Err(error) = device() {
                tracing::warn!(%error, "a simulated device ends");
            }
        })?;
        Ok(Self { wake: Some(waker), thread: Some(thread) })
    }

    pub(super) fn wake(&mut self) {
        if let Some(wake) = &mut self.wake {
            let _ = wake.write_all(&[1]);
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.wake = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn sleep_until(then: Instant) {
    thread::sleep(then.saturating_duration_since(crate::devices::now()));
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::devices::port::{self, Arrived};

    fn heard(line: &mut Line, count: usize) -> Vec<u8> {
        let mut all = Vec::new();
        while all.len() < count {
            match line.listen().unwrap() {
                Heard::Bytes(bytes) => all.extend(bytes),
                Heard::Woken | Heard::Ended => panic!("nobody wakes it"),
            }
        }
        all
    }

    #[test]
    fn all_bytes_pass_unchanged_both_ways() {
        let (mut line, _waker) = Line::open(115_200).unwrap();
        let mut port = port::open(line.name(), 115_200).unwrap();
        let all: Vec<u8> = (0..=255).collect();
        port.write_all(&all).unwrap();
        assert_eq!(heard(&mut line, 256), all);

        line.say(&all).unwrap();
        port.set_patience(Duration::from_secs(2)).unwrap();
        let mut back = vec![0; 256];
        port.read_exact(&mut back).unwrap();
        assert_eq!(back, all);
    }

    #[test]
    fn bytes_take_the_time_of_the_line() {
        let (mut line, _waker) = Line::open(9600).unwrap();
        let mut port = port::open(line.name(), 9600).unwrap();
        port.write_all(&[0x55; 96]).unwrap();
        let start = crate::devices::now();
        heard(&mut line, 96);
        let taken = start.elapsed();
        assert!(taken.as_millis() >= 95, "{taken:?}");

        let start = crate::devices::now();
        line.say(&[0x55; 96]).unwrap();
        let taken = start.elapsed();
        assert!(taken.as_millis() >= 95, "{taken:?}");
    }

    #[test]
    fn a_port_with_nothing_to_read_gives_up_after_its_patience() {
        let (line, _waker) = Line::open(115_200).unwrap();
        let mut port = port::open(line.name(), 115_200).unwrap();
        port.set_patience(Duration::from_millis(30)).unwrap();
        let arrived = port::read(port.as_mut(), &mut [0; 8]).unwrap();
        assert_eq!(arrived, Arrived::Nothing);
    }

    #[test]
    fn input_that_is_forgotten_does_not_come_back() {
        let (mut line, _waker) = Line::open(115_200).unwrap();
        let mut port = port::open(line.name(), 115_200).unwrap();
        line.say(b"late answer").unwrap();
        port.forget_input().unwrap();
        line.say(b"news").unwrap();
        port.set_patience(Duration::from_secs(2)).unwrap();
        let mut news = [0; 4];
        port.read_exact(&mut news).unwrap();
        assert_eq!(&news, b"news");
    }

    #[test]
    fn the_port_of_a_program_that_went_away_can_be_opened_again() {
        let (mut line, _waker) = Line::open(115_200).unwrap();
        for word in [b"first", b"again"] {
            let mut port = port::open(line.name(), 115_200).unwrap();
            port.write_all(word).unwrap();
            assert_eq!(heard(&mut line, 5), word);
        }
    }

    #[test]
    fn a_line_whose_device_is_gone_is_an_error() {
        let (line, _waker) = Line::open(115_200).unwrap();
        let mut port = port::open(line.name(), 115_200).unwrap();
        drop(line);
        assert!(port::read(port.as_mut(), &mut [0; 8]).is_err());
        assert!(port::open("no such port", 115_200).is_err());
    }

    #[test]
    fn bytes_that_nobody_reads_do_not_stop_the_device() {
        let (mut line, _waker) = Line::open(115_200).unwrap();
        line.rate = 1_000_000_000;
        line.say(&[0; 100_000]).unwrap();
    }
}
