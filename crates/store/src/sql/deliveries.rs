//! Statements on `deliveries`.

use latchkey_wire::{ConnectionId, UnixSeconds};

use super::dialect::{self, DbRow, Pool, Row as _, query, query_built};
use super::{Conn, journal};
use crate::columns::{count, from_word, word};
use crate::{Channel, ClaimedDelivery, Delivered, DeliveryCounts, DeliveryLease, NewDelivery, StoreError};

const TABLE: &str = "deliveries";

pub(super) async fn add(
    db: &mut Conn,
    entry: i64,
    connection: Option<&ConnectionId>,
    delivery: &NewDelivery,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO deliveries (entry, channel, target, connection, state, attempts, due_at, fence)
         VALUES ($1, $2, $3, $4, 'waiting', 0, $5, 0)",
    )
    .bind(entry)
    .bind(word(delivery.channel))
    .bind(&delivery.target)
    .bind(connection.map(ConnectionId::as_str))
    .bind(delivery.due_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Claims what is due. A claim that ended by time, or that was written before the clock was set back, is open again.
pub(super) async fn claim(
    db: &mut Conn,
    now: UnixSeconds,
    limit: u32,
    lease_until: UnixSeconds,
) -> Result<Vec<ClaimedDelivery>, StoreError> {
    let claim = format!(
        "UPDATE deliveries SET fence = fence + 1, attempts = attempts + 1, leased_until = $3
         WHERE id IN (
             SELECT id FROM deliveries
             WHERE state = 'waiting' AND due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1 OR leased_until > $4)
             ORDER BY due_at, id LIMIT $2 {})
         RETURNING id",
        dialect::SKIP_LOCKED
    );
    let sane = lease_until.saturating_add(lease_until.saturating_sub(now));
    let claimed =
        query_built(claim).bind(now).bind(i64::from(limit)).bind(lease_until).bind(sane).fetch_all(&mut *db).await?;
    let mut ids = claimed.iter().map(|row| row.try_get::<i64, _>("id")).collect::<Result<Vec<_>, _>>()?;
    ids.sort_unstable();
    let mut deliveries = Vec::with_capacity(ids.len());
    for id in ids {
        let row = query(concat!(
            "SELECT ",
            journal::columns!(),
            ", d.id AS delivery, d.fence, d.channel, d.target, d.attempts
             FROM deliveries d JOIN journal j ON j.seq = d.entry WHERE d.id = $1"
        ))
        .bind(id)
        .fetch_one(&mut *db)
        .await?;
        match read(&row) {
            Ok(delivery) => deliveries.push(delivery),
            Err(error) => {
                // Left waiting it would be the first of every claim, and nobody would be told anything.
                tracing::error!(delivery = id, %error, "a delivery can't be read and is given up");
                query("UPDATE deliveries SET state = 'given_up', ended_at = $1, leased_until = NULL WHERE id = $2")
                    .bind(now)
                    .bind(id)
                    .execute(&mut *db)
                    .await?;
            }
        }
    }
    Ok(deliveries)
}

fn read(row: &DbRow) -> Result<ClaimedDelivery, StoreError> {
    let id: i64 = row.try_get("delivery")?;
    let channel: Channel = from_word(TABLE, "channel", &id.to_string(), row.try_get("channel")?)?;
    Ok(ClaimedDelivery {
        lease: DeliveryLease { id, fence: row.try_get("fence")? },
        channel,
        target: row.try_get("target")?,
        // This claim is counted already.
        attempts: u32::try_from(row.try_get::<i64, _>("attempts")? - 1).unwrap_or(0),
        entry: journal::read(row)?,
    })
}

pub(super) async fn end(db: &mut Conn, lease: &DeliveryLease, how: Delivered) -> Result<bool, StoreError> {
    let (state, ended_at, due_at) = match how {
        Delivered::Yes { at } => ("delivered", Some(at), None),
        Delivered::Later { due_at } => ("waiting", None, Some(due_at)),
        Delivered::GivenUp { at } => ("given_up", Some(at), None),
    };
    let written = query(
        "UPDATE deliveries SET state = $1, ended_at = $2, due_at = coalesce($3, due_at), leased_until = NULL
         WHERE id = $4 AND fence = $5 AND state = 'waiting' AND leased_until IS NOT NULL",
    )
    .bind(state)
    .bind(ended_at)
    .bind(due_at)
    .bind(lease.id)
    .bind(lease.fence)
    .execute(db)
    .await?;
    Ok(written.rows_affected() == 1)
}

/// E-mails that wait for this connection are not sent any more. Webhooks are: programs want to hear of everything.
pub(super) async fn cancel_mail(db: &mut Conn, connection: &ConnectionId, at: UnixSeconds) -> Result<(), StoreError> {
    query(
        "UPDATE deliveries SET state = 'cancelled', ended_at = $1
         WHERE connection = $2 AND state = 'waiting' AND channel = $3",
    )
    .bind(at)
    .bind(connection.as_str())
    .bind(word(Channel::Mail))
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn count_all(pool: &Pool) -> Result<DeliveryCounts, StoreError> {
    let row = query(
        "SELECT (SELECT count(*) FROM deliveries WHERE state = 'waiting') AS waiting,
             (SELECT count(*) FROM deliveries WHERE state = 'given_up') AS given_up",
    )
    .fetch_one(pool)
    .await?;
    Ok(DeliveryCounts { waiting: count(row.try_get("waiting")?), given_up: count(row.try_get("given_up")?) })
}
