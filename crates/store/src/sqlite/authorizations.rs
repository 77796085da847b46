//! Statements on `authorizations`.

use latchkey_domain::TokenHash;
use latchkey_wire::{AuthorizationId, OfferId, Phase, UnixSeconds};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Row as _, Sqlite, Transaction};

use super::columns::{hash, to_json};
use crate::crypter::{Crypter, Place};
use crate::{AuthorizationRecord, PendingSignIn, StoreError, sealed};

const TABLE: &str = "authorizations";

fn place<'a>(id: &'a AuthorizationId, column: &'static str) -> Place<'a> {
    Place { table: TABLE, row: id.as_str(), column }
}

/// The word by which a phase is found and compared.
fn kind(phase: &Phase) -> &'static str {
    match phase {
        Phase::Waiting => "waiting",
        Phase::Finishing => "finishing",
        Phase::AwaitingProof { .. } => "awaiting_proof",
        Phase::AwaitingSwitch { .. } => "awaiting_switch",
        Phase::Succeeded { .. } => "succeeded",
        Phase::Failed { .. } => "failed",
        Phase::ServerFound { .. } => "server_found",
        Phase::Cancelled => "cancelled",
        Phase::Expired => "expired",
    }
}

fn read(row: &SqliteRow, crypter: &Crypter) -> Result<AuthorizationRecord, StoreError> {
    let id = AuthorizationId::new(row.try_get::<String, _>("id")?);
    let unreadable = |column| StoreError::Inconsistent { table: TABLE, column, row: id.to_string() };
    let intent = serde_json::from_str(row.try_get("intent")?).map_err(|_| unreadable("intent"))?;
    let phase = serde_json::from_str(row.try_get("detail")?).map_err(|_| unreadable("detail"))?;
    let secrets = sealed::open(crypter, place(&id, "secrets"), row.try_get("secrets_key")?, row.try_get("secrets")?)?;
    let pending = match (row.try_get("pending_key")?, row.try_get::<Option<Vec<u8>>, _>("pending")?) {
        (Some(key_id), Some(sealed)) => Some(sealed::open(crypter, place(&id, "pending"), key_id, &sealed)?),
        (None, None) => None,
        _ => return Err(unreadable("pending")),
    };
    Ok(AuthorizationRecord {
        session: hash(TABLE, "session_hash", row.try_get("session_hash")?)?,
        intent,
        offer: OfferId::new(row.try_get::<String, _>("offer")?),
        site: row.try_get("site")?,
        host_mailbox: row.try_get("host_mailbox")?,
        match_code: row.try_get("match_code")?,
        created_at: row.try_get("created_at")?,
        deadline_at: row.try_get("deadline_at")?,
        phase,
        secrets,
        pending,
        id,
    })
}

pub(super) async fn create(
    pool: &SqlitePool,
    crypter: &Crypter,
    record: &AuthorizationRecord,
) -> Result<(), StoreError> {
    let (secrets_key, secrets) = sealed::seal(crypter, place(&record.id, "secrets"), &record.secrets);
    sqlx::query(
        "INSERT INTO authorizations (id, session_hash, intent, offer, site, host_mailbox, match_code,
             created_at, deadline_at, phase, detail, state_hash, secrets_key, secrets)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(record.id.as_str())
    .bind(&record.session.0[..])
    .bind(to_json(&record.intent))
    .bind(record.offer.as_str())
    .bind(&record.site)
    .bind(&record.host_mailbox)
    .bind(&record.match_code)
    .bind(record.created_at)
    .bind(record.deadline_at)
    .bind(kind(&record.phase))
    .bind(to_json(&record.phase))
    .bind(&record.secrets.state.hash().0[..])
    .bind(secrets_key)
    .bind(secrets)
    .execute(pool)
    .await?;
    Ok(())
}

pub(super) async fn find(
    pool: &SqlitePool,
    crypter: &Crypter,
    id: &AuthorizationId,
) -> Result<Option<AuthorizationRecord>, StoreError> {
    let row = sqlx::query("SELECT * FROM authorizations WHERE id = ?").bind(id.as_str()).fetch_optional(pool).await?;
    row.map(|row| read(&row, crypter)).transpose()
}

pub(super) async fn by_state(
    pool: &SqlitePool,
    crypter: &Crypter,
    state: TokenHash,
) -> Result<Option<AuthorizationRecord>, StoreError> {
    let row = sqlx::query("SELECT * FROM authorizations WHERE state_hash = ?")
        .bind(&state.0[..])
        .fetch_optional(pool)
        .await?;
    row.map(|row| read(&row, crypter)).transpose()
}

pub(super) async fn newest(
    pool: &SqlitePool,
    crypter: &Crypter,
    session: TokenHash,
) -> Result<Option<AuthorizationRecord>, StoreError> {
    let row = sqlx::query("SELECT * FROM authorizations WHERE session_hash = ? ORDER BY seq DESC LIMIT 1")
        .bind(&session.0[..])
        .fetch_optional(pool)
        .await?;
    row.map(|row| read(&row, crypter)).transpose()
}

pub(super) async fn count(pool: &SqlitePool, session: TokenHash, since: UnixSeconds) -> Result<u32, StoreError> {
    let row = sqlx::query("SELECT count(*) AS begun FROM authorizations WHERE session_hash = ? AND created_at >= ?")
        .bind(&session.0[..])
        .bind(since)
        .fetch_one(pool)
        .await?;
    Ok(row.try_get("begun")?)
}

/// Moves from one phase to another. A sign-in that waited for proof is forgotten with every step that does not keep it.
pub(super) async fn advance(
    transaction: &mut Transaction<'_, Sqlite>,
    crypter: &Crypter,
    id: &AuthorizationId,
    from: &Phase,
    to: &Phase,
    pending: Option<&PendingSignIn>,
) -> Result<bool, StoreError> {
    let (pending_key, pending) = pending.map(|pending| sealed::seal(crypter, place(id, "pending"), pending)).unzip();
    let written = sqlx::query(
        "UPDATE authorizations SET phase = ?, detail = ?, pending_key = ?, pending = ? WHERE id = ? AND phase = ?",
    )
    .bind(kind(to))
    .bind(to_json(to))
    .bind(pending_key)
    .bind(pending)
    .bind(id.as_str())
    .bind(kind(from))
    .execute(&mut **transaction)
    .await?;
    Ok(written.rows_affected() == 1)
}

pub(super) async fn sweep(pool: &SqlitePool, before: UnixSeconds) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM authorizations WHERE deadline_at < ?").bind(before).execute(pool).await?;
    Ok(())
}
