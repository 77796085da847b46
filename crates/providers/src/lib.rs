//! Providers: the requests that each one is sent, and what its responses mean. The crate opens no sockets: the caller
//! passes in the HTTP client ([`Http`]) and the time. This crate classifies refusals once, because it knows the most
//! about them. No other crate depends on which provider refused.
//!
//! # To add a provider
//! 1. Open `<kind>.rs` (and a folder of that name if it needs more than one file) and implement [`Provider`]; [`oauth`]
//!    does the token requests, [`id_token`] checks ID tokens, [`refusal`] classifies refusals.
//! 2. Classify its refusals by status, `error` and the members that it documents as stable; numbers and texts only choose
//!    the wording. Test each body you know.
//! 3. Add a variant to `Provider` in the endpoint's configuration, and build it in `registry`.

#![warn(missing_docs)]

mod access;
mod addresses;
mod credential;
mod google;
mod http_port;
mod id_token;
mod microsoft;
mod oauth;
mod oidc;
mod refusal;
mod salesforce;
mod scopes;
#[cfg(test)]
mod scripted_http;
mod verified;

use std::sync::Arc;

use async_trait::async_trait;
use latchkey_domain::breaker::ClientAnswer;
use latchkey_domain::{
    AccessToken, AccountFacts, Entropy, Failure, Identity, Nonce, Password, PkceVerifier, RefreshToken, StateToken,
    Verified, renewal,
};
use latchkey_wire::{Account, LookupRefusal, Purpose, ReasonCode, UnixSeconds};
use url::Url;

pub use access::{AccessCheck, claims_challenge};
pub use addresses::{AddressAnswer, ToldAddresses};
pub use credential::{ClientAssertion, ClientCredential};
pub use google::{Google, GoogleSettings};
pub use http_port::{Http, HttpError, TruncatedBody};
pub use microsoft::{Microsoft, MicrosoftCloud, MicrosoftSettings, is_personal_tenant};
pub use oidc::{ClientAuthSetting, Oidc, OidcSettings};
pub use salesforce::{Salesforce, SalesforceAccessType, SalesforceSettings};

/// The installation's registration at a provider.
#[derive(Clone, Debug)]
pub struct ClientRegistration {
    /// The client's id (RFC 6749, 2.2). It is public.
    pub client_id: String,
    /// How the client authenticates. There is at least one credential; a second one is tried when the first is refused, which
    /// is how a secret is replaced without an interruption.
    pub credentials: Vec<ClientCredential>,
    /// The address that the provider redirects people to; it is registered there in exactly this form.
    pub redirect_uri: Url,
}

/// The parameters of a sign-in page.
#[derive(Clone, Debug)]
pub struct SignInRequest<'a> {
    /// The `state` parameter (RFC 6749, 10.12).
    pub state: &'a StateToken,
    /// The `nonce` parameter (OpenID Connect Core, 3.1.2.1).
    pub nonce: &'a Nonce,
    /// The PKCE code verifier (RFC 7636); only its hash goes into the address.
    pub verifier: &'a PkceVerifier,
    /// The e-mail address or user name to fill in. Without it, the person is asked which account to use.
    pub login_hint: Option<&'a str>,
    /// The claims challenge of the provider's last refusal ([`Failure::challenge`]).
    pub challenge: Option<&'a str>,
    /// Why the connection needs a sign-in, if it does: some reasons need other parameters.
    pub lost_because: Option<ReasonCode>,
}

/// An error that the provider sent to the callback instead of a code (RFC 6749, 4.1.2.1).
#[derive(Clone, Copy, Debug)]
pub struct CallbackRefusal<'a> {
    /// The `error` parameter: a code of the standard's or the provider's own.
    pub error: &'a str,
    /// The `error_description` parameter. It is never shown, because any web page can call the callback with any text.
    pub description: &'a str,
}

