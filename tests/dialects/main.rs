//! What real servers do, row by row. Each row says what a server does, where this was read, and what the pane, the sync engine
//! and the log must say. Every row is tried against a server that rotates refresh tokens and ends a grant whose old token is
//! presented again. A second person is connected at the same time, at another tenant where tenants matter, and must stay
//! unaffected.
//!
//! # To add a row
//! Add a line with its source to the file of its kind below [`rows`], or to [`table`] if it is about any answer of a token
//! endpoint. Then write the list in docs/dialects.md again ([`catalogue`]). `cargo xtask dialects --against <commit>` says which
//! rows fail at that commit.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod api_checks;
mod catalogue;
mod client_assertions;
mod client_auth;
mod discovery;
mod each;
mod id_tokens;
mod installation;
mod key_sets;
mod names;
mod own_refusals;
mod refusals;
mod rows;
mod server;
mod successes;
mod table;
mod tenants;
