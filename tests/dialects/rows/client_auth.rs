//! How the client authenticates: what servers say, and what they accept.

use latchkey_wire::ReasonCode;

use super::{Origin, SignInOutcome};
use crate::server::{CLIENT_SECRET, ClientChoice, ClientRule};

/// A server at which a person signs in and which then renews.
pub struct ClientAuthRow {
    pub origin: Origin,
    /// What the discovery document says.
    pub listed: &'static str,
    pub accepts: ClientChoice,
    /// More lines of the provider's section in the configuration.
    pub settings: &'static str,
    pub becomes: SignInOutcome,
    /// How many requests may be refused until the endpoint knows.
    pub most_refused: u32,
}

/// A server that changes what it accepts while people are connected.
pub struct ClientChangeRow {
    pub origin: Origin,
    pub offer: &'static str,
    /// The provider's second secret, if one is configured.
    pub next_secret: Option<&'static str>,
    pub before: ClientRule,
    pub after: ClientChoice,
    pub becomes: ClientChangeOutcome,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ClientChangeOutcome {
    /// The next renewal works.
    Works,
    /// No one is asked to sign in, and the next renewal works when the server is as it was.
    Waits,
}

/// A secret with every kind of character.
pub const SPECIAL: &str = "z/tZ9Vw+ZmQ%:x =&~";
const BOTH: &str = r#"{"token_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post"]}"#;
const POST: &str = r#"{"token_endpoint_auth_methods_supported":["client_secret_post"]}"#;
const BASIC: &str = r#"{"token_endpoint_auth_methods_supported":["client_secret_basic"]}"#;
const NOTHING: &str = r#"{"token_endpoint_auth_methods_supported":"(absent)"}"#;
const KEYS_ALONE: &str = r#"{"token_endpoint_auth_methods_supported":["private_key_jwt","tls_client_auth"]}"#;

const ONE_WORKS: &str = "ory/hydra #2708; wso2-extensions/identity-inbound-auth-oauth #1013";
const DEFAULT: &str = "OpenLiberty/open-liberty #11109; OpenID Connect Discovery, 3";
const ENCODED: &str = "RFC 6749, 2.3.1; requests/requests-oauthlib PR #568";
const RAW: &str =
    "spring-attic/spring-security-oauth #1826; panva/openid-client #134; OpenIDC/mod_auth_openidc PR #549";
const AS_REQUEST: &str = "panva/node-oidc-provider #26";
const ONLY_ONE: &str = "sebadob/rauthy #658; oidc-wp/openid-connect-generic #442; RFC 6749, 2.3";
const DOWN: &str = "RFC 9110, 15.6";
const TWO_SECRETS: &str = "learn.microsoft.com/entra/identity-platform/how-to-add-credentials; n8n-io/n8n #22567; OfficeDev/microsoft-teams-apps-icebreaker #193";

fn by(rule: ClientRule) -> ClientChoice {
    ClientChoice { rule, ..ClientChoice::default() }
}

#[rustfmt::skip]
pub fn client_auths() -> Vec<ClientAuthRow> {
    use ClientRule::{Basic, Either, PlainBasic, Post};
    let row = |server, what, read_at, listed, accepts, most_refused| ClientAuthRow {
        origin: Origin { server, what, read_at }, listed, accepts, settings: "", becomes: SignInOutcome::SignsIn, most_refused,
    };
    let set = |row: ClientAuthRow, settings| ClientAuthRow { settings, ..row };
    let special = |rule| ClientChoice { secret: SPECIAL, ..by(rule) };
    let refusing = |status, word, accepts| ClientChoice { refusal: (status, word), ..accepts };
    let grant_first = |accepts| ClientChoice { looks_at_grant_first: true, ..accepts };
    vec![
        row("Any OpenID server", "lists Basic, and it works", ONLY_ONE, BASIC, by(Basic), 0),
        row("Any OpenID server", "lists post, and it works", ONLY_ONE, POST, by(Post), 0),
        row("Any OpenID server", "lists both, and only Basic works", ONE_WORKS, BOTH, by(Basic), 0),
        row("Ory Hydra", "lists both, and only post works", ONE_WORKS, BOTH, by(Post), 1),
        row("Any OpenID server", "lists both, and both work", ONE_WORKS, BOTH, by(Either), 0),
        row("Open Liberty", "lists nothing, and only Basic works", DEFAULT, NOTHING, by(Basic), 0),
        row("Any OpenID server", "lists nothing, and only post works", DEFAULT, NOTHING, by(Post), 1),
        row("WSO2", "lists post, and only Basic works", ONE_WORKS, POST, by(Basic), 1),
        row("WSO2", "lists Basic, and only post works", ONE_WORKS, BASIC, by(Post), 1),
        row("Any OpenID server", "lists no secret, and only post works", ONE_WORKS, KEYS_ALONE, by(Post), 1),
        row("Any OpenID server", "lists the methods as null, and only post works", "4D-Technologies/openidconnect_flutter PR #20", r#"{"token_endpoint_auth_methods_supported":null}"#, by(Post), 1),
        row("Keycloak", "decodes a secret in the header", ENCODED, BASIC, special(Basic), 0),
        row("Spring Security OAuth", "does not decode a secret in the header", RAW, BASIC, special(PlainBasic), 2),
        row("Any OpenID server", "does not decode, and takes the secret in the form, too", RAW, BOTH, special(Post), 1),
        row("oidc-provider", "refuses the wrong method as invalid_request", AS_REQUEST, BOTH, refusing(400, "invalid_request", by(Post)), 1),
        row("Spring Authorization Server", "refuses what it can't decode as invalid_request", "spring-attic/spring-authorization-server #985", BASIC, refusing(400, "invalid_request", special(PlainBasic)), 2),
        row("Any OpenID server", "refuses the wrong method as unauthorized_client", AS_REQUEST, BOTH, refusing(400, "unauthorized_client", by(Post)), 1),
        row("Any OpenID server", "refuses the wrong method with 401 and a word of its own", "oauth-wg/oauth-v2-1 #162", BOTH, refusing(401, "bad_client", by(Post)), 1),
        row("Any OpenID server", "looks at the code before the client", "oauth-wg/oauth-v2-1 #162; ory/hydra #2708", BASIC, grant_first(by(Post)), 3),
        set(row("Any OpenID server", "lists Basic, and the administrator sets post", ONE_WORKS, BASIC, by(Post), 0), "client_auth = \"post\""),
        set(row("Any OpenID server", "lists post, and the administrator sets Basic", ONE_WORKS, POST, by(Basic), 0), "client_auth = \"basic\""),
        set(row("Any OpenID server", "does not decode, and the administrator sets that", RAW, POST, special(PlainBasic), 0), "client_auth = \"plain_basic\""),
        ClientAuthRow {
            becomes: SignInOutcome::Refused(ReasonCode::Misconfigured),
            ..set(row("Any OpenID server", "takes Basic alone, and the administrator sets post", ONE_WORKS, BASIC, by(Basic), 2), "client_auth = \"post\"")
        },
    ]
}

#[rustfmt::skip]
pub fn client_changes() -> Vec<ClientChangeRow> {
    use ClientChangeOutcome::{Waits, Works};
    let row = |server, what, read_at, offer, next_secret, after, becomes| ClientChangeRow {
        origin: Origin { server, what, read_at }, offer, next_secret, before: ClientRule::Post, after, becomes,
    };
    let down = || ClientChoice { is_down: true, ..ClientChoice::default() };
    let next = || ClientChoice { secret: "the next secret", ..ClientChoice::default() };
    let next_secret = Some("the next secret");
    vec![
        row("Any OpenID server", "errors say nothing of the client", DOWN, "openid", None, down(), Waits),
        row("Any OpenID server", "takes another method from now on", ONE_WORKS, "openid", None, by(ClientRule::Basic), Works),
        row("Any OpenID server", "takes the next secret alone", TWO_SECRETS, "openid", next_secret, next(), Works),
        row("Microsoft", "takes the next secret alone", TWO_SECRETS, "tenants", next_secret, next(), Works),
        row("Google", "takes the next secret alone", "n8n-io/n8n #22567", "google", next_secret, next(), Works),
        row("Salesforce", "takes the next secret alone", "n8n-io/n8n #22567", "salesforce-production", next_secret, next(), Works),
        row("Any OpenID server", "takes neither secret", "n8n-io/n8n #22567; Budibase/budibase #15843", "openid", next_secret, ClientChoice { secret: "a third secret", ..ClientChoice::default() }, Waits),
        row("Microsoft", "the secret has ended", "n8n-io/n8n #22567; MicrosoftDocs/azure-docs #48669; entra-docs reference-error-codes", "tenants", None, next(), Waits),
        row("Google", "the client was deleted", "websightgmbh/l5-google-cloud-storage #6", "google", None, ClientChoice { refusal: (401, "deleted_client"), ..next() }, Waits),
        row("Salesforce", "the consumer key is unknown", "pozil/salesforce-react-integration #15", "salesforce-production", None, ClientChoice { refusal: (400, "invalid_client_id"), ..next() }, Waits),
    ]
}

/// Assertions in place of a secret, for `client_assertions.rs`.
pub const SIGNED: Origin = Origin {
    server: "Any OpenID server",
    what: "takes a signed assertion for its token endpoint",
    read_at: "wso2/product-is #16574; DuendeSoftware/products #983; RFC 7523, 3",
};
pub const SIGNED_FOR_ISSUER: Origin = Origin {
    server: "Any OpenID server",
    what: "takes a signed assertion for its issuer alone",
    read_at: "thunder-id/thunderid PR #4220; bluesky-social/atproto #4127",
};
pub const ONCE_MADE: Origin = Origin {
    server: "Microsoft",
    what: "refuses an assertion that was made before",
    read_at: "Azure/login #180; AzureAD/microsoft-authentication-library-for-java #984",
};
pub const REPLACED_FILE: Origin = Origin {
    server: "Microsoft",
    what: "takes the platform's newest assertion alone",
    read_at: "azuresdkdocs.z19.web.core.windows.net/python/azure-identity/latest/_modules/azure/identity/_credentials/workload_identity.html; Azure/azure-powershell #24304; learn.microsoft.com/entra/workload-id/workload-identity-federation",
};
pub const GONE_FILE: Origin = Origin {
    server: "Microsoft",
    what: "the platform's assertion is missing for a while",
    read_at: "Azure/azure-powershell #24304",
};

/// The usual secret, as a line of the configuration.
pub fn secret_line(secret: &str) -> String {
    format!("client_secret = '{secret}'")
}

/// The lines for these secrets.
pub fn client_lines(next_secret: Option<&str>) -> String {
    let next = next_secret.map_or(String::new(), |secret| format!("\nnext_client_secret = '{secret}'"));
    format!("{}{next}", secret_line(CLIENT_SECRET))
}
