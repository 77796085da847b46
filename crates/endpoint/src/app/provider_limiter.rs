//! Limits how renewals use each provider. A circuit breaker stops presenting tokens to a provider that does not seem to
//! know this installation. A throttle bounds how many requests the provider gets. Each organisation also has a breaker
//! and a throttle of its own, so one company's decision or limit delays no other company.
//!
//! The rules are pure functions in `latchkey_domain`. This module adds the clock, the waiting and the requests to the
//! provider. Each process has its own limiters.

mod admission;
mod client;
mod permit;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use latchkey_domain::Clock;
use latchkey_domain::breaker::{Breaker, BreakerState, ClientAnswer, OpenCause};
use latchkey_domain::organisation::Organisation;
use latchkey_domain::throttle::{Throttle, ThrottleLimits, Urgency};
use latchkey_providers::{Http, Provider};
use latchkey_wire::{ConnectionId, Reason, UnixSeconds};
use tokio::sync::Notify;

use self::admission::Decision;
pub use self::client::Fault;
use crate::registry::{LimiterKey, ProviderKey};

/// A waiting caller checks again after this time even if no permit was released, so that a lost wake-up costs little.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// The provider must not be asked now.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Deferred {
    /// When the caller may try again.
    pub until: UnixSeconds,
    /// Why the caller has to wait.
    pub why: DeferReason,
}

/// Why the provider must not be asked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum DeferReason {
    /// The provider asked to wait, does not answer, or has reached its limit of requests.
    Busy,
    /// The provider does not seem to know this installation.
    Client(OpenCause),
    /// The person's organisation has blocked this installation, and the provider says so.
    ShutOut(Reason),
}

/// The limiters of all providers, by registration and address.
pub struct ProviderLimiters {
    limits: ThrottleLimits,
    limiters: Mutex<HashMap<ProviderKey, Arc<ProviderLimiter>>>,
}

struct ProviderLimiter {
    state: Mutex<LimiterState>,
    /// Signals that a permit was released, or that the breaker changed.
    changed: Notify,
    /// Held while the provider is asked about this installation: one question at a time.
    checking: tokio::sync::Mutex<()>,
}

struct LimiterState {
    breaker: Breaker,
    throttle: Throttle,
    /// When a grant was last renewed at this provider.
    served_at: Option<UnixSeconds>,
    /// When the provider last showed that it knows this installation.
    known_at: Option<UnixSeconds>,
    /// The connections that were refused since the last renewal, if the refusal blames the request or explains nothing. Only
    /// as many are kept as are needed.
    refused: BTreeSet<ConnectionId>,
    organisations: HashMap<String, Organisation>,
}

/// Permission for one request. A permit that is dropped without [`Permit::release`] counts as a request that was never sent.
pub struct Permit {
    limiter: Arc<ProviderLimiter>,
    organisation: String,
    clock: Arc<dyn Clock>,
    is_released: bool,
}

/// What a limiter knows, for metrics.
#[derive(Clone, Debug)]
pub struct ProviderStatus {
    pub provider: ProviderKey,
    /// Why no token is presented to this provider. `None` if tokens are.
    pub cause: Option<OpenCause>,
}

impl ProviderLimiters {
    /// At the start, no provider has shown that it knows this installation. The first use of each provider asks it.
    pub fn new(limits: ThrottleLimits) -> Self {
        Self { limits, limiters: Mutex::default() }
    }

    /// Waits for a permit, not longer than `patience`.
    pub async fn acquire(
        &self,
        LimiterKey { provider: key, organisation }: &LimiterKey,
        (provider, http, clock): (&dyn Provider, &dyn Http, &Arc<dyn Clock>),
        urgency: Urgency,
        patience: Duration,
    ) -> Result<Permit, Deferred> {
        let limiter = self.limiter(key, clock.now());
        let waiting = async {
            loop {
                let changed = limiter.changed.notified();
                match limiter.decide(organisation, self.limits, urgency, clock.now()) {
                    Decision::Grant => return Ok(()),
                    Decision::Defer(deferred) => return Err(deferred),
                    Decision::Ask => limiter.check_client(provider, http, &**clock, key).await,
                    Decision::Wait => {
                        let _ = tokio::time::timeout(LOOK_AGAIN, changed).await;
                    }
                }
            }
        };
        let full = Deferred { until: clock.now() + 1, why: DeferReason::Busy };
        tokio::time::timeout(patience, waiting).await.unwrap_or(Err(full))?;
        Ok(Permit { limiter, organisation: organisation.clone(), clock: Arc::clone(clock), is_released: false })
    }

