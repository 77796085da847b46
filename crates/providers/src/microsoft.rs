//! Microsoft 365 by the Microsoft identity platform v2.0 and Graph
//! (learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow). Its particularities: Each tenant has its own
//! issuer. A refresh token is replaced at every use, and the old one stays valid. A token request names only one
//! resource, so scopes go to the sign-in page and not to the token endpoint. A single grant cannot be revoked.

mod access;
mod claims;
mod cloud;
mod errors;
mod office_sso;
mod personal;
mod scopes;
mod tenant_lookup;
mod verified;

use async_trait::async_trait;
use latchkey_domain::breaker::ClientAnswer;
use latchkey_domain::{
    AccountFacts, Failure, Identity, Nonce, PkceVerifier, RefreshToken, Verified, is_same_issuer, renewal,
};
use latchkey_wire::{Account, LookupRefusal, Permission, Purpose, ReasonCode, UnixSeconds};
use url::Url;

use crate::id_token::{IdTokenClaims, IdTokenVerifier};
use crate::oauth::{self, OAuth, documents};
use crate::{
    AccessCheck, AddressAnswer, CallbackRefusal, ClientRegistration, CompletedSignIn, Http, KnownAccount, NotRenewed,
    Provider, ProviderInfo, RenewalRequest, SignInRequest, Tokens, refusal,
};
pub use cloud::MicrosoftCloud;
pub use personal::is_personal_tenant;

/// The idle limit of refresh tokens of a web registration (learn.microsoft.com/entra/identity-platform/refresh-tokens).
const IDLE_LIMIT_S: i64 = 90 * 24 * 3600;
/// Says that sign-ins and sync engines understand claims challenges (learn.microsoft.com/entra/identity-platform/claims-challenge).
/// Microsoft then ends access within minutes of its cause, and says so by a challenge.
const UNDERSTANDS_CHALLENGES: &str = r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#;

/// Microsoft's addresses, the client's registration there, and who may sign in.
#[derive(Clone, Debug)]
pub struct MicrosoftSettings {
    /// The display name.
    pub label: String,
    /// The display name in the list of services that a person chooses from.
    pub access_type: String,
    /// The client's id, secret and redirect URI.
    pub registration: ClientRegistration,
    /// `organizations`, `common`, `consumers`, or one tenant's id or domain.
    pub tenant: String,
    /// The origin of the identity platform, without a slash at its end.
    pub authority: Url,
    /// The Graph resource, without a slash at its end.
    pub graph: Url,
    /// Whether tokens of Office's single sign-on are accepted.
    pub office_sso: bool,
    /// The Graph scopes that a sync engine needs, if not the usual ones.
    pub scopes: Option<Vec<String>>,
    /// Whether Microsoft may refuse an access token before its end by a claims challenge, which sync engines report.
    pub continuous_access: bool,
}

/// Microsoft 365.
pub struct Microsoft {
    settings: MicrosoftSettings,
    authority: String,
    oauth: OAuth,
    id_token_verifier: IdTokenVerifier,
    scopes: Vec<String>,
}

impl Microsoft {
    /// Fails if tenant and authority do not form a URL.
    pub fn new(settings: MicrosoftSettings) -> Result<Self, url::ParseError> {
        let authority = settings.authority.as_str().trim_end_matches('/').to_owned();
        let at = |path: &str| Url::parse(&format!("{authority}/{}/{path}", settings.tenant));
        let auth = oauth::in_body(&settings.registration);
        let oauth = OAuth::new(&settings.registration, auth, at("oauth2/v2.0/authorize")?, at("oauth2/v2.0/token")?);
        // Tokens with mapped claims are signed by a key of the registration alone, which is published only where it is asked
        // for (learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens).
        let client_id = settings.registration.client_id.clone();
        let mut own_keys = at("discovery/v2.0/keys")?;
        own_keys.query_pairs_mut().append_pair("appid", &client_id);
        let keys_at = vec![own_keys, at("discovery/v2.0/keys")?];
        let id_token_verifier = IdTokenVerifier::new(keys_at, client_id).comparing_key_issuers(is_key_of);
        let named = settings.scopes.clone().filter(|scopes| !scopes.is_empty());
        let scopes = named.unwrap_or_else(|| scopes::DEFAULT.map(str::to_owned).to_vec());
        Ok(Self { settings, authority, oauth, id_token_verifier, scopes })
    }

    fn issuer_of(&self, tenant: &str) -> String {
        format!("{}/{tenant}/v2.0", self.authority)
    }

    /// Whether an account of this tenant may sign in here.
    fn admits(&self, tenant: &str) -> bool {
        match self.settings.tenant.as_str() {
            "common" => true,
            "organizations" => !is_personal_tenant(tenant),
            "consumers" => is_personal_tenant(tenant),
            id if is_guid(id) => tenant.eq_ignore_ascii_case(id),
            // The tenant is given as a domain. The authority itself admits only the tenant's accounts, and only the
            // authority knows the tenant's id.
            _ => true,
        }
    }

