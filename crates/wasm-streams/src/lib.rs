//! Takes the place of the crate `wasm-streams` in this workspace.
//!
//! Leptos always links its server functions, and they link `wasm-streams`, which exports classes to JavaScript. What is
//! exported is kept by the linker whether anybody calls it or not, with all that it needs. The pane has no server
//! functions, so it would carry all that for nothing. Here is what server functions need to compile, and nothing that
//! is exported.
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
    /// Of a stream of the browser, which is not read.
    pub fn from_raw(raw: RawStream) -> Self {
        Self(raw)
    }

    /// Of a stream of this program, which is not read either.
    ///
    /// # Panics
    /// Always: a request without its body would be worse.
    pub fn from_stream(_: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> Self {
        panic!("the pane has no server functions")
    }

    /// As the browser has it.
    pub fn into_raw(self) -> RawStream {
        self.0
    }

    /// Its parts: none.
    pub fn into_stream(self) -> Empty<Result<JsValue, JsValue>> {
        empty()
    }
}
