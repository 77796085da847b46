//! The APIs that show whether a token works: Gmail's `users.getProfile`, and OpenID Connect's userinfo.
//! <https://developers.google.com/workspace/gmail/api/reference/rest/v1/users/getProfile>

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::{PracticeGoogle, id_token, scopes};
use crate::faults::{Condition, Quirk};
use crate::grants::IssuedAccessToken;
use crate::oauth::TokenProblem;
use crate::people::PracticePerson;

/// Why an API refuses a call.
#[derive(Clone, Copy)]
enum ApiRefusal {
    TokenMissing,
    TokenNotLive,
    ScopeMissing,
    NoMailbox,
    ForbiddenByDomain,
    NotEnabled,
    TooManyCalls,
}

impl ApiRefusal {
    /// What keeps Gmail from answering.
    /// <https://developers.google.com/workspace/gmail/api/guides/handle-errors>
    fn of_gmail(google: &PracticeGoogle, person: &PracticePerson) -> Option<Self> {
        let records = google.records();
        if records.quirks.contains(&Quirk::ApiNotEnabled) {
            return Some(Self::NotEnabled);
        }
        let found = [
            (Condition::MailboxMissing, Self::NoMailbox),
            (Condition::ApiForbidden, Self::ForbiddenByDomain),
            (Condition::ApiLimitReached, Self::TooManyCalls),
        ];
        let holds = |condition| records.conditions.holds(&person.key(), condition);
        found.into_iter().find(|(condition, _)| holds(*condition)).map(|(_, refusal)| refusal)
    }

    /// The `domain` and the `reason` in the list of errors.
    fn reason(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::NoMailbox => Some(("global", "failedPrecondition")),
            Self::ForbiddenByDomain => Some(("global", "domainPolicy")),
            Self::NotEnabled => Some(("usageLimits", "accessNotConfigured")),
            Self::TooManyCalls => Some(("usageLimits", "rateLimitExceeded")),
            Self::TokenMissing | Self::TokenNotLive | Self::ScopeMissing => None,
        }
    }

    fn respond(self) -> Response {
        let (status, name, message) = match self {
            Self::NoMailbox => (StatusCode::BAD_REQUEST, "FAILED_PRECONDITION", "Mail service not enabled"),
            Self::ForbiddenByDomain => {
                (StatusCode::FORBIDDEN, "PERMISSION_DENIED", "The domain administrators have disabled Gmail apps.")
            }
            Self::NotEnabled => (
                StatusCode::FORBIDDEN,
                "PERMISSION_DENIED",
                "Gmail API has not been used in project 1 before or it is disabled.",
            ),
            Self::TooManyCalls => (StatusCode::FORBIDDEN, "PERMISSION_DENIED", "User-rate limit exceeded."),
            Self::TokenMissing => (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", "The request has no access token."),
            Self::TokenNotLive => (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", "The access token is not a live one."),
            Self::ScopeMissing => (StatusCode::FORBIDDEN, "PERMISSION_DENIED", "The token's scopes don't allow this."),
        };
        let mut body = json!({ "error": { "code": status.as_u16(), "message": message, "status": name } });
        if let Some((domain, reason)) = self.reason() {
            body["error"]["errors"] = json!([{ "message": message, "domain": domain, "reason": reason }]);
        }
        let mut response = (status, Json(body)).into_response();
        if status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static(r#"Bearer realm="https://accounts.google.com/""#);
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

pub(super) async fn profile(State(google): State<Arc<PracticeGoogle>>, headers: HeaderMap) -> Response {
    match caller(&google, &headers, scopes::open_the_mailbox) {
        Err(refused) => refused.respond(),
        Ok((person, _)) => match ApiRefusal::of_gmail(&google, &person) {
            Some(refused) => refused.respond(),
            None => Json(json!({
                "emailAddress": person.email,
                "messagesTotal": 0,
                "threadsTotal": 0,
                "historyId": "1",
            }))
            .into_response(),
        },
    }
}

pub(super) async fn userinfo(State(google): State<Arc<PracticeGoogle>>, headers: HeaderMap) -> Response {
    match caller(&google, &headers, |scopes| scopes::include(scopes, "openid")) {
        Err(refused) => refused.respond(),
        Ok((person, token)) => {
            let mut body = json!({ "sub": id_token::subject(&person), "hd": person.organisation.domain });
            if scopes::include(&token.scopes, scopes::PROFILE) {
                body["name"] = person.name.clone().into();
            }
            if scopes::include(&token.scopes, scopes::EMAIL) {
                let said = google.claims_of(&person);
                body["email"] = said.email.into();
                if let Some(verified) = said.email_verified {
                    body["email_verified"] = verified;
                }
            }
            Json(body).into_response()
        }
    }
}

fn caller(
    google: &PracticeGoogle,
    headers: &HeaderMap,
    suffice: impl Fn(&[String]) -> bool,
) -> Result<(PracticePerson, IssuedAccessToken), ApiRefusal> {
    let (person, token) = google.caller(headers).map_err(|problem| match problem {
        TokenProblem::Missing => ApiRefusal::TokenMissing,
        TokenProblem::Unknown | TokenProblem::Expired => ApiRefusal::TokenNotLive,
    })?;
    if suffice(&token.scopes) { Ok((person, token)) } else { Err(ApiRefusal::ScopeMissing) }
}
