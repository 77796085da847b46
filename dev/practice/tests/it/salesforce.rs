//! The practice Salesforce, below `/salesforce`.

mod api;
mod authorize;
mod conditions;
mod control;
mod discovery;
mod faults;
mod hosts;
mod identity;
mod log_in;
mod refresh;
mod revoke;
mod token;
