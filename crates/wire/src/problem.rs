//! Errors, as `application/problem+json` (RFC 9457) with a stable `code` to branch on.

use serde::{Deserialize, Serialize};

/// An error answer.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `urn:latchkey:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// What happened, in a few words; the same for every problem of this code, with other words for sync engines.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What to do about it.
    pub detail: String,
    /// Stable code for programs to branch on.
    pub code: ProblemCode,
    /// Names this answer in the endpoint's log.
    pub request_id: String,
}

/// What went wrong with a request. The names are part of the interface and never change their meaning.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// The body is not JSON, lacks a field, or has one that is not known.
    MalformedBody,
    /// The body is larger than the endpoint takes.
    BodyTooLarge,
    /// A path or query parameter cannot be what it should be.
    MalformedParameter,
    /// There is no such address, or it does not take this method.
    NotFound,
    /// No session token, or one that is unknown or has ended.
    SessionMissing,
    /// This session has no such connection.
    ConnectionNotFound,
    /// This session has no such authorization.
    AuthorizationNotFound,
    /// The id is in use for something else.
    AuthorizationConflict,
    /// It has ended already.
    AuthorizationOver,
    /// The installation does not offer this.
    OfferUnknown,
    /// The administrator does not allow this offer any more.
    OfferNotAllowed,
    /// The address to sign in at cannot be read, or is missing, or is there where none is asked for.
    SiteMalformed,
    /// The address to sign in at does not belong to the service.
    SiteNotAllowed,
    /// No engine key, or one that is unknown or was revoked.
    EngineKeyMissing,
    /// Too many requests of this kind; wait as long as `Retry-After` says.
    TooManyRequests,
    /// The `state` of the callback belongs to no sign-in that is under way.
    StateUnknown,
    /// The callback came from another provider than the sign-in was started with.
    ProviderMismatch,
    /// The callback's `iss` is not the provider's (RFC 9207).
    IssuerMismatch,
    /// The callback came in another browser than the sign-in was started in.
    BrowserMismatch,
    /// The code or token does not show that the person at the pane is the one who signed in.
    ProofRejected,
    /// A window's request that did not come from the endpoint's own page.
    OriginRefused,
    /// The window's key is unknown, has been used, or has ended.
    KeyRefused,
    /// A window without a key, which the pane has not asked for, or not within the last two minutes.
    SidebarMustAsk,
    /// A window without a key, while one with a key is under way.
    WindowOpenElsewhere,
    /// The administrator allows no sign-in in windows without a key.
    KeylessNotAllowed,
    /// A window without a key, in another network than its pane, where the administrator allows that not.
    OtherNetwork,
    /// The endpoint is at fault; the log has the cause under the request id.
    Internal,
    /// The store cannot be reached just now.
    Unavailable,
}

impl ProblemCode {
    /// Every code, in the order of its declaration.
    pub const ALL: [Self; 28] = [
        Self::MalformedBody,
        Self::BodyTooLarge,
        Self::MalformedParameter,
        Self::NotFound,
        Self::SessionMissing,
        Self::ConnectionNotFound,
        Self::AuthorizationNotFound,
        Self::AuthorizationConflict,
        Self::AuthorizationOver,
        Self::OfferUnknown,
        Self::OfferNotAllowed,
        Self::SiteMalformed,
        Self::SiteNotAllowed,
        Self::EngineKeyMissing,
        Self::TooManyRequests,
        Self::StateUnknown,
        Self::ProviderMismatch,
        Self::IssuerMismatch,
        Self::BrowserMismatch,
        Self::ProofRejected,
        Self::OriginRefused,
        Self::KeyRefused,
        Self::SidebarMustAsk,
        Self::WindowOpenElsewhere,
        Self::KeylessNotAllowed,
        Self::OtherNetwork,
        Self::Internal,
        Self::Unavailable,
    ];
}
