//! Which connections a renewal of this process is at. Claims keep processes apart; this keeps a process apart from itself:
//! suspended for longer than its claim lasts, it finds the claim left behind when it wakes up, while the renewal that had it
//! still has an answer to write. Presenting the predecessor beside that would look like theft to a provider that rotates.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use latchkey_wire::ConnectionId;

/// The connections.
#[derive(Clone, Default)]
pub struct AtWork(Arc<Mutex<HashSet<ConnectionId>>>);

/// Work on one of them, until it is dropped.
pub(super) struct Working {
    at_work: AtWork,
    id: ConnectionId,
}

impl AtWork {
    /// Begins, unless somebody is at it.
    pub(super) fn begin(&self, id: &ConnectionId) -> Option<Working> {
        let begun = self.ids().insert(id.clone());
        begun.then(|| Working { at_work: self.clone(), id: id.clone() })
    }

    fn ids(&self) -> MutexGuard<'_, HashSet<ConnectionId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        self.at_work.ids().remove(&self.id);
    }
}
