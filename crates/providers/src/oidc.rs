//! Any OpenID provider, found by its discovery document (OpenID Connect Discovery 1.0). It is how installations with a
//! server of their own join in. Nothing is taken for granted that the standard leaves open: the secret goes where the
//! server takes it, a grant may or may not rotate, refusals may be empty, and the account may be named only at userinfo.

mod discovery;
mod errors;

use async_trait::async_trait;
use latchkey_domain::{Failure, Identity, Nonce, PkceVerifier, RefreshToken, Verified, renewal};
use latchkey_wire::{Account, Permission, Purpose, ReasonCode, UnixSeconds};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use crate::id_token::Claims;
use crate::oauth;
use crate::{
    CallbackRefusal, ClientCheck, Http, Known, NotRenewed, Provider, Registration, Service, SignIn, SignInRequest,
    Tokens, refusal, verified,
};
use discovery::Discovery;

/// Who signed in, and a refresh token (OpenID Connect Core, 5.4 and 11).
const IDENTITY_SCOPES: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// Which server, and what for.
#[derive(Clone, Debug)]
pub struct OidcSettings {
    /// The name that people see.
    pub label: String,
    /// The same among the ways to connect.
    pub access_type: String,
    /// What its connections are for.
    pub purpose: Purpose,
    /// The registration.
    pub registration: Registration,
    /// The issuer, exactly as the server writes it.
    pub issuer: String,
    /// What a sync engine needs, beside who signed in.
    pub scopes: Vec<String>,
    /// A refresh token that is not used for so long ends, if the server has such a rule.
    pub idle_limit_s: Option<i64>,
    /// Domains of e-mail addresses whose mailboxes are here, and for which the server is believed when it says whose an
    /// address is. Of any other domain it could say the same.
    pub domains: Vec<String>,
}

/// The provider.
pub struct Oidc {
    settings: OidcSettings,
    discovery: Discovery,
}

#[derive(Deserialize)]
struct UserInfo {
    sub: String,
    email: Option<String>,
    email_verified: Option<Value>,
    preferred_username: Option<String>,
    name: Option<String>,
}

impl Oidc {
    /// Asks the server for nothing yet.
    pub fn new(settings: OidcSettings) -> Self {
        Self { discovery: Discovery::new(&settings), settings }
    }

    /// Needed and not granted. Identity scopes may be left out of an answer: what they bring is checked by itself.
    fn missing(&self, answer: &oauth::Answer) -> Vec<Permission> {
        let needed: Vec<_> = self.settings.scopes.iter().map(|name| (name.as_str(), Permission::Other)).collect();
        answer.lacks(&needed)
    }

    /// The account in words: from the ID token, else from userinfo, else its bare subject. With it, what is said of its
    /// address in the same place.
    async fn account(&self, http: &dyn Http, claims: &Claims, tokens: &Tokens) -> Result<(Account, Verified), Failure> {
        if let Some(account) = claims.account() {
            let said = (claims.email.as_deref(), claims.email_verified.as_ref());
            let verified = self.vouched(&account.address, said);
            return Ok((account, verified));
        }
        let nobody = || (Account { address: claims.sub.clone(), name: claims.name.clone() }, Verified::No);
        let Some(userinfo) = &self.discovery.found(http).await?.userinfo else { return Ok(nobody()) };
        match oauth::get::<UserInfo>(http, userinfo, Some(&tokens.access)).await {
            // OpenID Connect Core, 5.3.2: another subject's answer must not be used.
            Ok(info) if info.sub != claims.sub => Err(Failure::of(ReasonCode::SignInNotFinished)),
            Ok(UserInfo { email, email_verified, preferred_username, name, .. }) => {
                Ok(match email.clone().or(preferred_username) {
                    Some(address) => {
                        let verified = self.vouched(&address, (email.as_deref(), email_verified.as_ref()));
                        (Account { address, name }, verified)
                    }
                    None => nobody(),
                })
            }
            Err(_) => Ok(nobody()),
        }
    }

    /// What the server's word about an address is worth: `email_verified` (OpenID Connect Core, 5.1), for the domains that
    /// the administrator lists for this issuer. Of a domain that is not listed yet nothing is known: it may be later.
    fn vouched(&self, address: &str, (email, said): (Option<&str>, Option<&Value>)) -> Verified {
        let is_its_email = email.is_some_and(|email| verified::same(email, address));
        match said {
            _ if !verified::is_in(&self.settings.domains, address) => Verified::Unknown,
            // It may be said at userinfo alone (5.4), which is asked after the next renewal.
            None => Verified::Unknown,
            Some(said) => (is_its_email && verified::says_yes(Some(said))).into(),
        }
    }
}

