//! Statements on `leases`, and the writes of renewals.
//!
//! The claim is written first, and the connection is read afterwards: an earlier holder has either written before, and its
//! grant is read, or has lost its lease and can no longer write.

use std::collections::HashSet;

use async_trait::async_trait;
use latchkey_wire::{ConnectionId, UnixSeconds};

use super::connections::columns;
use super::dialect::{self, DbRow, Row as _, query};
use super::write_back::{Change, WriteBack};
use super::{Conn, SqlStore, connections, grants};
use crate::transaction_end::TransactionEnd;
use crate::{
    Claim, ClaimedConnection, ConnectionLease, FailedRenewal, HeldClaim, NewAuditEvent, Renewals, RenewedGrant,
    StoreError,
};

/// Selects claimed connections with their grants.
macro_rules! claimed {
    ($which:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            ", g.key_id, g.sealed, l.fence, l.until, l.interrupted
             FROM leases l JOIN connections c ON c.id = l.connection LEFT JOIN grants g ON g.connection = c.id
             WHERE ",
            $which
        )
    };
}

/// The times that decide whether a lease has expired.
#[derive(Clone, Copy)]
struct LeaseTimes {
    /// The current time: a lease that ends by then has expired.
    now: UnixSeconds,
    /// When the new lease expires.
    until: UnixSeconds,
    /// A lease that ends after this time was written before the clock was set back, and counts as expired.
    sane: UnixSeconds,
}

impl LeaseTimes {
    fn new(now: UnixSeconds, until: UnixSeconds) -> Self {
        Self { now, until, sane: until.saturating_add(until.saturating_sub(now)) }
    }
}

#[async_trait]
impl Renewals for SqlStore {
    async fn claim_due_connections(
        &self,
        now: UnixSeconds,
        limit: u32,
        lease_until: UnixSeconds,
    ) -> Result<Vec<ClaimedConnection>, StoreError> {
        let times = LeaseTimes::new(now, lease_until);
        let fences = self.writer.write(move |db| Box::pin(claim_due_connections(db, times, limit))).await?;
        let (Some(first), Some(last)) = (fences.iter().min(), fences.iter().max()) else { return Ok(Vec::new()) };
        let rows = query(claimed!("l.fence BETWEEN $1 AND $2")).bind(first).bind(last).fetch_all(&self.pool).await?;
        let mut claimed = Vec::with_capacity(rows.len());
        for row in &rows {
            // Other processes may hold fences between the first and the last of these.
            if fences.contains(&row.try_get("fence")?) {
                match self.read_claimed(row) {
                    Ok(one) => claimed.push(one),
                    // Another version may have written this row. It must not block the other connections.
                    Err(error) => tracing::error!(%error, "a connection that is due can't be read"),
                }
            }
        }
        claimed.sort_by_key(|claimed| claimed.connection.due_at);
        Ok(claimed)
    }

    async fn claim_connection(
        &self,
        id: &ConnectionId,
        now: UnixSeconds,
        lease_until: UnixSeconds,
    ) -> Result<Claim, StoreError> {
        let (wanted, times) = (id.clone(), LeaseTimes::new(now, lease_until));
        let taken = self.writer.write(move |db| Box::pin(async move { claim(db, &wanted, times).await })).await?;
        match taken {
            ClaimedLease::Yours(row) => Ok(Claim::Yours(Box::new(self.read_claimed(&row)?))),
            ClaimedLease::Busy(until) => Ok(Claim::Busy { until }),
            ClaimedLease::Gone => Ok(Claim::Gone),
        }
    }

    async fn save_renewal(
        &self,
        lease: &ConnectionLease,
        renewed: &RenewedGrant,
        events: &[NewAuditEvent],
    ) -> Result<bool, StoreError> {
        self.writer.write_back(WriteBack::new(lease, Change::renewed(&self.crypter, lease, renewed), events)).await
    }

    async fn save_failed_renewal(
        &self,
        lease: &ConnectionLease,
        failed: &FailedRenewal,
        events: &[NewAuditEvent],
    ) -> Result<bool, StoreError> {
        self.writer.write_back(WriteBack::new(lease, Change::failed(failed), events)).await
    }

    async fn release_claim(&self, lease: &ConnectionLease, due_at: Option<UnixSeconds>) -> Result<bool, StoreError> {
        self.writer.write_back(WriteBack::new(lease, Change::Released { due_at }, &[])).await
    }

    async fn list_held_claims(&self, limit: u32) -> Result<Vec<HeldClaim>, StoreError> {
        let rows = query("SELECT connection, fence, until FROM leases ORDER BY fence LIMIT $1")
            .bind(i64::from(limit))
            .fetch_all(&self.pool)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(HeldClaim {
                    connection: ConnectionId::new(row.try_get::<String, _>("connection")?),
                    fence: row.try_get("fence")?,
                    until: row.try_get("until")?,
                })
            })
            .collect()
    }
}

