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
}

/// Announces changes within this process.
#[derive(Clone, Default)]
pub struct Hub(Arc<Mutex<HashMap<Topic, watch::Sender<()>>>>);

impl Hub {
    /// Tells everybody who listens.
    pub fn announce(&self, topic: &Topic) {
        let mut topics = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = topics.get(topic)
            && sender.send(()).is_err()
        {
            topics.remove(topic);
        }
    }

    /// Listens from now on. The topic is forgotten when its last listener has gone and somebody else comes or calls.
    pub fn listen(&self, topic: Topic) -> watch::Receiver<()> {
        let mut topics = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        topics.retain(|_, sender| sender.receiver_count() > 0);
        topics.entry(topic).or_insert_with(|| watch::channel(()).0).subscribe()
    }

    /// How many listen.
    pub fn listeners(&self, topic: &Topic) -> usize {
        let topics = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        topics.get(topic).map_or(0, watch::Sender::receiver_count)
    }
}
