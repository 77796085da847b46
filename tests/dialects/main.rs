//! What real servers answer, row by row: each says what a server does, where that was read, and what pane, sync engine and
//! log must say. Every row is tried against a server that rotates refresh tokens and ends a grant whose old token is presented
//! again, while a second person stands by, at another tenant where tenants matter, who must notice nothing.
//!
//! # To add a row
//! Find the table of its kind: [`successes`] (renewal and sign-in), [`refusals`], [`tenants`]. One row, with its source.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod refusals;
mod rows;
mod scene;
mod server;
mod successes;
mod tenants;
