//! Providers: how each one is asked, and what its answers mean. No sockets here: HTTP comes in as an argument
//! ([`Http`]), so does the time, and everything else is requests out and responses in. Refusals are classified here,
//! once, where the most is known about them; behind this border nobody asks which provider it was.
//!
//! # To add a provider
//! 1. Open `<kind>.rs` (and a folder of that name if it needs more than one file) and implement [`Provider`];
//!    [`oauth`] does the token requests, [`id_token`] checks ID tokens, [`refusal`] sorts refusals.
//! 2. Classify its refusals by status, `error` and whatever it documents as stable; numbers and texts only choose the
//!    wording. Test each body you know.
//! 3. Add a variant to `Provider` in the endpoint's configuration, and make it in `registry`.

#![warn(missing_docs)]

mod google;
mod http_port;
mod id_token;
mod microsoft;
mod oauth;
mod oidc;
mod refusal;
mod salesforce;
#[cfg(test)]
mod script;
mod verified;

use std::sync::Arc;

use async_trait::async_trait;
use latchkey_domain::{
    AccessToken, ClientSecret, Entropy, Failure, Identity, Nonce, Password, PkceVerifier, RefreshToken, StateToken,
    Verified, renewal,
};
use latchkey_wire::{Account, Purpose, ReasonCode, UnixSeconds};
use url::Url;

pub use google::{Google, GoogleSettings};
pub use http_port::{BrokeOff, Http, HttpError};
pub use microsoft::{Microsoft, MicrosoftSettings};
pub use oidc::{Oidc, OidcSettings};
pub use salesforce::{AccessType as SalesforceAccessType, Salesforce, SalesforceSettings};

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
    /// The account that is expected, to fill in. Without it the person is asked which account to use.
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
    /// Where the access token is to be used, where the provider decides that for each account. Checked: it is a place
    /// to which a token may go.
    pub api_url: Option<Url>,
}

/// Why a renewal brought no tokens that can be used.
#[derive(Clone, Debug)]
pub struct NotRenewed {
    /// Why.
    pub failure: Failure,
    /// The successor of the token that was presented, where the answer had one all the same. It has to be kept: the one that
    /// was presented may be good no more.
    pub successor: Option<RefreshToken>,
}

impl From<Failure> for NotRenewed {
    fn from(failure: Failure) -> Self {
        Self { failure, successor: None }
    }
}

/// A finished sign-in.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// Which account, proven.
    pub identity: Identity,
    /// The account in words.
    pub account: Account,
    /// Whether its address is its own. What the provider cannot tell at the moment is asked for later
    /// ([`Provider::verify`]), and never fails a sign-in.
    pub verified: Verified,
    /// The tokens. The refresh token is absent where the provider gives it only once and this was not the first time.
    pub tokens: Tokens,
}

/// An account that has signed in before, with an access token that is fresh.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Which.
    pub identity: &'a Identity,
    /// The address that it goes by here.
    pub address: &'a str,
    /// For the provider's API.
    pub access: &'a AccessToken,
    /// Where the token is to be used, where the provider decides that for each account.
    pub api_url: Option<&'a Url>,
}

/// Why a provider cannot be used at an address that somebody typed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SiteRefusal {
    /// It has one address, which nobody types.
    NotAsked,
    /// It can be used only at an address that somebody types.
    Missing,
    /// It is no address.
    Malformed,
    /// It belongs to somebody else than the provider.
    NotAllowed,
}

/// Whether the provider knows this installation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ClientCheck {
    /// Its id and secret are accepted.
    Accepted,
    /// They are not.
    Refused,
    /// The answer says nothing about them.
    Unknown,
    /// There was no answer, or one that means "not now".
    Silent {
        /// How long the provider asked to be left alone, in seconds.
        retry_after_s: Option<u32>,
    },
}

/// What people see of a provider, however they sign in there.
#[async_trait]
pub trait Service: Send + Sync {
    /// The name that people know it by.
    fn label(&self) -> &str;
    /// This way among the provider's ways, in words: "Sandbox".
    fn access_type(&self) -> &str;
    /// What its connections are for.
    fn purpose(&self) -> Purpose;
    /// Its limits.
    fn rules(&self) -> renewal::Rules;
    /// What the address looks like that people have to type to sign in here, if they have to.
    fn address_example(&self) -> Option<&str> {
        None
    }
    /// Whether an identity's issuer is an organisation that people know they belong to, so that signing in at another one is
    /// worth telling them apart from signing in as somebody else.
    fn tells_organisations_apart(&self) -> bool {
        false
    }
    /// Whether it may refuse, on a page from which nobody comes back, because an administrator has not installed the app.
    fn may_need_installing(&self) -> bool {
        false
    }
    /// Whether it shows its sign-in page in browsers only and refuses windows of other programs (embedded web views).
    fn needs_browser(&self) -> bool {
        false
    }
    /// Whether the mailbox of this e-mail address is surely here. "No" also means "cannot be told".
    async fn has_mailbox(&self, http: &dyn Http, address: &str) -> bool {
        let _ = (http, address);
        false
    }
}

