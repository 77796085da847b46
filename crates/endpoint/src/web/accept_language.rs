//! In which language a browser's reader wants its pages: the endpoint's own pages have no other way to know.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use latchkey_copy::Language;

use crate::app::App;

/// The language for whoever reads the answer.
#[derive(Clone, Copy)]
pub(crate) struct AcceptedLanguage(pub(crate) Language);

impl FromRequestParts<App> for AcceptedLanguage {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Self::Rejection> {
        Ok(Self(language(&parts.headers)))
    }
}

/// What `Accept-Language` (RFC 9110, 12.5.4) asks for most among the languages that are here; English where it asks for
/// none of them. The server bounds how long a header may be.
pub(crate) fn language(headers: &HeaderMap) -> Language {
    let header = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut wanted: Vec<(f32, Language)> = header.split(',').filter_map(wish).collect();
    // Stable: of two that are wanted alike, the first counts.
    wanted.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    wanted.first().map(|(_, language)| *language).unwrap_or_default()
}

/// `de-AT;q=0.8`
fn wish(part: &str) -> Option<(f32, Language)> {
    let (tag, weight) = part.split_once(';').map_or((part, "q=1"), |(tag, weight)| (tag, weight.trim()));
    let weight: f32 = weight.strip_prefix("q=")?.parse().ok()?;
    (weight > 0.0).then_some((weight, Language::from_tag(tag.trim())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(header: &str) -> Language {
        language(&HeaderMap::from_iter([(ACCEPT_LANGUAGE, header.parse().unwrap())]))
    }

    #[test]
    fn what_is_wanted_most_of_what_is_here_is_spoken() {
        assert_eq!(of("de-AT,de;q=0.9,en;q=0.8"), Language::German);
        assert_eq!(of("en;q=0.5, ar-SA ; q=0.9"), Language::Arabic);
        assert_eq!(of("fr-FR,fr;q=0.9,de;q=0.2"), Language::German);
    }

    #[test]
    fn english_is_spoken_to_everybody_else() {
        for header in ["", "*", "fr", "de;q=0", "de;q=x", ";;,,=", "xx-de"] {
            assert_eq!(of(header), Language::English, "{header}");
        }
        assert_eq!(language(&HeaderMap::new()), Language::English);
    }
}
