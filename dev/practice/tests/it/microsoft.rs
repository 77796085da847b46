//! The practice Microsoft, below `/microsoft`.

mod authorize;
mod challenge;
mod conditions;
mod discovery;
mod faults;
mod graph;
mod people;
mod refresh;
mod sign_in;
mod token;
