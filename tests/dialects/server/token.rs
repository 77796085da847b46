//! The token endpoint: codes and refresh tokens.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Form, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::{RequestExt as _, response};

use super::documents::part_of;
use super::issued::{access, read, refresh};
use super::{DialectGrant, DialectServerShared, DialectServerState, GOOGLE, SALESFORCE, refusal};
use crate::rows::{DialectResponse, Issued};

const AT_SALESFORCE: &str = r#"{"access_token":"{a}","token_type":"Bearer","refresh_token":"{r}","id_token":"{i}","instance_url":"{u}/salesforce"}"#;

pub(super) async fn token(
    State(shared): State<Arc<DialectServerShared>>,
    uri: Uri,
    headers: HeaderMap,
    request: Request,
) -> response::Result<Response> {
    let Form(form): Form<HashMap<String, String>> = request.extract().await?;
    Ok(answer(&shared, uri.path(), &headers, &form))
}

fn answer(shared: &DialectServerShared, path: &str, headers: &HeaderMap, form: &HashMap<String, String>) -> Response {
    let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    let mut state = shared.state();
    state.seen.form.clone_from(form);
    let client = state.choices.client.clone();
    if state.choices.token_at.is_some_and(|at| at != path) {
        return StatusCode::NOT_FOUND.into_response();
    }
    if client.is_down {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let is_known = state.codes.contains_key(field("code")) || read("rt", field("refresh_token")).is_some();
    if client.looks_at_grant_first && !is_known {
        return refusal(StatusCode::BAD_REQUEST, "invalid_grant");
    }
    if let Some((status, word)) = client.refuses(headers, form) {
        state.seen.clients_refused += 1;
        return refusal(status, word);
    }
    match state.codes.remove(field("code")) {
        Some(code) => {
            let answer = state.answers.get(code.person).cloned();
            if let Some(refused) = answer.as_ref().filter(|answer| answer.refuses) {
                return refused.response(&Issued::default());
            }
            let claims = state.choices.claims.get(code.person).copied().unwrap_or_default();
            let id_token = state.id_token(&shared.url, code.part, code.person, &code.nonce, claims);
            let grant = DialectGrant { newest: 0, ended: false, nonce: code.nonce, part: code.part };
            state.grants.insert(code.person, grant);
            let issued = Issued {
                access: access(code.person, 0),
                refresh: refresh(code.person, 0),
                id_token,
                url: shared.url.clone(),
            };
            answer.unwrap_or_else(|| usual(code.part)).response(&issued)
        }
        None => renew(&mut state, shared, path, field("refresh_token")),
    }
}

fn usual(part: &str) -> DialectResponse {
    match part {
        SALESFORCE => DialectResponse { body: AT_SALESFORCE, ..DialectResponse::default() },
        _ => DialectResponse::default(),
    }
}

fn renew(state: &mut DialectServerState, shared: &DialectServerShared, path: &str, presented: &str) -> Response {
    let Some((person, number)) = read("rt", presented) else {
        return refusal(StatusCode::BAD_REQUEST, "invalid_grant");
    };
    let DialectServerState { grants, answers, reused, refused: count, .. } = &mut *state;
    let Some((person, grant)) = grants.iter_mut().find(|(known, _)| **known == person) else {
        return refusal(StatusCode::BAD_REQUEST, "invalid_grant");
    };
    let person: &'static str = person;
    let answer = answers.get(person).cloned();
    if let Some(refused) = answer.as_ref().filter(|answer| answer.refuses) {
        *count.entry(person).or_default() += 1;
        return refused.response(&Issued::default());
    }
    // Google's refresh token stays as it is.
    let rotates = part_of(path) != GOOGLE;
    if rotates && number < grant.newest {
        // RFC 9700, 4.14.2: the token may have been stolen.
        *reused += 1;
        grant.ended = true;
    }
    if grant.ended {
        return refusal(StatusCode::BAD_REQUEST, "invalid_grant");
    }
    grant.newest += 1;
    let (newest, part, nonce) = (grant.newest, grant.part, grant.nonce.clone());
    let id_token = match state.choices.renewal_claims.get(person) {
        Some(claims) => state.id_token(&shared.url, part, person, &nonce, claims),
        None => String::new(),
    };
    let issued =
        Issued { access: access(person, newest), refresh: refresh(person, newest), id_token, url: shared.url.clone() };
    answer.unwrap_or_else(|| usual(part)).response(&issued)
}
