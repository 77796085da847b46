//! Statements on `connections`.

use async_trait::async_trait;
use latchkey_domain::{HealthKind, Identity, PersonId, Verified, mail_key, without_end_slash};
use latchkey_wire::{Account, ConnectionId, ConnectionSettings, OfferId, Purpose, UnixSeconds};

use super::dialect::{DbRow, Row as _, query};
use super::{Conn, SqlStore, aliases, claims, connection_changes, grants, journal, sessions};
use crate::columns::{HealthColumns, PURPOSES, count, from_word, to_json, word};
use crate::transaction_end::TransactionEnd;
use crate::{
    ConnectionLease, ConnectionRecord, ConnectionReplacement, ConnectionWithGrant, Connections, Grant, HealthCounts,
    KnownFacts, NewAuditEvent, RejectionPace, StoreError,
};

/// The columns are named one by one, so that a column of a later version does not affect this one.
macro_rules! columns {
    () => {
        "c.id, c.person, c.purpose, c.offer, c.site, c.api_url, c.issuer, c.subject, c.address, c.name,
         c.remind_before_end, c.health, c.health_since, c.health_reason, c.health_reference, c.health_missing,
         c.health_attempts, c.challenge, c.last_working_at, c.refreshed_at, c.access_expires_at, c.ends_at, c.due_at,
         c.generation, c.verified, c.verified_generation, c.owner_shown, c.facts, c.facts_generation"
    };
}
pub(super) use columns;

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT ", columns!(), " FROM connections c ", $rest)
    };
}

#[async_trait]
impl Connections for SqlStore {
    async fn list_connections(&self, person: &PersonId) -> Result<Vec<ConnectionRecord>, StoreError> {
        let rows = query(select!("WHERE c.person = $1")).bind(&person.0).fetch_all(&self.pool).await?;
        let mut connections = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        connections.sort_by_key(|connection| PURPOSES.iter().position(|purpose| *purpose == connection.purpose));
        Ok(connections)
    }

    async fn find_connection(&self, id: &ConnectionId) -> Result<Option<ConnectionRecord>, StoreError> {
        let row = query(select!("WHERE c.id = $1")).bind(id.as_str()).fetch_optional(&self.pool).await?;
        row.as_ref().map(read).transpose()
    }

    async fn find_connection_by_identity(
        &self,
        identity: &Identity,
        purpose: Purpose,
    ) -> Result<Option<ConnectionRecord>, StoreError> {
        // Both spellings of the issuer, and first the one that was asked for.
        let plain = without_end_slash(&identity.issuer);
        let row = query(select!(
            "WHERE c.issuer IN ($1, $2) AND c.subject = $3 AND c.purpose = $4 ORDER BY c.issuer <> $5 LIMIT 1"
        ))
        .bind(plain)
        .bind(format!("{plain}/"))
        .bind(&identity.subject)
        .bind(word(purpose))
        .bind(&identity.issuer)
        .fetch_optional(&self.pool)
        .await?;
        let found = row.as_ref().map(read).transpose()?;
        Ok(found.filter(|found| found.identity == *identity))
    }

