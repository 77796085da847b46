//! The discovery document (OpenID Connect Discovery 1.0, 3).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Map, Value, json};

use super::{OFFLINE, PracticeOpenId};
use crate::speaks_like::SpeaksLike;

/// An address without TLS, and not of this machine.
const PLAIN_USERINFO: &str = "http://openid.contoso.example/userinfo";

/// The scopes that the document lists.
pub(super) fn scopes(like: SpeaksLike) -> &'static [&'static str] {
    match like {
        SpeaksLike::Okta => &["openid", "profile", "email"],
        _ => &["openid", "profile", "email", OFFLINE],
    }
}

pub(super) async fn configuration(State(openid): State<Arc<PracticeOpenId>>) -> Response {
    let (like, at) = (openid.speaks_like(), openid.endpoints());
    let mut document = Map::new();
    let mut say = |name: &str, value: Value| document.insert(name.to_owned(), value);
    say("issuer", openid.issuer().into());
    say("authorization_endpoint", format!("{at}/authorize").into());
    say("token_endpoint", format!("{at}/token").into());
    let userinfo = if like == SpeaksLike::PlainUserinfo { PLAIN_USERINFO.to_owned() } else { format!("{at}/userinfo") };
    say("userinfo_endpoint", userinfo.into());
    say("jwks_uri", format!("{at}/keys").into());
    say("introspection_endpoint", format!("{at}/introspect").into());
    say("revocation_endpoint", format!("{at}/revoke").into());
    say("end_session_endpoint", format!("{}/logout", openid.base()).into());
    say("scopes_supported", json!(scopes(like)));
    say("response_types_supported", json!(["code"]));
    say("response_modes_supported", json!(["query"]));
    say("grant_types_supported", json!(["authorization_code", "refresh_token"]));
    say("subject_types_supported", json!(["public"]));
    let algorithm = if like == SpeaksLike::Logto { "ES384" } else { "RS256" };
    say("id_token_signing_alg_values_supported", json!([algorithm]));
    if !matches!(like, SpeaksLike::SecretInFormUnlisted | SpeaksLike::SecretInHeaderUnlisted) {
        say("token_endpoint_auth_methods_supported", json!(["client_secret_basic", "client_secret_post"]));
    }
    say("code_challenge_methods_supported", json!(["S256"]));
    if like == SpeaksLike::AdFs {
        // github.com/MicrosoftDocs/windowsserverdocs/issues/551.
        say("access_token_issuer", format!("{}/services/trust", openid.base()).into());
    }
    Json(document).into_response()
}
