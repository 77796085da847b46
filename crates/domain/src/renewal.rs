//! When a grant is renewed, and what a failed renewal leads to. All functions are pure: they take facts and `now`, and
//! return a decision.

use latchkey_wire::{Reason, ReasonCode, UnixSeconds};

use crate::{Failure, FailureClass, Health};

/// The longest pause between two attempts at a connection that is failing.
pub const MAX_BACKOFF_S: i64 = 15 * 60;
/// The first pause after a failure; each further failure doubles it.
pub const FIRST_BACKOFF_S: i64 = 15;
/// The longest wait that a provider may ask for.
pub const MAX_RETRY_AFTER_S: i64 = 3600;
/// Unexplained refusals end a grant after this time, if the provider serves other grants meanwhile.
pub const UNEXPLAINED_ENDS_AFTER_S: i64 = 3 * 3600;
/// How long to wait after an answer that lacks something.
pub const UNUSABLE_AGAIN_AFTER_S: i64 = 3600;
/// How long to wait with a grant of an organisation that has blocked this client. The organisation's breaker then decides
/// whether the token is presented.
pub const SHUT_OUT_AGAIN_AFTER_S: i64 = 15 * 60;
/// The shortest time between two renewals of a grant, however short its access token's life is.
pub const MIN_PAUSE_S: i64 = 30;
/// The longest believable life of an access token.
pub const MAX_ACCESS_LIFE_S: i64 = 365 * 24 * 3600;
/// The assumed lifetime of an access token if the provider states none (RFC 6749, 5.1 only recommends it).
pub const NOMINAL_ACCESS_LIFE_S: i64 = 3600;

/// The assumed idle limit if a provider has none, or none that is known. No known limit is shorter.
pub const NOMINAL_IDLE_LIMIT_S: i64 = 30 * 24 * 3600;
/// How much life a token must have left to be handed out, unless the caller asks for more or less.
pub const DEFAULT_MARGIN_S: i64 = 5 * 60;
/// The most that a caller may ask for.
pub const MAX_MARGIN_S: i64 = 3600;
/// If a grant's time lies further in the future than this, the clock was set back after the grant was given.
pub const CLOCK_TOLERANCE_S: i64 = 2 * 60;

/// What background renewal keeps up.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum RenewalGoal {
    /// An access token is always available, and a loss is noticed within its life.
    #[default]
    Fresh,
    /// Only the grant is kept alive, by renewals as often as the provider's idle limit requires. Access tokens are
    /// fetched on demand.
    Alive,
}

/// A provider's own limits.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ProviderLimits {
    /// A refresh token that is unused for this many seconds stops working; `None` if there is no such limit.
    pub idle_limit_s: Option<i64>,
}

/// When a fresh grant is renewed next. Kept fresh: after two thirds of its access token's life, so that one missed renewal
/// still leaves a working token. Kept alive: after a third of the idle limit at the latest, so that an outage of weeks does
/// no harm. `spread` (0 to 255, random) moves it earlier, so that grants that were made together are not renewed together.
pub fn due_at(
    now: UnixSeconds,
    access_life_s: i64,
    limits: ProviderLimits,
    goal: RenewalGoal,
    spread: u8,
) -> UnixSeconds {
    let third = limits.idle_limit_s.unwrap_or(NOMINAL_IDLE_LIMIT_S).max(0) / 3;
    let alive = now + earlier(third, 2, spread);
    match goal {
        RenewalGoal::Alive => alive,
        RenewalGoal::Fresh => {
            alive.min(now + earlier(access_life_s.clamp(0, MAX_ACCESS_LIFE_S) / 3 * 2, 10, spread).max(MIN_PAUSE_S))
        }
    }
}

/// `span`, shortened by a random share of at most one `part`th.
fn earlier(span_s: i64, part: i64, spread: u8) -> i64 {
    span_s - span_s / part * i64::from(spread) / 255
}

/// Whether an access token may be handed out to a caller who needs at least `margin_s` of its life. A token that lives
/// for less than twice the margin may be handed out in the first half of its life. Otherwise no token would ever suffice,
/// and every request would renew the grant.
pub fn may_be_handed_out(refreshed_at: UnixSeconds, expires_at: UnixSeconds, margin_s: i64, now: UnixSeconds) -> bool {
    let life_s = (expires_at - refreshed_at).max(0);
    let margin_s = margin_s.clamp(0, MAX_MARGIN_S).min(life_s / 2);
    expires_at - now > margin_s && refreshed_at - now <= CLOCK_TOLERANCE_S
}

