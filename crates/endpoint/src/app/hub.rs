//! Who wants to hear of what. A change is announced without saying what changed: whoever hears it reads again. So a
//! missed or doubled announcement does no harm, and nothing of a person's data waits in a queue.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use latchkey_domain::{PersonId, TokenHash};
use latchkey_wire::AuthorizationId;
use tokio::sync::watch;

/// What can change.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Topic {
    /// The connections of a person.
    Person(PersonId),
    /// The authorizations of a session, or who it belongs to.
    Session(TokenHash),
    /// One authorization, from before it is registered.
    Authorization(AuthorizationId),
    /// What the administrator may change while this runs.
    Policy,
}

/// Announces changes within this process.
#[derive(Clone, Default)]
pub struct Hub(Arc<Mutex<Topics>>);

#[derive(Default)]
struct Topics {
    senders: HashMap<Topic, watch::Sender<()>>,
    sweep_at: usize,
}

/// Below this many topics there is nothing to gain by sweeping.
const MIN_SWEEP: usize = 64;

impl Topics {
    /// Forgets topics that nobody listens to, whenever their number has doubled: a listener costs the same however many
    /// there are, and what is left over is never more than what is in use.
    fn sweep(&mut self) {
        if self.senders.len() >= self.sweep_at.max(MIN_SWEEP) {
            self.senders.retain(|_, sender| sender.receiver_count() > 0);
            self.sweep_at = self.senders.len() * 2;
        }
    }
}

impl Hub {
    /// Tells everybody who listens.
    pub fn notify_panes(&self, topic: &Topic) {
        if let Some(sender) = self.topics().senders.get(topic) {
            // Nobody listening any more is no failure.
            let _ = sender.send(());
        }
    }

    /// Listens from now on.
    pub fn subscribe(&self, topic: Topic) -> watch::Receiver<()> {
        let mut topics = self.topics();
        topics.sweep();
        topics.senders.entry(topic).or_insert_with(|| watch::channel(()).0).subscribe()
    }

    /// How many listen.
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
    fn topics_without_listeners_are_forgotten_and_the_others_are_not() {
        let hub = Hub::default();
        let topic = |name: usize| Topic::Person(PersonId(name.to_string()));
        let mut kept = hub.subscribe(topic(0));
        for name in 1..1000 {
            drop(hub.subscribe(topic(name)));
        }
        assert!(hub.topics().senders.len() <= MIN_SWEEP + 1);
        hub.notify_panes(&topic(0));
        hub.notify_panes(&topic(1));
        assert!(kept.has_changed().unwrap());
        kept.mark_unchanged();
        assert!(!kept.has_changed().unwrap());
    }
}
