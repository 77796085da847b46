//! What a move from one database to another copies, held against what the migrations make: a table or a column that the list
//! lacks would be lost.

#![expect(clippy::unwrap_used, reason = "a failure is a panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use latchkey_domain::SystemEntropy;
use latchkey_store::{ColumnType, Crypter, SealingKey, TABLES};

/// The kinds that a column may be listed with, by table and column.
type Columns = BTreeMap<(String, String), Vec<ColumnType>>;

fn crypter() -> Crypter {
    Crypter::new(vec![SealingKey { id: "k1".into(), bytes: [1; 32].into() }], Arc::new(SystemEntropy)).unwrap()
}

fn holds(real: &Columns, numbered: &BTreeSet<String>) {
    let listed: BTreeMap<_, _> = TABLES
        .iter()
        .flat_map(|table| table.columns.iter().map(|(name, kind)| ((table.name.to_owned(), (*name).to_owned()), *kind)))
        .collect();
    let names = |of: Vec<&(String, String)>| of.into_iter().cloned().collect::<BTreeSet<_>>();
    assert_eq!(names(listed.keys().collect()), names(real.keys().collect()));
    for (column, kind) in listed {
        assert!(real[&column].contains(&kind), "{column:?} is {:?}, and listed as {kind:?}", real[&column]);
    }
    let listed: BTreeSet<_> = TABLES.iter().filter(|table| table.numbered).map(|table| table.name.to_owned()).collect();
    assert_eq!(&listed, numbered, "which tables the database numbers");
}

#[tokio::test]
async fn the_list_is_what_sqlite_has() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("latchkey.db");
    latchkey_store::open(&format!("sqlite://{}", file.display()), crypter()).await.unwrap().close().await;
    let database = rusqlite::Connection::open(&file).unwrap();
    let query = "SELECT t.name AS tbl, c.name AS col, c.type AS kind, c.pk AS pk FROM sqlite_schema t, pragma_table_info(t.name) c
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name <> '_sqlx_migrations'";
    let (mut real, mut numbered) = (Columns::new(), BTreeSet::new());
    let mut query = database.prepare(query).unwrap();
    let mut rows = query.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let [table, column, kind] = ["tbl", "col", "kind"].map(|name| row.get::<_, String>(name).unwrap());
        let kinds = match kind.as_str() {
            // SQLite has no type for yes and no.
            "INTEGER" => vec![ColumnType::Integer, ColumnType::Bool],
            "TEXT" => vec![ColumnType::Text],
            "BLOB" => vec![ColumnType::Bytes],
            other => panic!("{table}.{column} is {other}"),
        };
        // A key of this type stands for the row's own number.
        if row.get::<_, i64>("pk").unwrap() == 1 && kinds.contains(&ColumnType::Integer) {
            numbered.insert(table.clone());
        }
        real.insert((table, column), kinds);
    }
    holds(&real, &numbered);
}

/// A module, so that it can be left out where there is no PostgreSQL.
mod on_postgres {
    use latchkey_testkit::postgres::Postgres;
    use sqlx::{Connection as _, Row as _};

    use super::*;

    #[tokio::test]
    async fn the_list_is_what_postgresql_has() {
        let url = Postgres::shared().database();
        latchkey_store::open(&url, crypter()).await.unwrap().close().await;
        let mut database = sqlx::PgConnection::connect(&url).await.unwrap();
        let query = "SELECT table_name::text AS tbl, column_name::text AS col, data_type::text AS kind,
                 is_identity = 'YES' AS numbered
             FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_sqlx_migrations'";
        let (mut real, mut numbered) = (Columns::new(), BTreeSet::new());
        for row in sqlx::query(query).fetch_all(&mut database).await.unwrap() {
            let (table, column): (String, String) = (row.get("tbl"), row.get("col"));
            let kind = match row.get("kind") {
                "bigint" => ColumnType::Integer,
                "boolean" => ColumnType::Bool,
                "text" => ColumnType::Text,
                "bytea" => ColumnType::Bytes,
                other => panic!("{table}.{column} is {other}"),
            };
            if row.get("numbered") {
                numbered.insert(table.clone());
            }
            real.insert((table, column), vec![kind]);
        }
        holds(&real, &numbered);
    }
}
