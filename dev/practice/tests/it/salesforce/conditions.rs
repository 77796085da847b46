use latchkey_practice::{Condition, Faults};

use super::client::{SalesforceClient, allow, refusal};
use crate::session::{ANN, BEN, text};
use latchkey_testkit::TestBrowser;

#[tokio::test]
async fn every_condition_that_touches_renewals_has_its_refusal_and_ends() {
    let client = SalesforceClient::start().await;
    let tokens = client.connect("login", ANN).await;
    let ben = client.connect("login", BEN).await;
    for (condition, error, description) in [
        (Condition::AdminApproval, "invalid_grant", "user hasn't approved this consumer"),
        (Condition::BlockedByPolicy, "invalid_grant", "expired access/refresh token"),
        (Condition::AddressRestricted, "invalid_grant", "ip restricted"),
        (Condition::Disabled, "inactive_user", "user is inactive"),
        (Condition::OrganisationInactive, "inactive_org", "organization is inactive"),
    ] {
        client.salesforce().impose(ANN, condition);
        let answer = client.refresh("login", text(&tokens, "refresh_token"), &[]).await;
        assert_eq!(refusal(&answer), (400, error.into(), description.into()), "{condition:?}");
        assert_eq!(client.refresh("login", text(&ben, "refresh_token"), &[]).await.status, 200, "Ben is let alone");
        client.salesforce().lift(ANN, condition);
        let answer = client.refresh("login", text(&tokens, "refresh_token"), &[]).await;
        assert_eq!(answer.status, 200, "{condition:?}");
    }
}

#[tokio::test]
async fn removed_api_access_is_only_seen_in_the_scope() {
    let client = SalesforceClient::start().await;
    let tokens = client.connect("login", ANN).await;
    client.salesforce().impose(ANN, Condition::ApiAccessRemoved);
    let renewed = client.refresh("login", text(&tokens, "refresh_token"), &[]).await.json();
    assert_eq!(renewed["scope"], "openid id refresh_token profile email");
    assert_eq!(client.query(text(&renewed, "instance_url"), text(&renewed, "access_token")).await.status, 403);
    client.salesforce().lift(ANN, Condition::ApiAccessRemoved);
    let renewed = client.refresh("login", text(&tokens, "refresh_token"), &[]).await.json();
    assert_eq!(renewed["scope"], tokens["scope"]);
}

#[tokio::test]
async fn an_app_that_is_not_installed_leaves_the_person_on_an_error_page() {
    let client = SalesforceClient::start().await;
    client.salesforce().impose(ANN, Condition::AppNotInstalled);
    let page = client.log_in(&mut TestBrowser::new(), "login", ANN, &[]).await;
    assert_eq!((page.status.as_u16(), page.heading(), page.header("location")), (400, "OAuth Error", None));
    assert!(page.says("OAUTH_APPROVAL_ERROR_GENERIC") && page.says("app must be installed into org"));
    assert!(page.button_names().is_empty() && !page.says("<a "));
    let page = client.log_in(&mut TestBrowser::new(), "login", BEN, &[]).await;
    assert_eq!(page.heading(), "Allow Access?");

    client.salesforce().set_faults(Faults { ends_on_error_page: true, ..Faults::default() });
    let page = TestBrowser::new().open(&client.authorize_address("test", &[])).await;
    assert!(page.heading() == "OAuth Error" && page.says("app must be installed into org"));
}

#[tokio::test]
async fn a_restricted_address_ends_on_an_error_page_too() {
    let client = SalesforceClient::start().await;
    client.salesforce().impose(ANN, Condition::AddressRestricted);
    let page = client.log_in(&mut TestBrowser::new(), "login", ANN, &[]).await;
    assert!(page.heading() == "OAuth Error" && page.says("ip restricted"));
}

#[tokio::test]
async fn what_the_administrator_decided_comes_back_to_the_program() {
    let client = SalesforceClient::start().await;
    for (condition, error) in
        [(Condition::BlockedByPolicy, "OAUTH_APP_BLOCKED"), (Condition::AdminApproval, "OAUTH_APP_ACCESS_DENIED")]
    {
        client.salesforce().impose(ANN, condition);
        let page = client.log_in(&mut TestBrowser::new(), "login", ANN, &[]).await;
        assert_eq!(page.redirect_parameter("error").as_deref(), Some(error));
        assert_eq!(page.redirect_parameter("state").as_deref(), Some("the-state"));
        client.salesforce().lift(ANN, condition);
    }
}

#[tokio::test]
async fn an_inactive_user_or_org_cannot_log_in() {
    let client = SalesforceClient::start().await;
    for condition in [Condition::Disabled, Condition::OrganisationInactive] {
        client.salesforce().impose(ANN, condition);
        let page = client.log_in(&mut TestBrowser::new(), "login", ANN, &[]).await;
        assert!(page.heading() == "Log In" && page.says("ask your administrator"), "{condition:?}");
        client.salesforce().lift(ANN, condition);
    }
}

#[tokio::test]
async fn revoked_grants_and_removed_approvals_need_a_sign_in() {
    let client = SalesforceClient::start().await;
    let dead = (400, "invalid_grant".to_owned(), "expired access/refresh token".to_owned());
    let tokens = client.connect("login", ANN).await;
    client.salesforce().remove_consent(ANN);
    assert_eq!(refusal(&client.refresh("login", text(&tokens, "refresh_token"), &[]).await), dead);
    let mut browser = TestBrowser::new();
    let page = client.log_in(&mut browser, "login", ANN, &[]).await;
    assert_eq!(page.heading(), "Allow Access?");
    allow(&mut browser, page).await;

    let tokens = client.connect("login", ANN).await;
    client.salesforce().revoke(ANN);
    assert_eq!(refusal(&client.refresh("login", text(&tokens, "refresh_token"), &[]).await), dead);
    let again = client.connect("login", ANN).await;
    assert_eq!(client.refresh("login", text(&again, "refresh_token"), &[]).await.status, 200);
}
