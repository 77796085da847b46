//! The token-exchange endpoint: builds sign-in addresses, handles providers' redirects, exchanges codes, stores and
//! renews grants, and notifies panes of changes. One process with a SQLite file and the pane's files is a complete
//! installation.
//!
//! The modules, from the lowest to the highest:
//! 1. [`config`] reads the configuration; [`outbound`] sends requests; [`registry`] creates the providers;
//! 2. [`app`] holds the state that handlers share; everything that touches the outside world is a part that tests can
//!    replace;
//! 3. [`problem`] describes refused requests; [`session`] identifies the caller;
//! 4. [`notify`] records audit events and delivers them;
//! 5. [`passwords`], [`renewal`], [`sign_in`] and [`tokens`] implement the product's functions;
//! 6. [`web`] is their HTTP interface; [`jobs`] runs in the background; [`serve`] assembles an endpoint;
//! 7. [`cli`] is the command line.

pub mod app;
pub mod cli;
pub mod config;
pub mod jobs;
pub mod notify;
pub mod outbound;
mod passwords;
mod printable;
mod problem;
pub mod registry;
pub mod renewal;
pub mod serve;
mod session;
pub mod sign_in;
pub mod tokens;
pub mod web;

pub use app::App;
