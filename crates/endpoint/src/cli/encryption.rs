//! `latchkey-endpoint encryption`: the keys that encrypt grants.

use std::io::Write as _;

use anyhow::bail;
use clap::Subcommand;
use latchkey_store::{KeyUsage, Store};

/// How many values are re-encrypted at a time.
const BATCH: u32 = 500;

/// Actions on encryption keys. To rotate, put the new key first in `encryption.keys`. Running endpoints read the list
/// again.
#[derive(Subcommand)]
pub(crate) enum EncryptionAction {
    /// Shows each key, whether the configuration lists it, and how many values are encrypted with it.
    Status,
    /// Re-encrypts with the first key all values that another key protects, and reports progress. Running endpoints do the
    /// same in the background.
    Rotate,
    /// Checks whether a key may be removed from the configuration. Fails while any value is encrypted with it.
    Retire {
        /// The key's id.
        id: String,
    },
}

pub(crate) async fn run(store: &dyn Store, action: EncryptionAction) -> anyhow::Result<()> {
    match action {
        EncryptionAction::Status => status(store).await,
        EncryptionAction::Rotate => rotate(store).await,
        EncryptionAction::Retire { id } => retire(store, &id).await,
    }
}

async fn status(store: &dyn Store) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    for KeyUsage { id, sealed, listed, first } in store.list_key_usage().await? {
        let state = match (listed, first) {
            (false, _) => "MISSING from the configuration",
            (true, true) => "encrypts new values",
            (true, false) if sealed == 0 => "can be removed",
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
            None => bail!("{unreadable} values can't be decrypted and keep their keys"),
        }
    }
}

async fn retire(store: &dyn Store, id: &str) -> anyhow::Result<()> {
    let keys = store.list_key_usage().await?;
    match keys.iter().find(|key| key.id == id) {
        None => bail!("no key has the id {id:?}; run `encryption status` to see them"),
        Some(key) if key.first => bail!("{id:?} is the key that encrypts; put a new key in front of it first"),
        Some(key) if key.sealed > 0 => bail!(
            "{} values are still encrypted with {id:?}; `encryption rotate` and running endpoints re-encrypt them",
            key.sealed
        ),
        Some(_) => {
            writeln!(std::io::stdout(), "No value is encrypted with {id:?}. Remove it from encryption.keys.")?;
            Ok(())
        }
    }
}
