//! Statements on `journal`: what happened, written at the end of the transaction that made it true.

use async_trait::async_trait;
use latchkey_domain::{PersonId, TokenHash};
use latchkey_wire::{Account, ConnectionId, UnixSeconds};

use super::dialect::{self, DbRow, Row as _, query};
use super::{Conn, SqlStore, deliveries, links};
use crate::columns::{from_word, to_json, word};
use crate::transaction_end::Step;
use crate::{
    Actor, Announced, ClaimedDeliveries, Delivered, DeliveryCounts, DeliveryLease, Journal, JournalEntry, LinkRecord,
    MailCap, News, StoreError,
};

const TABLE: &str = "journal";

/// Named one by one, so that a column that a later version adds changes nothing for this one.
macro_rules! columns {
    () => {
        "j.seq, j.id, j.at, j.actor, j.actor_id, j.kind, j.connection, j.address, j.name, j.reason, j.detail"
    };
}
pub(super) use columns;

#[async_trait]
impl Journal for SqlStore {
    async fn note(&self, news: &[Announced]) -> Result<(), StoreError> {
        let news = news.to_vec();
        self.writer.write(move |db| Box::pin(async move { Step::keep(write(db, &news).await?) })).await
    }

    async fn journal(&self, after: i64, limit: u32) -> Result<Vec<JournalEntry>, StoreError> {
        let rows = query(concat!("SELECT ", columns!(), " FROM journal j WHERE j.seq > $1 ORDER BY j.seq LIMIT $2"))
            .bind(after)
            .bind(i64::from(limit))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    async fn claim_deliveries(
        &self,
        now: UnixSeconds,
        limit: u32,
        lease_until: UnixSeconds,
        cap: MailCap,
    ) -> Result<ClaimedDeliveries, StoreError> {
        self.writer
            .write(move |db| {
                Box::pin(async move { Step::keep(deliveries::claim(db, now, limit, lease_until, cap).await?) })
            })
            .await
    }

    async fn end_delivery(&self, lease: &DeliveryLease, how: Delivered) -> Result<bool, StoreError> {
        let lease = lease.clone();
        self.writer.write(move |db| Box::pin(async move { Step::keep(deliveries::end(db, &lease, how).await?) })).await
    }

    async fn count_deliveries(&self) -> Result<DeliveryCounts, StoreError> {
        deliveries::count_all(&self.pool).await
    }

    async fn create_link(&self, link: &LinkRecord) -> Result<(), StoreError> {
        let link = link.clone();
        self.writer.write(move |db| Box::pin(async move { Step::keep(links::create(db, &link).await?) })).await
    }

    async fn link(&self, token: TokenHash, now: UnixSeconds) -> Result<Option<LinkRecord>, StoreError> {
        links::find(&self.pool, token, now).await
    }

    async fn end_links(&self, connection: &ConnectionId) -> Result<(), StoreError> {
        let id = connection.clone();
        self.writer.write(move |db| Box::pin(async move { Step::keep(links::end_all(db, &id).await?) })).await
    }
}

pub(super) fn read(row: &DbRow) -> Result<JournalEntry, StoreError> {
    let id: String = row.try_get("id")?;
    let unreadable = |column| StoreError::Inconsistent { table: TABLE, column, row: id.clone() };
    let actor = match (row.try_get::<&str, _>("actor")?, row.try_get::<Option<String>, _>("actor_id")?) {
        ("endpoint", None) => Actor::Endpoint,
        ("person", Some(person)) => Actor::Person(PersonId(person)),
        ("engine", Some(key)) => Actor::Engine(key),
        ("administrator", Some(name)) => Actor::Administrator(name),
        _ => return Err(unreadable("actor")),
    };
    let reason = row.try_get::<Option<String>, _>("reason")?;
    let reason = reason.map(|json| serde_json::from_str(&json)).transpose().map_err(|_| unreadable("reason"))?;
    let name = row.try_get("name")?;
    Ok(JournalEntry {
        seq: row.try_get("seq")?,
        news: News {
            at: row.try_get("at")?,
            actor,
            kind: from_word(TABLE, "kind", &id, row.try_get("kind")?)?,
            connection: row.try_get::<Option<String>, _>("connection")?.map(ConnectionId::new),
            account: row.try_get::<Option<String>, _>("address")?.map(|address| Account { address, name }),
            reason,
            detail: row.try_get("detail")?,
            id,
        },
    })
}

/// Writes news and queues its deliveries. What says that a connection works makes e-mails about its breaks pointless.
/// Always the last thing in a transaction: the journal's order is kept by a lock that lasts until it is committed.
pub(super) async fn write(db: &mut Conn, news: &[Announced]) -> Result<(), StoreError> {
    if news.is_empty() {
        return Ok(());
    }
    if let Some(lock) = dialect::ONE_WRITER_OF_NEWS {
        query(lock).execute(&mut *db).await?;
    }
    for Announced { news, deliveries } in news {
        if let Some(connection) = news.connection.as_ref().filter(|_| news.kind.says_it_works()) {
            silence(db, connection, news.at).await?;
        }
        let entry = add(db, news).await?;
        for delivery in deliveries {
            deliveries::add(db, entry, news.connection.as_ref(), delivery).await?;
        }
    }
    Ok(())
}

async fn add(db: &mut Conn, news: &News) -> Result<i64, StoreError> {
    let (actor, actor_id) = match &news.actor {
        Actor::Endpoint => ("endpoint", None),
        Actor::Person(person) => ("person", Some(&person.0)),
        Actor::Engine(key) => ("engine", Some(key)),
        Actor::Administrator(name) => ("administrator", Some(name)),
    };
    let row = query(
        "INSERT INTO journal (id, at, actor, actor_id, kind, connection, address, name, reason, detail)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING seq",
    )
    .bind(&news.id)
    .bind(news.at)
    .bind(actor)
    .bind(actor_id)
    .bind(word(news.kind))
    .bind(news.connection.as_ref().map(ConnectionId::as_str))
    .bind(news.account.as_ref().map(|account| &account.address))
    .bind(news.account.as_ref().and_then(|account| account.name.as_ref()))
    .bind(news.reason.as_ref().map(to_json))
    .bind(&news.detail)
    .fetch_one(db)
    .await?;
    Ok(row.try_get("seq")?)
}

/// Nobody needs to hear of this connection's older breaks by e-mail, or to follow links from such e-mails.
pub(super) async fn silence(db: &mut Conn, connection: &ConnectionId, at: UnixSeconds) -> Result<(), StoreError> {
    deliveries::cancel_mail(db, connection, at).await?;
    links::end_all(db, connection).await
}
