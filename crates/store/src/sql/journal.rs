//! Statements on `journal`: audit events, written at the end of the transaction that they describe.

use async_trait::async_trait;
use latchkey_domain::{PersonId, TokenHash};
use latchkey_wire::{Account, ConnectionId, UnixSeconds};

use super::dialect::{self, DbRow, Row as _, query};
use super::{Conn, SqlStore, links, outbox};
use crate::columns::{from_word, to_json, word};
use crate::transaction_end::TransactionEnd;
use crate::{
    AuditActor, AuditEvent, AuditJournal, DeliveryOutcome, JournalEntry, LinkRecord, MailCap, NewAuditEvent,
    OutboxClaim, OutboxCounts, OutboxLease, StoreError,
};

const TABLE: &str = "journal";

/// The columns are named one by one, so that a column of a later version does not affect this one.
macro_rules! columns {
    () => {
        "j.seq, j.id, j.at, j.actor, j.actor_id, j.kind, j.connection, j.address, j.name, j.reason, j.detail"
    };
}
pub(super) use columns;

#[async_trait]
impl AuditJournal for SqlStore {
    async fn record_events(&self, events: &[NewAuditEvent]) -> Result<(), StoreError> {
        let events = events.to_vec();
        self.writer.write(move |db| Box::pin(async move { TransactionEnd::commit(record(db, &events).await?) })).await
    }

    async fn list_journal(&self, after: i64, limit: u32) -> Result<Vec<JournalEntry>, StoreError> {
        let rows = query(concat!("SELECT ", columns!(), " FROM journal j WHERE j.seq > $1 ORDER BY j.seq LIMIT $2"))
            .bind(after)
            .bind(i64::from(limit))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    async fn claim_outbox(
        &self,
        now: UnixSeconds,
        limit: u32,
        lease_until: UnixSeconds,
        cap: MailCap,
    ) -> Result<OutboxClaim, StoreError> {
        self.writer
            .write(move |db| {
                Box::pin(async move { TransactionEnd::commit(outbox::claim(db, now, limit, lease_until, cap).await?) })
            })
            .await
    }

    async fn finish_delivery(&self, lease: &OutboxLease, outcome: DeliveryOutcome) -> Result<bool, StoreError> {
        let lease = lease.clone();
        self.writer
            .write(move |db| {
                Box::pin(async move { TransactionEnd::commit(outbox::finish(db, &lease, outcome).await?) })
            })
            .await
    }

    async fn count_outbox(&self) -> Result<OutboxCounts, StoreError> {
        outbox::count_all(&self.pool).await
    }

    async fn create_link(&self, link: &LinkRecord) -> Result<(), StoreError> {
        let link = link.clone();
        self.writer
            .write(move |db| Box::pin(async move { TransactionEnd::commit(links::create(db, &link).await?) }))
            .await
    }

    async fn find_link(&self, token: TokenHash, now: UnixSeconds) -> Result<Option<LinkRecord>, StoreError> {
        links::find(&self.pool, token, now).await
    }

    async fn revoke_links(&self, connection: &ConnectionId) -> Result<(), StoreError> {
        let id = connection.clone();
        self.writer
            .write(move |db| Box::pin(async move { TransactionEnd::commit(links::end_all(db, &id).await?) }))
            .await
    }
}

pub(super) fn read(row: &DbRow) -> Result<JournalEntry, StoreError> {
    let id: String = row.try_get("id")?;
    let unreadable = |column| StoreError::Inconsistent { table: TABLE, column, row: id.clone() };
    let actor = match (row.try_get::<&str, _>("actor")?, row.try_get::<Option<String>, _>("actor_id")?) {
        ("endpoint", None) => AuditActor::Endpoint,
        ("person", Some(person)) => AuditActor::Person(PersonId(person)),
        ("engine", Some(key)) => AuditActor::Engine(key),
        ("administrator", Some(name)) => AuditActor::Administrator(name),
        _ => return Err(unreadable("actor")),
    };
    let reason = row.try_get::<Option<String>, _>("reason")?;
    let reason = reason.map(|json| serde_json::from_str(&json)).transpose().map_err(|_| unreadable("reason"))?;
    let name = row.try_get("name")?;
    let detail = row.try_get::<Option<String>, _>("detail")?;
    Ok(JournalEntry {
        seq: row.try_get("seq")?,
        event: AuditEvent {
            at: row.try_get("at")?,
            actor,
            kind: from_word(TABLE, "kind", &id, row.try_get("kind")?)?,
            connection: row.try_get::<Option<String>, _>("connection")?.map(ConnectionId::new),
            account: row.try_get::<Option<String>, _>("address")?.map(|address| Account { address, name }),
            reason,
            detail: detail.and_then(|json| serde_json::from_str(&json).ok()),
            id,
        },
    })
}

/// Records audit events and inserts their outbox entries. An event that a connection works cancels pending e-mails about its
/// failures. Always the last step of a transaction: a lock that is held until the commit keeps the journal in order.
pub(super) async fn record(db: &mut Conn, events: &[NewAuditEvent]) -> Result<(), StoreError> {
    if events.is_empty() {
        return Ok(());
    }
    if let Some(lock) = dialect::ONE_JOURNAL_WRITER {
        query(lock).execute(&mut *db).await?;
    }
    for NewAuditEvent { event, outbox } in events {
        if let Some(connection) = event.connection.as_ref().filter(|_| event.kind.cancels_pending_mail()) {
            cancel_pending_mail(db, connection, event.at).await?;
        }
        // Another process noticed the same, and has recorded it with its outbox entries.
        let Some(seq) = insert(db, event).await? else { continue };
        for entry in outbox {
            outbox::insert(db, seq, event.connection.as_ref(), entry).await?;
        }
    }
    Ok(())
}

/// Inserts an event and returns its number. `None` if the journal has an event with this id.
async fn insert(db: &mut Conn, event: &AuditEvent) -> Result<Option<i64>, StoreError> {
    let (actor, actor_id) = match &event.actor {
        AuditActor::Endpoint => ("endpoint", None),
        AuditActor::Person(person) => ("person", Some(&person.0)),
        AuditActor::Engine(key) => ("engine", Some(key)),
        AuditActor::Administrator(name) => ("administrator", Some(name)),
    };
    let row = query(
        "INSERT INTO journal (id, at, actor, actor_id, kind, connection, address, name, reason, detail)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (id) DO NOTHING RETURNING seq",
    )
    .bind(&event.id)
    .bind(event.at)
    .bind(actor)
    .bind(actor_id)
    .bind(word(event.kind))
    .bind(event.connection.as_ref().map(ConnectionId::as_str))
    .bind(event.account.as_ref().map(|account| &account.address))
    .bind(event.account.as_ref().and_then(|account| account.name.as_ref()))
    .bind(event.reason.as_ref().map(to_json))
    .bind(event.detail.as_ref().map(to_json))
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| row.try_get("seq")).transpose()?)
}

/// Cancels pending e-mails about this connection's older failures, and deletes the links in such e-mails.
pub(super) async fn cancel_pending_mail(
    db: &mut Conn,
    connection: &ConnectionId,
    at: UnixSeconds,
) -> Result<(), StoreError> {
    outbox::cancel_mail(db, connection, at).await?;
    links::end_all(db, connection).await
}
