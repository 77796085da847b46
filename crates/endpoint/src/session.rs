//! Sessions of panes: a random token whose hash is stored. A new session belongs to a new person; the first sign-in
//! shows who that is.

pub(crate) mod caller;
pub(crate) mod network;
pub(crate) mod overview;

use std::collections::BTreeSet;

use latchkey_domain::{PersonId, SessionToken, TokenHash};
use latchkey_store::{
    AuditActor, AuditEventKind, Claim, ConnectionRecord, ConnectionReplacement, KeyScope, SessionRecord,
};
use latchkey_wire::{ConnectionId, LetIn, ProblemCode, Session};

use crate::app::App;
use crate::app::hub::Topic;
use crate::problem::ApiError;
use crate::session::caller::Caller;

/// A session ends if it is not used for this long.
const LIFE_S: i64 = 30 * 24 * 3600;
/// The end of a session is moved at most once in this time, so that most reads need no write.
const EXTEND_EVERY_S: i64 = 24 * 3600;
/// How long to wait for a connection that is being renewed, in seconds.
const BUSY_AGAIN_AFTER_S: i64 = 2;
/// How many bytes of a session's hash form its public id.
const ID_BYTES: usize = 16;

/// Begins a session of a new person.
pub(crate) async fn begin(app: &App) -> Result<Session, ApiError> {
    begin_for(app, PersonId(app.entropy.uuid())).await
}

