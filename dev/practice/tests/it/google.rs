//! The practice Google, below `/google`.

mod api;
mod authorize;
mod client;
mod conditions;
mod consent;
mod control;
mod discovery;
mod faults;
mod refresh;
mod revoke;
mod sign_in;
mod token;
