//! A token endpoint that answers as fast as it can, so that only the client is measured: plain sockets and
//! prepared answers. Any POST brings tokens as long as Microsoft's. A code that begins with [`CODE`] names a subject, and brings
//! an ID token of that subject too; an invented code is refused, as by a provider that knows the client.

mod keys;

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use keys::SignedIdTokens;

/// The number of subjects that sign in, in turn.
pub const SUBJECTS: usize = 2000;
/// The prefix of codes that name a subject: `c` and a number, taken modulo [`SUBJECTS`].
pub const CODE: &str = "c";
/// The nonce in every ID token.
pub const NONCE: &str = "bench-nonce";
/// The client in every ID token.
pub const CLIENT_ID: &str = "bench";
/// Length of an access token.
pub const ACCESS_BYTES: usize = 1500;
/// Length of a refresh token.
pub const REFRESH_BYTES: usize = 1000;

/// Larger than any request that is sent here.
const MAX_REQUEST_BYTES: usize = 64 * 1024;

struct Stub {
    discovery: Vec<u8>,
    keys: Vec<u8>,
    tokens: Vec<u8>,
    refused: Vec<u8>,
    id_tokens: SignedIdTokens,
    token_requests: AtomicU64,
}

/// A text of this length that begins with `beginning`.
pub fn filled(beginning: &str, bytes: usize) -> String {
    const FILLING: &str = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_";
    beginning.chars().chain(FILLING.chars().cycle()).take(bytes).collect()
}

/// Serves until it is killed.
pub async fn serve(port: u16) -> anyhow::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", port)).await.context("can't listen")?;
    let issuer = format!("http://127.0.0.1:{port}");
    let id_tokens = SignedIdTokens::sign(&issuer, SUBJECTS)?;
    let discovery = format!(
        r#"{{"issuer":"{issuer}","authorization_endpoint":"{issuer}/authorize","token_endpoint":"{issuer}/token",
        "jwks_uri":"{issuer}/keys","token_endpoint_auth_methods_supported":["client_secret_post"]}}"#
    );
    let stub = Arc::new(Stub {
        discovery: response("200 OK", &discovery),
        keys: response("200 OK", id_tokens.public()),
        tokens: response("200 OK", &tokens(None)),
        refused: response("400 Bad Request", r#"{"error":"invalid_grant"}"#),
        id_tokens,
        token_requests: AtomicU64::new(0),
    });
    loop {
        let (stream, _) = listener.accept().await.context("can't accept")?;
        tokio::spawn(answer_all(Arc::clone(&stub), stream));
    }
}

fn tokens(id_token: Option<&str>) -> String {
    let id_token = id_token.map_or(String::new(), |token| format!(r#","id_token":"{token}""#));
    format!(
        r#"{{"token_type":"Bearer","scope":"openid mail","expires_in":3599,"access_token":"{}","refresh_token":"{}"{id_token}}}"#,
        filled("eyJ0eXAi.", ACCESS_BYTES),
        filled("0.AXEA", REFRESH_BYTES),
    )
}

fn response(status: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncache-control: no-store\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

async fn answer_all(stub: Arc<Stub>, mut stream: TcpStream) {
    let _ = stream.set_nodelay(true);
    let (mut buffer, mut have) = (vec![0; 16 * 1024], 0);
    loop {
        let request = loop {
            match whole_request(&buffer[..have]) {
                Some(length) if length <= have => break length,
                Some(length) if length > MAX_REQUEST_BYTES => return,
                Some(length) if length > buffer.len() => buffer.resize(length, 0),
                None if have == buffer.len() => return,
                _ => {}
            }
            match stream.read(&mut buffer[have..]).await {
                Ok(read) if read > 0 => have += read,
                _ => return,
            }
        };
        let sent = match stub.answer(&buffer[..request]) {
            StubResponse::Ready(bytes) => stream.write_all(bytes).await,
            StubResponse::Made(bytes) => stream.write_all(&bytes).await,
        };
        if sent.is_err() {
            return;
        }
        buffer.copy_within(request..have, 0);
        have -= request;
    }
}

/// The length of the first request in the buffer, if its head is complete.
fn whole_request(buffer: &[u8]) -> Option<usize> {
    let head = buffer.windows(4).position(|window| window == b"\r\n\r\n")?;
    let text = String::from_utf8_lossy(&buffer[..head]).to_ascii_lowercase();
    let length = text.split("content-length:").nth(1).and_then(|rest| rest.lines().next());
    Some(head + 4 + length.and_then(|length| length.trim().parse::<usize>().ok()).unwrap_or(0))
}

enum StubResponse<'a> {
    Ready(&'a [u8]),
    Made(Vec<u8>),
}

impl Stub {
    fn answer(&self, request: &[u8]) -> StubResponse<'_> {
        if request.starts_with(b"GET /.well-known/") {
            return StubResponse::Ready(&self.discovery);
        }
        if request.starts_with(b"GET /keys") {
            return StubResponse::Ready(&self.keys);
        }
        if request.starts_with(b"GET /count") {
            let mut body = String::new();
            let _ = write!(body, "{}", self.token_requests.load(Ordering::Relaxed));
            return StubResponse::Made(response("200 OK", &body));
        }
        match code_in(request) {
            Some(code) if code.starts_with("latchkey-asks") => StubResponse::Ready(&self.refused),
            Some(code) => match code.strip_prefix(CODE).and_then(|number| number.parse().ok()) {
                Some(number) => StubResponse::Made(response("200 OK", &tokens(Some(self.id_tokens.of(number))))),
                None => StubResponse::Ready(&self.tokens),
            },
            None => {
                self.token_requests.fetch_add(1, Ordering::Relaxed);
                StubResponse::Ready(&self.tokens)
            }
        }
    }
}

/// The form field `code`.
fn code_in(request: &[u8]) -> Option<&str> {
    let body = request.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let body = std::str::from_utf8(&request[body..]).ok()?;
    body.split('&').find_map(|field| field.strip_prefix("code="))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_whole_with_its_body() {
        let request = b"POST /token HTTP/1.1\r\nContent-Length: 6\r\n\r\ncode=c";
        assert_eq!(whole_request(request), Some(request.len()));
        assert_eq!(whole_request(&request[..20]), None);
        assert_eq!(code_in(request), Some("c"));
    }

    #[test]
    fn text_has_the_length_that_was_asked_for() {
        assert_eq!(filled("a.", 100).len(), 100);
    }
}
