//! Token requests (RFC 6749, 4.1.3 and 6), which the `oauth2` crate builds, and the classification of their responses:
//! tokens, a refusal in the standard's form, an outage, or an unreadable response. [`token_response`] parses them.

mod compression;
mod members;
mod token_response;

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, DATE, RETRY_AFTER};
use latchkey_domain::breaker::ClientAnswer;
use latchkey_domain::{AccessToken, Failure, PkceVerifier, RefreshToken};
use latchkey_wire::{Permission, ReasonCode};
use oauth2::basic::BasicClient;
use oauth2::{
    AsyncHttpClient, AuthUrl, AuthorizationCode, AuthorizationRequest, ClientId, CsrfToken, EndpointNotSet,
    EndpointSet, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, TokenUrl,
};
use serde::de::DeserializeOwned;
use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize};

use crate::{ClientRegistration, Http, HttpError, SignInRequest, Tokens, TruncatedBody};

/// A code that no provider ever issued, sent with [`INVENTED_VERIFIER`].
const INVENTED_CODE: &str = "latchkey-asks-whether-you-know-it";
/// A code verifier for [`INVENTED_CODE`], no shorter than the minimum length (RFC 7636, 4.1).
const INVENTED_VERIFIER: &str = "latchkey-asks-whether-you-know-it-0123456789";

/// An error body (RFC 6749, 5.2) with the members that providers add.
#[derive(Clone, Debug, Default)]
pub(crate) struct ErrorBody {
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
    /// A refusal that cannot be read.
    Unreadable,
    /// A success that lacks a needed member, with the refresh token that it contained: the old one may no longer be
    /// valid.
    Unusable { field: &'static str, refresh: Option<RefreshToken> },
}

/// The tokens of a response, with what is needed to check them.
pub(crate) struct TokenResponse {
    pub(crate) tokens: Tokens,
    pub(crate) id_token: Option<String>,
    /// The granted scopes. If the provider does not state them, all requested scopes were granted (RFC 6749, 5.1).
    pub(crate) scopes: Option<Vec<String>>,
    /// The address of the API, as the provider states it. It is not checked yet.
    pub(crate) instance_url: Option<Url>,
}

impl TokenResponse {
    /// The needed permissions that were not granted.
    pub(crate) fn missing_permissions<'n>(&self, needed: &'n [(&'n str, Permission)]) -> Vec<Permission> {
        // Compared without regard to case, and with or without a resource as the prefix.
        let is = |scope: &str, name: &str| {
            let same = |scope: &str| scope.eq_ignore_ascii_case(name);
            same(scope) || scope.rsplit_once('/').is_some_and(|(_, last)| same(last))
        };
        let granted = |name: &str| self.scopes.as_ref().is_none_or(|scopes| scopes.iter().any(|scope| is(scope, name)));
        let mut missing: Vec<_> =
            needed.iter().filter(|(name, _)| !granted(name)).map(|(_, permission)| *permission).collect();
        missing.dedup();
        missing
    }
}

/// Where a token request carries the client secret (RFC 6749, 2.3.1).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum SecretIn {
    Body,
    Header,
}

/// The OAuth client for one provider.
#[derive(Clone)]
pub(crate) struct OAuth {
    client: OAuthClient,
}

impl OAuth {
    pub(crate) fn new(registration: &ClientRegistration, authorize: Url, token: Url) -> Self {
        let client = oauth2::Client::new(ClientId::new(registration.client_id.clone()))
            .set_client_secret(oauth2::ClientSecret::new(registration.client_secret.expose().to_owned()))
            .set_redirect_uri(RedirectUrl::from_url(registration.redirect_uri.clone()))
            .set_auth_type(oauth2::AuthType::RequestBody)
            .set_auth_uri(AuthUrl::from_url(authorize))
            .set_token_uri(TokenUrl::from_url(token));
        Self { client }
    }

    pub(crate) fn with_secret_in(self, place: SecretIn) -> Self {
        let kind = match place {
            SecretIn::Body => oauth2::AuthType::RequestBody,
            SecretIn::Header => oauth2::AuthType::BasicAuth,
        };
        Self { client: self.client.set_auth_type(kind) }
    }

