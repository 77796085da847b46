//! The end of the provider's redirect. Nothing is changed until it is certain that this answer belongs to an attempt
//! that is under way, came from its provider, and came in its browser; from then on the attempt is used up.

use std::sync::Arc;

use axum::http::HeaderMap;
use latchkey_domain::{Failure, TokenHash};
use latchkey_providers::{CallbackRefusal, Provider, SignIn};
use latchkey_store::{AuthorizationRecord, Opening, OpeningSecrets};
use latchkey_wire::{AuthorizationId, Phase, ProblemCode, ReasonCode};
use serde::Deserialize;

use super::{finish, keep};
use crate::app::App;
use crate::problem::ApiError;

/// Longer than any code or state of a known provider.
const MAX_PARAMETER_BYTES: usize = 4096;

/// What a provider sends back (RFC 6749, 4.1.2; RFC 9207). Providers add parameters of their own; they are ignored.
#[derive(Deserialize)]
pub(crate) struct Answer {
    #[serde(default)]
    state: String,
    code: Option<String>,
    error: Option<String>,
    #[serde(default)]
    error_description: String,
    iss: Option<String>,
}

/// Takes a callback from its checks to its ending, and answers which attempt it was.
pub(crate) async fn callback(
    app: &App,
    callback: &str,
    answer: Answer,
    headers: &HeaderMap,
) -> Result<AuthorizationId, ApiError> {
    let (record, opening, provider) = expected(app, callback, &answer, headers).await?;
    // From here on the state is used up: a second answer with it finds the attempt in another phase, and another opening
    // that has taken this one's place has a state of its own.
    if !app.store.take_opening(&record.id, opening.number).await? {
        return Err(ApiError::new(ProblemCode::StateUnknown));
    }
    super::announce(app, &record);
    match sign_in(app, &*provider, &opening.secrets, &answer).await {
        Ok(sign_in) => {
            app.gates.proven(&app.registry.place(&record.offer, provider.site()), app.clock.now());
            finish::decide(app, &record, sign_in).await?;
        }
        Err(failure) => keep::fail(app, &record, &Phase::Finishing, failure.reason, None).await?,
    }
    Ok(record.id)
}

async fn expected(
    app: &App,
    callback: &str,
    answer: &Answer,
    headers: &HeaderMap,
) -> Result<(AuthorizationRecord, Opening, Arc<dyn Provider>), ApiError> {
    if !app.registry.has_callback(callback) {
        return Err(ApiError::new(ProblemCode::OfferUnknown));
    }
    let unknown = ApiError::new(ProblemCode::StateUnknown);
    let is_too_long = |parameter: &&String| parameter.len() > MAX_PARAMETER_BYTES;
    if is_too_long(&&answer.state) {
        return Err(ApiError::new(ProblemCode::MalformedParameter));
    }
    let found = app.store.authorization_by_state(TokenHash::of(&answer.state)).await?;
    let record = found.ok_or_else(|| unknown.clone())?;
    let opening = record.opening.clone().ok_or_else(|| unknown.clone())?;
    // Before anything else that may be wrong with it.
    if let Err(refused) = super::require_same_browser(app, &record, headers) {
        // Somebody was led to a sign-in page that another browser had opened. What came of it must not be used from
        // anywhere: the opening is over, and the attempt waits for another one.
        if app.store.end_opening(&record.id, opening.number).await? {
            tracing::warn!(authorization = %record.id, "a callback came in another browser; its opening has ended");
        }
        return Err(refused);
    }
    if [&answer.code, &answer.error, &answer.iss].into_iter().flatten().any(|parameter| is_too_long(&parameter)) {
        return Err(ApiError::new(ProblemCode::MalformedParameter));
    }
    if !app.registry.comes_back_to(&record.offer, callback) {
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
    Ok((record, opening, provider))
}

async fn sign_in(
    app: &App,
    provider: &dyn Provider,
    secrets: &OpeningSecrets,
    answer: &Answer,
) -> Result<SignIn, Failure> {
    if let Some(error) = &answer.error {
        return Err(provider.read_refusal(CallbackRefusal { error, description: &answer.error_description }));
    }
    let code = answer.code.as_deref().ok_or_else(|| Failure::of(ReasonCode::SignInNotFinished))?;
    provider.exchange(&*app.http, code, &secrets.verifier, &secrets.nonce, app.clock.now()).await
}
