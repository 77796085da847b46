//! Signing in: one attempt, and the proof that the mailbox is the account's own. Any number of probes without a password
//! may come before it.

use latchkey_domain::Entropy;
use latchkey_wire::UnixSeconds;

use crate::connector::Connector;
use crate::conversation::{self, Conversation, SignInParameters, XmlRequest};
use crate::credentials::Credentials;
use crate::error::{ExchangeError, ExchangeRefusal};
use crate::ews_url::EwsUrl;
use crate::mailbox_address::MailboxAddress;
use crate::schemes::{AcceptedSchemes, AuthScheme};
use crate::{refusal, soap};

/// A successful sign-in, and the mailbox that is the account's own.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MailboxProof {
    /// The server. Another server may hold a mailbox of the same address, so this is part of the identity.
    pub address: EwsUrl,
    /// The account's own mailbox.
    pub mailbox: MailboxAddress,
    /// The scheme that was used. Pass [`AcceptedSchemes::NtlmOnly`] at the next sign-in if it was NTLM.
    pub scheme: AuthScheme,
}

impl MailboxProof {
    /// The schemes to accept at the next sign-in, so that an attacker can't downgrade a connection that never sent its
    /// password.
    pub fn accept_next(&self) -> AcceptedSchemes {
        match self.scheme {
            AuthScheme::Ntlm => AcceptedSchemes::NtlmOnly,
            AuthScheme::Basic => AcceptedSchemes::NtlmOrBasic,
        }
    }
}

/// Checks whether the server would accept a password at the moment, without sending one.
pub async fn probe(
    connector: &dyn Connector,
    address: &EwsUrl,
    mailbox: &MailboxAddress,
    accept: AcceptedSchemes,
) -> Result<(), ExchangeError> {
    if address.is_cloud() {
        return Err(ExchangeError::ModernAuthOnly);
    }
    let question = XmlRequest { path: EwsUrl::path(), body: Vec::new(), mailbox };
    Conversation::open(connector, address.server()).await?.probe(&question, accept).await?;
    Ok(())
}

/// Sends the password, exactly once, and opens the inbox with it.
///
/// A 401 becomes [`ExchangeError::PasswordRejected`], although an overloaded server may send one too: only a caller who
/// knows that this password worked a minute ago can tell the two apart.
pub async fn sign_in(
    connector: &dyn Connector,
    address: &EwsUrl,
    credentials: &Credentials,
    accept: AcceptedSchemes,
    entropy: &dyn Entropy,
    now: UnixSeconds,
) -> Result<MailboxProof, ExchangeRefusal> {
    if address.is_cloud() {
        return Err(ExchangeError::ModernAuthOnly.into());
    }
    let mailbox = &credentials.mailbox;
    let question = XmlRequest { path: EwsUrl::path(), body: soap::get_inbox_body(mailbox), mailbox };
    let party = SignInParameters { credentials, accept, entropy, now };
    let (response, scheme) = conversation::send_signed_in(connector, address.server(), question, &party).await?;
    if let Some(error) = refusal::classify_attempt(&response) {
        return Err(ExchangeRefusal::after_password(error));
    }
    soap::read_inbox(response.body()).map_err(ExchangeRefusal::after_password)?;
    Ok(MailboxProof { address: address.clone(), mailbox: mailbox.clone(), scheme })
}

#[cfg(test)]
#[path = "sign_in/tests.rs"]
mod tests;
