//! Any OpenID provider, configured by its discovery document (OpenID Connect Discovery 1.0), for installations with their
//! own server. The code assumes nothing that the standard leaves open. The client secret goes where the server accepts
//! it, refresh tokens may or may not rotate, refusals may be empty, and perhaps only userinfo names the account.

mod client_auth;
mod discovery;
mod errors;

use std::sync::Arc;

use async_trait::async_trait;
use latchkey_domain::breaker::ClientAnswer;
use latchkey_domain::{
    AccessToken, AccountFacts, Clock, Failure, Identity, Nonce, PkceVerifier, RefreshToken, Verified, is_same_issuer,
    renewal,
};
use latchkey_wire::{Account, Permission, Purpose, ReasonCode, UnixSeconds};
use serde::Deserialize;
use url::Url;

use crate::id_token::{self, IdTokenClaims, ProfileClaims, subject};
use crate::oauth::{TokenRefusal, TokenResponse, documents};
use crate::scopes::PLAIN;
use crate::{
    CallbackRefusal, ClientRegistration, CompletedSignIn, Http, KnownAccount, NotRenewed, Provider, ProviderInfo,
    RenewalRequest, SignInRequest, Tokens, refusal, verified,
};
use discovery::{DiscoveredServer, DiscoveryClient};

pub use client_auth::ClientAuthSetting;

/// Scopes for the person's identity (OpenID Connect Core, 5.4).
const IDENTITY_SCOPES: [&str; 3] = ["openid", "profile", "email"];
/// The scope for a refresh token (OpenID Connect Core, 11). Some servers refuse a request with a scope that they do not know.
const OFFLINE_SCOPE: &str = "offline_access";

/// The server, the client's registration there, and what its connections are for.
#[derive(Clone, Debug)]
pub struct OidcSettings {
    /// The display name.
    pub label: String,
    /// The display name of this access type.
    pub access_type: String,
    /// Whether its connections are mailboxes or CRMs.
    pub purpose: Purpose,
    /// The client's id, secret and redirect URI.
    pub registration: ClientRegistration,
    /// The issuer, exactly as the discovery document has it.
    pub issuer: String,
    /// The scopes that a sync engine needs, in addition to those for the identity.
    pub scopes: Vec<String>,
    /// How many seconds an unused refresh token lives, if the server limits that.
    pub idle_limit_s: Option<i64>,
    /// Domains of e-mail addresses whose mailboxes are at this server. The server's `email_verified` counts only for
    /// these domains, because the server could claim any other domain, too.
    pub domains: Vec<String>,
    /// Where the client's secret goes; `None` finds it out.
    pub client_auth: Option<ClientAuthSetting>,
    /// Whether to ask for `offline_access`; `None` asks where the discovery document lists it.
    pub offline_access: Option<bool>,
}

/// An OpenID provider.
pub struct Oidc {
    settings: OidcSettings,
    discovery: DiscoveryClient,
}

#[derive(Deserialize)]
struct OidcUserInfo {
    #[serde(deserialize_with = "subject")]
    sub: String,
    #[serde(flatten)]
    profile: ProfileClaims,
}

/// Why userinfo can't be used.
enum UserInfoError {
    /// It says nothing, or does not answer.
    Silent,
    /// It is about another person (OpenID Connect Core, 5.3.2).
    OtherSubject,
}

impl Oidc {
    /// Sends no request: the discovery document is fetched when it is first needed.
    pub fn new(settings: OidcSettings, clock: Arc<dyn Clock>) -> Self {
        Self { discovery: DiscoveryClient::new(&settings, clock), settings }
    }

    /// The scopes that have to be granted. Identity scopes are not among them, because the account that they provide is
    /// checked separately. Nor is the scope for a refresh token: the token is there or is not.
    fn needed_scopes(&self) -> Vec<String> {
        self.settings.scopes.iter().filter(|scope| *scope != OFFLINE_SCOPE).cloned().collect()
    }

