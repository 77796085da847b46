//! Statements on `deliveries`.

use latchkey_wire::{ConnectionId, UnixSeconds};

use super::dialect::{self, DbRow, Pool, Row as _, query};
use super::{Conn, journal};
use crate::columns::{count, from_word, word};
use crate::{
    Channel, ClaimedDeliveries, ClaimedDelivery, Delivered, DeliveryCounts, DeliveryLease, MailCap, NewDelivery,
    StoreError,
};

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

/// What is due. A claim that ended by time, or that was written before the clock was set back, is open again.
const DUE: &str = "SELECT id, channel, target FROM deliveries
     WHERE state = 'waiting' AND due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1 OR leased_until > $2)
     ORDER BY due_at, id LIMIT $3";

/// What is done with one of them, if it is still due: an earlier version claims without waiting for its turn.
const HOLD_BACK: &str = "UPDATE deliveries SET due_at = $1, leased_until = NULL
     WHERE id = $2 AND state = 'waiting' AND due_at <= $3
         AND (leased_until IS NULL OR leased_until <= $3 OR leased_until > $4)";
const CLAIM: &str = "UPDATE deliveries SET fence = fence + 1, attempts = attempts + 1, leased_until = $1
     WHERE id = $2 AND state = 'waiting' AND due_at <= $3
         AND (leased_until IS NULL OR leased_until <= $3 OR leased_until > $4)";

/// When each of an address's latest messages stops counting: one that arrived after a while, one that is under way when its
/// claim ends. The latest last.
const LATELY: &str = "SELECT ended_at + $1 AS until FROM deliveries
     WHERE channel = 'mail' AND lower(target) = lower($2) AND state = 'delivered' AND ended_at > $3 AND ended_at <= $4
     UNION ALL
     SELECT leased_until AS until FROM deliveries
     WHERE channel = 'mail' AND lower(target) = lower($2) AND state = 'waiting' AND leased_until > $4
         AND leased_until <= $5
     ORDER BY until";

/// Claims what is due, except for messages to addresses that have had enough: those wait on.
pub(super) async fn claim(
    db: &mut Conn,
    now: UnixSeconds,
    limit: u32,
    lease_until: UnixSeconds,
    cap: MailCap,
) -> Result<ClaimedDeliveries, StoreError> {
    // Two that counted at the same time would both find room.
    if let Some(lock) = dialect::ONE_POSTMAN {
        query(lock).execute(&mut *db).await?;
    }
    let sane = lease_until.saturating_add(lease_until.saturating_sub(now));
    let due = query(DUE).bind(now).bind(sane).bind(i64::from(limit)).fetch_all(&mut *db).await?;
    let (mut ids, mut held_back) = (Vec::with_capacity(due.len()), 0);
    for row in &due {
        let (id, channel) = (row.try_get::<i64, _>("id")?, row.try_get::<&str, _>("channel")?);
        if channel == "mail"
            && let Some(due_at) = room_at(db, row.try_get("target")?, now, sane, cap).await?
        {
            held_back += u32::from(change(db, HOLD_BACK, id, due_at, (now, sane)).await?);
        } else if change(db, CLAIM, id, lease_until, (now, sane)).await? {
            ids.push(id);
        }
    }
    ids.sort_unstable();
    Ok(ClaimedDeliveries { claimed: read_all(db, &ids, now).await?, held_back })
}

async fn change(
    db: &mut Conn,
    statement: &'static str,
    id: i64,
    value: UnixSeconds,
    (now, sane): (UnixSeconds, UnixSeconds),
) -> Result<bool, StoreError> {
    let changed = query(statement).bind(value).bind(id).bind(now).bind(sane).execute(db).await?;
    Ok(changed.rows_affected() == 1)
}

/// When an address may have its next message; `None` if that is now.
async fn room_at(
    db: &mut Conn,
    address: &str,
    now: UnixSeconds,
    sane: UnixSeconds,
    cap: MailCap,
) -> Result<Option<UnixSeconds>, StoreError> {
    let counting = query(LATELY)
        .bind(cap.within_s)
        .bind(address)
        .bind(now.saturating_sub(cap.within_s))
        .bind(now)
        .bind(sane)
        .fetch_all(db)
        .await?;
    let Some(too_many) = counting.len().checked_sub(cap.messages as usize) else { return Ok(None) };
    // With a cap of nothing there is nothing to wait for but another cap.
    let room_at = counting.get(too_many).map_or(Ok(now.saturating_add(cap.within_s)), |row| row.try_get("until"))?;
    Ok(Some(room_at.max(now.saturating_add(1))))
}

async fn read_all(db: &mut Conn, ids: &[i64], now: UnixSeconds) -> Result<Vec<ClaimedDelivery>, StoreError> {
    let mut deliveries = Vec::with_capacity(ids.len());
    for &id in ids {
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
