use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use latchkey_testkit::TestBrowser;
use serde_json::Value;

use super::client::{GoogleClient, allow};
use crate::session::{ANN, BEN, CLEO, text};

#[tokio::test]
async fn a_wrong_password_is_said_and_nothing_is_lost() {
    let client = GoogleClient::start().await;
    let mut browser = TestBrowser::new();
    let page = browser.open(&client.authorize_address(&[])).await;
    let page = browser.press(&page, "Sign in", &[("email", ANN), ("password", "wrong")]).await;
    assert!(page.heading() == "Sign in" && page.says("The email or the password is not right"));
    assert!(page.says(&format!(r#"value="{ANN}""#)) && !page.says("wrong"));
    let page = browser.press(&page, "Sign in", &[("email", ANN), ("password", "Ann-practice-1")]).await;
    assert!(page.has_button("Continue"));
}

#[tokio::test]
async fn cancel_tells_the_program() {
    let client = GoogleClient::start().await;
    let mut browser = TestBrowser::new();
    let at_sign_in = browser.open(&client.authorize_address(&[])).await;
    let at_sign_in = browser.press(&at_sign_in, "Cancel", &[]).await;
    let at_consent = client.sign_in(&mut browser, ANN, &[]).await;
    let at_consent = browser.press(&at_consent, "Cancel", &[]).await;
    for page in [&at_sign_in, &at_consent] {
        assert_eq!(page.redirect_parameter("error").as_deref(), Some("access_denied"));
        assert_eq!(page.redirect_parameter("state").as_deref(), Some("the-state"));
        assert_eq!(page.redirect_parameter("code"), None);
    }
}

#[tokio::test]
async fn of_several_accounts_one_is_chosen() {
    let client = GoogleClient::start().await;
    let mut browser = TestBrowser::new();
    let choosing = [("prompt", "select_account")];
    client.sign_in(&mut browser, ANN, &choosing).await;
    let chooser = browser.open(&client.authorize_address(&choosing)).await;
    assert_eq!(chooser.heading(), "Choose an account");
    assert_eq!(chooser.button_names(), ["Ann Able ann@contoso.example", "Use another account", "Cancel"]);
    let page = browser.press(&chooser, "Use another account", &[]).await;
    let page = browser.press(&page, "Sign in", &[("email", BEN), ("password", "Ben-practice-2")]).await;
    assert!(page.says(BEN));
    let chooser = browser.open(&client.authorize_address(&[])).await;
    let page = browser.press(&chooser, "Ann Able ann@contoso.example", &[]).await;
    assert!(page.says(ANN) && page.has_button("Continue"));
}

#[tokio::test]
async fn nobody_can_be_chosen_who_is_not_signed_in() {
    let client = GoogleClient::start().await;
    let mut browser = TestBrowser::new();
    client.sign_in(&mut browser, ANN, &[]).await;
    let mut chooser = browser.open(&client.authorize_address(&[("prompt", "select_account")])).await;
    let people = latchkey_practice::practice_people();
    chooser.body = chooser.body.replace(&people[0].id, &people[1].id);
    let page = browser.press(&chooser, "Ann Able ann@contoso.example", &[]).await;
    assert_eq!(page.heading(), "Sign in");
}

#[tokio::test]
async fn a_hint_is_an_address_or_the_number_of_an_account() {
    let client = GoogleClient::start().await;
    let tokens = client.connect(BEN).await;
    let claims = text(&tokens, "id_token").split('.').nth(1).unwrap();
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
    let number = text(&claims, "sub");
    let mut browser = TestBrowser::new();
    for hint in [BEN, number] {
        let page = browser.open(&client.authorize_address(&[("login_hint", hint)])).await;
        assert!(page.heading() == "Sign in" && page.says(&format!(r#"value="{BEN}""#)), "{hint}");
    }
    client.sign_in(&mut browser, ANN, &[("login_hint", ANN)]).await;
    client.sign_in(&mut browser, BEN, &[("login_hint", BEN)]).await;
    let page = browser.open(&client.authorize_address(&[("login_hint", number)])).await;
    assert!(page.redirect_parameter("code").is_some(), "{}", page.body);
    let page = browser.open(&client.authorize_address(&[("login_hint", CLEO)])).await;
    assert_eq!(page.heading(), "Sign in");
}

#[tokio::test]
async fn another_browser_cannot_go_on_with_a_sign_in() {
    let client = GoogleClient::start().await;
    let page = client.sign_in(&mut TestBrowser::new(), ANN, &[]).await;
    let mut other = TestBrowser::new();
    other.open(&client.authorize_address(&[])).await;
    let page = other.press(&page, "Continue", &[]).await;
    assert_eq!((page.status.as_u16(), page.heading()), (400, "Please start again"));
}

#[tokio::test]
async fn signing_out_forgets_the_browser() {
    let client = GoogleClient::start().await;
    let mut browser = TestBrowser::new();
    let page = client.sign_in(&mut browser, ANN, &[]).await;
    allow(&mut browser, page).await;
    browser.open(&format!("{}/Logout", client.google().url())).await;
    assert_eq!(browser.open(&client.authorize_address(&[])).await.heading(), "Sign in");
}
