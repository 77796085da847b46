//! Below `/google`.

mod api;
mod authorize;
mod conditions;
mod consent;
mod control;
mod discovery;
mod faults;
mod program;
mod refresh;
mod revoke;
mod sign_in;
mod token;
