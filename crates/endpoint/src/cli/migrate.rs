//! `latchkey-endpoint migrate`: moves an installation from one database to another, for example from SQLite to
//! PostgreSQL. Rows are copied as they are. Nothing is decrypted, so no secret is in the clear and the encryption keys
//! stay the same.

use std::io::Write as _;
use std::sync::Arc;

use crate::config::Config;
use anyhow::{Context as _, bail};
use clap::Args;
use latchkey_domain::SystemEntropy;
use latchkey_store::{Crypter, Store, TABLES};

use crate::cli::installation::InstallationArguments;

/// How many rows are copied in one transaction.
const BATCH: u32 = 500;

#[derive(Args)]
pub(crate) struct MigrateArguments {
    /// Address of the source: sqlite:// and a file, or postgres://. No endpoint may be running on it.
    #[arg(long)]
    from: String,
    /// Address of the target. It must be empty.
    #[arg(long)]
    to: String,
}

pub(crate) async fn run(
    installation: &InstallationArguments,
    MigrateArguments { from, to }: &MigrateArguments,
) -> anyhow::Result<()> {
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
    writeln!(std::io::stderr(), "{rows} rows were copied. Set store.url to the new address and start the endpoints.")?;
    Ok(())
}

/// Copies every table, checks the number of rows, and returns it.
async fn copy(from: &dyn Store, to: &dyn Store) -> anyhow::Result<u64> {
    let (mut progress, mut all) = (std::io::stderr(), 0);
    for table in &TABLES {
        if to.count_rows(table).await? > 0 {
            bail!("--to must be empty, but {} has rows", table.name);
        }
        all += from.count_rows(table).await?;
    }
    if all == 0 {
        bail!("--from is empty; check its address");
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
            bail!("{} has {here} rows, but {there} were copied; is an endpoint still running?", table.name);
        }
        writeln!(progress, "{}: {there}", table.name)?;
    }
    to.reset_sequences().await?;
    Ok(all)
}
