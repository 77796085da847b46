//! The steps of a sign-in. The next one follows from who signed in, what the program asked for, and which conditions and
//! faults hold.

use axum::response::Response;
use url::Url;

use super::{AuthorizeRequest, Dialect, OAuthRefusal, OAuthSite, OngoingSignIn, Prompt};
use crate::authorize_request::Callback;
use crate::faults::Condition;
use crate::forms::Forms;
use crate::grants::IssuedCode;
use crate::people::PracticePerson;
use crate::records::Records;
use crate::secret_log::SecretKind;

/// The next page, or the redirect back to the program.
pub(crate) enum SignInStep {
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
    /// An error page without a redirect, for this person if one has signed in.
    DeadEnd(OAuthRefusal, Option<PracticePerson>),
    /// The redirect back to the program.
    Return(Url),
}

impl SignInStep {
    /// The page of a step that looks alike at every provider. Steps that a provider doesn't have lead to the sign-in page.
    pub(crate) fn show(&self, forms: &Forms, program: &str, pick_title: &str) -> Response {
        match self {
            Self::SignIn { email, problem } => forms.sign_in(program, email, problem.as_deref()),
            Self::Pick(people) => forms.pick(pick_title, people),
            _ => forms.sign_in(program, "", None),
        }
    }
}

/// What a condition puts in a person's way.
#[derive(Clone, Copy)]
pub(crate) enum Obstacle {
    /// The sign-in page says this. `{email}` stands for the account's address.
    Stay(&'static str),
    NewPassword,
    ExtraCheck,
    AdminApproval,
    ErrorPage,
    /// The program learns of the condition.
    SendBack,
}

impl<D: Dialect> OAuthSite<D> {
    /// The first step of a sign-in.
    pub(crate) fn first_step(&self, attempt: &mut OngoingSignIn<D>) -> SignInStep {
        let mut records = self.records();
        if records.faults.ends_on_error_page {
            return SignInStep::DeadEnd(D::TABLE.error_page, None);
        }
        let request = &attempt.request;
        let signed_in = records.browsers.signed_in(&D::session(&attempt.browser, &request.at));
        let signed_in: Vec<PracticePerson> = signed_in.iter().filter_map(|key| self.person(key)).cloned().collect();
        let hint = request.login_hint.as_deref();
        let is_meant = |person: &&PracticePerson| hint.is_none_or(|hint| D::is_meant(person, hint));
        let fitting: Vec<PracticePerson> = signed_in.iter().filter(is_meant).cloned().collect();
        let choice = request.prompts(Prompt::SelectAccount);
        let step = match fitting.as_slice() {
            _ if choice && !signed_in.is_empty() && D::TABLE.picks_accounts => SignInStep::Pick(signed_in),
            [person] if !choice && !request.prompts(Prompt::Login) => {
                attempt.person = Some(person.key());
                self.step_for(&mut records, attempt, person)
            }
            [_, _, ..] if !choice && !request.prompts(Prompt::Login) => SignInStep::Pick(fitting),
            _ => SignInStep::SignIn { email: self.address(hint), problem: self.hint_problem(request, hint) },
        };
        if attempt.request.prompts(Prompt::Nothing) { self.without_page(attempt, step) } else { step }
    }

    /// The step after a form was submitted.
    pub(crate) fn next_step(&self, attempt: &OngoingSignIn<D>) -> SignInStep {
        let mut records = self.records();
        match attempt.person.as_ref().and_then(|key| self.person(key)) {
            Some(person) => self.step_for(&mut records, attempt, person),
            None => SignInStep::SignIn { email: String::new(), problem: None },
        }
    }

    /// The address that a hint means.
    fn address(&self, hint: Option<&str>) -> String {
        let hint = hint.unwrap_or_default();
        let person = self.provider.people().iter().find(|person| D::is_meant(person, hint));
        person.map_or(hint, |person| &person.email).to_owned()
    }

    /// What the sign-in page says about a hint that names no account.
    fn hint_problem(&self, request: &AuthorizeRequest<D::Realm>, hint: Option<&str>) -> Option<String> {
        let known = hint.is_none_or(|hint| self.provider.people().iter().any(|person| D::is_meant(person, hint)));
        let looks = !known && !request.prompts(Prompt::Nothing);
        D::TABLE.unknown_hint.filter(|_| looks).map(str::to_owned)
    }

