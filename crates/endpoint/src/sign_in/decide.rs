//! Decides what a successful sign-in may change. The same-account guard is here. [`super::save`] writes what was decided.

use latchkey_domain::{PersonId, is_same_issuer};
use latchkey_providers::CompletedSignIn;
use latchkey_store::{AuthorizationRecord, ConnectionRecord, KeyScope, LetsIn, PendingSignIn};
use latchkey_wire::{ConnectionId, Intent, Phase, ProblemCode, ReasonCode, UnixSeconds};

use super::finishing::Finishing;
use super::pending::pending_sign_in;
use super::save::SaveTarget;
use crate::app::App;
use crate::problem::ApiError;
use crate::session::caller::Caller;

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
    /// Nothing shows it. Only a refresh of the connection's own account is finished all the same.
    Nothing,
}

impl ShownBy {
    /// What the pane's session shows afterwards. A person can be talked into reading out a code, so a code lets a session in to
    /// the one connection that it was for.
    fn lets_in(self, now: UnixSeconds) -> LetsIn {
        match self {
            Self::Key | Self::Password | Self::HostSignOn => LetsIn::Everywhere,
            Self::Code | Self::Nothing => LetsIn::ConnectionAlone { at: now },
        }
    }

    /// Whether this proves who the person is, beyond this one connection.
    fn is_whole(self) -> bool {
        matches!(self, Self::Key | Self::Password | Self::HostSignOn)
    }
}

/// Continues after the code exchange. With a key, the person at the pane is known. Without one, a refresh by the same account
/// is finished, and any other sign-in waits for proof.
pub(super) async fn after_exchange(
    app: &App,
    record: &AuthorizationRecord,
    sign_in: CompletedSignIn,
) -> Result<(), ApiError> {
    let finishing = Finishing::new(app, record, Phase::Finishing);
    let pending = match pending_sign_in(app, record, sign_in).await? {
        Ok(pending) => pending,
        Err(reason) => return finishing.fail(reason, None).await,
    };
    let has_key = record.has_key();
    match &record.intent {
        _ if has_key => finishing.after_proof(pending, ShownBy::Key).await,
        Intent::Refresh { connection } => finishing.refresh(connection, pending, ShownBy::Nothing).await,
        Intent::Connect { .. } | Intent::Change { .. } => {
            finishing.wait_for_person(&Phase::AwaitingProof, &pending).await
        }
    }
}

/// Continues after the server accepted the password. It was typed in the pane, so no proof is needed. The person named the
/// mailbox, so no question is asked.
pub(super) async fn after_password(
    app: &App,
    record: &AuthorizationRecord,
    pending: PendingSignIn,
) -> Result<(), ApiError> {
    let finishing = Finishing::new(app, record, Phase::Finishing);
    match &record.intent {
        Intent::Refresh { connection } => finishing.refresh(connection, pending, ShownBy::Password).await,
        Intent::Change { connection, .. } => {
            let named = pending.account.address.clone();
            finishing.change(connection, Some(&named), pending, ShownBy::Password).await
        }
        Intent::Connect { .. } => finishing.connect(pending, ShownBy::Password).await,
    }
}

/// Continues after the person confirmed that the connection switches to the account that signed in.
pub(super) async fn after_confirmed_switch(app: &App, record: &AuthorizationRecord) -> Result<(), ApiError> {
    let (Phase::AwaitingSwitch { .. }, Some(pending)) = (&record.phase, record.pending.clone()) else {
        return Err(ApiError::new(ProblemCode::AuthorizationOver));
    };
    let Intent::Change { connection, .. } = &record.intent else {
        return Err(ApiError::new(ProblemCode::AuthorizationOver));
    };
    let finishing = Finishing::new(app, record, record.phase.clone());
    let Some((existing, _)) = finishing.own_connection(connection).await? else {
        return finishing.fail(ReasonCode::SignInNotFinished.into(), Some(pending)).await;
    };
    // The person gave the proof before this question, and it already let the session see the connection.
    let has_key = record.has_key();
    let by = if has_key { ShownBy::Key } else { ShownBy::Code };
    let taken = app.store.find_connection_by_identity(&pending.identity, existing.purpose).await?;
    let taken = taken.filter(|taken| taken.id != existing.id && !taken.owner_shown && by.is_whole());
    finishing.move_to_account(existing, taken, pending, by).await
}

