//! A mutex for each connection, in this process. Claims in the store do the same among processes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use latchkey_wire::ConnectionId;
use tokio::sync::OwnedMutexGuard;

type Lock = Arc<tokio::sync::Mutex<()>>;

/// One mutex for each connection. An entry exists only while a caller holds or waits for its lock.
#[derive(Clone, Default)]
pub struct KeyedMutex(Arc<Mutex<HashMap<ConnectionId, Lock>>>);

/// A held lock, or a caller's place in the queue for it. Dropping it releases the lock or gives up the place.
pub(crate) struct KeyedGuard {
    mutex: KeyedMutex,
    id: ConnectionId,
    lock: Lock,
    lock_guard: Option<OwnedMutexGuard<()>>,
}

impl KeyedMutex {
    /// Waits until no other caller holds the connection's lock, and takes it.
    pub(crate) async fn lock(&self, id: &ConnectionId) -> KeyedGuard {
        let mut guard = self.new_guard(id);
        guard.lock_guard = Some(Arc::clone(&guard.lock).lock_owned().await);
        guard
    }

    /// Takes the connection's lock, unless another caller holds it.
    pub(crate) fn try_lock(&self, id: &ConnectionId) -> Option<KeyedGuard> {
        let mut guard = self.new_guard(id);
        guard.lock_guard = Some(Arc::clone(&guard.lock).try_lock_owned().ok()?);
        Some(guard)
    }

    fn new_guard(&self, id: &ConnectionId) -> KeyedGuard {
        let lock = Arc::clone(self.locks().entry(id.clone()).or_default());
        KeyedGuard { mutex: self.clone(), id: id.clone(), lock, lock_guard: None }
    }

    fn locks(&self) -> MutexGuard<'_, HashMap<ConnectionId, Lock>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for KeyedGuard {
    fn drop(&mut self) {
        self.lock_guard = None;
        let mut locks = self.mutex.locks();
        // The only two references are the map's and this one, so no other caller waits.
        if Arc::strong_count(&self.lock) == 2 {
            locks.remove(&self.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn one_caller_holds_the_lock_at_a_time_and_no_entry_is_left_behind() {
        let (mutex, ann, ben) = (KeyedMutex::default(), ConnectionId::new("ann"), ConnectionId::new("ben"));
        let first = mutex.lock(&ann).await;
        assert!(mutex.try_lock(&ann).is_none() && mutex.try_lock(&ben).is_some());
        assert!(mutex.lock(&ann).now_or_never().is_none());
        let mut waiting = Box::pin(mutex.lock(&ann));
        assert!(waiting.as_mut().now_or_never().is_none());
        drop(first);
        assert!(mutex.try_lock(&ann).is_none(), "the caller that waits is next");
        drop(waiting.await);
        assert!(mutex.try_lock(&ann).is_some());
        assert!(mutex.locks().is_empty());
    }
}
