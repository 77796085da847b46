//! A code that its owner gives away, or that she types in her own second sidebar. It lets the sidebar in to one connection.

use latchkey_testkit::{TestEndpoint, TestPane};
use latchkey_wire::{Authorization, Phase, ProblemCode, Purpose, ReasonCode};

use crate::people::{ANN, MALLORY, assert_has_nothing, connect, connect_both, connection_for, phase, sign_in};

/// Signs Ann in in a browser that cannot reach the pane, and types the code that it shows into the pane.
pub async fn let_in_by_her_code(endpoint: &TestEndpoint, pane: &TestPane) -> Authorization {
    let attempt = pane.connects().await;
    let_in_by_her_code_for(endpoint, pane, attempt).await
}

pub async fn let_in_by_her_code_for(endpoint: &TestEndpoint, pane: &TestPane, attempt: Authorization) -> Authorization {
    let mut hers = endpoint.browser();
    let page = hers.opens_without_key(pane, &attempt.id).await;
    let shown = hers.sign_in(page, ANN, "Ann-practice-1").await;
    pane.types_code(&attempt.id, shown.code().unwrap()).await.unwrap();
    attempt
}

fn reason(phase: &Phase) -> ReasonCode {
    match phase {
        Phase::Failed { reason, .. } => reason.code,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_code_lets_a_sidebar_in_to_one_connection_alone() {
    let endpoint = TestEndpoint::builder().with_salesforce().start().await;
    let ann = connect_both(&endpoint, ANN).await;
    let all = ann.overview().await.connections;
    let (mailbox, crm) = (connection_for(Purpose::Mailbox, &all), connection_for(Purpose::Crm, &all));
    let guest = endpoint.pane().with_session().await;
    let_in_by_her_code(&endpoint, &guest).await;
    assert_eq!(guest.connection().await.id, mailbox.id);
    assert_eq!(guest.check(&crm.id).await.unwrap_err().problem.code, ProblemCode::ConnectionNotFound);
    let refused = guest.choose(&crm.id, &crm.settings).await.unwrap_err();
    assert_eq!(refused.problem.code, ProblemCode::ConnectionNotFound);
    let intent = latchkey_wire::Intent::Refresh { connection: crm.id.clone() };
    let request = latchkey_wire::AuthorizationRequest { intent, host_mailbox: None };
    let id = latchkey_wire::AuthorizationId::new("4b6f0f5e-6d5c-4d7b-9a43-1c2f0f6f8a12");
    let refused = guest.begin_as(&id, &request).await.unwrap_err();
    assert_eq!(refused.problem.code, ProblemCode::ConnectionNotFound);
    assert!(guest.overview().await.let_in.is_empty(), "it is told of no other sidebar");
    assert_eq!(ann.overview().await.connections.len(), 2, "and she has everything");
}

#[tokio::test]
async fn the_persons_other_sidebars_are_told_and_can_end_it() {
    let endpoint = TestEndpoint::start().await;
    let (ann, mailbox) = connect(&endpoint, ANN).await;
    let (stranger, _) = connect(&endpoint, MALLORY).await;
    let guest = endpoint.pane().with_session().await;
    let_in_by_her_code(&endpoint, &guest).await;
    let told = ann.overview().await.let_in;
    assert_eq!(told.iter().map(|one| &one.connection).collect::<Vec<_>>(), [&mailbox.id]);
    assert!(stranger.overview().await.let_in.is_empty(), "no other person is told");
    for other in [&stranger, &guest] {
        assert_eq!(other.ends_sidebar(&told[0].id).await.unwrap_err().problem.code, ProblemCode::NotFound);
    }
    ann.ends_sidebar(&told[0].id).await.unwrap();
    let ended = guest.get::<latchkey_wire::Overview>("/v1/overview").await.unwrap_err();
    assert_eq!(ended.problem.code, ProblemCode::SessionMissing);
    assert!(ann.overview().await.let_in.is_empty());
    assert_eq!(ann.connection().await.id, mailbox.id);
}

#[tokio::test]
async fn no_connection_of_his_is_added_beside_hers() {
    let endpoint = TestEndpoint::builder().with_salesforce().start().await;
    let (ann, mailbox) = connect(&endpoint, ANN).await;
    let guest = endpoint.pane().with_session().await;
    let_in_by_her_code(&endpoint, &guest).await;
    // A CRM of his own.
    let attempt = guest.connects_through("salesforce-production", None).await;
    sign_in(&endpoint, &guest, &attempt, MALLORY).await;
    assert_eq!(reason(&phase(&guest, &attempt.id).await), ReasonCode::SidebarLimited);
    // His account in place of hers.
    let attempt = guest.changes(&mailbox.id, "microsoft", None).await;
    sign_in(&endpoint, &guest, &attempt, MALLORY).await;
    assert_eq!(reason(&phase(&guest, &attempt.id).await), ReasonCode::SidebarLimited);
    let after = ann.connection().await;
    assert_eq!((after.id, after.account.address.as_str()), (mailbox.id, ANN));
    assert_eq!(endpoint.renew_all().await, 1);
}

#[tokio::test]
async fn a_sidebar_with_a_connection_absorbs_no_other_person() {
    let endpoint = TestEndpoint::builder().with_salesforce().start().await;
    let (ann, mailbox) = connect(&endpoint, ANN).await;
    let mallory = endpoint.pane().with_session().await;
    let attempt = mallory.connects_through("salesforce-production", None).await;
    sign_in(&endpoint, &mallory, &attempt, MALLORY).await;
    let attempt = let_in_by_her_code(&endpoint, &mallory).await;
    assert_eq!(reason(&phase(&mallory, &attempt.id).await), ReasonCode::ConnectedElsewhere);
    assert_eq!(mallory.connection().await.purpose, Purpose::Crm);
    assert_eq!(ann.connection().await.id, mailbox.id);
    assert!(ann.overview().await.let_in.is_empty());
}

#[tokio::test]
async fn a_code_for_an_unconnected_account_does_not_make_him_its_owner() {
    let endpoint = TestEndpoint::builder().with_salesforce().start().await;
    let ann = endpoint.pane().with_session().await;
    let attempt = ann.connects_through("salesforce-production", None).await;
    sign_in(&endpoint, &ann, &attempt, ANN).await;
    let guest = endpoint.pane().with_session().await;
    let_in_by_her_code(&endpoint, &guest).await;
    let talked_out = guest.connection().await;
    let attempt = ann.connects().await;
    sign_in(&endpoint, &ann, &attempt, ANN).await;
    let all = ann.overview().await.connections;
    assert_eq!(all.len(), 2, "it is hers, with what she has");
    assert_ne!(
        connection_for(Purpose::Mailbox, &all).id,
        talked_out.id,
        "and nothing that knew it as his goes on with it"
    );
    assert_has_nothing(&guest).await;
}

#[tokio::test]
async fn connections_he_adds_before_she_comes_do_not_become_hers() {
    let endpoint = TestEndpoint::builder().with_salesforce().start().await;
    let mallory = endpoint.pane().with_session().await;
    let attempt = mallory.connects_through("salesforce-production", None).await;
    sign_in(&endpoint, &mallory, &attempt, MALLORY).await;
    let_in_by_her_code(&endpoint, &mallory).await;
    assert_eq!(mallory.overview().await.connections.len(), 2);
    let (ann, mailbox) = connect(&endpoint, ANN).await;
    assert_eq!((mailbox.account.address.as_str(), ann.overview().await.let_in.len()), (ANN, 0));
    assert_eq!(mallory.connection().await.purpose, Purpose::Crm, "what is his stays his, and no more");
    let attempt = ann.connects_through("salesforce-production", None).await;
    sign_in(&endpoint, &ann, &attempt, ANN).await;
    assert_eq!(ann.overview().await.connections.len(), 2);
}

#[tokio::test]
async fn a_connection_of_his_that_a_code_moved_to_her_account_is_hers_when_she_comes() {
    let endpoint = TestEndpoint::start().await;
    let (mallory, mailbox) = connect(&endpoint, MALLORY).await;
    let attempt = mallory.changes(&mailbox.id, "microsoft", None).await;
    let attempt = let_in_by_her_code_for(&endpoint, &mallory, attempt).await;
    mallory.switch(&attempt.id).await.unwrap();
    assert_eq!(mallory.connection().await.account.address, ANN);
    let (_ann, hers) = connect(&endpoint, ANN).await;
    assert_ne!(hers.id, mailbox.id);
    assert_has_nothing(&mallory).await;
}

#[tokio::test]
async fn a_code_ends_when_she_connects_another_account() {
    let endpoint = TestEndpoint::start().await;
    let (ann, mailbox) = connect(&endpoint, ANN).await;
    let guest = endpoint.pane().with_session().await;
    let_in_by_her_code(&endpoint, &guest).await;
    let attempt = ann.changes(&mailbox.id, "microsoft", None).await;
    sign_in(&endpoint, &ann, &attempt, MALLORY).await;
    ann.switch(&attempt.id).await.unwrap();
    assert_eq!(ann.connection().await.account.address, MALLORY);
    let ended = guest.get::<latchkey_wire::Overview>("/v1/overview").await.unwrap_err();
    assert_eq!(ended.problem.code, ProblemCode::SessionMissing);
}

#[tokio::test]
async fn her_own_window_opens_everything_to_her_second_sidebar() {
    let endpoint = TestEndpoint::builder().with_salesforce().start().await;
    let ann = connect_both(&endpoint, ANN).await;
    let second = endpoint.pane().with_session().await;
    let_in_by_her_code(&endpoint, &second).await;
    let mailbox = second.connection().await;
    let attempt = second.refreshes(&mailbox.id).await;
    sign_in(&endpoint, &second, &attempt, ANN).await;
    assert_eq!(second.overview().await.connections.len(), 2);
    assert!(ann.overview().await.let_in.is_empty(), "it is hers now");
}

#[tokio::test]
async fn a_token_of_the_hosts_sign_on_stands_for_the_code_and_only_for_its_own_account() {
    let endpoint = TestEndpoint::builder().with_office_sso().start().await;
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects().await;
    let mut hers = endpoint.browser();
    let page = hers.opens_without_key(&pane, &attempt.id).await;
    hers.sign_in(page, ANN, "Ann-practice-1").await;
    for token in [endpoint.office_token(MALLORY), "invented".to_owned()] {
        let refused = pane.shows_sso_token(&attempt.id, &token).await.unwrap_err();
        assert_eq!(refused.problem.code, ProblemCode::ProofRejected);
    }
    assert_eq!(phase(&pane, &attempt.id).await, Phase::AwaitingProof);
    pane.shows_sso_token(&attempt.id, &endpoint.office_token(ANN)).await.unwrap();
    assert_eq!(pane.connection().await.account.address, ANN);
}

#[tokio::test]
async fn an_administrator_can_keep_sign_ins_to_the_windows_that_sidebars_open() {
    let endpoint = TestEndpoint::builder().with_settings("[sign_in]\nother_browsers = \"refuse\"\n").start().await;
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects().await;
    let refused = pane.asks_without_key(&attempt.id).await.unwrap_err();
    assert_eq!(refused.problem.code, ProblemCode::KeylessNotAllowed);
    let mut browser = endpoint.browser();
    let refused = crate::people::hand_in_without_key(&mut browser, &pane, &attempt.id, true).await;
    assert_eq!(refused, Err("keyless_not_allowed".into()));
    sign_in(&endpoint, &pane, &attempt, ANN).await;
    assert_eq!(pane.connection().await.account.address, ANN);
}

#[tokio::test]
async fn a_window_in_another_network_is_told_first_and_can_be_refused() {
    use latchkey_wire::{OpeningRequest, OpeningResponse, openings_path};
    for (setting, unpressed) in
        [("allow", Ok(OpeningResponse::Press { elsewhere: true })), ("same_network", Err("other_network".to_owned()))]
    {
        let proxies =
            format!("[sign_in]\nother_browsers = \"{setting}\"\ntrusted_proxies = [\"127.0.0.1\", \"::1\"]\n");
        let endpoint = TestEndpoint::builder().with_settings(&proxies).start().await;
        let pane = endpoint.pane().with_session().await;
        let attempt = pane.connects().await;
        let ask = pane.request(reqwest::Method::POST, &format!("/v1/authorizations/{}/without-key", attempt.id));
        assert_eq!(ask.header("x-forwarded-for", "192.0.2.7").send().await.unwrap().status(), 204);
        let mut browser = endpoint.browser();
        let start = browser.open(&pane.start_page(&attempt.id)).await;
        let openings = endpoint.url().join(&openings_path(&attempt.id)).unwrap();
        let mut from = async |address: &'static str| {
            let body = OpeningRequest::default();
            let sent = browser.posts(Some(&start), &openings, |it| it.header("x-forwarded-for", address).json(&body));
            sent.await.said()
        };
        assert_eq!(from("198.51.100.9").await, unpressed, "{setting}");
        assert_eq!(from("192.0.2.7").await, Ok(OpeningResponse::Press { elsewhere: false }), "{setting}");
    }
}

#[tokio::test]
async fn a_let_in_sidebar_is_listed_and_can_be_ended_as_long_as_it_lives() {
    let endpoint = TestEndpoint::start().await;
    let (ann, _) = connect(&endpoint, ANN).await;
    let guest = endpoint.pane().with_session().await;
    let_in_by_her_code(&endpoint, &guest).await;
    for _ in 0..40 {
        endpoint.clock.advance_s(20 * 3600);
        guest.overview().await;
        assert_eq!(ann.overview().await.let_in.len(), 1);
    }
    let told = ann.overview().await.let_in;
    ann.ends_sidebar(&told[0].id).await.unwrap();
    let ended = guest.get::<latchkey_wire::Overview>("/v1/overview").await.unwrap_err();
    assert_eq!(ended.problem.code, ProblemCode::SessionMissing);
}

#[tokio::test]
async fn changing_to_her_account_in_her_own_window_takes_it_from_a_code_holder() {
    let endpoint = TestEndpoint::builder().with_google().start().await;
    let mallory = endpoint.pane().with_session().await;
    let_in_by_her_code(&endpoint, &mallory).await;
    assert_eq!(mallory.connection().await.account.address, ANN);
    let ann = endpoint.pane().with_session().await;
    let attempt = ann.connects_through("google", None).await;
    sign_in(&endpoint, &ann, &attempt, ANN).await;
    let before = ann.connection().await;
    let attempt = ann.changes(&before.id, "microsoft", None).await;
    sign_in(&endpoint, &ann, &attempt, ANN).await;
    if let Phase::AwaitingSwitch { .. } = phase(&ann, &attempt.id).await {
        ann.switch(&attempt.id).await.unwrap();
    }
    let after = ann.connection().await;
    assert_eq!((after.id, after.offer.as_str()), (before.id, "microsoft"));
    let his = mallory.get::<latchkey_wire::Overview>("/v1/overview").await;
    assert!(his.is_ok_and(|overview| overview.connections.is_empty()), "what the code gave is gone");
    assert_eq!(endpoint.renew_all().await, 1);
}

#[tokio::test]
async fn a_code_holder_takes_an_account_from_no_one() {
    let endpoint = TestEndpoint::builder().with_google().start().await;
    let mallory = endpoint.pane().with_session().await;
    let_in_by_her_code(&endpoint, &mallory).await;
    let other = endpoint.pane().with_session().await;
    let attempt = other.connects_through("google", None).await;
    sign_in(&endpoint, &other, &attempt, MALLORY).await;
    let before = other.connection().await;
    let attempt = other.changes(&before.id, "microsoft", None).await;
    let attempt = let_in_by_her_code_for(&endpoint, &other, attempt).await;
    assert_eq!(reason(&phase(&other, &attempt.id).await), ReasonCode::ConnectedElsewhere);
    assert_eq!(mallory.connection().await.account.address, ANN);
}

#[tokio::test]
async fn single_sign_on_does_not_open_a_code_holders_session() {
    let endpoint = TestEndpoint::builder().with_office_sso().start().await;
    let mallory = endpoint.pane().with_session().await;
    let_in_by_her_code(&endpoint, &mallory).await;
    let token = endpoint.office_token(ANN);
    let body = serde_json::json!({ "token": token });
    let begun = endpoint.pane().request(reqwest::Method::POST, "/v1/sessions/sso").json(&body).send().await.unwrap();
    assert_eq!(begun.status(), 401, "a session of her own begins empty");
    let (_ann, _) = connect(&endpoint, ANN).await;
    let begun = endpoint.pane().request(reqwest::Method::POST, "/v1/sessions/sso").json(&body).send().await.unwrap();
    assert_eq!(begun.status(), 201);
}
