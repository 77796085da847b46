use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use latchkey_testkit::TestBrowser;
use serde_json::Value;

use crate::client::Client;
use crate::session::{ANN, BEN, CLEO, text};

#[tokio::test]
async fn of_several_accounts_one_is_chosen() {
    let client = Client::google().await;
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
    let client = Client::google().await;
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
    let client = Client::google().await;
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
