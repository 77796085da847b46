//! Attacks over HTTP by a stranger who knows an address, an id or a link and has a browser of his own. Each file is one aim.
//! Each test is one way to it, and ends with what the attacker must not have got.
//!
//! Attacks that need a real browser are in `tests/browser/attacks`. `cargo xtask mutants` takes each guard out, one after
//! the other, and shows that a test here or there fails without it; the guards are listed in `mutants/`.
//!
//! # To add an attack
//! Write it in the file of its aim, with a second person and a second browser. Then add the guard that stops it
//! to `mutants/`, and run `cargo xtask mutants`.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod code_only_access;
mod forwarded_link;
mod hostile_address;
mod key_in_another_browser;
mod link_in_mail;
mod other_port;
mod password_oracle;
mod people;
mod replicas;
mod typed_code;
