use latchkey_practice::{Condition, Faults};
use latchkey_testkit::TestBrowser;

use crate::client::{Client, refusal};
use crate::session::{ANN, BEN, text};

#[tokio::test]
async fn removed_api_access_is_only_seen_in_the_scope() {
    let client = Client::salesforce().await;
    let tokens = client.connect(ANN).await;
    client.provider().impose(ANN, Condition::ApiAccessRemoved);
    let renewed = client.refresh(text(&tokens, "refresh_token"), &[]).await.json();
    assert_eq!(renewed["scope"], "openid id refresh_token profile email");
    assert_eq!(client.query(text(&renewed, "instance_url"), text(&renewed, "access_token")).await.status, 403);
    client.provider().lift(ANN, Condition::ApiAccessRemoved);
    let renewed = client.refresh(text(&tokens, "refresh_token"), &[]).await.json();
    assert_eq!(renewed["scope"], tokens["scope"]);
}

#[tokio::test]
async fn an_app_that_is_not_installed_leaves_the_person_on_an_error_page() {
    let client = Client::salesforce().await;
    client.provider().impose(ANN, Condition::AppNotInstalled);
    let page = client.sign_in(&mut TestBrowser::new(), ANN, &[]).await;
    assert_eq!((page.status.as_u16(), page.heading(), page.header("location")), (400, "OAuth Error", None));
    assert!(page.says("OAUTH_APPROVAL_ERROR_GENERIC") && page.says("app must be installed into org"));
    assert!(page.button_names().is_empty() && !page.says("<a "));
    let page = client.sign_in(&mut TestBrowser::new(), BEN, &[]).await;
    assert_eq!(page.heading(), "Allow Access?");

    client.provider().set_faults(Faults { ends_on_error_page: true, ..Faults::default() });
    let page = TestBrowser::new().open(&client.at("test").authorize_address(&[])).await;
    assert!(page.heading() == "OAuth Error" && page.says("app must be installed into org"));
}

#[tokio::test]
async fn a_restricted_address_ends_on_an_error_page_too() {
    let client = Client::salesforce().await;
    client.provider().impose(ANN, Condition::AddressRestricted);
    let page = client.sign_in(&mut TestBrowser::new(), ANN, &[]).await;
    assert!(page.heading() == "OAuth Error" && page.says("ip restricted"));
}

#[tokio::test]
async fn what_the_administrator_decided_comes_back_to_the_program() {
    let client = Client::salesforce().await;
    for (condition, error) in
        [(Condition::BlockedByPolicy, "OAUTH_APP_BLOCKED"), (Condition::AdminApproval, "OAUTH_APP_ACCESS_DENIED")]
    {
        client.provider().impose(ANN, condition);
        let page = client.sign_in(&mut TestBrowser::new(), ANN, &[]).await;
        assert_eq!(page.redirect_parameter("error").as_deref(), Some(error));
        assert_eq!(page.redirect_parameter("state").as_deref(), Some("the-state"));
        client.provider().lift(ANN, condition);
    }
}

#[tokio::test]
async fn an_inactive_user_or_org_cannot_log_in() {
    let client = Client::salesforce().await;
    for condition in [Condition::Disabled, Condition::OrganisationInactive] {
        client.provider().impose(ANN, condition);
        let page = client.sign_in(&mut TestBrowser::new(), ANN, &[]).await;
        assert!(page.heading() == "Log In" && page.says("ask your administrator"), "{condition:?}");
        client.provider().lift(ANN, condition);
    }
}

#[tokio::test]
async fn revoked_grants_and_removed_approvals_need_a_sign_in() {
    let client = Client::salesforce().await;
    let dead = (400, "invalid_grant".to_owned(), "expired access/refresh token".to_owned());
    let tokens = client.connect(ANN).await;
    client.provider().remove_consent(ANN);
    assert_eq!(refusal(&client.refresh(text(&tokens, "refresh_token"), &[]).await), dead);
    let mut browser = TestBrowser::new();
    let page = client.sign_in(&mut browser, ANN, &[]).await;
    assert_eq!(page.heading(), "Allow Access?");
    client.accept(&mut browser, page).await;

    let tokens = client.connect(ANN).await;
    client.provider().revoke(ANN);
    assert_eq!(refusal(&client.refresh(text(&tokens, "refresh_token"), &[]).await), dead);
    let again = client.connect(ANN).await;
    assert_eq!(client.refresh(text(&again, "refresh_token"), &[]).await.status, 200);
}
