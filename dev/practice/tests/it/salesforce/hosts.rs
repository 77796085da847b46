use latchkey_testkit::{LoadedPage, TestBrowser};

use crate::client::{ANN_DEV, Client, refusal};
use crate::session::{ANN, BEN, CLEO, text};

const HOSTS: [&str; 6] = ["login", "test", "my/contoso", "my/fabrikam", "my/contoso--dev", "site/partners"];

#[tokio::test]
async fn every_host_lets_in_whom_it_is_for() {
    let client = Client::salesforce().await;
    for (username, welcome) in [
        (ANN, &["login", "my/contoso", "site/partners"][..]),
        (BEN, &["login", "my/contoso", "site/partners"]),
        (CLEO, &["login", "my/fabrikam"]),
        (ANN_DEV, &["test", "my/contoso--dev"]),
    ] {
        for host in HOSTS {
            let page = client.at(host).sign_in(&mut TestBrowser::new(), username, &[]).await;
            let heading = if welcome.contains(&host) { "Allow Access?" } else { "Log In" };
            assert_eq!(page.heading(), heading, "{username} at {host}");
        }
    }
}

#[tokio::test]
async fn a_host_that_is_nobodys_is_not_found() {
    let client = Client::salesforce().await;
    for path in ["my/nowhere/id/keys", "site/nowhere/.well-known/openid-configuration", "elsewhere/id/keys"] {
        assert_eq!(client.session.get(&format!("/salesforce/{path}")).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_code_is_good_where_it_was_asked_for_and_nowhere_else() {
    let client = Client::salesforce().await;
    let code = client.at("my/contoso").code(ANN, &[]).await;
    for host in ["login", "test", "my/fabrikam", "my/contoso--dev", "site/partners"] {
        let answer = client.at(host).exchange(&code, &[]).await;
        assert_eq!(refusal(&answer).1, "invalid_grant", "{host}");
    }
    assert_eq!(client.at("my/contoso").exchange(&code, &[]).await.status, 200);
}

#[tokio::test]
async fn a_refresh_token_is_good_at_every_host_of_its_org() {
    let client = Client::salesforce().await;
    let tokens = client.connect(ANN).await;
    for (host, status) in
        [("login", 200), ("my/contoso", 200), ("site/partners", 200), ("test", 400), ("my/fabrikam", 400)]
    {
        let answer = client.at(host).refresh(text(&tokens, "refresh_token"), &[]).await;
        assert_eq!(answer.status, status, "{host}");
    }
}

/// Opens the address of a link.
async fn follow_link(browser: &mut TestBrowser, page: &LoadedPage, name: &str) -> LoadedPage {
    let (before, _) = page.body.split_once(&format!(">{name}</a>")).unwrap();
    let (_, address) = before.rsplit_once("<a href=\"").unwrap();
    let address = page.address.join(&address.trim_end_matches('"').replace("&amp;", "&")).unwrap();
    browser.open(address.as_str()).await
}

#[tokio::test]
async fn by_use_custom_domain_a_sandbox_user_gets_through_the_production_host() {
    let client = Client::salesforce().await;
    let mut browser = TestBrowser::new();
    let page = browser.open(&client.authorize_address(&[])).await;
    let page = follow_link(&mut browser, &page, "Use Custom Domain").await;
    assert_eq!(page.heading(), "Use Custom Domain");
    let wrong = browser.press(&page, "Continue", &[("domain", "nowhere")]).await;
    assert!(wrong.says("No org has this domain"));
    let typed = "https://contoso--dev.sandbox.my.salesforce.com";
    let page = browser.press_and_follow(&page, "Continue", &[("domain", typed)]).await;
    assert!(page.address.path().starts_with("/salesforce/my/contoso--dev/"), "{}", page.address);
    assert!(page.heading() == "Log In" && page.says("contoso--dev.sandbox.my.salesforce.com"));
    assert!(!page.says("Use Custom Domain"));
    let page = client.type_password(&mut browser, &page, ANN_DEV).await;
    let code = client.accept(&mut browser, page).await.redirect_parameter("code").unwrap();

    assert_eq!(refusal(&client.at("my/contoso--dev").exchange(&code, &[]).await).1, "invalid_grant");
    let tokens = client.exchange(&code, &[]).await.json();
    let id = format!("{}/login/id/00Dxx0000000003AAA/005xx0000000004AAA", client.provider().url());
    assert_eq!(tokens["id"], id);
    let answer = client.query(text(&tokens, "instance_url"), text(&tokens, "access_token")).await;
    assert_eq!(answer.json()["records"][0]["IsSandbox"], true);
    assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn whoever_is_signed_in_at_the_custom_domain_is_not_asked_again() {
    let client = Client::salesforce().await;
    let mut browser = TestBrowser::new();
    let page = client.at("my/contoso").sign_in(&mut browser, ANN, &[]).await;
    client.accept(&mut browser, page).await;
    let page = browser.open(&client.authorize_address(&[])).await;
    let page = follow_link(&mut browser, &page, "Use Custom Domain").await;
    let moved = browser.press(&page, "Continue", &[("domain", "contoso")]).await;
    let page = browser.open(moved.redirect().as_str()).await;
    assert!(page.redirect_parameter("code").is_some());
}
