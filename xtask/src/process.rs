//! Programs that xtask starts: each runs in its own process group, and none survives xtask.

use std::io::{self, PipeReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::Context;

use crate::interrupt::{self, GRACE};
use crate::process_group::{ask_to_end, in_own_group, kill};
use crate::stopwatch::Stopwatch;

/// How often a program is polled for its end.
const POLL: Duration = Duration::from_millis(50);

/// A running program. Dropping this value ends the program and everything that it started.
#[derive(Debug)]
pub struct RunningProgram {
    child: Child,
    ended: Option<ExitStatus>,
}

impl RunningProgram {
    /// Starts `command`, with no standard input; its output goes where the command says.
    pub fn start(command: &mut Command) -> anyhow::Result<Self> {
        interrupt::check()?;
        in_own_group(command);
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.stdin(Stdio::null()).spawn().with_context(|| format!("can't start {name}"))?;
        interrupt::remember(child.id());
        let running = Self { child, ended: None };
        // A signal between the first check and `remember` has not reached this program: dropping it ends it.
        interrupt::check()?;
        Ok(running)
    }

    /// Starts `command`; both its outputs are read from the one pipe that comes back.
    pub fn start_piped(command: &mut Command) -> anyhow::Result<(Self, PipeReader)> {
        let (reader, writer) = io::pipe().context("can't make a pipe")?;
        command.stdout(writer.try_clone().context("can't make a pipe")?).stderr(writer);
        let running = Self::start(command);
        // The command owns the write end of the pipe. Until it is dropped, the reader would never see the end.
        command.stdout(Stdio::null()).stderr(Stdio::null());
        Ok((running?, reader))
    }

    /// The exit status, if the program has ended.
    pub fn try_wait(&mut self) -> io::Result<Option<ExitStatus>> {
        if self.ended.is_none() {
            self.ended = self.child.try_wait()?;
            if self.ended.is_some() {
                interrupt::forget(self.child.id());
            }
        }
        Ok(self.ended)
    }

    pub fn wait(&mut self) -> anyhow::Result<ExitStatus> {
        loop {
            if let Some(status) = self.try_wait()? {
                interrupt::check()?;
                return Ok(status);
            }
            thread::sleep(POLL);
        }
    }

    /// Asks the program to end, waits for [`GRACE`], then kills it, with its whole process group.
    pub fn end(&mut self) {
        let group = self.child.id();
        let since = Stopwatch::start();
        ask_to_end(group);
        while matches!(self.try_wait(), Ok(None)) && since.elapsed() < GRACE {
            thread::sleep(POLL);
        }
        kill(group);
        if self.ended.is_none() {
            let _ = self.child.kill();
            let _ = self.child.wait();
            interrupt::forget(group);
        }
    }
}

impl Drop for RunningProgram {
    fn drop(&mut self) {
        if matches!(self.try_wait(), Ok(Some(_))) {
            kill(self.child.id());
        } else {
            self.end();
        }
    }
}

/// What a short command prints, or nothing if it can't be started or fails.
pub fn output_of(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::io::Read;

    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn both_outputs_arrive_in_one_pipe() {
        let (mut running, mut reader) =
            RunningProgram::start_piped(&mut shell("echo out; echo err >&2; exit 3")).unwrap();
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        assert_eq!(text, "out\nerr\n");
        assert_eq!(running.wait().unwrap().code(), Some(3));
    }

    #[test]
    fn ending_a_program_ends_what_it_started() {
        let (mut running, mut reader) = RunningProgram::start_piped(&mut shell("sleep 600 & wait")).unwrap();
        running.end();
        // The pipe closes only when the grandchild, which holds it too, is gone.
        let mut rest = Vec::new();
        reader.read_to_end(&mut rest).unwrap();
        assert!(running.try_wait().unwrap().is_some());
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let error = RunningProgram::start(&mut Command::new("no-such-program-here")).unwrap_err();
        assert_eq!(error.to_string(), "can't start no-such-program-here");
    }
}
