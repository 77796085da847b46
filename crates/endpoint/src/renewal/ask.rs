//! Asks the provider for a new token pair, with a permit of its limiter. The token is presented once, or twice if the provider
//! refuses the claims of a challenge, which sync engines report and may be wrong. If a refusal blames the
//! request or explains nothing, the endpoint asks whether the provider knows this installation. That question carries an
//! invented code and not the token. If the provider knows the installation, the refusal is about this grant. The endpoint
//! believes it when it comes a second time, after a pause.

use std::time::Duration;

use latchkey_domain::throttle::Urgency;
use latchkey_domain::{Failure, FailureClass, Health, RefreshToken};
use latchkey_providers::{NotRenewed, Provider, RenewalRequest, Tokens};
use latchkey_wire::{Reason, ReasonCode};

use super::held::Held;
use crate::app::App;
use crate::app::provider_limiter::{DeferReason, Deferred, Fault, Permit};
use crate::outbound::{BeforeDeadline, Deadline};
use crate::registry::ProviderKey;

/// The schedule does not hold a claim for longer than this while it waits for a permit.
const SCHEDULED_PATIENCE_S: i64 = 10;

/// What the provider answered, or why it was not asked.
pub(super) enum RenewalAnswer {
    /// A new token pair, and the permit, which is released only when the pair is written. So the limit on requests under way
    /// also limits how many pairs are in memory alone.
    Renewed(Tokens, Permit),
    /// The successor of the presented token, from an answer that cannot be used otherwise.
    Salvaged(RefreshToken, Failure, Permit),
    /// The provider refused, or did not answer.
    Failed(Failure),
    /// The provider was not asked, because its limiter defers the request.
    Deferred(Deferred),
    /// The provider was not asked, because the store does not accept writes. A new pair could not be saved, and the provider
    /// might accept nothing else from then on.
    Unwritable,
}

/// Asks the provider for a new pair.
pub(super) async fn ask(app: &App, claim: &Held, token: &RefreshToken, urgency: Urgency) -> RenewalAnswer {
    let connection = &claim.connection;
    let Some(Ok(provider)) = app.registry.at(&connection.offer, connection.site.as_deref()) else {
        // The provider was removed from the configuration. The grant stays, in case it is added again.
        return RenewalAnswer::Failed(Failure::of(ReasonCode::Misconfigured).with_reference(connection.offer.as_str()));
    };
    let key = app.registry.limiter_key(&connection.offer, provider.site(), &connection.identity);
    let left_s = claim.lease.until - app.clock.now() - app.settings.lease.needed_s;
    let most_s = if urgency == Urgency::Scheduled { SCHEDULED_PATIENCE_S } else { i64::MAX };
    let patience = Duration::from_secs(u64::try_from(left_s.min(most_s)).unwrap_or(0));
    let entered = app.provider_limiters.acquire(&key, (&*provider, &*app.http, &app.clock), urgency, patience).await;
    let permit = match entered {
        Ok(permit) => permit,
        Err(deferred) => return RenewalAnswer::Deferred(deferred),
    };
    if claim.lease.until - app.clock.now() < app.settings.lease.needed_s {
        // This process was paused after it claimed the connection. Another process may be about to present the same token.
        return RenewalAnswer::Deferred(Deferred { until: app.clock.now() + 1, why: DeferReason::Busy });
    }
    if !app.pending_writes.has_room() {
        return RenewalAnswer::Unwritable;
    }
    let deadline = Deadline::new(&app.clock, claim.lease.until - app.settings.lease.needed_s);
    let before = BeforeDeadline { http: &*app.http, deadline: &deadline };
    let (identity, scopes) = (&connection.identity, &connection.facts.scopes[..]);
    let present =
        async |challenge| provider.refresh(&before, &RenewalRequest { token, identity, scopes, challenge }).await;
    let mut answer = present(connection.challenge.as_deref()).await;
    let blames_claims = matches!(&answer, Err(NotRenewed { failure, successor: None }) if is_doubtful(failure));
    if connection.challenge.is_some() && blames_claims && !deadline.was_missed() {
        answer = present(None).await;
    }
    let failure = match answer {
        Ok(tokens) => return RenewalAnswer::Renewed(tokens, permit),
        // This process was paused before it sent the request, and the claim may have ended.
        Err(_) if deadline.was_missed() => {
            return RenewalAnswer::Deferred(Deferred { until: app.clock.now() + 1, why: DeferReason::Busy });
        }
        Err(NotRenewed { failure, successor: Some(successor) }) => {
            return RenewalAnswer::Salvaged(successor, failure, permit);
        }
        Err(NotRenewed { failure, successor: None }) => failure,
    };
    permit.release(Err(&failure));
    if failure.class == FailureClass::Doubtful {
        return RenewalAnswer::Failed(believe_at_the_second_time(claim, failure));
    }
    if is_doubtful(&failure) {
        return RenewalAnswer::Failed(find_fault(app, claim, &*provider, &key.provider, failure).await);
    }
    RenewalAnswer::Failed(failure)
}

/// Whether a refusal blames the request, or explains nothing.
fn is_doubtful(failure: &Failure) -> bool {
    matches!(failure.class, FailureClass::Operator | FailureClass::Unexplained)
        && failure.reason.code != ReasonCode::AnswerUnusable
}

/// Classifies a refusal that blames the request, or explains nothing, by asking the provider about this installation.
async fn find_fault(
    app: &App,
    claim: &Held,
    provider: &dyn Provider,
    provider_key: &ProviderKey,
    failure: Failure,
) -> Failure {
    let parts = (provider, &*app.http, &app.clock);
    let blames_the_request = failure.class == FailureClass::Operator;
    match app.provider_limiters.find_fault(provider_key, parts, &claim.connection.id, blames_the_request).await {
        Fault::Ours if blames_the_request => failure,
        Fault::Ours => Failure { class: FailureClass::Operator, ..Failure::of(ReasonCode::Misconfigured) },
        Fault::Grant if blames_the_request && was_refused_before(&claim.connection.health) => {
            let reason = Reason { code: ReasonCode::SignInEnded, ..failure.reason };
            Failure { reason, ..Failure::of(ReasonCode::SignInEnded) }
        }
        Fault::Grant | Fault::Unknown => {
            let reason = Reason { code: ReasonCode::RefusedUnexplained, ..failure.reason };
            Failure { reason, ..Failure::unexplained() }
        }
    }
}

/// A refusal that is sometimes wrong counts when it comes again, after a pause.
fn believe_at_the_second_time(claim: &Held, failure: Failure) -> Failure {
    if was_refused_before(&claim.connection.health) {
        return Failure { class: FailureClass::NeedsPerson, ..failure };
    }
    let reason = Reason { code: ReasonCode::RefusedUnexplained, ..failure.reason };
    Failure { reason, ..Failure::unexplained() }
}

fn was_refused_before(health: &Health) -> bool {
    matches!(health, Health::Retrying { reason, .. } if reason.code == ReasonCode::RefusedUnexplained)
}
