//! Pages: the frame around all of them, and their headers. No script runs on any page, and nothing is loaded from
//! elsewhere.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use maud::{DOCTYPE, Markup, html};

/// The frame of a provider's page.
pub(crate) struct Frame<'a> {
    /// The provider, such as "Practice Microsoft".
    pub(crate) name: &'a str,
    /// The page's heading and title.
    pub(crate) title: &'a str,
    /// Where the page's forms may lead beyond this origin: Chromium applies `form-action` to every redirect that
    /// follows a form, so the program's callback must be allowed.
    pub(crate) form_target: Option<&'a str>,
}

/// A page of a provider.
pub(crate) fn page(status: StatusCode, frame: &Frame, content: &Markup) -> Response {
    let body = html! {
        p.practice { strong { (frame.name) } " is a stand-in. No real passwords here." }
        main.card {
            h1 { (frame.title) }
            (content)
        }
    };
    respond(status, &format!("{} – {}", frame.title, frame.name), frame.form_target, &body)
}

/// Any page, with the headers that protect it.
pub(crate) fn respond(status: StatusCode, title: &str, form_target: Option<&str>, body: &Markup) -> Response {
    let document = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                link rel="icon" href="/practice.svg";
                link rel="stylesheet" href="/practice.css";
            }
            body { (body) }
        }
    };
    let mut response = (status, document).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy(form_target));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Not `no-referrer`: with it a browser would send our own forms with `Origin: null`.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

fn policy(form_target: Option<&str>) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; \
         form-action 'self' {}",
        form_target.unwrap_or_default()
    );
    // Only an origin that a URL parser wrote gets here, and that is ASCII without spaces.
    HeaderValue::from_str(policy.trim_end()).expect("an origin fits a header")
}

/// A labelled field. `problem` is read out with it.
pub(crate) struct FormField<'a> {
    pub(crate) name: &'a str,
    pub(crate) label: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) autocomplete: &'a str,
    pub(crate) value: &'a str,
    pub(crate) autofocus: bool,
    pub(crate) problem: bool,
}

/// The id of the message that fields with a problem point to.
const PROBLEM_ID: &str = "problem";

impl FormField<'_> {
    pub(crate) fn render(&self) -> Markup {
        html! {
            label for=(self.name) { (self.label) }
            input id=(self.name) name=(self.name) type=(self.kind) autocomplete=(self.autocomplete)
                value=[(!self.value.is_empty()).then_some(self.value)] required autofocus[self.autofocus]
                aria-invalid=[self.problem.then_some("true")] aria-describedby=[self.problem.then_some(PROBLEM_ID)];
        }
    }
}

/// The error message above a form.
pub(crate) fn problem(text: Option<&str>) -> Markup {
    html! {
        @if let Some(text) = text {
            p.problem id=(PROBLEM_ID) role="alert" { (text) }
        }
    }
}
