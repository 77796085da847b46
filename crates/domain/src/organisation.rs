//! One organisation's own breaker and throttle at a provider, beside the provider's. One company's block or rate limit
//! does not delay any other company. All functions are pure: they take facts and `now`, and return a decision.

use latchkey_wire::{Reason, UnixSeconds};

use crate::throttle::{Admission, RequestOutcome, Throttle, ThrottleLimits, Urgency};

/// The first pause, in seconds, after an organisation has blocked this client. No token of its members is presented
/// meanwhile. Each further block doubles the pause.
pub const FIRST_PAUSE_S: i64 = 15 * 60;
/// The longest such pause, in seconds.
pub const MAX_PAUSE_S: i64 = 4 * 3600;

/// One organisation's breaker and throttle.
#[derive(Clone, Debug)]
pub struct Organisation {
    throttle: Throttle,
    shut: Option<Shut>,
}

#[derive(Clone, Debug)]
struct Shut {
    reason: Reason,
    until: UnixSeconds,
    pause_s: i64,
    /// One request was let through to find out whether the block still holds.
    is_asking: bool,
}

/// Whether a token of a member may be presented.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum OrganisationAdmission {
    /// The throttle's decision. [`Admission::Go`] has counted the request; call [`Organisation::release`] when it ends.
    Throttle(Admission),
    /// The organisation's administrator has blocked this client.
    Shut {
        /// Unix seconds of the next try.
        until: UnixSeconds,
        /// The reason that the provider gave.
        reason: Reason,
    },
}

impl Organisation {
    /// A new organisation, without a known block or outage.
    pub fn new(limits: ThrottleLimits) -> Self {
        Self { throttle: Throttle::new(limits), shut: None }
    }

    /// Asks to present a token. While the organisation blocks this client, one request is allowed after each pause; a
    /// person's own check is always allowed. Others who ask meanwhile come again soon: the block may be over by then.
    pub fn acquire(&mut self, urgency: Urgency, now: UnixSeconds) -> OrganisationAdmission {
        if let Some(shut) = &self.shut
            && urgency != Urgency::Question
            // A pause longer than the longest possible one means that the clock was set back.
            && (0..=MAX_PAUSE_S).contains(&(shut.until - now - 1))
        {
            return OrganisationAdmission::Shut { until: shut.until, reason: shut.reason.clone() };
        }
        let admission = self.throttle.acquire(urgency, now);
        if let (Admission::Go, Some(shut)) = (admission, &mut self.shut) {
            (shut.until, shut.is_asking) = (now + FIRST_PAUSE_S, true);
        }
        OrganisationAdmission::Throttle(admission)
    }

    /// Records the end of a request that was allowed to begin.
    pub fn release(&mut self, outcome: RequestOutcome, now: UnixSeconds) {
        self.throttle.release(outcome, now);
    }

    /// Records that a member's grant was renewed, so the block is over.
    pub fn served(&mut self) {
        self.shut = None;
    }

    /// Records that the provider reports a block by the organisation's administrator.
    pub fn shut(&mut self, reason: &Reason, now: UnixSeconds) {
        let pause_s = match &self.shut {
            None => FIRST_PAUSE_S,
            Some(shut) if shut.is_asking => (2 * shut.pause_s).min(MAX_PAUSE_S),
            // Requests that were under way together are refused together: that is one block.
            Some(shut) => shut.pause_s,
        };
        self.shut = Some(Shut { reason: reason.clone(), until: now + pause_s, pause_s, is_asking: false });
    }

    /// Until when no scheduled request begins; `None` if requests are not held back.
    pub fn held_until(&self, now: UnixSeconds) -> Option<UnixSeconds> {
        self.throttle.held_until(now)
    }
}

#[cfg(test)]
mod tests {
    use latchkey_wire::ReasonCode;
    use proptest::prelude::*;

    use super::*;

    const LIMITS: ThrottleLimits = ThrottleLimits { concurrency: 8, per_second: 20 };
    const NOW: i64 = 1_800_000_000;

    fn shut() -> Organisation {
        let mut organisation = Organisation::new(LIMITS);
        organisation.shut(&ReasonCode::AdminApproval.into(), NOW);
        organisation
    }

    fn is_let_in(organisation: &mut Organisation, urgency: Urgency, now: i64) -> bool {
        organisation.acquire(urgency, now) == OrganisationAdmission::Throttle(Admission::Go)
    }

    #[test]
    fn while_it_is_shut_one_asks_after_each_pause_and_each_pause_is_longer() {
        let mut organisation = shut();
        let (mut now, mut pauses) = (NOW, Vec::new());
        for _ in 0..7 {
            let before = now;
            while !is_let_in(&mut organisation, Urgency::Scheduled, now) {
                now += 60;
            }
            assert!(!is_let_in(&mut organisation, Urgency::Wanted, now), "only one asks");
            organisation.release(RequestOutcome::Answered, now);
            organisation.shut(&ReasonCode::AdminApproval.into(), now);
            pauses.push((now - before) / 60);
        }
        assert_eq!(pauses, [15, 30, 60, 120, 240, 240, 240]);
    }

    #[test]
    fn who_comes_while_one_asks_is_not_sent_away_for_the_whole_pause() {
        let mut organisation = shut();
        let mut now = NOW;
        for _ in 0..6 {
            now += MAX_PAUSE_S;
            assert!(is_let_in(&mut organisation, Urgency::Scheduled, now));
            let other = organisation.acquire(Urgency::Scheduled, now);
            assert!(
                matches!(other, OrganisationAdmission::Shut { until, .. } if until == now + FIRST_PAUSE_S),
                "{other:?}"
            );
            organisation.release(RequestOutcome::Answered, now);
            organisation.shut(&ReasonCode::AdminApproval.into(), now);
        }
    }

    #[test]
    fn those_that_are_shut_out_together_make_one_pause() {
        let mut organisation = shut();
        (0..5).for_each(|_| organisation.shut(&ReasonCode::AdminApproval.into(), NOW));
        assert!(is_let_in(&mut organisation, Urgency::Scheduled, NOW + FIRST_PAUSE_S));
    }

    #[test]
    fn a_person_may_ask_at_any_time_and_one_success_opens_it_for_all() {
        let mut organisation = shut();
        assert!(!is_let_in(&mut organisation, Urgency::Wanted, NOW + 1));
        assert!(is_let_in(&mut organisation, Urgency::Question, NOW + 1));
        organisation.release(RequestOutcome::Answered, NOW + 1);
        organisation.served();
        assert!(is_let_in(&mut organisation, Urgency::Scheduled, NOW + 1));
    }

    proptest! {
        #[test]
        fn it_is_never_shut_for_longer_than_the_longest_pause(
            steps in prop::collection::vec((0..20_000_i64, any::<bool>()), 1..40), back in 0..100_000_i64
        ) {
            let (mut organisation, mut now) = (shut(), NOW);
            for (later, refused) in steps {
                now += later;
                if is_let_in(&mut organisation, Urgency::Scheduled, now) {
                    organisation.release(RequestOutcome::Answered, now);
                    if refused {
                        organisation.shut(&ReasonCode::AdminApproval.into(), now);
                    }
                }
            }
            // However the clock is set meanwhile.
            let reached = [now + MAX_PAUSE_S, now - MAX_PAUSE_S - back - 1];
            for then in reached {
                let mut organisation = organisation.clone();
                let is_open = !matches!(organisation.acquire(Urgency::Scheduled, then), OrganisationAdmission::Shut { .. });
                prop_assert!(is_open);
            }
        }
    }
}
