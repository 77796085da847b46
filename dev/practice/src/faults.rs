//! What can be broken on purpose: [`Faults`] break a provider for everybody, a [`Condition`] concerns one person, and a
//! [`Quirk`] is a way of behaving that only some providers have. Which conditions and quirks one has, its module says.

use serde::{Deserialize, Serialize};

/// Longer delays would outlive every client's patience and only keep connections open.
pub(crate) const MAX_DELAY_S: u32 = 120;

/// How a provider misbehaves. The default is: not at all.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Faults {
    /// Everything answers 503 with an HTML page.
    pub down: bool,
    /// Every answer comes so many seconds late, 120 at most.
    pub delay_s: u32,
    /// What the token endpoint answers.
    pub token_answers: TokenAnswers,
    /// The registered secret is refused, as if somebody had rotated it.
    pub client_secret_rotated: bool,
    /// Sign-ins end on the provider's own error page: nobody is sent back.
    pub ends_on_error_page: bool,
}

/// What the token endpoint answers, whatever it is asked.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum TokenAnswers {
    /// What was asked for.
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

/// What the sign-in pages say about their opener.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Coop {
    /// `Cross-Origin-Opener-Policy: same-origin`: the window that opened the popup loses it, and sees it as closed.
    /// Microsoft sends it for every app that is registered after 2027-01-31.
    #[default]
    SameOrigin,
    /// No such header.
    Off,
}

/// What an administrator, or time, did to one person's account.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// The next renewal is refused until the person passes an extra check at an interactive sign-in.
    ExtraVerification,
    /// The organisation's access policy forbids this person the app, also interactively.
    BlockedByPolicy,
    /// The account is disabled.
    Disabled,
    /// An administrator must approve the app first.
    AdminApproval,
    /// The password has expired; an interactive sign-in asks for a new one.
    PasswordExpired,
    /// Somebody has changed the password, and whatever depended on the old one ends at the latest when the person signs
    /// in. In practice the new one is the old one, so that nobody has to remember it; only where the password is what a
    /// program keeps, the new one ends in `-new`.
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
    /// Everybody may open the mailbox, as with a team's.
    MailboxShared,
}

/// A way of behaving that is switched on and off for everybody at a provider that has it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Quirk {
    /// A renewal gives a new refresh token, and the old one is dead at once.
    RefreshTokenRotation,
    /// Renewals are refused because another one is said to be under way.
    RenewalUnderWay,
    /// Token requests are answered with 503 and a body that says `invalid_grant`.
    OutageLikeRefusal,
    /// Whoever declines is sent back with `access-denied` instead of `access_denied`.
    HyphenatedDenial,
    /// Token answers name an API address that isn't the provider's.
    HostileApiAddress,
    /// The consent page is the one from before, whose button has another name.
    OlderConsentPage,
}
