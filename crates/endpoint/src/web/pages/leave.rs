//! The page between the first page and the provider's. It disconnects the window from the pane that opened it. By then the
//! pane has given its key, and it learns the outcome from the endpoint alone. The page is the same for every visitor.

use axum::http::HeaderValue;
use axum::response::Response;
use latchkey_copy::Language;
use latchkey_wire::{AuthorizationId, start_path};
use maud::html;

use super::{PageParts, page as frame, policy};
use crate::app::App;
use crate::web::opener_policy::OPENER_POLICY;

/// Goes on to the address that the opening was given.
pub(super) const SCRIPT: (&str, &str) = ("/pages/leave.js", include_str!("leave.js"));

/// The path of the page.
pub(super) fn leave_path(id: &AuthorizationId) -> String {
    format!("/authorizations/{id}/leave")
}

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
    // html.spec.whatwg.org, 7.1.3: pages after this one have no opener.
    page.headers_mut().insert(OPENER_POLICY, HeaderValue::from_static("same-origin"));
    page
}
