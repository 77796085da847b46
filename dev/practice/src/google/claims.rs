//! Claims about an account's address that differ from the account: an address that Google has not verified, for example, of
//! an account that was created with another person's address.

use std::sync::PoisonError;

use serde_json::Value;

use super::PracticeGoogle;
use crate::people::PracticePerson;

/// The claims about one account's address.
#[derive(Clone, Debug)]
pub struct AddressClaims {
    /// The claim `email`.
    pub email: String,
    /// The claim `email_verified`, of any type or absent.
    pub email_verified: Option<Value>,
}

impl PracticeGoogle {
    /// Sets the claims about a person's address.
    pub(crate) fn set_claims(&self, person: &PracticePerson, claims: AddressClaims) {
        self.dialect.claims.lock().unwrap_or_else(PoisonError::into_inner).insert(person.key(), claims);
    }

    pub(super) fn claims_of(&self, person: &PracticePerson) -> AddressClaims {
        let claims = self.dialect.claims.lock().unwrap_or_else(PoisonError::into_inner).get(&person.key()).cloned();
        claims.unwrap_or_else(|| AddressClaims { email: person.email.clone(), email_verified: Some(true.into()) })
    }
}
