//! The practice Exchange. The modules mirror its services and its switches.

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
