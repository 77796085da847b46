//! Signing in: one try, and the proof that the mailbox is the account's own. Before it, and as often as one likes, a look
//! at the server that needs no password.

use latchkey_domain::Entropy;
use latchkey_wire::UnixSeconds;

use crate::connector::Connector;
use crate::conversation::{self, Conversation, Party, Question};
use crate::credentials::Credentials;
use crate::error::{ExchangeError, Refused};
use crate::ews_url::EwsUrl;
use crate::mailbox_address::Mailbox;
use crate::schemes::{Accept, Scheme};
use crate::{refusal, soap};

/// Somebody signed in, and the mailbox is theirs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Proof {
    /// Where. Another server may hold a mailbox of the same address, so this belongs to the identity.
    pub address: EwsUrl,
    /// Whose.
    pub mailbox: Mailbox,
    /// How. Hand it back in as [`Accept::NtlmOnly`] next time if it was NTLM.
    pub scheme: Scheme,
}

impl Proof {
    /// What to accept at the next sign-in, so that nobody can talk a password out of a connection that never sent one.
    pub fn accept_next(&self) -> Accept {
        match self.scheme {
            Scheme::Ntlm => Accept::NtlmOnly,
            Scheme::Basic => Accept::NtlmOrBasic,
        }
    }
}

/// Looks whether the server would take a password just now. It is shown none.
pub async fn look(
    connector: &dyn Connector,
    address: &EwsUrl,
    mailbox: &Mailbox,
    accept: Accept,
) -> Result<(), ExchangeError> {
    if address.is_cloud() {
        return Err(ExchangeError::ModernAuthOnly);
    }
    let question = Question { path: EwsUrl::path(), body: Vec::new(), mailbox };
    Conversation::open(connector, address.server()).await?.look(&question, accept).await?;
    Ok(())
}

/// Tries the password, exactly once, and opens the inbox with it.
///
/// A 401 can also mean that a busy server wants to be left alone; only somebody who knows that this password worked a
/// minute ago can think so, and may ask again after a minute. Here it is [`ExchangeError::PasswordRejected`].
pub async fn sign_in(
    connector: &dyn Connector,
    address: &EwsUrl,
    credentials: &Credentials,
    accept: Accept,
    entropy: &dyn Entropy,
    now: UnixSeconds,
) -> Result<Proof, Refused> {
    if address.is_cloud() {
        return Err(ExchangeError::ModernAuthOnly.into());
    }
    let mailbox = &credentials.mailbox;
    let question = Question { path: EwsUrl::path(), body: soap::get_inbox(mailbox), mailbox };
    let party = Party { credentials, accept, entropy, now };
    let (response, scheme) = conversation::ask_signed_in(connector, address.server(), question, &party).await?;
    if let Some(error) = refusal::of_try(&response) {
        return Err(Refused::after(error));
    }
    soap::read_inbox(response.body()).map_err(Refused::after)?;
    Ok(Proof { address: address.clone(), mailbox: mailbox.clone(), scheme })
}

#[cfg(test)]
#[path = "sign_in/tests.rs"]
mod tests;
