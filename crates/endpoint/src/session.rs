//! Sessions of panes: a random token whose hash is stored. A new session belongs to a person nobody knows yet; the
//! first sign-in shows who it is.

use latchkey_domain::{PersonId, SessionToken, TokenHash};
use latchkey_store::{KeyScope, SessionRecord};
use latchkey_wire::{LetIn, ProblemCode, Session, UnixSeconds};

use crate::app::App;
use crate::extract::Caller;
use crate::hub::Topic;
use crate::problem::ApiError;

/// A session that is not used for so long ends.
const LIFE_S: i64 = 30 * 24 * 3600;
/// The end is moved at most once in this time, so that reading does not become writing.
const EXTEND_EVERY_S: i64 = 24 * 3600;
/// So much of a session's hash names it to its person.
const ID_BYTES: usize = 16;

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
        // What only a typed code vouches for may stand with somebody else's connections.
        return if known.owner_shown { begin_for(app, known.person).await.map(Some) } else { Ok(None) };
    }
    Ok(None)
}

async fn begin_for(app: &App, person: PersonId) -> Result<Session, ApiError> {
    let (token, now) = (SessionToken::new(app.entropy.token()), app.clock.now());
    let (created_at, expires_at) = (now, now + LIFE_S);
    let record =
        SessionRecord { token: token.hash(), person, scope: KeyScope::All, let_in_at: None, created_at, expires_at };
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

/// The person's sidebars that a typed code let in. Such a sidebar itself is told of none.
pub(crate) async fn let_in(app: &App, caller: &Caller) -> Result<Vec<LetIn>, ApiError> {
    if caller.scope != KeyScope::All {
        return Ok(Vec::new());
    }
    let sessions = sessions_let_in(app, caller).await?;
    let told = sessions.into_iter().filter_map(|SessionRecord { token, scope, let_in_at, .. }| {
        let (KeyScope::Only(shown), at) = (scope, let_in_at?) else { return None };
        Some(shown.into_iter().map(move |connection| LetIn { id: id(token), connection, at }))
    });
    Ok(told.flatten().collect())
}

/// Ends one of them.
pub(crate) async fn end_let_in(app: &App, caller: &Caller, named: &str) -> Result<(), ApiError> {
    let missing = ApiError::new(ProblemCode::NotFound);
    if caller.scope != KeyScope::All {
        return Err(missing);
    }
    let found = sessions_let_in(app, caller).await?.into_iter().find(|session| id(session.token) == named);
    let session = found.ok_or(missing)?;
    app.store.end_session(session.token).await?;
    app.hub.announce(&Topic::Session(session.token));
    app.hub.announce(&Topic::Person(session.person));
    Ok(())
}

async fn sessions_let_in(app: &App, caller: &Caller) -> Result<Vec<SessionRecord>, ApiError> {
    let now: UnixSeconds = app.clock.now();
    Ok(app.store.sessions_let_in(&caller.person, now).await?)
}

/// Names a session to its person. It opens nothing: what opens a session is the token, and this is part of its hash.
fn id(token: TokenHash) -> String {
    token.0[..ID_BYTES].iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
