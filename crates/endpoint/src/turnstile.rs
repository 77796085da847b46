//! One at a time for each connection, in this process. Claims in the store do the same among processes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use latchkey_wire::ConnectionId;
use tokio::sync::OwnedMutexGuard;

type Lock = Arc<tokio::sync::Mutex<()>>;

/// Lets one through for each connection.
#[derive(Clone, Default)]
pub struct Turnstile(Arc<Mutex<HashMap<ConnectionId, Lock>>>);

/// A turn, or the wait for one, until it is dropped.
pub(crate) struct Turn {
    turnstile: Turnstile,
    id: ConnectionId,
    lock: Lock,
    held: Option<OwnedMutexGuard<()>>,
}

impl Turnstile {
    /// Waits for a turn.
    pub(crate) async fn pass(&self, id: &ConnectionId) -> Turn {
        let mut turn = self.wait(id);
        turn.held = Some(Arc::clone(&turn.lock).lock_owned().await);
        turn
    }

    /// Takes a turn, unless somebody has it.
    pub(crate) fn try_pass(&self, id: &ConnectionId) -> Option<Turn> {
        let mut turn = self.wait(id);
        turn.held = Some(Arc::clone(&turn.lock).try_lock_owned().ok()?);
        Some(turn)
    }

    fn wait(&self, id: &ConnectionId) -> Turn {
        let lock = Arc::clone(self.locks().entry(id.clone()).or_default());
        Turn { turnstile: self.clone(), id: id.clone(), lock, held: None }
    }

    fn locks(&self) -> MutexGuard<'_, HashMap<ConnectionId, Lock>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.held = None;
        let mut locks = self.turnstile.locks();
        // The map's and this one: nobody else waits.
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
    async fn one_passes_at_a_time_and_nothing_is_left_of_those_who_have_or_have_given_up() {
        let (turnstile, ann, ben) = (Turnstile::default(), ConnectionId::new("ann"), ConnectionId::new("ben"));
        let first = turnstile.pass(&ann).await;
        assert!(turnstile.try_pass(&ann).is_none() && turnstile.try_pass(&ben).is_some());
        assert!(turnstile.pass(&ann).now_or_never().is_none());
        let mut waiting = Box::pin(turnstile.pass(&ann));
        assert!(waiting.as_mut().now_or_never().is_none());
        drop(first);
        assert!(turnstile.try_pass(&ann).is_none(), "whoever waits is next");
        drop(waiting.await);
        assert!(turnstile.try_pass(&ann).is_some());
        assert!(turnstile.locks().is_empty());
    }
}