    /// Builds a sign-in URL with the parameters that every provider takes: state, nonce, PKCE (RFC 7636, S256) and scopes.
    pub(crate) fn sign_in_url<'a>(
        &'a self,
        request: &SignInRequest<'a>,
        scopes: impl IntoIterator<Item = String>,
    ) -> AuthorizationRequest<'a> {
        let verifier = PkceCodeVerifier::new(request.verifier.expose().to_owned());
        let state = CsrfToken::new(request.state.expose().to_owned());
        self.client
            .authorize_url(|| state)
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .add_scopes(scopes.into_iter().map(Scope::new))
            .add_extra_param("nonce", request.nonce.expose())
    }

    /// Sends an invalid code. A provider that knows the client refuses the code; a provider that does not know it refuses
    /// the client.
    pub(crate) async fn check_client(&self, http: &dyn Http) -> ClientAnswer {
        let verifier = PkceVerifier::new(INVENTED_VERIFIER);
        match self.exchange_code(http, INVENTED_CODE, &verifier).await {
            Err(TokenRefusal::Answered(body)) => match body.error.as_str() {
                "invalid_client" | "unauthorized_client" | "invalid_client_id" => ClientAnswer::Refused,
                "invalid_grant" | "invalid_code" => ClientAnswer::Accepted,
                _ => ClientAnswer::Unclear,
            },
            Err(TokenRefusal::Outage(failure)) => ClientAnswer::Silent { retry_after_s: failure.retry_after_s },
            Err(TokenRefusal::Unreadable | TokenRefusal::Unusable { .. }) | Ok(_) => ClientAnswer::Unclear,
        }
    }

    pub(crate) async fn exchange_code(
        &self,
        http: &dyn Http,
        code: &str,
        verifier: &PkceVerifier,
    ) -> Result<TokenResponse, TokenRefusal> {
        let capturing = CapturingClient::new(http);
        let request = self
            .client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .set_pkce_verifier(PkceCodeVerifier::new(verifier.expose().to_owned()));
        let _ = request.request_async(&capturing).await;
        capturing.into_response()
    }

    pub(crate) async fn refresh(&self, http: &dyn Http, token: &RefreshToken) -> Result<TokenResponse, TokenRefusal> {
        let token = oauth2::RefreshToken::new(token.expose().to_owned());
        let capturing = CapturingClient::new(http);
        let _ = self.client.exchange_refresh_token(&token).request_async(&capturing).await;
        capturing.into_response()
    }
}

/// A request without a usable response. It says nothing about the grant, regardless of the body.
#[derive(Debug, thiserror::Error)]
enum CallError {
    #[error(transparent)]
    Http(#[from] HttpError),
    #[error("the provider is out of order")]
    Outage { retry_after_s: Option<u32> },
}

/// Sends the requests that the `oauth2` crate builds, and captures the responses: the crate parses them more strictly
/// than other clients do, and would lose what it can't parse.
struct CapturingClient<'a> {
    http: &'a dyn Http,
    response: Mutex<Option<Result<http::Response<Vec<u8>>, CallError>>>,
}

/// The error that the crate gets in place of a response.
#[derive(Debug, thiserror::Error)]
#[error("the response was captured")]
struct ResponseCaptured;

impl<'a> CapturingClient<'a> {
    fn new(http: &'a dyn Http) -> Self {
        Self { http, response: Mutex::default() }
    }

    fn into_response(self) -> Result<TokenResponse, TokenRefusal> {
        match self.response.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(Ok(response)) => token_response::read(&response),
            // The server may have issued a new token, and the old one may no longer be valid.
            Some(Err(CallError::Http(HttpError::Unanswered | HttpError::TimedOut))) => {
                Err(TokenRefusal::Outage(Failure::of(ReasonCode::AnswerLost)))
            }
            Some(Err(error)) => Err(TokenRefusal::Outage(error.into())),
            // The crate could not build a request.
            None => Err(TokenRefusal::Unreadable),
        }
    }
}

impl<'c> AsyncHttpClient<'c> for CapturingClient<'_> {
    type Error = ResponseCaptured;
    type Future = Pin<Box<dyn Future<Output = Result<http::Response<Vec<u8>>, ResponseCaptured>> + Send + 'c>>;

    fn call(&'c self, request: http::Request<Vec<u8>>) -> Self::Future {
        Box::pin(async move {
            let response = call(self.http, request).await;
            *self.response.lock().unwrap_or_else(PoisonError::into_inner) = Some(response);
            Err(ResponseCaptured)
        })
    }
}

/// Why a GET request brought no document.
#[derive(Debug)]
pub(crate) enum GetError {
    /// No response, or one that means "temporarily unavailable".
    Outage(Failure),
    /// Refused (a status from 300 to 499).
    Refused,
    /// The response can't be parsed.
    Unreadable,
}

impl From<CallError> for GetError {
    fn from(error: CallError) -> Self {
        Self::Outage(error.into())
    }
}

