//! Opens a sign-in, which binds it to one browser.
//!
//! The window's first page (`/start`) is the same for every visitor, and opening it changes nothing. Its script asks the pane
//! that opened it for a key and hands the key in here. Only then does the endpoint draw cookie, state, nonce and verifier, for this
//! browser only. An attacker can have a key of their own attempt, so the route accepts a key from the endpoint's own page only
//! ([`crate::web::own_page`]). No pane answers the page that an attacker's link leads to.
//!
//! A window that cannot reach its pane continues without a key only if the pane requested that shortly before. Such a sign-in
//! ends with a code ([`super::prove`]).

use axum::http::HeaderValue;
use latchkey_domain::{BrowserKey, Health, Nonce, OpeningKey, OriginKey, PkceVerifier, StateToken, TypedCode};
use latchkey_providers::SignInRequest;
use latchkey_store::{
    AuthorizationRecord, ConnectionRecord, KeylessRequest, LetInBy, Opening, OpeningKeyRecord, OpeningOutcome,
    OpeningSecrets,
};
use latchkey_wire::{
    AuthorizationId, Intent, OpeningRequest, OpeningResponse, Phase, ProblemCode, ReasonCode, WindowKey,
};
use url::Url;

use super::cookie;
use super::finishing::Finishing;
use crate::app::App;
use crate::config::OtherBrowsers;
use crate::problem::ApiError;
use crate::session::caller::Caller;
use crate::session::network::Network;

/// A key expires after this many seconds: the window hands it in at once.
const KEY_LIFE_S: i64 = 60;
/// How many keys of one attempt may wait to be handed in.
const MAX_KEYS: u32 = 20;
/// How often the window of one attempt may be opened.
const MAX_OPENINGS: u32 = 10;
/// For how many seconds the pane's request for a window without a key is valid.
const KEYLESS_REQUEST_S: i64 = 120;

/// Creates a key for a window of the caller's own attempt.
pub(crate) async fn create_key(app: &App, caller: &Caller, id: &AuthorizationId) -> Result<WindowKey, ApiError> {
    let record = super::find(app, caller, id).await?;
    require_waiting(app, &record)?;
    let (key, now) = (OpeningKey::new(app.entropy.token()), app.clock.now());
    let stored = OpeningKeyRecord { key: key.hash(), attempt: record.id, expires_at: now + KEY_LIFE_S };
    if !app.store.save_opening_key(&stored, MAX_KEYS, now).await? {
        // The attempt may have been cancelled meanwhile.
        require_waiting(app, &super::find(app, caller, id).await?)?;
        return Err(ApiError::wait(ProblemCode::TooManyRequests, KEY_LIFE_S));
    }
    Ok(WindowKey { key: key.expose().to_owned(), expires_at: stored.expires_at })
}

/// Records that the caller's pane requests a window without a key.
pub(crate) async fn request_keyless_window(
    app: &App,
    caller: &Caller,
    id: &AuthorizationId,
    Network(from): Network,
) -> Result<(), ApiError> {
    let record = super::find(app, caller, id).await?;
    require_waiting(app, &record)?;
    if app.settings.other_browsers == OtherBrowsers::Refuse {
        return Err(ApiError::new(ProblemCode::KeylessNotAllowed));
    }
    let request = KeylessRequest { until: app.clock.now() + KEYLESS_REQUEST_S, from };
    if app.store.request_keyless_window(&record.id, &request).await? { Ok(()) } else { Err(attempt_over()) }
}

/// Opens the sign-in for the window that sends this request. Returns where the window goes, and the cookie that ties the
/// callback to its browser.
pub(crate) async fn open(
    app: &App,
    id: &AuthorizationId,
    request: &OpeningRequest,
    network: &Network,
) -> Result<(OpeningResponse, Option<HeaderValue>), ApiError> {
    let found = app.store.find_authorization(id).await?;
    let record = found.ok_or(ApiError::new(ProblemCode::AuthorizationNotFound))?;
    require_waiting(app, &record)?;
    let by = if let Some(key) = &request.key {
        LetInBy::Key(OpeningKey::new(key).hash())
    } else {
        if let Some(press) = check_keyless(app, &record, request.pressed, network)? {
            return Ok((press, None));
        }
        LetInBy::Asked
    };
    let (opened, cookie) = open_admitted(app, record, by).await?;
    Ok((opened, Some(cookie)))
}

/// Opens an attempt for a browser that was admitted by a key, a keyless request or an e-mail's link.
pub(crate) async fn open_admitted(
    app: &App,
    record: AuthorizationRecord,
    by: LetInBy,
) -> Result<(OpeningResponse, HeaderValue), ApiError> {
    let (record, secrets, origin_key) = start_opening(app, record, by).await?;
    let cookie = cookie::cookie_header(app, &record, &secrets)?;
    let opened = match sign_in_url(app, &record, &secrets).await? {
        Some(to) => OpeningResponse::Go { to: to.into(), origin_key },
        None => OpeningResponse::Ended { origin_key },
    };
    Ok((opened, cookie))
}

