//! The credentials of a sign-in, and a type that allows only one use of them.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use latchkey_domain::Entropy;
use latchkey_wire::UnixSeconds;
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use crate::error::ExchangeError;
use crate::mailbox_address::MailboxAddress;
use crate::ntlm;

/// Windows accepts at most 127 characters for a password and 104 for a name; longer ones are not sent.
const MAX_CHARACTERS: usize = 256;

/// A mailbox, and the name and password to sign in with.
#[derive(Clone)]
pub struct Credentials {
    /// The mailbox to open.
    pub mailbox: MailboxAddress,
    /// `DOMAIN\user` or `user@domain`, where that differs from the mailbox's address.
    pub user_name: Option<String>,
    pub password: SecretString,
}

impl Credentials {
    /// The user name that is sent to the server.
    pub fn sign_in_name(&self) -> &str {
        self.user_name.as_deref().map(str::trim).filter(|name| !name.is_empty()).unwrap_or(self.mailbox.address())
    }

    /// The name in NTLM's two parts. A name with an `@` (a UPN) is sent without a domain.
    fn domain_and_user(&self) -> (&str, &str) {
        self.sign_in_name().split_once('\\').unwrap_or(("", self.sign_in_name()))
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Credentials").field("mailbox", &self.mailbox).finish_non_exhaustive()
    }
}

/// Credentials that can be used once: both methods consume the value.
pub(crate) struct SingleUseCredentials<'a>(&'a Credentials);

impl<'a> SingleUseCredentials<'a> {
    /// Refuses credentials that no server could accept, so that they cost no attempt.
    pub(crate) fn with(credentials: &'a Credentials) -> Result<Self, ExchangeError> {
        let unfit = |text: &str| text.chars().count() > MAX_CHARACTERS || text.contains(|char: char| char.is_control());
        let (domain, user) = credentials.domain_and_user();
        let password = credentials.password.expose_secret();
        if password.is_empty() || user.is_empty() || [domain, user, password].into_iter().any(unfit) {
            return Err(ExchangeError::PasswordRejected);
        }
        Ok(Self(credentials))
    }

    /// RFC 7617.
    pub(crate) fn basic(self) -> Result<HeaderValue, ExchangeError> {
        let name = self.0.sign_in_name();
        if name.contains(':') {
            return Err(ExchangeError::PasswordRejected);
        }
        let pair = Zeroizing::new(format!("{name}:{}", self.0.password.expose_secret()));
        header(&format!("Basic {}", STANDARD.encode(pair.as_bytes())))
    }

    /// The third message of NTLM.
    pub(crate) fn ntlm(
        self,
        challenge: &ntlm::NtlmChallenge,
        host: &str,
        channel_binding: Option<&[u8]>,
        entropy: &dyn Entropy,
        now: UnixSeconds,
    ) -> Result<HeaderValue, ExchangeError> {
        let (domain, user) = self.0.domain_and_user();
        let mut client_challenge = [0; 8];
        entropy.fill(&mut client_challenge);
        let message = ntlm::authenticate_message(
            challenge,
            &ntlm::AuthenticateInput {
                user,
                domain,
                password: self.0.password.expose_secret(),
                host,
                channel_binding,
                client_challenge,
                now,
            },
        );
        header(&format!("NTLM {}", STANDARD.encode(message)))
    }
}

fn header(text: &str) -> Result<HeaderValue, ExchangeError> {
    let mut value = HeaderValue::try_from(text).map_err(|_| ExchangeError::PasswordRejected)?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credentials(user_name: Option<&str>, password: &str) -> Credentials {
        Credentials {
            mailbox: MailboxAddress::parse("ann@contoso.example").unwrap(),
            user_name: user_name.map(str::to_owned),
            password: password.into(),
        }
    }

    #[test]
    fn a_name_is_the_mailbox_unless_another_is_given() {
        assert_eq!(credentials(None, "x").domain_and_user(), ("", "ann@contoso.example"));
        assert_eq!(credentials(Some("  "), "x").domain_and_user(), ("", "ann@contoso.example"));
        assert_eq!(credentials(Some("CONTOSO\\ann"), "x").domain_and_user(), ("CONTOSO", "ann"));
    }

    #[test]
    fn what_no_server_could_accept_costs_no_try() {
        let long = "x".repeat(300);
        for (name, password) in [(None, ""), (None, long.as_str()), (None, "a\0b"), (Some("CONTOSO\\"), "x")] {
            assert!(SingleUseCredentials::with(&credentials(name, password)).is_err());
        }
        let colon = credentials(Some("ann:x"), "x");
        assert!(SingleUseCredentials::with(&colon).unwrap().basic().is_err());
    }

    #[test]
    fn neither_debug_output_nor_the_header_shows_the_password() {
        let credentials = credentials(None, "hunter2-hunter2");
        assert!(!format!("{credentials:?}").contains("hunter2"));
        let header = SingleUseCredentials::with(&credentials).unwrap().basic().unwrap();
        assert!(header.is_sensitive());
        assert_eq!(format!("{header:?}"), "Sensitive");
    }
}
