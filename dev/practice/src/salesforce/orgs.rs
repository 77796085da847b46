//! The orgs and their users. The same person can be a user of several: Salesforce tells them apart by
//! username, and a sandbox's usernames carry its name at the end.

use crate::people::{PracticePerson, PracticePersonId};

/// An organisation, in Salesforce's term.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Org {
    /// 18 characters, beginning with `00D`.
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    /// Its My Domain, and the end of its `instance_url`.
    pub(super) domain: &'static str,
    pub(super) sandbox: bool,
    /// Its Experience Cloud site.
    pub(super) site: Option<&'static str>,
    /// The part of its people's mail addresses after the `@`.
    mail_domain: &'static str,
}

static CONTOSO: Org = Org {
    id: "00Dxx0000000001AAA",
    name: "Contoso",
    domain: "contoso",
    sandbox: false,
    site: Some("partners"),
    mail_domain: "contoso.example",
};

static FABRIKAM: Org = Org {
    id: "00Dxx0000000002AAA",
    name: "Fabrikam",
    domain: "fabrikam",
    sandbox: false,
    site: None,
    mail_domain: "fabrikam.example",
};

static CONTOSO_DEV: Org = Org {
    id: "00Dxx0000000003AAA",
    name: "Contoso (sandbox dev)",
    domain: "contoso--dev",
    sandbox: true,
    site: None,
    mail_domain: "contoso.example",
};

static ORGS: [&Org; 3] = [&CONTOSO, &FABRIKAM, &CONTOSO_DEV];

/// The mail address of a person with a sandbox user, the sandbox, and its suffix of the username.
static SANDBOX_USERS: [(&str, &Org, &str); 1] = [("ann@contoso.example", &CONTOSO_DEV, "dev")];

impl Org {
    pub(super) fn by_domain(domain: &str) -> Option<&'static Self> {
        ORGS.into_iter().find(|org| org.domain.eq_ignore_ascii_case(domain))
    }

    pub(super) fn by_site(site: &str) -> Option<&'static Self> {
        ORGS.into_iter().find(|org| org.site == Some(site))
    }
}

/// One user of one org.
#[derive(Clone)]
pub(super) struct User {
    /// 18 characters, beginning with `005`.
    pub(super) id: String,
    pub(super) org: &'static Org,
    /// The mail address, which is independent of the username.
    pub(super) email: String,
    /// The person as this user: its `email` holds the username.
    pub(super) person: PracticePerson,
}

impl User {
    pub(super) fn username(&self) -> &str {
        &self.person.email
    }

    pub(super) fn key(&self) -> PracticePersonId {
        self.person.key()
    }
}

/// All users of all orgs.
pub(super) struct Directory(Vec<User>);

impl Directory {
    /// Makes users of the practice people, as far as their employers have an org.
    pub(super) fn new(people: &[PracticePerson]) -> Self {
        let production = people.iter().filter_map(|person| {
            let mut orgs = ORGS.into_iter().filter(|org| !org.sandbox);
            let org = orgs.find(|org| org.mail_domain == person.organisation.domain)?;
            Some((org, person.email.clone(), person.clone()))
        });
        let sandbox = SANDBOX_USERS.iter().filter_map(|(email, org, suffix)| {
            let person = people.iter().find(|person| person.email == *email)?.clone();
            let mut as_user = PracticePerson {
                id: format!("{}.{suffix}", person.id),
                email: format!("{}.{suffix}", person.email),
                ..person.clone()
            };
            org.name.clone_into(&mut as_user.organisation.name);
            Some((*org, person.email, as_user))
        });
        let all = production.chain(sandbox).zip(1..);
        Self(all.map(|((org, email, person), n)| User { id: format!("005xx{n:010}AAA"), org, email, person }).collect())
    }

    /// The user with this username; case doesn't matter.
    pub(super) fn by_username(&self, username: &str) -> Option<&User> {
        self.0.iter().find(|user| user.username().eq_ignore_ascii_case(username.trim()))
    }

    pub(super) fn by_key(&self, key: &PracticePersonId) -> Option<&User> {
        self.0.iter().find(|user| user.person.id == key.as_str())
    }

    /// The users as people of this provider.
    pub(super) fn people(&self) -> Vec<PracticePerson> {
        self.0.iter().map(|user| user.person.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::practice_people;

    #[test]
    fn ann_is_a_user_of_two_orgs() {
        let directory = Directory::new(&practice_people());
        let production = directory.by_username("Ann@contoso.example").unwrap();
        let sandbox = directory.by_username("ann@contoso.example.dev").unwrap();
        assert_eq!((production.org.sandbox, sandbox.org.sandbox), (false, true));
        assert_eq!(production.email, sandbox.email);
        assert_ne!((&production.id, production.key()), (&sandbox.id, sandbox.key()));
        assert!(directory.by_key(&sandbox.key()).is_some_and(|user| user.id == sandbox.id));
    }

    #[test]
    fn ids_have_eighteen_characters() {
        let directory = Directory::new(&practice_people());
        assert!(directory.0.iter().all(|user| user.id.len() == 18 && user.org.id.len() == 18));
        assert_eq!(directory.0.len(), 4);
    }
}
