//! Whether a page stays tied to the one that opened it (Cross-Origin-Opener-Policy, html.spec.whatwg.org, 7.1.3).

use axum::http::HeaderName;

/// Said aloud, so that no proxy's own choice cuts the window off from the pane that opened it: programs that show the pane
/// close such a window or call it closed.
pub(crate) const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
pub(crate) const KEEPS_OPENER: &str = "unsafe-none";
