//! Receives the provider's redirect. Its parameters are stored if they belong to an attempt under way, came from its
//! provider, and came with the cookie of its browser. The state cannot be used again. The parameters are used only after the
//! page that the callback leads to has shown that it is in that browser ([`super::returned`]).

use axum::http::HeaderMap;
use latchkey_domain::{AuthorizationCode, ReturnKey, TokenHash};
use latchkey_store::{AuthorizationRecord, CallbackParameters, Opening};
use latchkey_wire::{AuthorizationId, Phase, ProblemCode};
use serde::Deserialize;

use super::cookie;
use crate::app::App;
use crate::problem::ApiError;

/// Longer than any code or state of a known provider. A longer description of an error is cut off at this length.
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
    /// An administrator was asked to approve the app, in no sign-in
    /// (learn.microsoft.com/entra/identity-platform/v2-admin-consent).
    admin_consent: Option<String>,
}

impl CallbackQuery {
    /// Whether this is the end of an administrator's approval and not of a sign-in: whether it was given.
    pub(crate) fn approval(&self) -> Option<bool> {
        let said = self.admin_consent.as_deref().filter(|_| self.state.is_empty() && self.code.is_none())?;
        Some(said.eq_ignore_ascii_case("true") && self.error.is_none())
    }
}

/// Where a callback leads: the attempt of the window, and the return key for its page.
pub(crate) struct CallbackRedirect {
    pub(crate) id: AuthorizationId,
    pub(crate) key: String,
}

/// Checks a callback and stores its parameters.
pub(crate) async fn receive(
    app: &App,
    callback: &str,
    answer: CallbackQuery,
    headers: &HeaderMap,
) -> Result<CallbackRedirect, ApiError> {
    let (record, opening) = find_attempt(app, callback, &answer, headers).await?;
    let key = app.entropy.token();
    let returned = CallbackParameters {
        key: ReturnKey::new(&*key),
        code: answer.code.map(AuthorizationCode::new),
        error: answer.error,
        error_description: answer.error_description.chars().take(MAX_PARAMETER_BYTES).collect(),
    };
    // A second callback with the same state finds no attempt, and a newer opening has a state of its own.
    if !app.store.save_callback(&record.id, &opening, returned).await? {
        return Err(ApiError::new(ProblemCode::StateUnknown));
    }
    Ok(CallbackRedirect { id: record.id, key })
}

async fn find_attempt(
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
    // The browser is checked before anything else.
    if let Err(refused) = cookie::require_same_browser(app, &record, headers) {
        // A person was led to a sign-in page that another browser had opened. No browser may use the result: the opening ends,
        // and the attempt waits for another one.
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
    super::require_open(app, &record)?;
    if record.phase != Phase::Waiting {
        return Err(unknown);
    }
    Ok((record, opening))
}
