//! The provider code without the endpoint, for tests that must hold the tokens themselves.

use std::sync::Arc;

use latchkey_domain::breaker::ClientAnswer;
use latchkey_domain::{
    ClientSecret, Clock as _, Entropy as _, Failure, FailureClass, Identity, Nonce, PkceVerifier, RefreshToken,
    StateToken, SystemClock, SystemEntropy,
};
use latchkey_endpoint::outbound::Outbound;
use latchkey_providers::{
    ClientCredential, ClientRegistration, CompletedSignIn, Oidc, OidcSettings, Provider as _, RenewalRequest,
    SignInRequest,
};
use latchkey_wire::{Purpose, ReasonCode};
use url::Url;

use crate::peer::{ANN, CLIENT_ID, CLIENT_SECRET, PeerAccount, PeerServer, SCOPE};

/// No server listens there, and no request goes there: the code is read from the redirect.
const REDIRECT_URI: &str = "http://localhost:9/oauth/callback/peer";

struct ProviderClient<P> {
    peer: P,
    http: Outbound,
    provider: Oidc,
}

impl<P: PeerServer> ProviderClient<P> {
    async fn open() -> Self {
        let mut peer = P::start().await;
        peer.register(&Url::parse(REDIRECT_URI).unwrap()).await;
        let provider = provider(&peer, CLIENT_SECRET);
        Self { peer, http: Outbound::new().unwrap(), provider }
    }

    async fn sign_in(&self, person: &PeerAccount) -> CompletedSignIn {
        let random = || format!("{}{}", SystemEntropy.uuid(), SystemEntropy.uuid());
        let (state, nonce, verifier) = (StateToken::new(random()), Nonce::new(random()), PkceVerifier::new(random()));
        let request = SignInRequest {
            state: &state,
            nonce: &nonce,
            verifier: &verifier,
            login_hint: None,
            challenge: None,
            lost_because: None,
        };
        let page = self.provider.sign_in_url(&self.http, &request).await.unwrap();
        let back = self.peer.sign_in(page, person).await;
        let code = back.query_pairs().find(|(name, _)| name == "code").unwrap_or_else(|| panic!("{back}")).1;
        self.provider.exchange_code(&self.http, &code, &verifier, &nonce, SystemClock.now()).await.unwrap()
    }

    async fn refresh(&self, of: &Identity, token: &RefreshToken) -> Result<RefreshToken, Failure> {
        let renewal = RenewalRequest { token, identity: of, scopes: &[], challenge: None };
        let tokens = self.provider.refresh(&self.http, &renewal).await.map_err(|refused| refused.failure)?;
        Ok(tokens.refresh.expect("peers rotate"))
    }

    /// Whether the grant is dead, by the rule of [`latchkey_endpoint::renewal`]: a refusal without a reason means the grant if
    /// the provider accepts the client.
    async fn is_dead(&self, of: &Identity, token: &RefreshToken) -> bool {
        let failure = self.refresh(of, token).await.unwrap_err();
        match failure.class {
            FailureClass::Unexplained => self.provider.check_client(&self.http).await == ClientAnswer::Accepted,
            _ => failure.reason.code == ReasonCode::SignInEnded,
        }
    }
}

fn provider(peer: &impl PeerServer, secret: &str) -> Oidc {
    let settings = OidcSettings {
        label: "Peer".to_owned(),
        access_type: String::new(),
        purpose: Purpose::Mailbox,
        registration: ClientRegistration {
            client_id: CLIENT_ID.to_owned(),
            credentials: vec![ClientCredential::Secret(ClientSecret::new(secret))],
            redirect_uri: Url::parse(REDIRECT_URI).unwrap(),
        },
        issuer: peer.issuer().to_owned(),
        scopes: vec![SCOPE.to_owned()],
        idle_limit_s: None,
        domains: Vec::new(),
        client_auth: None,
        offline_access: None,
    };
    Oidc::new(settings, Arc::new(SystemClock))
}

pub async fn a_refresh_token_is_good_once<P: PeerServer>() {
    let client = ProviderClient::<P>::open().await;
    let CompletedSignIn { identity: ann, tokens, .. } = client.sign_in(&ANN).await;
    let first = tokens.refresh.unwrap();
    let second = client.refresh(&ann, &first).await.unwrap();
    assert_ne!(first.expose(), second.expose());
    let third = client.refresh(&ann, &second).await.unwrap();
    assert!(client.is_dead(&ann, &second).await);
    assert!(client.is_dead(&ann, &third).await, "an old token may have been stolen, so the whole grant ends");
}

pub async fn a_revoked_grant_cannot_be_renewed<P: PeerServer>() {
    let mut client = ProviderClient::<P>::open().await;
    let sign_in = client.sign_in(&ANN).await;
    assert_eq!(
        (sign_in.identity.issuer.as_str(), sign_in.account.address.as_str()),
        (client.peer.issuer(), ANN.address)
    );
    let token = client.refresh(&sign_in.identity, &sign_in.tokens.refresh.unwrap()).await.unwrap();
    assert_eq!(client.peer.live_refresh_tokens(&ANN).await, 1);
    client.provider.revoke(&client.http, &token).await.unwrap();
    assert_eq!(client.peer.live_refresh_tokens(&ANN).await, 0);
    assert!(client.is_dead(&sign_in.identity, &token).await);
    client.provider.revoke(&client.http, &token).await.unwrap();
    client.provider.revoke(&client.http, &RefreshToken::new("an-unknown-refresh-token".to_owned())).await.unwrap();
}

pub async fn an_invented_code_tells_a_known_client_from_an_unknown_one<P: PeerServer>() {
    let mut client = ProviderClient::<P>::open().await;
    assert_eq!(client.provider.check_client(&client.http).await, ClientAnswer::Accepted);
    let stranger = provider(&client.peer, "of-another-installation");
    assert_eq!(stranger.check_client(&client.http).await, ClientAnswer::Refused);
    client.peer.go_down().await;
    let silent = ClientAnswer::Silent { retry_after_s: None };
    assert_eq!(client.provider.check_client(&client.http).await, silent);
}
