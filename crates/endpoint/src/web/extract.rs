//! Extractors: what handlers read from requests, each with its own refusal.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, FromRequestParts, Json, Path, Request};
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use latchkey_copy::Unreadable;
use latchkey_domain::{SessionToken, TokenHash};
use latchkey_store::EngineKeyRecord;
use latchkey_wire::{AuthorizationId, ConnectionId, ProblemCode};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use url::form_urlencoded;

use crate::app::App;
use crate::printable::disturbs_text;
use crate::problem::ApiError;
use crate::session;
use crate::session::caller::Caller;

/// The most characters of an unknown name that the answer repeats.
const MAX_ECHOED_CHARS: usize = 64;
/// U+FEFF in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

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
        let body = read_body(Request::from_parts(parts.clone(), body), app).await?;
        if has_nul(&body) {
            return Err(ApiError::unreadable(Unreadable::Nul));
        }
        // Only objects are accepted: serde would also accept a list of the fields in their order.
        let is_object = body.trim_ascii_start().starts_with(b"{");
        let request = Request::from_parts(parts, body.clone().into());
        match Json::<T>::from_request(request, app).await {
            Ok(Json(body)) if is_object => Ok(Self(body)),
            Err(JsonRejection::MissingJsonContentType(_)) => Err(ApiError::unreadable(Unreadable::ContentType)),
            Ok(_) | Err(_) => Err(ApiError::unreadable(unreadable_json::<T>(&body))),
        }
    }
}

/// A JSON body that may be left out.
pub(crate) struct OptionalJsonBody<T>(pub(crate) T);

impl<T: DeserializeOwned + Default> FromRequest<App> for OptionalJsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        let body = read_body(Request::from_parts(parts.clone(), body), app).await?;
        if matches!(body.trim_ascii(), b"" | b"null") {
            return Ok(Self(T::default()));
        }
        let again = Request::from_parts(parts, body.into());
        JsonBody::from_request(again, app).await.map(|JsonBody(body)| Self(body))
    }
}

/// The body without a byte order mark, which a reader may ignore (RFC 8259, 8.1).
async fn read_body(request: Request, app: &App) -> Result<Bytes, ApiError> {
    let read = Bytes::from_request(request, app).await;
    read.map(|body| if body.starts_with(BYTE_ORDER_MARK) { body.slice(BYTE_ORDER_MARK.len()..) } else { body }).map_err(
        |rejection| {
            ApiError::new(match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => ProblemCode::BodyTooLarge,
                _ => ProblemCode::MalformedBody,
            })
        },
    )
}

/// What is wrong with a JSON body that can't be read. A member is named if it can't be read alone, either. That is right for a
/// body whose members may all be left out.
fn unreadable_json<T: DeserializeOwned>(body: &[u8]) -> Unreadable {
    let BodyMembers(members) = match serde_json::from_slice(body) {
        Ok(members) => members,
        Err(error) if error.is_data() => return Unreadable::NotAnObject,
        Err(_) => return Unreadable::NotJson,
    };
    let can_be_read = |name: &str, value: Value| {
        serde_json::from_value::<T>(Value::Object([(name.to_owned(), value)].into_iter().collect())).is_ok()
    };
    let culprit = members.iter().find(|(name, value)| !can_be_read(name, value.clone()));
    let repeated =
        || members.iter().enumerate().find(|(at, (name, _))| members[..*at].iter().any(|(it, _)| it == name));
    match (culprit, repeated()) {
        (Some((name, _)), _) if can_be_read(name, Value::Null) => Unreadable::Member(echoed(name)),
        (Some((name, _)), _) => Unreadable::UnknownMember(echoed(name)),
        (None, Some((_, (name, _)))) => Unreadable::RepeatedMember(echoed(name)),
        (None, None) => Unreadable::NotJson,
    }
}

