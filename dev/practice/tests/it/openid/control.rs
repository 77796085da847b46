use latchkey_practice::{ContentTypes, SpeaksLike};
use latchkey_testkit::TestBrowser;

use crate::client::Client;
use crate::session::{ANN, http, text};

#[tokio::test]
async fn the_server_speaks_as_the_buttons_say() {
    let client = Client::openid().await;
    let mut browser = TestBrowser::new();
    let control = format!("{}/control", client.session.practice.url());
    for (button, like) in [
        ("Let OpenID speak like AD FS", SpeaksLike::AdFs),
        ("Let OpenID speak like a server that moved", SpeaksLike::MovedEndpoints),
        ("Let OpenID speak like the standard", SpeaksLike::Standard),
    ] {
        let page = browser.open(&control).await;
        browser.press(&page, button, &[]).await;
        assert_eq!(client.provider().speaks_like(), like);
    }
}

#[tokio::test]
async fn no_other_provider_takes_such_an_order() {
    let client = Client::microsoft().await;
    let request = http().post(format!("{}/control/microsoft", client.session.practice.url()));
    request.form(&[("action", "speak"), ("like", "dex")]).send().await.unwrap();
    assert_eq!(client.provider().speaks_like(), SpeaksLike::Standard);
}

#[tokio::test]
async fn json_can_travel_under_another_name() {
    let client = Client::openid().await;
    let tokens = client.connect(ANN).await;
    let mut browser = TestBrowser::new();
    let control = format!("{}/control", client.session.practice.url());
    for (button, content_types, expected) in [
        ("Call the JSON of OpenID text/html", ContentTypes::Html, Some("text/html")),
        (
            "Call the JSON of OpenID application/octet-stream",
            ContentTypes::OctetStream,
            Some("application/octet-stream"),
        ),
        ("Take the content type of OpenID away", ContentTypes::Missing, None),
    ] {
        let page = browser.open(&control).await;
        browser.press(&page, button, &[]).await;
        assert_eq!(client.provider().content_types(), content_types);
        let answer = client.refresh(text(&tokens, "refresh_token"), &[]).await;
        assert_eq!((answer.header("content-type"), answer.json()["token_type"].as_str()), (expected, Some("Bearer")));
        let page = browser.open(&control).await;
        browser.press(&page, "Call the JSON of OpenID application/json", &[]).await;
    }
    assert_eq!(client.provider().content_types(), ContentTypes::Json);
}
