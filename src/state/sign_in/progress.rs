//! Applies what the endpoint says of a sign-in, and announces it.

use latchkey_wire::{Authorization, OfferId, Phase};

use super::{CODE, TITLE, merge_authorization};
use crate::state::Pane;

impl Pane {
    /// Applies what the endpoint says of a sign-in.
    pub(in crate::state) fn apply_authorization(self, authorization: &Authorization) {
        let before = self.attempt.peek().clone();
        let after = merge_authorization(before.clone(), authorization, self.private().given_up.borrow().as_ref());
        if before == after {
            return;
        }
        let phase_before = before.as_ref().map(|attempt| attempt.phase().clone());
        self.attempt.set(after.clone());
        let Some(attempt) = after.filter(|after| phase_before.as_ref() != Some(after.phase())) else { return };
        if self.apply_to_form(&attempt) {
            return;
        }
        if !self.is_trying_password(&attempt) {
            self.announce_phase(&attempt.offer, &attempt.provider_label, attempt.phase());
        }
        let is_to_be_decided = matches!(attempt.phase(), Phase::AwaitingSwitch { .. });
        if is_to_be_decided || attempt.is_over() {
            self.host().close_sign_in();
        }
        if is_to_be_decided {
            Self::focus(TITLE);
        }
        if *attempt.phase() == Phase::AwaitingProof {
            Self::focus(CODE);
            self.prove_by_single_sign_on();
        }
    }

    /// Announces how far a sign-in is.
    pub(in crate::state) fn announce_phase(self, offer: &OfferId, provider: &str, phase: &Phase) {
        let title = latchkey_copy::phase_title(self.text.sentences, phase, self.text.names(provider));
        self.announce(format!("{title}. {}", self.phase_sentence(offer, provider, phase)));
    }

    /// How far a sign-in is, as a sentence.
    pub fn phase_sentence(self, offer: &OfferId, provider: &str, phase: &Phase) -> String {
        let (sentences, names) = (self.text.sentences, self.text.names(provider));
        let mut sentence = match phase {
            Phase::Succeeded { .. } if self.password_offer(offer).is_some() => {
                latchkey_copy::connected_by_password(sentences, names)
            }
            _ => latchkey_copy::phase(sentences, phase, names),
        };
        // Whether a waiting window leads on shows only after a while (`stuck_help`).
        if *phase != Phase::Waiting
            && let Some(question) = self.admin_question(offer, provider, phase)
        {
            sentence.push(' ');
            sentence.push_str(&question);
        }
        sentence
    }
}
