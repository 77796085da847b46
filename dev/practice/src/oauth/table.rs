//! The values by which providers differ. What takes code is a function of [`super::Dialect`].

use latchkey_wire::UnixSeconds;

use super::{OAuthRefusal, Obstacle};
use crate::authorize_request::BrowserCookie;
use crate::faults::{Condition, Quirk};
use crate::speaks_like::SpeaksLike;

/// How a secret looks.
pub(crate) struct SecretShape {
    pub(crate) prefix: &'static str,
    /// About as many characters as a real one has.
    pub(crate) length: usize,
    pub(crate) suffix: &'static str,
}

/// For how long a refresh token works.
pub(crate) enum RefreshTokenLife {
    Unlimited,
    /// In seconds.
    FromIssue(UnixSeconds),
    /// In seconds.
    FromLastUse(UnixSeconds),
}

/// What a renewal does to the refresh token.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum TokenRotation {
    /// It stays, and the answer has none.
    Keeps,
    /// The answer has a new one, and the old one works on.
    Adds,
    /// The answer has a new one, and the old one is dead at once.
    Replaces,
}

/// The values by which providers differ.
#[expect(clippy::struct_excessive_bools, reason = "each is a difference of its own")]
pub(crate) struct DialectTable {
    /// The name that people know.
    pub(crate) label: &'static str,
    /// The first part of its addresses, and its section in the state file.
    pub(crate) slug: &'static str,
    /// The name on its pages.
    pub(crate) name: &'static str,
    /// Ties a browser to its sign-ins.
    pub(crate) cookie: BrowserCookie,
    /// The conditions that a person can be in here.
    pub(crate) conditions: &'static [Condition],
    /// The quirks that it can have.
    pub(crate) quirks: &'static [Quirk],
    /// Numbers by which a renewal can be refused here, the usual one first. Empty where refusals have no numbers.
    pub(crate) refusal_numbers: &'static [u32],
    /// The servers that it can speak like, the default first. Empty where it speaks in one way.
    pub(crate) ways: &'static [SpeaksLike],
    pub(crate) consent_behind_grants: bool,
    pub(crate) code: SecretShape,
    pub(crate) access_token: SecretShape,
    pub(crate) refresh_token: SecretShape,
    pub(crate) refresh_token_life: RefreshTokenLife,
    /// One more grant of the same person to the same program revokes the oldest without notice.
    pub(crate) max_grants: Option<usize>,
    /// Whether token answers have `expires_in`.
    pub(crate) says_expiry: bool,
    /// Whether a sign-in request that can't be met leaves the person on an error page, even if the callback is known.
    pub(crate) errors_on_page: bool,
    /// Whether `code_challenge` must be there.
    pub(crate) requires_challenge: bool,
    /// Whether a page shows the signed-in accounts to pick from.
    pub(crate) picks_accounts: bool,
    /// The reason on the error page that the fault `ends_on_error_page` leads to.
    pub(crate) error_page: OAuthRefusal,
    /// Shown for an unknown address or a wrong password.
    pub(crate) wrong_password: &'static str,
    /// Shown at once for a `login_hint` that names no account, if the provider looks.
    pub(crate) unknown_hint: Option<&'static str>,
    /// Shown for an account that may not sign in here. `{email}` stands for its address.
    pub(crate) wrong_realm: &'static str,
    /// What stands in a person's way at a sign-in; the first one that holds counts.
    pub(crate) obstacles: &'static [(Condition, Obstacle)],
    /// The conditions that refuse a renewal; the first one that holds is named.
    pub(crate) refuses_renewal: &'static [Condition],
}
