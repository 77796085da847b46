//! Builders and doubles for tests: a [`Stage`] with the real endpoint and the practice providers on it, a [`Pane`] that
//! speaks the pane's side of the interface, and a [`Browser`] that goes through the providers' pages; for tests with
//! thousands of connections, a [`Sample`](sample::Sample) of them, a [token server](token_server) and a [PostgreSQL](postgres). Time is a clock that
//! the test moves; ports are free ones; everything a test leaves behind is gone when it ends.
//!
//! # To add a helper
//! Name it by what a person or a provider does, so that tests read as sentences, and panic with what was found instead
//! of what was expected.

#![expect(clippy::unwrap_used, reason = "for tests only: a failure is a panic")]

mod browser;
mod certificate;
mod engine;
mod logs;
mod pane;
mod post_office;
pub mod postgres;
pub mod sample;
mod stage;
pub mod token_server;

pub use browser::{Browser, Page};
pub use certificate::Certificate;
pub use engine::{Engine, HandedOut, NoToken};
pub use logs::logged;
pub use pane::{Pane, Refused};
pub use post_office::{Letter, PostOffice};
pub use stage::{NOW, Replica, Stage, StageBuilder};
