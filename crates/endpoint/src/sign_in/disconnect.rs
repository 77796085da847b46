//! Ending a connection on purpose: its grant is forgotten here, and given back at the provider where that ends nothing else.

use latchkey_store::{AuditActor, AuditEventKind, StoreError};
use latchkey_wire::ConnectionId;

use crate::app::App;
use crate::app::hub::Topic;
use crate::sign_in;

/// Ends it. `false` if there is no such connection, or it has ended before.
pub async fn disconnect(app: &App, id: &ConnectionId, actor: AuditActor) -> Result<bool, StoreError> {
    let Some(connection) = app.store.find_connection(id).await? else { return Ok(false) };
    let grant = app.store.find_grant(id).await?;
    let news = app.news(actor, AuditEventKind::Disconnected, &connection, None).await?;
    if !app.store.disconnect(id, app.clock.now(), &[news]).await? {
        return Ok(false);
    }
    app.token_cache.forget(id);
    app.hub.announce(&Topic::Person(connection.person));
    if let (Some(token), Some(Ok(provider))) = (
        grant.and_then(|grant| grant.refresh().cloned()),
        app.registry.at(&connection.offer, connection.site.as_deref()),
    ) {
        sign_in::save::end(app, provider, token);
    }
    Ok(true)
}
