//! What a sign-in that worked may change. The same-account guard stands here. How it is written down stands in
//! [`super::save`].

use latchkey_domain::PersonId;
use latchkey_providers::CompletedSignIn;
use latchkey_store::{AuthorizationRecord, ConnectionRecord, KeyScope, LetsIn, PendingSignIn};
use latchkey_wire::{ConnectionId, Intent, Phase, ProblemCode, ReasonCode, UnixSeconds};

use super::save::{self, fail, fail_between};
use crate::app::App;
use crate::problem::ApiError;

/// How it is known that the person at the pane is the one who signed in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum ShownBy {
    /// The window had a key of its pane.
    Key,
    /// The password was typed in the pane itself.
    Password,
    /// The host's own single sign-on names the account.
    HostSignOn,
    /// The person has typed the window's code in the pane.
    Code,
    /// It is not known. Only a refresh of the connection's own account is finished all the same.
    Nothing,
}

impl ShownBy {
    /// What the pane's session shows afterwards. A code can be talked out of somebody: it lets in to what it was for.
    fn lets_in(self, now: UnixSeconds) -> LetsIn {
        match self {
            Self::Key | Self::Password | Self::HostSignOn => LetsIn::Everywhere,
            Self::Code | Self::Nothing => LetsIn::ConnectionAlone { at: now },
        }
    }

    /// Whether it shows who the person is, beyond this one connection.
    fn is_whole(self) -> bool {
        matches!(self, Self::Key | Self::Password | Self::HostSignOn)
    }
}

/// After the exchange. With a key everything is known; without one, a refresh is finished if the same account signed in, and
/// everything else waits for proof.
pub(super) async fn decide(app: &App, record: &AuthorizationRecord, sign_in: CompletedSignIn) -> Result<(), ApiError> {
    let from = Phase::Finishing;
    let pending = match save::pending(app, record, sign_in).await? {
        Ok(pending) => pending,
        Err(reason) => return fail(app, record, &from, reason, None).await,
    };
    let has_key = record.has_key();
    match &record.intent {
        _ if has_key => proven(app, record, &from, pending, ShownBy::Key).await,
        Intent::Refresh { connection } => refresh(app, record, &from, connection, pending, ShownBy::Nothing).await,
        Intent::Connect { .. } | Intent::Change { .. } => {
            app.store.advance_phase(&record.id, &from, &Phase::AwaitingProof, Some(&pending)).await?;
            super::announce(app, record);
            Ok(())
        }
    }
}

/// After the proof.
pub(super) async fn proven(
    app: &App,
    record: &AuthorizationRecord,
    from: &Phase,
    pending: PendingSignIn,
    by: ShownBy,
) -> Result<(), ApiError> {
    match &record.intent {
        Intent::Refresh { connection } => refresh(app, record, from, connection, pending, by).await,
        Intent::Change { connection, account, .. } => {
            change(app, record, from, connection, account.as_deref(), pending, by).await
        }
        Intent::Connect { .. } => connect(app, record, from, pending, by).await,
    }
}

/// After a password that was good: it was typed in the pane, so there is nothing to prove, and the mailbox was named, so
/// there is nothing to ask.
pub(super) async fn typed(app: &App, record: &AuthorizationRecord, pending: PendingSignIn) -> Result<(), ApiError> {
    let from = Phase::Finishing;
    match &record.intent {
        Intent::Refresh { connection } => refresh(app, record, &from, connection, pending, ShownBy::Password).await,
        Intent::Change { connection, .. } => {
            let named = pending.account.address.clone();
            change(app, record, &from, connection, Some(&named), pending, ShownBy::Password).await
        }
        Intent::Connect { .. } => connect(app, record, &from, pending, ShownBy::Password).await,
    }
}

/// After the person said that the connection switches to the account that signed in.
pub(super) async fn switch(app: &App, record: &AuthorizationRecord) -> Result<(), ApiError> {
    let (Phase::AwaitingSwitch { .. }, Some(pending)) = (&record.phase, record.pending.clone()) else {
        return Err(ApiError::new(ProblemCode::AuthorizationOver));
    };
    let Intent::Change { connection, .. } = &record.intent else {
        return Err(ApiError::new(ProblemCode::AuthorizationOver));
    };
    let from = record.phase.clone();
    match own_connection(app, record, connection).await? {
        // The proof came before the question, and let the session see the connection already.
        Some((existing, _)) => {
            let has_key = record.has_key();
            let by = if has_key { ShownBy::Key } else { ShownBy::Code };
            let taken = app.store.find_connection_by_identity(&pending.identity, existing.purpose).await?;
            let taken = taken.filter(|taken| taken.id != existing.id && !taken.owner_shown && by.is_whole());
            moved(app, record, &from, existing, taken, pending, by).await
        }
        None => fail(app, record, &from, ReasonCode::SignInNotFinished.into(), Some(pending)).await,
    }
}

