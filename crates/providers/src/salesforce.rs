//! Salesforce (help.salesforce.com, "OAuth 2.0 Web Server Flow"). Its particularities: There are several sign-in
//! addresses, one of which people type themselves. Token responses have no lifetime, but the address of the API. A person
//! has five grants for each app, and a sixth silently ends the oldest, so replaced grants are revoked; a revocation ends
//! no other grant. Saved usernames make it easy to sign in at another organisation, or at its sandbox.

mod account;
mod errors;
mod site;

use std::sync::Arc;

use async_trait::async_trait;
use latchkey_domain::breaker::ClientAnswer;
use latchkey_domain::{Failure, Identity, Nonce, PkceVerifier, RefreshToken, Verified, renewal};
use latchkey_wire::{Permission, Purpose, ReasonCode, UnixSeconds};
use serde::Deserialize;
use url::Url;

use crate::id_token::IdTokenVerifier;
use crate::oauth::{self, OAuth, SecretIn, TokenResponse};
use crate::{
    CallbackRefusal, ClientRegistration, CompletedSignIn, Http, KnownAccount, NotRenewed, Provider, ProviderInfo,
    SignInRequest, SiteRefusal, Tokens, refusal,
};
use site::Sites;

/// An administrator can let grants end that are not used for thirty days (help.salesforce.com, "Manage OAuth Access
/// Policies").
const IDLE_LIMIT_S: i64 = 30 * 24 * 3600;
/// The requested scopes.
const SCOPES: [&str; 3] = ["openid", "api", "refresh_token"];
/// The scope that a sync engine needs.
const NEEDED: [(&str, Permission); 1] = [("api", Permission::Records)];

/// The access types: where people of an organisation sign in.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum SalesforceAccessType {
    /// At the common address for production organisations.
    Production,
    /// At the common address for sandboxes.
    Sandbox,
    /// At the organisation's own address.
    MyDomain,
    /// At a site for partners and customers.
    ExperienceCloud,
}

impl SalesforceAccessType {
    /// All access types, in the order to show them.
    pub const ALL: [Self; 4] = [Self::Production, Self::Sandbox, Self::MyDomain, Self::ExperienceCloud];

    /// The access type as part of an offer's id.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Sandbox => "sandbox",
            Self::MyDomain => "my-domain",
            Self::ExperienceCloud => "experience-cloud",
        }
    }
}

/// Salesforce's addresses, the client's registration there, and the access type.
#[derive(Clone, Debug)]
pub struct SalesforceSettings {
    /// The display name.
    pub label: String,
    /// The client's id, secret and redirect URI.
    pub registration: ClientRegistration,
    /// Where people sign in.
    pub access_type: SalesforceAccessType,
    /// The common address for production organisations, without a slash at its end.
    pub production: Url,
    /// The common address for sandboxes.
    pub sandbox: Url,
    /// Domains, in addition to Salesforce's own, to which typed sign-in addresses and addresses of the API may belong.
    pub domains: Vec<String>,
}

/// Salesforce, with one access type.
pub struct Salesforce {
    settings: SalesforceSettings,
    sites: Sites,
    /// Absent until the person has typed the address.
    sign_in_site: Option<SalesforceSite>,
}

/// An address to sign in at, with its OAuth client.
struct SalesforceSite {
    /// As the person typed it, in canonical form.
    site: Option<String>,
    /// Without a slash at its end.
    base: String,
    revoke_at: Url,
    oauth: OAuth,
    id_token_verifier: IdTokenVerifier,
}

impl SalesforceSite {
    fn new(settings: &SalesforceSettings, base: &Url, site: Option<String>) -> Result<Self, url::ParseError> {
        let base = base.as_str().trim_end_matches('/').to_owned();
        let at = |path: &str| Url::parse(&format!("{base}/{path}"));
        let oauth = OAuth::new(&settings.registration, at("services/oauth2/authorize")?, at("services/oauth2/token")?);
        let id_token_verifier = IdTokenVerifier::new(at("id/keys")?, settings.registration.client_id.clone());
        Ok(Self { revoke_at: at("services/oauth2/revoke")?, site, base, oauth, id_token_verifier })
    }
}

impl Salesforce {
    /// Fails if an address can't be extended by a path.
    pub fn new(settings: SalesforceSettings) -> Result<Self, url::ParseError> {
        let sites = Sites::new(&settings.domains, [&settings.production, &settings.sandbox]);
        let sign_in_site = match settings.access_type {
            SalesforceAccessType::Production => Some(SalesforceSite::new(&settings, &settings.production, None)?),
            SalesforceAccessType::Sandbox => Some(SalesforceSite::new(&settings, &settings.sandbox, None)?),
            SalesforceAccessType::MyDomain | SalesforceAccessType::ExperienceCloud => None,
        };
        Ok(Self { settings, sites, sign_in_site })
    }

    /// The address to sign in at. It is always present, because [`Provider::at_site`] adds the address that a person
    /// typed.
    fn sign_in_site(&self) -> Result<&SalesforceSite, Failure> {
        self.sign_in_site.as_ref().ok_or_else(|| Failure::of(ReasonCode::Misconfigured))
    }

    /// The address of the API, if a token may be sent there.
    fn api_url(&self, answer: &TokenResponse) -> Result<Url, Failure> {
        let url = answer.instance_url.clone().filter(|url| self.sites.may_have_tokens(url));
        url.ok_or_else(|| Failure::of(ReasonCode::SignInNotFinished).with_reference("instance_url"))
    }

