//! Saves a sign-in after the decision about it ([`super::decide`]): connection, grant, outcome and audit events in one
//! transaction.

use std::time::Duration;

use latchkey_domain::{Health, PersonId, RefreshToken};
use latchkey_store::{
    AuditActor, AuditEventKind, AuthorizationRecord, ConnectionChange, ConnectionRecord, LetsIn, NewAuditEvent,
    PendingSignIn, RenewedGrant, SignedIn, StoreError, Takes,
};
use latchkey_wire::{ConnectionId, ConnectionSettings, Phase, ProblemCode, Purpose, ReasonCode};

use super::finishing::Finishing;
use super::revoke::{self, IssuedToken};
use crate::app::App;
use crate::app::hub::Topic;
use crate::problem::ApiError;
use crate::renewal::upkeep;

/// The pause between two tries to write a sign-in that the store refused, in real time.
const WRITE_PAUSE: Duration = Duration::from_secs(1);

/// The connection that a sign-in is saved to.
pub(super) enum SaveTarget {
    /// A new connection of this person.
    New { person: PersonId, purpose: Purpose },
    /// An existing connection, as it was read for the decision.
    Existing(Box<ConnectionRecord>),
}

/// What a sign-in takes from another session or person, as [`Takes`] has it.
enum TakenFrom {
    Nothing,
    Person(PersonId),
    /// The account, from this connection.
    Account(Box<ConnectionRecord>),
}

/// A sign-in about which everything is decided. Only the store has to accept it.
struct DecidedSignIn {
    record: AuthorizationRecord,
    from: Phase,
    signed_in: SignedIn,
    events: Vec<NewAuditEvent>,
    /// The connection as it was.
    before: Option<Box<ConnectionRecord>>,
    pending: PendingSignIn,
    /// The connections that change.
    ids: Vec<ConnectionId>,
    /// The people whose panes show a change.
    people: Vec<PersonId>,
    /// The tokens that this sign-in replaces.
    predecessors: Vec<IssuedToken>,
}

