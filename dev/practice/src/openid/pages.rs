//! The pages of a sign-in that differ from those in [`crate::forms`].

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::{KNOWN, NAME, OpenIdDialect, PracticeOpenId, refusal};
use crate::forms::Forms;
use crate::html::{Frame, page};
use crate::oauth::{OAuthRefusal, OngoingSignIn, SignInStep};

/// The page of a step.
pub(super) fn show(
    openid: &PracticeOpenId,
    step: &SignInStep,
    attempt: &str,
    sign_in: &OngoingSignIn<OpenIdDialect>,
) -> Response {
    let target = sign_in.request.callback.origin();
    let forms = Forms { name: NAME, address: "/openid/sign-in".to_owned(), attempt, target };
    let program = openid.context.client.name();
    let SignInStep::Consent(person) = step else { return step.show(&forms, &program, "Choose an account") };
    let asked = |name: &str| sign_in.request.scopes.iter().any(|scope| scope == name);
    let content = html! {
        p.who { (person.email) }
        p { strong { (program) } " wants to:" }
        ul.scopes { @for (_, meaning) in KNOWN.iter().filter(|(name, _)| asked(name)) { li { (meaning) } } }
        (forms.ask("consent", &html! {}, "Accept"))
    };
    forms.page("Permissions requested", &content)
}

/// An error page without a redirect.
pub(super) fn dead_end(refusal: OAuthRefusal) -> Response {
    let content = html! {
        p { "Error: " (refusal::text(refusal)) }
        p.hint { "This page does not lead back to the app. You can close the window." }
    };
    page(StatusCode::BAD_REQUEST, &Frame { name: NAME, title: "Sign-in can't continue", form_target: None }, &content)
}
