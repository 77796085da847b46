//! The steps of a sign-in. The next one follows from who signed in, what the program asked for, and which conditions and
//! faults hold.

use url::Url;

use super::authorize::{self, AuthorizeRequest, Prompt};
use super::refusal::OAuthRefusal;
use super::{PracticeMicrosoft, scopes};
use crate::browsers::OngoingSignIn;
use crate::faults::Condition;
use crate::grants::IssuedCode;
use crate::people::PracticePerson;
use crate::records::Records;
use crate::secret_log::SecretKind;

/// Real codes have about this length.
const CODE_LENGTH: usize = 600;

/// The next page, or the redirect back to the program.
pub(super) enum SignInStep {
    SignIn {
        email: String,
        problem: Option<String>,
    },
    Pick(Vec<PracticePerson>),
    NewPassword {
        person: PracticePerson,
        problem: Option<&'static str>,
    },
    ExtraCheck(PracticePerson),
    AdminApproval(PracticePerson),
    Consent(PracticePerson),
    /// An error page without a redirect.
    DeadEnd(OAuthRefusal),
    /// The redirect back to the program.
    Return(Url),
}

impl PracticeMicrosoft {
    /// The first step of a sign-in.
    pub(super) fn first_step(&self, attempt: &mut OngoingSignIn<AuthorizeRequest>) -> SignInStep {
        let mut records = self.records();
        if records.faults.ends_on_error_page {
            return SignInStep::DeadEnd(OAuthRefusal::ServiceTrouble);
        }
        let signed_in = records.browsers.signed_in(&attempt.browser);
        let signed_in: Vec<PracticePerson> =
            signed_in.iter().filter_map(|id| self.context.people.by_id(id)).cloned().collect();
        let hint = attempt.request.login_hint.clone();
        let hinted =
            |person: &&PracticePerson| hint.as_ref().is_none_or(|hint| person.email.eq_ignore_ascii_case(hint));
        let fitting: Vec<PracticePerson> = signed_in.iter().filter(hinted).cloned().collect();
        let step = match (attempt.request.prompt, fitting.as_slice()) {
            (Prompt::SelectAccount, _) if !signed_in.is_empty() => SignInStep::Pick(signed_in),
            (Prompt::Login | Prompt::SelectAccount, _) | (_, []) => {
                SignInStep::SignIn { email: hint.unwrap_or_default(), problem: None }
            }
            (_, [person]) => {
                attempt.person = Some(person.key());
                self.step_for(&mut records, attempt, person)
            }
            (_, [_, _, ..]) => SignInStep::Pick(fitting),
        };
        if attempt.request.prompt == Prompt::Nothing { self.without_page(attempt, step) } else { step }
    }

    /// The step after a form was submitted.
    pub(super) fn next_step(&self, attempt: &OngoingSignIn<AuthorizeRequest>) -> SignInStep {
        let mut records = self.records();
        let person = attempt.person.as_ref().and_then(|id| self.context.people.by_id(id));
        match person {
            Some(person) => self.step_for(&mut records, attempt, person),
            None => SignInStep::SignIn { email: String::new(), problem: None },
        }
    }

    fn step_for(
        &self,
        records: &mut Records,
        attempt: &OngoingSignIn<AuthorizeRequest>,
        person: &PracticePerson,
    ) -> SignInStep {
        let request = &attempt.request;
        let key = person.key();
        let holds = |condition| records.conditions.holds(&key, condition);
        let stay = |problem: String| SignInStep::SignIn { email: person.email.clone(), problem: Some(problem) };
        if records.faults.ends_on_error_page {
            SignInStep::DeadEnd(OAuthRefusal::ServiceTrouble)
        } else if !request.tenant.admits(person) {
            stay(format!("{} can't sign in here: the account belongs elsewhere (AADSTS50020).", person.email))
        } else if holds(Condition::Disabled) {
            stay(format!("The account {} is disabled (AADSTS50057). Ask your administrator.", person.email))
        } else if holds(Condition::PasswordExpired) {
            SignInStep::NewPassword { person: person.clone(), problem: None }
        } else if holds(Condition::BlockedByPolicy) {
            SignInStep::DeadEnd(OAuthRefusal::BlockedByPolicy)
        } else if holds(Condition::ExtraVerification) {
            SignInStep::ExtraCheck(person.clone())
        } else if holds(Condition::AdminApproval) {
            SignInStep::AdminApproval(person.clone())
        } else if must_ask_consent(records, attempt, person) {
            SignInStep::Consent(person.clone())
        } else {
            SignInStep::Return(self.issue_code(records, request, person))
        }
    }

    fn issue_code(&self, records: &mut Records, request: &AuthorizeRequest, person: &PracticePerson) -> Url {
        let text = self.context.long_secret(SecretKind::Code, "1.", CODE_LENGTH);
        let code = IssuedCode {
            person: person.key(),
            client_id: request.client_id.clone(),
            scopes: request.scopes.clone(),
            redirect_uri: request.callback.redirect_uri.clone(),
            realm: request.tenant.realm().to_owned(),
            nonce: request.nonce.clone(),
            challenge: request.challenge.clone(),
            lasting: scopes::include(&request.scopes, "offline_access"),
            issued_at: self.context.now(),
            redeemed: false,
        };
        let url = request.callback.with_answer(&[("code", &text), ("session_state", &self.context.entropy.uuid())]);
        records.grants.add_code(text, code);
        url
    }

    /// `prompt=none`: every page becomes an error.
    fn without_page(&self, attempt: &OngoingSignIn<AuthorizeRequest>, step: SignInStep) -> SignInStep {
        let refusal = match step {
            SignInStep::Return(_) => return step,
            SignInStep::SignIn { problem: None, .. } => OAuthRefusal::NoUserSignedIn,
            SignInStep::SignIn { problem: Some(_), .. } => OAuthRefusal::AccountDisabled,
            SignInStep::Pick(_) => OAuthRefusal::SeveralSignedIn,
            SignInStep::NewPassword { .. } => OAuthRefusal::PasswordExpired,
            SignInStep::ExtraCheck(_) => OAuthRefusal::ExtraVerification,
            SignInStep::AdminApproval(_) => OAuthRefusal::AdminApproval,
            SignInStep::Consent(_) => OAuthRefusal::ConsentMissing,
            SignInStep::DeadEnd(refusal) => refusal,
        };
        SignInStep::Return(authorize::refuse(&attempt.request.callback, &refusal, &self.context))
    }
}

fn must_ask_consent(records: &Records, attempt: &OngoingSignIn<AuthorizeRequest>, person: &PracticePerson) -> bool {
    let request = &attempt.request;
    let scopes = scopes::all_canonical(&request.scopes);
    let anew = request.prompt == Prompt::Consent && !attempt.consented;
    anew || !records.consents.cover(&person.key(), &request.client_id, &scopes)
}
