//! Two endpoints on one store: a key of one is accepted by the other, once.

mod on_postgres {
    use latchkey_testkit::postgres::Postgres;
    use latchkey_testkit::{LoadedPage, Replica, TestEndpoint};
    use latchkey_wire::{AuthorizationId, OpeningRequest, OpeningResponse, Phase, openings_path};

    use crate::people::{ANN, phase, sign_in_up_to_callback};

    async fn start_two() -> (TestEndpoint, Replica) {
        let endpoint = TestEndpoint::builder().with_store(&Postgres::shared().database()).start().await;
        let other = endpoint.replica().await;
        (endpoint, other)
    }

    /// The balancer sends what the window hands in to the other endpoint.
    async fn hand_in_at_other(
        (endpoint, other): &(TestEndpoint, Replica),
        browser: &mut latchkey_testkit::TestBrowser,
        id: &AuthorizationId,
        key: &str,
    ) -> LoadedPage {
        let address = other.url().join(&openings_path(id)).unwrap();
        let own = endpoint.url().origin().ascii_serialization();
        let body = OpeningRequest { key: Some(key.to_owned()), pressed: false };
        let as_ours = |request: reqwest::RequestBuilder| {
            request.header("origin", own).header("sec-fetch-site", "same-origin").json(&body)
        };
        let opened = browser.posts(None, &address, as_ours).await;
        if let Ok(OpeningResponse::Go { origin_key, .. }) = opened.said() {
            browser.keeps(endpoint.url(), id, origin_key);
        }
        opened
    }

    #[tokio::test]
    async fn a_sign_in_may_use_another_replica_at_each_step() {
        let both = start_two().await;
        let endpoint = &both.0;
        let pane = endpoint.pane().with_session().await;
        let attempt = pane.connects().await;
        let key = pane.key(&attempt.id).await.unwrap().key;
        let mut browser = endpoint.browser();
        let opened = hand_in_at_other(&both, &mut browser, &attempt.id, &key).await;
        let Ok(OpeningResponse::Go { to, .. }) = opened.said() else { panic!("{opened:?}") };
        let callback = sign_in_up_to_callback(&mut browser, &to.parse().unwrap(), ANN).await;
        assert_eq!(callback.port(), endpoint.url().port(), "the provider knows one address");
        browser.visit(callback.as_str()).await;
        assert!(matches!(phase(&pane, &attempt.id).await, Phase::Succeeded { .. }));
        assert_eq!(pane.connection().await.account.address, ANN);
    }

    #[tokio::test]
    async fn a_key_is_used_up_at_both_when_it_is_used_at_one() {
        let both = start_two().await;
        let endpoint = &both.0;
        let pane = endpoint.pane().with_session().await;
        let attempt = pane.connects().await;
        let key = pane.key(&attempt.id).await.unwrap().key;
        let (mut one, mut other) = (endpoint.browser(), endpoint.browser());
        let start = one.open(&pane.start_page(&attempt.id)).await;
        let request = OpeningRequest { key: Some(key.clone()), pressed: false };
        let (here, there) = tokio::join!(
            one.hands_in(&start, &attempt.id, &request),
            hand_in_at_other(&both, &mut other, &attempt.id, &key)
        );
        let let_in = [here.said(), there.said()].into_iter().flatten().count();
        assert_eq!(let_in, 1, "{} and {}", here.body, there.body);
    }

    #[tokio::test]
    async fn codes_typed_at_both_are_counted_together() {
        let (endpoint, other) = start_two().await;
        let pane = endpoint.pane().with_session().await;
        let attempt = pane.connects().await;
        let mut browser = endpoint.browser();
        let page = browser.opens_without_key(&pane, &attempt.id).await;
        browser.sign_in(page, ANN, "Ann-practice-1").await;
        let there = |path: &str| {
            let address = other.url().join(path).unwrap();
            pane.request(reqwest::Method::POST, address.as_str())
        };
        let path = format!("/v1/authorizations/{}/proof", attempt.id);
        let wrong = serde_json::json!({ "code": "BCDF-GHJK" });
        for status in [403, 403] {
            assert_eq!(there(&path).json(&wrong).send().await.unwrap().status().as_u16(), status);
        }
        pane.types_code(&attempt.id, "BCDF-GHJK").await.unwrap();
        assert!(matches!(phase(&pane, &attempt.id).await, Phase::Failed { .. }));
    }
}
