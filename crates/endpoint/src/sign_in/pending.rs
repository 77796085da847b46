//! Converts what a provider granted into the record that waits for a decision ([`super::decide`]).

use latchkey_domain::{AccessLife, AccountFacts, Health, Identity, RefreshToken};
use latchkey_providers::CompletedSignIn;
use latchkey_store::{AuthorizationRecord, Grant, PendingSignIn, RenewedGrant};
use latchkey_wire::{Permission, Reason, ReasonCode};

use crate::app::App;
use crate::printable::{printable_account, printable_facts};
use crate::problem::ApiError;
use crate::renewal::{schedule, upkeep};

/// Converts a provider's answer. The inner error is the reason that the person is told: neither the answer nor the store has
/// a refresh token of the account.
pub(super) async fn pending_sign_in(
    app: &App,
    record: &AuthorizationRecord,
    sign_in: CompletedSignIn,
) -> Result<Result<PendingSignIn, Reason>, ApiError> {
    let now = app.clock.now();
    let tokens = sign_in.tokens;
    let life_s = upkeep::access_life_s(&tokens, &sign_in.facts);
    let access_life = if tokens.access_life_s.is_some() { AccessLife::Stated } else { AccessLife::Nominal };
    let facts = printable_facts(AccountFacts {
        scopes: tokens.scopes.clone().unwrap_or_default(),
        access_life,
        ..sign_in.facts
    });
    let refresh = match tokens.refresh {
        Some(refresh) => Some(refresh),
        None => stored_refresh_token(app, record, &sign_in.identity).await?,
    };
    let Some(refresh) = refresh else {
        let reason = ReasonCode::PermissionsNotGranted.into();
        return Ok(Err(Reason { missing: vec![Permission::Offline], ..reason }));
    };
    let (account, verified) = printable_account(&sign_in.account, sign_in.verified);
    Ok(Ok(PendingSignIn {
        identity: sign_in.identity,
        account,
        verified,
        facts,
        server: None,
        renewed: RenewedGrant {
            grant: Grant::Tokens { access: tokens.access, refresh },
            refreshed_at: now,
            access_expires_at: now + life_s,
            ends_at: tokens.ends_in_s.map(|seconds| now + seconds),
            due_at: Some(schedule::due_at(app, &record.offer, now, life_s)),
            api_url: tokens.api_url.map(String::from),
            fault: None,
        },
    }))
}

/// The refresh token that the store has for this account, if it may still be good: some providers issue one only once.
async fn stored_refresh_token(
    app: &App,
    record: &AuthorizationRecord,
    identity: &Identity,
) -> Result<Option<RefreshToken>, ApiError> {
    let purpose = app.service(&record.offer)?.purpose();
    let existing = app.store.find_connection_by_identity(identity, purpose).await?;
    let Some(existing) = existing.filter(|found| matches!(found.health, Health::Working | Health::Retrying { .. }))
    else {
        return Ok(None);
    };
    Ok(app.store.find_grant(&existing.id).await?.and_then(|grant| grant.refresh().cloned()))
}
