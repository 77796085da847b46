//! The log of authentications: how often, where and how passwords were tried.

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
    /// Right passwords, also as NTLM proofs, even if the request was refused for another reason.
    pub passwords_right: u64,
    /// Passwords that were wrong, also for people who don't exist.
    pub passwords_wrong: u64,
    /// Operations that were answered.
    pub ews_calls: u64,
    /// Autodiscover requests of all formats that were answered.
    pub autodiscover_calls: u64,
}

/// How often a person's password was tried.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Tries {
    /// Tries with the right password.
    pub right: u64,
    /// Tries with a wrong password.
    pub wrong: u64,
}

/// One attempt to sign in by a password or an NTLM proof.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Authentication {
    /// The authentication scheme.
    pub scheme: AuthenticationScheme,
    /// The path of the request, in lower case.
    pub path: String,
    /// The user as the client wrote it: `CONTOSO\ann`, `ann@contoso.example`.
    pub user: String,
    /// The person's address, if the user is known.
    pub person: Option<String>,
    /// Whether the password was right. The request may still have been refused.
    pub right: bool,
    /// The channel binding that the client sent.
    pub binding: Binding,
    /// The connection, counted from 1.
    pub connection: u64,
}

/// A scheme that carries a password or a proof of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AuthenticationScheme {
    /// The password as it is.
    Basic,
    /// A proof that is computed from the password.
    Ntlm,
}

/// The channel binding of a client's answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Binding {
    /// None. Basic never has one.
    Missing,
    /// The binding of the certificate that the server presented.
    Right,
    /// Another binding: an attacker is in between.
    Wrong,
}

/// The log and its counts.
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
