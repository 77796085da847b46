//! What the endpoint tells sync engines when there is no token to hand out. Panes never see it.

use serde::{Deserialize, Serialize};

use crate::{Actor, Reason, UnixSeconds};

/// Body of `POST /v1/connections/{id}/rejections`: what the provider said when it refused the token. Every part may be left
/// out, and so may the body.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct RejectionReport {
    /// The `token_id` of the token that was refused, as it was handed out. A report about an older token than the newest one
    /// changes nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_id: Option<String>,
    /// The HTTP status of the provider's answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The `WWW-Authenticate` header of the provider's answer. A claims challenge in it is met at the next renewal or sign-in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub www_authenticate: Option<String>,
    /// The claims challenge itself, as JSON or in Base64, if the engine has taken it out of the header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claims: Option<String>,
}

/// Why there is no token, as `application/problem+json` (RFC 9457).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EngineProblem {
    /// `urn:latchkey:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// What happened, in a few words; the same for every problem of this code.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What to do about it.
    pub detail: String,
    /// Stable code for programs to branch on.
    pub code: EngineProblemCode,
    /// Why, where a provider or a person is the cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// Who must act to put it right.
    pub actor: Actor,
    /// Unix seconds at which this began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<UnixSeconds>,
    /// Names this answer in the endpoint's log.
    pub request_id: String,
}

/// What stands between an engine and a token. The names are part of the interface and never change their meaning.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EngineProblemCode {
    /// The person must sign in. Asking again is of no use until the connection is repaired.
    NeedsSignIn,
    /// An administrator must act. Asking again is of no use until the connection is repaired.
    NeedsAdmin,
    /// The person ended the connection on purpose.
    Disconnected,
    /// The last token has ended and the provider can't be asked for another one just now. Ask again after `Retry-After`.
    ProviderUnavailable,
    /// The administrator of this installation does not hand out passwords.
    PasswordsKept,
}

impl EngineProblemCode {
    /// Every code, for tests that must miss none.
    pub const ALL: [Self; 5] =
        [Self::NeedsSignIn, Self::NeedsAdmin, Self::Disconnected, Self::ProviderUnavailable, Self::PasswordsKept];
}
