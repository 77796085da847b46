//! Practice as its users meet it: over HTTP. The tree mirrors the routes.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod control;
mod exchange;
mod google;
mod microsoft;
mod program;
mod router;
mod salesforce;
mod session;
mod state_file;
