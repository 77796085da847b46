//! Whether the caller owns the account whose password is tried.

use latchkey_domain::password_budget::AccountName;
use latchkey_domain::{Failure, PersonId};
use latchkey_providers::{PasswordProvider, PasswordRefusal};
use latchkey_store::{ConnectionRecord, Grant, StoreError};
use latchkey_wire::ReasonCode;

use crate::app::App;
use crate::session::caller::Caller;

/// The caller's relation to the account.
#[derive(Clone, Debug)]
pub(crate) enum TriedBy {
    /// The person who owns a connection of this account.
    Owner {
        connection: Box<ConnectionRecord>,
        /// The account's names: the mailbox's address, and the user name to sign in with.
        names: Vec<AccountName>,
    },
    /// Any other caller. This includes a person who owns other accounts, and one who connects this account for the
    /// first time.
    Stranger(PersonId),
}

impl TriedBy {
    /// Finds the caller's relation to an account at a host. A connection that the session does not show does not count.
    /// Nor does one at another host: the operator of one listed server must not count as the owner of accounts at the
    /// others.
    pub(crate) async fn identify(
        app: &App,
        caller: &Caller,
        host: &str,
        account: &AccountName,
    ) -> Result<Self, StoreError> {
        let own = app.store.list_connections(&caller.person).await?;
        for connection in own.into_iter().filter(|connection| caller.sees(connection)) {
            if host_of(app, &connection).as_deref() == Some(host) {
                let user_name = user_name(app, &connection).await;
                let owner = Self::owner(connection, user_name.as_deref());
                if matches!(&owner, Self::Owner { names, .. } if names.iter().any(|name| name.is(account))) {
                    return Ok(owner);
                }
            }
        }
        Ok(Self::Stranger(caller.person.clone()))
    }

    /// The owner of a connection that signs in with this user name.
    pub(crate) fn owner(connection: ConnectionRecord, user_name: Option<&str>) -> Self {
        let names = [Some(connection.account.address.as_str()), user_name];
        let names = names.into_iter().flatten().map(AccountName::read).collect();
        Self::Owner { connection: Box::new(connection), names }
    }

    /// What the caller learns of a refusal. A stranger learns only that the password was of no use: answers such as "no
    /// access to that mailbox", "password expired" and "server error" may all mean that it was right. Two reasons are
    /// shown. A lock is shown, because servers report it for any password, and waiting helps. A mailbox that has moved
    /// to another service is shown, because the right password is what a person needs to learn it.
    pub(crate) fn visible_failure(&self, refused: PasswordRefusal) -> Failure {
        match (self, refused.failure.reason.code) {
            (Self::Owner { .. }, _)
            | (Self::Stranger(_), ReasonCode::AccountLocked | ReasonCode::UseAnotherService) => refused.failure,
            (Self::Stranger(_), _) if refused.password_was_shown => Failure::of(ReasonCode::PasswordRejected),
            (Self::Stranger(_), _) => refused.failure,
        }
    }
}

/// The host of a connection by password.
pub(super) fn host_of(app: &App, connection: &ConnectionRecord) -> Option<String> {
    let provider: &dyn PasswordProvider = &**app.registry.by_password(&connection.offer)?;
    Some(provider.server_host(connection.site.as_deref()?))
}

/// The realm of a connection by password.
pub(super) fn realm_of(app: &App, connection: &ConnectionRecord) -> Option<String> {
    let provider: &dyn PasswordProvider = &**app.registry.by_password(&connection.offer)?;
    Some(provider.server_realm(connection.site.as_deref()?))
}

/// The user name that a connection signs in with. `None` if the grant cannot be read.
pub(super) async fn user_name(app: &App, connection: &ConnectionRecord) -> Option<String> {
    match app.store.find_grant(&connection.id).await {
        Ok(Some(Grant::Password { user_name, .. })) => Some(user_name),
        _ => None,
    }
}