/// Checks whether a window without a key may sign in. Returns the confirmation that its page has to ask for first, if any.
fn check_keyless(
    app: &App,
    record: &AuthorizationRecord,
    pressed: bool,
    network: &Network,
) -> Result<Option<OpeningResponse>, ApiError> {
    let allowed = app.settings.other_browsers;
    if allowed == OtherBrowsers::Refuse {
        return Err(ApiError::new(ProblemCode::KeylessNotAllowed));
    }
    if record.has_key() {
        return Err(ApiError::new(ProblemCode::WindowOpenElsewhere));
    }
    let request = record.asked.as_ref().filter(|request| app.clock.now() < request.until);
    let request = request.ok_or(ApiError::new(ProblemCode::SidebarMustAsk))?;
    let elsewhere = network.is_elsewhere(&request.from);
    if elsewhere && allowed == OtherBrowsers::SameNetwork {
        return Err(ApiError::new(ProblemCode::OtherNetwork));
    }
    // A refresh works only for the connection's own account, so no warning is needed.
    let is_harmless = matches!(record.intent, Intent::Refresh { .. }) && !elsewhere;
    Ok((!pressed && !is_harmless).then_some(OpeningResponse::Press { elsewhere }))
}

/// Creates the secrets of an opening and makes it the current one. The last value is its origin key as text.
async fn start_opening(
    app: &App,
    record: AuthorizationRecord,
    by: LetInBy,
) -> Result<(AuthorizationRecord, OpeningSecrets, String), ApiError> {
    let origin_key = app.entropy.token();
    let secrets = OpeningSecrets {
        state: StateToken::new(app.entropy.token()),
        nonce: Nonce::new(app.entropy.token()),
        verifier: PkceVerifier::new(app.entropy.token()),
        browser: BrowserKey::new(app.entropy.token()),
        origin: Some(OriginKey::new(&*origin_key)),
        returned: None,
        code: TypedCode::draw(&*app.entropy),
    };
    let now = app.clock.now();
    let number = match app.store.open_window(&record.id, by, &secrets, MAX_OPENINGS, now).await? {
        OpeningOutcome::Opened(number) => number,
        OpeningOutcome::KeyRefused => return Err(ApiError::new(ProblemCode::KeyRefused)),
        OpeningOutcome::NotRequested => return Err(ApiError::new(ProblemCode::SidebarMustAsk)),
        OpeningOutcome::HeldByKey => return Err(ApiError::new(ProblemCode::WindowOpenElsewhere)),
        OpeningOutcome::TooMany => return Err(ApiError::wait(ProblemCode::TooManyRequests, record.deadline_at - now)),
        OpeningOutcome::NotWaiting => return Err(attempt_over()),
    };
    let opening = Opening { number, by: by.opened_by(), secrets: secrets.clone() };
    Ok((AuthorizationRecord { opening: Some(opening), ..record }, secrets, origin_key))
}

/// The address of the provider's sign-in page. `None` if the provider could not give it; the attempt has then ended with the
/// reason.
async fn sign_in_url(
    app: &App,
    record: &AuthorizationRecord,
    secrets: &OpeningSecrets,
) -> Result<Option<Url>, ApiError> {
    let connection = match &record.intent {
        Intent::Refresh { connection } => app.store.find_connection(connection).await?,
        Intent::Connect { .. } | Intent::Change { .. } => None,
    };
    let request = SignInRequest {
        state: &secrets.state,
        nonce: &secrets.nonce,
        verifier: &secrets.verifier,
        login_hint: login_hint(record, connection.as_ref()),
        challenge: connection.as_ref().and_then(|found| found.challenge.as_deref()),
        lost_because: connection.as_ref().and_then(|found| lost_because(&found.health)),
    };
    let provider = app.provider_at(&record.offer, record.site.as_deref())?;
    match provider.sign_in_url(&*app.http, &request).await {
        Ok(page) => Ok(Some(page)),
        Err(failure) => {
            Finishing::new(app, record, Phase::Waiting).refuse(failure).await?;
            Ok(None)
        }
    }
}

/// The account that the provider should offer. Without it, the provider asks which account to use. Without a key, the person
/// at the window may not be the one at the pane, so the provider always asks. A name from an attacker's pane must not sign a
/// person in without a click.
fn login_hint<'a>(record: &'a AuthorizationRecord, connection: Option<&'a ConnectionRecord>) -> Option<&'a str> {
    let has_key = record.has_key();
    match &record.intent {
        Intent::Refresh { .. } => {
            connection.map(|found| found.facts.sign_in_name.as_deref().unwrap_or(&found.account.address))
        }
        Intent::Connect { .. } => record.host_mailbox.as_deref().filter(|_| has_key),
        Intent::Change { account, .. } => account.as_deref().filter(|_| has_key),
    }
}

fn require_waiting(app: &App, record: &AuthorizationRecord) -> Result<(), ApiError> {
    super::require_open(app, record)?;
    if record.phase == Phase::Waiting { Ok(()) } else { Err(attempt_over()) }
}

fn attempt_over() -> ApiError {
    ApiError::new(ProblemCode::AuthorizationOver)
}

fn lost_because(health: &Health) -> Option<ReasonCode> {
    match health {
        Health::NeedsSignIn { reason, .. } | Health::NeedsAdmin { reason, .. } => Some(reason.code),
        Health::Working | Health::Retrying { .. } | Health::Disconnected { .. } => None,
    }
}
