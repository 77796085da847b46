//! Google Workspace and Gmail (developers.google.com/identity/protocols/oauth2/web-server). Its particularities: Google
//! issues a refresh token only with offline access and, after the first time, only if the request asks for consent again.
//! A renewal returns no new refresh token; the old one stays valid. People can omit single permissions, and Google still
//! issues a token. Revoking one token ends everything that a person has allowed this installation, so it is never done
//! for one connection.

mod access;
mod errors;
mod scopes;

use async_trait::async_trait;
use latchkey_domain::breaker::ClientAnswer;
use latchkey_domain::{AccountFacts, Failure, Identity, Nonce, PkceVerifier, RefreshToken, Verified, renewal};
use latchkey_wire::{Account, Purpose, ReasonCode, UnixSeconds};
use serde::Deserialize;
use url::Url;

use crate::id_token::{IdTokenVerifier, ProfileClaims, subject};
use crate::oauth::{self, OAuth, documents};
use crate::{
    AccessCheck, CallbackRefusal, ClientRegistration, CompletedSignIn, Http, KnownAccount, NotRenewed, Provider,
    ProviderInfo, RenewalRequest, SignInRequest, Tokens, refusal, verified,
};

/// A refresh token that is not used for six months ends (developers.google.com/identity/protocols/oauth2#expiration).
const IDLE_LIMIT_S: i64 = 180 * 24 * 3600;
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
    /// The address of the Gmail API, without a slash at its end.
    pub gmail: Url,
    /// The scopes that a sync engine needs, if not the usual ones.
    pub scopes: Option<Vec<String>>,
}

/// Google Workspace and Gmail.
pub struct Google {
    settings: GoogleSettings,
    issuer: String,
    revoke_at: Url,
    userinfo: Url,
    mailbox: Url,
    scopes: Vec<String>,
    oauth: OAuth,
    id_token_verifier: IdTokenVerifier,
}

impl Google {
    /// Fails if an address can't be extended by a path.
    pub fn new(settings: GoogleSettings) -> Result<Self, url::ParseError> {
        let below = |base: &Url, path: &str| Url::parse(&format!("{}/{path}", base.as_str().trim_end_matches('/')));
        let authorize = below(&settings.authority, "o/oauth2/v2/auth")?;
        let oauth = OAuth::new(
            &settings.registration,
            oauth::in_body(&settings.registration),
            authorize,
            below(&settings.token_host, "token")?,
        );
        let keys_at = below(&settings.api, "oauth2/v3/certs")?;
        let id_token_verifier = IdTokenVerifier::new(vec![keys_at], settings.registration.client_id.clone());
        let revoke_at = below(&settings.token_host, "revoke")?;
        let userinfo = below(&settings.api, "oauth2/v3/userinfo")?;
        let issuer = settings.authority.as_str().trim_end_matches('/').to_owned();
        let mailbox = below(&settings.gmail, "gmail/v1/users/me/profile")?;
        let named = settings.scopes.clone().filter(|scopes| !scopes.is_empty());
        let scopes = named.unwrap_or_else(|| scopes::DEFAULT.map(str::to_owned).to_vec());
        Ok(Self { settings, issuer, revoke_at, userinfo, mailbox, scopes, oauth, id_token_verifier })
    }
}

#[derive(Deserialize)]
struct GoogleUserInfo {
    #[serde(deserialize_with = "subject")]
    sub: String,
    #[serde(flatten)]
    profile: ProfileClaims,
}

/// Google checks addresses by writing to them; `email_verified` says that it has
/// (developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload).
fn email_verified_for(profile: &ProfileClaims, address: &str) -> Verified {
    let is_email = profile.email.only_text().is_some_and(|email| verified::is_same_address(email, address));
    (verified::is_yes(profile.email_verified.value()) && is_email).into()
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

    /// A Workspace's administrator can require that each app is approved (support.google.com/a/answer/7281227).
    fn may_need_approval(&self) -> bool {
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
        let scopes = scopes::IDENTITY.into_iter().map(str::to_owned).chain(self.scopes.iter().cloned());
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
        let answer = self.oauth.exchange_code(http, code, verifier, &[]).await.map_err(errors::classify_code)?;
        let unfinished = || Failure::of(ReasonCode::SignInNotFinished);
        let missing = scopes::RULES.missing(answer.tokens.scopes.as_ref(), &self.scopes);
        let id_token = answer.id_token.as_deref().ok_or_else(unfinished)?;
        let claims =
            self.id_token_verifier.check(http, id_token, nonce, now).await.map_err(refusal::classify_id_token)?;
        if !self.is_issuer(&claims.iss) {
            return Err(unfinished().because(format!("the ID token's issuer is {}", claims.iss)));
        }
        if !missing.is_empty() {
            return Err(refusal::not_granted(missing, &self.scopes, &answer.tokens));
        }
        let profile = &claims.profile;
        let address = profile.email.address().or_else(|| profile.sign_in_name()).ok_or_else(unfinished)?.to_owned();
        let verified = email_verified_for(profile, &address);
        let account = Account { address, name: profile.name.text().map(str::to_owned) };
        let identity = Identity { issuer: self.issuer.clone(), subject: claims.sub };
        Ok(CompletedSignIn { identity, account, verified, facts: AccountFacts::default(), tokens: answer.tokens })
    }

    async fn refresh(&self, http: &dyn Http, renewal: &RenewalRequest<'_>) -> Result<Tokens, NotRenewed> {
        let answer = self.oauth.refresh(http, renewal.token, &[]).await.map_err(errors::classify_renewal)?;
        refusal::require_same(&answer, renewal.identity, |named| {
            Some(Identity {
                issuer: if self.is_issuer(&named.iss) { self.issuer.clone() } else { named.iss },
                subject: named.sub,
            })
        })?;
        let withdrawn = scopes::RULES.withdrawn(answer.tokens.scopes.as_ref(), renewal.scopes, &self.scopes);
        refusal::all_granted(answer.tokens, withdrawn, &self.scopes)
    }

    async fn verify_address(&self, http: &dyn Http, account: &KnownAccount<'_>) -> Verified {
        match documents::get::<GoogleUserInfo>(http, &self.userinfo, Some(account.access)).await {
            Ok(info) if info.sub == account.identity.subject => email_verified_for(&info.profile, account.address),
            _ => Verified::Unknown,
        }
    }

    async fn check_access(&self, http: &dyn Http, account: &KnownAccount<'_>) -> AccessCheck {
        if !scopes::may_read_profile(&self.scopes) {
            return AccessCheck::Unasked;
        }
        crate::access::check(documents::get_body(http, &self.mailbox, Some(account.access)).await, access::classify)
    }

    async fn revoke(&self, http: &dyn Http, token: &RefreshToken) -> Result<(), Failure> {
        self.oauth.revoke(http, &self.revoke_at, token).await
    }

    async fn check_client(&self, http: &dyn Http) -> ClientAnswer {
        self.oauth.check_client(http).await
    }
}

#[cfg(test)]
mod tests;
