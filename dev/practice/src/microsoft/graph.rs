//! Microsoft Graph: who the access token belongs to, and their inbox.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::refusal::Reference;
use super::{MailboxState, PracticeMicrosoft, id_token, scopes};
use crate::grants::IssuedAccessToken;
use crate::oauth::TokenProblem;
use crate::people::PracticePerson;

/// Why Graph refuses a call.
enum ApiRefusal {
    TokenMissing,
    TokenUnknown,
    TokenExpired,
    TokenForOtherApi,
    ScopeMissing,
    NoMailbox,
    Down,
}

impl ApiRefusal {
    fn respond(&self, microsoft: &PracticeMicrosoft) -> Response {
        let (status, code, message) = match self {
            Self::TokenMissing => (401, "InvalidAuthenticationToken", "Access token is empty."),
            Self::TokenUnknown => (401, "InvalidAuthenticationToken", "The token is not one of ours."),
            Self::TokenExpired => (401, "InvalidAuthenticationToken", "The token's lifetime is over."),
            Self::TokenForOtherApi => (401, "InvalidAuthenticationToken", "The token is for another audience."),
            // learn.microsoft.com/graph/resolve-auth-errors and outlook-service-throttling name these.
            Self::NoMailbox => {
                (404, "MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or on-premises.")
            }
            Self::Down => (503, "ServiceUnavailable", "The service is not available."),
            Self::ScopeMissing => (403, "Authorization_RequestDenied", "The token's scopes don't allow this."),
        };
        let Reference { trace_id, correlation_id, timestamp } = Reference::new(&microsoft.context);
        let inner = json!({ "date": timestamp, "request-id": trace_id, "client-request-id": correlation_id });
        let body = json!({ "error": { "code": code, "message": message, "innerError": inner } });
        let status = StatusCode::from_u16(status).expect("the table above has real statuses");
        let mut response = (status, Json(body)).into_response();
        if status == StatusCode::UNAUTHORIZED {
            let challenge = format!(
                r#"Bearer realm="", authorization_uri="{}/common/oauth2/authorize", error="invalid_token""#,
                microsoft.base()
            );
            let challenge = challenge.parse().expect("our own address fits a header");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

pub(super) async fn me(
    State(microsoft): State<Arc<PracticeMicrosoft>>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    match caller(&microsoft, &headers, &["User.Read"]) {
        Err(refused) => refused.respond(&microsoft),
        Ok((person, _)) => {
            let entry = microsoft.entry(&person);
            let (given_name, surname) = person.name.split_once(' ').unwrap_or((&person.name, ""));
            let mut all = json!({
                "businessPhones": [],
                "displayName": person.name,
                "givenName": given_name,
                "jobTitle": null,
                "mail": entry.address(&person),
                "mobilePhone": null,
                "officeLocation": null,
                "preferredLanguage": null,
                "surname": surname,
                "userPrincipalName": person.email,
                "id": person.id,
            });
            let context = format!("{}/graph/v1.0/$metadata#users/$entity", microsoft.base());
            let mut body = json!({ "@odata.context": context });
            match query.get("$select") {
                // Some fields are only returned where the request selects them.
                Some(names) => {
                    all["proxyAddresses"] = entry.all_proxy_addresses(&person).into();
                    for name in names.split(',') {
                        body[name] = all[name].take();
                    }
                }
                None => body.as_object_mut().expect("an object").append(all.as_object_mut().expect("an object")),
            }
            Json(body).into_response()
        }
    }
}

/// learn.microsoft.com/graph/api/mailfolder-get
pub(super) async fn inbox(State(microsoft): State<Arc<PracticeMicrosoft>>, headers: HeaderMap) -> Response {
    match caller(&microsoft, &headers, &["Mail.ReadWrite", "Mail.Read"]) {
        Err(refused) => refused.respond(&microsoft),
        Ok((person, _)) => match microsoft.entry(&person).mailbox {
            MailboxState::There => Json(json!({ "id": format!("inbox of {}", person.id) })).into_response(),
            MailboxState::Missing => ApiRefusal::NoMailbox.respond(&microsoft),
            MailboxState::GraphIsDown => ApiRefusal::Down.respond(&microsoft),
        },
    }
}

pub(super) async fn userinfo(State(microsoft): State<Arc<PracticeMicrosoft>>, headers: HeaderMap) -> Response {
    match caller(&microsoft, &headers, &["openid"]) {
        Err(refused) => refused.respond(&microsoft),
        Ok((person, token)) => {
            let entry = microsoft.entry(&person);
            let mut body = json!({
                "sub": id_token::subject(&person, &token.client_id),
                "name": person.name,
                "email": entry.address(&person),
            });
            if let Some(said) = entry.email_verified {
                body["email_verified"] = said;
            }
            Json(body).into_response()
        }
    }
}

fn caller(
    microsoft: &PracticeMicrosoft,
    headers: &HeaderMap,
    scopes: &[&str],
) -> Result<(PracticePerson, IssuedAccessToken), ApiRefusal> {
    let (person, token) = microsoft.caller(headers).map_err(|problem| match problem {
        TokenProblem::Missing => ApiRefusal::TokenMissing,
        TokenProblem::Unknown => ApiRefusal::TokenUnknown,
        TokenProblem::Expired => ApiRefusal::TokenExpired,
    })?;
    if !scopes::are_for_graph(&token.scopes) {
        return Err(ApiRefusal::TokenForOtherApi);
    }
    if !scopes.iter().any(|scope| scopes::include(&token.scopes, scope)) {
        return Err(ApiRefusal::ScopeMissing);
    }
    Ok((person, token))
}
