//! Sessions of panes: a random token whose hash is stored. A new session belongs to a person nobody knows yet; the
//! first sign-in shows who it is.

use latchkey_domain::{PersonId, SessionToken, TokenHash};
use latchkey_store::SessionRecord;
use latchkey_wire::Session;

use crate::app::App;
use crate::problem::ApiError;

/// A session that is not used for so long ends.
const LIFE_S: i64 = 30 * 24 * 3600;
/// The end is moved at most once in this time, so that reading does not become writing.
const EXTEND_EVERY_S: i64 = 24 * 3600;

/// Begins a session of somebody nobody knows yet.
pub(crate) async fn begin(app: &App) -> Result<Session, ApiError> {
    begin_for(app, PersonId(app.entropy.uuid())).await
}

/// Begins a session of whoever holds a token of the host's single sign-on, if somebody here has signed in with the same
/// account before. `None` if not, or if the token is not believed: for the pane it is the same.
pub(crate) async fn begin_by_sso(app: &App, token: &str) -> Result<Option<Session>, ApiError> {
    for (offer, provider) in app.registry.in_windows() {
        let Some(identity) = provider.identify_by_sso(&*app.http, token, app.clock.now()).await else { continue };
        let Some(known) = app.store.connection_of(&identity, provider.purpose()).await? else {
            tracing::info!(%offer, "single sign-on by an account that is not connected");
            continue;
        };
        return begin_for(app, known.person).await.map(Some);
    }
    Ok(None)
}

async fn begin_for(app: &App, person: PersonId) -> Result<Session, ApiError> {
    let (token, now) = (SessionToken::new(app.entropy.token()), app.clock.now());
    let record = SessionRecord { token: token.hash(), person, created_at: now, expires_at: now + LIFE_S };
    app.store.create_session(&record).await?;
    Ok(Session { token: token.expose().to_owned(), expires_at: record.expires_at })
}

/// The session of a token, with its end moved if it is time.
pub(crate) async fn find(app: &App, token: TokenHash) -> Result<Option<SessionRecord>, ApiError> {
    let now = app.clock.now();
    let Some(session) = app.store.session(token, now).await? else { return Ok(None) };
    if session.expires_at < now + LIFE_S - EXTEND_EVERY_S {
        app.store.extend_session(token, now + LIFE_S).await?;
    }
    Ok(Some(session))
}
