//! `POST {host}/services/oauth2/introspect`: whether a token works, and until when (RFC 7662). The client authenticates.
//! <https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oidc_token_introspection_endpoint.htm>

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::login_host::LoginHost;
use super::{PracticeSalesforce, refusal};
use crate::oauth::OAuthRefusal;
use crate::token_request::Fields;

pub(super) async fn introspect(
    State(salesforce): State<Arc<PracticeSalesforce>>,
    host: LoginHost,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match salesforce.introspect(host, &headers, &Fields::read(&body)) {
        Ok(answer) => Json(answer).into_response(),
        Err(refused) => refusal::respond(refused),
    }
}

impl PracticeSalesforce {
    fn introspect(&self, host: LoginHost, headers: &HeaderMap, fields: &Fields) -> Result<Value, OAuthRefusal> {
        let client = self.authenticate(headers, fields)?;
        let text = fields.require("token")?;
        let now = self.context.now();
        let records = self.records();
        let token = records.grants.access_token(text).filter(|token| now < token.expires_at);
        let found = token.and_then(|token| Some((token, self.user(&token.person)?)));
        // A token that is over gets no more than this (RFC 7662, 2.2).
        let Some((token, user)) = found.filter(|(token, _)| token.client_id == client) else {
            return Ok(json!({ "active": false }));
        };
        Ok(json!({
            "active": true,
            "scope": token.scopes.join(" "),
            "client_id": token.client_id,
            "username": user.username(),
            "sub": self.identity_url(host, user),
            // Not "Bearer": this names the kind of the token.
            "token_type": "access_token",
            "exp": token.expires_at,
            "iat": token.issued_at,
            "nbf": token.issued_at,
        }))
    }
}
