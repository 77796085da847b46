//! The end of the provider's redirect. What it brings is kept if it belongs to an attempt that is under way, came from its
//! provider, and came with the cookie of its browser; its state is used up with that. Nothing is done with it before the page
//! that the callback leads to has shown that it stands in that browser ([`super::returned`]).

use axum::http::HeaderMap;
use latchkey_domain::{AuthorizationCode, ReturnKey, TokenHash};
use latchkey_store::{AuthorizationRecord, CallbackParameters, Opening};
use latchkey_wire::{AuthorizationId, Phase, ProblemCode};
use serde::Deserialize;

use crate::app::App;
use crate::problem::ApiError;

/// Longer than any code or state of a known provider. What a provider says about an error is cut off there.
const MAX_PARAMETER_BYTES: usize = 4096;

/// What a provider sends back (RFC 6749, 4.1.2; RFC 9207). Providers add parameters of their own; they are ignored.
#[derive(Deserialize)]
pub(crate) struct CallbackQuery {
    #[serde(default)]
    state: String,
    code: Option<String>,
    error: Option<String>,
    #[serde(default)]
    error_description: String,
    iss: Option<String>,
}

/// Where a callback leads to: which attempt's window, and by which key that window shows what it comes from.
pub(crate) struct CallbackRedirect {
    pub(crate) id: AuthorizationId,
    pub(crate) key: String,
}

/// Checks a callback, and keeps what it brings.
pub(crate) async fn callback(
    app: &App,
    callback: &str,
    answer: CallbackQuery,
    headers: &HeaderMap,
) -> Result<CallbackRedirect, ApiError> {
    let (record, opening) = expected(app, callback, &answer, headers).await?;
    let key = app.entropy.token();
    let returned = CallbackParameters {
        key: ReturnKey::new(&*key),
        code: answer.code.map(AuthorizationCode::new),
        error: answer.error,
        error_description: answer.error_description.chars().take(MAX_PARAMETER_BYTES).collect(),
    };
    // A second answer with the same state finds no attempt, and another opening that has taken this one's place has a state
    // of its own.
    if !app.store.save_callback(&record.id, &opening, returned).await? {
        return Err(ApiError::new(ProblemCode::StateUnknown));
    }
    Ok(CallbackRedirect { id: record.id, key })
}

async fn expected(
    app: &App,
    callback: &str,
    answer: &CallbackQuery,
    headers: &HeaderMap,
) -> Result<(AuthorizationRecord, Opening), ApiError> {
    if !app.registry.has_callback(callback) {
        return Err(ApiError::new(ProblemCode::OfferUnknown));
    }
    let unknown = ApiError::new(ProblemCode::StateUnknown);
    let is_too_long = |parameter: &&String| parameter.len() > MAX_PARAMETER_BYTES;
    if is_too_long(&&answer.state) {
        return Err(ApiError::new(ProblemCode::MalformedParameter));
    }
    let found = app.store.find_authorization_by_state(TokenHash::of(&answer.state)).await?;
    let record = found.ok_or_else(|| unknown.clone())?;
    let opening = record.opening.clone().ok_or_else(|| unknown.clone())?;
    // Before anything else that may be wrong with it.
    if let Err(refused) = super::require_same_browser(app, &record, headers) {
        // Somebody was led to a sign-in page that another browser had opened. What came of it must not be used from
        // anywhere: the opening is over, and the attempt waits for another one.
        if app.store.end_opening(&record.id, opening.number).await? {
            tracing::warn!(authorization = %record.id, "a callback arrived in a different browser; its opening was ended");
        }
        return Err(refused);
    }
    if [&answer.code, &answer.error, &answer.iss].into_iter().flatten().any(|parameter| is_too_long(&parameter)) {
        return Err(ApiError::new(ProblemCode::MalformedParameter));
    }
    if !app.registry.is_callback_of(&record.offer, callback) {
        return Err(ApiError::new(ProblemCode::ProviderMismatch));
    }
    let provider = app.provider_at(&record.offer, record.site.as_deref())?;
    if answer.iss.as_ref().is_some_and(|issuer| !provider.is_issuer(issuer)) {
        return Err(ApiError::new(ProblemCode::IssuerMismatch));
    }
    super::still_open(app, &record)?;
    if record.phase != Phase::Waiting {
        return Err(unknown);
    }
    Ok((record, opening))
}
