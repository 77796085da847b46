//! The few pages that the endpoint itself shows, in the sign-in window: while it opens ([`start`]), at its end, and when
//! something went wrong. They hold one small script each, nothing from elsewhere, and may not be framed. Their
//! sentences come from `latchkey-copy`, like the pane's, in the language that the browser asks for.

pub(crate) mod repair;
pub(crate) mod start;

use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{Html, IntoResponse, Response};
use latchkey_copy::{Label, Language, Names, Sentences};
use latchkey_store::{AuthorizationRecord, OpenedBy};
use latchkey_wire::{Phase, ProblemCode, start_path};
use maud::{DOCTYPE, Markup, html};

use crate::app::App;
use crate::problem;

/// Where the pages' own files are served.
pub(crate) const STYLE_PATH: &str = "/pages/page.css";
/// Closes the window when nothing is left to do in it.
pub(crate) const SCRIPT_PATH: &str = "/pages/window.js";
/// Its text.
pub(crate) const SCRIPT: &str = include_str!("pages/window.js");
/// The text of [`start::SCRIPT_PATH`].
pub(crate) const START_SCRIPT: &str = include_str!("pages/start.js");

/// Said aloud, so that no proxy's own choice cuts the window off from the pane that opened it: programs that show the pane
/// close such a window or call it closed.
pub(crate) const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
pub(crate) const KEEPS_OPENER: &str = "unsafe-none";

/// The stylesheet.
pub(crate) async fn style() -> Response {
    file("text/css; charset=utf-8", include_str!("pages/page.css"))
}

/// A script.
pub(crate) fn script(text: &'static str) -> Response {
    file("text/javascript; charset=utf-8", text)
}

fn file(kind: &'static str, text: &'static str) -> Response {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")], text).into_response()
}

/// What the sign-in window shows after it has come back, by how far its attempt is. Asking again changes nothing.
pub(crate) fn window(app: &App, record: &AuthorizationRecord, phase: &Phase, language: Language) -> Response {
    let sentences = Sentences::of(language);
    let text = |label| latchkey_copy::label(sentences, label);
    let label = app.registry.get(&record.offer).map_or("", |provider| provider.label());
    let policy = app.policy();
    let names = Names { provider: label, product: &policy.installation.short_name };
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
    // What is left to decide is decided in the pane.
    let done = matches!(phase, Phase::Succeeded { .. } | Phase::AwaitingSwitch { .. });
    // What the pane goes on with while this is read.
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

/// The page of a refused request. An empty id is not shown.
pub(crate) fn problem(app: &App, code: ProblemCode, request_id: &str, language: Language) -> Response {
    let sentences = Sentences::of(language);
    frame(
        language,
        &app.policy().installation.product_name,
        latchkey_copy::problem_title(sentences, code),
        &html! {
            p data-problem=(problem::word(code)) { (latchkey_copy::problem_detail(sentences, code)) }
            @if !request_id.is_empty() { p .reference dir="ltr" { (request_id) } }
        },
    )
}

/// What a page consists of.
struct Parts<'a> {
    title: &'a str,
    /// None where the body brings its own.
    heading: Option<&'a str>,
    /// Its own scripts, by their paths.
    scripts: &'a [&'a str],
    body: &'a Markup,
    policy: String,
}

/// Where a page's forms go, in its policy.
const TO_US_ALONE: &str = "form-action 'self'; ";
/// A browser holds every address that a form's answer leads on to against the policy, too (w3.org/TR/CSP3, 7.6), and nobody
/// knows over which ones a provider leads.
const TO_A_PROVIDER: &str = "";

/// What a page may load, and from where: its own files, and what its host brings along.
fn policy(scripts: &[&str], styles: &[&str], forms: &str) -> String {
    let scripts = scripts.join(" ");
    let styles: Vec<_> = styles.iter().map(|hash| format!("'{hash}'")).collect();
    let styles = styles.join(" ");
    format!(
        "default-src 'none'; script-src 'self' {scripts}; style-src 'self' {styles}; connect-src 'self'; img-src 'none'; \
         base-uri 'none'; {forms}frame-ancestors 'none'"
    )
}

/// A page with one heading.
fn frame(language: Language, product: &str, title: &str, body: &Markup) -> Response {
    let scripts = &[SCRIPT_PATH];
    page(
        language,
        product,
        &Parts { title, heading: Some(title), scripts, body, policy: policy(&[], &[], TO_US_ALONE) },
    )
}

fn page(language: Language, product: &str, parts: &Parts<'_>) -> Response {
    let markup = html! {
        (DOCTYPE)
        html lang=(language.tag()) dir=(language.direction()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (parts.title) " – " (product) }
                link rel="stylesheet" href=(STYLE_PATH);
                @for script in parts.scripts { script src=(script) defer {} }
            }
            body {
                main {
                    p .product { (product) }
                    @if let Some(heading) = parts.heading { h1 { (heading) } }
                    (parts.body)
                }
            }
        }
    };
    let policy = HeaderValue::from_str(&parts.policy).unwrap_or(HeaderValue::from_static("default-src 'none'"));
    let headers = [
        (CONTENT_SECURITY_POLICY, policy),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (OPENER_POLICY, HeaderValue::from_static(KEEPS_OPENER)),
    ];
    (headers, Html(markup.into_string())).into_response()
}
