//! The practice Microsoft, below `/microsoft`.

mod authorize;
mod challenge;
mod conditions;
mod discovery;
mod faults;
mod graph;
mod keys;
mod people;
mod refresh;
mod refusals;
mod sign_in;
mod token;
