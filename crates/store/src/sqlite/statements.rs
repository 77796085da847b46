//! The small part of sqlx's interface that the statements in `sql/` use, implemented over rusqlite.
//!
//! # To bind or read another type
//! Any type that rusqlite can convert can be bound. To read a type, implement [`FromColumn`] for it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::types::{ToSql, ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, Error};

use super::readers::Readers;
use crate::StoreError;

/// A statement with its values.
pub(in super::super) struct Query {
    sql: Cow<'static, str>,
    values: Vec<Value>,
    /// The error of a value that SQLite has no type for; running the statement returns it.
    trouble: Option<Error>,
}

/// One row of a result.
pub(in super::super) struct DbRow {
    names: Arc<[String]>,
    values: Vec<Value>,
}

/// The result of a statement.
pub(in super::super) struct StatementResult {
    rows: Vec<DbRow>,
    affected: u64,
}

/// A connection, used by one thread at a time.
pub(in super::super) struct Conn {
    connection: Connection,
    /// The column names of earlier statements, by SQL: the program has some dozens of statements.
    names: HashMap<Cow<'static, str>, Arc<[String]>>,
}

/// A target that a statement can run on: a transaction or the readers.
pub(in super::super) trait Executor {
    /// Runs a statement that may take long.
    fn run(self, query: Query) -> impl Future<Output = Result<StatementResult, StoreError>> + Send;
    /// Runs a look-up by key.
    fn look_up(self, query: Query) -> impl Future<Output = Result<StatementResult, StoreError>> + Send;
}

/// In a transaction: immediately, without waiting.
impl Executor for &mut Conn {
    async fn run(self, query: Query) -> Result<StatementResult, StoreError> {
        Conn::run(self, &query)
    }

    async fn look_up(self, query: Query) -> Result<StatementResult, StoreError> {
        Conn::run(self, &query)
    }
}

/// Outside a transaction, reading only.
impl Executor for &Readers {
    async fn run(self, query: Query) -> Result<StatementResult, StoreError> {
        self.ask(query).await
    }

    async fn look_up(self, query: Query) -> Result<StatementResult, StoreError> {
        Readers::look_up(self, &query)
    }
}

impl Query {
    pub(super) fn new(sql: impl Into<Cow<'static, str>>) -> Self {
        Self { sql: sql.into(), values: Vec::new(), trouble: None }
    }

    /// Adds the next value: `$1` is the first.
    pub(in super::super) fn bind(mut self, value: impl ToSql) -> Self {
        let value = match value.to_sql() {
            Ok(ToSqlOutput::Owned(value)) => Ok(value),
            Ok(ToSqlOutput::Borrowed(value)) => owned(value),
            Ok(_) => Err(Error::InvalidQuery),
            Err(error) => Err(error),
        };
        match value {
            Ok(value) => self.values.push(value),
            Err(error) => self.trouble = Some(error),
        }
        self
    }

    pub(in super::super) async fn execute(self, on: impl Executor) -> Result<StatementResult, StoreError> {
        on.run(self).await
    }

    pub(in super::super) async fn fetch_all(self, on: impl Executor) -> Result<Vec<DbRow>, StoreError> {
        Ok(on.run(self).await?.rows)
    }

    /// Looks a row up by its key.
    pub(in super::super) async fn fetch_optional(self, on: impl Executor) -> Result<Option<DbRow>, StoreError> {
        Ok(on.look_up(self).await?.rows.into_iter().next())
    }

    pub(in super::super) async fn fetch_one(self, on: impl Executor) -> Result<DbRow, StoreError> {
        let first = on.run(self).await?.rows.into_iter().next();
        first.ok_or_else(|| Error::QueryReturnedNoRows.into())
    }
}

impl StatementResult {
    /// The number of written rows.
    pub(in super::super) fn rows_affected(&self) -> u64 {
        self.affected
    }

    pub(super) fn rows(self) -> Vec<DbRow> {
        self.rows
    }
}

impl Conn {
    pub(super) fn new(connection: Connection) -> Self {
        Self { connection, names: HashMap::new() }
    }

    /// Runs statements without parameters and without results.
    pub(super) fn batch(&mut self, statements: &str) -> Result<(), StoreError> {
        Ok(self.connection.execute_batch(statements)?)
    }

    /// Runs one such statement, and caches it prepared.
    pub(super) fn step(&mut self, statement: &'static str) -> Result<(), StoreError> {
        self.connection.prepare_cached(statement)?.raw_execute()?;
        Ok(())
    }

