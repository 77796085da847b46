//! `latchkey-endpoint migrate`: moves an installation from one database to another, for example from SQLite to PostgreSQL.
//! Rows are copied as they are: nothing is opened, so no secret is ever in the clear, and the keys stay the same.

use std::io::Write as _;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use clap::Args;
use latchkey_domain::SystemEntropy;
use latchkey_endpoint::config::Config;
use latchkey_store::{Crypter, Store, TABLES};

use crate::command::Installation;

/// So many rows are copied in one transaction.
const BATCH: u32 = 500;

/// From where to where.
#[derive(Args)]
pub(crate) struct Move {
    /// The address of the store as it is: sqlite:// and a file, or postgres://. No endpoint may be using it.
    #[arg(long)]
    from: String,
    /// The address of the store as it is to be. It must be empty.
    #[arg(long)]
    to: String,
}

pub(crate) async fn run(installation: &Installation, Move { from, to }: &Move) -> anyhow::Result<()> {
    let config = Config::load(&installation.config)?;
    let open = async |url: &str, which: &str| {
        let crypter = Crypter::new(config.encryption.load_keys()?, Arc::new(SystemEntropy))?;
        anyhow::Ok(latchkey_store::open(url, crypter).await.with_context(|| which.to_owned())?)
    };
    let (from, to) = (open(from, "--from").await?, open(to, "--to").await?);
    let moved = copy(&*from, &*to).await;
    from.close().await;
    to.close().await;
    let rows = moved?;
    writeln!(std::io::stderr(), "{rows} rows are there. Set store.url to the new address, and start the endpoints.")?;
    Ok(())
}

/// Copies every table, and counts what arrived.
async fn copy(from: &dyn Store, to: &dyn Store) -> anyhow::Result<u64> {
    let (mut progress, mut all) = (std::io::stderr(), 0);
    for table in &TABLES {
        if to.count_rows(table).await? > 0 {
            bail!("--to is not empty: there are rows in {}", table.name);
        }
        all += from.count_rows(table).await?;
    }
    if all == 0 {
        bail!("there is nothing in --from; is the address right?");
    }
    for table in &TABLES {
        let mut after = None;
        loop {
            let rows = from.read_rows(table, after.as_ref(), BATCH).await?;
            let Some(last) = rows.last() else { break };
            after = last.first().cloned();
            to.insert_rows(table, rows).await.with_context(|| format!("{} could not be copied", table.name))?;
        }
        let (here, there) = (from.count_rows(table).await?, to.count_rows(table).await?);
        if here != there {
            bail!("{} has {here} rows and {there} arrived; is an endpoint still running?", table.name);
        }
        writeln!(progress, "{}: {there}", table.name)?;
    }
    to.reset_sequences().await?;
    Ok(all)
}
