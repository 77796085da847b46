//! Budgets of wrong passwords. `latchkey_domain::password_budget` defines them, and the store counts. A slot is
//! reserved before a password is sent. It is released only if the server certainly did not reject the password.

use std::collections::BTreeSet;

use latchkey_domain::password_budget::{
    AccountName, BudgetKey, RESERVED_WRONG_ANSWERS, SHARED_WRONG_ANSWERS, STRANGERS_WRONG_ANSWERS, WINDOW_S,
};
use latchkey_providers::PasswordRefusal;
use latchkey_store::{
    AuditDetail, AuditEvent, AuditEventKind, Budget, NewAuditEvent, PasswordSender, PasswordTry, StoreError,
    TryReservation,
};
use latchkey_wire::{Account, Purpose, ReasonCode};

use super::{NotSent, PasswordAttempt, TriedBy, tried_by};
use crate::app::App;

/// How soon to try again while another attempt is under way, in seconds: its password may turn out to be right.
const AGAIN_SOON_S: i64 = 5;

/// A reserved slot in a budget.
pub(super) struct BudgetSlot {
    id: String,
}

/// Reserves a slot.
pub(super) async fn reserve(app: &App, attempt: &PasswordAttempt) -> Result<BudgetSlot, NotSent> {
    let password_try = new_try(app, attempt).await?;
    require_granted(app.store.reserve_try(&password_try).await?, &password_try)?;
    Ok(BudgetSlot { id: password_try.id })
}

/// Checks whether a slot is free, without reserving it.
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

/// The budgets that the attempt may be counted in. Owners use the shared budget first, so that their reserve is left
/// when strangers have used up the shared one.
async fn new_try(app: &App, attempt: &PasswordAttempt) -> Result<PasswordTry, StoreError> {
    let (now, realm) = (app.clock.now(), attempt.realm());
    let shared = |name: &String| Budget { key: BudgetKey::of_account(name), most: SHARED_WRONG_ANSWERS };
    let names = counted_names(app, attempt, &realm).await?;
    let mut accounts: Vec<_> = names.iter().map(shared).collect();
    let chances = match &attempt.tried_by {
        TriedBy::Owner { names, .. } => {
            // The reserve is counted by the whole name: a person with the same name in another domain has a separate reserve.
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

/// Every name that the account is counted under: the typed name, and the user names of all connections with this
/// address.
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

/// How an answer counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Verdict {
    /// Certainly not a wrong password.
    NotWrong,
    /// A wrong password, or counted as one.
    Wrong,
    /// The connection broke while the password was being sent.
    Unknown,
}

/// A stranger's password counts as wrong even if it may have been right, so that the count reveals nothing.
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
    /// Releases the slot: the password was right, or was not sent.
    pub(super) async fn release(self, app: &App) {
        Self::log_failure(app.store.release_try(&self.id).await);
    }

    /// Counts the answer, and records a wrong password in the journal.
    pub(super) async fn settle(self, app: &App, attempt: &PasswordAttempt, refused: &PasswordRefusal) {
        match verdict(&attempt.tried_by, refused) {
            Verdict::NotWrong => self.release(app).await,
            Verdict::Unknown => Self::log_failure(app.store.confirm_try(&self.id, &[]).await),
            Verdict::Wrong => {
                let event = new_rejection_event(app, attempt, refused);
                Self::log_failure(app.store.confirm_try(&self.id, &[event]).await);
            }
        }
    }

    /// If the write fails, the slot stays counted for as long as a wrong password.
    fn log_failure(written: Result<(), StoreError>) {
        if let Err(error) = written {
            tracing::error!(%error, "the outcome of a password attempt could not be counted");
        }
    }
}

/// An audit event with the server's own reason. Only the journal has it, which strangers cannot read.
fn new_rejection_event(app: &App, attempt: &PasswordAttempt, refused: &PasswordRefusal) -> NewAuditEvent {
    let (by, connection) = match &attempt.tried_by {
        TriedBy::Owner { connection, .. } => (PasswordSender::Owner, Some(connection.id.clone())),
        TriedBy::Stranger(_) => (PasswordSender::Stranger, None),
    };
    let detail = AuditDetail::Password {
        by,
        offer: attempt.offer.clone(),
        server: attempt.server.clone(),
        mailbox: attempt.typed.mailbox.clone(),
    };
    let event = AuditEvent {
        connection,
        account: Some(Account { address: attempt.typed.user_name.clone(), name: None }),
        reason: Some(refused.failure.reason.clone()),
        detail: Some(detail),
        ..app.plain_audit_event(attempt.actor.clone(), AuditEventKind::PasswordRejected)
    };
    event.into()
}