    /// Whether `offline_access` is asked for, beside the configured scopes.
    fn adds_offline_access(&self, server: &DiscoveredServer) -> bool {
        !self.has_offline_scope() && self.settings.offline_access.unwrap_or_else(|| server.advertises(OFFLINE_SCOPE))
    }

    fn has_offline_scope(&self) -> bool {
        self.settings.scopes.iter().any(|scope| scope == OFFLINE_SCOPE)
    }

    /// A sign-in without a refresh token, for which the scope was not asked: no person can change that. Where it was asked for,
    /// the person or the server did not grant it.
    fn lasting_access_not_asked() -> Failure {
        Failure::of(ReasonCode::Misconfigured).with_reference(OFFLINE_SCOPE)
    }

    /// The account's address and name: its e-mail address from the ID token or from userinfo, or else its sign-in name, or else
    /// the subject alone. Also returns what the source of the address says about it.
    async fn account(
        &self,
        http: &dyn Http,
        server: &DiscoveredServer,
        claims: &IdTokenClaims,
        tokens: &Tokens,
    ) -> Result<(Account, Verified, AccountFacts), Failure> {
        let own = &claims.profile;
        let told = match own.email.address() {
            Some(_) => None,
            None => match self.userinfo(http, server, &claims.sub, &tokens.access).await {
                Ok(told) => Some(told),
                Err(UserInfoError::Silent) => None,
                Err(UserInfoError::OtherSubject) => return Err(Failure::of(ReasonCode::SignInNotFinished)),
            },
        };
        let sources = || std::iter::once(own).chain(&told);
        let name = sources().find_map(|source| source.name.text()).map(str::to_owned);
        let sign_in_name = sources().find_map(ProfileClaims::sign_in_name);
        let (address, verified) = match sources().find_map(|source| Some((source, source.email.address()?))) {
            Some((source, address)) => (address, self.vouched(address, source)),
            None => match sign_in_name {
                Some(name) => (name, Verified::Unknown),
                None => (claims.sub.as_str(), Verified::No),
            },
        };
        let other_name = sign_in_name.filter(|name| !verified::is_same_address(name, address));
        let facts = AccountFacts { sign_in_name: other_name.map(str::to_owned), ..AccountFacts::default() };
        Ok((Account { address: address.to_owned(), name }, verified, facts))
    }

    /// What userinfo says of this subject, as JSON or as a token (OpenID Connect Core, 5.3.2). The token's signature is not
    /// checked: like the JSON, it came from the server itself over the same connection.
    async fn userinfo(
        &self,
        http: &dyn Http,
        server: &DiscoveredServer,
        subject: &str,
        access: &AccessToken,
    ) -> Result<ProfileClaims, UserInfoError> {
        let at = server.userinfo.as_ref().ok_or(UserInfoError::Silent)?;
        let body = documents::get_body(http, at, Some(access)).await.map_err(|_| UserInfoError::Silent)?;
        let json = match std::str::from_utf8(&body) {
            Ok(text) if !text.trim_start().starts_with('{') => id_token::payload(text).ok_or(UserInfoError::Silent)?,
            _ => body,
        };
        let info: OidcUserInfo = serde_json::from_slice(&json).map_err(|_| UserInfoError::Silent)?;
        if info.sub == subject { Ok(info.profile) } else { Err(UserInfoError::OtherSubject) }
    }

    /// Whether the server vouches for an address: `email_verified` (OpenID Connect Core, 5.1) counts for the domains that the
    /// administrator lists for this issuer. For other domains the result is unknown: they may be listed later.
    fn vouched(&self, address: &str, source: &ProfileClaims) -> Verified {
        let is_its_email = source.email.only_text().is_some_and(|email| verified::is_same_address(email, address));
        match source.email_verified.value() {
            _ if !verified::is_in_domains(&self.settings.domains, address) => Verified::Unknown,
            // Perhaps only userinfo has the claim (5.4). The endpoint asks userinfo after the next renewal.
            None => Verified::Unknown,
            said => (is_its_email && verified::is_yes(said)).into(),
        }
    }