    /// The provider issued tokens, so it and the person's organisation know this installation.
    pub fn record_success(&self, LimiterKey { provider: key, organisation }: &LimiterKey, now: UnixSeconds) {
        let limiter = self.limiter(key, now);
        limiter.state().record_success(organisation, now);
        limiter.changed.notify_waiters();
    }

    /// Asks a provider about this installation, unless the provider has shown that it knows it. Returns why no token is
    /// presented to the provider; `None` if tokens are.
    pub async fn check_if_unproven(
        &self,
        key: &ProviderKey,
        provider: &dyn Provider,
        http: &dyn Http,
        clock: &Arc<dyn Clock>,
    ) -> Option<OpenCause> {
        let limiter = self.limiter(key, clock.now());
        if limiter.state().breaker.state(clock.now()) == BreakerState::HalfOpen {
            limiter.check_client(provider, http, &**clock, key).await;
        }
        limiter.state().breaker.cause()
    }

    /// Finds out why this connection's grant was refused, by asking the provider about this installation. One person's
    /// refusal stops no other renewal. A provider that does not know this installation stops all of them. `blames_us` is
    /// `true` if the text of the refusal may mean that.
    pub async fn find_fault(
        &self,
        key: &ProviderKey,
        (provider, http, clock): (&dyn Provider, &dyn Http, &Arc<dyn Clock>),
        connection: &ConnectionId,
        blames_us: bool,
    ) -> Fault {
        let limiter = self.limiter(key, clock.now());
        let are_many = limiter.state().count_refusal(connection);
        match limiter.check_client_again(provider, http, &**clock, key, blames_us).await {
            ClientAnswer::Refused => Fault::Ours,
            ClientAnswer::Accepted if are_many => Fault::Ours,
            ClientAnswer::Accepted => Fault::Grant,
            ClientAnswer::Unclear | ClientAnswer::Silent { .. } => {
                if are_many {
                    limiter.state().breaker.trip(OpenCause::Unexplained, clock.now());
                }
                Fault::Unknown
            }
        }
    }

    /// When a grant was last renewed at this provider, since this process started.
    pub fn served_at(&self, key: &ProviderKey) -> Option<UnixSeconds> {
        let limiters = self.limiters.lock().unwrap_or_else(PoisonError::into_inner);
        limiters.get(key).and_then(|limiter| limiter.state().served_at)
    }

    /// The status of every provider that was used since the start.
    pub fn statuses(&self) -> Vec<ProviderStatus> {
        let limiters = self.limiters.lock().unwrap_or_else(PoisonError::into_inner);
        let status = |(key, limiter): (&ProviderKey, &Arc<ProviderLimiter>)| ProviderStatus {
            provider: key.clone(),
            cause: limiter.state().breaker.cause(),
        };
        limiters.iter().map(status).collect()
    }

    fn limiter(&self, key: &ProviderKey, now: UnixSeconds) -> Arc<ProviderLimiter> {
        let mut limiters = self.limiters.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(limiter) = limiters.get(key) {
            return Arc::clone(limiter);
        }
        let (breaker, throttle) = (Breaker::unproven(now), Throttle::new(self.limits));
        let (refused, organisations) = (BTreeSet::new(), HashMap::new());
        let state = LimiterState { breaker, throttle, served_at: None, known_at: None, refused, organisations };
        let limiter = ProviderLimiter {
            state: Mutex::new(state),
            changed: Notify::new(),
            checking: tokio::sync::Mutex::default(),
        };
        Arc::clone(limiters.entry(key.clone()).or_insert(Arc::new(limiter)))
    }
}