    /// Whether people of more than one tenant may sign in here.
    fn serves_many(&self) -> bool {
        matches!(self.settings.tenant.as_str(), "common" | "organizations")
    }

    /// Whether this is the issuer of a tenant whose accounts may sign in here.
    fn is_issuer_of_tenant(&self, issuer: &str) -> bool {
        let tenant = issuer.strip_prefix(&self.authority).and_then(|rest| rest.strip_prefix('/'));
        let tenant = tenant.and_then(|rest| rest.strip_suffix("/v2.0"));
        tenant.is_some_and(|tenant| is_guid(tenant) && self.admits(tenant))
    }

    /// The account, if the token's issuer matches its tenant. The object id is the account's permanent id within the
    /// tenant and, unlike `sub`, stays the same after a new registration of the app. The address is the one that the token has,
    /// until the mailbox tells its own.
    fn identify(&self, claims: &IdTokenClaims) -> Option<(Identity, Account)> {
        let tenant = claims.tid.only_text()?;
        if claims.iss != self.issuer_of(tenant) || !self.admits(tenant) {
            return None;
        }
        let profile = &claims.profile;
        let address = profile.email.address().or_else(|| profile.sign_in_name())?.to_owned();
        let subject = claims.oid.only_text().unwrap_or(&claims.sub).to_owned();
        let identity = Identity { issuer: claims.iss.clone(), subject };
        Some((identity, Account { address, name: profile.name.text().map(str::to_owned) }))
    }

    fn graph(&self, path: &str) -> Result<Url, url::ParseError> {
        Url::parse(&format!("{}/v1.0/{path}", self.settings.graph.as_str().trim_end_matches('/')))
    }

    /// The `claims` parameter: the challenge, and that challenges are understood.
    fn claims_parameter(&self, challenge: Option<&str>) -> Option<String> {
        let own = self.settings.continuous_access.then_some(UNDERSTANDS_CHALLENGES);
        // What the endpoint itself says counts, whatever a challenge says of it.
        claims::merge(challenge.into_iter().chain(own))
    }
}

/// Keys of several tenants are published together, and each names the one that signs with it
/// (learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-issuer).
fn is_key_of(issuer: &str, claims: &IdTokenClaims) -> bool {
    let tenant = claims.tid.only_text().unwrap_or_default();
    is_same_issuer(&issuer.replace("{tenantid}", tenant), &claims.iss)
}

