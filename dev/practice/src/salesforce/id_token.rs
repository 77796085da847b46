//! ID tokens: <https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_using_openid.htm>.

use latchkey_wire::UnixSeconds;
use serde::Serialize;

use super::login_host::LoginHost;
use super::orgs::User;
use super::{PracticeSalesforce, SalesforceDialect, scopes};
use crate::oauth::TokenIssuance;

/// Salesforce's live for two minutes, independent of the access token.
const ID_TOKEN_LIFE_S: UnixSeconds = 120;

#[derive(Serialize)]
struct IssuedIdTokenClaims<'a> {
    iss: String,
    /// The identity URL: it names org and user.
    sub: String,
    aud: &'a str,
    iat: UnixSeconds,
    exp: UnixSeconds,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    preferred_username: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
}

impl PracticeSalesforce {
    /// The issuer of a host's tokens.
    pub(super) fn issuer(&self, host: LoginHost) -> String {
        format!("{}/{}", self.base(), host.prefix())
    }

    /// The identity URL: it names a user, and serves information about the user.
    pub(super) fn identity_url(&self, host: LoginHost, user: &User) -> String {
        format!("{}/id/{}/{}", self.issuer(host), user.org.id, user.id)
    }
}

/// A signed ID token, as far as the scopes allow.
pub(super) fn id_token(salesforce: &PracticeSalesforce, issuance: &TokenIssuance<SalesforceDialect>) -> Option<String> {
    let &TokenIssuance { realm: &host, client_id, scopes, nonce, .. } = issuance;
    let user = salesforce.user(issuance.person).filter(|_| scopes::include(scopes, "openid"))?;
    let now = salesforce.context.now();
    let profile = scopes::include(scopes, "profile");
    Some(salesforce.context.id_token(&IssuedIdTokenClaims {
        iss: salesforce.issuer(host),
        sub: salesforce.identity_url(host, user),
        aud: client_id,
        iat: now,
        exp: now + ID_TOKEN_LIFE_S,
        nonce,
        name: profile.then_some(&user.person.name),
        preferred_username: profile.then_some(user.username()),
        email: scopes::include(scopes, "email").then_some(&user.email),
    }))
}
