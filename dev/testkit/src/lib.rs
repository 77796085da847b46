//! Builders and doubles for tests: a [`TestEndpoint`] with the real endpoint and the practice providers on it, a [`TestPane`] that
//! speaks the pane's side of the interface, and a [`TestBrowser`] that goes through the providers' pages; for tests with
//! thousands of connections, a [`Sample`](sample::Sample) of them, a [token server](token_server) and a [PostgreSQL](postgres). Time is a clock that
//! the test moves; ports are free ones; everything a test leaves behind is gone when it ends.
//!
//! # To add a helper
//! Name it by what a person or a provider does, so that tests read as sentences, and panic with what was found instead
//! of what was expected.

#![expect(clippy::unwrap_used, reason = "for tests only: a failure is a panic")]

mod browser;
mod certificate;
mod endpoint;
mod engine;
mod logs;
mod pane;
pub mod postgres;
pub mod sample;
mod smtp_sink;
pub mod token_server;

pub use browser::{LoadedPage, TestBrowser};
pub use certificate::Certificate;
pub use endpoint::{NOW, Replica, TestEndpoint, TestEndpointBuilder, load_config};
pub use engine::{HandOutRefusal, HandOutResponse, TestEngine};
pub use logs::logged;
pub use pane::{ProblemResponse, TestPane};
pub use smtp_sink::{ReceivedMail, SmtpSink};
