//! ID tokens: <https://developers.google.com/identity/openid-connect/openid-connect#obtainuserinfo>.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use latchkey_wire::UnixSeconds;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{GoogleDialect, PracticeGoogle, scopes};
use crate::oauth::TokenIssuance;
use crate::people::PracticePerson;

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

/// A signed ID token, as far as the scopes allow. `access_token` is that of the same answer.
pub(super) fn id_token(
    google: &PracticeGoogle,
    issuance: &TokenIssuance<GoogleDialect>,
    access_token: &str,
) -> Option<String> {
    let &TokenIssuance { client_id, scopes, nonce, .. } = issuance;
    let person = google.person(issuance.person).filter(|_| scopes::include(scopes, "openid"))?;
    let now = google.context.now();
    let email = scopes::include(scopes, scopes::EMAIL);
    let said = google.claims_of(person);
    Some(google.context.id_token(&IssuedIdTokenClaims {
        iss: google.base(),
        azp: client_id,
        aud: client_id,
        sub: subject(person),
        hd: &person.organisation.domain,
        email: email.then_some(&said.email),
        email_verified: said.email_verified.clone().filter(|_| email),
        at_hash: half_hash(access_token),
        nonce,
        name: scopes::include(scopes, scopes::PROFILE).then_some(&person.name),
        iat: now,
        exp: now + ID_TOKEN_LIFE_S,
    }))
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