/// Fetches a JSON document, with an access token if there is one.
pub(crate) async fn get<T: DeserializeOwned>(
    http: &dyn Http,
    url: &Url,
    access: Option<&AccessToken>,
) -> Result<T, GetError> {
    let mut request = http::Request::get(url.as_str()).header(ACCEPT, "application/json");
    if let Some(access) = access {
        request = request.header(AUTHORIZATION, format!("Bearer {}", access.expose()));
    }
    let request = request.body(Vec::new()).map_err(|_| GetError::Unreadable)?;
    let response = call(http, request).await?;
    if response.extensions().get::<TruncatedBody>().is_some() {
        return Err(CallError::Http(HttpError::Unanswered).into());
    }
    if !response.status().is_success() {
        return Err(GetError::Refused);
    }
    serde_json::from_slice(response.body()).map_err(|_| GetError::Unreadable)
}

/// Revokes a token (RFC 7009, 2.1). A token that the provider does not know counts as revoked.
pub(crate) async fn revoke(
    http: &dyn Http,
    at: &Url,
    registration: &ClientRegistration,
    place: SecretIn,
    token: &RefreshToken,
) -> Result<(), Failure> {
    let request = revocation(at, registration, place, token).map_err(|_| Failure::unexplained())?;
    let status = call(http, request).await?.status();
    if status.is_success() || status == StatusCode::BAD_REQUEST { Ok(()) } else { Err(Failure::unexplained()) }
}

fn revocation(
    at: &Url,
    registration: &ClientRegistration,
    place: SecretIn,
    token: &RefreshToken,
) -> http::Result<http::Request<Vec<u8>>> {
    let mut body = Serializer::new(String::new());
    body.append_pair("token", token.expose()).append_pair("token_type_hint", "refresh_token");
    let mut request = http::Request::post(at.as_str()).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    let (id, secret) = (&registration.client_id, registration.client_secret.expose());
    match place {
        SecretIn::Body => {
            body.append_pair("client_id", id).append_pair("client_secret", secret);
        }
        SecretIn::Header => {
            let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
            let pair = STANDARD.encode(format!("{}:{}", encoded(id), encoded(secret)));
            request = request.header(AUTHORIZATION, format!("Basic {pair}"));
        }
    }
    request.body(body.finish().into_bytes())
}

async fn call(http: &dyn Http, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, CallError> {
    let response = http.send(request).await?;
    let status = response.status();
    if status.is_server_error() || matches!(status.as_u16(), 408 | 423 | 425 | 429) {
        return Err(CallError::Outage { retry_after_s: retry_after_s(response.headers()) });
    }
    Ok(compression::decompress(response))
}

/// How long the provider asks to wait (RFC 9110, 10.2.3): seconds, or a date. The date is compared with the provider's
/// own clock, so an error in the endpoint's clock does not matter.
fn retry_after_s(headers: &http::HeaderMap) -> Option<u32> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let asked = text(RETRY_AFTER)?;
    asked.parse().ok().or_else(|| {
        let (until, now) = (httpdate::parse_http_date(asked).ok()?, httpdate::parse_http_date(text(DATE)?).ok()?);
        u32::try_from(until.duration_since(now).unwrap_or_default().as_secs()).ok()
    })
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Http(_) => Self::of(ReasonCode::ProviderUnreachable),
            CallError::Outage { retry_after_s } => Self { retry_after_s, ..Self::of(ReasonCode::ProviderDown) },
        }
    }
}

/// The refusal that a response with this body becomes.
#[cfg(test)]
pub(crate) fn refused(body: &str) -> TokenRefusal {
    let response = http::Response::builder().status(400).body(body.as_bytes().to_vec()).unwrap();
    token_response::read(&response).err().unwrap()
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::*;

    #[test]
    fn a_wait_is_read_in_seconds_or_as_a_date_of_the_providers_clock() {
        let asked = |retry_after: &'static str, date: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, HeaderValue::from_static(retry_after));
            date.map(|date| headers.insert(DATE, HeaderValue::from_static(date)));
            retry_after_s(&headers)
        };
        let date = "Sun, 06 Nov 1994 08:49:37 GMT";
        assert_eq!(asked("120", None), Some(120));
        assert_eq!(asked("Sun, 06 Nov 1994 08:51:37 GMT", Some(date)), Some(120));
        assert_eq!(asked("Sun, 06 Nov 1994 08:00:00 GMT", Some(date)), Some(0), "in the past");
        assert_eq!(asked("Sun, 06 Nov 1994 08:51:37 GMT", None), None);
        assert_eq!(asked("soon", Some(date)), None);
        assert_eq!(retry_after_s(&HeaderMap::new()), None);
    }
}
