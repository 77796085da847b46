//! English.

pub(crate) mod extension;
pub(crate) mod label;
pub(crate) mod phase;
pub(crate) mod problem;
pub(crate) mod reason;
mod server;
pub(crate) mod state;
