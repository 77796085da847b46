//! The schema of every table, for moving an installation from one database to another.
//!
//! # To add a table or a column
//! Add it here, too, in the order in which rows can be inserted (referenced tables first). A test in each backend compares
//! this list with the tables that its migrations create, so that no table is left out of a move.

/// The type of a column.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ColumnType {
    /// A Boolean; an integer in SQLite.
    Bool,
    /// A 64-bit integer.
    Integer,
    /// A text.
    Text,
    /// Binary data.
    Bytes,
}

/// The schema of a table.
#[derive(Debug)]
pub struct TableSchema {
    /// The table's name in SQL.
    pub name: &'static str,
    /// The columns. The first is the key: unique, never NULL, and the order in which rows are read.
    pub columns: &'static [(&'static str, ColumnType)],
    /// Whether the database generates the key as a number.
    pub numbered: bool,
}

use ColumnType::{Bool, Bytes, Integer, Text};

/// The schemas of all tables, in the order in which rows can be inserted.
pub static TABLES: [TableSchema; 12] = [
    TableSchema {
        name: "sessions",
        columns: &[
            ("token_hash", Bytes),
            ("person", Text),
            ("created_at", Integer),
            ("expires_at", Integer),
            ("scope", Text),
            ("let_in_at", Integer),
        ],
        numbered: false,
    },
    TableSchema {
        name: "connections",
        columns: &[
            ("id", Text),
            ("person", Text),
            ("purpose", Text),
            ("offer", Text),
            ("site", Text),
            ("api_url", Text),
            ("issuer", Text),
            ("subject", Text),
            ("address", Text),
            ("address_key", Text),
            ("name", Text),
            ("remind_before_end", Bool),
            ("health", Text),
            ("health_since", Integer),
            ("health_reason", Text),
            ("health_reference", Text),
            ("health_missing", Text),
            ("health_attempts", Integer),
            ("challenge", Text),
            ("last_working_at", Integer),
            ("refreshed_at", Integer),
            ("access_expires_at", Integer),
            ("ends_at", Integer),
            ("due_at", Integer),
            ("generation", Integer),
            ("rejections", Integer),
            ("rejected_at", Integer),
            ("created_at", Integer),
            ("verified", Text),
            ("verified_generation", Integer),
            ("owner_shown", Bool),
            ("facts", Text),
            ("facts_generation", Integer),
        ],
        numbered: false,
    },
    TableSchema {
        name: "aliases",
        columns: &[("seq", Integer), ("connection", Text), ("address_key", Text)],
        numbered: true,
    },
    TableSchema {
        name: "grants",
        columns: &[("connection", Text), ("key_id", Text), ("sealed", Bytes)],
        numbered: false,
    },
    TableSchema {
        name: "leases",
        columns: &[("fence", Integer), ("connection", Text), ("until", Integer), ("interrupted", Bool)],
        numbered: true,
    },
    TableSchema {
        name: "authorizations",
        columns: &[
            ("seq", Integer),
            ("id", Text),
            ("session_hash", Bytes),
            ("intent", Text),
            ("offer", Text),
            ("site", Text),
            ("host_mailbox", Text),
            ("match_code", Text),
            ("created_at", Integer),
            ("deadline_at", Integer),
            ("phase", Text),
            ("detail", Text),
            ("state_hash", Bytes),
            ("secrets_key", Text),
            ("secrets", Bytes),
            ("pending_key", Text),
            ("pending", Bytes),
            ("opening", Integer),
            ("opened_by", Text),
            ("asked_until", Integer),
            ("asked_from", Text),
            ("tries", Integer),
        ],
        numbered: true,
    },
    TableSchema {
        name: "opening_keys",
        columns: &[("key_hash", Bytes), ("attempt", Text), ("expires_at", Integer)],
        numbered: false,
    },
    TableSchema {
        name: "engine_keys",
        columns: &[
            ("id", Text),
            ("name", Text),
            ("key_hash", Bytes),
            ("scope", Text),
            ("created_at", Integer),
            ("revoked_at", Integer),
        ],
        numbered: false,
    },
    TableSchema {
        name: "journal",
        columns: &[
            ("seq", Integer),
            ("id", Text),
            ("at", Integer),
            ("actor", Text),
            ("actor_id", Text),
            ("kind", Text),
            ("connection", Text),
            ("address", Text),
            ("name", Text),
            ("reason", Text),
            ("detail", Text),
        ],
        numbered: true,
    },
    TableSchema {
        name: "deliveries",
        columns: &[
            ("id", Integer),
            ("entry", Integer),
            ("channel", Text),
            ("target", Text),
            ("connection", Text),
            ("state", Text),
            ("attempts", Integer),
            ("due_at", Integer),
            ("fence", Integer),
            ("leased_until", Integer),
            ("ended_at", Integer),
        ],
        numbered: true,
    },
    TableSchema {
        name: "links",
        columns: &[("token_hash", Bytes), ("connection", Text), ("created_at", Integer), ("expires_at", Integer)],
        numbered: false,
    },
    TableSchema {
        name: "password_tries",
        columns: &[("seq", Integer), ("attempt", Text), ("budget", Bytes), ("counts_until", Integer), ("judged", Bool)],
        numbered: true,
    },
];
