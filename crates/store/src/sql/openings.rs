//! Statements on the openings of an authorization, which are stored in its row, and on `opening_keys`.

use latchkey_domain::TokenHash;
use latchkey_wire::{AuthorizationId, Phase, UnixSeconds};

use super::Conn;
use super::authorizations::place;
use super::dialect::{Row as _, query};
use crate::columns::{to_json, word};
use crate::crypter::Crypter;
use crate::transaction_end::TransactionEnd;
use crate::{
    CallbackParameters, KeylessRequest, LetInBy, OpenedBy, Opening, OpeningKeyRecord, OpeningOutcome, OpeningSecrets,
    StoreError, sealed,
};

pub(super) async fn request_keyless_window(
    db: &mut Conn,
    id: &AuthorizationId,
    asked: &KeylessRequest,
) -> Result<bool, StoreError> {
    let written = query("UPDATE authorizations SET asked_until = $1, asked_from = $2 WHERE id = $3 AND phase = $4")
        .bind(asked.until)
        .bind(&asked.from)
        .bind(id.as_str())
        .bind(Phase::Waiting.as_str())
        .execute(db)
        .await?;
    Ok(written.rows_affected() == 1)
}

pub(super) async fn save_key(
    db: &mut Conn,
    key: &OpeningKeyRecord,
    at_most: u32,
    now: UnixSeconds,
) -> Result<TransactionEnd<bool>, StoreError> {
    // The update locks the row, so that concurrent calls run one after the other.
    let waits = query("UPDATE authorizations SET tries = tries WHERE id = $1 AND phase = $2")
        .bind(key.attempt.as_str())
        .bind(Phase::Waiting.as_str())
        .execute(&mut *db)
        .await?;
    if waits.rows_affected() != 1 {
        return TransactionEnd::rollback(false);
    }
    let row = query("SELECT count(*) AS kept FROM opening_keys WHERE attempt = $1 AND expires_at > $2")
        .bind(key.attempt.as_str())
        .bind(now)
        .fetch_one(&mut *db)
        .await?;
    if row.try_get::<i64, _>("kept")? >= i64::from(at_most) {
        return TransactionEnd::rollback(false);
    }
    query("INSERT INTO opening_keys (key_hash, attempt, expires_at) VALUES ($1, $2, $3)")
        .bind(&key.key.0[..])
        .bind(key.attempt.as_str())
        .bind(key.expires_at)
        .execute(db)
        .await?;
    TransactionEnd::commit(true)
}

/// The first update locks the row, so that concurrent windows are let in one after the other.
pub(super) async fn open_window(
    db: &mut Conn,
    crypter: &Crypter,
    id: &AuthorizationId,
    by: LetInBy,
    secrets: &OpeningSecrets,
    (at_most, now): (u32, UnixSeconds),
) -> Result<TransactionEnd<OpeningOutcome>, StoreError> {
    let held = query(
        "UPDATE authorizations SET opening = opening + 1 WHERE id = $1 AND phase = $2 AND deadline_at > $3
         RETURNING opening, opened_by, asked_until",
    )
    .bind(id.as_str())
    .bind(Phase::Waiting.as_str())
    .bind(now)
    .fetch_optional(&mut *db)
    .await?;
    let Some(row) = held else { return TransactionEnd::rollback(OpeningOutcome::NotWaiting) };
    let number: i64 = row.try_get("opening")?;
    let before: Option<String> = row.try_get("opened_by")?;
    let asked_until: Option<i64> = row.try_get("asked_until")?;
    if number > i64::from(at_most) {
        return TransactionEnd::rollback(OpeningOutcome::TooMany);
    }
    match by {
        LetInBy::Key(key) => {
            if !consume_key(db, key, id, now).await? {
                return TransactionEnd::rollback(OpeningOutcome::KeyRefused);
            }
        }
        LetInBy::Asked | LetInBy::Link if before == Some(word(OpenedBy::Key)) => {
            return TransactionEnd::rollback(OpeningOutcome::HeldByKey);
        }
        LetInBy::Asked if asked_until.is_none_or(|until| until <= now) => {
            return TransactionEnd::rollback(OpeningOutcome::NotRequested);
        }
        LetInBy::Asked | LetInBy::Link => {}
    }
    let (secrets_key, sealed) = sealed::seal(crypter, place(id.as_str(), "secrets"), secrets);
    query("UPDATE authorizations SET opened_by = $1, state_hash = $2, secrets_key = $3, secrets = $4 WHERE id = $5")
        .bind(word(by.opened_by()))
        .bind(&secrets.state.hash().0[..])
        .bind(&*secrets_key)
        .bind(sealed)
        .bind(id.as_str())
        .execute(db)
        .await?;
    TransactionEnd::commit(OpeningOutcome::Opened(number))
}

