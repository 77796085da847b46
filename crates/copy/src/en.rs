//! English.

pub(crate) mod endpoint_text;
pub(crate) mod label;
pub(crate) mod problem;
pub(crate) mod reason;
pub(crate) mod template;
