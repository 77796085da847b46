//! Refusals at a renewal and at a sign-in: who is asked to act.

use std::time::Duration;

use latchkey_wire::{ConnectionState, Phase, ReasonCode};

use crate::installation::{ANN, BEN, ConnectedPerson, DUE_AFTER_S, DialectInstallation, OPENID, reason_and_actor};
use crate::rows::{DialectResponse, RefusalOutcome};
use crate::table::refusals;

async fn told(ann: &ConnectedPerson) -> Option<(ReasonCode, &'static str)> {
    reason_and_actor(&ann.pane.connection().await.state)
}

#[tokio::test]
async fn each_refusal_reaches_its_own_person_in_time_and_affects_no_one_else() {
    for refusal in refusals() {
        let what = &format!("{} ({})", refusal.what, refusal.read_at);
        let (installation, ann, ben) = DialectInstallation::open(OPENID).await;
        installation.server.set_answer(ANN, Some(refusal.answer()));
        installation.renew_due(DUE_AFTER_S).await;
        installation.assert_works(what, BEN, &ben).await;
        match refusal.becomes {
            RefusalOutcome::SignIn(code, times) => {
                for _ in 1..times {
                    assert_eq!(told(&ann).await, Some((ReasonCode::RefusedUnexplained, "retrying")), "{what}");
                    installation.renew_due(30).await;
                }
                assert_eq!(told(&ann).await, Some((code, "sign in")), "{what}");
            }
            RefusalOutcome::AfterHours => {
                for _ in 0..9 {
                    assert_eq!(told(&ann).await.map(|told| told.1), Some("retrying"), "{what}");
                    installation.renew_due(20 * 60).await;
                }
                assert_eq!(told(&ann).await, Some((ReasonCode::SignInEnded, "sign in")), "{what}");
            }
            RefusalOutcome::Never => {
                for _ in 0..12 {
                    assert_eq!(told(&ann).await.map(|told| told.1), Some("retrying"), "{what}");
                    installation.renew_due(DUE_AFTER_S).await;
                }
                installation.server.set_answer(ANN, None);
                installation.renew_due(DUE_AFTER_S).await;
                installation.assert_works(what, ANN, &ann).await;
            }
        }
        installation.renew_due(DUE_AFTER_S).await;
        installation.assert_works(what, BEN, &ben).await;
        assert_eq!(installation.server.reuse_count(), 0, "{what}");
    }
}

#[tokio::test]
async fn a_passing_unexplained_refusal_ends_no_grant() {
    for refusal in refusals().into_iter().filter(|row| row.becomes == RefusalOutcome::AfterHours) {
        let (installation, ann, _ben) = DialectInstallation::open(OPENID).await;
        installation.server.set_answer(ANN, Some(refusal.answer()));
        installation.renew_due(DUE_AFTER_S).await;
        installation.renew_due(DUE_AFTER_S).await;
        installation.server.set_answer(ANN, None);
        installation.renew_due(DUE_AFTER_S).await;
        installation.assert_works(refusal.what, ANN, &ann).await;
        assert_eq!(installation.server.reuse_count(), 0, "{}", refusal.what);
    }
}

#[tokio::test]
async fn no_grant_ends_while_the_server_refuses_all() {
    let (installation, ann, ben) = DialectInstallation::open(OPENID).await;
    let tired = DialectResponse {
        status: 400,
        body: r#"{"error":"token_is_tired"}"#,
        refuses: true,
        ..DialectResponse::default()
    };
    for person in [ANN, BEN] {
        installation.server.set_answer(person, Some(tired.clone()));
    }
    for _ in 0..24 {
        installation.renew_due(DUE_AFTER_S).await;
    }
    for (name, person) in [(ANN, &ann), (BEN, &ben)] {
        assert!(matches!(person.pane.connection().await.state, ConnectionState::Retrying { .. }));
        installation.server.set_answer(name, None);
    }
    for _ in 0..3 {
        installation.renew_due(DUE_AFTER_S).await;
    }
    installation.assert_works("after a day", ANN, &ann).await;
    installation.assert_works("after a day", BEN, &ben).await;
}

#[tokio::test]
async fn equal_refusals_of_many_people_are_reported_as_misconfiguration() {
    let installation = DialectInstallation::empty(OPENID).await;
    let names = ["one@contoso.example", "two@contoso.example", "three@contoso.example", "four@contoso.example"];
    let mut people = Vec::new();
    for name in names {
        people.push(installation.connect(name).await);
        let body = r#"{"error":"invalid_scope"}"#;
        installation
            .server
            .set_answer(name, Some(DialectResponse { status: 400, body, refuses: true, ..DialectResponse::default() }));
    }
    for _ in 0..4 {
        installation.renew_due(DUE_AFTER_S).await;
    }
    let mut ours = 0;
    for person in &people {
        let told = told(person).await.unwrap();
        ours += usize::from(told == (ReasonCode::Misconfigured, "retrying"));
    }
    assert!(ours >= 2, "only {ours} of {}", names.len());
}

