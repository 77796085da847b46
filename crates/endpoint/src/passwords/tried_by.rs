//! Whose account a password is tried for, as far as the session that asks is concerned.

use latchkey_domain::password_budget::AccountName;
use latchkey_domain::{Failure, PersonId};
use latchkey_providers::{PasswordProvider, PasswordRefusal};
use latchkey_store::{ConnectionRecord, Grant, StoreError};
use latchkey_wire::ReasonCode;

use crate::app::App;
use crate::session::caller::Caller;

/// Who asks.
#[derive(Clone, Debug)]
pub(crate) enum TriedBy {
    /// The person whose connection this account is.
    Owner {
        /// The connection.
        connection: Box<ConnectionRecord>,
        /// The account's names: the mailbox's, and the one to sign in with.
        names: Vec<AccountName>,
    },
    /// Anybody else, also a person who owns other accounts, and one who connects hers for the first time.
    Stranger(PersonId),
}

impl TriedBy {
    /// Who a session is to an account at a host. A connection that it does not show is none of its own, and one at another
    /// host neither: who runs one of the listed servers must not own what is at the others.
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

    /// The person of a connection that signs in with this name.
    pub(crate) fn owner(connection: ConnectionRecord, user_name: Option<&str>) -> Self {
        let names = [Some(connection.account.address.as_str()), user_name];
        let names = names.into_iter().flatten().map(AccountName::read).collect();
        Self::Owner { connection: Box::new(connection), names }
    }

    /// What they may know of a refusal. Whatever a server answers to a password, a stranger learns only that it was of no
    /// use: "that mailbox is not yours", "change it first" and "I am in trouble" may all mean that it was right. A lock is
    /// told, because a server says so whatever the password, and waiting is what helps. So is a mailbox that has moved to
    /// another service: to be told the way is what the right password is for there.
    pub(crate) fn visible_failure(&self, refused: PasswordRefusal) -> Failure {
        match (self, refused.failure.reason.code) {
            (Self::Owner { .. }, _)
            | (Self::Stranger(_), ReasonCode::AccountLocked | ReasonCode::UseAnotherService) => refused.failure,
            (Self::Stranger(_), _) if refused.password_was_shown => Failure::of(ReasonCode::PasswordRejected),
            (Self::Stranger(_), _) => refused.failure,
        }
    }
}

/// The host of a connection, if it is one by password.
pub(super) fn host_of(app: &App, connection: &ConnectionRecord) -> Option<String> {
    let provider: &dyn PasswordProvider = &**app.registry.by_password(&connection.offer)?;
    Some(provider.server_host(connection.site.as_deref()?))
}

/// The realm of a connection, if it is one by password.
pub(super) fn realm_of(app: &App, connection: &ConnectionRecord) -> Option<String> {
    let provider: &dyn PasswordProvider = &**app.registry.by_password(&connection.offer)?;
    Some(provider.server_realm(connection.site.as_deref()?))
}

/// The name that a connection signs in with. A grant that cannot be read names nobody.
pub(super) async fn user_name(app: &App, connection: &ConnectionRecord) -> Option<String> {
    match app.store.find_grant(&connection.id).await {
        Ok(Some(Grant::Password { user_name, .. })) => Some(user_name),
        _ => None,
    }
}
