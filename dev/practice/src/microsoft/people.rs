//! People who have an account at the practice Microsoft only: their sign-in names are not their addresses, or their account
//! is personal, or it is a guest's in another company's tenant.
//!
//! To add one, add a line to [`more_people`].

use super::directory::DirectoryEntry;
use super::{MailboxState, tenant};
use crate::people::{PracticeOrganisation, PracticePerson, contoso, fabrikam, person_named};

/// Their accounts, with their entries in the directory.
pub(super) fn more_people() -> Vec<(PracticePerson, DirectoryEntry)> {
    // Her sign-in name (UPN) is in the tenant's first domain, as in many companies that moved their mail to Microsoft 365.
    let ada = person_named(4, "Ada Lovelace", "ada.lovelace@contoso.onmicrosoft.example", "Ada-practice-4", contoso());
    let adas_entry = DirectoryEntry {
        mail: Some("ada@contoso.example".to_owned()),
        proxy_addresses: vec![format!("smtp:{}", ada.email), "smtp:ada.king@contoso.example".to_owned()],
        ..DirectoryEntry::default()
    };
    // The claim `preferred_username` is any text: learn.microsoft.com/entra/identity-platform/id-token-claims-reference.
    let dora = person_named(5, "Dora Delgado", "d1042", "Dora-practice-5", contoso());
    let doras_entry = DirectoryEntry { mail: Some("dora@contoso.example".to_owned()), ..DirectoryEntry::default() };
    let olga = person_named(6, "Olga Ortega", "olga.ortega@outlook.com", "Olga-practice-6", personal_accounts());
    // learn.microsoft.com/entra/external-id/user-properties: the guest's own name in the foreign tenant.
    let guest = PracticePerson {
        id: "00000000-0000-4000-8000-0000000f0004".to_owned(),
        email: "ada_contoso.example#EXT#@fabrikam.onmicrosoft.example".to_owned(),
        organisation: fabrikam(),
        ..ada.clone()
    };
    let guests_entry = DirectoryEntry {
        mail: adas_entry.mail.clone(),
        mailbox: MailboxState::Missing,
        guest_of: Some(ada.id.clone()),
        ..DirectoryEntry::default()
    };
    vec![(ada, adas_entry), (dora, doras_entry), (olga, DirectoryEntry::default()), (guest, guests_entry)]
}

/// Where personal accounts belong. Microsoft's own domains are among those that programs know by name.
fn personal_accounts() -> PracticeOrganisation {
    PracticeOrganisation {
        id: tenant::PERSONAL.to_owned(),
        name: "Personal accounts".to_owned(),
        domain: "outlook.com".to_owned(),
    }
}
