//! The page that a sign-in window opens. The window is opened in the click itself, so this page may be asked for before
//! the pane's request has arrived: it waits for it.

use std::time::Duration;

use axum::http::HeaderValue;
use latchkey_domain::Health;
use latchkey_providers::SignInRequest;
use latchkey_store::AuthorizationRecord;
use latchkey_wire::{AuthorizationId, Intent, Phase, ProblemCode, ReasonCode};
use url::Url;

use super::keep;
use crate::app::App;
use crate::hub::Topic;
use crate::problem::ApiError;

/// How long the page waits for the pane's request before it says that there is none.
const WAIT: Duration = Duration::from_secs(10);

/// Where the window goes, and the cookie it takes along. `None`: nowhere, because the provider could not even be asked for
/// its sign-in page; the attempt has ended with the reason.
pub(crate) async fn start(app: &App, id: &AuthorizationId) -> Result<(Option<Url>, HeaderValue), ApiError> {
    let record = registered(app, id).await?;
    super::still_open(app, &record)?;
    if record.phase != Phase::Waiting {
        return Err(ApiError::new(ProblemCode::AuthorizationOver));
    }
    let connection = match &record.intent {
        Intent::Refresh { connection } => app.store.connection(connection).await?,
        Intent::Connect { .. } | Intent::Change { .. } => None,
    };
    let hint = match &record.intent {
        Intent::Refresh { .. } => connection.as_ref().map(|found| found.account.address.as_str()),
        Intent::Connect { .. } => record.host_mailbox.as_deref(),
        // Without a name the provider asks which account to use.
        Intent::Change { account, .. } => account.as_deref(),
    };
    let request = SignInRequest {
        state: &record.secrets.state,
        nonce: &record.secrets.nonce,
        verifier: &record.secrets.verifier,
        login_hint: hint,
        challenge: connection.as_ref().and_then(|found| found.challenge.as_deref()),
        lost_because: connection.as_ref().and_then(|found| lost_because(&found.health)),
    };
    let provider = app.provider_at(&record.offer, record.site.as_deref())?;
    let page = match provider.sign_in_page(&*app.http, &request).await {
        Ok(page) => Some(page),
        Err(failure) => {
            keep::fail(app, &record, &Phase::Waiting, failure.reason, None).await?;
            None
        }
    };
    Ok((page, super::set_cookie(app, &record)?))
}

async fn registered(app: &App, id: &AuthorizationId) -> Result<AuthorizationRecord, ApiError> {
    let mut announced = app.hub.listen(Topic::Authorization(id.clone()));
    if let Some(record) = app.store.authorization(id).await? {
        return Ok(record);
    }
    let _ = tokio::time::timeout(WAIT, announced.changed()).await;
    app.store.authorization(id).await?.ok_or(ApiError::new(ProblemCode::AuthorizationNotFound))
}

fn lost_because(health: &Health) -> Option<ReasonCode> {
    match health {
        Health::NeedsSignIn { reason, .. } | Health::NeedsAdmin { reason, .. } => Some(reason.code),
        Health::Working | Health::Retrying { .. } | Health::Disconnected { .. } => None,
    }
}
