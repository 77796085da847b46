//! Statements on `connections` and `grants`.

use latchkey_domain::{Health, Identity, PersonId};
use latchkey_wire::{Account, ConnectionId, ConnectionSettings, OfferId, Purpose, UnixSeconds};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Row as _, Sqlite, Transaction};

use super::columns::{HealthColumns, PURPOSES, from_word, word};
use crate::crypter::{Crypter, Place};
use crate::{ConnectionRecord, Grant, Renewed, StoreError, sealed};

fn grant_place(id: &ConnectionId) -> Place<'_> {
    Place { table: "grants", row: id.as_str(), column: "sealed" }
}

fn read(row: &SqliteRow) -> Result<ConnectionRecord, StoreError> {
    let id: String = row.try_get("id")?;
    let purpose = from_word("connections", "purpose", &id, row.try_get("purpose")?)?;
    let health = HealthColumns {
        kind: row.try_get("health")?,
        since: row.try_get("health_since")?,
        reason: row.try_get("health_reason")?,
        reference: row.try_get("health_reference")?,
        missing: row.try_get("health_missing")?,
        attempts: row.try_get("health_attempts")?,
    }
    .into_health(&id)?;
    Ok(ConnectionRecord {
        person: PersonId(row.try_get("person")?),
        purpose,
        offer: OfferId::new(row.try_get::<String, _>("offer")?),
        site: row.try_get("site")?,
        api_url: row.try_get("api_url")?,
        identity: Identity { issuer: row.try_get("issuer")?, subject: row.try_get("subject")? },
        account: Account { address: row.try_get("address")?, name: row.try_get("name")? },
        settings: ConnectionSettings { remind_before_end: row.try_get("remind_before_end")? },
        health,
        challenge: row.try_get("challenge")?,
        last_working_at: row.try_get("last_working_at")?,
        refreshed_at: row.try_get("refreshed_at")?,
        access_expires_at: row.try_get("access_expires_at")?,
        ends_at: row.try_get("ends_at")?,
        due_at: row.try_get("due_at")?,
        generation: row.try_get("generation")?,
        id: ConnectionId::new(id),
    })
}

pub(super) async fn of_person(pool: &SqlitePool, person: &PersonId) -> Result<Vec<ConnectionRecord>, StoreError> {
    let rows = sqlx::query("SELECT * FROM connections WHERE person = ?").bind(&person.0).fetch_all(pool).await?;
    let mut connections = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    connections.sort_by_key(|connection| PURPOSES.iter().position(|purpose| *purpose == connection.purpose));
    Ok(connections)
}

pub(super) async fn find(pool: &SqlitePool, id: &ConnectionId) -> Result<Option<ConnectionRecord>, StoreError> {
    let row = sqlx::query("SELECT * FROM connections WHERE id = ?").bind(id.as_str()).fetch_optional(pool).await?;
    row.as_ref().map(read).transpose()
}

pub(super) async fn of_identity(
    pool: &SqlitePool,
    identity: &Identity,
    purpose: Purpose,
) -> Result<Option<ConnectionRecord>, StoreError> {
    let row = sqlx::query("SELECT * FROM connections WHERE issuer = ? AND subject = ? AND purpose = ?")
        .bind(&identity.issuer)
        .bind(&identity.subject)
        .bind(word(purpose))
        .fetch_optional(pool)
        .await?;
    row.as_ref().map(read).transpose()
}

pub(super) async fn due(pool: &SqlitePool, now: UnixSeconds, limit: u32) -> Result<Vec<ConnectionRecord>, StoreError> {
    let rows = sqlx::query("SELECT * FROM connections WHERE due_at <= ? ORDER BY due_at LIMIT ?")
        .bind(now)
        .bind(limit)
        .fetch_all(pool)
        .await?;
    rows.iter().map(read).collect()
}

pub(super) async fn keep_settings(
    pool: &SqlitePool,
    id: &ConnectionId,
    settings: &ConnectionSettings,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE connections SET remind_before_end = ? WHERE id = ?")
        .bind(settings.remind_before_end)
        .bind(id.as_str())
        .execute(pool)
        .await?;
    Ok(())
}

