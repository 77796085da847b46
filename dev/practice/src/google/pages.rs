//! The pages of a sign-in that only Google has. The others stand in [`crate::forms`].

use axum::response::Response;
use maud::html;

use super::refusal::{code, description};
use super::{GoogleDialect, NAME, PracticeGoogle, scopes};
use crate::context::PracticeContext;
use crate::faults::{Condition, Quirk};
use crate::forms::Forms;
use crate::html::{Frame, page};
use crate::oauth::{OAuthRefusal, OngoingSignIn, SignInStep};
use crate::people::PracticePerson;

/// The page of a step.
pub(super) fn show(
    google: &PracticeGoogle,
    step: &SignInStep,
    attempt: &str,
    sign_in: &OngoingSignIn<GoogleDialect>,
) -> Response {
    let target = sign_in.request.callback.origin();
    let forms = Forms { name: NAME, address: "/google/sign-in".to_owned(), attempt, target };
    let program = google.context.client.name();
    match step {
        SignInStep::Consent(person) => {
            let older = google.provider().has_quirk(Quirk::OlderConsentPage);
            consent(&forms, &sign_in.request.scopes, person, older, &program)
        }
        other => other.show(&forms, &program, "Choose an account"),
    }
}

/// Each permission can be left out, and the program still gets a token.
/// <https://developers.google.com/identity/protocols/oauth2/resources/granular-permissions>
fn consent(forms: &Forms, scopes: &[String], person: &PracticePerson, older: bool, program: &str) -> Response {
    let choices = scopes.iter().filter(|scope| !scopes::is_identity(scope));
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
    let (status, error) = code(refusal);
    tracing::info!(error, "left on an error page");
    let program = context.client.name();
    let title = match refusal {
        OAuthRefusal::Condition(Condition::AdminApproval) => "Access blocked".to_owned(),
        OAuthRefusal::ServiceTrouble => "Something went wrong".to_owned(),
        _ => format!("Access blocked: {program} can't be used"),
    };
    let content = html! {
        @if let Some(person) = person { p.who { (person.email) } }
        @match refusal {
            OAuthRefusal::Condition(Condition::AdminApproval) => p {
                "The policy of your organization forbids what " (program) " asks for. Your administrator can change it."
            },
            _ => p { (description(refusal)) },
        }
        p { "Error " (status.as_u16()) ": " (error) }
        p.hint { "Like the real page, this one does not lead back to the app. You can close the window." }
    };
    page(status, &Frame { name: NAME, title: &title, form_target: None }, &content)
}
