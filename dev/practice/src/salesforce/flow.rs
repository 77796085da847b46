//! The steps of a sign-in. The next one follows from who is signed in, what the program asked for, and which conditions
//! and faults hold.

use url::Url;

use super::authorize::{AuthorizeRequest, Prompt, refuse};
use super::login_host::LoginHost;
use super::orgs::User;
use super::refusal::OAuthRefusal;
use super::{PracticeSalesforce, scopes};
use crate::browsers::OngoingSignIn;
use crate::faults::Condition;
use crate::grants::IssuedCode;
use crate::records::Records;
use crate::secret_log::SecretKind;

/// One message for every failed log-in, so that it does not reveal which usernames exist.
pub(super) const CANNOT_LOG_IN: &str =
    "That didn't work. Check the username and the password; if they are right, ask your administrator.";

/// The next page, or the redirect back to the program.
pub(super) enum SignInStep {
    LogIn {
        username: String,
        problem: Option<&'static str>,
    },
    Approve(User),
    /// An error page without a redirect.
    DeadEnd(OAuthRefusal),
    /// The redirect back to the program.
    Return(Url),
}

/// A browser has a session of its own at each host.
pub(super) fn session(browser: &str, host: LoginHost) -> String {
    format!("{browser} {}", host.prefix())
}

impl PracticeSalesforce {
    /// The first step of a sign-in, here or at another host.
    pub(super) fn first_step(&self, attempt: &mut OngoingSignIn<AuthorizeRequest>) -> SignInStep {
        let mut records = self.records();
        let request = &attempt.request;
        let hint = request.login_hint.as_deref();
        let session = session(&attempt.browser, request.at);
        let user = records.browsers.signed_in(&session).last().and_then(|key| self.directory.by_key(key));
        let user = user.filter(|user| hint.is_none_or(|hint| user.username().eq_ignore_ascii_case(hint)));
        let anew = request.prompts(Prompt::Login) || request.prompts(Prompt::SelectAccount);
        let step = match user {
            _ if records.faults.ends_on_error_page => SignInStep::DeadEnd(OAuthRefusal::AppNotInstalled),
            Some(user) if !anew => {
                attempt.person = Some(user.key());
                self.step_for(&mut records, attempt, user)
            }
            _ => SignInStep::LogIn { username: hint.unwrap_or_default().to_owned(), problem: None },
        };
        if attempt.request.prompts(Prompt::Nothing) { without_page(attempt, step) } else { step }
    }

    /// The step after a form was submitted.
    pub(super) fn next_step(&self, attempt: &OngoingSignIn<AuthorizeRequest>) -> SignInStep {
        let mut records = self.records();
        match attempt.person.as_ref().and_then(|key| self.directory.by_key(key)) {
            Some(user) => self.step_for(&mut records, attempt, user),
            None => SignInStep::LogIn { username: String::new(), problem: None },
        }
    }

    fn step_for(&self, records: &mut Records, attempt: &OngoingSignIn<AuthorizeRequest>, user: &User) -> SignInStep {
        let request = &attempt.request;
        let key = user.key();
        let holds = |condition| records.conditions.holds(&key, condition);
        let stay = || SignInStep::LogIn { username: user.username().to_owned(), problem: Some(CANNOT_LOG_IN) };
        if records.faults.ends_on_error_page || holds(Condition::AppNotInstalled) {
            SignInStep::DeadEnd(OAuthRefusal::AppNotInstalled)
        } else if !request.at.admits(user) || holds(Condition::Disabled) || holds(Condition::OrganisationInactive) {
            stay()
        } else if holds(Condition::AddressRestricted) {
            SignInStep::DeadEnd(OAuthRefusal::AddressRestricted)
        } else if holds(Condition::BlockedByPolicy) {
            SignInStep::Return(refuse(&request.callback, OAuthRefusal::AppBlocked))
        } else if holds(Condition::AdminApproval) {
            SignInStep::Return(refuse(&request.callback, OAuthRefusal::AppAccessDenied))
        } else if must_ask_approval(records, attempt, user) {
            SignInStep::Approve(user.clone())
        } else {
            SignInStep::Return(self.issue_code(records, request, user))
        }
    }

    fn issue_code(&self, records: &mut Records, request: &AuthorizeRequest, user: &User) -> Url {
        // Real codes end with `==`, too: a program that does not encode them in a form breaks them.
        let entropy = &self.context.entropy;
        let text = format!("aPrx{}{}==", entropy.token(), entropy.token());
        let text = self.context.issue(SecretKind::Code, text);
        let code = IssuedCode {
            person: user.key(),
            client_id: request.client_id.clone(),
            scopes: request.scopes.clone(),
            redirect_uri: request.callback.redirect_uri.clone(),
            realm: request.host.prefix(),
            nonce: request.nonce.clone(),
            challenge: Some(request.challenge.clone()),
            lasting: scopes::ask_for_refresh_token(&request.scopes),
            issued_at: self.context.now(),
            redeemed: false,
        };
        let url = request.callback.with_answer(&[("code", &text)]);
        records.grants.add_code(text, code);
        url
    }
}

/// `prompt=none`: every page becomes an error.
fn without_page(attempt: &OngoingSignIn<AuthorizeRequest>, step: SignInStep) -> SignInStep {
    let refusal = match step {
        SignInStep::Return(_) => return step,
        SignInStep::LogIn { .. } | SignInStep::Approve(_) => OAuthRefusal::NotWithoutAPage,
        SignInStep::DeadEnd(refusal) => refusal,
    };
    SignInStep::Return(refuse(&attempt.request.callback, refusal))
}

fn must_ask_approval(records: &Records, attempt: &OngoingSignIn<AuthorizeRequest>, user: &User) -> bool {
    let request = &attempt.request;
    let anew = request.prompts(Prompt::Consent) && !attempt.consented;
    anew || !records.consents.cover(&user.key(), &request.client_id, &request.scopes)
}
