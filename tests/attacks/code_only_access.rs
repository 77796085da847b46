//! An account that was connected by typed codes only. Mallory used a code first. The owner then uses a code of her own, or a
//! window of her own sidebar.

use latchkey_store::{AuditEventKind, KeyScope};
use latchkey_testkit::{TestEndpoint, TestPane};
use latchkey_wire::{ProblemCode, Purpose};

use crate::people::{ANN, MALLORY, connect, sign_in};
use crate::typed_code::let_in_by_her_code;

/// An engine that knows a connection as Mallory's would give its data to Mallory.
#[tokio::test]
async fn an_engine_that_knew_it_as_his_gets_nothing_of_hers_and_is_told_that_it_ended() {
    let endpoint = TestEndpoint::start().await;
    let mallory = endpoint.pane().with_session().await;
    let_in_by_her_code(&endpoint, &mallory).await;
    let his = mallory.connection().await.id;
    let limited = endpoint.engine_for(KeyScope::Only([his.clone()].into())).await;
    assert!(limited.token(&his).await.is_ok());
    let (_ann, hers) = connect(&endpoint, ANN).await;
    for id in [&his, &hers.id] {
        assert!(limited.token(id).await.is_err(), "{id}");
    }
    let every = endpoint.engine().await;
    assert!(every.token(&hers.id).await.is_ok());
    let told = endpoint.app().store.list_journal(0, 100).await.unwrap().into_iter().map(|entry| entry.event);
    let mut of_his = told.filter(|news| news.connection.as_ref() == Some(&his)).map(|news| news.kind);
    assert_eq!(of_his.next_back(), Some(AuditEventKind::Disconnected));
}

/// Lets both in to her mailbox by codes, Mallory first. He has a CRM of his own beside it.
async fn let_both_in_by_codes(endpoint: &TestEndpoint) -> (TestPane, TestPane) {
    let mallory = endpoint.pane().with_session().await;
    let attempt = mallory.connects_through("salesforce-production", None).await;
    sign_in(endpoint, &mallory, &attempt, MALLORY).await;
    let_in_by_her_code(endpoint, &mallory).await;
    let ann = endpoint.pane().with_session().await;
    let_in_by_her_code(endpoint, &ann).await;
    (mallory, ann)
}

#[tokio::test]
async fn two_people_with_only_codes_are_told_of_each_other() {
    let endpoint = TestEndpoint::builder().with_salesforce().start().await;
    let (mallory, ann) = let_both_in_by_codes(&endpoint).await;
    let mailbox = ann.connection().await;
    for pane in [&ann, &mallory] {
        let told = pane.overview().await.let_in;
        assert_eq!(told.iter().map(|one| &one.connection).collect::<Vec<_>>(), [&mailbox.id]);
    }
}

#[tokio::test]
async fn the_owner_ends_an_earlier_code_for_good_and_nothing_else_of_his() {
    let endpoint = TestEndpoint::builder().with_salesforce().start().await;
    let (mallory, ann) = let_both_in_by_codes(&endpoint).await;
    let shared = ann.connection().await.id;
    let limited = endpoint.engine_for(KeyScope::Only([shared.clone()].into())).await;
    let exchanged = endpoint.practice.microsoft().counters().code_exchanges;
    let told = ann.overview().await.let_in;
    ann.ends_sidebar(&told[0].id).await.unwrap();
    let hers = ann.connection().await;
    assert_ne!(hers.id, shared);
    assert!(limited.token(&shared).await.is_err() && limited.token(&hers.id).await.is_err());
    assert!(endpoint.engine().await.token(&hers.id).await.is_ok(), "it works on");
    assert_eq!(endpoint.practice.microsoft().counters().code_exchanges, exchanged, "and she need not sign in again");
    assert_eq!(mallory.connection().await.purpose, Purpose::Crm, "what is his stays his");
    // He begins anew, and proves again who he is.
    let again = endpoint.pane().with_session().await;
    let attempt = again.connects_through("salesforce-production", None).await;
    sign_in(&endpoint, &again, &attempt, MALLORY).await;
    assert_eq!(again.connection().await.purpose, Purpose::Crm, "that brings nothing of hers back");
    assert!(ann.overview().await.let_in.is_empty());
    assert_eq!(endpoint.renew_all().await, 2);
    assert_eq!(ann.connection().await.id, hers.id);
}

