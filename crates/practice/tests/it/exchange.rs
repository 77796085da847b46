//! The practice Exchange. The tree mirrors what it answers and what can be broken.

mod ews;
mod ntlm_client;
mod sign_in;
mod visitor;
