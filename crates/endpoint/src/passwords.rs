//! Sign-ins by password, which need no window. Each press of the button is one attempt. An attempt that has run returns
//! its outcome and never runs again. A rejected password is not sent to the server a second time. A locked account is
//! left alone. No background task sends a password: it probes the server without one.
//!
//! A budget limits the wrong passwords for each account ([`budget`]). The caller's relation to the account decides what
//! the caller learns ([`tried_by`]): a stranger does not learn whether a password was right.

mod budget;
mod tried_by;

use std::sync::Arc;

use latchkey_domain::password_budget::AccountName;
use latchkey_domain::{Failure, Health, Password};
use latchkey_providers::{PasswordCredentials, PasswordOutcome, PasswordProvider, PasswordRefusal};
use latchkey_store::{AuditActor, ConnectionRecord, Grant, RenewedGrant, StoreError};
use latchkey_wire::{OfferId, ProblemCode, ReasonCode, UnixSeconds};

use crate::app::App;
use crate::app::rejected_passwords::Mark;
use crate::problem::ApiError;
use budget::BudgetSlot;
pub(crate) use tried_by::TriedBy;

/// A request to send a password to a server.
pub(crate) struct PasswordAttempt {
    pub(crate) provider: Arc<dyn PasswordProvider>,
    pub(crate) offer: OfferId,
    pub(crate) server: String,
    pub(crate) typed: PasswordCredentials,
    pub(crate) tried_by: TriedBy,
    pub(crate) actor: AuditActor,
}

/// Why a password is not sent.
pub(crate) enum NotSent {
    /// The outcome is already known.
    Known(Failure),
    /// The budget of wrong passwords is used up, for this account or this server. The caller may try again after this
    /// many seconds.
    TooOften { retry_after_s: i64 },
    /// The store failed.
    Store(StoreError),
}

impl From<StoreError> for NotSent {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Permission to send a password once. It counts as a wrong password until the outcome is known.
pub(crate) struct PasswordPermit {
    attempt: PasswordAttempt,
    slot: BudgetSlot,
}

/// Admits a password attempt. Refuses a password that was rejected before, a locked account, and an attempt beyond the
/// budget.
pub(crate) async fn admit(app: &App, attempt: PasswordAttempt) -> Result<PasswordPermit, NotSent> {
    let now = app.clock.now();
    if app.rejected_passwords.has(&attempt.mark(), now) {
        return Err(NotSent::Known(Failure::of(ReasonCode::PasswordRejected)));
    }
    if attempt.locks().iter().any(|lock| app.rejected_passwords.has(lock, now)) {
        return Err(NotSent::Known(Failure::of(ReasonCode::AccountLocked)));
    }
    if attempt.has_foreign_mailbox() {
        return Err(NotSent::Known(Failure::of(ReasonCode::ServerNotFound)));
    }
    let slot = budget::reserve(app, &attempt).await?;
    Ok(PasswordPermit { attempt, slot })
}

impl PasswordPermit {
    /// Sends the password, once.
    pub(crate) async fn send(self, app: &App) -> (PasswordCredentials, Result<PasswordOutcome, Failure>) {
        let Self { attempt, slot } = self;
        let tried = attempt.provider.sign_in(&attempt.server, &attempt.typed, &*app.entropy, app.clock.now()).await;
        let answer = match tried {
            Ok(tried) => {
                slot.release(app).await;
                Ok(tried)
            }
            Err(refused) => Err(attempt.conclude(app, slot, refused).await),
        };
        (attempt.typed, answer)
    }

