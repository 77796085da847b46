//! Statements on `authorizations`.

use async_trait::async_trait;
use latchkey_domain::TokenHash;
use latchkey_wire::{AuthorizationId, OfferId, Phase, UnixSeconds};

use super::dialect::{DbRow, Row as _, query};
use super::{Conn, SqlStore, openings, sign_in};
use crate::columns::{from_word, parse_hash, to_json};
use crate::crypter::{Crypter, SealLocation};
use crate::transaction_end::TransactionEnd;
use crate::{
    AuthorizationRecord, Authorizations, CallbackParameters, KeylessRequest, LetInBy, NewAuditEvent, Opening,
    OpeningKeyRecord, OpeningOutcome, OpeningSecrets, PendingSignIn, SignedIn, StoreError, sealed,
};

const TABLE: &str = "authorizations";

/// The columns are named one by one, so that a column of a later version does not affect this one.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, session_hash, intent, offer, site, host_mailbox, created_at, deadline_at, detail,
                 secrets_key, secrets, pending_key, pending, opening, opened_by, asked_until, asked_from
             FROM authorizations ",
            $rest
        )
    };
}

#[async_trait]
impl Authorizations for SqlStore {
    async fn create_authorization(&self, authorization: &AuthorizationRecord) -> Result<(), StoreError> {
        let record = authorization.clone();
        let crypter = self.crypter.clone();
        self.writer
            .write(move |db| Box::pin(async move { TransactionEnd::commit(insert(db, &crypter, &record).await?) }))
            .await
    }

    async fn find_authorization(&self, id: &AuthorizationId) -> Result<Option<AuthorizationRecord>, StoreError> {
        let row = query(select!("WHERE id = $1")).bind(id.as_str()).fetch_optional(&self.pool).await?;
        row.map(|row| read(&row, &self.crypter)).transpose()
    }

    async fn request_keyless_window(&self, id: &AuthorizationId, asked: &KeylessRequest) -> Result<bool, StoreError> {
        let (id, asked) = (id.clone(), asked.clone());
        self.writer
            .write(move |db| {
                Box::pin(
                    async move { TransactionEnd::commit(openings::request_keyless_window(db, &id, &asked).await?) },
                )
            })
            .await
    }

    async fn save_opening_key(
        &self,
        key: &OpeningKeyRecord,
        at_most: u32,
        now: UnixSeconds,
    ) -> Result<bool, StoreError> {
        let key = key.clone();
        self.writer.write(move |db| Box::pin(async move { openings::save_key(db, &key, at_most, now).await })).await
    }

    async fn open_window(
        &self,
        id: &AuthorizationId,
        by: LetInBy,
        secrets: &OpeningSecrets,
        at_most: u32,
        now: UnixSeconds,
    ) -> Result<OpeningOutcome, StoreError> {
        let (id, secrets, crypter) = (id.clone(), secrets.clone(), self.crypter.clone());
        self.writer
            .write(move |db| {
                Box::pin(async move { openings::open_window(db, &crypter, &id, by, &secrets, (at_most, now)).await })
            })
            .await
    }

