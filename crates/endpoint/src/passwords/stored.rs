//! Stored passwords: checking one on request, and probing its server without sending it.

use std::sync::Arc;

use latchkey_domain::{Failure, Health, Password};
use latchkey_providers::{PasswordCredentials, PasswordProvider};
use latchkey_store::{AuditActor, ConnectionRecord, Grant, RenewedGrant, StoreError};
use latchkey_wire::{ProblemCode, ReasonCode, UnixSeconds};

use super::{NotSent, PasswordAttempt, TriedBy, admit, budget};
use crate::app::App;
use crate::problem::ApiError;

/// Why a stored password was not confirmed.
pub(crate) enum NotChecked {
    /// The password does not work, or the server did not answer.
    Failed(Failure),
    /// The password may not be sent now. Nothing is known.
    Deferred,
    /// The store failed.
    Store(StoreError),
}

/// Checks with one attempt whether a stored password still works. A person or an engine asked for this.
pub(crate) async fn check(
    app: &App,
    connection: &ConnectionRecord,
    stored: StoredPassword<'_>,
) -> Result<RenewedGrant, NotChecked> {
    let attempt = attempt_with_stored(app, connection, stored).map_err(NotChecked::Failed)?;
    let permit = admit(app, attempt).await.map_err(|not_sent| match not_sent {
        NotSent::Known(failure) => NotChecked::Failed(failure),
        NotSent::TooOften { .. } => NotChecked::Deferred,
        NotSent::Store(error) => NotChecked::Store(error),
    })?;
    let (typed, tried) = permit.send(app).await;
    tried.map_err(NotChecked::Failed)?;
    let scheme_hint = typed.scheme_hint.clone();
    Ok(new_password_grant(app.clock.now(), typed, scheme_hint))
}

/// Refuses a check while the stored password may not be sent.
pub(crate) async fn ensure_check_allowed(app: &App, connection: &ConnectionRecord) -> Result<(), ApiError> {
    if app.registry.by_password(&connection.offer).is_none() || is_settled(&connection.health) {
        return Ok(());
    }
    let Some(Grant::Password { user_name, password, scheme_hint }) = app.store.find_grant(&connection.id).await? else {
        return Ok(());
    };
    let stored = StoredPassword { user_name: &user_name, password: &password, scheme_hint: scheme_hint.as_deref() };
    let Ok(attempt) = attempt_with_stored(app, connection, stored) else { return Ok(()) };
    match budget::preview(app, &attempt).await {
        Err(NotSent::TooOften { retry_after_s }) => Err(ApiError::wait(ProblemCode::TooManyRequests, retry_after_s)),
        Err(NotSent::Store(error)) => Err(error.into()),
        Ok(()) | Err(NotSent::Known(_)) => Ok(()),
    }
}

/// Whether sending the stored password again would be of no use, because the person must type another one or has ended
/// the connection. A state that waits for an administrator may have been fixed meanwhile.
pub(crate) fn is_settled(health: &Health) -> bool {
    matches!(health, Health::NeedsSignIn { .. } | Health::Disconnected { .. })
}

fn attempt_with_stored(
    app: &App,
    connection: &ConnectionRecord,
    stored: StoredPassword<'_>,
) -> Result<PasswordAttempt, Failure> {
    let (provider, server) = provider_of(app, connection)?;
    Ok(PasswordAttempt {
        provider: Arc::clone(provider),
        offer: connection.offer.clone(),
        server: server.to_owned(),
        typed: stored.typed(connection),
        tried_by: TriedBy::owner(connection.clone(), Some(stored.user_name)),
        actor: AuditActor::Endpoint,
    })
}

/// Probes a server that did not answer before, without sending the password. If it answers, the connection works as
/// before, because its password was not rejected.
pub(crate) async fn probe(
    app: &App,
    connection: &ConnectionRecord,
    stored: StoredPassword<'_>,
) -> Result<RenewedGrant, Failure> {
    let (provider, server) = provider_of(app, connection)?;
    provider.probe(server, &connection.account.address, stored.scheme_hint).await?;
    let typed = stored.typed(connection);
    let scheme_hint = typed.scheme_hint.clone();
    Ok(new_password_grant(connection.refreshed_at, typed, scheme_hint))
}

fn provider_of<'a>(
    app: &'a App,
    connection: &'a ConnectionRecord,
) -> Result<(&'a Arc<dyn PasswordProvider>, &'a str), Failure> {
    // The offer was removed from the configuration. The grant stays, in case the offer returns.
    let misconfigured = || Failure::of(ReasonCode::Misconfigured).with_reference(connection.offer.as_str());
    let provider = app.registry.by_password(&connection.offer).ok_or_else(misconfigured)?;
    Ok((provider, connection.site.as_deref().ok_or_else(misconfigured)?))
}

/// A stored password, with its user name and scheme hint.
#[derive(Clone, Copy)]
pub(crate) struct StoredPassword<'a> {
    pub(crate) user_name: &'a str,
    pub(crate) password: &'a Password,
    pub(crate) scheme_hint: Option<&'a str>,
}

impl StoredPassword<'_> {
    fn typed(self, connection: &ConnectionRecord) -> PasswordCredentials {
        PasswordCredentials {
            mailbox: connection.account.address.clone(),
            user_name: self.user_name.to_owned(),
            password: self.password.clone(),
            scheme_hint: self.scheme_hint.map(str::to_owned),
        }
    }
}

/// The grant for a password that works. It has no end: it works until the password is changed, and nothing renews it.
pub(crate) fn new_password_grant(
    now: UnixSeconds,
    typed: PasswordCredentials,
    scheme_hint: Option<String>,
) -> RenewedGrant {
    RenewedGrant {
        grant: Grant::Password { user_name: typed.user_name, password: typed.password, scheme_hint },
        refreshed_at: now,
        access_expires_at: now,
        ends_at: None,
        due_at: None,
        api_url: None,
        fault: None,
    }
}
