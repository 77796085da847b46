//! The practice Microsoft, below `/microsoft`.

mod authorize;
mod conditions;
mod discovery;
mod faults;
mod graph;
mod refresh;
mod sign_in;
mod token;
