//! The output of a program: stored in a file, with the last line available for progress. If the program fails, the end is
//! shown.
//!
//! # To explain another kind of failure
//! Add a line to [`CAUSES`]: what a program writes, and the one sentence that tells a person what to do.

mod cargo_progress;
mod panics;

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, bail};

pub use cargo_progress::Share;
use panics::Panics;

use crate::process::RunningProgram;
use crate::{ui, workspace};

/// Lines of a failed program's output that are shown; the file has all of them.
const SHOWN_LINES: usize = 80;

/// A part of the line that cargo prints for a crate with warnings, also when it compiled the crate before:
/// ``warning: `xtask` (bin "xtask") generated 1 warning``.
const COUNT_OF_WARNINGS: &str = ") generated ";

/// Messages of programs, and the advice for each.
const CAUSES: [(&str, &str); 7] = [
    ("Could not resolve host", NO_NETWORK),
    ("Could not resolve hostname", NO_NETWORK),
    ("failed to download", NO_NETWORK),
    ("failed to query replaced source", NO_NETWORK),
    ("npm error network", NO_NETWORK),
    ("No space left on device", "The disk is full: make room, then run this again; what is done so far is kept."),
    ("linker `cc` not found", "A C compiler is missing: install one (Debian: `sudo apt-get install build-essential`)."),
];

const NO_NETWORK: &str = "A registry of packages can't be reached: check the network (or the proxy settings of cargo, npm or \
                          apt), then run this again; what is done so far is kept.";

/// The destination of the output.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Show {
    /// To the file, and live to the person.
    Live,
    /// To the file alone.
    OnFailure,
}

/// The output of one step of work.
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    file: File,
    show: Show,
    end: VecDeque<String>,
    panics: Panics,
    warnings: Vec<String>,
    progress: Progress,
}

/// What a log's program does now, to be watched from another thread.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<Mutex<(String, Option<Share>)>>);

impl Progress {
    /// The newest line, empty at the beginning.
    pub fn line(&self) -> String {
        self.lock().0.clone()
    }

    /// How much of a build is done, once cargo has counted it.
    pub fn share(&self) -> Option<Share> {
        self.lock().1
    }

    fn lock(&self) -> MutexGuard<'_, (String, Option<Share>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Log {
    /// A fresh log for the step `name`, a short word.
    pub fn create(name: &str, show: Show) -> anyhow::Result<Self> {
        let folder = workspace::scratch()?.join("logs");
        Self::create_in(&folder, name, show)
    }

    fn create_in(folder: &Path, name: &str, show: Show) -> anyhow::Result<Self> {
        let path = folder.join(format!("{name}.log"));
        fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
        let file = File::create(&path).with_context(|| format!("can't write {}", path.display()))?;
        Ok(Self {
            path,
            file,
            show,
            end: VecDeque::new(),
            panics: Panics::default(),
            warnings: Vec::new(),
            progress: Progress::default(),
        })
    }

    /// What cargo says at the end of each crate that the compiler or the linter warned about, in all that has run.
    pub fn crates_with_warnings(&self) -> Vec<String> {
        self.warnings.clone()
    }

    /// Returns a handle to what is being done.
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// Runs `command` to its end. Fails, with the end of its output, unless it succeeds; `what` names it.
    pub fn run(&mut self, what: &str, command: &mut Command) -> anyhow::Result<()> {
        self.end.clear();
        self.panics = Panics::default();
        if ui::is_terminal() && self.show == Show::Live {
            command.env("CARGO_TERM_COLOR", "always");
        }
        if self.show == Show::OnFailure {
            cargo_progress::ask_for(command);
        }
        let (mut running, reader) = RunningProgram::start_piped(command)?;
        let mut reader = BufReader::new(reader);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).with_context(|| format!("can't read the output of {what}"))? > 0 {
            self.take(&line);
            line.clear();
        }
        let status = running.wait()?;
        if status.success() { Ok(()) } else { bail!("{}", self.failure(what, &status.to_string())) }
    }

    fn take(&mut self, line: &[u8]) {
        let (share, line) = cargo_progress::split(line);
        if share.is_some() {
            self.progress.lock().1 = share;
        }
        // A failure to write the log is ignored: a full disk makes the work itself fail.
        let _ = self.file.write_all(line);
        if self.show == Show::Live {
            ui::pass_on(line);
        }
        let text = String::from_utf8_lossy(line).trim_end().to_owned();
        text.trim_start().clone_into(&mut self.progress.lock().0);
        if self.end.len() == SHOWN_LINES {
            self.end.pop_front();
        }
        self.panics.take(&text);
        if text.contains(COUNT_OF_WARNINGS) {
            self.warnings.push(text.clone());
        }
        self.end.push_back(text);
    }

    fn failure(&self, what: &str, status: &str) -> String {
        let end = self.end.iter().cloned().collect::<Vec<_>>().join("\n");
        let cause = cause_of(&end).map(|cause| format!("\n{cause}")).unwrap_or_default();
        let panics = self.panics.told();
        format!(
            "{what} failed ({status}). The end of its output:\n\n{end}\n\n{panics}All of it: {}{cause}",
            self.path.display()
        )
    }
}

fn cause_of(output: &str) -> Option<&'static str> {
    CAUSES.iter().find(|(sign, _)| output.contains(sign)).map(|(_, sentence)| *sentence)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_failure_shows_the_end_of_the_output_and_where_the_rest_is() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Log::create_in(folder.path(), "step", Show::OnFailure).unwrap();
        let error = log.run("counting", &mut shell("seq 1 200; exit 2")).unwrap_err().to_string();
        assert!(error.starts_with("counting failed (exit status: 2)"), "{error}");
        assert!(error.contains("\n200\n") && error.contains("\n121\n") && !error.contains("\n120\n"), "{error}");
        assert!(error.contains("step.log"), "{error}");
        assert_eq!(fs::read_to_string(folder.path().join("step.log")).unwrap().lines().count(), 200);
    }

    #[test]
    fn the_newest_line_can_be_watched() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Log::create_in(folder.path(), "step", Show::OnFailure).unwrap();
        log.run("talking", &mut shell("echo '   Compiling serde'")).unwrap();
        assert_eq!(log.progress().line(), "Compiling serde");
    }

    #[test]
    fn crates_with_warnings_are_listed() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Log::create_in(folder.path(), "step", Show::OnFailure).unwrap();
        let said = "echo 'warning: unused'; echo 'warning: `a` (bin \"a\" test) generated 2 warnings'; \
                    echo 'warning: `b` (lib) generated 1 warning'";
        log.run("compiling", &mut shell(said)).unwrap();
        assert_eq!(log.crates_with_warnings().len(), 2, "{:?}", log.crates_with_warnings());
    }

    #[test]
    fn no_network_is_said_in_a_sentence() {
        let output = "Caused by:\n  [6] Could not resolve hostname (Could not resolve host: index.crates.io)";
        assert_eq!(cause_of(output), Some(NO_NETWORK));
        assert_eq!(cause_of("error[E0308]: mismatched types"), None);
    }
}
