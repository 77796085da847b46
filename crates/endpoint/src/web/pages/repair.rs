//! The page that an e-mail links to. It has one button, or says where else to go.

use axum::response::Response;
use latchkey_copy::{Language, SentenceNames, Sentences};
use latchkey_store::ConnectionRecord;
use latchkey_wire::ProblemCode;
use maud::{Markup, html};

use super::{PageParts, frame, policy};
use crate::app::App;
use crate::notify::mail;

/// Begins the sign-in when the person presses the button.
pub(super) const SCRIPT: (&str, &str) = ("/pages/repair.js", include_str!("repair.js"));

/// The page for a connection that needs a sign-in, or the message that the link is no longer needed.
pub(crate) fn page(app: &App, connection: Option<&ConnectionRecord>, token: &str, language: Language) -> Response {
    let installation = &app.policy().installation;
    let Some(connection) = connection else {
        let title = latchkey_copy::repair_over_title(language);
        let body = html! { p { (latchkey_copy::repair_over(language, &installation.short_name)) } };
        return frame(language, &installation.product_name, title, &body);
    };
    let provider = app.registry.get(&connection.offer).map_or("", |service| service.label());
    let names = SentenceNames { provider, product: &installation.short_name };
    let body = if app.registry.by_password(&connection.offer).is_some() {
        html! { p { (latchkey_copy::repair_in_sidebar(language, &connection.account, names)) } }
    } else {
        html! {
            p { (latchkey_copy::repair_account(language, &connection.account, names)) }
            button #repair .main type="button" data-repair=(mail::path(token)) {
                (latchkey_copy::repair_button(language, names))
            }
            template #unavailable { (unavailable(language)) }
            template #needs-storage { (super::needs_storage(language)) }
            noscript { p { (latchkey_copy::needs_script(language)) } }
        }
    };
    let title = latchkey_copy::repair_title(language, names);
    let parts = PageParts {
        title: &title,
        heading: Some(&title),
        scripts: &[super::OPENING.0, SCRIPT.0],
        body: &body,
        policy: policy(&[], &[]),
    };
    super::page(language, &installation.product_name, &parts)
}

fn unavailable(language: Language) -> Markup {
    let (sentences, code) = (Sentences::of(language), ProblemCode::Unavailable);
    html! {
        h1 tabindex="-1" { (latchkey_copy::problem_title(sentences, code)) }
        p { (latchkey_copy::problem_detail(sentences, code)) }
    }
}
