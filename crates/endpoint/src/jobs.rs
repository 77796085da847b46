//! What runs beside the requests: the configuration's changes are taken over, data is sealed under new encryption keys, and
//! what is over is forgotten. Renewals have a schedule of their own ([`crate::renewal`]), deliveries too ([`crate::notify`]).

pub mod key_rotation;
pub mod reload;
pub mod sweep;
