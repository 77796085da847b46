//! The practice Exchange. The tree mirrors what it answers and what can be broken.

mod autodiscover;
mod certificates;
mod client;
mod conditions;
mod control;
mod ews;
mod ntlm_client;
mod program;
mod sign_in;
mod switches;
