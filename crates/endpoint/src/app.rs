//! The parts that every handler shares. The parts do not depend on each other, or on the modules that use them.

pub mod engine_key_cache;
pub mod hub;
pub mod keyed_mutex;
pub mod learning_slots;
pub mod metrics;
pub mod pending_writes;
pub mod policy;
pub mod provider_limiter;
pub mod rate_limit;
pub mod rejected_passwords;
pub mod settings;
pub mod standstill;
pub mod token_cache;
pub mod verified_address;

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use latchkey_domain::{Clock, Entropy, PersonId, TokenHash};
use latchkey_providers::Http;
use latchkey_store::Store;
use latchkey_wire::ConnectionId;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::Instrument as _;
use url::Url;

use crate::app::engine_key_cache::EngineKeyCache;
use crate::app::hub::{Hub, Topic};
use crate::app::keyed_mutex::KeyedMutex;
use crate::app::learning_slots::LearningSlots;
use crate::app::metrics::Metrics;
use crate::app::pending_writes::PendingWrites;
use crate::app::policy::Policy;
use crate::app::provider_limiter::ProviderLimiters;
use crate::app::rate_limit::RateLimiter;
use crate::app::rejected_passwords::RejectedPasswords;
use crate::app::settings::Settings;
use crate::app::standstill::Standstill;
use crate::app::token_cache::TokenCache;
use crate::registry::Registry;

/// The state that every handler shares. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts of an endpoint. Everything that touches the outside world is a part, so tests can replace it.
pub struct Parts {
    /// Stores connections, grants, sessions and the journal.
    pub store: Arc<dyn Store>,
    pub clock: Arc<dyn Clock>,
    /// The source of random values, such as tokens and ids.
    pub entropy: Arc<dyn Entropy>,
    /// Sends requests to providers.
    pub http: Arc<dyn Http>,
    pub registry: Registry,
    /// The settings that the administrator may change while the endpoint runs.
    pub policy: watch::Sender<Arc<Policy>>,
    /// The endpoint's address, as browsers see it.
    pub public_url: Url,
    /// Tells panes about changes.
    pub hub: Hub,
    /// Limits how often a person may check one connection.
    pub check_limit: RateLimiter<ConnectionId>,
    /// Limits how often one session may look up where a mailbox is.
    pub lookup_limit: RateLimiter<TokenHash>,
    /// Limits how often one network may look up where a mailbox is.
    pub network_lookup_limit: RateLimiter<String>,
    /// Limits how often one session may try a password. The store limits how often one account may be tried.
    pub password_limit: RateLimiter<TokenHash>,
    /// Passwords that a server rejected in the last hour.
    pub rejected_passwords: RejectedPasswords,
    /// Tasks that continue after a request has been answered. The endpoint waits for them before it stops.
    pub background: TaskTracker,
    /// Admits one renewal of a connection at a time.
    pub renewing: KeyedMutex,
    /// Admits one use of a connection's token at a time. A process can be suspended for longer than its claims last.
    /// When it resumes, it finds those claims expired, while the tasks that held them may still have answers to write.
    pub at_work: KeyedMutex,
    /// Limit how many accounts of a provider are learned of at the same time.
    pub learning_slots: LearningSlots,
    /// New token pairs that the store has not accepted yet.
    pub pending_writes: PendingWrites,
    /// Whether this process, or the store, stood still a moment ago.
    pub standstill: Standstill,
    /// Decide when a token may be presented to a provider.
    pub provider_limiters: ProviderLimiters,
    /// Access tokens that were handed out recently.
    pub token_cache: TokenCache,
    /// Engine keys that were used recently.
    pub engine_key_cache: EngineKeyCache,
    /// Limits how often the repair of one connection may be started from an e-mail.
    pub repair_limit: RateLimiter<ConnectionId>,
    /// Counters and gauges for Prometheus.
    pub metrics: Metrics,
    /// The settings that hold until the endpoint restarts.
    pub settings: Settings,
    /// Cancelled when the endpoint is to stop.
    pub stopping: CancellationToken,
}

impl App {
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The policy that is in force now.
    pub fn policy(&self) -> Arc<Policy> {
        Arc::clone(&self.policy.borrow())
    }

    /// Waits for `pause`, or until the endpoint is to stop. This uses real time and not the clock: it only decides how
    /// often a task looks for work. The clock decides what is due.
    pub(crate) async fn pause_until_stopping(&self, pause: Duration) {
        let _ = tokio::time::timeout(pause, self.stopping.cancelled()).await;
    }

    /// Starts a task that no request waits for. Its log lines carry the id of the request that started it.
    pub(crate) fn spawn_in_background(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.background.spawn(task.in_current_span());
    }

    /// Waits until no task runs in the background.
    pub async fn wait_until_idle(&self) {
        self.background.close();
        self.background.wait().await;
    }

    /// Whether the endpoint is to stop.
    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.is_cancelled()
    }

    /// Another grant, or none, stands behind a connection of `person`: no token of the old one is handed out any more, and
    /// the person's panes read the connection again.
    pub(crate) fn connection_changed(&self, id: &ConnectionId, person: PersonId) {
        self.token_cache.forget(id);
        self.hub.notify_panes(&Topic::Person(person));
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
