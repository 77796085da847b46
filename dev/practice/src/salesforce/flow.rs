//! What a person sees next: decided from who is signed in, what the program asked for, and what is the matter.

use url::Url;

use super::authorize::{Asked, Prompt, refuse};
use super::host::Host;
use super::orgs::User;
use super::refusal::Refusal;
use super::{Salesforce, scopes};
use crate::browsers::Attempt;
use crate::faults::Condition;
use crate::grants::Code;
use crate::ledger::SecretKind;
use crate::records::Records;

/// Said of everything that keeps somebody out, so that nobody learns which usernames there are.
pub(super) const CANNOT_LOG_IN: &str =
    "That didn't work. Check the username and the password; if they are right, ask your administrator.";

/// The next page, or the way back.
pub(super) enum Step {
    LogIn {
        username: String,
        problem: Option<&'static str>,
    },
    Approve(User),
    /// A page that leads nowhere.
    DeadEnd(Refusal),
    /// Back to the program.
    Return(Url),
}

/// A browser has a session of its own at each host.
pub(super) fn session(browser: &str, host: Host) -> String {
    format!("{browser} {}", host.prefix())
}

impl Salesforce {
    /// Where a sign-in begins, or goes on at another host.
    pub(super) fn first_step(&self, attempt: &mut Attempt<Asked>) -> Step {
        let mut records = self.records();
        let asked = &attempt.asked;
        let hint = asked.login_hint.as_deref();
        let session = session(&attempt.browser, asked.at);
        let user = records.browsers.signed_in(&session).last().and_then(|key| self.directory.by_key(key));
        let user = user.filter(|user| hint.is_none_or(|hint| user.username().eq_ignore_ascii_case(hint)));
        let anew = asked.prompts(Prompt::Login) || asked.prompts(Prompt::SelectAccount);
        let step = match user {
            _ if records.faults.ends_on_error_page => Step::DeadEnd(Refusal::AppNotInstalled),
            Some(user) if !anew => {
                attempt.person = Some(user.key());
                self.step_of(&mut records, attempt, user)
            }
            _ => Step::LogIn { username: hint.unwrap_or_default().to_owned(), problem: None },
        };
        if attempt.asked.prompts(Prompt::Nothing) { silently(attempt, step) } else { step }
    }

    /// Where it goes on after an answer.
    pub(super) fn next_step(&self, attempt: &Attempt<Asked>) -> Step {
        let mut records = self.records();
        match attempt.person.as_ref().and_then(|key| self.directory.by_key(key)) {
            Some(user) => self.step_of(&mut records, attempt, user),
            None => Step::LogIn { username: String::new(), problem: None },
        }
    }

    fn step_of(&self, records: &mut Records, attempt: &Attempt<Asked>, user: &User) -> Step {
        let asked = &attempt.asked;
        let key = user.key();
        let holds = |condition| records.conditions.holds(&key, condition);
        let stay = || Step::LogIn { username: user.username().to_owned(), problem: Some(CANNOT_LOG_IN) };
        if records.faults.ends_on_error_page || holds(Condition::AppNotInstalled) {
            Step::DeadEnd(Refusal::AppNotInstalled)
        } else if !asked.at.admits(user) || holds(Condition::Disabled) || holds(Condition::OrganisationInactive) {
            stay()
        } else if holds(Condition::AddressRestricted) {
            Step::DeadEnd(Refusal::AddressRestricted)
        } else if holds(Condition::BlockedByPolicy) {
            Step::Return(refuse(&asked.callback, Refusal::AppBlocked))
        } else if holds(Condition::AdminApproval) {
            Step::Return(refuse(&asked.callback, Refusal::AppAccessDenied))
        } else if must_ask_approval(records, attempt, user) {
            Step::Approve(user.clone())
        } else {
            Step::Return(self.issue_code(records, asked, user))
        }
    }

    fn issue_code(&self, records: &mut Records, asked: &Asked, user: &User) -> Url {
        // The real ones end so, too: whoever puts them into a form unencoded loses the end.
        let entropy = &self.world.entropy;
        let text = format!("aPrx{}{}==", entropy.token(), entropy.token());
        let text = self.world.issue(SecretKind::Code, text);
        let code = Code {
            person: user.key(),
            client_id: asked.client_id.clone(),
            scopes: asked.scopes.clone(),
            redirect_uri: asked.callback.redirect_uri.clone(),
            realm: asked.host.prefix(),
            nonce: asked.nonce.clone(),
            challenge: Some(asked.challenge.clone()),
            lasting: scopes::last(&asked.scopes),
            issued_at: self.world.now(),
            redeemed: false,
        };
        let url = asked.callback.with(&[("code", &text)]);
        records.grants.add_code(text, code);
        url
    }
}

/// `prompt=none`: whatever would be shown becomes an error.
fn silently(attempt: &Attempt<Asked>, step: Step) -> Step {
    let refusal = match step {
        Step::Return(_) => return step,
        Step::LogIn { .. } | Step::Approve(_) => Refusal::NotWithoutAPage,
        Step::DeadEnd(refusal) => refusal,
    };
    Step::Return(refuse(&attempt.asked.callback, refusal))
}

fn must_ask_approval(records: &Records, attempt: &Attempt<Asked>, user: &User) -> bool {
    let asked = &attempt.asked;
    let anew = asked.prompts(Prompt::Consent) && !attempt.consented;
    anew || !records.consents.cover(&user.key(), &asked.client_id, &asked.scopes)
}
