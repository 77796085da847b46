//! The endpoint's protocols against independent programs. Practice providers do what this project expects of servers; peers
//! show what other implementations do.
//!
//! * The `oidc` kind of provider, through the real endpoint: connect, renew, rotate, revoke.
//! * NTLM, over the endpoint's own connections: passwords, and answers that are bound to their channel.
//! * Practice Exchange, read by an independent client.
//!
//! `cargo xtask test --only peers` fetches what it can, lists what it cannot, and runs this. By hand, once they are
//! there, each variable names a folder, and a peer's name runs its tests alone: `cargo test -p latchkey-tests --test peers`.
//!
//! | the folder has | variables |
//! |---|---|
//! | `node_modules` | `LATCHKEY_OIDC_PROVIDER` |
//! | `bin/python` | `LATCHKEY_BY_THE_BOOK`, `LATCHKEY_DJANGO_OAUTH_TOOLKIT`, `LATCHKEY_AUTHLIB`, `LATCHKEY_PYSPNEGO`, `LATCHKEY_EXCHANGELIB` |
//! | `usr/` | `LATCHKEY_GLEWLWYD`, `LATCHKEY_LEMONLDAP`, `LATCHKEY_APACHE` |
//!
//! # To add a test
//! What every OpenID server must do goes into [`every_peer`] and is named in the list there; what only one does goes into
//! [`peer_specific`]. Each NTLM server's tests are in its own module.
//!
//! # To add a peer
//! Implement [`peer::PeerServer`] and add it to `every_peer!`, or take [`mail_server`]; and fetch it in
//! `xtask/src/setup/peers.rs`. An OpenID server in Python implements [`wsgi_peer::WsgiLibrary`] instead. The name of its module is how xtask leaves its tests out where it cannot be had.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod apache;
mod authlib;
mod by_the_book;
mod django_oauth_toolkit;
mod every_peer;
mod exchangelib;
mod glewlwyd;
mod installation;
mod lemonldap;
mod mail_server;
mod oidc_provider;
mod pages;
mod peer;
mod peer_process;
mod peer_specific;
mod pem;
mod pyspnego;
mod without_endpoint;
mod wsgi_peer;
