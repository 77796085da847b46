//! Google Workspace and Gmail (developers.google.com/identity/protocols/oauth2/web-server). Its particularities: Google
//! issues a refresh token only with offline access and, after the first time, only if the request asks for consent again.
//! A renewal returns no new refresh token; the old one stays valid. People can omit single permissions, and Google still
//! issues a token. Revoking one token ends everything that a person has allowed this installation, so it is never done
//! for one connection.

mod errors;

use async_trait::async_trait;
use latchkey_domain::breaker::ClientAnswer;
use latchkey_domain::{Failure, Identity, Nonce, PkceVerifier, RefreshToken, Verified, renewal};
use latchkey_wire::{Permission, Purpose, ReasonCode, UnixSeconds};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use crate::id_token::IdTokenVerifier;
use crate::oauth::{self, OAuth, SecretIn};
use crate::{
    CallbackRefusal, ClientRegistration, CompletedSignIn, Http, KnownAccount, NotRenewed, Provider, ProviderInfo,
    SignInRequest, Tokens, refusal, verified,
};

/// A refresh token that is not used for six months ends (developers.google.com/identity/protocols/oauth2#expiration).
const IDLE_LIMIT_S: i64 = 180 * 24 * 3600;
/// Scopes for the person's identity.
const IDENTITY_SCOPES: [&str; 3] = ["openid", "email", "profile"];
/// The scopes that a sync engine needs (developers.google.com/identity/protocols/oauth2/scopes).
const NEEDED: [(&str, Permission); 3] = [
    ("https://www.googleapis.com/auth/gmail.modify", Permission::Mail),
    ("https://www.googleapis.com/auth/calendar", Permission::Calendar),
    ("https://www.googleapis.com/auth/contacts", Permission::Contacts),
];
/// Domains of Google's personal accounts.
const PERSONAL: [&str; 2] = ["gmail.com", "googlemail.com"];

/// Google's addresses, and the client's registration there.
#[derive(Clone, Debug)]
pub struct GoogleSettings {
    /// The display name.
    pub label: String,
    /// The display name in the list of services that a person chooses from.
    pub access_type: String,
    /// The client's id, secret and redirect URI.
    pub registration: ClientRegistration,
    /// The origin of the sign-in page, and the issuer. Without a slash at its end.
    pub authority: Url,
    /// The origin of the token and revocation endpoints.
    pub token_host: Url,
    /// The origin of the published keys and of userinfo.
    pub api: Url,
    /// Domains of e-mail addresses whose mailboxes are at Google Workspace.
    pub domains: Vec<String>,
}

/// Google Workspace and Gmail.
pub struct Google {
    settings: GoogleSettings,
    issuer: String,
    revoke_at: Url,
    userinfo: Url,
    oauth: OAuth,
    id_token_verifier: IdTokenVerifier,
}

impl Google {
    /// Fails if an address can't be extended by a path.
    pub fn new(settings: GoogleSettings) -> Result<Self, url::ParseError> {
        let below = |base: &Url, path: &str| Url::parse(&format!("{}/{path}", base.as_str().trim_end_matches('/')));
        let authorize = below(&settings.authority, "o/oauth2/v2/auth")?;
        let oauth = OAuth::new(&settings.registration, authorize, below(&settings.token_host, "token")?);
        let keys_at = below(&settings.api, "oauth2/v3/certs")?;
        let id_token_verifier = IdTokenVerifier::new(keys_at, settings.registration.client_id.clone());
        let revoke_at = below(&settings.token_host, "revoke")?;
        let userinfo = below(&settings.api, "oauth2/v3/userinfo")?;
        let issuer = settings.authority.as_str().trim_end_matches('/').to_owned();
        Ok(Self { settings, issuer, revoke_at, userinfo, oauth, id_token_verifier })
    }
}

#[derive(Deserialize)]
struct GoogleUserInfo {
    sub: String,
    email: Option<String>,
    email_verified: Option<Value>,
}

/// Google checks addresses by writing to them; `email_verified` says that it has
/// (developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload).
fn email_verified_for(email: Option<&str>, email_verified: Option<&Value>, address: &str) -> Verified {
    (verified::is_yes(email_verified) && email.is_some_and(|email| verified::is_same_address(email, address))).into()
}

#[async_trait]
impl ProviderInfo for Google {
    fn label(&self) -> &str {
        &self.settings.label
    }

    fn access_type(&self) -> &str {
        &self.settings.access_type
    }

