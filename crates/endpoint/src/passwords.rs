//! Sign-ins by password, where there is no window to sign in in. One press is one try: an attempt that has tried once
//! answers how that went and never tries again, a password that was rejected is not shown to the server a second time, a
//! locked account is left alone, and nothing tries a password in the background: what goes on there is a look at the
//! server, which shows none.

use std::sync::Arc;

use latchkey_domain::{Failure, Password};
use latchkey_providers::{PasswordProvider, Tried, Typed};
use latchkey_store::{ConnectionRecord, Grant, Renewed};
use latchkey_wire::{ReasonCode, UnixSeconds};

use crate::app::App;

/// Tries what somebody typed, unless it was rejected before or the account is locked.
pub(crate) async fn try_once(
    app: &App,
    provider: &dyn PasswordProvider,
    server: &str,
    typed: &Typed,
) -> Result<Tried, Failure> {
    let now = app.clock.now();
    if app.rejected_passwords.has(server, &typed.user_name, &typed.password, now) {
        return Err(Failure::of(ReasonCode::PasswordRejected));
    }
    if app.rejected_passwords.is_locked(server, &typed.user_name, now) {
        return Err(Failure::of(ReasonCode::AccountLocked));
    }
    let tried = provider.sign_in(server, typed, &*app.entropy, now).await;
    match tried.as_ref().map_err(|failure| failure.reason.code) {
        Err(ReasonCode::PasswordRejected) => {
            app.rejected_passwords.note(server, &typed.user_name, &typed.password, now);
        }
        Err(ReasonCode::AccountLocked) => app.rejected_passwords.note_locked(server, &typed.user_name, now),
        _ => {}
    }
    tried
}

/// Whether a stored password still works: one try, because somebody asked.
pub(crate) async fn check(app: &App, connection: &ConnectionRecord, stored: Stored<'_>) -> Result<Renewed, Failure> {
    let (provider, server) = place(app, connection)?;
    let typed = stored.typed(connection);
    try_once(app, &**provider, server, &typed).await?;
    let memo = typed.memo.clone();
    Ok(kept(app.clock.now(), typed, memo))
}

/// Whether the server is back, after it did not serve: then the connection works as it did before, for nobody has said
/// anything against its password. It is not shown.
pub(crate) async fn look(app: &App, connection: &ConnectionRecord, stored: Stored<'_>) -> Result<Renewed, Failure> {
    let (provider, server) = place(app, connection)?;
    provider.look(server, &connection.account.address, stored.memo).await?;
    let typed = stored.typed(connection);
    let memo = typed.memo.clone();
    Ok(kept(connection.refreshed_at, typed, memo))
}

fn place<'a>(
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
pub(crate) struct Stored<'a> {
    pub(crate) user_name: &'a str,
    pub(crate) password: &'a Password,
    pub(crate) memo: Option<&'a str>,
}

impl Stored<'_> {
    fn typed(self, connection: &ConnectionRecord) -> Typed {
        Typed {
            mailbox: connection.account.address.clone(),
            user_name: self.user_name.to_owned(),
            password: self.password.clone(),
            memo: self.memo.map(str::to_owned),
        }
    }
}

/// What is kept of a password that is good: it ends when somebody changes it, and nothing renews it.
pub(crate) fn kept(now: UnixSeconds, typed: Typed, memo: Option<String>) -> Renewed {
    Renewed {
        grant: Grant::Password { user_name: typed.user_name, password: typed.password, memo },
        refreshed_at: now,
        access_expires_at: now,
        ends_at: None,
        due_at: None,
        api_url: None,
    }
}
