//! The pages of a sign-in that only Google has. The others stand in [`crate::forms`].

use axum::response::Response;
use maud::html;

use super::authorize::AuthorizeRequest;
use super::flow::SignInStep;
use super::refusal::OAuthRefusal;
use super::{NAME, scopes};
use crate::context::PracticeContext;
use crate::forms::{Forms, redirect};
use crate::html::{Frame, page};
use crate::people::PracticePerson;

/// The address that the forms post to.
const FORMS: &str = "/google/sign-in";

/// The page for a step. Going back to the program isn't one of them.
pub(super) fn show(
    step: &SignInStep,
    attempt: &str,
    request: &AuthorizeRequest,
    older: bool,
    context: &PracticeContext,
) -> Response {
    let forms = Forms { name: NAME, address: FORMS.to_owned(), attempt, target: request.callback.origin() };
    match step {
        SignInStep::SignIn { email, problem } => forms.sign_in(&context.client.name(), email, problem.as_deref()),
        SignInStep::Pick(people) => forms.pick("Choose an account", people),
        SignInStep::Consent(person) => consent(&forms, request, person, older, &context.client.name()),
        SignInStep::DeadEnd(refusal, person) => dead_end(*refusal, person.as_ref(), context),
        SignInStep::Return(url) => redirect(url),
    }
}

/// Each permission can be left out, and the program still gets a token.
/// <https://developers.google.com/identity/protocols/oauth2/resources/granular-permissions>
fn consent(forms: &Forms, request: &AuthorizeRequest, person: &PracticePerson, older: bool, program: &str) -> Response {
    let choices = request.scopes.iter().filter(|scope| !scopes::is_identity(scope));
    let fields = html! {
        @if choices.clone().next().is_some() {
            p { "You can leave out any of these. Some of " (program) " may not work then." }
            fieldset {
                legend { "Select what " (program) " can access" }
                @for scope in choices {
                    label.tick {
                        input type="checkbox" name="scope" value=(scope) checked;
                        span { (scopes::meaning(scope).unwrap_or(scope)) }
                    }
                }
            }
        }
    };
    let content = html! {
        p.who { (person.email) }
        p { (program) " learns who you are." }
        (forms.ask("consent", &fields, if older { "Allow" } else { "Continue" }))
    };
    forms.page(&format!("{program} wants access to your Google Account"), &content)
}

/// An error page without a redirect. As at the real provider, the program never learns of the refusal.
pub(super) fn dead_end(refusal: OAuthRefusal, person: Option<&PracticePerson>, context: &PracticeContext) -> Response {
    let (status, error) = refusal.code();
    tracing::info!(error, "left on an error page");
    let program = context.client.name();
    let title = match refusal {
        OAuthRefusal::PolicyEnforced => "Access blocked".to_owned(),
        OAuthRefusal::ServiceTrouble => "Something went wrong".to_owned(),
        _ => format!("Access blocked: {program} can't be used"),
    };
    let content = html! {
        @if let Some(person) = person { p.who { (person.email) } }
        @match refusal {
            OAuthRefusal::PolicyEnforced => p {
                "The policy of your organization forbids what " (program) " asks for. Your administrator can change it."
            },
            _ => p { (refusal.text()) },
        }
        p { "Error " (status.as_u16()) ": " (error) }
        p.hint { "Like the real page, this one does not lead back to the app. You can close the window." }
    };
    page(status, &Frame { name: NAME, title: &title, form_target: None }, &content)
}

pub(super) fn signed_out() -> Response {
    let content = html! { p role="status" { "You are signed out in this browser." } };
    page(axum::http::StatusCode::OK, &Frame { name: NAME, title: "Signed out", form_target: None }, &content)
}
