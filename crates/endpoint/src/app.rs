//! What every handler shares, and the parts of it. A part knows nothing of the others, nor of what is built upon them.

pub mod background;
pub mod engine_key_cache;
pub mod hub;
pub mod keyed_mutex;
pub mod metrics;
pub mod pending_writes;
pub mod policy;
pub mod provider_limiter;
pub mod rate_limit;
pub mod rejected_passwords;
pub mod settings;
pub mod token_cache;
pub mod verified;

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use latchkey_domain::{Clock, Entropy, TokenHash};
use latchkey_providers::Http;
use latchkey_store::Store;
use latchkey_wire::ConnectionId;
use tokio::sync::{Semaphore, watch};
use url::Url;

use crate::app::background::Background;
use crate::app::engine_key_cache::EngineKeyCache;
use crate::app::hub::Hub;
use crate::app::keyed_mutex::KeyedMutex;
use crate::app::metrics::Metrics;
use crate::app::pending_writes::PendingWrites;
use crate::app::policy::Policy;
use crate::app::provider_limiter::ProviderLimiters;
use crate::app::rate_limit::RateLimiter;
use crate::app::rejected_passwords::RejectedPasswords;
use crate::app::settings::Settings;
use crate::app::token_cache::TokenCache;
use crate::registry::Registry;

/// What every handler shares. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts of an endpoint: everything that touches the world comes in here, so tests can put their own in place.
pub struct Parts {
    /// Where grants are kept.
    pub store: Arc<dyn Store>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes what must not be guessed.
    pub entropy: Arc<dyn Entropy>,
    /// Reaches providers.
    pub http: Arc<dyn Http>,
    /// The providers.
    pub registry: Registry,
    /// What the administrator may change while this runs.
    pub policy: watch::Sender<Arc<Policy>>,
    /// Where browsers reach this endpoint.
    pub public_url: Url,
    /// Announces changes.
    pub hub: Hub,
    /// How often a connection may be checked.
    pub check_limit: RateLimiter<ConnectionId>,
    /// How often a session may have providers asked where a mailbox is.
    pub lookup_limit: RateLimiter<TokenHash>,
    /// How often a network may have providers asked where a mailbox is.
    pub network_lookup_limit: RateLimiter<String>,
    /// How often a session may have a password tried. How often an account may be, says the store.
    pub password_limit: RateLimiter<TokenHash>,
    /// Which passwords were rejected a short while ago.
    pub rejected_passwords: RejectedPasswords,
    /// What goes on after a request has been answered.
    pub background: Background,
    /// One request for a connection's renewal at a time.
    pub renewing: KeyedMutex,
    /// One use of a connection's token at a time. Suspended for longer than its claims last, this process finds them left
    /// behind when it wakes up, while those who had them still have answers to write.
    pub at_work: KeyedMutex,
    /// Those whose address is being found out.
    pub verifications: Arc<Semaphore>,
    /// New pairs of tokens that the store did not take yet.
    pub pending_writes: PendingWrites,
    /// What stands before the providers.
    pub provider_limiters: ProviderLimiters,
    /// Access tokens that were handed out a moment ago.
    pub token_cache: TokenCache,
    /// Engines' keys that were shown a moment ago.
    pub engine_key_cache: EngineKeyCache,
    /// How often a connection's repair may be begun from an e-mail.
    pub repair_limit: RateLimiter<ConnectionId>,
    /// What is counted.
    pub metrics: Metrics,
    /// What the installation decided for as long as this runs.
    pub settings: Settings,
    /// Becomes `true` when the endpoint is to stop.
    pub stopping: watch::Sender<bool>,
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// What holds now.
    pub fn policy(&self) -> Arc<Policy> {
        Arc::clone(&self.policy.borrow())
    }

    /// Rests between two looks for what is to be done, or until the endpoint is to stop. Real time: only how often somebody
    /// looks depends on it; what is due, says the clock.
    pub(crate) async fn pause_until_stopping(&self, pause: Duration) {
        let mut stopping = self.stopping.subscribe();
        let _ = tokio::time::timeout(pause, stopping.wait_for(|stop| *stop)).await;
    }

    /// Whether the endpoint is to stop.
    pub(crate) fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    /// Whether browsers reach this endpoint over TLS.
    pub(crate) fn is_secure(&self) -> bool {
        self.public_url.scheme() == "https"
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
