//! Discovery documents: what stands in them, and where they are.

use latchkey_wire::ReasonCode;

use super::{Origin, SignInOutcome};
use crate::server::DiscoveryAt;

/// A discovery document at a sign-in.
pub struct DiscoveryRow {
    pub origin: Origin,
    /// Members over the usual ones.
    pub members: &'static str,
    pub at: DiscoveryAt,
    /// Claims of the ID token over the usual ones.
    pub claims: &'static str,
    /// What follows the server's address in the setting `issuer`.
    pub issuer_end: &'static str,
    /// More lines of the provider's section in the configuration.
    pub settings: &'static str,
    pub becomes: SignInOutcome,
    /// What the sign-in page is asked for, if the sign-in works: whether `offline_access`, and `prompt`.
    pub asks: Option<(bool, Option<&'static str>)>,
}

const WRONG_TYPES: &str = "4D-Technologies/openidconnect_flutter PR #20; supabase/supabase-flutter PR #1767";
const REDIRECTS: &str = "panva/openid-client #707; BookStackApp/BookStack #4451; Timshel/vaultwarden #58; django-oauth/django-oauth-toolkit #1363";
const SLASH: &str = "TencentCloud/Octop PR #399; Morelitea/initiative PR #1772; indigo-iam/iam #714";
const OFFLINE: &str =
    "RayLabsHQ/gitea-mirror #54; int128/kubelogin #405; lukaszraczylo/traefikoidc #61; akuity/kargo #3005";
const PROMPT: &str = "openid.net/specs/openid-connect-prompt-create-1_0.html; goauthentik/authentik #8660";
const OTHER: &str = "OpenID Connect Discovery, 4.3; ramosbugs/openidconnect-rs #38";

#[rustfmt::skip]
pub fn discoveries() -> Vec<DiscoveryRow> {
    let row = |server, what, read_at, members| DiscoveryRow {
        origin: Origin { server, what, read_at },
        members,
        at: DiscoveryAt::Usual,
        claims: "",
        issuer_end: "",
        settings: "",
        becomes: SignInOutcome::SignsIn,
        asks: None,
    };
    let refused = |row: DiscoveryRow| DiscoveryRow { becomes: SignInOutcome::Refused(ReasonCode::Misconfigured), ..row };
    let at = |row: DiscoveryRow, at| DiscoveryRow { at, ..row };
    let asks = |row: DiscoveryRow, offline, prompt| DiscoveryRow { asks: Some((offline, prompt)), ..row };
    let set = |row: DiscoveryRow, settings| DiscoveryRow { settings, ..row };
    let both = Some("login consent");
    vec![
        row("Any OpenID server", "optional members of null", WRONG_TYPES, r#"{"scopes_supported":null,"token_endpoint_auth_methods_supported":null,"revocation_endpoint":null,"userinfo_endpoint":null}"#),
        row("Any OpenID server", "lists as one text", WRONG_TYPES, r#"{"scopes_supported":"openid email","token_endpoint_auth_methods_supported":"client_secret_post","prompt_values_supported":"login"}"#),
        row("Any OpenID server", "addresses that are empty or no text", WRONG_TYPES, r#"{"userinfo_endpoint":"","revocation_endpoint":7,"introspection_endpoint":["x"]}"#),
        row("Any OpenID server", "lists of other things", WRONG_TYPES, r#"{"scopes_supported":[1,null,"openid"],"prompt_values_supported":{"a":1},"claims_supported":true}"#),
        row("Any OpenID server", "no list of methods, claims and scopes", "OpenLiberty/open-liberty #11109; simplesamlphp/simplesamlphp-module-oidc #109", r#"{"token_endpoint_auth_methods_supported":"(absent)"}"#),
        row("SeaCat Auth", "no list of algorithms", "TeskaLabs/seacat-auth PR #260", r#"{"id_token_signing_alg_values_supported":"(absent)"}"#),
        row("CourtListener", "a list of scopes without openid", "freelawproject/courtlistener PR #7225", r#"{"scopes_supported":["api"]}"#),
        row("Supabase", "members under other names", "supabase/supabase-flutter PR #1767", r#"{"supported_scopes":["openid"],"issuer_url":"x"}"#),
        row("AD FS", "a second issuer, for access tokens", "snok/django-auth-adfs #196; canonical/lxd #14175", r#"{"access_token_issuer":"http://adfs.example/adfs/services/trust"}"#),
        row("Any OpenID server", "addresses with blanks around", WRONG_TYPES, r#"{"token_endpoint":" {url}/token\n"}"#),
        row("Any OpenID server", "addresses for certificates", "RFC 8705, 5", r#"{"mtls_endpoint_aliases":{"token_endpoint":"https://mtls.example/token"}}"#),
        refused(row("Any OpenID server", "a token endpoint that is no address", WRONG_TYPES, r#"{"token_endpoint":"/token"}"#)),
        refused(row("Any OpenID server", "no token endpoint", "OpenID Connect Discovery, 3", r#"{"token_endpoint":null}"#)),
        refused(row("Any OpenID server", "a name in an address", "RFC 9110, 4.2.4", r#"{"token_endpoint":"http://latchkey@127.0.0.1:9/token"}"#)),
        refused(row("Any OpenID server", "no key set", "OpenID Connect Discovery, 3", r#"{"jwks_uri":"(absent)"}"#)),
        refused(row("Any OpenID server", "another issuer", OTHER, r#"{"issuer":"https://other.example"}"#)),
        refused(row("Any OpenID server", "an issuer above the one that was set", OTHER, r#"{"issuer":"{url}/login/v1"}"#)),
        refused(row("Any OpenID server", "an issuer that is no text", OTHER, r#"{"issuer":["{url}"]}"#)),
        DiscoveryRow { issuer_end: "/", ..row("Gitea", "a slash in the setting alone", "ramosbugs/openidconnect-rs #77; TencentCloud/Octop PR #399", "{}") },
        DiscoveryRow { claims: r#"{"iss":"{url}/"}"#, ..row("Authentik", "a slash in the document and in the token alone", SLASH, r#"{"issuer":"{url}/"}"#) },
        at(row("Nextcloud", "a redirect with 301 at the same host", REDIRECTS, "{}"), DiscoveryAt::Moved(301)),
        at(row("DFN", "a redirect with 303 at the same host", REDIRECTS, "{}"), DiscoveryAt::Moved(303)),
        refused(at(row("Any OpenID server", "a redirect to another host", REDIRECTS, "{}"), DiscoveryAt::OtherHost)),
        refused(at(row("Any OpenID server", "a redirect to itself", REDIRECTS, "{}"), DiscoveryAt::Loop)),
        refused(at(row("rauthy", "a page in place of the document", "sebadob/rauthy PR #1656", "{}"), DiscoveryAt::Page)),
        asks(row("GitLab", "offline_access is not listed", OFFLINE, r#"{"scopes_supported":["openid","profile"]}"#), false, both),
        asks(row("Any OpenID server", "no list of scopes", OFFLINE, r#"{"scopes_supported":"(absent)"}"#), false, both),
        asks(row("Any OpenID server", "offline_access is listed", "panva/node-oidc-provider #1088; logto-io/logto #9627", r#"{"scopes_supported":["openid","offline_access"]}"#), true, both),
        asks(set(row("Ory Hydra", "offline_access is listed, and the client may not have it", "Kareadita/Kavita #4373; ory/hydra #722", r#"{"scopes_supported":["openid","offline_access"]}"#), "offline_access = false"), false, both),
        asks(set(row("Any OpenID server", "offline_access is not listed, and it works", "onyx-dot-app/onyx #11931", r#"{"scopes_supported":["openid"]}"#), "offline_access = true"), true, both),
        asks(row("Authentik", "prompts are listed, and consent is one", PROMPT, r#"{"prompt_values_supported":["none","login","consent"]}"#), false, both),
        asks(row("Any OpenID server", "prompts are listed without consent", PROMPT, r#"{"prompt_values_supported":["none","login"]}"#), false, Some("login")),
        asks(row("Any OpenID server", "other prompts are listed", PROMPT, r#"{"prompt_values_supported":["create"]}"#), false, None),
    ]
}
