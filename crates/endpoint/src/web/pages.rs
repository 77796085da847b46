//! The endpoint's own pages in the sign-in window: while it opens ([`start`]), on its way to the provider ([`leave`]),
//! at its end ([`window`]), and after an error. They have small scripts, load nothing from other origins, and may not
//! be framed. Their sentences come from `latchkey-copy`, like the pane's, in the language that the browser prefers.
//!
//! # To add a script
//! Add a file beside its page's file, and a line in [`SCRIPTS`].

pub(crate) mod leave;
pub(crate) mod repair;
pub(crate) mod start;
pub(crate) mod window;

use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use axum::response::{Html, IntoResponse, Response};
use latchkey_copy::{Language, Sentences};
use latchkey_wire::ProblemCode;
use maud::{DOCTYPE, Markup, html};

use crate::app::App;
use crate::problem;
use crate::web::opener_policy::{KEEPS_OPENER, OPENER_POLICY};

/// The path of the pages' stylesheet.
pub(crate) const STYLE_PATH: &str = "/pages/page.css";
/// The script that passes an opening's keys to the pages after it.
const OPENING: (&str, &str) = ("/pages/opening.js", include_str!("pages/opening.js"));
/// The pages' scripts: each one's path, and its text.
pub(crate) const SCRIPTS: [(&str, &str); 5] = [OPENING, start::SCRIPT, leave::SCRIPT, window::SCRIPT, repair::SCRIPT];

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

/// The page of a refused request. An empty id is not shown.
pub(crate) fn problem(app: &App, code: ProblemCode, request_id: &str, language: Language) -> Response {
    let sentences = Sentences::of(language);
    frame(
        language,
        &app.policy().installation.product_name,
        latchkey_copy::problem_title(sentences, code),
        &html! {
            p data-problem=(problem::code_text(code)) { (latchkey_copy::problem_detail(sentences, code)) }
            @if !request_id.is_empty() { p .reference dir="ltr" { (request_id) } }
        },
    )
}

/// The page for an administrator who was asked to approve the app at a provider.
pub(crate) fn approval(app: &App, is_given: bool, language: Language) -> Response {
    let policy = app.policy();
    let [title, what] = latchkey_copy::approval_page(language, is_given, &policy.installation.short_name);
    frame(language, &policy.installation.product_name, &title, &html! { p { (what) } })
}

/// The message for a browser that stores neither cookies nor other data: the sign-in would seem to end in another
/// browser.
fn needs_storage(language: Language) -> Markup {
    let [title, what] = latchkey_copy::needs_storage(language);
    html! {
        h1 tabindex="-1" { (title) }
        p { (what) }
    }
}

/// The parts of a page.
struct PageParts<'a> {
    title: &'a str,
    /// `None` if the body has its own heading.
    heading: Option<&'a str>,
    /// The paths of the page's scripts.
    scripts: &'a [&'a str],
    body: &'a Markup,
    policy: String,
}

/// The Content-Security-Policy of a page: it may load its own files, and what its host needs.
fn policy(scripts: &[&str], styles: &[&str]) -> String {
    let scripts = scripts.join(" ");
    let styles: Vec<_> = styles.iter().map(|hash| format!("'{hash}'")).collect();
    let styles = styles.join(" ");
    format!(
        "default-src 'none'; script-src 'self' {scripts}; style-src 'self' {styles}; connect-src 'self'; img-src 'none'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

/// A page with one heading and no scripts.
fn frame(language: Language, product: &str, title: &str, body: &Markup) -> Response {
    page(language, product, &PageParts { title, heading: Some(title), scripts: &[], body, policy: policy(&[], &[]) })
}

fn page(language: Language, product: &str, parts: &PageParts<'_>) -> Response {
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
