//! What a person sees next: decided from who signed in, what the program asked for, and what is the matter.

use url::Url;

use super::authorize::{self, Asked, Prompt};
use super::refusal::Refusal;
use super::{Microsoft, scopes};
use crate::browsers::Attempt;
use crate::faults::Condition;
use crate::grants::Code;
use crate::ledger::SecretKind;
use crate::people::Person;
use crate::records::Records;

/// Real codes have about this length.
const CODE_LENGTH: usize = 600;

/// The next page, or the way back.
pub(super) enum Step {
    SignIn {
        email: String,
        problem: Option<String>,
    },
    Pick(Vec<Person>),
    NewPassword {
        person: Person,
        problem: Option<&'static str>,
    },
    ExtraCheck(Person),
    AdminApproval(Person),
    Consent(Person),
    /// A page that leads nowhere.
    DeadEnd(Refusal),
    /// Back to the program.
    Return(Url),
}

impl Microsoft {
    /// Where a sign-in begins.
    pub(super) fn first_step(&self, attempt: &mut Attempt<Asked>) -> Step {
        let mut records = self.records();
        if records.faults.ends_on_error_page {
            return Step::DeadEnd(Refusal::ServiceTrouble);
        }
        let signed_in = records.browsers.signed_in(&attempt.browser);
        let signed_in: Vec<Person> = signed_in.iter().filter_map(|id| self.world.people.by_id(id)).cloned().collect();
        let hint = attempt.asked.login_hint.clone();
        let hinted = |person: &&Person| hint.as_ref().is_none_or(|hint| person.email.eq_ignore_ascii_case(hint));
        let fitting: Vec<Person> = signed_in.iter().filter(hinted).cloned().collect();
        let step = match (attempt.asked.prompt, fitting.as_slice()) {
            (Prompt::SelectAccount, _) if !signed_in.is_empty() => Step::Pick(signed_in),
            (Prompt::Login | Prompt::SelectAccount, _) | (_, []) => {
                Step::SignIn { email: hint.unwrap_or_default(), problem: None }
            }
            (_, [person]) => {
                attempt.person = Some(person.key());
                self.step_of(&mut records, attempt, person)
            }
            (_, [_, _, ..]) => Step::Pick(fitting),
        };
        if attempt.asked.prompt == Prompt::Nothing { self.silently(attempt, step) } else { step }
    }

    /// Where it goes on after an answer.
    pub(super) fn next_step(&self, attempt: &Attempt<Asked>) -> Step {
        let mut records = self.records();
        let person = attempt.person.as_ref().and_then(|id| self.world.people.by_id(id));
        match person {
            Some(person) => self.step_of(&mut records, attempt, person),
            None => Step::SignIn { email: String::new(), problem: None },
        }
    }

    fn step_of(&self, records: &mut Records, attempt: &Attempt<Asked>, person: &Person) -> Step {
        let asked = &attempt.asked;
        let key = person.key();
        let holds = |condition| records.conditions.holds(&key, condition);
        let stay = |problem: String| Step::SignIn { email: person.email.clone(), problem: Some(problem) };
        if records.faults.ends_on_error_page {
            Step::DeadEnd(Refusal::ServiceTrouble)
        } else if !asked.tenant.admits(person) {
            stay(format!("{} can't sign in here: the account belongs elsewhere (AADSTS50020).", person.email))
        } else if holds(Condition::Disabled) {
            stay(format!("The account {} is disabled (AADSTS50057). Ask your administrator.", person.email))
        } else if holds(Condition::PasswordExpired) {
            Step::NewPassword { person: person.clone(), problem: None }
        } else if holds(Condition::BlockedByPolicy) {
            Step::DeadEnd(Refusal::BlockedByPolicy)
        } else if holds(Condition::ExtraVerification) {
            Step::ExtraCheck(person.clone())
        } else if holds(Condition::AdminApproval) {
            Step::AdminApproval(person.clone())
        } else if must_ask_consent(records, attempt, person) {
            Step::Consent(person.clone())
        } else {
            Step::Return(self.issue_code(records, asked, person))
        }
    }

    fn issue_code(&self, records: &mut Records, asked: &Asked, person: &Person) -> Url {
        let text = self.world.long_secret(SecretKind::Code, "1.", CODE_LENGTH);
        let code = Code {
            person: person.key(),
            client_id: asked.client_id.clone(),
            scopes: asked.scopes.clone(),
            redirect_uri: asked.callback.redirect_uri.clone(),
            realm: asked.tenant.realm().to_owned(),
            nonce: asked.nonce.clone(),
            challenge: asked.challenge.clone(),
            lasting: scopes::include(&asked.scopes, "offline_access"),
            issued_at: self.world.now(),
            redeemed: false,
        };
        let url = asked.callback.with(&[("code", &text), ("session_state", &self.world.entropy.uuid())]);
        records.grants.add_code(text, code);
        url
    }

    /// `prompt=none`: whatever would be shown becomes an error.
    fn silently(&self, attempt: &Attempt<Asked>, step: Step) -> Step {
        let refusal = match step {
            Step::Return(_) => return step,
            Step::SignIn { problem: None, .. } => Refusal::NobodySignedIn,
            Step::SignIn { problem: Some(_), .. } => Refusal::AccountDisabled,
            Step::Pick(_) => Refusal::SeveralSignedIn,
            Step::NewPassword { .. } => Refusal::PasswordExpired,
            Step::ExtraCheck(_) => Refusal::ExtraVerification,
            Step::AdminApproval(_) => Refusal::AdminApproval,
            Step::Consent(_) => Refusal::ConsentMissing,
            Step::DeadEnd(refusal) => refusal,
        };
        Step::Return(authorize::refuse(&attempt.asked.callback, &refusal, &self.world))
    }
}

fn must_ask_consent(records: &Records, attempt: &Attempt<Asked>, person: &Person) -> bool {
    let asked = &attempt.asked;
    let scopes = scopes::all_canonical(&asked.scopes);
    let anew = asked.prompt == Prompt::Consent && !attempt.consented;
    anew || !records.consents.cover(&person.key(), &asked.client_id, &scopes)
}