/// All members of a JSON object in their order. Those that come twice are there twice.
struct BodyMembers(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for BodyMembers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = BodyMembers;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<BodyMembers, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = object.next_entry()? {
                    members.push(member);
                }
                Ok(BodyMembers(members))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

/// A name from a request as an answer repeats it: short, and safe to print, because engines write answers into their logs.
fn echoed(name: &str) -> String {
    name.chars().filter(|one| !disturbs_text(*one)).take(MAX_ECHOED_CHARS).collect()
}

/// The parameters of a query, of which the route knows some.
pub(crate) struct KnownParameters<'a>(Vec<(&'static str, Cow<'a, str>)>);

impl<'a> KnownParameters<'a> {
    /// Reads the query. Refuses a parameter that is not known or comes twice.
    pub(crate) fn read(query: Option<&'a str>, known: &[&'static str]) -> Result<Self, ApiError> {
        let mut parameters = Vec::new();
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            let Some(known) = known.iter().copied().find(|known| *known == name) else {
                let name = echoed(&name);
                return Err(ApiError::unreadable(Unreadable::UnknownParameter(name)));
            };
            if parameters.iter().any(|(other, _)| *other == known) {
                return Err(ApiError::unreadable(Unreadable::RepeatedParameter(known)));
            }
            parameters.push((known, value));
        }
        Ok(Self(parameters))
    }

    /// The value of a parameter that may be left out.
    pub(crate) fn get(&self, name: &'static str) -> Option<&str> {
        self.0.iter().find(|(other, _)| *other == name).map(|(_, value)| &**value)
    }

    /// The value of a parameter that is needed.
    pub(crate) fn require(&self, name: &'static str) -> Result<&str, ApiError> {
        self.get(name).ok_or_else(|| ApiError::unreadable(Unreadable::MissingParameter(name)))
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
        let text = Path::<String>::from_request_parts(parts, app).await.ok();
        let uuid = text.and_then(|Path(text)| Uuid::parse(text));
        uuid.map(|uuid| Self(T::from(uuid))).ok_or_else(|| {
            let expected = "a UUID in small letters".to_owned();
            ApiError::unreadable(Unreadable::Parameter { name: "id", expected })
        })
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
    fn a_member_that_can_not_be_read_is_named() {
        let named = |body: &[u8]| unreadable_json::<latchkey_wire::RejectionReport>(body);
        assert_eq!(named(br#"{"token_id":"a","statsu":401}"#), Unreadable::UnknownMember("statsu".into()));
        assert_eq!(named(br#"{"token_id":"a","status":"401"}"#), Unreadable::Member("status".into()));
        assert_eq!(named(br#"{"token_id":"a","status":99999}"#), Unreadable::Member("status".into()));
        assert_eq!(named(br#"{"status":401,"status":401}"#), Unreadable::RepeatedMember("status".into()));
        assert_eq!(named(format!("{{\"claims\":{}", "[".repeat(200)).as_bytes()), Unreadable::NotJson);
        assert_eq!((named(b"[]"), named(b"{status}")), (Unreadable::NotAnObject, Unreadable::NotJson));
        let odd = br#"{"a\u001b[31m\r\n\u202eb":1}"#;
        assert_eq!(named(odd), Unreadable::UnknownMember("a[31mb".into()));
        let long = format!(r#"{{"{}":1}}"#, "x".repeat(500));
        assert_eq!(named(long.as_bytes()), Unreadable::UnknownMember("x".repeat(MAX_ECHOED_CHARS)));
    }

    #[test]
    fn only_uuids_are_ids() {
        assert!(Uuid::parse("4b6f0f5e-6d5c-4d7b-9a43-1c2f0f6f8a11".into()).is_some());
        for text in ["", "x", "4B6F0F5E-6D5C-4D7B-9A43-1C2F0F6F8A11", "4b6f0f5e-6d5c-4d7b-9a43-1c2f0f6f8a1/"] {
            assert!(Uuid::parse(text.into()).is_none(), "{text:?}");
        }
    }
}
