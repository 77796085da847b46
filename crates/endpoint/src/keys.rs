//! `latchkey-endpoint keys`: keys for sync engines.

use std::io::Write as _;

use anyhow::bail;
use clap::Subcommand;
use latchkey_domain::{SystemClock, SystemEntropy};
use latchkey_endpoint::engine_keys;
use latchkey_store::{KeyScope, Store};
use latchkey_wire::ConnectionId;

use crate::command::administrator;

/// What to do with keys.
#[derive(Subcommand)]
pub(crate) enum Action {
    /// Makes a key for a sync engine and prints it, this one time.
    Create {
        /// What it is for, to recognise it by in the list.
        name: String,
        /// Opens this connection and no other; can be given more than once. Without it the key opens every connection.
        #[arg(long = "connection", value_name = "ID")]
        connections: Vec<String>,
    },
    /// Lists the keys, never the keys themselves.
    List,
    /// Takes a key back. Endpoints that run take it for up to five seconds more.
    Revoke {
        /// Its id, as the list shows it.
        id: String,
    },
}

pub(crate) async fn run(store: &dyn Store, action: Action) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    match action {
        Action::Create { name, connections } => {
            let scope = scope(store, &connections).await?;
            let (id, key) =
                engine_keys::create(store, &SystemClock, &SystemEntropy, (&name, scope), administrator()).await?;
            writeln!(out, "{key}")?;
            writeln!(std::io::stderr(), "Key {id} for {name:?}. It is not shown again; give it to the sync engine.")?;
        }
        Action::List => {
            for key in store.list_engine_keys().await? {
                let state = if key.revoked_at.is_some() { "revoked" } else { "good" };
                let opens = match &key.scope {
                    KeyScope::All => "every connection".to_owned(),
                    KeyScope::Only(ids) if ids.len() == 1 => "1 connection".to_owned(),
                    KeyScope::Only(ids) => format!("{} connections", ids.len()),
                };
                writeln!(out, "{}  {state:<8} {opens:<16}  {}", key.id, key.name)?;
            }
        }
        Action::Revoke { id } => {
            if !engine_keys::revoke(store, &SystemClock, &SystemEntropy, &id, administrator()).await? {
                bail!("there is no key {id}, or it was revoked before; `keys list` shows them");
            }
            writeln!(
                std::io::stderr(),
                "Key {id} is revoked. Endpoints that run take it for up to five seconds more."
            )?;
        }
    }
    Ok(())
}

/// What the key is to open. A connection that is not there is a slip of the pen: the key would open nothing.
async fn scope(store: &dyn Store, connections: &[String]) -> anyhow::Result<KeyScope> {
    if connections.is_empty() {
        return Ok(KeyScope::All);
    }
    let ids: Vec<_> = connections.iter().map(ConnectionId::new).collect();
    for id in &ids {
        if store.find_connection(id).await?.is_none() {
            bail!("there is no connection {id}; `connections list` shows them");
        }
    }
    Ok(KeyScope::Only(ids.into_iter().collect()))
}
