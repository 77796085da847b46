//! `latchkey-endpoint keys`: creates, lists and revokes the keys of sync engines.

use std::io::Write as _;

use crate::tokens::engine_keys;
use anyhow::bail;
use clap::Subcommand;
use latchkey_domain::{SystemClock, SystemEntropy};
use latchkey_store::{KeyScope, Store};
use latchkey_wire::ConnectionId;

use crate::cli::installation::administrator;

#[derive(Subcommand)]
pub(crate) enum EngineKeysAction {
    /// Creates a key for a sync engine and prints it once.
    Create {
        /// A name to recognise the key by in the list.
        name: String,
        /// Limit the key to this connection. Repeat the option for more. Without it, the key gives access to every connection.
        #[arg(long = "connection", value_name = "ID")]
        connections: Vec<String>,
    },
    /// Lists the keys by id and name, without their secrets.
    List,
    /// Revokes a key. Running endpoints may accept it for up to five more seconds.
    Revoke {
        /// The key's id, as listed by `keys list`.
        id: String,
    },
}

pub(crate) async fn run(store: &dyn Store, action: EngineKeysAction) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    match action {
        EngineKeysAction::Create { name, connections } => {
            let scope = scope(store, &connections).await?;
            let (id, key) =
                engine_keys::create(store, &SystemClock, &SystemEntropy, (&name, scope), administrator()).await?;
            writeln!(out, "{key}")?;
            writeln!(
                std::io::stderr(),
                "Key {id} for {name:?}. Give it to the sync engine now. It is not shown again."
            )?;
        }
        EngineKeysAction::List => {
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
        EngineKeysAction::Revoke { id } => {
            if !engine_keys::revoke(store, &SystemClock, &SystemEntropy, &id, administrator()).await? {
                bail!("no active key has the id {id}; run `keys list` to see them");
            }
            writeln!(
                std::io::stderr(),
                "Key {id} is revoked. Running endpoints may accept it for up to five more seconds."
            )?;
        }
    }
    Ok(())
}

/// The connections that the key gives access to. An unknown id is refused, because it is most likely a typing error.
async fn scope(store: &dyn Store, connections: &[String]) -> anyhow::Result<KeyScope> {
    if connections.is_empty() {
        return Ok(KeyScope::All);
    }
    let ids: Vec<_> = connections.iter().map(ConnectionId::new).collect();
    for id in &ids {
        if store.find_connection(id).await?.is_none() {
            bail!("no connection has the id {id}; run `connections list` to see them");
        }
    }
    Ok(KeyScope::Only(ids.into_iter().collect()))
}