    /// Sends a token request, and sends it again if the token endpoint has moved: the server could not be reached there, or does
    /// not know the address, so it has not used what was presented.
    async fn ask<'s, F>(
        &self,
        http: &dyn Http,
        server: Arc<DiscoveredServer>,
        send: impl Fn(Arc<DiscoveredServer>) -> F,
    ) -> Result<(Arc<DiscoveredServer>, TokenResponse), TokenRefusal>
    where
        F: Future<Output = Result<TokenResponse, TokenRefusal>> + Send + 's,
    {
        let refusal = match send(Arc::clone(&server)).await {
            Ok(answer) => return Ok((server, answer)),
            Err(refusal) => refusal,
        };
        let may_have_moved = match &refusal {
            TokenRefusal::Unreadable { status, .. } => matches!(status, 301 | 302 | 307 | 308 | 404 | 405 | 410),
            TokenRefusal::Outage(failure) => failure.reason.code == ReasonCode::ProviderUnreachable,
            TokenRefusal::Answered(_) | TokenRefusal::Unusable { .. } => false,
        };
        if !may_have_moved {
            return Err(refusal);
        }
        match self.discovery.server_again(http).await {
            Ok(again) if again.oauth.token_endpoint() != server.oauth.token_endpoint() => {
                let answer = send(Arc::clone(&again)).await?;
                Ok((again, answer))
            }
            _ => Err(refusal),
        }
    }
}

#[async_trait]
impl ProviderInfo for Oidc {
    fn label(&self) -> &str {
        &self.settings.label
    }

    fn access_type(&self) -> &str {
        &self.settings.access_type
    }

    fn purpose(&self) -> Purpose {
        self.settings.purpose
    }

    fn rules(&self) -> renewal::ProviderLimits {
        renewal::ProviderLimits { idle_limit_s: self.settings.idle_limit_s }
    }

    async fn has_mailbox(&self, _http: &dyn Http, address: &str) -> bool {
        let Some((_, domain)) = address.rsplit_once('@') else { return false };
        self.settings.domains.iter().any(|known| known.eq_ignore_ascii_case(domain))
    }
}

#[async_trait]
impl Provider for Oidc {
    async fn sign_in_url(&self, http: &dyn Http, request: &SignInRequest<'_>) -> Result<Url, Failure> {
        let found = self.discovery.server(http).await?;
        let offline = self.adds_offline_access(&found).then_some(OFFLINE_SCOPE);
        let scopes = IDENTITY_SCOPES.into_iter().chain(offline).map(str::to_owned);
        let page = found.oauth.sign_in_url(request, scopes.chain(self.settings.scopes.iter().cloned()));
        // A server grants offline access only together with consent (OpenID Connect Core, 11).
        let wanted: &[&str] = if request.login_hint.is_some() { &["consent"] } else { &["login", "consent"] };
        let prompts: Vec<_> = wanted.iter().copied().filter(|prompt| found.takes_prompt(prompt)).collect();
        let mut page = match request.login_hint {
            Some(hint) => page.add_extra_param("login_hint", hint),
            None => page,
        };
        if !prompts.is_empty() {
            page = page.add_extra_param("prompt", prompts.join(" "));
        }
        Ok(page.url().0)
    }

    fn is_issuer(&self, issuer: &str) -> bool {
        is_same_issuer(issuer, &self.settings.issuer)
    }

    fn classify_callback_error(&self, refusal: CallbackRefusal<'_>) -> Failure {
        refusal::classify_standard_callback(refusal.error)
    }

