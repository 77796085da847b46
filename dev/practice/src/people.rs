//! The people who can sign in. Their names, addresses and passwords are public: they open nothing.
//!
//! To add a person, add a line to [`practice_people`]; to add an organisation, a function beside [`contoso`]. People who
//! have an account at one provider only stand in that provider's module.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

/// The stable id of a person, the same at every provider and in every run.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub(crate) struct PracticePersonId(String);

impl PracticePersonId {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A person's employer: a tenant, in Microsoft's term.
#[derive(Clone)]
pub struct PracticeOrganisation {
    /// A GUID.
    pub id: String,
    /// The display name.
    pub name: String,
    /// The part of its addresses after the `@`.
    pub domain: String,
}

/// A person with a practice account.
#[derive(Clone)]
pub struct PracticePerson {
    /// A GUID.
    pub id: String,
    /// Given name and family name.
    pub name: String,
    /// The name that the person signs in with: an address, except of a few people at the practice Microsoft.
    pub email: String,
    /// Public, for practice only.
    pub password: String,
    /// Where the account belongs.
    pub organisation: PracticeOrganisation,
}

impl PracticePerson {
    pub(crate) fn key(&self) -> PracticePersonId {
        PracticePersonId::new(self.id.clone())
    }
}

/// The first company.
pub(crate) fn contoso() -> PracticeOrganisation {
    PracticeOrganisation {
        id: "c0570500-0000-4000-8000-00000000c057".to_owned(),
        name: "Contoso".to_owned(),
        domain: "contoso.example".to_owned(),
    }
}

/// The second company.
pub(crate) fn fabrikam() -> PracticeOrganisation {
    PracticeOrganisation {
        id: "fab61ca0-0000-4000-8000-00000000fab6".to_owned(),
        name: "Fabrikam".to_owned(),
        domain: "fabrikam.example".to_owned(),
    }
}

fn person(
    number: u8,
    name: &str,
    local_part: &str,
    password: &str,
    organisation: PracticeOrganisation,
) -> PracticePerson {
    let email = format!("{local_part}@{}", organisation.domain);
    person_named(number, name, email, password, organisation)
}

/// A person whose sign-in name is not made of name and domain.
pub(crate) fn person_named(
    number: u8,
    name: &str,
    email: impl Into<String>,
    password: &str,
    organisation: PracticeOrganisation,
) -> PracticePerson {
    PracticePerson {
        id: format!("00000000-0000-4000-8000-0000000000{number:02}"),
        name: name.to_owned(),
        email: email.into(),
        password: password.to_owned(),
        organisation,
    }
}

/// Ann and Ben of Contoso, Cleo of Fabrikam.
pub fn practice_people() -> Vec<PracticePerson> {
    vec![
        person(1, "Ann Able", "ann", "Ann-practice-1", contoso()),
        person(2, "Ben Baker", "ben", "Ben-practice-2", contoso()),
        person(3, "Cleo Carter", "cleo", "Cleo-practice-3", fabrikam()),
    ]
}

/// All people, with the passwords that they set since the start.
pub(crate) struct People {
    all: Vec<PracticePerson>,
    new_passwords: Mutex<BTreeMap<PracticePersonId, String>>,
}

impl People {
    pub(crate) fn new(all: Vec<PracticePerson>) -> Self {
        Self { all, new_passwords: Mutex::default() }
    }

    pub(crate) fn all(&self) -> &[PracticePerson] {
        &self.all
    }

    /// The person with this address; case doesn't matter.
    pub(crate) fn by_email(&self, email: &str) -> Option<&PracticePerson> {
        self.all.iter().find(|person| person.email.eq_ignore_ascii_case(email.trim()))
    }

    pub(crate) fn by_id(&self, id: &PracticePersonId) -> Option<&PracticePerson> {
        self.all.iter().find(|person| person.id == id.as_str())
    }

    /// The organisation with this GUID or domain.
    pub(crate) fn organisation(&self, id_or_domain: &str) -> Option<&PracticeOrganisation> {
        self.all.iter().map(|person| &person.organisation).find(|organisation| {
            organisation.id.eq_ignore_ascii_case(id_or_domain) || organisation.domain.eq_ignore_ascii_case(id_or_domain)
        })
    }

    /// Whether it is this person's current password.
    pub(crate) fn accepts(&self, person: &PracticePerson, password: &str) -> bool {
        let new = self.new_passwords.lock().unwrap_or_else(PoisonError::into_inner);
        new.get(&person.key()).map_or(person.password.as_str(), String::as_str) == password
    }

    /// Replaces a password until the end of the run.
    pub(crate) fn set_password(&self, person: &PracticePersonId, password: &str) {
        let mut new = self.new_passwords.lock().unwrap_or_else(PoisonError::into_inner);
        new.insert(person.clone(), password.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_in_any_case() {
        let people = People::new(practice_people());
        assert_eq!(people.by_email(" ANN@Contoso.example").map(|ann| ann.name.as_str()), Some("Ann Able"));
        assert!(people.by_email("unknown@contoso.example").is_none());
    }

    #[test]
    fn a_new_password_replaces_the_old_one() {
        let people = People::new(practice_people());
        let ann = people.by_email("ann@contoso.example").unwrap();
        people.set_password(&ann.key(), "another");
        assert!(people.accepts(ann, "another"));
        assert!(!people.accepts(ann, &ann.password));
    }
}
