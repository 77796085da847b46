//! The load: `wrk`, one thread, 64 connections, each asking again as soon as it is answered.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};
use serde::Deserialize;

use crate::machine::{LOAD_CORE, pinned};

/// Clients that ask at the same time.
pub const CLIENTS: u32 = 64;

/// The arguments of `load.lua`.
#[derive(Clone, Debug)]
pub struct Questions {
    /// The word for the work.
    pub work: &'static str,
    /// The first number.
    pub first: usize,
    /// How many numbers there are.
    pub count: usize,
    /// An engine key.
    pub key: String,
}

/// The summary that `load.lua` prints.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Answers {
    /// Requests that were answered.
    pub requests: u64,
    /// How long the run took, in microseconds.
    pub duration_us: u64,
    /// The median latency, in microseconds.
    pub p50_us: f64,
    /// The 99th percentile of the latency, in microseconds.
    pub p99_us: f64,
    /// Connections that failed or timed out.
    pub broken: u64,
    /// Answers with an error status.
    pub refused: u64,
}

/// The load generator.
pub struct Load {
    wrk: PathBuf,
    script: PathBuf,
}

impl Load {
    /// Writes the script into a folder.
    pub fn new(wrk: &Path, folder: &Path) -> anyhow::Result<Self> {
        let script = folder.join("load.lua");
        std::fs::write(&script, include_str!("load.lua")).context("can't write the load's script")?;
        Ok(Self { wrk: wrk.to_owned(), script })
    }

    /// Sends requests for this number of seconds.
    pub fn run(&self, port: u16, seconds: u32, questions: &Questions) -> anyhow::Result<Answers> {
        let mut command = pinned(LOAD_CORE, &self.wrk);
        command
            .args(["-t1", &format!("-c{CLIENTS}"), &format!("-d{seconds}s"), "-s"])
            .arg(&self.script)
            .arg(format!("http://127.0.0.1:{port}"))
            .args([questions.work, &questions.first.to_string(), &questions.count.to_string(), &questions.key]);
        read(&said(&mut command)?)
    }
}

fn said(command: &mut Command) -> anyhow::Result<String> {
    let output = command.output().context("can't start wrk")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        bail!("wrk failed:\n{text}{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(text)
}

fn read(text: &str) -> anyhow::Result<Answers> {
    let line =
        text.lines().find_map(|line| line.strip_prefix("JSON ")).with_context(|| format!("wrk said:\n{text}"))?;
    serde_json::from_str(line).with_context(|| format!("wrk's summary can't be read: {line}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_is_found_between_what_wrk_says() {
        let text = "Running 8s test\nJSON {\"requests\":5,\"duration_us\":10,\"p50_us\":1,\"p99_us\":2,\"broken\":0,\"refused\":3}\n";
        assert_eq!(read(text).unwrap().refused, 3);
        assert!(read("Running 8s test\n").is_err());
    }
}
