//! The page between the first one and the provider's: it cuts the window off from the pane that opened it. By then the pane
//! has given its key, and hears from the endpoint alone. It is the same for everybody who opens it.

use axum::http::HeaderValue;
use axum::response::Response;
use latchkey_copy::Language;
use latchkey_wire::{AuthorizationId, start_path};
use maud::html;

use super::{PageParts, page as frame, policy};
use crate::app::App;
use crate::web::opener_policy::OPENER_POLICY;

/// Leads on to where the opening has said.
pub(super) const SCRIPT: (&str, &str) = ("/pages/leave.js", include_str!("leave.js"));

/// Where it is.
pub(super) fn leave_path(id: &AuthorizationId) -> String {
    format!("/authorizations/{id}/leave")
}

/// The page.
pub(crate) fn page(app: &App, id: &AuthorizationId, language: Language) -> Response {
    let title = latchkey_copy::start_title(language);
    let body = html! { div #leave data-authorization=(id) data-start=(start_path(id)) {} };
    let parts = PageParts {
        title,
        heading: Some(title),
        scripts: &[super::OPENING.0, SCRIPT.0],
        body: &body,
        policy: policy(&[], &[]),
    };
    let mut page = frame(language, &app.policy().installation.product_name, &parts);
    // html.spec.whatwg.org, 7.1.3: what comes after such a page has no opener.
    page.headers_mut().insert(OPENER_POLICY, HeaderValue::from_static("same-origin"));
    page
}
