//! Statements on `deliveries`, the outbox.

use latchkey_wire::{ConnectionId, UnixSeconds};

use super::dialect::{self, DbRow, Pool, Row as _, query};
use super::{Conn, journal};
use crate::columns::{count, from_word, word};
use crate::{
    Channel, ClaimedOutboxEntry, DeliveryOutcome, MailCap, NewOutboxEntry, OutboxClaim, OutboxCounts, OutboxLease,
    StoreError,
};

const TABLE: &str = "deliveries";

pub(super) async fn insert(
    db: &mut Conn,
    entry: i64,
    connection: Option<&ConnectionId>,
    outbox_entry: &NewOutboxEntry,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO deliveries (entry, channel, target, connection, state, attempts, due_at, fence)
         VALUES ($1, $2, $3, $4, 'waiting', 0, $5, 0)",
    )
    .bind(entry)
    .bind(word(outbox_entry.channel))
    .bind(&outbox_entry.target)
    .bind(connection.map(ConnectionId::as_str))
    .bind(outbox_entry.due_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Selects due entries. An entry whose lease expired, or was written before the clock was set back, can be claimed again.
const DUE: &str = "SELECT id, channel, target FROM deliveries
     WHERE state = 'waiting' AND due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1 OR leased_until > $2)
     ORDER BY due_at, id LIMIT $3";

/// Both statements check again that the entry is due: an earlier version claims entries without the lock.
const HOLD_BACK: &str = "UPDATE deliveries SET due_at = $1, leased_until = NULL
     WHERE id = $2 AND state = 'waiting' AND due_at <= $3
         AND (leased_until IS NULL OR leased_until <= $3 OR leased_until > $4)";
const CLAIM: &str = "UPDATE deliveries SET fence = fence + 1, attempts = attempts + 1, leased_until = $1
     WHERE id = $2 AND state = 'waiting' AND due_at <= $3
         AND (leased_until IS NULL OR leased_until <= $3 OR leased_until > $4)";

/// When each of the latest messages to an address stops counting, in order of time. A delivered message counts for the period
/// of the cap, a message in progress until its lease expires.
const LATELY: &str = "SELECT ended_at + $1 AS until FROM deliveries
     WHERE channel = 'mail' AND lower(target) = lower($2) AND state = 'delivered' AND ended_at > $3 AND ended_at <= $4
     UNION ALL
     SELECT leased_until AS until FROM deliveries
     WHERE channel = 'mail' AND lower(target) = lower($2) AND state = 'waiting' AND leased_until > $4
         AND leased_until <= $5
     ORDER BY until";

/// Claims due entries. E-mails to addresses that reached the cap are postponed instead.
pub(super) async fn claim(
    db: &mut Conn,
    now: UnixSeconds,
    limit: u32,
    lease_until: UnixSeconds,
    cap: MailCap,
) -> Result<OutboxClaim, StoreError> {
    // Without the lock, two processes that count at the same time would both find room.
    if let Some(lock) = dialect::ONE_OUTBOX_CLAIMER {
        query(lock).execute(&mut *db).await?;
    }
    let sane = lease_until.saturating_add(lease_until.saturating_sub(now));
    let due = query(DUE).bind(now).bind(sane).bind(i64::from(limit)).fetch_all(&mut *db).await?;
    let (mut ids, mut held_back) = (Vec::with_capacity(due.len()), 0);
    for row in &due {
        let (id, channel) = (row.try_get::<i64, _>("id")?, row.try_get::<&str, _>("channel")?);
        if channel == "mail"
            && let Some(due_at) = next_free_at(db, row.try_get("target")?, now, sane, cap).await?
        {
            held_back += u32::from(change(db, HOLD_BACK, id, due_at, (now, sane)).await?);
        } else if change(db, CLAIM, id, lease_until, (now, sane)).await? {
            ids.push(id);
        }
    }
    ids.sort_unstable();
    Ok(OutboxClaim { claimed: read_all(db, &ids, now).await?, held_back })
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

/// When an address may get its next message; `None` if it may get one now.
async fn next_free_at(
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
    // With a cap of zero, the entry waits for a period and is checked again.
    let room_at = counting.get(too_many).map_or(Ok(now.saturating_add(cap.within_s)), |row| row.try_get("until"))?;
    Ok(Some(room_at.max(now.saturating_add(1))))
}

async fn read_all(db: &mut Conn, ids: &[i64], now: UnixSeconds) -> Result<Vec<ClaimedOutboxEntry>, StoreError> {
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
                // An unreadable entry that stayed due would come first in every claim and block the outbox.
                tracing::error!(delivery = id, %error, "an outbox entry can't be read and is given up");
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

fn read(row: &DbRow) -> Result<ClaimedOutboxEntry, StoreError> {
    let id: i64 = row.try_get("delivery")?;
    let channel: Channel = from_word(TABLE, "channel", &id.to_string(), row.try_get("channel")?)?;
    Ok(ClaimedOutboxEntry {
        lease: OutboxLease { id, fence: row.try_get("fence")? },
        channel,
        target: row.try_get("target")?,
        // `attempts` already includes this claim.
        attempts: u32::try_from(row.try_get::<i64, _>("attempts")? - 1).unwrap_or(0),
        entry: journal::read(row)?,
    })
}

pub(super) async fn finish(db: &mut Conn, lease: &OutboxLease, outcome: DeliveryOutcome) -> Result<bool, StoreError> {
    let (state, ended_at, due_at) = match outcome {
        DeliveryOutcome::Delivered { at } => ("delivered", Some(at), None),
        DeliveryOutcome::Retry { due_at } => ("waiting", None, Some(due_at)),
        DeliveryOutcome::GivenUp { at } => ("given_up", Some(at), None),
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

/// Cancels pending e-mails about this connection. Webhooks are not cancelled, because programs receive every event.
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

pub(super) async fn count_all(pool: &Pool) -> Result<OutboxCounts, StoreError> {
    let row = query(
        "SELECT (SELECT count(*) FROM deliveries WHERE state = 'waiting') AS waiting,
             (SELECT count(*) FROM deliveries WHERE state = 'given_up') AS given_up",
    )
    .fetch_one(pool)
    .await?;
    Ok(OutboxCounts { waiting: count(row.try_get("waiting")?), given_up: count(row.try_get("given_up")?) })
}
