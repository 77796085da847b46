//! New token pairs that the store has not accepted, because its disk is full, another process holds a lock, or it
//! cannot be reached. A provider that rotates refresh tokens no longer accepts the old one, so the pair stays in memory
//! until it is written. The schedule tries again each time it looks for due renewals ([`crate::renewal`]). A task that
//! claims the connection meanwhile writes the pair instead of presenting the old token. No engine receives a token of
//! the pair before that.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use latchkey_domain::RefreshToken;
use latchkey_store::{ConnectionLease, ConnectionRecord, RenewedGrant};
use latchkey_wire::ConnectionId;

/// While this many pairs are pending, no token is presented. A store may accept claims and still refuse pairs.
const ENOUGH: usize = 64;
/// The most pairs that are kept: [`ENOUGH`], and those of renewals that were already under way.
const MAX_HELD: usize = 4096;

/// A new token pair, with the claim that it was requested under and the token that was presented for it.
pub(crate) struct PendingPair {
    pub(crate) lease: ConnectionLease,
    pub(crate) connection: ConnectionRecord,
    pub(crate) presented: RefreshToken,
    pub(crate) renewed: RenewedGrant,
}

/// The pending pairs by connection, and whether the last write failed.
#[derive(Default)]
pub struct PendingWrites {
    pairs: Mutex<HashMap<ConnectionId, PendingPair>>,
    store_fails: AtomicBool,
}

impl PendingWrites {
    /// Records whether the store accepted the last write. While it does not, no token is presented, not even under an
    /// earlier claim: the endpoint could not store the answer. A claim that is written ends this; the schedule tries
    /// one every few seconds.
    pub(crate) fn record_write_result(&self, accepted: bool) {
        self.store_fails.store(!accepted, Ordering::Relaxed);
    }

    /// Whether a token may be presented: the store accepts writes, and few pairs are pending.
    pub(crate) fn has_room(&self) -> bool {
        !self.store_fails.load(Ordering::Relaxed) && self.pairs().len() < ENOUGH
    }

    pub(crate) fn insert(&self, pair: PendingPair) {
        let mut pairs = self.pairs();
        let id = pair.connection.id.clone();
        if pairs.len() >= MAX_HELD && !pairs.contains_key(&id) {
            tracing::error!(connection = %id, "a new token pair was lost: too many are waiting to be written");
            return;
        }
        tracing::warn!(connection = %id, "a new token pair is kept in memory until it can be written");
        pairs.insert(id, pair);
    }

    /// Whether the successor of this refresh token is pending.
    pub(crate) fn has_successor(&self, connection: &ConnectionRecord, refresh: &RefreshToken) -> bool {
        self.pairs().get(&connection.id).is_some_and(|pair| {
            pair.connection.generation == connection.generation && pair.presented.expose() == refresh.expose()
        })
    }

    /// Whether a pair of this connection is pending.
    pub(crate) fn holds(&self, id: &ConnectionId) -> bool {
        self.pairs().contains_key(id)
    }

    pub(crate) fn remove(&self, id: &ConnectionId) -> Option<PendingPair> {
        self.pairs().remove(id)
    }

    /// The connections that have a pending pair.
    pub fn connection_ids(&self) -> Vec<ConnectionId> {
        self.pairs().keys().cloned().collect()
    }

    fn pairs(&self) -> MutexGuard<'_, HashMap<ConnectionId, PendingPair>> {
        self.pairs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use latchkey_domain::{AccessToken, Health};
    use latchkey_store::Grant;
    use latchkey_testkit::sample::{Sample, connection_id};
    use latchkey_wire::OfferId;

    use super::*;

    fn pair(number: usize) -> PendingPair {
        let now = 1_800_000_000;
        let (offer, issuer) = (OfferId::new("practice"), "https://practice.example".to_owned());
        let sample = Sample { offer, issuer, now, access_expires_at: now, due_at: Some(now) };
        let connection = sample.connection(number);
        assert_eq!(connection.health, Health::Working);
        let lease = ConnectionLease { connection: connection_id(number), generation: 0, fence: 1, until: now };
        let grant = Grant::Tokens { access: AccessToken::new("at"), refresh: RefreshToken::new("new") };
        let renewed = RenewedGrant {
            grant,
            refreshed_at: now,
            access_expires_at: now,
            ends_at: None,
            due_at: None,
            api_url: None,
            fault: None,
        };
        PendingPair { lease, connection, presented: RefreshToken::new("old"), renewed }
    }

    #[test]
    fn nothing_is_presented_while_the_store_fails_or_enough_is_pending() {
        let pending_writes = PendingWrites::default();
        assert!(pending_writes.has_room());
        pending_writes.record_write_result(false);
        assert!(!pending_writes.has_room());
        pending_writes.record_write_result(true);
        for number in 0..ENOUGH {
            assert!(pending_writes.has_room(), "{number} are pending");
            pending_writes.insert(pair(number));
        }
        assert!(!pending_writes.has_room(), "a store that accepts claims may refuse pairs");
        pending_writes.remove(&connection_id(0)).unwrap();
        assert!(pending_writes.has_room());
    }
}
