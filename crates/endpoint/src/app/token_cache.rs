//! Access tokens that were handed out a moment ago, ready to be handed out again. What is decided here, and why:
//!
//! * **What:** access tokens, which end by themselves within the hour. Never a refresh token, never a password.
//! * **Plain, not sealed:** the key would stand in the same memory. Each is wiped when it leaves.
//! * **How long:** it is read again from the store after [`TRUST_S`] at the latest, so what another process did to the
//!   connection holds here after that; one that nobody asks for leaves after [`UNUSED_S`].
//! * **What this process itself does to a connection holds at once:** whoever changes it calls [`TokenCache::forget`] after
//!   the change is written and before anybody is told. Somebody who read the store before that cannot put the old token
//!   back afterwards: a ticket that was drawn before is void.
//! * **How much:** [`MAX_BYTES`] over all, the least used leave first.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use latchkey_domain::renewal::may_be_handed_out;
use latchkey_store::ConnectionRecord;
use latchkey_wire::{ConnectionId, UnixSeconds};

/// How long what was read from the store is is_fresh, in seconds: the longest time for which a token is handed out after
/// another process ended or changed its connection.
pub const TRUST_S: i64 = 5;
/// A token that nobody asked for in so many seconds leaves.
const UNUSED_S: i64 = 60;
/// All tokens together.
const MAX_BYTES: usize = 4 * 1024 * 1024;
/// Parts that are locked apart, so that questions do not wait for each other.
const SHARDS: usize = 16;
/// What an entry takes beside its body, roughly.
const ENTRY_BYTES: usize = 256;

/// Access tokens that were handed out a moment ago.
pub struct TokenCache {
    shards: [Mutex<Shard>; SHARDS],
    hasher: RandomState,
}

#[derive(Default)]
struct Shard {
    entries: HashMap<ConnectionId, CachedToken>,
    bytes: usize,
    /// Counts what was forgotten, so that tickets from before are void.
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

/// Drawn before the store is read; good for one [`TokenCache::insert`] if nothing was forgotten since.
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
    /// The body of a token with so much life, if it is here and may still be is_fresh.
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

    /// To be drawn before the store is read.
    pub(crate) fn issue_ticket(&self, id: &ConnectionId) -> Ticket {
        let shard = self.index(id);
        Ticket { shard, forgotten: self.shard(shard).forgotten }
    }

    /// Keeps what was read, unless something was forgotten since the ticket was drawn.
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

    /// The connection has changed.
    pub fn forget(&self, id: &ConnectionId) {
        let mut shard = self.shard(self.index(id));
        shard.forgotten += 1;
        shard.remove(id);
    }

    /// How many tokens are here, and how many bytes they take.
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

    /// At most once a second, and whenever there is too much.
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
