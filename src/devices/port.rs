//! Serial ports: what the device threads need of one, and the real ones of the system.

use std::io::{self, Read, Write};
use std::time::Duration;

use serialport::{ClearBuffer, DataBits, FlowControl, Parity, SerialPort, StopBits, TTYPort};

/// A line to a device; reading and writing give up after a time.
pub trait Port: Read + Write + Send {
    fn set_patience(&mut self, patience: Duration) -> io::Result<()>;

    /// Drops what has arrived and was not read.
    fn forget_input(&mut self) -> io::Result<()>;
}

#[derive(Debug, thiserror::Error)]
#[error("the serial port {name} cannot be opened: {cause}")]
pub struct PortError {
    pub name: String,
    pub cause: serialport::Error,
}

/// What became of waiting for bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrived {
    Bytes(usize),
    Nothing,
}

/// Opens a port by its name, 8N1 and without flow control, for this program alone.
pub fn open(name: &str, rate: u32) -> Result<Box<dyn Port>, PortError> {
    let failed = |cause| PortError { name: name.to_owned(), cause };
    let mut port = serialport::new(name, rate)
        .data_bits(DataBits::Eight)
        .parity(Parity::None)
        .stop_bits(StopBits::One)
        .flow_control(FlowControl::None)
        .exclusive(true)
        .open_native()
        .map_err(failed)?;
    // some devices listen only while these lines are up; a pseudo-terminal has none
    let _ = port.write_data_terminal_ready(true);
    let _ = port.write_request_to_send(true);
    Ok(Box::new(port))
}

/// Reads what there is. An unplugged port reads as empty for ever, so that is an error here.
pub fn read(port: &mut dyn Port, buffer: &mut [u8]) -> io::Result<Arrived> {
    match port.read(buffer) {
        Ok(0) => Err(io::ErrorKind::BrokenPipe.into()),
        Ok(count) => Ok(Arrived::Bytes(count)),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::TimedOut | io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock
            ) =>
        {
            Ok(Arrived::Nothing)
        }
        Err(error) => Err(error),
    }
}

impl Port for TTYPort {
    fn set_patience(&mut self, patience: Duration) -> io::Result<()> {
        Ok(self.set_timeout(patience)?)
    }

    fn forget_input(&mut self) -> io::Result<()> {
        Ok(self.clear(ClearBuffer::Input)?)
    }
}
