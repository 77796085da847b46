//! A peer's process: its output is read line by line, and it ends with its test.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use serde_json::Value;

/// How long a line of output is waited for.
const PATIENCE: Duration = Duration::from_mins(1);
/// The pause between two checks whether a program is ready. Real time: the program runs in it.
const STEP: Duration = Duration::from_millis(20);
/// How often it is checked.
const MAX_STEPS: usize = 3000;

/// A running program.
pub struct PeerProcess {
    process: Child,
    lines: Receiver<String>,
}

impl PeerProcess {
    /// Starts it.
    pub fn start(command: &mut Command) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().unwrap_or_else(|error| panic!("{name} can't be started: {error}"));
        let (sender, lines) = channel();
        pass_on(process.stdout.take().unwrap(), sender.clone());
        pass_on(process.stderr.take().unwrap(), sender);
        Self { process, lines }
    }

    /// Starts a peer that is told what to do by lines of JSON and answers each with one. Also returns its issuer, which its
    /// first line names.
    pub fn start_peer(command: &mut Command) -> (Self, String) {
        let program = Self::start(command);
        let issuer = program.answer()["issuer"].as_str().unwrap().to_owned();
        (program, issuer)
    }

    /// Tells such a peer something, and returns its answer.
    pub fn ask(&mut self, message: &Value) -> Value {
        self.send_line(&message.to_string());
        self.answer()
    }

    fn answer(&self) -> Value {
        let line = self.wait_for_line("{").unwrap_or_else(|said| panic!("the peer ended: {said}"));
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }

    /// Waits for the next line with this text. The error is the other output, if the process ended.
    pub fn wait_for_line(&self, sign: &str) -> Result<String, String> {
        let mut said = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(PATIENCE) {
            if line.contains(sign) {
                return Ok(line);
            }
            said.push(line);
        }
        Err(said.join("\n"))
    }

    /// Ends the process and returns its unread output.
    pub fn stop(mut self) -> String {
        let _ = self.process.kill();
        self.lines.iter().flat_map(|line| [line, "\n".to_owned()]).collect()
    }

    /// Waits for a condition that shows in no output. The error is the output, if the process ended.
    pub fn wait_until(&self, is_ready: impl Fn() -> bool) -> Result<(), String> {
        let mut said = Vec::new();
        for _ in 0..MAX_STEPS {
            if is_ready() {
                return Ok(());
            }
            match self.lines.recv_timeout(STEP) {
                Ok(line) => said.push(line),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        Err(said.join("\n"))
    }

    /// Writes a line to it.
    pub fn send_line(&mut self, line: &str) {
        let input = self.process.stdin.as_mut().unwrap();
        writeln!(input, "{line}").unwrap();
    }
}

impl Drop for PeerProcess {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Reads to the end, even without a receiver: a program whose pipe is full stops.
fn pass_on(output: impl Read + Send + 'static, lines: Sender<String>) {
    thread::spawn(move || {
        for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            let _ = lines.send(String::from_utf8_lossy(&line).into_owned());
        }
    });
}