    async fn find_connections_by_address(
        &self,
        address: &str,
        purpose: Purpose,
    ) -> Result<Vec<ConnectionRecord>, StoreError> {
        let rows = query(select!(
            "WHERE c.purpose = $2 AND c.id IN (SELECT id FROM connections WHERE address_key = $1
                 UNION SELECT connection FROM aliases WHERE address_key = $1) ORDER BY c.id"
        ))
        .bind(mail_key(address))
        .bind(word(purpose))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    async fn list_connections_page(
        &self,
        after: Option<&ConnectionId>,
        limit: u32,
    ) -> Result<Vec<ConnectionRecord>, StoreError> {
        let rows = query(select!("WHERE c.id > $1 ORDER BY c.id LIMIT $2"))
            .bind(after.map_or("", ConnectionId::as_str))
            .bind(i64::from(limit))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    async fn count_connections_by_health(&self) -> Result<HealthCounts, StoreError> {
        let mut counts = HealthCounts::new();
        let mut all = 0;
        // The first part uses a small index; the count of all rows uses the smallest index.
        let rows = query(
            "SELECT health, count(*) AS many FROM connections WHERE health <> 'working' GROUP BY health
             UNION ALL SELECT 'all', count(*) FROM connections",
        )
        .fetch_all(&self.pool)
        .await?;
        for row in rows {
            let (health, many): (String, u64) = (row.try_get("health")?, count(row.try_get("many")?));
            if health == "all" {
                all = many;
                continue;
            }
            let unknown = |_| StoreError::Inconsistent { table: "connections", column: "health", row: health.clone() };
            counts.insert(health.parse().map_err(unknown)?, many);
        }
        let others: u64 = counts.values().sum();
        counts.insert(HealthKind::Working, all.saturating_sub(others));
        Ok(counts)
    }

    async fn find_grant(&self, id: &ConnectionId) -> Result<Option<Grant>, StoreError> {
        grants::find(&self.pool, &self.crypter, id).await
    }

    async fn find_connection_with_grant(&self, id: &ConnectionId) -> Result<Option<ConnectionWithGrant>, StoreError> {
        let row = query(concat!(
            "SELECT ",
            columns!(),
            ", g.key_id, g.sealed FROM connections c LEFT JOIN grants g ON g.connection = c.id WHERE c.id = $1"
        ))
        .bind(id.as_str())
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let has_one = row.try_get::<Option<&str>, _>("key_id")?.is_some();
        let grant = has_one.then(|| grants::read(&row, &self.crypter, id));
        Ok(Some(ConnectionWithGrant { connection: read(&row)?, grant }))
    }

    async fn save_settings(
        &self,
        id: &ConnectionId,
        settings: &ConnectionSettings,
        events: &[NewAuditEvent],
    ) -> Result<bool, StoreError> {
        let (id, settings, events) = (id.clone(), settings.clone(), events.to_vec());
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    if !connection_changes::save_settings(db, &id, &settings).await? {
                        return TransactionEnd::rollback(false);
                    }
                    journal::record(db, &events).await?;
                    TransactionEnd::commit(true)
                })
            })
            .await
    }

    async fn save_verified(&self, id: &ConnectionId, generation: i64, verified: Verified) -> Result<bool, StoreError> {
        let id = id.clone();
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    TransactionEnd::commit(connection_changes::save_verified(db, &id, generation, verified).await?)
                })
            })
            .await
    }

    async fn save_account(&self, id: &ConnectionId, generation: i64, known: &KnownFacts) -> Result<bool, StoreError> {
        let (id, known) = (id.clone(), known.clone());
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    if !connection_changes::save_account(db, &id, generation, &known).await? {
                        return TransactionEnd::rollback(false);
                    }
                    aliases::replace(db, &id, &known.facts).await?;
                    TransactionEnd::commit(true)
                })
            })
            .await
    }

    async fn save_challenge(
        &self,
        id: &ConnectionId,
        generation: i64,
        challenge: Option<&str>,
    ) -> Result<bool, StoreError> {
        let (id, challenge) = (id.clone(), challenge.map(str::to_owned));
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    TransactionEnd::commit(
                        connection_changes::save_challenge(db, &id, generation, challenge.as_deref()).await?,
                    )
                })
            })
            .await
    }

    async fn save_access_end(
        &self,
        id: &ConnectionId,
        refreshed_at: UnixSeconds,
        expires_at: UnixSeconds,
        due_at: Option<UnixSeconds>,
    ) -> Result<bool, StoreError> {
        let id = id.clone();
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    TransactionEnd::commit(
                        connection_changes::save_access_end(db, &id, refreshed_at, expires_at, due_at).await?,
                    )
                })
            })
            .await
    }

    async fn disconnect(
        &self,
        id: &ConnectionId,
        now: UnixSeconds,
        events: &[NewAuditEvent],
    ) -> Result<bool, StoreError> {
        let (id, events) = (id.clone(), events.to_vec());
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    claims::end(db, &id).await?;
                    if !connection_changes::disconnect(db, &id, now).await? {
                        return TransactionEnd::rollback(false);
                    }
                    grants::delete(db, &id).await?;
                    journal::cancel_pending_mail(db, &id, now).await?;
                    journal::record(db, &events).await?;
                    TransactionEnd::commit(true)
                })
            })
            .await
    }

    async fn replace_unowned_connection(
        &self,
        lease: &ConnectionLease,
        parted: &ConnectionReplacement,
        events: &[NewAuditEvent],
    ) -> Result<bool, StoreError> {
        let (lease, parted, events, crypter) = (lease.clone(), parted.clone(), events.to_vec(), self.crypter.clone());
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    let ConnectionReplacement { connection, grant, session, from, at } = parted;
                    if !claims::end_own(db, &lease).await? || !delete_unowned(db, &lease.connection).await? {
                        return TransactionEnd::rollback(false);
                    }
                    sessions::end_scoped_to(db, &lease.connection, &session).await?;
                    journal::cancel_pending_mail(db, &lease.connection, at).await?;
                    if !upsert(db, &connection).await?
                        || !sessions::move_to_person(db, &session, &from, &connection.person).await?
                    {
                        return TransactionEnd::rollback(false);
                    }
                    grants::save(db, &crypter, &connection.id, &grant).await?;
                    aliases::replace(db, &connection.id, &connection.facts).await?;
                    journal::record(db, &events).await?;
                    TransactionEnd::commit(true)
                })
            })
            .await
    }

    async fn count_rejection(
        &self,
        id: &ConnectionId,
        now: UnixSeconds,
        pace: RejectionPace,
    ) -> Result<u32, StoreError> {
        let id = id.clone();
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    TransactionEnd::commit(connection_changes::count_rejection(db, &id, now, pace).await?)
                })
            })
            .await
    }
}

