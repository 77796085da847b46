//! Errors of token requests, as sync engines read them.

use latchkey_wire::{Actor, EngineProblem, EngineProblemCode, Reason, UnixSeconds};

use axum::http::StatusCode;

/// Why the engine gets no token, and what it needs to know about that.
#[derive(Clone, Debug)]
pub(crate) struct EngineError {
    pub(crate) code: EngineProblemCode,
    pub(crate) reason: Option<Reason>,
    pub(crate) since: Option<UnixSeconds>,
    pub(crate) retry_after_s: Option<i64>,
}

impl EngineError {
    pub(crate) fn new(code: EngineProblemCode) -> Self {
        Self { code, reason: None, since: None, retry_after_s: None }
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self.code {
            EngineProblemCode::NeedsSignIn | EngineProblemCode::NeedsAdmin => StatusCode::CONFLICT,
            EngineProblemCode::Disconnected => StatusCode::GONE,
            EngineProblemCode::PasswordsKept => StatusCode::FORBIDDEN,
            EngineProblemCode::ProviderUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn reason_actor(&self) -> Option<Actor> {
        Some(self.reason.as_ref()?.code.actor())
    }

    pub(crate) fn body(&self, request_id: &str) -> EngineProblem {
        let actor = match self.code {
            EngineProblemCode::NeedsSignIn | EngineProblemCode::Disconnected => Actor::You,
            EngineProblemCode::PasswordsKept => Actor::Operator,
            EngineProblemCode::NeedsAdmin => match self.reason_actor() {
                Some(Actor::Operator) => Actor::Operator,
                _ => Actor::Admin,
            },
            EngineProblemCode::ProviderUnavailable => self.reason_actor().unwrap_or(Actor::NoOne),
        };
        EngineProblem {
            kind: format!("urn:latchkey:problem:{}", super::code_text(self.code)),
            title: latchkey_copy::engine_problem_title(self.code).to_owned(),
            status: self.status().as_u16(),
            detail: latchkey_copy::engine_problem_detail(self.code).to_owned(),
            code: self.code,
            reason: self.reason.clone(),
            actor,
            since: self.since,
            request_id: request_id.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use latchkey_wire::ReasonCode;

    use super::*;

    #[test]
    fn what_only_the_operator_can_mend_names_the_operator() {
        let actor = |code: ReasonCode| {
            let error = EngineError { reason: Some(code.into()), ..EngineError::new(EngineProblemCode::NeedsAdmin) };
            error.body("id").actor
        };
        assert_eq!(actor(ReasonCode::Misconfigured), Actor::Operator);
        assert_eq!(actor(ReasonCode::MailboxMissing), Actor::Admin);
        assert_eq!(EngineError::new(EngineProblemCode::NeedsAdmin).body("id").actor, Actor::Admin);
    }
}
