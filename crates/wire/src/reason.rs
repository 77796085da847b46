//! Why something does not work: one table of codes for connections and for sign-ins. The sentences that people read
//! stand in `crates/copy`, one for each code and language.

use serde::{Deserialize, Serialize};

/// A cause, with the reference that an administrator or the provider's support can look up.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reason {
    /// Which cause.
    pub code: ReasonCode,
    /// The provider's own number or correlation id, safe to show. Never free text from a provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

impl From<ReasonCode> for Reason {
    fn from(code: ReasonCode) -> Self {
        Self { code, reference: None }
    }
}

/// Who can put it right.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The person who reads the sentence.
    You,
    /// The administrator of the person's organisation.
    Admin,
    /// Whoever runs this installation.
    Operator,
    /// Nobody: it is being retried.
    Nobody,
}

/// The cause of a loss or of a failed sign-in.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReasonCode {
    /// The provider no longer accepts the sign-in: revoked, changed, or unused for too long.
    SignInEnded,
    /// The organisation asks everybody to sign in again from time to time.
    SignInAgainPolicy,
    /// The organisation wants an extra check, such as a second factor.
    ExtraVerification,
    /// The permission was removed or never given.
    ConsentMissing,
    /// The person signed in but left out permissions that are needed.
    PermissionsNotGranted,
    /// The password has expired and must be set anew.
    PasswordExpired,
    /// The account is disabled, deleted or not in this organisation.
    AccountDisabled,
    /// The account is locked.
    AccountLocked,
    /// An administrator must approve or assign the app first.
    AdminApproval,
    /// The organisation's access policy forbids it.
    BlockedByPolicy,
    /// The provider answers with errors or asks to wait.
    ProviderDown,
    /// The provider does not answer at all.
    ProviderUnreachable,
    /// The installation itself is set up wrongly at the provider.
    Misconfigured,
    /// The person cancelled at the provider.
    CancelledAtProvider,
    /// Somebody else than the connection's owner signed in.
    WrongAccount,
    /// The account that signed in belongs to somebody else's sidebar already.
    ConnectedElsewhere,
    /// At the question which code the sidebar shows, another code or "none of these" was chosen.
    MatchDeclined,
    /// The provider's answer to the sign-in could not be used; nothing was changed.
    SignInNotFinished,
}

impl ReasonCode {
    /// Who can put it right.
    pub fn actor(self) -> Actor {
        match self {
            Self::SignInEnded
            | Self::SignInAgainPolicy
            | Self::ExtraVerification
            | Self::ConsentMissing
            | Self::PermissionsNotGranted
            | Self::PasswordExpired
            | Self::CancelledAtProvider
            | Self::WrongAccount
            | Self::ConnectedElsewhere
            | Self::MatchDeclined
            | Self::SignInNotFinished => Actor::You,
            Self::AccountDisabled | Self::AccountLocked | Self::AdminApproval | Self::BlockedByPolicy => Actor::Admin,
            Self::Misconfigured => Actor::Operator,
            Self::ProviderDown | Self::ProviderUnreachable => Actor::Nobody,
        }
    }

    /// Every code, for tests that must miss none.
    pub const ALL: [Self; 18] = [
        Self::SignInEnded,
        Self::SignInAgainPolicy,
        Self::ExtraVerification,
        Self::ConsentMissing,
        Self::PermissionsNotGranted,
        Self::PasswordExpired,
        Self::AccountDisabled,
        Self::AccountLocked,
        Self::AdminApproval,
        Self::BlockedByPolicy,
        Self::ProviderDown,
        Self::ProviderUnreachable,
        Self::Misconfigured,
        Self::CancelledAtProvider,
        Self::WrongAccount,
        Self::ConnectedElsewhere,
        Self::MatchDeclined,
        Self::SignInNotFinished,
    ];
}
