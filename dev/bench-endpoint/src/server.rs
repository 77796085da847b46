//! Programs that are measured, each on its core and on a port of its own, gone when they are dropped.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, bail};
use tokio::net::TcpStream;

use crate::machine::{LOAD_CORE, SERVER_CORE, pinned};

/// The pause between two tries of a port. Real time: the program that is waited for runs in it.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// The greatest number of tries: a stub signs two thousand tokens before it listens.
const MAX_LOOKS: u32 = 600;

/// A port that is free now.
pub fn free_port() -> anyhow::Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("no port is free")?;
    Ok(listener.local_addr()?.port())
}

/// A running program.
pub struct ServerProcess(Child);

impl ServerProcess {
    /// Starts it, and waits until it listens.
    pub async fn start(mut command: Command, port: u16) -> anyhow::Result<Self> {
        let name = format!("{command:?}");
        let command = command.stdin(Stdio::null()).stdout(Stdio::null());
        let mut server = Self(command.spawn().with_context(|| format!("can't start {name}"))?);
        for _ in 0..MAX_LOOKS {
            if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return Ok(server);
            }
            if let Some(status) = server.0.try_wait()? {
                bail!("{name} ended: {status}");
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        bail!("{name} does not listen")
    }

    /// The stub, beside the load.
    pub async fn stub(port: u16) -> anyhow::Result<Self> {
        let mut command = pinned(LOAD_CORE, &this_program()?);
        command.args(["stub", &port.to_string()]);
        Self::start(command, port).await
    }

    /// The program of [`crate::limit`].
    pub async fn limit(port: u16, token_url: &str) -> anyhow::Result<Self> {
        let mut command = pinned(SERVER_CORE, &this_program()?);
        command.args(["limit", &port.to_string(), token_url]);
        Self::start(command, port).await
    }

    /// The endpoint with a configuration.
    pub async fn endpoint(program: &Path, config: &Path, port: u16) -> anyhow::Result<Self> {
        let mut command = pinned(SERVER_CORE, program);
        // Such variables are meant for this program. The endpoint would refuse them as unknown settings.
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("LATCHKEY_")) {
            command.env_remove(name);
        }
        command.arg("serve").arg("--config").arg(config).env("LATCHKEY_LOG", "error");
        Self::start(command, port).await
    }

    /// The process id. `taskset` becomes the program that it starts, so this is the program's.
    pub fn process(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn this_program() -> anyhow::Result<std::path::PathBuf> {
    std::env::current_exe().context("can't tell where this program is")
}
