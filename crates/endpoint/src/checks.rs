//! How often a person may have a provider asked.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use latchkey_wire::{ProblemCode, UnixSeconds};

use crate::problem::ApiError;

/// When each connection, or each session, last had somebody asked, for as long as that matters.
pub struct Checks<K>(Mutex<HashMap<K, UnixSeconds>>);

impl<K> Default for Checks<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Clone + Eq + Hash> Checks<K> {
    /// Lets a check through if the last one is `pause_s` ago.
    pub(crate) fn admit(&self, id: &K, now: UnixSeconds, pause_s: i64) -> Result<(), ApiError> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.retain(|_, asked_at| (0..pause_s).contains(&(now - *asked_at)));
        if let Some(asked_at) = last.get(id) {
            return Err(ApiError::wait(ProblemCode::TooManyRequests, asked_at + pause_s - now));
        }
        last.insert(id.clone(), now);
        Ok(())
    }
}
