//! The attacker has a genuine key of his own attempt, and tries to make another person's browser hand it in.

use latchkey_testkit::{LoadedPage, TestBrowser, TestEndpoint, TestPane};
use latchkey_wire::{AuthorizationId, OpeningRequest, Phase, openings_path};
use reqwest::{Method, RequestBuilder};
use url::Url;

use crate::people::{ANN, assert_has_nothing, begin_with_address, connect, phase, sign_in_up_to_callback};

const EXTENSION: &str = "chrome-extension://hdlgihjljiiagehkkoacgiondieaoonk";

struct Trap {
    endpoint: TestEndpoint,
    mallory: TestPane,
    id: AuthorizationId,
    key: String,
    hers: TestBrowser,
}

impl Trap {
    async fn start() -> Self {
        let endpoint = TestEndpoint::start().await;
        let mallory = endpoint.pane().with_session().await;
        let id = begin_with_address(&mallory, ANN).await.id;
        let key = mallory.key(&id).await.unwrap().key;
        let hers = endpoint.browser();
        Self { endpoint, mallory, id, key, hers }
    }

    fn openings(&self) -> Url {
        self.endpoint.url().join(&openings_path(&self.id)).unwrap()
    }

    fn body(&self) -> OpeningRequest {
        OpeningRequest { key: Some(self.key.clone()), pressed: true }
    }

    /// Posts as her browser does from the attacker's page, or with headers that no browser sends.
    async fn post(&mut self, with: impl FnOnce(RequestBuilder) -> RequestBuilder) -> LoadedPage {
        let openings = self.openings();
        self.hers.posts(None, &openings, with).await
    }

    /// Asserts that no window was let in and that the key can still be used.
    async fn assert_no_effect(mut self) {
        assert_eq!(phase(&self.mallory, &self.id).await, Phase::Waiting);
        assert_eq!(self.endpoint.practice.microsoft().counters().authorizations, 0);
        assert_has_nothing(&self.mallory).await;
        let start = self.hers.open(&self.mallory.start_page(&self.id)).await;
        let body = self.body();
        assert!(self.hers.hands_in(&start, &self.id, &body).await.said().is_ok(), "no key was used up by a refusal");
    }
}

fn assert_refused(page: &LoadedPage) {
    assert!(page.status.is_client_error(), "{}: {}", page.status, page.body);
    assert_eq!(page.header("set-cookie"), None);
    assert_eq!(page.header("access-control-allow-origin"), None, "and its answer cannot be read");
}

#[tokio::test]
async fn a_page_of_another_origin_is_always_refused() {
    let mut trap = Trap::start().await;
    let own = trap.endpoint.url().origin().ascii_serialization();
    let body = trap.body();
    for (origin, site) in [
        (Some("https://evil.example"), Some("cross-site")),
        (Some("https://evil.example"), Some("same-origin")),
        (Some("null"), Some("cross-site")),
        (Some(own.as_str()), Some("cross-site")),
        (Some(own.as_str()), Some("same-site")),
        (Some(own.as_str()), Some("none")),
        (Some(own.as_str()), None),
        (None, Some("same-origin")),
        (None, None),
        (Some(EXTENSION), Some("none")),
    ] {
        let page = trap
            .post(|request| {
                let request = origin.map_or(request.try_clone().unwrap(), |origin| request.header("origin", origin));
                site.map_or(request.try_clone().unwrap(), |site| request.header("sec-fetch-site", site)).json(&body)
            })
            .await;
        assert_refused(&page);
        assert_eq!(page.said(), Err("origin_refused".into()), "{origin:?} {site:?}");
    }
    trap.assert_no_effect().await;
}

