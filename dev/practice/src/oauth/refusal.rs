//! Why a request is refused: one list of causes for all providers. Each provider's own table writes them.

use latchkey_wire::UnixSeconds;

use crate::faults::Condition;
use crate::token_request::Missing;

/// The cause of a refusal.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum OAuthRefusal {
    MissingParameter(&'static str),
    InvalidParameter(&'static str),
    RealmUnknown,
    ClientUnknown,
    ClientSecretMissing,
    ClientSecretWrong,
    /// At the start of a sign-in.
    RedirectNotRegistered,
    /// At the exchange of a code.
    RedirectNotTheCodes,
    GrantTypeUnsupported,
    ResponseTypeUnsupported,
    ScopeUnknown,
    /// The scopes belong to more than one API.
    SeveralResources,
    CodeUnknown,
    CodeExpired,
    CodeRedeemed,
    CodeOfOtherRealm,
    VerifierMissing,
    VerifierWrong,
    RefreshTokenUnknown,
    /// It was not used, or not renewed, for too long.
    RefreshTokenUnused {
        issued_at: UnixSeconds,
    },
    /// A newer one has taken its place.
    RefreshTokenReplaced,
    Revoked {
        granted_at: UnixSeconds,
        revoked_at: UnixSeconds,
    },
    /// The token of a request to revoke.
    TokenUnknown,
    /// The person's account is in this condition.
    Condition(Condition),
    /// By the number that was set for the person.
    Numbered(u32),
    ConsentMissing,
    ConsentDeclined,
    NoUserSignedIn,
    SeveralSignedIn,
    ServiceTrouble,
    /// Another renewal is under way.
    AlreadyProcessed,
    /// An outage that looks like a refusal.
    Unavailable,
    TooManyRequests {
        retry_after_s: u32,
    },
}

impl From<Missing> for OAuthRefusal {
    fn from(Missing(name): Missing) -> Self {
        Self::MissingParameter(name)
    }
}
