//! Providers: how each one is asked, and what its answers mean. No sockets here: HTTP comes in as an argument
//! ([`Http`]), so does the time, and everything else is requests out and responses in. Refusals are classified here,
//! once, where the most is known about them; behind this border nobody asks which provider it was.
//!
//! # To add a provider
//! 1. Open `<kind>.rs` (and a folder of that name if it needs more than one file) and implement [`Provider`];
//!    [`oauth`] does the token requests, [`id_token`] checks ID tokens.
//! 2. Classify its refusals by status, `error` and whatever it documents as stable; numbers and texts only choose the
//!    wording. Test each body you know.
//! 3. Add a variant to `ProviderKind` in the endpoint's configuration.

mod http_port;
mod id_token;
mod microsoft;
mod oauth;

use async_trait::async_trait;
use latchkey_domain::{
    AccessToken, ClientSecret, Failure, Identity, Nonce, PkceVerifier, RefreshToken, StateToken, renewal,
};
use latchkey_wire::{Account, Purpose, ReasonCode, UnixSeconds};
use url::Url;

pub use http_port::{Http, HttpError};
pub use microsoft::{Microsoft, MicrosoftSettings};

/// The installation's registration at a provider.
#[derive(Clone, Debug)]
pub struct Registration {
    /// Public.
    pub client_id: String,
    /// Not public.
    pub client_secret: ClientSecret,
    /// Where the provider sends people back to: one address, registered there exactly like this.
    pub redirect_uri: Url,
}

/// What a sign-in page is asked for.
#[derive(Clone, Debug)]
pub struct SignInRequest<'a> {
    /// RFC 6749, 10.12.
    pub state: &'a StateToken,
    /// OpenID Connect Core 3.1.2.1.
    pub nonce: &'a Nonce,
    /// RFC 7636; only its hash goes into the address.
    pub verifier: &'a PkceVerifier,
    /// The account that is expected, to fill in.
    pub login_hint: Option<&'a str>,
    /// What the provider wanted to see when it refused last ([`Failure::challenge`]).
    pub challenge: Option<&'a str>,
    /// Why the connection is lost, if it is: some causes need another kind of page.
    pub lost_because: Option<ReasonCode>,
}

/// What came back in the callback instead of a code (RFC 6749, 4.1.2.1).
#[derive(Clone, Copy, Debug)]
pub struct CallbackRefusal<'a> {
    /// The standard's or the provider's word.
    pub error: &'a str,
    /// For people; never shown as it is, because anybody can write it.
    pub description: &'a str,
}

/// What a token request brought.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// For the provider's API.
    pub access: AccessToken,
    /// Its successor; absent where the provider keeps the old one.
    pub refresh: Option<RefreshToken>,
    /// How long the access token lives, where the provider says so.
    pub access_life_s: Option<i64>,
    /// How long the refresh token lives if that cannot be extended.
    pub ends_in_s: Option<i64>,
}

/// A finished sign-in.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// Which account, proven.
    pub identity: Identity,
    /// The account in words.
    pub account: Account,
    /// For the provider's API.
    pub access: AccessToken,
    /// For the next access token.
    pub refresh: RefreshToken,
    /// As in [`Tokens`].
    pub access_life_s: Option<i64>,
    /// As in [`Tokens`].
    pub ends_in_s: Option<i64>,
}

/// One provider of the configuration. Implementations promise:
/// * every refusal and every unreadable answer becomes a [`Failure`], never a panic;
/// * no secret and no text of the provider's stands in a failure;
/// * a sign-in is returned only if its ID token was checked and everything needed was granted.
#[async_trait]
pub trait Provider: Send + Sync {
    /// The name that people know it by.
    fn label(&self) -> &str;
    /// What its connections are for.
    fn purpose(&self) -> Purpose;
    /// Its limits.
    fn rules(&self) -> renewal::Rules;
    /// The sign-in page for one attempt.
    fn sign_in_page(&self, request: &SignInRequest<'_>) -> Url;
    /// Whether the callback's `iss` is this provider's (RFC 9207, 2.4).
    fn is_issuer(&self, issuer: &str) -> bool;
    /// What it means that the callback brought an error.
    fn read_refusal(&self, refusal: CallbackRefusal<'_>) -> Failure;
    /// Exchanges a code, and checks who signed in.
    async fn exchange(
        &self,
        http: &dyn Http,
        code: &str,
        verifier: &PkceVerifier,
        nonce: &Nonce,
        now: UnixSeconds,
    ) -> Result<SignIn, Failure>;
    /// Renews a grant.
    async fn refresh(&self, http: &dyn Http, token: &RefreshToken) -> Result<Tokens, Failure>;
}
