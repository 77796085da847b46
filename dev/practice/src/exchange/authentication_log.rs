//! What the server saw: enough for a test to say how often a password was tried, where, and how.

use std::collections::VecDeque;

use serde::Serialize;

/// Older ones are forgotten.
const MAX_AUTHENTICATIONS: usize = 10_000;

/// Counts for tests and for the control page.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct ExchangeCounters {
    /// Requests that were refused because they said nothing about who sends them.
    pub anonymous_probes: u64,
    /// NTLM handshakes that were begun: these say nothing about the password.
    pub ntlm_begun: u64,
    /// Passwords that were right, or what stands for them, whatever the answer was.
    pub passwords_right: u64,
    /// Passwords that were wrong, also for people who don't exist.
    pub passwords_wrong: u64,
    /// Operations that were answered.
    pub ews_calls: u64,
    /// Questions where a mailbox is, of all kinds, that were answered.
    pub autodiscover_calls: u64,
}

/// How often somebody's password was tried.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Tries {
    /// With the right one.
    pub right: u64,
    /// With a wrong one.
    pub wrong: u64,
}

/// One password that came in, or what stands for it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Authentication {
    /// How it came.
    pub scheme: AuthenticationScheme,
    /// The path that it came to, in small letters.
    pub path: String,
    /// The user as the client wrote it: `CONTOSO\ann`, `ann@contoso.example`.
    pub user: String,
    /// The address of the person that this is, if it is anybody.
    pub person: Option<String>,
    /// Whether the password was right. That doesn't mean that the answer was friendly.
    pub right: bool,
    /// What the client knew of the connection's certificate.
    pub binding: Binding,
    /// The connection, counted from 1.
    pub connection: u64,
}

/// A way to sign in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AuthenticationScheme {
    /// The password as it is.
    Basic,
    /// A sum over it.
    Ntlm,
}

/// What a client's answer says about the certificate that it saw.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Binding {
    /// Nothing. It is all that Basic can say.
    Missing,
    /// The one that it was shown.
    Right,
    /// Another one: somebody is in between.
    Wrong,
}

/// The list.
#[derive(Default)]
pub(super) struct AuthenticationLog {
    pub(super) counters: ExchangeCounters,
    authentications: VecDeque<Authentication>,
}

impl AuthenticationLog {
    pub(super) fn add(&mut self, authentication: Authentication) {
        let counters = &mut self.counters;
        *if authentication.right { &mut counters.passwords_right } else { &mut counters.passwords_wrong } += 1;
        if self.authentications.len() == MAX_AUTHENTICATIONS {
            self.authentications.pop_front();
        }
        self.authentications.push_back(authentication);
    }

    pub(super) fn all(&self) -> Vec<Authentication> {
        self.authentications.iter().cloned().collect()
    }

    pub(super) fn tries(&self, email: &str) -> Tries {
        let of = |right| {
            let theirs = |seen: &&Authentication| seen.right == right && seen.person.as_deref() == Some(email);
            self.authentications.iter().filter(theirs).count() as u64
        };
        Tries { right: of(true), wrong: of(false) }
    }
}
