//! When a grant is renewed, and what a failed renewal leads to. Pure: facts and `now` in, a decision out.

use latchkey_wire::UnixSeconds;

use crate::{Failure, FailureClass, Health};

/// The longest pause between two attempts at a connection that is failing.
pub const MAX_BACKOFF_S: i64 = 15 * 60;
/// The first pause after a failure; each further one doubles it.
pub const FIRST_BACKOFF_S: i64 = 15;
/// The longest wait that a provider may ask for.
pub const MAX_RETRY_AFTER_S: i64 = 3600;
/// Where a provider names no lifetime for an access token (RFC 6749, 5.1 only recommends it).
pub const NOMINAL_ACCESS_LIFE_S: i64 = 3600;

/// A provider's own limits.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Rules {
    /// A refresh token that nobody uses for so long stops working; `None` where there is no such limit.
    pub idle_limit_s: Option<i64>,
}

/// When a fresh grant is renewed next: after two thirds of its access token's life, so that one missed renewal still
/// leaves a working token. `spread` (0 to 255, random) moves it up to a tenth earlier, so that grants that were made
/// together are not renewed together.
pub fn due_at(now: UnixSeconds, access_life_s: i64, spread: u8) -> UnixSeconds {
    let two_thirds = access_life_s.max(0) / 3 * 2;
    now + two_thirds - two_thirds / 10 * i64::from(spread) / 255
}

/// Until when a grant works if nobody touches it.
pub fn works_until(refreshed_at: UnixSeconds, ends_at: Option<UnixSeconds>, rules: Rules) -> Option<UnixSeconds> {
    let idle_end = rules.idle_limit_s.map(|limit| refreshed_at + limit);
    match (idle_end, ends_at) {
        (Some(idle), Some(end)) => Some(idle.min(end)),
        (idle, end) => idle.or(end),
    }
}

/// What a failed renewal leads to: the connection's new health, and when to try again, if at all.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Verdict {
    /// How the connection is now.
    pub health: Health,
    /// When to try again; `None` when only a person can help.
    pub due_at: Option<UnixSeconds>,
}

/// Judges a failed renewal. An outage never asks a person to act, whatever came before it, and neither does a failure
/// that nobody can explain.
pub fn after_failure(before: &Health, failure: &Failure, now: UnixSeconds) -> Verdict {
    let reason = failure.reason.clone();
    let lost_since = match before {
        Health::NeedsSignIn { since, .. } | Health::NeedsAdmin { since, .. } => *since,
        _ => now,
    };
    match failure.class {
        FailureClass::NeedsPerson => {
            Verdict { health: Health::NeedsSignIn { since: lost_since, reason }, due_at: None }
        }
        FailureClass::NeedsAdmin => Verdict { health: Health::NeedsAdmin { since: lost_since, reason }, due_at: None },
        FailureClass::Transient | FailureClass::Operator | FailureClass::Unexplained => match before {
            // A loss stays a loss while the provider is out of reach: the outage explains nothing about the grant.
            Health::NeedsSignIn { .. } | Health::NeedsAdmin { .. } | Health::Disconnected { .. } => {
                Verdict { health: before.clone(), due_at: None }
            }
            Health::Working => retry(now, reason, 1, now, failure.retry_after_s),
            Health::Retrying { since, attempts, .. } => {
                retry(*since, reason, attempts.saturating_add(1), now, failure.retry_after_s)
            }
        },
    }
}

fn retry(
    since: UnixSeconds,
    reason: latchkey_wire::Reason,
    attempts: u32,
    now: UnixSeconds,
    retry_after_s: Option<u32>,
) -> Verdict {
    let backoff = FIRST_BACKOFF_S.saturating_mul(1 << attempts.saturating_sub(1).min(10)).min(MAX_BACKOFF_S);
    let asked = retry_after_s.map_or(0, |seconds| i64::from(seconds).min(MAX_RETRY_AFTER_S));
    Verdict { health: Health::Retrying { since, reason, attempts }, due_at: Some(now + backoff.max(asked)) }
}

#[cfg(test)]
mod tests {
    use latchkey_wire::ReasonCode;
    use proptest::prelude::*;

    use super::*;

    fn healths() -> impl Strategy<Value = Health> {
        let reason = || latchkey_wire::Reason::from(ReasonCode::ProviderDown);
        prop_oneof![
            Just(Health::Working),
            (0..2_000_000_000_i64, any::<u32>()).prop_map(move |(since, attempts)| Health::Retrying {
                since,
                attempts,
                reason: reason()
            }),
            (0..2_000_000_000_i64).prop_map(move |since| Health::NeedsSignIn { since, reason: reason() }),
            (0..2_000_000_000_i64).prop_map(move |since| Health::NeedsAdmin { since, reason: reason() }),
        ]
    }

    fn failures() -> impl Strategy<Value = Failure> {
        let codes = prop::sample::select(ReasonCode::ALL.to_vec()).prop_map(Failure::of);
        (prop_oneof![codes, Just(Failure::unexplained())], proptest::option::of(any::<u32>()))
            .prop_map(|(failure, retry_after_s)| Failure { retry_after_s, ..failure })
    }

    proptest! {
        #[test]
        fn a_renewal_is_due_before_the_token_ends_and_never_in_the_past(
            now in 0..4_000_000_000_i64, life in 0..10_000_000_i64, spread: u8,
        ) {
            let due = due_at(now, life, spread);
            prop_assert!(due >= now && due <= now + life);
        }

        #[test]
        fn an_outage_never_asks_a_person_to_act(before in healths(), failure in failures(), now in 0..4_000_000_000_i64) {
            let verdict = after_failure(&before, &failure, now);
            let was_lost = matches!(before, Health::NeedsSignIn { .. } | Health::NeedsAdmin { .. });
            let is_lost = matches!(verdict.health, Health::NeedsSignIn { .. } | Health::NeedsAdmin { .. });
            let terminal = matches!(failure.class, FailureClass::NeedsPerson | FailureClass::NeedsAdmin);
            prop_assert_eq!(is_lost, was_lost || terminal);
        }

        #[test]
        fn every_wait_is_bounded_and_obeys_the_provider(before in healths(), failure in failures(), now in 0..4_000_000_000_i64) {
            if let Some(due) = after_failure(&before, &failure, now).due_at {
                let asked = i64::from(failure.retry_after_s.unwrap_or(0)).min(MAX_RETRY_AFTER_S);
                prop_assert!(due - now >= FIRST_BACKOFF_S.max(asked));
                prop_assert!(due - now <= MAX_BACKOFF_S.max(asked));
            }
        }

        #[test]
        fn only_a_loss_stops_the_attempts(before in healths(), failure in failures(), now in 0..4_000_000_000_i64) {
            let verdict = after_failure(&before, &failure, now);
            let lost = matches!(verdict.health, Health::NeedsSignIn { .. } | Health::NeedsAdmin { .. });
            prop_assert_eq!(verdict.due_at.is_none(), lost);
        }
    }
}
