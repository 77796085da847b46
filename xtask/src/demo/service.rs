//! One program of the demo: its log, and the error if it ends too early.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use super::ready::{self, Sign, Waited};
use crate::process::RunningProgram;

/// Lines of a program's log that are shown when it has ended.
const SHOWN_LINES: usize = 30;

/// A running program and where its output goes.
#[derive(Debug)]
pub struct DemoProgram {
    title: &'static str,
    running: RunningProgram,
    log: PathBuf,
}

impl DemoProgram {
    /// Starts `command`, with its output in `log`.
    pub fn start(title: &'static str, command: &mut Command, log: &Path) -> anyhow::Result<Self> {
        let file = File::create(log).with_context(|| format!("can't write {}", log.display()))?;
        // Logs are files: no colours in them.
        command.env("NO_COLOR", "1").stdout(file.try_clone()?).stderr(file);
        let running = RunningProgram::start(command).with_context(|| format!("{title} doesn't start"))?;
        Ok(Self { title, running, log: log.to_path_buf() })
    }

    /// Waits until it gives a good answer for `path` on `port`.
    pub fn wait_until_ready(&mut self, port: u16, sign: Sign) -> anyhow::Result<()> {
        let running = &mut self.running;
        match ready::wait_for(port, sign, || Ok(running.try_wait()?.is_none()))? {
            Waited::Ready => Ok(()),
            Waited::Gone => self.ensure_alive(),
            Waited::TooLong => bail!(
                "{} runs but doesn't get ready ({sign:?} on port {port}). The end of its log:\n\n{}",
                self.title,
                self.end_of_log()
            ),
        }
    }

    /// Fails if the program has ended. The error names the program, its exit status and the end of its log.
    pub fn ensure_alive(&mut self) -> anyhow::Result<()> {
        let Some(status) = self.running.try_wait()? else { return Ok(()) };
        bail!(
            "{} has ended by itself ({status}). The end of its log:\n\n{}\n\nAll of it: {}",
            self.title,
            self.end_of_log(),
            self.log.display()
        )
    }

    fn end_of_log(&self) -> String {
        let text = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<_> = text.lines().collect();
        lines[lines.len().saturating_sub(SHOWN_LINES)..].join("\n")
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn service(script: &str, folder: &Path) -> DemoProgram {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        DemoProgram::start("the thing", &mut command, &folder.join("thing.log")).unwrap()
    }

    #[test]
    fn a_program_that_ends_is_named_with_its_last_words() {
        let folder = tempfile::tempdir().unwrap();
        let mut service = service("echo 'no such table'; exit 4", folder.path());
        service.running.wait().unwrap();
        let sentence = service.ensure_alive().unwrap_err().to_string();
        assert!(sentence.starts_with("the thing has ended by itself (exit status: 4)"), "{sentence}");
        assert!(sentence.contains("no such table"), "{sentence}");
    }

    #[test]
    fn a_program_that_lives_is_fine() {
        let folder = tempfile::tempdir().unwrap();
        service("sleep 600", folder.path()).ensure_alive().unwrap();
    }
}
