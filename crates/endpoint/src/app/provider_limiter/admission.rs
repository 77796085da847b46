//! Decides whether a request to a provider may be sent now, and records how requests ended.

use std::sync::PoisonError;

use latchkey_domain::breaker::BreakerState;
use latchkey_domain::organisation::{Organisation, OrganisationAdmission};
use latchkey_domain::throttle::{Admission, RequestOutcome, ThrottleLimits, Urgency};
use latchkey_wire::UnixSeconds;

use super::{DeferReason, Deferred, LimiterState, ProviderLimiter};

pub(super) enum Decision {
    Grant,
    Wait,
    Ask,
    Defer(Deferred),
}

impl ProviderLimiter {
    pub(super) fn state(&self) -> std::sync::MutexGuard<'_, LimiterState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes two waiting callers: one permit was released, and one more may be allowed than before.
    pub(super) fn wake_waiting(&self) {
        self.changed.notify_one();
        self.changed.notify_one();
    }

    pub(super) fn decide(
        &self,
        organisation: &str,
        limits: ThrottleLimits,
        urgency: Urgency,
        now: UnixSeconds,
    ) -> Decision {
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
    /// Records that a grant of this organisation was renewed.
    pub(super) fn record_success(&mut self, organisation: &str, now: UnixSeconds) {
        if let Some(organisation) = self.organisations.get_mut(organisation) {
            organisation.served();
        }
        self.breaker.close();
        self.served_at = Some(now);
        self.refused.clear();
    }

    /// Records that a request of this organisation has ended. If it got no answer, only this organisation is held back. When
    /// a second organisation gets no answer either, the provider counts as down.
    pub(super) fn release(&mut self, organisation: &str, outcome: RequestOutcome, now: UnixSeconds) {
        let is_outage = matches!(outcome, RequestOutcome::Outage { .. });
        let mut others = self.organisations.iter().filter(|(name, _)| *name != organisation);
        let is_shared = is_outage && others.any(|(_, other)| other.held_until(now).is_some());
        if let Some(organisation) = self.organisations.get_mut(organisation) {
            organisation.release(outcome, now);
        }
        self.throttle.release(if is_outage && !is_shared { RequestOutcome::NeverSent } else { outcome }, now);
    }
}
