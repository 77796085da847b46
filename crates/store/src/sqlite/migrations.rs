//! Runs the migrations of a file. The applied ones are listed in the table `_sqlx_migrations`, as sqlx does it for the other
//! backend. Several processes may start at the same time: one of them migrates while the others wait.

use std::collections::BTreeMap;

use sqlx::migrate::MigrateError;

use super::dialect::query;
use super::statements::{ColumnReader as _, Conn};
use crate::StoreError;
use crate::migrations::{SQLITE, migrator};

const DONE: &str = "CREATE TABLE IF NOT EXISTS _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
)";

/// Applies the pending migrations, all or none. A file of a later version, or one with other migrations than these, is
/// refused.
pub(super) fn run(db: &mut Conn) -> Result<(), StoreError> {
    db.batch("BEGIN IMMEDIATE")?;
    let done = bring_up_to_date(db);
    let ended = db.batch(if done.is_ok() { "COMMIT" } else { "ROLLBACK" });
    done.and(ended)
}

fn bring_up_to_date(db: &mut Conn) -> Result<(), StoreError> {
    let migrations = migrator(SQLITE);
    db.batch(DONE)?;
    let mut done = BTreeMap::new();
    for row in db.run(&query("SELECT version, checksum FROM _sqlx_migrations"))?.rows() {
        done.insert(row.try_get::<i64, _>("version")?, row.try_get::<Vec<u8>, _>("checksum")?);
    }
    if let Some(unknown) = done.keys().find(|version| !migrations.version_exists(**version)) {
        return Err(MigrateError::VersionMissing(*unknown).into());
    }
    for migration in migrations.iter() {
        match done.get(&migration.version) {
            Some(checksum) if *checksum == *migration.checksum => {}
            Some(_) => return Err(MigrateError::VersionMismatch(migration.version).into()),
            None => {
                db.batch(migration.sql.as_str())?;
                let insert = query(
                    "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                     VALUES ($1, $2, TRUE, $3, 0)",
                );
                let insert = insert.bind(migration.version).bind(&*migration.description).bind(&*migration.checksum);
                db.run(&insert)?;
            }
        }
    }
    Ok(())
}
