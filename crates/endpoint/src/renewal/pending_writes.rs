//! Writes the new token pairs that the store did not accept at first ([`crate::app::pending_writes`]).

use super::held::Held;
use crate::app::App;

/// After this many failures, the whole store counts as unavailable, and the other pairs wait for the next round.
const STOP_AFTER: u32 = 3;
/// A pair that could not be written for this many seconds is given up.
const HOLD_S: i64 = 7 * 24 * 3600;

/// Writes the held pairs, as far as the store accepts them.
pub(super) async fn write_all(app: &App) {
    let waiting = app.pending_writes.connection_ids();
    let mut failures = 0;
    for id in waiting {
        // The lock keeps other renewals in this process from presenting the old refresh token meanwhile.
        let _guard = app.renewing.lock(&id).await;
        let Some(_working) = app.at_work.try_lock(&id) else { continue };
        let Some(pair) = app.pending_writes.remove(&id) else { continue };
        if app.clock.now() - pair.renewed.refreshed_at > HOLD_S {
            tracing::error!(connection = %id, "a new token pair was lost: the store did not accept it for days");
            continue;
        }
        let held = Held { lease: pair.lease, connection: pair.connection };
        if let Err(error) = held.write_or_hold(app, &pair.presented, pair.renewed).await {
            tracing::warn!(%error, "new token pairs are waiting for the store");
            failures += 1;
            if failures == STOP_AFTER {
                return;
            }
            continue;
        }
        app.connection_changed(&id, held.connection.person);
    }
}

/// The last try before the store closes.
pub async fn write_last(app: &App) {
    write_all(app).await;
    let pairs = app.pending_writes.connection_ids().len();
    if pairs > 0 {
        tracing::error!(pairs, "new token pairs were lost at shutdown: the store did not accept them");
    }
}
