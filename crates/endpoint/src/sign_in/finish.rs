//! What a sign-in that worked may change. The same-account guard stands here. How it is written down stands in
//! [`super::keep`].

use latchkey_providers::SignIn;
use latchkey_store::{AuthorizationRecord, ConnectionRecord, PendingSignIn};
use latchkey_wire::{ConnectionId, Intent, Phase, ProblemCode, ReasonCode};

use super::keep::{self, fail, fail_between};
use crate::app::App;
use crate::problem::ApiError;

/// After the exchange: a refresh is finished if the same account signed in; everything else waits for proof.
pub(super) async fn decide(app: &App, record: &AuthorizationRecord, sign_in: SignIn) -> Result<(), ApiError> {
    let from = Phase::Finishing;
    let pending = match keep::pending(app, record, sign_in).await? {
        Ok(pending) => pending,
        Err(reason) => return fail(app, record, &from, reason, None).await,
    };
    match &record.intent {
        Intent::Refresh { connection } => refresh(app, record, &from, connection, pending).await,
        Intent::Connect { .. } | Intent::Change { .. } => {
            let awaiting = Phase::AwaitingProof { account: pending.account.clone() };
            app.store.advance(&record.id, &from, &awaiting, Some(&pending)).await?;
            super::announce(app, record);
            Ok(())
        }
    }
}

/// After the proof.
pub(super) async fn proven(app: &App, record: &AuthorizationRecord, pending: PendingSignIn) -> Result<(), ApiError> {
    let from = Phase::AwaitingProof { account: pending.account.clone() };
    match &record.intent {
        Intent::Change { connection, account, .. } => {
            change(app, record, &from, connection, account.as_deref(), pending).await
        }
        Intent::Connect { .. } | Intent::Refresh { .. } => connect(app, record, &from, pending).await,
    }
}

/// After a password that was good: it was typed in the pane, so there is nothing to prove, and the mailbox was named, so
/// there is nothing to ask.
pub(super) async fn typed(app: &App, record: &AuthorizationRecord, pending: PendingSignIn) -> Result<(), ApiError> {
    let from = Phase::Finishing;
    match &record.intent {
        Intent::Refresh { connection } => refresh(app, record, &from, connection, pending).await,
        Intent::Change { connection, .. } => {
            let named = pending.account.address.clone();
            change(app, record, &from, connection, Some(&named), pending).await
        }
        Intent::Connect { .. } => connect(app, record, &from, pending).await,
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
        Some(existing) => keep::keep(app, record, &from, next(existing), pending).await,
        None => fail(app, record, &from, ReasonCode::SignInNotFinished.into(), Some(pending)).await,
    }
}

/// Makes the connection, or gives the session back the one that the account has.
async fn connect(
    app: &App,
    record: &AuthorizationRecord,
    from: &Phase,
    pending: PendingSignIn,
) -> Result<(), ApiError> {
    let purpose = app.service(&record.offer)?.purpose();
    let Some(session) = app.store.session(record.session, app.clock.now()).await? else {
        return fail(app, record, from, ReasonCode::SignInNotFinished.into(), Some(pending)).await;
    };
    let own = app.store.connections_of(&session.person).await?;
    let existing = app.store.connection_of(&pending.identity, purpose).await?;
    let connection = match existing {
        // Whoever proves to own the account gets its connection back, unless they would lose their own by it.
        Some(existing) if existing.person == session.person || own.is_empty() => next(existing),
        // Who began with another account, and turns out to be known, keeps both.
        Some(existing) if fit_together(&own, &app.store.connections_of(&existing.person).await?) => {
            return keep::keep_absorbing(app, record, from, next(existing), pending, Some(session.person)).await;
        }
        Some(_) => return fail(app, record, from, ReasonCode::ConnectedElsewhere.into(), Some(pending)).await,
        None => match own.into_iter().find(|own| own.purpose == purpose) {
            Some(other) => {
                return fail_between(app, record, from, ReasonCode::WrongAccount, other.account, pending).await;
            }
            None => keep::new_connection(app, record, &pending, session.person, purpose),
        },
    };
    keep::keep(app, record, from, connection, pending).await
}

/// Whether these connections can belong to one person.
fn fit_together(some: &[ConnectionRecord], others: &[ConnectionRecord]) -> bool {
    some.iter().all(|one| others.iter().all(|other| one.purpose != other.purpose))
}

async fn refresh(
    app: &App,
    record: &AuthorizationRecord,
    from: &Phase,
    id: &ConnectionId,
    pending: PendingSignIn,
) -> Result<(), ApiError> {
    let Some(existing) = own_connection(app, record, id).await? else {
        return fail(app, record, from, ReasonCode::ConnectedElsewhere.into(), Some(pending)).await;
    };
    if existing.identity == pending.identity {
        return keep::keep(app, record, from, next(existing), pending).await;
    }
    // A name can be the same in two organisations, or look so: then the organisation is what to tell.
    let same_name = existing.account.address.eq_ignore_ascii_case(&pending.account.address);
    let tells_organisations_apart = app.service(&record.offer)?.tells_organisations_apart();
    let code = if existing.identity.issuer != pending.identity.issuer && (same_name || tells_organisations_apart) {
        ReasonCode::WrongOrganisation
    } else {
        ReasonCode::WrongAccount
    };
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
) -> Result<(), ApiError> {
    let Some(existing) = own_connection(app, record, id).await? else {
        return fail(app, record, from, ReasonCode::ConnectedElsewhere.into(), Some(pending)).await;
    };
    let taken = app.store.connection_of(&pending.identity, existing.purpose).await?;
    if taken.is_some_and(|taken| taken.id != existing.id) {
        return fail(app, record, from, ReasonCode::ConnectedElsewhere.into(), Some(pending)).await;
    }
    let signed_in = &pending.account.address;
    let expected = chosen.unwrap_or(&existing.account.address).eq_ignore_ascii_case(signed_in);
    if existing.identity == pending.identity || expected {
        return keep::keep(app, record, from, next(existing), pending).await;
    }
    let asking = Phase::AwaitingSwitch { account: pending.account.clone(), current: existing.account };
    app.store.advance(&record.id, from, &asking, Some(&pending)).await?;
    super::announce(app, record);
    Ok(())
}

/// The connection, if it still belongs to the person of the session that began this.
async fn own_connection(
    app: &App,
    record: &AuthorizationRecord,
    id: &ConnectionId,
) -> Result<Option<ConnectionRecord>, ApiError> {
    let session = app.store.session(record.session, app.clock.now()).await?;
    let existing = app.store.connection(id).await?;
    Ok(existing.filter(|existing| session.is_some_and(|session| session.person == existing.person)))
}

/// The same connection after one more sign-in.
fn next(existing: ConnectionRecord) -> ConnectionRecord {
    ConnectionRecord { generation: existing.generation + 1, ..existing }
}
