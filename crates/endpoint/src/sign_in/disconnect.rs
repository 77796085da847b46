//! Ends a connection on purpose: its grant is deleted here, and revoked at the provider where that ends no other grant.

use latchkey_store::{AuditActor, AuditEventKind, StoreError};
use latchkey_wire::ConnectionId;

use crate::app::App;
use crate::sign_in::revoke::{IssuedToken, revoke_ended_in_background};

/// Ends a connection. `false` if there is none with this id, or it has ended before.
pub async fn disconnect(app: &App, id: &ConnectionId, actor: AuditActor) -> Result<bool, StoreError> {
    let Some(connection) = app.store.find_connection(id).await? else { return Ok(false) };
    let token = IssuedToken::of(app, &connection).await?;
    let news = app.new_audit_event(actor, AuditEventKind::Disconnected, &connection, None).await?;
    if !app.store.disconnect(id, app.clock.now(), &[news]).await? {
        return Ok(false);
    }
    app.connection_changed(id, connection.person.clone());
    if let Some(token) = token {
        revoke_ended_in_background(app, token, connection.identity);
    }
    Ok(true)
}