    async fn save_callback(
        &self,
        id: &AuthorizationId,
        opening: &Opening,
        returned: CallbackParameters,
    ) -> Result<bool, StoreError> {
        let (id, opening, crypter) = (id.clone(), opening.clone(), self.crypter.clone());
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    TransactionEnd::commit(openings::save_callback(db, &crypter, &id, &opening, returned).await?)
                })
            })
            .await
    }

    async fn end_opening(&self, id: &AuthorizationId, number: i64) -> Result<bool, StoreError> {
        let id = id.clone();
        self.writer
            .write(move |db| {
                Box::pin(async move { TransactionEnd::commit(openings::end_opening(db, &id, number).await?) })
            })
            .await
    }

    async fn start_finishing(&self, id: &AuthorizationId, number: i64) -> Result<bool, StoreError> {
        let id = id.clone();
        self.writer
            .write(move |db| {
                Box::pin(async move { TransactionEnd::commit(openings::start_finishing(db, &id, number).await?) })
            })
            .await
    }

    async fn count_typed_code(&self, id: &AuthorizationId, at_most: u32) -> Result<Option<u32>, StoreError> {
        let id = id.clone();
        self.writer
            .write(move |db| {
                Box::pin(async move { TransactionEnd::commit(openings::count_typed_code(db, &id, at_most).await?) })
            })
            .await
    }

    async fn find_authorization_by_state(&self, state: TokenHash) -> Result<Option<AuthorizationRecord>, StoreError> {
        let row = query(select!("WHERE state_hash = $1 AND opened_by IS NOT NULL"))
            .bind(&state.0[..])
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| read(&row, &self.crypter)).transpose()
    }

    async fn find_newest_authorization(&self, session: TokenHash) -> Result<Option<AuthorizationRecord>, StoreError> {
        let row = query(select!("WHERE session_hash = $1 ORDER BY seq DESC LIMIT 1"))
            .bind(&session.0[..])
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| read(&row, &self.crypter)).transpose()
    }

    async fn list_overdue_authorizations(
        &self,
        now: UnixSeconds,
        at_most: u32,
    ) -> Result<Vec<AuthorizationRecord>, StoreError> {
        let rows = query(select!("WHERE pending_key IS NOT NULL AND deadline_at <= $1 ORDER BY deadline_at LIMIT $2"))
            .bind(now)
            .bind(i64::from(at_most))
            .fetch_all(&self.pool)
            .await?;
        // An unreadable row must not hide the others.
        Ok(rows.iter().filter_map(|row| read(row, &self.crypter).ok()).collect())
    }

    async fn count_authorizations(&self, session: TokenHash, since: UnixSeconds) -> Result<u32, StoreError> {
        let row = query("SELECT count(*) AS begun FROM authorizations WHERE session_hash = $1 AND created_at >= $2")
            .bind(&session.0[..])
            .bind(since)
            .fetch_one(&self.pool)
            .await?;
        Ok(u32::try_from(row.try_get::<i64, _>("begun")?).unwrap_or(u32::MAX))
    }

    async fn advance_phase(
        &self,
        id: &AuthorizationId,
        from: &Phase,
        to: &Phase,
        pending: Option<&PendingSignIn>,
    ) -> Result<bool, StoreError> {
        let (id, from, to, pending) = (id.clone(), from.clone(), to.clone(), pending.cloned());
        let crypter = self.crypter.clone();
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    TransactionEnd::commit(advance(db, &crypter, &id, &from, &to, pending.as_ref()).await?)
                })
            })
            .await
    }

    async fn finish_sign_in(
        &self,
        authorization: &AuthorizationId,
        from: &Phase,
        signed_in: &SignedIn,
        events: &[NewAuditEvent],
    ) -> Result<bool, StoreError> {
        let (id, from, signed_in, events) = (authorization.clone(), from.clone(), signed_in.clone(), events.to_vec());
        let crypter = self.crypter.clone();
        self.writer
            .write(move |db| {
                Box::pin(async move { sign_in::finish(db, &crypter, &id, &from, &signed_in, &events).await })
            })
            .await
    }
}

pub(super) fn place<'a>(id: &'a str, column: &'static str) -> SealLocation<'a> {
    SealLocation { table: TABLE, row: id, column }
}