#[tokio::test]
async fn six_dead_tokens_do_not_delay_a_healthy_connection() {
    let installation = DialectInstallation::empty(OPENID).await;
    let ben = installation.connect(BEN).await;
    for name in ["a@c.example", "b@c.example", "c@c.example", "d@c.example", "e@c.example", "f@c.example"] {
        installation.connect(name).await;
        let body = r#"{"error":"invalid_request"}"#;
        installation
            .server
            .set_answer(name, Some(DialectResponse { status: 400, body, refuses: true, ..DialectResponse::default() }));
    }
    for _ in 0..60 {
        installation.renew_due(60).await;
        let engine = installation.endpoint.engine().await;
        let token = engine.token_for(&ben.connection.id, "?min_life_s=3500").await;
        assert!(token.is_ok(), "{token:?}");
    }
    installation.assert_works("beside six", BEN, &ben).await;
}

/// Real time passes in the server.
#[tokio::test]
async fn nothing_is_presented_twice_within_a_second() {
    let (installation, ann, _ben) = DialectInstallation::open(OPENID).await;
    let body = r#"{"error":"invalid_request"}"#;
    installation
        .server
        .set_answer(ANN, Some(DialectResponse { status: 400, body, refuses: true, ..DialectResponse::default() }));
    installation.renew_due(DUE_AFTER_S).await;
    let before = installation.server.refusal_count(ANN);
    for _ in 0..5 {
        installation.endpoint.renew_due().await;
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!((before, installation.server.refusal_count(ANN)), (1, 1), "{:?}", told(&ann).await);
}

#[tokio::test]
async fn frequent_requests_do_not_present_a_token_again() {
    let unusable = DialectResponse { body: r#"{"ok":true}"#, ..DialectResponse::default() };
    let tired = DialectResponse {
        status: 400,
        body: r#"{"error":"token_is_tired"}"#,
        refuses: true,
        ..DialectResponse::default()
    };
    for (answer, person_may_ask) in [(unusable, false), (tired, true)] {
        let (installation, ann, _ben) = DialectInstallation::open(OPENID).await;
        let refuses = answer.refuses;
        installation.server.set_answer(ANN, Some(answer));
        installation.endpoint.clock.advance_s(DUE_AFTER_S);
        installation.endpoint.renew_due().await;
        let engine = installation.endpoint.engine().await;
        for _ in 0..5 {
            let _ = engine.token_for(&ann.connection.id, "?min_life_s=3500").await;
            installation.endpoint.clock.advance_s(1);
        }
        engine.reports_rejection(&ann.connection.id).await.unwrap();
        assert_eq!(installation.server.refusal_count(ANN), u32::from(refuses));
        if !person_may_ask {
            installation.endpoint.clock.advance_s(30);
            ann.pane.check(&ann.connection.id).await.unwrap();
        }
        assert_eq!(
            (installation.server.reuse_count(), installation.server.refusal_count(ANN)),
            (0, u32::from(refuses))
        );
    }
}

#[tokio::test]
async fn at_a_sign_in_each_refusal_reaches_its_own_person_and_stores_nothing() {
    for refusal in refusals() {
        let what = &format!("{} ({})", refusal.what, refusal.read_at);
        let installation = DialectInstallation::empty(OPENID).await;
        let ben = installation.connect(BEN).await;
        installation.server.set_answer(ANN, Some(refusal.answer()));
        let pane = installation.endpoint.pane().with_session().await;
        let Phase::Failed { reason, signed_in_as, .. } = installation.sign_in(&pane, ANN).await else {
            panic!("{what}")
        };
        assert_eq!((reason.code, signed_in_as), (refusal.at_sign_in, None), "{what}");
        assert!(pane.overview().await.connections.is_empty(), "{what}");
        installation.renew_due(DUE_AFTER_S).await;
        installation.assert_works(what, BEN, &ben).await;
        installation.server.set_answer(ANN, None);
        let again = installation.sign_in(&pane, ANN).await;
        assert!(matches!(again, Phase::Succeeded { .. }), "{what}: {again:?}");
        assert_eq!(installation.server.reuse_count(), 0, "{what}");
    }
}
