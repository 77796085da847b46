//! Another program that holds the database, for tests of what happens meanwhile.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};

/// Holds the write lock of an SQLite file until it lets go.
pub struct Hold(SqliteConnection);

impl Hold {
    /// Takes the lock.
    pub async fn on(file: &Path) -> Self {
        let mut connection = SqliteConnectOptions::new().filename(file).connect().await.unwrap();
        sqlx::query("BEGIN IMMEDIATE").execute(&mut connection).await.unwrap();
        Self(connection)
    }

    /// Lets go.
    pub async fn release(self) {
        self.0.close().await.unwrap();
    }
}
