//! Connections.

use axum::Json;
use latchkey_store::{AuditActor, AuditEventKind, ConnectionChange, ConnectionRecord};
use latchkey_wire::{Connection, ConnectionId, ConnectionSettings, Problem, ProblemCode};

use super::AppState;
use crate::app::hub::Topic;
use crate::passwords;
use crate::problem::ApiError;
use crate::renewal::{self, RenewalTrigger};
use crate::session::caller::Caller;
use crate::session::overview;
use crate::web::extract::{IdInPath, JsonBody};

/// How long a connection that was just checked is not checked again, in seconds.
const CHECK_AGAIN_AFTER_S: i64 = 3;

/// Calls the provider to check the connection, and returns its state.
#[utoipa::path(post, path = "/v1/connections/{id}/check", security(("session" = [])),
    params(("id" = String, Path)), responses(
    (status = 200, body = Connection),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn check(
    app: AppState,
    caller: Caller,
    IdInPath(id): IdInPath<ConnectionId>,
) -> Result<Json<Connection>, ApiError> {
    let connection = caller.find_connection(&app, &id).await?;
    passwords::ensure_check_allowed(&app, &connection).await?;
    app.check_limit.admit(&id, app.clock.now(), CHECK_AGAIN_AFTER_S)?;
    let renewed = renewal::check(&app, &id, RenewalTrigger::Check).await?;
    let record = renewed.ok_or(ApiError::new(ProblemCode::ConnectionNotFound))?;
    Ok(Json(overview::connection(&app, record, app.clock.now())))
}

/// Saves the person's settings for this connection.
#[utoipa::path(put, path = "/v1/connections/{id}/settings", security(("session" = [])), request_body = ConnectionSettings,
    params(("id" = String, Path)), responses(
    (status = 200, body = Connection),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn settings(
    app: AppState,
    caller: Caller,
    IdInPath(id): IdInPath<ConnectionId>,
    JsonBody(settings): JsonBody<ConnectionSettings>,
) -> Result<Json<Connection>, ApiError> {
    let record = caller.find_connection(&app, &id).await?;
    let actor = AuditActor::Person(caller.person.clone());
    let changed = Some(ConnectionChange::Settings { before: record.settings.clone(), after: settings.clone() });
    let event = app.new_audit_event_of_change(actor, AuditEventKind::SettingsChanged, &record, None, changed).await?;
    app.store.save_settings(&id, &settings, &[event]).await?;
    app.hub.notify_panes(&Topic::Person(caller.person));
    Ok(Json(overview::connection(&app, ConnectionRecord { settings, ..record }, app.clock.now())))
}
