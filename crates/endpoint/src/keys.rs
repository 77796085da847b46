//! `latchkey-endpoint keys`: for the people who run an installation.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use anyhow::bail;
use clap::Subcommand;
use latchkey_domain::{Clock as _, SystemClock, SystemEntropy};
use latchkey_endpoint::config::Config;
use latchkey_endpoint::engine_keys;
use latchkey_store::Crypter;

/// What to do with keys.
#[derive(Subcommand)]
pub(crate) enum Action {
    /// Makes a key for a sync engine and prints it, this one time.
    Create {
        /// What it is for, to recognise it by in the list.
        name: String,
    },
    /// Lists the keys, never the keys themselves.
    List,
    /// Takes a key back, at once.
    Revoke {
        /// Its id, as the list shows it.
        id: String,
    },
}

pub(crate) async fn run(config: &Path, action: Action) -> anyhow::Result<()> {
    let config = Config::load(config)?;
    let crypter = Crypter::new(config.encryption.load_keys()?, Arc::new(SystemEntropy))?;
    let store = latchkey_store::open(&config.store.url, crypter).await?;
    let mut out = std::io::stdout();
    match action {
        Action::Create { name } => {
            let (id, key) = engine_keys::create(&*store, &SystemClock, &SystemEntropy, &name).await?;
            writeln!(out, "{key}")?;
            writeln!(std::io::stderr(), "Key {id} for {name:?}. It is not shown again; give it to the sync engine.")?;
        }
        Action::List => {
            for key in store.engine_keys().await? {
                let state = if key.revoked_at.is_some() { "revoked" } else { "good" };
                writeln!(out, "{}  {state:<8} {}", key.id, key.name)?;
            }
        }
        Action::Revoke { id } => {
            if !store.revoke_engine_key(&id, SystemClock.now(), &[]).await? {
                bail!("there is no key {id}, or it was revoked before; `keys list` shows them");
            }
            writeln!(std::io::stderr(), "Key {id} is revoked.")?;
        }
    }
    store.close().await;
    Ok(())
}
