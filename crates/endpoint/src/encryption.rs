//! `latchkey-endpoint encryption`: the keys that grants are sealed under.

use std::io::Write as _;

use anyhow::bail;
use clap::Subcommand;
use latchkey_store::{KeyUsage, Store};

/// So much is sealed again in one go.
const BATCH: u32 = 500;

/// What to do with encryption keys. A new one is put in front of `encryption.keys` in the configuration, which endpoints
/// that run read again.
#[derive(Subcommand)]
pub(crate) enum Action {
    /// Shows each key, whether it is listed, and how much is sealed under it.
    Status,
    /// Seals everything again that stands under another key than the first, and shows how far it is. Endpoints that run do
    /// the same in the background.
    Rotate,
    /// Says whether a key may be taken out of the configuration; fails as long as something is sealed under it.
    Retire {
        /// Its id.
        id: String,
    },
}

pub(crate) async fn run(store: &dyn Store, action: Action) -> anyhow::Result<()> {
    match action {
        Action::Status => status(store).await,
        Action::Rotate => rotate(store).await,
        Action::Retire { id } => retire(store, &id).await,
    }
}

async fn status(store: &dyn Store) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    for KeyUsage { id, sealed, listed, first } in store.list_key_usage().await? {
        let state = match (listed, first) {
            (false, _) => "MISSING from the configuration",
            (true, true) => "seals",
            (true, false) if sealed == 0 => "can be taken out",
            (true, false) => "still in use",
        };
        writeln!(out, "{id}  {sealed}  {state}")?;
    }
    Ok(())
}

async fn rotate(store: &dyn Store) -> anyhow::Result<()> {
    let behind = |keys: Vec<KeyUsage>| keys.iter().filter(|key| !key.first).map(|key| key.sealed).sum::<u64>();
    let all = behind(store.list_key_usage().await?);
    let (mut from, mut done, mut unreadable) = (None, 0, 0);
    let mut progress = std::io::stderr();
    loop {
        let step = store.reseal_batch(from.as_ref(), BATCH).await?;
        done += step.resealed;
        for error in step.unreadable {
            unreadable += 1;
            writeln!(progress, "{error}")?;
        }
        writeln!(progress, "{done} of {all}")?;
        match step.next {
            Some(next) => from = Some(next),
            None if unreadable == 0 => return Ok(()),
            None => bail!("{unreadable} values can't be read and stay under their keys"),
        }
    }
}

async fn retire(store: &dyn Store, id: &str) -> anyhow::Result<()> {
    let keys = store.list_key_usage().await?;
    match keys.iter().find(|key| key.id == id) {
        None => bail!("there is no key {id:?}; `encryption status` shows them"),
        Some(key) if key.first => bail!("{id:?} is the key that seals; put a new one in front of it first"),
        Some(key) if key.sealed > 0 => bail!(
            "{} values are still sealed under {id:?}; `encryption rotate` seals them again, and so do endpoints that run",
            key.sealed
        ),
        Some(_) => {
            writeln!(std::io::stdout(), "Nothing is sealed under {id:?}: take it out of encryption.keys.")?;
            Ok(())
        }
    }
}
