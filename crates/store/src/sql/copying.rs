//! Reads and inserts tables as rows of cells, by their schema in `tables.rs`.

use async_trait::async_trait;

use super::dialect::{self, DbRow, Query, Row as _, query_built};
use super::{Conn, SqlStore};
use crate::columns::count;
use crate::tables::{ColumnType, TABLES, TableSchema};
use crate::transaction_end::TransactionEnd;
use crate::{Cell, Copying, StoreError, TableRow};

#[async_trait]
impl Copying for SqlStore {
    async fn count_rows(&self, table: &'static TableSchema) -> Result<u64, StoreError> {
        let query = format!("SELECT count(*) AS many FROM {}", table.name);
        let row = query_built(query).fetch_one(&self.pool).await?;
        Ok(count(row.try_get("many")?))
    }

    async fn read_rows(
        &self,
        table: &'static TableSchema,
        after: Option<&Cell>,
        limit: u32,
    ) -> Result<Vec<TableRow>, StoreError> {
        let (select, (key, kind)) = (format!("SELECT {} FROM {}", names(table), table.name), table.columns[0]);
        let query = match after {
            Some(after) => {
                let query = query_built(format!("{select} WHERE {key} > $1 ORDER BY {key} LIMIT $2"));
                bind(query, after.clone(), kind)
            }
            None => query_built(format!("{select} ORDER BY {key} LIMIT $1")),
        };
        let rows = query.bind(i64::from(limit)).fetch_all(&self.pool).await?;
        rows.iter().map(|row| read(table, row)).collect()
    }

    async fn insert_rows(&self, table: &'static TableSchema, rows: Vec<TableRow>) -> Result<(), StoreError> {
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    for row in rows {
                        insert(db, table, row).await?;
                    }
                    TransactionEnd::commit(())
                })
            })
            .await
    }

    async fn reset_sequences(&self) -> Result<(), StoreError> {
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    for table in TABLES.iter().filter(|table| table.numbered) {
                        dialect::reset_sequences(db, table).await?;
                    }
                    TransactionEnd::commit(())
                })
            })
            .await
    }
}

fn names(table: &TableSchema) -> String {
    table.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

async fn insert(db: &mut Conn, table: &TableSchema, row: TableRow) -> Result<(), StoreError> {
    let places: Vec<_> = (1..=row.len()).map(|number| format!("${number}")).collect();
    let insert = format!("INSERT INTO {} ({}) VALUES ({})", table.name, names(table), places.join(", "));
    let cells = row.into_iter().zip(table.columns);
    cells.fold(query_built(insert), |query, (cell, (_, kind))| bind(query, cell, *kind)).execute(db).await?;
    Ok(())
}

/// NULL is bound like any value, so that one statement serves every row of a table.
fn bind(query: Query, cell: Cell, kind: ColumnType) -> Query {
    match (cell, kind) {
        (Cell::Bool(value), _) => query.bind(value),
        (Cell::Integer(value), _) => query.bind(value),
        (Cell::Text(value), _) => query.bind(value),
        (Cell::Bytes(value), _) => query.bind(value),
        (Cell::Null, ColumnType::Bool) => query.bind(None::<bool>),
        (Cell::Null, ColumnType::Integer) => query.bind(None::<i64>),
        (Cell::Null, ColumnType::Text) => query.bind(None::<String>),
        (Cell::Null, ColumnType::Bytes) => query.bind(None::<Vec<u8>>),
    }
}

fn read(table: &TableSchema, row: &DbRow) -> Result<TableRow, StoreError> {
    table
        .columns
        .iter()
        .map(|(name, kind)| {
            Ok(match kind {
                ColumnType::Bool => row.try_get::<Option<bool>, _>(*name)?.map_or(Cell::Null, Cell::Bool),
                ColumnType::Integer => row.try_get::<Option<i64>, _>(*name)?.map_or(Cell::Null, Cell::Integer),
                ColumnType::Text => row.try_get::<Option<String>, _>(*name)?.map_or(Cell::Null, Cell::Text),
                ColumnType::Bytes => row.try_get::<Option<Vec<u8>>, _>(*name)?.map_or(Cell::Null, Cell::Bytes),
            })
        })
        .collect()
}
