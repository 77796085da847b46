//! Microsoft 365 by the Microsoft identity platform v2.0 and Graph
//! (learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow). Its particularities: Each tenant has its own
//! issuer. A refresh token is replaced at every use, and the old one stays valid. A token request names only one
//! resource, so scopes go to the sign-in page and not to the token endpoint. A single grant cannot be revoked.

mod errors;
mod office_sso;
mod tenant_lookup;
mod verified;

use async_trait::async_trait;
use latchkey_domain::breaker::ClientAnswer;
use latchkey_domain::{Failure, Identity, Nonce, PkceVerifier, RefreshToken, Verified, renewal};
use latchkey_wire::{Account, Permission, Purpose, ReasonCode, UnixSeconds};
use url::Url;

use crate::id_token::{IdTokenClaims, IdTokenVerifier};
use crate::oauth::{OAuth, TokenResponse};
use crate::{
    CallbackRefusal, ClientRegistration, CompletedSignIn, Http, KnownAccount, NotRenewed, Provider, ProviderInfo,
    SignInRequest, Tokens, refusal,
};

/// The idle limit of refresh tokens of a web registration (learn.microsoft.com/entra/identity-platform/refresh-tokens).
const IDLE_LIMIT_S: i64 = 90 * 24 * 3600;
/// The tenant of personal accounts (learn.microsoft.com/entra/identity-platform/id-token-claims-reference).
const PERSONAL_TENANT: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";
/// Scopes for the person's identity, and for a refresh token.
const IDENTITY_SCOPES: [&str; 4] = ["openid", "profile", "email", "offline_access"];
/// The Graph scopes that a sync engine needs.
const GRAPH_SCOPES: [(&str, Permission); 5] = [
    ("Mail.ReadWrite", Permission::Mail),
    ("Mail.Send", Permission::SendMail),
    ("Calendars.ReadWrite", Permission::Calendar),
    ("Contacts.ReadWrite", Permission::Contacts),
    ("User.Read", Permission::Other),
];

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
}

/// Microsoft 365.
pub struct Microsoft {
    settings: MicrosoftSettings,
    authority: String,
    oauth: OAuth,
    id_token_verifier: IdTokenVerifier,
}

impl Microsoft {
    /// Fails if tenant and authority do not form a URL.
    pub fn new(settings: MicrosoftSettings) -> Result<Self, url::ParseError> {
        let authority = settings.authority.as_str().trim_end_matches('/').to_owned();
        let at = |path: &str| Url::parse(&format!("{authority}/{}/{path}", settings.tenant));
        let oauth = OAuth::new(&settings.registration, at("oauth2/v2.0/authorize")?, at("oauth2/v2.0/token")?);
        let id_token_verifier =
            IdTokenVerifier::new(at("discovery/v2.0/keys")?, settings.registration.client_id.clone());
        Ok(Self { settings, authority, oauth, id_token_verifier })
    }

    fn issuer_of(&self, tenant: &str) -> String {
        format!("{}/{tenant}/v2.0", self.authority)
    }

    /// Whether an account of this tenant may sign in here.
    fn admits(&self, tenant: &str) -> bool {
        match self.settings.tenant.as_str() {
            "common" => true,
            "organizations" => tenant != PERSONAL_TENANT,
            "consumers" => tenant == PERSONAL_TENANT,
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
    /// tenant and, unlike `sub`, stays the same after a new registration of the app.
    fn identify(&self, claims: &IdTokenClaims) -> Option<(Identity, Account)> {
        let tenant = claims.tid.clone()?;
        if claims.iss != self.issuer_of(&tenant) || !self.admits(&tenant) {
            return None;
        }
        let address = claims.preferred_username.clone().or_else(|| claims.email.clone())?;
        let subject = claims.oid.clone().unwrap_or_else(|| claims.sub.clone());
        let identity = Identity { issuer: claims.iss.clone(), subject };
        Some((identity, Account { address, name: claims.name.clone() }))
    }

    /// The needed permissions that were not granted. Microsoft sends scopes with or without the resource as the prefix.
    fn missing(answer: &TokenResponse) -> Vec<Permission> {
        let Some(granted) = &answer.scopes else { return Vec::new() };
        let has = |needed: &str| {
            granted.iter().any(|scope| scope.rsplit('/').next().is_some_and(|name| name.eq_ignore_ascii_case(needed)))
        };
        GRAPH_SCOPES.iter().filter(|(name, _)| !has(name)).map(|(_, permission)| *permission).collect()
    }
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

    async fn has_mailbox(&self, http: &dyn Http, address: &str) -> bool {
        tenant_lookup::has_mailbox(self, http, address).await
    }
}

#[async_trait]
impl Provider for Microsoft {
    async fn sign_in_url(&self, _http: &dyn Http, request: &SignInRequest<'_>) -> Result<Url, Failure> {
        let graph = self.settings.graph.as_str().trim_end_matches('/');
        let scopes = IDENTITY_SCOPES.iter().map(|name| (*name).to_owned());
        let scopes = scopes.chain(GRAPH_SCOPES.iter().map(|(name, _)| format!("{graph}/{name}")));
        let mut page = self.oauth.sign_in_url(request, scopes).add_extra_param("response_mode", "query");
        if let Some(hint) = request.login_hint {
            page = page.add_extra_param("login_hint", hint);
        }
        if let Some(claims) = request.challenge {
            page = page.add_extra_param("claims", claims);
        }
        match (request.login_hint, request.lost_because) {
            (_, Some(ReasonCode::ConsentMissing | ReasonCode::PermissionsNotGranted)) => {
                page = page.add_extra_param("prompt", "consent");
            }
            (None, _) => page = page.add_extra_param("prompt", "select_account"),
            (Some(_), _) => {}
        }
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
        let answer = self
            .oauth
            .exchange_code(http, code, verifier)
            .await
            .map_err(|refused| errors::classify_code(refused, self.serves_many()))?;
        let missing = Self::missing(&answer);
        if !missing.is_empty() {
            return Err(refusal::not_granted(missing));
        }
        let id_token = answer.id_token.ok_or_else(|| Failure::of(ReasonCode::SignInNotFinished))?;
        let claims =
            self.id_token_verifier.check(http, &id_token, nonce, now).await.map_err(refusal::classify_id_token)?;
        let (identity, account) = self.identify(&claims).ok_or_else(|| Failure::of(ReasonCode::SignInNotFinished))?;
        if answer.tokens.refresh.is_none() {
            return Err(refusal::not_granted(vec![Permission::Offline]));
        }
        let verified = if verified::is_verified_by_token(&claims, &account.address) {
            Verified::Address
        } else {
            verified::verify_by_mailbox(self, http, &answer.tokens.access, &account.address).await
        };
        Ok(CompletedSignIn { identity, account, verified, tokens: answer.tokens })
    }

    async fn refresh(&self, http: &dyn Http, token: &RefreshToken, of: &Identity) -> Result<Tokens, NotRenewed> {
        let answer = self
            .oauth
            .refresh(http, token)
            .await
            .map_err(|refused| errors::classify_renewal(refused, self.serves_many()))?;
        refusal::require_same(&answer, of, |named| {
            Some(Identity { issuer: named.iss, subject: named.oid.unwrap_or(named.sub) })
        })?;
        Ok(answer.tokens)
    }

    async fn verify_address(&self, http: &dyn Http, account: &KnownAccount<'_>) -> Verified {
        verified::verify_by_mailbox(self, http, account.access, account.address).await
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
