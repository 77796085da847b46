//! What takes minutes: thousands of connections, real processes, real signals. Nothing that works may be lost by it.
//!
//! * [`crash`]: an endpoint that is killed again and again while it renews.
//!
//! `cargo xtask test --only endurance` builds what is needed and runs this. By hand: `cargo build --workspace --bin
//! latchkey-endpoint && cargo test -p latchkey-tests --test endurance`. What chance decides begins with a seed that is
//! printed; `LATCHKEY_SEED` repeats a run's.
//!
//! # To add a test
//! Take a [`scene::Scene`], which is a provider that counts and a store full of its grants, start as many
//! [`process::Endpoint`]s on it as the story needs, and let [`scene::Ledger`] judge what is left.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod crash;
mod process;
mod scene;
