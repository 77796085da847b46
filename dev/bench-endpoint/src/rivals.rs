//! The rivals: fastify with better-sqlite3, built by npm in a folder of our own; the folder they come from is only read.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

use crate::case::ClientLibrary;
use crate::machine::{SERVER_CORE, pinned};

/// The rivals' API key and encryption key. Both are public: nothing is protected here.
const API_KEY: &str = "k_0123456789abcdef0123456789abcdef";
const SEALING_KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
/// As many as the endpoint has.
const ROWS: usize = 100_000;

/// The rivals, installed, with data.
pub struct Rivals {
    folder: PathBuf,
}

impl Rivals {
    /// Installs them from the folder `endpoint/node` of their sources, and has them make their data.
    pub fn prepare(source: &Path, scratch: &Path) -> anyhow::Result<Self> {
        let folder = scratch.join("rivals-endpoint");
        fs::create_dir_all(&folder).with_context(|| format!("can't make {}", folder.display()))?;
        let source = source.join("endpoint/node");
        for entry in fs::read_dir(&source).with_context(|| format!("can't list {}", source.display()))? {
            let file = entry?;
            if file.file_type()?.is_file() {
                fs::copy(file.path(), folder.join(file.file_name()))?;
            }
        }
        let installed = folder.join("installed");
        if !installed.exists() {
            eprintln!("installing the rivals (kept for the next time; minutes where a compiler has to run)");
            fs::write(folder.join(".npmrc"), npmrc())?;
            run(Command::new("npm").args(["install", "--no-audit", "--no-fund"]).current_dir(&folder))?;
            fs::write(installed, "")?;
        }
        let rivals = Self { folder };
        if !rivals.made().exists() {
            eprintln!("writing what the rivals have stored");
            let unfinished = rivals.folder.join("unfinished.db");
            let _ = fs::remove_file(&unfinished);
            let mut seed = Command::new("node");
            seed.arg("seed.mjs").arg(&unfinished).arg(ROWS.to_string()).env("KEY", SEALING_KEY);
            run(seed.current_dir(&rivals.folder))?;
            fs::rename(unfinished, rivals.made())?;
        }
        Ok(rivals)
    }

    /// The key that they ask for.
    pub fn key() -> String {
        API_KEY.to_owned()
    }

    /// How many connections they have.
    pub fn rows() -> usize {
        ROWS
    }

    /// A command that serves a fresh copy of their data.
    pub fn serve(&self, library: ClientLibrary, synced: bool, port: u16, token_url: &str) -> anyhow::Result<Command> {
        let copy = self.folder.join("measured.db");
        for suffix in ["-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{suffix}", copy.display()));
        }
        fs::copy(self.made(), &copy).context("can't copy the rivals' database")?;
        let mut command = pinned(SERVER_CORE, Path::new("node"));
        command.arg("server.mjs").args([&port.to_string(), token_url]).arg(copy).current_dir(&self.folder);
        command.env("KEY", SEALING_KEY).env("API_KEY", API_KEY).env("NODE_ENV", "production");
        command.env("OAUTH", library.word()).env("SYNC", if synced { "FULL" } else { "NORMAL" });
        Ok(command)
    }

    fn made(&self) -> PathBuf {
        self.folder.join("made.db")
    }
}

/// Newer npm compiles nothing unless it is allowed to, and node-gyp would fetch headers that came with Node.js already.
fn npmrc() -> String {
    let allowed = "allow-scripts[]=better-sqlite3\n".to_owned();
    let print = Command::new("node").args(["--print", "process.execPath"]).output();
    let node = print.map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim())).unwrap_or_default();
    match node.parent().and_then(Path::parent) {
        Some(prefix) if prefix.join("include/node/node.h").is_file() => {
            format!("{allowed}nodedir={}\n", prefix.display())
        }
        _ => allowed,
    }
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let name = format!("{command:?}");
    let output = command.stdin(Stdio::null()).output();
    let output = output.with_context(|| format!("can't start {name}: the rivals need Node.js and npm"))?;
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        bail!("{name} failed:\n{}", String::from_utf8_lossy(&said));
    }
    Ok(())
}
