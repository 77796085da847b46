//! The discovery document of each host (OpenID Connect Discovery 1.0, 4) and the key set (RFC 7517, 5).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::PracticeSalesforce;
use super::login_host::LoginHost;

pub(super) async fn configuration(State(salesforce): State<Arc<PracticeSalesforce>>, host: LoginHost) -> Response {
    let at = salesforce.issuer(host);
    let document = json!({
        "issuer": at,
        "authorization_endpoint": format!("{at}/services/oauth2/authorize"),
        "token_endpoint": format!("{at}/services/oauth2/token"),
        "revocation_endpoint": format!("{at}/services/oauth2/revoke"),
        "introspection_endpoint": format!("{at}/services/oauth2/introspect"),
        "userinfo_endpoint": format!("{at}/services/oauth2/userinfo"),
        "jwks_uri": format!("{at}/id/keys"),
        "end_session_endpoint": format!("{at}/secur/logout.jsp"),
        "scopes_supported": [
            "api", "full", "web", "chatter_api", "id", "openid", "profile", "email", "address", "phone",
            "refresh_token", "offline_access"
        ],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        "code_challenge_methods_supported": ["S256"],
        "claims_supported": ["iss", "sub", "aud", "iat", "exp", "nonce", "name", "preferred_username", "email"],
    });
    Json(document).into_response()
}

pub(super) async fn keys(State(salesforce): State<Arc<PracticeSalesforce>>, _: LoginHost) -> Response {
    Json(salesforce.context.key_set()).into_response()
}
