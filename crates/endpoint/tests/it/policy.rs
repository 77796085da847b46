//! What the administrator allows, and changes of it while panes are open.

use latchkey_store::AuditEventKind;
use latchkey_testkit::{TestEndpoint, TestPane};
use latchkey_wire::{
    AuthorizationId, AuthorizationRequest, ConnectionState, Installation, Intent, OfferId, Overview, Phase,
    ProblemCode, ReasonCode, SyncSettings,
};

use crate::people::{ANN, BEN, connect, phase, sign_in};

const WITHDRAWN: fn(latchkey_testkit::TestEndpointBuilder) -> latchkey_testkit::TestEndpointBuilder =
    latchkey_testkit::TestEndpointBuilder::without_microsoft;

async fn refusal(pane: &TestPane, intent: Intent) -> ProblemCode {
    let id = AuthorizationId::new("4b6f0f5e-6d5c-4d7b-9a43-1c2f0f6f8a11");
    pane.begin_as(&id, &AuthorizationRequest { intent, host_mailbox: None }).await.unwrap_err().problem.code
}

fn names(offers: &[OfferId]) -> Vec<&str> {
    offers.iter().map(OfferId::as_str).collect()
}

#[tokio::test]
async fn only_the_ways_that_the_administrator_allows_are_offered_and_taken() {
    let endpoint = TestEndpoint::builder().with_salesforce_by(&["sandbox", "my_domain"]).start().await;
    let pane = endpoint.pane().with_session().await;
    let installation: Installation = pane.get("/v1/installation").await.unwrap();
    let shown: Vec<_> =
        installation.offers.iter().map(|offer| (offer.id.as_str(), offer.access_type.as_str())).collect();
    assert_eq!(
        shown,
        [
            ("microsoft", "Microsoft Office 365"),
            ("salesforce-sandbox", "Sandbox"),
            ("salesforce-my-domain", "My Domain")
        ]
    );
    let overview = pane.overview().await;
    assert_eq!(names(&overview.offers), ["microsoft", "salesforce-sandbox", "salesforce-my-domain"]);
    let forbidden = Intent::Connect { offer: OfferId::new("salesforce-production"), site: None };
    assert_eq!(refusal(&pane, forbidden).await, ProblemCode::OfferNotAllowed);
}

#[tokio::test]
async fn a_way_that_is_forbidden_later_works_until_it_breaks_and_then_says_what_to_do() {
    let mut endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    endpoint.reconfigure(WITHDRAWN).await;
    let told = endpoint.app().store.list_journal(0, 100).await.unwrap().pop().unwrap().event;
    let detail = serde_json::to_value(told.detail).unwrap();
    let expected = serde_json::json!({ "offered": { "before": ["microsoft"], "after": [] } });
    assert_eq!((told.kind, detail), (AuditEventKind::PolicyChanged, expected));
    endpoint.renew_all().await;
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
    endpoint.practice.microsoft().revoke(ANN);
    endpoint.renew_all().await;
    let state = pane.connection().await.state;
    assert!(
        matches!(&state, ConnectionState::NeedsSignIn { reason, .. } if reason.code == ReasonCode::AccessTypeNotAllowed),
        "{state:?}"
    );
    assert_eq!(
        refusal(&pane, Intent::Refresh { connection: connection.id.clone() }).await,
        ProblemCode::OfferNotAllowed
    );
    endpoint.reconfigure(|_| TestEndpoint::builder()).await;
    let attempt = pane.refreshes(&connection.id).await;
    sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await;
    assert_eq!(phase(&pane, &attempt).await, Phase::Succeeded { connection: connection.id });
}

/// The overviews that a pane is sent.
struct Events(reqwest::Response);

impl Events {
    async fn of(pane: &TestPane) -> Self {
        Self(pane.request(reqwest::Method::GET, "/v1/events").send().await.unwrap())
    }

    async fn next(&mut self) -> Overview {
        loop {
            let chunk = self.0.chunk().await.unwrap().unwrap();
            let text = String::from_utf8(chunk.to_vec()).unwrap();
            if let Some(data) = text.lines().find_map(|line| line.strip_prefix("data: ")) {
                return serde_json::from_str(data).unwrap();
            }
        }
    }
}

