//! Whether a page stays connected to the page that opened it (Cross-Origin-Opener-Policy, html.spec.whatwg.org, 7.1.3).

use axum::http::HeaderName;

/// Sent explicitly, so that a proxy's default does not separate the window from the pane that opened it. Hosts close
/// such a window or report it as closed.
pub(crate) const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
pub(crate) const KEEPS_OPENER: &str = "unsafe-none";
