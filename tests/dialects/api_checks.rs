//! A good token, and a mailbox or a CRM that refuses: **Check now**, and rejections that a sync engine reports.

use axum::http::Method;
use latchkey_endpoint::tokens::engine_keys;
use latchkey_store::{AuditActor, KeyScope};
use latchkey_testkit::TestPane;
use latchkey_wire::{Connection, ConnectionId};
use serde_json::{Value, json};

use crate::each::each;
use crate::installation::{ANN, BEN, DUE_AFTER_S, DialectInstallation, MICROSOFT, SALESFORCE_OFFER};
use crate::rows::Origin;
use crate::rows::api_checks::{ApiCheckRow, api_checks, challenges};
use crate::rows::lives::lives;

pub const LATE: Origin = Origin {
    server: "Any API",
    what: "a report about a token that was replaced meanwhile",
    read_at: "microsoftgraph/msgraph-sdk-java #2306, #2355",
};
pub const SHORT: Origin = Origin {
    server: "Salesforce",
    what: "sessions of 20 minutes, and no introspection",
    read_at: "PostHog/posthog PR #34828; calcom/cal.diy PR #27264",
};

/// A sync engine that reads whole answers.
async fn engine(installation: &DialectInstallation) -> TestPane {
    let (app, actor) = (installation.endpoint.app(), AuditActor::Administrator("test".into()));
    let made = engine_keys::create(&*app.store, &*app.clock, &*app.entropy, ("the engine", KeyScope::All), actor);
    installation.endpoint.pane().with_token(&made.await.unwrap().1)
}

async fn token(engine: &TestPane, id: &ConnectionId) -> Value {
    engine.get(&format!("/v1/connections/{id}/token")).await.unwrap()
}

async fn report(engine: &TestPane, id: &ConnectionId, said: &Value) -> Connection {
    let request = engine.request(Method::POST, &format!("/v1/connections/{id}/rejections")).json(said);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    answer.json().await.unwrap()
}

#[tokio::test]
async fn each_refusal_of_an_api_asks_the_one_who_can_help() {
    each(api_checks(), |row| row.origin, try_check).await;
}

/// Tries one refusal of an API.
async fn try_check(row: ApiCheckRow) {
    let what = &row.origin.to_string();
    let (installation, ann, ben) = DialectInstallation::open(row.offer).await;
    installation.server.choose(|choices| _ = choices.apis.insert(ANN, vec![row.answer]));
    installation.endpoint.clock.advance_s(60);
    ann.pane.check(&ann.connection.id).await.unwrap();
    installation.endpoint.settled().await;
    assert_eq!(ann.told().await, row.told, "{what}");
    installation.assert_works(what, BEN, &ben).await;
    installation.server.choose(|choices| _ = choices.apis.remove(ANN));
    installation.endpoint.clock.advance_s(60);
    ann.pane.check(&ann.connection.id).await.unwrap();
    installation.endpoint.settled().await;
    installation.assert_works(what, ANN, &ann).await;
    assert_eq!(installation.server.reuse_count(), 0, "{what}");
}

#[tokio::test]
async fn a_reported_challenge_is_met_by_the_next_renewal() {
    each(
        challenges(),
        |(origin, _)| *origin,
        async |(origin, said)| {
            let what = &origin.to_string();
            let (installation, ann, ben) = DialectInstallation::open(MICROSOFT).await;
            let engine = engine(&installation).await;
            let first = token(&engine, &ann.connection.id).await;
            installation.endpoint.clock.advance_s(60);
            report(&engine, &ann.connection.id, &said).await;
            let asked: Value = serde_json::from_str(&installation.server.seen().form["claims"]).unwrap();
            assert_eq!(asked["access_token"]["nbf"]["value"], "1657834417", "{what}");
            assert_eq!(asked["access_token"]["xms_cc"]["values"][0], "cp1", "{what}");
            installation.assert_works(what, ANN, &ann).await;
            let second = token(&engine, &ann.connection.id).await;
            assert_ne!(first["access_token"], second["access_token"], "{what}");
            installation.renew_due(DUE_AFTER_S).await;
            let asked = installation.server.seen().form["claims"].clone();
            assert!(!asked.contains("nbf"), "{what}: it is met once");
            installation.assert_works(what, BEN, &ben).await;
        },
    )
    .await;
}

