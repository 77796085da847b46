//! A program at another port of the endpoint's host name. Cookies ignore ports, so the program can read and set them. It cannot
//! reach the storage of the endpoint's origin.

use latchkey_testkit::{LoadedPage, TestBrowser, TestEndpoint, TestPane};
use latchkey_wire::{AuthorizationId, Phase, ReturnRequest, returns_path};
use url::Url;

use crate::people::{
    ANN, assert_has_nothing, begin_with_address, connect, password, phase, sign_in, sign_in_up_to_callback,
    visible_text,
};

/// Hands in the return as Mallory's program does, with this browser's cookies and these keys.
async fn hand_in_return(
    browser: &mut TestBrowser,
    pane: &TestPane,
    id: &AuthorizationId,
    body: &ReturnRequest,
) -> LoadedPage {
    let start = browser.open(&pane.start_page(id)).await;
    let returns = start.address.join(&returns_path(id)).unwrap();
    browser.posts(Some(&start), &returns, |request| request.header("accept", "text/html").json(body)).await
}

/// The address that her callback leads to, which her browser does not open yet.
async fn callback_destination(hers: &mut TestBrowser, provider: &Url) -> Url {
    let callback = sign_in_up_to_callback(hers, provider, ANN).await;
    hers.open(callback.as_str()).await.redirect()
}

/// Signs Ann in up to the callback. Returns her pane, its attempt, her browser, and the address that the callback leads to.
async fn sign_in_up_to_return(endpoint: &TestEndpoint) -> (TestPane, AuthorizationId, TestBrowser, Url) {
    let ann = endpoint.pane().with_session().await;
    let attempt = ann.connects().await;
    let mut hers = endpoint.browser();
    let provider = hers.opens(&ann, &attempt.id).await;
    let back = callback_destination(&mut hers, &provider).await;
    (ann, attempt.id, hers, back)
}

fn assert_refused(page: &LoadedPage) {
    let problem = page.attribute("data-problem");
    assert_eq!((page.status.as_u16(), problem.as_deref()), (403, Some("browser_mismatch")), "{}", page.body);
    assert!(page.code().is_none() && !page.says("ann@") && !page.says("Ann Able"), "{}", page.body);
}

#[tokio::test]
async fn an_attackers_cookie_in_her_browser_gives_him_nothing() {
    let endpoint = TestEndpoint::start().await;
    connect(&endpoint, ANN).await;
    let exchanged = endpoint.practice.microsoft().counters().code_exchanges;
    let mallory = endpoint.pane().with_session().await;
    let attempt = begin_with_address(&mallory, ANN).await;
    let (mut his, mut hers) = (endpoint.browser(), endpoint.browser());
    let provider = his.opens(&mallory, &attempt.id).await;
    hers.takes_cookies_of(&his);
    let back = callback_destination(&mut hers, &provider).await;
    assert!(back.path().ends_with("/window"), "the cookie is taken for his: {back}");
    // He is faster than her page, and has everything that his own opening gave him.
    let origin_key = his.origin_key(endpoint.url(), &attempt.id);
    assert!(origin_key.is_some());
    for return_key in [None, Some(""), Some("end"), Some("invented")] {
        let body = ReturnRequest { origin_key: origin_key.clone(), return_key: return_key.map(str::to_owned) };
        let page = hand_in_return(&mut his, &mallory, &attempt.id, &body).await;
        assert!(!page.says("ann@") && !page.says("Ann Able"), "{}", page.body);
        assert_eq!(phase(&mallory, &attempt.id).await, Phase::Waiting);
    }
    assert_refused(&hers.visit(back.as_str()).await);
    // Even the return key of her address does not help him afterwards.
    let body = ReturnRequest { origin_key, return_key: back.fragment().map(str::to_owned) };
    assert_refused(&hand_in_return(&mut his, &mallory, &attempt.id, &body).await);
    assert_eq!(endpoint.practice.microsoft().counters().code_exchanges, exchanged);
    assert_eq!(phase(&mallory, &attempt.id).await, Phase::Waiting, "the attempt waits, its opening has ended");
    assert_has_nothing(&mallory).await;
    assert!(!visible_text(&mallory).await.contains("Ann"));
    sign_in(&endpoint, &mallory, &attempt, "ben@contoso.example").await;
    assert_eq!(mallory.connection().await.account.address, "ben@contoso.example", "his own account he may connect");
}

#[tokio::test]
async fn her_cookie_in_his_browser_shows_him_neither_code_nor_account() {
    let endpoint = TestEndpoint::start().await;
    let ann = endpoint.pane().with_session().await;
    let attempt = ann.connects().await;
    let (mut his, mut hers) = (endpoint.browser(), endpoint.browser());
    let page = hers.opens_without_key(&ann, &attempt.id).await;
    let window = hers.sign_in(page, ANN, password(ANN)).await;
    let code = window.code().unwrap().to_owned();
    his.takes_cookies_of(&hers);
    let shown = his.visit(window.address.as_str()).await;
    assert_refused(&shown);
    for origin_key in [None, Some(""), Some("invented")] {
        for return_key in [None, Some("end")] {
            let (origin_key, return_key) = (origin_key.map(str::to_owned), return_key.map(str::to_owned));
            assert_refused(
                &hand_in_return(&mut his, &ann, &attempt.id, &ReturnRequest { origin_key, return_key }).await,
            );
        }
    }
    assert_eq!(hers.visit(window.address.as_str()).await.code(), Some(&*code), "her own window still shows it");
    ann.types_code(&attempt.id, &code).await.unwrap();
    assert_eq!(ann.connection().await.account.address, ANN);
}

