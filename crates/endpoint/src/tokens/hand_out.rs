//! Hands out access tokens to sync engines. A token that lives for as long as the engine needs comes from memory
//! ([`crate::app::token_cache`]) or from the store. Otherwise the grant is renewed first, by the same function and
//! under the same lease as on its schedule. Other requests for this connection wait for that one renewal. A token that
//! still lives is handed out even if it could not be renewed: an outage of the provider does not become an outage of
//! the engine.
//!
//! # To hand out another kind of secret
//! Add a variant to [`body::Secret`] and a rule to [`body_from_grant`]; say in docs/operating.md who may have it and why.

pub mod body;

use axum::body::Bytes;
use latchkey_domain::{Health, renewal as rules};
use latchkey_store::{ConnectionRecord, ConnectionWithGrant, Grant};
use latchkey_wire::{ConnectionId, EngineProblemCode, ProblemCode, ReasonCode, UnixSeconds};

use crate::app::App;
use crate::app::metrics::TokenSource;
use crate::problem::{ApiError, EngineError};
use crate::renewal::{self, RenewalTrigger};

/// How long an engine should wait if the provider did not say, in seconds.
const ASK_AGAIN_AFTER_S: i64 = 30;

/// Returns the body for an engine that needs a token for `margin_s` more seconds, and where the token came from.
pub(crate) async fn token(app: &App, id: &ConnectionId, margin_s: i64) -> Result<(Bytes, TokenSource), ApiError> {
    let now = app.clock.now();
    if let Some(body) = app.token_cache.find(id, margin_s, now) {
        return Ok((body, TokenSource::Memory));
    }
    let ticket = app.token_cache.issue_ticket(id);
    let Some((connection, grant)) = find_usable(app, id).await? else {
        return Err(ApiError::new(ProblemCode::ConnectionNotFound));
    };
    if let Grant::Password { .. } = grant {
        return body_from_grant(app, &connection, &grant).map(|body| (body, TokenSource::Store));
    }
    if has_life_left(&connection, margin_s, now) {
        let body = body_from_grant(app, &connection, &grant)?;
        app.token_cache.insert(&ticket, &connection, &body, now);
        return Ok((body, TokenSource::Store));
    }
    renewal::renew(app, id, RenewalTrigger::Wanted { margin_s }).await?;
    let ticket = app.token_cache.issue_ticket(id);
    let now = app.clock.now();
    let Some((connection, grant)) = find_usable(app, id).await? else {
        return Err(ApiError::new(ProblemCode::ConnectionNotFound));
    };
    // If the provider cannot be reached, the token may live for less than the requested time, but it still lives.
    if !has_life_left(&connection, 0, now) {
        return Err(provider_unavailable(&connection, now));
    }
    let body = body_from_grant(app, &connection, &grant)?;
    app.token_cache.insert(&ticket, &connection, &body, now);
    Ok((body, TokenSource::Renewal))
}

async fn find_usable(app: &App, id: &ConnectionId) -> Result<Option<(ConnectionRecord, Grant)>, ApiError> {
    let Some(ConnectionWithGrant { connection, grant }) = app.store.find_connection_with_grant(id).await? else {
        return Ok(None);
    };
    // Checked before the grant, because a connection that was ended has none.
    ensure_not_lost(&connection)?;
    Ok(grant.transpose()?.map(|grant| (connection, grant)))
}

fn has_life_left(connection: &ConnectionRecord, margin_s: i64, now: UnixSeconds) -> bool {
    rules::may_be_handed_out(connection.refreshed_at, connection.access_expires_at, margin_s, now)
}

fn body_from_grant(app: &App, connection: &ConnectionRecord, grant: &Grant) -> Result<Bytes, ApiError> {
    let secret = match grant {
        Grant::Tokens { access, .. } => body::Secret::bearer(connection, access),
        Grant::Password { user_name, password, .. } => {
            if !app.policy().hands_out_passwords(&connection.offer) {
                return Err(EngineError::new(EngineProblemCode::PasswordsKept).into());
            }
            body::Secret::password(connection, user_name, password)
        }
    };
    Ok(secret.into_body())
}

fn ensure_not_lost(connection: &ConnectionRecord) -> Result<(), ApiError> {
    let (code, reason, since) = match &connection.health {
        Health::Working | Health::Retrying { .. } => return Ok(()),
        Health::NeedsSignIn { since, reason } => (EngineProblemCode::NeedsSignIn, Some(reason.clone()), *since),
        Health::NeedsAdmin { since, reason } => (EngineProblemCode::NeedsAdmin, Some(reason.clone()), *since),
        Health::Disconnected { since } => (EngineProblemCode::Disconnected, None, *since),
    };
    Err(EngineError { reason, since: Some(since), ..EngineError::new(code) }.into())
}

fn provider_unavailable(connection: &ConnectionRecord, now: UnixSeconds) -> ApiError {
    let (reason, since) = match &connection.health {
        Health::Retrying { reason, since, .. } => (reason.clone(), Some(*since)),
        _ => (ReasonCode::ProviderUnreachable.into(), None),
    };
    let wait_s = connection.due_at.map_or(ASK_AGAIN_AFTER_S, |due_at| due_at - now);
    let wait_s = wait_s.clamp(1, rules::MAX_RETRY_AFTER_S);
    let code = EngineProblemCode::ProviderUnavailable;
    EngineError { reason: Some(reason), since, retry_after_s: Some(wait_s), ..EngineError::new(code) }.into()
}
