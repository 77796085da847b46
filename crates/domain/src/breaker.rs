//! The circuit breaker of a provider: it is open while the provider does not seem to know this installation. Some servers
//! revoke a refresh token that arrives with a wrong client secret, so a wrong secret could cost grants. The endpoint
//! therefore presents no refresh token before the provider has shown that it accepts this client, and none after the
//! first refusal that cannot be the grant's fault. Instead it probes the provider with an invented code. All functions
//! are pure: they take facts and `now`, and return a decision.

use latchkey_wire::UnixSeconds;

/// The first pause between two probes, in seconds; each further probe doubles it.
pub const FIRST_PAUSE_S: i64 = 15;
/// The longest pause between two probes, in seconds.
pub const MAX_PAUSE_S: i64 = 15 * 60;

/// Why the breaker is open.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum OpenCause {
    /// The provider has not been probed yet.
    Unproven,
    /// The provider said that it does not know this client, or does not serve it.
    Refused,
    /// The provider refused without a known reason.
    Unexplained,
}

/// What the provider answered to an invented code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ClientAnswer {
    /// It accepts this client.
    Accepted,
    /// It does not know this client, or does not serve it.
    Refused,
    /// It answered, but the answer says nothing about this client.
    Unclear,
    /// It did not answer, or is out of order.
    Silent {
        /// How long the provider asks to wait, in seconds.
        retry_after_s: Option<u32>,
    },
}

/// Whether a token may be presented, in the three usual states of a circuit breaker.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BreakerState {
    /// Tokens may be presented.
    Closed,
    /// The pause is over: probe the provider before a token is presented.
    HalfOpen,
    /// No token may be presented, and it is too early to probe.
    Open {
        /// Unix seconds of the next probe.
        until: UnixSeconds,
    },
}

/// One provider's breaker.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Breaker {
    open: Option<OpenBreaker>,
    /// Refusals since the last successful renewal.
    trips: u32,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct OpenBreaker {
    cause: OpenCause,
    ask_at: UnixSeconds,
    /// Probes since the breaker opened, none of which closed it.
    asked: u32,
}

impl Breaker {
    /// A breaker that is open until the provider has shown that it accepts this client.
    pub fn unproven(now: UnixSeconds) -> Self {
        Self { open: Some(OpenBreaker { cause: OpenCause::Unproven, ask_at: now, asked: 0 }), trips: 0 }
    }

    /// Why the breaker is open; `None` if it is closed.
    pub fn cause(&self) -> Option<OpenCause> {
        self.open.map(|open| open.cause)
    }

    /// Whether a token may be presented, in the three usual states of a circuit breaker.
    pub fn state(&self, now: UnixSeconds) -> BreakerState {
        match self.open {
            None => BreakerState::Closed,
            // A wait longer than the longest pause means that the clock was set back.
            Some(open) if open.ask_at <= now || open.ask_at - now > MAX_PAUSE_S => BreakerState::HalfOpen,
            Some(open) => BreakerState::Open { until: open.ask_at },
        }
    }

    /// Records a refusal that blames the client. No other token is presented until the provider has been probed.
    pub fn suspect(&mut self, now: UnixSeconds) {
        if self.open.is_none() {
            self.open = Some(OpenBreaker { cause: OpenCause::Unexplained, ask_at: now, asked: 0 });
        }
    }

    /// Records refusals that cannot be a grant's fault. The first time, the provider is probed at once. If it accepts the
    /// client but keeps refusing renewals, it is probed after a pause.
    pub fn trip(&mut self, cause: OpenCause, now: UnixSeconds) {
        if self.open.is_some() {
            return;
        }
        self.trips = self.trips.saturating_add(1);
        let wait_s = if self.trips == 1 { 0 } else { pause_s(self.trips - 1) };
        self.open = Some(OpenBreaker { cause, ask_at: now + wait_s, asked: 0 });
    }

    /// Records the answer to a probe. A refusal of the client holds until a probe is accepted. If the answers are
    /// inconclusive, the breaker closes after a pause, because nothing else would ever close it.
    pub fn record_answer(&mut self, answer: ClientAnswer, now: UnixSeconds) {
        let Some(open) = self.open else { return };
        let asked = open.asked.saturating_add(1);
        let later = |cause| Some(OpenBreaker { cause, ask_at: now + pause_s(asked), asked });
        self.open = match (answer, open.cause) {
            (ClientAnswer::Accepted, _) | (ClientAnswer::Unclear, OpenCause::Unproven | OpenCause::Unexplained) => None,
            (ClientAnswer::Refused, _) => later(OpenCause::Refused),
            (ClientAnswer::Unclear, OpenCause::Refused) | (ClientAnswer::Silent { .. }, _) => later(open.cause),
        };
    }

    /// Closes the breaker: the provider served a renewal, or its refusal was explained.
    pub fn close(&mut self) {
        *self = Self { open: None, trips: 0 };
    }
}

