//! The plaintext of sealed values: JSON, in memory that is wiped afterwards. Fields may be added with a default; none may
//! change its name or meaning, because sealed rows outlive versions.

use std::sync::Arc;

use latchkey_domain::{
    AccessToken, AccountFacts, AuthorizationCode, BrowserKey, Identity, Nonce, OriginKey, Password, PkceVerifier,
    RefreshToken, ReturnKey, StateToken, TypedCode, Verified,
};
use latchkey_wire::{Account, UnixSeconds};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::crypter::{Crypter, OpenError, SealLocation};
use crate::{CallbackParameters, Grant, OpeningSecrets, PendingSignIn, RenewedGrant, StoreError};

/// A value that is stored sealed only.
pub(crate) trait Sealable: Sized {
    fn to_plain(&self) -> Zeroizing<Vec<u8>>;
    fn from_plain(plain: &[u8]) -> Option<Self>;
}

/// Seals a value for its table, row and column.
pub(crate) fn seal(crypter: &Crypter, place: SealLocation<'_>, value: &impl Sealable) -> (Arc<str>, Vec<u8>) {
    crypter.seal(place, &value.to_plain())
}

/// Opens the sealed value of a table, row and column.
pub(crate) fn open<T: Sealable>(
    crypter: &Crypter,
    place: SealLocation<'_>,
    key_id: &str,
    sealed: &[u8],
) -> Result<T, StoreError> {
    let (table, row) = (place.table, place.row.to_owned());
    match crypter.open(place, key_id, sealed) {
        Ok(plain) => T::from_plain(&plain).ok_or(StoreError::Inconsistent { table, column: place.column, row }),
        Err(OpenError::KeyMissing) => Err(StoreError::KeyMissing { table, row, key_id: key_id.to_owned() }),
        Err(OpenError::Broken) => Err(StoreError::SealBroken { table, row }),
    }
}

fn to_json(value: &impl Serialize) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(serde_json::to_vec(value).expect("plain structs of strings and numbers always serialise"))
}

/// The plaintext of a grant.
#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum PlainGrant {
    Tokens {
        access: String,
        refresh: String,
    },
    Password {
        user_name: String,
        password: String,
        #[serde(rename = "memo")]
        scheme_hint: Option<String>,
    },
}

impl From<&Grant> for PlainGrant {
    fn from(grant: &Grant) -> Self {
        match grant {
            Grant::Tokens { access, refresh } => {
                Self::Tokens { access: access.expose().to_owned(), refresh: refresh.expose().to_owned() }
            }
            Grant::Password { user_name, password, scheme_hint } => Self::Password {
                user_name: user_name.clone(),
                password: password.expose().to_owned(),
                scheme_hint: scheme_hint.clone(),
            },
        }
    }
}

impl From<PlainGrant> for Grant {
    fn from(plain: PlainGrant) -> Self {
        match plain {
            PlainGrant::Tokens { access, refresh } => {
                Self::Tokens { access: AccessToken::new(access), refresh: RefreshToken::new(refresh) }
            }
            PlainGrant::Password { user_name, password, scheme_hint } => {
                Self::Password { user_name, password: Password::new(password), scheme_hint }
            }
        }
    }
}

impl Sealable for Grant {
    fn to_plain(&self) -> Zeroizing<Vec<u8>> {
        to_json(&PlainGrant::from(self))
    }

    fn from_plain(plain: &[u8]) -> Option<Self> {
        serde_json::from_slice::<PlainGrant>(plain).ok().map(Self::from)
    }
}

#[derive(Deserialize, Serialize)]
struct PlainSecrets<'a> {
    state: &'a str,
    nonce: &'a str,
    verifier: &'a str,
    browser: &'a str,
    #[serde(default)]
    origin: Option<&'a str>,
    code: &'a str,
    #[serde(default)]
    returned: Option<PlainReturned>,
}

