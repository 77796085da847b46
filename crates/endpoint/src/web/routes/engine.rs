//! Routes for sync engines, which call with their own keys.

use axum::Json;
use axum::body::Body as HttpBody;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use latchkey_domain::renewal::{DEFAULT_MARGIN_S, MAX_MARGIN_S};
use latchkey_wire::{
    Connection, ConnectionId, EngineProblem, MAX_ADDRESS_BYTES, Problem, ProblemCode, Purpose, RejectionReport,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::AppState;
use crate::problem::ApiError;
use crate::renewal::rejections;
use crate::session::overview;
use crate::tokens::hand_out::{self, body::Secret};
use crate::web::extract::{EngineCaller, IdInPath, OptionalJsonBody};

/// How long the token must live.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct TokenLifetime {
    /// The least remaining life in seconds: 300 by default, 3600 at most. A token whose whole life is less than twice
    /// this is handed out in the first half of its life.
    min_life_s: Option<i64>,
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
    life: Result<Query<TokenLifetime>, QueryRejection>,
) -> Result<Response, ApiError> {
    let malformed = ApiError::new(ProblemCode::MalformedParameter);
    let Query(life) = life.map_err(|_| malformed.clone())?;
    let margin_s = life.min_life_s.unwrap_or(DEFAULT_MARGIN_S);
    if !(0..=MAX_MARGIN_S).contains(&margin_s) {
        return Err(malformed);
    }
    engine.ensure_opens(&id)?;
    let (body, source) = hand_out::token(&app, &id, margin_s).await?;
    app.metrics.count_hand_out(source);
    // RFC 6749, 5.1: no cache on the way may store it.
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")];
    Ok((headers, HttpBody::from(body)).into_response())
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AddressQuery {
    /// The account's address or a verified alias. Case does not matter.
    address: String,
    /// Mailbox or CRM.
    purpose: Purpose,
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
    sought: Result<Query<AddressQuery>, QueryRejection>,
) -> Result<Json<FoundConnections>, ApiError> {
    let malformed = ApiError::new(ProblemCode::MalformedParameter);
    let Query(AddressQuery { address, purpose }) = sought.map_err(|_| malformed.clone())?;
    if address.len() > MAX_ADDRESS_BYTES {
        return Err(malformed);
    }
    let (found, now) = (app.store.find_connections_by_address(&address, purpose).await?, app.clock.now());
    // An account whose address is not verified is left out, so it cannot take the place of the real one.
    let found = found.into_iter().filter(|record| app.is_known_by(record, &address));
    let opened = found.filter(|record| engine.ensure_opens(&record.id).is_ok());
    Ok(Json(FoundConnections { connections: opened.map(|record| overview::connection(&app, record, now)).collect() }))
}

/// Reports that the provider rejected this connection's token. The endpoint checks this at once and returns the
/// connection. If its state is no longer `working`, its owner has been notified. The body may say what the provider said, and
/// may be left out.
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
    OptionalJsonBody(report): OptionalJsonBody<RejectionReport>,
) -> Result<Json<Connection>, ApiError> {
    engine.ensure_opens(&id)?;
    tracing::info!(connection = %id, engine = engine.id(), status = report.status, "a token was rejected");
    let found = rejections::report(&app, &id, engine.id(), &report).await?;
    let record = found.ok_or(ApiError::new(ProblemCode::ConnectionNotFound))?;
    Ok(Json(overview::connection(&app, record, app.clock.now())))
}
