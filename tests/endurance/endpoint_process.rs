//! The endpoint as a process of its own, which can be killed, suspended and resumed.

use std::fs::File;
use std::io::Write as _;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::time::{Instant, sleep};

/// The pause between two polls.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// How long a process may take to end after it was asked to.
const END_PATIENCE: Duration = Duration::from_secs(30);
/// How much of a log is shown with a failure.
const SHOWN_BYTES: usize = 4000;

/// A running endpoint. Dropping it kills it.
pub struct EndpointProcess {
    child: Child,
    log: PathBuf,
    address: String,
}

impl EndpointProcess {
    /// Starts it with this configuration; its log is appended to the file beside it.
    pub fn start(config: &Path) -> Self {
        let log = config.with_extension("log");
        let file = File::options().create(true).append(true).open(&log).unwrap();
        let program = program();
        let mut command = Command::new("sh");
        // Without this signal a write beyond the limit is an error, as on a full disk, and does not end the process.
        command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]).arg(&program);
        // Variables for the tests would be unknown settings to the endpoint.
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("LATCHKEY_")) {
            command.env_remove(name);
        }
        let child = command
            .arg("serve")
            .arg("--config")
            .arg(config)
            .env("LATCHKEY_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(file)
            .spawn()
            .unwrap_or_else(|error| panic!("{} can't be started: {error}", program.display()));
        let settings = std::fs::read_to_string(config).unwrap();
        let address = settings.split("listen = \"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        Self { child, log, address }
    }

    /// Whether it answers.
    pub fn is_up(&self) -> bool {
        TcpStream::connect(&self.address).is_ok()
    }

    /// Sends the beginning of a request.
    pub fn send(&self, beginning: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(beginning.as_bytes()).unwrap();
        stream
    }

    /// Sends SIGKILL: the process cannot finish anything.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        let status = self.child.wait().unwrap();
        assert!(status.code().is_none(), "it had ended by itself: {}", self.log_tail());
    }

    /// Sends SIGSTOP: the process stops running without noticing.
    pub fn suspend(&self) {
        self.signal(Signal::SIGSTOP);
    }

    /// Sends SIGCONT: the process runs again.
    pub fn resume(&self) {
        self.signal(Signal::SIGCONT);
    }

    /// From now on the process can append to no file.
    pub fn fill_disk(&self) {
        self.limit_files("1");
    }

    /// Lets the process append to files again.
    pub fn free_disk(&self) {
        self.limit_files("unlimited");
    }

    fn limit_files(&self, bytes: &str) {
        let mut command = Command::new("prlimit");
        // The soft limit alone, which can be lifted again.
        command.args(["--pid", &self.child.id().to_string(), &format!("--fsize={bytes}:")]);
        assert!(command.status().unwrap().success());
    }

    /// Sends SIGTERM and waits for a successful end.
    pub async fn stop(mut self) {
        self.signal(Signal::SIGTERM);
        let since = Instant::now();
        while self.ended().is_none() {
            assert!(since.elapsed() < END_PATIENCE, "it does not end: {}", self.log_tail());
            sleep(LOOK_EVERY).await;
        }
        assert!(self.ended().unwrap().success(), "{}", self.log_tail());
    }

    /// How it ended, if it has.
    fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// The end of its log.
    pub fn log_tail(&self) -> String {
        let text = std::fs::read(&self.log).unwrap_or_default();
        String::from_utf8_lossy(&text[text.len().saturating_sub(SHOWN_BYTES)..]).into_owned()
    }

    fn signal(&self, signal: Signal) {
        kill(Pid::from_raw(i32::try_from(self.child.id()).unwrap()), signal).unwrap();
    }
}

impl Drop for EndpointProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program, built before: it stands above the folder of the tests.
fn program() -> PathBuf {
    let name = format!("latchkey-endpoint{}", std::env::consts::EXE_SUFFIX);
    let tests = std::env::current_exe().unwrap();
    let program = tests.parent().unwrap().parent().unwrap().join(name);
    assert!(program.is_file(), "{} is not there: `cargo xtask test --only endurance` builds it", program.display());
    program
}

/// Waits until the condition holds. `what` describes the failure.
pub async fn until(patience: Duration, what: &str, mut is_so: impl FnMut() -> bool) {
    let since = Instant::now();
    while !is_so() {
        assert!(since.elapsed() < patience, "after {} s: {what}", patience.as_secs());
        sleep(LOOK_EVERY).await;
    }
}
