//! Repairs a connection from the link in an e-mail, on any device and without a pane. Opening the link changes nothing, because
//! mail filters open links, too. The page's button begins a refresh of exactly this connection, and the same-account guard decides
//! who may finish it. A stranger who finds the link sees a sign-in page and nothing else: no client gets the session that begins
//! here. For connections by password the page has no button. It says where the password is typed, because a page that an e-mail
//! leads to must never ask for one.

use axum::http::HeaderValue;
use latchkey_domain::TokenHash;
use latchkey_store::{ConnectionRecord, KeyScope, LetInBy, SessionRecord};
use latchkey_wire::{AuthorizationId, AuthorizationRequest, Intent, OpeningResponse};

use crate::app::App;
use crate::problem::ApiError;
use crate::sign_in;

/// The repair of one connection begins at most once in this many seconds.
const PAUSE_S: i64 = 3;
/// Tokens have 43 characters, so a text that is longer than this is not a token.
const MAX_TOKEN_BYTES: usize = 64;

/// The connection that the link may repair. `None` if the link has expired, the connection works, or its address is not verified.
pub(crate) async fn find_connection(app: &App, token: &str) -> Result<Option<ConnectionRecord>, ApiError> {
    if token.len() > MAX_TOKEN_BYTES {
        return Ok(None);
    }
    let Some(link) = app.store.find_link(TokenHash::of(token), app.clock.now()).await? else { return Ok(None) };
    let found = app.store.find_connection(&link.connection).await?;
    Ok(found.filter(|found| found.health.is_lost() && app.verified(found).names_its_owner()))
}

/// Begins a refresh of the connection in this browser. Returns the attempt, where the browser goes, and the cookie that ties
/// the callback to it.
pub(crate) async fn begin_repair(
    app: &App,
    connection: &ConnectionRecord,
) -> Result<(AuthorizationId, OpeningResponse, HeaderValue), ApiError> {
    let now = app.clock.now();
    app.repair_limit.admit(&connection.id, now, PAUSE_S)?;
    let session = SessionRecord {
        token: TokenHash::of(&app.entropy.token()),
        person: connection.person.clone(),
        scope: KeyScope::Only([connection.id.clone()].into()),
        let_in_at: None,
        created_at: now,
        expires_at: now + sign_in::DEADLINE_S,
    };
    app.store.create_session(&session).await?;
    let caller = session.into();
    let request =
        AuthorizationRequest { intent: Intent::Refresh { connection: connection.id.clone() }, host_mailbox: None };
    let id = AuthorizationId::new(app.entropy.uuid());
    let (record, _) = sign_in::begin::begin(app, &caller, id.clone(), request).await?;
    let (opened, cookie) = sign_in::opening::open_admitted(app, record, LetInBy::Link).await?;
    Ok((id, opened, cookie))
}
