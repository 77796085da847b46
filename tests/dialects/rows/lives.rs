//! How long access tokens live where the answer does not say.

use super::Origin;

/// What introspection says, right after a token was issued without a life.
pub struct LifeRow {
    pub origin: Origin,
    pub offer: &'static str,
    pub introspection: &'static str,
    /// How long the token is then known to live, in seconds. `None` if it is the usual life and only assumed.
    pub life_s: Option<i64>,
}

#[rustfmt::skip]
pub fn lives() -> Vec<LifeRow> {
    let row = |server, offer, what, read_at, introspection, life_s| LifeRow { origin: Origin { server, what, read_at }, offer, introspection, life_s };
    let salesforce = |what, read_at, introspection, life_s| row("Salesforce", "salesforce-production", what, read_at, introspection, life_s);
    let openid = |what, read_at, introspection, life_s| row("Any OpenID server", "openid", what, read_at, introspection, life_s);
    let posthog = "PostHog/posthog PR #34828; help.salesforce.com/s/articleView?id=sf.remoteaccess_oidc_token_introspection_endpoint.htm";
    let standard = "RFC 7662, 2.2";
    vec![
        salesforce("sessions of 15 minutes", posthog, r#"{"active":true,"token_type":"access_token","exp":{now+900},"iat":{now},"nbf":{now}}"#, Some(900)),
        salesforce("sessions of a day", posthog, r#"{"active":true,"exp":{now+86400}}"#, Some(86_400)),
        salesforce("a new token that is not active", "salesforce.stackexchange.com/questions/305477", r#"{"active":false}"#, None),
        openid("an end as text", "ramosbugs/oauth2-rs #85; RFC 7662, 2.2", r#"{"active":true,"exp":"{now+1200}"}"#, Some(1200)),
        openid("active, and no end", standard, r#"{"active":true}"#, None),
        openid("an end in the past", standard, r#"{"active":true,"exp":{now-1}}"#, None),
        openid("a token in place of JSON", "RFC 9701, 5", "eyJ", None),
    ]
}
