//! The kiosk as a child process: commands down one pipe, answers up the other.

use std::ffi::OsString;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command as Process, Stdio};

use anyhow::{Context as _, anyhow, bail};

use super::protocol::{Answer, Command, Look};

/// A running kiosk. Dropping it kills it: whatever it was doing, its state must survive that.
pub struct KioskChild {
    process: Child,
    commands: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// Where a program looks for its own place to keep things.
const HOMES: [&str; 7] = [
    "HOME",
    "TMPDIR",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
    "XDG_RUNTIME_DIR",
];

impl KioskChild {
    /// Whatever the kiosk or a library of it keeps outside of its state lies below `home`.
    pub fn start(
        program: &Path,
        arguments: &[OsString],
        home: &Path,
        log: Option<File>,
    ) -> anyhow::Result<Self> {
        std::fs::create_dir_all(home).with_context(|| home.display().to_string())?;
        let mut process = Process::new(program)
            .args(arguments)
            .envs(HOMES.map(|name| (name, home)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log.map_or_else(Stdio::inherit, Stdio::from))
            .spawn()
            .with_context(|| format!("{} cannot be started", program.display()))?;
        let commands = process.stdin.take().context("the kiosk's standard input")?;
        let answers = BufReader::new(process.stdout.take().context("the kiosk's output")?);
        Ok(Self { process, commands, answers })
    }

    pub fn ask(&mut self, command: &Command) -> anyhow::Result<Answer> {
        let text = serde_json::to_string(command)?;
        writeln!(self.commands, "{text}").context("the kiosk has ended")?;
        let mut line = String::new();
        if self.answers.read_line(&mut line).context("the kiosk has ended")? == 0 {
            bail!("the kiosk has ended: {}", self.process.wait()?);
        }
        let answer = serde_json::from_str(&line).context("what the kiosk answers")?;
        if let Answer::Failed { why } = answer { Err(anyhow!(why)) } else { Ok(answer) }
    }

    pub fn look(&mut self) -> anyhow::Result<Look> {
        let answer = self.ask(&Command::Look)?;
        let Answer::Seen { look } = answer else { bail!("the kiosk answers {answer:?} to a look") };
        Ok(look)
    }

    /// SIGKILL, as a power cut: no goodbye.
    pub fn kill(&mut self) {
        let _ = self.process.kill(); // it may have ended by itself
        let _ = self.process.wait();
    }
}

impl Drop for KioskChild {
    fn drop(&mut self) {
        self.kill();
    }
}
