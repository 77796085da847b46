//! Revokes grants that are no longer needed, but only if that ends no other grant.

use std::sync::Arc;
use std::time::Duration;

use latchkey_domain::{Failure, Health, Identity, RefreshToken};
use latchkey_providers::Provider;
use latchkey_store::{AuthorizationRecord, ConnectionRecord, PendingSignIn, StoreError};
use latchkey_wire::Purpose;

use crate::app::App;
use crate::problem::ApiError;

/// How often revoking one grant is tried.
const REVOKE_TRIES: u32 = 3;
/// The pause between two tries, in real time: the person is not waiting, and the provider may be down for a moment.
const REVOKE_PAUSE: Duration = Duration::from_secs(5);

/// A refresh token with the provider that issued it.
#[derive(Clone)]
pub(super) struct IssuedToken {
    pub(super) provider: Arc<dyn Provider>,
    pub(super) token: RefreshToken,
}

impl IssuedToken {
    /// The token that the store has for this connection. `None` without one, and when its provider is no longer configured.
    pub(super) async fn of(app: &App, connection: &ConnectionRecord) -> Result<Option<Self>, StoreError> {
        let Some(Ok(provider)) = app.registry.at(&connection.offer, connection.site.as_deref()) else {
            return Ok(None);
        };
        let grant = app.store.find_grant(&connection.id).await?;
        Ok(grant.and_then(|grant| grant.refresh().cloned()).map(|token| Self { provider, token }))
    }
}

/// Revokes a grant that a sign-in received and did not save, unless a connection uses the same grant.
pub(super) async fn revoke_unused(
    app: &App,
    record: &AuthorizationRecord,
    granted: PendingSignIn,
) -> Result<(), ApiError> {
    let Some(token) = granted.renewed.grant.refresh().cloned() else { return Ok(()) };
    let purpose = app.service(&record.offer)?.purpose();
    if let Some(existing) = app.store.find_connection_by_identity(&granted.identity, purpose).await? {
        let grant = app.store.find_grant(&existing.id).await?;
        if grant.is_some_and(|grant| grant.refresh().is_some_and(|own| own.expose() == token.expose())) {
            return Ok(());
        }
    }
    if let Some(Ok(provider)) = app.registry.at(&record.offer, record.site.as_deref()) {
        revoke_in_background(app, IssuedToken { provider, token });
    }
    Ok(())
}

/// Revokes a grant after the request is answered. A provider that revokes all grants of an account at once is not asked.
pub(super) fn revoke_in_background(app: &App, issued: IssuedToken) {
    if issued.provider.has_single_grant_revocation() {
        app.spawn_in_background(try_to_revoke(app.clone(), issued, None));
    }
}

/// Revokes the grant of a connection that its person has ended. A provider that revokes all grants of an account at once is asked
/// unless the account is connected for something else, or again by then.
pub(super) fn revoke_ended_in_background(app: &App, issued: IssuedToken, ended: Identity) {
    let ended = Some(ended).filter(|_| !issued.provider.has_single_grant_revocation());
    app.spawn_in_background(try_to_revoke(app.clone(), issued, ended));
}

/// Tries to revoke a grant. With `only_unless_connected`, not while a connection of this account works.
async fn try_to_revoke(app: App, issued: IssuedToken, only_unless_connected: Option<Identity>) {
    let IssuedToken { provider, token } = issued;
    for tries_left in (0..REVOKE_TRIES).rev() {
        if let Some(identity) = &only_unless_connected
            && is_connected(&app, identity).await.unwrap_or(true)
        {
            return;
        }
        match provider.revoke(&*app.http, &token).await {
            Ok(()) => return,
            Err(Failure { reason, .. }) => tracing::warn!(reason = ?reason.code, "a grant could not be revoked"),
        }
        if tries_left > 0 {
            tokio::time::sleep(REVOKE_PAUSE).await;
        }
    }
}

async fn is_connected(app: &App, identity: &Identity) -> Result<bool, StoreError> {
    for purpose in [Purpose::Mailbox, Purpose::Crm] {
        let found = app.store.find_connection_by_identity(identity, purpose).await?;
        if found.is_some_and(|found| !matches!(found.health, Health::Disconnected { .. })) {
            return Ok(true);
        }
    }
    Ok(false)
}