/// Begins a session of the person with a token of the host's single sign-on, if that account has signed in here before.
/// Returns `None` if it has not, or if the token is not accepted: the pane treats both alike.
pub(crate) async fn begin_by_sso(app: &App, token: &str) -> Result<Option<Session>, ApiError> {
    for (offer, provider) in app.registry.in_windows() {
        let Some(identity) = provider.identify_by_sso(&*app.http, token, app.clock.now()).await else { continue };
        let Some(known) = app.store.find_connection_by_identity(&identity, provider.purpose()).await? else {
            tracing::info!(%offer, "single sign-on by an account that is not connected");
            continue;
        };
        // An account that only a typed code confirmed may be among another person's connections.
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

/// Finds the session of a token, and extends it if it is time.
pub(crate) async fn find(app: &App, token: TokenHash) -> Result<Option<SessionRecord>, ApiError> {
    let now = app.clock.now();
    let Some(session) = app.store.find_session(token, now).await? else { return Ok(None) };
    if session.expires_at < now + LIFE_S - EXTEND_EVERY_S {
        app.store.extend_session(token, now + LIFE_S).await?;
    }
    Ok(Some(session))
}

/// The other sidebars that a typed code let in to connections that the caller sees. If a code let in the caller as well, it
/// sees them only for accounts that no person has proven to own: both have the same claim to such an account.
pub(crate) async fn list_let_in(app: &App, caller: &Caller) -> Result<Vec<LetIn>, ApiError> {
    let others = find_other_sessions(app, caller).await?;
    let each = |OtherSession { session, connections }: OtherSession| {
        let (id, at) = (public_id(session.token), session.let_in_at.unwrap_or(session.created_at));
        connections.into_iter().map(move |connection| LetIn { id: id.clone(), connection, at })
    };
    Ok(others.into_iter().flat_map(each).collect())
}

/// Ends the access of one of the sidebars that [`list_let_in`] lists.
pub(crate) async fn end_let_in(app: &App, caller: &Caller, named: &str) -> Result<(), ApiError> {
    let found =
        find_other_sessions(app, caller).await?.into_iter().find(|other| public_id(other.session.token) == named);
    let OtherSession { session, connections } = found.ok_or(ApiError::new(ProblemCode::NotFound))?;
    // Such a sidebar shows all connections of its person. Ending the session would not help: the person could regain these
    // connections through the others. So the caller's connections move to a new person.
    if session.scope == KeyScope::All {
        return split_off(app, caller, connections).await;
    }
    app.store.end_session(session.token).await?;
    app.hub.notify_panes(&Topic::Session(session.token));
    app.hub.notify_panes(&Topic::Person(session.person));
    Ok(())
}

/// Moves these connections to a new person for the caller, under new ids. Nothing proves who owns them. Each connection
/// is claimed meanwhile, because a renewal under way would write a grant to a connection that no longer has it.
async fn split_off(app: &App, caller: &Caller, connections: BTreeSet<ConnectionId>) -> Result<(), ApiError> {
    let (person, mut from) = (PersonId(app.entropy.uuid()), caller.person.clone());
    for id in connections {
        let _guard = app.renewing.lock(&id).await;
        let now = app.clock.now();
        let claimed = match app.store.claim_connection(&id, now, now + app.settings.lease.life_s).await? {
            Claim::Yours(claimed) => *claimed,
            Claim::Gone => continue,
            Claim::Busy { .. } => return Err(ApiError::wait(ProblemCode::Unavailable, BUSY_AGAIN_AFTER_S)),
        };
        let (lease, before, grant) = (claimed.lease, claimed.connection, claimed.grant?);
        if grant.refresh().is_some_and(|refresh| app.pending_writes.has_successor(&before, refresh)) {
            app.store.release_claim(&lease, None).await?;
            return Err(ApiError::wait(ProblemCode::Unavailable, BUSY_AGAIN_AFTER_S));
        }
        let actor = AuditActor::Person(person.clone());
        let connection = ConnectionRecord {
            id: ConnectionId::new(app.entropy.uuid()),
            person: person.clone(),
            owner_shown: false,
            generation: 0,
            ..before.clone()
        };
        let events = [
            app.new_audit_event(actor.clone(), AuditEventKind::Connected, &connection, None).await?,
            app.new_audit_event(actor, AuditEventKind::Disconnected, &before, None).await?,
        ];
        let parted = ConnectionReplacement { connection, grant, session: caller.session, from: from.clone(), at: now };
        if !app.store.replace_unowned_connection(&lease, &parted, &events).await? {
            // A person signed in to the connection, or ended this sidebar's access, at the same moment.
            app.store.release_claim(&lease, None).await?;
            return Err(ApiError::wait(ProblemCode::Unavailable, BUSY_AGAIN_AFTER_S));
        }
        from = person.clone();
        app.connection_changed(&id, before.person);
    }
    app.hub.notify_panes(&Topic::Session(caller.session));
    app.hub.notify_panes(&Topic::Person(person));
    Ok(())
}

/// Another session that the caller may see, and the connections that both show.
struct OtherSession {
    session: SessionRecord,
    connections: BTreeSet<ConnectionId>,
}

async fn find_other_sessions(app: &App, caller: &Caller) -> Result<Vec<OtherSession>, ApiError> {
    let unowned = match &caller.scope {
        KeyScope::All => None,
        KeyScope::Only(shown) => {
            let connections = app.store.list_connections(&caller.person).await?.into_iter();
            let unowned = connections.filter(|one| !one.owner_shown && shown.contains(&one.id));
            Some(unowned.map(|one| one.id).collect::<BTreeSet<_>>())
        }
    };
    let sessions = app.store.list_sessions(&caller.person, app.clock.now()).await?.into_iter();
    let others = sessions.filter(|session| session.token != caller.session).map(|session| {
        let connections = match (&unowned, &session.scope) {
            (None, KeyScope::Only(shown)) if session.let_in_at.is_some() => shown.clone(),
            (Some(unowned), KeyScope::Only(shown)) if session.let_in_at.is_some() => {
                unowned.intersection(shown).cloned().collect()
            }
            (Some(unowned), KeyScope::All) => unowned.clone(),
            // The person's own sidebars are not listed, nor is the session of an e-mail link, which has no sidebar.
            (None, KeyScope::All) | (_, KeyScope::Only(_)) => BTreeSet::new(),
        };
        OtherSession { session, connections }
    });
    Ok(others.filter(|other| !other.connections.is_empty()).collect())
}

/// A session's id for its person. It gives no access: only the token does, and this is part of its hash.
fn public_id(token: TokenHash) -> String {
    token.0[..ID_BYTES].iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
