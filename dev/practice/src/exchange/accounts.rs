//! Accounts of a company's directory: names, passwords, and the lockout.

use std::collections::BTreeMap;

use crate::faults::Condition;
use crate::people::{PracticePerson, PracticePersonId};
use crate::records::Conditions;

/// The number of wrong passwords in a row that lock an account.
pub const EXCHANGE_LOCKOUT_TRIES: u32 = 5;

/// The suffix of a password after [`Condition::PasswordChanged`].
const CHANGED: &str = "-new";

/// The state of all accounts.
#[derive(Default)]
pub(super) struct Accounts {
    pub(super) conditions: Conditions,
    wrong_in_a_row: BTreeMap<PracticePersonId, u32>,
}

/// Why a sign-in is denied.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum DenialReason {
    /// The password is wrong, or the name is unknown. The answer does not tell which.
    Wrong,
    /// The account is locked after too many wrong passwords.
    Locked,
    Disabled,
    PasswordExpired,
    PasswordChangeRequired,
    /// EWS is blocked for this person.
    Blocked,
}

/// The NetBIOS name of a company's domain: `CONTOSO` for `contoso.example`.
pub(super) fn netbios(person: &PracticePerson) -> String {
    person.organisation.domain.split('.').next().unwrap_or_default().to_ascii_uppercase()
}

/// The part of an address before the `@`.
pub(super) fn account_name(person: &PracticePerson) -> &str {
    person.email.split('@').next().unwrap_or_default()
}

/// The mailbox's name in the old X.500 form, which Autodiscover answers still contain (`LegacyDN`).
pub(super) fn legacy_dn(person: &PracticePerson) -> String {
    let (company, account) = (netbios(person), account_name(person));
    format!("/o={company}/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn={account}")
}

/// The person with this name: an address, or a user in a domain by its NetBIOS or DNS name. Case doesn't matter.
pub(super) fn find<'a>(people: &'a [PracticePerson], domain: &str, user: &str) -> Option<&'a PracticePerson> {
    people.iter().find(|person| {
        if domain.is_empty() {
            return person.email.eq_ignore_ascii_case(user);
        }
        let in_domain =
            netbios(person).eq_ignore_ascii_case(domain) || person.organisation.domain.eq_ignore_ascii_case(domain);
        in_domain && account_name(person).eq_ignore_ascii_case(user)
    })
}

impl Accounts {
    /// The current password.
    pub(super) fn password(&self, person: &PracticePerson) -> String {
        let changed = self.conditions.holds(&person.key(), Condition::PasswordChanged);
        format!("{}{}", person.password, if changed { CHANGED } else { "" })
    }

    /// Decides a sign-in with a right or a wrong password. Counts wrong ones, and locks the account.
    pub(super) fn judge(&mut self, person: &PracticePerson, right: bool) -> Result<(), DenialReason> {
        let id = person.key();
        if self.conditions.holds(&id, Condition::AccountLocked) {
            return Err(DenialReason::Locked);
        }
        let count = self.wrong_in_a_row.entry(id.clone()).or_default();
        if !right {
            *count += 1;
            if *count >= EXCHANGE_LOCKOUT_TRIES {
                self.conditions.impose(&id, Condition::AccountLocked);
            }
            return Err(DenialReason::Wrong);
        }
        *count = 0;
        self.stop(&id).map_or(Ok(()), Err)
    }

    /// Why a sign-in with the right password is denied, if it is.
    pub(super) fn stop(&self, person: &PracticePersonId) -> Option<DenialReason> {
        let stops = [
            (Condition::AccountLocked, DenialReason::Locked),
            (Condition::Disabled, DenialReason::Disabled),
            (Condition::PasswordExpired, DenialReason::PasswordExpired),
            (Condition::PasswordChangeRequired, DenialReason::PasswordChangeRequired),
            (Condition::BlockedByPolicy, DenialReason::Blocked),
        ];
        stops.into_iter().find(|(condition, _)| self.conditions.holds(person, *condition)).map(|(_, stop)| stop)
    }

    pub(super) fn lift(&mut self, person: &PracticePersonId, condition: Condition) {
        if condition == Condition::AccountLocked {
            self.wrong_in_a_row.remove(person);
        }
        self.conditions.lift(person, condition);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::practice_people;

    #[test]
    fn a_person_is_found_by_address_and_by_both_names_of_the_domain() {
        let people = practice_people();
        let found = |domain, user| find(&people, domain, user).map(|person| person.name.as_str());
        for (domain, user) in
            [("", "ANN@contoso.example"), ("contoso", "Ann"), ("CONTOSO", "ann"), ("Contoso.Example", "ann")]
        {
            assert_eq!(found(domain, user), Some("Ann Able"), "{domain} {user}");
        }
        for (domain, user) in [("", "ann"), ("FABRIKAM", "ann"), ("CONTOSO", "ann@contoso.example"), ("CONTOSO", "")] {
            assert_eq!(found(domain, user), None, "{domain} {user}");
        }
    }

    #[test]
    fn the_fifth_wrong_password_in_a_row_locks() {
        let ann = &practice_people()[0];
        let mut accounts = Accounts::default();
        for _ in 1..EXCHANGE_LOCKOUT_TRIES {
            assert_eq!(accounts.judge(ann, false), Err(DenialReason::Wrong));
        }
        assert_eq!(accounts.judge(ann, true), Ok(()), "a right one begins the count anew");
        for _ in 0..EXCHANGE_LOCKOUT_TRIES {
            assert_eq!(accounts.judge(ann, false), Err(DenialReason::Wrong));
        }
        assert_eq!(accounts.judge(ann, true), Err(DenialReason::Locked));
        accounts.lift(&ann.key(), Condition::AccountLocked);
        assert_eq!(accounts.judge(ann, true), Ok(()));
    }
}
