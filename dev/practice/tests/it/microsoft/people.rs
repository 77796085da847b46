//! People with more than one name.

use latchkey_practice::{DirectoryEntry, EmailClaim};
use latchkey_testkit::TestBrowser;
use serde_json::json;

use crate::client::Client;
use crate::session::{ANN, text};

const ADA: &str = "ada.lovelace@contoso.onmicrosoft.example";
const ADAS_MAIL: &str = "ada@contoso.example";
const DORA: &str = "d1042";
const OLGA: &str = "olga.ortega@outlook.com";
const PERSONAL: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

#[tokio::test]
async fn a_sign_in_name_and_an_address_can_be_two() {
    let client = Client::microsoft().await;
    let tokens = client.connect(ADA).await;
    let claims = Client::claims(&tokens);
    assert_eq!((&claims["preferred_username"], &claims["email"]), (&json!(ADA), &json!(ADAS_MAIL)));
    let me =
        client.graph("me?$select=proxyAddresses,mail,userPrincipalName", text(&tokens, "access_token")).await.json();
    let addresses = json!([format!("SMTP:{ADAS_MAIL}"), format!("smtp:{ADA}"), "smtp:ada.king@contoso.example"]);
    assert_eq!(
        (&me["proxyAddresses"], &me["mail"], &me["userPrincipalName"]),
        (&addresses, &ADAS_MAIL.into(), &ADA.into())
    );
}

#[tokio::test]
async fn the_email_claim_is_what_it_is_set_to() {
    let client = Client::microsoft().await;
    for (email_claim, expected) in [(EmailClaim::SignInName, json!(ADA)), (EmailClaim::Absent, json!(null))] {
        let entry = client.session.practice.directory_entry(ADA);
        client.session.practice.write_directory_entry(ADA, DirectoryEntry { email_claim, ..entry });
        assert_eq!(Client::claims(&client.connect(ADA).await)["email"], expected);
    }
}

#[tokio::test]
async fn only_the_sign_in_name_is_found() {
    let client = Client::microsoft().await;
    let page = TestBrowser::new().open(&client.authorize_address(&[("login_hint", ADA)])).await;
    assert!(page.says(&format!(r#"value="{ADA}""#)) && !page.says("AADSTS"), "{}", page.body);
    let mut browser = TestBrowser::new();
    let page = browser.open(&client.authorize_address(&[("login_hint", ADAS_MAIL)])).await;
    assert!(page.says(&format!(r#"value="{ADAS_MAIL}""#)) && page.says("AADSTS50034"), "{}", page.body);
    let page = browser.press(&page, "Sign in", &[("email", ADAS_MAIL), ("password", "Ada-practice-4")]).await;
    assert_eq!(page.heading(), "Sign in");
    let address = client.authorize_address(&[("login_hint", ADAS_MAIL), ("prompt", "none")]);
    let page = TestBrowser::new().open(&address).await;
    assert_eq!(page.redirect_parameter("error").as_deref(), Some("login_required"));
}

#[tokio::test]
async fn a_sign_in_name_need_not_be_an_address() {
    let client = Client::microsoft().await;
    let claims = Client::claims(&client.connect(DORA).await);
    assert_eq!((&claims["preferred_username"], &claims["email"]), (&json!("d1042"), &json!("dora@contoso.example")));
}

#[tokio::test]
async fn a_personal_account_has_a_mailbox_and_no_addresses_of_a_directory() {
    let client = Client::microsoft().await;
    for place in ["common", "consumers"] {
        let tokens = client.at(place).connect(OLGA).await;
        assert_eq!(Client::claims(&tokens)["tid"], PERSONAL);
        let token = text(&tokens, "access_token");
        let me = client.graph("me?$select=proxyAddresses,mail,userPrincipalName", token).await.json();
        assert_eq!((&me["proxyAddresses"], &me["mail"]), (&json!([]), &json!(null)));
        assert_eq!(client.graph("me/mailFolders/inbox", token).await.status, 200);
    }
    let document = client.at("consumers").get(client.site.discovery, "").await.json();
    assert!(text(&document, "issuer").ends_with(&format!("/{PERSONAL}/v2.0")));
}

#[tokio::test]
async fn where_only_organisations_may_sign_in_a_personal_account_stays_on_the_page() {
    let client = Client::microsoft().await;
    let page = client.sign_in(&mut TestBrowser::new(), OLGA, &[]).await;
    assert!(page.heading() == "Sign in" && page.says("Use your work or school account instead"), "{}", page.body);
}

#[tokio::test]
async fn a_guest_is_somebody_else_in_the_other_tenant_and_has_no_mailbox_there() {
    let client = Client::microsoft().await;
    let home = Client::claims(&client.connect(ADA).await);
    let tokens = client.at("fabrikam.example").connect(ADA).await;
    let guest = Client::claims(&tokens);
    assert_ne!((&guest["tid"], &guest["oid"]), (&home["tid"], &home["oid"]));
    assert_eq!(guest["preferred_username"], home["preferred_username"]);
    assert_eq!(guest["idp"], format!("https://sts.windows.net/{}/", text(&home, "tid")));
    let answer = client.graph("me/mailFolders/inbox", text(&tokens, "access_token")).await;
    assert_eq!(answer.json()["error"]["code"], "MailboxNotEnabledForRESTAPI");
    let me = client.graph("me", text(&tokens, "access_token")).await.json();
    assert!(text(&me, "userPrincipalName").contains("#EXT#"));
    let page = client.at("fabrikam.example").sign_in(&mut TestBrowser::new(), ANN, &[]).await;
    assert_eq!(page.heading(), "Sign in", "Ann is nobody's guest");
}
