//! The pages of a sign-in. They are ordinary forms with ordinary labels, and say in ordinary words what they ask for.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use super::refusal::{self, Reference};
use super::tenant::Tenant;
use super::{NAME, scopes};
use crate::context::PracticeContext;
use crate::faults::Condition;
use crate::forms::Forms;
use crate::html::{FormField, Frame, page, problem};
use crate::oauth::{AuthorizeRequest, OAuthRefusal, SignInStep};
use crate::people::PracticePerson;

/// The page of a step.
pub(super) fn show(
    step: &SignInStep,
    attempt: &str,
    request: &AuthorizeRequest<Tenant>,
    context: &PracticeContext,
) -> Response {
    let address = format!("/microsoft/{}/sign-in", request.at.realm());
    let forms = Forms { name: NAME, address, attempt, target: request.callback.origin() };
    let form = PageBuilder { forms, request };
    match step {
        SignInStep::NewPassword { person, problem } => form.new_password(person, *problem),
        SignInStep::ExtraCheck(person) => form.extra_check(person),
        SignInStep::AdminApproval(person) => form.admin_approval(person, context),
        SignInStep::Consent(person) => form.consent(person, context),
        other => other.show(&form.forms, &context.client.name(), "Pick an account"),
    }
}

struct PageBuilder<'a> {
    forms: Forms<'a>,
    request: &'a AuthorizeRequest<Tenant>,
}

impl PageBuilder<'_> {
    fn new_password(&self, person: &PracticePerson, wrong: Option<&str>) -> Response {
        let field = |name, label, autofocus| {
            let autocomplete = "new-password";
            FormField { name, label, kind: "password", autocomplete, value: "", autofocus, problem: wrong.is_some() }
                .render()
        };
        let fields = html! {
            (field("password", "New password", true))
            (field("confirmation", "Confirm password", false))
        };
        let content = html! {
            p.who { (person.email) }
            p { "The password has expired. Choose a new one. Practice forgets it when it stops." }
            (problem(wrong))
            (self.forms.ask("new-password", &fields, "Change password"))
        };
        self.forms.page("Change your password", &content)
    }

    fn extra_check(&self, person: &PracticePerson) -> Response {
        let content = html! {
            p.who { (person.email) }
            p { (person.organisation.name) " requires an extra verification. The real one would use your phone; here \
                one click is enough." }
            (self.forms.ask("verify", &html! {}, "Verify"))
        };
        self.forms.page("Verify that it is you", &content)
    }

    fn admin_approval(&self, person: &PracticePerson, context: &PracticeContext) -> Response {
        let name = context.client.name();
        let content = html! {
            p.who { (person.email) }
            p { strong { (name) } " needs permission that only an administrator of " (person.organisation.name)
                " can give. Ask one to approve it, then try again." }
            (reference(OAuthRefusal::Condition(Condition::AdminApproval), context))
            form method="post" action=(self.forms.action("cancel")) {
                input type="hidden" name="attempt" value=(self.forms.attempt);
                div.buttons { button type="submit" { "Return to " (name) " without access" } }
            }
        };
        self.forms.page("Approval needed", &content)
    }

    fn consent(&self, person: &PracticePerson, context: &PracticeContext) -> Response {
        let content = html! {
            p.who { (person.email) }
            p { strong { (context.client.name()) } " wants to:" }
            ul.scopes {
                @for scope in &self.request.scopes { li { (scopes::meaning(scope).unwrap_or(scope)) } }
            }
            (self.forms.ask("consent", &html! {}, "Accept"))
        };
        self.forms.page("Permissions requested", &content)
    }
}

fn reference(refusal: OAuthRefusal, context: &PracticeContext) -> Markup {
    let Reference { trace_id, correlation_id, timestamp } = Reference::new(context);
    html! {
        dl.reference {
            dt { "Error code" } dd { "AADSTS" (refusal::number(refusal)) }
            dt { "Trace ID" } dd { (trace_id) }
            dt { "Correlation ID" } dd { (correlation_id) }
            dt { "Timestamp" } dd { (timestamp) }
        }
    }
}

/// An error page without a redirect. As at the real provider, the program never learns of the refusal.
pub(super) fn dead_end(refusal: OAuthRefusal, context: &PracticeContext) -> Response {
    tracing::info!(aadsts = refusal::number(refusal), "left on an error page");
    let title = match refusal {
        OAuthRefusal::Condition(Condition::BlockedByPolicy) => "You can't access this right now",
        _ => "Sign-in can't continue",
    };
    let content = html! {
        p { (refusal::text(refusal)) }
        (reference(refusal, context))
        p.hint { "Like the real page, this one does not lead back to the app. You can close the window." }
    };
    page(StatusCode::BAD_REQUEST, &Frame { name: NAME, title, form_target: None }, &content)
}
