//! What the benchmark does with the store alone: filling it, and claiming what is due.

use std::path::Path;
use std::sync::Arc;

use anyhow::bail;
use latchkey_domain::{Clock as _, SystemClock, SystemEntropy};
use latchkey_store::{Crypter, Store};
use latchkey_testkit::load_config;
use latchkey_testkit::sample::Sample;
use latchkey_wire::OfferId;
use tokio::time::Instant;

use super::{DUE, OFFER};
use crate::stats::median;
use crate::stub::{ACCESS_BYTES, REFRESH_BYTES, filled};

/// How many connections one claim takes.
const CLAIMED: u32 = 500;
/// How many claims are measured.
const CLAIMS: usize = 20;
/// How long those claims last, in seconds. Afterwards the claimed connections are due again.
pub(super) const CLAIM_S: i64 = 30;
/// How much later the other connections are due.
const LATER_S: i64 = 24 * 3600;

/// Opens the store of this configuration file.
pub(super) async fn open(config: &Path) -> anyhow::Result<Arc<dyn Store>> {
    let config = load_config(config)?;
    let crypter = Crypter::new(config.encryption.load_keys()?, Arc::new(SystemEntropy))?;
    Ok(latchkey_store::open(&config.store.url, crypter).await?)
}

/// Writes this many connections, of which [`DUE`] are due.
pub(super) async fn fill(store: &dyn Store, stub: u16, stored: usize) -> anyhow::Result<()> {
    let now = SystemClock.now();
    let tokens = |_| (filled("eyJ0eXAi.", ACCESS_BYTES), filled("0.AXEA", REFRESH_BYTES));
    let sample = |due_at| Sample {
        offer: OfferId::new(OFFER),
        issuer: format!("http://127.0.0.1:{stub}"),
        now,
        access_expires_at: now + LATER_S,
        due_at: Some(due_at),
    };
    let due = DUE.min(stored);
    sample(now).write(store, 0..due, tokens).await?;
    sample(now + LATER_S).write(store, due..stored, tokens).await?;
    Ok(())
}

/// The median time of claiming what is due, in milliseconds.
pub(super) async fn claim(store: &dyn Store) -> anyhow::Result<f64> {
    let mut took = Vec::new();
    for _ in 0..CLAIMS {
        let (began, now) = (Instant::now(), SystemClock.now());
        let claimed = store.claim_due_connections(now, CLAIMED, now + CLAIM_S).await?;
        took.push(began.elapsed().as_secs_f64() * 1e3);
        if claimed.len() != CLAIMED as usize {
            bail!("{} were due, and not {CLAIMED}", claimed.len());
        }
    }
    Ok(median(took))
}
