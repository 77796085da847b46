//! Office's single sign-on for the pane: an access token for the pane's own registration
//! (learn.microsoft.com/entra/identity-platform/access-token-claims-reference, version 2.0).

use latchkey_wire::UnixSeconds;
use serde::Serialize;

use super::PracticeMicrosoft;
use crate::people::PracticePerson;
use crate::secret_log::SecretKind;

/// Office's own application id. The claim `azp` names it as the client that received the token.
const OFFICE: &str = "d3590ed6-52b3-4102-aeff-aad2292ab01c";
const LIFE_S: UnixSeconds = 3600;

#[derive(Serialize)]
struct OfficeTokenClaims<'a> {
    aud: &'a str,
    iss: String,
    iat: UnixSeconds,
    nbf: UnixSeconds,
    exp: UnixSeconds,
    azp: &'static str,
    scp: &'a str,
    sub: String,
    oid: &'a str,
    tid: &'a str,
    ver: &'static str,
    name: &'a str,
    preferred_username: &'a str,
}

impl PracticeMicrosoft {
    /// A token for a person who is signed in to Office.
    pub(crate) fn office_token(&self, person: &PracticePerson, audience: &str, scopes: &str) -> String {
        let now = self.context.now();
        let claims = OfficeTokenClaims {
            aud: audience,
            iss: self.issuer(&person.organisation.id),
            iat: now,
            nbf: now,
            exp: now + LIFE_S,
            azp: OFFICE,
            scp: scopes,
            sub: super::id_token::subject(person, audience),
            oid: &person.id,
            tid: &person.organisation.id,
            ver: "2.0",
            name: &person.name,
            preferred_username: &person.email,
        };
        self.context.issue(SecretKind::AccessToken, self.context.signing_key.sign(&claims))
    }
}
