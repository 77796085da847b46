//! The control page, `/control`.

use latchkey_practice::{Condition, Coop, Faults, TokenAnswers};
use latchkey_testkit::TestBrowser;
use std::collections::HashSet;

use crate::client::Client;
use crate::session::{ANN, http, text};

#[tokio::test]
async fn the_address_alone_shows_the_control_page() {
    let client = Client::microsoft().await;
    assert_eq!(TestBrowser::new().open(client.session.practice.url()).await.heading(), "Control");
}

#[tokio::test]
async fn no_two_buttons_have_the_same_name() {
    let client = Client::microsoft().await;
    let page = TestBrowser::new().open(&format!("{}/control", client.session.practice.url())).await;
    let names = page.button_names();
    assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
    insta::assert_snapshot!(names.join("\n"));
}

#[tokio::test]
async fn a_button_does_what_it_says() {
    let client = Client::microsoft().await;
    let tokens = client.connect(ANN).await;
    let mut browser = TestBrowser::new();
    let control = format!("{}/control", client.session.practice.url());
    let page = browser.open(&control).await;
    let pressed = browser.press(&page, "Revoke Microsoft access of ann@contoso.example", &[]).await;
    assert_eq!(pressed.header("location"), Some("/control#microsoft"), "what was done is in view");
    assert!(browser.open(&control).await.says("Done: Revoke Microsoft access of ann@contoso.example"));
    assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.aadsts(), 50173);
}

#[tokio::test]
async fn every_switch_goes_on_and_off() {
    let client = Client::microsoft().await;
    let microsoft = client.provider();
    let mut browser = TestBrowser::new();
    let control = format!("{}/control", client.session.practice.url());
    let fresh = Faults::default();
    let switches = [
        ("Take Microsoft down", "Bring Microsoft up again", Faults { down: true, ..fresh }),
        ("Make Microsoft answer 10 seconds late", "Make Microsoft answer at once", Faults { delay_s: 10, ..fresh }),
        (
            "Answer Microsoft token requests with an HTML page",
            "Answer Microsoft token requests normally",
            Faults { token_answers: TokenAnswers::HtmlPage, ..fresh },
        ),
        (
            "Answer Microsoft token requests with an empty 400",
            "Answer Microsoft token requests normally",
            Faults { token_answers: TokenAnswers::EmptyBadRequest, ..fresh },
        ),
        (
            "Refuse Microsoft token requests as too many",
            "Answer Microsoft token requests normally",
            Faults { token_answers: TokenAnswers::TooManyRequests { retry_after_s: 30 }, ..fresh },
        ),
        (
            "Refuse the client secret at Microsoft",
            "Accept the client secret at Microsoft",
            Faults { client_secret_rotated: true, ..fresh },
        ),
        (
            "Leave people on an error page of Microsoft",
            "Send people back from Microsoft",
            Faults { ends_on_error_page: true, ..fresh },
        ),
    ];
    for (on, off, faults) in switches {
        let page = browser.open(&control).await;
        browser.press(&page, on, &[]).await;
        assert_eq!(microsoft.faults(), faults, "{on}");
        let page = browser.open(&control).await;
        browser.press(&page, off, &[]).await;
        assert_eq!(microsoft.faults(), fresh, "{off}");
    }
    let page = browser.open(&control).await;
    browser.press(&page, "Turn off Cross-Origin-Opener-Policy at Microsoft", &[]).await;
    assert_eq!(microsoft.coop(), Coop::Off);
    let page = browser.open(&control).await;
    browser.press(&page, "Turn on Cross-Origin-Opener-Policy at Microsoft", &[]).await;
    assert_eq!(microsoft.coop(), Coop::SameOrigin);
}

#[tokio::test]
async fn every_condition_goes_on_and_off() {
    let client = Client::microsoft().await;
    let mut browser = TestBrowser::new();
    let control = format!("{}/control", client.session.practice.url());
    for (on, off, condition) in [
        (
            "Require extra verification of ann@contoso.example at Microsoft",
            "Require no extra verification of ann@contoso.example at Microsoft",
            Condition::ExtraVerification,
        ),
        (
            "Block ann@contoso.example by policy at Microsoft",
            "Unblock ann@contoso.example at Microsoft",
            Condition::BlockedByPolicy,
        ),
        (
            "Disable the Microsoft account of ann@contoso.example",
            "Enable the Microsoft account of ann@contoso.example",
            Condition::Disabled,
        ),
        (
            "Require admin approval for ann@contoso.example at Microsoft",
            "Give admin approval for ann@contoso.example at Microsoft",
            Condition::AdminApproval,
        ),
        (
            "Expire the Microsoft password of ann@contoso.example",
            "Restore the Microsoft password of ann@contoso.example",
            Condition::PasswordExpired,
        ),
    ] {
        let page = browser.open(&control).await;
        browser.press(&page, on, &[]).await;
        assert!(client.provider().holds(ANN, condition), "{on}");
        let page = browser.open(&control).await;
        browser.press(&page, off, &[]).await;
        assert!(!client.provider().holds(ANN, condition), "{off}");
    }
}

#[tokio::test]
async fn the_page_counts_and_tells_no_secret() {
    let client = Client::microsoft().await;
    let tokens = client.connect(ANN).await;
    for _ in 0..2 {
        client.refresh(text(&tokens, "refresh_token"), &[]).await;
    }
    let page = TestBrowser::new().open(&format!("{}/control", client.session.practice.url())).await;
    assert!(page.says("<th scope=\"row\">Refreshes</th><td>2</td>"), "{}", page.body);
    assert!(page.says("Refresh token 1 of ann@contoso.example was presented 2 times."));
    let secrets = client.session.practice.secrets_issued();
    assert!(secrets.len() > 8, "there are secrets to look for");
    for secret in secrets {
        assert!(!page.says(&secret.text), "{secret:?}");
    }
}

#[tokio::test]
async fn a_page_elsewhere_cannot_press_the_buttons() {
    let client = Client::microsoft().await;
    let request = http().post(format!("{}/control/microsoft", client.session.practice.url()));
    let request = request.header("origin", "https://evil.example").form(&[("action", "take_down")]);
    assert_eq!(request.send().await.unwrap().status(), 403);
    assert_eq!(client.provider().faults(), Faults::default());
}

#[tokio::test]
async fn nonsense_is_refused() {
    let client = Client::microsoft().await;
    let send = async |slug: &str, fields: &[(&str, &str)]| {
        let request = http().post(format!("{}/control/{slug}", client.session.practice.url()));
        request.form(fields).send().await.unwrap().status().as_u16()
    };
    assert_eq!(send("microsoft", &[("action", "explode")]).await, 422);
    assert_eq!(send("microsoft", &[("action", "revoke"), ("person", "unknown@contoso.example")]).await, 400);
    assert_eq!(send("elsewhere", &[("action", "take_down")]).await, 404);
}
