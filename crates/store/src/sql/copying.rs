//! Tables as rows of cells, after their description in `tables.rs`.

use async_trait::async_trait;
use sqlx::{AssertSqlSafe, QueryBuilder, Row as _};

use super::dialect::{self, Db, DbRow};
use super::{Conn, SqlStore};
use crate::columns::count;
use crate::step::Step;
use crate::tables::{Kind, TABLES, Table};
use crate::{Cell, Copying, Row, StoreError};

#[async_trait]
impl Copying for SqlStore {
    async fn count_rows(&self, table: &'static Table) -> Result<u64, StoreError> {
        let query = format!("SELECT count(*) AS many FROM {}", table.name);
        let row = sqlx::query(AssertSqlSafe(query)).fetch_one(&self.pool).await?;
        Ok(count(row.try_get("many")?))
    }

    async fn rows(&self, table: &'static Table, after: Option<&Cell>, limit: u32) -> Result<Vec<Row>, StoreError> {
        let mut query = QueryBuilder::<Db>::new(format!("SELECT {} FROM {}", names(table), table.name));
        let (key, _) = table.columns[0];
        if let Some(after) = after {
            query.push(format!(" WHERE {key} > "));
            bind(&mut query, after.clone());
        }
        query.push(format!(" ORDER BY {key} LIMIT "));
        query.push_bind(i64::from(limit));
        let rows = query.build().fetch_all(&self.pool).await?;
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
    let mut query = QueryBuilder::<Db>::new(format!("INSERT INTO {} ({}) VALUES (", table.name, names(table)));
    for (index, (cell, (_, kind))) in row.into_iter().zip(table.columns).enumerate() {
        if index > 0 {
            query.push(", ");
        }
        match cell {
            Cell::Null => bind_null(&mut query, *kind),
            cell => bind(&mut query, cell),
        }
    }
    query.push(")");
    query.build().execute(db).await?;
    Ok(())
}

fn bind(query: &mut QueryBuilder<Db>, cell: Cell) {
    match cell {
        Cell::Null => query.push("NULL"),
        Cell::Bool(value) => query.push_bind(value),
        Cell::Integer(value) => query.push_bind(value),
        Cell::Text(value) => query.push_bind(value),
        Cell::Bytes(value) => query.push_bind(value),
    };
}

/// Bound and not written out, so that one statement serves every row of a table.
fn bind_null(query: &mut QueryBuilder<Db>, kind: Kind) {
    match kind {
        Kind::Bool => query.push_bind(None::<bool>),
        Kind::Integer => query.push_bind(None::<i64>),
        Kind::Text => query.push_bind(None::<String>),
        Kind::Bytes => query.push_bind(None::<Vec<u8>>),
    };
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
