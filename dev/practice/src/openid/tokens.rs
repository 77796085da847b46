//! Introspection (RFC 7662) and revocation (RFC 7009). The client authenticates at both.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::PracticeOpenId;
use crate::oauth::{Dialect as _, OAuthRefusal};
use crate::token_request::Fields;

type OpenIdState = State<Arc<PracticeOpenId>>;

pub(super) async fn introspect(State(openid): OpenIdState, headers: HeaderMap, body: Bytes) -> Response {
    match openid.introspect(&headers, &Fields::read(&body)) {
        Ok(answer) => Json(answer).into_response(),
        Err(refused) => super::OpenIdDialect::respond(&openid, refused),
    }
}

pub(super) async fn revoke(State(openid): OpenIdState, headers: HeaderMap, body: Bytes) -> Response {
    match openid.revoke_token(&headers, &Fields::read(&body)) {
        Ok(()) => StatusCode::OK.into_response(),
        Err(refused) => super::OpenIdDialect::respond(&openid, refused),
    }
}

impl PracticeOpenId {
    fn introspect(&self, headers: &HeaderMap, fields: &Fields) -> Result<Value, OAuthRefusal> {
        self.authenticate(headers, fields)?;
        let text = fields.require("token")?;
        let now = self.context.now();
        let records = self.records();
        let live = records.grants.access_token(text).filter(|token| now < token.expires_at);
        Ok(live.map_or_else(
            || json!({ "active": false }),
            |token| json!({ "active": true, "scope": token.scopes.join(" "), "client_id": token.client_id, "exp": token.expires_at }),
        ))
    }

    /// An unknown token counts as revoked (RFC 7009, 2.2).
    fn revoke_token(&self, headers: &HeaderMap, fields: &Fields) -> Result<(), OAuthRefusal> {
        self.authenticate(headers, fields)?;
        let text = fields.require("token")?;
        let now = self.context.now();
        let mut records = self.records();
        match records.grants.refresh_token(text) {
            Some((token, _)) => records.grants.revoke_one(token.grant, now),
            None => drop(records.grants.expire_access_token(text, now)),
        }
        records.counters.revocations += 1;
        self.provider().save(&records);
        Ok(())
    }
}
