//! The language that a browser prefers. The endpoint's own pages have no other way to know it.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use latchkey_copy::Language;

use crate::app::App;

/// The preferred language of the request.
#[derive(Clone, Copy)]
pub(crate) struct AcceptedLanguage(pub(crate) Language);

impl FromRequestParts<App> for AcceptedLanguage {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Self::Rejection> {
        Ok(Self(language(&parts.headers)))
    }
}

/// The most preferred available language in `Accept-Language` (RFC 9110, 12.5.4), or English. The server limits the
/// header's length.
pub(crate) fn language(headers: &HeaderMap) -> Language {
    let header = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let accepted = accept_language::parse_with_quality(header);
    let wanted = accepted.iter().filter(|(_, weight)| *weight > 0.0);
    wanted.map(|(tag, _)| tag).find_map(|tag| Language::from_tag(tag)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(header: &str) -> Language {
        language(&HeaderMap::from_iter([(ACCEPT_LANGUAGE, header.parse().unwrap())]))
    }

    #[test]
    fn the_most_preferred_available_language_is_chosen() {
        assert_eq!(of("de-AT,de;q=0.9,en;q=0.8"), Language::German);
        assert_eq!(of("en;q=0.5, ar-SA ; q=0.9"), Language::Arabic);
        assert_eq!(of("fr-FR,fr;q=0.9,de;q=0.2"), Language::German);
    }

    proptest::proptest! {
        #[test]
        fn no_header_is_too_odd_to_be_read(header in "[ -~\\t]{0,80}|([a-z]{0,3}[-;,=q0-9. *]{0,6}){0,9}") {
            of(&header);
        }
    }

    #[test]
    fn english_is_the_fallback() {
        for header in ["", "*", "fr", "de;q=0", "de;q=x", ";;,,=", "xx-de"] {
            assert_eq!(of(header), Language::English, "{header}");
        }
        assert_eq!(language(&HeaderMap::new()), Language::English);
    }
}
