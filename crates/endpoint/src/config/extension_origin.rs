//! Checks the origins of browser extensions that may call the API.

use axum::http::HeaderValue;

use super::ConfigError;

/// The scheme of extensions in Chromium browsers.
const SCHEME: &str = "chrome-extension://";
/// The length of an extension's id. Each letter is from a to p.
const ID_LENGTH: usize = 32;

/// Parses an extension's origin: `chrome-extension://` and its id.
pub(crate) fn extension_origin(origin: &str) -> Result<HeaderValue, ConfigError> {
    let is_id = |id: &str| id.len() == ID_LENGTH && id.bytes().all(|letter| (b'a'..=b'p').contains(&letter));
    let refused = || ConfigError::ExtensionOrigin(origin.to_owned());
    origin.strip_prefix(SCHEME).filter(|id| is_id(id)).ok_or_else(refused)?;
    HeaderValue::from_str(origin).map_err(|_| refused())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_is_named_by_its_whole_origin() {
        assert!(extension_origin("chrome-extension://hdlgihjljiiagehkkoacgiondieaoonk").is_ok());
        for other in [
            "*",
            "null",
            "chrome-extension://*",
            "chrome-extension://hdlgihjljiiagehkkoacgiondieaoon",
            "chrome-extension://hdlgihjljiiagehkkoacgiondieaoonz",
            "chrome-extension://hdlgihjljiiagehkkoacgiondieaoonk/",
            "https://hdlgihjljiiagehkkoacgiondieaoonk",
        ] {
            assert!(extension_origin(other).is_err(), "{other}");
        }
    }
}
