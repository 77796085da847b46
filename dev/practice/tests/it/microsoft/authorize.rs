use latchkey_practice::{Coop, Faults};

use crate::session::{ANN, PracticeSession};
use latchkey_testkit::TestBrowser;

#[tokio::test]
async fn a_person_signs_in_accepts_and_is_sent_back_with_a_code() {
    let session = PracticeSession::start().await;
    let mut browser = TestBrowser::new();
    let page = browser.open(&session.authorize_address(&[])).await;
    assert_eq!((page.status.as_u16(), page.heading()), (200, "Sign in"));
    assert_eq!(page.button_names(), ["Sign in", "Cancel"]);

    let page = browser.press(&page, "Sign in", &[("email", ANN), ("password", "Ann-practice-1")]).await;
    assert_eq!(page.heading(), "Permissions requested");
    assert!(page.says("<strong>Latchkey</strong> wants to:") && page.says("Read your mail"));

    let page = browser.press(&page, "Accept", &[]).await;
    assert_eq!(page.status, 303);
    assert!(page.redirect().as_str().starts_with("https://latchkey.example/oauth/callback/microsoft?code="));
    assert_eq!(page.redirect_parameter("state").as_deref(), Some("the-state"));
    assert_eq!(session.microsoft().counters().authorizations, 1);
}

#[tokio::test]
async fn an_unregistered_redirect_address_never_gets_the_browser() {
    let session = PracticeSession::start().await;
    for address in [
        "https://evil.example/",
        "https://latchkey.example/oauth/callback/microsoft/",
        "https://latchkey.example/oauth/callback/microsoft?x=1",
        "not an address",
    ] {
        let page = TestBrowser::new().open(&session.authorize_address(&[("redirect_uri", address)])).await;
        assert_eq!(page.status, 400);
        assert!(page.header("location").is_none());
        assert!(page.says("AADSTS50011") && !page.says("evil"), "{}", page.body);
    }
}

#[tokio::test]
async fn an_unknown_client_or_tenant_never_gets_the_browser() {
    let session = PracticeSession::start().await;
    let page = TestBrowser::new().open(&session.authorize_address(&[("client_id", "another")])).await;
    assert!(page.header("location").is_none() && page.says("AADSTS700016"));
    let page = TestBrowser::new().open(&session.authorize_address_at("nowhere.example", &[])).await;
    assert!(page.header("location").is_none() && page.says("AADSTS90002"));
}

#[tokio::test]
async fn a_request_that_cannot_be_met_is_sent_back_with_its_error() {
    let session = PracticeSession::start().await;
    for (changes, error, number) in [
        ([("response_type", "token")], "unsupported_response_type", "AADSTS700054"),
        ([("scope", "")], "invalid_request", "AADSTS900144"),
        ([("scope", "openid Mail.Reed")], "invalid_client", "AADSTS650053"),
        ([("code_challenge_method", "plain")], "invalid_request", "AADSTS90013"),
        ([("response_mode", "fragment")], "invalid_request", "AADSTS90013"),
        ([("prompt", "unknown")], "invalid_request", "AADSTS90013"),
        ([("prompt", "none")], "login_required", "AADSTS50058"),
    ] {
        let page = TestBrowser::new().open(&session.authorize_address(&changes)).await;
        assert_eq!(page.redirect_parameter("error").as_deref(), Some(error), "{changes:?}");
        assert!(page.redirect_parameter("error_description").unwrap().starts_with(number), "{changes:?}");
        assert_eq!(page.redirect_parameter("state").as_deref(), Some("the-state"));
        assert_eq!(page.redirect_parameter("code"), None);
    }
}

#[tokio::test]
async fn the_opener_is_cut_off_unless_that_is_switched_off() {
    let session = PracticeSession::start().await;
    let address = session.authorize_address(&[]);
    let page = TestBrowser::new().open(&address).await;
    assert_eq!(page.header("cross-origin-opener-policy"), Some("same-origin"));
    session.microsoft().set_coop(Coop::Off);
    let page = TestBrowser::new().open(&address).await;
    assert_eq!(page.header("cross-origin-opener-policy"), None);
}

#[tokio::test]
async fn the_redirect_cuts_the_opener_off_too() {
    let session = PracticeSession::start().await;
    let page = TestBrowser::new().open(&session.authorize_address(&[("prompt", "none")])).await;
    assert_eq!(page.status, 303);
    assert_eq!(page.header("cross-origin-opener-policy"), Some("same-origin"));
}

#[tokio::test]
async fn pages_run_nothing_load_nothing_and_let_forms_lead_only_to_the_callback() {
    let session = PracticeSession::start().await;
    let page = TestBrowser::new().open(&session.authorize_address(&[])).await;
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    assert!(policy.ends_with("form-action 'self' https://latchkey.example"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert!(!page.says("<script") && !page.says("style="));
}

#[tokio::test]
async fn what_was_typed_into_the_address_is_shown_as_text() {
    let session = PracticeSession::start().await;
    let hint = r#""><script>alert(1)</script>"#;
    let page = TestBrowser::new().open(&session.authorize_address(&[("login_hint", hint)])).await;
    assert!(page.says("&lt;script&gt;") && !page.says("<script>"));
}

#[tokio::test]
async fn somebody_can_be_left_on_an_error_page() {
    let session = PracticeSession::start().await;
    let mut browser = TestBrowser::new();
    let consent_page = session.sign_in(&mut browser, ANN, &[]).await;
    session.microsoft().set_faults(Faults { ends_on_error_page: true, ..Faults::default() });
    for page in [browser.open(&session.authorize_address(&[])).await, browser.press(&consent_page, "Accept", &[]).await]
    {
        assert_eq!((page.status.as_u16(), page.header("location")), (400, None));
        assert!(page.says("AADSTS90033"));
    }
}