#[tokio::test]
async fn handing_in_her_return_address_at_most_ends_her_sign_in() {
    let endpoint = TestEndpoint::start().await;
    let ann = endpoint.pane().with_session().await;
    let attempt = ann.connects().await;
    let (mut his, mut hers) = (endpoint.browser(), endpoint.browser());
    let provider = hers.opens(&ann, &attempt.id).await;
    let back = callback_destination(&mut hers, &provider).await;
    his.takes_cookies_of(&hers);
    assert_refused(&his.visit(back.as_str()).await);
    assert_eq!(endpoint.practice.microsoft().counters().code_exchanges, 0, "no code is exchanged");
    assert_refused(&hers.visit(back.as_str()).await);
    assert_eq!(phase(&ann, &attempt.id).await, Phase::Waiting);
    sign_in(&endpoint, &ann, &attempt, ANN).await;
    assert_eq!(ann.connection().await.account.address, ANN, "she opens it once more");
}

#[tokio::test]
async fn an_attackers_cookie_at_a_refresh_gives_him_nothing() {
    let endpoint = TestEndpoint::start().await;
    let (ann, connection) = connect(&endpoint, ANN).await;
    let exchanged = endpoint.practice.microsoft().counters().code_exchanges;
    let attempt = ann.refreshes(&connection.id).await;
    let (mut his, mut hers) = (endpoint.browser(), endpoint.browser());
    let provider = his.opens(&ann, &attempt.id).await;
    hers.takes_cookies_of(&his);
    let back = callback_destination(&mut hers, &provider).await;
    assert_refused(&hers.visit(back.as_str()).await);
    assert_eq!(endpoint.practice.microsoft().counters().code_exchanges, exchanged);
}

#[tokio::test]
async fn without_the_cookie_both_keys_are_worth_nothing() {
    let endpoint = TestEndpoint::start().await;
    let (ann, attempt, hers, back) = sign_in_up_to_return(&endpoint).await;
    let body = ReturnRequest {
        origin_key: hers.origin_key(endpoint.url(), &attempt),
        return_key: back.fragment().map(str::to_owned),
    };
    assert_refused(&hand_in_return(&mut endpoint.browser(), &ann, &attempt, &body).await);
    assert_eq!(endpoint.practice.microsoft().counters().code_exchanges, 0);
    assert_eq!(phase(&ann, &attempt).await, Phase::Waiting);
}

#[tokio::test]
async fn a_window_that_hands_in_many_times_at_once_makes_one_exchange() {
    let endpoint = TestEndpoint::start().await;
    let (ann, _, hers, back) = sign_in_up_to_return(&endpoint).await;
    let mut tabs = [hers.clone(), hers.clone(), hers.clone(), hers];
    let pages = futures::future::join_all(tabs.iter_mut().map(|tab| tab.visit(back.as_str()))).await;
    assert!(pages.iter().all(|page| page.status.is_success()), "{pages:?}");
    assert_eq!(endpoint.practice.microsoft().counters().code_exchanges, 1);
    assert_eq!(ann.connection().await.account.address, ANN);
}

/// A request that is refused before it is read would leave the provider's answer in the address bar.
#[tokio::test]
async fn however_many_cookies_he_sets_her_callback_is_led_to_a_clean_address() {
    let endpoint = TestEndpoint::start().await;
    let mallory = endpoint.pane().with_session().await;
    let attempt = begin_with_address(&mallory, ANN).await;
    let (mut his, mut hers) = (endpoint.browser(), endpoint.browser());
    let provider = his.opens(&mallory, &attempt.id).await;
    let callback = sign_in_up_to_callback(&mut hers, &provider, ANN).await;
    // As many and as long as Chromium keeps for a site.
    let cookies: Vec<_> = (0..180).map(|number| format!("bomb-{number:03}={}", "x".repeat(4096 - 9))).collect();
    let path = format!("{}?{}", callback.path(), callback.query().unwrap());
    let request = endpoint.pane().request(reqwest::Method::GET, &path).header("cookie", cookies.join("; "));
    let answer = request.send().await.unwrap();
    let to = answer.headers()["location"].to_str().unwrap();
    assert_eq!((answer.status().as_u16(), to.contains('?')), (303, false), "{to}");
    assert!(his.visit(callback.as_str()).await.status.is_client_error(), "and it is of no use any more");
    assert_has_nothing(&mallory).await;
}

#[tokio::test]
async fn only_our_own_page_hands_in_what_has_come_back() {
    let endpoint = TestEndpoint::start().await;
    let (ann, attempt, mut hers, back) = sign_in_up_to_return(&endpoint).await;
    let body = ReturnRequest {
        origin_key: hers.origin_key(endpoint.url(), &attempt),
        return_key: back.fragment().map(str::to_owned),
    };
    let returns = endpoint.url().join(&returns_path(&attempt)).unwrap();
    for (origin, site) in [("https://evil.example", "cross-site"), ("null", "same-origin"), ("", "same-origin")] {
        let send = |request: reqwest::RequestBuilder| {
            request.header("origin", origin).header("sec-fetch-site", site).json(&body)
        };
        assert_eq!(hers.posts(None, &returns, send).await.status, 403, "{origin}");
    }
    assert_eq!(endpoint.practice.microsoft().counters().code_exchanges, 0);
    hers.visit(back.as_str()).await;
    assert_eq!(ann.connection().await.account.address, ANN, "nothing was lost by it");
}
