//! The discovery document (OpenID Connect Discovery 1.0, 4) and the key set (RFC 7517, 5).

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::tenant::{self, Tenant};
use super::{PracticeMicrosoft, refusal};
use crate::faults::Quirk;
use crate::oauth::OAuthRefusal;
use crate::signing;

/// The placeholder for the tenant in the issuer, for addresses that do not name the person's tenant.
const ANY_TENANT: &str = "{tenantid}";

fn issuer(microsoft: &PracticeMicrosoft, tenant: &Tenant) -> String {
    match tenant {
        Tenant::One(organisation) => microsoft.issuer(&organisation.id),
        Tenant::Consumers => microsoft.issuer(tenant::PERSONAL),
        Tenant::Common | Tenant::Organizations | Tenant::Unknown => microsoft.issuer(ANY_TENANT),
    }
}

pub(super) async fn configuration(State(microsoft): State<Arc<PracticeMicrosoft>>, tenant: Tenant) -> Response {
    if matches!(tenant, Tenant::Unknown) {
        return refusal::respond(OAuthRefusal::RealmUnknown, &microsoft.context);
    }
    let base = microsoft.base();
    let at = format!("{base}/{}", tenant.realm());
    let document = json!({
        "token_endpoint": format!("{at}/oauth2/v2.0/token"),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        "jwks_uri": format!("{at}/discovery/v2.0/keys"),
        "response_modes_supported": ["query"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "code_challenge_methods_supported": ["S256"],
        "issuer": issuer(&microsoft, &tenant),
        "request_uri_parameter_supported": false,
        "userinfo_endpoint": format!("{base}/graph/oidc/userinfo"),
        "authorization_endpoint": format!("{at}/oauth2/v2.0/authorize"),
        "http_logout_supported": false,
        "frontchannel_logout_supported": false,
        "end_session_endpoint": format!("{at}/oauth2/v2.0/logout"),
        "claims_supported": [
            "sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid", "ver", "oid", "email"
        ],
    });
    Json(document).into_response()
}

/// With [`Quirk::KeysByAppId`], the key that signs is only in the set of the program, as where a tenant maps claims
/// (learn.microsoft.com/entra/identity-platform/saml-claims-customization, "custom signing key").
pub(super) async fn keys(
    State(microsoft): State<Arc<PracticeMicrosoft>>,
    tenant: Tenant,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    if matches!(tenant, Tenant::Unknown) {
        return refusal::respond(OAuthRefusal::RealmUnknown, &microsoft.context);
    }
    let is_the_programs = query.get("appid").is_some_and(|id| microsoft.context.client.has_id(id));
    let hides = microsoft.provider().has_quirk(Quirk::KeysByAppId) && !is_the_programs;
    let mut keys = if hides { signing::another_key_set() } else { microsoft.context.key_set() };
    // Microsoft says for each key which issuer may use it.
    keys["keys"][0]["issuer"] = issuer(&microsoft, &tenant).into();
    Json(keys).into_response()
}