    /// Returns the permission unused.
    pub(crate) async fn release(self, app: &App) {
        self.slot.release(app).await;
    }
}

impl PasswordAttempt {
    /// Records a refusal, and returns what the caller may learn of it.
    async fn conclude(&self, app: &App, slot: BudgetSlot, refused: PasswordRefusal) -> Failure {
        let now = app.clock.now();
        if refused.failure.reason.code == ReasonCode::AccountLocked {
            app.rejected_passwords.record_locked(&self.locks()[0], now);
        }
        slot.settle(app, self, &refused).await;
        let shown = refused.password_was_shown;
        let answer = self.tried_by.visible_failure(refused);
        if shown && answer.reason.code == ReasonCode::PasswordRejected {
            app.rejected_passwords.record(&self.mark(), now);
        }
        answer
    }

    /// Whether the mailbox differs from the account's name in a stranger's attempt at a directory. A directory tells
    /// everyone who signs in where any mailbox is, so the answer would reveal that the password is right. A person with
    /// another user name types the server's address.
    fn has_foreign_mailbox(&self) -> bool {
        let user = |name: &str| AccountName::read(name).counted_name();
        matches!(self.tried_by, TriedBy::Stranger(_))
            && self.provider.is_directory(&self.server)
            && user(&self.typed.mailbox) != user(&self.typed.user_name)
    }

    fn host(&self) -> String {
        self.provider.server_host(&self.server)
    }

    fn realm(&self) -> String {
        self.provider.server_realm(&self.server)
    }

    /// The mark for a rejected password. Each stranger has marks of their own: with shared marks, a stranger could find
    /// out, or influence, what another person has typed. The mailbox is part of the mark, because the answer may be
    /// about the mailbox.
    fn mark(&self) -> Mark<'_> {
        let account = AccountName::read(&self.typed.user_name).key();
        let mut parts = match &self.tried_by {
            TriedBy::Owner { connection, .. } => vec!["owner".to_owned(), connection.id.as_str().to_owned()],
            TriedBy::Stranger(person) => vec![person.0.clone(), self.typed.mailbox.to_lowercase()],
        };
        parts.extend([self.realm(), account]);
        Mark { parts, password: Some(&self.typed.password) }
    }

    /// The marks for a locked account. The first one is recorded. Strangers also respect the mark that the owner's
    /// attempt left.
    fn locks(&self) -> Vec<Mark<'static>> {
        let account = AccountName::read(&self.typed.user_name).key();
        let kinds: &[&str] = match self.tried_by {
            TriedBy::Owner { .. } => &["owner"],
            TriedBy::Stranger(_) => &["stranger", "owner"],
        };
        let lock = |kind: &&str| Mark { parts: vec![(*kind).to_owned(), self.host(), account.clone()], password: None };
        kinds.iter().map(lock).collect()
    }
}

/// Why a stored password was not confirmed.
pub(crate) enum NotChecked {
    /// The password does not work, or the server did not answer.
    Failed(Failure),
    /// The password may not be sent now. Nothing is known.
    Deferred,
    /// The store failed.
    Store(StoreError),
}

/// Checks with one attempt whether a stored password still works. A person or an engine asked for this.
pub(crate) async fn check(
    app: &App,
    connection: &ConnectionRecord,
    stored: StoredPassword<'_>,
) -> Result<RenewedGrant, NotChecked> {
    let attempt = attempt_with_stored(app, connection, stored).map_err(NotChecked::Failed)?;
    let permit = admit(app, attempt).await.map_err(|not_sent| match not_sent {
        NotSent::Known(failure) => NotChecked::Failed(failure),
        NotSent::TooOften { .. } => NotChecked::Deferred,
        NotSent::Store(error) => NotChecked::Store(error),
    })?;
    let (typed, tried) = permit.send(app).await;
    tried.map_err(NotChecked::Failed)?;
    let scheme_hint = typed.scheme_hint.clone();
    Ok(new_password_grant(app.clock.now(), typed, scheme_hint))
}