/// Makes the connection, or gives the session back the one that the account has.
async fn connect(
    app: &App,
    record: &AuthorizationRecord,
    from: &Phase,
    pending: PendingSignIn,
    by: ShownBy,
) -> Result<(), ApiError> {
    let purpose = app.service(&record.offer)?.purpose();
    let Some(session) = app.store.find_session(record.session, app.clock.now()).await? else {
        return fail(app, record, from, ReasonCode::SignInNotFinished.into(), Some(pending)).await;
    };
    let own = app.store.list_connections(&session.person).await?;
    let existing = app.store.find_connection_by_identity(&pending.identity, purpose).await?;
    let refused = |code: ReasonCode| fail(app, record, from, code.into(), Some(pending.clone()));
    let beside = |other: ConnectionRecord| {
        fail_between(app, record, from, ReasonCode::WrongAccount, other.account, pending.clone())
    };
    let other = own.iter().find(|own| own.purpose == purpose).cloned();
    let connection = match existing {
        // A code let this sidebar in to it, beside others, and now its owner has shown to be here.
        Some(existing) if is_taken_from_others(&existing, &session.scope, by) => {
            return take(app, record, from, pending, existing).await;
        }
        // Somebody was talked out of a code for it. What they have is not the owner's, and the owner's is not theirs.
        Some(existing)
            if existing.person != session.person
                && !existing.owner_shown
                && by.is_whole()
                && session.scope == KeyScope::All =>
        {
            if let Some(other) = other {
                return beside(other).await;
            }
            let own = save::new_connection(app, record, &pending, session.person, purpose);
            return save::keep_replacing(app, record, from, own, pending, existing).await;
        }
        // Whoever proves to own the account gets its connection back, unless they would lose their own by it.
        Some(existing) if existing.person == session.person || own.is_empty() => next(existing),
        // Who began with another account, and turns out to be known, keeps both.
        Some(existing)
            if by.is_whole()
                && session.scope == KeyScope::All
                && fit_together(&own, &app.store.list_connections(&existing.person).await?) =>
        {
            return save::keep_absorbing(app, record, from, next(existing), pending, session.person).await;
        }
        Some(_) => return refused(ReasonCode::ConnectedElsewhere).await,
        // Nobody knows whether the person whom a typed code let in is the one whose connection this would stand beside.
        None if session.scope != KeyScope::All => return refused(ReasonCode::SidebarLimited).await,
        None => match other {
            Some(other) => return beside(other).await,
            None => save::new_connection(app, record, &pending, session.person, purpose),
        },
    };
    save::keep(app, record, from, connection, pending, lets_in(app, by)).await
}

/// Whether a sidebar that a code let in to a connection, of which nothing says whose it is, turns out to be its owner's. What it
/// was let in to may be a stranger's: so it goes on by itself.
fn is_taken_from_others(existing: &ConnectionRecord, scope: &KeyScope, by: ShownBy) -> bool {
    !existing.owner_shown && by.is_whole() && *scope != KeyScope::All
}

/// Gives the sidebar a person and a connection of its own in place of one that nothing says whose it is.
async fn take(
    app: &App,
    record: &AuthorizationRecord,
    from: &Phase,
    pending: PendingSignIn,
    existing: ConnectionRecord,
) -> Result<(), ApiError> {
    let person = PersonId(app.entropy.uuid());
    let own = save::new_connection(app, record, &pending, person, existing.purpose);
    save::keep_replacing(app, record, from, own, pending, existing).await
}

/// Whether these connections can belong to one person.
fn fit_together(some: &[ConnectionRecord], others: &[ConnectionRecord]) -> bool {
    some.iter().all(|one| others.iter().all(|other| one.purpose != other.purpose))
}

fn lets_in(app: &App, by: ShownBy) -> LetsIn {
    by.lets_in(app.clock.now())
}

