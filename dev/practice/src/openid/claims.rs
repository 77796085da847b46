//! What it says about a person: ID tokens (OpenID Connect Core, 2) and userinfo (5.3).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use latchkey_wire::UnixSeconds;
use serde_json::{Value, json};

use super::{OpenIdDialect, PracticeOpenId};
use crate::oauth::TokenIssuance;
use crate::people::PracticePerson;
use crate::speaks_like::SpeaksLike;

/// ID tokens live for an hour, independent of the access token.
const ID_TOKEN_LIFE_S: UnixSeconds = 3600;

fn include(scopes: &[String], wanted: &str) -> bool {
    scopes.iter().any(|scope| scope == wanted)
}

/// The claims about a person, as far as the scopes allow (OpenID Connect Core, 5.4).
fn about(person: &PracticePerson, scopes: &[String], like: SpeaksLike) -> Value {
    let mut claims = json!({ "sub": person.id });
    if include(scopes, "profile") {
        claims["name"] = person.name.clone().into();
        let name = if like == SpeaksLike::AdFs { "upn" } else { "preferred_username" };
        claims[name] = person.email.clone().into();
    }
    if include(scopes, "email") {
        if like == SpeaksLike::AdFs {
            claims["email"] = json!([person.email]);
        } else {
            claims["email"] = person.email.clone().into();
            claims["email_verified"] = true.into();
        }
    }
    claims
}

/// A signed ID token, if the scope `openid` was granted.
pub(super) fn id_token(openid: &PracticeOpenId, issuance: &TokenIssuance<OpenIdDialect>) -> Option<String> {
    let person = openid.person(issuance.person).filter(|_| include(issuance.scopes, "openid"))?;
    let now = openid.context.now();
    let like = openid.speaks_like();
    // Where userinfo is what matters, it alone says more than the subject (OpenID Connect Core, 5.4).
    let said =
        if matches!(like, SpeaksLike::PlainUserinfo | SpeaksLike::SignedUserinfo) { &[] } else { issuance.scopes };
    let mut claims = about(person, said, like);
    claims["iss"] = openid.issuer().into();
    claims["aud"] = issuance.client_id.into();
    claims["iat"] = now.into();
    claims["exp"] = (now + ID_TOKEN_LIFE_S).into();
    if let Some(nonce) = issuance.nonce {
        claims["nonce"] = nonce.into();
    }
    Some(openid.sign(&claims))
}

pub(super) async fn userinfo(State(openid): State<Arc<PracticeOpenId>>, headers: HeaderMap) -> Response {
    let caller = openid.caller(&headers).ok().filter(|(_, token)| include(&token.scopes, "openid"));
    let Some((person, token)) = caller else {
        let challenge = [(header::WWW_AUTHENTICATE, HeaderValue::from_static(r#"Bearer error="invalid_token""#))];
        return (StatusCode::UNAUTHORIZED, challenge, Json(json!({ "error": "invalid_token" }))).into_response();
    };
    match openid.speaks_like() {
        // learn.microsoft.com/windows-server/identity/ad-fs/overview/ad-fs-openid-connect-oauth-flows-scenarios.
        SpeaksLike::AdFs => Json(json!({ "sub": person.id })).into_response(),
        SpeaksLike::SignedUserinfo => {
            let mut claims = about(&person, &token.scopes, SpeaksLike::SignedUserinfo);
            claims["iss"] = openid.issuer().into();
            claims["aud"] = token.client_id.into();
            ([(header::CONTENT_TYPE, "application/jwt")], openid.sign(&claims)).into_response()
        }
        like => Json(about(&person, &token.scopes, like)).into_response(),
    }
}
