//! Errors of requests. A handler returns an [`ApiError`]. [`crate::web::refusals`] turns it into the response that the
//! client reads.

mod engine;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use latchkey_copy::Unreadable;
use latchkey_providers::SiteRefusal;
use latchkey_store::StoreError;
use latchkey_wire::ProblemCode;

use crate::app::rate_limit::RateLimited;

pub(crate) use engine::EngineError;

/// How long a client should wait when the store is unavailable, in seconds.
const STORE_AGAIN_AFTER_S: i64 = 5;
/// A refused request.
#[derive(Clone, Debug)]
pub struct ApiError {
    pub(crate) code: ProblemCode,
    pub(crate) retry_after_s: Option<i64>,
    pub(crate) cause: Option<String>,
    // Boxed to keep every handler's result small; engine errors are rare.
    pub(crate) engine: Option<Box<EngineError>>,
    /// What can't be read in the request, where that is known.
    pub(crate) unreadable: Option<Box<Unreadable>>,
}

impl ApiError {
    /// Refuses the request with this code.
    pub fn new(code: ProblemCode) -> Self {
        Self { code, retry_after_s: None, cause: None, engine: None, unreadable: None }
    }

    /// Refuses the request for now.
    pub fn wait(code: ProblemCode, retry_after_s: i64) -> Self {
        Self { retry_after_s: Some(retry_after_s.max(1)), ..Self::new(code) }
    }

    /// Refuses a request of which this part can't be read.
    pub(crate) fn unreadable(unreadable: Unreadable) -> Self {
        let code = match &unreadable {
            Unreadable::UnknownParameter(_)
            | Unreadable::RepeatedParameter(_)
            | Unreadable::MissingParameter(_)
            | Unreadable::Parameter { .. } => ProblemCode::MalformedParameter,
            Unreadable::ContentType
            | Unreadable::NotJson
            | Unreadable::NotAnObject
            | Unreadable::Nul
            | Unreadable::UnknownMember(_)
            | Unreadable::Member(_)
            | Unreadable::RepeatedMember(_) => ProblemCode::MalformedBody,
        };
        Self { unreadable: Some(Box::new(unreadable)), ..Self::new(code) }
    }

    /// An internal error. The cause is logged, so it must hold no secret.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self { cause: Some(cause.to_string()), ..Self::new(ProblemCode::Internal) }
    }
}

impl From<EngineError> for ApiError {
    fn from(error: EngineError) -> Self {
        let retry_after_s = error.retry_after_s;
        Self { retry_after_s, engine: Some(Box::new(error)), ..Self::new(ProblemCode::Unavailable) }
    }
}

impl From<SiteRefusal> for ApiError {
    fn from(refusal: SiteRefusal) -> Self {
        Self::new(match refusal {
            SiteRefusal::NotAsked | SiteRefusal::Missing | SiteRefusal::Malformed => ProblemCode::SiteMalformed,
            SiteRefusal::NotAllowed => ProblemCode::SiteNotAllowed,
        })
    }
}

impl From<RateLimited> for ApiError {
    fn from(RateLimited { retry_after_s }: RateLimited) -> Self {
        Self::wait(ProblemCode::TooManyRequests, retry_after_s)
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        let code = match error {
            StoreError::Unavailable(..) => ProblemCode::Unavailable,
            _ => ProblemCode::Internal,
        };
        let retry_after_s = (code == ProblemCode::Unavailable).then_some(STORE_AGAIN_AFTER_S);
        Self { cause: Some(error.to_string()), retry_after_s, ..Self::new(code) }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = self.engine.as_deref().map_or_else(|| status(self.code), EngineError::status);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The code as it is serialised.
pub(crate) fn code_text(code: impl serde::Serialize) -> String {
    serde_plain::to_string(&code).expect("codes are words")
}

pub(crate) fn status(code: ProblemCode) -> StatusCode {
    match code {
        ProblemCode::MalformedBody
        | ProblemCode::MalformedParameter
        | ProblemCode::OfferUnknown
        | ProblemCode::StateUnknown
        | ProblemCode::ProviderMismatch
        | ProblemCode::IssuerMismatch => StatusCode::BAD_REQUEST,
        ProblemCode::SiteMalformed | ProblemCode::SiteNotAllowed | ProblemCode::OfferNotAllowed => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        ProblemCode::SessionMissing | ProblemCode::EngineKeyMissing => StatusCode::UNAUTHORIZED,
        ProblemCode::BrowserMismatch
        | ProblemCode::ProofRejected
        | ProblemCode::OriginRefused
        | ProblemCode::KeyRefused
        | ProblemCode::KeylessNotAllowed
        | ProblemCode::OtherNetwork => StatusCode::FORBIDDEN,
        ProblemCode::NotFound | ProblemCode::ConnectionNotFound | ProblemCode::AuthorizationNotFound => {
            StatusCode::NOT_FOUND
        }
        ProblemCode::AuthorizationConflict | ProblemCode::SidebarMustAsk | ProblemCode::WindowOpenElsewhere => {
            StatusCode::CONFLICT
        }
        ProblemCode::AuthorizationOver => StatusCode::GONE,
        ProblemCode::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ProblemCode::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        ProblemCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        ProblemCode::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_written_as_it_is_serialised() {
        assert_eq!(code_text(ProblemCode::StateUnknown), "state_unknown");
    }
}
