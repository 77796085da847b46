//! How often a person, or a network, may have a provider asked.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use latchkey_wire::UnixSeconds;

/// How often each connection, session or network has had somebody asked, for as long as that matters.
pub struct Checks<K>(Mutex<HashMap<K, Asked>>);

/// It was asked for too often.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TooOften {
    /// It may be asked for again after so many seconds.
    pub retry_after_s: i64,
}

#[derive(Clone, Copy)]
struct Asked {
    first_at: UnixSeconds,
    times: u32,
}

impl<K> Default for Checks<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Clone + Eq + Hash> Checks<K> {
    /// Lets a check through if the last one is `pause_s` ago.
    pub(crate) fn admit(&self, id: &K, now: UnixSeconds, pause_s: i64) -> Result<(), TooOften> {
        self.admit_some(id, now, 1, pause_s)
    }

    /// Lets `at_most` checks through in `within_s`, counted from the first.
    pub(crate) fn admit_some(&self, id: &K, now: UnixSeconds, at_most: u32, within_s: i64) -> Result<(), TooOften> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.retain(|_, asked| (0..within_s).contains(&(now - asked.first_at)));
        let asked = counts.entry(id.clone()).or_insert(Asked { first_at: now, times: 0 });
        if asked.times >= at_most {
            return Err(TooOften { retry_after_s: asked.first_at + within_s - now });
        }
        asked.times += 1;
        Ok(())
    }
}
