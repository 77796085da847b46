//! Limits how renewals use each provider. A circuit breaker stops presenting tokens to a provider that does not seem to
//! know this installation. A throttle bounds how many requests the provider gets. Each organisation also has a breaker
//! and a throttle of its own, so one company's decision or limit delays no other company.
//!
//! The rules are pure functions in `latchkey_domain`. This module adds the clock, the waiting and the requests to the
//! provider. Each process has its own limiters.

mod client;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use latchkey_domain::breaker::{Breaker, BreakerState, ClientAnswer, OpenCause};
use latchkey_domain::organisation::{Organisation, OrganisationAdmission};
use latchkey_domain::throttle::{Admission, RequestOutcome, Throttle, ThrottleLimits, Urgency};
use latchkey_domain::{Clock, Failure, FailureClass};
use latchkey_providers::{Http, Provider};
use latchkey_wire::{ConnectionId, Reason, UnixSeconds};
use tokio::sync::Notify;

use crate::registry::{LimiterKey, ProviderKey};

/// A waiting caller checks again after this, even if no permit was released. It bounds the cost of a lost wake-up.
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
    /// A permit was released, or the breaker changed.
    changed: Notify,
    /// Held while the provider is asked about this installation: one question at a time.
    checking: tokio::sync::Mutex<()>,
}

struct LimiterState {
    breaker: Breaker,
    throttle: Throttle,
    /// When a grant was last renewed here.
    served_at: Option<UnixSeconds>,
    /// When the provider last showed that it knows this installation.
    known_at: Option<UnixSeconds>,
    /// The connections whose grants were refused for no reason of their own since then; no more than are needed.
    refused: BTreeSet<ConnectionId>,
    organisations: HashMap<String, Organisation>,
}

/// Whose fault a refusal is, if it blames the request or explains nothing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fault {
    /// The provider does not know this installation, or refuses many people alike.
    Ours,
    /// The provider knows this installation, so the refusal is about this grant.
    Grant,
    /// The provider did not say.
    Unknown,
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
    /// Why no token is presented there; `None` while tokens are.
    pub cause: Option<OpenCause>,
}

impl ProviderLimiters {
    /// No provider is proven at the start: the first use asks each provider about this installation.
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

    /// Asks a provider about this installation, if it has not shown yet that it knows it. Answers why no token is presented
    /// there; `None` if tokens are.
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

    /// Finds out whose fault it is that this connection's grant was refused, by asking the provider about this installation.
    /// One person's refusal stops no other renewal; a provider that does not know this installation stops all. `blames_us`:
    /// the refusal's words may mean that.
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
            ClientAnswer::Unclear | ClientAnswer::Silent => {
                if are_many {
                    limiter.state().breaker.trip(OpenCause::Unexplained, clock.now());
                }
                Fault::Unknown
            }
        }
    }

    /// When a grant was last renewed there, since this process started.
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

enum Decision {
    Grant,
    Wait,
    Ask,
    Defer(Deferred),
}

impl ProviderLimiter {
    fn state(&self) -> std::sync::MutexGuard<'_, LimiterState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes two waiting callers: one permit was released, and one more may be allowed than before.
    fn wake_waiting(&self) {
        self.changed.notify_one();
        self.changed.notify_one();
    }

    fn decide(&self, organisation: &str, limits: ThrottleLimits, urgency: Urgency, now: UnixSeconds) -> Decision {
        let mut state = self.state();
        let LimiterState { breaker, throttle, organisations, .. } = &mut *state;
        let organisation = organisations.entry(organisation.to_owned()).or_insert_with(|| Organisation::new(limits));
        let busy = |until| Decision::Defer(Deferred { until, why: DeferReason::Busy });
        match breaker.state(now) {
            BreakerState::Open { until } => {
                let why = breaker.cause().map_or(DeferReason::Busy, DeferReason::Client);
                return Decision::Defer(Deferred { until, why });
            }
            BreakerState::HalfOpen => {
                let held_until = throttle.held_until(now).max(organisation.held_until(now));
                return held_until.filter(|_| urgency != Urgency::Question).map_or(Decision::Ask, busy);
            }
            BreakerState::Closed => {}
        }
        // The limits of the provider as a whole come first.
        let admission = throttle.acquire(urgency, now);
        if admission != Admission::Go {
            return decision_for(admission, busy);
        }
        let admission = match organisation.acquire(urgency, now) {
            OrganisationAdmission::Throttle(Admission::Go) => return Decision::Grant,
            OrganisationAdmission::Throttle(admission) => decision_for(admission, busy),
            OrganisationAdmission::Shut { until, reason } => {
                Decision::Defer(Deferred { until, why: DeferReason::ShutOut(reason) })
            }
        };
        throttle.release(RequestOutcome::NeverSent, now);
        admission
    }
}

/// The decision for a request that the throttle does not admit.
fn decision_for(admission: Admission, busy: impl Fn(UnixSeconds) -> Decision) -> Decision {
    match admission {
        Admission::Go => Decision::Grant,
        Admission::Full => Decision::Wait,
        Admission::Later { at } => busy(at),
    }
}

impl LimiterState {
    /// A grant of this organisation was renewed.
    fn record_success(&mut self, organisation: &str, now: UnixSeconds) {
        if let Some(organisation) = self.organisations.get_mut(organisation) {
            organisation.served();
        }
        self.breaker.close();
        self.served_at = Some(now);
        self.refused.clear();
    }

    /// A request of this organisation has ended. Without an answer, the outage is the organisation's own, until a second
    /// organisation gets no answer either: then the provider is down.
    fn release(&mut self, organisation: &str, outcome: RequestOutcome, now: UnixSeconds) {
        let is_outage = matches!(outcome, RequestOutcome::Outage { .. });
        let mut others = self.organisations.iter().filter(|(name, _)| *name != organisation);
        let is_shared = is_outage && others.any(|(_, other)| other.held_until(now).is_some());
        if let Some(organisation) = self.organisations.get_mut(organisation) {
            organisation.release(outcome, now);
        }
        self.throttle.release(if is_outage && !is_shared { RequestOutcome::NeverSent } else { outcome }, now);
    }
}

impl Permit {
    /// Releases the permit with the provider's answer to a renewal. Whether a refusal is about this installation is found out by
    /// [`ProviderLimiters::find_fault`].
    pub fn release(mut self, outcome: Result<(), &Failure>) {
        self.is_released = true;
        let now = self.clock.now();
        let mut state = self.limiter.state();
        let outcome = match outcome {
            Ok(()) => {
                state.record_success(&self.organisation, now);
                RequestOutcome::Answered
            }
            Err(failure) => match failure.class {
                FailureClass::Transient => RequestOutcome::Outage { retry_after_s: failure.retry_after_s },
                FailureClass::Operator => {
                    state.breaker.suspect(now);
                    RequestOutcome::Answered
                }
                FailureClass::Unexplained => RequestOutcome::Answered,
                FailureClass::Organisation => {
                    state.breaker.close();
                    if let Some(organisation) = state.organisations.get_mut(&self.organisation) {
                        organisation.shut(&failure.reason, now);
                    }
                    RequestOutcome::Answered
                }
                FailureClass::NeedsPerson | FailureClass::NeedsAdmin => {
                    state.breaker.close();
                    RequestOutcome::Answered
                }
            },
        };
        state.release(&self.organisation, outcome, now);
        drop(state);
        self.limiter.wake_waiting();
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if !self.is_released {
            let now = self.clock.now();
            self.limiter.state().release(&self.organisation, RequestOutcome::NeverSent, now);
            self.limiter.wake_waiting();
        }
    }
}
