//! Passwords that a server rejected recently, so that the endpoint does not send the same one again. Servers lock
//! accounts that receive a wrong password too often. It also remembers locked accounts: no password is sent for them
//! for a while. Only keyed hashes are kept, in memory.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use hmac::{Hmac, KeyInit as _, Mac as _};
use latchkey_domain::{Entropy, Password};
use latchkey_wire::UnixSeconds;
use sha2::Sha256;

/// How long a rejected password is remembered.
const REMEMBER_S: i64 = 3600;
/// How long a locked account is left alone. Short, because an administrator may unlock it meanwhile.
const LEAVE_ALONE_S: i64 = 5 * 60;
/// The most marks that are kept. Beyond this, the mark that expires first is removed.
const MAX_MARKS: usize = 100_000;

/// What is remembered: the account and its server, and the password, unless the mark is about the account alone.
pub(crate) struct Mark<'a> {
    pub(crate) parts: Vec<String>,
    pub(crate) password: Option<&'a Password>,
}

/// Remembers rejected passwords and locked accounts.
pub struct RejectedPasswords {
    key: [u8; 32],
    until: Mutex<HashMap<[u8; 32], UnixSeconds>>,
}

impl RejectedPasswords {
    /// Creates the hash key at random; it never leaves this process.
    pub fn new(entropy: &dyn Entropy) -> Self {
        let mut key = [0; 32];
        entropy.fill(&mut key);
        Self { key, until: Mutex::default() }
    }

    /// Whether this mark was recorded and has not expired.
    pub(crate) fn has(&self, mark: &Mark<'_>, now: UnixSeconds) -> bool {
        self.remembers(self.hash(mark), now)
    }

    /// Records that a password was rejected.
    pub(crate) fn record(&self, mark: &Mark<'_>, now: UnixSeconds) {
        self.remember(self.hash(mark), now + REMEMBER_S);
    }

    /// Records that an account is locked.
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
        assert!(!rejected.has(&mark("ann", Some(&Password::new(""))), 1_000), "the mark is about the account alone");
    }
}
