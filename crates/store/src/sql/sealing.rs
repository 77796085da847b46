//! Lists the keys in use, and seals all values again under the first one.
//!
//! # To add a sealed column
//! Add it to [`SEALED`], with an index on its key and its row: counting and resealing then include it.

use std::collections::BTreeMap;

use async_trait::async_trait;

use super::dialect::{Pool, Row as _, query_built};
use super::{SqlStore, authorizations, grants};
use crate::columns::count;
use crate::crypter::{OpenError, SealLocation, SealingKeyRing};
use crate::transaction_end::TransactionEnd;
use crate::{KeyRotation, KeyUsage, ReplaceKeysError, ResealCursor, ResealedBatch, SealingKey, StoreError};

/// A column that holds sealed values.
struct Sealed {
    table: &'static str,
    /// The column that identifies the row, in the table and in the seal.
    row: &'static str,
    key: &'static str,
    value: &'static str,
    place: fn(&str) -> SealLocation<'_>,
}

const SEALED: [Sealed; 3] = [
    Sealed { table: "grants", row: "connection", key: "key_id", value: "sealed", place: grants::place },
    Sealed {
        table: "authorizations",
        row: "id",
        key: "secrets_key",
        value: "secrets",
        place: |row| authorizations::place(row, "secrets"),
    },
    Sealed {
        table: "authorizations",
        row: "id",
        key: "pending_key",
        value: "pending",
        place: |row| authorizations::place(row, "pending"),
    },
];

/// The loop over the keys stops after this many, so that it always ends.
const MAX_KEYS: usize = 1000;

#[async_trait]
impl KeyRotation for SqlStore {
    async fn list_key_usage(&self) -> Result<Vec<KeyUsage>, StoreError> {
        let listed = self.crypter.key_ids();
        let mut uses: BTreeMap<String, u64> = listed.iter().map(|id| (id.clone(), 0)).collect();
        for Sealed { table, key, .. } in &SEALED {
            let query =
                format!("SELECT {key} AS key, count(*) AS many FROM {table} WHERE {key} IS NOT NULL GROUP BY {key}");
            for row in query_built(query).fetch_all(&self.pool).await? {
                *uses.entry(row.try_get("key")?).or_default() += count(row.try_get("many")?);
            }
        }
        let first = listed.first();
        Ok(uses
            .into_iter()
            .map(|(id, sealed)| KeyUsage { sealed, listed: listed.contains(&id), first: Some(&id) == first, id })
            .collect())
    }

    async fn list_missing_keys(&self) -> Result<Vec<String>, StoreError> {
        find_missing_keys(&self.pool, &self.crypter.key_ids()).await
    }

    async fn replace_keys(&self, keys: Vec<SealingKey>) -> Result<(), ReplaceKeysError> {
        let prepared = SealingKeyRing::new(keys)?;
        let missing = find_missing_keys(&self.pool, &prepared.ids()).await?;
        if !missing.is_empty() {
            return Err(ReplaceKeysError::InUse(missing));
        }
        self.crypter.replace_keys(prepared);
        Ok(())
    }

    async fn reseal_batch(&self, from: Option<&ResealCursor>, limit: u32) -> Result<ResealedBatch, StoreError> {
        let start = ResealCursor { column: 0, key: String::new(), row: String::new() };
        let mut at = from.cloned().unwrap_or(start);
        let mut done = ResealedBatch { resealed: 0, unreadable: Vec::new(), next: None };
        let listed = self.crypter.key_ids();
        while let Some(column) = SEALED.get(at.column) {
            let Some(key) = next_key(&self.pool, column, &at.key, at.row.is_empty()).await? else {
                at = ResealCursor { column: at.column + 1, key: String::new(), row: String::new() };
                continue;
            };
            let old = listed.iter().skip(1).any(|listed| *listed == key);
            if !old {
                // This is the first key, or a key that the list lacks. `list_missing_keys` reports the latter.
                at = ResealCursor { key, row: String::new(), ..at };
                continue;
            }
            if key != at.key {
                at.row = String::new();
            }
            let last = self.reseal_column(column, &key, &at.row, limit, &mut done).await?;
            at = ResealCursor { column: at.column, key, row: last.unwrap_or_default() };
            if !at.row.is_empty() {
                done.next = Some(at);
                return Ok(done);
            }
        }
        Ok(done)
    }
}