/// The tokens in a token response.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// The access token, for the provider's API.
    pub access: AccessToken,
    /// The new refresh token; absent where the provider keeps the old one.
    pub refresh: Option<RefreshToken>,
    /// The scopes that were granted, where the provider states them.
    pub scopes: Option<Vec<String>>,
    /// The lifetime of the access token in seconds, where the provider states it.
    pub access_life_s: Option<i64>,
    /// The lifetime of the refresh token in seconds, where no renewal can extend it.
    pub ends_in_s: Option<i64>,
    /// The address of the API for this account, where the provider has one for each account. The address was checked, so
    /// a token may be sent there.
    pub api_url: Option<Url>,
}

/// A renewal without tokens that can be used.
#[derive(Clone, Debug)]
pub struct NotRenewed {
    /// The classified cause.
    pub failure: Failure,
    /// The new refresh token, if the response contained one nevertheless. It must be stored: the old one may no longer be
    /// valid.
    pub successor: Option<RefreshToken>,
}

impl From<Failure> for NotRenewed {
    fn from(failure: Failure) -> Self {
        Self { failure, successor: None }
    }
}

/// A completed and verified sign-in.
#[derive(Clone, Debug)]
pub struct CompletedSignIn {
    /// The account's issuer and subject, from the verified ID token.
    pub identity: Identity,
    /// The account's address and name, for display.
    pub account: Account,
    /// Whether the provider vouches that the address is the account's own. If the provider can't tell at the moment, the
    /// sign-in does not fail, and the endpoint asks later ([`Provider::verify_address`]).
    pub verified: Verified,
    /// The account's sign-in name and its other addresses, where the provider tells them. Scopes and lifetimes are not filled
    /// in: they are those of [`Self::tokens`].
    pub facts: AccountFacts,
    /// The tokens. The refresh token is absent where the provider issues it only at the first consent.
    pub tokens: Tokens,
}

/// A grant that is to be renewed.
#[derive(Clone, Copy, Debug)]
pub struct RenewalRequest<'a> {
    /// The refresh token.
    pub token: &'a RefreshToken,
    /// The account that it is for, as stored.
    pub identity: &'a Identity,
    /// The scopes that the provider granted before, as it spelt them. Empty if it has never named them.
    pub scopes: &'a [String],
    /// The claims that the provider's API wants in the next token ([`claims_challenge`]).
    pub challenge: Option<&'a str>,
}

/// An account that signed in before, with a valid access token.
#[derive(Clone, Copy, Debug)]
pub struct KnownAccount<'a> {
    /// Its issuer and subject, as stored.
    pub identity: &'a Identity,
    /// Its stored address, which is to be verified.
    pub address: &'a str,
    /// A valid access token, for the provider's API.
    pub access: &'a AccessToken,
    /// The address of the API for this account, where the provider has one for each account.
    pub api_url: Option<&'a Url>,
}

/// Why a provider can't be used at an address that a person typed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SiteRefusal {
    /// The provider has one address; people type none.
    NotAsked,
    /// The provider needs an address, and the person typed none.
    Missing,
    /// The text is not an address.
    Malformed,
    /// The address is not one of the provider's, or not one that the administrator allows.
    NotAllowed,
}

/// What people see of a provider, with a sign-in page or with a password.
#[async_trait]
pub trait ProviderInfo: Send + Sync {
    /// The provider's display name.
    fn label(&self) -> &str;
    /// The display name of this access type: "Sandbox".
    fn access_type(&self) -> &str;
    /// Whether its connections are mailboxes or CRMs.
    fn purpose(&self) -> Purpose;
    /// The provider's rules for renewals, such as how long an unused grant lives.
    fn rules(&self) -> renewal::ProviderLimits;
    /// An example of the address that people must type to sign in; `None` if they need not type one.
    fn address_example(&self) -> Option<&str> {
        None
    }
    /// Whether an identity's issuer is an organisation that people know. Then a sign-in at another organisation is reported
    /// differently from a sign-in with another account.
    fn tells_organisations_apart(&self) -> bool {
        false
    }
    /// Whether the provider may show an error page of its own, without a redirect to the callback, because an administrator
    /// has not installed the app.
    fn may_need_installing(&self) -> bool {
        false
    }
    /// Whether the provider may show a page of its own, without a redirect to the callback, because an administrator has to
    /// approve the app first.
    fn may_need_approval(&self) -> bool {
        false
    }
    /// Where an administrator approves the app for the whole organisation.
    fn approval_url(&self) -> Option<Url> {
        None
    }
    /// Whether [`Provider::read_addresses`] tells more than the sign-in did.
    fn tells_addresses(&self) -> bool {
        false
    }
    /// Why people with this e-mail address can't sign in here, if the address alone tells.
    fn refuses_address(&self, address: &str) -> Option<LookupRefusal> {
        let _ = address;
        None
    }
    /// Whether the sign-in page works only in browsers and refuses embedded web views of other programs.
    fn needs_browser(&self) -> bool {
        false
    }
    /// Whether the mailbox of this e-mail address is certainly at this provider. `false` also means "unknown".
    async fn has_mailbox(&self, http: &dyn Http, address: &str) -> bool {
        let _ = (http, address);
        false
    }
}

