//! Statements on `aliases`: the verified addresses of accounts besides the main one, to look connections up by. What is shown
//! and checked stands in the facts of the connection.

use latchkey_domain::{AccountFacts, MAX_ALIASES, mail_key};
use latchkey_wire::ConnectionId;

use super::Conn;
use super::dialect::query;
use crate::StoreError;

/// Replaces the addresses of a connection.
pub(super) async fn replace(db: &mut Conn, id: &ConnectionId, facts: &AccountFacts) -> Result<(), StoreError> {
    query("DELETE FROM aliases WHERE connection = $1").bind(id.as_str()).execute(&mut *db).await?;
    for alias in facts.aliases.iter().filter(|alias| alias.verified).take(MAX_ALIASES) {
        query("INSERT INTO aliases (connection, address_key) VALUES ($1, $2)")
            .bind(id.as_str())
            .bind(mail_key(&alias.address))
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}
