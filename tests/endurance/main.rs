//! Tests that take minutes: thousands of connections, real processes, real signals. No working grant may be lost.
//!
//! * [`crash`]: an endpoint that is killed again and again while it renews.
//! * [`replicas`]: three endpoints on one database, one killed, one suspended for longer than its claims last.
//! * [`outage`]: a provider that is down, slow, or answers unreadably for hours, on a clock that the test moves.
//! * [`disk`]: a disk that is full while tokens are on their way.
//! * [`handing_out`]: short-lived tokens for many engines, from a provider that ends a grant at a second use.
//!
//! `cargo xtask test --only endurance` builds what is needed and runs this; with `LATCHKEY_ENDURANCE=short` there are fewer
//! kills ([`scale`]). By hand: `cargo build --workspace --bin
//! latchkey-endpoint && cargo test -p latchkey-tests --test endurance`. Random choices begin with a seed that is
//! printed; `LATCHKEY_SEED` repeats a run.
//!
//! # To add a test
//! Take a [`run::EnduranceRun`], which is a provider that counts and a store full of its grants, start as many
//! [`endpoint_process::EndpointProcess`]s on it as the test needs, and let [`run::GrantAudit`] judge what is left.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]
#![expect(clippy::print_stdout, reason = "what was lost, and the seed that repeats it, are worth reading")]

mod crash;
mod disk;
mod endpoint_process;
mod handing_out;
mod outage;
mod replicas;
mod run;
mod scale;

// `oidc-provider`, as the tests with peers run it.
#[path = "../peers/oidc_provider.rs"]
#[expect(dead_code, reason = "the tests with peers use all of it")]
mod oidc_provider;
#[path = "../peers/pages.rs"]
#[expect(dead_code, reason = "the tests with peers use all of it")]
mod pages;
#[path = "../peers/peer.rs"]
#[expect(dead_code, reason = "the tests with peers use all of it")]
mod peer;
#[path = "../peers/installation.rs"]
#[expect(dead_code, reason = "the tests with peers use all of it")]
mod peer_installation;
#[path = "../peers/peer_process.rs"]
#[expect(dead_code, reason = "the tests with peers use all of it")]
mod peer_process;
