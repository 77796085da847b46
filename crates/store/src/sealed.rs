//! How secrets look inside a seal: JSON, built and read in memory that is wiped afterwards. Fields may be added with a
//! default; none may change its meaning, because sealed rows outlive versions.

use latchkey_domain::{AccessToken, BrowserKey, Identity, Nonce, PkceVerifier, Proof, RefreshToken, StateToken};
use latchkey_wire::{Account, UnixSeconds};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::crypter::{Crypter, OpenError, Place};
use crate::{AuthorizationSecrets, Grant, PendingSignIn, Renewed, StoreError};

/// Something that is stored sealed only.
pub(crate) trait Sealable: Sized {
    fn to_plain(&self) -> Zeroizing<Vec<u8>>;
    fn from_plain(plain: &[u8]) -> Option<Self>;
}

/// Seals a value for its place.
pub(crate) fn seal<'c>(crypter: &'c Crypter, place: Place<'_>, value: &impl Sealable) -> (&'c str, Vec<u8>) {
    crypter.seal(place, &value.to_plain())
}

/// Opens a value from its place.
pub(crate) fn open<T: Sealable>(
    crypter: &Crypter,
    place: Place<'_>,
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

#[derive(Deserialize, Serialize)]
struct PlainGrant {
    access: String,
    refresh: String,
}

impl From<&Grant> for PlainGrant {
    fn from(grant: &Grant) -> Self {
        Self { access: grant.access.expose().to_owned(), refresh: grant.refresh.expose().to_owned() }
    }
}

impl From<PlainGrant> for Grant {
    fn from(plain: PlainGrant) -> Self {
        Self { access: AccessToken::new(plain.access), refresh: RefreshToken::new(plain.refresh) }
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
    proof: &'a str,
}

impl Sealable for AuthorizationSecrets {
    fn to_plain(&self) -> Zeroizing<Vec<u8>> {
        to_json(&PlainSecrets {
            state: self.state.expose(),
            nonce: self.nonce.expose(),
            verifier: self.verifier.expose(),
            browser: self.browser.expose(),
            proof: self.proof.expose(),
        })
    }

    fn from_plain(plain: &[u8]) -> Option<Self> {
        let plain: PlainSecrets<'_> = serde_json::from_slice(plain).ok()?;
        Some(Self {
            state: StateToken::new(plain.state),
            nonce: Nonce::new(plain.nonce),
            verifier: PkceVerifier::new(plain.verifier),
            browser: BrowserKey::new(plain.browser),
            proof: Proof::new(plain.proof),
        })
    }
}

#[derive(Deserialize, Serialize)]
struct PlainPending {
    identity: Identity,
    account: Account,
    grant: PlainGrant,
    refreshed_at: UnixSeconds,
    access_expires_at: UnixSeconds,
    ends_at: Option<UnixSeconds>,
    due_at: UnixSeconds,
    #[serde(default)]
    api_url: Option<String>,
}

impl Sealable for PendingSignIn {
    fn to_plain(&self) -> Zeroizing<Vec<u8>> {
        let Renewed { grant, refreshed_at, access_expires_at, ends_at, due_at, api_url } = &self.renewed;
        to_json(&PlainPending {
            identity: self.identity.clone(),
            account: self.account.clone(),
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
            renewed: Renewed {
                grant: plain.grant.into(),
                refreshed_at: plain.refreshed_at,
                access_expires_at: plain.access_expires_at,
                ends_at: plain.ends_at,
                due_at: plain.due_at,
                api_url: plain.api_url,
            },
        })
    }
}