    fn step_for(&self, records: &mut Records, attempt: &OngoingSignIn<D>, person: &PracticePerson) -> SignInStep {
        let request = &attempt.request;
        let key = person.key();
        let stay = |words: &str| SignInStep::SignIn {
            email: person.email.clone(),
            problem: Some(words.replace("{email}", &person.email)),
        };
        if records.faults.ends_on_error_page {
            return SignInStep::DeadEnd(D::TABLE.error_page, Some(person.clone()));
        }
        if !D::admits(self, &request.at, person) {
            return stay(D::wrong_realm(&request.at, person));
        }
        let holds = |condition| records.conditions.holds(&key, condition);
        let obstacle = D::TABLE.obstacles.iter().find(|(condition, _)| holds(*condition));
        if let Some(&(condition, obstacle)) = obstacle {
            let refusal = OAuthRefusal::Condition(condition);
            return match obstacle {
                Obstacle::Stay(words) => stay(words),
                Obstacle::NewPassword => SignInStep::NewPassword { person: person.clone(), problem: None },
                Obstacle::ExtraCheck => SignInStep::ExtraCheck(person.clone()),
                Obstacle::AdminApproval => SignInStep::AdminApproval(person.clone()),
                Obstacle::ErrorPage => SignInStep::DeadEnd(refusal, Some(person.clone())),
                Obstacle::SendBack => SignInStep::Return(self.refuse(&request.callback, refusal)),
            };
        }
        let anew = request.prompts(Prompt::Consent) && !attempt.consented;
        let scopes = D::canonical_scopes(&request.scopes);
        if anew || !records.consents.cover(&key, &request.client_id, &scopes) {
            SignInStep::Consent(person.clone())
        } else {
            SignInStep::Return(self.issue_code(records, attempt, person))
        }
    }

    fn issue_code(&self, records: &mut Records, attempt: &OngoingSignIn<D>, person: &PracticePerson) -> Url {
        let request = &attempt.request;
        let mut scopes = request.scopes.clone();
        if request.include_granted {
            let key = person.key();
            let earlier = records.consents.given(&key, &request.client_id);
            scopes.extend(earlier.filter(|scope| !request.scopes.contains(scope)).cloned());
        }
        let shape = D::TABLE.code;
        let text = self.context.long_secret(SecretKind::Code, shape.prefix, shape.length, shape.suffix);
        let mut answer = vec![("code", text.clone())];
        answer.extend(D::code_answer(self, attempt, &scopes, person));
        let code = IssuedCode {
            person: person.key(),
            client_id: request.client_id.clone(),
            scopes,
            redirect_uri: request.callback.redirect_uri.clone(),
            realm: D::realm_key(&request.realm),
            nonce: request.nonce.clone(),
            challenge: request.challenge.clone(),
            claims: request.claims.clone(),
            lasting: D::is_lasting(self, request, attempt.consented),
            issued_at: self.context.now(),
            redeemed: false,
        };
        records.grants.add_code(text, code);
        request.callback.with_answer(&answer)
    }

    /// The redirect back to the program with a refusal.
    pub(crate) fn refuse(&self, callback: &Callback, refusal: OAuthRefusal) -> Url {
        tracing::info!(provider = D::TABLE.slug, ?refusal, "sent back without a code");
        callback.with_answer(&D::error_parameters(self, refusal))
    }

    /// `prompt=none`: every page becomes an error.
    fn without_page(&self, attempt: &OngoingSignIn<D>, step: SignInStep) -> SignInStep {
        let refusal = match step {
            SignInStep::Return(_) => return step,
            SignInStep::DeadEnd(..) if D::TABLE.errors_on_page => return step,
            SignInStep::DeadEnd(refusal, _) => refusal,
            SignInStep::SignIn { problem: None, .. } => OAuthRefusal::NoUserSignedIn,
            SignInStep::SignIn { problem: Some(_), .. } => OAuthRefusal::Condition(Condition::Disabled),
            SignInStep::Pick(_) => OAuthRefusal::SeveralSignedIn,
            SignInStep::NewPassword { .. } => OAuthRefusal::Condition(Condition::PasswordExpired),
            SignInStep::ExtraCheck(_) => OAuthRefusal::Condition(Condition::ExtraVerification),
            SignInStep::AdminApproval(_) => OAuthRefusal::Condition(Condition::AdminApproval),
            SignInStep::Consent(_) => OAuthRefusal::ConsentMissing,
        };
        SignInStep::Return(self.refuse(&attempt.request.callback, refusal))
    }
}
