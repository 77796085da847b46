//! Refusals that only one server makes, at renewals: who is asked to act. And how long servers ask to wait.

use crate::each::each;
use crate::installation::{ANN, BEN, DUE_AFTER_S, DialectInstallation, OPENID};
use crate::rows::refusals::{OwnRefusalRow, own_refusals, waits};

/// Tries the refusals of one offer.
async fn try_at(offer: &'static str) {
    let rows = own_refusals().into_iter().filter(|row| row.offer == offer);
    each(rows, |row| row.origin, try_refusal).await;
}

/// Tries one refusal.
async fn try_refusal(row: OwnRefusalRow) {
    let what = &row.origin.to_string();
    let (installation, ann, ben) = DialectInstallation::open(row.offer).await;
    installation.server.set_answer(ANN, Some(row.answer()));
    for told in &row.told {
        installation.renew_due(DUE_AFTER_S).await;
        assert_eq!(ann.told().await, Some(*told), "{what}");
        installation.renew_due(60).await;
        installation.assert_works(what, BEN, &ben).await;
    }
    // Nobody who only has to wait is asked to act later.
    let retries = row.told.last().is_some_and(|told| told.1 == "retrying");
    for _ in 0..if retries { 8 } else { 0 } {
        installation.renew_due(DUE_AFTER_S).await;
        assert_eq!(ann.told().await.map(|told| told.1), Some("retrying"), "{what}");
    }
    installation.server.set_answer(ANN, None);
    if retries {
        installation.renew_due(DUE_AFTER_S).await;
        installation.assert_works(what, ANN, &ann).await;
    } else {
        assert!(installation.server.newest_token(ANN).is_some(), "{what}: the grant is kept");
    }
    assert_eq!(installation.server.reuse_count(), 0, "{what}");
}

#[tokio::test]
async fn each_of_microsofts_refusals_asks_the_one_who_can_help() {
    try_at("tenants").await;
}

#[tokio::test]
async fn each_of_googles_refusals_asks_the_one_who_can_help() {
    try_at("google").await;
}

#[tokio::test]
async fn each_of_salesforces_refusals_asks_the_one_who_can_help() {
    try_at("salesforce-production").await;
}

#[tokio::test]
async fn each_refusal_of_other_servers_asks_the_one_who_can_help() {
    try_at("openid").await;
}

#[tokio::test]
async fn nothing_is_presented_before_the_time_that_a_server_names() {
    each(
        waits(),
        |row| row.origin,
        async |row| {
            let what = &row.origin.to_string();
            let (installation, ann, _ben) = DialectInstallation::open(OPENID).await;
            for person in [ANN, BEN] {
                installation.server.set_answer(person, Some(row.answer()));
            }
            let presented = || installation.server.refusal_count(ANN) + installation.server.refusal_count(BEN);
            installation.endpoint.clock.advance_s(DUE_AFTER_S);
            installation.endpoint.renew_due().await;
            let before = presented();
            assert!(before > 0, "{what}");
            installation.endpoint.clock.advance_s(row.waits_s);
            installation.endpoint.renew_due().await;
            assert_eq!(presented(), before, "{what}: too early");
            for person in [ANN, BEN] {
                installation.server.set_answer(person, None);
            }
            installation.renew_due(row.then_s - row.waits_s).await;
            installation.renew_due(60).await;
            installation.assert_works(what, ANN, &ann).await;
        },
    )
    .await;
}
