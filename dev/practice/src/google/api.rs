//! The APIs that show whether a token works: Gmail's `users.getProfile`, and OpenID Connect's userinfo.
//! <https://developers.google.com/workspace/gmail/api/reference/rest/v1/users/getProfile>

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::{PracticeGoogle, id_token, scopes};
use crate::grants::IssuedAccessToken;
use crate::oauth::TokenProblem;
use crate::people::PracticePerson;

/// Why an API refuses a call.
#[derive(Clone, Copy)]
enum ApiRefusal {
    TokenMissing,
    TokenNotLive,
    ScopeMissing,
}

impl ApiRefusal {
    fn respond(self) -> Response {
        let (status, name, message) = match self {
            Self::TokenMissing => (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", "The request has no access token."),
            Self::TokenNotLive => (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", "The access token is not a live one."),
            Self::ScopeMissing => (StatusCode::FORBIDDEN, "PERMISSION_DENIED", "The token's scopes don't allow this."),
        };
        let body = json!({ "error": { "code": status.as_u16(), "message": message, "status": name } });
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
        Ok((person, _)) => Json(json!({
            "emailAddress": person.email,
            "messagesTotal": 0,
            "threadsTotal": 0,
            "historyId": "1",
        }))
        .into_response(),
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
