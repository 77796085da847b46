//! Salesforce (help.salesforce.com, "OAuth 2.0 Web Server Flow"). What is particular about it: several places to sign in,
//! one of which people type themselves; token answers name no lifetime, but where the token is to be used; a person has
//! five grants for each app, and the sixth ends the oldest without a word, so predecessors are revoked, which ends
//! nothing else; and saved usernames make it easy to end up in another organisation, or in its sandbox.

mod account;
mod errors;
mod site;

use std::sync::Arc;

use async_trait::async_trait;
use latchkey_domain::{Failure, Identity, Nonce, PkceVerifier, RefreshToken, Verified, renewal};
use latchkey_wire::{Permission, Purpose, ReasonCode, UnixSeconds};
use url::Url;

use crate::id_token::IdTokens;
use crate::oauth::{self, Answer, OAuth, SecretIn};
use crate::{
    CallbackRefusal, ClientCheck, Http, Known, NotRenewed, Provider, Registration, Service, SignIn, SignInRequest,
    SiteRefusal, Tokens, refusal,
};
use site::Sites;

/// An administrator can end what is not used for thirty days (help.salesforce.com, "Manage OAuth Access Policies").
const IDLE_LIMIT_S: i64 = 30 * 24 * 3600;
/// What is asked for.
const SCOPES: [&str; 3] = ["openid", "api", "refresh_token"];
/// What a sync engine needs of it.
const NEEDED: [(&str, Permission); 1] = [("api", Permission::Records)];

/// How an organisation is reached.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AccessType {
    /// At the common address for production organisations.
    Production,
    /// At the common address for sandboxes.
    Sandbox,
    /// At the organisation's own address.
    MyDomain,
    /// At a site for partners and customers.
    ExperienceCloud,
}

/// Where Salesforce is and how it is reached.
#[derive(Clone, Debug)]
pub struct SalesforceSettings {
    /// The name that people see.
    pub label: String,
    /// The registration.
    pub registration: Registration,
    /// How it is reached.
    pub access_type: AccessType,
    /// The common address for production organisations, without a slash at its end.
    pub production: Url,
    /// The common address for sandboxes.
    pub sandbox: Url,
    /// Domains that typed addresses, and places where tokens are used, may belong to beside Salesforce's own.
    pub domains: Vec<String>,
}

/// The provider, for one way to reach it.
pub struct Salesforce {
    settings: SalesforceSettings,
    sites: Sites,
    /// Absent where the person has yet to type it.
    reached: Option<Reached>,
}

/// An address to sign in at.
struct Reached {
    /// As it was typed, in its one spelling.
    site: Option<String>,
    /// Without a slash at its end.
    base: String,
    revoke_at: Url,
    oauth: OAuth,
    id_tokens: IdTokens,
}

impl Reached {
    fn new(settings: &SalesforceSettings, base: &Url, site: Option<String>) -> Result<Self, url::ParseError> {
        let base = base.as_str().trim_end_matches('/').to_owned();
        let at = |path: &str| Url::parse(&format!("{base}/{path}"));
        let oauth = OAuth::new(&settings.registration, at("services/oauth2/authorize")?, at("services/oauth2/token")?);
        let id_tokens = IdTokens::new(at("id/keys")?, settings.registration.client_id.clone());
        Ok(Self { revoke_at: at("services/oauth2/revoke")?, site, base, oauth, id_tokens })
    }
}

impl Salesforce {
    /// Fails if the addresses make none.
    pub fn new(settings: SalesforceSettings) -> Result<Self, url::ParseError> {
        let sites = Sites::new(&settings.domains, [&settings.production, &settings.sandbox]);
        let reached = match settings.access_type {
            AccessType::Production => Some(Reached::new(&settings, &settings.production, None)?),
            AccessType::Sandbox => Some(Reached::new(&settings, &settings.sandbox, None)?),
            AccessType::MyDomain | AccessType::ExperienceCloud => None,
        };
        Ok(Self { settings, sites, reached })
    }

    /// Nobody gets here without an address: an offer that asks for one is used by way of [`Provider::at`].
    fn reached(&self) -> Result<&Reached, Failure> {
        self.reached.as_ref().ok_or_else(|| Failure::of(ReasonCode::Misconfigured))
    }

    /// Where the token is to be used, if a token may go there.
    fn api_url(&self, answer: &Answer) -> Result<Url, Failure> {
        let url = answer.instance_url.clone().filter(|url| self.sites.may_have_tokens(url));
        url.ok_or_else(|| Failure::of(ReasonCode::SignInNotFinished).with_reference("instance_url"))
    }

    async fn finish(
        &self,
        http: &dyn Http,
        answer: &Answer,
        nonce: &Nonce,
        now: UnixSeconds,
    ) -> Result<SignIn, Failure> {
        let mut missing = answer.lacks(&NEEDED);
        if answer.tokens.refresh.is_none() {
            missing.push(Permission::Offline);
        }
        if !missing.is_empty() {
            return Err(refusal::not_granted(missing));
        }
        let api_url = self.api_url(answer)?;
        let unfinished = || Failure::of(ReasonCode::SignInNotFinished);
        let id_token = answer.id_token.as_deref().ok_or_else(unfinished)?;
        let claims = self.reached()?.id_tokens.check(http, id_token, nonce, now).await.map_err(refusal::of_id_token)?;
        if !self.is_issuer(&claims.iss) {
            return Err(unfinished());
        }
        let ids = account::Ids::of_subject(&claims.sub).ok_or_else(unfinished)?;
        let (account, verified) = account::account(http, &api_url, &answer.tokens.access, &ids).await?;
        account::check_kind(http, &api_url, &answer.tokens.access, self.settings.access_type).await?;
        let tokens = Tokens { api_url: Some(api_url), ..answer.tokens.clone() };
        Ok(SignIn { identity: ids.into(), account, verified, tokens })
    }
}