    async fn complete_sign_in(
        &self,
        http: &dyn Http,
        answer: &TokenResponse,
        nonce: &Nonce,
        now: UnixSeconds,
    ) -> Result<CompletedSignIn, Failure> {
        let mut missing = answer.missing_permissions(&NEEDED);
        if answer.tokens.refresh.is_none() {
            missing.push(Permission::Offline);
        }
        if !missing.is_empty() {
            return Err(refusal::not_granted(missing));
        }
        let api_url = self.api_url(answer)?;
        let unfinished = || Failure::of(ReasonCode::SignInNotFinished);
        let id_token = answer.id_token.as_deref().ok_or_else(unfinished)?;
        let claims = self
            .sign_in_site()?
            .id_token_verifier
            .check(http, id_token, nonce, now)
            .await
            .map_err(refusal::classify_id_token)?;
        if !self.is_issuer(&claims.iss) {
            return Err(unfinished());
        }
        let ids = account::SalesforceIds::from_subject(&claims.sub).ok_or_else(unfinished)?;
        let (account, verified) = account::fetch_account(http, &api_url, &answer.tokens.access, &ids).await?;
        account::check_organisation_kind(http, &api_url, &answer.tokens.access, self.settings.access_type).await?;
        let tokens = Tokens { api_url: Some(api_url), ..answer.tokens.clone() };
        Ok(CompletedSignIn { identity: ids.into(), account, verified, tokens })
    }
}

#[async_trait]
impl ProviderInfo for Salesforce {
    fn label(&self) -> &str {
        &self.settings.label
    }

    fn access_type(&self) -> &str {
        match self.settings.access_type {
            SalesforceAccessType::Production => "Production",
            SalesforceAccessType::Sandbox => "Sandbox",
            SalesforceAccessType::MyDomain => "My Domain",
            SalesforceAccessType::ExperienceCloud => "Experience Cloud",
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
            SalesforceAccessType::Production | SalesforceAccessType::Sandbox => None,
            SalesforceAccessType::MyDomain => Some("company.my.salesforce.com"),
            SalesforceAccessType::ExperienceCloud => Some("company.my.site.com/partners"),
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
        self.sign_in_site.as_ref()?.site.as_deref()
    }

    fn at_site(&self, site: &str) -> Result<Arc<dyn Provider>, SiteRefusal> {
        if self.address_example().is_none() {
            return Err(SiteRefusal::NotAsked);
        }
        let base = self.sites.read(site)?;
        let spelling = site::spelling(&base);
        let sign_in_site =
            SalesforceSite::new(&self.settings, &base, Some(spelling)).map_err(|_| SiteRefusal::Malformed)?;
        Ok(Arc::new(Self {
            settings: self.settings.clone(),
            sites: self.sites.clone(),
            sign_in_site: Some(sign_in_site),
        }))
    }

    async fn sign_in_url(&self, _http: &dyn Http, request: &SignInRequest<'_>) -> Result<Url, Failure> {
        let page = self.sign_in_site()?.oauth.sign_in_url(request, SCOPES.map(str::to_owned));
        // Without "login" Salesforce uses the account that is already signed in, perhaps at the wrong organisation.
        let mut page = page.add_extra_param("prompt", "login");
        if let Some(hint) = request.login_hint {
            page = page.add_extra_param("login_hint", hint);
        }
        Ok(page.url().0)
    }

    fn is_issuer(&self, issuer: &str) -> bool {
        // An organisation's own address can vouch for a sign-in that began at the common one.
        self.sign_in_site.as_ref().is_some_and(|sign_in_site| sign_in_site.base == issuer)
            || Url::parse(issuer).is_ok_and(|url| self.sites.may_have_tokens(&url))
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
        let answer =
            self.sign_in_site()?.oauth.exchange_code(http, code, verifier).await.map_err(errors::classify_code)?;
        let finished = self.complete_sign_in(http, &answer, nonce, now).await;
        if let (Err(_), Some(token)) = (&finished, &answer.tokens.refresh) {
            // The unused grant would count against the five. A failed revocation does not change the refusal.
            let _ = self.revoke(http, token).await;
        }
        finished
    }

    async fn refresh(&self, http: &dyn Http, token: &RefreshToken, of: &Identity) -> Result<Tokens, NotRenewed> {
        let answer = self.sign_in_site()?.oauth.refresh(http, token).await.map_err(errors::classify_renewal)?;
        // The issuer depends on the address that the person signed in at.
        refusal::require_same(&answer, of, |named| {
            account::SalesforceIds::from_subject(&named.sub).map(Identity::from)
        })?;
        let missing = answer.missing_permissions(&NEEDED);
        let api_url = answer.instance_url.filter(|url| self.sites.may_have_tokens(url));
        refusal::all_granted(Tokens { api_url, ..answer.tokens }, missing)
    }

    async fn verify_address(&self, http: &dyn Http, account: &KnownAccount<'_>) -> Verified {
        match account.api_url.filter(|url| self.sites.may_have_tokens(url)) {
            Some(api_url) => account::verify_address(http, api_url, account).await,
            None => Verified::Unknown,
        }
    }

    fn has_single_grant_revocation(&self) -> bool {
        true
    }

    async fn revoke(&self, http: &dyn Http, token: &RefreshToken) -> Result<(), Failure> {
        let sign_in_site = self.sign_in_site()?;
        oauth::revoke(http, &sign_in_site.revoke_at, &self.settings.registration, SecretIn::Body, token).await
    }

    async fn check_client(&self, http: &dyn Http) -> ClientAnswer {
        match &self.sign_in_site {
            Some(sign_in_site) => sign_in_site.oauth.check_client(http).await,
            None => ClientAnswer::Unclear,
        }
    }
}

#[cfg(test)]
mod tests;
