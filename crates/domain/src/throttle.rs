//! Limits the rate and the concurrency of requests to a provider. When the provider asks to wait or does not answer, all
//! requests are held back. Afterwards they ramp up: one, two, four …, so that the requests that became due meanwhile do
//! not arrive as a burst. All functions are pure: they take facts and `now`, and return a decision.

use latchkey_wire::UnixSeconds;

use crate::renewal::MAX_RETRY_AFTER_S;

/// How long requests are held back after a provider did not answer, at first, in seconds; each further time doubles it.
pub const FIRST_HOLD_S: i64 = 5;
/// The longest such hold, in seconds, unless the provider asks for more.
pub const MAX_HOLD_S: i64 = 5 * 60;

/// The rate and the concurrency of requests to a provider, for this process.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ThrottleLimits {
    /// Requests under way at the same time.
    pub concurrency: u32,
    /// Scheduled requests that may begin in a second. Requests that a caller waits for count, but are not held up.
    pub per_second: u32,
}

/// How urgent a request is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Urgency {
    /// Background renewal: it can wait.
    Scheduled,
    /// A sync engine waits for a token.
    Wanted,
    /// A person checks whether access works. The request may begin even while the provider does not answer, because the
    /// person wants to know exactly that, but not while the provider asks to wait.
    Question,
}

/// Whether a request may begin.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Admission {
    /// The request may begin and has been counted; call [`Throttle::release`] when it ends.
    Go,
    /// Too many requests are under way: ask again when one has ended.
    Full,
    /// The request may not begin before this time.
    Later {
        /// Unix seconds at which to ask again.
        at: UnixSeconds,
    },
}

/// How a request ended, as far as the throttle is concerned.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RequestOutcome {
    /// The provider answered, with a success or a refusal.
    Answered,
    /// The provider did not answer, or asked to wait.
    Outage {
        /// How long the provider asked to wait, in seconds.
        retry_after_s: Option<u32>,
    },
    /// The request never began.
    NeverSent,
}

/// One provider's throttle.
#[derive(Clone, Copy, Debug)]
pub struct Throttle {
    limits: ThrottleLimits,
    under_way: u32,
    /// How many requests may be under way: grows with every answer and falls to one at an outage.
    allowed: u32,
    hold: Option<ThrottleHold>,
    /// Outages in a row.
    outages: u32,
    second: UnixSeconds,
    begun: u32,
}

#[derive(Clone, Copy, Debug)]
struct ThrottleHold {
    until: UnixSeconds,
    asked_for: bool,
}

impl Throttle {
    /// Starts with one request at a time.
    pub fn new(limits: ThrottleLimits) -> Self {
        let limits = ThrottleLimits { concurrency: limits.concurrency.max(1), per_second: limits.per_second.max(1) };
        Self { limits, under_way: 0, allowed: 1, hold: None, outages: 0, second: UnixSeconds::MIN, begun: 0 }
    }

    /// Asks to begin a request.
    pub fn acquire(&mut self, urgency: Urgency, now: UnixSeconds) -> Admission {
        if let Some(hold) = self.holding(now)
            && (hold.asked_for || urgency != Urgency::Question)
        {
            return Admission::Later { at: hold.until };
        }
        if self.under_way >= self.allowed {
            return Admission::Full;
        }
        if self.second != now {
            (self.second, self.begun) = (now, 0);
        }
        if urgency == Urgency::Scheduled && self.begun >= self.limits.per_second {
            return Admission::Later { at: now + 1 };
        }
        self.begun = self.begun.saturating_add(1);
        self.under_way += 1;
        Admission::Go
    }

    /// Records the end of a request that was allowed to begin.
    pub fn release(&mut self, outcome: RequestOutcome, now: UnixSeconds) {
        self.under_way = self.under_way.saturating_sub(1);
        match outcome {
            RequestOutcome::NeverSent => {}
            RequestOutcome::Answered => {
                self.allowed = self.allowed.saturating_add(1).min(self.limits.concurrency);
                self.outages = 0;
                self.hold = self.holding(now).filter(|hold| hold.asked_for);
            }
            RequestOutcome::Outage { retry_after_s } => self.hold_back(retry_after_s, now),
        }
    }

    /// Records that the provider asked to wait in answer to a request other than a renewal, such as a probe of the
    /// client.
    pub fn asked_to_wait(&mut self, seconds: u32, now: UnixSeconds) {
        self.hold_back(Some(seconds), now);
    }

    /// Until when no scheduled request begins; `None` if requests are not held back.
    pub fn held_until(&self, now: UnixSeconds) -> Option<UnixSeconds> {
        self.holding(now).map(|hold| hold.until)
    }

    fn hold_back(&mut self, retry_after_s: Option<u32>, now: UnixSeconds) {
        self.allowed = 1;
        let held = self.holding(now);
        // Requests that were under way together fail together: that is one outage.
        if held.is_none() {
            self.outages = self.outages.saturating_add(1);
        }
        let own_s = FIRST_HOLD_S.saturating_mul(1 << self.outages.saturating_sub(1).min(10)).min(MAX_HOLD_S);
        let asked_s = retry_after_s.map(|seconds| i64::from(seconds).min(MAX_RETRY_AFTER_S));
        let hold = ThrottleHold { until: now + own_s.max(asked_s.unwrap_or(0)), asked_for: asked_s.is_some() };
        self.hold = Some(match held {
            Some(held) if held.until >= hold.until => {
                ThrottleHold { asked_for: held.asked_for || hold.asked_for, ..held }
            }
            Some(_) if asked_s.is_none() => held.unwrap_or(hold),
            _ => hold,
        });
    }

