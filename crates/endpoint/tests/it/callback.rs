//! `/oauth/callback/{offer}`: what is refused, and that a refusal changes nothing.

use latchkey_testkit::{LoadedPage, TestBrowser, TestEndpoint, TestPane};
use latchkey_wire::{Authorization, Phase};
use url::Url;

use crate::people::{ANN, password, phase, sign_in};

/// Signs in up to the provider's redirect, which is not followed.
async fn sign_in_up_to_callback(
    endpoint: &TestEndpoint,
    browser: &mut TestBrowser,
    pane: &TestPane,
) -> (Authorization, Url) {
    let attempt = pane.connects().await;
    let page = browser.goes_to_sign_in(pane, &attempt.id).await;
    let signed_in = [("email", ANN), ("password", &password(endpoint, ANN))];
    let mut page = browser.press(&page, "Sign in", &signed_in).await;
    for _ in 0..6 {
        if page.status.is_redirection() {
            let to = page.redirect();
            if to.path().starts_with("/oauth/callback") {
                return (attempt, to);
            }
            page = browser.open(to.as_str()).await;
        } else {
            page = browser.press(&page, "Accept", &[]).await;
        }
    }
    panic!("no callback: {page:?}");
}

fn with_parameter(address: &Url, name: &str, value: &str) -> Url {
    let others: Vec<_> =
        address.query_pairs().filter(|(key, _)| key != name).map(|(k, v)| (k.into_owned(), v.into_owned())).collect();
    let mut changed = address.clone();
    changed.query_pairs_mut().clear().extend_pairs(others).append_pair(name, value);
    changed
}

fn refusal_of(page: &LoadedPage) -> (u16, String) {
    assert!(!page.says("<script>"), "nothing of the address is repeated");
    (page.status.as_u16(), page.attribute("data-problem").unwrap_or_else(|| panic!("no problem: {page:?}")))
}

#[tokio::test]
async fn another_programs_cookie_of_any_bytes_disturbs_no_sign_in() {
    let endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane().with_session().await;
    let mut browser = endpoint.browser();
    browser.stores_cookie(endpoint.url().host_str().unwrap(), "th\u{e8}me", "=d\u{fc}ster \u{1f511}, \"=\"");
    let (attempt, to) = sign_in_up_to_callback(&endpoint, &mut browser, &pane).await;
    browser.visit(to.as_str()).await;
    let phase = phase(&pane, &attempt).await;
    assert!(matches!(phase, Phase::Succeeded { .. }), "{phase:?}");
}

#[tokio::test]
async fn an_answer_that_does_not_belong_here_is_refused_and_the_right_one_still_works() {
    let endpoint = TestEndpoint::builder()
        .with_settings(
            r#"
            [providers.other]
            kind = "microsoft"
            client_id = "other"
            client_secret = "other"
            "#,
        )
        .start()
        .await;
    let pane = endpoint.pane().with_session().await;
    let mut browser = endpoint.browser();
    let (attempt, callback) = sign_in_up_to_callback(&endpoint, &mut browser, &pane).await;
    let mut other_provider = callback.clone();
    other_provider.set_path("/oauth/callback/other");
    let mut unknown_offer = callback.clone();
    unknown_offer.set_path("/oauth/callback/unheard-of");
    let mut without_state = callback.clone();
    without_state.set_query(Some("code=abc"));
    let mut twice = callback.clone();
    twice.query_pairs_mut().append_pair("state", "another");
    for (address, expected) in [
        (with_parameter(&callback, "state", "invented"), (400, "state_unknown")),
        (with_parameter(&callback, "state", "<script>alert(1)</script>"), (400, "state_unknown")),
        (without_state, (400, "state_unknown")),
        (twice, (400, "malformed_parameter")),
        (with_parameter(&callback, "code", &"x".repeat(5000)), (400, "malformed_parameter")),
        (with_parameter(&callback, "iss", "https://evil.example"), (400, "issuer_mismatch")),
        (other_provider, (400, "provider_mismatch")),
        (unknown_offer, (400, "offer_unknown")),
    ] {
        let page = browser.visit(address.as_str()).await;
        assert_eq!(refusal_of(&page), (expected.0, expected.1.to_owned()), "{address}");
        assert_eq!(phase(&pane, &attempt).await, Phase::Waiting, "{address}");
    }
    browser.visit(callback.as_str()).await;
    assert!(matches!(phase(&pane, &attempt).await, Phase::Succeeded { .. }));
}

