//! What a person sees next: decided from who signed in, what the program asked for, and what is the matter.

use url::Url;

use super::authorize::{Asked, Prompt, refuse};
use super::refusal::Refusal;
use super::{Google, id_token};
use crate::browsers::Attempt;
use crate::faults::Condition;
use crate::grants::Code;
use crate::ledger::SecretKind;
use crate::people::Person;
use crate::records::Records;

/// Real codes have about this length, and at most 256 characters.
const CODE_LENGTH: usize = 73;

/// The next page, or the way back.
pub(super) enum Step {
    SignIn {
        email: String,
        problem: Option<String>,
    },
    Pick(Vec<Person>),
    Consent(Person),
    /// A page that leads nowhere, for this person if one has signed in.
    DeadEnd(Refusal, Option<Person>),
    /// Back to the program.
    Return(Url),
}

impl Google {
    /// Where a sign-in begins.
    pub(super) fn first_step(&self, attempt: &mut Attempt<Asked>) -> Step {
        let mut records = self.records();
        if records.faults.ends_on_error_page {
            return Step::DeadEnd(Refusal::ServiceTrouble, None);
        }
        let signed_in = records.browsers.signed_in(&attempt.browser);
        let signed_in: Vec<Person> = signed_in.iter().filter_map(|id| self.world.people.by_id(id)).cloned().collect();
        let hint = attempt.asked.login_hint.as_deref();
        let fitting: Vec<Person> =
            signed_in.iter().filter(|person| hint.is_none_or(|hint| is_meant(person, hint))).cloned().collect();
        let choice = attempt.asked.prompts(Prompt::SelectAccount);
        let step = match fitting.as_slice() {
            _ if choice && !signed_in.is_empty() => Step::Pick(signed_in),
            _ if choice => Step::SignIn { email: self.address(hint), problem: None },
            [] => Step::SignIn { email: self.address(hint), problem: None },
            [person] => {
                attempt.person = Some(person.key());
                self.step_of(&mut records, attempt, person)
            }
            [_, _, ..] => Step::Pick(fitting),
        };
        if attempt.asked.prompts(Prompt::Nothing) { silently(attempt, step) } else { step }
    }

    /// Where it goes on after an answer.
    pub(super) fn next_step(&self, attempt: &Attempt<Asked>) -> Step {
        let mut records = self.records();
        match attempt.person.as_ref().and_then(|id| self.world.people.by_id(id)) {
            Some(person) => self.step_of(&mut records, attempt, person),
            None => Step::SignIn { email: String::new(), problem: None },
        }
    }

    /// The address that a hint means.
    fn address(&self, hint: Option<&str>) -> String {
        let hint = hint.unwrap_or_default();
        let person = self.world.people.all().iter().find(|person| is_meant(person, hint));
        person.map_or(hint, |person| &person.email).to_owned()
    }

    fn step_of(&self, records: &mut Records, attempt: &Attempt<Asked>, person: &Person) -> Step {
        let key = person.key();
        let holds = |condition| records.conditions.holds(&key, condition);
        let stay = |problem: String| Step::SignIn { email: person.email.clone(), problem: Some(problem) };
        if records.faults.ends_on_error_page {
            Step::DeadEnd(Refusal::ServiceTrouble, Some(person.clone()))
        } else if holds(Condition::Disabled) {
            stay(format!("The account {} is disabled. Ask your administrator.", person.email))
        } else if holds(Condition::ExtraVerification) || holds(Condition::PasswordChanged) {
            stay("To continue, first verify that it is you.".to_owned())
        } else if holds(Condition::AdminApproval) {
            Step::DeadEnd(Refusal::PolicyEnforced, Some(person.clone()))
        } else if must_ask_consent(records, attempt, person) {
            Step::Consent(person.clone())
        } else {
            Step::Return(self.issue_code(records, attempt, person))
        }
    }

    fn issue_code(&self, records: &mut Records, attempt: &Attempt<Asked>, person: &Person) -> Url {
        let asked = &attempt.asked;
        let mut scopes = asked.scopes.clone();
        if asked.include_granted {
            let key = person.key();
            let earlier = records.consents.given(&key, &asked.client_id);
            scopes.extend(earlier.filter(|scope| !asked.scopes.contains(scope)).cloned());
        }
        let text = self.world.long_secret(SecretKind::Code, "4/0A", CODE_LENGTH);
        let prompt = if attempt.consented { "consent" } else { "none" };
        let (scope, domain) = (scopes.join(" "), &person.organisation.domain);
        let answer = [("code", &*text), ("scope", &scope), ("authuser", "0"), ("hd", domain), ("prompt", prompt)];
        let url = asked.callback.with(&answer);
        let code = Code {
            person: person.key(),
            client_id: asked.client_id.clone(),
            scopes,
            redirect_uri: asked.callback.redirect_uri.clone(),
            realm: String::new(),
            nonce: asked.nonce.clone(),
            challenge: asked.challenge.clone(),
            // Whoever was not asked has a token from an earlier time, Google supposes.
            lasting: asked.offline && attempt.consented,
            issued_at: self.world.now(),
            redeemed: false,
        };
        records.grants.add_code(text, code);
        url
    }
}

fn is_meant(person: &Person, hint: &str) -> bool {
    person.email.eq_ignore_ascii_case(hint) || id_token::subject(person) == hint
}

/// `prompt=none`: whatever would be shown becomes an error.
fn silently(attempt: &Attempt<Asked>, step: Step) -> Step {
    let refusal = match step {
        Step::Return(_) | Step::DeadEnd(..) => return step,
        Step::SignIn { problem: None, .. } => Refusal::NobodySignedIn,
        Step::SignIn { problem: Some(_), .. } | Step::Pick(_) | Step::Consent(_) => Refusal::PageNeeded,
    };
    Step::Return(refuse(&attempt.asked.callback, refusal))
}

fn must_ask_consent(records: &Records, attempt: &Attempt<Asked>, person: &Person) -> bool {
    let asked = &attempt.asked;
    let known = records.consents.cover(&person.key(), &asked.client_id, &asked.scopes);
    !attempt.consented && (!known || asked.prompts(Prompt::Consent))
}