    /// A hold longer than the longest possible one means that the clock was set back.
    fn holding(&self, now: UnixSeconds) -> Option<ThrottleHold> {
        self.hold.filter(|hold| hold.until > now && hold.until - now <= MAX_RETRY_AFTER_S)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LIMITS: ThrottleLimits = ThrottleLimits { concurrency: 8, per_second: 20 };
    const NOW: i64 = 1_800_000_000;

    #[derive(Clone, Copy, Debug)]
    enum ThrottleEvent {
        Acquire(Urgency),
        Release(RequestOutcome),
        Wait(i64),
    }

    fn events() -> impl Strategy<Value = Vec<ThrottleEvent>> {
        let urgencies = prop::sample::select(vec![Urgency::Scheduled, Urgency::Wanted, Urgency::Question]);
        let outages =
            proptest::option::of(any::<u32>()).prop_map(|retry_after_s| RequestOutcome::Outage { retry_after_s });
        let event = prop_oneof![
            4 => urgencies.prop_map(ThrottleEvent::Acquire),
            3 => Just(ThrottleEvent::Release(RequestOutcome::Answered)),
            1 => outages.prop_map(ThrottleEvent::Release),
            1 => (-4000..4000_i64).prop_map(ThrottleEvent::Wait),
        ];
        prop::collection::vec(event, 0..200)
    }

    /// The throttle and the time after these events.
    fn play(events: &[ThrottleEvent], mut see: impl FnMut(&Throttle, u32, i64)) -> (Throttle, i64) {
        let (mut throttle, mut under_way, mut now) = (Throttle::new(LIMITS), 0, NOW);
        for event in events {
            match event {
                ThrottleEvent::Acquire(urgency) => {
                    under_way += u32::from(throttle.acquire(*urgency, now) == Admission::Go);
                }
                ThrottleEvent::Release(outcome) if under_way > 0 => {
                    throttle.release(*outcome, now);
                    under_way -= 1;
                }
                ThrottleEvent::Release(_) => {}
                ThrottleEvent::Wait(seconds) => now += seconds,
            }
            see(&throttle, under_way, now);
        }
        (throttle, now)
    }

    proptest! {
        #[test]
        fn never_more_are_under_way_than_are_allowed(events in events()) {
            play(&events, |_, under_way, _| assert!(under_way <= LIMITS.concurrency));
        }

        #[test]
        fn every_hold_ends_however_the_clock_is_set(events in events()) {
            play(&events, |throttle, _, now| {
                if let Some(until) = throttle.held_until(now) {
                    assert!(until - now <= MAX_RETRY_AFTER_S.max(MAX_HOLD_S));
                }
            });
        }

        #[test]
        fn a_wait_that_the_provider_asks_for_holds_back_every_request(events in events(), asked in 1..10_000_u32) {
            let (mut throttle, now) = play(&events, |_, _, _| {});
            throttle.asked_to_wait(asked, now);
            let wait = i64::from(asked).min(MAX_RETRY_AFTER_S);
            for urgency in [Urgency::Scheduled, Urgency::Wanted, Urgency::Question] {
                let held = matches!(throttle.acquire(urgency, now + wait - 1), Admission::Later { at } if at >= now + wait);
                prop_assert!(held);
            }
        }

        #[test]
        fn a_second_begins_no_more_of_the_schedule_than_its_share(wanted in 0..100_u32) {
            let mut throttle = Throttle::new(ThrottleLimits { concurrency: 1000, per_second: 20 });
            throttle.allowed = 1000;
            let begun = (0..wanted).filter(|_| throttle.acquire(Urgency::Scheduled, NOW) == Admission::Go).count();
            prop_assert_eq!(begun, wanted.min(20) as usize);
        }
    }

    #[test]
    fn it_is_taken_up_again_with_one_two_four_after_an_outage() {
        let mut throttle = Throttle::new(LIMITS);
        let _ = throttle.acquire(Urgency::Scheduled, NOW);
        throttle.release(RequestOutcome::Outage { retry_after_s: None }, NOW);
        let mut waves = Vec::new();
        for wave in 0..5 {
            let now = NOW + FIRST_HOLD_S + wave;
            let begun = (0..100).filter(|_| throttle.acquire(Urgency::Scheduled, now) == Admission::Go).count();
            waves.push(begun);
            (0..begun).for_each(|_| throttle.release(RequestOutcome::Answered, now));
        }
        assert_eq!(waves, [1, 2, 4, 8, 8]);
    }

    #[test]
    fn those_that_fail_together_are_one_outage() {
        let mut throttle = Throttle::new(LIMITS);
        throttle.allowed = 8;
        (0..8).for_each(|_| assert_eq!(throttle.acquire(Urgency::Scheduled, NOW), Admission::Go));
        (0..8).for_each(|_| throttle.release(RequestOutcome::Outage { retry_after_s: None }, NOW));
        assert_eq!(throttle.held_until(NOW), Some(NOW + FIRST_HOLD_S));
        assert_eq!(throttle.acquire(Urgency::Question, NOW), Admission::Go, "a person may ask whether it works");
    }
}
