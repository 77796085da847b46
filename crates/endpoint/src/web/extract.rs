//! Extractors: what handlers read from requests, each with its own refusal.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Json, Path, Request};
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use latchkey_domain::{SessionToken, TokenHash};
use latchkey_store::EngineKeyRecord;
use latchkey_wire::{AuthorizationId, ConnectionId, ProblemCode};
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::problem::ApiError;
use crate::session;
use crate::session::caller::Caller;

impl FromRequestParts<App> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let token = SessionToken::new(bearer_token(parts).ok_or(ApiError::new(ProblemCode::SessionMissing))?);
        let found = session::find(app, token.hash()).await?;
        let session = found.ok_or(ApiError::new(ProblemCode::SessionMissing))?;
        Ok(session.into())
    }
}

/// A sync engine that calls with its key.
#[derive(Clone)]
pub(crate) struct EngineCaller(Arc<EngineKeyRecord>);

impl EngineCaller {
    /// The id of the engine's key, for the journal.
    pub(crate) fn id(&self) -> &str {
        &self.0.id
    }

    /// Refuses a connection that the engine's key does not cover, as if it did not exist.
    pub(crate) fn ensure_opens(&self, id: &ConnectionId) -> Result<(), ApiError> {
        if self.0.scope.covers(id) { Ok(()) } else { Err(ApiError::new(ProblemCode::ConnectionNotFound)) }
    }
}

impl FromRequestParts<App> for EngineCaller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let missing = ApiError::new(ProblemCode::EngineKeyMissing);
        let key = bearer_token(parts).ok_or(missing.clone())?;
        let found = app.engine_key_cache.find(&*app.store, TokenHash::of(key), app.clock.now()).await?;
        found.map(Self).ok_or(missing)
    }
}

/// The token of an `Authorization: Bearer` header (RFC 6750, 2.1).
fn bearer_token(parts: &Parts) -> Option<&str> {
    let header = parts.headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// A JSON body.
pub(crate) struct JsonBody<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<App> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        let body = match Bytes::from_request(Request::from_parts(parts.clone(), body), app).await {
            // Only objects are accepted: serde would also accept a list of the fields in their order.
            Ok(body) if !has_nul(&body) && body.trim_ascii_start().starts_with(b"{") => body,
            Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                return Err(ApiError::new(ProblemCode::BodyTooLarge));
            }
            Ok(_) | Err(_) => return Err(ApiError::new(ProblemCode::MalformedBody)),
        };
        match Json::<T>::from_request(Request::from_parts(parts, body.into()), app).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(_) => Err(ApiError::new(ProblemCode::MalformedBody)),
        }
    }
}

/// A JSON body that may be left out.
pub(crate) struct OptionalJsonBody<T>(pub(crate) T);

impl<T: DeserializeOwned + Default> FromRequest<App> for OptionalJsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        match Bytes::from_request(Request::from_parts(parts.clone(), body), app).await {
            Ok(body) if body.trim_ascii().is_empty() => Ok(Self(T::default())),
            Ok(body) => {
                let again = Request::from_parts(parts, body.into());
                JsonBody::from_request(again, app).await.map(|JsonBody(body)| Self(body))
            }
            Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(ApiError::new(ProblemCode::BodyTooLarge))
            }
            Err(_) => Err(ApiError::new(ProblemCode::MalformedBody)),
        }
    }
}

/// Whether a JSON body contains U+0000, which can only be written as an escape (RFC 8259, 7). PostgreSQL stores no such
/// text, and no name or address contains it.
fn has_nul(json: &[u8]) -> bool {
    let escape = br"\u0000";
    json.windows(escape.len()).enumerate().any(|(at, part)| {
        let backslashes_before = || json[..at].iter().rev().take_while(|byte| **byte == b'\\').count();
        // Compared first: to count before each of many backslashes would take long.
        part == escape && backslashes_before() % 2 == 0
    })
}

/// An id in the path. Ids are UUIDs (RFC 9562), so all other text is refused.
pub(crate) struct IdInPath<T>(pub(crate) T);

impl<T: From<Uuid>> FromRequestParts<App> for IdInPath<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let malformed = ApiError::new(ProblemCode::MalformedParameter);
        let Path(text) = Path::<String>::from_request_parts(parts, app).await.map_err(|_| malformed.clone())?;
        Uuid::parse(text).map(|uuid| Self(T::from(uuid))).ok_or(malformed)
    }
}

/// A UUID in lower case.
pub(crate) struct Uuid(String);

impl Uuid {
    fn parse(text: String) -> Option<Self> {
        // Other spellings are read, too, and they would name the same record.
        let canonical = uuid::Uuid::try_parse(&text).ok()?.to_string();
        (text == canonical).then_some(Self(text))
    }
}

impl From<Uuid> for AuthorizationId {
    fn from(uuid: Uuid) -> Self {
        Self::new(uuid.0)
    }
}

impl From<Uuid> for ConnectionId {
    fn from(uuid: Uuid) -> Self {
        Self::new(uuid.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_escape_that_means_nul_is_found() {
        for (json, expected) in [
            (r#""a\u0000b""#, true),
            (r#""\\\u0000""#, true),
            (r#""a\\u0000b""#, false),
            (r#""a\u00001""#, true),
            (r#""u0000""#, false),
        ] {
            assert_eq!(has_nul(json.as_bytes()), expected, "{json}");
        }
    }

    #[test]
    fn only_uuids_are_ids() {
        assert!(Uuid::parse("4b6f0f5e-6d5c-4d7b-9a43-1c2f0f6f8a11".into()).is_some());
        for text in ["", "x", "4B6F0F5E-6D5C-4D7B-9A43-1C2F0F6F8A11", "4b6f0f5e-6d5c-4d7b-9a43-1c2f0f6f8a1/"] {
            assert!(Uuid::parse(text.into()).is_none(), "{text:?}");
        }
    }
}
