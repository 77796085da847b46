//! ID tokens: <https://developers.google.com/identity/openid-connect/openid-connect#obtainuserinfo>.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use latchkey_wire::UnixSeconds;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{PracticeGoogle, scopes};
use crate::people::PracticePerson;
use crate::secret_log::SecretKind;

/// Google's live for an hour, independent of the access token.
const ID_TOKEN_LIFE_S: UnixSeconds = 3600;

#[derive(Serialize)]
struct IssuedIdTokenClaims<'a> {
    iss: String,
    azp: &'a str,
    aud: &'a str,
    sub: String,
    hd: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email_verified: Option<serde_json::Value>,
    at_hash: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    iat: UnixSeconds,
    exp: UnixSeconds,
}

/// The request that an ID token is for.
pub(super) struct Audience<'a> {
    pub(super) client_id: &'a str,
    pub(super) scopes: &'a [String],
    pub(super) nonce: Option<&'a str>,
    /// The access token of the same response.
    pub(super) access_token: &'a str,
}

impl PracticeGoogle {
    /// A signed ID token for a person, as far as the scopes allow.
    pub(super) fn id_token(&self, person: &PracticePerson, audience: &Audience) -> String {
        let now = self.context.now();
        let email = scopes::include(audience.scopes, scopes::EMAIL);
        let said = self.claims_of(person);
        let claims = IssuedIdTokenClaims {
            iss: self.base(),
            azp: audience.client_id,
            aud: audience.client_id,
            sub: subject(person),
            hd: &person.organisation.domain,
            email: email.then_some(&said.email),
            email_verified: said.email_verified.clone().filter(|_| email),
            at_hash: half_hash(audience.access_token),
            nonce: audience.nonce,
            name: scopes::include(audience.scopes, scopes::PROFILE).then_some(&person.name),
            iat: now,
            exp: now + ID_TOKEN_LIFE_S,
        };
        self.context.issue(SecretKind::IdToken, self.context.signing_key.sign(&claims))
    }
}

/// The left half of a hash (OpenID Connect Core, 3.1.3.6).
fn half_hash(access_token: &str) -> String {
    let hash = Sha256::digest(access_token);
    let (left, _) = hash.split_at(hash.len() / 2);
    URL_SAFE_NO_PAD.encode(left)
}

/// The number of an account: 21 digits, the same for every program.
pub(super) fn subject(person: &PracticePerson) -> String {
    let hash = Sha256::digest(&person.id);
    let number = hash.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    format!("1{number:020}")
}