/// A provider's texts may have JSON escapes, so they can't be borrowed.
#[derive(Deserialize, Serialize)]
struct PlainReturned {
    key: String,
    code: Option<String>,
    error: Option<String>,
    error_description: String,
}

impl From<&CallbackParameters> for PlainReturned {
    fn from(returned: &CallbackParameters) -> Self {
        Self {
            key: returned.key.expose().to_owned(),
            code: returned.code.as_ref().map(|code| code.expose().to_owned()),
            error: returned.error.clone(),
            error_description: returned.error_description.clone(),
        }
    }
}

impl From<PlainReturned> for CallbackParameters {
    fn from(plain: PlainReturned) -> Self {
        Self {
            key: ReturnKey::new(plain.key),
            code: plain.code.map(AuthorizationCode::new),
            error: plain.error,
            error_description: plain.error_description,
        }
    }
}

impl Sealable for OpeningSecrets {
    fn to_plain(&self) -> Zeroizing<Vec<u8>> {
        to_json(&PlainSecrets {
            state: self.state.expose(),
            nonce: self.nonce.expose(),
            verifier: self.verifier.expose(),
            browser: self.browser.expose(),
            origin: self.origin.as_ref().map(OriginKey::expose),
            code: &Zeroizing::new(self.code.expose()),
            returned: self.returned.as_ref().map(PlainReturned::from),
        })
    }

    fn from_plain(plain: &[u8]) -> Option<Self> {
        let plain: PlainSecrets<'_> = serde_json::from_slice(plain).ok()?;
        Some(Self {
            state: StateToken::new(plain.state),
            nonce: Nonce::new(plain.nonce),
            verifier: PkceVerifier::new(plain.verifier),
            browser: BrowserKey::new(plain.browser),
            origin: plain.origin.map(OriginKey::new),
            code: TypedCode::read(plain.code)?,
            returned: plain.returned.map(CallbackParameters::from),
        })
    }
}

#[derive(Deserialize, Serialize)]
struct PlainPending {
    identity: Identity,
    account: Account,
    /// Encoded like the column of `connections`, by its name.
    #[serde(default)]
    verified: Option<String>,
    #[serde(default, skip_serializing_if = "AccountFacts::is_empty")]
    facts: AccountFacts,
    #[serde(default)]
    server: Option<String>,
    grant: PlainGrant,
    refreshed_at: UnixSeconds,
    access_expires_at: UnixSeconds,
    ends_at: Option<UnixSeconds>,
    due_at: Option<UnixSeconds>,
    #[serde(default)]
    api_url: Option<String>,
}

impl Sealable for PendingSignIn {
    fn to_plain(&self) -> Zeroizing<Vec<u8>> {
        let RenewedGrant { grant, refreshed_at, access_expires_at, ends_at, due_at, api_url, fault: _ } = &self.renewed;
        to_json(&PlainPending {
            identity: self.identity.clone(),
            account: self.account.clone(),
            verified: self.verified.as_str().map(str::to_owned),
            facts: self.facts.clone(),
            server: self.server.clone(),
            grant: grant.into(),
            refreshed_at: *refreshed_at,
            access_expires_at: *access_expires_at,
            ends_at: *ends_at,
            due_at: *due_at,
            api_url: api_url.clone(),
        })
    }

    fn from_plain(plain: &[u8]) -> Option<Self> {
        let plain: PlainPending = serde_json::from_slice(plain).ok()?;
        Some(Self {
            identity: plain.identity,
            account: plain.account,
            verified: Verified::of_name(plain.verified.as_deref()),
            facts: plain.facts,
            server: plain.server,
            renewed: RenewedGrant {
                grant: plain.grant.into(),
                refreshed_at: plain.refreshed_at,
                access_expires_at: plain.access_expires_at,
                ends_at: plain.ends_at,
                due_at: plain.due_at,
                api_url: plain.api_url,
                fault: None,
            },
        })
    }
}

#[cfg(test)]
mod tests;
