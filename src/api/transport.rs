//! HTTP, over the browser's `fetch`. The only place outside `host` that names browser objects.

use futures::future::{Either, select};
use gloo_net::http::{RequestBuilder, Response};
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader};

use crate::host::LocalFuture;

/// The timeout of a call. "Check now" waits for a provider, for which the endpoint has a shorter timeout.
const ANSWER_WITHIN_MS: u32 = 30_000;
/// The timeout for a file that the first screen waits for, including its content.
const FILE_WITHIN_MS: u32 = 1_500;

#[derive(Clone, Copy)]
pub(super) enum Method {
    Get,
    Post,
    Put,
    Delete,
}

/// One request to the endpoint.
pub(super) struct Call {
    method: Method,
    address: String,
    token: Option<String>,
    body: Option<String>,
    within_ms: u32,
}

impl Call {
    pub(super) fn new(method: Method, address: String) -> Self {
        Self { method, address, token: None, body: None, within_ms: ANSWER_WITHIN_MS }
    }

    /// A request for a file beside the pane's page.
    pub(super) fn file(name: &str) -> Self {
        Self { within_ms: FILE_WITHIN_MS, ..Self::new(Method::Get, name.to_owned()) }
    }

    pub(super) fn bearer(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    /// Adds a JSON body.
    pub(super) fn body(mut self, body: String) -> Self {
        self.body = Some(body);
        self
    }
}

/// A response.
pub struct ApiResponse {
    pub(super) status: u16,
    pub(super) body: String,
}

/// Sends a request. `None` if no response arrived.
pub(super) async fn send(call: Call) -> Option<ApiResponse> {
    let signal = web_sys::AbortSignal::timeout_with_u32(call.within_ms);
    let response = fetch(call, &signal).await?;
    let body = response.text().await.ok()?;
    Some(ApiResponse { status: response.status(), body })
}

async fn fetch(call: Call, signal: &web_sys::AbortSignal) -> Option<Response> {
    let method = match call.method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
        Method::Put => gloo_net::http::Method::PUT,
        Method::Delete => gloo_net::http::Method::DELETE,
    };
    let mut request = RequestBuilder::new(&call.address).method(method).abort_signal(Some(signal));
    if let Some(token) = &call.token {
        request = request.header("Authorization", &format!("Bearer {token}"));
    }
    let request = match call.body {
        Some(body) => request.header("Content-Type", "application/json").body(body),
        None => request.build(),
    };
    request.ok()?.send().await.ok()
}

/// A response whose body is streamed. Dropping it ends the request.
pub(super) struct Stream {
    reader: ReadableStreamDefaultReader,
    abort: AbortController,
}

/// The result of a request for a stream.
pub(super) enum StreamResponse {
    /// The stream is open.
    Stream(Stream),
    /// The endpoint sent an ordinary response instead.
    Other(ApiResponse),
}

/// Opens a stream. `None` if no response arrived in time.
pub(super) async fn open(call: Call, within: LocalFuture<()>) -> Option<StreamResponse> {
    let abort = AbortController::new().ok()?;
    let signal = abort.signal();
    let fetching = Box::pin(fetch(call, &signal));
    let response = match select(fetching, within).await {
        Either::Left((response, _)) => response?,
        Either::Right(_) => {
            abort.abort();
            return None;
        }
    };
    if response.status() != 200 {
        let body = response.text().await.unwrap_or_default();
        return Some(StreamResponse::Other(ApiResponse { status: response.status(), body }));
    }
    let reader = response.body()?.get_reader().dyn_into().ok()?;
    Some(StreamResponse::Stream(Stream { reader, abort }))
}

impl Stream {
    /// The next bytes. `None` at the end, if the connection breaks, or if nothing arrives in time.
    pub(super) async fn next(&mut self, within: LocalFuture<()>) -> Option<Vec<u8>> {
        let read = match select(JsFuture::from(self.reader.read()), within).await {
            Either::Left((read, _)) => read.ok()?,
            Either::Right(_) => return None,
        };
        let value = Reflect::get(&read, &JsValue::from_str("value")).ok()?;
        value.dyn_into::<Uint8Array>().ok().map(|bytes| bytes.to_vec())
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.abort.abort();
    }
}
