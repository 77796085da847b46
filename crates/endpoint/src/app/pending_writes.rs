//! New pairs of tokens that the store did not take: its disk is full, somebody holds it, or it is gone. A provider that rotates
//! honours nothing else any more, so a pair is held in memory until it is written. The schedule tries again each time it looks
//! for what is due ([`crate::renewal`]), and whoever claims the connection meanwhile writes the pair instead of presenting its
//! predecessor. Nobody is handed a token of it before that.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use latchkey_domain::RefreshToken;
use latchkey_store::{ConnectionLease, ConnectionRecord, RenewedGrant};
use latchkey_wire::ConnectionId;

/// While so many pairs are held, no token is presented: a store may take claims, and no pairs.
const ENOUGH: usize = 64;
/// So many are held at most: those, and what was under way.
const MAX_HELD: usize = 4096;

/// A new pair, with the claim that it was asked for under and the token that was presented for it.
pub(crate) struct PendingPair {
    pub(crate) lease: ConnectionLease,
    pub(crate) connection: ConnectionRecord,
    pub(crate) presented: RefreshToken,
    pub(crate) renewed: RenewedGrant,
}

/// The pairs, by connection, and whether there would be more.
#[derive(Default)]
pub struct PendingWrites {
    pairs: Mutex<HashMap<ConnectionId, PendingPair>>,
    store_fails: AtomicBool,
}

impl PendingWrites {
    /// Notes whether the store took the last thing that was to be written. While it does not, nobody's token is presented,
    /// not even under a claim from before: there would be nowhere to write what comes back. A claim that is written, which
    /// the schedule tries every few seconds, ends that.
    pub(crate) fn record_write_result(&self, took: bool) {
        self.store_fails.store(!took, Ordering::Relaxed);
    }

    /// Whether there is somewhere to write what comes back for a token.
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
        tracing::warn!(connection = %id, "a new token pair is held until it can be written");
        pairs.insert(id, pair);
    }

    /// Whether the successor of this connection's token is here.
    pub(crate) fn has_successor(&self, connection: &ConnectionRecord, refresh: &RefreshToken) -> bool {
        self.pairs().get(&connection.id).is_some_and(|pair| {
            pair.connection.generation == connection.generation && pair.presented.expose() == refresh.expose()
        })
    }

    pub(crate) fn remove(&self, id: &ConnectionId) -> Option<PendingPair> {
        self.pairs().remove(id)
    }

    /// Of which connections a pair is held.
    pub(crate) fn connection_ids(&self) -> Vec<ConnectionId> {
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
    fn nothing_is_presented_while_the_store_fails_or_enough_is_held() {
        let pending_writes = PendingWrites::default();
        assert!(pending_writes.has_room());
        pending_writes.record_write_result(false);
        assert!(!pending_writes.has_room());
        pending_writes.record_write_result(true);
        for number in 0..ENOUGH {
            assert!(pending_writes.has_room(), "{number} are held");
            pending_writes.insert(pair(number));
        }
        assert!(!pending_writes.has_room(), "a store that takes claims may take no pairs");
        pending_writes.remove(&connection_id(0)).unwrap();
        assert!(pending_writes.has_room());
    }
}
