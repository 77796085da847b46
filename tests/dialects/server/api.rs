//! Graph, Gmail, Salesforce's REST API, userinfo and introspection. An access token names its person.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Form, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::choices::fill;
use super::issued::{read, salesforce_ids};
use super::{DialectServerShared, with_kind};

pub(super) async fn answer(State(shared): State<Arc<DialectServerShared>>, request: Request) -> Response {
    let bearer = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = bearer.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    let Some((person, _)) = read("at", token) else { return StatusCode::NOT_FOUND.into_response() };
    let path = request.uri().path();
    let (own, now) = {
        let state = shared.state();
        (state.choices.api_answer(person, path), state.now())
    };
    let (organisation, user) = salesforce_ids(person);
    if let Some(own) = own {
        let ids = [("person", person), ("url", &shared.url), ("organisation", &organisation), ("user", &user)];
        let body = fill(own.body, &ids, now);
        let status = StatusCode::from_u16(own.status).unwrap();
        return with_kind(status, "application/json", own.headers, Body::from(body));
    }
    axum::Json(match path {
        _ if path.ends_with("/v1.0/me") => json!({ "proxyAddresses": [format!("SMTP:{person}")] }),
        _ if path.ends_with("/services/oauth2/userinfo") => json!({
            "user_id": user, "organization_id": organisation, "preferred_username": person, "email": person,
            "email_verified": true, "name": person,
        }),
        _ if path.ends_with("/userinfo") => json!({ "sub": person }),
        _ if path.ends_with("/query") => json!({ "records": [{ "IsSandbox": false }] }),
        _ => json!({ "id": "1" }),
    })
    .into_response()
}

/// RFC 7662, 2.2.
pub(super) async fn introspect(
    State(shared): State<Arc<DialectServerShared>>,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let state = shared.state();
    let token = form.get("token").map(String::as_str).unwrap_or_default();
    let said = read("at", token).and_then(|(person, _)| state.choices.introspection.get(person)).copied();
    let Some(said) = said else { return StatusCode::NOT_FOUND.into_response() };
    ([("content-type", "application/json")], fill(said, &[], state.now())).into_response()
}
