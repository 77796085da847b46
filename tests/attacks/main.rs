//! What strangers try: somebody who knows an address, an id or a link and has a browser of his own, beside the person whom
//! he is after. Each file is one aim; each test is one way to it, and ends with what he must not have got.
//!
//! Attacks that need a real browser stand in `tests/browser/attacks`. `cargo xtask mutants` takes each guard out, one after
//! the other, and shows that a test here or there fails without it; the guards are listed in `mutants/`.
//!
//! # To add an attack
//! Write it in the file of its aim, with a second person and a second browser standing by. Then add the guard that stops it
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
