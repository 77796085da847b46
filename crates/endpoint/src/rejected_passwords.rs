//! Passwords that a server rejected a short while ago, so that the same one is not shown to it again: servers lock accounts
//! that are tried with a wrong password too often. And accounts that are locked, which no password is shown for until there
//! is a chance that it helps. Only keyed hashes are kept, in memory.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use hmac::{Hmac, KeyInit as _, Mac as _};
use latchkey_domain::{Entropy, Password};
use latchkey_wire::UnixSeconds;
use sha2::Sha256;

/// So long a password is remembered as rejected.
const REMEMBER_S: i64 = 3600;
/// So long an account that was locked is left alone. Short, because an administrator may unlock it meanwhile.
const LEAVE_ALONE_S: i64 = 5 * 60;
/// So many marks are kept; beyond that the one that would be forgotten first is forgotten.
const MAX_MARKS: usize = 100_000;

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
        self.remembers(self.mark(server, user_name, Some(password)), now)
    }

    /// Remembers that it was.
    pub(crate) fn note(&self, server: &str, user_name: &str, password: &Password, now: UnixSeconds) {
        self.remember(self.mark(server, user_name, Some(password)), now + REMEMBER_S);
    }

    /// Whether the server said a short while ago that the account of this name is locked.
    pub(crate) fn is_locked(&self, server: &str, user_name: &str, now: UnixSeconds) -> bool {
        self.remembers(self.mark(server, user_name, None), now)
    }

    /// Remembers that it did.
    pub(crate) fn note_locked(&self, server: &str, user_name: &str, now: UnixSeconds) {
        self.remember(self.mark(server, user_name, None), now + LEAVE_ALONE_S);
    }

    fn remembers(&self, mark: [u8; 32], now: UnixSeconds) -> bool {
        let mut until = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        until.retain(|_, end| *end > now);
        until.contains_key(&mark)
    }

    fn remember(&self, mark: [u8; 32], end: UnixSeconds) {
        let mut until = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        if until.len() >= MAX_MARKS
            && let Some(first) = until.iter().min_by_key(|(_, end)| **end).map(|(mark, _)| *mark)
        {
            until.remove(&first);
        }
        until.insert(mark, end);
    }

    fn mark(&self, server: &str, user_name: &str, password: Option<&Password>) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes keys of any length");
        let user_name = user_name.to_lowercase();
        for part in [server, &user_name].into_iter().chain(password.map(Password::expose)) {
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

    #[test]
    fn a_locked_account_is_left_alone_for_a_while_whatever_the_password() {
        let rejected = RejectedPasswords::new(&SystemEntropy);
        rejected.note_locked("mail", "Ann", 1_000);
        assert!(rejected.is_locked("mail", "ann", 1_000 + LEAVE_ALONE_S - 1));
        assert!(!rejected.is_locked("mail", "ann", 1_000 + LEAVE_ALONE_S));
        assert!(!rejected.is_locked("mail", "ben", 1_000) && !rejected.is_locked("other", "ann", 1_000));
        assert!(!rejected.has("mail", "ann", &Password::new(""), 1_000), "nothing was said about a password");
    }
}