#[tokio::test]
async fn a_change_of_the_licence_reaches_open_panes_and_the_page_itself() {
    let mut endpoint = TestEndpoint::start().await;
    let (ann, _) = connect(&endpoint, ANN).await;
    let (ben, _) = connect(&endpoint, BEN).await;
    let (mut anns, mut bens) = (Events::of(&ann).await, Events::of(&ben).await);
    assert_eq!(anns.next().await.sync_settings, SyncSettings::New);
    assert_eq!(bens.next().await.sync_settings, SyncSettings::New);
    endpoint
        .reconfigure(|setting| setting.with_sync_settings(r#"accounts = { "ann@contoso.example" = "legacy" }"#))
        .await;
    assert_eq!(anns.next().await.sync_settings, SyncSettings::Legacy);
    assert_eq!(ben.overview().await.sync_settings, SyncSettings::New);
    endpoint.reconfigure(|setting| setting.with_sync_settings(r#"domains = { "contoso.example" = "legacy" }"#)).await;
    assert_eq!(bens.next().await.sync_settings, SyncSettings::Legacy);
    endpoint.reconfigure(|setting| setting.with_sync_settings(r#"page = "legacy""#)).await;
    let newcomer = endpoint.pane().with_session().await;
    assert_eq!(newcomer.overview().await.sync_settings, SyncSettings::Legacy);
    let installation: Installation = newcomer.get("/v1/installation").await.unwrap();
    assert_eq!(installation.sync_settings, SyncSettings::Legacy);
}

#[tokio::test]
async fn fresh_sessions_of_one_network_do_not_look_up_more_than_an_office_would() {
    let endpoint = TestEndpoint::start().await;
    let from_a_fresh_session = async || endpoint.pane().with_session().await.looks_up("visitor@contoso.example").await;
    for number in 0..200 {
        assert!(from_a_fresh_session().await.is_ok(), "{number}");
    }
    let refused = from_a_fresh_session().await.unwrap_err();
    assert_eq!(refused.problem.code, ProblemCode::TooManyRequests);
    endpoint.clock.advance_s(600);
    assert!(from_a_fresh_session().await.is_ok());
}

#[tokio::test]
async fn a_mailbox_is_looked_up_by_its_address_and_only_among_what_is_allowed() {
    let mut endpoint = TestEndpoint::builder().with_google().start().await;
    let pane = endpoint.pane().with_session().await;
    for (address, offer) in [
        (" ann@contoso.example ", Some("microsoft")),
        ("cleo@fabrikam.example", Some("microsoft")),
        ("visitor@gmail.com", Some("google")),
        ("visitor@nowhere.example", None),
    ] {
        endpoint.clock.advance_s(2);
        let found = pane.looks_up(address).await.unwrap().offer;
        assert_eq!(found.as_ref().map(OfferId::as_str), offer, "{address}");
    }
    assert_eq!(pane.looks_up("ann@contoso.example").await.unwrap_err().problem.code, ProblemCode::TooManyRequests);
    endpoint.clock.advance_s(2);
    assert_eq!(pane.looks_up("no address").await.unwrap_err().problem.code, ProblemCode::MalformedBody);
    endpoint.reconfigure(WITHDRAWN).await;
    endpoint.clock.advance_s(2);
    let found = pane.looks_up("cleo@fabrikam.example").await.unwrap().offer;
    assert_eq!(found.as_ref().map(OfferId::as_str), Some("google"));
}

#[tokio::test]
async fn a_configuration_that_cannot_be_used_changes_nothing() {
    let mut endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane().with_session().await;
    for text in ["page = ", "listen = 1", ""] {
        endpoint.rewrite_config(text).await;
        assert_eq!(names(&pane.overview().await.offers), ["microsoft"], "{text:?}");
    }
    endpoint.reconfigure(WITHDRAWN).await;
    assert!(pane.overview().await.offers.is_empty());
}