/// The Unix time at which a grant ends if nothing uses or renews it.
pub fn works_until(
    refreshed_at: UnixSeconds,
    ends_at: Option<UnixSeconds>,
    limits: ProviderLimits,
) -> Option<UnixSeconds> {
    let idle_end = limits.idle_limit_s.map(|limit| refreshed_at + limit);
    match (idle_end, ends_at) {
        (Some(idle), Some(end)) => Some(idle.min(end)),
        (idle, end) => idle.or(end),
    }
}

/// What a failed renewal leads to: the connection's new health, and when to try again, if at all.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RenewalDecision {
    /// The connection's new health.
    pub health: Health,
    /// When to try again; `None` when only a person can help.
    pub due_at: Option<UnixSeconds>,
}

/// Decides what a failed renewal leads to. An outage never asks a person to act, not even after other failures. An
/// unexplained refusal asks a person only after [`UNEXPLAINED_ENDS_AFTER_S`], if the provider serves other grants
/// meanwhile. `served_others_at` is when the provider last did so. `spread` (0 to 255, random) moves the next attempt
/// later, so that renewals that failed together are not retried together.
pub fn after_failure(
    before: &Health,
    failure: &Failure,
    served_others_at: Option<UnixSeconds>,
    now: UnixSeconds,
    spread: u8,
) -> RenewalDecision {
    let reason = reported_reason(before, failure);
    let lost_since = match before {
        Health::NeedsSignIn { since, .. } | Health::NeedsAdmin { since, .. } => *since,
        _ => now,
    };
    match failure.class {
        FailureClass::NeedsPerson => {
            RenewalDecision { health: Health::NeedsSignIn { since: lost_since, reason }, due_at: None }
        }
        FailureClass::NeedsAdmin => {
            RenewalDecision { health: Health::NeedsAdmin { since: lost_since, reason }, due_at: None }
        }
        FailureClass::Organisation => {
            let due_at = now + SHUT_OUT_AGAIN_AFTER_S + SHUT_OUT_AGAIN_AFTER_S * i64::from(spread) / 255;
            RenewalDecision { health: Health::NeedsAdmin { since: lost_since, reason }, due_at: Some(due_at) }
        }
        FailureClass::Unexplained if has_gone_on(before, served_others_at, now) => {
            let reason = ReasonCode::SignInEnded.into();
            RenewalDecision { health: Health::NeedsSignIn { since: now, reason }, due_at: None }
        }
        FailureClass::Transient
        | FailureClass::Operator
        | FailureClass::Unexplained
        | FailureClass::Doubtful
        | FailureClass::KeepTrying => {
            match before {
                // A loss stays a loss while the provider is unreachable: the outage says nothing about the grant.
                Health::NeedsSignIn { .. } | Health::NeedsAdmin { .. } | Health::Disconnected { .. } => {
                    RenewalDecision { health: before.clone(), due_at: None }
                }
                Health::Working => retry(now, reason, 1, now, wait(1, failure, spread)),
                Health::Retrying { since, attempts, reason: earlier } => {
                    let attempts = attempts.saturating_add(1);
                    // The duration of a refusal is measured from its own beginning, not from earlier failures.
                    let begins = reason.code == ReasonCode::RefusedUnexplained && earlier.code != reason.code;
                    let since = if begins { now } else { *since };
                    retry(since, reason, attempts, now, wait(attempts, failure, spread))
                }
            }
        }
    }
}

/// The reason to report for a failure that follows `before`. A lost answer stays the reason while the provider is
/// unreachable, because it explains a refusal that follows.
fn reported_reason(before: &Health, failure: &Failure) -> Reason {
    let reason = failure.reason.clone();
    let earlier = match before {
        Health::Retrying { reason: earlier, .. } => earlier,
        // The grant is still refused for the same cause.
        Health::NeedsSignIn { reason: earlier, .. }
            if earlier.code == ReasonCode::SignInLost && reason.code == ReasonCode::SignInEnded =>
        {
            return earlier.clone();
        }
        _ => return reason,
    };
    let was_lost = matches!(earlier.code, ReasonCode::AnswerLost | ReasonCode::AnswerUnusable);
    match (failure.class, reason.code) {
        (FailureClass::NeedsPerson, ReasonCode::SignInEnded) if was_lost => {
            Reason { code: ReasonCode::SignInLost, ..reason }
        }
        (FailureClass::Transient, ReasonCode::ProviderDown | ReasonCode::ProviderUnreachable) if was_lost => {
            earlier.clone()
        }
        _ => reason,
    }
}

