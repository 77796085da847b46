//! Salesforce (help.salesforce.com, "OAuth 2.0 Web Server Flow"). Its particularities: There are several sign-in
//! addresses, one of which people type themselves. Token responses have no lifetime, but the address of the API. A person
//! has five grants for each app, and a sixth silently ends the oldest, so replaced grants are revoked; a revocation ends
//! no other grant. Saved usernames make it easy to sign in at another organisation, or at its sandbox.

mod access;
mod account;
mod errors;
mod site;

use std::sync::Arc;

use async_trait::async_trait;
use latchkey_domain::breaker::ClientAnswer;
use latchkey_domain::{AccessToken, Failure, Identity, Nonce, PkceVerifier, RefreshToken, Verified, renewal};
use latchkey_wire::{Permission, Purpose, ReasonCode, UnixSeconds};
use serde::Deserialize;
use url::Url;

use crate::id_token::IdTokenVerifier;
use crate::oauth::client_auth::ClientAuthChoice;
use crate::oauth::{self, OAuth, TokenResponse, documents};
use crate::scopes::ScopeRules;
use crate::{
    AccessCheck, CallbackRefusal, ClientRegistration, CompletedSignIn, Http, KnownAccount, NotRenewed, Provider,
    ProviderInfo, RenewalRequest, SignInRequest, SiteRefusal, Tokens, refusal,
};
use site::Sites;

/// An administrator can let grants end that are not used for thirty days (help.salesforce.com, "Manage OAuth Access
/// Policies").
const IDLE_LIMIT_S: i64 = 30 * 24 * 3600;
/// Scopes that are always asked for: the person's identity, and access that lasts.
const ALWAYS_ASKED: [&str; 2] = ["openid", "refresh_token"];
/// What a sync engine needs, if the configuration does not say.
const DEFAULT_SCOPES: [&str; 1] = ["api"];
/// How Salesforce names scopes (help.salesforce.com, "OAuth Tokens and Scopes"). `full` is everything that the person may do, and
/// no refresh token; `offline_access` is `refresh_token`.
const SCOPE_RULES: ScopeRules = ScopeRules {
    permission: |scope| match scope {
        "api" => Permission::Records,
        "refresh_token" | "offline_access" => Permission::Offline,
        _ => Permission::Other,
    },
    includes: |granted, wanted| match wanted {
        "refresh_token" | "offline_access" => matches!(granted, "refresh_token" | "offline_access"),
        _ => granted == "full",
    },
};

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
    /// The scopes that a sync engine needs, if not the usual ones. `openid` and `refresh_token` need not be among them.
    pub scopes: Option<Vec<String>>,
}

/// Salesforce, with one access type.
pub struct Salesforce {
    settings: SalesforceSettings,
    sites: Sites,
    auth: Arc<ClientAuthChoice>,
    scopes: Vec<String>,
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
    introspect_at: Url,
    oauth: OAuth,
    id_token_verifier: IdTokenVerifier,
}

impl SalesforceSite {
    fn new(
        settings: &SalesforceSettings,
        auth: &Arc<ClientAuthChoice>,
        base: &Url,
        site: Option<String>,
    ) -> Result<Self, url::ParseError> {
        let base = base.as_str().trim_end_matches('/').to_owned();
        let at = |path: &str| Url::parse(&format!("{base}/{path}"));
        let (authorize, token) = (at("services/oauth2/authorize")?, at("services/oauth2/token")?);
        let oauth = OAuth::new(&settings.registration, Arc::clone(auth), authorize, token);
        let id_token_verifier = IdTokenVerifier::new(vec![at("id/keys")?], settings.registration.client_id.clone());
        let introspect_at = at("services/oauth2/introspect")?;
        Ok(Self { revoke_at: at("services/oauth2/revoke")?, introspect_at, site, base, oauth, id_token_verifier })
    }
}

