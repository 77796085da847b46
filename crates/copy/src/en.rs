//! English.

pub(crate) mod label;
pub(crate) mod phase;
pub(crate) mod problem;
pub(crate) mod reason;
pub(crate) mod state;
