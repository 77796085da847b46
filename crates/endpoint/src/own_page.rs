//! Whether a request was sent by one of the endpoint's own pages, and by none that somebody else wrote. Browsers say who
//! sends a request, in headers that no page can set: `Origin` (fetch.spec.whatwg.org, 3.2) and `Sec-Fetch-Site`
//! (w3.org/TR/fetch-metadata). What does not say so is refused.

use axum::extract::FromRequestParts;
use axum::http::header::ORIGIN;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use latchkey_wire::ProblemCode;

use crate::app::App;
use crate::problem::ApiError;

const SITE: &str = "sec-fetch-site";
const SAME_ORIGIN: &str = "same-origin";

/// Who has sent a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Sender {
    /// A page of this endpoint.
    OwnPage,
    /// A page of an extension that an administrator pointed here (`extension_origins`).
    Extension,
}

impl FromRequestParts<App> for Sender {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let own = app.public_url.origin().ascii_serialization();
        let refused = ApiError::new(ProblemCode::OriginRefused);
        sender(&parts.headers, &own, &app.settings.extension_origins).ok_or(refused)
    }
}

/// A request of the endpoint's own page.
pub(crate) struct OwnPage;

impl FromRequestParts<App> for OwnPage {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        match Sender::from_request_parts(parts, app).await? {
            Sender::OwnPage => Ok(Self),
            Sender::Extension => Err(ApiError::new(ProblemCode::OriginRefused)),
        }
    }
}

fn sender(headers: &HeaderMap, own: &str, extensions: &[HeaderValue]) -> Option<Sender> {
    let only = |name: &str| {
        let mut all = headers.get_all(name).iter();
        all.next().filter(|_| all.next().is_none())
    };
    let (origin, site) = (only(ORIGIN.as_str())?, only(SITE)?);
    if origin == own {
        return (site == SAME_ORIGIN).then_some(Sender::OwnPage);
    }
    // To the browser it comes from another site, or from none.
    (extensions.contains(origin) && site != SAME_ORIGIN).then_some(Sender::Extension)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "https://latchkey.example";
    const EXTENSION: &str = "chrome-extension://hdlgihjljiiagehkkoacgiondieaoonk";

    fn of(pairs: &[(&'static str, &'static str)]) -> Option<Sender> {
        let pairs = pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)));
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append::<axum::http::HeaderName>(name, value);
        }
        sender(&headers, OWN, &[HeaderValue::from_static(EXTENSION)])
    }

    #[test]
    fn both_headers_must_say_that_it_is_our_own_page() {
        assert_eq!(of(&[("origin", OWN), (SITE, "same-origin")]), Some(Sender::OwnPage));
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
        ] {
            assert_eq!(of(other), None, "{other:?}");
        }
    }

    #[test]
    fn an_extension_is_admitted_by_its_whole_origin() {
        for site in ["cross-site", "none"] {
            assert_eq!(of(&[("origin", EXTENSION), (SITE, site)]), Some(Sender::Extension));
        }
        assert_eq!(of(&[("origin", EXTENSION)]), None);
        assert_eq!(of(&[("origin", EXTENSION), (SITE, "same-origin")]), None);
        assert_eq!(of(&[("origin", "chrome-extension://hdlgihjljiiagehkkoacgiondieaoonp"), (SITE, "none")]), None);
    }
}
