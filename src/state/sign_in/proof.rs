//! Proves that the person at the pane is the one who signed in: by the code that the window shows, or by the host's
//! single sign-on.

use latchkey_wire::{Phase, ProofRequest};
use leptos::task::spawn_local;

use super::{CODE, CODE_LETTERS, SignInAttempt};
use crate::{api::RequestError, host::dom, state::Pane};

impl Pane {
    /// Proves by the host's single sign-on that the person here is the one who signed in, where the host has it.
    pub(in crate::state) fn prove_by_single_sign_on(self) {
        let Some((asking, endpoint)) = self.host().sso_token().zip(self.session_client()) else { return };
        let Some(id) = self.attempt_id() else { return };
        let pane = self;
        spawn_local(async move {
            let Some(token) = asking.await else { return };
            // If this is refused, the person can still type the code.
            let proof = ProofRequest { code: None, sso_token: Some(token) };
            if let Ok(authorization) = endpoint.prove(&id, &proof).await {
                pane.apply_authorization(&authorization);
            }
        });
    }

    /// Sends the code as soon as it is complete.
    pub fn submit_code(self) {
        let typed = dom::value(CODE);
        if typed.chars().filter(char::is_ascii_alphabetic).count() < CODE_LETTERS {
            return;
        }
        let Some((endpoint, before)) = self.session_client().zip(self.attempt.peek().clone()) else { return };
        if *before.phase() != Phase::AwaitingProof {
            return;
        }
        let pane = self;
        self.update_attempt(SignInAttempt::mark_finishing);
        spawn_local(async move {
            let proof = ProofRequest { code: Some(typed), sso_token: None };
            match endpoint.prove(&before.id, &proof).await {
                Ok(authorization) => pane.apply_authorization(&authorization),
                Err(error) if pane.attempt_id().as_ref() == Some(&before.id) => pane.handle_code_error(before, &error),
                Err(_) => {}
            }
        });
    }

    fn handle_code_error(self, before: SignInAttempt, error: &RequestError) {
        let is_wrong = matches!(error, RequestError::Refused(latchkey_wire::ProblemCode::ProofRejected));
        let wrong_codes = before.wrong_codes + u8::from(is_wrong);
        let attempt = SignInAttempt { wrong_codes, ..before };
        let said = attempt.tries_left().map(|left| latchkey_copy::code_wrong(self.text.sentences, &left.to_string()));
        self.attempt.set(Some(attempt));
        if is_wrong {
            self.announce(said.unwrap_or_default());
            return Self::focus(CODE);
        }
        self.show_problem(error);
    }
}
