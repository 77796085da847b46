//! Mending a connection from an e-mail's link, on any device and without a pane. Opening the link changes nothing, because
//! mail filters open links too; the page's button begins a refresh of exactly this connection, and the same guard as
//! always decides who may finish it. Whoever finds the link can see a sign-in page, and nothing else: the session that
//! begins here is never handed to anybody. Where people sign in by password there is no button: a page that a message leads to
//! asks for no password, whoever has sent the message, and says where it is typed instead.

use axum::http::HeaderValue;
use latchkey_domain::TokenHash;
use latchkey_store::{ConnectionRecord, KeyScope, LetInBy, SessionRecord};
use latchkey_wire::{AuthorizationId, AuthorizationRequest, Intent, OpeningResponse};

use crate::app::App;
use crate::problem::ApiError;
use crate::sign_in;

/// One connection is begun to be mended at most once in this time, whoever asks.
const PAUSE_S: i64 = 3;
/// Tokens are 43 characters; nothing longer was ever one.
const MAX_TOKEN_BYTES: usize = 64;

/// What the link may mend, if there is anything left to mend, and if it is known whose it is.
pub(crate) async fn connection(app: &App, token: &str) -> Result<Option<ConnectionRecord>, ApiError> {
    if token.len() > MAX_TOKEN_BYTES {
        return Ok(None);
    }
    let Some(link) = app.store.find_link(TokenHash::of(token), app.clock.now()).await? else { return Ok(None) };
    let found = app.store.find_connection(&link.connection).await?;
    Ok(found.filter(|found| found.health.is_lost() && app.verified(found).names_its_owner()))
}

/// Begins a refresh of the connection in this browser. Answers the attempt, where the browser goes, and the cookie that ties
/// the callback to it.
pub(crate) async fn begin(
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
    let (opened, cookie) = sign_in::opening::open_by(app, record, LetInBy::Link).await?;
    Ok((id, opened, cookie))
}