    /// Runs a statement to its end.
    pub(super) fn run(&mut self, query: &Query) -> Result<StatementResult, StoreError> {
        if let Some(trouble) = &query.trouble {
            return Err(Error::ToSqlConversionFailure(trouble.to_string().into()).into());
        }
        let mut statement = self.connection.prepare_cached(&query.sql)?;
        for index in 1..=statement.parameter_count() {
            // SQLite treats `$1` as a name, and numbers names by their first occurrence (sqlite.org/lang_expr.html#varparam).
            let number = statement.parameter_name(index).and_then(|name| name[1..].parse::<usize>().ok());
            let value = number.and_then(|number| query.values.get(number.checked_sub(1)?));
            let value = value.ok_or(Error::InvalidParameterCount(query.values.len(), index))?;
            statement.raw_bind_parameter(index, value)?;
        }
        if statement.column_count() == 0 {
            let affected = u64::try_from(statement.raw_execute()?).unwrap_or(u64::MAX);
            return Ok(StatementResult { rows: Vec::new(), affected });
        }
        let names = if let Some(names) = self.names.get(&query.sql) {
            Arc::clone(names)
        } else {
            let names: Arc<[String]> = statement.column_names().into_iter().map(str::to_owned).collect();
            self.names.insert(query.sql.clone(), Arc::clone(&names));
            names
        };
        let (mut rows, mut found) = (Vec::new(), statement.raw_query());
        while let Some(row) = found.next()? {
            let values = (0..names.len()).map(|index| owned(row.get_ref(index)?)).collect::<Result<_, _>>()?;
            rows.push(DbRow { names: Arc::clone(&names), values });
        }
        Ok(StatementResult { rows, affected: 0 })
    }

    /// Whether a transaction is open. SQLite ends one by itself when the disk is full or fails
    /// (<https://sqlite.org/lang_transaction.html>, 4).
    pub(super) fn is_in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }
}

fn owned(value: ValueRef<'_>) -> Result<Value, Error> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(text) => Value::Text(std::str::from_utf8(text)?.to_owned()),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
    })
}

/// Reads columns by their names.
pub(in super::super) trait ColumnReader {
    /// The value of a column. Fails if there is no such column, or if it holds something else.
    fn try_get<'r, T: FromColumn<'r>, I: AsRef<str>>(&'r self, name: I) -> Result<T, Error>;
}

impl ColumnReader for DbRow {
    fn try_get<'r, T: FromColumn<'r>, I: AsRef<str>>(&'r self, name: I) -> Result<T, Error> {
        let name = name.as_ref();
        let index = self.names.iter().position(|known| known == name);
        let index = index.ok_or_else(|| Error::InvalidColumnName(name.to_owned()))?;
        let value = &self.values[index];
        T::get(value).ok_or_else(|| Error::InvalidColumnType(index, name.to_owned(), value.data_type()))
    }
}

/// A type that a column can be read as.
pub(in super::super) trait FromColumn<'r>: Sized {
    /// `None` if the column holds something else.
    fn get(value: &'r Value) -> Option<Self>;
}

impl<'r> FromColumn<'r> for &'r str {
    fn get(value: &'r Value) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl<'r> FromColumn<'r> for &'r [u8] {
    fn get(value: &'r Value) -> Option<Self> {
        match value {
            Value::Blob(bytes) => Some(bytes),
            _ => None,
        }
    }
}

impl FromColumn<'_> for String {
    fn get(value: &Value) -> Option<Self> {
        <&str>::get(value).map(str::to_owned)
    }
}

impl FromColumn<'_> for Vec<u8> {
    fn get(value: &Value) -> Option<Self> {
        <&[u8]>::get(value).map(<[u8]>::to_vec)
    }
}

impl FromColumn<'_> for i64 {
    fn get(value: &Value) -> Option<Self> {
        match value {
            Value::Integer(number) => Some(*number),
            _ => None,
        }
    }
}

/// SQLite has no Boolean type (sqlite.org/datatype3.html, 2.1).
impl FromColumn<'_> for bool {
    fn get(value: &Value) -> Option<Self> {
        i64::get(value).map(|number| number != 0)
    }
}

impl<'r, T: FromColumn<'r>> FromColumn<'r> for Option<T> {
    fn get(value: &'r Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::get(value).map(Some),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conn() -> Conn {
        Conn::new(Connection::open_in_memory().unwrap())
    }

    #[test]
    fn values_go_by_their_numbers_wherever_these_stand() {
        let query = Query::new("SELECT $2 AS second, $1 AS first, $2 AS again").bind("one").bind(Some(2_i64));
        let rows = conn().run(&query).unwrap().rows();
        assert_eq!(rows[0].try_get::<&str, _>("first").unwrap(), "one");
        assert_eq!(rows[0].try_get::<i64, _>("second").unwrap(), 2);
        assert_eq!(rows[0].try_get::<Option<i64>, _>("again").unwrap(), Some(2));
    }

    #[test]
    fn a_value_that_lacks_is_an_error_and_not_nothing() {
        assert!(conn().run(&Query::new("SELECT $1, $2").bind(1_i64)).is_err());
    }

    #[test]
    fn a_column_of_another_name_or_type_is_an_error() {
        let rows = conn().run(&Query::new("SELECT 'text' AS it, NULL AS none, x'ff' AS bytes")).unwrap().rows();
        assert!(rows[0].try_get::<i64, _>("it").is_err());
        assert!(rows[0].try_get::<&str, _>("that").is_err());
        assert!(rows[0].try_get::<String, _>("none").is_err());
        assert_eq!(rows[0].try_get::<Option<String>, _>("none").unwrap(), None);
        assert_eq!(rows[0].try_get::<&[u8], _>("bytes").unwrap(), [255]);
        assert!(conn().run(&Query::new("SELECT CAST(x'ff' AS TEXT) AS broken")).is_err(), "text that is none");
    }
}
