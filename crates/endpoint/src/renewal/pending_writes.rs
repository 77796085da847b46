//! Writing the new pairs that the store did not take ([`crate::app::pending_writes`]).

use super::outcome::Held;
use crate::app::App;
use crate::app::hub::Topic;

/// After so many failures it is the store and not a row of it, and the others would fare no better.
const STOP_AFTER: u32 = 3;
/// A pair that could not be written for so long never will be.
const HOLD_S: i64 = 7 * 24 * 3600;

/// Writes what is held, as far as the store takes it.
pub(super) async fn write_all(app: &App) {
    let waiting = app.pending_writes.waiting();
    let mut failures = 0;
    for id in waiting {
        // Alone with it in this process, so that nobody presents the predecessor meanwhile.
        let _guard = app.renewing.lock(&id).await;
        let Some(_working) = app.at_work.try_lock(&id) else { continue };
        let Some(pair) = app.pending_writes.take(&id) else { continue };
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
        app.token_cache.forget(&id);
        app.hub.announce(&Topic::Person(held.connection.person.clone()));
    }
}

/// The last try before the store closes.
pub async fn write_last(app: &App) {
    write_all(app).await;
    let pairs = app.pending_writes.waiting().len();
    if pairs > 0 {
        tracing::error!(pairs, "new token pairs were lost at shutdown: the store did not accept them");
    }
}
