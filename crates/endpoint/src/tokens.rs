//! What sync engines receive: access tokens ([`hand_out`]), with their own keys ([`engine_keys`]).

pub mod engine_keys;
pub mod hand_out;
