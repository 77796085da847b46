//! What the practice Google says of an account's address, where that is not what it is: an address that Google has not
//! verified, for example, of an account that was made with somebody else's.

use std::sync::PoisonError;

use serde_json::Value;

use super::PracticeGoogle;
use crate::people::PracticePerson;

/// What is said of one account.
#[derive(Clone, Debug)]
pub struct AddressClaims {
    /// The claim `email`.
    pub email: String,
    /// The claim `email_verified`, of any type or absent.
    pub email_verified: Option<Value>,
}

impl PracticeGoogle {
    /// Says this of somebody from now on.
    pub(crate) fn set_claims(&self, person: &PracticePerson, claims: AddressClaims) {
        self.claims.lock().unwrap_or_else(PoisonError::into_inner).insert(person.key(), claims);
    }

    pub(super) fn claims_of(&self, person: &PracticePerson) -> AddressClaims {
        let claims = self.claims.lock().unwrap_or_else(PoisonError::into_inner).get(&person.key()).cloned();
        claims.unwrap_or_else(|| AddressClaims { email: person.email.clone(), email_verified: Some(true.into()) })
    }
}
