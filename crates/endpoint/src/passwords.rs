//! Sign-ins by password, which need no window. Each press of the button is one attempt. An attempt that has run returns
//! its outcome and never runs again. A rejected password is not sent to the server a second time. A locked account is
//! left alone. No background task sends a password: it probes the server without one.
//!
//! A budget limits the wrong passwords for each account ([`budget`]). The caller's relation to the account decides what
//! the caller learns ([`tried_by`]): a stranger does not learn whether a password was right.

mod budget;
mod stored;
mod tried_by;

use std::sync::Arc;

use latchkey_domain::Failure;
use latchkey_domain::password_budget::AccountName;
use latchkey_providers::{PasswordCredentials, PasswordOutcome, PasswordProvider, PasswordRefusal};
use latchkey_store::{AuditActor, StoreError};
use latchkey_wire::{OfferId, ReasonCode};

use crate::app::App;
use crate::app::rejected_passwords::Mark;
use budget::BudgetSlot;
pub(crate) use stored::{
    NotChecked, StoredPassword, check, ensure_check_allowed, is_settled, new_password_grant, probe,
};
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
