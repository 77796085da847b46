//! The rows: what a server does, where that was read, and what must come of it. Each kind of row has a file. Rows about any
//! answer of a token endpoint are in [`crate::table`], and their types here.

pub mod api_checks;
pub mod client_auth;
pub mod discovery;
pub mod id_tokens;
pub mod key_sets;
pub mod lives;
pub mod names;
pub mod refusals;

use std::fmt;
use std::io::Write as _;

use axum::body::Body;
use axum::http::StatusCode;
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use latchkey_wire::ReasonCode;

use crate::server::{broken, with_kind};

/// Whose behaviour a row is about, what the server does, and the public address where that was read.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    pub server: &'static str,
    pub what: &'static str,
    pub read_at: &'static str,
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {} ({})", self.server, self.what, self.read_at)
    }
}

/// What a sign-in leads to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SignInOutcome {
    SignsIn,
    /// Nothing is stored, and the person is told this.
    Refused(ReasonCode),
}

/// A response of the server's token endpoint.
#[derive(Clone, Debug)]
pub struct DialectResponse {
    pub status: u16,
    pub kind: &'static str,
    /// `{a}`, `{r}` and `{i}` stand for access, refresh and ID token, `{u}` for the server's address.
    pub body: &'static str,
    pub written: BodyEncoding,
    /// Further headers.
    pub headers: &'static [(&'static str, &'static str)],
    /// Whether the response is a refusal, so that no token was exchanged.
    pub refuses: bool,
}

/// What a response gives out.
#[derive(Debug, Default)]
pub struct Issued {
    pub access: String,
    pub refresh: String,
    pub id_token: String,
    pub url: String,
}

/// How the response body is encoded.
#[derive(Clone, Copy, Debug)]
pub enum BodyEncoding {
    Utf8,
    Utf8WithMark,
    Utf16,
    Utf32,
    Latin1,
    /// Compressed, and no header says so.
    Gzip,
    /// The connection breaks after the body, before its end.
    BreaksOff,
}

impl Default for DialectResponse {
    fn default() -> Self {
        let body =
            r#"{"access_token":"{a}","token_type":"Bearer","expires_in":3600,"refresh_token":"{r}","id_token":"{i}"}"#;
        Self { status: 200, kind: "application/json", body, written: BodyEncoding::Utf8, headers: &[], refuses: false }
    }
}

impl DialectResponse {
    pub fn response(&self, issued: &Issued) -> Response {
        let text = self.body.replace("{a}", &issued.access).replace("{r}", &issued.refresh);
        let text = text.replace("{i}", &issued.id_token).replace("{u}", &issued.url);
        let bytes = match self.written {
            BodyEncoding::Utf8 | BodyEncoding::BreaksOff => text.into_bytes(),
            BodyEncoding::Utf8WithMark => [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat(),
            BodyEncoding::Utf16 => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            BodyEncoding::Utf32 => text.chars().flat_map(|char| u32::from(char).to_be_bytes()).collect(),
            BodyEncoding::Gzip => gzip(text.as_bytes()),
            BodyEncoding::Latin1 => text.chars().map(|char| u8::try_from(char).unwrap()).collect(),
        };
        let body = if matches!(self.written, BodyEncoding::BreaksOff) { broken(bytes) } else { Body::from(bytes) };
        with_kind(StatusCode::from_u16(self.status).unwrap(), self.kind, self.headers, body)
    }
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(text).unwrap();
    packer.finish().unwrap()
}

/// A successful response, and what it must lead to at a renewal.
pub struct SuccessRow {
    /// What the server does.
    pub what: &'static str,
    /// The source that documents it.
    pub read_at: &'static str,
    pub answer: DialectResponse,
    pub becomes: SuccessOutcome,
}

/// What a success leads to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SuccessOutcome {
    /// The connection works, after a sign-in, too.
    Works,
    /// The log names this field for the administrator, and the new refresh token is kept.
    Salvaged(&'static str),
    /// The new refresh token never arrived. The next refusal is reported as this loss.
    Lost,
}

/// A refusal, at a renewal and at a sign-in.
pub struct RefusalRow {
    pub what: &'static str,
    pub read_at: &'static str,
    pub status: u16,
    pub body: &'static str,
    pub becomes: RefusalOutcome,
    /// What the person is told at a sign-in.
    pub at_sign_in: ReasonCode,
}

impl RefusalRow {
    /// As the server answers.
    pub fn answer(&self) -> DialectResponse {
        DialectResponse { status: self.status, body: self.body, refuses: true, ..DialectResponse::default() }
    }
}

/// What a refusal leads to at a renewal.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RefusalOutcome {
    /// The person is asked to sign in after this number of refusals with pauses between them.
    SignIn(ReasonCode, u32),
    /// The renewal is retried for hours before the person is asked to sign in.
    AfterHours,
    /// The renewal is retried without end.
    Never,
}
