//! Replaces the crate `wasm-streams` in this workspace.
//!
//! Leptos always links its server functions, and they link `wasm-streams`, which exports classes to JavaScript. The linker
//! keeps every export, with all that it needs, even if no code calls it. The pane has no server functions, so it would
//! carry that code for nothing. This crate has what server functions need to compile, and exports nothing.
//!
//! # When Leptos is updated
//! If it no longer compiles, add what is missing here with the same signature. If Cargo warns that the patch is unused,
//! raise the version in this crate's `Cargo.toml` to the one that `server_fn` asks for. When Leptos can be had without
//! server functions, remove this crate and the patch.

use futures::stream::{Empty, Stream, empty};
use wasm_bindgen::JsValue;
use web_sys::ReadableStream as RawStream;

/// A stream that has ended.
#[derive(Debug)]
pub struct ReadableStream(RawStream);

impl ReadableStream {
    /// Wraps a stream of the browser. It is never read.
    pub fn from_raw(raw: RawStream) -> Self {
        Self(raw)
    }

    /// Exists so that server functions compile.
    ///
    /// # Panics
    /// Always: a request without its body must not be sent.
    pub fn from_stream(_: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> Self {
        panic!("the pane has no server functions")
    }

    /// The browser's stream.
    pub fn into_raw(self) -> RawStream {
        self.0
    }

    /// An empty stream.
    pub fn into_stream(self) -> Empty<Result<JsValue, JsValue>> {
        empty()
    }
}
