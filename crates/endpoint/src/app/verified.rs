//! Whose an address is. A connection's address is what a provider called its account, or what somebody typed; it tells who
//! somebody is only where it is verified. Everything that goes by an address asks here: e-mail ([`crate::notify::events`],
//! [`crate::notify::mail`]), the page that it leads to ([`crate::sign_in::email_link`]), and looking connections up by address.
//!
//! It is found out at the sign-in (`latchkey_providers::CompletedSignIn::verified`). Connections from before that was asked
//! are found out after their next renewal, with the token that it brought.

use std::sync::Arc;

use latchkey_domain::verified::is_plain_address;
use latchkey_domain::{AccessToken, Verified};
use latchkey_providers::KnownAccount;
use latchkey_store::{ConnectionRecord, StoreError};
use latchkey_wire::Purpose;
use url::Url;

use crate::app::App;

/// So many are found out at the same time; who finds no place waits for the renewal after this one.
pub(crate) const MAX_AT_ONCE: usize = 16;

impl App {
    /// Whether the address of the connection's account is its own. Where people type it together with a server, the
    /// administrator's list decides, as it stands now: a server that is on it no more vouches for nobody.
    pub fn verified(&self, connection: &ConnectionRecord) -> Verified {
        match self.registry.by_password(&connection.offer) {
            Some(provider) => connection.site.as_deref().is_some_and(|server| provider.is_server_listed(server)).into(),
            // What is the same as it cannot be seen.
            None if connection.verified.takes_mail() && !is_plain_address(&connection.account.address) => Verified::No,
            None => connection.verified,
        }
    }

    /// Where a message reaches the connection's person: at their mailbox, which receives although nobody syncs it, or else
    /// at the account's own name. Only where that is verified, and about nothing whose own address is not: nobody gets mail
    /// because somebody else claims to be them.
    pub(crate) async fn find_mail_address(&self, connection: &ConnectionRecord) -> Result<Option<String>, StoreError> {
        if !self.verified(connection).names_its_owner() {
            return Ok(None);
        }
        let own = self.store.list_connections(&connection.person).await?;
        // A mailbox that only a typed code vouches for may be somebody else's: they get no mail about what is not theirs.
        let reaches =
            |own: &ConnectionRecord| own.purpose == Purpose::Mailbox && (own.owner_shown || own.id == connection.id);
        let mut reached: Vec<_> = own.into_iter().filter(reaches).collect();
        reached.push(connection.clone());
        let first = reached.into_iter().find(|reached| self.verified(reached).takes_mail());
        Ok(first.map(|reached| reached.account.address).filter(|address| address.contains('@')))
    }

    /// Finds out whose the address is with a token that a renewal has just brought. The renewal is over and written, and
    /// nobody waits for this.
    pub(crate) fn verify_in_background(&self, connection: &ConnectionRecord, access: AccessToken) {
        let Some(Ok(provider)) = self.registry.at(&connection.offer, connection.site.as_deref()) else { return };
        let Ok(place) = Arc::clone(&self.verifications).try_acquire_owned() else { return };
        let (app, connection) = (self.clone(), connection.clone());
        self.background.spawn(async move {
            let _place = place;
            let api_url = connection.api_url.as_deref().and_then(|url| Url::parse(url).ok());
            let (identity, address) = (&connection.identity, connection.account.address.as_str());
            let known = KnownAccount { identity, address, access: &access, api_url: api_url.as_ref() };
            let found = provider.verify_address(&*app.http, &known).await;
            if found == Verified::Unknown {
                return;
            }
            if let Err(error) = app.store.save_verified(&connection.id, connection.generation, found).await {
                tracing::warn!(connection = %connection.id, %error, "could not record whether an address is verified; retrying later");
            }
        });
    }
}