#[async_trait]
impl Service for Oidc {
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
    async fn sign_in_page(&self, http: &dyn Http, request: &SignInRequest<'_>) -> Result<Url, Failure> {
        let found = self.discovery.found(http).await?;
        let scopes = IDENTITY_SCOPES.into_iter().map(str::to_owned).chain(self.settings.scopes.iter().cloned());
        let page = found.oauth.sign_in_page(request, scopes);
        // Offline access is given only together with consent (OpenID Connect Core, 11).
        let page = match request.login_hint {
            Some(hint) => page.add_extra_param("login_hint", hint).add_extra_param("prompt", "consent"),
            None => page.add_extra_param("prompt", "login consent"),
        };
        Ok(page.url().0)
    }

    fn is_issuer(&self, issuer: &str) -> bool {
        issuer == self.settings.issuer
    }

    fn read_refusal(&self, refusal: CallbackRefusal<'_>) -> Failure {
        refusal::standard_callback(refusal.error)
    }

    async fn exchange(
        &self,
        http: &dyn Http,
        code: &str,
        verifier: &PkceVerifier,
        nonce: &Nonce,
        now: UnixSeconds,
    ) -> Result<SignIn, Failure> {
        let found = self.discovery.found(http).await?;
        let answer = found.oauth.exchange(http, code, verifier).await.map_err(errors::of_code)?;
        let mut missing = self.missing(&answer);
        if answer.tokens.refresh.is_none() {
            missing.push(Permission::Offline);
        }
        if !missing.is_empty() {
            return Err(refusal::not_granted(missing));
        }
        let unfinished = || Failure::of(ReasonCode::SignInNotFinished);
        let id_token = answer.id_token.as_deref().ok_or_else(unfinished)?;
        let claims = found.id_tokens.check(http, id_token, nonce, now).await.map_err(refusal::of_id_token)?;
        if !self.is_issuer(&claims.iss) {
            return Err(unfinished());
        }
        let (account, mut verified) = self.account(http, &claims, &answer.tokens).await?;
        let identity = Identity { issuer: claims.iss, subject: claims.sub };
        if verified == Verified::Unknown {
            let (address, access) = (account.address.as_str(), &answer.tokens.access);
            verified = self.verify(http, &Known { identity: &identity, address, access, api_url: None }).await;
        }
        Ok(SignIn { identity, account, verified, tokens: answer.tokens })
    }

    async fn refresh(&self, http: &dyn Http, token: &RefreshToken, of: &Identity) -> Result<Tokens, NotRenewed> {
        let found = self.discovery.found(http).await?;
        let answer = found.oauth.refresh(http, token).await.map_err(errors::of_refresh)?;
        refusal::require_same(&answer, of, |named| Some(Identity { issuer: named.iss, subject: named.sub }))?;
        let missing = self.missing(&answer);
        refusal::all_granted(answer.tokens, missing)
    }

    async fn verify(&self, http: &dyn Http, account: &Known<'_>) -> Verified {
        if !verified::is_in(&self.settings.domains, account.address) {
            return Verified::Unknown;
        }
        let Ok(found) = self.discovery.found(http).await else { return Verified::Unknown };
        let Some(userinfo) = &found.userinfo else { return Verified::No };
        match oauth::get::<UserInfo>(http, userinfo, Some(account.access)).await {
            // OpenID Connect Core, 5.3.2, as above.
            Ok(info) if info.sub == account.identity.subject => {
                let said = info.email_verified.unwrap_or(Value::Bool(false));
                self.vouched(account.address, (info.email.as_deref(), Some(&said)))
            }
            _ => Verified::Unknown,
        }
    }

    /// A server may end everything that one person has allowed with it, so it is never done for a predecessor.
    async fn revoke(&self, http: &dyn Http, token: &RefreshToken) -> Result<(), Failure> {
        let found = self.discovery.found(http).await?;
        match &found.revocation {
            Some(at) => oauth::revoke(http, at, &self.settings.registration, found.secret_in, token).await,
            None => Ok(()),
        }
    }

    async fn check_client(&self, http: &dyn Http) -> ClientCheck {
        match self.discovery.found(http).await {
            Ok(found) => found.oauth.check_client(http).await,
            Err(failure) => ClientCheck::Silent { retry_after_s: failure.retry_after_s },
        }
    }
}

#[cfg(test)]
mod tests;