/// Whether unexplained refusals have lasted so long, while other grants were served, that this grant must be the cause.
fn has_gone_on(before: &Health, served_others_at: Option<UnixSeconds>, now: UnixSeconds) -> bool {
    match before {
        Health::Retrying { since, reason, .. } if reason.code == ReasonCode::RefusedUnexplained => {
            now - since >= UNEXPLAINED_ENDS_AFTER_S && served_others_at.is_some_and(|at| at > *since)
        }
        _ => false,
    }
}

fn retry(since: UnixSeconds, reason: Reason, attempts: u32, now: UnixSeconds, wait_s: i64) -> RenewalDecision {
    RenewalDecision { health: Health::Retrying { since, reason, attempts }, due_at: Some(now + wait_s) }
}

/// How long to wait after this many attempts, with up to a quarter added at random.
fn wait(attempts: u32, failure: &Failure, spread: u8) -> i64 {
    let backoff = FIRST_BACKOFF_S.saturating_mul(1 << attempts.saturating_sub(1).min(10)).min(MAX_BACKOFF_S);
    let asked = failure.retry_after_s.map_or(0, |seconds| i64::from(seconds).min(MAX_RETRY_AFTER_S));
    // The provider did renew the grant. Asking again at once would bring the same answer.
    let least = if failure.reason.code == ReasonCode::AnswerUnusable { UNUSABLE_AGAIN_AFTER_S } else { 0 };
    let wait_s = backoff.max(asked).max(least);
    wait_s + wait_s / 4 * i64::from(spread) / 255
}

#[cfg(test)]
mod tests {
    use latchkey_wire::ReasonCode;
    use proptest::prelude::*;

    use super::*;

