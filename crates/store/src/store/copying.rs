//! Reads and writes whole tables, to move an installation from one database to another. Nothing is decrypted: sealed values
//! keep their key, table, row and column, so they can be opened in the new database.

use async_trait::async_trait;

use crate::StoreError;

/// One value of a row.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Cell {
    /// SQL's NULL.
    Null,
    /// A Boolean.
    Bool(bool),
    /// A 64-bit integer.
    Integer(i64),
    /// A text.
    Text(String),
    /// Binary data.
    Bytes(Vec<u8>),
}

/// A row: one cell for each column in [`TableSchema::columns`](crate::TableSchema).
pub type TableRow = Vec<Cell>;

/// Tables as rows of cells. Only the migration between databases uses it.
#[async_trait]
pub trait Copying {
    /// Counts the rows of a table.
    async fn count_rows(&self, table: &'static crate::TableSchema) -> Result<u64, StoreError>;
    /// Reads up to `limit` rows after `after`, ordered by the table's key.
    async fn read_rows(
        &self,
        table: &'static crate::TableSchema,
        after: Option<&Cell>,
        limit: u32,
    ) -> Result<Vec<TableRow>, StoreError>;
    /// Inserts rows, all or none.
    async fn insert_rows(&self, table: &'static crate::TableSchema, rows: Vec<TableRow>) -> Result<(), StoreError>;
    /// Sets the sequences of numbered tables to continue after the inserted rows.
    async fn reset_sequences(&self) -> Result<(), StoreError>;
}
