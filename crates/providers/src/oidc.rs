//! Any OpenID provider, configured by its discovery document (OpenID Connect Discovery 1.0), for installations with their
//! own server. The code assumes nothing that the standard leaves open. The client secret goes where the server accepts
//! it, refresh tokens may or may not rotate, refusals may be empty, and perhaps only userinfo names the account.

mod discovery;
mod errors;

use async_trait::async_trait;
use latchkey_domain::breaker::ClientAnswer;
use latchkey_domain::{Failure, Identity, Nonce, PkceVerifier, RefreshToken, Verified, renewal};
use latchkey_wire::{Account, Permission, Purpose, ReasonCode, UnixSeconds};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use crate::id_token::IdTokenClaims;
use crate::oauth;
use crate::{
    CallbackRefusal, ClientRegistration, CompletedSignIn, Http, KnownAccount, NotRenewed, Provider, ProviderInfo,
    SignInRequest, Tokens, refusal, verified,
};
use discovery::DiscoveryClient;

/// Scopes for the person's identity, and for a refresh token (OpenID Connect Core, 5.4 and 11).
const IDENTITY_SCOPES: [&str; 4] = ["openid", "profile", "email", "offline_access"];

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
}

/// An OpenID provider.
pub struct Oidc {
    settings: OidcSettings,
    discovery: DiscoveryClient,
}

#[derive(Deserialize)]
struct OidcUserInfo {
    sub: String,
    email: Option<String>,
    email_verified: Option<Value>,
    preferred_username: Option<String>,
    name: Option<String>,
}

impl Oidc {
    /// Sends no request: the discovery document is fetched when it is first needed.
    pub fn new(settings: OidcSettings) -> Self {
        Self { discovery: DiscoveryClient::new(&settings), settings }
    }

    /// The needed permissions that were not granted. Identity scopes are not compared, because the account that they
    /// provide is checked separately.
    fn missing(&self, answer: &oauth::TokenResponse) -> Vec<Permission> {
        let needed: Vec<_> = self.settings.scopes.iter().map(|name| (name.as_str(), Permission::Other)).collect();
        answer.missing_permissions(&needed)
    }

    /// The account's address and name: from the ID token, else from userinfo, else only the subject. Also returns what
    /// the same source says about the address.
    async fn account(
        &self,
        http: &dyn Http,
        claims: &IdTokenClaims,
        tokens: &Tokens,
    ) -> Result<(Account, Verified), Failure> {
        if let Some(account) = claims.account() {
            let said = (claims.email.as_deref(), claims.email_verified.as_ref());
            let verified = self.vouched(&account.address, said);
            return Ok((account, verified));
        }
        let subject_alone = || (Account { address: claims.sub.clone(), name: claims.name.clone() }, Verified::No);
        let Some(userinfo) = &self.discovery.server(http).await?.userinfo else { return Ok(subject_alone()) };
        match oauth::get::<OidcUserInfo>(http, userinfo, Some(&tokens.access)).await {
            // OpenID Connect Core, 5.3.2: a response for another subject must not be used.
            Ok(info) if info.sub != claims.sub => Err(Failure::of(ReasonCode::SignInNotFinished)),
            Ok(OidcUserInfo { email, email_verified, preferred_username, name, .. }) => {
                Ok(match email.clone().or(preferred_username) {
                    Some(address) => {
                        let verified = self.vouched(&address, (email.as_deref(), email_verified.as_ref()));
                        (Account { address, name }, verified)
                    }
                    None => subject_alone(),
                })
            }
            Err(_) => Ok(subject_alone()),
        }
    }

    /// Whether the server vouches for an address: `email_verified` (OpenID Connect Core, 5.1) counts for the domains that the
    /// administrator lists for this issuer. For other domains the result is unknown: they may be listed later.
    fn vouched(&self, address: &str, (email, said): (Option<&str>, Option<&Value>)) -> Verified {
        let is_its_email = email.is_some_and(|email| verified::is_same_address(email, address));
        match said {
            _ if !verified::is_in_domains(&self.settings.domains, address) => Verified::Unknown,
            // Perhaps only userinfo has the claim (5.4). The endpoint asks userinfo after the next renewal.
            None => Verified::Unknown,
            Some(said) => (is_its_email && verified::is_yes(Some(said))).into(),
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
        let scopes = IDENTITY_SCOPES.into_iter().map(str::to_owned).chain(self.settings.scopes.iter().cloned());
        let page = found.oauth.sign_in_url(request, scopes);
        // A server grants offline access only together with consent (OpenID Connect Core, 11).
        let page = match request.login_hint {
            Some(hint) => page.add_extra_param("login_hint", hint).add_extra_param("prompt", "consent"),
            None => page.add_extra_param("prompt", "login consent"),
        };
        Ok(page.url().0)
    }

    fn is_issuer(&self, issuer: &str) -> bool {
        issuer == self.settings.issuer
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
        let answer = found.oauth.exchange_code(http, code, verifier).await.map_err(errors::classify_code)?;
        let mut missing = self.missing(&answer);
        if answer.tokens.refresh.is_none() {
            missing.push(Permission::Offline);
        }
        if !missing.is_empty() {
            return Err(refusal::not_granted(missing));
        }
        let unfinished = || Failure::of(ReasonCode::SignInNotFinished);
        let id_token = answer.id_token.as_deref().ok_or_else(unfinished)?;
        let claims =
            found.id_token_verifier.check(http, id_token, nonce, now).await.map_err(refusal::classify_id_token)?;
        if !self.is_issuer(&claims.iss) {
            return Err(unfinished());
        }
        let (account, mut verified) = self.account(http, &claims, &answer.tokens).await?;
        let identity = Identity { issuer: claims.iss, subject: claims.sub };
        if verified == Verified::Unknown {
            let (address, access) = (account.address.as_str(), &answer.tokens.access);
            verified =
                self.verify_address(http, &KnownAccount { identity: &identity, address, access, api_url: None }).await;
        }
        Ok(CompletedSignIn { identity, account, verified, tokens: answer.tokens })
    }

    async fn refresh(&self, http: &dyn Http, token: &RefreshToken, of: &Identity) -> Result<Tokens, NotRenewed> {
        let found = self.discovery.server(http).await?;
        let answer = found.oauth.refresh(http, token).await.map_err(errors::classify_renewal)?;
        refusal::require_same(&answer, of, |named| Some(Identity { issuer: named.iss, subject: named.sub }))?;
        let missing = self.missing(&answer);
        refusal::all_granted(answer.tokens, missing)
    }

    async fn verify_address(&self, http: &dyn Http, account: &KnownAccount<'_>) -> Verified {
        if !verified::is_in_domains(&self.settings.domains, account.address) {
            return Verified::Unknown;
        }
        let Ok(found) = self.discovery.server(http).await else { return Verified::Unknown };
        let Some(userinfo) = &found.userinfo else { return Verified::No };
        match oauth::get::<OidcUserInfo>(http, userinfo, Some(account.access)).await {
            // OpenID Connect Core, 5.3.2, as above.
            Ok(info) if info.sub == account.identity.subject => {
                let said = info.email_verified.unwrap_or(Value::Bool(false));
                self.vouched(account.address, (info.email.as_deref(), Some(&said)))
            }
            _ => Verified::Unknown,
        }
    }

    /// A server may revoke all of the person's grants together, so a replaced grant is never revoked.
    async fn revoke(&self, http: &dyn Http, token: &RefreshToken) -> Result<(), Failure> {
        let found = self.discovery.server(http).await?;
        match &found.revocation {
            Some(at) => oauth::revoke(http, at, &self.settings.registration, found.secret_in, token).await,
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
