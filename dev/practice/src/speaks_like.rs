//! How a provider speaks where the standard leaves things open or servers depart from it.
//!
//! To add a server that the practice OpenID provider can speak like, add a variant to [`SpeaksLike`] and its place in
//! [`SpeaksLike::ALL`], obey it in `openid`, and add its words to `control/label.rs`.

use serde::{Deserialize, Serialize};

/// The server that a provider speaks like.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SpeaksLike {
    /// The standard: OpenID Connect Core 1.0 and Discovery 1.0.
    #[default]
    Standard,
    /// AD FS: the issuer ends in a slash, `email` is a list, `upn` stands in place of `preferred_username`, userinfo knows the
    /// subject alone, and a secret in header and form is too much (rustdesk-server-pro #860, rauthy #658, lxd #14175).
    AdFs,
    /// Dex: refresh tokens rotate, and a dead one is refused as `invalid_request` (dexidp/dex #2613).
    Dex,
    /// Keycloak: a key for encryption comes first in the key set, and keys of odd kinds stand beside (keycloak #14794).
    Keycloak,
    /// Logto: ID tokens are signed by ES384, and `offline_access` is dropped without `prompt=consent` (logto-io/logto #5640).
    Logto,
    /// Okta: a scope that it does not know refuses all, `offline_access` too, and refusals say when the limit ends in
    /// `X-Rate-Limit-Reset` (okta-express-sample #6, okta-sdk-java #259).
    Okta,
    /// The secret must be in the form, although the document lists both places (ory/hydra #2708).
    SecretInForm,
    /// The secret must be in the form, and the document lists nothing.
    SecretInFormUnlisted,
    /// The secret must be in the header, although the document lists both places.
    SecretInHeader,
    /// The secret must be in the header, and the document lists nothing.
    SecretInHeaderUnlisted,
    /// Neither tokens nor keys have a `kid` (`nextcloud/user_oidc` #1214).
    NoKeyId,
    /// Another key has taken the place of the first one, under the same `kid` (DataZooDE/quack-oauth #15).
    SameKeyId,
    /// The endpoints have moved, and the old addresses are gone (keepass4web-rs #313).
    MovedEndpoints,
    /// ID tokens name the subject alone, and the document names an address without TLS for userinfo (`IdentityServer4` #3966).
    PlainUserinfo,
    /// ID tokens name the subject alone, and userinfo answers with a signed token: `application/jwt` (OpenID Connect Core, 5.3.2).
    SignedUserinfo,
}

impl SpeaksLike {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Standard,
        Self::AdFs,
        Self::Dex,
        Self::Keycloak,
        Self::Logto,
        Self::Okta,
        Self::SecretInForm,
        Self::SecretInFormUnlisted,
        Self::SecretInHeader,
        Self::SecretInHeaderUnlisted,
        Self::NoKeyId,
        Self::SameKeyId,
        Self::MovedEndpoints,
        Self::PlainUserinfo,
        Self::SignedUserinfo,
    ];
}

/// Under which content types JSON travels. Proxies and misconfigured servers change them (oauth2-rs #281).
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ContentTypes {
    /// `application/json`.
    #[default]
    Json,
    /// `text/html`.
    Html,
    /// `application/octet-stream`.
    OctetStream,
    /// There is no such header.
    Missing,
}
