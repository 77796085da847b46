//! Releases permits. A permit counts until it is released or dropped.

use latchkey_domain::throttle::RequestOutcome;
use latchkey_domain::{Failure, FailureClass};

use super::Permit;

impl Permit {
    /// Releases the permit with the provider's answer to a renewal. [`ProviderLimiters::find_fault`] finds out whether a
    /// refusal is about this installation.
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
                FailureClass::KeepTrying | FailureClass::Unexplained | FailureClass::Doubtful => {
                    RequestOutcome::Answered
                }
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
