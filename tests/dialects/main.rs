//! What real OAuth servers answer, row by row. Each row says what a server does, where this is documented, and what the pane,
//! the sync engine and the log must say. Every row is tried against a server that rotates refresh tokens and ends a grant whose
//! old token is presented again. A second person is connected at the same time, at another tenant where tenants matter, and
//! must stay unaffected.
//!
//! # To add a row
//! Add a line with its source to [`table`]. `cargo xtask dialects --against <commit>` says which rows fail at that commit.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod installation;
mod refusals;
mod rows;
mod server;
mod successes;
mod table;
mod tenants;
