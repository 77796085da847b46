//! The parts of an authorization request that all providers share: the callback, the browser's cookie, and a PKCE
//! challenge (RFC 6749, 4.1.1; RFC 7636, 4.3). Each provider words its own errors.

use std::collections::HashMap;

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use cookie::{Cookie, SameSite};
use url::Url;

use crate::context::PracticeContext;
use crate::secret_log::SecretKind;

/// The length of a SHA-256 hash in base64url.
pub(crate) const CHALLENGE_LENGTH: usize = 43;

/// A request's parameters, decoded.
pub(crate) type Parameters = HashMap<String, String>;

/// The registered address that the browser is sent back to.
#[derive(Clone)]
pub(crate) struct Callback {
    /// The parameter as it was sent, byte by byte.
    pub(crate) redirect_uri: String,
    url: Url,
    state: Option<String>,
}

impl Callback {
    /// `None` unless the address is one of the program's registered ones.
    pub(crate) fn read(context: &PracticeContext, redirect_uri: &str, state: Option<&str>) -> Option<Self> {
        let url = Url::parse(redirect_uri).ok().filter(|_| context.client.allows_redirect(redirect_uri))?;
        Some(Self { redirect_uri: redirect_uri.to_owned(), url, state: state.map(str::to_owned) })
    }

    /// For the pages' `form-action`.
    pub(crate) fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// The address with an answer in it.
    pub(crate) fn with_answer(&self, answer: &[(&str, String)]) -> Url {
        let mut url = self.url.clone();
        url.query_pairs_mut().extend_pairs(answer).extend_pairs(self.state.iter().map(|state| ("state", state)));
        url
    }
}

/// A PKCE challenge, method S256, or the name of the parameter that is wrong. The real ones accept the method
/// `plain`, too, which protects nothing.
pub(crate) fn read_challenge<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> Result<Option<String>, &'static str> {
    match (get("code_challenge"), get("code_challenge_method")) {
        (None, None) => Ok(None),
        (Some(challenge), Some("S256")) if challenge.len() == CHALLENGE_LENGTH => Ok(Some(challenge.to_owned())),
        (Some(_), Some("S256")) | (None, Some(_)) => Err("code_challenge"),
        (Some(_), _) => Err("code_challenge_method"),
    }
}

/// The cookie that ties a browser to its sign-ins at one provider.
pub(crate) struct BrowserCookie {
    pub(crate) name: &'static str,
    /// The path that browsers send it to.
    pub(crate) path: &'static str,
}

impl BrowserCookie {
    /// Its value in this request.
    pub(crate) fn of<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| std::str::from_utf8(line.as_bytes()).ok());
        let mut cookies = lines.flat_map(Cookie::split_parse::<&str>).filter_map(Result::ok);
        cookies.find(|cookie| cookie.name() == self.name)?.value_raw()
    }

    /// Its value in this request, or a new one.
    pub(crate) fn recognise(&self, context: &PracticeContext, headers: &HeaderMap) -> String {
        let known = self.of(headers).map(str::to_owned);
        known.unwrap_or_else(|| context.issue(SecretKind::BrowserCookie, context.entropy.token()))
    }

    /// Sets it. Lax, because a browser comes from the program's own site; strict would hide the session from it.
    pub(crate) fn set(&self, response: &mut Response, context: &PracticeContext, value: &str) {
        let set = Cookie::build((self.name, value)).path(self.path).http_only(true).same_site(SameSite::Lax);
        let set = set.secure(context.origin().starts_with("https:"));
        if let Ok(set) = HeaderValue::from_str(&set.to_string()) {
            response.headers_mut().append(header::SET_COOKIE, set);
        }
    }
}
