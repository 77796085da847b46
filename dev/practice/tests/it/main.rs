//! The practice providers over HTTP. The modules mirror the routes.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod client;
mod control;
mod every_provider;
mod exchange;
mod google;
mod microsoft;
mod openid;
mod program;
mod router;
mod salesforce;
mod session;
mod state_file;
