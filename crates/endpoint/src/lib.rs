//! The token-exchange endpoint: builds sign-in addresses, takes providers' redirects, exchanges codes, keeps and renews
//! grants, and tells panes what changed. One process with a SQLite file and the pane's files is a whole installation.
//!
//! From the ground up:
//! 1. [`config`] is what the administrator wrote; [`outbound`] is how requests leave; [`registry`] makes the providers of it;
//! 2. [`app`] holds what every handler shares: everything that touches the world is a part of it that tests can replace;
//! 3. [`problem`] is how a request is refused, [`session`] whose request it is;
//! 4. [`notify`] writes audit events and delivers them;
//! 5. [`passwords`], [`renewal`], [`sign_in`] and [`tokens`] do the work;
//! 6. [`web`] is the HTTP interface to them, [`jobs`] what runs beside it, [`serve`] puts them together;
//! 7. [`cli`] is the program's command line.

pub mod app;
pub mod cli;
pub mod config;
pub mod jobs;
pub mod notify;
pub mod outbound;
mod passwords;
mod problem;
pub mod registry;
pub mod renewal;
pub mod serve;
mod session;
pub mod sign_in;
pub mod tokens;
pub mod web;

pub use app::App;
