//! The few pages that the endpoint itself shows, in the sign-in window: while it opens, at its end, and when something
//! went wrong. They hold no script of their own but one small file, nothing from elsewhere, and may not be framed. Their
//! sentences come from `latchkey-copy`, like the pane's, in the language that the browser asks for.

pub(crate) mod repair;

use axum::http::HeaderName;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use axum::response::{Html, IntoResponse, Response};
use latchkey_copy::{Label, Language, Names, Sentences};
use latchkey_domain::MatchCode;
use latchkey_store::AuthorizationRecord;
use latchkey_wire::{Phase, ProblemCode, start_path};
use maud::{DOCTYPE, Markup, html};

use crate::app::App;
use crate::problem;

/// Where the pages' own files are served.
pub(crate) const STYLE_PATH: &str = "/pages/page.css";
/// Hands the proof to the pane and closes the window.
pub(crate) const SCRIPT_PATH: &str = "/pages/window.js";

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'none'; img-src 'none'; \
                      base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// Said aloud, so that no proxy's own choice cuts the window off from the pane that opened it: programs that show the pane
/// close such a window or call it closed.
pub(crate) const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
pub(crate) const KEEPS_OPENER: &str = "unsafe-none";

/// The stylesheet.
pub(crate) async fn style() -> Response {
    file("text/css; charset=utf-8", include_str!("pages/page.css"))
}

/// The script.
pub(crate) async fn script() -> Response {
    file("text/javascript; charset=utf-8", include_str!("pages/window.js"))
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
    let body = match phase {
        Phase::AwaitingProof { account } => {
            let choices =
                MatchCode::parse(&record.match_code).map(|code| code.among_others(record.secrets.proof.hash()));
            html! {
                div #question {
                    p { (latchkey_copy::match_question(language, account, names)) }
                    form method="post" action={ "/authorizations/" (record.id) "/confirm" } {
                        input type="hidden" name="proof" value=(record.secrets.proof.expose());
                        fieldset {
                            legend { (text(Label::WhichCode)) }
                            @for choice in choices.into_iter().flatten() {
                                button .code name="choice" value=(choice) { (choice) }
                            }
                            button name="choice" value="none" { (text(Label::NoneOfThese)) }
                        }
                    }
                }
            }
        }
        Phase::Waiting => html! {
            p { a href=(start_path(&record.id)) { (text(Label::OpenSignInPage)) } }
        },
        Phase::Finishing => html! { p { (latchkey_copy::phase(sentences, phase, names)) } },
        Phase::AwaitingSwitch { .. }
        | Phase::ServerFound { .. }
        | Phase::Failed { .. }
        | Phase::Cancelled
        | Phase::Expired => html! {
            p { (latchkey_copy::phase(sentences, phase, names)) }
            p { (text(Label::BackToSidebar)) }
        },
        Phase::Succeeded { .. } => html! { p { (text(Label::CloseWindow)) } },
    };
    let proof = matches!(phase, Phase::AwaitingProof { .. }).then(|| record.secrets.proof.expose());
    let finishing = proof.map(|_| latchkey_copy::phase_title(sentences, &Phase::Finishing, names));
    // What is left to decide is decided in the pane.
    let done = matches!(phase, Phase::Succeeded { .. } | Phase::AwaitingSwitch { .. });
    page(
        language,
        &policy.installation.product_name,
        &title,
        &html! {
            div #window data-authorization=(record.id) data-proof=[proof] data-finishing=[finishing] data-done=[done.then_some("yes")] { (body) }
        },
    )
}

/// The page of a refused request.
pub(crate) fn problem(app: &App, code: ProblemCode, request_id: &str, language: Language) -> Response {
    let sentences = Sentences::of(language);
    page(
        language,
        &app.policy().installation.product_name,
        latchkey_copy::problem_title(sentences, code),
        &html! {
            p data-problem=(problem::word(code)) { (latchkey_copy::problem_detail(sentences, code)) }
            p .reference dir="ltr" { (request_id) }
        },
    )
}

fn page(language: Language, product: &str, title: &str, body: &Markup) -> Response {
    let markup = html! {
        (DOCTYPE)
        html lang=(language.tag()) dir=(language.direction()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " – " (product) }
                link rel="stylesheet" href=(STYLE_PATH);
                script src=(SCRIPT_PATH) defer {}
            }
            body {
                main {
                    p .product { (product) }
                    h1 { (title) }
                    (body)
                }
            }
        }
    };
    let headers = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
        (OPENER_POLICY, KEEPS_OPENER),
    ];
    (headers, Html(markup.into_string())).into_response()
}
