//! What a provider tells of an account, beyond the address and the name that people see.
//!
//! # To remember one more fact
//! Add a field with a default: facts are stored as JSON, and rows of earlier versions lack it.

use latchkey_wire::UnixSeconds;
use serde::{Deserialize, Serialize};

use crate::mail_key;

/// The most other addresses that are kept of one account. Exchange Online allows 400 (learn.microsoft.com, "Exchange Online
/// limits").
pub const MAX_ALIASES: usize = 400;

/// What a provider told of an account.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct AccountFacts {
    /// The name that the person signs in with, where it is not the address. It fills in sign-in pages and is no address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_in_name: Option<String>,
    /// The account's other addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Alias>,
    /// When the provider last told the addresses of the mailbox, in Unix seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addresses_read_at: Option<UnixSeconds>,
    /// The scopes that were granted. Empty where the provider does not say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
    /// How the life of the newest access token is known.
    #[serde(skip_serializing_if = "AccessLife::is_stated")]
    pub access_life: AccessLife,
}

/// Another address of an account.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Alias {
    /// The address.
    pub address: String,
    /// Whether it is verified to be the account's own. One that is not may be shown, and opens nothing.
    pub verified: bool,
}

/// How the life of an access token is known.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessLife {
    /// The provider states it with each token.
    #[default]
    Stated,
    /// The provider does not state it, so that a usual one is assumed.
    Nominal,
    /// The provider does not state it, and it was learned: by asking about a token, or from a rejection.
    Learned {
        /// The life in seconds.
        life_s: i64,
        /// When it was learned, in Unix seconds.
        at: UnixSeconds,
    },
}

impl AccessLife {
    fn is_stated(&self) -> bool {
        *self == Self::Stated
    }
}

impl AccountFacts {
    /// Whether nothing was told.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether one of the account's other addresses is this one, and is verified.
    pub fn has_verified_alias(&self, address: &str) -> bool {
        let key = mail_key(address);
        self.aliases.iter().any(|alias| alias.verified && mail_key(&alias.address) == key)
    }
}
