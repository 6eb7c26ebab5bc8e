//! A city hall as a process of its own, on a port a story chooses.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

pub(crate) struct CityHall(Child);

impl CityHall {
    pub(crate) fn start(data: &Path, port: u16) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_cityhall"))
            .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(line.starts_with("listening on "), "{line}");
        Self(process)
    }
}

impl Drop for CityHall {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
