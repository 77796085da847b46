//! Routes for sync engines, which call with their own keys.

use axum::Json;
use axum::body::Body as HttpBody;
use axum::extract::RawQuery;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use latchkey_copy::Unreadable;
use latchkey_domain::renewal::{DEFAULT_MARGIN_S, MAX_MARGIN_S};
use latchkey_wire::{
    Connection, ConnectionId, EngineProblem, MAX_ADDRESS_BYTES, Problem, ProblemCode, Purpose, RejectionReport,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::AppState;
use crate::printable::disturbs_text;
use crate::problem::ApiError;
use crate::renewal::rejections;
use crate::session::overview;
use crate::tokens::hand_out::{self, body::Secret};
use crate::web::extract::{EngineCaller, IdInPath, KnownParameters, OptionalJsonBody};

/// The routes of this file, whose problems speak to the developers of engines.
pub(crate) const ROUTES: [&str; 3] =
    ["/v1/connections", "/v1/connections/{id}/token", "/v1/connections/{id}/rejections"];

/// How long the token must live.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TokenLifetime {
    /// The least remaining life in seconds: 300 by default, 3600 at most. A token whose whole life is less than twice
    /// this is handed out in the first half of its life.
    min_life_s: Option<i64>,
}

impl TokenLifetime {
    fn read(query: Option<&str>) -> Result<Self, ApiError> {
        let name = "min_life_s";
        let parameters = KnownParameters::read(query, &[name])?;
        let Some(text) = parameters.get(name) else { return Ok(Self { min_life_s: None }) };
        let min_life_s = text.parse().ok().filter(|min_life_s| (0..=MAX_MARGIN_S).contains(min_life_s));
        let expected = || format!("a whole number from 0 to {MAX_MARGIN_S}");
        let found = min_life_s.ok_or_else(|| unreadable(name, expected()))?;
        Ok(Self { min_life_s: Some(found) })
    }
}

fn unreadable(name: &'static str, expected: String) -> ApiError {
    ApiError::unreadable(Unreadable::Parameter { name, expected })
}

/// Hands out an access token that lives for at least `min_life_s` seconds, after a renewal if necessary. While the
/// provider cannot be reached, a token that lives for less is handed out. The error for a connection without a token
/// says who must act.
#[utoipa::path(get, path = "/v1/connections/{id}/token", security(("engine" = [])),
    params(("id" = String, Path), TokenLifetime), responses(
    (status = 200, body = inline(Secret<'_>)),
    (status = 403, body = EngineProblem, content_type = "application/problem+json"),
    (status = 409, body = EngineProblem, content_type = "application/problem+json"),
    (status = 410, body = EngineProblem, content_type = "application/problem+json"),
    (status = 503, body = EngineProblem, content_type = "application/problem+json"),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn token(
    app: AppState,
    engine: EngineCaller,
    IdInPath(id): IdInPath<ConnectionId>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let margin_s = TokenLifetime::read(query.as_deref())?.min_life_s.unwrap_or(DEFAULT_MARGIN_S);
    engine.ensure_opens(&id)?;
    let (body, source) = hand_out::token(&app, &id, margin_s).await?;
    app.metrics.count_hand_out(source);
    // RFC 6749, 5.1: no cache on the way may store it.
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")];
    Ok((headers, HttpBody::from(body)).into_response())
}

#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AddressQuery {
    /// The account's address or a verified alias. Case does not matter.
    address: String,
    /// Mailbox or CRM.
    purpose: Purpose,
}

impl AddressQuery {
    fn read(query: Option<&str>) -> Result<Self, ApiError> {
        let parameters = KnownParameters::read(query, &["address", "purpose"])?;
        let address = parameters.require("address")?;
        // U+FFFD stands for bytes that are not UTF-8.
        let is_text = !address.chars().any(|one| one == char::REPLACEMENT_CHARACTER || disturbs_text(one));
        if address.trim().is_empty() || address.len() > MAX_ADDRESS_BYTES || !is_text {
            let expected = format!("an address of at most {MAX_ADDRESS_BYTES} bytes, in UTF-8 and percent-encoded");
            return Err(unreadable("address", expected));
        }
        let purpose = serde_plain::from_str(parameters.require("purpose")?);
        let purpose = purpose.map_err(|_| unreadable("purpose", "`mailbox` or `crm`".to_owned()))?;
        Ok(Self { address: address.to_owned(), purpose })
    }
}

/// The connections of an account.
#[derive(Serialize, ToSchema)]
pub(super) struct FoundConnections {
    /// The connections whose address is verified, mostly one or none. Several accounts can have the same address: in
    /// two organisations, or in a sandbox and in production.
    connections: Vec<Connection>,
}

/// Finds connections by address and purpose, among those that the key gives access to.
///
/// An account whose address is not verified is not found by it.
#[utoipa::path(get, path = "/v1/connections", security(("engine" = [])), params(AddressQuery), responses(
    (status = 200, body = FoundConnections),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn find(
    app: AppState,
    engine: EngineCaller,
    RawQuery(query): RawQuery,
) -> Result<Json<FoundConnections>, ApiError> {
    let AddressQuery { address, purpose } = AddressQuery::read(query.as_deref())?;
    let (found, now) = (app.store.find_connections_by_address(&address, purpose).await?, app.clock.now());
    // An account whose address is not verified is left out, so it cannot take the place of the real one.
    let found = found.into_iter().filter(|record| app.is_known_by(record, &address));
    let opened = found.filter(|record| engine.ensure_opens(&record.id).is_ok());
    Ok(Json(FoundConnections { connections: opened.map(|record| overview::connection(&app, record, now)).collect() }))
}

/// Reports that the provider rejected this connection's token. The endpoint checks this at once and returns the
/// connection. If its state is no longer `working`, its owner has been notified. The body may say what the provider said, and
/// may be `null` or left out.
#[utoipa::path(post, path = "/v1/connections/{id}/rejections", security(("engine" = [])),
    request_body(content = Option<RejectionReport>, content_type = "application/json"),
    params(("id" = String, Path)), responses(
    (status = 200, body = Connection),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn reject(
    app: AppState,
    engine: EngineCaller,
    IdInPath(id): IdInPath<ConnectionId>,
    RawQuery(query): RawQuery,
    OptionalJsonBody(report): OptionalJsonBody<RejectionReport>,
) -> Result<Json<Connection>, ApiError> {
    KnownParameters::read(query.as_deref(), &[])?;
    engine.ensure_opens(&id)?;
    tracing::info!(connection = %id, engine = engine.id(), status = report.status, "a token was rejected");
    let found = rejections::report(&app, &id, engine.id(), &report).await?;
    let record = found.ok_or(ApiError::new(ProblemCode::ConnectionNotFound))?;
    Ok(Json(overview::connection(&app, record, app.clock.now())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_routes_that_take_an_engines_key_are_those_whose_problems_speak_to_developers() {
        let document = serde_json::to_value(super::super::openapi()).unwrap();
        let takes_key = |operation: &serde_json::Value| operation["security"][0].get("engine").is_some();
        let paths = document["paths"].as_object().unwrap().iter();
        let of_engines = paths.filter(|(_, item)| item.as_object().unwrap().values().any(takes_key));
        let mut found: Vec<_> = of_engines.map(|(path, _)| path.as_str()).collect();
        let mut listed = ROUTES.to_vec();
        found.sort_unstable();
        listed.sort_unstable();
        assert_eq!(found, listed);
    }
}
