//! The whole product in a real browser: the endpoint with the pane as it is shipped, the practice providers, and
//! Chromium with its own storage rules and popup blocker. Tests find elements by role and name only.
//!
//! `cargo xtask test` builds the pane and runs this. By hand, with a pane in `dist/`: `cargo test -p latchkey-tests`.
//! `LATCHKEY_SCREENSHOTS=<folder>` also keeps a picture of every screen.
//!
//! # To add a test
//! Open a [`browser_session::BrowserSession`], do what a person does through the page objects in [`pages`], and end it with
//! [`browser_session::BrowserSession::close`], which also looks at the console. Nothing sleeps: tests wait by
//! [`wait::until`], which says what it waited for.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod attacks;
mod bad_input;
mod browser_session;
mod chrome;
mod clicks;
mod console;
mod embedded;
mod extension;
mod failures;
mod interrupted_sign_in;
mod keyboard;
mod languages;
mod names;
mod narrow;
mod outlook;
mod pages;
mod people;
mod picture;
mod policy;
mod proof;
mod recorder;
mod rejections;
mod renewal;
mod second_tenant;
mod secrets;
mod sessions;
mod set_up;
mod table;
mod view;
mod wait;
mod zoom;
