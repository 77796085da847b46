//! Token requests (RFC 6749, 4.1.3 and 6) by the `oauth2` crate, and the sorting of what comes back: an answer, a
//! refusal in the standard's form, an outage, or something unreadable.

use std::pin::Pin;

use http::header::RETRY_AFTER;
use latchkey_domain::{AccessToken, Failure, PkceVerifier, RefreshToken};
use latchkey_wire::ReasonCode;
use oauth2::basic::{BasicRevocationErrorResponse, BasicTokenType};
use oauth2::{
    AsyncHttpClient, AuthUrl, AuthorizationCode, ClientId, EmptyExtraTokenFields, EndpointNotSet, EndpointSet,
    ErrorResponse, ExtraTokenFields, PkceCodeVerifier, RedirectUrl, RequestTokenError, StandardRevocableToken,
    StandardTokenIntrospectionResponse, StandardTokenResponse, TokenResponse as _, TokenUrl,
};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{Http, HttpError, Registration, Tokens};

/// An error body (RFC 6749, 5.2) with the members that providers add. Unknown members are ignored.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct ErrorBody {
    pub(crate) error: String,
    #[serde(default)]
    pub(crate) error_description: Option<String>,
    #[serde(default)]
    pub(crate) suberror: Option<String>,
    #[serde(default)]
    pub(crate) error_codes: Vec<u32>,
    #[serde(default)]
    pub(crate) correlation_id: Option<String>,
    #[serde(default)]
    pub(crate) claims: Option<String>,
}

impl std::fmt::Display for ErrorBody {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.error)
    }
}

impl ErrorResponse for ErrorBody {}

/// Members that OpenID Connect and providers add to a token answer.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct ExtraFields {
    pub(crate) id_token: Option<String>,
    pub(crate) refresh_token_expires_in: Option<i64>,
}

impl ExtraTokenFields for ExtraFields {}

type TokenAnswer = StandardTokenResponse<ExtraFields, BasicTokenType>;
type Client = oauth2::Client<
    ErrorBody,
    TokenAnswer,
    StandardTokenIntrospectionResponse<EmptyExtraTokenFields, BasicTokenType>,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// Why a token request brought no tokens.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// Nothing is known about the grant: no answer, or one that means "not now".
    Outage(Failure),
    /// A refusal in the standard's form.
    Answered(Box<ErrorBody>),
    /// A refusal, or an answer, that cannot be read.
    Unreadable,
}

/// A token answer with what is needed to check it.
pub(crate) struct Answer {
    pub(crate) tokens: Tokens,
    pub(crate) id_token: Option<String>,
    /// Absent if the provider did not say: then everything asked for was granted (RFC 6749, 5.1).
    pub(crate) scopes: Option<Vec<String>>,
}

/// A client of one provider.
pub(crate) struct OAuth {
    client: Client,
}

impl OAuth {
    pub(crate) fn new(registration: &Registration, authorize: Url, token: Url) -> Self {
        let client = oauth2::Client::new(ClientId::new(registration.client_id.clone()))
            .set_client_secret(oauth2::ClientSecret::new(registration.client_secret.expose().to_owned()))
            .set_redirect_uri(RedirectUrl::from_url(registration.redirect_uri.clone()))
            .set_auth_type(oauth2::AuthType::RequestBody)
            .set_auth_uri(AuthUrl::from_url(authorize))
            .set_token_uri(TokenUrl::from_url(token));
        Self { client }
    }

    /// The client's own builder of sign-in addresses.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) async fn exchange(
        &self,
        http: &dyn Http,
        code: &str,
        verifier: &PkceVerifier,
    ) -> Result<Answer, Refusal> {
        self.client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .set_pkce_verifier(PkceCodeVerifier::new(verifier.expose().to_owned()))
            .request_async(&Caller(http))
            .await
            .map(|answer| read(&answer))
            .map_err(Refusal::from)
    }

    pub(crate) async fn refresh(&self, http: &dyn Http, token: &RefreshToken) -> Result<Answer, Refusal> {
        let token = oauth2::RefreshToken::new(token.expose().to_owned());
        self.client
            .exchange_refresh_token(&token)
            .request_async(&Caller(http))
            .await
            .map(|answer| read(&answer))
            .map_err(Refusal::from)
    }
}

fn read(answer: &TokenAnswer) -> Answer {
    let seconds = |life: std::time::Duration| i64::try_from(life.as_secs()).unwrap_or(i64::MAX);
    Answer {
        id_token: answer.extra_fields().id_token.clone(),
        scopes: answer.scopes().map(|scopes| scopes.iter().map(|scope| scope.to_string()).collect()),
        tokens: Tokens {
            access: AccessToken::new(answer.access_token().secret().clone()),
            refresh: answer.refresh_token().map(|token| RefreshToken::new(token.secret().clone())),
            access_life_s: answer.expires_in().map(seconds),
            ends_in_s: answer.extra_fields().refresh_token_expires_in,
        },
    }
}

/// An answer that says nothing about the grant, whatever stands in its body.
#[derive(Debug, thiserror::Error)]
enum CallError {
    #[error(transparent)]
    Http(#[from] HttpError),
    #[error("the provider is out of order")]
    Outage { retry_after_s: Option<u32> },
}

/// The port, as the `oauth2` crate wants it.
struct Caller<'a>(&'a dyn Http);

impl<'c> AsyncHttpClient<'c> for Caller<'_> {
    type Error = CallError;
    type Future = Pin<Box<dyn Future<Output = Result<http::Response<Vec<u8>>, CallError>> + Send + 'c>>;

    fn call(&'c self, request: http::Request<Vec<u8>>) -> Self::Future {
        Box::pin(call(self.0, request))
    }
}

async fn call(http: &dyn Http, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, CallError> {
    let response = http.send(request).await?;
    let status = response.status();
    if status.is_server_error() || matches!(status.as_u16(), 408 | 423 | 425 | 429) {
        let retry_after_s = response
            .headers()
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok())
            .and_then(|text| text.parse().ok());
        return Err(CallError::Outage { retry_after_s });
    }
    Ok(response)
}

impl From<RequestTokenError<CallError, ErrorBody>> for Refusal {
    fn from(error: RequestTokenError<CallError, ErrorBody>) -> Self {
        match error {
            RequestTokenError::ServerResponse(body) => Self::Answered(Box::new(body)),
            RequestTokenError::Request(CallError::Http(_)) => {
                Self::Outage(Failure::of(ReasonCode::ProviderUnreachable))
            }
            RequestTokenError::Request(CallError::Outage { retry_after_s }) => {
                Self::Outage(Failure { retry_after_s, ..Failure::of(ReasonCode::ProviderDown) })
            }
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => Self::Unreadable,
        }
    }
}
