//! Background jobs: reloading the configuration, re-encrypting values with new keys, warning of client secrets that end, and
//! deleting what has expired.
//! Renewals have their own schedule ([`crate::renewal`]), and so do deliveries ([`crate::notify`]).

pub mod key_rotation;
pub mod reload;
pub mod secret_ends;
pub mod sweep;
