//! What can be broken on purpose: [`Faults`] affect a whole provider, a [`Condition`] one person, and a [`Quirk`] is a
//! behaviour that only some providers have. Each provider's module lists its conditions and quirks.

use serde::{Deserialize, Serialize};

/// Longer delays would outlive every client's patience and only keep connections open.
pub(crate) const MAX_DELAY_S: u32 = 120;

/// The faults of a provider. The default has none.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Faults {
    /// Everything answers 503 with an HTML page.
    pub down: bool,
    /// The delay of every answer in seconds, 120 at most.
    pub delay_s: u32,
    /// How the token endpoint answers.
    pub token_answers: TokenAnswers,
    /// The registered secret is refused, as if an administrator had rotated it.
    pub client_secret_rotated: bool,
    /// Sign-ins end on the provider's own error page, without a redirect.
    pub ends_on_error_page: bool,
}

/// How the token endpoint answers every request.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum TokenAnswers {
    /// The regular answer.
    #[default]
    Normal,
    /// 200 with an HTML page, as from a captive portal or a proxy.
    HtmlPage,
    /// 400 without a body.
    EmptyBadRequest,
    /// The provider's own refusal to answer so often, mostly 429 with a `Retry-After` header.
    TooManyRequests {
        /// The header's value.
        retry_after_s: u32,
    },
}

/// The opener policy of the sign-in pages.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Coop {
    /// `Cross-Origin-Opener-Policy: same-origin`: the window that opened the popup loses it, and sees it as closed.
    /// Microsoft sends it for every app that is registered after 2027-01-31.
    #[default]
    SameOrigin,
    /// No such header.
    Off,
}

/// A condition of one person's account.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// The next renewal is refused until the person passes an extra check at an interactive sign-in.
    ExtraVerification,
    /// The organisation's access policy does not let this person use the app, even at an interactive sign-in.
    BlockedByPolicy,
    /// The account is disabled.
    Disabled,
    /// An administrator must approve the app first.
    AdminApproval,
    /// The password has expired; an interactive sign-in asks for a new one.
    PasswordExpired,
    /// The password was changed. Grants that depended on the old one end when the person signs in, or earlier. The new
    /// password equals the old one, except at the practice Exchange, where programs store passwords: there it has the
    /// suffix `-new`.
    PasswordChanged,
    /// The person's profile doesn't allow the network address that requests come from.
    AddressRestricted,
    /// The whole organisation's subscription has ended.
    OrganisationInactive,
    /// An administrator must install the app first. Sign-ins end on the provider's own error page.
    AppNotInstalled,
    /// The person may no longer use the API: renewals succeed, without its scope.
    ApiAccessRemoved,
    /// The account is locked, as after too many wrong passwords.
    AccountLocked,
    /// An administrator has set a password, and the person must choose another one first.
    PasswordChangeRequired,
    /// The account has no mailbox.
    MailboxMissing,
    /// All people may open the mailbox, like a team's.
    MailboxShared,
    /// The licence that the mailbox needs has ended.
    LicenceEnded,
    /// The API does not let this person in, by a rule of the organisation. Renewals succeed.
    ApiForbidden,
    /// The API has had too many calls for this person. Renewals succeed.
    ApiLimitReached,
    /// API and renewal ask for a sign-in that carries certain claims.
    ClaimsChallenge,
    /// The API is closed to this person at this hour of the day.
    OutsideLoginHours,
    /// The API is closed to this person at the domain that calls come by.
    OutsideLoginDomain,
    /// The API does not accept the person's sessions, however new they are.
    SessionsRefused,
    /// The account was deleted.
    AccountDeleted,
}

/// A behaviour that can be switched on for a provider that has it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Quirk {
    /// A renewal gives a new refresh token, and the old one is dead at once.
    RefreshTokenRotation,
    /// Renewals are refused. The stated cause is that another renewal is under way.
    RenewalUnderWay,
    /// Token requests are answered with 503 and a body that says `invalid_grant`.
    OutageLikeRefusal,
    /// A person who declines is sent back with `access-denied` instead of `access_denied`.
    HyphenatedDenial,
    /// Token answers name an API address that isn't the provider's.
    HostileApiAddress,
    /// The consent page is the provider's older one, whose button has another name.
    OlderConsentPage,
    /// The API is switched off for the program, for all people.
    ApiNotEnabled,
    /// The key that signs is published only where the key set is asked for by the program's id.
    KeysByAppId,
    /// Sessions end after 15 minutes, though no lifetime is stated.
    ShortSessions,
    /// Inactive people and organisations are refused as `invalid_grant`.
    InactiveAsInvalidGrant,
}