impl DecidedSignIn {
    /// Writes it and tells of it.
    async fn write(&self, app: &App) -> Result<(), ApiError> {
        let SignedIn { connection, grant, .. } = &self.signed_in;
        let failed = Finishing { app, record: &self.record, from: self.from.clone() };
        match app.store.finish_sign_in(&self.record.id, &self.from, &self.signed_in, &self.events).await {
            Ok(true) => {
                if let Some(before) = &self.before {
                    app.log_if_no_longer_verified(before, connection);
                }
                for id in &self.ids {
                    app.token_cache.forget(id);
                }
                if let Some(access) = grant.access() {
                    upkeep::after_sign_in(app, connection, access.clone());
                }
                super::notify_watchers(app, &self.record);
                for person in &self.people {
                    app.hub.notify_panes(&Topic::Person(person.clone()));
                }
                let is_saved = |token: &RefreshToken| grant.refresh().is_some_and(|own| own.expose() == token.expose());
                for predecessor in self.predecessors.iter().filter(|predecessor| !is_saved(&predecessor.token)) {
                    revoke::revoke_in_background(app, predecessor.clone());
                }
                Ok(())
            }
            // Cancelled in the meantime, or another sign-in was first.
            Ok(false) => failed.fail(ReasonCode::SignInNotFinished.into(), Some(self.pending.clone())).await,
            Err(StoreError::Taken) => {
                failed.fail(ReasonCode::ConnectedElsewhere.into(), Some(self.pending.clone())).await
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Writes it as soon as the store accepts it, as long as the attempt is open. The person need not sign in again.
    async fn write_when_store_is_back(self: Box<Self>, app: App) {
        while !app.is_stopping() && app.clock.now() < self.record.deadline_at {
            app.pause_until_stopping(WRITE_PAUSE).await;
            match self.write(&app).await {
                Err(error) if error.code == ProblemCode::Unavailable => {}
                Err(error) => {
                    let (authorization, code) = (&self.record.id, error.code);
                    tracing::error!(%authorization, ?code, cause = error.cause, "a sign-in could not be stored");
                    return;
                }
                Ok(()) => return,
            }
        }
    }
}

impl Finishing<'_> {
    /// Saves the connection with its new grant.
    pub(super) async fn save(
        &self,
        target: SaveTarget,
        pending: PendingSignIn,
        lets_in: LetsIn,
    ) -> Result<(), ApiError> {
        self.write(target, pending, TakenFrom::Nothing, lets_in).await
    }

    /// Saves as `save` does, and merges two people who turned out to be one: everything of `merged` moves to the connection's
    /// person.
    pub(super) async fn save_merging_person(
        &self,
        target: SaveTarget,
        pending: PendingSignIn,
        merged: PersonId,
    ) -> Result<(), ApiError> {
        self.write(target, pending, TakenFrom::Person(merged), LetsIn::Everywhere).await
    }

    /// Saves as `save` does, for a person who has proven to own the account. Deletes `replaced`, whose holder has not.
    pub(super) async fn save_replacing(
        &self,
        target: SaveTarget,
        pending: PendingSignIn,
        replaced: ConnectionRecord,
    ) -> Result<(), ApiError> {
        self.write(target, pending, TakenFrom::Account(Box::new(replaced)), LetsIn::Everywhere).await
    }

    async fn write(
        &self,
        target: SaveTarget,
        pending: PendingSignIn,
        taken: TakenFrom,
        lets_in: LetsIn,
    ) -> Result<(), ApiError> {
        let Self { app, record, ref from } = *self;
        let connection = self.signed_in_connection(&target, &pending, lets_in);
        let before = match target {
            SaveTarget::New { .. } => None,
            SaveTarget::Existing(before) => Some(before),
        };
        let mut predecessors = Vec::new();
        if let Some(before) = &before {
            predecessors.extend(IssuedToken::of(app, before).await?);
        }
        let (mut ids, mut people) = (vec![connection.id.clone()], vec![connection.person.clone()]);
        let mut events = vec![self.event(before.as_deref(), &connection).await?];
        let takes = match taken {
            TakenFrom::Nothing => Takes::Nothing,
            TakenFrom::Person(merged) => {
                people.push(merged.clone());
                Takes::Person(merged)
            }
            TakenFrom::Account(other) => {
                let actor = AuditActor::Person(connection.person.clone());
                events.push(app.new_audit_event(actor, AuditEventKind::Disconnected, &other, None).await?);
                predecessors.extend(IssuedToken::of(app, &other).await?);
                people.push(other.person);
                ids.push(other.id.clone());
                Takes::Account { from: other.id }
            }
        };
        let signed_in = SignedIn { connection, grant: pending.renewed.grant.clone(), takes, lets_in };
        let (record, from) = (record.clone(), from.clone());
        let decided =
            Box::new(DecidedSignIn { record, from, signed_in, events, before, pending, ids, people, predecessors });
        let written = Box::pin(decided.write(app)).await;
        if matches!(&written, Err(error) if error.code == ProblemCode::Unavailable) {
            app.spawn_in_background(decided.write_when_store_is_back(app.clone()));
        }
        written
    }

    /// The connection as it is after this sign-in.
    fn signed_in_connection(&self, target: &SaveTarget, pending: &PendingSignIn, lets_in: LetsIn) -> ConnectionRecord {
        let RenewedGrant { grant: _, refreshed_at, access_expires_at, ends_at, due_at, api_url, fault: _ } =
            pending.renewed.clone();
        let before = match target {
            SaveTarget::New { .. } => None,
            SaveTarget::Existing(before) => Some(before),
        };
        let (person, purpose) = match target {
            SaveTarget::New { person, purpose } => (person.clone(), *purpose),
            SaveTarget::Existing(before) => (before.person.clone(), before.purpose),
        };
        let same_account = before.filter(|before| before.identity == pending.identity);
        let was_shown = same_account.is_some_and(|before| before.owner_shown);
        ConnectionRecord {
            id: before.map_or_else(|| ConnectionId::new(self.app.entropy.uuid()), |before| before.id.clone()),
            person,
            // An attacker can talk a person into reading out a code, so a code does not show who owns the account.
            owner_shown: lets_in == LetsIn::Everywhere || was_shown,
            purpose,
            offer: self.record.offer.clone(),
            site: pending.server.clone().or_else(|| self.record.site.clone()),
            api_url,
            // The issuer stays as it was spelt, because sessions and the index of accounts compare its text.
            identity: same_account.map_or(&pending.identity, |before| &before.identity).clone(),
            account: pending.account.clone(),
            verified: pending.verified,
            facts: pending.facts.clone(),
            health: Health::Working,
            challenge: None,
            last_working_at: refreshed_at,
            refreshed_at,
            access_expires_at,
            ends_at,
            due_at,
            settings: before.map_or_else(ConnectionSettings::default, |before| before.settings.clone()),
            generation: before.map_or(0, |before| before.generation + 1),
        }
    }

    /// The audit event of this sign-in: the connection's first, a repair, a repeated one, or one with another account.
    async fn event(
        &self,
        before: Option<&ConnectionRecord>,
        connection: &ConnectionRecord,
    ) -> Result<NewAuditEvent, ApiError> {
        let (kind, from) = match before {
            None => (AuditEventKind::Connected, None),
            Some(before) if before.identity != connection.identity || before.offer != connection.offer => {
                let from = ConnectionChange::From {
                    address: before.account.address.clone(),
                    offer: before.offer.clone(),
                    site: before.site.clone(),
                };
                (AuditEventKind::Switched, Some(from))
            }
            Some(before) if before.health.is_lost() => (AuditEventKind::Repaired, None),
            Some(_) => (AuditEventKind::Refreshed, None),
        };
        let actor = AuditActor::Person(connection.person.clone());
        Ok(self.app.new_audit_event_of_change(actor, kind, connection, None, from).await?)
    }
}
