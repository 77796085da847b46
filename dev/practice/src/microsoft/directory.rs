//! Entries of a tenant's directory. The tenant's administrator writes most of an entry, and may put addresses of foreign
//! domains into the names that tokens carry. A mailbox's addresses are always the tenant's own.

use std::sync::PoisonError;

use super::PracticeMicrosoft;
use crate::people::PracticePerson;

/// One account's entry in the directory.
#[derive(Clone, Debug, Default)]
pub struct DirectoryEntry {
    /// The text that the administrator has set in place of the account's address, in `preferred_username`, `email` and
    /// Graph's `mail`.
    pub claims: Option<String>,
    /// The claim `xms_edov`: whether the owner of the address's domain is verified.
    pub domain_owner_verified: Option<serde_json::Value>,
    /// The claim `email_verified`. The real Microsoft never sends it. A self-hosted OpenID provider may send any value, and a
    /// tenant stands for one where a program is configured with its issuer as a generic OpenID provider.
    pub email_verified: Option<serde_json::Value>,
    /// Proxy addresses beside the account's own, with their scheme: `smtp:`.
    pub proxy_addresses: Vec<String>,
    /// Whether there is a mailbox.
    pub mailbox: MailboxState,
}

/// The state of an account's mailbox.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum MailboxState {
    /// Graph answers for it.
    #[default]
    There,
    /// The account has no mailbox.
    Missing,
    /// Graph is out of order.
    GraphIsDown,
}

impl PracticeMicrosoft {
    /// Replaces a person's entry.
    pub(crate) fn write_entry(&self, person: &PracticePerson, entry: DirectoryEntry) {
        self.dialect.directory.lock().unwrap_or_else(PoisonError::into_inner).insert(person.key(), entry);
    }

    pub(super) fn entry(&self, person: &PracticePerson) -> DirectoryEntry {
        let directory = self.dialect.directory.lock().unwrap_or_else(PoisonError::into_inner);
        directory.get(&person.key()).cloned().unwrap_or_default()
    }
}

impl DirectoryEntry {
    /// The account's address in tokens.
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
