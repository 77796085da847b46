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

/// What is remembered: whose account where, and the password, unless it is about the account alone.
pub(crate) struct Mark<'a> {
    pub(crate) parts: Vec<String>,
    pub(crate) password: Option<&'a Password>,
}

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

    /// Whether this was noted, and is not forgotten yet.
    pub(crate) fn has(&self, mark: &Mark<'_>, now: UnixSeconds) -> bool {
        self.remembers(self.hash(mark), now)
    }

    /// Remembers that a password was rejected.
    pub(crate) fn record(&self, mark: &Mark<'_>, now: UnixSeconds) {
        self.remember(self.hash(mark), now + REMEMBER_S);
    }

    /// Remembers that an account is locked.
    pub(crate) fn record_locked(&self, mark: &Mark<'_>, now: UnixSeconds) {
        self.remember(self.hash(mark), now + LEAVE_ALONE_S);
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

    fn hash(&self, mark: &Mark<'_>) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes keys of any length");
        let password = mark.password.map(Password::expose);
        for part in mark.parts.iter().map(String::as_str).chain(password) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use latchkey_domain::SystemEntropy;

    use super::*;

    fn mark<'a>(account: &str, password: Option<&'a Password>) -> Mark<'a> {
        Mark { parts: vec!["mail".into(), account.into()], password }
    }

    #[test]
    fn only_the_same_password_of_the_same_account_is_remembered_and_not_for_ever() {
        let rejected = RejectedPasswords::new(&SystemEntropy);
        let (old, new) = (Password::new("old"), Password::new("new"));
        let ann = mark("ann", Some(&old));
        rejected.record(&ann, 1_000);
        assert!(rejected.has(&ann, 1_000 + REMEMBER_S - 1));
        for other in [mark("ann", Some(&new)), mark("ben", Some(&old)), mark("ann", None)] {
            assert!(!rejected.has(&other, 1_000));
        }
        assert!(!rejected.has(&ann, 1_000 + REMEMBER_S));
    }

    #[test]
    fn a_locked_account_is_left_alone_for_a_while() {
        let rejected = RejectedPasswords::new(&SystemEntropy);
        rejected.record_locked(&mark("ann", None), 1_000);
        assert!(rejected.has(&mark("ann", None), 1_000 + LEAVE_ALONE_S - 1));
        assert!(!rejected.has(&mark("ann", None), 1_000 + LEAVE_ALONE_S));
        assert!(!rejected.has(&mark("ben", None), 1_000));
        assert!(!rejected.has(&mark("ann", Some(&Password::new(""))), 1_000), "nothing was said about a password");
    }
}
