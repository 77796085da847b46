//! A link to a sign-in that the attacker has begun. The account of the person who opens it must not end up in his sidebar.

use latchkey_testkit::TestEndpoint;
use latchkey_wire::{AuthorizationId, OpeningRequest, OpeningResponse, Phase, ProblemCode, ReasonCode};
use reqwest::Method;

use crate::people::{
    ANN, MALLORY, assert_has_nothing, begin_with_address, connect, hand_in_without_key, phase, sign_in,
    sign_in_up_to_callback, visible_text,
};

const TYPED_WRONG: &str = "BCDF-GHJK";

#[tokio::test]
async fn the_links_page_reveals_nothing_and_leads_nowhere_by_itself() {
    let endpoint = TestEndpoint::start().await;
    let mallory = endpoint.pane().with_session().await;
    let attempt = begin_with_address(&mallory, ANN).await;
    let (mut his, mut hers) = (endpoint.browser(), endpoint.browser());
    let (seen, sent) =
        (his.open(&mallory.start_page(&attempt.id)).await, hers.open(&mallory.start_page(&attempt.id)).await);
    assert_eq!((seen.status.as_u16(), &seen.body), (200, &sent.body), "the same page for every browser");
    assert!(seen.header("set-cookie").is_none() && sent.header("set-cookie").is_none());
    for pressed in [false, true] {
        let refused = hand_in_without_key(&mut hers, &mallory, &attempt.id, pressed).await;
        assert_eq!(refused, Err("sidebar_must_ask".into()), "the sidebar has not asked for a window without a key");
    }
    let stolen = his.open(&mallory.start_page(&attempt.id).replace("/start", "/window")).await;
    assert_eq!(stolen.status, 403, "there is no cookie to hold a copy of");
    assert_eq!(endpoint.practice.microsoft().counters().authorizations, 0, "no provider's page was ever shown");
    assert_eq!(phase(&mallory, &attempt.id).await, Phase::Waiting);
}

#[tokio::test]
async fn a_link_whose_sidebar_asks_for_it_waits_for_a_press_that_no_script_makes() {
    let endpoint = TestEndpoint::start().await;
    let mallory = endpoint.pane().with_session().await;
    let attempt = begin_with_address(&mallory, ANN).await;
    mallory.asks_without_key(&attempt.id).await.unwrap();
    let mut hers = endpoint.browser();
    let asked = hand_in_without_key(&mut hers, &mallory, &attempt.id, false).await;
    assert_eq!(asked, Ok(OpeningResponse::Press { elsewhere: false }));
    let Ok(OpeningResponse::Go { to, .. }) = hand_in_without_key(&mut hers, &mallory, &attempt.id, true).await else {
        panic!()
    };
    assert!(!to.contains("login_hint") && !to.contains("ann%40"), "the provider is told no name: {to}");
    assert!(to.contains("prompt=select_account"), "the provider asks which account: {to}");
    endpoint.clock.advance_s(120);
    let late = hand_in_without_key(&mut hers, &mallory, &attempt.id, true).await;
    assert_eq!(late, Err("sidebar_must_ask".into()), "two minutes later it is over");
}

#[tokio::test]
async fn the_code_is_shown_to_her_and_is_worth_nothing_to_him_unless_she_reads_it_out() {
    let endpoint = TestEndpoint::start().await;
    let mallory = endpoint.pane().with_session().await;
    let attempt = begin_with_address(&mallory, ANN).await;
    let mut hers = endpoint.browser();
    let page = hers.opens_without_key(&mallory, &attempt.id).await;
    let shown = hers.sign_in(page, ANN, "Ann-practice-1").await;
    let code = shown.code().unwrap().to_owned();
    assert!(shown.says(ANN) && shown.says("Enter it only in your own sidebar. No one else needs this code."));
    let seen = visible_text(&mallory).await;
    assert_eq!(phase(&mallory, &attempt.id).await, Phase::AwaitingProof);
    assert!(!seen.contains("ann@") && !seen.contains("Ann") && !seen.contains(&code), "{seen}");
    for _ in 0..2 {
        let wrong = mallory.types_code(&attempt.id, TYPED_WRONG).await.unwrap_err();
        assert_eq!(wrong.problem.code, ProblemCode::ProofRejected);
    }
    let ended = mallory.types_code(&attempt.id, TYPED_WRONG).await.unwrap().phase;
    let Phase::Failed { reason, signed_in_as: None, expected: None } = ended else { panic!("{ended:?}") };
    assert_eq!(reason.code, ReasonCode::MatchDeclined);
    let late = mallory.types_code(&attempt.id, &code).await.unwrap_err();
    assert_eq!(late.problem.code, ProblemCode::AuthorizationOver, "the right one comes too late");
    assert_has_nothing(&mallory).await;
    assert!(!visible_text(&mallory).await.contains("ann@"));
}

