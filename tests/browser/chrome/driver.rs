//! chromedriver, on a port that it chooses itself.

use std::io::{self, BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

/// The word before the port in the line that chromedriver prints when it is ready.
const READY: &str = "started successfully on port ";

/// How often chromedriver is started. It chooses a port that is free for IPv6 and ends if the same port is taken for IPv4, so
/// another start may find another port.
const MOST_STARTS: usize = 5;

/// How long chromedriver may take to end its browsers.
const SHUTDOWN: Duration = Duration::from_secs(10);

/// A running chromedriver.
pub struct Chromedriver {
    process: Child,
    port: u16,
    // Kept open: a program that writes into a closed pipe ends.
    _output: BufReader<ChildStdout>,
}

impl Chromedriver {
    /// Starts it and waits until it listens.
    pub fn start() -> Self {
        let mut said = String::new();
        for _ in 0..MOST_STARTS {
            match Self::start_once() {
                Ok(driver) => return driver,
                Err(instead) => said = instead,
            }
        }
        panic!("chromedriver ended at once, {MOST_STARTS} times: {said}");
    }

    /// The error is its output.
    fn start_once() -> Result<Self, String> {
        let mut command = Command::new("chromedriver");
        let process =
            command.args(["--port=0"]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut process = process.unwrap_or_else(|error| {
            panic!("chromedriver can't be started ({error}); `cargo xtask test` installs it where it may")
        });
        let mut output = BufReader::new(process.stdout.take().unwrap());
        match port(&mut output) {
            Ok(port) => Ok(Self { process, port, _output: output }),
            Err(said) => {
                // It has closed its output, so it has ended or is about to.
                let _ = process.wait();
                Err(said)
            }
        }
    }

    /// The address that chromedriver listens on.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Without the runtime, which may be gone when this is dropped.
    fn shut_down(&self) -> io::Result<()> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(SHUTDOWN))?;
        stream.write_all(b"GET /shutdown HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        io::copy(&mut stream, &mut io::sink()).map(drop)
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        // A shut-down ends its browsers first; a kill would leave them running.
        if self.shut_down().is_err() {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}

fn port(output: &mut impl BufRead) -> Result<u16, String> {
    let mut said = String::new();
    while output.read_line(&mut said).unwrap() > 0 {
        if let Some((_, port)) = said.split_once(READY) {
            return Ok(port.trim().trim_end_matches('.').parse().unwrap());
        }
    }
    Err(said)
}
