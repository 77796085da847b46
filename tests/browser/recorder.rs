//! A proxy that records all traffic of the browser: addresses, headers and bodies in both directions. It sees what no page can
//! see, such as redirects.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::Response;
use futures::stream;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// More than any body in either direction.
const MAX_BODY_BYTES: usize = 1 << 22;

/// Headers of one connection (RFC 9110, 7.6.1), and those that would make bodies unreadable here.
const NOT_PASSED_ON: [HeaderName; 5] = [
    header::CONNECTION,
    header::TRANSFER_ENCODING,
    header::CONTENT_LENGTH,
    header::ACCEPT_ENCODING,
    HeaderName::from_static("proxy-connection"),
];

/// One request with its answer.
#[derive(Clone, Debug, Default)]
pub struct RecordedRequest {
    /// The requested address.
    pub address: String,
    /// The request's headers, one a line.
    pub request_headers: String,
    /// The request's body.
    pub request_body: String,
    /// The answer's headers, one a line.
    pub response_headers: String,
    /// The answer's body as far as it has come: a stream of events never ends.
    pub response_body: String,
}

/// The proxy. It ends with its runtime, or when this is dropped.
pub struct Recorder {
    address: String,
    record: Record,
    server: JoinHandle<()>,
}

#[derive(Clone, Default)]
struct Record(Arc<Mutex<Vec<RecordedRequest>>>);

impl Recorder {
    /// Begins to listen.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let record = Record::default();
        let (http, kept) = (client(), record.clone());
        let router = Router::new().fallback(async move |request: Request| kept.pass(&http, request).await);
        let server = tokio::spawn(async { axum::serve(listener, router).await.unwrap() });
        Self { address, record, server }
    }

    /// `host:port`, as the browser wants it.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// All requests so far.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.record.all().clone()
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Record {
    fn all(&self) -> MutexGuard<'_, Vec<RecordedRequest>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn pass(&self, http: &reqwest::Client, request: Request) -> Response {
        let (head, body) = request.into_parts();
        let body = to_bytes(body, MAX_BODY_BYTES).await.unwrap();
        let address = head.uri.to_string();
        let recorded = RecordedRequest {
            address: address.clone(),
            request_headers: lines(&head.headers),
            request_body: String::from_utf8_lossy(&body).into_owned(),
            ..RecordedRequest::default()
        };
        let answer = http.request(head.method, address).headers(passed_on(&head.headers)).body(body).send().await;
        let Ok(answer) = answer else { return Response::builder().status(502).body(Body::empty()).unwrap() };
        let place = {
            let mut all = self.all();
            all.push(RecordedRequest { response_headers: lines(answer.headers()), ..recorded });
            all.len() - 1
        };
        let mut response = Response::builder().status(answer.status());
        response.headers_mut().unwrap().extend(passed_on(answer.headers()));
        let bodies = stream::unfold((answer, self.clone()), move |(mut answer, record)| async move {
            let piece = answer.chunk().await.transpose()?;
            if let Ok(piece) = &piece {
                record.all()[place].response_body.push_str(&String::from_utf8_lossy(piece));
            }
            Some((piece, (answer, record)))
        });
        response.body(Body::from_stream(bodies)).unwrap()
    }
}

#[expect(clippy::disallowed_methods, reason = "a proxy must pass redirects on, not follow them")]
fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .tls_certs_only([])
        .build()
        .unwrap()
}

fn passed_on(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    for name in &NOT_PASSED_ON {
        headers.remove(name);
    }
    headers
}

fn lines(headers: &HeaderMap) -> String {
    let line = |(name, value): (&HeaderName, &axum::http::HeaderValue)| {
        format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes()))
    };
    headers.iter().map(line).collect()
}