fn read(row: &DbRow, crypter: &Crypter) -> Result<AuthorizationRecord, StoreError> {
    let id: String = row.try_get("id")?;
    let unreadable = |column| StoreError::Inconsistent { table: TABLE, column, row: id.clone() };
    let intent = serde_json::from_str(row.try_get("intent")?).map_err(|_| unreadable("intent"))?;
    let phase = serde_json::from_str(row.try_get("detail")?).map_err(|_| unreadable("detail"))?;
    let opening = match row.try_get::<Option<&str>, _>("opened_by")? {
        None => None,
        Some(by) => Some(Opening {
            number: row.try_get("opening")?,
            by: from_word(TABLE, "opened_by", &id, by)?,
            secrets: sealed::open(
                crypter,
                place(&id, "secrets"),
                row.try_get("secrets_key")?,
                row.try_get("secrets")?,
            )?,
        }),
    };
    let asked = match row.try_get("asked_until")? {
        None => None,
        Some(until) => {
            Some(KeylessRequest { until, from: row.try_get::<Option<_>, _>("asked_from")?.unwrap_or_default() })
        }
    };
    let pending = match (row.try_get("pending_key")?, row.try_get::<Option<Vec<u8>>, _>("pending")?) {
        (Some(key_id), Some(sealed)) => Some(sealed::open(crypter, place(&id, "pending"), key_id, &sealed)?),
        (None, None) => None,
        _ => return Err(unreadable("pending")),
    };
    Ok(AuthorizationRecord {
        session: parse_hash(TABLE, "session_hash", row.try_get("session_hash")?)?,
        intent,
        offer: OfferId::new(row.try_get::<String, _>("offer")?),
        site: row.try_get("site")?,
        host_mailbox: row.try_get("host_mailbox")?,
        created_at: row.try_get("created_at")?,
        deadline_at: row.try_get("deadline_at")?,
        phase,
        asked,
        opening,
        pending,
        id: AuthorizationId::new(id),
    })
}

async fn insert(db: &mut Conn, crypter: &Crypter, record: &AuthorizationRecord) -> Result<(), StoreError> {
    // There is no opening yet: the row gets a random state that no callback has, and empty secrets.
    let (secrets_key, secrets) = crypter.seal(place(record.id.as_str(), "secrets"), b"");
    let nowhere = crypter.random();
    query(
        "INSERT INTO authorizations (id, session_hash, intent, offer, site, host_mailbox, match_code,
             created_at, deadline_at, phase, detail, state_hash, secrets_key, secrets)
         VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(record.id.as_str())
    .bind(&record.session.0[..])
    .bind(to_json(&record.intent))
    .bind(record.offer.as_str())
    .bind(&record.site)
    .bind(&record.host_mailbox)
    .bind(record.created_at)
    .bind(record.deadline_at)
    .bind(record.phase.as_str())
    .bind(to_json(&record.phase))
    .bind(&nowhere[..])
    .bind(&*secrets_key)
    .bind(secrets)
    .execute(db)
    .await?;
    Ok(())
}

/// The session that began the authorization.
pub(super) async fn session_of(db: &mut Conn, id: &AuthorizationId) -> Result<TokenHash, StoreError> {
    let row = query("SELECT session_hash FROM authorizations WHERE id = $1").bind(id.as_str()).fetch_one(db).await?;
    parse_hash(TABLE, "session_hash", row.try_get("session_hash")?)
}

/// Moves the authorization from one phase to another. A sign-in that waits for proof is deleted, unless it is passed in again.
pub(super) async fn advance(
    db: &mut Conn,
    crypter: &Crypter,
    id: &AuthorizationId,
    from: &Phase,
    to: &Phase,
    pending: Option<&PendingSignIn>,
) -> Result<bool, StoreError> {
    let (pending_key, pending) =
        pending.map(|pending| sealed::seal(crypter, place(id.as_str(), "pending"), pending)).unzip();
    let written = query(
        "UPDATE authorizations SET phase = $1, detail = $2, pending_key = $3, pending = $4
         WHERE id = $5 AND phase = $6",
    )
    .bind(to.as_str())
    .bind(to_json(to))
    .bind(pending_key.as_deref())
    .bind(pending)
    .bind(id.as_str())
    .bind(from.as_str())
    .execute(db)
    .await?;
    Ok(written.rows_affected() == 1)
}
