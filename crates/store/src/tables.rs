//! Every table, column by column, as it is moved from one database to another.
//!
//! # To add a table or a column
//! Here too, in the order in which rows can be added (what is referred to comes first). A test in each backend holds this
//! list against the tables that its migrations make, so a forgotten one is not lost on a move.

/// What a column holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// Yes or no.
    Bool,
    /// A whole number.
    Integer,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// A table.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns. The first is its key: unique, never empty, and what its rows are read in the order of.
    pub columns: &'static [(&'static str, Kind)],
    /// Whether the database numbers its rows.
    pub numbered: bool,
}

use Kind::{Bool, Bytes, Integer, Text};

/// All of them.
pub static TABLES: [Table; 11] = [
    Table {
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
    Table {
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
        ],
        numbered: false,
    },
    Table { name: "grants", columns: &[("connection", Text), ("key_id", Text), ("sealed", Bytes)], numbered: false },
    Table {
        name: "leases",
        columns: &[("fence", Integer), ("connection", Text), ("until", Integer), ("interrupted", Bool)],
        numbered: true,
    },
    Table {
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
    Table {
        name: "opening_keys",
        columns: &[("key_hash", Bytes), ("attempt", Text), ("expires_at", Integer)],
        numbered: false,
    },
    Table {
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
    Table {
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
    Table {
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
    Table {
        name: "links",
        columns: &[("token_hash", Bytes), ("connection", Text), ("created_at", Integer), ("expires_at", Integer)],
        numbered: false,
    },
    Table {
        name: "password_tries",
        columns: &[("seq", Integer), ("attempt", Text), ("budget", Bytes), ("counts_until", Integer), ("judged", Bool)],
        numbered: true,
    },
];
