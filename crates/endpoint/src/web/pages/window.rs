//! The page that a callback redirects to. It is the same for every visitor at first. Its script proves that it runs in
//! the browser that opened the sign-in, and then shows the endpoint's answer.

use axum::response::Response;
use latchkey_copy::{Label, Language, SentenceNames, Sentences};
use latchkey_store::{AuthorizationRecord, OpenedBy};
use latchkey_wire::{AuthorizationId, Phase, returns_path, start_path};
use maud::html;

use super::{PageParts, frame, page as whole, policy};
use crate::app::App;

/// Proves which browser it runs in, and shows the endpoint's answer.
pub(super) const SCRIPT: (&str, &str) = ("/pages/window.js", include_str!("window.js"));

/// The path of the page.
pub(crate) fn window_path(id: &AuthorizationId) -> String {
    format!("/authorizations/{id}/window")
}

/// The page before its script has run.
pub(crate) fn page(app: &App, id: &AuthorizationId, language: Language) -> Response {
    let installation = &app.policy().installation;
    let names = SentenceNames { provider: "", product: &installation.short_name };
    let title = latchkey_copy::phase_title(Sentences::of(language), &Phase::Finishing, names);
    let body = html! {
        div #returned data-authorization=(id) data-returns=(returns_path(id)) {}
        noscript { p { (latchkey_copy::needs_script(language)) } }
    };
    let scripts = &[super::OPENING.0, SCRIPT.0];
    let parts = PageParts { title: &title, heading: Some(&title), scripts, body: &body, policy: policy(&[], &[]) };
    whole(language, &installation.product_name, &parts)
}

/// What the window shows in each phase, to the browser that opened it. Repeating the request changes nothing.
pub(crate) fn shown(app: &App, record: &AuthorizationRecord, phase: &Phase, language: Language) -> Response {
    let sentences = Sentences::of(language);
    let text = |label| latchkey_copy::label(sentences, label);
    let label = app.registry.get(&record.offer).map_or("", |provider| provider.label());
    let policy = app.policy();
    let names = SentenceNames { provider: label, product: &policy.installation.short_name };
    let title = latchkey_copy::phase_title(sentences, phase, names);
    let shows_code =
        record.opening.as_ref().filter(|opening| opening.by == OpenedBy::Asked).zip(record.pending.as_ref());
    let mut heading = title.clone();
    let body = match (phase, shows_code) {
        (Phase::AwaitingProof, Some((opening, pending))) => {
            let [title, account, place] = latchkey_copy::code_page(language, &pending.account, names);
            heading = title;
            html! {
                p { (account) }
                p .code dir="ltr" { (opening.secrets.code.expose()) }
                p { strong { (place) } }
            }
        }
        (Phase::Waiting, _) => html! {
            p { a href=(start_path(&record.id)) { (text(Label::OpenSignInPage)) } }
        },
        (Phase::Finishing | Phase::AwaitingProof, _) => {
            html! { p { (latchkey_copy::phase(sentences, phase, names)) } }
        }
        (
            Phase::AwaitingSwitch { .. }
            | Phase::ServerFound { .. }
            | Phase::Failed { .. }
            | Phase::Cancelled
            | Phase::Expired,
            _,
        ) => html! {
            p { (latchkey_copy::phase(sentences, phase, names)) }
            p { (text(Label::BackToSidebar)) }
        },
        (Phase::Succeeded { .. }, _) => html! { p { (text(Label::CloseWindow)) } },
    };
    // If a decision is left, the person makes it in the pane.
    let done = matches!(phase, Phase::Succeeded { .. } | Phase::AwaitingSwitch { .. });
    // Phases in which the pane continues while this page is read.
    let goes_on = match phase {
        Phase::Finishing => Some("finishing"),
        Phase::AwaitingProof => Some("awaiting-proof"),
        _ => None,
    };
    let body = html! {
        div #window data-done=[done.then_some("yes")] data-phase=[goes_on] { (body) }
    };
    frame(language, &policy.installation.product_name, &heading, &body)
}
