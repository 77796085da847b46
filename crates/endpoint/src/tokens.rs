//! What sync engines get: access tokens ([`hand_out`]), with keys of their own ([`engine_keys`]).

pub mod engine_keys;
pub mod hand_out;
