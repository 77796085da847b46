//! Sign-ins by password, where there is no window to sign in in. One press is one try: an attempt that has tried once
//! answers how that went and never tries again, a password that was rejected is not shown to the server a second time, a
//! locked account is left alone, and nothing tries a password in the background: what goes on there is a look at the
//! server, which shows none.
//!
//! How often a password may be wrong is rationed by the account that is tried ([`budget`]), and what is answered depends on
//! whose account it is ([`tried_by`]): a stranger is not told whether a password was right.

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

/// A password that somebody wants shown.
pub(crate) struct PasswordAttempt {
    pub(crate) provider: Arc<dyn PasswordProvider>,
    pub(crate) offer: OfferId,
    pub(crate) server: String,
    pub(crate) typed: PasswordCredentials,
    pub(crate) tried_by: TriedBy,
    pub(crate) actor: AuditActor,
}

/// Why a password is not shown.
pub(crate) enum NotSent {
    /// The answer is known.
    Known(Failure),
    /// There were too many wrong ones for this account, or too many at this server; again after so many seconds.
    TooOften { retry_after_s: i64 },
    /// The store does not say.
    Store(StoreError),
}

impl From<StoreError> for NotSent {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Leave to show a password once. It counts as wrong until its answer is known.
pub(crate) struct PasswordPermit {
    attempt: PasswordAttempt,
    slot: BudgetSlot,
}

/// Whether a password may be shown: not one that was rejected before, not for a locked account, and not beyond the ration.
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
    /// Shows the password, once.
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

    /// Does not show it after all.
    pub(crate) async fn release(self, app: &App) {
        self.slot.release(app).await;
    }
}

impl PasswordAttempt {
    /// Writes down what a refusal means, and answers what whoever asked may know of it.
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

    /// Whether a stranger would learn at a directory that a password is right, which tells everybody who signs in where any
    /// mailbox is. Only one that could be the account's own is looked for there; who has other names types the server's
    /// address.
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

    /// What a rejected password is remembered by. Each stranger has a memory of their own: in a shared one, they could find
    /// what somebody else has typed, and could put something there. The mailbox belongs to it, because what they are told may
    /// be about the mailbox.
    fn mark(&self) -> Mark<'_> {
        let account = AccountName::read(&self.typed.user_name).key();
        let mut parts = match &self.tried_by {
            TriedBy::Owner { connection, .. } => vec!["owner".to_owned(), connection.id.as_str().to_owned()],
            TriedBy::Stranger(person) => vec![person.0.clone(), self.typed.mailbox.to_lowercase()],
        };
        parts.extend([self.realm(), account]);
        Mark { parts, password: Some(&self.typed.password) }
    }

    /// What a locked account is remembered by: the first is what is noted. Strangers leave it alone too if its owner met it.
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

/// Why a stored password was not found to work.
pub(crate) enum NotChecked {
    /// It does not, or the server does not say.
    Failed(Failure),
    /// It may not be shown just now; nothing is known.
    Deferred,
    /// The store does not say whether it may.
    Store(StoreError),
}

/// Whether a stored password still works: one try, because somebody asked.
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

/// Refuses to check a stored password while it may not be shown.
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

/// Whether showing a stored password again can bring nothing else: the person has to type another one, or has ended it. What
/// waits for an administrator may have been put right by now.
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

/// Whether the server is back, after it did not serve: then the connection works as it did before, for nobody has said
/// anything against its password. It is not shown.
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
    // Taken out of the configuration. The grant is kept, in case it comes back.
    let misconfigured = || Failure::of(ReasonCode::Misconfigured).with_reference(connection.offer.as_str());
    let provider = app.registry.by_password(&connection.offer).ok_or_else(misconfigured)?;
    Ok((provider, connection.site.as_deref().ok_or_else(misconfigured)?))
}

/// What the store has of a sign-in by password.
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

/// What is kept of a password that is good: it ends when somebody changes it, and nothing renews it.
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
