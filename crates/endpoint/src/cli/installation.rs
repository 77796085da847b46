//! The arguments that all commands share.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::Config;
use crate::serve::open_store;
use clap::Args;
use latchkey_domain::SystemEntropy;
use latchkey_store::{AuditActor, Store};

#[derive(Args)]
pub(crate) struct InstallationArguments {
    /// The configuration file; LATCHKEY_… variables override it.
    #[arg(long, env = "LATCHKEY_CONFIG", default_value = "latchkey.toml")]
    pub(crate) config: PathBuf,
}

impl InstallationArguments {
    /// Opens the installation's store.
    pub(crate) async fn store(&self) -> anyhow::Result<Arc<dyn Store>> {
        store(&self.config).await
    }
}

async fn store(file: &Path) -> anyhow::Result<Arc<dyn Store>> {
    Ok(open_store(&Config::load(file)?, Arc::new(SystemEntropy)).await?)
}

/// The administrator who runs the command, by operating system user name, for the journal.
pub(crate) fn administrator() -> AuditActor {
    let name = ["SUDO_USER", "USER", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    AuditActor::Administrator(name.unwrap_or_else(|| "unknown".to_owned()))
}