/// The pause after this many probes or refusals in a row.
fn pause_s(count: u32) -> i64 {
    FIRST_PAUSE_S.saturating_mul(1 << count.saturating_sub(1).min(10)).min(MAX_PAUSE_S)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Copy, Debug)]
    enum BreakerEvent {
        Trip(OpenCause),
        Answer(ClientAnswer),
        Worked,
        Wait(i64),
    }

    fn events() -> impl Strategy<Value = Vec<BreakerEvent>> {
        let causes = prop::sample::select(vec![OpenCause::Refused, OpenCause::Unexplained]);
        let answers = prop::sample::select(vec![
            ClientAnswer::Accepted,
            ClientAnswer::Refused,
            ClientAnswer::Unclear,
            ClientAnswer::Silent { retry_after_s: None },
        ]);
        let event = prop_oneof![
            causes.prop_map(BreakerEvent::Trip),
            answers.prop_map(BreakerEvent::Answer),
            Just(BreakerEvent::Worked),
            (-4000..4000_i64).prop_map(BreakerEvent::Wait),
        ];
        prop::collection::vec(event, 0..40)
    }

    /// Generates only sequences that can happen: a token is presented only if the breaker is closed, a probe only if it
    /// is half open.
    fn play(events: &[BreakerEvent], mut see: impl FnMut(&Breaker, i64)) -> (Breaker, i64) {
        let mut now = 1_800_000_000;
        let mut breaker = Breaker::unproven(now);
        for event in events {
            match (event, breaker.state(now)) {
                (BreakerEvent::Trip(cause), BreakerState::Closed) => breaker.trip(*cause, now),
                (BreakerEvent::Worked, BreakerState::Closed) => breaker.close(),
                (BreakerEvent::Answer(answer), BreakerState::HalfOpen) => breaker.record_answer(*answer, now),
                (BreakerEvent::Wait(seconds), _) => now += seconds,
                _ => {}
            }
            see(&breaker, now);
        }
        (breaker, now)
    }

    proptest! {
        #[test]
        fn nothing_is_presented_before_the_provider_was_asked(wait in 0..100_000_i64) {
            let breaker = Breaker::unproven(1_800_000_000);
            prop_assert_eq!(breaker.state(1_800_000_000 + wait), BreakerState::HalfOpen);
        }

        #[test]
        fn no_pause_is_longer_than_the_longest_however_the_clock_is_set(events in events()) {
            play(&events, |breaker, now| {
                if let BreakerState::Open { until } = breaker.state(now) {
                    assert!(until > now && until - now <= MAX_PAUSE_S);
                }
            });
        }

        #[test]
        fn a_refused_client_presents_nothing_until_it_is_accepted(
            before in events(),
            after in prop::collection::vec(prop::sample::select(vec![
                ClientAnswer::Refused, ClientAnswer::Unclear, ClientAnswer::Silent { retry_after_s: None },
            ]), 1..20),
        ) {
            let (mut breaker, mut now) = play(&before, |_, _| {});
            breaker.open = Some(OpenBreaker { cause: OpenCause::Refused, ask_at: now, asked: 0 });
            for answer in after {
                now += MAX_PAUSE_S;
                prop_assert_eq!(breaker.state(now), BreakerState::HalfOpen);
                breaker.record_answer(answer, now);
                let is_open = matches!(breaker.state(now), BreakerState::Open { .. });
                prop_assert!(is_open);
            }
            now += MAX_PAUSE_S;
            breaker.record_answer(ClientAnswer::Accepted, now);
            prop_assert_eq!(breaker.state(now), BreakerState::Closed);
        }

        #[test]
        fn the_first_refusal_opens_it_and_asks_at_once(events in events(), unexplained: bool) {
            let (mut breaker, now) = play(&events, |_, _| {});
            breaker.close();
            breaker.trip(if unexplained { OpenCause::Unexplained } else { OpenCause::Refused }, now);
            prop_assert_eq!(breaker.state(now), BreakerState::HalfOpen);
        }
    }

    #[test]
    fn refusals_in_a_row_are_further_and_further_apart_although_the_client_is_accepted() {
        let (mut breaker, mut now) = (Breaker::unproven(0), 0);
        breaker.record_answer(ClientAnswer::Accepted, now);
        let mut pauses = Vec::new();
        for _ in 0..9 {
            breaker.trip(OpenCause::Unexplained, now);
            let until = match breaker.state(now) {
                BreakerState::Open { until } => until,
                BreakerState::HalfOpen | BreakerState::Closed => now,
            };
            pauses.push(until - now);
            now = until;
            breaker.record_answer(ClientAnswer::Accepted, now);
            assert_eq!(breaker.state(now), BreakerState::Closed);
        }
        assert_eq!(pauses, [0, 15, 30, 60, 120, 240, 480, 900, 900]);
    }
}
