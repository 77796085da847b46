//! Salesforce's sign-in pages, and how its responses are read.

use latchkey_domain::FailureClass;

use super::*;
use crate::scripted_http::{ScriptedHttp, SignInRequestFixture, parameter, registration, renewal};

fn salesforce(access_type: SalesforceAccessType) -> Salesforce {
    Salesforce::new(SalesforceSettings {
        label: "Salesforce".into(),
        registration: registration(),
        access_type,
        production: Url::parse("https://login.salesforce.com").unwrap(),
        sandbox: Url::parse("https://test.salesforce.com").unwrap(),
        domains: vec![],
        scopes: None,
    })
    .unwrap()
}

fn answer(more: &str) -> String {
    format!(
        r#"{{"access_token":"a","token_type":"Bearer","issued_at":"1800000000000","scope":"api openid refresh_token"{more}}}"#
    )
}

async fn refreshed(host: &str, provider: &dyn Provider, body: &str) -> Result<Tokens, NotRenewed> {
    let http = ScriptedHttp::default().answering(&format!("https://{host}/services/oauth2/token"), 200, body);
    provider.refresh(&http, &renewal(&[])).await
}

#[tokio::test]
async fn each_way_leads_to_its_own_page_and_asks_who_it_is() {
    let asking = SignInRequestFixture::new();
    let http = ScriptedHttp::default();
    let at_home = salesforce(SalesforceAccessType::MyDomain).at_site("Contoso.my.salesforce.com").unwrap();
    let at_partners =
        salesforce(SalesforceAccessType::ExperienceCloud).at_site("contoso.my.site.com/partners").unwrap();
    let ways: [(&dyn Provider, &str); 4] = [
        (&salesforce(SalesforceAccessType::Production), "https://login.salesforce.com/services/oauth2/authorize"),
        (&salesforce(SalesforceAccessType::Sandbox), "https://test.salesforce.com/services/oauth2/authorize"),
        (&*at_home, "https://contoso.my.salesforce.com/services/oauth2/authorize"),
        (&*at_partners, "https://contoso.my.site.com/partners/services/oauth2/authorize"),
    ];
    for (provider, address) in ways {
        let page = provider.sign_in_url(&http, &asking.request(None)).await.unwrap();
        assert_eq!(page.as_str().split('?').next(), Some(address));
        assert_eq!(parameter(&page, "prompt").as_deref(), Some("login"));
        assert_eq!(parameter(&page, "scope").as_deref(), Some("openid refresh_token api"));
    }
    assert_eq!(at_home.site(), Some("contoso.my.salesforce.com"));
}

#[tokio::test]
async fn access_that_lasts_is_asked_for_once_whatever_scopes_are_set() {
    let asking = SignInRequestFixture::new();
    for (set, asked) in [
        (vec!["api"], "openid refresh_token api"),
        (vec!["web", "offline_access", "openid", "refresh_token"], "openid refresh_token web"),
        (vec![], "openid refresh_token api"),
    ] {
        let scopes = Some(set.into_iter().map(str::to_owned).collect());
        let settings = SalesforceSettings { scopes, ..salesforce(SalesforceAccessType::Production).settings };
        let page =
            Salesforce::new(settings).unwrap().sign_in_url(&ScriptedHttp::default(), &asking.request(None)).await;
        assert_eq!(parameter(&page.unwrap(), "scope").as_deref(), Some(asked));
    }
}

#[test]
fn only_the_ways_that_ask_for_an_address_take_one() {
    let refusal = |access_type, site| salesforce(access_type).at_site(site).err();
    assert_eq!(refusal(SalesforceAccessType::Production, "contoso.my.salesforce.com"), Some(SiteRefusal::NotAsked));
    assert_eq!(refusal(SalesforceAccessType::MyDomain, ""), Some(SiteRefusal::Missing));
    assert_eq!(refusal(SalesforceAccessType::MyDomain, "evil.example"), Some(SiteRefusal::NotAllowed));
}

#[tokio::test]
async fn an_offer_without_its_address_sends_no_request() {
    let failure = salesforce(SalesforceAccessType::MyDomain).refresh(&ScriptedHttp::default(), &renewal(&[])).await;
    assert_eq!(failure.unwrap_err().failure.class, FailureClass::Operator);
}

#[tokio::test]
async fn a_renewal_may_bring_no_life_and_no_successor() {
    let provider = salesforce(SalesforceAccessType::Production);
    let body = answer(r#","instance_url":"https://contoso.my.salesforce.com""#);
    let tokens = refreshed("login.salesforce.com", &provider, &body).await.unwrap();
    assert!(tokens.refresh.is_none() && tokens.access_life_s.is_none());
    assert_eq!(tokens.api_url.unwrap().as_str(), "https://contoso.my.salesforce.com/");
}

#[tokio::test]
async fn a_place_that_is_not_salesforces_never_becomes_the_place_for_tokens() {
    let provider = salesforce(SalesforceAccessType::Production);
    let body = answer(r#","instance_url":"https://evil.example""#);
    assert_eq!(refreshed("login.salesforce.com", &provider, &body).await.unwrap().api_url, None);
}

#[tokio::test]
async fn a_renewal_that_lost_access_to_the_data_needs_the_person() {
    let provider = salesforce(SalesforceAccessType::Production);
    let body = r#"{"access_token":"a","token_type":"Bearer","scope":"openid refresh_token"}"#;
    let http = ScriptedHttp::default().answering("https://login.salesforce.com/services/oauth2/token", 200, body);
    for (before, missing) in [("full", vec![Permission::Records]), ("api", vec![Permission::Records]), ("web", vec![])]
    {
        let before = [before.to_owned(), "openid".to_owned()];
        let renewed = provider.refresh(&http, &renewal(&before)).await;
        let named = renewed.map_or_else(
            |lost| (lost.failure.class, lost.failure.reason.missing),
            |_| (FailureClass::NeedsPerson, vec![]),
        );
        assert_eq!(named, (FailureClass::NeedsPerson, missing), "{before:?}");
    }
}

#[test]
fn an_organisations_own_address_is_an_issuer_and_no_foreign_one_is() {
    let provider = salesforce(SalesforceAccessType::Production);
    assert!(provider.is_issuer("https://login.salesforce.com"));
    assert!(provider.is_issuer("https://contoso.my.salesforce.com"));
    assert!(!provider.is_issuer("https://login.salesforce.com.evil.example") && !provider.is_issuer("x"));
}