impl Salesforce {
    /// Fails if an address can't be extended by a path.
    pub fn new(settings: SalesforceSettings) -> Result<Self, url::ParseError> {
        let sites = Sites::new(&settings.domains, [&settings.production, &settings.sandbox]);
        let auth = oauth::in_body(&settings.registration);
        let sign_in_site = match settings.access_type {
            SalesforceAccessType::Production => {
                Some(SalesforceSite::new(&settings, &auth, &settings.production, None)?)
            }
            SalesforceAccessType::Sandbox => Some(SalesforceSite::new(&settings, &auth, &settings.sandbox, None)?),
            SalesforceAccessType::MyDomain | SalesforceAccessType::ExperienceCloud => None,
        };
        let named = settings.scopes.clone().filter(|scopes| !scopes.is_empty());
        let scopes = named.unwrap_or_else(|| DEFAULT_SCOPES.map(str::to_owned).to_vec());
        Ok(Self { settings, sites, auth, scopes, sign_in_site })
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
        let mut missing = SCOPE_RULES.missing(answer.tokens.scopes.as_ref(), &self.needed_scopes());
        if answer.tokens.refresh.is_none() && !missing.contains(&Permission::Offline) {
            missing.push(Permission::Offline);
        }
        if !missing.is_empty() {
            return Err(refusal::not_granted(missing, &self.needed_scopes(), &answer.tokens));
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
        let (account, verified, facts) = account::fetch_account(http, &api_url, &answer.tokens.access, &ids).await?;
        account::check_organisation_kind(http, &api_url, &answer.tokens.access, self.settings.access_type).await?;
        let tokens = Tokens { api_url: Some(api_url), ..answer.tokens.clone() };
        Ok(CompletedSignIn { identity: ids.into(), account, verified, facts, tokens })
    }

    /// The scopes that have to be granted. A refresh token is there or is not: its scope says no more.
    fn needed_scopes(&self) -> Vec<String> {
        self.scopes.iter().filter(|scope| !is_offline(scope)).cloned().collect()
    }
}

fn is_offline(scope: &str) -> bool {
    matches!(scope, "refresh_token" | "offline_access")
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
        let sign_in_site = SalesforceSite::new(&self.settings, &self.auth, &base, Some(spelling))
            .map_err(|_| SiteRefusal::Malformed)?;
        Ok(Arc::new(Self {
            settings: self.settings.clone(),
            sites: self.sites.clone(),
            auth: Arc::clone(&self.auth),
            scopes: self.scopes.clone(),
            sign_in_site: Some(sign_in_site),
        }))
    }

    async fn sign_in_url(&self, _http: &dyn Http, request: &SignInRequest<'_>) -> Result<Url, Failure> {
        let more = self.scopes.iter().filter(|scope| !is_offline(scope) && !ALWAYS_ASKED.contains(&scope.as_str()));
        let scopes = ALWAYS_ASKED.into_iter().map(str::to_owned).chain(more.cloned());
        let page = self.sign_in_site()?.oauth.sign_in_url(request, scopes);
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
            self.sign_in_site()?.oauth.exchange_code(http, code, verifier, &[]).await.map_err(errors::classify_code)?;
        let finished = self.complete_sign_in(http, &answer, nonce, now).await;
        if let (Err(_), Some(token)) = (&finished, &answer.tokens.refresh) {
            // The unused grant would count against the five. A failed revocation does not change the refusal.
            let _ = self.revoke(http, token).await;
        }
        finished
    }

    async fn refresh(&self, http: &dyn Http, renewal: &RenewalRequest<'_>) -> Result<Tokens, NotRenewed> {
        let answer =
            self.sign_in_site()?.oauth.refresh(http, renewal.token, &[]).await.map_err(errors::classify_renewal)?;
        // The issuer depends on the address that the person signed in at.
        refusal::require_same(&answer, renewal.identity, |named| {
            account::SalesforceIds::from_subject(&named.sub).map(Identity::from)
        })?;
        let withdrawn = SCOPE_RULES.withdrawn(answer.tokens.scopes.as_ref(), renewal.scopes, &self.needed_scopes());
        let api_url = answer.instance_url.filter(|url| self.sites.may_have_tokens(url));
        refusal::all_granted(Tokens { api_url, ..answer.tokens }, withdrawn, &self.needed_scopes())
    }

    async fn verify_address(&self, http: &dyn Http, account: &KnownAccount<'_>) -> Verified {
        match account.api_url.filter(|url| self.sites.may_have_tokens(url)) {
            Some(api_url) => account::verify_address(http, api_url, account).await,
            None => Verified::Unknown,
        }
    }

    async fn check_access(&self, http: &dyn Http, account: &KnownAccount<'_>) -> AccessCheck {
        let api_url = account.api_url.filter(|url| self.sites.may_have_tokens(url));
        let Some(at) = api_url.and_then(account::limits_url) else { return AccessCheck::Unasked };
        crate::access::check(documents::get_body(http, &at, Some(account.access)).await, access::classify)
    }

    /// Token responses have no lifetime: an administrator sets how long sessions last (help.salesforce.com, "OpenID Connect Token
    /// Introspection Endpoint").
    async fn access_life_s(&self, http: &dyn Http, access: &AccessToken, now: UnixSeconds) -> Option<i64> {
        let sign_in_site = self.sign_in_site().ok()?;
        sign_in_site.oauth.introspect(http, &sign_in_site.introspect_at, access, now).await
    }

    fn has_single_grant_revocation(&self) -> bool {
        true
    }

    async fn revoke(&self, http: &dyn Http, token: &RefreshToken) -> Result<(), Failure> {
        let sign_in_site = self.sign_in_site()?;
        sign_in_site.oauth.revoke(http, &sign_in_site.revoke_at, token).await
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
