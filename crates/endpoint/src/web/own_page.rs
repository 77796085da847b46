//! Whether one of the endpoint's own pages sent a request. Browsers name the sender in headers that no page can set:
//! `Origin` (fetch.spec.whatwg.org, 3.2) and `Sec-Fetch-Site` (w3.org/TR/fetch-metadata). Requests without these
//! headers are refused.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::ORIGIN;
use axum::http::request::Parts;
use latchkey_wire::ProblemCode;

use crate::app::App;
use crate::problem::ApiError;

const SITE: &str = "sec-fetch-site";
const SAME_ORIGIN: &str = "same-origin";

/// Admits only requests that one of the endpoint's own pages sent.
pub(crate) struct OwnPage;

impl FromRequestParts<App> for OwnPage {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let own = app.public_url.origin().ascii_serialization();
        if is_from_own_page(&parts.headers, &own) { Ok(Self) } else { Err(ApiError::new(ProblemCode::OriginRefused)) }
    }
}

fn is_from_own_page(headers: &HeaderMap, own: &str) -> bool {
    let only = |name: &str| {
        let mut all = headers.get_all(name).iter();
        all.next().filter(|_| all.next().is_none())
    };
    only(ORIGIN.as_str()).is_some_and(|origin| origin == own) && only(SITE).is_some_and(|site| site == SAME_ORIGIN)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    const OWN: &str = "https://latchkey.example";
    const EXTENSION: &str = "chrome-extension://hdlgihjljiiagehkkoacgiondieaoonk";

    fn of(pairs: &[(&'static str, &'static str)]) -> bool {
        let pairs = pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)));
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append::<HeaderName>(name, value);
        }
        is_from_own_page(&headers, OWN)
    }

    #[test]
    fn both_headers_must_say_that_it_is_our_own_page() {
        assert!(of(&[("origin", OWN), (SITE, "same-origin")]));
        for other in [
            &[][..],
            &[("origin", OWN)],
            &[(SITE, "same-origin")],
            &[("origin", OWN), (SITE, "same-site")],
            &[("origin", OWN), (SITE, "cross-site")],
            &[("origin", OWN), (SITE, "none")],
            &[("origin", "null"), (SITE, "same-origin")],
            &[("origin", "https://latchkey.example.evil.example"), (SITE, "same-origin")],
            &[("origin", "http://latchkey.example"), (SITE, "same-origin")],
            &[("origin", "https://latchkey.example:8443"), (SITE, "same-origin")],
            &[("origin", OWN), ("origin", "https://evil.example"), (SITE, "same-origin")],
            &[("origin", OWN), (SITE, "same-origin"), (SITE, "cross-site")],
            &[("origin", EXTENSION), (SITE, "none")],
            &[("origin", EXTENSION), (SITE, "same-origin")],
        ] {
            assert!(!of(other), "{other:?}");
        }
    }
}
