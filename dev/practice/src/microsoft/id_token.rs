//! ID tokens: <https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference>.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use latchkey_wire::UnixSeconds;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{MicrosoftDialect, PracticeMicrosoft, scopes};
use crate::oauth::TokenIssuance;
use crate::people::{PracticePerson, PracticePersonId};

/// Microsoft's live for an hour, independent of the access token.
const ID_TOKEN_LIFE_S: UnixSeconds = 3600;

#[derive(Serialize)]
struct IssuedIdTokenClaims<'a> {
    aud: &'a str,
    iss: String,
    iat: UnixSeconds,
    nbf: UnixSeconds,
    exp: UnixSeconds,
    sub: String,
    oid: &'a str,
    tid: &'a str,
    ver: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    /// Where a guest's account is at home.
    #[serde(skip_serializing_if = "Option::is_none")]
    idp: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    preferred_username: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email_verified: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    xms_edov: Option<serde_json::Value>,
}

impl PracticeMicrosoft {
    /// The issuer of one tenant's tokens.
    pub(super) fn issuer(&self, tenant_id: &str) -> String {
        format!("{}/{tenant_id}/v2.0", self.base())
    }
}

/// A signed ID token, as far as the scopes allow.
pub(super) fn id_token(microsoft: &PracticeMicrosoft, issuance: &TokenIssuance<MicrosoftDialect>) -> Option<String> {
    let &TokenIssuance { client_id, granted, nonce, .. } = issuance;
    let person = microsoft.person(issuance.person).filter(|_| scopes::include(granted, "openid"))?;
    let now = microsoft.context.now();
    let profile = scopes::include(granted, "profile");
    let entry = microsoft.entry(person);
    let own_name = microsoft.sign_in_name(person);
    let home = entry.guest_of.as_ref().and_then(|home| microsoft.person(&PracticePersonId::new(home)));
    Some(microsoft.context.id_token(&IssuedIdTokenClaims {
        aud: client_id,
        iss: microsoft.issuer(&person.organisation.id),
        iat: now,
        nbf: now,
        exp: now + ID_TOKEN_LIFE_S,
        sub: subject(person, client_id),
        oid: &person.id,
        tid: &person.organisation.id,
        ver: "2.0",
        nonce,
        name: profile.then_some(&person.name),
        idp: home.map(|home| format!("https://sts.windows.net/{}/", home.organisation.id)),
        preferred_username: profile.then_some(entry.claims.as_deref().unwrap_or(&own_name)),
        email: entry.email(person, &own_name).filter(|_| scopes::include(granted, "email")),
        email_verified: entry.email_verified.clone(),
        xms_edov: entry.domain_owner_verified.clone(),
    }))
}

/// Pairwise: the same person has another subject at every client (OpenID Connect Core, 8.1).
pub(super) fn subject(person: &PracticePerson, client_id: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(client_id);
    hash.update([0]);
    hash.update(&person.id);
    URL_SAFE_NO_PAD.encode(hash.finalize())
}