/// Writes the connection if it is new, or if its generation is the stored one's successor. Settings and the day it was
/// made are kept.
pub(super) async fn upsert(
    transaction: &mut Transaction<'_, Sqlite>,
    connection: &ConnectionRecord,
) -> Result<bool, StoreError> {
    let health = HealthColumns::from(&connection.health);
    let written = sqlx::query(
        "INSERT INTO connections (id, person, purpose, offer, issuer, subject, address, name, remind_before_end,
             health, health_since, health_reason, health_reference, health_attempts, challenge, last_working_at,
             refreshed_at, access_expires_at, ends_at, due_at, generation, created_at, health_missing, site, api_url)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?17,
             ?22, ?23, ?24)
         ON CONFLICT (id) DO UPDATE SET
             offer = ?4, issuer = ?5, subject = ?6, address = ?7, name = ?8,
             health = ?10, health_since = ?11, health_reason = ?12, health_reference = ?13, health_attempts = ?14,
             challenge = ?15, last_working_at = ?16, refreshed_at = ?17, access_expires_at = ?18, ends_at = ?19,
             due_at = ?20, generation = ?21, health_missing = ?22, site = ?23, api_url = ?24, rejections = 0,
             rejected_at = NULL
         WHERE connections.generation = ?21 - 1 AND connections.person = ?2 AND connections.purpose = ?3",
    )
    .bind(connection.id.as_str())
    .bind(&connection.person.0)
    .bind(word(connection.purpose))
    .bind(connection.offer.as_str())
    .bind(&connection.identity.issuer)
    .bind(&connection.identity.subject)
    .bind(&connection.account.address)
    .bind(&connection.account.name)
    .bind(connection.settings.remind_before_end)
    .bind(health.kind)
    .bind(health.since)
    .bind(health.reason)
    .bind(health.reference)
    .bind(health.attempts)
    .bind(&connection.challenge)
    .bind(connection.last_working_at)
    .bind(connection.refreshed_at)
    .bind(connection.access_expires_at)
    .bind(connection.ends_at)
    .bind(connection.due_at)
    .bind(connection.generation)
    .bind(health.missing)
    .bind(&connection.site)
    .bind(&connection.api_url)
    .execute(&mut **transaction)
    .await?;
    Ok(written.rows_affected() == 1)
}

/// All connections of one person belong to another from now on.
pub(super) async fn hand_over(
    transaction: &mut Transaction<'_, Sqlite>,
    from: &PersonId,
    to: &PersonId,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE connections SET person = ? WHERE person = ?")
        .bind(&to.0)
        .bind(&from.0)
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

pub(super) async fn mark_renewed(
    transaction: &mut Transaction<'_, Sqlite>,
    id: &ConnectionId,
    generation: i64,
    renewed: &Renewed,
) -> Result<bool, StoreError> {
    let written = sqlx::query(
        "UPDATE connections SET health = 'working', health_since = NULL, health_reason = NULL, health_reference = NULL,
             health_missing = NULL, health_attempts = 0, challenge = NULL, last_working_at = ?1, refreshed_at = ?1,
             access_expires_at = ?2, ends_at = ?3, due_at = ?4, api_url = coalesce(?7, api_url)
         WHERE id = ?5 AND generation = ?6",
    )
    .bind(renewed.refreshed_at)
    .bind(renewed.access_expires_at)
    .bind(renewed.ends_at)
    .bind(renewed.due_at)
    .bind(id.as_str())
    .bind(generation)
    .bind(&renewed.api_url)
    .execute(&mut **transaction)
    .await?;
    Ok(written.rows_affected() == 1)
}

pub(super) async fn note_failure(
    pool: &SqlitePool,
    id: &ConnectionId,
    generation: i64,
    health: &Health,
    challenge: Option<&str>,
    due_at: Option<UnixSeconds>,
) -> Result<bool, StoreError> {
    let health = HealthColumns::from(health);
    let written = sqlx::query(
        "UPDATE connections SET health = ?, health_since = ?, health_reason = ?, health_reference = ?,
             health_missing = ?, health_attempts = ?, challenge = ?, due_at = ?
         WHERE id = ? AND generation = ?",
    )
    .bind(health.kind)
    .bind(health.since)
    .bind(health.reason)
    .bind(health.reference)
    .bind(health.missing)
    .bind(health.attempts)
    .bind(challenge)
    .bind(due_at)
    .bind(id.as_str())
    .bind(generation)
    .execute(pool)
    .await?;
    Ok(written.rows_affected() == 1)
}

pub(super) async fn count_rejection(
    pool: &SqlitePool,
    id: &ConnectionId,
    now: UnixSeconds,
    forget_before: UnixSeconds,
) -> Result<u32, StoreError> {
    let row = sqlx::query(
        "UPDATE connections SET rejected_at = ?1,
             rejections = CASE WHEN rejected_at >= ?2 THEN rejections + 1 ELSE 1 END
         WHERE id = ?3 RETURNING rejections",
    )
    .bind(now)
    .bind(forget_before)
    .bind(id.as_str())
    .fetch_optional(pool)
    .await?;
    row.map_or(Ok(0), |row| Ok(row.try_get("rejections")?))
}

pub(super) async fn keep_grant(
    transaction: &mut Transaction<'_, Sqlite>,
    crypter: &Crypter,
    id: &ConnectionId,
    grant: &Grant,
) -> Result<(), StoreError> {
    let (key_id, sealed) = sealed::seal(crypter, grant_place(id), grant);
    sqlx::query(
        "INSERT INTO grants (connection, key_id, sealed) VALUES (?1, ?2, ?3)
         ON CONFLICT (connection) DO UPDATE SET key_id = ?2, sealed = ?3",
    )
    .bind(id.as_str())
    .bind(key_id)
    .bind(sealed)
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

pub(super) async fn grant(
    pool: &SqlitePool,
    crypter: &Crypter,
    id: &ConnectionId,
) -> Result<Option<Grant>, StoreError> {
    let row = sqlx::query("SELECT key_id, sealed FROM grants WHERE connection = ?")
        .bind(id.as_str())
        .fetch_optional(pool)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let (key_id, sealed): (String, Vec<u8>) = (row.try_get("key_id")?, row.try_get("sealed")?);
    sealed::open(crypter, grant_place(id), &key_id, &sealed).map(Some)
}