/// A configured provider with a sign-in page. Implementations promise:
/// * every refusal and every unreadable response becomes a [`Failure`], never a panic;
/// * a failure holds no secret and no text from the provider;
/// * a sign-in is returned only if its ID token was verified and every needed permission was granted.
#[async_trait]
pub trait Provider: ProviderInfo {
    /// The address that this provider was made for, in canonical form ([`Provider::at_site`]).
    fn site(&self) -> Option<&str> {
        None
    }
    /// Makes this provider for an address that a person typed.
    fn at_site(&self, site: &str) -> Result<Arc<dyn Provider>, SiteRefusal> {
        let _ = site;
        Err(SiteRefusal::NotAsked)
    }
    /// Builds the address of the sign-in page for one authorization.
    async fn sign_in_url(&self, http: &dyn Http, request: &SignInRequest<'_>) -> Result<Url, Failure>;
    /// Whether the callback's `iss` parameter is this provider's issuer (RFC 9207, 2.4).
    fn is_issuer(&self, issuer: &str) -> bool;
    /// Classifies an error that the callback received.
    fn classify_callback_error(&self, refusal: CallbackRefusal<'_>) -> Failure;
    /// Exchanges an authorization code for tokens, and verifies the ID token.
    async fn exchange_code(
        &self,
        http: &dyn Http,
        code: &str,
        verifier: &PkceVerifier,
        nonce: &Nonce,
        now: UnixSeconds,
    ) -> Result<CompletedSignIn, Failure>;
    /// Renews the grant of an account. A response whose ID token names another account is discarded (OpenID Connect Core,
    /// 12.2).
    async fn refresh(&self, http: &dyn Http, renewal: &RenewalRequest<'_>) -> Result<Tokens, NotRenewed>;
    /// Asks the provider whether an account's address is its own, with the account's access token. The endpoint asks
    /// after a renewal if the result for the connection is unknown; after [`Verified::Unknown`] it asks again after the
    /// next renewal.
    async fn verify_address(&self, http: &dyn Http, account: &KnownAccount<'_>) -> Verified {
        let _ = (http, account);
        Verified::Unknown
    }
    /// Asks for the addresses of an account that signed in before.
    async fn read_addresses(&self, http: &dyn Http, account: &KnownAccount<'_>) -> AddressAnswer {
        let _ = (http, account);
        AddressAnswer::Unknown
    }
    /// Whether the access token opens what it is for: asks the mailbox or the CRM itself, once, with the cheapest request.
    async fn check_access(&self, http: &dyn Http, account: &KnownAccount<'_>) -> AccessCheck {
        let _ = (http, account);
        AccessCheck::Unasked
    }
    /// How long an access token lives from `now`, in seconds, for providers that do not state it with the token. `None` if it
    /// can't be found out.
    async fn access_life_s(&self, http: &dyn Http, access: &AccessToken, now: UnixSeconds) -> Option<i64> {
        let _ = (http, access, now);
        None
    }
    /// Whether [`Provider::revoke`] revokes this grant alone and no other of the same person's.
    fn has_single_grant_revocation(&self) -> bool {
        false
    }
    /// Revokes a grant at the provider (RFC 7009). A grant that is revoked already is no failure.
    async fn revoke(&self, http: &dyn Http, token: &RefreshToken) -> Result<(), Failure>;
    /// Verifies a token of the host's single sign-on and returns the account that it names. `None` if the token is not valid,
    /// or the provider has no such tokens.
    async fn identify_by_sso(&self, http: &dyn Http, token: &str, now: UnixSeconds) -> Option<Identity> {
        let _ = (http, token, now);
        None
    }
    /// Checks whether the provider accepts the client id and secret, with an invalid code and never with a person's token:
    /// some servers revoke a refresh token that is presented with a wrong secret.
    async fn check_client(&self, http: &dyn Http) -> ClientAnswer;
}

/// What a person types to sign in at a provider without a sign-in page.
#[derive(Clone, Debug)]
pub struct PasswordCredentials {
    /// The e-mail address of the mailbox.
    pub mailbox: String,
    /// The name to sign in with; it may differ from the address.
    pub user_name: String,
    /// The password. It is never logged.
    pub password: Password,
    /// The hint from the last sign-in ([`PasswordOutcome::SignedIn`]), which says which authentication scheme was used.
    pub scheme_hint: Option<String>,
}

/// Where a mailbox was found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum MailboxLocation {
    /// At this server, by its canonical address.
    Server(String),
    /// This address names the server, but only to a signed-in client. The person confirms it before a password is sent there.
    Directory(String),
    /// At another provider, which accepts no passwords.
    Elsewhere,
}

/// The result of a sign-in with a password.
#[derive(Clone, Debug)]
pub enum PasswordOutcome {
    /// The password is right, and the mailbox is the account's own.
    SignedIn {
        /// The account, with its server as the issuer: a server that an attacker runs must not vouch for another person.
        identity: Identity,
        /// The account's address and name, for display.
        account: Account,
        /// Whether the server is one that vouches for the account's address.
        verified: Verified,
        /// The server's address, in canonical form.
        server: String,
        /// A hint for the next sign-in, which says which authentication scheme was used.
        scheme_hint: Option<String>,
    },
    /// The directory named the mailbox's server. Nothing was sent to that server.
    ServerFound(String),
}

/// A sign-in with a password that failed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PasswordRefusal {
    /// The classified cause.
    pub failure: Failure,
    /// Whether the password was sent to the server. A server may give this response only to the right password.
    pub password_was_shown: bool,
}

/// A configured provider at which people sign in with a password. Implementations promise:
/// * one call of [`PasswordProvider::sign_in`] sends the password once, to the server in its arguments, over TLS;
/// * a failure holds nothing of the password.
#[async_trait]
pub trait PasswordProvider: ProviderInfo {
    /// Parses a server's address into its canonical form. Refuses an address to which no password may be sent.
    fn parse_server(&self, typed: &str) -> Result<String, SiteRefusal>;
    /// Whether a password may be sent to this server: the administrator allows the server. If the configuration does not
    /// say, a connection that signs in again may send it to its own server, `kept`.
    fn is_server_allowed(&self, server: &str, kept: Option<&str>) -> bool;
    /// Whether the administrator listed this server. A listed server vouches for the addresses of its mailboxes.
    fn is_server_listed(&self, server: &str) -> bool;
    /// The host of a server, in canonical form. An account belongs to one host.
    fn server_host(&self, server: &str) -> String;
    /// The name of the group of servers that share one limit for wrong passwords of people without a connection.
    fn server_realm(&self, server: &str) -> String;
    /// Whether this address is a directory, which names a mailbox's server ([`MailboxLocation::Directory`]) and holds no
    /// mailboxes.
    fn is_directory(&self, server: &str) -> bool;
    /// Finds the server of a mailbox, without a password.
    async fn locate_mailbox(&self, mailbox: &str) -> Result<MailboxLocation, Failure>;
    /// Checks whether a server would accept a password at the moment, without sending one. `scheme_hint` as in
    /// [`PasswordCredentials`].
    async fn probe(&self, server: &str, mailbox: &str, scheme_hint: Option<&str>) -> Result<(), Failure>;
    /// Signs in with what the person typed, once.
    async fn sign_in(
        &self,
        server: &str,
        typed: &PasswordCredentials,
        entropy: &dyn Entropy,
        now: UnixSeconds,
    ) -> Result<PasswordOutcome, PasswordRefusal>;
}
