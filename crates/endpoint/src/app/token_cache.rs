//! Access tokens that were handed out recently, ready to be handed out again. The decisions, and the reasons:
//!
//! * **What:** access tokens, which expire by themselves within about an hour. Never a refresh token or a password.
//! * **Not encrypted:** the key would be in the same memory. A token's memory is wiped when it leaves the cache.
//! * **How long:** a token is read again from the store after at most [`TRUST_S`] seconds. A change by another process
//!   takes effect here after that time. A token that no engine requests is removed after [`UNUSED_S`] seconds.
//! * **Changes by this process take effect at once:** code that changes a connection calls [`TokenCache::forget`] after
//!   the change is written and before anyone is notified. A request that read the store before the change cannot put
//!   the old token back, because its ticket is void.
//! * **How much:** at most [`MAX_BYTES`] in all. The least recently used tokens are removed first.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use latchkey_domain::renewal::may_be_handed_out;
use latchkey_store::ConnectionRecord;
use latchkey_wire::{ConnectionId, UnixSeconds};

/// How long a token that was read from the store is trusted, in seconds: the longest time for which it is handed out
/// after another process ended or changed its connection.
pub const TRUST_S: i64 = 5;
/// A token that was not requested for this long is removed, in seconds.
const UNUSED_S: i64 = 60;
/// The most memory for all tokens together.
const MAX_BYTES: usize = 4 * 1024 * 1024;
/// The cache has this many separately locked parts, so that requests rarely wait for each other.
const SHARDS: usize = 16;
/// The approximate size of an entry besides its body.
const ENTRY_BYTES: usize = 256;

/// A cache of access tokens that were handed out recently.
pub struct TokenCache {
    shards: [Mutex<Shard>; SHARDS],
    hasher: RandomState,
}

#[derive(Default)]
struct Shard {
    entries: HashMap<ConnectionId, CachedToken>,
    bytes: usize,
    /// Counts calls of [`TokenCache::forget`], so that earlier tickets are void.
    forgotten: u64,
    swept_at: UnixSeconds,
}

struct CachedToken {
    body: Bytes,
    refreshed_at: UnixSeconds,
    expires_at: UnixSeconds,
    read_at: UnixSeconds,
    used_at: UnixSeconds,
}

/// Issued before the store is read. [`TokenCache::insert`] accepts it only if no connection of its shard was forgotten
/// meanwhile.
pub(crate) struct Ticket {
    shard: usize,
    forgotten: u64,
}

impl Default for TokenCache {
    fn default() -> Self {
        Self { shards: std::array::from_fn(|_| Mutex::default()), hasher: RandomState::new() }
    }
}

impl TokenCache {
    /// The body of a token that lives for at least `margin_s` seconds, if it is cached and still fresh.
    pub(crate) fn find(&self, id: &ConnectionId, margin_s: i64, now: UnixSeconds) -> Option<Bytes> {
        let mut shard = self.shard(self.index(id));
        let entry = shard.entries.get_mut(id)?;
        let is_fresh = (0..TRUST_S).contains(&(now - entry.read_at));
        if !is_fresh || !may_be_handed_out(entry.refreshed_at, entry.expires_at, margin_s, now) {
            return None;
        }
        entry.used_at = now;
        Some(entry.body.clone())
    }

    /// Issues a ticket. Call this before reading the store.
    pub(crate) fn issue_ticket(&self, id: &ConnectionId) -> Ticket {
        let shard = self.index(id);
        Ticket { shard, forgotten: self.shard(shard).forgotten }
    }

    /// Caches a token that was read, unless a connection was forgotten since the ticket was issued.
    pub(crate) fn insert(&self, ticket: &Ticket, connection: &ConnectionRecord, body: &Bytes, now: UnixSeconds) {
        let mut shard = self.shard(ticket.shard);
        if shard.forgotten != ticket.forgotten {
            return;
        }
        let entry = CachedToken {
            body: body.clone(),
            refreshed_at: connection.refreshed_at,
            expires_at: connection.access_expires_at,
            read_at: now,
            used_at: now,
        };
        shard.remove(&connection.id);
        shard.bytes += entry.size();
        shard.entries.insert(connection.id.clone(), entry);
        shard.sweep(now);
    }

    /// Removes the connection's token, because the connection has changed.
    pub fn forget(&self, id: &ConnectionId) {
        let mut shard = self.shard(self.index(id));
        shard.forgotten += 1;
        shard.remove(id);
    }

    /// The number of cached tokens, and their size in bytes.
    pub fn size(&self) -> (usize, usize) {
        (0..SHARDS)
            .map(|index| self.shard(index))
            .fold((0, 0), |(count, bytes), shard| (count + shard.entries.len(), bytes + shard.bytes))
    }

    fn index(&self, id: &ConnectionId) -> usize {
        usize::try_from(self.hasher.hash_one(id) % SHARDS as u64).expect("a remainder of a small number")
    }

    fn shard(&self, index: usize) -> MutexGuard<'_, Shard> {
        self.shards[index].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shard {
    fn remove(&mut self, id: &ConnectionId) {
        if let Some(entry) = self.entries.remove(id) {
            self.bytes -= entry.size();
        }
    }

    /// Removes unused and expired tokens, at most once a second. Then removes the least recently used tokens until the
    /// rest fits.
    fn sweep(&mut self, now: UnixSeconds) {
        if self.swept_at != now {
            self.swept_at = now;
            self.entries.retain(|_, entry| (0..UNUSED_S).contains(&(now - entry.used_at)) && now < entry.expires_at);
            self.bytes = self.entries.values().map(CachedToken::size).sum();
        }
        while self.bytes > MAX_BYTES / SHARDS {
            let Some(least) = self.entries.iter().min_by_key(|(_, entry)| entry.used_at).map(|(id, _)| id.clone())
            else {
                return;
            };
            self.remove(&least);
        }
    }
}

impl CachedToken {
    fn size(&self) -> usize {
        self.body.len() + ENTRY_BYTES
    }
}

#[cfg(test)]
mod tests;
