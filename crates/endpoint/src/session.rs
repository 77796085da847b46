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

/// Begins a session.
pub(crate) async fn begin(app: &App) -> Result<Session, ApiError> {
    let (token, now) = (SessionToken::new(app.entropy.token()), app.clock.now());
    let record = SessionRecord {
        token: token.hash(),
        person: PersonId(app.entropy.uuid()),
        created_at: now,
        expires_at: now + LIFE_S,
    };
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
