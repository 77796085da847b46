//! Whether an address belongs to its account. A connection's address is the one that a provider reported for the
//! account, or the one that a person typed. It identifies the person only if it is verified. Everything that relies on
//! an address checks here: e-mail ([`crate::notify::events`], [`crate::notify::mail`]), the page that an e-mail links
//! to ([`crate::sign_in::email_link`]), and the search for connections by address.
//!
//! The address is verified at the sign-in (`latchkey_providers::CompletedSignIn::verified`). Connections from earlier
//! versions are verified after their next renewal, with the new access token.

use latchkey_domain::verified::is_plain_address;
use latchkey_domain::{Verified, mail_key};
use latchkey_store::{ConnectionRecord, StoreError};
use latchkey_wire::Purpose;

use crate::app::App;

impl App {
    /// Whether the connection's address belongs to its account. Where people type an address together with a server,
    /// the administrator's current list decides: a server that was removed from it no longer confirms any address.
    pub fn verified(&self, connection: &ConnectionRecord) -> Verified {
        match self.registry.by_password(&connection.offer) {
            Some(provider) => connection.site.as_deref().is_some_and(|server| provider.is_server_listed(server)).into(),
            // A name that only looks like another address is not accepted.
            None if connection.verified.takes_mail() && !is_plain_address(&connection.account.address) => Verified::No,
            None => connection.verified,
        }
    }

    /// Logs that look-ups by address no longer find this connection, if `before` they did.
    pub(crate) fn log_if_no_longer_verified(&self, before: &ConnectionRecord, after: &ConnectionRecord) {
        if self.verified(before).names_its_owner() && !self.verified(after).names_its_owner() {
            let (connection, offer) = (&after.id, &after.offer);
            tracing::warn!(%connection, %offer, "the connection's address is no longer verified: it gets no e-mail, and no look-up by address finds it");
        }
    }

    /// Whether this address identifies the connection's account: its main address, or another one that its provider verified.
    pub(crate) fn is_known_by(&self, connection: &ConnectionRecord, address: &str) -> bool {
        let is_main = mail_key(&connection.account.address) == mail_key(address);
        if is_main { self.verified(connection).names_its_owner() } else { connection.facts.has_verified_alias(address) }
    }

    /// The address for e-mail to the connection's person: a mailbox of theirs, even if no engine syncs it, or else the
    /// account's own name. Both must be verified, so a person gets no mail because another account claims their
    /// address.
    pub(crate) async fn find_mail_address(&self, connection: &ConnectionRecord) -> Result<Option<String>, StoreError> {
        if !self.verified(connection).names_its_owner() {
            return Ok(None);
        }
        let own = self.store.list_connections(&connection.person).await?;
        // A mailbox that only a typed code confirms may belong to another person, who must get no mail about this
        // connection.
        let reaches =
            |own: &ConnectionRecord| own.purpose == Purpose::Mailbox && (own.owner_shown || own.id == connection.id);
        let mut reached: Vec<_> = own.into_iter().filter(reaches).collect();
        reached.push(connection.clone());
        let first = reached.into_iter().find(|reached| self.verified(reached).takes_mail());
        Ok(first.map(|reached| reached.account.address).filter(|address| address.contains('@')))
    }
}