fn is_guid(text: &str) -> bool {
    text.len() == 36 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

#[async_trait]
impl ProviderInfo for Microsoft {
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

    fn tells_addresses(&self) -> bool {
        true
    }

    fn may_need_approval(&self) -> bool {
        true
    }

    /// learn.microsoft.com/entra/identity-platform/v2-admin-consent. The address of the callback has to be registered, and takes
    /// the answer.
    fn approval_url(&self) -> Option<Url> {
        let registration = &self.settings.registration;
        // A tenant that is served alone is named. The others are those of the administrators who open the link.
        let tenant = match self.settings.tenant.as_str() {
            "common" | "consumers" | "organizations" => "organizations",
            one => one,
        };
        let graph = self.settings.graph.as_str().trim_end_matches('/');
        let mut url = Url::parse(&format!("{}/{tenant}/v2.0/adminconsent", self.authority)).ok()?;
        url.query_pairs_mut()
            .append_pair("client_id", &registration.client_id)
            .append_pair("scope", &format!("{graph}/.default"))
            .append_pair("redirect_uri", registration.redirect_uri.as_str());
        Some(url)
    }

    fn refuses_address(&self, address: &str) -> Option<LookupRefusal> {
        let refused = personal::is_personal(address) && !self.admits(personal::TENANT);
        refused.then_some(LookupRefusal::PersonalAccount)
    }

    async fn has_mailbox(&self, http: &dyn Http, address: &str) -> bool {
        tenant_lookup::has_mailbox(self, http, address).await
    }
}

#[async_trait]
impl Provider for Microsoft {
    async fn sign_in_url(&self, _http: &dyn Http, request: &SignInRequest<'_>) -> Result<Url, Failure> {
        let graph = self.settings.graph.as_str().trim_end_matches('/');
        let of_graph = |name: &String| if name.contains("://") { name.clone() } else { format!("{graph}/{name}") };
        let scopes = scopes::IDENTITY.iter().map(|name| (*name).to_owned()).chain(self.scopes.iter().map(of_graph));
        let mut page = self.oauth.sign_in_url(request, scopes).add_extra_param("response_mode", "query");
        if let Some(claims) = self.claims_parameter(request.challenge) {
            page = page.add_extra_param("claims", claims);
        }
        // Never `prompt=consent`: where an administrator has consented and people may not, it locks them out. The page asks for
        // consent by itself where it is missing (learn.microsoft.com/entra/identity/enterprise-apps,
        // "application-sign-in-unexpected-user-consent-prompt").
        page = match request.login_hint {
            Some(hint) => page.add_extra_param("login_hint", hint),
            None => page.add_extra_param("prompt", "select_account"),
        };
        Ok(page.url().0)
    }

    fn is_issuer(&self, issuer: &str) -> bool {
        self.is_issuer_of_tenant(issuer)
    }

    fn classify_callback_error(&self, refusal: CallbackRefusal<'_>) -> Failure {
        errors::classify_callback(refusal, self.serves_many())
    }

    async fn exchange_code(
        &self,
        http: &dyn Http,
        code: &str,
        verifier: &PkceVerifier,
        nonce: &Nonce,
        now: UnixSeconds,
    ) -> Result<CompletedSignIn, Failure> {
        let claims = self.claims_parameter(None);
        let extra: Vec<_> = claims.iter().map(|claims| ("claims", claims.as_str())).collect();
        let answer = self
            .oauth
            .exchange_code(http, code, verifier, &extra)
            .await
            .map_err(|refused| errors::classify_code(refused, self.serves_many()))?;
        let missing = scopes::RULES.missing(answer.tokens.scopes.as_ref(), &self.scopes);
        if !missing.is_empty() {
            return Err(refusal::not_granted(missing, &self.scopes, &answer.tokens));
        }
        let id_token = answer.id_token.ok_or_else(|| Failure::of(ReasonCode::SignInNotFinished))?;
        let claims =
            self.id_token_verifier.check(http, &id_token, nonce, now).await.map_err(refusal::classify_id_token)?;
        let (identity, account) = self.identify(&claims).ok_or_else(|| Failure::of(ReasonCode::SignInNotFinished))?;
        if answer.tokens.refresh.is_none() {
            return Err(refusal::not_granted(vec![Permission::Offline], &self.scopes, &answer.tokens));
        }
        let told = verified::read(self, http, &claims, &account.address, &answer.tokens.access).await;
        let sign_in_name = claims.profile.sign_in_name().map(str::to_owned);
        let facts = AccountFacts {
            sign_in_name: sign_in_name.filter(|name| !crate::verified::is_same_address(name, &told.address)),
            aliases: told.aliases,
            addresses_read_at: told.is_from_mailbox.then_some(now),
            ..AccountFacts::default()
        };
        let account = Account { address: told.address, ..account };
        Ok(CompletedSignIn { identity, account, verified: told.verified, facts, tokens: answer.tokens })
    }

    async fn refresh(&self, http: &dyn Http, renewal: &RenewalRequest<'_>) -> Result<Tokens, NotRenewed> {
        let claims = self.claims_parameter(renewal.challenge);
        let extra: Vec<_> = claims.iter().map(|claims| ("claims", claims.as_str())).collect();
        let answer = self
            .oauth
            .refresh(http, renewal.token, &extra)
            .await
            .map_err(|refused| errors::classify_renewal(refused, self.serves_many()))?;
        refusal::require_same(&answer, renewal.identity, |named| {
            let subject = named.oid.only_text().unwrap_or(&named.sub).to_owned();
            Some(Identity { issuer: named.iss, subject })
        })?;
        Ok(answer.tokens)
    }

    async fn verify_address(&self, http: &dyn Http, account: &KnownAccount<'_>) -> Verified {
        verified::verify_by_mailbox(self, http, account.access, account.address).await
    }

    async fn read_addresses(&self, http: &dyn Http, account: &KnownAccount<'_>) -> AddressAnswer {
        verified::read_mailbox(self, http, account.access).await
    }

    async fn check_access(&self, http: &dyn Http, account: &KnownAccount<'_>) -> AccessCheck {
        let Ok(at) = self.graph(scopes::probe_path(&self.scopes)) else { return AccessCheck::Unasked };
        crate::access::check(documents::get_body(http, &at, Some(account.access)).await, access::classify)
    }

    /// There is no way to end one grant (learn.microsoft.com/graph/api/user-revokesigninsessions ends all of a person's).
    async fn revoke(&self, _http: &dyn Http, _token: &RefreshToken) -> Result<(), Failure> {
        Ok(())
    }

    async fn identify_by_sso(&self, http: &dyn Http, token: &str, now: UnixSeconds) -> Option<Identity> {
        if self.settings.office_sso { office_sso::identify(self, http, token, now).await } else { None }
    }

    async fn check_client(&self, http: &dyn Http) -> ClientAnswer {
        self.oauth.check_client(http).await
    }
}