impl SqlStore {
    fn read_claimed(&self, row: &DbRow) -> Result<ClaimedConnection, StoreError> {
        let connection = connections::read(row)?;
        Ok(ClaimedConnection {
            lease: ConnectionLease {
                connection: connection.id.clone(),
                generation: connection.generation,
                fence: row.try_get("fence")?,
                until: row.try_get("until")?,
            },
            grant: grants::read(row, &self.crypter, &connection.id),
            interrupted: row.try_get("interrupted")?,
            connection,
        })
    }
}

/// Claims due connections, and returns the fences.
async fn claim_due_connections(
    db: &mut Conn,
    times: LeaseTimes,
    limit: u32,
) -> Result<TransactionEnd<HashSet<i64>>, StoreError> {
    if let Some(lock) = dialect::ONE_CLAIMER {
        query(lock).execute(&mut *db).await?;
    }
    let mut fences = HashSet::new();
    // Connections with an expired lease are claimed first. Their new leases are marked as interrupted.
    let left_behind = query(
        "DELETE FROM leases WHERE fence IN (
             SELECT l.fence FROM leases l JOIN connections c ON c.id = l.connection
             WHERE (l.until <= $1 OR l.until > $2) AND c.due_at <= $1 ORDER BY c.due_at LIMIT $3)
         RETURNING connection",
    )
    .bind(times.now)
    .bind(times.sane)
    .bind(i64::from(limit))
    .fetch_all(&mut *db)
    .await?;
    for row in &left_behind {
        if let Some(fence) = insert(db, row.try_get("connection")?, times.until, true).await? {
            fences.insert(fence);
        }
    }
    let free = i64::from(limit) - i64::try_from(left_behind.len()).unwrap_or(i64::MAX);
    if free > 0 {
        let rows = query(
            "INSERT INTO leases (connection, until, interrupted)
             SELECT c.id, $1, $2 FROM connections c
             WHERE c.due_at <= $3 AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.connection = c.id)
             ORDER BY c.due_at LIMIT $4
             ON CONFLICT (connection) DO NOTHING RETURNING fence",
        )
        .bind(times.until)
        .bind(false)
        .bind(times.now)
        .bind(free)
        .fetch_all(&mut *db)
        .await?;
        for row in &rows {
            fences.insert(row.try_get("fence")?);
        }
    }
    if fences.is_empty() { TransactionEnd::rollback(fences) } else { TransactionEnd::commit(fences) }
}

/// The result of a claim on one connection.
enum ClaimedLease {
    Yours(DbRow),
    Busy(UnixSeconds),
    Gone,
}

async fn claim(
    db: &mut Conn,
    id: &ConnectionId,
    times: LeaseTimes,
) -> Result<TransactionEnd<ClaimedLease>, StoreError> {
    let ended = query("DELETE FROM leases WHERE connection = $1 AND (until <= $2 OR until > $3)")
        .bind(id.as_str())
        .bind(times.now)
        .bind(times.sane)
        .execute(&mut *db)
        .await?;
    if let Some(fence) = insert(db, id.as_str(), times.until, ended.rows_affected() > 0).await? {
        return TransactionEnd::commit(ClaimedLease::Yours(
            query(claimed!("l.fence = $1")).bind(fence).fetch_one(db).await?,
        ));
    }
    let row =
        query("SELECT until FROM leases WHERE connection = $1").bind(id.as_str()).fetch_optional(&mut *db).await?;
    match row {
        Some(row) => TransactionEnd::rollback(ClaimedLease::Busy(row.try_get("until")?)),
        None => TransactionEnd::rollback(ClaimedLease::Gone),
    }
}

/// Inserts a lease, unless the connection is leased or has no grant.
async fn insert(db: &mut Conn, id: &str, until: UnixSeconds, interrupted: bool) -> Result<Option<i64>, StoreError> {
    let row = query(
        "INSERT INTO leases (connection, until, interrupted)
         SELECT g.connection, $1, $2 FROM grants g WHERE g.connection = $3
         ON CONFLICT (connection) DO NOTHING RETURNING fence",
    )
    .bind(until)
    .bind(interrupted)
    .bind(id)
    .fetch_optional(db)
    .await?;
    row.map(|row| Ok(row.try_get("fence")?)).transpose()
}

/// Ends the lease on a connection, if there is one: its holder can no longer write.
pub(super) async fn end(db: &mut Conn, id: &ConnectionId) -> Result<(), StoreError> {
    query("DELETE FROM leases WHERE connection = $1").bind(id.as_str()).execute(db).await?;
    Ok(())
}

/// Ends this lease. `false` if it has ended before.
pub(super) async fn end_own(db: &mut Conn, lease: &ConnectionLease) -> Result<bool, StoreError> {
    let ended = query("DELETE FROM leases WHERE connection = $1 AND fence = $2")
        .bind(lease.connection.as_str())
        .bind(lease.fence)
        .execute(db)
        .await?;
    Ok(ended.rows_affected() == 1)
}
