//! Token requests (RFC 6749, 4.1.3 and 6), which the `oauth2` crate builds, and the classification of their responses:
//! tokens, a refusal in the standard's form, an outage, or an unreadable response. [`token_response`] parses them.

pub(crate) mod client_auth;
mod compression;
pub(crate) mod documents;
mod members;
mod token_response;
mod transport;

use std::collections::HashSet;
use std::sync::Arc;

use latchkey_domain::breaker::ClientAnswer;
use latchkey_domain::renewal::MAX_ACCESS_LIFE_S;
use latchkey_domain::{Failure, PkceVerifier, RefreshToken};
use latchkey_wire::UnixSeconds;
use oauth2::basic::BasicClient;
use oauth2::{
    AuthUrl, AuthorizationCode, AuthorizationRequest, ClientId, CsrfToken, EndpointNotSet, EndpointSet,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, TokenUrl,
};
use serde::Deserialize;
use url::Url;

use crate::{ClientRegistration, Http, SignInRequest, Tokens};
use client_auth::{ClientAuth, ClientAuthChoice};
use transport::{CapturingClient, call};

/// A code that no provider ever issued, sent with [`INVENTED_VERIFIER`].
const INVENTED_CODE: &str = "latchkey-asks-whether-you-know-it";
/// A code verifier for [`INVENTED_CODE`], no shorter than the minimum length (RFC 7636, 4.1).
const INVENTED_VERIFIER: &str = "latchkey-asks-whether-you-know-it-0123456789";

/// An error body (RFC 6749, 5.2) with the members that providers add.
#[derive(Clone, Debug, Default)]
pub(crate) struct ErrorBody {
    /// The response's HTTP status.
    pub(crate) status: u16,
    /// How long the server asks to wait, in seconds.
    pub(crate) retry_after_s: Option<u32>,
    pub(crate) error: String,
    pub(crate) error_description: Option<String>,
    pub(crate) suberror: Option<String>,
    pub(crate) error_subtype: Option<String>,
    pub(crate) error_codes: Vec<u32>,
    pub(crate) correlation_id: Option<String>,
    pub(crate) claims: Option<String>,
}

type OAuthClient = BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// Why a token request brought no tokens.
#[derive(Debug)]
pub(crate) enum TokenRefusal {
    /// Nothing is known about the grant: no response, or one that means "temporarily unavailable".
    Outage(Failure),
    /// A refusal in the standard's form.
    Answered(Box<ErrorBody>),
    /// A refusal that cannot be read, with its HTTP status and how long the server asks to wait, in seconds.
    Unreadable { status: u16, retry_after_s: Option<u32> },
    /// A success that lacks a needed member, with the refresh token that it contained: the old one may no longer be
    /// valid.
    Unusable { field: &'static str, refresh: Option<RefreshToken> },
}

/// The tokens of a response, with what is needed to check them.
pub(crate) struct TokenResponse {
    pub(crate) tokens: Tokens,
    pub(crate) id_token: Option<String>,
    /// The address of the API, as the provider states it. It is not checked yet.
    pub(crate) instance_url: Option<Url>,
}

/// The OAuth client for one provider.
#[derive(Clone)]
pub(crate) struct OAuth {
    client: OAuthClient,
    auth: Arc<ClientAuthChoice>,
}

/// What a token request presents.
#[derive(Clone, Copy)]
enum Presented<'a> {
    Code(&'a str, &'a PkceVerifier),
    Refresh(&'a RefreshToken),
}

impl TokenRefusal {
    /// Whether the server may have refused the client and not what it presented.
    fn may_blame_client(&self) -> bool {
        match self {
            Self::Answered(body) => {
                let word = body.error.as_str();
                is_client_refusal(word) || body.status == 401 || word == "invalid_request"
            }
            Self::Unreadable { status, .. } => *status == 401,
            Self::Outage(_) | Self::Unusable { .. } => false,
        }
    }
}

fn is_client_refusal(error: &str) -> bool {
    matches!(error, "invalid_client" | "unauthorized_client" | "invalid_client_id" | "invalid_client_credentials")
}

impl OAuth {
    /// `auth` is shared by all clients of one registration, so that each of them knows which way works.
    pub(crate) fn new(
        registration: &ClientRegistration,
        auth: Arc<ClientAuthChoice>,
        authorize: Url,
        token: Url,
    ) -> Self {
        let client = oauth2::Client::new(ClientId::new(registration.client_id.clone()))
            .set_redirect_uri(RedirectUrl::from_url(registration.redirect_uri.clone()))
            .set_auth_type(oauth2::AuthType::RequestBody)
            .set_auth_uri(AuthUrl::from_url(authorize))
            .set_token_uri(TokenUrl::from_url(token));
        Self { client, auth }
    }

    /// The address of the token endpoint.
    pub(crate) fn token_endpoint(&self) -> &Url {
        self.client.token_uri().url()
    }

