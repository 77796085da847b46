//! Passwords that a server rejected a short while ago, so that the same one is not shown to it again: servers lock accounts
//! that are tried with a wrong password too often. Only a keyed hash is kept, in memory.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use hmac::{Hmac, KeyInit as _, Mac as _};
use latchkey_domain::{Entropy, Password};
use latchkey_wire::UnixSeconds;
use sha2::Sha256;

/// So long a password is remembered as rejected.
const REMEMBER_S: i64 = 3600;

/// Which passwords were rejected.
pub struct RejectedPasswords {
    key: [u8; 32],
    until: Mutex<HashMap<[u8; 32], UnixSeconds>>,
}

impl RejectedPasswords {
    /// With a key that nobody knows.
    pub fn new(entropy: &dyn Entropy) -> Self {
        let mut key = [0; 32];
        entropy.fill(&mut key);
        Self { key, until: Mutex::default() }
    }

    /// Whether this password was rejected for this name at this server.
    pub(crate) fn has(&self, server: &str, user_name: &str, password: &Password, now: UnixSeconds) -> bool {
        let mut until = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        until.retain(|_, end| *end > now);
        until.contains_key(&self.mark(server, user_name, password))
    }

    /// Remembers that it was.
    pub(crate) fn note(&self, server: &str, user_name: &str, password: &Password, now: UnixSeconds) {
        let mark = self.mark(server, user_name, password);
        self.until.lock().unwrap_or_else(PoisonError::into_inner).insert(mark, now + REMEMBER_S);
    }

    fn mark(&self, server: &str, user_name: &str, password: &Password) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes keys of any length");
        for part in [server, &user_name.to_lowercase(), password.expose()] {
            mac.update(part.as_bytes());
            mac.update(&[0]);
        }
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use latchkey_domain::SystemEntropy;

    use super::*;

    #[test]
    fn only_the_same_password_of_the_same_account_is_remembered_and_not_for_ever() {
        let rejected = RejectedPasswords::new(&SystemEntropy);
        let (old, new) = (Password::new("old"), Password::new("new"));
        rejected.note("mail", "Ann", &old, 1_000);
        assert!(rejected.has("mail", "ann", &old, 1_000 + REMEMBER_S - 1));
        assert!(!rejected.has("mail", "ann", &new, 1_000) && !rejected.has("mail", "ben", &old, 1_000));
        assert!(!rejected.has("other", "ann", &old, 1_000) && !rejected.has("mail", "ann", &old, 1_000 + REMEMBER_S));
    }
}
