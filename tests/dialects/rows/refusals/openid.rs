//! Refusals of other servers.

use latchkey_wire::ReasonCode::{self, AccountDisabled, AccountLocked, ProviderDown, SignInEnded};

use super::OwnRefusalRow;
use crate::rows::Origin;

#[rustfmt::skip]
pub fn openid() -> Vec<OwnRefusalRow> {
    let row = |server, what, read_at, status, body: &str, told: (ReasonCode, &'static str)| {
        super::row("openid", Origin { server, what, read_at }, (status, body.to_owned()), told)
    };
    let again = (SignInEnded, "sign in");
    vec![
        row("Keycloak", "a session that has ended", "keycloak/keycloak #9299", 400, r#"{"error":"invalid_grant","error_description":"Session doesn't have required client"}"#, again),
        row("Keycloak", "an offline session that is not there", "keycloak/keycloak #26532", 400, r#"{"error":"invalid_grant","error_description":"Offline user session not found"}"#, again),
        row("Keycloak", "a disabled person", "github.com/keycloak/keycloak/blob/main/services/src/main/java/org/keycloak/protocol/oidc/TokenManager.java", 400, r#"{"error":"invalid_grant","error_description":"User disabled"}"#, (AccountDisabled, "admin")),
        row("Auth0", "invalid_grant with 403", "auth0/nextjs-auth0 #498; auth0/Auth0.swift #819", 403, r#"{"error":"invalid_grant","error_description":"Unknown or invalid refresh token."}"#, again),
        row("Any OpenID server", "a locked account", "salesforcedictionary.com/errors/invalid-oauth-grant; RFC 6749, 5.2", 400, r#"{"error":"invalid_grant","error_description":"The account is locked."}"#, (AccountLocked, "admin")),
        row("Any OpenID server", "a page of maintenance", "restforce/restforce #860", 503, "<html><body>We are down for maintenance.</body></html>", (ProviderDown, "retrying")),
    ]
}