    /// Builds a sign-in URL with the parameters that every provider takes: state, nonce, PKCE (RFC 7636, S256) and scopes.
    pub(crate) fn sign_in_url<'a>(
        &'a self,
        request: &SignInRequest<'a>,
        scopes: impl IntoIterator<Item = String>,
    ) -> AuthorizationRequest<'a> {
        let mut asked = HashSet::new();
        let once = scopes.into_iter().filter(|scope| asked.insert(scope.clone()));
        let verifier = PkceCodeVerifier::new(request.verifier.expose().to_owned());
        let state = CsrfToken::new(request.state.expose().to_owned());
        self.client
            .authorize_url(|| state)
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .add_scopes(once.map(Scope::new))
            .add_extra_param("nonce", request.nonce.expose())
    }

    /// Asks whether the provider knows the client, with an invented code: a provider that does refuses the code, and one that
    /// does not refuses the client. If there are several ways to authenticate and the one in use is refused, the others are
    /// tried, and one that is accepted is used from then on. An answer that says nothing makes it try them now and then: a
    /// provider that is out of order is not asked several times each time.
    pub(crate) async fn check_client(&self, http: &dyn Http) -> ClientAnswer {
        let current = self.auth.current();
        let answer = self.try_way(http, current).await;
        let tries_others = match answer {
            ClientAnswer::Accepted | ClientAnswer::Silent { .. } => false,
            ClientAnswer::Refused => true,
            ClientAnswer::Unclear => self.auth.tries_others_when_unclear(),
        };
        if tries_others {
            for way in self.auth.others(current) {
                if self.try_way(http, way).await == ClientAnswer::Accepted {
                    self.auth.use_from_now_on(way);
                    return ClientAnswer::Accepted;
                }
            }
        }
        // A server's outage settles nothing.
        if !matches!(answer, ClientAnswer::Silent { .. }) {
            self.auth.settle();
        }
        answer
    }

    async fn try_way(&self, http: &dyn Http, way: usize) -> ClientAnswer {
        let verifier = PkceVerifier::new(INVENTED_VERIFIER);
        match self.send(http, way, Presented::Code(INVENTED_CODE, &verifier), &[]).await {
            Err(TokenRefusal::Answered(body)) => match body.error.as_str() {
                "invalid_grant" | "invalid_code" => ClientAnswer::Accepted,
                word if is_client_refusal(word) || body.status == 401 => ClientAnswer::Refused,
                _ => ClientAnswer::Unclear,
            },
            Err(TokenRefusal::Outage(failure)) => ClientAnswer::Silent { retry_after_s: failure.retry_after_s },
            Err(TokenRefusal::Unreadable { status: 401, .. }) => ClientAnswer::Refused,
            Err(TokenRefusal::Unreadable { .. } | TokenRefusal::Unusable { .. }) | Ok(_) => ClientAnswer::Unclear,
        }
    }

    pub(crate) async fn exchange_code(
        &self,
        http: &dyn Http,
        code: &str,
        verifier: &PkceVerifier,
        extra: &[(&str, &str)],
    ) -> Result<TokenResponse, TokenRefusal> {
        self.request(http, Presented::Code(code, verifier), extra).await
    }

    pub(crate) async fn refresh(
        &self,
        http: &dyn Http,
        token: &RefreshToken,
        extra: &[(&str, &str)],
    ) -> Result<TokenResponse, TokenRefusal> {
        self.request(http, Presented::Refresh(token), extra).await
    }

    /// Sends a token request. Where there are several ways to authenticate, an invented code finds out which one works, before
    /// anything of a person is presented.
    async fn request(
        &self,
        http: &dyn Http,
        presented: Presented<'_>,
        extra: &[(&str, &str)],
    ) -> Result<TokenResponse, TokenRefusal> {
        if !self.auth.is_settled() {
            self.check_client(http).await;
        }
        let way = self.auth.current();
        let answer = self.send(http, way, presented, extra).await;
        match &answer {
            Ok(_) => self.auth.worked(way),
            Err(refusal) if refusal.may_blame_client() => {
                if let Some(other) = self.find_other_way(http, way, presented).await {
                    let answer = self.send(http, other, presented, extra).await;
                    if answer.is_ok() {
                        self.auth.worked(other);
                    }
                    return answer;
                }
            }
            Err(_) => {}
        }
        answer
    }

    /// Another way to authenticate, after a refusal that may blame the client. `None` if the request must not be repeated: the
    /// way in use is accepted, or nothing better is known.
    async fn find_other_way(&self, http: &dyn Http, way: usize, presented: Presented<'_>) -> Option<usize> {
        if self.auth.others(way).is_empty() {
            return None;
        }
        let answer = self.try_way(http, way).await;
        let is_doubtful = match answer {
            ClientAnswer::Refused => true,
            // A server may look at the code before the client. Then only a success tells which way works.
            ClientAnswer::Accepted | ClientAnswer::Unclear => !self.auth.has_worked(way),
            ClientAnswer::Silent { .. } => false,
        };
        if !is_doubtful {
            return None;
        }
        for other in self.auth.others(way) {
            if self.try_way(http, other).await == ClientAnswer::Accepted {
                self.auth.use_from_now_on(other);
                // A refresh token that may have been refused for itself is not presented again at once.
                let repeat = answer == ClientAnswer::Refused || matches!(presented, Presented::Code(..));
                return repeat.then_some(other);
            }
        }
        None
    }

    async fn send(
        &self,
        http: &dyn Http,
        way: usize,
        presented: Presented<'_>,
        extra: &[(&str, &str)],
    ) -> Result<TokenResponse, TokenRefusal> {
        let Some(client) = self.authenticated(way, self.token_endpoint()).await else {
            // The installation can't make its own assertion: nothing is known about the grant.
            return Err(TokenRefusal::Outage(client_auth::not_made()));
        };
        let capturing = CapturingClient::new(http, client.header);
        let extra = client.fields.iter().map(|(name, value)| (*name, value.as_str())).chain(extra.iter().copied());
        match presented {
            Presented::Code(code, verifier) => {
                let mut request = self
                    .client
                    .exchange_code(AuthorizationCode::new(code.to_owned()))
                    .set_pkce_verifier(PkceCodeVerifier::new(verifier.expose().to_owned()));
                for (name, value) in extra {
                    request = request.add_extra_param(name.to_owned(), value.to_owned());
                }
                let _ = request.request_async(&capturing).await;
            }
            Presented::Refresh(token) => {
                let token = oauth2::RefreshToken::new(token.expose().to_owned());
                let mut request = self.client.exchange_refresh_token(&token);
                for (name, value) in extra {
                    request = request.add_extra_param(name.to_owned(), value.to_owned());
                }
                let _ = request.request_async(&capturing).await;
            }
        }
        capturing.into_response()
    }

    async fn authenticated(&self, way: usize, at: &Url) -> Option<client_auth::ClientAuthParts> {
        self.auth.way(way).authenticate(self.client.client_id().as_str(), at).await
    }

    /// Sends a form to another endpoint of the server, with the client's authentication. Some servers take it there in another
    /// way than at the token endpoint, so a refusal of the client is followed by the other ways.
    async fn post(
        &self,
        http: &dyn Http,
        at: &Url,
        fields: &[(&str, &str)],
    ) -> Result<http::Response<Vec<u8>>, Failure> {
        let current = self.auth.current();
        let mut last = Err(client_auth::not_made());
        for way in std::iter::once(current).chain(self.auth.others(current)) {
            let Some(client) = self.authenticated(way, at).await else { continue };
            let request = client.form(at, self.client.client_id().as_str(), fields);
            let response = call(http, request.map_err(|_| Failure::unexplained())?).await?;
            let is_refused = response.status() == http::StatusCode::UNAUTHORIZED;
            last = Ok(response);
            if !is_refused {
                break;
            }
        }
        last
    }

    /// Revokes a token (RFC 7009, 2.1). A token that the provider does not know counts as revoked.
    pub(crate) async fn revoke(&self, http: &dyn Http, at: &Url, token: &RefreshToken) -> Result<(), Failure> {
        let fields = [("token", token.expose()), ("token_type_hint", "refresh_token")];
        let response = self.post(http, at, &fields).await?;
        // By 2.2 an unknown token is no error. Some servers call it `invalid_token` or `invalid_grant`.
        let is_unknown = || match token_response::read(&response) {
            Err(TokenRefusal::Answered(body)) => matches!(body.error.as_str(), "invalid_token" | "invalid_grant"),
            _ => false,
        };
        if response.status().is_success() || is_unknown() { Ok(()) } else { Err(Failure::unexplained()) }
    }

    /// Asks how long an access token lives (RFC 7662), in seconds. `None` if the server does not say, or says that a token that it
    /// has just issued is not active: some say so of another client's.
    pub(crate) async fn introspect(
        &self,
        http: &dyn Http,
        at: &Url,
        token: &latchkey_domain::AccessToken,
        now: UnixSeconds,
    ) -> Option<i64> {
        #[derive(Deserialize)]
        struct Introspection {
            active: bool,
            exp: Option<serde_json::Value>,
        }
        let fields = [("token", token.expose()), ("token_type_hint", "access_token")];
        let response = self.post(http, at, &fields).await.ok().filter(|response| response.status().is_success())?;
        let found: Introspection = serde_json::from_slice(response.body()).ok()?;
        let ends_at = found.exp.as_ref().and_then(members::whole_seconds).filter(|_| found.active)?;
        Some(ends_at.saturating_sub(now)).filter(|life_s| (1..=MAX_ACCESS_LIFE_S).contains(life_s))
    }
}

/// The ways to authenticate of a registration whose secrets go into the body.
pub(crate) fn in_body(registration: &ClientRegistration) -> Arc<ClientAuthChoice> {
    ClientAuthChoice::new(registration.credentials.iter().map(ClientAuth::in_body).collect())
}

/// The refusal that a response with this body becomes.
#[cfg(test)]
pub(crate) fn refused(body: &str) -> TokenRefusal {
    let response = http::Response::builder().status(400).body(body.as_bytes().to_vec()).unwrap();
    token_response::read(&response).err().unwrap()
}
