//! Continues a sign-in when the page that the callback led to shows that it is in the browser that opened the sign-in. Only
//! then does the endpoint exchange the code, and only such a page gets an answer.
//!
//! The cookie is not enough: programs at other ports of the endpoint's host name can read and set it (RFC 6265, 8.5). They cannot
//! read the storage of the endpoint's origin, where the opening left its [`OriginKey`], so a sign-in that an attacker opened does
//! not continue in another browser. The [`ReturnKey`] is only in the address that the callback led to, so the attacker cannot
//! continue it in their own browser.
//!
//! [`OriginKey`]: latchkey_domain::OriginKey
//! [`ReturnKey`]: latchkey_domain::ReturnKey

use axum::http::HeaderMap;
use latchkey_domain::{Failure, TokenHash};
use latchkey_providers::{CallbackRefusal, CompletedSignIn, Provider};
use latchkey_store::{AuthorizationRecord, CallbackParameters, OpeningSecrets};
use latchkey_wire::{AuthorizationId, Intent, Phase, ProblemCode, ReasonCode, ReturnRequest};

use super::cookie;
use super::decide;
use super::finishing::Finishing;
use crate::app::App;
use crate::problem::ApiError;

/// Finishes the exchange, if the request comes from the right page, and returns the attempt as it is then.
pub(crate) async fn accept(
    app: &App,
    id: &AuthorizationId,
    request: &ReturnRequest,
    headers: &HeaderMap,
) -> Result<AuthorizationRecord, ApiError> {
    let record = find(app, id).await?;
    let is_opener = has_origin_key(&record, request.origin_key.as_deref())
        && cookie::require_same_browser(app, &record, headers).is_ok();
    let Some((number, secrets, returned)) = awaited_parameters(&record, request.return_key.as_deref()) else {
        return if is_opener { Ok(record) } else { Err(ApiError::new(ProblemCode::BrowserMismatch)) };
    };
    if !is_opener {
        // A person was led through a sign-in that another browser had opened. No browser may use the result.
        if app.store.end_opening(id, number).await? {
            tracing::warn!(authorization = %id, "a callback page was loaded in a different browser; its opening was ended");
        }
        return Err(ApiError::new(ProblemCode::BrowserMismatch));
    }
    let provider = app.provider_at(&record.offer, record.site.as_deref())?;
    if super::require_open(app, &record).is_ok() && app.store.start_finishing(id, number).await? {
        super::notify_watchers(app, &record);
        finish(app, &record, &*provider, secrets, returned).await?;
    }
    find(app, id).await
}

async fn find(app: &App, id: &AuthorizationId) -> Result<AuthorizationRecord, ApiError> {
    let found = app.store.find_authorization(id).await?;
    found.ok_or(ApiError::new(ProblemCode::AuthorizationNotFound))
}

/// Hashes are compared, here and below, so the time it takes tells nothing about the secrets.
fn has_origin_key(record: &AuthorizationRecord, handed_in: Option<&str>) -> bool {
    let stored = record.opening.as_ref().and_then(|opening| opening.secrets.origin.as_ref());
    stored.zip(handed_in).is_some_and(|(stored, handed_in)| stored.hash() == TokenHash::of(handed_in))
}

/// The callback's parameters that wait for the page with this key.
fn awaited_parameters<'a>(
    record: &'a AuthorizationRecord,
    handed_in: Option<&str>,
) -> Option<(i64, &'a OpeningSecrets, &'a CallbackParameters)> {
    let opening = record.opening.as_ref().filter(|_| record.phase == Phase::Waiting)?;
    let returned = opening.secrets.returned.as_ref()?;
    let is_its_page = returned.key.hash() == TokenHash::of(handed_in?);
    is_its_page.then_some((opening.number, &opening.secrets, returned))
}

async fn finish(
    app: &App,
    record: &AuthorizationRecord,
    provider: &dyn Provider,
    secrets: &OpeningSecrets,
    returned: &CallbackParameters,
) -> Result<(), ApiError> {
    match exchange(app, provider, secrets, returned).await {
        Ok(sign_in) => {
            let key = app.registry.limiter_key(&record.offer, provider.site(), &sign_in.identity);
            app.provider_limiters.record_success(&key, app.clock.now());
            decide::after_exchange(app, record, sign_in).await
        }
        Err(failure) => {
            forget_challenge(app, record, failure.reason.code).await?;
            Finishing::new(app, record, Phase::Finishing).refuse(failure).await
        }
    }
}

/// After a sign-in that asked for claims and failed, the next one asks without them: the claims may be what the provider refuses,
/// and an API that wants them says so again. A person who cancelled has tried nothing.
async fn forget_challenge(app: &App, record: &AuthorizationRecord, why: ReasonCode) -> Result<(), ApiError> {
    let Intent::Refresh { connection } = &record.intent else { return Ok(()) };
    if why == ReasonCode::CancelledAtProvider {
        return Ok(());
    }
    let found = app.store.find_connection(connection).await?;
    if let Some(found) = found.filter(|found| found.challenge.is_some()) {
        app.store.save_challenge(connection, found.generation, None).await?;
    }
    Ok(())
}

async fn exchange(
    app: &App,
    provider: &dyn Provider,
    secrets: &OpeningSecrets,
    returned: &CallbackParameters,
) -> Result<CompletedSignIn, Failure> {
    if let Some(error) = &returned.error {
        return Err(
            provider.classify_callback_error(CallbackRefusal { error, description: &returned.error_description })
        );
    }
    let code = returned.code.as_ref().ok_or_else(|| Failure::of(ReasonCode::SignInNotFinished))?;
    provider.exchange_code(&*app.http, code.expose(), &secrets.verifier, &secrets.nonce, app.clock.now()).await
}
