//! Entries of a tenant's directory. The tenant's administrator writes most of an entry, and may put addresses of foreign
//! domains into the names that tokens carry. A mailbox's addresses are always the tenant's own.

use std::sync::PoisonError;

use super::{PracticeMicrosoft, tenant};
use crate::people::PracticePerson;

/// One account's entry in the directory.
#[derive(Clone, Debug, Default)]
pub struct DirectoryEntry {
    /// The mailbox's main address, if it is not the sign-in name.
    pub mail: Option<String>,
    /// What the claim `email` holds.
    pub email_claim: EmailClaim,
    /// The id of the account at home, if this account is a guest's in another company's tenant.
    pub guest_of: Option<String>,
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

/// What the claim `email` holds
/// (learn.microsoft.com/entra/identity-platform/id-token-claims-reference: "not guaranteed to be correct").
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum EmailClaim {
    /// The mailbox's main address.
    #[default]
    Mail,
    /// The sign-in name.
    SignInName,
    /// There is no such claim.
    Absent,
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
    /// The account that a person's name means in a tenant: the guest's, if the person is one there.
    pub(super) fn account_at(&self, tenant_id: &str, home: &PracticePerson) -> PracticePerson {
        let guest = |person: &&PracticePerson| {
            person.organisation.id == tenant_id && self.entry(person).guest_of.as_deref() == Some(home.id.as_str())
        };
        self.provider().people().iter().find(guest).unwrap_or(home).clone()
    }

    /// The name that a person signs in with: a guest's is that of the account at home.
    pub(super) fn sign_in_name(&self, person: &PracticePerson) -> String {
        let home = self.entry(person).guest_of;
        let home = self.provider().people().iter().find(|other| home.as_deref() == Some(other.id.as_str()));
        home.unwrap_or(person).email.clone()
    }

    /// Replaces a person's entry.
    pub(crate) fn write_entry(&self, person: &PracticePerson, entry: DirectoryEntry) {
        self.dialect.directory.lock().unwrap_or_else(PoisonError::into_inner).insert(person.key(), entry);
    }

    pub(crate) fn entry(&self, person: &PracticePerson) -> DirectoryEntry {
        let directory = self.dialect.directory.lock().unwrap_or_else(PoisonError::into_inner);
        directory.get(&person.key()).cloned().unwrap_or_default()
    }
}

impl DirectoryEntry {
    /// The mailbox's main address.
    pub(super) fn mail<'a>(&'a self, person: &'a PracticePerson) -> &'a str {
        self.claims.as_deref().or(self.mail.as_deref()).unwrap_or(&person.email)
    }

    /// The claim `email`. `name` is the sign-in name.
    pub(super) fn email<'a>(&'a self, person: &'a PracticePerson, name: &'a str) -> Option<&'a str> {
        match self.email_claim {
            EmailClaim::Mail => Some(self.mail(person)),
            EmailClaim::SignInName => Some(self.claims.as_deref().unwrap_or(name)),
            EmailClaim::Absent => None,
        }
    }

    /// The main address first, as Exchange Online writes it: in capitals. Personal accounts have none.
    pub(super) fn all_proxy_addresses(&self, person: &PracticePerson) -> Vec<String> {
        if person.organisation.id == tenant::PERSONAL {
            return self.proxy_addresses.clone();
        }
        let mut all = vec![format!("SMTP:{}", self.mail.as_deref().unwrap_or(&person.email))];
        all.extend(self.proxy_addresses.iter().cloned());
        all
    }
}
