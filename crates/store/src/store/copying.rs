//! Reading and writing every table as it is, to move an installation from one database to another. Nothing is opened:
//! sealed values keep their key and their place, so they open where they arrive.

use async_trait::async_trait;

use crate::StoreError;

/// One value of a row.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Cell {
    /// No value.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// A row: one cell for each column of its table's description.
pub type Row = Vec<Cell>;

/// Tables as rows of cells, for moving an installation; nothing else should use it.
#[async_trait]
pub trait Copying {
    /// How many rows a table has.
    async fn count_rows(&self, table: &'static crate::Table) -> Result<u64, StoreError>;
    /// Up to `limit` rows in the order of the table's key, those after `after`.
    async fn rows(
        &self,
        table: &'static crate::Table,
        after: Option<&Cell>,
        limit: u32,
    ) -> Result<Vec<Row>, StoreError>;
    /// Adds rows, all or none.
    async fn add_rows(&self, table: &'static crate::Table, rows: Vec<Row>) -> Result<(), StoreError>;
    /// After all rows were added: numbers that the database gives go on from where they were.
    async fn number_from_here(&self) -> Result<(), StoreError>;
}