/// Refuses a check while the stored password may not be sent.
pub(crate) async fn ensure_check_allowed(app: &App, connection: &ConnectionRecord) -> Result<(), ApiError> {
    if app.registry.by_password(&connection.offer).is_none() || is_settled(&connection.health) {
        return Ok(());
    }
    let Some(Grant::Password { user_name, password, scheme_hint }) = app.store.find_grant(&connection.id).await? else {
        return Ok(());
    };
    let stored = StoredPassword { user_name: &user_name, password: &password, scheme_hint: scheme_hint.as_deref() };
    let Ok(attempt) = attempt_with_stored(app, connection, stored) else { return Ok(()) };
    match budget::preview(app, &attempt).await {
        Err(NotSent::TooOften { retry_after_s }) => Err(ApiError::wait(ProblemCode::TooManyRequests, retry_after_s)),
        Err(NotSent::Store(error)) => Err(error.into()),
        Ok(()) | Err(NotSent::Known(_)) => Ok(()),
    }
}

/// Whether sending the stored password again would be of no use, because the person must type another one or has ended
/// the connection. A state that waits for an administrator may have been fixed meanwhile.
pub(crate) fn is_settled(health: &Health) -> bool {
    matches!(health, Health::NeedsSignIn { .. } | Health::Disconnected { .. })
}

fn attempt_with_stored(
    app: &App,
    connection: &ConnectionRecord,
    stored: StoredPassword<'_>,
) -> Result<PasswordAttempt, Failure> {
    let (provider, server) = provider_of(app, connection)?;
    Ok(PasswordAttempt {
        provider: Arc::clone(provider),
        offer: connection.offer.clone(),
        server: server.to_owned(),
        typed: stored.typed(connection),
        tried_by: TriedBy::owner(connection.clone(), Some(stored.user_name)),
        actor: AuditActor::Endpoint,
    })
}

/// Probes a server that did not answer before, without sending the password. If it answers, the connection works as
/// before, because its password was not rejected.
pub(crate) async fn probe(
    app: &App,
    connection: &ConnectionRecord,
    stored: StoredPassword<'_>,
) -> Result<RenewedGrant, Failure> {
    let (provider, server) = provider_of(app, connection)?;
    provider.probe(server, &connection.account.address, stored.scheme_hint).await?;
    let typed = stored.typed(connection);
    let scheme_hint = typed.scheme_hint.clone();
    Ok(new_password_grant(connection.refreshed_at, typed, scheme_hint))
}

fn provider_of<'a>(
    app: &'a App,
    connection: &'a ConnectionRecord,
) -> Result<(&'a Arc<dyn PasswordProvider>, &'a str), Failure> {
    // The offer was removed from the configuration. The grant stays, in case the offer returns.
    let misconfigured = || Failure::of(ReasonCode::Misconfigured).with_reference(connection.offer.as_str());
    let provider = app.registry.by_password(&connection.offer).ok_or_else(misconfigured)?;
    Ok((provider, connection.site.as_deref().ok_or_else(misconfigured)?))
}

/// A stored password, with its user name and scheme hint.
#[derive(Clone, Copy)]
pub(crate) struct StoredPassword<'a> {
    pub(crate) user_name: &'a str,
    pub(crate) password: &'a Password,
    pub(crate) scheme_hint: Option<&'a str>,
}

impl StoredPassword<'_> {
    fn typed(self, connection: &ConnectionRecord) -> PasswordCredentials {
        PasswordCredentials {
            mailbox: connection.account.address.clone(),
            user_name: self.user_name.to_owned(),
            password: self.password.clone(),
            scheme_hint: self.scheme_hint.map(str::to_owned),
        }
    }
}

/// The grant for a password that works. It has no end: it works until the password is changed, and nothing renews it.
pub(crate) fn new_password_grant(
    now: UnixSeconds,
    typed: PasswordCredentials,
    scheme_hint: Option<String>,
) -> RenewedGrant {
    RenewedGrant {
        grant: Grant::Password { user_name: typed.user_name, password: typed.password, scheme_hint },
        refreshed_at: now,
        access_expires_at: now,
        ends_at: None,
        due_at: None,
        api_url: None,
        fault: None,
    }
}
