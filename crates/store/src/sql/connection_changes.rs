//! Statements that change a connection and neither its person nor its grant.

use latchkey_domain::{Health, Verified, mail_key};
use latchkey_wire::{ConnectionId, ConnectionSettings, UnixSeconds};

use super::Conn;
use super::dialect::{Row as _, query};
use crate::columns::{HealthColumns, to_json};
use crate::{KnownFacts, RejectionPace, StoreError};

pub(super) async fn save_settings(
    db: &mut Conn,
    id: &ConnectionId,
    settings: &ConnectionSettings,
) -> Result<bool, StoreError> {
    let written = query("UPDATE connections SET remind_before_end = $1 WHERE id = $2")
        .bind(settings.remind_before_end)
        .bind(id.as_str())
        .execute(db)
        .await?;
    Ok(written.rows_affected() == 1)
}

pub(super) async fn disconnect(db: &mut Conn, id: &ConnectionId, now: UnixSeconds) -> Result<bool, StoreError> {
    let health = HealthColumns::from(&Health::Disconnected { since: now });
    let written = query(
        "UPDATE connections SET health = $1, health_since = $2, health_reason = NULL, health_reference = NULL,
             health_missing = NULL, health_attempts = 0, challenge = NULL, due_at = NULL, generation = generation + 1,
             verified_generation = verified_generation + 1, facts_generation = facts_generation + 1
         WHERE id = $3 AND health <> $1",
    )
    .bind(health.kind)
    .bind(health.since)
    .bind(id.as_str())
    .execute(db)
    .await?;
    Ok(written.rows_affected() == 1)
}

pub(super) async fn save_verified(
    db: &mut Conn,
    id: &ConnectionId,
    generation: i64,
    verified: Verified,
) -> Result<bool, StoreError> {
    let written =
        query("UPDATE connections SET verified = $1, verified_generation = $2 WHERE id = $3 AND generation = $2")
            .bind(verified.as_str())
            .bind(generation)
            .bind(id.as_str())
            .execute(db)
            .await?;
    Ok(written.rows_affected() == 1)
}

pub(super) async fn save_account(
    db: &mut Conn,
    id: &ConnectionId,
    generation: i64,
    known: &KnownFacts,
) -> Result<bool, StoreError> {
    let written = query(
        "UPDATE connections SET address = $1, address_key = $2, name = $3, verified = $4, verified_generation = $5,
             facts = $6, facts_generation = $5
         WHERE id = $7 AND generation = $5",
    )
    .bind(&known.account.address)
    .bind(mail_key(&known.account.address))
    .bind(&known.account.name)
    .bind(known.verified.as_str())
    .bind(generation)
    .bind(to_json(&known.facts))
    .bind(id.as_str())
    .execute(db)
    .await?;
    Ok(written.rows_affected() == 1)
}

pub(super) async fn save_challenge(
    db: &mut Conn,
    id: &ConnectionId,
    generation: i64,
    challenge: Option<&str>,
) -> Result<bool, StoreError> {
    let written = query("UPDATE connections SET challenge = $1 WHERE id = $2 AND generation = $3")
        .bind(challenge)
        .bind(id.as_str())
        .bind(generation)
        .execute(db)
        .await?;
    Ok(written.rows_affected() == 1)
}

/// Only for the token that is stored: one that a renewal has replaced meanwhile has another `refreshed_at`.
pub(super) async fn save_access_end(
    db: &mut Conn,
    id: &ConnectionId,
    refreshed_at: UnixSeconds,
    expires_at: UnixSeconds,
    due_at: Option<UnixSeconds>,
) -> Result<bool, StoreError> {
    let written = query(
        "UPDATE connections SET access_expires_at = $1, due_at = CASE WHEN due_at IS NULL THEN NULL ELSE $2 END
         WHERE id = $3 AND refreshed_at = $4",
    )
    .bind(expires_at)
    .bind(due_at)
    .bind(id.as_str())
    .bind(refreshed_at)
    .execute(db)
    .await?;
    Ok(written.rows_affected() == 1)
}

pub(super) async fn count_rejection(
    db: &mut Conn,
    id: &ConnectionId,
    now: UnixSeconds,
    pace: RejectionPace,
) -> Result<u32, StoreError> {
    // A counted rejection in the future was counted before the clock was set back. The next one counts.
    let row = query(
        "UPDATE connections SET
             rejected_at = CASE WHEN rejected_at > $2 AND rejected_at <= $1 THEN rejected_at ELSE $1 END,
             rejections = CASE WHEN rejected_at > $2 AND rejected_at <= $1 THEN rejections
                               WHEN rejected_at >= $3 THEN rejections + 1
                               ELSE 1 END
         WHERE id = $4 RETURNING rejections",
    )
    .bind(now)
    .bind(now - pace.apart_s)
    .bind(now - pace.forget_s)
    .bind(id.as_str())
    .fetch_optional(db)
    .await?;
    row.map_or(Ok(0), |row| Ok(u32::try_from(row.try_get::<i64, _>("rejections")?).unwrap_or(u32::MAX)))
}