#[async_trait]
impl Service for Salesforce {
    fn label(&self) -> &str {
        &self.settings.label
    }

    fn access_type(&self) -> &str {
        match self.settings.access_type {
            AccessType::Production => "Production",
            AccessType::Sandbox => "Sandbox",
            AccessType::MyDomain => "My Domain",
            AccessType::ExperienceCloud => "Experience Cloud",
        }
    }

    fn purpose(&self) -> Purpose {
        Purpose::Crm
    }

    fn rules(&self) -> renewal::ProviderLimits {
        renewal::ProviderLimits { idle_limit_s: Some(IDLE_LIMIT_S) }
    }

    fn address_example(&self) -> Option<&str> {
        match self.settings.access_type {
            AccessType::Production | AccessType::Sandbox => None,
            AccessType::MyDomain => Some("company.my.salesforce.com"),
            AccessType::ExperienceCloud => Some("company.my.site.com/partners"),
        }
    }

    fn tells_organisations_apart(&self) -> bool {
        true
    }

    fn may_need_installing(&self) -> bool {
        true
    }
}

#[async_trait]
impl Provider for Salesforce {
    fn site(&self) -> Option<&str> {
        self.reached.as_ref()?.site.as_deref()
    }

    fn at(&self, site: &str) -> Result<Arc<dyn Provider>, SiteRefusal> {
        if self.address_example().is_none() {
            return Err(SiteRefusal::NotAsked);
        }
        let base = self.sites.read(site)?;
        let spelling = site::spelling(&base);
        let reached = Reached::new(&self.settings, &base, Some(spelling)).map_err(|_| SiteRefusal::Malformed)?;
        Ok(Arc::new(Self { settings: self.settings.clone(), sites: self.sites.clone(), reached: Some(reached) }))
    }

    async fn sign_in_page(&self, _http: &dyn Http, request: &SignInRequest<'_>) -> Result<Url, Failure> {
        let page = self.reached()?.oauth.sign_in_page(request, SCOPES.map(str::to_owned));
        // Without "login" Salesforce takes whoever is signed in already, and a wrong organisation with it.
        let mut page = page.add_extra_param("prompt", "login");
        if let Some(hint) = request.login_hint {
            page = page.add_extra_param("login_hint", hint);
        }
        Ok(page.url().0)
    }

    fn is_issuer(&self, issuer: &str) -> bool {
        // An organisation's own address can vouch for a sign-in that began at the common one.
        self.reached.as_ref().is_some_and(|reached| reached.base == issuer)
            || Url::parse(issuer).is_ok_and(|url| self.sites.may_have_tokens(&url))
    }

    fn read_refusal(&self, refusal: CallbackRefusal<'_>) -> Failure {
        errors::of_callback(refusal)
    }

    async fn exchange(
        &self,
        http: &dyn Http,
        code: &str,
        verifier: &PkceVerifier,
        nonce: &Nonce,
        now: UnixSeconds,
    ) -> Result<SignIn, Failure> {
        let answer = self.reached()?.oauth.exchange(http, code, verifier).await.map_err(errors::of_code)?;
        let finished = self.finish(http, &answer, nonce, now).await;
        if let (Err(_), Some(token)) = (&finished, &answer.tokens.refresh) {
            // It would count against the five. That it cannot be ended changes nothing about the refusal.
            let _ = self.revoke(http, token).await;
        }
        finished
    }

    async fn refresh(&self, http: &dyn Http, token: &RefreshToken, of: &Identity) -> Result<Tokens, NotRenewed> {
        let answer = self.reached()?.oauth.refresh(http, token).await.map_err(errors::of_refresh)?;
        // Its issuer depends on where somebody signed in.
        refusal::require_same(&answer, of, |named| account::Ids::of_subject(&named.sub).map(Identity::from))?;
        let missing = answer.lacks(&NEEDED);
        let api_url = answer.instance_url.filter(|url| self.sites.may_have_tokens(url));
        refusal::all_granted(Tokens { api_url, ..answer.tokens }, missing)
    }

    async fn verify(&self, http: &dyn Http, account: &Known<'_>) -> Verified {
        match account.api_url.filter(|url| self.sites.may_have_tokens(url)) {
            Some(api_url) => account::verify(http, api_url, account).await,
            None => Verified::Unknown,
        }
    }

    fn revokes_alone(&self) -> bool {
        true
    }

    async fn revoke(&self, http: &dyn Http, token: &RefreshToken) -> Result<(), Failure> {
        let reached = self.reached()?;
        oauth::revoke(http, &reached.revoke_at, &self.settings.registration, SecretIn::Body, token).await
    }

    async fn check_client(&self, http: &dyn Http) -> ClientCheck {
        match &self.reached {
            Some(reached) => reached.oauth.check_client(http).await,
            None => ClientCheck::Unknown,
        }
    }
}

#[cfg(test)]
mod tests;
