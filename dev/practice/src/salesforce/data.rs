//! The data API: one query about the org, which tells a sandbox from a production org, and the org's limits, which show
//! whether the API answers.
//! <https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_query.htm>
//! <https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_limits.htm>
//!
//! To add a way in which it fails, add a row to [`FAILURES`].

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Map, Value, json};

use super::orgs::{Org, User};
use super::{PracticeSalesforce, scopes};
use crate::faults::Condition;

/// Why the API refuses a call.
enum ApiRefusal {
    SessionOver,
    ScopeMissing,
    Malformed,
    Failure(&'static ApiFailure),
}

/// How the API refuses a person who is in a condition: status, `errorCode` and message.
struct ApiFailure {
    condition: Condition,
    status: StatusCode,
    code: &'static str,
    message: &'static str,
}

/// The first one that holds counts.
/// <https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm>
static FAILURES: [ApiFailure; 5] = [
    ApiFailure {
        condition: Condition::SessionsRefused,
        status: StatusCode::UNAUTHORIZED,
        code: "INVALID_SESSION_ID",
        message: "This session is not valid for use with the REST API",
    },
    ApiFailure {
        condition: Condition::ApiForbidden,
        status: StatusCode::FORBIDDEN,
        code: "API_DISABLED_FOR_ORG",
        message: "The REST API is not enabled for this Organization.",
    },
    ApiFailure {
        condition: Condition::OutsideLoginHours,
        status: StatusCode::FORBIDDEN,
        code: "LOGIN_DURING_RESTRICTED_TIME",
        message: "You are not allowed to log in at this time.",
    },
    ApiFailure {
        condition: Condition::OutsideLoginDomain,
        status: StatusCode::FORBIDDEN,
        code: "LOGIN_DURING_RESTRICTED_DOMAIN",
        message: "You are not allowed to log in from this network.",
    },
    ApiFailure {
        condition: Condition::ApiLimitReached,
        status: StatusCode::FORBIDDEN,
        code: "REQUEST_LIMIT_EXCEEDED",
        message: "TotalRequests Limit exceeded.",
    },
];

impl ApiRefusal {
    fn respond(&self) -> Response {
        let (status, code, message) = match self {
            Self::SessionOver => (StatusCode::UNAUTHORIZED, "INVALID_SESSION_ID", "Session expired or invalid"),
            Self::ScopeMissing => {
                (StatusCode::FORBIDDEN, "INVALID_SESSION_ID", "This session is not valid for use with the REST API")
            }
            Self::Failure(failure) => (failure.status, failure.code, failure.message),
            Self::Malformed => {
                (StatusCode::BAD_REQUEST, "MALFORMED_QUERY", "practice knows SELECT … FROM Organization only")
            }
        };
        (status, Json(json!([{ "message": message, "errorCode": code }]))).into_response()
    }
}

pub(super) async fn query(
    State(salesforce): State<Arc<PracticeSalesforce>>,
    Path(path): Path<HashMap<String, String>>,
    Query(parameters): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let version = path.get("version").map_or("v62.0", String::as_str);
    let answer = || {
        let user = caller(&salesforce, &path, &headers)?;
        let text = parameters.get("q").map_or("", String::as_str);
        record(text, user.org, version).ok_or(ApiRefusal::Malformed)
    };
    match answer() {
        Ok(record) => Json(json!({ "totalSize": 1, "done": true, "records": [record] })).into_response(),
        Err(refused) => refused.respond(),
    }
}

pub(super) async fn limits(
    State(salesforce): State<Arc<PracticeSalesforce>>,
    Path(path): Path<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    match caller(&salesforce, &path, &headers) {
        Ok(_) => Json(json!({ "DailyApiRequests": { "Max": 15_000, "Remaining": 14_998 } })).into_response(),
        Err(refused) => refused.respond(),
    }
}

/// The user whom the API lets in.
fn caller(
    salesforce: &PracticeSalesforce,
    path: &HashMap<String, String>,
    headers: &HeaderMap,
) -> Result<User, ApiRefusal> {
    let here = path.get("domain").and_then(|domain| Org::by_domain(domain));
    let (user, token) = salesforce.user_with_token(headers).ok_or(ApiRefusal::SessionOver)?;
    if here != Some(user.org) {
        return Err(ApiRefusal::SessionOver);
    }
    if !scopes::open_the_api(&token.scopes) {
        return Err(ApiRefusal::ScopeMissing);
    }
    let records = salesforce.records();
    let holds = |failure: &&ApiFailure| records.conditions.holds(&user.key(), failure.condition);
    match FAILURES.iter().find(holds) {
        Some(failure) => Err(ApiRefusal::Failure(failure)),
        None => Ok(user),
    }
}

/// The org with the fields that were asked for; `None` for every other query.
fn record(query: &str, org: &Org, version: &str) -> Option<Value> {
    let words: Vec<&str> = query.split_ascii_whitespace().collect();
    let from = words.iter().position(|word| word.eq_ignore_ascii_case("FROM"))?;
    let (select, rest) = words.split_at(from);
    let fits = select.first()?.eq_ignore_ascii_case("SELECT") && rest.get(1)?.eq_ignore_ascii_case("Organization");
    let limit = rest.get(2).is_none_or(|word| word.eq_ignore_ascii_case("LIMIT")) && rest.len() <= 4;
    if !fits || !limit {
        return None;
    }
    let url = format!("/services/data/{version}/sobjects/Organization/{}", org.id);
    let mut record = Map::new();
    record.insert("attributes".to_owned(), json!({ "type": "Organization", "url": url }));
    for field in select.get(1..)?.concat().split(',') {
        let (name, value): (&str, Value) = match field.to_ascii_lowercase().as_str() {
            "id" => ("Id", org.id.into()),
            "name" => ("Name", org.name.into()),
            "issandbox" => ("IsSandbox", org.sandbox.into()),
            _ => return None,
        };
        record.insert(name.to_owned(), value);
    }
    Some(record.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_practice_knows_is_answered() {
        let org = Org::by_domain("contoso--dev").unwrap();
        let answer = |query| record(query, org, "v62.0");
        let full = answer("SELECT Id, IsSandbox FROM Organization LIMIT 1").unwrap();
        assert_eq!((&full["Id"], &full["IsSandbox"]), (&json!("00Dxx0000000003AAA"), &json!(true)));
        assert_eq!(answer("select id from organization").unwrap()["Id"], "00Dxx0000000003AAA");
        for query in ["", "SELECT Id", "SELECT Id FROM Contact", "SELECT Phone FROM Organization", "FROM Organization"]
        {
            assert!(answer(query).is_none(), "{query}");
        }
    }
}