#[tokio::test]
async fn the_attacker_ends_her_sidebar_and_she_returns_with_her_own_window() {
    let endpoint = TestEndpoint::builder().with_salesforce().start().await;
    let (mallory, ann) = let_both_in_by_codes(&endpoint).await;
    let told = mallory.overview().await.let_in;
    mallory.ends_sidebar(&told[0].id).await.unwrap();
    let gone = ann.get::<latchkey_wire::Overview>("/v1/overview").await.unwrap_err();
    assert_eq!(gone.problem.code, ProblemCode::SessionMissing);
    let (ann, hers) = connect(&endpoint, ANN).await;
    assert_eq!(hers.account.address, ANN);
    assert_eq!(ann.overview().await.connections.len(), 1);
    assert_eq!(mallory.connection().await.purpose, Purpose::Crm);
}

/// Mallory has access to her mailbox by a code, beside his own CRM. She has access by a code, too, and then signs in in her own
/// window.
#[tokio::test]
async fn her_own_window_separates_her_from_an_earlier_code() {
    for way in ["refresh", "connect", "change"] {
        let endpoint = TestEndpoint::builder().with_salesforce().start().await;
        let mallory = endpoint.pane().with_session().await;
        let attempt = mallory.connects_through("salesforce-production", None).await;
        sign_in(&endpoint, &mallory, &attempt, MALLORY).await;
        let_in_by_her_code(&endpoint, &mallory).await;
        let ann = endpoint.pane().with_session().await;
        let_in_by_her_code(&endpoint, &ann).await;
        let shared = ann.connection().await;
        let attempt = match way {
            "refresh" => ann.refreshes(&shared.id).await,
            "connect" => ann.connects().await,
            _ => ann.changes(&shared.id, "microsoft", None).await,
        };
        sign_in(&endpoint, &ann, &attempt, ANN).await;
        let hers = ann.connection().await;
        assert_eq!(hers.account.address, ANN, "{way}: his CRM does not stand beside it");
        assert_ne!(hers.id, shared.id, "{way}");
        assert_eq!(mallory.connection().await.purpose, Purpose::Crm, "{way}: he has what is his");
        let attempt = ann.connects_through("salesforce-production", None).await;
        sign_in(&endpoint, &ann, &attempt, ANN).await;
        assert_eq!(ann.overview().await.connections.len(), 2, "{way}");
        assert_eq!(mallory.overview().await.connections.len(), 1, "{way}: nothing that she adds is his");
        assert!(ann.overview().await.let_in.is_empty() && mallory.overview().await.let_in.is_empty(), "{way}");
        assert_eq!(endpoint.renew_all().await, 3, "{way}");
    }
}

#[tokio::test]
async fn a_sidebar_that_a_code_let_in_to_her_own_is_told_of_no_other() {
    let endpoint = TestEndpoint::start().await;
    let (ann, _) = connect(&endpoint, ANN).await;
    let (mallory, third) = (endpoint.pane().with_session().await, endpoint.pane().with_session().await);
    let_in_by_her_code(&endpoint, &mallory).await;
    let_in_by_her_code(&endpoint, &third).await;
    let told = ann.overview().await.let_in;
    assert_eq!(told.len(), 2);
    assert!(mallory.overview().await.let_in.is_empty());
    for one in &told {
        assert_eq!(mallory.ends_sidebar(&one.id).await.unwrap_err().problem.code, ProblemCode::NotFound);
    }
    third.overview().await;
    ann.overview().await;
}

#[tokio::test]
async fn if_both_end_it_at_once_exactly_one_keeps_it() {
    for _ in 0..6 {
        let endpoint = TestEndpoint::builder().with_salesforce().start().await;
        let (mallory, ann) = let_both_in_by_codes(&endpoint).await;
        let (hers, his) = (ann.overview().await.let_in, mallory.overview().await.let_in);
        let (one, other) = tokio::join!(ann.ends_sidebar(&hers[0].id), mallory.ends_sidebar(&his[0].id));
        assert!(one.is_ok() || other.is_ok());
        let sees = async |pane: &TestPane| {
            let overview = pane.get::<latchkey_wire::Overview>("/v1/overview").await;
            overview.is_ok_and(|seen| seen.connections.iter().any(|one| one.purpose == Purpose::Mailbox))
        };
        assert!(sees(&ann).await != sees(&mallory).await, "it belongs to one of them");
    }
}
