//! Claims challenges: Graph asks for a sign-in that carries certain claims, and so does the token endpoint.
//! <https://learn.microsoft.com/entra/identity-platform/claims-challenge>

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::faults::Condition;
use crate::grants::IssuedGrant;
use crate::records::Records;

/// The id of Microsoft Graph.
const GRAPH: &str = "00000003-0000-0000-c000-000000000000";

/// The claims that a sign-in must carry: those of an authentication context.
pub(super) fn claims() -> String {
    json!({ "access_token": { "acrs": { "essential": true, "value": "c25" } } }).to_string()
}

/// Whether a grant's person is challenged, and its sign-in did not carry the claims.
pub(super) fn concerns(records: &Records, grant: &IssuedGrant) -> bool {
    records.conditions.holds(&grant.person, Condition::ClaimsChallenge) && !carries(grant.claims.as_deref())
}

/// Whether the parameter `claims` has ours, among others.
fn carries(parameter: Option<&str>) -> bool {
    let read = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default()["access_token"]["acrs"].clone();
    parameter.is_some_and(|parameter| read(parameter) == read(&claims()))
}

/// Whether the parameter `claims` asks for something that is not known here.
pub(super) fn is_unreadable(parameter: &str) -> bool {
    const KNOWN: [&str; 4] = ["acrs", "capolids", "nbf", "xms_cc"];
    let claims = serde_json::from_str::<Value>(parameter).unwrap_or_default();
    claims["access_token"].as_object().is_none_or(|asked| asked.keys().any(|name| !KNOWN.contains(&name.as_str())))
}

/// The header `WWW-Authenticate`, as msgraph-sdk-dotnet #1416 shows it: the address has no quotation marks, a description has
/// blanks, and the claims are Base64 with padding.
pub(super) fn header(base: &str) -> String {
    format!(
        "Bearer realm=\"\", authorization_uri={base}/common/oauth2/authorize, client_id=\"{GRAPH}\", \
         error=\"insufficient_claims\", claims=\"{}\", errorDescription=\"Continuous access evaluation resulted in claims \
         challenge with result: InteractionRequired and code: TokenCreatedWithOutdatedPolicies\"",
        STANDARD.encode(claims())
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_carried_among_others() {
        let merged = r#"{"access_token":{"xms_cc":{"values":["cp1"]},"acrs":{"value":"c25","essential":true}}}"#;
        assert!(carries(Some(merged)) && carries(Some(&claims())));
        assert!(!is_unreadable(merged) && is_unreadable("{}") && is_unreadable(r#"{"access_token":{"a":null}}"#));
        for other in [None, Some("{}"), Some("no JSON"), Some(r#"{"access_token":{"acrs":{"value":"c1"}}}"#)] {
            assert!(!carries(other), "{other:?}");
        }
    }
}