impl SqlStore {
    /// Reseals up to `limit` values after `after` in one column, that are under one old key. Returns the last row that it read,
    /// if there was one.
    async fn reseal_column(
        &self,
        column: &'static Sealed,
        key: &str,
        after: &str,
        limit: u32,
        done: &mut ResealedBatch,
    ) -> Result<Option<String>, StoreError> {
        let Sealed { table, row, key: key_column, value, place } = *column;
        let query = format!(
            "SELECT {row} AS row, {value} AS sealed FROM {table} WHERE {key_column} = $1 AND {row} > $2
             ORDER BY {row} LIMIT $3"
        );
        let rows = query_built(query).bind(key).bind(after).bind(i64::from(limit)).fetch_all(&self.pool).await?;
        let (mut last, mut changes) = (None, Vec::with_capacity(rows.len()));
        for found in rows {
            let (row, sealed): (String, Vec<u8>) = (found.try_get("row")?, found.try_get("sealed")?);
            match self.crypter.open(place(&row), key, &sealed) {
                Ok(plain) => {
                    let (new_key, new) = self.crypter.seal(place(&row), &plain);
                    changes.push((row.clone(), sealed, new_key, new));
                }
                Err(OpenError::Broken) => done.unreadable.push(StoreError::SealBroken { table, row: row.clone() }),
                Err(OpenError::KeyMissing) => {
                    let key_id = key.to_owned();
                    done.unreadable.push(StoreError::KeyMissing { table, row: row.clone(), key_id });
                }
            }
            last = Some(row);
        }
        let old_key = key.to_owned();
        let update = format!(
            "UPDATE {table} SET {key_column} = $1, {value} = $2
             WHERE {row} = $3 AND {key_column} = $4 AND {value} = $5"
        );
        done.resealed += self
            .writer
            .write(move |db| {
                Box::pin(async move {
                    let mut resealed = 0;
                    for (row, old, new_key, new) in changes {
                        // The condition names the old value, so that a newer one is not overwritten.
                        let written = query_built(update.clone())
                            .bind(new_key.as_ref().to_owned())
                            .bind(new)
                            .bind(row)
                            .bind(&old_key)
                            .bind(old)
                            .execute(&mut *db)
                            .await?;
                        resealed += written.rows_affected();
                    }
                    TransactionEnd::commit(resealed)
                })
            })
            .await?;
        Ok(last)
    }
}

/// The first key that a column names after `after`; with `beyond` unset, `after` itself may be returned again.
async fn next_key(pool: &Pool, column: &Sealed, after: &str, beyond: bool) -> Result<Option<String>, StoreError> {
    let Sealed { table, key, .. } = column;
    let comparison = if beyond { ">" } else { ">=" };
    // Without the order and the limit, the database would read every row.
    let query = format!("SELECT {key} AS key FROM {table} WHERE {key} {comparison} $1 ORDER BY {key} LIMIT 1");
    let row = query_built(query).bind(after).fetch_optional(pool).await?;
    row.map(|row| Ok(row.try_get("key")?)).transpose()
}

/// Finds the keys that values are sealed under and that the list lacks.
async fn find_missing_keys(pool: &Pool, listed: &[String]) -> Result<Vec<String>, StoreError> {
    let mut missing = Vec::new();
    for column in &SEALED {
        let mut at = String::new();
        for _ in 0..MAX_KEYS {
            let Some(key) = next_key(pool, column, &at, true).await? else { break };
            if !listed.contains(&key) && !missing.contains(&key) {
                missing.push(key.clone());
            }
            at = key;
        }
    }
    missing.sort();
    Ok(missing)
}