/// One provider of the configuration at which people sign in in a window. Implementations promise:
/// * every refusal and every unreadable answer becomes a [`Failure`], never a panic;
/// * no secret and no text of the provider's stands in a failure;
/// * a sign-in is returned only if its ID token was checked and everything needed was granted.
#[async_trait]
pub trait Provider: Service {
    /// The address that this was made for, in its one spelling ([`Provider::at`]).
    fn site(&self) -> Option<&str> {
        None
    }
    /// The same provider at an address that somebody typed.
    fn at(&self, site: &str) -> Result<Arc<dyn Provider>, SiteRefusal> {
        let _ = site;
        Err(SiteRefusal::NotAsked)
    }
    /// The sign-in page for one attempt.
    async fn sign_in_page(&self, http: &dyn Http, request: &SignInRequest<'_>) -> Result<Url, Failure>;
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
    /// Renews the grant of an account. An answer whose ID token names another one is of no use, and nothing of it is kept
    /// (OpenID Connect Core, 12.2).
    async fn refresh(&self, http: &dyn Http, token: &RefreshToken, of: &Identity) -> Result<Tokens, NotRenewed>;
    /// Whether an account's address is its own, told by the provider with a token of the account. Asked after a renewal, for
    /// connections of which that is not known. [`Verified::Unknown`] is asked about again after the next one.
    async fn verify(&self, http: &dyn Http, account: &Known<'_>) -> Verified {
        let _ = (http, account);
        Verified::Unknown
    }
    /// Whether [`Provider::revoke`] ends this grant alone and no other of the same person's.
    fn revokes_alone(&self) -> bool {
        false
    }
    /// Ends a grant at the provider (RFC 7009). Ending it twice is no failure.
    async fn revoke(&self, http: &dyn Http, token: &RefreshToken) -> Result<(), Failure>;
    /// Whose a token is that the host of a pane got for this installation by its own single sign-on. `None` where it is not
    /// believed, and where there are no such tokens.
    async fn identify_by_sso(&self, http: &dyn Http, token: &str, now: UnixSeconds) -> Option<Identity> {
        let _ = (http, token, now);
        None
    }
    /// Asks whether the provider knows this installation, with an invented code and never with a person's token: some
    /// servers end a refresh token that is presented with a wrong secret.
    async fn check_client(&self, http: &dyn Http) -> ClientCheck;
}

/// What a person types where there is no sign-in page.
#[derive(Clone, Debug)]
pub struct Typed {
    /// The mailbox's e-mail address.
    pub mailbox: String,
    /// The name to sign in with.
    pub user_name: String,
    /// The password.
    pub password: Password,
    /// What the provider left for itself at the last sign-in ([`Tried::SignedIn`]).
    pub memo: Option<String>,
}

/// Where a mailbox is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Whereabouts {
    /// At this server.
    Server(String),
    /// At this address it can be found out, with the password. The person has to see it first.
    Directory(String),
    /// At another provider.
    Elsewhere,
}

/// What came of one try.
#[derive(Clone, Debug)]
pub enum Tried {
    /// The password is good, and opens the mailbox.
    SignedIn {
        /// Which account, with its server: a server that somebody runs at home must not be able to vouch for a colleague.
        identity: Identity,
        /// The account in words.
        account: Account,
        /// Whether its address is its own.
        verified: Verified,
        /// The server, in its one spelling.
        server: String,
        /// What the provider wants to know at the next sign-in there.
        memo: Option<String>,
    },
    /// The server of the mailbox was found out; nothing was sent there.
    ServerFound(String),
}

/// A try at a password that failed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Refused {
    /// Why.
    pub failure: Failure,
    /// Whether the server was shown the password. It may answer like this to the right one alone.
    pub password_was_shown: bool,
}

/// One provider of the configuration at which people sign in by password. Implementations promise:
/// * one call of [`PasswordProvider::sign_in`] shows the password once, to a server that was named in it, over TLS;
/// * nothing of it stands in a failure.
#[async_trait]
pub trait PasswordProvider: Service {
    /// An address of a server in its one spelling, if a password may go there.
    fn server(&self, typed: &str) -> Result<String, SiteRefusal>;
    /// Whether a password may go to this server: one that the administrator allows or, where they have not decided yet, the
    /// one at which the connection is that is signed in to again.
    fn admits(&self, server: &str, kept: Option<&str>) -> bool;
    /// Whether the administrator has named this server: then whoever opens a mailbox there is its owner.
    fn vouches(&self, server: &str) -> bool;
    /// The host of a server, in its one spelling: who has an account there has none anywhere else by that.
    fn host(&self, server: &str) -> String;
    /// Names the servers at which strangers have one ration together.
    fn realm(&self, server: &str) -> String;
    /// Whether this is where it can be found out at which server a mailbox is ([`Whereabouts::Directory`]), and no mailbox is.
    fn is_directory(&self, server: &str) -> bool;
    /// Finds out where a mailbox is, without a password.
    async fn find(&self, mailbox: &str) -> Result<Whereabouts, Failure>;
    /// Whether a server would take a password just now, without one. `memo` as in [`Typed`].
    async fn look(&self, server: &str, mailbox: &str, memo: Option<&str>) -> Result<(), Failure>;
    /// Tries what somebody typed, once.
    async fn sign_in(
        &self,
        server: &str,
        typed: &Typed,
        entropy: &dyn Entropy,
        now: UnixSeconds,
    ) -> Result<Tried, Refused>;
}
