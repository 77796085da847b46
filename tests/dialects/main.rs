//! What real servers answer, row by row: each says what a server does, where that was read, and what pane, sync engine and
//! log must say. Every row is tried against a server that rotates refresh tokens and ends a grant whose old token is presented
//! again, while a second person stands by, at another tenant where tenants matter, who must notice nothing.
//!
//! # To add a row
//! One more line in [`table`], with its source. `cargo xtask dialects --against <commit>` says which rows are red there.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod installation;
mod refusals;
mod rows;
mod server;
mod successes;
mod table;
mod tenants;
