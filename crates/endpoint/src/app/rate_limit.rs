//! Limits on how often a session, a connection or a network may have something done, in this process.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use latchkey_wire::UnixSeconds;

/// Counts requests by key. A key is kept only while its window lasts.
pub struct RateLimiter<K>(Mutex<HashMap<K, LimitWindow>>);

/// The limit is reached.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RateLimited {
    /// Seconds until the next request is admitted.
    pub retry_after_s: i64,
}

#[derive(Clone, Copy)]
struct LimitWindow {
    first_at: UnixSeconds,
    times: u32,
}

impl<K> Default for RateLimiter<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Clone + Eq + Hash> RateLimiter<K> {
    /// Admits one request for each key in `pause_s`.
    pub(crate) fn admit(&self, id: &K, now: UnixSeconds, pause_s: i64) -> Result<(), RateLimited> {
        self.admit_some(id, now, 1, pause_s)
    }

    /// Admits `at_most` requests for each key in `within_s`, counted from the first.
    pub(crate) fn admit_some(&self, id: &K, now: UnixSeconds, at_most: u32, within_s: i64) -> Result<(), RateLimited> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.retain(|_, window| (0..within_s).contains(&(now - window.first_at)));
        let window = counts.entry(id.clone()).or_insert(LimitWindow { first_at: now, times: 0 });
        if window.times >= at_most {
            return Err(RateLimited { retry_after_s: window.first_at + within_s - now });
        }
        window.times += 1;
        Ok(())
    }
}