    fn purpose(&self) -> Purpose {
        Purpose::Mailbox
    }

    fn rules(&self) -> renewal::ProviderLimits {
        renewal::ProviderLimits { idle_limit_s: Some(IDLE_LIMIT_S) }
    }

    /// developers.google.com/identity/protocols/oauth2/policies#browsers: embedded web views are refused with
    /// `disallowed_useragent`.
    fn needs_browser(&self) -> bool {
        true
    }

    async fn has_mailbox(&self, _http: &dyn Http, address: &str) -> bool {
        let Some((_, domain)) = address.rsplit_once('@') else { return false };
        let own = self.settings.domains.iter().map(String::as_str);
        PERSONAL.into_iter().chain(own).any(|known| known.eq_ignore_ascii_case(domain))
    }
}

#[async_trait]
impl Provider for Google {
    async fn sign_in_url(&self, _http: &dyn Http, request: &SignInRequest<'_>) -> Result<Url, Failure> {
        let scopes = IDENTITY_SCOPES.into_iter().chain(NEEDED.iter().map(|(name, _)| *name)).map(str::to_owned);
        let page = self.oauth.sign_in_url(request, scopes).add_extra_param("access_type", "offline");
        // Without `consent`, a second sign-in returns no refresh token.
        let page = match request.login_hint {
            Some(hint) => page.add_extra_param("login_hint", hint).add_extra_param("prompt", "consent"),
            None => page.add_extra_param("prompt", "select_account consent"),
        };
        Ok(page.url().0)
    }

    fn is_issuer(&self, issuer: &str) -> bool {
        // developers.google.com/identity/openid-connect/openid-connect#validatinganidtoken names both.
        issuer == self.issuer || self.issuer.strip_prefix("https://") == Some(issuer)
    }

    fn classify_callback_error(&self, refusal: CallbackRefusal<'_>) -> Failure {
        errors::classify_callback(refusal)
    }

    async fn exchange_code(
        &self,
        http: &dyn Http,
        code: &str,
        verifier: &PkceVerifier,
        nonce: &Nonce,
        now: UnixSeconds,
    ) -> Result<CompletedSignIn, Failure> {
        let answer = self.oauth.exchange_code(http, code, verifier).await.map_err(errors::classify_code)?;
        let unfinished = || Failure::of(ReasonCode::SignInNotFinished);
        let missing = answer.missing_permissions(&NEEDED);
        let id_token = answer.id_token.as_deref().ok_or_else(unfinished)?;
        let claims =
            self.id_token_verifier.check(http, id_token, nonce, now).await.map_err(refusal::classify_id_token)?;
        if !self.is_issuer(&claims.iss) {
            return Err(unfinished());
        }
        if !missing.is_empty() {
            return Err(refusal::not_granted(missing));
        }
        let account = claims.account().ok_or_else(unfinished)?;
        let verified = email_verified_for(claims.email.as_deref(), claims.email_verified.as_ref(), &account.address);
        let identity = Identity { issuer: self.issuer.clone(), subject: claims.sub };
        Ok(CompletedSignIn { identity, account, verified, tokens: answer.tokens })
    }

    async fn refresh(&self, http: &dyn Http, token: &RefreshToken, of: &Identity) -> Result<Tokens, NotRenewed> {
        let answer = self.oauth.refresh(http, token).await.map_err(errors::classify_renewal)?;
        refusal::require_same(&answer, of, |named| {
            Some(Identity {
                issuer: if self.is_issuer(&named.iss) { self.issuer.clone() } else { named.iss },
                subject: named.sub,
            })
        })?;
        let missing = answer.missing_permissions(&NEEDED);
        refusal::all_granted(answer.tokens, missing)
    }

    async fn verify_address(&self, http: &dyn Http, account: &KnownAccount<'_>) -> Verified {
        match oauth::get::<GoogleUserInfo>(http, &self.userinfo, Some(account.access)).await {
            Ok(info) if info.sub == account.identity.subject => {
                email_verified_for(info.email.as_deref(), info.email_verified.as_ref(), account.address)
            }
            _ => Verified::Unknown,
        }
    }

    async fn revoke(&self, http: &dyn Http, token: &RefreshToken) -> Result<(), Failure> {
        oauth::revoke(http, &self.revoke_at, &self.settings.registration, SecretIn::Body, token).await
    }

    async fn check_client(&self, http: &dyn Http) -> ClientAnswer {
        self.oauth.check_client(http).await
    }
}

#[cfg(test)]
mod tests;
