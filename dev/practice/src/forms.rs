//! The pages of a sign-in that look alike at every provider: the frame of their forms, the password, the choice of an
//! account, and the ways out. They are ordinary forms with ordinary labels.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};
use url::Url;

use crate::html::{FormField, Frame, page, problem};
use crate::people::PracticePerson;

/// The value of the button **Use another account**.
pub(crate) const ANOTHER: &str = "another";

/// The forms of one sign-in.
pub(crate) struct Forms<'a> {
    /// The provider, such as "Practice Microsoft".
    pub(crate) name: &'a str,
    /// The prefix of the addresses that the forms post to.
    pub(crate) address: String,
    /// Which sign-in it is.
    pub(crate) attempt: &'a str,
    /// The origin that the program's callback has.
    pub(crate) target: String,
}

impl Forms<'_> {
    pub(crate) fn page(&self, title: &str, content: &Markup) -> Response {
        page(StatusCode::OK, &Frame { name: self.name, title, form_target: Some(&self.target) }, content)
    }

    /// The address that a form posts to.
    pub(crate) fn action(&self, step: &str) -> String {
        format!("{}/{step}", self.address)
    }

    /// A form with its main button and **Cancel**. The main button comes first, so that Enter presses it.
    pub(crate) fn ask(&self, step: &str, fields: &Markup, button: &str) -> Markup {
        html! {
            form method="post" action=(self.action(step)) {
                input type="hidden" name="attempt" value=(self.attempt);
                (fields)
                div.buttons {
                    button type="submit" { (button) }
                    (self.cancel("Cancel"))
                }
            }
        }
    }

    pub(crate) fn cancel(&self, label: &str) -> Markup {
        html! {
            button.quiet type="submit" formaction=(self.action("cancel")) formnovalidate { (label) }
        }
    }

    /// The page that asks for address and password. Its form posts to `password`.
    pub(crate) fn sign_in(&self, program: &str, email: &str, wrong: Option<&str>) -> Response {
        let fields = html! {
            // Not every sign-in name is an address.
            (FormField { name: "email", label: "Email", kind: "text", autocomplete: "username", value: email,
                autofocus: email.is_empty(), problem: wrong.is_some() }.render())
            (FormField { name: "password", label: "Password", kind: "password", autocomplete: "current-password",
                value: "", autofocus: !email.is_empty(), problem: wrong.is_some() }.render())
        };
        let content = html! {
            p { "to continue to " strong { (program) } }
            (problem(wrong))
            (self.ask("password", &fields, "Sign in"))
            p.hint { "The practice people and their passwords are listed in the project's README." }
        };
        self.page("Sign in", &content)
    }

    /// The page to pick one of the signed-in accounts, or another one. Its form posts to `pick`.
    pub(crate) fn pick(&self, title: &str, people: &[PracticePerson]) -> Response {
        let content = html! {
            form method="post" action=(self.action("pick")) {
                input type="hidden" name="attempt" value=(self.attempt);
                ul.accounts {
                    @for person in people {
                        li { button.account type="submit" name="person" value=(person.id) {
                            strong { (person.name) } " " span { (person.email) }
                        } }
                    }
                    li { button.account type="submit" name="person" value=(ANOTHER) { strong { "Use another account" } } }
                }
                div.buttons { (self.cancel("Cancel")) }
            }
        };
        self.page(title, &content)
    }
}

/// The redirect back to the program. 303, so that no browser repeats the form (RFC 9700, 4.12).
pub(crate) fn redirect(url: &Url) -> Response {
    let mut response = Redirect::to(url.as_str()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// The page after signing out.
pub(crate) fn signed_out(name: &str, title: &str, text: &str) -> Response {
    page(StatusCode::OK, &Frame { name, title, form_target: None }, &html! { p role="status" { (text) } })
}

/// The page for an unknown sign-in: it has ended, or another browser started it.
pub(crate) fn unknown_sign_in(name: &str) -> Response {
    let content = html! {
        p role="alert" { "This sign-in is over, or it was begun in another browser. Close the window and start again." }
    };
    page(StatusCode::BAD_REQUEST, &Frame { name, title: "Please start again", form_target: None }, &content)
}
