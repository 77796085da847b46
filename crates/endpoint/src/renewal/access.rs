//! Whether a connection's token opens what it is for: the mailbox or the CRM itself is asked. A token can be good where a
//! mailbox is gone, a licence has ended, or an API is switched off. The endpoint asks when a person or a sync engine wants to
//! know, after a sign-in, and at each renewal while the last answer was no.

use latchkey_domain::{Failure, Health, renewal as rules};
use latchkey_providers::{AccessCheck, KnownAccount};
use latchkey_store::{
    AuditActor, AuditEventKind, Claim, ConnectionRecord, ConnectionWithGrant, FailedRenewal, StoreError,
};
use latchkey_wire::ConnectionId;
use url::Url;

use super::schedule::random_spread;
use crate::app::App;

/// After a refusal that an administrator has to put right, the next renewal asks again after this time.
pub(super) const ASK_AGAIN_AFTER_S: i64 = 3600;

/// What a refusal may lead to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Conclude {
    /// What the refusal means, in every case.
    Everything,
    /// The same, except for a claims challenge: the provider may meet it at the next renewal, without the person.
    ExceptChallenges,
    /// Only what an administrator has to put right. A token that was issued a moment ago may be refused for a moment.
    AdminOnly,
}

/// Asks the mailbox or the CRM of a connection, and records what that leads to. Returns whether a claims challenge waits for the next
/// renewal.
pub(crate) async fn prove(app: &App, id: &ConnectionId, conclude: Conclude) -> Result<bool, StoreError> {
    let Some(ConnectionWithGrant { connection, grant: Some(Ok(grant)) }) =
        app.store.find_connection_with_grant(id).await?
    else {
        return Ok(false);
    };
    let now = app.clock.now();
    let failed_before = connection.health.is_about_access();
    let may_ask = connection.health == Health::Working || failed_before;
    let Some(access) = grant.access().filter(|_| may_ask && connection.access_expires_at > now) else {
        return Ok(false);
    };
    let Some(Ok(provider)) = app.registry.at(&connection.offer, connection.site.as_deref()) else { return Ok(false) };
    let api_url = connection.api_url.as_deref().and_then(|url| Url::parse(url).ok());
    let (identity, address) = (&connection.identity, connection.account.address.as_str());
    let account = KnownAccount { identity, address, access, api_url: api_url.as_ref() };
    match provider.check_access(&*app.http, &account).await {
        AccessCheck::Works | AccessCheck::Unasked if failed_before => {
            let works = FailedRenewal { health: Health::Working, challenge: None, due_at: connection.due_at };
            save(app, &connection, works).await.map(|()| false)
        }
        AccessCheck::Works | AccessCheck::Unasked | AccessCheck::Unclear => Ok(false),
        AccessCheck::Fails(Failure { challenge: Some(challenge), .. }) if conclude == Conclude::ExceptChallenges => {
            app.store.save_challenge(id, connection.generation, Some(&challenge)).await
        }
        AccessCheck::Fails(failure) => {
            let decision = rules::after_failure(&connection.health, &failure, None, now, random_spread(app));
            if conclude == Conclude::AdminOnly && !matches!(decision.health, Health::NeedsAdmin { .. }) {
                return Ok(false);
            }
            let reason = failure.reason.code;
            tracing::info!(connection = %id, ?reason, reference = failure.reason.reference, "the token is good, and access is refused");
            let asks_again = !matches!(decision.health, Health::NeedsSignIn { .. });
            let again = asks_again.then_some(now + ASK_AGAIN_AFTER_S);
            let due_at = decision.due_at.or(again);
            save(
                app,
                &connection,
                FailedRenewal { health: decision.health, challenge: failure.challenge.map(String::from), due_at },
            )
            .await
            .map(|()| false)
        }
    }
}

/// Records the new health, unless a renewal or a sign-in came first: it knows more.
async fn save(app: &App, asked: &ConnectionRecord, change: FailedRenewal) -> Result<(), StoreError> {
    let now = app.clock.now();
    let claim = app.store.claim_connection(&asked.id, now, now + app.settings.lease.life_s).await?;
    let Claim::Yours(claimed) = claim else { return Ok(()) };
    let is_as_asked = claimed.connection.generation == asked.generation
        && claimed.connection.refreshed_at == asked.refreshed_at
        && claimed.connection.health == asked.health;
    if !is_as_asked {
        return app.store.release_claim(&claimed.lease, None).await.map(drop);
    }
    let event = match (&asked.health, &change.health) {
        (Health::NeedsSignIn { .. }, Health::NeedsSignIn { .. })
        | (Health::NeedsAdmin { .. }, Health::NeedsAdmin { .. }) => None,
        (_, Health::NeedsSignIn { reason, .. }) => Some((AuditEventKind::NeedsSignIn, Some(reason.clone()))),
        (_, Health::NeedsAdmin { reason, .. }) => Some((AuditEventKind::NeedsAdmin, Some(reason.clone()))),
        (before, Health::Working) if before.is_lost() => Some((AuditEventKind::Repaired, None)),
        _ => None,
    };
    let mut events = Vec::new();
    if let Some((kind, reason)) = event {
        events.push(app.new_audit_event(AuditActor::Endpoint, kind, asked, reason).await?);
    }
    app.store.save_failed_renewal(&claimed.lease, &change, &events).await?;
    app.connection_changed(&asked.id, asked.person.clone());
    Ok(())
}
