//! What stands about somebody in their tenant's directory. The tenant's administrator writes most of it: also, into the names
//! that tokens carry, addresses of domains that are not the tenant's. Addresses of a mailbox are the tenant's own.

use std::sync::PoisonError;

use super::PracticeMicrosoft;
use crate::people::PracticePerson;

/// One account's entry.
#[derive(Clone, Debug, Default)]
pub struct DirectoryEntry {
    /// What the administrator has written in place of the account's address: it goes into `preferred_username`, `email` and
    /// Graph's `mail`.
    pub claims: Option<String>,
    /// What the ID token says of the owner of its address's domain (`xms_edov`), where the program asks for that.
    pub domain_owner_verified: Option<serde_json::Value>,
    /// What is said of the address in `email_verified`. The real Microsoft never says anything; a server that somebody runs for
    /// themselves speaks the same language and may say anything, and a tenant here stands for it where a program is told to use
    /// its issuer as any OpenID provider.
    pub email_verified: Option<serde_json::Value>,
    /// Proxy addresses beside the account's own, with their scheme: `smtp:`.
    pub proxy_addresses: Vec<String>,
    /// Whether there is a mailbox.
    pub mailbox: MailboxState,
}

/// An account's mailbox.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum MailboxState {
    /// It answers.
    #[default]
    There,
    /// There is none.
    Missing,
    /// Graph is out of order.
    GraphIsDown,
}

impl PracticeMicrosoft {
    /// Replaces somebody's entry.
    pub(crate) fn write_entry(&self, person: &PracticePerson, entry: DirectoryEntry) {
        self.directory.lock().unwrap_or_else(PoisonError::into_inner).insert(person.key(), entry);
    }

    pub(super) fn entry(&self, person: &PracticePerson) -> DirectoryEntry {
        let directory = self.directory.lock().unwrap_or_else(PoisonError::into_inner);
        directory.get(&person.key()).cloned().unwrap_or_default()
    }
}

impl DirectoryEntry {
    /// What tokens call the account.
    pub(super) fn address<'a>(&'a self, person: &'a PracticePerson) -> &'a str {
        self.claims.as_deref().unwrap_or(&person.email)
    }

    /// The account's own address first, as Exchange Online writes it: the main one in capitals.
    pub(super) fn all_proxy_addresses(&self, person: &PracticePerson) -> Vec<String> {
        let mut all = vec![format!("SMTP:{}", person.email)];
        all.extend(self.proxy_addresses.iter().cloned());
        all
    }
}
