//! The steps of a sign-in. The next one follows from who signed in, what the program asked for, and which conditions and
//! faults hold.

use url::Url;

use super::authorize::{AuthorizeRequest, Prompt, refuse};
use super::refusal::OAuthRefusal;
use super::{PracticeGoogle, id_token};
use crate::browsers::OngoingSignIn;
use crate::faults::Condition;
use crate::grants::IssuedCode;
use crate::people::PracticePerson;
use crate::records::Records;
use crate::secret_log::SecretKind;

/// Real codes have about this length, and at most 256 characters.
const CODE_LENGTH: usize = 73;

/// The next page, or the redirect back to the program.
pub(super) enum SignInStep {
    SignIn {
        email: String,
        problem: Option<String>,
    },
    Pick(Vec<PracticePerson>),
    Consent(PracticePerson),
    /// An error page without a redirect, for this person if one has signed in.
    DeadEnd(OAuthRefusal, Option<PracticePerson>),
    /// The redirect back to the program.
    Return(Url),
}

impl PracticeGoogle {
    /// The first step of a sign-in.
    pub(super) fn first_step(&self, attempt: &mut OngoingSignIn<AuthorizeRequest>) -> SignInStep {
        let mut records = self.records();
        if records.faults.ends_on_error_page {
            return SignInStep::DeadEnd(OAuthRefusal::ServiceTrouble, None);
        }
        let signed_in = records.browsers.signed_in(&attempt.browser);
        let signed_in: Vec<PracticePerson> =
            signed_in.iter().filter_map(|id| self.context.people.by_id(id)).cloned().collect();
        let hint = attempt.request.login_hint.as_deref();
        let fitting: Vec<PracticePerson> =
            signed_in.iter().filter(|person| hint.is_none_or(|hint| is_meant(person, hint))).cloned().collect();
        let choice = attempt.request.prompts(Prompt::SelectAccount);
        let step = match fitting.as_slice() {
            _ if choice && !signed_in.is_empty() => SignInStep::Pick(signed_in),
            _ if choice => SignInStep::SignIn { email: self.address(hint), problem: None },
            [] => SignInStep::SignIn { email: self.address(hint), problem: None },
            [person] => {
                attempt.person = Some(person.key());
                self.step_for(&mut records, attempt, person)
            }
            [_, _, ..] => SignInStep::Pick(fitting),
        };
        if attempt.request.prompts(Prompt::Nothing) { without_page(attempt, step) } else { step }
    }

    /// The step after a form was submitted.
    pub(super) fn next_step(&self, attempt: &OngoingSignIn<AuthorizeRequest>) -> SignInStep {
        let mut records = self.records();
        match attempt.person.as_ref().and_then(|id| self.context.people.by_id(id)) {
            Some(person) => self.step_for(&mut records, attempt, person),
            None => SignInStep::SignIn { email: String::new(), problem: None },
        }
    }

    /// The address that a hint means.
    fn address(&self, hint: Option<&str>) -> String {
        let hint = hint.unwrap_or_default();
        let person = self.context.people.all().iter().find(|person| is_meant(person, hint));
        person.map_or(hint, |person| &person.email).to_owned()
    }

    fn step_for(
        &self,
        records: &mut Records,
        attempt: &OngoingSignIn<AuthorizeRequest>,
        person: &PracticePerson,
    ) -> SignInStep {
        let key = person.key();
        let holds = |condition| records.conditions.holds(&key, condition);
        let stay = |problem: String| SignInStep::SignIn { email: person.email.clone(), problem: Some(problem) };
        if records.faults.ends_on_error_page {
            SignInStep::DeadEnd(OAuthRefusal::ServiceTrouble, Some(person.clone()))
        } else if holds(Condition::Disabled) {
            stay(format!("The account {} is disabled. Ask your administrator.", person.email))
        } else if holds(Condition::ExtraVerification) || holds(Condition::PasswordChanged) {
            stay("To continue, first verify that it is you.".to_owned())
        } else if holds(Condition::AdminApproval) {
            SignInStep::DeadEnd(OAuthRefusal::PolicyEnforced, Some(person.clone()))
        } else if must_ask_consent(records, attempt, person) {
            SignInStep::Consent(person.clone())
        } else {
            SignInStep::Return(self.issue_code(records, attempt, person))
        }
    }

    fn issue_code(
        &self,
        records: &mut Records,
        attempt: &OngoingSignIn<AuthorizeRequest>,
        person: &PracticePerson,
    ) -> Url {
        let request = &attempt.request;
        let mut scopes = request.scopes.clone();
        if request.include_granted {
            let key = person.key();
            let earlier = records.consents.given(&key, &request.client_id);
            scopes.extend(earlier.filter(|scope| !request.scopes.contains(scope)).cloned());
        }
        let text = self.context.long_secret(SecretKind::Code, "4/0A", CODE_LENGTH);
        let prompt = if attempt.consented { "consent" } else { "none" };
        let (scope, domain) = (scopes.join(" "), &person.organisation.domain);
        let answer = [("code", &*text), ("scope", &scope), ("authuser", "0"), ("hd", domain), ("prompt", prompt)];
        let url = request.callback.with_answer(&answer);
        let code = IssuedCode {
            person: person.key(),
            client_id: request.client_id.clone(),
            scopes,
            redirect_uri: request.callback.redirect_uri.clone(),
            realm: String::new(),
            nonce: request.nonce.clone(),
            challenge: request.challenge.clone(),
            // Without a consent page, Google supposes that the program has a token from earlier.
            lasting: request.offline && attempt.consented,
            issued_at: self.context.now(),
            redeemed: false,
        };
        records.grants.add_code(text, code);
        url
    }
}

fn is_meant(person: &PracticePerson, hint: &str) -> bool {
    person.email.eq_ignore_ascii_case(hint) || id_token::subject(person) == hint
}

/// `prompt=none`: every page becomes an error.
fn without_page(attempt: &OngoingSignIn<AuthorizeRequest>, step: SignInStep) -> SignInStep {
    let refusal = match step {
        SignInStep::Return(_) | SignInStep::DeadEnd(..) => return step,
        SignInStep::SignIn { problem: None, .. } => OAuthRefusal::NoUserSignedIn,
        SignInStep::SignIn { problem: Some(_), .. } | SignInStep::Pick(_) | SignInStep::Consent(_) => {
            OAuthRefusal::PageNeeded
        }
    };
    SignInStep::Return(refuse(&attempt.request.callback, refusal))
}

fn must_ask_consent(records: &Records, attempt: &OngoingSignIn<AuthorizeRequest>, person: &PracticePerson) -> bool {
    let request = &attempt.request;
    let known = records.consents.cover(&person.key(), &request.client_id, &request.scopes);
    !attempt.consented && (!known || request.prompts(Prompt::Consent))
}
