//! Rations of wrong passwords, as `latchkey_domain::password_budget` sets them and the store counts them. A place is taken before a
//! password is shown; whatever happens after that, it is given back only if the server has surely not called it wrong.

use std::collections::BTreeSet;

use latchkey_domain::password_budget::{
    AccountName, BudgetKey, RESERVED_WRONG_ANSWERS, SHARED_WRONG_ANSWERS, STRANGERS_WRONG_ANSWERS, WINDOW_S,
};
use latchkey_providers::PasswordRefusal;
use latchkey_store::{AuditEvent, AuditEventKind, Budget, NewAuditEvent, PasswordTry, StoreError, TryReservation};
use latchkey_wire::{Account, Purpose, ReasonCode};
use serde_json::json;

use super::{NotSent, PasswordAttempt, TriedBy, tried_by};
use crate::app::App;

/// Where a password that is being shown may turn out to be right, it is worth asking again so soon, in seconds.
const AGAIN_SOON_S: i64 = 5;

/// A place in a ration.
pub(super) struct BudgetSlot {
    id: String,
}

/// Takes a place.
pub(super) async fn reserve(app: &App, attempt: &PasswordAttempt) -> Result<BudgetSlot, NotSent> {
    let password_try = new_try(app, attempt).await?;
    require_granted(app.store.reserve_try(&password_try).await?, &password_try)?;
    Ok(BudgetSlot { id: password_try.id })
}

/// Whether there is one.
pub(super) async fn preview(app: &App, attempt: &PasswordAttempt) -> Result<(), NotSent> {
    let password_try = new_try(app, attempt).await?;
    require_granted(app.store.preview_try(&password_try).await?, &password_try)
}

fn require_granted(reserved: TryReservation, password_try: &PasswordTry) -> Result<(), NotSent> {
    match reserved {
        TryReservation::Granted => Ok(()),
        TryReservation::Exhausted { in_flight: true, .. } => Err(NotSent::TooOften { retry_after_s: AGAIN_SOON_S }),
        TryReservation::Exhausted { free_at, .. } => {
            Err(NotSent::TooOften { retry_after_s: free_at - password_try.now })
        }
    }
}

/// What the attempt may be counted under. Owners draw on what everybody shares first, so that their reserve is there when
/// strangers have used that up.
async fn new_try(app: &App, attempt: &PasswordAttempt) -> Result<PasswordTry, StoreError> {
    let (now, realm) = (app.clock.now(), attempt.realm());
    let shared = |name: &String| Budget { key: BudgetKey::of_account(name), most: SHARED_WRONG_ANSWERS };
    let names = counted_names(app, attempt, &realm).await?;
    let mut accounts: Vec<_> = names.iter().map(shared).collect();
    let chances = match &attempt.tried_by {
        TriedBy::Owner { names, .. } => {
            // By the whole name: somebody of the same name in another domain has a reserve of their own.
            let whole: BTreeSet<_> = names.iter().map(AccountName::key).collect();
            let host = attempt.host();
            let reserve =
                |name: &String| Budget { key: BudgetKey::of_owners(&host, name), most: RESERVED_WRONG_ANSWERS };
            vec![accounts, whole.iter().map(reserve).collect()]
        }
        TriedBy::Stranger(_) => {
            accounts.push(Budget { key: BudgetKey::of_strangers(&realm), most: STRANGERS_WRONG_ANSWERS });
            vec![accounts]
        }
    };
    Ok(PasswordTry { id: app.entropy.uuid(), chances, now, until: now + WINDOW_S })
}

/// Every name under which the account is throttled: the one that was typed, and those that a connection of this address is
/// known to sign in with, whosever it is.
async fn counted_names(app: &App, attempt: &PasswordAttempt, realm: &str) -> Result<BTreeSet<String>, StoreError> {
    let account = AccountName::read(&attempt.typed.user_name);
    let mut names = BTreeSet::from([account.counted_name()]);
    if let TriedBy::Owner { names: known, .. } = &attempt.tried_by {
        names.extend(known.iter().map(AccountName::counted_name));
    } else if let Some(address) = account.as_address() {
        for connection in app.store.find_connections_by_address(&address, Purpose::Mailbox).await? {
            if tried_by::realm_of(app, &connection).as_deref() == Some(realm)
                && let Some(user_name) = tried_by::user_name(app, &connection).await
            {
                names.insert(AccountName::read(&user_name).counted_name());
            }
        }
    }
    Ok(names)
}

/// What an answer does to the place.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Verdict {
    /// Surely not a wrong password.
    NotWrong,
    /// Wrong, or to be counted as that.
    Wrong,
    /// The connection broke while the password was on its way.
    Unknown,
}

/// A stranger's password counts as wrong even if it may have been right: what is counted must not tell.
fn verdict(tried_by: &TriedBy, refused: &PasswordRefusal) -> Verdict {
    let is_stranger = matches!(tried_by, TriedBy::Stranger(_));
    match refused.failure.reason.code {
        _ if !refused.password_was_shown => Verdict::NotWrong,
        ReasonCode::UseAnotherService => Verdict::NotWrong,
        ReasonCode::ServerUnreachable => Verdict::Unknown,
        code if is_stranger || code == ReasonCode::PasswordRejected => Verdict::Wrong,
        _ => Verdict::NotWrong,
    }
}

impl BudgetSlot {
    /// The password was right, or not shown.
    pub(super) async fn release(self, app: &App) {
        Self::log_failure(app.store.release_try(&self.id).await);
    }

    /// Counts the answer, and writes a wrong one into the journal.
    pub(super) async fn settle(self, app: &App, attempt: &PasswordAttempt, refused: &PasswordRefusal) {
        match verdict(&attempt.tried_by, refused) {
            Verdict::NotWrong => self.release(app).await,
            Verdict::Unknown => Self::log_failure(app.store.confirm_try(&self.id, &[]).await),
            Verdict::Wrong => {
                Self::log_failure(app.store.confirm_try(&self.id, &[new_rejection_event(app, attempt, refused)]).await)
            }
        }
    }

    /// What the store did not take stays counted for as long as a wrong answer does.
    fn log_failure(written: Result<(), StoreError>) {
        if let Err(error) = written {
            tracing::error!(%error, "the outcome of a password attempt could not be counted");
        }
    }
}

/// For the journal alone, which strangers do not read: the server's own reason stands in it.
fn new_rejection_event(app: &App, attempt: &PasswordAttempt, refused: &PasswordRefusal) -> NewAuditEvent {
    let (by, connection) = match &attempt.tried_by {
        TriedBy::Owner { connection, .. } => ("owner", Some(connection.id.clone())),
        TriedBy::Stranger(_) => ("stranger", None),
    };
    let detail = json!({
        "by": by,
        "offer": attempt.offer,
        "server": attempt.server,
        "mailbox": attempt.typed.mailbox,
    });
    let event = AuditEvent {
        connection,
        account: Some(Account { address: attempt.typed.user_name.clone(), name: None }),
        reason: Some(refused.failure.reason.clone()),
        detail: Some(detail.to_string()),
        ..app.plain_audit_event(attempt.actor.clone(), AuditEventKind::PasswordRejected)
    };
    event.into()
}
