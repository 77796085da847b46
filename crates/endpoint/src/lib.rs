//! The token-exchange endpoint: builds sign-in addresses, takes providers' redirects, exchanges codes, keeps and renews
//! grants, and tells panes what changed. One process with a SQLite file and the pane's files is a whole installation.
//!
//! Requests come in through [`routes`]; what they do stands in [`sign_in`] and [`renewal`]; everything that touches the
//! world (store, clock, randomness, HTTP) is a part of [`App`] that tests can replace.

pub mod app;
pub mod background;
mod caller;
pub mod config;
mod cors;
pub mod deliveries;
pub mod diagnosis;
pub mod disconnect;
pub mod engine_key_cache;
pub mod engine_keys;
mod extract;
pub mod gate;
pub mod hand_out;
mod http_server;
pub mod hub;
pub mod key_rotation;
mod keyed_mutex;
pub mod mail;
pub mod mailer;
pub mod metrics;
mod network;
pub mod news;
mod offered;
mod opener_policy;
pub mod outbound;
mod overview;
mod own_page;
mod pages;
pub mod pane_files;
mod passwords;
pub mod policy;
mod problem;
pub mod rate_limit;
mod reader;
mod redirect;
mod refusals;
pub mod registry;
pub mod rejected_passwords;
mod rejections;
pub mod reload;
pub mod renewal;
pub mod repair;
pub mod routes;
mod scrape;
pub mod serve;
mod session;
pub mod settings;
mod sign_in;
pub mod sweeping;
pub mod tls;
pub mod token_cache;
pub mod unwritten;
pub mod verified;
pub mod webhooks;

pub use app::App;
