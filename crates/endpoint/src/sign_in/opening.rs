//! Opening a sign-in: the moment at which it becomes certain which browser signs in.
//!
//! The window's first page (`/start`) is the same for everybody, and opening it changes nothing. Its script asks the pane
//! that opened it for a key and hands it in here. Only then are cookie, state, nonce and verifier drawn, for this browser
//! alone. Anybody can have a key of an attempt of their own, so what counts is where it is handed in: the route takes a
//! request from the endpoint's own page alone ([`crate::web::own_page`]). A link that somebody sends leads to a page that nobody
//! answers.
//!
//! A window without a way to its pane goes on without a key only if the pane has asked for that a moment ago, and the sign-in
//! then ends with a code ([`super::prove`]).

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

use super::finishing::Finishing;
use crate::app::App;
use crate::config::OtherBrowsers;
use crate::problem::ApiError;
use crate::session::caller::Caller;
use crate::session::network::Network;

/// A key ends after this: the window hands it in at once.
const KEY_LIFE_S: i64 = 60;
/// So many keys of one attempt may wait to be handed in.
const MAX_KEYS: u32 = 20;
/// An attempt's window is opened so often at most.
const MAX_OPENINGS: u32 = 10;
/// The pane's asking for a window without a key holds for so long.
const ASKED_S: i64 = 120;

/// Draws a key for a window of the caller's own attempt.
pub(crate) async fn key(app: &App, caller: &Caller, id: &AuthorizationId) -> Result<WindowKey, ApiError> {
    let record = super::find(app, caller, id).await?;
    waiting(app, &record)?;
    let (key, now) = (OpeningKey::new(app.entropy.token()), app.clock.now());
    let kept = OpeningKeyRecord { key: key.hash(), attempt: record.id, expires_at: now + KEY_LIFE_S };
    if !app.store.save_opening_key(&kept, MAX_KEYS, now).await? {
        // It may have been cancelled meanwhile.
        waiting(app, &super::find(app, caller, id).await?)?;
        return Err(ApiError::wait(ProblemCode::TooManyRequests, KEY_LIFE_S));
    }
    Ok(WindowKey { key: key.expose().to_owned(), expires_at: kept.expires_at })
}

/// Notes that the caller's pane asks for a window without a key.
pub(crate) async fn ask_without_key(
    app: &App,
    caller: &Caller,
    id: &AuthorizationId,
    Network(from): Network,
) -> Result<(), ApiError> {
    let record = super::find(app, caller, id).await?;
    waiting(app, &record)?;
    if app.settings.other_browsers == OtherBrowsers::Refuse {
        return Err(ApiError::new(ProblemCode::KeylessNotAllowed));
    }
    let asked = KeylessRequest { until: app.clock.now() + ASKED_S, from };
    if app.store.request_keyless_window(&record.id, &asked).await? { Ok(()) } else { Err(over()) }
}

/// Takes what a window hands in, and answers where it goes, with the cookie that ties the callback to its browser.
pub(crate) async fn open(
    app: &App,
    id: &AuthorizationId,
    request: &OpeningRequest,
    network: &Network,
) -> Result<(OpeningResponse, Option<HeaderValue>), ApiError> {
    let found = app.store.find_authorization(id).await?;
    let record = found.ok_or(ApiError::new(ProblemCode::AuthorizationNotFound))?;
    waiting(app, &record)?;
    let by = if let Some(key) = &request.key {
        LetInBy::Key(OpeningKey::new(key).hash())
    } else {
        if let Some(press) = without_key(app, &record, request.pressed, network)? {
            return Ok((press, None));
        }
        LetInBy::Asked
    };
    let (opened, cookie) = open_by(app, record, by).await?;
    Ok((opened, Some(cookie)))
}

