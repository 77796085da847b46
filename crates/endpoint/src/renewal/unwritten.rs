//! New pairs of tokens that the store did not take: its disk is full, somebody holds it, or it is gone. A provider that rotates
//! honours nothing else any more, so a pair is held in memory until it is written. The schedule tries again each time it looks
//! for what is due ([`write_all`]), and whoever claims the connection meanwhile writes the pair instead of presenting its
//! predecessor. Nobody is handed a token of it before that.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use latchkey_domain::RefreshToken;
use latchkey_store::{ConnectionRecord, Renewed};
use latchkey_wire::ConnectionId;

use super::outcome::Held;
use crate::app::App;
use crate::hub::Topic;

/// While so many pairs are held, no token is presented: a store may take claims, and no pairs.
const ENOUGH: usize = 64;
/// So many are held at most: those, and what was under way.
const MAX_HELD: usize = 4096;

/// After so many failures it is the store and not a row of it, and the others would fare no better.
const STOP_AFTER: u32 = 3;

/// A pair that could not be written for so long never will be.
const HOLD_S: i64 = 7 * 24 * 3600;

/// A new pair, with the claim that it was asked for under and the token that was presented for it.
pub(super) struct Pair {
    pub(super) held: Held,
    pub(super) presented: RefreshToken,
    pub(super) renewed: Renewed,
}

/// The pairs, by connection, and whether there would be more.
#[derive(Default)]
pub struct Unwritten {
    pairs: Mutex<HashMap<ConnectionId, Pair>>,
    store_fails: AtomicBool,
}

impl Unwritten {
    /// Notes whether the store took the last thing that was to be written. While it does not, nobody's token is presented,
    /// not even under a claim from before: there would be nowhere to write what comes back. A claim that is written, which
    /// the schedule tries every few seconds, ends that.
    pub(super) fn store_took_it(&self, took: bool) {
        self.store_fails.store(!took, Ordering::Relaxed);
    }

    /// Whether there is somewhere to write what comes back for a token.
    pub(super) fn may_present(&self) -> bool {
        !self.store_fails.load(Ordering::Relaxed) && self.pairs().len() < ENOUGH
    }

    pub(super) fn hold(&self, pair: Pair) {
        let mut pairs = self.pairs();
        let id = pair.held.connection.id.clone();
        if pairs.len() >= MAX_HELD && !pairs.contains_key(&id) {
            tracing::error!(connection = %id, "a new pair of tokens is lost: too many could not be written");
            return;
        }
        tracing::warn!(connection = %id, "a new pair of tokens is held until it can be written");
        pairs.insert(id, pair);
    }

    /// Whether the successor of this connection's token is here.
    pub(super) fn has(&self, connection: &ConnectionRecord, refresh: &RefreshToken) -> bool {
        self.pairs().get(&connection.id).is_some_and(|pair| {
            pair.held.connection.generation == connection.generation && pair.presented.expose() == refresh.expose()
        })
    }

    pub(super) fn take(&self, id: &ConnectionId) -> Option<Pair> {
        self.pairs().remove(id)
    }

    fn pairs(&self) -> MutexGuard<'_, HashMap<ConnectionId, Pair>> {
        self.pairs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes what is held, as far as the store takes it.
pub(super) async fn write_all(app: &App) {
    let waiting: Vec<ConnectionId> = app.unwritten.pairs().keys().cloned().collect();
    let mut failures = 0;
    for id in waiting {
        // Alone with it in this process, so that nobody presents the predecessor meanwhile.
        let _turn = app.renewing.pass(&id).await;
        let Some(_working) = app.at_work.try_pass(&id) else { continue };
        let Some(pair) = app.unwritten.take(&id) else { continue };
        if app.clock.now() - pair.renewed.refreshed_at > HOLD_S {
            tracing::error!(connection = %id, "a new pair of tokens is lost: the store did not take it for days");
            continue;
        }
        let held = pair.held.clone();
        if let Err(error) = held.write_or_hold(app, &pair.presented, pair.renewed).await {
            tracing::warn!(%error, "new pairs of tokens wait for the store");
            failures += 1;
            if failures == STOP_AFTER {
                return;
            }
            continue;
        }
        app.handed_out.forget(&id);
        app.hub.announce(&Topic::Person(held.connection.person.clone()));
    }
}

/// The last try before the store closes.
pub async fn write_last(app: &App) {
    write_all(app).await;
    let pairs = app.unwritten.pairs().len();
    if pairs > 0 {
        tracing::error!(pairs, "new pairs of tokens are lost: the store did not take them to the end");
    }
}

#[cfg(test)]
mod tests {
    use latchkey_domain::{AccessToken, Health};
    use latchkey_store::{Grant, Lease};
    use latchkey_testkit::sample::{Sample, connection_id};
    use latchkey_wire::OfferId;

    use super::*;

    fn pair(number: usize) -> Pair {
        let now = 1_800_000_000;
        let (offer, issuer) = (OfferId::new("practice"), "https://practice.example".to_owned());
        let sample = Sample { offer, issuer, now, access_expires_at: now, due_at: Some(now) };
        let connection = sample.connection(number);
        assert_eq!(connection.health, Health::Working);
        let lease = Lease { connection: connection_id(number), generation: 0, fence: 1, until: now };
        let grant = Grant::Tokens { access: AccessToken::new("at"), refresh: RefreshToken::new("new") };
        let renewed = Renewed {
            grant,
            refreshed_at: now,
            access_expires_at: now,
            ends_at: None,
            due_at: None,
            api_url: None,
            fault: None,
        };
        Pair { held: Held { lease, connection }, presented: RefreshToken::new("old"), renewed }
    }

    #[test]
    fn nothing_is_presented_while_the_store_fails_or_enough_is_held() {
        let unwritten = Unwritten::default();
        assert!(unwritten.may_present());
        unwritten.store_took_it(false);
        assert!(!unwritten.may_present());
        unwritten.store_took_it(true);
        for number in 0..ENOUGH {
            assert!(unwritten.may_present(), "{number} are held");
            unwritten.hold(pair(number));
        }
        assert!(!unwritten.may_present(), "a store that takes claims may take no pairs");
        unwritten.take(&connection_id(0)).unwrap();
        assert!(unwritten.may_present());
    }
}