pub(super) fn read(row: &DbRow) -> Result<ConnectionRecord, StoreError> {
    let id: String = row.try_get("id")?;
    let purpose = from_word("connections", "purpose", &id, row.try_get("purpose")?)?;
    let health = HealthColumns {
        kind: row.try_get("health")?,
        since: row.try_get("health_since")?,
        reason: row.try_get("health_reason")?,
        reference: row.try_get("health_reference")?,
        missing: row.try_get("health_missing")?,
        attempts: row.try_get("health_attempts")?,
    }
    .into_health(&id)?;
    let generation = row.try_get("generation")?;
    // An older version does not know these columns: when it writes another account, it leaves them unchanged.
    let found_out = row.try_get::<Option<i64>, _>("verified_generation")? == Some(generation);
    let word = row.try_get::<Option<&str>, _>("verified")?.filter(|_| found_out);
    let told = row.try_get::<Option<i64>, _>("facts_generation")? == Some(generation);
    let facts = row.try_get::<Option<&str>, _>("facts")?.filter(|_| told);
    // Facts of a later version that can't be read are learned again.
    let facts = facts.and_then(|facts| serde_json::from_str(facts).ok()).unwrap_or_default();
    Ok(ConnectionRecord {
        person: PersonId(row.try_get("person")?),
        owner_shown: row.try_get("owner_shown")?,
        purpose,
        offer: OfferId::new(row.try_get::<String, _>("offer")?),
        site: row.try_get("site")?,
        api_url: row.try_get("api_url")?,
        identity: Identity { issuer: row.try_get("issuer")?, subject: row.try_get("subject")? },
        account: Account { address: row.try_get("address")?, name: row.try_get("name")? },
        verified: Verified::of_name(word),
        facts,
        settings: ConnectionSettings { remind_before_end: row.try_get("remind_before_end")? },
        health,
        challenge: row.try_get("challenge")?,
        last_working_at: row.try_get("last_working_at")?,
        refreshed_at: row.try_get("refreshed_at")?,
        access_expires_at: row.try_get("access_expires_at")?,
        ends_at: row.try_get("ends_at")?,
        due_at: row.try_get("due_at")?,
        generation,
        id: ConnectionId::new(id),
    })
}

/// Writes the connection if it is new, or if its generation is the stored one's successor. Settings and creation
/// time are kept.
pub(super) async fn upsert(db: &mut Conn, connection: &ConnectionRecord) -> Result<bool, StoreError> {
    let health = HealthColumns::from(&connection.health);
    let written = query(
        "INSERT INTO connections (id, person, purpose, offer, issuer, subject, address, name, remind_before_end,
             health, health_since, health_reason, health_reference, health_attempts, challenge, last_working_at,
             refreshed_at, access_expires_at, ends_at, due_at, generation, created_at, health_missing, site, api_url,
             address_key, verified, verified_generation, owner_shown, facts, facts_generation)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $17,
             $22, $23, $24, $25, $26, $21, $27, $28, $21)
         ON CONFLICT (id) DO UPDATE SET
             offer = $4, issuer = $5, subject = $6, address = $7, name = $8,
             health = $10, health_since = $11, health_reason = $12, health_reference = $13, health_attempts = $14,
             challenge = $15, last_working_at = $16, refreshed_at = $17, access_expires_at = $18, ends_at = $19,
             due_at = $20, generation = $21, health_missing = $22, site = $23, api_url = $24, address_key = $25,
             verified = $26, verified_generation = $21, owner_shown = $27, facts = $28, facts_generation = $21, rejections = 0, rejected_at = NULL
         WHERE connections.generation = $21 - 1 AND connections.person = $2 AND connections.purpose = $3",
    )
    .bind(connection.id.as_str())
    .bind(&connection.person.0)
    .bind(word(connection.purpose))
    .bind(connection.offer.as_str())
    .bind(&connection.identity.issuer)
    .bind(&connection.identity.subject)
    .bind(&connection.account.address)
    .bind(&connection.account.name)
    .bind(connection.settings.remind_before_end)
    .bind(health.kind)
    .bind(health.since)
    .bind(health.reason)
    .bind(health.reference)
    .bind(health.attempts)
    .bind(&connection.challenge)
    .bind(connection.last_working_at)
    .bind(connection.refreshed_at)
    .bind(connection.access_expires_at)
    .bind(connection.ends_at)
    .bind(connection.due_at)
    .bind(connection.generation)
    .bind(health.missing)
    .bind(&connection.site)
    .bind(&connection.api_url)
    .bind(mail_key(&connection.account.address))
    .bind(connection.verified.as_str())
    .bind(connection.owner_shown)
    .bind(to_json(&connection.facts))
    .execute(db)
    .await?;
    Ok(written.rows_affected() == 1)
}

/// Deletes a connection whose person has not proven to own its account, with its grant.
pub(super) async fn delete_unowned(db: &mut Conn, id: &ConnectionId) -> Result<bool, StoreError> {
    let forgotten =
        query("DELETE FROM connections WHERE id = $1 AND NOT owner_shown").bind(id.as_str()).execute(db).await?;
    Ok(forgotten.rows_affected() == 1)
}

/// Moves all connections of one person to another.
pub(super) async fn reassign_person(db: &mut Conn, from: &PersonId, to: &PersonId) -> Result<(), StoreError> {
    query("UPDATE connections SET person = $1 WHERE person = $2").bind(&to.0).bind(&from.0).execute(db).await?;
    Ok(())
}
