//! What a sign-in that worked may change. The same-account guard stands here.

use latchkey_domain::{Health, PersonId, renewal};
use latchkey_providers::SignIn;
use latchkey_store::{AuthorizationRecord, ConnectionRecord, Grant, PendingSignIn, Renewed, SignedIn, StoreError};
use latchkey_wire::{Account, ConnectionId, ConnectionSettings, Intent, Phase, Reason, ReasonCode};

use crate::app::App;
use crate::hub::Topic;
use crate::problem::ApiError;

/// After the exchange: a refresh is finished if the same account signed in; a connect waits for proof.
pub(super) async fn decide(app: &App, record: &AuthorizationRecord, sign_in: SignIn) -> Result<(), ApiError> {
    let pending = pending(app, sign_in);
    match &record.intent {
        Intent::Refresh { connection } => refresh(app, record, connection, pending).await,
        Intent::Connect { .. } => {
            let awaiting = Phase::AwaitingProof { account: pending.account.clone() };
            app.store.advance(&record.id, &Phase::Finishing, &awaiting, Some(&pending)).await?;
            super::announce(app, record);
            Ok(())
        }
    }
}

/// After the proof: makes the connection, or gives the session back the one that the account has.
pub(super) async fn connect(app: &App, record: &AuthorizationRecord, pending: PendingSignIn) -> Result<(), ApiError> {
    let awaiting = Phase::AwaitingProof { account: pending.account.clone() };
    let purpose = app.provider(&record.offer)?.purpose();
    let Some(session) = app.store.session(record.session, app.clock.now()).await? else {
        return fail(app, record, &awaiting, ReasonCode::SignInNotFinished.into(), None, None).await;
    };
    let own = app.store.connections_of(&session.person).await?;
    let existing = app.store.connection_of(&pending.identity, purpose).await?;
    let connection = match existing {
        // Whoever proves to own the account gets its connection back, unless they would lose their own by it.
        Some(existing) if existing.person == session.person || own.is_empty() => {
            ConnectionRecord { generation: existing.generation + 1, ..existing }
        }
        Some(_) => {
            let signed_in_as = Some(pending.account);
            return fail(app, record, &awaiting, ReasonCode::ConnectedElsewhere.into(), signed_in_as, None).await;
        }
        None => match own.into_iter().find(|own| own.purpose == purpose) {
            Some(other) => {
                let (signed_in_as, expected) = (Some(pending.account), Some(other.account));
                return fail(app, record, &awaiting, ReasonCode::WrongAccount.into(), signed_in_as, expected).await;
            }
            None => new_connection(app, record, &pending, session.person, purpose),
        },
    };
    keep(app, record, &awaiting, connection, pending).await
}

async fn refresh(
    app: &App,
    record: &AuthorizationRecord,
    id: &ConnectionId,
    pending: PendingSignIn,
) -> Result<(), ApiError> {
    let session = app.store.session(record.session, app.clock.now()).await?;
    let existing = app.store.connection(id).await?;
    let (Some(session), Some(existing)) = (session, existing) else {
        return fail(app, record, &Phase::Finishing, ReasonCode::SignInNotFinished.into(), None, None).await;
    };
    if existing.person != session.person {
        return fail(app, record, &Phase::Finishing, ReasonCode::ConnectedElsewhere.into(), None, None).await;
    }
    if existing.identity != pending.identity {
        let (signed_in_as, expected) = (Some(pending.account), Some(existing.account));
        return fail(app, record, &Phase::Finishing, ReasonCode::WrongAccount.into(), signed_in_as, expected).await;
    }
    let connection = ConnectionRecord { generation: existing.generation + 1, ..existing };
    keep(app, record, &Phase::Finishing, connection, pending).await
}

async fn keep(
    app: &App,
    record: &AuthorizationRecord,
    from: &Phase,
    connection: ConnectionRecord,
    pending: PendingSignIn,
) -> Result<(), ApiError> {
    let Renewed { grant, refreshed_at, access_expires_at, ends_at, due_at } = pending.renewed;
    let connection = ConnectionRecord {
        offer: record.offer.clone(),
        identity: pending.identity,
        account: pending.account.clone(),
        health: Health::Working,
        challenge: None,
        last_working_at: refreshed_at,
        refreshed_at,
        access_expires_at,
        ends_at,
        due_at: Some(due_at),
        ..connection
    };
    let person = connection.person.clone();
    match app.store.finish_sign_in(&record.id, from, &SignedIn { connection, grant }).await {
        Ok(true) => {
            super::announce(app, record);
            app.hub.announce(&Topic::Person(person));
            Ok(())
        }
        // Cancelled in the meantime, or another sign-in was first.
        Ok(false) => fail(app, record, from, ReasonCode::SignInNotFinished.into(), None, None).await,
        Err(StoreError::Taken) => {
            fail(app, record, from, ReasonCode::ConnectedElsewhere.into(), Some(pending.account), None).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Ends an attempt without success. Whatever had worked works on.
pub(super) async fn fail(
    app: &App,
    record: &AuthorizationRecord,
    from: &Phase,
    reason: Reason,
    signed_in_as: Option<Account>,
    expected: Option<Account>,
) -> Result<(), ApiError> {
    tracing::info!(authorization = %record.id, reason = ?reason.code, "sign-in failed");
    super::advance(app, record, from, &Phase::Failed { reason, signed_in_as, expected }).await?;
    Ok(())
}

fn pending(app: &App, sign_in: SignIn) -> PendingSignIn {
    let now = app.clock.now();
    let life_s = sign_in.access_life_s.unwrap_or(renewal::NOMINAL_ACCESS_LIFE_S);
    PendingSignIn {
        identity: sign_in.identity,
        account: sign_in.account,
        renewed: Renewed {
            grant: Grant { access: sign_in.access, refresh: sign_in.refresh },
            refreshed_at: now,
            access_expires_at: now + life_s,
            ends_at: sign_in.ends_in_s.map(|seconds| now + seconds),
            due_at: renewal::due_at(now, life_s, crate::renewal::spread(app)),
        },
    }
}

fn new_connection(
    app: &App,
    record: &AuthorizationRecord,
    pending: &PendingSignIn,
    person: PersonId,
    purpose: latchkey_wire::Purpose,
) -> ConnectionRecord {
    let renewed = &pending.renewed;
    ConnectionRecord {
        id: ConnectionId::new(app.entropy.uuid()),
        person,
        purpose,
        offer: record.offer.clone(),
        identity: pending.identity.clone(),
        account: pending.account.clone(),
        settings: ConnectionSettings::default(),
        health: Health::Working,
        challenge: None,
        last_working_at: renewed.refreshed_at,
        refreshed_at: renewed.refreshed_at,
        access_expires_at: renewed.access_expires_at,
        ends_at: renewed.ends_at,
        due_at: Some(renewed.due_at),
        generation: 0,
    }
}
