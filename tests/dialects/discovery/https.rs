//! A document that came over TLS and names addresses without it. The tests' servers have no TLS, so the answers are written down
//! here, and the provider is asked directly.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::{Request, Response};
use latchkey_domain::{
    AccessToken, ClientSecret, Identity, ManualClock, Nonce, PkceVerifier, RefreshToken, StateToken,
};
use latchkey_providers::{
    ClientCredential, ClientRegistration, Http, HttpError, KnownAccount, Oidc, OidcSettings, Provider as _,
    SignInRequest,
};
use latchkey_wire::{Purpose, ReasonCode};

use crate::rows::Origin;

const ISSUER: &str = "https://o.example";
const READ_AT: &str = "DuendeArchive/IdentityServer4 #3966; panva/node-oidc-provider #426";

pub const UNPROTECTED: Origin = Origin {
    server: "IdentityServer",
    what: "an https issuer whose userinfo, revocation and introspection are http",
    read_at: READ_AT,
};
pub const UNPROTECTED_TOKENS: Origin =
    Origin { server: "IdentityServer", what: "an https issuer whose token endpoint is http", read_at: READ_AT };

/// Answers every request with this document, and keeps the addresses that were requested.
struct OneDocument {
    document: String,
    requested: Mutex<Vec<String>>,
}

type Answer<'a> = Pin<Box<dyn Future<Output = Result<Response<Vec<u8>>, HttpError>> + Send + 'a>>;

impl Http for OneDocument {
    fn send<'s, 'a>(&'s self, request: Request<Vec<u8>>) -> Answer<'a>
    where
        's: 'a,
        Self: 'a,
    {
        self.requested.lock().unwrap_or_else(PoisonError::into_inner).push(request.uri().to_string());
        Box::pin(async { Ok(Response::new(self.document.clone().into_bytes())) })
    }
}

impl OneDocument {
    fn with(members: &str) -> Self {
        let document = format!(
            r#"{{"issuer":"{ISSUER}","authorization_endpoint":"{ISSUER}/authorize","jwks_uri":"{ISSUER}/keys",{members}}}"#
        );
        Self { document, requested: Mutex::default() }
    }

    fn unprotected(&self) -> usize {
        let requested = self.requested.lock().unwrap_or_else(PoisonError::into_inner);
        assert!(!requested.is_empty());
        requested.iter().filter(|address| !address.starts_with("https://")).count()
    }
}

fn provider() -> Oidc {
    let registration = ClientRegistration {
        client_id: "latchkey".into(),
        credentials: vec![ClientCredential::Secret(ClientSecret::new("secret"))],
        redirect_uri: "https://latchkey.example/oauth/callback/openid".parse().unwrap(),
    };
    let settings = OidcSettings {
        label: "Peer".into(),
        access_type: "Peer".into(),
        purpose: Purpose::Mailbox,
        registration,
        issuer: ISSUER.into(),
        scopes: Vec::new(),
        idle_limit_s: None,
        domains: vec!["contoso.example".into()],
        client_auth: None,
        offline_access: None,
    };
    Oidc::new(settings, Arc::new(ManualClock::at(latchkey_testkit::NOW)))
}

#[tokio::test]
async fn no_token_goes_where_the_connection_is_not_protected() {
    let http = OneDocument::with(
        r#""token_endpoint":"https://o.example/token","userinfo_endpoint":"http://o.example/userinfo","revocation_endpoint":"http://o.example/revoke","introspection_endpoint":"http://o.example/introspect""#,
    );
    let provider = provider();
    let access = AccessToken::new("at");
    let identity = Identity { issuer: ISSUER.into(), subject: "1".into() };
    provider.revoke(&http, &RefreshToken::new("rt")).await.unwrap();
    provider.access_life_s(&http, &access, latchkey_testkit::NOW).await;
    let account = KnownAccount { identity: &identity, address: "ann@contoso.example", access: &access, api_url: None };
    provider.verify_address(&http, &account).await;
    assert_eq!(http.unprotected(), 0, "{UNPROTECTED}");
}

#[tokio::test]
async fn no_one_is_sent_to_a_server_whose_token_endpoint_is_not_protected() {
    let http = OneDocument::with(r#""token_endpoint":"http://o.example/token""#);
    let (state, nonce, verifier) = (StateToken::new("s"), Nonce::new("n"), PkceVerifier::new("v".repeat(43)));
    let asked = SignInRequest {
        state: &state,
        nonce: &nonce,
        verifier: &verifier,
        login_hint: None,
        challenge: None,
        lost_because: None,
    };
    let refused = provider().sign_in_url(&http, &asked).await.unwrap_err();
    assert_eq!(refused.reason.code, ReasonCode::Misconfigured, "{UNPROTECTED_TOKENS}");
}
