//! The `oidc` kind of provider against servers that this project did not write, through the real endpoint: connect,
//! renew, rotate, revoke. Practice providers do what we believe servers do; peers do what they do.
//!
//! `cargo xtask test --only peers` fetches what it can, says loudly what it cannot, and runs this. By hand, once they are
//! there: `LATCHKEY_OIDC_PROVIDER=<folder with node_modules> LATCHKEY_GLEWLWYD=<folder with usr/> cargo test
//! -p latchkey-tests --test peers`.
//!
//! # To add a test
//! What every server must do goes into [`stories`] and is named in the list there; what only one server does goes into
//! [`dialects`].
//!
//! # To add a peer
//! Implement [`peer::Peer`], add it to `every_peer!`, and fetch it in `xtask/src/setup/peers.rs`. The name of its module
//! is how xtask leaves its tests out where it cannot be had.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod apache;
mod dialects;
mod directly;
mod glewlwyd;
mod mail_server;
mod oidc_provider;
mod peer;
mod program;
mod pyspnego;
mod scene;
mod stories;