#[tokio::test]
async fn many_codes_at_once_are_no_more_tries_than_one_after_the_other() {
    let endpoint = TestEndpoint::start().await;
    let mallory = endpoint.pane().with_session().await;
    let attempt = mallory.connects().await;
    let mut hers = endpoint.browser();
    let page = hers.opens_without_key(&mallory, &attempt.id).await;
    hers.sign_in(page, ANN, "Ann-practice-1").await;
    let tries = (0..20).map(|_| mallory.types_code(&attempt.id, TYPED_WRONG));
    futures::future::join_all(tries).await;
    assert!(matches!(phase(&mallory, &attempt.id).await, Phase::Failed { .. }));
    let text = mallory.types_code(&attempt.id, "no code at all").await.unwrap_err();
    assert_eq!(text.problem.code, ProblemCode::AuthorizationOver);
}

#[tokio::test]
async fn nothing_that_he_writes_stands_on_her_page() {
    let endpoint = TestEndpoint::builder().with_salesforce().start().await;
    let mallory = endpoint.pane().with_session().await;
    let attempt = begin_with_address(&mallory, "your-it-department@contoso.example").await;
    mallory.asks_without_key(&attempt.id).await.unwrap();
    let mut hers = endpoint.browser();
    let page = hers.open(&mallory.start_page(&attempt.id)).await;
    assert!(!page.says("it-department"), "{}", page.body);
    let site = format!("{}/my/contoso", endpoint.practice.salesforce().url());
    let other = mallory.connects_through("salesforce-my-domain", Some(&site)).await;
    let other_page = hers.open(&mallory.start_page(&other.id)).await;
    assert_eq!(page.body.replace(attempt.id.as_str(), ""), other_page.body.replace(other.id.as_str(), ""));
}

#[tokio::test]
async fn the_providers_address_forwarded_ends_in_a_refusal_and_leaves_nothing_to_replay() {
    let endpoint = TestEndpoint::start().await;
    let mallory = endpoint.pane().with_session().await;
    let attempt = begin_with_address(&mallory, ANN).await;
    let (mut his, mut hers) = (endpoint.browser(), endpoint.browser());
    let provider = his.opens(&mallory, &attempt.id).await;
    let callback = sign_in_up_to_callback(&mut hers, &provider, ANN).await;
    let refused = hers.visit(callback.as_str()).await;
    assert_eq!(
        (refused.status.as_u16(), refused.attribute("data-problem").as_deref()),
        (403, Some("browser_mismatch"))
    );
    assert_eq!((refused.address.query(), refused.address.fragment()), (None, Some("end")), "{}", refused.address);
    for replayed in [refused.address.as_str(), callback.as_str()] {
        let page = his.visit(replayed).await;
        assert!(page.status.is_client_error(), "{}", page.status);
    }
    assert_eq!(endpoint.practice.microsoft().counters().code_exchanges, 0);
    assert_eq!(phase(&mallory, &attempt.id).await, Phase::Waiting);
    assert_has_nothing(&mallory).await;
    assert!(!visible_text(&mallory).await.contains("Ann Able"));
}

#[tokio::test]
async fn a_known_state_in_another_browser_always_ends_its_opening() {
    let endpoint = TestEndpoint::builder().with_google().start().await;
    for spoilt in ["/oauth/callback/google", "&iss=https%3A%2F%2Fevil.example", "&iss="] {
        let mallory = endpoint.pane().with_session().await;
        let attempt = mallory.connects().await;
        let (mut his, mut hers) = (endpoint.browser(), endpoint.browser());
        let provider = his.opens(&mallory, &attempt.id).await;
        let callback = sign_in_up_to_callback(&mut hers, &provider, ANN).await;
        let address = match spoilt {
            path if path.starts_with('/') => callback.as_str().replace("/oauth/callback/microsoft", path),
            "&iss=" => format!("{callback}{spoilt}{}", "x".repeat(5000)),
            other => format!("{callback}{other}"),
        };
        assert_ne!(address, callback.as_str());
        assert!(hers.visit(&address).await.status.is_client_error());
        let replayed = his.visit(callback.as_str()).await;
        assert_eq!(replayed.attribute("data-problem").as_deref(), Some("state_unknown"), "{spoilt}");
        assert_has_nothing(&mallory).await;
    }
}

