//! Microsoft Graph: who the access token belongs to, and their inbox.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::refusal::Reference;
use super::{MailboxState, PracticeMicrosoft, challenge, id_token, scopes, tenant};
use crate::faults::Condition;
use crate::grants::IssuedAccessToken;
use crate::oauth::TokenProblem;
use crate::people::PracticePerson;

/// The `Retry-After` of too many calls, in seconds.
const RETRY_AFTER_S: u32 = 10;

/// Why Graph refuses a call.
enum ApiRefusal {
    TokenMissing,
    TokenUnknown,
    TokenExpired,
    TokenForOtherApi,
    ScopeMissing,
    ClaimsMissing,
    NoMailbox,
    LicenceEnded,
    AccessDenied,
    TooManyCalls,
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
            // In these words for a mailbox without a licence: github.com/O365/python-o365/issues/438.
            Self::LicenceEnded => {
                (404, "MailboxNotEnabledForRESTAPI", "REST API is not yet supported for this mailbox.")
            }
            // microsoftgraph/microsoft-graph-docs #9429.
            Self::AccessDenied => (403, "ErrorAccessDenied", "Access is denied. Check credentials and try again."),
            // microsoftgraph/microsoft-graph-docs-contrib #9428.
            Self::TooManyCalls => (429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit."),
            Self::ClaimsMissing => (
                401,
                "InvalidAuthenticationToken",
                "Continuous access evaluation resulted in claims challenge with result: InteractionRequired and code: \
                 TokenCreatedWithOutdatedPolicies",
            ),
            Self::Down => (503, "ServiceUnavailable", "The service is not available."),
            Self::ScopeMissing => (403, "Authorization_RequestDenied", "The token's scopes don't allow this."),
        };
        let Reference { trace_id, correlation_id, timestamp } = Reference::new(&microsoft.context);
        let inner = json!({ "date": timestamp, "request-id": trace_id, "client-request-id": correlation_id });
        let body = json!({ "error": { "code": code, "message": message, "innerError": inner } });
        let status = StatusCode::from_u16(status).expect("the table above has real statuses");
        let mut response = (status, Json(body)).into_response();
        if status == StatusCode::UNAUTHORIZED {
            let base = microsoft.base();
            let challenge = match self {
                Self::ClaimsMissing => challenge::header(&base),
                _ => format!(
                    r#"Bearer realm="", authorization_uri="{base}/common/oauth2/authorize", error="invalid_token""#
                ),
            };
            let challenge = challenge.parse().expect("our own address fits a header");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        if matches!(self, Self::TooManyCalls) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_S));
        }
        response
    }

    /// What keeps the mailbox from answering.
    fn of_mailbox(microsoft: &PracticeMicrosoft, person: &PracticePerson) -> Option<Self> {
        match microsoft.entry(person).mailbox {
            MailboxState::There => {}
            MailboxState::Missing => return Some(Self::NoMailbox),
            MailboxState::GraphIsDown => return Some(Self::Down),
        }
        let conditions = &microsoft.records().conditions;
        let found = [
            (Condition::MailboxMissing, Self::NoMailbox),
            (Condition::LicenceEnded, Self::LicenceEnded),
            (Condition::ApiForbidden, Self::AccessDenied),
            (Condition::ApiLimitReached, Self::TooManyCalls),
        ];
        found.into_iter().find(|(condition, _)| conditions.holds(&person.key(), *condition)).map(|(_, refusal)| refusal)
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
                // A personal account has no address of a directory.
                "mail": (person.organisation.id != tenant::PERSONAL).then(|| entry.mail(&person)),
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
        Ok((person, _)) => match ApiRefusal::of_mailbox(&microsoft, &person) {
            None => Json(json!({ "id": format!("inbox of {}", person.id) })).into_response(),
            Some(refused) => refused.respond(&microsoft),
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
            });
            if let Some(email) = entry.email(&person, &microsoft.sign_in_name(&person)) {
                body["email"] = email.into();
            }
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
    let is_challenged = {
        let records = microsoft.records();
        records.grants.grant(token.grant).is_some_and(|grant| challenge::concerns(&records, grant))
    };
    if is_challenged { Err(ApiRefusal::ClaimsMissing) } else { Ok((person, token)) }
}
