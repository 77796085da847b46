//! The PostgreSQL backend, for any number of endpoints on one database.

mod batches;
mod dialect;
mod writer;

#[expect(clippy::duplicate_mod, reason = "one source for both dialects, see there")]
#[path = "sql/backend.rs"]
mod backend;

use std::str::FromStr as _;
use std::time::Duration;

use sqlx::Connection as _;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};

pub(crate) use backend::SqlStore;

use crate::migrations::{POSTGRES, migrator};
use crate::{Crypter, StoreError};

/// How long a caller waits for a free connection, and for the database to be reached.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// Connections of one endpoint.
const MAX_CONNECTIONS: u32 = 10;
/// A connection that was idle for longer is tested before it is used: the database may have restarted. No server restarts in
/// less time.
const TRUST_FOR: Duration = Duration::from_millis(100);
/// Timeouts that the database enforces, in milliseconds. Without them, an endpoint that is paused in the middle of a transaction
/// would hold its locks, and block the other endpoints, for as long as it is paused.
const LIMITS: [(&str, &str); 3] =
    [("statement_timeout", "10000"), ("lock_timeout", "5000"), ("idle_in_transaction_session_timeout", "10000")];

/// Opens the database of a `postgres:` address, which must exist, and runs the migrations.
pub(crate) async fn open(url: &str, crypter: Crypter) -> Result<SqlStore, StoreError> {
    let options = PgConnectOptions::from_str(url)?.application_name("latchkey-endpoint");
    // Without the timeouts, because filling a new index may take a while. Several endpoints may start at the same time: sqlx
    // lets one of them migrate.
    let mut alone = PgConnection::connect_with(&options).await?;
    migrator(POSTGRES).run(&mut alone).await?;
    alone.close().await?;
    let pool = PgPoolOptions::new()
        .max_connections(MAX_CONNECTIONS)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire(false)
        .before_acquire(|connection, state| {
            Box::pin(async move {
                // A connection that does not answer is replaced.
                Ok(state.idle_for < TRUST_FOR || connection.ping().await.is_ok())
            })
        })
        .connect_with(options.options(LIMITS))
        .await?;
    Ok(SqlStore::new(pool.clone(), dialect::Writer::start(pool), crypter))
}
