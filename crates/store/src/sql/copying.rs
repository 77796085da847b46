//! Tables as rows of cells, after their description in `tables.rs`.

use async_trait::async_trait;

use super::dialect::{self, DbRow, Query, Row as _, query_built};
use super::{Conn, SqlStore};
use crate::columns::count;
use crate::tables::{Kind, TABLES, Table};
use crate::transaction_end::Step;
use crate::{Cell, Copying, Row, StoreError};

#[async_trait]
impl Copying for SqlStore {
    async fn count_rows(&self, table: &'static Table) -> Result<u64, StoreError> {
        let query = format!("SELECT count(*) AS many FROM {}", table.name);
        let row = query_built(query).fetch_one(&self.pool).await?;
        Ok(count(row.try_get("many")?))
    }

    async fn rows(&self, table: &'static Table, after: Option<&Cell>, limit: u32) -> Result<Vec<Row>, StoreError> {
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

    async fn add_rows(&self, table: &'static Table, rows: Vec<Row>) -> Result<(), StoreError> {
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    for row in rows {
                        add(db, table, row).await?;
                    }
                    Step::keep(())
                })
            })
            .await
    }

    async fn number_from_here(&self) -> Result<(), StoreError> {
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    for table in TABLES.iter().filter(|table| table.numbered) {
                        dialect::number_from_here(db, table).await?;
                    }
                    Step::keep(())
                })
            })
            .await
    }
}

fn names(table: &Table) -> String {
    table.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

async fn add(db: &mut Conn, table: &Table, row: Row) -> Result<(), StoreError> {
    let places: Vec<_> = (1..=row.len()).map(|number| format!("${number}")).collect();
    let insert = format!("INSERT INTO {} ({}) VALUES ({})", table.name, names(table), places.join(", "));
    let cells = row.into_iter().zip(table.columns);
    cells.fold(query_built(insert), |query, (cell, (_, kind))| bind(query, cell, *kind)).execute(db).await?;
    Ok(())
}

/// Nothing is bound too and not written out, so that one statement serves every row of a table.
fn bind(query: Query, cell: Cell, kind: Kind) -> Query {
    match (cell, kind) {
        (Cell::Bool(value), _) => query.bind(value),
        (Cell::Integer(value), _) => query.bind(value),
        (Cell::Text(value), _) => query.bind(value),
        (Cell::Bytes(value), _) => query.bind(value),
        (Cell::Null, Kind::Bool) => query.bind(None::<bool>),
        (Cell::Null, Kind::Integer) => query.bind(None::<i64>),
        (Cell::Null, Kind::Text) => query.bind(None::<String>),
        (Cell::Null, Kind::Bytes) => query.bind(None::<Vec<u8>>),
    }
}

fn read(table: &Table, row: &DbRow) -> Result<Row, StoreError> {
    table
        .columns
        .iter()
        .map(|(name, kind)| {
            Ok(match kind {
                Kind::Bool => row.try_get::<Option<bool>, _>(*name)?.map_or(Cell::Null, Cell::Bool),
                Kind::Integer => row.try_get::<Option<i64>, _>(*name)?.map_or(Cell::Null, Cell::Integer),
                Kind::Text => row.try_get::<Option<String>, _>(*name)?.map_or(Cell::Null, Cell::Text),
                Kind::Bytes => row.try_get::<Option<Vec<u8>>, _>(*name)?.map_or(Cell::Null, Cell::Bytes),
            })
        })
        .collect()
}
