//! Notifies subscribers of changes within this process. A notification does not say what changed: the subscriber reads
//! the current state again. A missed or repeated notification is harmless, and no personal data waits in a queue.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use latchkey_domain::{PersonId, TokenHash};
use latchkey_wire::AuthorizationId;
use tokio::sync::watch;

/// What a subscriber can watch.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Topic {
    /// The connections of a person.
    Person(PersonId),
    /// The authorizations of a session, or the person it belongs to.
    Session(TokenHash),
    /// One authorization. It can be watched before it is registered.
    Authorization(AuthorizationId),
    /// The settings that the administrator may change while the endpoint runs.
    Policy,
}

/// Notifies subscribers of changes within this process.
#[derive(Clone, Default)]
pub struct Hub(Arc<Mutex<Topics>>);

#[derive(Default)]
struct Topics {
    senders: HashMap<Topic, watch::Sender<()>>,
    sweep_at: usize,
}

/// Fewer topics than this are not swept.
const MIN_SWEEP: usize = 64;

impl Topics {
    /// Removes topics without subscribers whenever the number of topics has doubled. A subscription costs the same on
    /// average however many there are, and unused topics never outnumber those in use.
    fn sweep(&mut self) {
        if self.senders.len() >= self.sweep_at.max(MIN_SWEEP) {
            self.senders.retain(|_, sender| sender.receiver_count() > 0);
            self.sweep_at = self.senders.len() * 2;
        }
    }
}

impl Hub {
    /// Notifies every subscriber of this topic.
    pub fn notify_panes(&self, topic: &Topic) {
        if let Some(sender) = self.topics().senders.get(topic) {
            // It is not an error if the last subscriber has gone.
            let _ = sender.send(());
        }
    }

    /// Subscribes to later changes of this topic.
    pub fn subscribe(&self, topic: Topic) -> watch::Receiver<()> {
        let mut topics = self.topics();
        topics.sweep();
        topics.senders.entry(topic).or_insert_with(|| watch::channel(()).0).subscribe()
    }

    /// The number of subscribers of this topic.
    pub fn count_subscribers(&self, topic: &Topic) -> usize {
        self.topics().senders.get(topic).map_or(0, watch::Sender::receiver_count)
    }

    fn topics(&self) -> std::sync::MutexGuard<'_, Topics> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_without_subscribers_are_removed_and_the_others_stay() {
        let hub = Hub::default();
        let topic = |name: usize| Topic::Person(PersonId(name.to_string()));
        let mut subscriber = hub.subscribe(topic(0));
        for name in 1..1000 {
            drop(hub.subscribe(topic(name)));
        }
        assert!(hub.topics().senders.len() <= MIN_SWEEP + 1);
        hub.notify_panes(&topic(0));
        hub.notify_panes(&topic(1));
        assert!(subscriber.has_changed().unwrap());
        subscriber.mark_unchanged();
        assert!(!subscriber.has_changed().unwrap());
    }
}