async fn consume_key(
    db: &mut Conn,
    key: TokenHash,
    id: &AuthorizationId,
    now: UnixSeconds,
) -> Result<bool, StoreError> {
    let used = query("DELETE FROM opening_keys WHERE key_hash = $1 AND attempt = $2 AND expires_at > $3")
        .bind(&key.0[..])
        .bind(id.as_str())
        .bind(now)
        .execute(db)
        .await?;
    Ok(used.rows_affected() == 1)
}

/// Replaces the state with a random one, so that it can't be used again.
pub(super) async fn save_callback(
    db: &mut Conn,
    crypter: &Crypter,
    id: &AuthorizationId,
    opening: &Opening,
    returned: CallbackParameters,
) -> Result<bool, StoreError> {
    let secrets = OpeningSecrets { returned: Some(returned), ..opening.secrets.clone() };
    let (secrets_key, sealed) = sealed::seal(crypter, place(id.as_str(), "secrets"), &secrets);
    let written = query(
        "UPDATE authorizations SET state_hash = $1, secrets_key = $2, secrets = $3
         WHERE id = $4 AND phase = $5 AND opening = $6 AND opened_by IS NOT NULL AND state_hash = $7",
    )
    .bind(&crypter.random()[..])
    .bind(&*secrets_key)
    .bind(sealed)
    .bind(id.as_str())
    .bind(Phase::Waiting.as_str())
    .bind(opening.number)
    .bind(&opening.secrets.state.hash().0[..])
    .execute(db)
    .await?;
    Ok(written.rows_affected() == 1)
}

pub(super) async fn end_opening(db: &mut Conn, id: &AuthorizationId, number: i64) -> Result<bool, StoreError> {
    let written = query("UPDATE authorizations SET opened_by = NULL WHERE id = $1 AND phase = $2 AND opening = $3")
        .bind(id.as_str())
        .bind(Phase::Waiting.as_str())
        .bind(number)
        .execute(db)
        .await?;
    Ok(written.rows_affected() == 1)
}

pub(super) async fn start_finishing(db: &mut Conn, id: &AuthorizationId, number: i64) -> Result<bool, StoreError> {
    let written = query(
        "UPDATE authorizations SET phase = $1, detail = $2
         WHERE id = $3 AND phase = $4 AND opening = $5 AND opened_by IS NOT NULL",
    )
    .bind(Phase::Finishing.as_str())
    .bind(to_json(&Phase::Finishing))
    .bind(id.as_str())
    .bind(Phase::Waiting.as_str())
    .bind(number)
    .execute(db)
    .await?;
    Ok(written.rows_affected() == 1)
}

pub(super) async fn count_typed_code(
    db: &mut Conn,
    id: &AuthorizationId,
    at_most: u32,
) -> Result<Option<u32>, StoreError> {
    let row = query(
        "UPDATE authorizations SET tries = tries + 1 WHERE id = $1 AND phase = $2 AND tries < $3 RETURNING tries",
    )
    .bind(id.as_str())
    .bind(Phase::AwaitingProof.as_str())
    .bind(i64::from(at_most))
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let tries: i64 = row.try_get("tries")?;
    Ok(Some(at_most.saturating_sub(u32::try_from(tries).unwrap_or(at_most))))
}