#[tokio::test]
async fn an_answer_in_another_browser_ends_its_opening_and_not_the_attempt() {
    let endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane().with_session().await;
    let mut browser = endpoint.browser();
    let (attempt, callback) = sign_in_up_to_callback(&endpoint, &mut browser, &pane).await;
    let elsewhere = endpoint.browser().visit(callback.as_str()).await;
    assert_eq!(refusal_of(&elsewhere), (403, "browser_mismatch".to_owned()));
    assert_eq!(phase(&pane, &attempt).await, Phase::Waiting);
    assert_eq!(
        refusal_of(&browser.visit(callback.as_str()).await),
        (400, "state_unknown".to_owned()),
        "not from anywhere"
    );
    assert_eq!(endpoint.practice.microsoft().counters().code_exchanges, 0);
    sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await;
    assert!(matches!(phase(&pane, &attempt).await, Phase::Succeeded { .. }), "another window still can");
}

#[tokio::test]
async fn every_callback_leads_to_an_address_without_code_and_state() {
    let endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane().with_session().await;
    let mut browser = endpoint.browser();
    let (_, callback) = sign_in_up_to_callback(&endpoint, &mut browser, &pane).await;
    for address in [
        with_parameter(&callback, "state", "invented"),
        with_parameter(&callback, "code", &"x".repeat(5000)),
        callback.clone(),
    ] {
        let answer = browser.open(address.as_str()).await;
        let to = answer.redirect();
        assert_eq!((answer.status.as_u16(), to.query()), (303, None), "{to}");
        assert_eq!(
            to.fragment() == Some("end"),
            address != callback,
            "what it has instead is the endpoint's own: {to}"
        );
        for (_, secret) in callback.query_pairs() {
            assert!(!to.as_str().contains(&*secret), "{to}");
        }
        assert!(answer.body.is_empty(), "{}", answer.body);
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
}

#[tokio::test]
async fn an_answer_is_used_up_by_its_first_use() {
    let endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane().with_session().await;
    let mut browser = endpoint.browser();
    let (attempt, callback) = sign_in_up_to_callback(&endpoint, &mut browser, &pane).await;
    browser.visit(callback.as_str()).await;
    assert_eq!(refusal_of(&browser.visit(callback.as_str()).await).0, 400);
    assert!(matches!(phase(&pane, &attempt).await, Phase::Succeeded { .. }), "the replay changes nothing");
    assert_eq!(endpoint.practice.microsoft().counters().code_exchanges, 1);
}

#[tokio::test]
async fn a_code_that_the_provider_does_not_know_fails_the_attempt_and_nothing_else() {
    let endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane().with_session().await;
    let mut browser = endpoint.browser();
    let (attempt, callback) = sign_in_up_to_callback(&endpoint, &mut browser, &pane).await;
    let page = browser.visit(with_parameter(&callback, "code", "from-another-provider").as_str()).await;
    assert!(page.says("Return to") || page.says("sidebar"), "{}", page.body);
    assert!(matches!(phase(&pane, &attempt).await, Phase::Failed { .. }));
    assert!(pane.overview().await.connections.is_empty());
}

#[tokio::test]
async fn the_page_of_a_refused_callback_names_the_request_and_repeats_nothing_else() {
    let endpoint = TestEndpoint::start().await;
    let path = "/oauth/callback/microsoft?state=invented&code=x";
    let mut browser = endpoint.browser();
    let refused = browser.open(endpoint.url().join(path).unwrap().as_str()).await;
    let id = refused.header("x-request-id").unwrap().to_owned();
    let page = browser.follow(refused).await;
    assert_eq!(page.status, 400);
    assert!(page.says(&id), "the log knows it by this: {}", page.body);
    assert!(page.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"));
    assert_eq!((page.header("cache-control"), page.header("referrer-policy")), (Some("no-store"), Some("no-referrer")));
    for invented in ["state_unknown/<b>", "no_such_problem/x", "state_unknown/a%20b"] {
        let page = browser.open(endpoint.url().join(&format!("/oauth/refused/{invented}")).unwrap().as_str()).await;
        assert!(page.status == 404 || page.status == 400, "{invented}: {}", page.status);
        assert!(!page.says("<b>"), "{}", page.body);
        assert!(page.header("content-type").unwrap().starts_with("text/html"), "a page, {invented}: {}", page.body);
    }
    let page = browser.open(endpoint.url().join("/oauth/callback/%ff?state=x&code=y").unwrap().as_str()).await;
    assert_eq!(page.status, 303);
    let page = browser.follow(page).await;
    assert!(page.status == 400 && page.header("content-type").unwrap().starts_with("text/html"), "{}", page.body);
}
