//! The HTTP interface: routes, the pages of the sign-in window, the pane's files, and the server.

mod accept_language;
mod cors;
mod extract;
pub(crate) mod http_server;
mod metrics;
mod opener_policy;
mod own_page;
mod pages;
pub mod pane_files;
mod redirect;
mod refusals;
pub mod routes;
pub mod tls;