    async fn exchange_code(
        &self,
        http: &dyn Http,
        code: &str,
        verifier: &PkceVerifier,
        nonce: &Nonce,
        now: UnixSeconds,
    ) -> Result<CompletedSignIn, Failure> {
        let found = self.discovery.server(http).await?;
        let send =
            |server: Arc<DiscoveredServer>| async move { server.oauth.exchange_code(http, code, verifier, &[]).await };
        let (found, answer) = self.ask(http, found, send).await.map_err(errors::classify_code)?;
        let mut missing = PLAIN.missing(answer.tokens.scopes.as_ref(), &self.needed_scopes());
        if answer.tokens.refresh.is_none() {
            if missing.is_empty() && !self.has_offline_scope() && !self.adds_offline_access(&found) {
                return Err(Self::lasting_access_not_asked());
            }
            missing.push(Permission::Offline);
        }
        if !missing.is_empty() {
            return Err(refusal::not_granted(missing, &self.needed_scopes(), &answer.tokens));
        }
        let unfinished = || Failure::of(ReasonCode::SignInNotFinished);
        let id_token = answer.id_token.as_deref().ok_or_else(unfinished)?;
        let claims =
            found.id_token_verifier.check(http, id_token, nonce, now).await.map_err(refusal::classify_id_token)?;
        // In a token the document's spelling counts (OpenID Connect Core, 3.1.3.7). Another one may be newer than the document.
        let is_respelt = claims.iss != found.issuer && is_same_issuer(&claims.iss, &found.issuer);
        let found = if is_respelt { self.discovery.server_again(http).await? } else { found };
        if claims.iss != found.issuer {
            let (named, published) = (&claims.iss, &found.issuer);
            let cause = format!("the ID token's issuer is {named}, the discovery document's is {published}");
            return Err(unfinished().because(cause));
        }
        let (account, mut verified, facts) = self.account(http, &found, &claims, &answer.tokens).await?;
        let identity = Identity { issuer: claims.iss, subject: claims.sub };
        if verified == Verified::Unknown {
            let (address, access) = (account.address.as_str(), &answer.tokens.access);
            verified =
                self.verify_address(http, &KnownAccount { identity: &identity, address, access, api_url: None }).await;
        }
        Ok(CompletedSignIn { identity, account, verified, facts, tokens: answer.tokens })
    }

    async fn refresh(&self, http: &dyn Http, renewal: &RenewalRequest<'_>) -> Result<Tokens, NotRenewed> {
        let found = self.discovery.server(http).await?;
        let send = |server: Arc<DiscoveredServer>| async move { server.oauth.refresh(http, renewal.token, &[]).await };
        let (_, answer) = self.ask(http, found, send).await.map_err(errors::classify_renewal)?;
        refusal::require_same(&answer, renewal.identity, |named| {
            Some(Identity { issuer: named.iss, subject: named.sub })
        })?;
        let withdrawn = PLAIN.withdrawn(answer.tokens.scopes.as_ref(), renewal.scopes, &self.needed_scopes());
        refusal::all_granted(answer.tokens, withdrawn, &self.needed_scopes())
    }

    async fn verify_address(&self, http: &dyn Http, account: &KnownAccount<'_>) -> Verified {
        if !verified::is_in_domains(&self.settings.domains, account.address) {
            return Verified::Unknown;
        }
        let Ok(found) = self.discovery.server(http).await else { return Verified::Unknown };
        if found.userinfo.is_none() {
            return Verified::No;
        }
        match self.userinfo(http, &found, &account.identity.subject, account.access).await {
            Ok(profile) if profile.email_verified.value().is_none() => Verified::No,
            Ok(profile) => self.vouched(account.address, &profile),
            Err(UserInfoError::Silent | UserInfoError::OtherSubject) => Verified::Unknown,
        }
    }

    async fn access_life_s(&self, http: &dyn Http, access: &AccessToken, now: UnixSeconds) -> Option<i64> {
        let found = self.discovery.server(http).await.ok()?;
        found.oauth.introspect(http, found.introspection.as_ref()?, access, now).await
    }

    /// A server may revoke all of the person's grants together, so only the last one is revoked.
    async fn revoke(&self, http: &dyn Http, token: &RefreshToken) -> Result<(), Failure> {
        let found = self.discovery.server(http).await?;
        match &found.revocation {
            Some(at) => found.oauth.revoke(http, at, token).await,
            None => Ok(()),
        }
    }

    async fn check_client(&self, http: &dyn Http) -> ClientAnswer {
        match self.discovery.server(http).await {
            Ok(found) => found.oauth.check_client(http).await,
            Err(failure) => ClientAnswer::Silent { retry_after_s: failure.retry_after_s },
        }
    }
}

#[cfg(test)]
mod tests;
