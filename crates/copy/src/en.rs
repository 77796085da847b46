//! English.

pub(crate) mod label;
pub(crate) mod line;
pub(crate) mod outside;
pub(crate) mod problem;
pub(crate) mod reason;
