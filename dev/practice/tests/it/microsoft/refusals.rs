//! Refusals by a number.

use latchkey_testkit::TestBrowser;

use crate::client::Client;
use crate::session::{ANN, BEN, http, text};

#[tokio::test]
async fn a_renewal_is_refused_once_and_then_no_longer() {
    let client = Client::microsoft().await;
    let tokens = client.connect(ANN).await;
    client.provider().refuse_one_renewal(ANN, 70000);
    assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.aadsts(), 70000);
    assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn a_number_is_typed_and_concerns_one_person_until_it_is_lifted() {
    let client = Client::microsoft().await;
    let (anns, bens) = (client.connect(ANN).await, client.connect(BEN).await);
    let mut browser = TestBrowser::new();
    let control = format!("{}/control", client.session.practice.url());
    for (number, error, status) in
        [("53004", "interaction_required", 400), ("80012", "invalid_grant", 400), ("7000222", "invalid_client", 401)]
    {
        let page = browser.open(&control).await;
        let button = "Refuse Microsoft renewals of ann@contoso.example by this number";
        browser.press(&page, button, &[("number", number)]).await;
        for _ in 0..2 {
            let answer = client.refresh(text(&anns, "refresh_token"), &[]).await;
            assert_eq!((answer.status.as_u16(), answer.aadsts().to_string().as_str()), (status, number));
            assert_eq!(answer.json()["error"], error);
        }
        assert_eq!(client.refresh(text(&bens, "refresh_token"), &[]).await.status, 200);
        let page = browser.open(&control).await;
        browser.press(&page, "Refuse Microsoft renewals of ann@contoso.example by no number", &[]).await;
        assert_eq!(client.refresh(text(&anns, "refresh_token"), &[]).await.status, 200);
    }
}

#[tokio::test]
async fn what_is_no_number_is_refused() {
    let client = Client::microsoft().await;
    let request = http().post(format!("{}/control/microsoft", client.session.practice.url()));
    let request = request.form(&[("action", "refuse_renewals"), ("person", ANN), ("number", "many")]);
    assert_eq!(request.send().await.unwrap().status(), 422);
    assert_eq!(client.provider().renewals_refused_by(ANN), None);
}
