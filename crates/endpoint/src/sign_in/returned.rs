//! The page that a callback has led to hands in by what it is known that it stands in the browser that opened the sign-in.
//! Only then the exchange is made, and only to such a page anything is shown.
//!
//! The cookie alone does not say it: programs at other ports of the endpoint's host name can read it and set it (RFC 6265,
//! 8.5). They reach no storage of our origin, where the opening has left its [`OriginKey`]; so what a stranger has opened is not
//! gone on with in another browser. And the [`ReturnKey`] stands in the address that the callback led to and nowhere else, so the
//! stranger cannot go on with it in his own.
//!
//! [`OriginKey`]: latchkey_domain::OriginKey
//! [`ReturnKey`]: latchkey_domain::ReturnKey

use axum::http::HeaderMap;
use latchkey_domain::{Failure, TokenHash};
use latchkey_providers::{CallbackRefusal, CompletedSignIn, Provider};
use latchkey_store::{AuthorizationRecord, CallbackParameters, OpeningSecrets};
use latchkey_wire::{AuthorizationId, Phase, ProblemCode, ReasonCode, ReturnRequest};

use super::decide;
use super::finishing::Finishing;
use crate::app::App;
use crate::problem::ApiError;

/// Goes on with what has come back, if this is its page, and answers the attempt as it is now.
pub(crate) async fn hand_in(
    app: &App,
    id: &AuthorizationId,
    request: &ReturnRequest,
    headers: &HeaderMap,
) -> Result<AuthorizationRecord, ApiError> {
    let record = find(app, id).await?;
    let is_opener = has_origin_key(&record, request.origin_key.as_deref())
        && super::require_same_browser(app, &record, headers).is_ok();
    let Some((number, secrets, returned)) = awaited(&record, request.return_key.as_deref()) else {
        return if is_opener { Ok(record) } else { Err(ApiError::new(ProblemCode::BrowserMismatch)) };
    };
    if !is_opener {
        // Somebody was led through a sign-in that another browser has opened. What came of it must not be used from anywhere.
        if app.store.end_opening(id, number).await? {
            tracing::warn!(authorization = %id, "a callback page was loaded in a different browser; its opening was ended");
        }
        return Err(ApiError::new(ProblemCode::BrowserMismatch));
    }
    let provider = app.provider_at(&record.offer, record.site.as_deref())?;
    if super::still_open(app, &record).is_ok() && app.store.start_finishing(id, number).await? {
        super::announce(app, &record);
        go_on(app, &record, &*provider, secrets, returned).await?;
    }
    find(app, id).await
}

async fn find(app: &App, id: &AuthorizationId) -> Result<AuthorizationRecord, ApiError> {
    let found = app.store.find_authorization(id).await?;
    found.ok_or(ApiError::new(ProblemCode::AuthorizationNotFound))
}

/// Hashes are compared, here and below, so the time it takes tells nothing about the secrets.
fn has_origin_key(record: &AuthorizationRecord, handed_in: Option<&str>) -> bool {
    let kept = record.opening.as_ref().and_then(|opening| opening.secrets.origin.as_ref());
    kept.zip(handed_in).is_some_and(|(kept, handed_in)| kept.hash() == TokenHash::of(handed_in))
}

/// What has come back and waits for the page that has this key.
fn awaited<'a>(
    record: &'a AuthorizationRecord,
    handed_in: Option<&str>,
) -> Option<(i64, &'a OpeningSecrets, &'a CallbackParameters)> {
    let opening = record.opening.as_ref().filter(|_| record.phase == Phase::Waiting)?;
    let returned = opening.secrets.returned.as_ref()?;
    let is_its_page = returned.key.hash() == TokenHash::of(handed_in?);
    is_its_page.then_some((opening.number, &opening.secrets, returned))
}

async fn go_on(
    app: &App,
    record: &AuthorizationRecord,
    provider: &dyn Provider,
    secrets: &OpeningSecrets,
    returned: &CallbackParameters,
) -> Result<(), ApiError> {
    match sign_in(app, provider, secrets, returned).await {
        Ok(sign_in) => {
            let key = app.registry.limiter_key(&record.offer, provider.site(), &sign_in.identity);
            app.provider_limiters.record_success(&key, app.clock.now());
            decide::after_exchange(app, record, sign_in).await
        }
        Err(failure) => Finishing::new(app, record, Phase::Finishing).fail(failure.reason, None).await,
    }
}

async fn sign_in(
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