impl Finishing<'_> {
    /// Continues once the person at the pane is known to be the one who signed in.
    pub(super) async fn after_proof(&self, pending: PendingSignIn, by: ShownBy) -> Result<(), ApiError> {
        match &self.record.intent {
            Intent::Refresh { connection } => self.refresh(connection, pending, by).await,
            Intent::Change { connection, account, .. } => {
                self.change(connection, account.as_deref(), pending, by).await
            }
            Intent::Connect { .. } => self.connect(pending, by).await,
        }
    }

    /// Creates the connection, or gives the session the one that the account already has.
    async fn connect(&self, pending: PendingSignIn, by: ShownBy) -> Result<(), ApiError> {
        let Self { app, record, .. } = *self;
        let purpose = app.service(&record.offer)?.purpose();
        let Some(session) = app.store.find_session(record.session, app.clock.now()).await? else {
            return self.fail(ReasonCode::SignInNotFinished.into(), Some(pending)).await;
        };
        let own = app.store.list_connections(&session.person).await?;
        let existing = app.store.find_connection_by_identity(&pending.identity, purpose).await?;
        let refuse = |code: ReasonCode| self.fail(code.into(), Some(pending.clone()));
        let refuse_beside =
            |other: ConnectionRecord| self.fail_between(ReasonCode::WrongAccount, other.account, pending.clone());
        let other = own.iter().find(|own| own.purpose == purpose).cloned();
        let target = match existing {
            // A code let this sidebar in to the connection, perhaps among others. Now a stronger proof shows that the owner
            // is here.
            Some(existing) if is_shared_with_code_holders(&existing, &session.scope, by) => {
                return self.separate(pending, existing).await;
            }
            // An attacker may have talked the owner into reading out a code, and so hold a connection of the account. The
            // owner gets a separate connection.
            Some(existing)
                if existing.person != session.person
                    && !existing.owner_shown
                    && by.is_whole()
                    && session.scope == KeyScope::All =>
            {
                if let Some(other) = other {
                    return refuse_beside(other).await;
                }
                let own = SaveTarget::New { person: session.person, purpose };
                return self.save_replacing(own, pending, existing).await;
            }
            // A person who proves to own the account gets its connection back, unless that would cost them connections of
            // their own.
            Some(existing) if existing.person == session.person || own.is_empty() => {
                SaveTarget::Existing(Box::new(existing))
            }
            // A person who began with another account, and is now recognised, keeps the connections of both.
            Some(existing)
                if by.is_whole()
                    && session.scope == KeyScope::All
                    && fit_together(&own, &app.store.list_connections(&existing.person).await?) =>
            {
                return self
                    .save_merging_person(SaveTarget::Existing(Box::new(existing)), pending, session.person)
                    .await;
            }
            Some(_) => return refuse(ReasonCode::ConnectedElsewhere).await,
            // Only a typed code let the session in to the connections that it shows. So nothing says whose the new one would
            // be.
            None if session.scope != KeyScope::All => return refuse(ReasonCode::SidebarLimited).await,
            None => match other {
                Some(other) => return refuse_beside(other).await,
                None => SaveTarget::New { person: session.person, purpose },
            },
        };
        self.save(target, pending, self.lets_in(by)).await
    }

    async fn refresh(&self, id: &ConnectionId, pending: PendingSignIn, by: ShownBy) -> Result<(), ApiError> {
        let Some((existing, scope)) = self.own_connection(id).await? else {
            return self.fail_unseen(ReasonCode::ConnectedElsewhere.into(), pending).await;
        };
        if existing.identity == pending.identity {
            if is_shared_with_code_holders(&existing, &scope, by) {
                return self.separate(pending, existing).await;
            }
            return self.save(SaveTarget::Existing(Box::new(existing)), pending, self.lets_in(by)).await;
        }
        // Accounts of two organisations can have the same name, or names that look the same. The organisation then tells them
        // apart.
        let same_name = existing.account.address.eq_ignore_ascii_case(&pending.account.address);
        let tells_organisations_apart = self.app.service(&self.record.offer)?.tells_organisations_apart();
        let same_issuer = is_same_issuer(&existing.identity.issuer, &pending.identity.issuer);
        let code = if !same_issuer && (same_name || tells_organisations_apart) {
            ReasonCode::WrongOrganisation
        } else {
            ReasonCode::WrongAccount
        };
        // The window had no key, so the person who signed in may have followed another person's link.
        if by == ShownBy::Nothing {
            return self.fail_unseen(code.into(), pending).await;
        }
        self.fail_between(code, existing.account, pending).await
    }

    /// Moves the connection to the account that signed in, if that is the connection's own account, or the one that the
    /// person named. Otherwise asks the person.
    async fn change(
        &self,
        id: &ConnectionId,
        chosen: Option<&str>,
        pending: PendingSignIn,
        by: ShownBy,
    ) -> Result<(), ApiError> {
        let Some((existing, scope)) = self.own_connection(id).await? else {
            return self.fail(ReasonCode::ConnectedElsewhere.into(), Some(pending)).await;
        };
        let taken = self.app.store.find_connection_by_identity(&pending.identity, existing.purpose).await?;
        let taken = taken.filter(|taken| taken.id != existing.id);
        let may_replace = |taken: &ConnectionRecord| {
            !taken.owner_shown && taken.person != existing.person && by.is_whole() && scope == KeyScope::All
        };
        if taken.as_ref().is_some_and(|taken| !may_replace(taken)) {
            return self.fail(ReasonCode::ConnectedElsewhere.into(), Some(pending)).await;
        }
        if existing.identity == pending.identity {
            if is_shared_with_code_holders(&existing, &scope, by) {
                return self.separate(pending, existing).await;
            }
            return self.save(SaveTarget::Existing(Box::new(existing)), pending, self.lets_in(by)).await;
        }
        // A session that a typed code let in may repair a connection, but not switch it to another account.
        if scope != KeyScope::All {
            return self.fail(ReasonCode::SidebarLimited.into(), Some(pending)).await;
        }
        let signed_in = &pending.account.address;
        if chosen.unwrap_or(&existing.account.address).eq_ignore_ascii_case(signed_in) {
            return self.move_to_account(existing, taken, pending, by).await;
        }
        let asking = Phase::AwaitingSwitch { account: pending.account.clone(), current: existing.account };
        self.wait_for_person(&asking, &pending).await
    }

    /// Moves a connection to the account that signed in. `taken` is the connection that this account already has, if only
    /// codes say who owns it. It is replaced.
    async fn move_to_account(
        &self,
        existing: ConnectionRecord,
        taken: Option<ConnectionRecord>,
        pending: PendingSignIn,
        by: ShownBy,
    ) -> Result<(), ApiError> {
        let target = SaveTarget::Existing(Box::new(existing));
        match taken {
            Some(taken) => self.save_replacing(target, pending, taken).await,
            None => self.save(target, pending, self.lets_in(by)).await,
        }
    }

    /// Gives the session a new person and a connection of its own. They replace a connection whose owner only codes have
    /// shown.
    async fn separate(&self, pending: PendingSignIn, existing: ConnectionRecord) -> Result<(), ApiError> {
        let own = SaveTarget::New { person: PersonId(self.app.entropy.uuid()), purpose: existing.purpose };
        self.save_replacing(own, pending, existing).await
    }

    /// The connection, if the session that began this sign-in still shows it, and everything that this session shows.
    async fn own_connection(&self, id: &ConnectionId) -> Result<Option<(ConnectionRecord, KeyScope)>, ApiError> {
        let session = self.app.store.find_session(self.record.session, self.app.clock.now()).await?;
        let found = self.app.store.find_connection(id).await?.zip(session.map(Caller::from));
        Ok(found.filter(|(found, caller)| caller.sees(found)).map(|(found, caller)| (found, caller.scope)))
    }

    fn lets_in(&self, by: ShownBy) -> LetsIn {
        by.lets_in(self.app.clock.now())
    }
}

/// Whether the owner of a connection, whom only codes have shown so far, now proves to be at a session that a code let in.
/// Other holders of codes may be strangers, so the owner gets a separate connection.
fn is_shared_with_code_holders(existing: &ConnectionRecord, scope: &KeyScope, by: ShownBy) -> bool {
    !existing.owner_shown && by.is_whole() && *scope != KeyScope::All
}

/// Whether these connections can belong to one person.
fn fit_together(some: &[ConnectionRecord], others: &[ConnectionRecord]) -> bool {
    some.iter().all(|one| others.iter().all(|other| one.purpose != other.purpose))
}
