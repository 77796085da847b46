//! The pages of a sign-in. They are ordinary forms with ordinary labels, and say in ordinary words what they ask for.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};
use url::Url;

use super::authorize::Asked;
use super::flow::Step;
use super::refusal::{Reference, Refusal};
use super::sign_in::ANOTHER;
use super::{NAME, scopes};
use crate::html::{Field, Frame, page, problem};
use crate::people::Person;
use crate::world::World;

/// Back to the program. 303, so that no browser sends a form along (RFC 9700, 4.12).
pub(super) fn redirect(url: &Url) -> Response {
    let mut response = Redirect::to(url.as_str()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// The page for a step. Going back to the program isn't one of them.
pub(super) fn show(step: &Step, attempt: &str, asked: &Asked, world: &World) -> Response {
    let form = Form { attempt, asked };
    match step {
        Step::SignIn { email, problem } => form.sign_in(email, problem.as_deref(), world),
        Step::Pick(people) => form.pick(people),
        Step::NewPassword { person, problem } => form.new_password(person, *problem),
        Step::ExtraCheck(person) => form.extra_check(person),
        Step::AdminApproval(person) => form.admin_approval(person, world),
        Step::Consent(person) => form.consent(person, world),
        Step::DeadEnd(refusal) => dead_end(refusal, world),
        Step::Return(url) => redirect(url),
    }
}

struct Form<'a> {
    attempt: &'a str,
    asked: &'a Asked,
}

impl Form<'_> {
    fn page(&self, title: &str, content: &Markup) -> Response {
        let origin = self.asked.callback.origin();
        page(StatusCode::OK, &Frame { name: NAME, title, form_target: Some(&origin) }, content)
    }

    fn action(&self, step: &str) -> String {
        format!("/microsoft/{}/sign-in/{step}", self.asked.tenant.realm())
    }

    /// A form with its main button and **Cancel**. The main button comes first, so that Enter presses it.
    fn ask(&self, step: &str, fields: &Markup, button: &str) -> Markup {
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

    fn cancel(&self, label: &str) -> Markup {
        html! {
            button.quiet type="submit" formaction=(self.action("cancel")) formnovalidate { (label) }
        }
    }

    fn sign_in(&self, email: &str, wrong: Option<&str>, world: &World) -> Response {
        let fields = html! {
            (Field { name: "email", label: "Email", kind: "email", autocomplete: "username", value: email,
                autofocus: email.is_empty(), problem: wrong.is_some() }.render())
            (Field { name: "password", label: "Password", kind: "password", autocomplete: "current-password",
                value: "", autofocus: !email.is_empty(), problem: wrong.is_some() }.render())
        };
        let content = html! {
            p { "to continue to " strong { (world.client.name()) } }
            (problem(wrong))
            (self.ask("password", &fields, "Sign in"))
            p.hint { "The practice people and their passwords stand in the project's README." }
        };
        self.page("Sign in", &content)
    }

    fn pick(&self, people: &[Person]) -> Response {
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
        self.page("Pick an account", &content)
    }

    fn new_password(&self, person: &Person, wrong: Option<&str>) -> Response {
        let field = |name, label, autofocus| {
            let autocomplete = "new-password";
            Field { name, label, kind: "password", autocomplete, value: "", autofocus, problem: wrong.is_some() }
                .render()
        };
        let fields = html! {
            (field("password", "New password", true))
            (field("confirmation", "Confirm password", false))
        };
        let content = html! {
            p.who { (person.email) }
            p { "The password has expired. Choose another; it is forgotten when practice ends." }
            (problem(wrong))
            (self.ask("new-password", &fields, "Change password"))
        };
        self.page("Change your password", &content)
    }

    fn extra_check(&self, person: &Person) -> Response {
        let content = html! {
            p.who { (person.email) }
            p { (person.organisation.name) " wants to be sure that it is you. The real one would ask your phone; here \
                one click is enough." }
            (self.ask("verify", &html! {}, "Verify"))
        };
        self.page("Verify that it is you", &content)
    }

    fn admin_approval(&self, person: &Person, world: &World) -> Response {
        let name = world.client.name();
        let content = html! {
            p.who { (person.email) }
            p { strong { (name) } " needs permission that only an administrator of " (person.organisation.name)
                " can give. Ask one to approve it, then try again." }
            (reference(&Refusal::AdminApproval, world))
            form method="post" action=(self.action("cancel")) {
                input type="hidden" name="attempt" value=(self.attempt);
                div.buttons { button type="submit" { "Return to " (name) " without access" } }
            }
        };
        self.page("Approval needed", &content)
    }

    fn consent(&self, person: &Person, world: &World) -> Response {
        let content = html! {
            p.who { (person.email) }
            p { strong { (world.client.name()) } " wants to:" }
            ul.scopes {
                @for scope in &self.asked.scopes { li { (scopes::meaning(scope).unwrap_or(scope)) } }
            }
            (self.ask("consent", &html! {}, "Accept"))
        };
        self.page("Permissions requested", &content)
    }
}

fn reference(refusal: &Refusal, world: &World) -> Markup {
    let Reference { trace_id, correlation_id, timestamp } = Reference::new(world);
    html! {
        dl.reference {
            dt { "Error code" } dd { "AADSTS" (refusal.number()) }
            dt { "Trace ID" } dd { (trace_id) }
            dt { "Correlation ID" } dd { (correlation_id) }
            dt { "Timestamp" } dd { (timestamp) }
        }
    }
}

/// A page that nobody is sent back from. The real ones are like this: the program never hears of it.
pub(super) fn dead_end(refusal: &Refusal, world: &World) -> Response {
    tracing::info!(aadsts = refusal.number(), "left on an error page");
    let title = match refusal {
        Refusal::BlockedByPolicy => "You can't access this right now",
        _ => "Sign-in can't go on",
    };
    let content = html! {
        p { (refusal.text()) }
        (reference(refusal, world))
        p.hint { "As with the real one, no way leads back from this page. You can close the window." }
    };
    page(StatusCode::BAD_REQUEST, &Frame { name: NAME, title, form_target: None }, &content)
}

/// The sign-in is unknown: it ended, or it was begun in another browser.
pub(super) fn lost() -> Response {
    let content = html! {
        p role="alert" { "This sign-in is over, or it was begun in another browser. Close the window and start again." }
    };
    page(StatusCode::BAD_REQUEST, &Frame { name: NAME, title: "Please start again", form_target: None }, &content)
}

pub(super) fn signed_out() -> Response {
    let content = html! { p role="status" { "You are signed out in this browser." } };
    page(StatusCode::OK, &Frame { name: NAME, title: "Signed out", form_target: None }, &content)
}
