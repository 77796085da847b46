//! English.

pub(crate) mod extension;
pub(crate) mod label;
pub(crate) mod phase;
pub(crate) mod problem;
pub(crate) mod reason;
pub(crate) mod repair;
mod server;
pub(crate) mod state;
