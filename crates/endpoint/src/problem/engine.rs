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

    pub(crate) fn body(&self, request_id: &str) -> EngineProblem {
        let actor = match self.code {
            EngineProblemCode::NeedsSignIn | EngineProblemCode::Disconnected => Actor::You,
            EngineProblemCode::NeedsAdmin => Actor::Admin,
            EngineProblemCode::PasswordsKept => Actor::Operator,
            EngineProblemCode::ProviderUnavailable => {
                self.reason.as_ref().map_or(Actor::NoOne, |reason| reason.code.actor())
            }
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
