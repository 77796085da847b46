//! GET requests: documents that a server publishes, and what its API says of an account.

use http::header::{ACCEPT, AUTHORIZATION, LOCATION, WWW_AUTHENTICATE};
use latchkey_domain::{AccessToken, Failure};
use serde::de::DeserializeOwned;
use url::Url;

use super::transport::{CallError, call};
use crate::{Http, HttpError, TruncatedBody};

/// The most redirects that are followed to a published document.
const MAX_REDIRECTS: usize = 3;

/// Why a GET request brought no document.
#[derive(Debug)]
pub(crate) enum GetError {
    /// No response, or one that means "temporarily unavailable".
    Outage(Failure),
    /// Refused (a status from 300 to 499), with what the server said.
    Refused(ApiRefusal),
    /// The response can't be parsed.
    Unreadable,
}

/// What a server said when it refused a request.
#[derive(Debug)]
pub(crate) struct ApiRefusal {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    /// The values of `WWW-Authenticate`.
    pub(crate) challenges: Vec<String>,
}

impl From<CallError> for GetError {
    fn from(error: CallError) -> Self {
        Self::Outage(error.into())
    }
}

/// Fetches a JSON document, with an access token if there is one. No redirect is followed: a token goes to one address.
pub(crate) async fn get<T: DeserializeOwned>(
    http: &dyn Http,
    url: &Url,
    access: Option<&AccessToken>,
) -> Result<T, GetError> {
    let body = get_body(http, url, access).await?;
    serde_json::from_slice(&body).map_err(|_| GetError::Unreadable)
}

/// Fetches a body, as [`get`] does.
pub(crate) async fn get_body(http: &dyn Http, url: &Url, access: Option<&AccessToken>) -> Result<Vec<u8>, GetError> {
    let response = ask(http, url, access).await?;
    if response.extensions().get::<TruncatedBody>().is_some() {
        return Err(CallError::Http(HttpError::Unanswered).into());
    }
    if response.status().is_success() { Ok(response.into_body()) } else { Err(GetError::Refused(refusal(response))) }
}

/// Fetches a document that a server publishes, without a token. A few redirects are followed, because some servers publish
/// behind them; what the document says is checked by the caller.
pub(crate) async fn fetch(http: &dyn Http, url: &Url) -> Result<Vec<u8>, GetError> {
    let mut at = url.clone();
    for _ in 0..=MAX_REDIRECTS {
        let response = ask(http, &at, None).await?;
        if response.extensions().get::<TruncatedBody>().is_some() {
            return Err(CallError::Http(HttpError::Unanswered).into());
        }
        if response.status().is_success() {
            return Ok(response.into_body());
        }
        let to = response.headers().get(LOCATION).and_then(|to| to.to_str().ok()).and_then(|to| at.join(to).ok());
        match to {
            Some(to) if response.status().is_redirection() && is_followed(&at, &to) => at = to,
            _ => return Err(GetError::Refused(refusal(response))),
        }
    }
    Err(GetError::Unreadable)
}

/// Whether a redirect stays at the host and does not give up encryption.
fn is_followed(from: &Url, to: &Url) -> bool {
    let is_weaker = from.scheme() == "https" && to.scheme() != "https";
    from.host() == to.host() && matches!(to.scheme(), "https" | "http") && !is_weaker && to.username().is_empty()
}

async fn ask(http: &dyn Http, url: &Url, access: Option<&AccessToken>) -> Result<http::Response<Vec<u8>>, GetError> {
    let mut request = http::Request::get(url.as_str()).header(ACCEPT, "application/json");
    if let Some(access) = access {
        request = request.header(AUTHORIZATION, format!("Bearer {}", access.expose()));
    }
    Ok(call(http, request.body(Vec::new()).map_err(|_| GetError::Unreadable)?).await?)
}

fn refusal(response: http::Response<Vec<u8>>) -> ApiRefusal {
    let challenges = response.headers().get_all(WWW_AUTHENTICATE).iter();
    let challenges = challenges.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect();
    ApiRefusal { status: response.status().as_u16(), challenges, body: response.into_body() }
}