#[tokio::test]
async fn scanners_and_prefetch_open_the_link_as_often_as_they_like() {
    let endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects().await;
    let path = format!("/authorizations/{}/start", attempt.id);
    for _ in 0..30 {
        for (method, purpose) in [(Method::GET, "prefetch"), (Method::HEAD, ""), (Method::GET, "prefetch;prerender")] {
            let request = endpoint.pane().request(method, &path).header("sec-purpose", purpose);
            let answer = request.send().await.unwrap();
            assert_eq!((answer.status().as_u16(), answer.headers().get("set-cookie")), (200, None));
        }
    }
    assert_eq!(phase(&pane, &attempt.id).await, Phase::Waiting);
    assert_eq!(endpoint.practice.microsoft().counters().authorizations, 0);
    sign_in(&endpoint, &pane, &attempt, ANN).await;
    assert_eq!(pane.connection().await.account.address, ANN);
}

#[tokio::test]
async fn the_id_alone_is_of_no_use() {
    let endpoint = TestEndpoint::start().await;
    let ann = endpoint.pane().with_session().await;
    let attempt = ann.connects().await;
    let mallory = endpoint.pane().with_session().await;
    let code = async |result: Result<(), latchkey_testkit::ProblemResponse>| result.unwrap_err().problem.code;
    assert_eq!(code(mallory.key(&attempt.id).await.map(drop)).await, ProblemCode::AuthorizationNotFound);
    assert_eq!(code(mallory.asks_without_key(&attempt.id).await).await, ProblemCode::AuthorizationNotFound);
    assert_eq!(code(mallory.cancel(&attempt.id).await).await, ProblemCode::AuthorizationNotFound);
    let mut his = endpoint.browser();
    assert_eq!(hand_in_without_key(&mut his, &mallory, &attempt.id, true).await, Err("sidebar_must_ask".into()));
    // She asks for a window without a key, and his is quicker.
    ann.asks_without_key(&attempt.id).await.unwrap();
    let Ok(OpeningResponse::Go { to, .. }) = hand_in_without_key(&mut his, &mallory, &attempt.id, true).await else {
        panic!()
    };
    let page = sign_in(&endpoint, &ann, &attempt, ANN).await;
    assert!(page.status.is_success(), "her own window takes the place of his");
    let callback = sign_in_up_to_callback(&mut his, &to.parse().unwrap(), MALLORY).await;
    assert_eq!(his.visit(callback.as_str()).await.attribute("data-problem").as_deref(), Some("state_unknown"));
    assert_eq!(ann.connection().await.account.address, ANN);
}

#[tokio::test]
async fn two_windows_that_race_leave_one_and_a_key_opens_once() {
    let endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects().await;
    let (mut one, mut other) = (endpoint.browser(), endpoint.browser());
    let (first, second) = tokio::join!(one.opens(&pane, &attempt.id), other.opens(&pane, &attempt.id));
    let one_back = sign_in_up_to_callback(&mut one, &first, ANN).await;
    let other_back = sign_in_up_to_callback(&mut other, &second, MALLORY).await;
    let (one_back, other_back) = (one.visit(one_back.as_str()).await, other.visit(other_back.as_str()).await);
    let finished = [&one_back, &other_back].into_iter().filter(|page| page.status.is_success()).count();
    assert_eq!(finished, 1, "{} and {}", one_back.status, other_back.status);
    assert_eq!(endpoint.practice.microsoft().counters().code_exchanges, 1);

    let attempt = endpoint.pane().with_session().await;
    let id = attempt.connects().await.id;
    let key = attempt.key(&id).await.unwrap().key;
    let request = OpeningRequest { key: Some(key), pressed: false };
    let start = one.open(&attempt.start_page(&id)).await;
    assert!(one.hands_in(&start, &id, &request).await.said().is_ok());
    let again = other.hands_in(&start, &id, &request).await;
    assert_eq!((again.said(), again.header("set-cookie")), (Err("key_refused".into()), None));
}

#[tokio::test]
async fn a_window_without_a_key_never_takes_the_place_of_one_with_a_key() {
    let endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane().with_session().await;
    let id = pane.connects().await.id;
    let (mut own, mut other) = (endpoint.browser(), endpoint.browser());
    let to = own.opens(&pane, &id).await;
    pane.asks_without_key(&id).await.unwrap();
    let refused = hand_in_without_key(&mut other, &pane, &id, true).await;
    assert_eq!(refused, Err("window_open_elsewhere".into()));
    let store = &endpoint.app().store;
    let secrets = store.find_authorization(&id).await.unwrap().unwrap().opening.unwrap().secrets;
    let asked = store.open_window(&id, latchkey_store::LetInBy::Asked, &secrets, 10, endpoint.now()).await.unwrap();
    assert_eq!(asked, latchkey_store::OpeningOutcome::HeldByKey, "nor where two meet");
    let callback = sign_in_up_to_callback(&mut own, &to, ANN).await;
    assert!(own.visit(callback.as_str()).await.status.is_success());
}

