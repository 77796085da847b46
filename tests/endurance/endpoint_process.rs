//! The endpoint as a process of its own, which can be killed, put to sleep and woken up.

use std::fs::File;
use std::io::Write as _;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::time::{Instant, sleep};

/// How often something is looked at that is waited for.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// A process that was asked to end has so long.
const END_PATIENCE: Duration = Duration::from_secs(30);
/// So much of a log is shown when something went wrong.
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
        // Without this signal a file that may not grow is an error for it, as on a full disk, and not its end.
        command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]).arg(&program);
        // What the tests are told by such variables would be settings that the endpoint does not know.
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

    /// Begins to say something to it.
    pub fn send(&self, beginning: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(beginning.as_bytes()).unwrap();
        stream
    }

    /// SIGKILL: it gets no chance to finish anything.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        let status = self.child.wait().unwrap();
        assert!(status.code().is_none(), "it had ended by itself: {}", self.log_tail());
    }

    /// SIGSTOP: it stands still and knows nothing of it.
    pub fn suspend(&self) {
        self.signal(Signal::SIGSTOP);
    }

    /// SIGCONT.
    pub fn resume(&self) {
        self.signal(Signal::SIGCONT);
    }

    /// From now on no file of it takes another byte.
    pub fn fill_disk(&self) {
        self.limit_files("1");
    }

    /// Ends that.
    pub fn free_disk(&self) {
        self.limit_files("unlimited");
    }

    fn limit_files(&self, bytes: &str) {
        let mut command = Command::new("prlimit");
        // The soft limit alone, which can be lifted again.
        command.args(["--pid", &self.child.id().to_string(), &format!("--fsize={bytes}:")]);
        assert!(command.status().unwrap().success());
    }

    /// SIGTERM, and waits for its end.
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

/// Waits until something is so, for at most so long. `what` is what was waited for.
pub async fn until(patience: Duration, what: &str, mut is_so: impl FnMut() -> bool) {
    let since = Instant::now();
    while !is_so() {
        assert!(since.elapsed() < patience, "after {} s: {what}", patience.as_secs());
        sleep(LOOK_EVERY).await;
    }
}
