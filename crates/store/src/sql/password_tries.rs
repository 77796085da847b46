//! Statements on `password_tries`.

use async_trait::async_trait;
use latchkey_wire::UnixSeconds;

use super::dialect::{self, Row as _, query};
use super::{Conn, SqlStore, journal};
use crate::columns::count;
use crate::transaction_end::TransactionEnd;
use crate::{Budget, NewAuditEvent, PasswordTries, PasswordTry, StoreError, TryReservation};

/// The maximum time that a password check takes, in seconds; a row without a result after this time was left by a crash.
const IN_FLIGHT_S: i64 = 120;

#[async_trait]
impl PasswordTries for SqlStore {
    async fn reserve_try(&self, wanted: &PasswordTry) -> Result<TryReservation, StoreError> {
        let wanted = wanted.clone();
        self.writer.write(move |db| Box::pin(async move { reserve(db, &wanted).await })).await
    }

    async fn confirm_try(&self, id: &str, events: &[NewAuditEvent]) -> Result<(), StoreError> {
        let (id, events) = (id.to_owned(), events.to_vec());
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    query("UPDATE password_tries SET judged = $1 WHERE attempt = $2")
                        .bind(true)
                        .bind(&id)
                        .execute(&mut *db)
                        .await?;
                    journal::record(db, &events).await?;
                    TransactionEnd::commit(())
                })
            })
            .await
    }

    async fn release_try(&self, id: &str) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    query("DELETE FROM password_tries WHERE attempt = $1").bind(&id).execute(db).await?;
                    TransactionEnd::commit(())
                })
            })
            .await
    }

    async fn preview_try(&self, wanted: &PasswordTry) -> Result<TryReservation, StoreError> {
        let wanted = wanted.clone();
        self.writer
            .write(move |db| Box::pin(async move { TransactionEnd::rollback(find_room(db, &wanted).await?.0) }))
            .await
    }
}

/// Reserves a try. Counting and inserting are atomic for all processes, or two of them would take the same last place.
async fn reserve(db: &mut Conn, wanted: &PasswordTry) -> Result<TransactionEnd<TryReservation>, StoreError> {
    if let Some(lock) = dialect::ONE_TRY_COUNTER {
        query(lock).execute(&mut *db).await?;
    }
    let (reserved, chance) = find_room(db, wanted).await?;
    if reserved != TryReservation::Granted {
        return TransactionEnd::rollback(reserved);
    }
    for budget in chance {
        query("INSERT INTO password_tries (attempt, budget, counts_until, judged) VALUES ($1, $2, $3, $4)")
            .bind(&wanted.id)
            .bind(&budget.key.0[..])
            .bind(wanted.until)
            .bind(false)
            .execute(&mut *db)
            .await?;
    }
    TransactionEnd::commit(TryReservation::Granted)
}

/// Finds the first group of budgets with room.
async fn find_room<'a>(db: &mut Conn, wanted: &'a PasswordTry) -> Result<(TryReservation, &'a [Budget]), StoreError> {
    let (mut earliest, mut any_in_flight) = (wanted.until, false);
    for chance in &wanted.chances {
        let (mut free_at, mut in_flight) = (None::<UnixSeconds>, false);
        for budget in chance {
            if let Some(full) = check_budget(db, *budget, wanted).await? {
                free_at = free_at.max(Some(full.free_at));
                in_flight |= full.in_flight;
            }
        }
        match free_at {
            None => return Ok((TryReservation::Granted, chance)),
            Some(free_at) => earliest = earliest.min(free_at),
        }
        any_in_flight |= in_flight;
    }
    Ok((TryReservation::Exhausted { free_at: earliest, in_flight: any_in_flight }, &[]))
}

/// A budget without room, and when it has room again.
struct FullBudget {
    free_at: UnixSeconds,
    in_flight: bool,
}

async fn check_budget(db: &mut Conn, budget: Budget, wanted: &PasswordTry) -> Result<Option<FullBudget>, StoreError> {
    // Rows that count far longer than a new one would are ignored: they were written before the clock was set back.
    let sane = wanted.until.saturating_add(wanted.until.saturating_sub(wanted.now));
    let row = query(
        "SELECT count(*) AS many, min(counts_until) AS first_end,
             count(CASE WHEN judged = $1 AND counts_until > $2 THEN 1 END) AS in_flight
         FROM password_tries WHERE budget = $3 AND counts_until > $4 AND counts_until <= $5",
    )
    .bind(false)
    .bind(wanted.until.saturating_sub(IN_FLIGHT_S))
    .bind(&budget.key.0[..])
    .bind(wanted.now)
    .bind(sane)
    .fetch_one(db)
    .await?;
    if count(row.try_get("many")?) < u64::from(budget.most) {
        return Ok(None);
    }
    let first_end: Option<UnixSeconds> = row.try_get("first_end")?;
    let in_flight: i64 = row.try_get("in_flight")?;
    Ok(Some(FullBudget { free_at: first_end.unwrap_or(wanted.until), in_flight: in_flight > 0 }))
}
