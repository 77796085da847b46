//! The endpoint over HTTP, as panes, windows and providers use it, with the real router, the real store and practice providers.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod access;
mod breaker;
mod callback;
mod change;
mod check;
mod clock;
mod contract;
mod cors;
mod disk_full;
mod earlier_version;
mod engine;
mod engine_problems;
mod exchange;
mod exchange_server;
mod google;
mod hand_out;
mod languages;
mod mail;
mod names;
mod operating;
mod outages;
mod pane_files;
mod people;
mod policy;
mod program;
mod rejection_reports;
mod renewal;
mod salesforce;
mod secret_ends;
mod sessions;
mod sign_in;
mod speaks_like;
mod sso;
mod tls;
mod verified;
mod webhooks;