/// Opens an attempt for the browser that has been let in by this.
pub(crate) async fn open_by(
    app: &App,
    record: AuthorizationRecord,
    by: LetInBy,
) -> Result<(OpeningResponse, HeaderValue), ApiError> {
    let (record, secrets, origin_key) = opened(app, record, by).await?;
    let cookie = super::set_cookie(app, &record, &secrets)?;
    let opened = match page(app, &record, &secrets).await? {
        Some(to) => OpeningResponse::Go { to: to.into(), origin_key },
        None => OpeningResponse::Ended { origin_key },
    };
    Ok((opened, cookie))
}

/// What stands between a window without a key and the sign-in: a question to its reader, or nothing any more.
fn without_key(
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
    let asked = record.asked.as_ref().filter(|asked| app.clock.now() < asked.until);
    let asked = asked.ok_or(ApiError::new(ProblemCode::SidebarMustAsk))?;
    let elsewhere = network.is_elsewhere(&asked.from);
    if elsewhere && allowed == OtherBrowsers::SameNetwork {
        return Err(ApiError::new(ProblemCode::OtherNetwork));
    }
    // A refresh is good for the connection's own account alone, whoever signs in: nobody needs to be warned of it.
    let is_harmless = matches!(record.intent, Intent::Refresh { .. }) && !elsewhere;
    Ok((!pressed && !is_harmless).then_some(OpeningResponse::Press { elsewhere }))
}

/// Draws everything that belongs to an opening, and makes it the one under way. The last is its origin key, as text.
async fn opened(
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
        OpeningOutcome::NotWaiting => return Err(over()),
    };
    let opening = Opening { number, by: by.opened_by(), secrets: secrets.clone() };
    Ok((AuthorizationRecord { opening: Some(opening), ..record }, secrets, origin_key))
}

/// The provider's sign-in page. `None`: the provider could not even be asked for it, and the attempt has ended with the
/// reason.
async fn page(app: &App, record: &AuthorizationRecord, secrets: &OpeningSecrets) -> Result<Option<Url>, ApiError> {
    let connection = match &record.intent {
        Intent::Refresh { connection } => app.store.find_connection(connection).await?,
        Intent::Connect { .. } | Intent::Change { .. } => None,
    };
    let request = SignInRequest {
        state: &secrets.state,
        nonce: &secrets.nonce,
        verifier: &secrets.verifier,
        login_hint: hint(record, connection.as_ref()),
        challenge: connection.as_ref().and_then(|found| found.challenge.as_deref()),
        lost_because: connection.as_ref().and_then(|found| lost_because(&found.health)),
    };
    let provider = app.provider_at(&record.offer, record.site.as_deref())?;
    match provider.sign_in_url(&*app.http, &request).await {
        Ok(page) => Ok(Some(page)),
        Err(failure) => {
            Finishing::new(app, record, Phase::Waiting).fail(failure.reason, None).await?;
            Ok(None)
        }
    }
}

/// The account that is expected. Without it the provider asks which account to use; and where nobody knows yet that the
/// person at the window is the one at the pane, it always asks: a name that the pane sent along must not lead anybody
/// through without a click.
fn hint<'a>(record: &'a AuthorizationRecord, connection: Option<&'a ConnectionRecord>) -> Option<&'a str> {
    let has_key = record.has_key();
    match &record.intent {
        Intent::Refresh { .. } => connection.map(|found| found.account.address.as_str()),
        Intent::Connect { .. } => record.host_mailbox.as_deref().filter(|_| has_key),
        Intent::Change { account, .. } => account.as_deref().filter(|_| has_key),
    }
}

fn waiting(app: &App, record: &AuthorizationRecord) -> Result<(), ApiError> {
    super::still_open(app, record)?;
    if record.phase == Phase::Waiting { Ok(()) } else { Err(over()) }
}

fn over() -> ApiError {
    ApiError::new(ProblemCode::AuthorizationOver)
}

fn lost_because(health: &Health) -> Option<ReasonCode> {
    match health {
        Health::NeedsSignIn { reason, .. } | Health::NeedsAdmin { reason, .. } => Some(reason.code),
        Health::Working | Health::Retrying { .. } | Health::Disconnected { .. } => None,
    }
}
