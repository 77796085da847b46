//! A file of the pane, ready to be served.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::http::HeaderValue;
use latchkey_wire::Installation;
use sha2::{Digest as _, Sha256};

use super::hosts::{HOST_PAGES, HostPage};
use super::{PAGE, PaneError, page};

/// One year, the longest useful time (RFC 9111, 5.2.2.1).
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// One file, with its headers and compressed forms.
pub(super) struct PaneFile {
    pub(super) kind: HeaderValue,
    pub(super) caching: &'static str,
    pub(super) tag: HeaderValue,
    pub(super) raw: Bytes,
    pub(super) brotli: Option<Bytes>,
    pub(super) gzip: Option<Bytes>,
    pub(super) policy: Option<HeaderValue>,
    /// Pages that open this one get no reference to it, while it keeps references to the windows that it opens.
    pub(super) opener_policy: Option<&'static str>,
}

/// The opener policy of the pane's page (html.spec.whatwg.org, 7.1.3). In a frame, it has no effect.
const OPENS_WINDOWS: &str = "same-origin-allow-popups";

/// A file as it is on the disk.
pub(super) fn plain(name: &str, raw: Bytes) -> PaneFile {
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let kind = match (kind.type_().as_str(), kind.subtype().as_str()) {
        ("text", _) | (_, "javascript") => format!("{kind}; charset=utf-8"),
        _ => kind.to_string(),
    };
    PaneFile {
        kind: HeaderValue::from_str(&kind).unwrap_or(HeaderValue::from_static("application/octet-stream")),
        caching: if has_hash(name) { FOR_EVER } else { "no-cache" },
        tag: tag(&raw),
        raw,
        brotli: None,
        gzip: None,
        policy: None,
        opener_policy: None,
    }
}

/// The page for each host, filled in and compressed.
pub(super) fn page_files(
    raw: &[u8],
    installation: &Installation,
    frame_ancestors: &[String],
) -> Result<HashMap<&'static str, Arc<PaneFile>>, PaneError> {
    let html = String::from_utf8_lossy(raw);
    let html = page::fill_in(&html, installation).ok_or(PaneError::NoInstallationElement)?;
    let compressed = |result: std::io::Result<Vec<u8>>| result.ok().map(Bytes::from);
    let brotli = compressed(latchkey_precompress::brotli(html.as_bytes()));
    let gzip = compressed(latchkey_precompress::gzip(html.as_bytes()));
    let page = |host_page: &HostPage| {
        let policy = HeaderValue::from_str(&page::policy(&html, host_page, frame_ancestors)).ok();
        // A host's own address is used in frames and in the host's own windows.
        let opener_policy = host_page.scripts.is_empty().then_some(OPENS_WINDOWS);
        PaneFile {
            brotli: brotli.clone(),
            gzip: gzip.clone(),
            policy,
            opener_policy,
            ..plain(PAGE, html.clone().into())
        }
    };
    Ok(HOST_PAGES.iter().map(|host_page| (host_page.path, Arc::new(page(host_page)))).collect())
}

fn tag(content: &[u8]) -> HeaderValue {
    let digest = Sha256::digest(content);
    let hex: String = digest.iter().take(12).fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    HeaderValue::from_str(&format!("W/\"{hex}\"")).expect("hexadecimal digits fit into a header")
}

/// Whether the name carries a hash of the content: a part of at least 16 hexadecimal digits after a hyphen.
fn has_hash(name: &str) -> bool {
    let stem = name.rsplit('/').next().unwrap_or(name);
    stem.split(['-', '.', '_']).any(|part| part.len() >= 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        assert!(has_hash("latchkey-pane-0123456789abcdef_bg.wasm"));
        assert!(has_hash("assets/style-0123456789abcdef.css"));
        assert!(!has_hash("index.html"));
        assert!(!has_hash("assets/icons/icon-128.png"));
        assert!(!has_hash("deadbeef.js"));
    }
}