#[tokio::test]
async fn a_form_an_address_and_a_text_carry_no_key() {
    let mut trap = Trap::start().await;
    let own = trap.endpoint.url().origin().ascii_serialization();
    let key = trap.key.clone();
    let text = serde_json::to_string(&trap.body()).unwrap();
    let same = |request: RequestBuilder| request.header("origin", &own).header("sec-fetch-site", "same-origin");
    // Even from our own page: the route accepts JSON alone, so that no form can be a request.
    assert_refused(&trap.post(|request| same(request).form(&[("key", key.as_str()), ("pressed", "true")])).await);
    assert_refused(&trap.post(|request| same(request).header("content-type", "text/plain").body(text.clone())).await);
    assert_refused(&trap.post(|request| same(request).query(&[("key", key.as_str())]).body("")).await);
    let in_address = format!("{}?key={key}", openings_path(&trap.id));
    let got = trap.endpoint.pane().request(Method::GET, &in_address).send().await.unwrap();
    assert_eq!((got.status().as_u16(), got.headers().get("set-cookie")), (404, None));
    let start = format!("{}?key={key}#key={key}", trap.mallory.start_page(&trap.id));
    let page = trap.hers.open(&start).await;
    assert!(page.status == 200 && !page.says(&key), "the page ignores the query and the fragment of its address");
    trap.assert_no_effect().await;
}

#[tokio::test]
async fn a_preflight_admits_no_origin() {
    let trap = Trap::start().await;
    for origin in ["https://evil.example", "null", EXTENSION] {
        let request = trap.endpoint.pane().request(Method::OPTIONS, &openings_path(&trap.id)).header("origin", origin);
        let request = request.header("access-control-request-method", "POST");
        let answer = request.header("access-control-request-headers", "content-type").send().await.unwrap();
        assert_eq!(answer.headers().get("access-control-allow-origin"), None, "{origin}");
    }
    trap.assert_no_effect().await;
}

#[tokio::test]
async fn a_key_of_his_own_attempt_opens_no_other() {
    let endpoint = TestEndpoint::start().await;
    let (ann, hers) = connect(&endpoint, ANN).await;
    let attempt = ann.refreshes(&hers.id).await;
    let mallory = endpoint.pane().with_session().await;
    let own = mallory.connects().await;
    let key = mallory.key(&own.id).await.unwrap().key;
    let mut his = endpoint.browser();
    let start = his.open(&ann.start_page(&attempt.id)).await;
    let request = OpeningRequest { key: Some(key), pressed: true };
    assert_eq!(his.hands_in(&start, &attempt.id, &request).await.said(), Err("key_refused".into()));
    assert!(his.hands_in(&start, &own.id, &request).await.said().is_ok());
}

#[tokio::test]
async fn no_page_of_an_extension_may_post_a_window_key() {
    let endpoint = TestEndpoint::builder().admitting(EXTENSION).start().await;
    let pane = endpoint.pane().with_session().await;
    let id = pane.connects().await.id;
    let openings = endpoint.url().join(&openings_path(&id)).unwrap();
    let mut browser = endpoint.browser();
    let key = OpeningRequest { key: Some(pane.key(&id).await.unwrap().key), pressed: false };
    pane.asks_without_key(&id).await.unwrap();
    let without = OpeningRequest { key: None, pressed: true };
    for origin in [EXTENSION, "chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] {
        for (site, body) in [("none", &key), ("cross-site", &key), ("same-origin", &key), ("none", &without)] {
            let send =
                |request: RequestBuilder| request.header("origin", origin).header("sec-fetch-site", site).json(body);
            let refused = browser.posts(None, &openings, send).await;
            assert_eq!(refused.said(), Err("origin_refused".into()), "{origin} {site}");
            assert_eq!(refused.header("access-control-allow-origin"), None, "and its script reads nothing");
        }
    }
    assert_eq!(phase(&pane, &id).await, Phase::Waiting);
}

#[tokio::test]
async fn a_second_person_at_the_same_provider_is_not_in_the_way_of_the_first() {
    let endpoint = TestEndpoint::start().await;
    let (ann, mallory) = (endpoint.pane().with_session().await, endpoint.pane().with_session().await);
    let (hers, his) = (ann.connects().await, mallory.connects().await);
    let (mut her_browser, mut his_browser) = (endpoint.browser(), endpoint.browser());
    let to = her_browser.opens(&ann, &hers.id).await;
    his_browser.opens(&mallory, &his.id).await;
    let callback = sign_in_up_to_callback(&mut her_browser, &to, ANN).await;
    assert!(his_browser.visit(callback.as_str()).await.status.is_client_error());
    assert_eq!(phase(&ann, &hers.id).await, Phase::Waiting);
    assert_eq!(phase(&mallory, &his.id).await, Phase::Waiting);
}