async fn refresh(
    app: &App,
    record: &AuthorizationRecord,
    from: &Phase,
    id: &ConnectionId,
    pending: PendingSignIn,
    by: ShownBy,
) -> Result<(), ApiError> {
    let Some((existing, scope)) = own_connection(app, record, id).await? else {
        return save::fail_unseen(app, record, from, ReasonCode::ConnectedElsewhere.into(), pending).await;
    };
    if existing.identity == pending.identity {
        if is_taken_from_others(&existing, &scope, by) {
            return take(app, record, from, pending, existing).await;
        }
        return save::keep(app, record, from, next(existing), pending, lets_in(app, by)).await;
    }
    // A name can be the same in two organisations, or look so: then the organisation is what to tell.
    let same_name = existing.account.address.eq_ignore_ascii_case(&pending.account.address);
    let tells_organisations_apart = app.service(&record.offer)?.tells_organisations_apart();
    let code = if existing.identity.issuer != pending.identity.issuer && (same_name || tells_organisations_apart) {
        ReasonCode::WrongOrganisation
    } else {
        ReasonCode::WrongAccount
    };
    // Who else was talked into signing in is nobody's business here.
    if by == ShownBy::Nothing {
        return save::fail_unseen(app, record, from, code.into(), pending).await;
    }
    fail_between(app, record, from, code, existing.account, pending).await
}

/// The connection moves to the account that signed in, if that is the one it had, or the one that the person named;
/// else the person is asked.
async fn change(
    app: &App,
    record: &AuthorizationRecord,
    from: &Phase,
    id: &ConnectionId,
    chosen: Option<&str>,
    pending: PendingSignIn,
    by: ShownBy,
) -> Result<(), ApiError> {
    let Some((existing, scope)) = own_connection(app, record, id).await? else {
        return fail(app, record, from, ReasonCode::ConnectedElsewhere.into(), Some(pending)).await;
    };
    let taken = app.store.find_connection_by_identity(&pending.identity, existing.purpose).await?;
    let taken = taken.filter(|taken| taken.id != existing.id);
    let may_replace = |taken: &ConnectionRecord| {
        !taken.owner_shown && taken.person != existing.person && by.is_whole() && scope == KeyScope::All
    };
    if taken.as_ref().is_some_and(|taken| !may_replace(taken)) {
        return fail(app, record, from, ReasonCode::ConnectedElsewhere.into(), Some(pending)).await;
    }
    if existing.identity == pending.identity {
        if is_taken_from_others(&existing, &scope, by) {
            return take(app, record, from, pending, existing).await;
        }
        return save::keep(app, record, from, next(existing), pending, lets_in(app, by)).await;
    }
    // Whom a typed code let in may mend a connection, and not give it to somebody else.
    if scope != KeyScope::All {
        return fail(app, record, from, ReasonCode::SidebarLimited.into(), Some(pending)).await;
    }
    let signed_in = &pending.account.address;
    if chosen.unwrap_or(&existing.account.address).eq_ignore_ascii_case(signed_in) {
        return moved(app, record, from, existing, taken, pending, by).await;
    }
    let asking = Phase::AwaitingSwitch { account: pending.account.clone(), current: existing.account };
    app.store.advance_phase(&record.id, from, &asking, Some(&pending)).await?;
    super::announce(app, record);
    Ok(())
}

/// Moves a connection to the account that signed in, which is taken from a connection that only a code vouches for, if there
/// is one.
async fn moved(
    app: &App,
    record: &AuthorizationRecord,
    from: &Phase,
    existing: ConnectionRecord,
    taken: Option<ConnectionRecord>,
    pending: PendingSignIn,
    by: ShownBy,
) -> Result<(), ApiError> {
    match taken {
        Some(taken) => save::keep_replacing(app, record, from, next(existing), pending, taken).await,
        None => save::keep(app, record, from, next(existing), pending, lets_in(app, by)).await,
    }
}

/// The connection, if the session that began this still sees it, with what else that session sees.
async fn own_connection(
    app: &App,
    record: &AuthorizationRecord,
    id: &ConnectionId,
) -> Result<Option<(ConnectionRecord, KeyScope)>, ApiError> {
    let session = app.store.find_session(record.session, app.clock.now()).await?;
    let found = app.store.find_connection(id).await?.zip(session);
    let own = found.filter(|(found, session)| session.person == found.person && session.scope.covers(&found.id));
    Ok(own.map(|(found, session)| (found, session.scope)))
}

/// The same connection after one more sign-in.
fn next(existing: ConnectionRecord) -> ConnectionRecord {
    ConnectionRecord { generation: existing.generation + 1, ..existing }
}
