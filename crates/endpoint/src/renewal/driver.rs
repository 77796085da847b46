//! The schedule: claims due connections in batches, and renews them in the background.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt as _;
use latchkey_store::{ClaimedConnection, StoreError};
use tokio::sync::Semaphore;

use super::access::{self, Conclude};
use super::renew::renew_claimed;
use super::{RenewalTrigger, pending_writes};
use crate::app::App;

/// The pause between two beats by which the endpoint learns that it was suspended.
const BEAT_EVERY: Duration = Duration::from_secs(1);
/// The pause between two searches for due connections.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How many connections one batch claims. Twice as many cost a tenth more memory and are renewed no faster.
const BATCH: u32 = 128;
/// How many claimed connections may be renewed at the same time. Each provider's limiter decides how many of them use that
/// provider.
const UNDER_WAY: u32 = 512;

/// Renews every connection that is due now, and returns how many there were.
pub async fn renew_due(app: &App) -> Result<usize, StoreError> {
    let mut count = 0;
    pending_writes::write_all(app).await;
    loop {
        let claimed = claim(app, BATCH).await?;
        count += claimed.len();
        let all = claimed.len() < BATCH as usize;
        futures::stream::iter(claimed).for_each_concurrent(BATCH as usize, |claimed| renew(app, claimed)).await;
        if all {
            return Ok(count);
        }
    }
}

async fn claim(app: &App, limit: u32) -> Result<Vec<ClaimedConnection>, StoreError> {
    let now = app.clock.now();
    let claimed = app.store.claim_due_connections(now, limit, now + app.settings.lease.life_s).await;
    let claimed = claimed.inspect_err(|_| app.standstill.store_failed(app.clock.now()))?;
    if !claimed.is_empty() {
        app.pending_writes.record_write_result(true);
    }
    Ok(claimed)
}

async fn renew(app: &App, claimed: ClaimedConnection) {
    let (connection, refused) = (claimed.connection.id.clone(), claimed.connection.health.is_about_access());
    let outcome = match renew_claimed(app, claimed, RenewalTrigger::Due).await {
        Ok(()) if refused => access::prove(app, &connection, Conclude::Everything).await.map(drop),
        outcome => outcome,
    };
    if let Err(error) = outcome {
        tracing::error!(%connection, %error, "a renewal could not be stored");
    }
}

/// Renews what is due until the endpoint stops; then waits for the renewals under way.
pub async fn drive(app: App) {
    let room = Arc::new(Semaphore::new(UNDER_WAY as usize));
    while !app.is_stopping() {
        pending_writes::write_all(&app).await;
        let busy = match start_due(&app, &room).await {
            Ok(found) => found == BATCH,
            Err(error) => {
                tracing::error!(%error, "could not query due renewals");
                false
            }
        };
        if busy {
            continue;
        }
        app.pause_until_stopping(LOOK_EVERY).await;
    }
    // Renewals under way must write their new token pairs before the store closes.
    let _ = room.acquire_many(UNDER_WAY).await;
}

/// Beats until the endpoint stops.
pub async fn beat(app: App) {
    while !app.is_stopping() {
        app.standstill.beat(app.clock.now());
        app.pause_until_stopping(BEAT_EVERY).await;
    }
}

/// Claims a batch of due connections and renews them in the background. Returns how many it claimed.
async fn start_due(app: &App, room: &Arc<Semaphore>) -> Result<u32, StoreError> {
    // Waits until a whole batch fits, so that a claim is worth its transaction.
    let Ok(permits) = Arc::clone(room).acquire_many_owned(BATCH).await else { return Ok(0) };
    let claimed = claim(app, BATCH).await?;
    let count = u32::try_from(claimed.len()).unwrap_or(BATCH);
    let mut permits = permits;
    for claimed in claimed {
        let permit = permits.split(1).expect("no more are claimed than there is room for");
        let app = app.clone();
        tokio::spawn(async move {
            renew(&app, claimed).await;
            drop(permit);
        });
    }
    Ok(count)
}

/// Asks every provider whether it knows this installation, before a person's token is presented to it.
pub async fn prove_all(app: App) {
    for (offer, provider) in app.registry.in_windows() {
        if provider.address_example().is_some() {
            // The provider's address is known only with a connection, so the first connection asks this provider.
            continue;
        }
        let provider_key = app.registry.provider_key(offer, None);
        let _ = app.provider_limiters.check_if_unproven(&provider_key, &**provider, &*app.http, &app.clock).await;
    }
}
