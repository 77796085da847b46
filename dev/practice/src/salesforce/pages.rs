//! The pages of a sign-in. They are ordinary forms with ordinary labels, and say in ordinary words what they ask for.

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};
use url::form_urlencoded;

use super::login_host::LoginHost;
use super::orgs::User;
use super::refusal::error_and_description;
use super::{NAME, PracticeSalesforce, SalesforceDialect, scopes};
use crate::faults::Condition;
use crate::html::{FormField, Frame, page, problem};
use crate::oauth::{AuthorizeRequest, Dialect as _, OAuthRefusal, OngoingSignIn, SignInStep};

/// An address of a sign-in's pages.
fn address(host: LoginHost, step: &str) -> String {
    format!("/salesforce/{}/sign-in{step}", host.prefix())
}

fn with_attempt(address: &str, attempt: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("attempt", attempt).finish();
    format!("{address}?{query}")
}

/// To the same sign-in's page at another host.
pub(super) fn move_on(attempt: &str, host: LoginHost) -> Response {
    Redirect::to(&with_attempt(&address(host, ""), attempt)).into_response()
}

/// The users who have logged in at this host with this browser.
pub(super) fn saved(salesforce: &PracticeSalesforce, sign_in: &OngoingSignIn<SalesforceDialect>) -> Vec<User> {
    let saved = salesforce.saved_usernames();
    let keys = saved.signed_in(&SalesforceDialect::session(&sign_in.browser, &sign_in.request.at)).iter();
    keys.filter_map(|key| salesforce.user(key)).cloned().collect()
}

/// The page of a step.
pub(super) fn show(
    salesforce: &PracticeSalesforce,
    step: &SignInStep,
    attempt: &str,
    sign_in: &OngoingSignIn<SalesforceDialect>,
) -> Response {
    let form = PageBuilder { attempt, request: &sign_in.request };
    let saved = saved(salesforce, sign_in);
    match step {
        SignInStep::Consent(person) => match salesforce.user(&person.key()) {
            Some(user) => form.approve(user, &salesforce.context.client.name()),
            None => form.log_in("", None, &saved),
        },
        SignInStep::SignIn { email, problem } => form.log_in(email, problem.as_deref(), &saved),
        _ => form.log_in("", None, &saved),
    }
}

/// Asks for a My Domain.
pub(super) fn custom_domain(
    attempt: &str,
    request: &AuthorizeRequest<LoginHost>,
    typed: &str,
    wrong: Option<&str>,
) -> Response {
    let form = PageBuilder { attempt, request };
    let field = FormField {
        name: "domain",
        label: "Custom Domain",
        kind: "text",
        autocomplete: "off",
        value: typed,
        autofocus: true,
        problem: wrong.is_some(),
    };
    let content = html! {
        (problem(wrong))
        (form.ask("/custom-domain", &field.render(), &html! { button type="submit" { "Continue" } }))
        p.way { a href=(with_attempt(&address(request.at, ""), attempt)) { "Log In with a Username" } }
        p.hint { "Practice has contoso, fabrikam and contoso--dev, which is a sandbox." }
    };
    form.page("Use Custom Domain", &content)
}

struct PageBuilder<'a> {
    attempt: &'a str,
    request: &'a AuthorizeRequest<LoginHost>,
}

impl PageBuilder<'_> {
    fn page(&self, title: &str, content: &Markup) -> Response {
        let origin = self.request.callback.origin();
        page(StatusCode::OK, &Frame { name: NAME, title, form_target: Some(&origin) }, content)
    }

    fn action(&self, step: &str) -> String {
        address(self.request.at, step)
    }

    /// A form with its buttons. The main one comes first, so that Enter presses it.
    fn ask(&self, step: &str, fields: &Markup, buttons: &Markup) -> Markup {
        html! {
            form method="post" action=(self.action(step)) {
                input type="hidden" name="attempt" value=(self.attempt);
                (fields)
                div.buttons { (buttons) }
            }
        }
    }

    fn log_in(&self, username: &str, wrong: Option<&str>, saved: &[User]) -> Response {
        let fields = html! {
            (FormField { name: "email", label: "Username", kind: "text", autocomplete: "username", value: username,
                autofocus: username.is_empty(), problem: wrong.is_some() }.render())
            (FormField { name: "password", label: "Password", kind: "password", autocomplete: "current-password",
                value: "", autofocus: !username.is_empty(), problem: wrong.is_some() }.render())
        };
        let host = self.request.at;
        let content = html! {
            p { "You are at the stand-in for " strong { (host.stands_for()) } "." }
            (problem(wrong))
            (self.ask("/password", &fields, &html! { button type="submit" { "Log In" } }))
            @if !saved.is_empty() { (self.saved_usernames(saved)) }
            @if host.leads_to_custom_domains() {
                p.way { a href=(with_attempt(&self.action("/custom-domain"), self.attempt)) { "Use Custom Domain" } }
            }
            p.hint { "The practice people and their passwords are listed in the project's README." }
        };
        self.page("Log In", &content)
    }

    fn saved_usernames(&self, saved: &[User]) -> Markup {
        html! {
            h2 { "Saved Usernames" }
            form method="post" action=(self.action("/saved")) {
                input type="hidden" name="attempt" value=(self.attempt);
                ul.accounts {
                    @for user in saved {
                        li { button.account type="submit" name="person" value=(user.person.id) { (user.username()) } }
                    }
                }
            }
        }
    }

    fn approve(&self, user: &User, program: &str) -> Response {
        let buttons = html! {
            button type="submit" { "Allow" }
            button.quiet type="submit" formaction=(self.action("/cancel")) { "Deny" }
        };
        let content = html! {
            p.who { (user.username()) " at " (user.org.name) }
            p { strong { (program) } " asks to:" }
            ul.scopes {
                @for scope in &self.request.scopes { li { (scopes::meaning(scope).unwrap_or(scope)) } }
            }
            (self.ask("/consent", &html! {}, &buttons))
        };
        self.page("Allow Access?", &content)
    }
}

/// An error page without a redirect. As at the real provider, the program never learns of the refusal.
pub(super) fn dead_end(refusal: OAuthRefusal) -> Response {
    let (error, description) = error_and_description(refusal);
    tracing::info!(error, description, "left on an error page");
    let code =
        (refusal == OAuthRefusal::Condition(Condition::AppNotInstalled)).then_some("OAUTH_APPROVAL_ERROR_GENERIC");
    let content = html! {
        p { "We can't authorize you because of an OAuth error. Your administrator can find out more with these words:" }
        dl.reference {
            @if let Some(code) = code { dt { "Error code" } dd { (code) } }
            dt { "Error" } dd { (error) }
            dt { "Description" } dd { (description) }
        }
        p.hint { "Like the real page, this one does not lead back to the app. You can close the window." }
    };
    page(StatusCode::BAD_REQUEST, &Frame { name: NAME, title: "OAuth Error", form_target: None }, &content)
}
