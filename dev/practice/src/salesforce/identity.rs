//! The owner of an access token: userinfo, and the identity URL of token answers.
//! <https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_using_userinfo_endpoint.htm>

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::PracticeSalesforce;
use super::login_host::LoginHost;
use super::orgs::User;
use crate::grants::IssuedAccessToken;

/// Salesforce says no more than this, and not as JSON.
const BAD_TOKEN: &str = "Bad_OAuth_Token";

pub(super) async fn userinfo(State(salesforce): State<Arc<PracticeSalesforce>>, headers: HeaderMap) -> Response {
    match salesforce.user_with_token(&headers) {
        Some((user, _)) => Json(salesforce.describe(&user)).into_response(),
        None => (StatusCode::FORBIDDEN, BAD_TOKEN).into_response(),
    }
}

pub(super) async fn identity(
    State(salesforce): State<Arc<PracticeSalesforce>>,
    host: LoginHost,
    Path(ids): Path<std::collections::HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let named = |user: &User| {
        ids.get("org").is_some_and(|org| org == user.org.id) && ids.get("user").is_some_and(|id| *id == user.id)
    };
    match salesforce.user_with_token(&headers).filter(|(user, _)| named(user)) {
        Some((user, _)) => {
            let mut body = salesforce.describe(&user);
            body["id"] = salesforce.identity_url(host, &user).into();
            body["asserted_user"] = true.into();
            body["username"] = user.username().into();
            Json(body).into_response()
        }
        None => (StatusCode::FORBIDDEN, BAD_TOKEN).into_response(),
    }
}

impl PracticeSalesforce {
    /// The `instance_url` of a user's org.
    pub(super) fn instance_url(&self, user: &User) -> String {
        format!("{}/instance/{}", self.base(), user.org.domain)
    }

    /// The user whose live access token is in the header.
    pub(super) fn user_with_token(&self, headers: &HeaderMap) -> Option<(User, IssuedAccessToken)> {
        let (person, token) = self.caller(headers).ok()?;
        Some((self.user(&person.key())?.clone(), token))
    }

    fn describe(&self, user: &User) -> Value {
        let home = if user.org.sandbox { LoginHost::Test } else { LoginHost::Login };
        let (given_name, family_name) = user.person.name.split_once(' ').unwrap_or((&user.person.name, ""));
        json!({
            "sub": self.identity_url(home, user),
            "user_id": user.id,
            "organization_id": user.org.id,
            "preferred_username": user.username(),
            "nickname": given_name,
            "name": user.person.name,
            "given_name": given_name,
            "family_name": family_name,
            "email": user.email,
            "email_verified": true,
            "user_type": "STANDARD",
            "language": "en_US",
            "locale": "en_US",
            "active": true,
        })
    }
}