    fn healths() -> impl Strategy<Value = Health> {
        let reason = || Reason::from(ReasonCode::ProviderDown);
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

    fn limits() -> impl Strategy<Value = ProviderLimits> {
        proptest::option::of(0..400_i64 * 24 * 3600).prop_map(|idle_limit_s| ProviderLimits { idle_limit_s })
    }

    fn retrying(since: i64, code: ReasonCode) -> Health {
        Health::Retrying { since, reason: code.into(), attempts: 1 }
    }

    #[test]
    fn a_refusal_that_explains_nothing_ends_a_grant_after_hours_in_which_others_are_served() {
        let hours = UNEXPLAINED_ENDS_AFTER_S;
        let judged = |before: &Health, served_at, now| {
            let decision = after_failure(before, &Failure::unexplained(), served_at, now, 0);
            matches!(decision.health, Health::NeedsSignIn { reason, .. } if reason.code == ReasonCode::SignInEnded)
        };
        let before = retrying(100, ReasonCode::RefusedUnexplained);
        assert!(judged(&before, Some(101), 100 + hours));
        assert!(!judged(&before, Some(101), 99 + hours), "too soon");
        assert!(
            !judged(&before, Some(100), 100 + hours) && !judged(&before, None, 100 + hours),
            "no other grant was served"
        );
        let outage = retrying(100, ReasonCode::ProviderDown);
        assert!(!judged(&outage, Some(101), 100 + hours), "an outage came before");
        let next = after_failure(&outage, &Failure::unexplained(), Some(101), 100 + hours, 0).health;
        assert!(
            matches!(next, Health::Retrying { since, .. } if since == 100 + hours),
            "its own time begins: {next:?}"
        );
    }

    #[test]
    fn a_refusal_after_a_lost_answer_is_reported_as_that_also_if_an_outage_came_between() {
        let ended = Failure::of(ReasonCode::SignInEnded);
        let code = |before: &Health, failure: &Failure| match after_failure(before, failure, None, 500, 0).health {
            Health::NeedsSignIn { reason, .. } | Health::Retrying { reason, .. } => reason.code,
            other => panic!("{other:?}"),
        };
        let lost = retrying(100, ReasonCode::AnswerLost);
        assert_eq!(code(&lost, &ended), ReasonCode::SignInLost);
        assert_eq!(code(&lost, &Failure::of(ReasonCode::ProviderDown)), ReasonCode::AnswerLost);
        assert_eq!(code(&retrying(100, ReasonCode::AnswerUnusable), &ended), ReasonCode::SignInLost);
        assert_eq!(code(&retrying(100, ReasonCode::ProviderDown), &ended), ReasonCode::SignInEnded);
        assert_eq!(code(&lost, &Failure::of(ReasonCode::ConsentMissing)), ReasonCode::ConsentMissing);
        let ended_already = Health::NeedsSignIn { since: 100, reason: ReasonCode::SignInLost.into() };
        assert_eq!(code(&ended_already, &ended), ReasonCode::SignInLost, "it was asked about again");
    }

    #[test]
    fn no_access_token_lives_so_short_that_its_grant_is_renewed_all_the_time() {
        let limits = ProviderLimits { idle_limit_s: None };
        for life_s in [-1, 0, 1, 44] {
            assert_eq!(due_at(1000, life_s, limits, RenewalGoal::Fresh, 255), 1000 + MIN_PAUSE_S, "{life_s}");
        }
    }

    proptest! {
        #[test]
        fn a_renewal_is_due_before_the_token_ends_and_never_in_the_past(
            now in 0..4_000_000_000_i64, life in 0..10_000_000_i64, limits in limits(), spread: u8,
        ) {
            let due = due_at(now, life, limits, RenewalGoal::Fresh, spread);
            prop_assert!(due >= now && due <= now + life);
        }

        #[test]
        fn a_grant_is_used_well_inside_its_idle_limit(
            now in 0..4_000_000_000_i64, life in 0..10_000_000_i64, limit in 0..400_i64 * 24 * 3600, spread: u8, fresh: bool,
        ) {
            let goal = if fresh { RenewalGoal::Fresh } else { RenewalGoal::Alive };
            let due = due_at(now, life, ProviderLimits { idle_limit_s: Some(limit) }, goal, spread);
            prop_assert!(due >= now && due - now <= limit / 3);
        }

        #[test]
        fn grants_that_were_made_together_are_renewed_apart(life in 600..100_000_i64, limit in 86_400..10_000_000_i64) {
            for goal in [RenewalGoal::Fresh, RenewalGoal::Alive] {
                let due = |spread| due_at(0, life, ProviderLimits { idle_limit_s: Some(limit) }, goal, spread);
                prop_assert!(due(0) - due(255) >= due(0) / 11);
                prop_assert!((0..255).all(|spread| due(spread) >= due(spread + 1)));
            }
        }

        #[test]
        fn a_fresh_token_may_always_be_handed_out_and_an_ended_one_never(
            now in 0..4_000_000_000_i64, life in 1..10_000_000_i64, margin: i32, late in 0..10_000_i64,
        ) {
            let margin = i64::from(margin);
            prop_assert!(may_be_handed_out(now, now + life, margin, now));
            prop_assert!(!may_be_handed_out(now, now + life, margin, now + life + late));
            let asked = margin.clamp(0, MAX_MARGIN_S).min(life / 2);
            prop_assert!(!may_be_handed_out(now, now + life, margin, now + life - asked));
        }

        #[test]
        fn a_token_from_before_the_clock_was_set_back_is_not_trusted(now in 0..4_000_000_000_i64, back in 121..100_000_i64) {
            prop_assert!(!may_be_handed_out(now, now + 3600, DEFAULT_MARGIN_S, now - back));
        }

        #[test]
        fn an_outage_never_asks_a_person_to_act(
            before in healths(), failure in failures(), now in 0..4_000_000_000_i64, spread: u8,
        ) {
            let decision = after_failure(&before, &failure, Some(now), now, spread);
            let was_lost = matches!(before, Health::NeedsSignIn { .. } | Health::NeedsAdmin { .. });
            let is_lost = matches!(decision.health, Health::NeedsSignIn { .. } | Health::NeedsAdmin { .. });
            let terminal = matches!(
                failure.class,
                FailureClass::NeedsPerson | FailureClass::NeedsAdmin | FailureClass::Organisation
            );
            prop_assert_eq!(is_lost, was_lost || terminal);
        }

        #[test]
        fn every_wait_is_bounded_and_obeys_the_provider(
            before in healths(), failure in failures(), now in 0..4_000_000_000_i64, spread: u8,
        ) {
            if let Some(due) = after_failure(&before, &failure, Some(now), now, spread).due_at {
                let asked = i64::from(failure.retry_after_s.unwrap_or(0)).min(MAX_RETRY_AFTER_S);
                prop_assert!(due - now >= FIRST_BACKOFF_S.max(asked));
                prop_assert!(due - now <= MAX_BACKOFF_S.max(asked).max(UNUSABLE_AGAIN_AFTER_S) * 5 / 4);
            }
        }

        #[test]
        fn only_a_loss_stops_the_attempts(
            before in healths(), failure in failures(), now in 0..4_000_000_000_i64, spread: u8,
        ) {
            let decision = after_failure(&before, &failure, Some(now), now, spread);
            let lost = matches!(decision.health, Health::NeedsSignIn { .. } | Health::NeedsAdmin { .. });
            prop_assert_eq!(decision.due_at.is_none(), lost && failure.class != FailureClass::Organisation);
        }
    }
}