#[tokio::test]
async fn a_key_ends_after_a_minute_and_an_attempt_after_ten_windows() {
    let endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane().with_session().await;
    let id = pane.connects().await.id;
    let mut browser = endpoint.browser();
    let start = browser.open(&pane.start_page(&id)).await;
    let old = OpeningRequest { key: Some(pane.key(&id).await.unwrap().key), pressed: false };
    endpoint.clock.advance_s(60);
    assert_eq!(browser.hands_in(&start, &id, &old).await.said(), Err("key_refused".into()));
    for _ in 0..10 {
        browser.opens(&pane, &id).await;
    }
    let eleventh = OpeningRequest { key: Some(pane.key(&id).await.unwrap().key), pressed: false };
    let refused = browser.hands_in(&start, &id, &eleventh).await;
    assert_eq!((refused.status.as_u16(), refused.said()), (429, Err("too_many_requests".into())));
    let waiting: Vec<_> = futures::future::join_all((0..30).map(|_| pane.key(&id))).await;
    assert!(waiting.iter().any(Result::is_err), "keys are not drawn without end");
}

#[tokio::test]
async fn a_forwarded_refresh_tells_him_nothing_and_repairs_nothing() {
    let endpoint = TestEndpoint::start().await;
    let (mallory, before) = connect(&endpoint, MALLORY).await;
    let attempt = mallory.refreshes(&before.id).await;
    let mut hers = endpoint.browser();
    assert_eq!(hand_in_without_key(&mut hers, &mallory, &attempt.id, true).await, Err("sidebar_must_ask".into()));
    let page = hers.opens_without_key(&mallory, &attempt.id).await;
    hers.sign_in(page, ANN, "Ann-practice-1").await;
    let ended = phase(&mallory, &attempt.id).await;
    let Phase::Failed { reason, signed_in_as: None, expected: None } = &ended else { panic!("{ended:?}") };
    assert_eq!(reason.code, ReasonCode::WrongAccount);
    assert!(!visible_text(&mallory).await.contains("ann@"));
    let attempt = mallory.refreshes(&before.id).await;
    let provider = endpoint.browser().opens(&mallory, &attempt.id).await;
    let mut hers = endpoint.browser();
    let callback = sign_in_up_to_callback(&mut hers, &provider, ANN).await;
    assert_eq!(hers.visit(callback.as_str()).await.status, 403);
    assert_eq!(mallory.connection().await.account.address, MALLORY);
    let unknown = AuthorizationId::new("00000000-0000-4000-8000-000000000000");
    assert_eq!(hand_in_without_key(&mut hers, &mallory, &unknown, true).await, Err("authorization_not_found".into()));
}

#[tokio::test]
async fn an_attacker_cannot_fill_her_browser_with_cookies() {
    use reqwest::header::{COOKIE, SET_COOKIE};
    let endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects().await;
    let mut browser = endpoint.browser();
    let start = browser.open(&pane.start_page(&attempt.id)).await;
    let key = pane.key(&attempt.id).await.unwrap().key;
    let openings = endpoint.url().join(&latchkey_wire::openings_path(&attempt.id)).unwrap();
    let many: Vec<_> = (0..20).map(|number| format!("latchkey-{number}=x")).chain(["other=y".to_owned()]).collect();
    let body = OpeningRequest { key: Some(key), pressed: false };
    let answer = browser.posts(Some(&start), &openings, |it| it.header(COOKIE, many.join("; ")).json(&body)).await;
    let set: Vec<_> =
        answer.headers.get_all(SET_COOKIE).iter().map(|value| value.to_str().unwrap().to_owned()).collect();
    let taken_back: Vec<_> = set.iter().filter(|text| text.contains("Max-Age=0")).collect();
    assert_eq!(taken_back.len(), 12, "{set:?}");
    assert!(taken_back[0].starts_with("latchkey-0=;") && taken_back[11].starts_with("latchkey-11=;"), "{set:?}");
    assert!(set.last().unwrap().starts_with(&format!("latchkey-{}=", attempt.id)), "its own stays: {set:?}");
}

#[tokio::test]
async fn a_sign_in_that_came_back_in_time_is_not_told_as_over() {
    let endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects().await;
    assert!(endpoint.app().store.advance_phase(&attempt.id, &Phase::Waiting, &Phase::Finishing, None).await.unwrap());
    endpoint.clock.advance_s(attempt.deadline_at - endpoint.now() + 1);
    assert_eq!(phase(&pane, &attempt.id).await, Phase::Finishing);
    endpoint.clock.advance_s(600);
    assert_eq!(phase(&pane, &attempt.id).await, Phase::Expired);
}
