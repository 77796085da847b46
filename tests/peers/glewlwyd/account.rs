//! What a person does at Glewlwyd. Its pages are a program that runs in the browser. This uses its interface as that program
//! does: sign in, allow scopes, and continue to the address that the program was opened with.

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use url::Url;

use super::set_up::PLUGIN;
use crate::peer::{CLIENT_ID, PeerAccount};

/// The name of its cookie.
pub const SESSION: &str = "PEER_SESSION";

/// The session of a signed-in person.
pub struct GlewlwydAccount {
    http: reqwest::Client,
    url: String,
    cookie: String,
}

impl GlewlwydAccount {
    pub async fn sign_in(url: &str, person: &PeerAccount) -> Self {
        Self::sign_in_as(url, person.login, person.password).await
    }

    #[expect(clippy::disallowed_methods, reason = "a browser's client, which is led nowhere by itself")]
    pub async fn sign_in_as(url: &str, login: &str, password: &str) -> Self {
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let account = Self { http, url: url.to_owned(), cookie: String::new() };
        let response =
            account.send(Method::POST, "/api/auth/", Some(json!({ "username": login, "password": password })));
        let response = response.await;
        let set = response.headers().get_all(SET_COOKIE).iter().map(|value| value.to_str().unwrap());
        let cookie = set.map(|set| set.split(';').next().unwrap().to_owned()).find(|pair| pair.starts_with(SESSION));
        Self { cookie: cookie.unwrap(), ..account }
    }

    /// Sends a request, which must succeed.
    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Response {
        let mut request = self.http.request(method, format!("{}{path}", self.url)).header(COOKIE, &self.cookie);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        assert!(response.status().is_success(), "{path}: {}", response.status());
        response
    }

    /// Follows the client's request through the sign-in page, allows these scopes, and returns the redirect to the client.
    pub async fn allow(&self, page: Url, scopes: &str) -> Url {
        let sign_in_page = self.led_to(page).await;
        assert!(sign_in_page.path().ends_with("/login.html"), "{sign_in_page}");
        let asked_for_by = |name: &str| sign_in_page.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
        assert_eq!(asked_for_by("client_id"), CLIENT_ID);
        self.send(Method::PUT, &format!("/api/auth/grant/{CLIENT_ID}"), Some(json!({ "scope": scopes }))).await;
        self.led_to(format!("{}&g_continue", asked_for_by("callback_url")).parse().unwrap()).await
    }

    async fn led_to(&self, page: Url) -> Url {
        let response = self.http.get(page.clone()).header(COOKIE, &self.cookie).send().await.unwrap();
        let location = response.headers().get(LOCATION).unwrap_or_else(|| panic!("{page}: {}", response.status()));
        location.to_str().unwrap().parse().unwrap()
    }

    /// The hashes of the live refresh tokens that its profile page lists.
    pub async fn live_tokens(&self) -> Vec<String> {
        let response = self.send(Method::GET, &format!("/api/{PLUGIN}/token?limit=1000"), None).await;
        let tokens: Vec<Value> = response.json().await.unwrap();
        let live = tokens.iter().filter(|token| token["enabled"] == true);
        live.map(|token| token["token_hash"].as_str().unwrap().to_owned()).collect()
    }

    /// Ends a refresh token, as the profile page does.
    pub async fn end(&self, token: &str) {
        self.send(Method::DELETE, &format!("/api/{PLUGIN}/token/{token}"), None).await;
    }
}