#[tokio::test]
async fn a_late_report_changes_nothing() {
    let what = &LATE.to_string();
    let (installation, ann, _ben) = DialectInstallation::open(MICROSOFT).await;
    let engine = engine(&installation).await;
    let old = token(&engine, &ann.connection.id).await;
    installation.renew_due(DUE_AFTER_S).await;
    let newest = installation.server.newest_token(ANN);
    for _ in 0..8 {
        let said = json!({ "token_id": old["token_id"], "status": 401, "claims": r#"{"access_token":{"a":null}}"# });
        report(&engine, &ann.connection.id, &said).await;
        installation.endpoint.clock.advance_s(5);
    }
    installation.assert_works(what, ANN, &ann).await;
    assert_eq!(installation.server.newest_token(ANN), newest, "{what}: no token was presented");
    let new = token(&engine, &ann.connection.id).await;
    report(&engine, &ann.connection.id, &json!({ "token_id": new["token_id"], "status": 401 })).await;
    assert_eq!(installation.server.newest_token(ANN), newest.map(|newest| newest + 1), "{what}: the newest is tried");
}

const WITHOUT_LIFE: &str =
    r#"{"access_token":"{a}","refresh_token":"{r}","id_token":"{i}","instance_url":"{u}/salesforce"}"#;

#[tokio::test]
async fn a_life_that_no_answer_states_is_learned_from_introspection() {
    each(
        lives(),
        |row| row.origin,
        async |row| {
            let what = &row.origin.to_string();
            let installation = DialectInstallation::empty(row.offer).await;
            installation.server.choose(|choices| {
                choices.discovery = r#"{"introspection_endpoint":"{url}/introspect"}"#;
                choices.introspection.insert(ANN, row.introspection);
            });
            let body = crate::rows::DialectResponse { body: WITHOUT_LIFE, ..Default::default() };
            installation.server.set_answer(ANN, Some(body));
            let ann = installation.connect(ANN).await;
            let engine = engine(&installation).await;
            let handed_out = token(&engine, &ann.connection.id).await;
            let life_s = handed_out["expires_at"].as_i64().unwrap() - installation.endpoint.now();
            let is_nominal = handed_out["expires_at_is_nominal"] == true;
            match row.life_s {
                Some(expected) => assert_eq!((life_s, is_nominal), (expected, false), "{what}"),
                None => assert_eq!((life_s, is_nominal), (3600, true), "{what}"),
            }
            installation.endpoint.clock.advance_s(600);
            installation.endpoint.renew_due().await;
            installation.endpoint.settled().await;
            installation.assert_works(what, ANN, &ann).await;
        },
    )
    .await;
}

#[tokio::test]
async fn a_life_that_nobody_states_is_learned_from_rejections() {
    const LIFE_S: i64 = 1200;
    let what = &SHORT.to_string();
    let (installation, ann, ben) = DialectInstallation::open(SALESFORCE_OFFER).await;
    let engine = engine(&installation).await;
    let first = token(&engine, &ann.connection.id).await;
    assert_eq!(first["expires_at_is_nominal"], true, "{what}");
    installation.endpoint.clock.advance_s(LIFE_S);
    report(&engine, &ann.connection.id, &json!({ "token_id": first["token_id"], "status": 401 })).await;
    installation.assert_works(what, ANN, &ann).await;
    let second = token(&engine, &ann.connection.id).await;
    assert_eq!(second["expires_at"].as_i64(), Some(installation.endpoint.now() + LIFE_S), "{what}");
    installation.endpoint.clock.advance_s(LIFE_S - 100);
    let third = token(&engine, &ann.connection.id).await;
    assert_ne!(third["access_token"], second["access_token"], "{what}: it is replaced before it ends");
    assert_eq!(third["expires_at"].as_i64(), Some(installation.endpoint.now() + LIFE_S), "{what}: it is remembered");
    installation.assert_works(what, BEN, &ben).await;
}
